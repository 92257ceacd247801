/* Packs an HDR image (BT.2020, PQ) of a sun of 1000 cd/m2 over a sky of 20 to 200 cd/m2 to an HDR JPEG: old viewers
 * show it in standard dynamic range, new ones on HDR displays with its light: pack_hdr OUT.jpg */
#include <fcntl.h>
#include <math.h>
#include <multimedia/image_framework/image/image_packer_native.h>
#include <native_color_space_manager/native_color_space_manager.h>
#include <ohimagekit/ohimagekit.h>
#include <stdio.h>
#include <unistd.h>

enum { WIDTH = 640, HEIGHT = 400 };

static uint32_t pixels[HEIGHT][WIDTH];

/* SMPTE ST 2084: a luminance in cd/m2 as a number from 0 to 1023. */
static uint32_t pq(double luminance)
{
    double y = pow(luminance / 10000.0, 0.1593017578125);
    return (uint32_t)lround(1023.0 * pow((0.8359375 + 18.8515625 * y) / (1.0 + 18.6875 * y), 78.84375));
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: pack_hdr OUT.jpg\n");
        return 2;
    }
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            double away = hypot(x - 420, y - 230), sky = 20 + 180.0 * y / HEIGHT;
            double sun = away < 40 ? 1000 : 500 * exp((40 - away) / 60);
            pixels[y][x] = pq(fmin(sky * 0.8 + sun, 1000)) | pq(fmin(sky * 0.7 + sun * 0.85, 1000)) << 10 |
                pq(fmin(sky + sun * 0.6, 1000)) << 20 | 3u << 30;
        }

    OH_Pixelmap_InitializationOptions *layout = NULL;
    OH_NativeColorSpaceManager *space = OH_NativeColorSpaceManager_CreateFromName(BT2020_PQ);
    OH_PixelmapNative *map = NULL;
    OH_PackingOptions *options = NULL;
    OH_ImagePackerNative *packer = NULL;
    Image_MimeType jpeg = {"image/jpeg", 10};
    int fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0666);

    int failed = OH_PixelmapInitializationOptions_Create(&layout) ||
        OH_PixelmapInitializationOptions_SetWidth(layout, WIDTH) ||
        OH_PixelmapInitializationOptions_SetHeight(layout, HEIGHT) ||
        OH_PixelmapInitializationOptions_SetPixelFormat(layout, PIXEL_FORMAT_RGBA_1010102) ||
        OH_PixelmapInitializationOptions_SetAlphaType(layout, PIXELMAP_ALPHA_TYPE_OPAQUE) ||
        OH_PixelmapNative_CreateEmptyPixelmap(layout, &map) ||
        OH_PixelmapNative_WritePixels(map, (uint8_t *)pixels, sizeof pixels) ||
        OH_PixelmapNative_SetColorSpaceNative(map, space) ||
        OH_PackingOptions_Create(&options) || OH_PackingOptions_SetMimeType(options, &jpeg) ||
        OH_PackingOptions_SetQuality(options, 90) ||
        OH_PackingOptions_SetDesiredDynamicRange(options, IMAGE_PACKER_DYNAMIC_RANGE_AUTO) ||
        OH_ImagePackerNative_Create(&packer) ||
        OH_ImagePackerNative_PackToFileFromPixelmap(packer, options, map, fd);
    if (failed)
        fprintf(stderr, "pack_hdr: %s\n", OHIK_GetLastErrorMessage());

    close(fd);
    OH_ImagePackerNative_Release(packer);
    OH_PackingOptions_Release(options);
    OH_PixelmapNative_Destroy(&map);
    OH_NativeColorSpaceManager_Destroy(space);
    OH_PixelmapInitializationOptions_Release(layout);
    return failed;
}
