/* Auxiliary pictures made as a description says: every format with every stride, from pixels and from none. */
#include <math.h>

#include "picture.h"

#define ALLOCATE(data, length, info, allocator, out) \
    OH_AuxiliaryPictureNative_CreateUsingAllocator(data, length, info, (IMAGE_ALLOCATOR_MODE)(allocator), out)

enum { ALLOCATOR = 7700201, AUTO = 0, DMA = 1, SHARED = 2 };

static uint8_t times(uint8_t colour, uint8_t alpha)
{
    return (uint8_t)floor(colour * (double)alpha / 255 + 0.5);
}

/* Bytes of a row of luma or pixels; of a format that is 0, as of BGRA_8888. */
static size_t row_of(int format, uint32_t width)
{
    static const size_t pixel[] = {4, 4, 2, 4, 4, 3, 1, 8, 1, 1, 4, 2, 2};
    return width * pixel[format];
}
static bool is_yuv(int format)
{
    return format == 8 || format == 9 || format == 11 || format == 12;
}

/* Fills both planes of an input and what ReadPixels shall give: alpha is full, so that nothing is multiplied. */
static void fill(int format, size_t stride, size_t row, size_t rows, uint8_t *input, uint8_t *expected)
{
    for (size_t y = 0; y < rows; y++) {
        for (size_t i = 0; i < row; i++) {
            uint8_t sample = (uint8_t)(y * 37 + i * 11 + (size_t)format);
            if (i % 4 == 3 && (format == 3 || format == 4 || format == 10 || format == 0))
                sample = 255;
            if (format == PIXEL_FORMAT_RGBA_F16) /* halves from 0.25 to 1, and an alpha of 1 */
                sample = i % 8 == 7 ? 0x3C : i % 8 == 6 ? 0 : i % 2 ? 0x34 + (uint8_t)(y % 8) : 0;
            input[y * stride + i] = sample;
            expected[y * row + i] = sample;
        }
    }
}

static void every_format_with_every_stride(void)
{
    static const uint32_t sizes[][2] = {{1, 1}, {2, 2}, {5, 3}, {3, 1}, {1, 4}, {16, 7}};
    for (int format = 0; format <= 12; format++) {
        for (size_t s = 0; format != 1 && s < COUNT(sizes); s++) {
            uint32_t width = sizes[s][0], height = sizes[s][1];
            size_t row = row_of(format, width);
            size_t pairs = row_of(format, (width + 1) / 2 * 2), lower = is_yuv(format) ? (height + 1) / 2 : 0;
            size_t exact = row * height + pairs * lower;
            size_t strides[] = {0, row, row + 1, row + 2, row + 64};
            for (size_t k = 0; k < COUNT(strides); k++) {
                size_t stride = strides[k] ? strides[k] : row;
                /* Without padding, rows of chroma have their own length. */
                size_t low = stride == row ? pairs : stride > pairs ? stride : pairs;
                size_t needed = lower == 0 ? (height - 1) * stride + row : height * stride + (lower - 1) * low + pairs;
                uint8_t *input = allocate(needed), *expected = allocate(exact), *read = allocate(exact + 1);
                memset(input, 0xEE, needed);
                fill(format, stride, row, height, input, expected);
                if (lower != 0)
                    fill(format, low, pairs, lower, input + height * stride, expected + row * height);
                if (format == 0)
                    for (size_t i = 0; i < exact; i += 4) {
                        uint8_t blue = expected[i];
                        expected[i] = expected[i + 2];
                        expected[i + 2] = blue;
                    }
                Info *info = make_description(UNREFOCUS, width, height, (uint32_t)strides[k], format);
                Auxiliary *auxiliary = NULL;
                size_t room = exact;
                read[exact] = 0xA5;
                CHECK_EQ(ALLOCATE(input, (uint32_t)needed, info, k % 3, &auxiliary), OK);
                CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(auxiliary, read, &room), OK);
                if (!check_report(memcmp(read, expected, exact) == 0 && read[exact] == 0xA5, __FILE__, __LINE__, "pixels"))
                    fprintf(stderr, ": format %d, %ux%u, stride %zu\n", format, width, height, strides[k]);
                uint32_t stored = (uint32_t)(format == PIXEL_FORMAT_ALPHA_8 ? (row + 3) / 4 * 4 : row);
                check_auxiliary(auxiliary, UNREFOCUS, width, height, stored, format ? format : PIXEL_FORMAT_RGBA_8888);
                room = exact - 1;
                CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(auxiliary, read, &room), BAD);

                /* Written and read again; one byte less is too few. */
                fill_noise(expected, exact, (uint32_t)(format * 31 + (int)k));
                CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(auxiliary, expected, exact - 1), NOT_COPIED);
                CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(auxiliary, expected, exact), OK);
                room = exact;
                CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(auxiliary, read, &room), OK);
                CHECK(memcmp(read, expected, exact) == 0);
                release(auxiliary);

                auxiliary = NULL;
                CHECK_EQ(ALLOCATE(input, (uint32_t)needed - 1, info, AUTO, &auxiliary), needed == 1 ? OK : INVALID);
                CHECK((auxiliary == NULL) == (needed != 1));
                if (auxiliary != NULL)
                    release(auxiliary);
                /* Without data all is 0, whatever the length says. */
                for (int i = 0; i < 3; i++) {
                    CHECK_EQ(ALLOCATE(i ? NULL : input, i == 1 ? 1 : 0, info, AUTO, &auxiliary), OK);
                    CHECK(is_filled(auxiliary, exact, 0));
                    release(auxiliary);
                }
                CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
                free(input);
                free(expected);
                free(read);
            }
            if (row > 1) {
                Info *info = make_description(UNREFOCUS, width, height, (uint32_t)row - 1, format);
                uint8_t some[2048] = {0};
                Auxiliary *auxiliary = NULL;
                CHECK_EQ(ALLOCATE(some, sizeof some, info, AUTO, &auxiliary), INVALID);
                CHECK_EQ(ALLOCATE(NULL, 0, info, AUTO, &auxiliary), INVALID);
                CHECK(auxiliary == NULL);
                CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
            }
        }
    }
}

static float half_of(const uint8_t *bytes)
{
    int bits = bytes[0] | bytes[1] << 8, exponent = bits >> 10 & 31;
    return (float)ldexp(exponent ? 1024 + (bits & 1023) : bits & 1023, exponent ? exponent - 25 : -24);
}

static void colours_are_multiplied_by_alpha(void)
{
    /* One pixel of each format that has alpha: half of full colours, to within one step. */
    uint8_t bgra[] = {200, 100, 50, 128};
    uint32_t ten = 800u | 400u << 10 | 200u << 20 | 2u << 30; /* alpha is 2 of 3 */
    uint8_t halves[] = {0x00, 0x3C, 0x00, 0x38, 0x00, 0x34, 0x00, 0x38}; /* 1, 0.5, 0.25, alpha 0.5 */
    struct {
        int format;
        void *data;
        uint32_t length;
    } inputs[] = {{0, bgra, 4}, {3, bgra, 4}, {4, bgra, 4}, {10, &ten, 4}, {7, halves, 8}};
    for (size_t i = 0; i < COUNT(inputs); i++) {
        Info *info = make_description(SNAP, 1, 1, 0, inputs[i].format);
        Auxiliary *auxiliary = NULL;
        uint8_t read[8];
        size_t room = sizeof read;
        CHECK_EQ(ALLOCATE(inputs[i].data, inputs[i].length, info, DMA, &auxiliary), OK);
        CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(auxiliary, read, &room), OK);
        if (inputs[i].format == 7) {
            CHECK(half_of(read) == 0.5f && half_of(read + 2) == 0.25f && half_of(read + 4) == 0.125f);
            CHECK(half_of(read + 6) == 0.5f);
        } else if (inputs[i].format == 10) {
            uint32_t word = read[0] | (uint32_t)read[1] << 8 | (uint32_t)read[2] << 16 | (uint32_t)read[3] << 24;
            CHECK(fabs((word & 1023) - 800 * 2 / 3.0) <= 1 && fabs((word >> 10 & 1023) - 400 * 2 / 3.0) <= 1);
            CHECK(fabs((word >> 20 & 1023) - 200 * 2 / 3.0) <= 1);
            CHECK_EQ(word >> 30, 2);
        } else {
            bool turned = inputs[i].format == 0;
            for (int c = 0; c < 3; c++)
                CHECK_EQ(read[turned ? 2 - c : c], times(bgra[c], 128));
            CHECK_EQ(read[3], 128);
        }
        CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
        release(auxiliary);
    }
}

static void wrong_arguments_of_allocate(void)
{
    Auxiliary *const before = (Auxiliary *)(uintptr_t)0x77, *out = before;
    uint8_t data[64] = {0};
    Info *good = make_description(DEPTH, 4, 4, 0, 3), *map = make_description(GAINMAP, 4, 4, 0, 3);
    Info *gone = make_description(DEPTH, 4, 4, 0, 3), *no_type = make_description(0, 4, 4, 0, 3);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(gone), OK);
    CHECK_EQ(ALLOCATE(data, 64, NULL, AUTO, &out), INVALID);
    CHECK_EQ(ALLOCATE(data, 64, gone, AUTO, &out), INVALID);
    CHECK_EQ(ALLOCATE(data, 64, (Info *)&good, AUTO, &out), INVALID);
    CHECK_EQ(ALLOCATE(data, 64, good, AUTO, NULL), INVALID);
    CHECK_EQ(ALLOCATE(data, 64, good, -1, &out), INVALID);
    CHECK_EQ(ALLOCATE(data, 64, good, 3, &out), INVALID);
    CHECK_EQ(ALLOCATE(data, 64, no_type, AUTO, &out), INVALID);
    CHECK_EQ(ALLOCATE(data, 63, good, AUTO, &out), INVALID);
    CHECK_EQ(ALLOCATE(data, 64, map, SHARED, &out), ALLOCATOR);
    CHECK_EQ(ALLOCATE(data, 64, map, 3, &out), INVALID); /* an allocator that does not exist comes first */
    uint32_t sizes[][2] = {{0, 4}, {4, 0}, {0, 0}, {UINT32_MAX, UINT32_MAX}, {65536, 65536}};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        Info *wrong = make_description(GAINMAP, sizes[i][0], sizes[i][1], 0, 3);
        CHECK_EQ(ALLOCATE(data, 64, wrong, AUTO, &out), INVALID);
        CHECK_EQ(ALLOCATE(NULL, 0, wrong, AUTO, &out), i < 3 ? INVALID : NO_MEMORY);
        CHECK_EQ(ALLOCATE(data, 64, wrong, SHARED, &out), i < 3 ? INVALID : ALLOCATOR);
        CHECK_EQ(OH_AuxiliaryPictureInfo_Release(wrong), OK);
    }
    CHECK(out == before);
    /* One row has no next one, so its stride costs nothing. */
    Info *row = make_description(DEPTH, 4, 1, UINT32_MAX, 3);
    CHECK_EQ(ALLOCATE(data, 16, row, AUTO, &out), OK);
    release(out);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(row), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(no_type), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(good), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(map), OK);
}

/* HDR metadata need memory that counts as DMA memory. */
static void the_allocator_decides_about_hdr_metadata(void)
{
    static const struct {
        int allocator, format;
        uint32_t side;
        int code;
    } cases[] = {
        {DMA, PIXEL_FORMAT_RGBA_8888, 1, OK},
        {DMA, PIXEL_FORMAT_RGB_888, 512, IMAGE_DMA_NOT_EXIST},
        {DMA, PIXEL_FORMAT_NV12, 512, IMAGE_DMA_NOT_EXIST},
        {AUTO, PIXEL_FORMAT_UNKNOWN, 512, OK},
        {AUTO, PIXEL_FORMAT_RGBA_8888, 511, IMAGE_DMA_NOT_EXIST},
        {SHARED, PIXEL_FORMAT_RGBA_8888, 512, IMAGE_DMA_NOT_EXIST},
        {AUTO, PIXEL_FORMAT_YCBCR_P010, 1, OK},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Info *info = make_description(SNAP_GAINMAP, cases[i].side, cases[i].side, 0, cases[i].format);
        Auxiliary *auxiliary = NULL;
        CHECK_EQ(ALLOCATE(NULL, 0, info, cases[i].allocator, &auxiliary), OK);
        OH_PixelmapNative *map = map_of(auxiliary);
        OH_Pixelmap_HdrMetadataValue value = {0};
        value.type = HDR_METADATA_TYPE_GAINMAP;
        CHECK_EQ(OH_PixelmapNative_SetMetadata(map, HDR_METADATA_TYPE, &value), cases[i].code);
        destroy(map);
        release(auxiliary);
        CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
    }
}

int main(void)
{
    every_format_with_every_stride();
    colours_are_multiplied_by_alpha();
    wrong_arguments_of_allocate();
    the_allocator_decides_about_hdr_metadata();
    return check_failures();
}
