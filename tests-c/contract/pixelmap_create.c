/* Making PixelMaps: the options and their rules, every refusal in its order, memory kinds, sizes, ids. */
#include <limits.h>

#include "support.h"

enum { ARGB = 1, TOO_LARGE = 7600103, UNSUPPORTED = 7600201, NO_SUCH_MODE = 7600501 };

/* The calls that make one; data NULL asks for an empty one, mode -100 for no allocator argument. */
enum { PLAIN = -100 };
static int make(const void *data, size_t length, OH_Pixelmap_InitializationOptions *init, int mode,
    OH_PixelmapNative **out)
{
    if (data == NULL)
        return mode == PLAIN ? OH_PixelmapNative_CreateEmptyPixelmap(init, out)
                             : OH_PixelmapNative_CreateEmptyPixelmapUsingAllocator(init, (IMAGE_ALLOCATOR_MODE)mode, out);
    return mode == PLAIN
        ? OH_PixelmapNative_CreatePixelmap((uint8_t *)data, length, init, out)
        : OH_PixelmapNative_CreatePixelmapUsingAllocator((uint8_t *)data, length, init, (IMAGE_ALLOCATOR_MODE)mode, out);
}

/* Makes one and destroys it; a failure leaves the output alone. */
static void expect(int line, const char *what, const void *data, size_t length, OH_Pixelmap_InitializationOptions *init,
    int mode, int code)
{
    OH_PixelmapNative *const before = (OH_PixelmapNative *)(uintptr_t)0x4242, *out = before;
    int got = make(data, length, init, mode, &out);
    if (!check_report(got == code, __FILE__, line, what))
        fprintf(stderr, ": mode %d: got %d, expected %d\n", mode, got, code);
    if (got == OK)
        CHECK_EQ(OH_PixelmapNative_Destroy(&out), OK);
    else
        CHECK(out == before);
}

static void options(void)
{
    OH_Pixelmap_InitializationOptions *init = NULL;
    uint32_t width = 9, height = 9;
    int32_t format = 9, source = 9, stride = 9, alpha = 9;
    bool editable = false;
    CHECK_EQ(OH_PixelmapInitializationOptions_Create(&init), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_GetWidth(init, &width), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_GetHeight(init, &height), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_GetPixelFormat(init, &format), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_GetSrcPixelFormat(init, &source), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_GetRowStride(init, &stride), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_GetAlphaType(init, &alpha), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_GetEditable(init, &editable), OK);
    CHECK_EQ(width, 0);
    CHECK_EQ(height, 0);
    CHECK_EQ(format, 0);
    CHECK_EQ(source, 4);
    CHECK_EQ(stride, 0);
    CHECK_EQ(alpha, 0);
    CHECK(editable);
    static const struct {
        int32_t set, format, alpha;
    } rows[] = {
        {0, 0, 0}, {1, 1, 1}, {2, 2, 2}, {3, 3, 3}, {4, 4, 0}, {13, 13, 0}, {14, 14, 0}, {16, 16, 0}, {17, 0, 0},
        {102, 0, 0}, {INT_MAX, 0, 0}, {-1, -1, -1}, {INT_MIN, INT_MIN, INT_MIN},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        CHECK_EQ(OH_PixelmapInitializationOptions_SetPixelFormat(init, rows[i].set), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_SetSrcPixelFormat(init, rows[i].set), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_SetAlphaType(init, rows[i].set), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_SetRowStride(init, rows[i].set), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_SetWidth(init, (uint32_t)rows[i].set), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_SetHeight(init, ~(uint32_t)rows[i].set), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_SetEditable(init, i % 2), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_GetPixelFormat(init, &format), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_GetSrcPixelFormat(init, &source), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_GetAlphaType(init, &alpha), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_GetRowStride(init, &stride), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_GetWidth(init, &width), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_GetHeight(init, &height), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_GetEditable(init, &editable), OK);
        CHECK_EQ(format, rows[i].format);
        CHECK_EQ(source, rows[i].format);
        CHECK_EQ(alpha, rows[i].alpha);
        CHECK_EQ(stride, rows[i].set);
        CHECK_EQ(width, (uint32_t)rows[i].set);
        CHECK_EQ(height, ~(uint32_t)rows[i].set);
        CHECK_EQ(editable, i % 2);
    }
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
}

/* Sizes, lengths, strides and formats that no call takes. */
static void refusals(void)
{
    static uint8_t data[4096];
    static const struct {
        const char *what;
        uint32_t width, height;
        int32_t format, source, stride;
        size_t length;
        int plain, allocator;
    } rows[] = {
        {"good", 4, 4, 3, 4, 0, 64, OK, OK},
        {"width 0", 0, 4, 3, 4, 0, 64, BAD, BAD},
        {"height 0", 4, 0, 3, 4, 0, 64, BAD, BAD},
        {"width 2^31", 0x80000000u, 1, 3, 4, 0, 64, BAD, BAD},
        {"width 2^32-1", UINT32_MAX, 1, 3, 4, 0, 64, BAD, BAD},
        {"height 2^31", 1, 0x80000000u, 3, 4, 0, 64, BAD, BAD},
        {"width 536870912", 536870912, 1, 15, 15, 0, INT_MAX, BAD, BAD},
        {"length 0", 4, 4, 3, 4, 0, 0, BAD, BAD},
        {"length (size_t)-2400", 4, 4, 3, 4, 0, (size_t)-2400, BAD, BAD},
        {"length 2^31", 4, 4, 3, 4, 0, (size_t)1 << 31, BAD, BAD},
        {"length SIZE_MAX", 4, 4, 3, 4, 0, SIZE_MAX, BAD, BAD},
        {"as many bytes as pixels", 4, 4, 3, 4, 0, 16, OK, OK},
        {"fewer bytes than pixels", 4, 4, 3, 4, 0, 15, BAD, BAD},
        {"more bytes than needed", 4, 4, 3, 4, 0, 4096, OK, OK},
        {"length 2^31-1, longer than the memory", 4, 4, 3, 4, 0, INT_MAX, OK, OK},
        {"stride of a row", 4, 4, 3, 4, 16, 64, OK, OK},
        {"stride one short", 4, 4, 3, 4, 15, 64, BAD, BAD},
        {"stride 1", 4, 4, 3, 4, 1, 64, BAD, BAD},
        {"negative stride", 4, 4, 3, 4, -16, 64, BAD, BAD},
        {"wide stride, short data", 4, 4, 3, 4, 100000, 64, OK, OK},
        {"24 bit 4x1, stride 16, 12 bytes", 4, 1, 5, 5, 16, 12, OK, OK},
        {"24 bit 4x1, stride 11", 4, 1, 5, 5, 11, 12, BAD, BAD},
        {"NV12 4x4, 16 bytes", 4, 4, 9, 9, 0, 16, OK, OK},
        {"NV12 4x4, 15 bytes", 4, 4, 9, 9, 0, 15, BAD, BAD},
        {"NV12 stride short", 4, 4, 9, 9, 3, 64, BAD, BAD},
        {"NV12 stride without room", 4, 4, 9, 9, INT_MAX, 64, OK, OK},
        {"P010 source, stride short", 4, 4, 9, 11, 7, 64, BAD, UNSUPPORTED},
        {"unset destination", 4, 4, 0, 4, 0, 64, OK, UNSUPPORTED},
        {"unset source", 4, 4, 3, 0, 0, 64, OK, UNSUPPORTED},
        {"negative destination", 4, 4, -1, 4, 0, 64, BAD, UNSUPPORTED},
        {"negative source", 4, 4, 3, -1, 0, 64, BAD, UNSUPPORTED},
        {"destination 13", 4, 4, 13, 4, 0, 64, BAD, BAD},
        {"destination 14", 4, 4, 14, 4, 0, 64, BAD, BAD},
        {"source 13", 4, 4, 3, 13, 0, 64, BAD, BAD},
        {"source 14", 4, 4, 3, 14, 0, 64, BAD, BAD},
        {"ARGB both", 4, 4, ARGB, ARGB, 0, 64, OK, OK},
        {"destination 1010102", 4, 4, 10, 4, 0, 64, BAD, OK},
        {"destination P010", 4, 4, 11, 4, 0, 64, BAD, UNSUPPORTED},
        {"destination P010, V first", 4, 4, 12, 4, 0, 64, BAD, UNSUPPORTED},
        {"source P010", 4, 4, 3, 11, 0, 64, OK, UNSUPPORTED},
        {"ALPHA_F16 to P010", 1, 2, 11, 16, 0, 64, BAD, UNSUPPORTED},
        {"ALPHA_F16 to NV12, odd", 1, 2, 9, 16, 0, 64, OK, OK},
        {"ALPHA_F16 to NV21, odd", 1, 2, 8, 16, 0, 64, OK, OK},
        {"P010 of w*h*3 bytes", 4, 4, 3, 12, 0, 48, OK, UNSUPPORTED},
        {"P010 of four times as many", 4, 4, 8, 11, 0, 192, OK, UNSUPPORTED},
        {"too many bytes", 30000, 30000, 7, 15, 0, 900000000, BAD, TOO_LARGE},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_Pixelmap_InitializationOptions *init =
            make_init(rows[i].width, rows[i].height, rows[i].format, rows[i].source, 3);
        CHECK_EQ(OH_PixelmapInitializationOptions_SetRowStride(init, rows[i].stride), OK);
        /* Refused before a byte is read: the length need not be true. */
        expect(__LINE__, rows[i].what, data, rows[i].length, init, PLAIN, rows[i].plain);
        expect(__LINE__, rows[i].what, data, rows[i].length, init, IMAGE_ALLOCATOR_MODE_AUTO, rows[i].allocator);
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    }
}

static void empty_refusals(void)
{
    static const struct {
        const char *what;
        uint32_t width, height;
        int32_t format;
        int plain, allocator;
    } rows[] = {
        {"width 0", 0, 1, 3, BAD, BAD},
        {"height 0", 1, 0, 3, BAD, BAD},
        {"width 2^31", 0x80000000u, 1, 3, BAD, BAD},
        {"height 2^32-1", 1, UINT32_MAX, 3, BAD, BAD},
        {"default format", 1, 1, 0, OK, UNSUPPORTED},
        {"negative format", 1, 1, -3, BAD, UNSUPPORTED},
        {"format 13", 1, 1, 13, BAD, BAD},
        {"format 14", 1, 1, 14, BAD, BAD},
        {"ARGB", 1, 1, ARGB, OK, OK},
        {"row over 2^31-1", 536870912, 1, 3, BAD, TOO_LARGE},
        {"too many bytes", 32768, 16384, 3, BAD, TOO_LARGE},
        {"far too many bytes", INT_MAX, INT_MAX, 7, BAD, TOO_LARGE},
        {"too many bytes, P010", 30000, 30000, 11, BAD, TOO_LARGE},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_Pixelmap_InitializationOptions *init = make_init(rows[i].width, rows[i].height, rows[i].format, 13, 0);
        CHECK_EQ(OH_PixelmapInitializationOptions_SetRowStride(init, 1), OK);
        expect(__LINE__, rows[i].what, NULL, 0, init, PLAIN, rows[i].plain);
        /* Neither source format nor row stride counts for an empty one without allocator. */
        CHECK_EQ(OH_PixelmapInitializationOptions_SetSrcPixelFormat(init, 4), OK);
        expect(__LINE__, rows[i].what, NULL, 0, init, IMAGE_ALLOCATOR_MODE_AUTO, rows[i].allocator);
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    }
}

/* For each format: creation from data and empty, with the three kinds of memory. */
static void allocators(void)
{
    static const struct {
        int32_t format;
        int data[3], empty[3];
    } rows[] = {
        /* AUTO, DMA, SHARED */
        {PIXEL_FORMAT_RGB_565, {OK, OK, OK}, {OK, OK, OK}},
        {PIXEL_FORMAT_RGBA_8888, {OK, OK, OK}, {OK, OK, OK}},
        {PIXEL_FORMAT_BGRA_8888, {OK, OK, OK}, {OK, OK, OK}},
        {PIXEL_FORMAT_RGB_888, {OK, UNSUPPORTED, OK}, {OK, UNSUPPORTED, OK}},
        {PIXEL_FORMAT_ALPHA_8, {OK, UNSUPPORTED, OK}, {OK, UNSUPPORTED, OK}},
        {PIXEL_FORMAT_RGBA_F16, {OK, OK, OK}, {OK, OK, OK}},
        {PIXEL_FORMAT_NV21, {OK, UNSUPPORTED, OK}, {OK, UNSUPPORTED, OK}},
        {PIXEL_FORMAT_NV12, {OK, UNSUPPORTED, OK}, {OK, UNSUPPORTED, OK}},
        {PIXEL_FORMAT_RGBA_1010102, {OK, OK, NO_SUCH_MODE}, {OK, OK, NO_SUCH_MODE}},
        {PIXEL_FORMAT_YCBCR_P010, {UNSUPPORTED, UNSUPPORTED, UNSUPPORTED}, {OK, OK, NO_SUCH_MODE}},
        {PIXEL_FORMAT_YCRCB_P010, {UNSUPPORTED, UNSUPPORTED, UNSUPPORTED}, {OK, OK, NO_SUCH_MODE}},
        {PIXEL_FORMAT_ALPHA_U8, {OK, UNSUPPORTED, OK}, {OK, UNSUPPORTED, OK}},
        {PIXEL_FORMAT_ALPHA_F16, {OK, OK, OK}, {OK, OK, OK}},
    };
    static const int others[] = {3, 4, -1, 100, INT_MIN, INT_MAX};
    static const uint32_t sides[] = {512, 300, 300};
    uint8_t *data = allocate(512 * 512 * 8);
    memset(data, 0, 512 * 512 * 8);
    for (size_t i = 0; i < COUNT(rows); i++) {
        char what[32];
        snprintf(what, sizeof what, "format %d", (int)rows[i].format);
        for (int mode = 0; mode < 3; mode++) {
            uint32_t side = sides[mode];
            OH_Pixelmap_InitializationOptions *init = make_init(side, side, rows[i].format, rows[i].format, 2);
            expect(__LINE__, what, data, (size_t)side * side * 8, init, mode, rows[i].data[mode]);
            expect(__LINE__, what, NULL, 0, init, mode, rows[i].empty[mode]);
            CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
        }
        OH_Pixelmap_InitializationOptions *init = make_init(2, 2, rows[i].format, rows[i].format, 2);
        for (size_t k = 0; k < COUNT(others); k++) {
            /* A P010 side is refused before the mode is looked at. */
            int code = rows[i].data[0] == OK ? NO_SUCH_MODE : UNSUPPORTED;
            expect(__LINE__, what, data, 64, init, others[k], code);
            expect(__LINE__, what, NULL, 0, init, others[k], NO_SUCH_MODE);
        }
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    }
    free(data);
}

/* Data as a program has them that reads them from a map of the same format: a buffer of row stride times height, which
   is less than all planes of 4:2:0. */
static void same_format(void)
{
    static const struct {
        int32_t format;
        int made[3];
    } rows[] = {
        /* AUTO, DMA, SHARED */
        {2, {OK, OK, OK}}, {3, {OK, OK, OK}}, {4, {OK, OK, OK}}, {5, {OK, UNSUPPORTED, OK}}, {6, {OK, UNSUPPORTED, OK}},
        {7, {OK, OK, OK}}, {8, {OK, UNSUPPORTED, OK}}, {9, {OK, UNSUPPORTED, OK}}, {10, {OK, OK, NO_SUCH_MODE}},
        {11, {UNSUPPORTED, UNSUPPORTED, UNSUPPORTED}}, {12, {UNSUPPORTED, UNSUPPORTED, UNSUPPORTED}}, {16, {OK, OK, OK}},
    };
    static const uint32_t sides[] = {512, 300, 300};
    for (size_t i = 0; i < COUNT(rows) * 3; i++) {
        int32_t format = rows[i / 3].format;
        uint32_t side = sides[i % 3], stride = 0;
        OH_PixelmapNative *map = make_empty(side, side, format);
        OH_Pixelmap_ImageInfo *info = NULL;
        CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
        CHECK_EQ(OH_PixelmapNative_GetImageInfo(map, info), OK);
        CHECK_EQ(OH_PixelmapImageInfo_GetRowStride(info, &stride), OK);
        size_t length = (size_t)stride * side, size = length;
        uint8_t *data = allocate(length);
        memset(data, 0, length);
        bool yuv = format == 8 || format == 9 || format == 11 || format == 12;
        CHECK_EQ(OH_PixelmapNative_ReadPixels(map, data, &size), yuv ? BAD : OK);
        OH_Pixelmap_InitializationOptions *init = make_init(side, side, format, format, 0);
        expect(__LINE__, "same format", data, length, init, (int)(i % 3), rows[i / 3].made[i % 3]);
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
        CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        free(data);
    }
}

/* 10-bit maps are made empty without an allocator, and every editor of old says success, even where it can do nothing. */
static void ten_bits(void)
{
    for (int32_t format = 10; format < 13; format++) {
        OH_PixelmapNative *map = make_empty(4, 4, format);
        uint32_t bytes = 0, doubled = 0;
        CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &bytes), OK);
        CHECK_EQ(OH_PixelmapNative_Scale(map, 2, 2), OK);
        CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &doubled), OK);
        CHECK_EQ(doubled, 4 * bytes);
        CHECK_EQ(OH_PixelmapNative_Rotate(map, 64), OK);
        CHECK_EQ(OH_PixelmapNative_Flip(map, true, true), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
}

/* What an empty map is: byte count, row stride, alpha type, content; and the info's own defaults. */
static void described(void)
{
    static const struct {
        int32_t format;
        uint32_t width, height, bytes, stride;
        int32_t alpha[4];
    } rows[] = {
        {PIXEL_FORMAT_UNKNOWN, 1, 1, 4, 4, {2, 1, 2, 3}},
        {ARGB, 5, 2, 40, 20, {2, 1, 2, 3}},
        {PIXEL_FORMAT_RGB_565, 5, 3, 30, 10, {1, 1, 1, 1}},
        {PIXEL_FORMAT_RGBA_8888, 5, 2, 40, 20, {2, 1, 2, 3}},
        {PIXEL_FORMAT_BGRA_8888, 5, 2, 40, 20, {2, 1, 2, 3}},
        {PIXEL_FORMAT_RGB_888, 5, 2, 30, 15, {1, 1, 1, 1}},
        {PIXEL_FORMAT_ALPHA_8, 5, 2, 16, 8, {2, 2, 2, 2}},
        {PIXEL_FORMAT_ALPHA_8, 4, 2, 8, 4, {2, 2, 2, 2}},
        {PIXEL_FORMAT_RGBA_F16, 2, 2, 32, 16, {2, 1, 2, 3}},
        {PIXEL_FORMAT_NV21, 3, 3, 17, 3, {1, 1, 1, 1}},
        {PIXEL_FORMAT_NV12, 5, 4, 32, 5, {1, 1, 1, 1}},
        {PIXEL_FORMAT_RGBA_1010102, 5, 2, 40, 20, {2, 1, 2, 3}},
        {PIXEL_FORMAT_YCBCR_P010, 3, 3, 34, 6, {1, 1, 1, 1}},
        {PIXEL_FORMAT_YCRCB_P010, 5, 4, 64, 10, {1, 1, 1, 1}},
        {PIXEL_FORMAT_ALPHA_U8, 5, 2, 10, 5, {2, 2, 2, 2}},
        {PIXEL_FORMAT_ALPHA_F16, 5, 2, 20, 10, {2, 2, 2, 2}},
    };
    uint32_t last_id = 0;
    for (size_t i = 0; i < COUNT(rows) * 5; i++) {
        size_t row = i / 5;
        /* Alpha types 0 to 3, and a negative one, which counts as 0. */
        int32_t wanted = i % 5 == 4 ? -7 : (int32_t)(i % 5);
        int32_t format = rows[row].format == 0 ? 3 : rows[row].format, got_format = 9, alpha = 9, mode = 9;
        uint32_t width = 9, height = 9, stride = 9, bytes = 9, allocated = 9, id = 0;
        bool hdr = true;
        OH_Pixelmap_InitializationOptions *init =
            make_init(rows[row].width, rows[row].height, rows[row].format, 4, wanted);
        OH_PixelmapNative *map = NULL;
        OH_Pixelmap_ImageInfo *info = NULL;
        CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(init, &map), OK);
        CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
        for (int filled = 0; filled < 2; filled++) {
            CHECK_EQ(OH_PixelmapImageInfo_GetWidth(info, &width), OK);
            CHECK_EQ(OH_PixelmapImageInfo_GetHeight(info, &height), OK);
            CHECK_EQ(OH_PixelmapImageInfo_GetRowStride(info, &stride), OK);
            CHECK_EQ(OH_PixelmapImageInfo_GetPixelFormat(info, &got_format), OK);
            CHECK_EQ(OH_PixelmapImageInfo_GetAlphaType(info, &alpha), OK);
            CHECK_EQ(OH_PixelmapImageInfo_GetAlphaMode(info, &mode), OK);
            CHECK_EQ(OH_PixelmapImageInfo_GetDynamicRange(info, &hdr), OK);
            CHECK_EQ(width, filled ? rows[row].width : 0);
            CHECK_EQ(height, filled ? rows[row].height : 0);
            CHECK_EQ(stride, filled ? rows[row].stride : 0);
            CHECK_EQ(got_format, filled ? format : 0);
            CHECK_EQ(alpha, filled ? rows[row].alpha[wanted < 0 ? 0 : wanted] : 0);
            CHECK_EQ(mode, alpha);
            CHECK(!hdr);
            CHECK_EQ(OH_PixelmapNative_GetImageInfo(map, info), OK);
        }
        CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &bytes), OK);
        CHECK_EQ(OH_PixelmapNative_GetAllocationByteCount(map, &allocated), OK);
        CHECK_EQ(bytes, rows[row].bytes);
        CHECK_EQ(allocated, bytes);
        uint8_t data[64];
        size_t size = sizeof data, opaque = (format == 3 || format == 4) && alpha == 1;
        CHECK_EQ(OH_PixelmapNative_ReadPixels(map, data, &size), OK);
        for (uint32_t b = 0; b < bytes; b++)
            CHECK_EQ(data[b], opaque && b % 4 == 3 ? 255 : 0);
        /* Ids begin after 0 and are not given twice. */
        CHECK_EQ(OH_PixelmapNative_GetUniqueId(map, &id), OK);
        CHECK(id > last_id);
        last_id = id;
        CHECK_EQ(OH_PixelmapNative_GetUniqueId(map, &id), OK);
        CHECK_EQ(id, last_id);
        /* A map does not need the options it was made with. */
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
        CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &bytes), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
    }
}

int main(void)
{
    options();
    refusals();
    empty_refusals();
    allocators();
    same_format();
    ten_bits();
    described();
    return check_failures();
}
