/* Converts an image to JPEG, PNG, WebP, GIF or, where its plugin is there, HEIF, and tells how large the file is and how
 * long the packing took. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <multimedia/image_framework/image/image_packer_native.h>
#include <ohimagekit/ohimagekit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { DONE = 0, FAILED = 1, MISUSED = 2 };

/* Says on stderr what went wrong with whom; returns what main is to return. */
static int complain(int status, const char *whom, const char *what)
{
    fprintf(stderr, "pack_image: %s: %s\n", whom, what);
    return status;
}

/* The MIME type that a file name's ending stands for, or NULL. */
static const char *mime_type_of(const char *path)
{
    const char *names[][2] = {
        {".jpg", MIME_TYPE_JPEG}, {".jpeg", MIME_TYPE_JPEG}, {".png", MIME_TYPE_PNG}, {".webp", MIME_TYPE_WEBP},
        {".gif", MIME_TYPE_GIF}, {".heic", MIME_TYPE_HEIC}};
    const char *ending = strrchr(path, '.');
    for (size_t i = 0; ending && i < sizeof names / sizeof names[0]; i++)
        if (strcasecmp(ending, names[i][0]) == 0)
            return names[i][1];
    return NULL;
}

/* Decodes a file; the library says why if it cannot. */
static int decode(const char *path, OH_PixelmapNative **pixelmap, uint32_t *width, uint32_t *height)
{
    OH_ImageSourceNative *source = NULL;
    OH_Pixelmap_ImageInfo *info = NULL;
    int failed = OH_ImageSourceNative_CreateFromUri((char *)path, strlen(path), &source) ||
        OH_ImageSourceNative_CreatePixelmap(source, NULL, pixelmap) ||
        OH_PixelmapImageInfo_Create(&info) || OH_PixelmapNative_GetImageInfo(*pixelmap, info) ||
        OH_PixelmapImageInfo_GetWidth(info, width) || OH_PixelmapImageInfo_GetHeight(info, height);
    int status = failed ? complain(FAILED, path, OHIK_GetLastErrorMessage()) : DONE;
    OH_PixelmapImageInfo_Release(info);
    OH_ImageSourceNative_Release(source);
    return status;
}

/* Packs into an open file; ms receives the time that the pack call took. */
static int pack(OH_PixelmapNative *pixelmap, const char *mime, uint32_t quality, int fd, double *ms)
{
    OH_PackingOptions *options = NULL;
    OH_ImagePackerNative *packer = NULL;
    Image_MimeType type = {(char *)mime, strlen(mime)};
    struct timespec start = {0}, end = {0};
    int failed = OH_PackingOptions_Create(&options) || OH_PackingOptions_SetMimeType(options, &type) ||
        OH_PackingOptions_SetQuality(options, quality) || OH_ImagePackerNative_Create(&packer);
    clock_gettime(CLOCK_MONOTONIC, &start);
    failed = failed || OH_ImagePackerNative_PackToFileFromPixelmap(packer, options, pixelmap, fd);
    clock_gettime(CLOCK_MONOTONIC, &end);
    *ms = (double)(end.tv_sec - start.tv_sec) * 1e3 + (double)(end.tv_nsec - start.tv_nsec) / 1e6;
    int status = failed ? complain(FAILED, mime, OHIK_GetLastErrorMessage()) : DONE;
    OH_ImagePackerNative_Release(packer);
    OH_PackingOptions_Release(options);
    return status;
}

/* Packs into a file beside OUT, which takes OUT's name when all is well: a failure leaves OUT as it was. */
static int save(OH_PixelmapNative *pixels, const char *out, const char *mime, uint32_t quality, off_t *size, double *ms)
{
    char part[4096];
    struct stat packed = {0};
    if (snprintf(part, sizeof part, "%s.%ld.part", out, (long)getpid()) >= (int)sizeof part)
        return complain(FAILED, out, strerror(ENAMETOOLONG));
    int fd = open(part, O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (fd < 0)
        return complain(FAILED, out, strerror(errno));
    int status = pack(pixels, mime, quality, fd, ms);
    int complete = fstat(fd, &packed) == 0;
    complete = close(fd) == 0 && complete;
    if (status == DONE && !(complete && rename(part, out) == 0))
        status = complain(FAILED, out, strerror(errno));
    if (status != DONE)
        unlink(part);
    *size = packed.st_size;
    return status;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return printf("pack_image, OHImageKit %s\n", OHIK_GetVersion()) < 0;
    if (argc < 3 || argc > 4) {
        fprintf(stderr, "usage: pack_image IN OUT.{jpg,jpeg,png,webp,gif,heic} [QUALITY]\n"
                        "QUALITY is 0 to 100, 85 if not given; PNG is always lossless, WebP at 100, GIF has none\n");
        return MISUSED;
    }
    const char *in = argv[1], *out = argv[2], *digits = argc == 4 ? argv[3] : "85", *mime = mime_type_of(out);
    char *rest = NULL;
    long quality = strtol(digits, &rest, 10);
    if (!mime)
        return complain(MISUSED, out, "the name must end in .jpg, .jpeg, .png, .webp, .gif or .heic");
    if (rest == digits || *rest != '\0' || quality < 0 || quality > 100)
        return complain(MISUSED, digits, "the quality must be a number from 0 to 100");

    OH_PixelmapNative *pixelmap = NULL;
    uint32_t width = 0, height = 0;
    off_t size = 0;
    double ms = 0;
    int status = decode(in, &pixelmap, &width, &height);
    if (status == DONE)
        status = save(pixelmap, out, mime, (uint32_t)quality, &size, &ms);
    if (status == DONE)
        printf("%s %s q%ld %ux%u %lld bytes %.1f ms\n", out, mime, quality, width, height, (long long)size, ms);
    OH_PixelmapNative_Destroy(&pixelmap);
    return status;
}
