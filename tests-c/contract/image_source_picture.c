/* Pictures and metadata out of files. */
#include "gif.h"
#include "support.h"

#include <multimedia/image_framework/image/image_source_native.h>
#include <multimedia/image_framework/image/picture_native.h>

enum {
    JFIF = 20, /* not in the enum */
    WRONG_TYPE = IMAGE_SOURCE_UNSUPPORTED_MIMETYPE,
    WRONG_OPTIONS = IMAGE_SOURCE_UNSUPPORTED_OPTIONS,
    INVALID = IMAGE_SOURCE_INVALID_PARAMETER,
    NOTHING = IMAGE_SOURCE_UNSUPPORTED_METADATA,
};

static OH_ImageSourceNative *make_file(const char *mime)
{
    size_t length;
    OH_PixelmapNative *map = make_noise(20, 10, 3);
    uint8_t *file = pack(map, mime, 90, &length);
    OH_ImageSourceNative *source = make_source(file, length);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    free(file);
    return source;
}

static OH_ImageSourceNative *make_gif(const struct gif *gif)
{
    return make_source(gif->data, gif->length);
}

static void check_value(OH_PictureMetadata *metadata, const char *key, const char *value)
{
    Image_String name = {(char *)key, strlen(key)}, text = {0};
    int code = OH_PictureMetadata_GetProperty(metadata, &name, &text);
    CHECK_EQ(code, value ? (int)OK : (int)IMAGE_UNSUPPORTED_METADATA);
    if (code == OK && value && !check_report(text.size == strlen(value) && memcmp(text.data, value, text.size) == 0,
            __FILE__, __LINE__, key))
        fprintf(stderr, ": got %.*s, expected %s\n", (int)text.size, text.data, value);
    if (code == OK)
        free(text.data);
}

/* The main image as it is seen, in RGBA_8888. */
static void check_main(OH_PictureNative *picture, const uint8_t *expected, size_t size)
{
    uint8_t pixels[64];
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PictureNative_GetMainPixelmap(picture, &map), OK);
    size_t room = sizeof pixels;
    CHECK_EQ(OH_PixelmapNative_ReadPixels(map, pixels, &room), OK);
    CHECK(memcmp(pixels, expected, size) == 0);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

static int main_format(OH_PictureNative *picture)
{
    OH_PixelmapNative *map = NULL;
    OH_Pixelmap_ImageInfo *info = NULL;
    int32_t format = -1;
    uint32_t width = 0, height = 0;
    CHECK_EQ(OH_PictureNative_GetMainPixelmap(picture, &map), OK);
    CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
    CHECK_EQ(OH_PixelmapNative_GetImageInfo(map, info), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetPixelFormat(info, &format), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetWidth(info, &width), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetHeight(info, &height), OK);
    CHECK(width == 20 && height == 10);
    CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    return format;
}

static void test_create_picture(void)
{
    OH_DecodingOptionsForPicture *options = NULL, *gone = NULL;
    OH_PictureNative *picture = NULL;
    OH_PictureMetadata *metadata = NULL;
    CHECK_EQ(OH_DecodingOptionsForPicture_Create(&options), OK);
    CHECK_EQ(OH_DecodingOptionsForPicture_Create(&gone), OK);
    CHECK_EQ(OH_DecodingOptionsForPicture_Release(gone), OK);
    OH_ImageSourceNative *source = make_file("image/jpeg");
    CHECK_EQ(OH_ImageSourceNative_CreatePicture(NULL, options, &picture), BAD);
    CHECK_EQ(OH_ImageSourceNative_CreatePicture(source, NULL, &picture), BAD);
    CHECK_EQ(OH_ImageSourceNative_CreatePicture(source, gone, &picture), BAD);
    CHECK_EQ(OH_ImageSourceNative_CreatePicture(source, options, NULL), BAD);
    CHECK_EQ(OH_ImageSourceNative_CreatePicture(NULL, NULL, NULL), BAD);
    CHECK(picture == NULL);

    static const int formats[] = {2, 3, 4, 8, 9}, refused[] = {0, 5, 6, 7, 10, 11, 12};
    for (size_t i = 0; i < COUNT(refused); i++) {
        CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredPixelFormat(options, (PIXEL_FORMAT)refused[i]), OK);
        CHECK_EQ(OH_ImageSourceNative_CreatePicture(source, options, &picture), IMAGE_DECODE_FAILED);
        CHECK(picture == NULL);
    }
    for (size_t i = 0; i < COUNT(formats); i++) {
        CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredPixelFormat(options, (PIXEL_FORMAT)formats[i]), OK);
        CHECK_EQ(OH_ImageSourceNative_CreatePicture(source, options, &picture), OK);
        CHECK_EQ(main_format(picture), formats[i]);
        CHECK_EQ(OH_PictureNative_GetMetadata(picture, (Image_MetadataType)JFIF, &metadata), OK);
        CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
        metadata = NULL;
        CHECK_EQ(OH_PictureNative_GetMetadata(picture, EXIF_METADATA, &metadata), IMAGE_UNSUPPORTED_METADATA);
        CHECK(metadata == NULL);
        OH_PixelmapNative *map = NULL;
        CHECK_EQ(OH_PictureNative_GetGainmapPixelmap(picture, &map) == OK, 0);
        CHECK_EQ(OH_PictureNative_Release(picture), OK);
        picture = NULL;
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePicture(source, options, &picture), BAD);

    struct gif *gif = animation();
    OH_ImageSourceNative *others[] = {make_file("image/png"), make_file("image/webp"), make_gif(gif),
        make_source("no image at all", 15), make_source("\xFF\xD8\xFF\xE0 and no more", 16)};
    for (size_t i = 0; i < COUNT(others); i++) {
        CHECK_EQ(OH_ImageSourceNative_CreatePicture(others[i], options, &picture), IMAGE_DECODE_FAILED);
        CHECK_EQ(OH_ImageSourceNative_Release(others[i]), OK);
    }
    CHECK(picture == NULL);
    CHECK_EQ(OH_DecodingOptionsForPicture_Release(options), OK);
}

static void test_picture_at_index(void)
{
    static const uint8_t seen[3][12] = {
        {255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0},
        {255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0},
        {255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 255},
    };
    static const char *const delays[] = {"70", "0", "655350"}, *const disposals[] = {"1", "2", "0"};
    struct gif *gif = animation();
    OH_ImageSourceNative *source = make_gif(gif), *gone = make_gif(gif);
    OH_PictureNative *picture = NULL;
    CHECK_EQ(OH_ImageSourceNative_Release(gone), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(NULL, 0, &picture), IMAGE_BAD_SOURCE);
    CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(NULL, 0, NULL), IMAGE_BAD_SOURCE);
    CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(gone, 0, &picture), IMAGE_BAD_SOURCE);
    CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(source, 0, NULL), WRONG_OPTIONS);
    CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(source, 3, &picture), WRONG_OPTIONS);
    CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(source, UINT32_MAX, &picture), WRONG_OPTIONS);
    CHECK(picture == NULL);
    for (uint32_t index = 0; index < 3; index++) {
        OH_PictureMetadata *metadata = NULL;
        CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(source, index, &picture), OK);
        check_main(picture, seen[index], 12);
        CHECK_EQ(OH_PictureNative_GetMetadata(picture, GIF_METADATA, &metadata), OK);
        check_value(metadata, "GifDelayTime", delays[index]);
        check_value(metadata, "GifUnclampedDelayTime", delays[index]);
        check_value(metadata, "GifDisposalType", disposals[index]);
        check_value(metadata, "GifCanvasWidth", "3");
        check_value(metadata, "GifCanvasHeight", "1");
        check_value(metadata, "GifHasGlobalColorMap", "1");
        check_value(metadata, "GifLoopCount", NULL); /* the file does not say */
        CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
        CHECK_EQ(OH_PictureNative_Release(picture), OK);
        picture = NULL;
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);

    /* Of another type, or not readable: whatever the index. */
    OH_ImageSourceNative *others[] = {make_file("image/jpeg"), make_file("image/png"), make_file("image/webp"),
        make_source("no image at all", 15), make_source("GIF89a", 6), make_source("GIF89a\3\0\1\0", 10)};
    for (size_t i = 0; i < COUNT(others); i++) {
        CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(others[i], 99, &picture), WRONG_TYPE);
        CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(others[i], 0, &picture), WRONG_TYPE);
        CHECK_EQ(OH_ImageSourceNative_Release(others[i]), OK);
    }

    /* Codes of 9 bits cannot be: the frame is damaged, the one before it is not. */
    struct gif bad = *gif;
    bad.data[bad.length - 1 - 5] = 9;
    source = make_gif(&bad);
    CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(source, 2, &picture), IMAGE_BAD_SOURCE);
    CHECK(picture == NULL);
    CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(source, 1, &picture), OK);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    picture = NULL;

    /* A canvas that is too large; the index is looked at first. */
    struct gif large;
    begin(&large, 50000, 50000);
    put_frame(&large, 0, 1, 1, 1);
    source = make_gif(&large);
    CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(source, 1, &picture), WRONG_OPTIONS);
    CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(source, 0, &picture), IMAGE_SOURCE_TOO_LARGE);
    CHECK(picture == NULL);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);

    /* The data of the 17th frame break off. */
    struct gif cut;
    begin(&cut, 3, 1);
    for (int i = 0; i < 17; i++)
        put_frame(&cut, i % 2, 1 + i % 3, 7, 1);
    cut.length -= 3;
    source = make_gif(&cut);
    CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(source, 16, &picture), OK);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePictureAtIndex(source, 17, &picture), WRONG_OPTIONS);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

/* A JPEG with one EXIF value: orientation 6. */
static OH_ImageSourceNative *make_exif_file(void)
{
    static const uint8_t exif[] = {0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12,
        1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0};
    size_t length;
    OH_PixelmapNative *map = make_noise(20, 10, 3);
    uint8_t *file = pack(map, "image/jpeg", 90, &length), *longer = allocate(length + sizeof exif);
    memcpy(longer, file, 2);
    memcpy(longer + 2, exif, sizeof exif);
    memcpy(longer + 2 + sizeof exif, file + 2, length - 2);
    OH_ImageSourceNative *source = make_source(longer, length + sizeof exif);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    free(longer);
    free(file);
    return source;
}

static void check_exif(OH_PictureNative *picture, const char *orientation)
{
    OH_PictureMetadata *metadata = NULL;
    CHECK_EQ(OH_PictureNative_GetMetadata(picture, EXIF_METADATA, &metadata), OK);
    check_value(metadata, "Orientation", orientation);
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
}

static void test_exif(void)
{
    OH_ImageSourceNative *source = make_exif_file();
    OH_DecodingOptionsForPicture *options = NULL;
    OH_PictureNative *picture = NULL, *second = NULL;
    OH_PixelmapNative *map = NULL;
    OH_PictureMetadata *metadata = NULL;
    CHECK_EQ(OH_DecodingOptionsForPicture_Create(&options), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePicture(source, options, &picture), OK);
    check_exif(picture, "Right-top");
    CHECK_EQ(OH_PictureNative_Release(picture), OK);

    /* A PixelMap brings its file's EXIF into a picture, and gets what is set there. */
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, NULL, &map), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_PictureNative_CreatePicture(map, &picture), OK);
    check_exif(picture, "Right-top");
    CHECK_EQ(OH_PictureMetadata_Create(EXIF_METADATA, &metadata), OK);
    Image_String key = {(char *)"Orientation", 11}, value = {(char *)"3", 1};
    CHECK_EQ(OH_PictureMetadata_SetProperty(metadata, &key, &value), OK);
    CHECK_EQ(OH_PictureNative_SetMetadata(picture, EXIF_METADATA, metadata), OK);
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
    check_exif(picture, "Bottom-right");
    CHECK_EQ(OH_PictureNative_CreatePicture(map, &second), OK);
    check_exif(second, "Bottom-right");
    CHECK_EQ(OH_PictureNative_Release(second), OK);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);

    /* The size of the main image. */
    source = make_exif_file();
    Image_Size size = {7, 5};
    CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredSizeForMainPixelmap(options, size), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePicture(source, options, &picture), OK);
    CHECK_EQ(OH_PictureNative_GetMainPixelmap(picture, &map), OK);
    uint32_t bytes = 0;
    CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &bytes), OK);
    CHECK_EQ(bytes, 7 * 5 * 4);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_DecodingOptionsForPicture_Release(options), OK);
}

static OH_PictureMetadata *element(OH_PictureMetadata **array, size_t count, int kind)
{
    OH_PictureMetadata *metadata = NULL;
    CHECK_EQ(OH_PictureMetadata_Create(FRAGMENT_METADATA, &metadata), OK);
    CHECK_EQ(OH_PictureMetadata_GetMetadataByType(array, (uint32_t)count, kind, metadata), OK);
    return metadata;
}

static void test_read_metadata(void)
{
    struct gif *gif = animation();
    OH_ImageSourceNative *source = make_gif(gif), *gone = make_gif(gif), *jpeg = make_file("image/jpeg");
    OH_ImageSourceNative *junk = make_source("no image at all", 15);
    OH_PictureMetadata *const mark = (OH_PictureMetadata *)gif, *array = mark;
    Image_MetadataType kinds[] = {GIF_METADATA, EXIF_METADATA, GIF_METADATA};
    Image_MetadataType others[] = {EXIF_METADATA, FRAGMENT_METADATA, (Image_MetadataType)-1, (Image_MetadataType)JFIF};
    size_t count = 77;
    CHECK_EQ(OH_ImageSourceNative_Release(gone), OK);
    CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(NULL, 0, kinds, 3, &array, &count), INVALID);
    CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(gone, 0, kinds, 3, &array, &count), INVALID);
    CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(junk, 0, kinds, 3, &array, &count), INVALID);
    CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(source, 0, kinds, 3, NULL, &count), INVALID);
    CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(source, 0, kinds, 3, &array, NULL), INVALID);
    CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(source, 3, kinds, 3, &array, &count), INVALID);
    CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(jpeg, 1, NULL, 0, &array, &count), INVALID);
    CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(source, 0, others, 4, &array, &count), NOTHING);
    CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(jpeg, 0, NULL, 0, &array, &count), NOTHING);
    CHECK(array == mark && count == 77);

    static const char *const delays[] = {"70", "0", "655350"};
    for (uint32_t index = 0; index < 3; index++)
        for (int all = 0; all < 3; all++) {
            Image_MetadataType *types = all == 1 ? NULL : kinds;
            int code = OH_ImageSourceNative_ReadImageMetadataByType(source, index, types, all == 2 ? 0 : 3, &array, &count);
            CHECK_EQ(code, OK);
            CHECK_EQ(count, 1);
            OH_PictureMetadata *metadata = element(&array, count, GIF_METADATA);
            CHECK_EQ(OH_PictureMetadatas_Release(&array, (uint32_t)count), OK);
            check_value(metadata, "GifDelayTime", delays[index]);
            CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
        }
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(jpeg), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(junk), OK);

    /* EXIF of a still image, alone or with whatever else there is. */
    source = make_exif_file();
    for (int all = 0; all < 2; all++) {
        Image_MetadataType *types = all ? NULL : kinds;
        CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(source, 0, types, all ? 0 : 3, &array, &count), OK);
        CHECK_EQ(count, 1);
        OH_PictureMetadata *exif = element(&array, count, EXIF_METADATA);
        CHECK_EQ(OH_PictureMetadatas_Release(&array, (uint32_t)count), OK);
        check_value(exif, "Orientation", "Right-top");
        CHECK_EQ(OH_PictureMetadata_Release(exif), OK);
    }
    kinds[1] = GIF_METADATA;
    CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(source, 0, kinds, 3, &array, &count), NOTHING);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);

    /* Without decoding: a canvas that is too large, and damaged pixels. */
    struct gif large;
    begin(&large, 50000, 50000);
    put_frame(&large, 0, 1, 1, 1);
    large.data[large.length - 5] = 99;
    source = make_gif(&large);
    CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(source, 0, NULL, 0, &array, &count), OK);
    OH_PictureMetadata *metadata = element(&array, count, GIF_METADATA);
    check_value(metadata, "GifCanvasWidth", "50000");
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
    CHECK_EQ(OH_PictureMetadatas_Release(&array, (uint32_t)count), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

int main(void)
{
    test_create_picture();
    test_picture_at_index();
    test_exif();
    test_read_metadata();
    return check_failures();
}
