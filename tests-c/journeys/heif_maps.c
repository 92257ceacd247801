/* Depth and linear maps in HEIF files: numbers, so they lie there as they are; other programs still see the photo. */
#include "contract/picture.h"
#include "kit.h"

enum { WIDTH = 128, HEIGHT = 96 };

static struct bytes pack_picture(Picture *picture, int range)
{
    OH_PackingOptions *options = make_options("image/heic", 70);
    CHECK_EQ(OH_PackingOptions_SetDesiredDynamicRange(options, range), OK);
    struct bytes file = {allocate(1 << 20), 1 << 20};
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPicture(kit_packer(), options, picture, file.data, &file.size), OK);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    return file;
}

/* The pixels of an auxiliary picture of noise without alpha, which is put into a picture; free them. */
static uint8_t *put_noise(Picture *picture, int type, uint32_t width, uint32_t height)
{
    size_t length = (size_t)width * height * 4;
    uint8_t *data = allocate(length);
    fill_noise(data, length, (uint32_t)type);
    for (size_t at = 3; at < length; at += 4)
        data[at] = 255;
    Image_Size size = {width, height};
    Auxiliary *auxiliary = NULL;
    CHECK_EQ(OH_AuxiliaryPictureNative_Create(data, length, &size, type_of(type), &auxiliary), OK);
    CHECK_EQ(OH_PictureNative_SetAuxiliaryPicture(picture, type_of(type), auxiliary), OK);
    size_t got = length;
    CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(auxiliary, data, &got), OK); /* which are taken for BGRA */
    CHECK_EQ(got, length);
    release(auxiliary);
    return data;
}

/* The bytes lie in the file, behind a box that says what they are, and come back. */
static void check_map(struct bytes file, Picture *read, int type, const uint8_t *data, uint32_t width, uint32_t height)
{
    size_t length = (size_t)width * height * 4;
    CHECK(memmem(file.data, file.size, data, length) != NULL);
    Auxiliary *auxiliary = auxiliary_of(read, type);
    size_t got = length;
    uint8_t *pixels = allocate(length);
    CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(auxiliary, pixels, &got), OK);
    CHECK(got == length && memcmp(pixels, data, length) == 0);
    free(pixels);
    OH_PixelmapNative *map = map_of(auxiliary);
    struct facts facts = facts_of(map);
    CHECK(facts.width == width && facts.height == height && facts.format == PIXEL_FORMAT_RGBA_8888);
    destroy(map);
    release(auxiliary);
}

static bool has_gain_map(Picture *picture)
{
    OH_PixelmapNative *map = NULL;
    bool found = OH_PictureNative_GetGainmapPixelmap(picture, &map) == OK;
    if (found)
        destroy(map);
    return found;
}

/* Packs a picture as SDR or, with its gain map, HDR, and reads it. */
static void check_file(Picture *picture, int range, const uint8_t *depth, const uint8_t *linear)
{
    struct bytes file = pack_picture(picture, range);
    const char *path = kit_path("maps.heic");
    kit_write(path, file);
    char info[4096];
    CHECK_EQ(judge_run(info, sizeof info, "heif-info '%s'", path), 0);
    CHECK(strstr(info, "128x96") != NULL);
    CHECK_EQ(judge_run(NULL, 0, "heif-convert '%s' '%s'", path, kit_path("maps.png")), 0);
    CHECK_EQ(judge_run(info, sizeof info, "exiftool -s3 -ImageSize -Warning -Error '%s'", path), 0);
    CHECK_STR(info, "128x96\n");

    /* Version and flags, no profile, four components of 8 bits; not subsampled, interleaved by pixels. */
    static const uint8_t uncompressed[] =
        "uncC\0\0\0\0\0\0\0\0\0\0\0\4\0\0\7\0\0\0\1\7\0\0\0\2\7\0\0\0\3\7\0\0\0\1\0\0";
    static const uint8_t rgba[] = "cmpd\0\0\0\4\0\4\0\5\0\6\0\7";
    CHECK(memmem(file.data, file.size, uncompressed, sizeof uncompressed - 1) != NULL);
    CHECK(memmem(file.data, file.size, rgba, sizeof rgba - 1) != NULL);

    Picture *read = NULL;
    OH_ImageSourceNative *source = make_source(file.data, file.size);
    OH_DecodingOptionsForPicture *wishes = NULL;
    CHECK_EQ(OH_DecodingOptionsForPicture_Create(&wishes), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePicture(source, wishes, &read), OK);
    CHECK_EQ(OH_DecodingOptionsForPicture_Release(wishes), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    check_map(file, read, DEPTH, depth, WIDTH / 4, HEIGHT / 4);
    check_map(file, read, LINEAR, linear, WIDTH, HEIGHT);
    release(auxiliary_of(read, UNREFOCUS));
    CHECK_EQ(has_gain_map(read), range == IMAGE_PACKER_DYNAMIC_RANGE_AUTO);
    free(file.data);
    CHECK_EQ(OH_PictureNative_Release(read), OK);
}

int main(void)
{
#ifndef NO_HEIF
    OH_PixelmapNative *photo = make_noise(WIDTH, HEIGHT, 7);
    Picture *picture = NULL;
    CHECK_EQ(OH_PictureNative_CreatePicture(photo, &picture), OK);
    destroy(photo);
    put_auxiliary(picture, GAINMAP, WIDTH / 2, HEIGHT / 2, 90);
    put_auxiliary(picture, UNREFOCUS, WIDTH / 2, HEIGHT / 2, 200);
    uint8_t *depth = put_noise(picture, DEPTH, WIDTH / 4, HEIGHT / 4);
    uint8_t *linear = put_noise(picture, LINEAR, WIDTH, HEIGHT);
    check_file(picture, IMAGE_PACKER_DYNAMIC_RANGE_SDR, depth, linear);
    check_file(picture, IMAGE_PACKER_DYNAMIC_RANGE_AUTO, depth, linear);
    free(depth);
    free(linear);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
#endif
    return kit_done();
}
