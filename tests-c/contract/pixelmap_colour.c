/* Colour spaces: as objects, and of PixelMaps. */
#include <math.h>
#include <native_color_space_manager/native_color_space_manager.h>

#include "support.h"

typedef OH_NativeColorSpaceManager Space;

/* Every name with its exponent and white. */
static void names(void)
{
    static const struct {
        int name;
        float gamma;
    } rows[] = {{ADOBE_RGB, 2.2f}, {DCI_P3, 2.6f}, {DISPLAY_P3, 2.4f}, {SRGB, 2.4f}, {BT709, 1 / 0.45f},
        {BT601_EBU, 1 / 0.45f}, {BT601_SMPTE_C, 1 / 0.45f}, {BT2020_HLG, -3}, {BT2020_PQ, -2}, {P3_HLG, -3},
        {P3_PQ, -2}, {ADOBE_RGB_LIMIT, 2.2f}, {DISPLAY_P3_LIMIT, 2.4f}, {SRGB_LIMIT, 2.4f}, {BT709_LIMIT, 1 / 0.45f},
        {BT601_EBU_LIMIT, 1 / 0.45f}, {BT601_SMPTE_C_LIMIT, 1 / 0.45f}, {BT2020_HLG_LIMIT, -3}, {BT2020_PQ_LIMIT, -2},
        {P3_HLG_LIMIT, -3}, {P3_PQ_LIMIT, -2}, {LINEAR_P3, 1}, {LINEAR_SRGB, 1}, {LINEAR_BT2020, 1},
        {BT2020_LOG_FULL, 0}, {BT2020_LOG_LIMIT, 0}};
    CHECK_EQ(COUNT(rows), 26);
    for (size_t i = 0; i < COUNT(rows); i++) {
        Space *space = OH_NativeColorSpaceManager_CreateFromName((ColorSpaceName)rows[i].name);
        CHECK(space != NULL);
        CHECK_EQ(OH_NativeColorSpaceManager_GetColorSpaceName(space), rows[i].name);
        CHECK(fabsf(OH_NativeColorSpaceManager_GetGamma(space) - rows[i].gamma) < 1e-5f);
        WhitePointArray white = OH_NativeColorSpaceManager_GetWhitePoint(space);
        CHECK(fabsf(white.arr[0] - (rows[i].name == DCI_P3 ? 0.314f : 0.3127f)) < 1e-6f);
        CHECK(fabsf(white.arr[1] - (rows[i].name == DCI_P3 ? 0.351f : 0.3290f)) < 1e-6f);
        OH_NativeColorSpaceManager_Destroy(space);
    }
    static const int nothing[] = {-2147483647 - 1, -1, NONE, CUSTOM, 26, 29, 2147483647};
    for (size_t i = 0; i < COUNT(nothing); i++)
        CHECK(OH_NativeColorSpaceManager_CreateFromName((ColorSpaceName)nothing[i]) == NULL);
    CHECK(strlen(OHIK_GetLastErrorMessage()) > 0);
    CHECK(DISPLAY_SRGB == SRGB && DISPLAY_P3_SRGB == DISPLAY_P3 && LINEAR_BT709 == LINEAR_SRGB);
    CHECK(DISPLAY_P3_HLG == P3_HLG && DISPLAY_P3_PQ == P3_PQ);
}

static void custom_and_dead_objects(void)
{
    ColorSpacePrimaries primaries = {0.7f, 0.29f, 0.2f, 0.75f, 0.14f, 0.05f, 0.34f, 0.36f};
    Space *space = OH_NativeColorSpaceManager_CreateFromPrimariesAndGamma(primaries, 1.8f);
    CHECK_EQ(OH_NativeColorSpaceManager_GetColorSpaceName(space), CUSTOM);
    CHECK(OH_NativeColorSpaceManager_GetGamma(space) == 1.8f);
    WhitePointArray white = OH_NativeColorSpaceManager_GetWhitePoint(space);
    CHECK(white.arr[0] == 0.34f && white.arr[1] == 0.36f);
    OH_NativeColorSpaceManager_Destroy(space);

    Space *dead[] = {NULL, space, (Space *)make_init(1, 1, 3, 3, 0)};
    for (size_t i = 0; i < COUNT(dead); i++) {
        CHECK_EQ(OH_NativeColorSpaceManager_GetColorSpaceName(dead[i]), 0);
        CHECK(OH_NativeColorSpaceManager_GetGamma(dead[i]) == 0);
        white = OH_NativeColorSpaceManager_GetWhitePoint(dead[i]);
        CHECK(white.arr[0] == 0 && white.arr[1] == 0);
        OH_NativeColorSpaceManager_Destroy(dead[i]);
    }
    CHECK_EQ(OH_PixelmapInitializationOptions_Release((OH_Pixelmap_InitializationOptions *)dead[2]), OK);
}

static int name_of(OH_PixelmapNative *map)
{
    Space *space = NULL;
    CHECK_EQ(OH_PixelmapNative_GetColorSpaceNative(map, &space), OK);
    CHECK(space != NULL);
    int name = OH_NativeColorSpaceManager_GetColorSpaceName(space);
    OH_NativeColorSpaceManager_Destroy(space);
    return name;
}

static void of_pixelmaps(void)
{
    OH_PixelmapNative *map = make_empty(2, 2, PIXEL_FORMAT_RGBA_8888);
    CHECK_EQ(name_of(map), SRGB); /* never set */
    for (int name = 1; name <= 28; name++) {
        Space *space = OH_NativeColorSpaceManager_CreateFromName((ColorSpaceName)name);
        if (space == NULL)
            continue;
        CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, space), OK);
        OH_NativeColorSpaceManager_Destroy(space); /* the PixelMap has a copy */
        CHECK_EQ(name_of(map), name);
    }
    ColorSpacePrimaries flat = {0.2f, 0.2f, 0.3f, 0.3f, 0.4f, 0.4f, 0.3f, 0.3f};
    Space *space = OH_NativeColorSpaceManager_CreateFromPrimariesAndGamma(flat, -7.0f), *got = NULL;
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, space), OK);
    CHECK_EQ(OH_PixelmapNative_GetColorSpaceNative(map, &got), OK);
    CHECK(got != space && OH_NativeColorSpaceManager_GetGamma(got) == -7.0f);
    CHECK_EQ(OH_NativeColorSpaceManager_GetColorSpaceName(got), CUSTOM);
    OH_NativeColorSpaceManager_Destroy(got);

    got = NULL;
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(NULL, space), BAD);
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, NULL), BAD);
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, (Space *)map), BAD);
    CHECK_EQ(OH_PixelmapNative_GetColorSpaceNative(NULL, &got), BAD);
    CHECK_EQ(OH_PixelmapNative_GetColorSpaceNative(map, NULL), BAD);
    CHECK_EQ(OH_PixelmapNative_Release(map), OK);
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, space), BAD);
    CHECK_EQ(OH_PixelmapNative_GetColorSpaceNative(map, &got), BAD);
    CHECK(got == NULL);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    OH_NativeColorSpaceManager_Destroy(space);
    map = make_empty(1, 1, PIXEL_FORMAT_RGBA_8888);
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, space), BAD); /* destroyed */
    CHECK_EQ(name_of(map), SRGB);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

/* HDR is a 10-bit format with PQ or HLG of BT.2020, and nothing else. */
static void dynamic_range(void)
{
    static const int formats[] = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16};
    OH_Pixelmap_ImageInfo *info = NULL;
    CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
    for (size_t i = 0; i < COUNT(formats); i++) {
        OH_PixelmapNative *map = make_empty(2, 2, formats[i]);
        for (int name = 0; name <= 28; name++) {
            Space *space = OH_NativeColorSpaceManager_CreateFromName((ColorSpaceName)name);
            if (space != NULL)
                CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, space), OK);
            OH_NativeColorSpaceManager_Destroy(space);
            bool hdr = true, deep = formats[i] >= 10 && formats[i] <= 12;
            CHECK_EQ(OH_PixelmapNative_GetImageInfo(map, info), OK);
            CHECK_EQ(OH_PixelmapImageInfo_GetDynamicRange(info, &hdr), OK);
            if (space != NULL || name == 0)
                CHECK_EQ(hdr, deep && (name == 9 || name == 10 || name == 19 || name == 20));
        }
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
    CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
}

int main(void)
{
    names();
    custom_and_dead_objects();
    of_pixelmaps();
    dynamic_range();
    return check_failures();
}
