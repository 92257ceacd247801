/*
 * Files that are cut or damaged. Behind a good header a decoder gives what is there (image_source.md 5.6), before it a
 * documented code; nothing that is in a file brings a program down or keeps it waiting.
 */
#include "kit.h"

#include <multimedia/image_framework/image/image_source_native.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

enum { WIDTH = 203, HEIGHT = 151, MUTATIONS = SLOW ? 200 : 2000, SECONDS = 300 };

struct kind {
    const char *name, *mime, *command; /* %1$s the run's folder, %2$s the original, %3$s the file to make */
    enum { TOP_DOWN, BOTTOM_UP, PASSES } order;
    int header;         /* a cut inside the header */
    const char *pixels; /* what pixel data begin with */
    int skip;           /* and how many bytes after that they do */
};

static const struct kind kinds[] = {
    {"JPEG", "image/jpeg", "cjpeg -quality 90 -outfile %3$s %2$s", TOP_DOWN, 30, "\xFF\xDA", 14},
    {"progressive JPEG", "image/jpeg", "cjpeg -quality 90 -progressive -outfile %3$s %2$s", PASSES, 30, "\xFF\xDA", 14},
    {"PNG", "image/png", CONVERT " %2$s PNG24:%3$s", TOP_DOWN, 20, "IDAT", 6},
    {"interlaced PNG", "image/png", CONVERT " %2$s -interlace PNG PNG24:%3$s", PASSES, 20, "IDAT", 6},
    {"lossy WebP", "image/webp", "cwebp -quiet -q 80 %2$s -o %3$s", TOP_DOWN, 18, "VP8 ", 40},
    {"lossless WebP", "image/webp", "cwebp -quiet -lossless -z 0 %2$s -o %3$s", TOP_DOWN, 18, "VP8L", 40},
    {"GIF", "image/gif", CONVERT " %2$s -colors 250 GIF:%3$s", TOP_DOWN, 9, "\x2C\0\0\0\0", 11},
    {"BMP", "image/bmp", CONVERT " %2$s BMP3:%3$s", BOTTOM_UP, 20, "\x28\0\0\0", 40},
};

static struct bytes cut(struct bytes file, size_t size)
{
    file.size = size < file.size ? size : file.size;
    return file;
}

/* Decodes with both calls; their codes go together. */
static OH_PixelmapNative *decode(struct bytes file, int *fine)
{
    OH_ImageSourceNative *source = kit_source(file);
    OH_DecodingOptions *options = NULL;
    OH_PixelmapNative *map = NULL, *other = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), IMAGE_SUCCESS);
    int code = OH_ImageSourceNative_CreatePixelmap(source, NULL, &map);
    *fine = OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, options, IMAGE_ALLOCATOR_TYPE_AUTO, &other);
    CHECK_EQ(code, *fine == IMAGE_SUCCESS ? IMAGE_SUCCESS : IMAGE_UNSUPPORTED_OPERATION);
    CHECK((map == NULL) == (code != IMAGE_SUCCESS) && (other == NULL) == (code != IMAGE_SUCCESS));
    CHECK_EQ(OH_DecodingOptions_Release(options), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
    if (other)
        CHECK_EQ(OH_PixelmapNative_Destroy(&other), IMAGE_SUCCESS);
    return map;
}

static bool is_documented(int code)
{
    return code == IMAGE_SUCCESS || code == IMAGE_BAD_SOURCE || code == IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE
        || code == IMAGE_SOURCE_TOO_LARGE || code == IMAGE_DECODE_FAILED;
}

/* A file that is cut behind its header: the first `rows` rows that it holds are right, the last is blank if `blank`. */
static void check_cut(const struct kind *kind, struct bytes file, const struct judged *whole, const char *where,
    int rows, bool blank)
{
    int fine, failed = check_failed;
    OH_PixelmapNative *map = decode(file, &fine);
    CHECK_EQ(fine, IMAGE_SUCCESS);
    if (map) {
        struct bytes pixels = kit_pixels(map);
        CHECK_EQ(pixels.size, WIDTH * HEIGHT * 4);
        bool up = kind->order == BOTTOM_UP;
        size_t first = up ? (size_t)(HEIGHT - rows) * WIDTH * 4 : 0, last = up ? 0 : WIDTH * (HEIGHT - 1) * 4;
        if (rows > 0) {
            double psnr = judge_psnr(pixels.data + first, whole->rgba + first, (size_t)WIDTH * rows);
            if (!check_report(psnr >= (strcmp(kind->mime, "image/jpeg") ? 99 : 40), __FILE__, __LINE__, "first rows"))
                fprintf(stderr, ": %.1f dB in %d rows\n", psnr, rows);
        }
        for (int x = 1; blank && x < WIDTH; x++)
            CHECK(memcmp(pixels.data + last, pixels.data + last + x * 4, 4) == 0);
        free(pixels.data);
        struct bytes packed = kit_pack(NULL, map, "image/png", 0);
        struct judged image = judge("image/png", packed, WIDTH, HEIGHT);
        judged_free(&image);
        free(packed.data);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    }
    if (check_failed > failed)
        fprintf(stderr, "  in %s, %s (%zu bytes)\n", kind->name, where, file.size);
}

static size_t pixel_data(const struct kind *kind, struct bytes file)
{
    size_t length = kind->order == BOTTOM_UP || kind->skip == 11 ? 4 + (kind->skip == 11) : strlen(kind->pixels);
    uint8_t *found = memmem(file.data, file.size, kind->pixels, length);
    CHECK(found != NULL);
    return found ? (size_t)(found - file.data) + kind->skip : 0;
}

static void check_cuts(const struct kind *kind, struct bytes file)
{
    struct judged whole = strcmp(kind->mime, "image/jpeg") == 0 ? judge_jpeg(file)
        : strcmp(kind->mime, "image/png") == 0                  ? judge_png(file)
        : strcmp(kind->mime, "image/webp") == 0                 ? judge_webp(file)
                                                                : judge_convert(kit_path("file"), WIDTH, HEIGHT);
    int fine;
    /* In the signature, and in the header: too short. */
    for (int i = 0; i < 2; i++) {
        CHECK(decode(cut(file, i ? kind->header : 1), &fine) == NULL);
        if (!check_report(fine == IMAGE_BAD_SOURCE, __FILE__, __LINE__, "bad source"))
            fprintf(stderr, ": %s cut at %d gives %d\n", kind->name, i ? kind->header : 1, fine);
    }
    size_t start = pixel_data(kind, file), rest = file.size - start;
    bool passes = kind->order == PASSES;
    check_cut(kind, cut(file, start), &whole, "cut behind the header", 0, true);
    /* VP8 tells the modes of all blocks before the first pixel: 30 % of a small file need not show any. */
    bool modes_first = strcmp(kind->pixels, "VP8 ") == 0;
    int rows = passes || modes_first ? 0 : HEIGHT / 8;
    check_cut(kind, cut(file, start + rest * 3 / 10), &whole, "cut at 30 %", rows, !passes);
    check_cut(kind, cut(file, start + rest * 6 / 10), &whole, "cut at 60 %", passes ? 0 : HEIGHT / 3, !passes);
    check_cut(kind, cut(file, start + rest * 9 / 10), &whole, "cut at 90 %", passes ? 0 : HEIGHT * 2 / 3, false);
    check_cut(kind, file, &whole, "whole", HEIGHT, false);
    if (strcmp(kind->mime, "image/jpeg") == 0)
        check_cut(kind, cut(file, file.size - 2), &whole, "without EOI", HEIGHT, false);
    judged_free(&whole);
}

/* Passes: what an early cut shows is coarse, but it is there. */
static void check_coarse(const struct kind *kind, struct bytes file)
{
    int fine, colours = 0;
    OH_PixelmapNative *map = decode(cut(file, file.size * 6 / 10), &fine);
    CHECK_EQ(fine, IMAGE_SUCCESS);
    if (!map)
        return;
    struct bytes pixels = kit_pixels(map);
    for (int y = 8; y < HEIGHT; y += 8)
        colours += memcmp(pixels.data + y * WIDTH * 4, pixels.data + (y - 8) * WIDTH * 4, 4) != 0;
    if (!check_report(colours > 10, __FILE__, __LINE__, "coarse picture"))
        fprintf(stderr, ": %s at 60 %%: %d rows that differ\n", kind->name, colours);
    free(pixels.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
}

/* One byte of the pixel data changed, at 40 places. */
static void check_flips(const struct kind *kind, struct bytes file)
{
    size_t start = pixel_data(kind, file);
    for (int i = 0; i < 40; i++) {
        size_t at = start + (file.size - start) * i / 40;
        int fine;
        file.data[at] ^= (uint8_t)(1 << i % 8);
        OH_PixelmapNative *map = decode(file, &fine);
        file.data[at] ^= (uint8_t)(1 << i % 8);
        if (!check_report(is_documented(fine), __FILE__, __LINE__, "documented code"))
            fprintf(stderr, ": %s with byte %zu changed gives %d\n", kind->name, at, fine);
        if (map)
            CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    }
}

static struct bytes mutate(struct bytes file, uint64_t *state)
{
    struct bytes copy = {malloc(file.size), file.size};
    memcpy(copy.data, file.data, file.size);
    for (unsigned changes = 1 + kit_random(state) % 4; changes > 0; changes--) {
        /* Headers are where the surprises are: half of the changes go there. */
        size_t at = kit_random(state) % (kit_random(state) % 2 && copy.size > 64 ? 64 : copy.size);
        switch (kit_random(state) % 4) {
        case 0:
            copy.data[at] ^= (uint8_t)(1 << kit_random(state) % 8);
            break;
        case 1:
            copy.data[at] = (uint8_t)(kit_random(state) % 2 ? 0xFF : 0);
            break;
        case 2:
            copy.data[at] = (uint8_t)kit_random(state);
            break;
        default:
            if (kit_random(state) % 4 == 0)
                copy.size = at + 1;
            else
                memmove(copy.data + at, copy.data + at + 1, copy.size - at - 1);
        }
    }
    return copy;
}

/* Whether a header asks for more memory than a test may use. */
static bool is_huge(OH_ImageSourceNative *source)
{
    OH_ImageSource_Info *info = NULL;
    uint32_t width = 0, height = 0;
    CHECK_EQ(OH_ImageSourceInfo_Create(&info), IMAGE_SUCCESS);
    int code = OH_ImageSourceNative_GetImageInfo(source, 0, info);
    CHECK(code == IMAGE_SUCCESS || code == IMAGE_BAD_PARAMETER);
    OH_ImageSourceInfo_GetWidth(info, &width);
    OH_ImageSourceInfo_GetHeight(info, &height);
    CHECK_EQ(OH_ImageSourceInfo_Release(info), IMAGE_SUCCESS);
    return (uint64_t)width * height > 1 << 22;
}

struct progress {
    int index, decoded, refused;
    double slowest;
};

static void mutations(struct bytes file, volatile struct progress *progress)
{
    uint64_t state = 2026;
    alarm(SECONDS);
    for (progress->index = 0; progress->index < MUTATIONS; progress->index++) {
        struct bytes copy = mutate(file, &state);
        struct timespec before, after;
        int fine;
        OH_ImageSourceNative *source = kit_source(copy);
        clock_gettime(CLOCK_MONOTONIC, &before);
        if (!is_huge(source)) {
            OH_PixelmapNative *map = decode(copy, &fine);
            if (!check_report(is_documented(fine), __FILE__, __LINE__, "documented code"))
                fprintf(stderr, ": mutation %d gives %d\n", progress->index, fine);
            progress->decoded += fine == IMAGE_SUCCESS;
            progress->refused += fine != IMAGE_SUCCESS;
            if (map)
                CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
        }
        clock_gettime(CLOCK_MONOTONIC, &after);
        progress->slowest = fmax(progress->slowest,
            (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) / 1e9);
        CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
        free(copy.data);
    }
}

/* In a process of its own, so that a crash is one failed check that names its cause. */
static void check_mutations(const struct kind *kind, struct bytes file)
{
    struct progress *progress =
        mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int status = 0;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        check_failed = 0;
        mutations(file, progress);
        _exit(check_failures());
    }
    CHECK_EQ(waitpid(child, &status, 0), child);
    if (!check_report(status == 0, __FILE__, __LINE__, "mutations survived"))
        fprintf(stderr, ": %s, status %#x at mutation %d\n", kind->name, status, progress->index);
    /* The mutations must reach decoders, not only the first check of a header. */
    CHECK(progress->decoded > MUTATIONS / 50 && progress->refused > MUTATIONS / 50);
    CHECK(progress->slowest < 20);
    if (getenv("JOURNEYS_SHOW"))
        printf("%s: %d decoded, %d refused, slowest %.3f s\n", kind->name, progress->decoded, progress->refused,
            progress->slowest);
    munmap(progress, sizeof *progress);
}

static void make_original(const char *path, int width, int height)
{
    FILE *stream = fopen(path, "wb");
    uint64_t state = 5;
    fprintf(stream, "P6\n%d %d\n255\n", width, height);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            uint8_t pixel[] = {(uint8_t)(x + kit_random(&state) % 20), (uint8_t)(y + 30 + kit_random(&state) % 20),
                (uint8_t)(200 - y + kit_random(&state) % 20)};
            fwrite(pixel, 1, 3, stream);
        }
    CHECK_EQ(fclose(stream), 0);
}

static struct bytes make_file(const struct kind *kind, const char *original)
{
    char text[1024];
    const char *file = kit_path("file");
    CHECK_EQ(judge_run(text, sizeof text, kind->command, kit_folder(), kit_path(original), file), 0);
    CHECK_STR(text, "");
    return kit_read(file);
}

int main(void)
{
    make_original(kit_path("large.ppm"), WIDTH, HEIGHT);
    make_original(kit_path("small.ppm"), 24, 19);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct bytes large = make_file(&kinds[i], "large.ppm");
        check_cuts(&kinds[i], large);
        if (kinds[i].order == PASSES)
            check_coarse(&kinds[i], large);
        check_flips(&kinds[i], large);
        free(large.data);

        struct bytes small = make_file(&kinds[i], "small.ppm");
        check_mutations(&kinds[i], small);
        free(small.data);
    }
    return kit_done();
}
