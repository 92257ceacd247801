/* Packs image files as the frames of a GIF animation:
 *
 *     pack_animation OUT.gif DELAY LOOPS FRAME...
 *
 * DELAY is in hundredths of a second, LOOPS is how often the animation runs again, 0 without end. Frames with alpha are
 * cleared before the next one is drawn, frames without stay, so that only what changes has to be in the file. */
#include <errno.h>
#include <fcntl.h>
#include <multimedia/image_framework/image/image_packer_native.h>
#include <ohimagekit/ohimagekit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Disposal types of GIF89a. */
enum { KEEP = 1, CLEAR = 2 };

static int complain(const char *whom, const char *what)
{
    fprintf(stderr, "pack_animation: %s: %s\n", whom, what);
    return 1;
}

/* Decodes a file, and says how the GIF is to dispose of it. */
static int decode(const char *path, OH_PixelmapNative **frame, uint32_t *disposal)
{
    OH_ImageSourceNative *source = NULL;
    OH_Pixelmap_ImageInfo *info = NULL;
    int32_t alpha = PIXELMAP_ALPHA_TYPE_UNKNOWN;
    int failed = OH_ImageSourceNative_CreateFromUri((char *)path, strlen(path), &source) ||
        OH_ImageSourceNative_CreatePixelmap(source, NULL, frame) || OH_PixelmapImageInfo_Create(&info) ||
        OH_PixelmapNative_GetImageInfo(*frame, info) || OH_PixelmapImageInfo_GetAlphaType(info, &alpha);
    if (failed)
        complain(path, OHIK_GetLastErrorMessage());
    *disposal = alpha == PIXELMAP_ALPHA_TYPE_OPAQUE ? KEEP : CLEAR;
    OH_PixelmapImageInfo_Release(info);
    OH_ImageSourceNative_Release(source);
    return failed;
}

/* Packs the frames into an open file; ms receives the time that the pack call took. */
static int pack(OH_PixelmapNative **frames, uint32_t *disposals, size_t count, int32_t delay, uint32_t loops, int fd,
    double *ms)
{
    OH_PackingOptionsForSequence *options = NULL;
    OH_ImagePackerNative *packer = NULL;
    struct timespec start = {0}, end = {0};
    /* The last delay counts for all frames behind it, so one is enough. */
    int failed = OH_PackingOptionsForSequence_Create(&options) ||
        OH_PackingOptionsForSequence_SetFrameCount(options, (uint32_t)count) ||
        OH_PackingOptionsForSequence_SetDelayTimeList(options, &delay, 1) ||
        OH_PackingOptionsForSequence_SetDisposalTypes(options, disposals, count) ||
        OH_PackingOptionsForSequence_SetLoopCount(options, loops) || OH_ImagePackerNative_Create(&packer);
    timespec_get(&start, TIME_UTC);
    failed = failed || OH_ImagePackerNative_PackToFileFromPixelmapSequence(packer, options, frames, count, fd);
    timespec_get(&end, TIME_UTC);
    *ms = (double)(end.tv_sec - start.tv_sec) * 1e3 + (double)(end.tv_nsec - start.tv_nsec) / 1e6;
    OH_ImagePackerNative_Release(packer);
    OH_PackingOptionsForSequence_Release(options);
    return failed;
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr, "usage: pack_animation OUT.gif DELAY LOOPS FRAME...\n");
        return 2;
    }
    const char *out = argv[1];
    size_t count = (size_t)argc - 4;
    OH_PixelmapNative **frames = calloc(count, sizeof *frames);
    uint32_t *disposals = calloc(count, sizeof *disposals);
    struct stat packed = {0};
    double ms = 0;
    int fd = -1, failed = frames == NULL || disposals == NULL ? complain(out, strerror(ENOMEM)) : 0;
    for (size_t i = 0; i < count && !failed; i++)
        failed = decode(argv[4 + i], &frames[i], &disposals[i]);
    if (!failed && (fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0666)) < 0)
        failed = complain(out, strerror(errno));
    if (fd >= 0) {
        if (pack(frames, disposals, count, atoi(argv[2]), (uint32_t)atoi(argv[3]), fd, &ms))
            failed = complain(out, OHIK_GetLastErrorMessage());
        if (fstat(fd, &packed) | close(fd))
            failed = complain(out, strerror(errno));
        if (failed)
            unlink(out);
    }
    if (!failed)
        printf("%s %zu frames %lld bytes %.1f ms\n", out, count, (long long)packed.st_size, ms);
    for (size_t i = 0; frames != NULL && i < count; i++)
        OH_PixelmapNative_Destroy(&frames[i]);
    free(disposals);
    free(frames);
    return failed;
}
