/* Raw sensor data: this build has no engine for it, so that there is never any. */
#include "support.h"

#include <multimedia/image_framework/image/image_source_native.h>

#define INVALID IMAGE_SOURCE_INVALID_PARAMETER

int main(void)
{
    /* A TIFF with two of the tags that make a DNG: the header, one directory, no image. */
    static const uint8_t dng[] = {'I', 'I', 42, 0, 8, 0, 0, 0, 2, 0, 0x12, 0xC6, 1, 0, 4, 0, 0, 0, 1, 4, 0, 0, 0x14,
        0xC6, 2, 0, 2, 0, 0, 0, 'x', 0, 0, 0, 0, 0, 0, 0};
    OH_ImageSourceNative *sources[] = {make_source(dng, sizeof dng), make_source("no image at all", 15), NULL};
    size_t length = 7;
    OH_PixelmapNative *map = make_noise(4, 3, 1);
    uint8_t *png = pack(map, "image/png", 0, &length);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    sources[2] = make_source(png, length);

    OH_ImageRawData *raw = NULL;
    for (size_t i = 0; i < COUNT(sources); i++) {
        CHECK_EQ(OH_ImageSourceNative_CreateImageRawData(sources[i], &raw), IMAGE_SOURCE_UNSUPPORTED_MIMETYPE);
        CHECK_EQ(OH_ImageSourceNative_CreateImageRawData(sources[i], NULL), INVALID);
        CHECK_EQ(OH_ImageSourceNative_Release(sources[i]), OK);
        CHECK_EQ(OH_ImageSourceNative_CreateImageRawData(sources[i], &raw), INVALID);
    }
    CHECK_EQ(OH_ImageSourceNative_CreateImageRawData(NULL, &raw), INVALID);
    CHECK(raw == NULL);

    /* Nothing is a handle of raw data. */
    OH_ImageRawData *const none[] = {NULL, (OH_ImageRawData *)sources[0], (OH_ImageRawData *)png};
    for (size_t i = 0; i < COUNT(none); i++) {
        uint8_t *data = png, bits = 9;
        length = 9;
        CHECK_EQ(OH_ImageSourceNative_GetBufferFromRawData(none[i], &data, &length), INVALID);
        CHECK_EQ(OH_ImageSourceNative_GetBufferFromRawData(none[i], NULL, &length), INVALID);
        CHECK_EQ(OH_ImageSourceNative_GetBufferFromRawData(none[i], &data, NULL), INVALID);
        CHECK_EQ(OH_ImageSourceNative_GetBitsPerPixelFromRawData(none[i], &bits), INVALID);
        CHECK_EQ(OH_ImageSourceNative_GetBitsPerPixelFromRawData(none[i], NULL), INVALID);
        CHECK_EQ(OH_ImageSourceNative_DestroyImageRawData(none[i]), INVALID);
        CHECK(data == png && length == 9 && bits == 9);
    }
    free(png);
    return check_failures();
}
