/* Decodes an image, changes it step by step, and packs it as PNG. */
#include <fcntl.h>
#include <multimedia/image_framework/image/image_packer_native.h>
#include <ohimagekit/ohimagekit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One step on the command line is NAME=NUMBER,NUMBER,... */
static Image_ErrorCode scale(OH_PixelmapNative *map, const float *n)
{
    return OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, n[0], n[1], (OH_PixelmapNative_AntiAliasingLevel)n[2]);
}

static Image_ErrorCode rotate(OH_PixelmapNative *map, const float *n)
{
    return OH_PixelmapNative_ApplyRotate(map, n[0]);
}

static Image_ErrorCode flip(OH_PixelmapNative *map, const float *n)
{
    return OH_PixelmapNative_ApplyFlip(map, n[0] != 0, n[1] != 0);
}

static Image_ErrorCode crop(OH_PixelmapNative *map, const float *n)
{
    Image_Region region = {(uint32_t)n[0], (uint32_t)n[1], (uint32_t)n[2], (uint32_t)n[3]};
    return OH_PixelmapNative_ApplyCrop(map, &region);
}

static Image_ErrorCode translate(OH_PixelmapNative *map, const float *n)
{
    return OH_PixelmapNative_ApplyTranslate(map, n[0], n[1]);
}

static Image_ErrorCode opacity(OH_PixelmapNative *map, const float *n)
{
    return OH_PixelmapNative_SetOpacity(map, n[0]);
}

static const struct step {
    const char *name;
    int numbers;
    Image_ErrorCode (*apply)(OH_PixelmapNative *, const float *);
    const char *help;
} steps[] = {
    {"scale", 3, scale, "scale=X,Y,LEVEL      ratios, and 0 to 3 for the filter: none, low, medium, high"},
    {"rotate", 1, rotate, "rotate=DEGREES       clockwise"},
    {"flip", 2, flip, "flip=0|1,0|1         left and right, top and bottom"},
    {"crop", 4, crop, "crop=X,Y,WIDTH,HEIGHT"},
    {"translate", 2, translate, "translate=X,Y"},
    {"opacity", 1, opacity, "opacity=ALPHA        above 0, up to 1; not for opaque images"},
};
enum { STEPS = sizeof steps / sizeof steps[0] };

/* Applies one step; 0 if all went well. */
static int apply(OH_PixelmapNative *map, const char *text)
{
    for (int i = 0; i < STEPS; i++) {
        size_t length = strlen(steps[i].name);
        float numbers[4] = {0};
        int count = 0;
        if (strncmp(text, steps[i].name, length) != 0 || text[length] != '=')
            continue;
        for (const char *at = text + length; count < 4 && (*at == '=' || *at == ',');) {
            char *rest;
            numbers[count++] = strtof(at + 1, &rest);
            at = rest;
        }
        if (count != steps[i].numbers)
            break;
        Image_ErrorCode code = steps[i].apply(map, numbers);
        if (code != IMAGE_SUCCESS)
            fprintf(stderr, "edit_image: %s: %s\n", text, OHIK_GetLastErrorMessage());
        return code != IMAGE_SUCCESS;
    }
    fprintf(stderr, "edit_image: %s is not a step\n", text);
    return 1;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: edit_image IN OUT.png STEP...\n");
        for (int i = 0; i < STEPS; i++)
            fprintf(stderr, "  %s\n", steps[i].help);
        return 2;
    }
    OH_ImageSourceNative *source = NULL;
    OH_PixelmapNative *map = NULL;
    int failed = OH_ImageSourceNative_CreateFromUri(argv[1], strlen(argv[1]), &source) ||
        OH_ImageSourceNative_CreatePixelmap(source, NULL, &map);
    if (failed)
        fprintf(stderr, "edit_image: %s: %s\n", argv[1], OHIK_GetLastErrorMessage());
    for (int i = 3; i < argc && !failed; i++)
        failed = apply(map, argv[i]);

    OH_PackingOptions *options = NULL;
    OH_ImagePackerNative *packer = NULL;
    Image_MimeType png = {"image/png", 9};
    int fd = failed ? -1 : open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (!failed) {
        failed = OH_PackingOptions_Create(&options) || OH_PackingOptions_SetMimeType(options, &png) ||
            OH_ImagePackerNative_Create(&packer) ||
            OH_ImagePackerNative_PackToFileFromPixelmap(packer, options, map, fd) || close(fd) != 0;
        if (failed)
            fprintf(stderr, "edit_image: %s: %s\n", argv[2], OHIK_GetLastErrorMessage());
    }
    OH_ImagePackerNative_Release(packer);
    OH_PackingOptions_Release(options);
    OH_PixelmapNative_Destroy(&map);
    OH_ImageSourceNative_Release(source);
    return failed;
}
