/* What belongs to no function alone: which of two errors comes first, what lasts through edits and copies, what a lock
   leaves allowed. */
#include <math.h>
#include <native_color_space_manager/native_color_space_manager.h>

#include "geometry.h"

enum { WRONG_FORMAT = 7600207, NO_DMA = 7600173, UNSET = 7600302, NO_SUCH_MODE = 7600501 };

/* The editors of 26.0.0: with nothing to do, with a value that is wrong, with a result over the limits. */
enum { NEW_EDITORS = 6 };
static int nothing(int which, OH_PixelmapNative *map)
{
    Image_Region whole = {0, 0, 4, 4};
    switch (which) {
    case 0: return OH_PixelmapNative_ApplyScale(map, 1, 1);
    case 1: return OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 1, 1, 2);
    case 2: return OH_PixelmapNative_ApplyTranslate(map, 0, 0);
    case 3: return OH_PixelmapNative_ApplyRotate(map, 0);
    case 4: return OH_PixelmapNative_ApplyFlip(map, false, false);
    default: return OH_PixelmapNative_ApplyCrop(map, &whole);
    }
}

static int wrong(int which, OH_PixelmapNative *map)
{
    switch (which) {
    case 0: return OH_PixelmapNative_ApplyScale(map, 0, 1);
    case 1: return OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 1, NAN, 2);
    case 2: return OH_PixelmapNative_ApplyTranslate(map, -4, 0);
    case 3: return OH_PixelmapNative_ApplyRotate(map, INFINITY);
    case 4: return OH_PixelmapNative_SetOpacity(map, 2);
    default: return OH_PixelmapNative_ApplyCrop(map, &(Image_Region){0, 0, 5, 0x80000000u});
    }
}

static int too_large(int which, OH_PixelmapNative *map)
{
    switch (which) {
    case 0: return OH_PixelmapNative_ApplyScale(map, 1e4f, 1e4f);
    case 1: return OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 1e4f, 1e4f, 2);
    default: return OH_PixelmapNative_ApplyTranslate(map, 1e9f, 1e9f);
    }
}

/* No handle, then released, then the values, then nothing to do, then the lock, then memory. */
static void order_of_new_editors(void)
{
    static const int on_locked[NEW_EDITORS] = {OK, OK, LOCKED, OK, OK, LOCKED};
    static const int wrong_on_locked[NEW_EDITORS] = {INVALID, INVALID, INVALID, INVALID, LOCKED, WRONG_REGION};
    OH_PixelmapNative *released = make_released(), *map = make_map(4, 4, PIXEL_FORMAT_RGBA_8888, 0, NULL);
    OH_PixelmapNative *before = clone_of(map);
    for (int which = 0; which < NEW_EDITORS; which++) {
        CHECK_EQ(nothing(which, NULL), INVALID);
        CHECK_EQ(wrong(which, NULL), INVALID);
        CHECK_EQ(nothing(which, released), RELEASED);
        CHECK_EQ(wrong(which, released), RELEASED);
        CHECK_EQ(nothing(which, map), OK);
        lock_map(map);
        CHECK_EQ(nothing(which, map), on_locked[which]);
        CHECK_EQ(wrong(which, map), wrong_on_locked[which]);
        if (which < 3)
            CHECK_EQ(too_large(which, map), LOCKED);
        unlock_map(map);
        if (which < 3)
            CHECK_EQ(too_large(which, map), NO_MEMORY);
    }
    CHECK(same_facts(map, before) && same_pixels(map, before));
    destroy(map);
    destroy(before);
    destroy(released);
}

/* Creation with an allocator: NULL, then formats, then the mode, then the two together, then sizes and lengths. */
static void order_of_creation(void)
{
    static uint8_t data[64];
    static const struct {
        int32_t format, source, mode;
        uint32_t side;
        size_t length;
        int code, empty;
    } rows[] = {
        {0, 4, 3, 0, 0, LOCKED, LOCKED}, {3, 0, 3, 0, 0, LOCKED, LOCKED}, {11, 4, 3, 0, 0, LOCKED, NO_SUCH_MODE},
        {3, 4, 3, 0, 0, NO_SUCH_MODE, NO_SUCH_MODE}, {10, 4, 2, 0, 0, NO_SUCH_MODE, NO_SUCH_MODE},
        {5, 4, 1, 0, 0, LOCKED, LOCKED}, {5, 4, 1, 30000, 1, LOCKED, LOCKED}, {3, 4, 0, 0, 64, BAD, BAD},
        {7, 4, 0, 30000, 64, BAD, TOO_LARGE}, {7, 4, 0, 4, 64, OK, OK},
    };
    OH_PixelmapNative *map = NULL;
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_Pixelmap_InitializationOptions *init = make_init(rows[i].side, rows[i].side, rows[i].format, rows[i].source, 0);
        IMAGE_ALLOCATOR_MODE mode = (IMAGE_ALLOCATOR_MODE)rows[i].mode;
        CHECK_EQ(OH_PixelmapNative_CreatePixelmapUsingAllocator(NULL, rows[i].length, init, mode, &map), BAD);
        CHECK_EQ(OH_PixelmapNative_CreatePixelmapUsingAllocator(data, rows[i].length, init, mode, NULL), BAD);
        CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmapUsingAllocator(init, mode, NULL), BAD);
        CHECK_EQ(OH_PixelmapNative_CreatePixelmapUsingAllocator(data, rows[i].length, init, mode, &map), rows[i].code);
        if (map != NULL)
            CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmapUsingAllocator(init, mode, &map), rows[i].empty);
        if (map != NULL)
            CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    }
}

static void set_space(OH_PixelmapNative *map, ColorSpaceName name)
{
    OH_NativeColorSpaceManager *space = OH_NativeColorSpaceManager_CreateFromName(name);
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, space), OK);
    OH_NativeColorSpaceManager_Destroy(space);
}

static int space_of(OH_PixelmapNative *map)
{
    OH_NativeColorSpaceManager *space = NULL;
    CHECK_EQ(OH_PixelmapNative_GetColorSpaceNative(map, &space), OK);
    int name = OH_NativeColorSpaceManager_GetColorSpaceName(space);
    OH_NativeColorSpaceManager_Destroy(space);
    return name;
}

/* What GetMetadata says about static metadata: OK if there are some. */
static int mastering(OH_PixelmapNative *map)
{
    OH_Pixelmap_HdrMetadataValue value, *pointer = &value;
    return OH_PixelmapNative_GetMetadata(map, HDR_STATIC_METADATA, &pointer);
}

static OH_PixelmapNative *make_hdr(void)
{
    OH_PixelmapNative *map = make_map(4, 4, PIXEL_FORMAT_RGBA_1010102, 0, NULL);
    OH_Pixelmap_HdrMetadataValue value;
    memset(&value, 0, sizeof value);
    set_space(map, BT2020_HLG);
    CHECK_EQ(OH_PixelmapNative_SetMetadata(map, HDR_STATIC_METADATA, &value), OK);
    return map;
}

/* Colour space, HDR and metadata go with copies, metadata not with scaled ones, and all outlast editing in place. */
static void what_lasts(void)
{
    for (int which = 0; which < 6; which++) {
        OH_PixelmapNative *map = make_hdr(), *made = NULL;
        switch (which) {
        case 0: CHECK_EQ(OH_PixelmapNative_Clone(map, &made), OK); break;
        case 1: CHECK_EQ(OH_PixelmapNative_CreateScaledPixelMap(map, &made, 2, 2), OK); break;
        case 2: CHECK_EQ(OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing(map, &made, 2, 2, 3), OK); break;
        case 3: CHECK_EQ(OH_PixelmapNative_CreateCroppedAndScaledPixelMap(map, &(Image_Region){1, 1, 2, 2},
            &(Image_Scale){1, 1}, 0, &made), OK); break;
        case 4: CHECK_EQ(OH_PixelmapNative_CreateAlphaPixelmap(map, &made), OK); break;
        default: {
            Image_Region region = {1, 1, 3, 3};
            CHECK_EQ(OH_PixelmapNative_ApplyScale(map, 2, 2), OK);
            CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, 30), OK);
            CHECK_EQ(OH_PixelmapNative_ApplyFlip(map, true, false), OK);
            CHECK_EQ(OH_PixelmapNative_ApplyTranslate(map, 1, 1), OK);
            CHECK_EQ(OH_PixelmapNative_ApplyCrop(map, &region), OK);
            CHECK_EQ(OH_PixelmapNative_SetOpacity(map, 0.5f), OK);
            CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(map, map, false), OK);
        }
        }
        OH_PixelmapNative *looked_at = made ? made : map;
        CHECK_EQ(space_of(looked_at), BT2020_HLG);
        CHECK_EQ(facts_of(looked_at).hdr, which != 4);
        CHECK_EQ(mastering(looked_at), which == 1 || which == 2 ? UNSET : which == 4 ? NO_DMA : OK);
        CHECK_EQ(mastering(map), OK);
        if (made != NULL)
            destroy(made);
        destroy(map);
    }
    /* What counts as DMA memory because a program wanted it stays so, whatever its size and format are later. */
    OH_Pixelmap_InitializationOptions *init = make_init(4, 4, PIXEL_FORMAT_BGRA_8888, 4, 0);
    OH_PixelmapNative *map = NULL, *copy = NULL;
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmapUsingAllocator(init, IMAGE_ALLOCATOR_MODE_DMA, &map), OK);
    CHECK_EQ(OH_PixelmapNative_ApplyScale(map, 0.5f, 0.5f), OK);
    CHECK_EQ(mastering(map), UNSET);
    CHECK_EQ(OH_PixelmapNative_Clone(map, &copy), OK);
    CHECK_EQ(mastering(copy), UNSET);
    destroy(copy);
    destroy(map);
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(init, &map), OK);
    CHECK_EQ(OH_PixelmapNative_Clone(map, &copy), OK);
    CHECK_EQ(mastering(copy), NO_DMA);
    destroy(copy);
    destroy(map);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    /* Turned into SDR it is another format, and keeps the rest. */
    map = make_hdr();
    CHECK_EQ(OH_PixelmapNative_ToSdr(map), OK);
    CHECK_EQ(mastering(map), OK);
    destroy(map);
}

/* A lock forbids to change pixels, nothing else; what is locked may be a source. */
static void locked(void)
{
    OH_PixelmapNative *map = make_hdr(), *target = make_map(4, 4, PIXEL_FORMAT_RGBA_1010102, 0, NULL);
    OH_PixelmapNative *before = clone_of(map);
    OH_Pixelmap_HdrMetadataValue value;
    memset(&value, 0, sizeof value);
    lock_map(map);
    CHECK_EQ(OH_PixelmapNative_ToSdr(map), LOCKED);
    CHECK(same_facts(map, before) && same_pixels(map, before));
    CHECK_EQ(OH_PixelmapNative_SetMetadata(map, HDR_METADATA_TYPE, &value), OK);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(map, target, false), OK);
    CHECK_EQ(facts_of(target).alpha, UNPREMULTIPLIED);
    set_space(map, SRGB);
    CHECK_EQ(space_of(map), SRGB);
    set_space(map, BT2020_HLG);
    unlock_map(map);
    CHECK_EQ(OH_PixelmapNative_ToSdr(map), OK);
    CHECK_EQ(facts_of(map).format, PIXEL_FORMAT_RGBA_8888);
    destroy(map);
    destroy(target);
    destroy(before);
}

/* Alpha of 2 bits against colours of 10, and A in front: every alpha and many colours, in double precision. */
static void other_alpha_layouts(void)
{
    uint32_t words[1024 * 4];
    uint8_t bytes[256 * 256 * 4];
    for (uint32_t i = 0; i < COUNT(words); i++)
        words[i] = i / 4 | (1023 - i / 4) << 10 | (i / 4 * 7 & 1023) << 20 | i % 4 << 30;
    for (uint32_t i = 0; i < 65536; i++)
        memcpy(bytes + 4 * i, (const uint8_t[]){(uint8_t)(i >> 8), (uint8_t)i, (uint8_t)~i, 77}, 4);
    for (int premultiply = 0; premultiply < 2; premultiply++) {
        int32_t alpha = premultiply ? UNPREMULTIPLIED : PREMULTIPLIED;
        OH_PixelmapNative *ten = make_map(1024, 4, PIXEL_FORMAT_RGBA_1010102, alpha, words);
        OH_PixelmapNative *argb = make_map(256, 256, 1, alpha, bytes);
        CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(ten, ten, premultiply), OK);
        CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(argb, argb, premultiply), OK);
        uint8_t *got_ten = pixels_of(ten), *got = pixels_of(argb);
        long bad = 0;
        for (uint32_t i = 0; i < COUNT(words); i++) {
            uint32_t word;
            memcpy(&word, got_ten + 4 * i, 4);
            double a = words[i] >> 30;
            for (int shift = 0; shift < 30; shift += 10) {
                double c = words[i] >> shift & 1023;
                double exact = premultiply ? round(c * a / 3) : a == 0 ? 0 : fmin(1023, floor(c * 3 / a + 0.5));
                bad += (word >> shift & 1023) != exact;
            }
            bad += word >> 30 != words[i] >> 30;
        }
        for (uint32_t i = 0; i < 65536; i++) {
            double a = bytes[4 * i];
            for (uint32_t k = 1; k < 4; k++) {
                double c = bytes[4 * i + k];
                bad += got[4 * i + k] != (premultiply ? round(c * a / 255) : a == 0 ? 0 : fmin(255, floor(c * 255 / a + 0.5)));
            }
            bad += got[4 * i] != a;
        }
        CHECK_EQ(bad, 0);
        free(got_ten);
        free(got);
        destroy(ten);
        destroy(argb);
    }
    /* Halves have no such conversion, other formats than the source's neither, and a lock is seen after both. */
    OH_PixelmapNative *half = make_map(2, 2, PIXEL_FORMAT_RGBA_F16, PREMULTIPLIED, NULL);
    lock_map(half);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(half, half, true), INVALID);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(half, half, false), WRONG_FORMAT);
    destroy(half);
}

/* A creation from data says which alpha type it gave. */
static void alpha_of_created(void)
{
    static const int32_t types[4] = {PREMULTIPLIED, OPAQUE, PREMULTIPLIED, UNPREMULTIPLIED};
    uint8_t bgra[4] = {10, 20, 30, 128};
    for (int32_t type = 0; type < 4; type++) {
        OH_Pixelmap_InitializationOptions *init = make_init(1, 1, PIXEL_FORMAT_RGBA_8888, 4, type);
        OH_PixelmapNative *map = NULL;
        CHECK_EQ(OH_PixelmapNative_CreatePixelmap(bgra, 4, init, &map), OK);
        CHECK_EQ(facts_of(map).alpha, types[type]);
        CHECK(holds(map, types[type] == PREMULTIPLIED ? "\x0f\x0a\x05\x80" : "\x1e\x14\x0a\x80", 4));
        destroy(map);
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    }
}

/* Each of the four kinds of metadata stays when another one is set after it. */
static void metadata_are_four(void)
{
    OH_PixelmapNative *map = make_empty(2, 2, PIXEL_FORMAT_RGBA_1010102);
    uint8_t blob[3] = {1, 2, 3};
    for (int first = 0; first < 4; first++) {
        OH_Pixelmap_HdrMetadataValue value, *pointer = &value;
        for (int i = 0; i < 4; i++) {
            memset(&value, 0, sizeof value);
            value.type = HDR_METADATA_TYPE_GAINMAP;
            value.staticMetadata.maxLuminance = (float)first + 1;
            value.dynamicMetadata.data = blob;
            value.dynamicMetadata.length = 3;
            value.gainmapMetadata.writerVersion = (uint16_t)(first + 5);
            CHECK_EQ(OH_PixelmapNative_SetMetadata(map, (OH_Pixelmap_HdrMetadataKey)((first + i) % 4), &value), OK);
        }
        memset(&value, 0, sizeof value);
        for (int key = 0; key < 4; key++)
            CHECK_EQ(OH_PixelmapNative_GetMetadata(map, (OH_Pixelmap_HdrMetadataKey)key, &pointer), OK);
        CHECK_EQ(value.type, HDR_METADATA_TYPE_GAINMAP);
        CHECK_EQ(value.staticMetadata.maxLuminance, first + 1);
        CHECK_EQ(value.gainmapMetadata.writerVersion, first + 5);
        CHECK(value.dynamicMetadata.length == 3 && memcmp(value.dynamicMetadata.data, blob, 3) == 0);
        free(value.dynamicMetadata.data);
    }
    destroy(map);
}

int main(void)
{
    order_of_new_editors();
    order_of_creation();
    what_lasts();
    locked();
    other_alpha_layouts();
    alpha_of_created();
    metadata_are_four();
    return check_failures();
}
