/* Splits an HDR image into an SDR image and a gain map, and puts both together again:
 *
 *     split_hdr PIXELS WIDTH HEIGHT PEAK OUT [full]
 *
 * PIXELS is a file of RGBA_1010102 in BT.2020 with PQ, PEAK its brightest light in cd/m2. OUT-base.png and OUT-map.png
 * are the parts, OUT.jpg is the image packed for every display, and OUT-back.raw is what base and map become:
 * RGBA_1010102 in BT.2020 with HLG. "full" asks for a gain map as large as the image; otherwise it has half of its
 * sides. */
#include <fcntl.h>
#include <multimedia/image_framework/image/image_packer_native.h>
#include <multimedia/image_framework/image/picture_native.h>
#include <native_color_space_manager/native_color_space_manager.h>
#include <ohimagekit/ohimagekit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Packs a PixelMap to the file NAME + ENDING; 0 if all went well. */
static int pack(OH_PixelmapNative *map, const char *mime, const char *name, const char *ending)
{
    char path[4096];
    snprintf(path, sizeof path, "%s%s", name, ending);
    Image_MimeType type = {(char *)mime, strlen(mime)};
    OH_PackingOptions *options = NULL;
    OH_ImagePackerNative *packer = NULL;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    int failed = OH_PackingOptions_Create(&options) || OH_PackingOptions_SetMimeType(options, &type) ||
        OH_PackingOptions_SetQuality(options, 90) ||
        OH_PackingOptions_SetDesiredDynamicRange(options, IMAGE_PACKER_DYNAMIC_RANGE_AUTO) ||
        OH_ImagePackerNative_Create(&packer) || OH_ImagePackerNative_PackToFileFromPixelmap(packer, options, map, fd);
    close(fd);
    OH_ImagePackerNative_Release(packer);
    OH_PackingOptions_Release(options);
    return failed;
}

/* Writes the pixels of a PixelMap as they are. */
static int write_raw(OH_PixelmapNative *map, uint8_t *pixels, size_t size, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s-back.raw", name);
    FILE *file = fopen(path, "wb");
    int failed = file == NULL || OH_PixelmapNative_ReadPixels(map, pixels, &size) ||
        fwrite(pixels, 1, size, file) != size;
    if (file != NULL)
        failed = fclose(file) != 0 || failed;
    return failed;
}

int main(int argc, char **argv)
{
    if (argc < 6 || argc > 7 || (argc == 7 && strcmp(argv[6], "full") != 0)) {
        fprintf(stderr, "usage: split_hdr PIXELS WIDTH HEIGHT PEAK OUT [full]\n");
        return 2;
    }
    uint32_t width = (uint32_t)atoi(argv[2]), height = (uint32_t)atoi(argv[3]);
    size_t size = (size_t)width * height * 4;
    uint8_t *pixels = malloc(size ? size : 1);
    FILE *file = fopen(argv[1], "rb");
    if (pixels == NULL || file == NULL || fread(pixels, 1, size, file) != size) {
        fprintf(stderr, "split_hdr: %s: not %u x %u pixels\n", argv[1], width, height);
        return 1;
    }
    fclose(file);

    OH_Pixelmap_InitializationOptions *layout = NULL;
    OH_NativeColorSpaceManager *space = OH_NativeColorSpaceManager_CreateFromName(BT2020_PQ);
    OH_PixelmapNative *hdr = NULL, *base = NULL, *map = NULL, *back = NULL;
    OH_DecomposeOptions *options = NULL;
    OH_PictureNative *picture = NULL;
    OH_Pixelmap_HdrMetadataValue metadata, *gains = &metadata;
    memset(&metadata, 0, sizeof metadata);
    metadata.staticMetadata.maxContentLightLevel = (float)atof(argv[4]); /* what the tone curve is made for */

    int failed = OH_PixelmapInitializationOptions_Create(&layout) ||
        OH_PixelmapInitializationOptions_SetWidth(layout, width) ||
        OH_PixelmapInitializationOptions_SetHeight(layout, height) ||
        OH_PixelmapInitializationOptions_SetPixelFormat(layout, PIXEL_FORMAT_RGBA_1010102) ||
        OH_PixelmapInitializationOptions_SetAlphaType(layout, PIXELMAP_ALPHA_TYPE_OPAQUE) ||
        OH_PixelmapNative_CreateEmptyPixelmap(layout, &hdr) || OH_PixelmapNative_WritePixels(hdr, pixels, size) ||
        OH_PixelmapNative_SetColorSpaceNative(hdr, space) ||
        OH_PixelmapNative_SetMetadata(hdr, HDR_STATIC_METADATA, &metadata) || OH_DecomposeOptions_Create(&options) ||
        OH_DecomposeOptions_SetIsFullSizeGainmap(options, argc == 7) ||
        OH_PictureNative_DecomposeToPicture(hdr, options, &picture) ||
        OH_PictureNative_GetMainPixelmap(picture, &base) || OH_PictureNative_GetGainmapPixelmap(picture, &map) ||
        OH_PixelmapNative_GetMetadata(map, HDR_GAINMAP_METADATA, &gains) ||
        OH_PictureNative_GetHdrComposedPixelmap(picture, &back) || pack(base, "image/png", argv[5], "-base.png") ||
        pack(map, "image/png", argv[5], "-map.png") || pack(hdr, "image/jpeg", argv[5], ".jpg") ||
        write_raw(back, pixels, size, argv[5]);
    if (failed)
        fprintf(stderr, "split_hdr: %s\n", OHIK_GetLastErrorMessage());
    else
        printf("headroom %.2f, gains from %.2f %.2f %.2f to %.2f %.2f %.2f\n",
            metadata.gainmapMetadata.alternateHeadroom, metadata.gainmapMetadata.gainmapMin[0],
            metadata.gainmapMetadata.gainmapMin[1], metadata.gainmapMetadata.gainmapMin[2],
            metadata.gainmapMetadata.gainmapMax[0], metadata.gainmapMetadata.gainmapMax[1],
            metadata.gainmapMetadata.gainmapMax[2]);

    OH_PixelmapNative_Destroy(&back);
    OH_PixelmapNative_Destroy(&map);
    OH_PixelmapNative_Destroy(&base);
    OH_PixelmapNative_Destroy(&hdr);
    OH_PictureNative_Release(picture);
    OH_DecomposeOptions_Release(options);
    OH_NativeColorSpaceManager_Destroy(space);
    OH_PixelmapInitializationOptions_Release(layout);
    free(pixels);
    return failed;
}
