/* Pictures: a main image and metadata, shared with the handles they came from. */
#include "picture.h"

static void test_main_image(void)
{
    OH_PixelmapNative *map = make_empty(2, 1, PIXEL_FORMAT_RGBA_8888), *got = NULL, *again = NULL;
    OH_PictureNative *picture = NULL;
    CHECK_EQ(OH_PictureNative_CreatePicture(NULL, &picture), BAD);
    CHECK_EQ(OH_PictureNative_CreatePicture(map, NULL), BAD);
    CHECK_EQ(OH_PictureNative_CreatePicture((OH_PixelmapNative *)&map, &picture), BAD);
    CHECK_EQ(OH_PictureNative_CreatePicture(map, &picture), OK);

    CHECK_EQ(OH_PictureNative_GetMainPixelmap(NULL, &got), BAD);
    CHECK_EQ(OH_PictureNative_GetMainPixelmap(picture, NULL), BAD);
    CHECK(got == NULL);
    CHECK_EQ(OH_PictureNative_GetMainPixelmap(picture, &got), OK);
    CHECK(got != NULL && got != map);

    /* One content: what is written by one handle is read by the others, whichever of them is gone. */
    uint8_t pixels[8] = {1, 2, 3, 255, 5, 6, 7, 255}, read[8] = {0};
    size_t size = sizeof read;
    CHECK_EQ(OH_PixelmapNative_WritePixels(got, pixels, sizeof pixels), OK);
    CHECK_EQ(OH_PixelmapNative_ReadPixels(map, read, &size), OK);
    CHECK(memcmp(read, pixels, sizeof read) == 0);
    CHECK_EQ(OH_PixelmapNative_Release(map), OK);

    OH_PictureNative *second = NULL;
    CHECK_EQ(OH_PictureNative_CreatePicture(map, &second), IMAGE_ALLOC_FAILED); /* released, not destroyed */
    CHECK_EQ(OH_PictureNative_CreatePicture(map, NULL), BAD);
    CHECK(second == NULL);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);

    CHECK_EQ(OH_PictureNative_GetMainPixelmap(picture, &again), OK);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
    memset(read, 0, sizeof read);
    CHECK_EQ(OH_PixelmapNative_ReadPixels(again, read, &size), OK);
    CHECK(memcmp(read, pixels, sizeof read) == 0);
    CHECK_EQ(OH_PixelmapNative_Destroy(&got), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&again), OK);

    CHECK_EQ(OH_PictureNative_GetMainPixelmap(picture, &got), BAD);
    CHECK_EQ(OH_PictureNative_Release(picture), BAD);
    CHECK_EQ(OH_PictureNative_Release(NULL), BAD);
}

static void test_metadata(void)
{
    OH_PictureNative *picture = make_picture();
    OH_PictureMetadata *gif = make_metadata(GIF_METADATA), *exif = make_metadata(EXIF_METADATA), *got = NULL;
    OH_PictureMetadata *fragment = make_metadata(FRAGMENT_METADATA), *gone = make_metadata(GIF_METADATA);
    CHECK_EQ(OH_PictureMetadata_Release(gone), OK);

    CHECK_EQ(OH_PictureNative_SetMetadata(NULL, GIF_METADATA, gif), BAD);
    CHECK_EQ(OH_PictureNative_SetMetadata(picture, GIF_METADATA, NULL), BAD);
    CHECK_EQ(OH_PictureNative_SetMetadata(picture, GIF_METADATA, gone), BAD);
    CHECK_EQ(OH_PictureNative_SetMetadata(picture, (Image_MetadataType)-1, gif), NO_METADATA);
    CHECK_EQ(OH_PictureNative_SetMetadata(picture, EXIF_METADATA, gif), NO_METADATA);
    CHECK_EQ(OH_PictureNative_SetMetadata(picture, FRAGMENT_METADATA, fragment), NO_METADATA);
    CHECK_EQ(OH_PictureNative_GetMetadata(picture, GIF_METADATA, &got), NO_METADATA);
    CHECK_EQ(OH_PictureNative_GetMetadata(picture, EXIF_METADATA, &got), NO_METADATA);
    CHECK_EQ(OH_PictureNative_GetMetadata(picture, FRAGMENT_METADATA, &got), NO_METADATA);
    CHECK_EQ(OH_PictureNative_GetMetadata(picture, (Image_MetadataType)-1, &got), NO_METADATA);
    CHECK_EQ(OH_PictureNative_GetMetadata(NULL, GIF_METADATA, &got), BAD);
    CHECK_EQ(OH_PictureNative_GetMetadata(NULL, GIF_METADATA, NULL), BAD);
    CHECK_EQ(OH_PictureNative_GetMetadata(picture, GIF_METADATA, NULL), BAD);
    CHECK(got == NULL);

    CHECK_EQ(OH_PictureNative_SetMetadata(picture, GIF_METADATA, gif), OK);
    CHECK_EQ(OH_PictureNative_SetMetadata(picture, EXIF_METADATA, exif), OK);
    set_value(gif, "GifDelayTime", "70");
    CHECK_EQ(OH_PictureNative_GetMetadata(picture, GIF_METADATA, &got), OK);
    check_value(got, "GifDelayTime", "70");
    set_value(got, "GifDelayTime", "80");
    check_value(gif, "GifDelayTime", "80");
    CHECK_EQ(OH_PictureMetadata_Release(gif), OK);
    CHECK_EQ(OH_PictureMetadata_Release(got), OK);

    /* A second one takes the place of the first. */
    gif = make_metadata(GIF_METADATA);
    set_value(gif, "GifDelayTime", "90");
    CHECK_EQ(OH_PictureNative_SetMetadata(picture, GIF_METADATA, gif), OK);
    CHECK_EQ(OH_PictureMetadata_Release(gif), OK);
    CHECK_EQ(OH_PictureNative_GetMetadata(picture, GIF_METADATA, &got), OK);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
    check_value(got, "GifDelayTime", "90");
    CHECK_EQ(OH_PictureMetadata_Release(got), OK);

    CHECK_EQ(OH_PictureNative_SetMetadata(picture, EXIF_METADATA, exif), BAD);
    CHECK_EQ(OH_PictureNative_GetMetadata(picture, EXIF_METADATA, &got), BAD);
    CHECK_EQ(OH_PictureMetadata_Release(exif), OK);
    CHECK_EQ(OH_PictureMetadata_Release(fragment), OK);
}

int main(void)
{
    test_main_image();
    test_metadata();
    return check_failures();
}
