/*
 * JPEG files of every kind, made by libjpeg-turbo's tools and by ImageMagick: the pixels are djpeg's, to the last bit,
 * from memory and from files, for one thread and for several. Not a byte is read behind a buffer's end.
 */
#include "kit.h"

#include <multimedia/image_framework/image/image_source_native.h>
#include <pthread.h>
#include <sys/mman.h>

enum { WIDTH = 93, HEIGHT = 70, THREADS = 4 };

/* %1$s is the run's folder. */
#define CJPEG "cjpeg -outfile %1$s/made.jpg "
#define PICTURE " %1$s/picture.ppm"

static const char *const made[] = {
    CJPEG PICTURE,
    CJPEG "-progressive" PICTURE,
    CJPEG "-arithmetic" PICTURE,
    CJPEG "-grayscale" PICTURE,
    CJPEG "-rgb" PICTURE,
    CJPEG "-sample 1x1" PICTURE,
    CJPEG "-sample 2x1 -progressive" PICTURE,
    CJPEG "-sample 1x2" PICTURE,
    CJPEG "-sample 4x1" PICTURE,
    CJPEG "-sample 1x4" PICTURE,
    CJPEG "-sample 3x1" PICTURE,
    CJPEG "-sample 2x2,2x1,1x2" PICTURE,
    CJPEG "-restart 1" PICTURE,
    CJPEG "-restart 2B -progressive" PICTURE,
    CJPEG PICTURE " && jpegtran -progressive -copy all -outfile %1$s/turned.jpg -rotate 90 %1$s/made.jpg && "
                  "mv %1$s/turned.jpg %1$s/made.jpg",
    CONVERT PICTURE " -colorspace CMYK -quality 94 %1$s/made.jpg",
    CONVERT PICTURE " -colorspace CMYK -sampling-factor 1x1 -interlace JPEG %1$s/made.jpg",
};

static void make(const char *command)
{
    char text[1024];
    CHECK_EQ(judge_run(text, sizeof text, command, kit_folder()), 0);
    CHECK_STR(text, "");
}

static void make_picture(const char *path, int width, int height)
{
    FILE *stream = fopen(path, "wb");
    uint64_t state = 3;
    CHECK(stream != NULL);
    fprintf(stream, "P6\n%d %d\n255\n", width, height);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            uint8_t pixel[] = {(uint8_t)(x * 2 + kit_random(&state) % 9), (uint8_t)(y * 3), (uint8_t)(x / 8 % 2 * 99)};
            fwrite(pixel, 1, 3, stream);
        }
    CHECK_EQ(fclose(stream), 0);
}

/* What djpeg makes of the file. */
static struct judged judge_djpeg(void)
{
    struct judged image = {0};
    char text[1024], kind = 0;
    CHECK_EQ(judge_run(text, sizeof text, "djpeg -pnm -outfile %1$s/judged.pnm %1$s/made.jpg", kit_folder()), 0);
    struct bytes file = kit_read(kit_path("judged.pnm"));
    int start = 0;
    if (!file.data)
        return image;
    file.data[file.size] = 0;
    if (file.size > 8)
        sscanf((char *)file.data, "P%c %d %d 255%n", &kind, &image.width, &image.height, &start);
    size_t pixels = (size_t)image.width * image.height, samples = kind == '5' ? 1 : 3;
    CHECK_EQ(file.size, start + 1 + pixels * samples);
    if (file.size == start + 1 + pixels * samples) {
        image.rgba = malloc(pixels * 4);
        for (size_t i = 0; i < pixels; i++) {
            for (size_t c = 0; c < 3; c++)
                image.rgba[i * 4 + c] = file.data[start + 1 + i * samples + (samples == 3 ? c : 0)];
            image.rgba[i * 4 + 3] = 255;
        }
    }
    free(file.data);
    return image;
}

/* Decodes to RGBA_8888, and tells whether the pixels are the judge's. */
static bool is_as_judged(OH_ImageSourceNative *source, const struct judged *image)
{
    OH_PixelmapNative *map = NULL;
    if (!check_report(OH_ImageSourceNative_CreatePixelmap(source, NULL, &map) == IMAGE_SUCCESS, __FILE__, __LINE__, "decoded"))
        return false;
    struct bytes pixels = kit_pixels(map);
    struct kit_info info = kit_info(map);
    bool same = image->rgba && (int)info.width == image->width && (int)info.height == image->height
        && info.alpha == PIXELMAP_ALPHA_TYPE_OPAQUE && pixels.size == (size_t)image->width * image->height * 4
        && memcmp(pixels.data, image->rgba, pixels.size) == 0;
    free(pixels.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    return same;
}

static void check_pixels(void)
{
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        int failed = check_failed;
        make(made[i]);
        struct judged image = judge_djpeg();
        const char *path = kit_path("made.jpg");
        struct bytes file = kit_read(path);
        OH_ImageSourceNative *source = kit_source(file);
        CHECK(is_as_judged(source, &image));
        CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
        CHECK_EQ(OH_ImageSourceNative_CreateFromUri((char *)path, strlen(path), &source), IMAGE_SUCCESS);
        CHECK(is_as_judged(source, &image));
        CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
        judged_free(&image);
        free(file.data);
        if (check_failed > failed)
            fprintf(stderr, "  of %s\n", made[i]);
    }
}

/* NV12 and NV21, native or not, show what RGBA shows. The sides are odd. */
static void check_planes(void)
{
    for (int format = PIXEL_FORMAT_NV21; format <= PIXEL_FORMAT_NV12; format++)
        for (size_t i = 0; i < 6; i++) {
            make(made[i]);
            struct judged image = judge_djpeg();
            struct bytes file = kit_read(kit_path("made.jpg"));
            OH_ImageSourceNative *source = kit_source(file);
            OH_DecodingOptions *options = NULL;
            OH_PixelmapNative *map = NULL;
            CHECK_EQ(OH_DecodingOptions_Create(&options), IMAGE_SUCCESS);
            CHECK_EQ(OH_DecodingOptions_SetPixelFormat(options, format), IMAGE_SUCCESS);
            CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), IMAGE_SUCCESS);
            CHECK_EQ(kit_info(map).format, format);
            struct bytes packed = kit_pack(NULL, map, "image/png", 0);
            struct judged again = judge("image/png", packed, WIDTH, HEIGHT);
            double psnr = again.rgba && image.rgba ? judge_psnr(again.rgba, image.rgba, WIDTH * HEIGHT) : 0;
            /* Chroma of half the resolution costs most where the file has all of it. */
            if (!check_report(psnr >= 27, __FILE__, __LINE__, "planes look like the pixels"))
                fprintf(stderr, ": %.1f dB in format %d of %s\n", psnr, format, made[i]);
            judged_free(&again);
            judged_free(&image);
            free(packed.data);
            free(file.data);
            CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
            CHECK_EQ(OH_DecodingOptions_Release(options), IMAGE_SUCCESS);
            CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
        }
}

/* A user's buffer of `size` bytes, read in place, and an unreadable page behind it. */
static int decode_at_the_edge(struct bytes file, size_t size, uint8_t *end)
{
    OH_ImageSourceNative *source = NULL;
    OH_PixelmapNative *map = NULL;
    memcpy(end - size, file.data, size);
    CHECK_EQ(OH_ImageSourceNative_CreateFromDataWithUserBuffer(end - size, size, &source), IMAGE_SUCCESS);
    int code = OH_ImageSourceNative_CreatePixelmap(source, NULL, &map);
    if (map)
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
    return code;
}

static void check_edges(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), room = 64 * page;
    uint8_t *memory = mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(memory != MAP_FAILED);
    CHECK_EQ(mprotect(memory + room, page, PROT_NONE), 0);
    for (size_t i = 0; i < 4; i++) {
        make(made[i]);
        struct bytes file = kit_read(kit_path("made.jpg"));
        CHECK(file.size < room);
        uint8_t *scan = memmem(file.data, file.size, "\xFF\xDA", 2);
        CHECK(scan != NULL);
        size_t header = scan ? (size_t)(scan - file.data) + 2 + scan[3] : 0;
        for (size_t cut = 1; cut <= file.size; cut += SLOW ? 97 : 7) {
            bool decoded = decode_at_the_edge(file, cut, memory + room) == IMAGE_SUCCESS;
            if (!check_report(decoded == (cut >= header), __FILE__, __LINE__, "decoded behind the header"))
                fprintf(stderr, ": cut at %zu of %zu, header %zu, %s\n", cut, file.size, header, made[i]);
        }
        /* A damaged EOI: the second of its bytes lies behind the end. */
        file.data[file.size - 2] = 0;
        file.data[file.size - 1] = 0xFF;
        CHECK_EQ(decode_at_the_edge(file, file.size, memory + room), IMAGE_SUCCESS);
        free(file.data);
    }
    munmap(memory, room + page);
}

/* A wide file with restart markers, fill bytes in front of markers, and bytes behind EOI. */
static void check_wide(void)
{
    int width = SLOW ? 1000 : 16384, height = 130;
    make_picture(kit_path("picture.ppm"), width, height);
    make(CJPEG "-restart 5B" PICTURE);
    struct judged image = judge_djpeg();
    struct bytes file = kit_read(kit_path("made.jpg"));
    struct bytes filled = {malloc(file.size * 2 + 100), 0};
    for (size_t i = 0; i < file.size; i++) {
        uint8_t next = i + 1 < file.size ? file.data[i + 1] : 0;
        if (file.data[i] == 0xFF && ((next >= 0xD0 && next <= 0xD7) || next == 0xDA || next == 0xD9)) {
            memset(filled.data + filled.size, 0xFF, 3);
            filled.size += 3;
        }
        filled.data[filled.size++] = file.data[i];
    }
    CHECK(filled.size > file.size + (size_t)width / 16 / 5);
    memset(filled.data + filled.size, 0xC0, 100);
    filled.size += 100;
    OH_ImageSourceNative *source = kit_source(filled);
    CHECK(is_as_judged(source, &image));
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
    free(filled.data);
    free(file.data);
    judged_free(&image);
}

struct job {
    OH_ImageSourceNative *source;
    const struct judged *image;
    int right;
};

static void *decode_often(void *argument)
{
    struct job *job = argument;
    for (int i = 0; i < (SLOW ? 2 : 20); i++)
        job->right += is_as_judged(job->source, job->image);
    return NULL;
}

/* One source, decoded by several threads at the same time. */
static void check_threads(void)
{
    make(CJPEG "-progressive" PICTURE);
    struct judged image = judge_djpeg();
    struct bytes file = kit_read(kit_path("made.jpg"));
    OH_ImageSourceNative *source = kit_source(file);
    pthread_t threads[THREADS];
    struct job jobs[THREADS];
    for (int i = 0; i < THREADS; i++) {
        jobs[i] = (struct job){source, &image, 0};
        CHECK_EQ(pthread_create(&threads[i], NULL, decode_often, &jobs[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
        CHECK_EQ(jobs[i].right, SLOW ? 2 : 20);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
    free(file.data);
    judged_free(&image);
}

int main(void)
{
    make_picture(kit_path("picture.ppm"), WIDTH, HEIGHT);
    check_pixels();
    check_planes();
    check_edges();
    check_threads();
    check_wide();
    return kit_done();
}
