/* HDR images of sources: base image and gain map of a JPEG file. */
#include <math.h>

#include <native_color_space_manager/native_color_space_manager.h>

#include "facts.h"
#include "hdr_file.h"

enum {
    SDR = IMAGE_DYNAMIC_RANGE_SDR,
    HDR = IMAGE_DYNAMIC_RANGE_HDR,
    AUTO = IMAGE_DYNAMIC_RANGE_AUTO,
    NO_ALLOCATOR = IMAGE_SOURCE_UNSUPPORTED_ALLOCATOR_TYPE,
};

static const uint8_t color[3] = {200, 90, 40};

static OH_ImageSourceNative *hdr_source(void)
{
    return source_of(hdr_jpeg(24, 18, color, 180, no_file()));
}

static OH_ImageSourceNative *sdr_source(void)
{
    return source_of(flat_jpeg(24, 18, color, no_file()));
}

static OH_DecodingOptions *options_of(int range, int format)
{
    OH_DecodingOptions *options = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
    CHECK_EQ(OH_DecodingOptions_SetDesiredDynamicRange(options, range), OK);
    CHECK_EQ(OH_DecodingOptions_SetPixelFormat(options, format), OK);
    return options;
}

/* Decodes; destroy the PixelMap. */
static OH_PixelmapNative *decode(OH_ImageSourceNative *source, int range, int format)
{
    OH_DecodingOptions *options = options_of(range, format);
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), OK);
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    return map;
}

static double light_of(double sample)
{
    return sample <= 0.04045 ? sample / 12.92 : pow((sample + 0.055) / 1.055, 2.4);
}

static double hlg_of(double light)
{
    return light <= 1.0 / 12 ? sqrt(3 * light) : 0.17883277 * log(12 * light - 0.28466892) + 0.55991073;
}

/* The samples of HLG that a pixel of sRGB becomes with a gain: ISO 21496-1, BT.2087, BT.2100. */
static void compose(const uint8_t base[3], uint8_t gain, double out[3])
{
    static const double matrix[3][3] = {
        {0.627404, 0.329283, 0.043313}, {0.069097, 0.919540, 0.011362}, {0.016391, 0.088013, 0.895595}};
    double hdr[3], wide[3], luminance = 0;
    for (int c = 0; c < 3; c++)
        hdr[c] = (light_of(base[c] / 255.0) + OFFSET) * pow(2, GAIN * gain / 255.0) - OFFSET;
    for (int c = 0; c < 3; c++)
        wide[c] = (matrix[c][0] * hdr[0] + matrix[c][1] * hdr[1] + matrix[c][2] * hdr[2]) * 0.203;
    luminance = 0.2627 * wide[0] + 0.6780 * wide[1] + 0.0593 * wide[2];
    for (int c = 0; c < 3; c++)
        out[c] = hlg_of(wide[c] * pow(luminance, (1 - 1.2) / 1.2));
}

static uint32_t word_at(const uint8_t *pixel)
{
    return pixel[0] | (uint32_t)pixel[1] << 8 | (uint32_t)pixel[2] << 16 | (uint32_t)pixel[3] << 24;
}

static void test_info(void)
{
    OH_ImageSourceNative *sources[] = {hdr_source(), sdr_source()};
    for (int i = 0; i < 2; i++) {
        OH_ImageSource_Info *info = NULL;
        bool hdr = i == 1;
        CHECK_EQ(OH_ImageSourceInfo_Create(&info), OK);
        CHECK_EQ(OH_ImageSourceNative_GetImageInfo(sources[i], 0, info), OK);
        CHECK_EQ(OH_ImageSourceInfo_GetDynamicRange(info, &hdr), OK);
        CHECK_EQ(hdr, i == 0);
        CHECK_EQ(OH_ImageSourceInfo_GetDynamicRange(info, NULL), BAD);
        CHECK_EQ(OH_ImageSourceInfo_GetDynamicRange(NULL, &hdr), BAD);
        CHECK_EQ(OH_ImageSourceInfo_Release(info), OK);
        CHECK_EQ(OH_ImageSourceNative_Release(sources[i]), OK);
    }
}

static void check_space(OH_PixelmapNative *map, int expected)
{
    OH_NativeColorSpaceManager *space = NULL;
    CHECK_EQ(OH_PixelmapNative_GetColorSpaceNative(map, &space), OK);
    CHECK_EQ(OH_NativeColorSpaceManager_GetColorSpaceName(space), expected);
    OH_NativeColorSpaceManager_Destroy(space);
}

static void test_values(void)
{
    OH_ImageSourceNative *source = hdr_source();
    OH_PixelmapNative *base = decode(source, SDR, PIXEL_FORMAT_RGBA_8888);
    struct facts facts = facts_of(base);
    CHECK(!facts.hdr && facts.format == PIXEL_FORMAT_RGBA_8888);
    uint8_t *pixels = pixels_of(base);
    double expected[3];
    compose(pixels, 180, expected);
    free(pixels);
    CHECK_EQ(OH_PixelmapNative_Destroy(&base), OK);

    static const int formats[] = {0, PIXEL_FORMAT_RGBA_8888, PIXEL_FORMAT_RGB_565, PIXEL_FORMAT_RGBA_F16};
    for (int range = AUTO; range <= HDR; range += HDR)
        for (size_t i = 0; i < COUNT(formats); i++) {
            OH_PixelmapNative *map = decode(source, range, formats[i]);
            facts = facts_of(map);
            CHECK(facts.hdr && facts.width == 24 && facts.height == 18);
            CHECK_EQ(facts.format, PIXEL_FORMAT_RGBA_1010102);
            CHECK_EQ(facts.alpha, PIXELMAP_ALPHA_TYPE_OPAQUE);
            check_space(map, 9); /* BT2020_HLG */
            pixels = pixels_of(map);
            for (size_t at = 0; at < facts.bytes; at += 4) {
                uint32_t word = word_at(pixels + at);
                CHECK_EQ(word >> 30, 3);
                for (int c = 0; c < 3; c++)
                    CHECK(fabs((word >> 10 * c & 1023) - 1023 * expected[c]) < 2);
            }
            free(pixels);
            OH_Pixelmap_HdrMetadataValue value, *address = &value;
            CHECK_EQ(OH_PixelmapNative_GetMetadata(map, HDR_METADATA_TYPE, &address), OK);
            CHECK_EQ(value.type, HDR_METADATA_TYPE_ALTERNATE);
            CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        }

    /* Planes: BT.2020, full range. */
    double luma = 0.2627 * expected[0] + 0.6780 * expected[1] + 0.0593 * expected[2];
    double cb = (expected[2] - luma) / 1.8814, cr = (expected[0] - luma) / 1.4746;
    for (int v_first = 0; v_first < 2; v_first++) {
        OH_PixelmapNative *map = decode(source, HDR, v_first ? PIXEL_FORMAT_NV21 : PIXEL_FORMAT_NV12);
        facts = facts_of(map);
        CHECK(facts.hdr);
        CHECK_EQ(facts.format, v_first ? PIXEL_FORMAT_YCRCB_P010 : PIXEL_FORMAT_YCBCR_P010);
        CHECK_EQ(facts.bytes, 24 * 18 * 3);
        pixels = pixels_of(map);
        for (size_t at = 0; at < facts.bytes; at += 2) {
            double sample = (pixels[at] | pixels[at + 1] << 8) >> 6;
            double chroma = (at / 2 % 2 == 0) == v_first ? cr : cb;
            CHECK(fabs(sample - (at < 24 * 18 * 2 ? 1023 * luma : 512 + 1023 * chroma)) < 2);
        }
        free(pixels);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);

    /* HDR of what is none is SDR. */
    source = sdr_source();
    for (int range = AUTO; range <= HDR; range += HDR) {
        OH_PixelmapNative *map = decode(source, range, 0);
        facts = facts_of(map);
        CHECK(!facts.hdr && facts.format == PIXEL_FORMAT_RGBA_8888);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

/* Where the gain map is not what it should be, the base image is. */
static void test_broken_files(void)
{
    struct file whole = hdr_jpeg(24, 18, color, 180, no_file());
    size_t map = whole.length;
    while (memcmp(whole.data + map - 4, "\xFF\xD9\xFF\xD8", 4) != 0)
        map--;
    map -= 2;
    for (int broken = 0; broken < 4; broken++) {
        struct file file = no_file();
        put(&file, whole.data, broken == 3 ? map + 150 : whole.length);
        if (broken == 0)
            file.data[map] = 0; /* no image */
        if (broken == 1)
            file.data[map + 2 + 4 + 29] = 1; /* a version to come */
        if (broken == 2)
            memset(file.data + map + 2 + 4 + 28 + 61, 0, 20); /* nothing to decode */
        OH_ImageSourceNative *source = source_of(file);
        OH_PixelmapNative *pixels = decode(source, HDR, 0);
        struct facts facts = facts_of(pixels);
        CHECK(!facts.hdr && facts.format == PIXEL_FORMAT_RGBA_8888);
        CHECK_EQ(OH_PixelmapNative_Destroy(&pixels), OK);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    }
    free(whole.data);
}

static void test_shapes_and_spaces(void)
{
    OH_ImageSourceNative *source = hdr_source();
    OH_PixelmapNative *map = decode(source, HDR, 0);
    uint8_t *pixels = pixels_of(map);
    uint32_t expected = word_at(pixels);
    free(pixels);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);

    OH_DecodingOptions *options = options_of(HDR, 0);
    Image_Size size = {7, 11};
    Image_Region region = {5, 3, 9, 8};
    CHECK_EQ(OH_DecodingOptions_SetDesiredSize(options, &size), OK);
    CHECK_EQ(OH_DecodingOptions_SetCropRegion(options, &region), OK);
    CHECK_EQ(OH_DecodingOptions_SetRotate(options, 90), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), OK);
    struct facts facts = facts_of(map);
    CHECK(facts.hdr && facts.width == 7 && facts.height == 11);
    pixels = pixels_of(map);
    for (size_t at = 0; at < facts.bytes; at += 4)
        for (int c = 0; c < 30; c += 10)
            CHECK(abs((int)(word_at(pixels + at) >> c & 1023) - (int)(expected >> c & 1023)) < 2);
    free(pixels);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    Image_Region outside = {24, 0, 1, 1};
    CHECK_EQ(OH_DecodingOptions_SetCropRegion(options, &outside), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), IMAGE_SOURCE_UNSUPPORTED_OPTIONS);
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);

    /* Corners that a turn leaves are black and opaque. */
    options = options_of(HDR, 0);
    CHECK_EQ(OH_DecodingOptions_SetRotate(options, 45), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), OK);
    pixels = pixels_of(map);
    CHECK_EQ(word_at(pixels), 3u << 30);
    free(pixels);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);

    /* The HDR image is of one space; in another one there is the base image. */
    static const int spaces[] = {9, 3, 10};
    for (size_t i = 0; i < COUNT(spaces); i++) {
        options = options_of(AUTO, 0);
        CHECK_EQ(OH_DecodingOptions_SetDesiredColorSpace(options, spaces[i]), OK);
        int code = OH_ImageSourceNative_CreatePixelmap(source, options, &map);
        if (spaces[i] != 10) {
            CHECK_EQ(code, OK);
            CHECK_EQ(facts_of(map).hdr, i == 0);
            check_space(map, spaces[i]);
            CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        } else {
            CHECK_EQ(code, IMAGE_SOURCE_UNSUPPORTED_OPTIONS); /* 8 bits hold no PQ */
        }
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

static void test_allocators(void)
{
    OH_ImageSourceNative *sources[] = {hdr_source(), sdr_source()};
    for (int i = 0; i < 2; i++) {
        for (int range = AUTO; range <= HDR; range++)
            for (int allocator = 0; allocator < 3; allocator++) {
                OH_DecodingOptions *options = options_of(range, 0);
                OH_PixelmapNative *map = (OH_PixelmapNative *)options;
                bool refused = i == 0 && range != SDR && allocator == IMAGE_ALLOCATOR_TYPE_SHARE_MEMORY;
                IMAGE_ALLOCATOR_TYPE type = (IMAGE_ALLOCATOR_TYPE)allocator;
                int code = OH_ImageSourceNative_CreatePixelmapUsingAllocator(sources[i], options, type, &map);
                CHECK_EQ(code, refused ? (int)NO_ALLOCATOR : (int)OK);
                CHECK_EQ(map == NULL, refused);
                if (code == OK) {
                    CHECK_EQ(facts_of(map).hdr, i == 0 && range != SDR);
                    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
                }
                CHECK_EQ(OH_DecodingOptions_Release(options), OK);
            }
        CHECK_EQ(OH_ImageSourceNative_Release(sources[i]), OK);
    }
}

/* A file packed from a source keeps its gain map if that is asked for. */
static void test_packing(void)
{
    OH_ImageSourceNative *source = hdr_source();
    OH_ImagePackerNative *packer = make_packer();
    for (int keep = 0; keep < 2; keep++) {
        OH_PackingOptions *options = make_options("image/jpeg", 95);
        CHECK_EQ(OH_PackingOptions_SetDesiredDynamicRange(options,
                     keep ? IMAGE_PACKER_DYNAMIC_RANGE_AUTO : IMAGE_PACKER_DYNAMIC_RANGE_SDR), OK);
        size_t length = 1 << 16;
        uint8_t *file = allocate(length);
        CHECK_EQ(OH_ImagePackerNative_PackToDataFromImageSource(packer, options, source, file, &length), OK);
        OH_ImageSourceNative *packed = make_source(file, length);
        OH_PixelmapNative *map = decode(packed, AUTO, 0);
        CHECK_EQ(facts_of(map).hdr, keep);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        CHECK_EQ(OH_ImageSourceNative_Release(packed), OK);
        CHECK_EQ(OH_PackingOptions_Release(options), OK);
        free(file);
    }
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

/* Files of libultrahdr, with the gain map in an index, and with one in a directory of XMP; each with a record at its end.
   When their EXIF is changed, they stay what they were. */
static void test_changed_exif(void)
{
    static const char *const names[] = {"ultra_hdr.jpg", "ultra_hdr_xmp.jpg"};
    char folder[] = "/tmp/hdr-XXXXXX", path[64];
    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/hdr.jpg", folder);
    for (size_t i = 0; i < COUNT(names); i++) {
        size_t length = 0;
        uint8_t *data = read_image(names[i], &length);
        struct file file = no_file();
        put(&file, data, length);
        free(data);
        put_record(&file, "XtStyle", text_file("style"));
        FILE *out = fopen(path, "wb");
        CHECK_EQ(fwrite(file.data, 1, file.length, out), file.length);
        fclose(out);
        free(file.data);

        OH_ImageSourceNative *source = NULL;
        CHECK_EQ(OH_ImageSourceNative_CreateFromUri(path, strlen(path), &source), OK);
        OH_PixelmapNative *map = decode(source, HDR, 0);
        CHECK(facts_of(map).hdr);
        uint8_t *before = pixels_of(map);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        Image_String key = {(char *)"Orientation", 11}, value = {(char *)"6", 1};
        CHECK_EQ(OH_ImageSourceNative_ModifyImageProperty(source, &key, &value), OK);
        for (int again = 0; again < 2; again++) {
            map = decode(source, HDR, 0);
            CHECK(facts_of(map).hdr);
            uint8_t *after = pixels_of(map);
            CHECK(memcmp(before, after, 64 * 48 * 4) == 0);
            free(after);
            CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
            Image_MetadataType style[] = {(Image_MetadataType)3};
            OH_PictureMetadata *found = NULL;
            size_t count = 0;
            CHECK_EQ(OH_ImageSourceNative_ReadImageMetadataByType(source, 0, style, 1, &found, &count), OK);
            CHECK_EQ(OH_PictureMetadatas_Release(&found, (uint32_t)count), OK);
            CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
            if (again == 0)
                CHECK_EQ(OH_ImageSourceNative_CreateFromUri(path, strlen(path), &source), OK);
        }
        free(before);
    }
    CHECK_EQ(remove(path), 0);
    CHECK_EQ(remove(folder), 0);
}

int main(void)
{
    test_info();
    test_changed_exif();
    test_values();
    test_broken_files();
    test_shapes_and_spaces();
    test_allocators();
    test_packing();
    return check_failures();
}
