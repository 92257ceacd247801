/* Pictures with all that they can have, packed to a JPEG and read again. */
#include <multimedia/image_framework/image/image_source_native.h>

#include "picture.h"

enum { WIDTH = 40, HEIGHT = 28 };

/* Numbers that fractions of a million hold exactly. */
static const OH_Pixelmap_HdrGainmapMetadata gains = {
    .gainmapChannelNum = 3,
    .useBaseColorFlag = true,
    .alternateHeadroom = 2.5f,
    .gainmapMax = {2.5f, 2.25f, 2},
    .gainmapMin = {-0.5f, 0, 0.25f},
    .gamma = {1, 0.5f, 2},
    .baselineOffset = {0.015625f, 0, 0.03125f},
    .alternateOffset = {0.03125f, 0.015625f, 0},
};

static const OH_Pixelmap_HdrStaticMetadata display = {
    .displayPrimariesX = {0.68f, 0.265f, 0.15f},
    .displayPrimariesY = {0.32f, 0.69f, 0.06f},
    .whitePointX = 0.3127f,
    .whitePointY = 0.329f,
    .maxLuminance = 1000,
    .minLuminance = 0.005f,
    .maxContentLightLevel = 900,
    .maxFrameAverageLightLevel = 120,
};

/* A grey image in memory that can carry HDR metadata. */
static OH_PixelmapNative *make_grey(uint32_t width, uint32_t height, int value)
{
    OH_Pixelmap_InitializationOptions *init = make_init(width, height, PIXEL_FORMAT_RGBA_8888, PIXEL_FORMAT_RGBA_8888,
        PIXELMAP_ALPHA_TYPE_OPAQUE);
    OH_PixelmapNative *map = NULL;
    size_t length = (size_t)width * height * 4;
    uint8_t *pixels = allocate(length);
    for (size_t at = 0; at < length; at++)
        pixels[at] = at % 4 == 3 ? 255 : (uint8_t)value;
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmapUsingAllocator(init, IMAGE_ALLOCATOR_MODE_DMA, &map), OK);
    CHECK_EQ(OH_PixelmapNative_WritePixels(map, pixels, length), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    free(pixels);
    return map;
}

static void put_metadata(Picture *picture, int kind, OH_PictureMetadata *metadata)
{
    CHECK_EQ(OH_PictureNative_SetMetadata(picture, kind_of(kind), metadata), OK);
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
}

static const int blobs[] = {3, 4, 6, 7, 8, 9, 10, 11, 12, 13};

static Picture *make_full(void)
{
    OH_PixelmapNative *main = make_grey(WIDTH, HEIGHT, 120);
    OH_Pixelmap_HdrMetadataValue value = {.staticMetadata = display};
    CHECK_EQ(OH_PixelmapNative_SetMetadata(main, HDR_STATIC_METADATA, &value), OK);
    uint8_t tone[] = "tone mapping";
    value.dynamicMetadata.data = tone;
    value.dynamicMetadata.length = sizeof tone;
    CHECK_EQ(OH_PixelmapNative_SetMetadata(main, HDR_DYNAMIC_METADATA, &value), OK);
    Picture *picture = NULL;
    CHECK_EQ(OH_PictureNative_CreatePicture(main, &picture), OK);
    destroy(main);

    Info *info = make_description(GAINMAP, WIDTH / 2, HEIGHT / 2, 0, PIXEL_FORMAT_RGBA_8888);
    uint8_t *grey = allocate(WIDTH * HEIGHT);
    for (size_t at = 0; at < WIDTH * HEIGHT; at++)
        grey[at] = at % 4 == 3 ? 255 : 77;
    Auxiliary *map = NULL;
    const IMAGE_ALLOCATOR_MODE dma = IMAGE_ALLOCATOR_MODE_DMA;
    CHECK_EQ(OH_AuxiliaryPictureNative_CreateUsingAllocator(grey, WIDTH * HEIGHT, info, dma, &map), OK);
    free(grey);
    OH_PixelmapNative *pixels = map_of(map);
    value.gainmapMetadata = gains;
    CHECK_EQ(OH_PixelmapNative_SetMetadata(pixels, HDR_GAINMAP_METADATA, &value), OK);
    destroy(pixels);
    CHECK_EQ(OH_PictureNative_SetAuxiliaryPicture(picture, type_of(GAINMAP), map), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
    release(map);

    /* Maps that are not coded may have all, half or a quarter of the sides. */
    put_auxiliary(picture, DEPTH, WIDTH / 4, HEIGHT / 4, 31);
    put_auxiliary(picture, LINEAR, WIDTH / 2, HEIGHT / 2, 32);
    put_auxiliary(picture, UNREFOCUS, WIDTH, HEIGHT, 255);
    for (int type = SNAP; type <= LHDR_GAINMAP; type++)
        put_auxiliary(picture, type, 8 + (uint32_t)type, 9, 255);
    Auxiliary *fragment = make_auxiliary(FRAGMENT, 7, 6, 255);
    OH_PictureMetadata *place = make_metadata(FRAGMENT_METADATA);
    set_value(place, "XInOriginal", "3");
    set_value(place, "YInOriginal", "4");
    set_value(place, "FragmentImageWidth", "7");
    set_value(place, "FragmentImageHeight", "6");
    CHECK_EQ(OH_AuxiliaryPictureNative_SetMetadata(fragment, FRAGMENT_METADATA, place), OK);
    CHECK_EQ(OH_PictureMetadata_Release(place), OK);
    CHECK_EQ(OH_PictureNative_SetAuxiliaryPicture(picture, type_of(FRAGMENT), fragment), OK);
    release(fragment);

    OH_PictureMetadata *exif = make_metadata(EXIF_METADATA);
    set_value(exif, "Model", "Round trip");
    put_metadata(picture, EXIF_METADATA, exif);
    for (size_t i = 0; i < COUNT(blobs); i++) {
        OH_PictureMetadata *blob = make_metadata(blobs[i]);
        uint8_t bytes[] = {(uint8_t)blobs[i], 1, 2, 3};
        CHECK_EQ(OH_PictureMetadata_SetBlobData(blob, bytes, (uint32_t)i % 4 + 1), OK);
        put_metadata(picture, blobs[i], blob);
    }
    return picture;
}

/* Packs a picture and reads it again. */
static Picture *repeat(Picture *picture, int range)
{
    OH_ImagePackerNative *packer = make_packer();
    OH_PackingOptions *options = make_options("image/jpeg", 100);
    CHECK_EQ(OH_PackingOptions_SetDesiredDynamicRange(options, range), OK);
    CHECK_EQ(OH_PackingOptions_SetNeedsPackProperties(options, true), OK);
    CHECK_EQ(OH_PackingOptions_SetNeedsPackDfxData(options, true), OK);
    size_t length = 1 << 20;
    uint8_t *file = allocate(length);
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPicture(packer, options, picture, file, &length), OK);
    OH_ImageSourceNative *source = make_source(file, length);
    OH_DecodingOptionsForPicture *wishes = NULL;
    Picture *read = NULL;
    CHECK_EQ(OH_DecodingOptionsForPicture_Create(&wishes), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePicture(source, wishes, &read), OK);
    CHECK_EQ(OH_DecodingOptionsForPicture_Release(wishes), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    free(file);
    return read;
}

static void check_grey(OH_PixelmapNative *map, int value, uint32_t width, uint32_t height)
{
    struct facts facts = facts_of(map);
    CHECK(facts.width == width && facts.height == height && facts.format == PIXEL_FORMAT_RGBA_8888);
    uint8_t *pixels = pixels_of(map);
    for (size_t at = 0; at < facts.bytes; at++)
        CHECK(abs(pixels[at] - (at % 4 == 3 ? 255 : value)) < 2);
    free(pixels);
}

static void check_near(const float *found, const float *expected, size_t count)
{
    for (size_t i = 0; i < count; i++)
        CHECK(found[i] - expected[i] < 2e-5f && expected[i] - found[i] < 2e-5f);
}

static void check_gain_map(Picture *picture)
{
    OH_PixelmapNative *main = NULL, *map = NULL;
    OH_Pixelmap_HdrMetadataValue value, *address = &value;
    CHECK_EQ(OH_PictureNative_GetMainPixelmap(picture, &main), OK);
    CHECK_EQ(OH_PictureNative_GetGainmapPixelmap(picture, &map), OK);
    check_grey(main, 120, WIDTH, HEIGHT);
    check_grey(map, 77, WIDTH / 2, HEIGHT / 2);
    CHECK_EQ(OH_PixelmapNative_GetMetadata(map, HDR_GAINMAP_METADATA, &address), OK);
    const OH_Pixelmap_HdrGainmapMetadata *found = &value.gainmapMetadata;
    CHECK(found->gainmapChannelNum == 3 && found->useBaseColorFlag);
    check_near(&found->baseHeadroom, &gains.baseHeadroom, 1);
    check_near(&found->alternateHeadroom, &gains.alternateHeadroom, 1);
    check_near(found->gainmapMax, gains.gainmapMax, 3);
    check_near(found->gainmapMin, gains.gainmapMin, 3);
    check_near(found->gamma, gains.gamma, 3);
    check_near(found->baselineOffset, gains.baselineOffset, 3);
    check_near(found->alternateOffset, gains.alternateOffset, 3);
    CHECK_EQ(OH_PixelmapNative_GetMetadata(main, HDR_STATIC_METADATA, &address), OK);
    const OH_Pixelmap_HdrStaticMetadata *made = &value.staticMetadata;
    check_near(made->displayPrimariesX, display.displayPrimariesX, 3);
    check_near(made->displayPrimariesY, display.displayPrimariesY, 3);
    check_near(&made->whitePointX, &display.whitePointX, 1);
    check_near(&made->minLuminance, &display.minLuminance, 1);
    CHECK(made->maxLuminance == 1000 && made->maxContentLightLevel == 900 && made->maxFrameAverageLightLevel == 120);
    CHECK_EQ(OH_PixelmapNative_GetMetadata(main, HDR_DYNAMIC_METADATA, &address), OK);
    CHECK(value.dynamicMetadata.length == 13 && memcmp(value.dynamicMetadata.data, "tone mapping", 13) == 0);
    free(value.dynamicMetadata.data);
    destroy(main);
    destroy(map);
}

static void check_others(Picture *picture)
{
    static const struct {
        int type;
        uint32_t width, height;
        int value; /* of raw bytes; coded images are white */
    } others[] = {{DEPTH, WIDTH / 4, HEIGHT / 4, 31}, {UNREFOCUS, WIDTH, HEIGHT, 0}, {LINEAR, WIDTH / 2, HEIGHT / 2, 32},
        {FRAGMENT, 7, 6, 0}, {SNAP, 8 + SNAP, 9, 0}, {SNAP_GAINMAP, 8 + SNAP_GAINMAP, 9, 0}, {PAN, 8 + PAN, 9, 0},
        {PAN_GAINMAP, 8 + PAN_GAINMAP, 9, 0}, {LHDR_GAINMAP, 8 + LHDR_GAINMAP, 9, 0}};
    for (size_t i = 0; i < COUNT(others); i++) {
        Auxiliary *auxiliary = auxiliary_of(picture, others[i].type);
        OH_PixelmapNative *map = map_of(auxiliary);
        if (others[i].value == 0)
            check_grey(map, 255, others[i].width, others[i].height);
        else
            CHECK(is_filled(auxiliary, (size_t)others[i].width * others[i].height * 4, others[i].value));
        destroy(map);
        if (others[i].type == FRAGMENT) {
            OH_PictureMetadata *place = NULL;
            CHECK_EQ(OH_AuxiliaryPictureNative_GetMetadata(auxiliary, FRAGMENT_METADATA, &place), OK);
            check_value(place, "XInOriginal", "3");
            check_value(place, "YInOriginal", "4");
            check_value(place, "FragmentImageWidth", "7");
            check_value(place, "FragmentImageHeight", "6");
            CHECK_EQ(OH_PictureMetadata_Release(place), OK);
        }
        release(auxiliary);
    }
    for (size_t i = 0; i < COUNT(blobs); i++) {
        OH_PictureMetadata *blob = NULL;
        uint8_t bytes[8] = {0}, expected[] = {(uint8_t)blobs[i], 1, 2, 3};
        uint32_t size = 0;
        CHECK_EQ(OH_PictureNative_GetMetadata(picture, kind_of(blobs[i]), &blob), OK);
        CHECK_EQ(OH_PictureMetadata_GetBlobDataSize(blob, &size), OK);
        CHECK_EQ(size, i % 4 + 1);
        CHECK_EQ(OH_PictureMetadata_GetBlobData(blob, bytes, sizeof bytes), OK);
        CHECK(memcmp(bytes, expected, size) == 0);
        CHECK_EQ(OH_PictureMetadata_Release(blob), OK);
    }
    OH_PictureMetadata *exif = NULL;
    CHECK_EQ(OH_PictureNative_GetMetadata(picture, EXIF_METADATA, &exif), OK);
    check_value(exif, "Model", "Round trip");
    CHECK_EQ(OH_PictureMetadata_Release(exif), OK);
}

static void check_counts(Picture *picture, uint32_t auxiliaries, uint32_t metadata)
{
    uint32_t count = 0;
    CHECK_EQ(OH_PictureNative_GetAuxiliaryPictureCount(picture, &count), OK);
    CHECK_EQ(count, auxiliaries);
    CHECK_EQ(OH_PictureNative_GetMetadataCount(picture, &count), OK);
    CHECK_EQ(count, metadata);
}

int main(void)
{
    Picture *picture = make_full();
    check_counts(picture, 10, 11);
    /* Twice: nothing that was read is left out when it is packed again. What is read has JFIF too. */
    Picture *first = repeat(picture, IMAGE_PACKER_DYNAMIC_RANGE_AUTO);
    Picture *second = repeat(first, IMAGE_PACKER_DYNAMIC_RANGE_AUTO);
    Picture *sdr = repeat(picture, IMAGE_PACKER_DYNAMIC_RANGE_SDR);
    Picture *const read[] = {first, second, sdr};
    for (int i = 0; i < 3; i++) {
        check_counts(read[i], i < 2 ? 10 : 9, 12);
        if (i < 2)
            check_gain_map(read[i]);
        check_others(read[i]);
        CHECK_EQ(OH_PictureNative_Release(read[i]), OK);
    }
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
    return check_failures();
}
