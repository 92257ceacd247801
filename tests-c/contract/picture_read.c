/* Pictures of JPEG files: gain map, other images, blobs and where they lie. */
#include "hdr_file.h"
#include "picture.h"

enum { XTSTYLE = 3, RFDATAB = 4, JFIF = 20, NOTHING = IMAGE_SOURCE_UNSUPPORTED_METADATA };

static const uint8_t color[3] = {200, 90, 40}, other[3] = {20, 160, 220};

static OH_DecodingOptionsForPicture *make_wishes(void)
{
    OH_DecodingOptionsForPicture *options = NULL;
    CHECK_EQ(OH_DecodingOptionsForPicture_Create(&options), OK);
    return options;
}

/* Reads a picture and releases the source and the options. */
static Picture *read_picture(OH_ImageSourceNative *source, OH_DecodingOptionsForPicture *options)
{
    Picture *picture = NULL;
    CHECK_EQ(OH_ImageSourceNative_CreatePicture(source, options, &picture), OK);
    CHECK_EQ(OH_DecodingOptionsForPicture_Release(options), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    return picture;
}

static void check_types(Picture *picture, const char *auxiliaries, const char *metadata)
{
    Image_AuxiliaryPictureType types[16];
    Image_MetadataType kinds[16];
    uint32_t count = 16;
    char text[64] = "";
    CHECK_EQ(OH_PictureNative_GetAuxiliaryPictureTypes(picture, types, &count), OK);
    for (uint32_t i = 0; i < count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%d ", (int)types[i]);
    CHECK(strcmp(text, auxiliaries) == 0);
    count = 16;
    text[0] = 0;
    CHECK_EQ(OH_PictureNative_GetMetadataTypes(picture, kinds, &count), OK);
    for (uint32_t i = 0; i < count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%d ", (int)kinds[i]);
    CHECK(strcmp(text, metadata) == 0);
}

/* All pixels of an RGBA_8888 PixelMap are about this colour, and opaque. */
static void check_flat(OH_PixelmapNative *map, const uint8_t expected[3], uint32_t width, uint32_t height)
{
    struct facts facts = facts_of(map);
    CHECK_EQ(facts.format, PIXEL_FORMAT_RGBA_8888);
    CHECK(facts.width == width && facts.height == height);
    uint8_t *pixels = pixels_of(map);
    for (size_t at = 0; at < facts.bytes; at++)
        CHECK(at % 4 == 3 ? pixels[at] == 255 : abs(pixels[at] - expected[at % 4]) < 3);
    free(pixels);
}

static OH_PixelmapNative *main_of(Picture *picture)
{
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PictureNative_GetMainPixelmap(picture, &map), OK);
    return map;
}

static OH_PixelmapNative *gain_map_of(Picture *picture)
{
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PictureNative_GetGainmapPixelmap(picture, &map), OK);
    return map;
}

static void check_role(OH_PixelmapNative *map, int expected)
{
    OH_Pixelmap_HdrMetadataValue value, *address = &value;
    CHECK_EQ(OH_PixelmapNative_GetMetadata(map, HDR_METADATA_TYPE, &address), OK);
    CHECK_EQ(value.type, expected);
}

static void test_gain_map(void)
{
    static const uint8_t grey[3] = {180, 180, 180};
    OH_ImageSourceNative *source = source_of(hdr_jpeg(24, 18, color, 180, no_file()));
    OH_DecodingOptions *options = NULL;
    OH_PixelmapNative *composed = NULL, *decoded = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
    CHECK_EQ(OH_DecodingOptions_SetDesiredDynamicRange(options, IMAGE_DYNAMIC_RANGE_HDR), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &decoded), OK);
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    Picture *picture = read_picture(source, make_wishes());
    check_types(picture, "1 ", "20 ");
    OH_PixelmapNative *main = main_of(picture), *map = gain_map_of(picture);
    check_flat(main, color, 24, 18);
    check_flat(map, grey, 12, 9);
    check_role(main, HDR_METADATA_TYPE_BASE);
    check_role(map, HDR_METADATA_TYPE_GAINMAP);
    OH_Pixelmap_HdrMetadataValue value, *address = &value;
    CHECK_EQ(OH_PixelmapNative_GetMetadata(map, HDR_GAINMAP_METADATA, &address), OK);
    OH_Pixelmap_HdrGainmapMetadata *how = &value.gainmapMetadata;
    CHECK(how->gainmapChannelNum == 1 && how->useBaseColorFlag && how->miniVersion == 0 && how->writerVersion == 0);
    CHECK(how->baseHeadroom == 0 && how->alternateHeadroom == GAIN);
    for (int c = 0; c < 3; c++) {
        CHECK(how->gainmapMin[c] == 0 && how->gainmapMax[c] == GAIN && how->gamma[c] == 1);
        CHECK(how->baselineOffset[c] == OFFSET && how->alternateOffset[c] == OFFSET);
    }

    /* What the picture is composed to is what the source is decoded to. */
    CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmap(picture, &composed), OK);
    uint8_t *first = pixels_of(composed), *second = pixels_of(decoded);
    CHECK(facts_of(decoded).bytes == 24 * 18 * 4 && memcmp(first, second, 24 * 18 * 4) == 0);
    free(first);
    free(second);
    destroy(composed);
    destroy(decoded);
    destroy(main);
    destroy(map);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);

    /* Both are scaled by the same ratio. */
    OH_DecodingOptionsForPicture *wishes = make_wishes();
    Image_Size size = {12, 6};
    CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredSizeForMainPixelmap(wishes, size), OK);
    picture = read_picture(source_of(hdr_jpeg(24, 18, color, 180, no_file())), wishes);
    main = main_of(picture);
    map = gain_map_of(picture);
    check_flat(main, color, 12, 6);
    check_flat(map, grey, 6, 3);
    destroy(main);
    destroy(map);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
}

static const char depth[96] = "depth", linear[24 / 4 * (18 / 4) * 8] = "linear";

/* A file with a gain map, other images and blobs. */
static OH_ImageSourceNative *full_source(void)
{
    struct file file = hdr_jpeg(24, 18, color, 180, no_file()), bytes = no_file(), place = no_file();
    put_record(&file, "XtStyle", text_file("style"));
    put_record(&file, "RfDataB", text_file("bytes"));
    put_record(&file, "DfxData", text_file("diagnostics"));
    put(&bytes, depth, sizeof depth);
    put_record(&file, "DepthP", bytes);
    put_record(&file, "edof", flat_jpeg(24, 18, other, no_file()));
    bytes = no_file();
    put(&bytes, linear, sizeof linear);
    put_record(&file, "HighBit", bytes);
    bytes = no_file();
    for (uint32_t number = 5; number < 9; number++)
        put_32(&bytes, number);
    put_segment(&place, 0xEC, "", 0, bytes);
    put_record(&file, "Fragmnt", flat_jpeg(8, 8, other, place));
    bytes = flat_jpeg(24, 18, color, no_file());
    bytes.length = 100; /* nothing that could be decoded */
    put_record(&file, "SnpMain", bytes);
    put_record(&file, "SnpGain", flat_jpeg(12, 9, other, no_file()));
    put_record(&file, "PanMain", text_file("no image"));
    return source_of(file);
}

static void check_auxiliary_flat(Picture *picture, int type, uint32_t width, uint32_t height)
{
    Auxiliary *auxiliary = auxiliary_of(picture, type);
    check_auxiliary(auxiliary, type, width, height, width * 4, PIXEL_FORMAT_RGBA_8888);
    OH_PixelmapNative *map = map_of(auxiliary);
    check_flat(map, other, width, height);
    destroy(map);
    release(auxiliary);
}

static void check_raw(Picture *picture, int type, const char *expected, size_t length, int format)
{
    Auxiliary *auxiliary = auxiliary_of(picture, type);
    check_auxiliary(auxiliary, type, 6, 4, (uint32_t)length / 4, format);
    char bytes[256];
    size_t size = sizeof bytes;
    CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(auxiliary, (uint8_t *)bytes, &size), OK);
    CHECK(memcmp(bytes, expected, length) == 0);
    release(auxiliary);
}

static void check_blob(OH_PictureMetadata *metadata, const char *expected)
{
    uint32_t size = 0;
    uint8_t bytes[64];
    CHECK_EQ(OH_PictureMetadata_GetBlobDataSize(metadata, &size), OK);
    CHECK_EQ(size, strlen(expected));
    CHECK_EQ(OH_PictureMetadata_GetBlobData(metadata, bytes, sizeof bytes), OK);
    CHECK(memcmp(bytes, expected, size) == 0);
}

static void test_all_parts(void)
{
    Picture *picture = read_picture(full_source(), make_wishes());
    check_types(picture, "1 2 3 4 5 7 ", "3 4 13 20 ");
    check_auxiliary_flat(picture, UNREFOCUS, 24, 18);
    check_auxiliary_flat(picture, FRAGMENT, 8, 8);
    check_auxiliary_flat(picture, SNAP_GAINMAP, 12, 9);
    check_raw(picture, DEPTH, depth, sizeof depth, PIXEL_FORMAT_RGBA_8888);
    check_raw(picture, LINEAR, linear, sizeof linear, PIXEL_FORMAT_RGBA_F16);
    OH_PictureMetadata *metadata = NULL;
    Auxiliary *fragment = auxiliary_of(picture, FRAGMENT), *unrefocus = auxiliary_of(picture, UNREFOCUS);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetMetadata(unrefocus, FRAGMENT_METADATA, &metadata), NO_METADATA);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetMetadata(fragment, FRAGMENT_METADATA, &metadata), OK);
    check_value(metadata, "XInOriginal", "5");
    check_value(metadata, "YInOriginal", "6");
    check_value(metadata, "FragmentImageWidth", "7");
    check_value(metadata, "FragmentImageHeight", "8");
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
    release(fragment);
    release(unrefocus);
    CHECK_EQ(OH_PictureNative_GetMetadata(picture, kind_of(13), &metadata), OK);
    check_blob(metadata, "diagnostics");
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
}

/* Where the fragment map lies is a property of the source as well; a file without one has none. */
static void test_fragment_keys(void)
{
    static const char *const keys[] = {"XInOriginal", "YInOriginal", "FragmentImageWidth", "FragmentImageHeight"};
    OH_ImageSourceNative *full = full_source();
    for (uint32_t i = 0; i < 4; i++) {
        char text[32];
        Image_String key = {strcpy(text, keys[i]), strlen(keys[i])};
        uint32_t value = 0;
        CHECK_EQ(OH_ImageSourceNative_GetImagePropertyLong(full, &key, &value), OK);
        CHECK_EQ(value, 5 + i);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(full), OK);
}

static void test_wishes(void)
{
    OH_DecodingOptionsForPicture *wishes = make_wishes();
    Image_AuxiliaryPictureType types[] = {type_of(FRAGMENT), type_of(UNREFOCUS), type_of(LHDR_GAINMAP)};
    CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredAuxiliaryPictures(wishes, types, 3), OK);
    CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredPixelFormat(wishes, PIXEL_FORMAT_NV21), OK);
    Picture *picture = read_picture(full_source(), wishes);
    check_types(picture, "3 5 ", "3 4 13 20 ");
    OH_PixelmapNative *map = main_of(picture);
    CHECK_EQ(facts_of(map).format, PIXEL_FORMAT_NV21);
    destroy(map);
    CHECK_EQ(OH_PictureNative_GetGainmapPixelmap(picture, &map), IMAGE_ALLOC_FAILED);
    Auxiliary *auxiliary = auxiliary_of(picture, UNREFOCUS);
    map = map_of(auxiliary);
    CHECK_EQ(facts_of(map).format, PIXEL_FORMAT_NV21);
    destroy(map);
    release(auxiliary);
    check_auxiliary_flat(picture, FRAGMENT, 8, 8);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
}

/* A base image without a gain map that can be decoded is a picture all the same; a base image that cannot is none. */
static void test_broken_files(void)
{
    struct file file = hdr_jpeg(24, 18, color, 180, no_file()), front = no_file();
    put(&front, file.data, 200);
    size_t map = file.length;
    while (memcmp(file.data + map - 4, "\xFF\xD9\xFF\xD8", 4) != 0)
        map--;
    memset(file.data + map + 100, 0, file.length - map - 100);
    Picture *picture = read_picture(source_of(file), make_wishes());
    check_types(picture, "", "20 ");
    CHECK_EQ(OH_PictureNative_Release(picture), OK);

    picture = NULL;
    OH_ImageSourceNative *source = source_of(front);
    OH_DecodingOptionsForPicture *wishes = make_wishes();
    CHECK_EQ(OH_ImageSourceNative_CreatePicture(source, wishes, &picture), IMAGE_DECODE_FAILED);
    CHECK(picture == NULL);
    CHECK_EQ(OH_DecodingOptionsForPicture_Release(wishes), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

static void test_read_metadata(void)
{
    OH_ImageSourceNative *source = full_source();
    OH_PictureMetadata *array = NULL;
    size_t count = 0;
    Image_MetadataType wanted[] = {kind_of(RFDATAB), FRAGMENT_METADATA}, absent[] = {kind_of(13), EXIF_METADATA};
    for (int all = 0; all < 2; all++) {
        Image_MetadataType *types = all ? NULL : wanted;
        CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(source, 0, types, all ? 0 : 2, &array, &count), OK);
        CHECK_EQ(count, all ? 3 : 2);
        OH_PictureMetadata *fragment = make_metadata(GIF_METADATA), *blob = make_metadata(GIF_METADATA);
        CHECK_EQ(OH_PictureMetadata_GetMetadataByType(&array, (uint32_t)count, FRAGMENT_METADATA, fragment), OK);
        CHECK_EQ(OH_PictureMetadata_GetMetadataByType(&array, (uint32_t)count, kind_of(RFDATAB), blob), OK);
        check_value(fragment, "FragmentImageHeight", "8");
        check_blob(blob, "bytes");
        if (all) {
            CHECK_EQ(OH_PictureMetadata_GetMetadataByType(&array, (uint32_t)count, kind_of(XTSTYLE), blob), OK);
            check_blob(blob, "style");
        }
        CHECK_EQ(OH_PictureMetadata_Release(fragment), OK);
        CHECK_EQ(OH_PictureMetadata_Release(blob), OK);
        CHECK_EQ(OH_PictureMetadatas_Release(&array, (uint32_t)count), OK);
    }
    CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(source, 0, absent, 2, &array, &count), NOTHING);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

int main(void)
{
    test_gain_map();
    test_all_parts();
    test_fragment_keys();
    test_wishes();
    test_broken_files();
    test_read_metadata();
    return check_failures();
}
