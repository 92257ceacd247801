/* Tells what a picture's file says of it, and makes a small JPEG of it that has the same EXIF. */
#include <fcntl.h>
#include <multimedia/image_framework/image/image_packer_native.h>
#include <multimedia/image_framework/image/image_source_native.h>
#include <ohimagekit/ohimagekit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONGER_SIDE = 512 };

static int say(const char *what)
{
    fprintf(stderr, "thumbnail: %s: %s\n", what, OHIK_GetLastErrorMessage());
    return 1;
}

/* Prints one EXIF value, or "-" where the file has none. */
static void print_property(OH_ImageSourceNative *source, const char *name)
{
    Image_String key = {(char *)name, strlen(name)};
    Image_String value = {NULL, 0}; /* size 0: memory as long as the text, ours to free */
    if (OH_ImageSourceNative_GetImagePropertyWithNull(source, &key, &value) == IMAGE_SUCCESS)
        printf("%s: %s\n", name, value.data);
    else
        printf("%s: -\n", name);
    free(value.data);
}

/* The size with the same shape whose longer side has 512 pixels; smaller images stay as they are. */
static Image_Size thumbnail_size(uint32_t width, uint32_t height)
{
    uint32_t longer = width > height ? width : height;
    if (longer <= LONGER_SIDE)
        return (Image_Size){width, height};
    uint32_t shorter = (uint32_t)(((uint64_t)(longer == width ? height : width) * LONGER_SIDE + longer / 2) / longer);
    shorter = shorter > 0 ? shorter : 1;
    return longer == width ? (Image_Size){LONGER_SIDE, shorter} : (Image_Size){shorter, LONGER_SIDE};
}

/* Prints size, frames and two EXIF values. Nothing is decoded for that. */
static int describe(OH_ImageSourceNative *source, Image_Size *size)
{
    OH_ImageSource_Info *info = NULL;
    Image_MimeType type = {NULL, 0};
    uint32_t frames = 0;
    int failed = OH_ImageSourceInfo_Create(&info) || OH_ImageSourceNative_GetImageInfo(source, 0, info) ||
        OH_ImageSourceInfo_GetWidth(info, &size->width) || OH_ImageSourceInfo_GetHeight(info, &size->height) ||
        OH_ImageSourceInfo_GetMimeType(info, &type) || OH_ImageSourceNative_GetFrameCount(source, &frames);
    if (!failed) {
        printf("%s, %ux%u, frames: %u\n", type.data, size->width, size->height, frames);
        print_property(source, "Model");
        print_property(source, OHOS_IMAGE_PROPERTY_ORIENTATION); /* pixels are not turned; viewers of the JPEG do it */
    }
    OH_ImageSourceInfo_Release(info); /* the text of type is gone with it */
    return failed;
}

/* Decodes as few pixels as the size needs: a JPEG at 1/2, 1/4 or 1/8 of its size, then scaled. */
static int decode(OH_ImageSourceNative *source, Image_Size size, OH_PixelmapNative **pixelmap)
{
    OH_DecodingOptions *options = NULL;
    int failed = OH_DecodingOptions_Create(&options) || OH_DecodingOptions_SetDesiredSize(options, &size) ||
        OH_ImageSourceNative_CreatePixelmap(source, options, pixelmap);
    OH_DecodingOptions_Release(options);
    return failed;
}

static int pack(OH_PixelmapNative *pixelmap, int fd)
{
    OH_PackingOptions *options = NULL;
    OH_ImagePackerNative *packer = NULL;
    Image_MimeType jpeg = {(char *)"image/jpeg", 10};
    int failed = OH_PackingOptions_Create(&options) || OH_PackingOptions_SetMimeType(options, &jpeg) ||
        OH_PackingOptions_SetQuality(options, 85) ||
        OH_PackingOptions_SetNeedsPackProperties(options, true) || /* the source's EXIF goes along */
        OH_ImagePackerNative_Create(&packer) ||
        OH_ImagePackerNative_PackToFileFromPixelmap(packer, options, pixelmap, fd);
    OH_ImagePackerNative_Release(packer);
    OH_PackingOptions_Release(options);
    return failed;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: thumbnail IN OUT.jpg\n");
        return 2;
    }
    OH_ImageSourceNative *source = NULL;
    OH_PixelmapNative *pixelmap = NULL;
    Image_Size size = {0, 0};
    int failed = OH_ImageSourceNative_CreateFromUri(argv[1], strlen(argv[1]), &source) || describe(source, &size) ||
        decode(source, thumbnail_size(size.width, size.height), &pixelmap);
    if (failed) {
        say(argv[1]);
    } else {
        int fd = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0666);
        failed = fd < 0 || (pack(pixelmap, fd) && say(argv[2])) || close(fd) != 0;
        if (fd < 0)
            perror(argv[2]);
    }
    OH_PixelmapNative_Destroy(&pixelmap);
    OH_ImageSourceNative_Release(source);
    return failed;
}
