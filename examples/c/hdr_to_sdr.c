/* Makes an HDR PixelMap (BT.2020, PQ) of bars whose light grows from 0 to 4000 cd/m2, brings it to standard dynamic
 * range, and packs what came out: hdr_to_sdr OUT.png */
#include <fcntl.h>
#include <math.h>
#include <multimedia/image_framework/image/image_packer_native.h>
#include <native_color_space_manager/native_color_space_manager.h>
#include <ohimagekit/ohimagekit.h>
#include <stdio.h>
#include <unistd.h>

enum { WIDTH = 1024, BAR = 48, BARS = 7, HEIGHT = BAR * BARS };

/* White, and the colours of a test card: how much red, green and blue each has. */
static const float bars[BARS][3] = {
    {1, 1, 1}, {1, 1, 0.05f}, {0.05f, 1, 1}, {0.05f, 1, 0.05f}, {1, 0.05f, 1}, {1, 0.05f, 0.05f}, {0.05f, 0.05f, 1}};

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
        fprintf(stderr, "usage: hdr_to_sdr OUT.png\n");
        return 2;
    }
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            /* Equal steps of PQ look about equal; the last column has 4000 cd/m2. */
            double light = 4000.0 * pow(x / (WIDTH - 1.0), 4.0);
            const float *bar = bars[y / BAR];
            pixels[y][x] = pq(light * bar[0]) | pq(light * bar[1]) << 10 | pq(light * bar[2]) << 20 | 3u << 30;
        }

    OH_Pixelmap_InitializationOptions *layout = NULL;
    OH_NativeColorSpaceManager *space = OH_NativeColorSpaceManager_CreateFromName(BT2020_PQ);
    OH_PixelmapNative *map = NULL;
    OH_PackingOptions *options = NULL;
    OH_ImagePackerNative *packer = NULL;
    Image_MimeType png = {"image/png", 9};
    int fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0666);

    int failed = OH_PixelmapInitializationOptions_Create(&layout) ||
        OH_PixelmapInitializationOptions_SetWidth(layout, WIDTH) ||
        OH_PixelmapInitializationOptions_SetHeight(layout, HEIGHT) ||
        OH_PixelmapInitializationOptions_SetPixelFormat(layout, PIXEL_FORMAT_RGBA_1010102) ||
        OH_PixelmapInitializationOptions_SetAlphaType(layout, PIXELMAP_ALPHA_TYPE_OPAQUE) ||
        OH_PixelmapNative_CreateEmptyPixelmap(layout, &map) ||
        OH_PixelmapNative_WritePixels(map, (uint8_t *)pixels, sizeof pixels) ||
        OH_PixelmapNative_SetColorSpaceNative(map, space) ||
        OH_PixelmapNative_ToSdr(map) || /* now RGBA_8888, Display P3 */
        OH_PackingOptions_Create(&options) || OH_PackingOptions_SetMimeType(options, &png) ||
        OH_ImagePackerNative_Create(&packer) ||
        OH_ImagePackerNative_PackToFileFromPixelmap(packer, options, map, fd);
    if (failed)
        fprintf(stderr, "hdr_to_sdr: %s\n", OHIK_GetLastErrorMessage());

    close(fd);
    OH_ImagePackerNative_Release(packer);
    OH_PackingOptions_Release(options);
    OH_PixelmapNative_Destroy(&map);
    OH_NativeColorSpaceManager_Destroy(space);
    OH_PixelmapInitializationOptions_Release(layout);
    return failed;
}
