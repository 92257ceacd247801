/* Pixels in memory become gradient.jpg. */
#include <multimedia/image_framework/image/image_packer_native.h>
#include <ohimagekit/ohimagekit.h>
#include <stdio.h>

static uint8_t pixels[480][640][4]; /* rows of red, green, blue, alpha */
static uint8_t jpeg[sizeof pixels];

int main(void)
{
    for (int y = 0; y < 480; y++)
        for (int x = 0; x < 640; x++) {
            pixels[y][x][0] = (uint8_t)(x * 255 / 639);
            pixels[y][x][1] = (uint8_t)(y * 255 / 479);
            pixels[y][x][2] = 128;
            pixels[y][x][3] = 255;
        }

    OH_Pixelmap_InitializationOptions *layout = NULL;
    OH_PixelmapNative *pixelmap = NULL;
    OH_PackingOptions *options = NULL;
    OH_ImagePackerNative *packer = NULL;
    Image_MimeType mime = {"image/jpeg", 10};
    size_t size = sizeof jpeg;

    /* Every function returns IMAGE_SUCCESS, which is 0, or an error code: the first failure ends the chain. */
    int failed = OH_PixelmapInitializationOptions_Create(&layout) ||
        OH_PixelmapInitializationOptions_SetWidth(layout, 640) ||
        OH_PixelmapInitializationOptions_SetHeight(layout, 480) ||
        OH_PixelmapInitializationOptions_SetSrcPixelFormat(layout, PIXEL_FORMAT_RGBA_8888) ||
        OH_PixelmapNative_CreatePixelmap(pixels[0][0], sizeof pixels, layout, &pixelmap) ||
        OH_PackingOptions_Create(&options) ||
        OH_PackingOptions_SetMimeType(options, &mime) ||
        OH_PackingOptions_SetQuality(options, 85) ||
        OH_ImagePackerNative_Create(&packer) ||
        OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, pixelmap, jpeg, &size);
    if (failed)
        fprintf(stderr, "%s\n", OHIK_GetLastErrorMessage());

    OH_ImagePackerNative_Release(packer);
    OH_PackingOptions_Release(options);
    OH_PixelmapNative_Destroy(&pixelmap);
    OH_PixelmapInitializationOptions_Release(layout);

    FILE *file = failed ? NULL : fopen("gradient.jpg", "wb");
    int written = file && fwrite(jpeg, 1, size, file) == size;
    if (file && fclose(file) != 0)
        written = 0;
    if (!failed && !written)
        perror("gradient.jpg");
    return !written;
}
