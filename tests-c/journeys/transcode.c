/* Every kind of source to every kind of file, from one file into another. */
#include "kit.h"

#include <fcntl.h>

/* Sources, made by other programs from a photo of odd width; %1$s is the run's folder, %2$s the photo. */
static const struct source {
    const char *name, *command;
    double readers; /* dB that two readers of this format must agree on */
    bool alpha;
} sources[] = {
    {"in.jpg", CONVERT " %2$s PPM:- | cjpeg -quality 90 -outfile %1$s/in.jpg", 45, false},
    {"passes.jpg", CONVERT " %2$s PPM:- | cjpeg -quality 90 -progressive -outfile %1$s/passes.jpg", 45, false},
    {"in.png", CONVERT " %2$s -strip PNG24:%1$s/in.png", 99, false},
    {"alpha.png", CONVERT " %2$s -alpha set -channel A -fx 'i/w*j/h' -strip PNG32:%1$s/alpha.png", 99, true},
    {"in.gif", CONVERT " %2$s -colors 256 %1$s/in.gif", 99, false},
    {"in.bmp", CONVERT " %2$s BMP3:%1$s/in.bmp", 99, false},
    {"in.webp", "cwebp -quiet -q 90 %1$s/in.png -o %1$s/in.webp", 45, false},
    {"lossless.webp", "cwebp -quiet -lossless -z 1 %1$s/in.png -o %1$s/lossless.webp", 99, false},
    {"alpha.webp", "cwebp -quiet -lossless -exact -z 1 %1$s/alpha.png -o %1$s/alpha.webp", 99, true},
};

/* Targets; the MIME type is the packer's to read in any case. What a lossy one must keep was measured, less 0.3 dB. */
static const struct target {
    const char *mime, *spelled;
    int quality;
    double floor;
} targets[] = {
    {"image/jpeg", "image/jpeg", 90, 34.8},
    {"image/png", "IMAGE/PNG", 0, 99},
    {"image/webp", "image/WebP", 80, 33.8},
    {"image/webp", "image/webp", 100, 99},
};

static struct judged judge_source(const char *path, struct bytes file, int width, int height)
{
    const char *dot = strrchr(path, '.');
    return strcmp(dot, ".jpg") == 0 ? judge_jpeg(file)
        : strcmp(dot, ".png") == 0  ? judge_png(file)
        : strcmp(dot, ".webp") == 0 ? judge_webp(file)
                                    : judge_convert(path, width, height);
}

/*
 * What a program gets to see on the way: premultiplied pixels, and what is made of them again. Colours that alpha 0
 * hides are pixel_formats.c's business: here they are black.
 */
static void by_premultiplied(uint8_t *rgba, size_t pixels, bool over_black)
{
    for (size_t i = 0; i < pixels * 4; i += 4)
        for (int c = 0; c < 3; c++) {
            int alpha = rgba[i + 3], stored = (int)floor(rgba[i + c] * alpha / 255.0 + 0.5);
            double straight = alpha ? fmin(255, floor(stored * 255.0 / alpha + 0.5)) : 0;
            rgba[i + c] = (uint8_t)(over_black ? stored : straight);
        }
}

static struct bytes pack_to(const char *path, OH_ImageSourceNative *source, const struct target *target)
{
    OH_PackingOptions *options = kit_options(target->spelled, (uint32_t)target->quality);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    CHECK(fd >= 0);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromImageSource(kit_packer(), options, source, fd), IMAGE_SUCCESS);
    off_t end = lseek(fd, 0, SEEK_CUR);
    CHECK_EQ(close(fd), 0);
    CHECK_EQ(OH_PackingOptions_Release(options), IMAGE_SUCCESS);
    struct bytes file = kit_read(path);
    CHECK_EQ(file.size, end);
    return file;
}

static void transcode(const struct source *from, const struct target *to, const char *path, struct bytes file,
    int width, int height)
{
    OH_ImageSourceNative *sources[2] = {0};
    int fd = open(path, O_RDONLY);
    CHECK_EQ(OH_ImageSourceNative_CreateFromFd(fd, &sources[0]), IMAGE_SUCCESS);
    CHECK_EQ(close(fd), 0);
    CHECK_EQ(OH_ImageSourceNative_CreateFromUri((char *)path, strlen(path), &sources[1]), IMAGE_SUCCESS);
    struct bytes out = pack_to(kit_path("out"), sources[0], to);
    struct bytes again = pack_to(kit_path("out"), sources[0], to), other = pack_to(kit_path("out"), sources[1], to);
    CHECK(kit_same(out, again));
    CHECK(kit_same(out, other));

    struct judged before = judge_source(path, file, width, height), after = judge(to->mime, out, width, height);
    size_t pixels = (size_t)width * height;
    bool jpeg = strcmp(to->mime, "image/jpeg") == 0;
    CHECK_EQ(before.width, width);
    if (before.rgba && after.rgba) {
        if (!strstr(from->name, ".gif")) /* decode_sources.c judges these */
            CHECK_EQ(after.channels, from->alpha && !jpeg ? 4 : 3);
        CHECK_EQ(after.lossless, strcmp(to->mime, "image/webp") == 0 && to->quality == 100);
        if (!jpeg)
            for (size_t i = 3; i < pixels * 4; i += 4)
                CHECK(before.rgba[i] == after.rgba[i]);
        by_premultiplied(before.rgba, pixels, jpeg || to->floor < 99);
        if (to->floor < 99)
            by_premultiplied(after.rgba, pixels, true);
        for (size_t i = 0; i < pixels * 4; i += 4)
            if (after.rgba[i + 3] == 0)
                memset(after.rgba + i, 0, 3);
        double psnr = judge_psnr(before.rgba, after.rgba, pixels);
        if (getenv("JOURNEYS_SHOW"))
            printf("%s to %s %d: %.2f dB\n", from->name, to->mime, to->quality, psnr);
        CHECK(psnr >= fmin(from->readers, to->floor));
    }
    judged_free(&before);
    judged_free(&after);
    free(out.data);
    free(again.data);
    free(other.data);
    CHECK_EQ(OH_ImageSourceNative_Release(sources[0]), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_Release(sources[1]), IMAGE_SUCCESS);
}

int main(void)
{
    char text[1024];
    for (size_t s = 0; s < sizeof sources / sizeof *sources; s++) {
        CHECK_EQ(judge_run(text, sizeof text, sources[s].command, kit_folder(), TEST_IMAGES "/chelsea.png"), 0);
        CHECK_STR(text, "");
        char path[256];
        snprintf(path, sizeof path, "%s", kit_path(sources[s].name));
        struct bytes file = kit_read(path);
        for (size_t t = 0; t < sizeof targets / sizeof *targets; t++) {
            int failed = check_failed;
            transcode(&sources[s], &targets[t], path, file, 451, 300);
            if (check_failed > failed)
                fprintf(stderr, "  %s to %s %d\n", sources[s].name, targets[t].mime, targets[t].quality);
        }
        struct bytes after = kit_read(path);
        CHECK(kit_same(file, after)); /* the source is as it was */
        free(after.data);
        free(file.data);
    }
    return kit_done();
}
