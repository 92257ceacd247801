/*
 * OH_ImagePackerNative_PackTo{Data,File}FromPixelmapSequence: every code and its order, lists and counts, sizes of buffers,
 * pixel formats, threads. What frames look like is judged in tests/judges/gif.rs; here the blocks of the file are read.
 */
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <unistd.h>

#include <multimedia/image_framework/image/image_source_native.h>
#include <ohimagekit/packing_options.h>

#include "support.h"

enum { ASSUMED = 26214400, FRAMES = 5 };

static OH_ImagePackerNative *packer;
static OH_PixelmapNative *maps[FRAMES];

static OH_PackingOptionsForSequence *make_sequence(uint32_t frames)
{
    OH_PackingOptionsForSequence *options = NULL;
    int32_t delay = 10;
    CHECK_EQ(OH_PackingOptionsForSequence_Create(&options), OK);
    CHECK_EQ(OH_PackingOptionsForSequence_SetFrameCount(options, frames), OK);
    CHECK_EQ(OH_PackingOptionsForSequence_SetDelayTimeList(options, &delay, 1), OK);
    return options;
}

static void release(OH_PackingOptionsForSequence *options)
{
    CHECK_EQ(OH_PackingOptionsForSequence_Release(options), OK);
}

/* What the file says of its frames. */
struct frame {
    int disposal, delay, width, height, left, top;
    bool transparent;
};

struct animation {
    int width, height, frames, loops; /* loops is -1 if nothing is said */
    struct frame frame[64];
};

static int word(const uint8_t *at)
{
    return at[0] | at[1] << 8;
}

static const uint8_t *skip_blocks(const uint8_t *at, const uint8_t *end)
{
    while (at < end && *at != 0)
        at += 1 + *at;
    return at + 1;
}

static struct animation read_gif(const uint8_t *file, size_t length)
{
    struct animation animation = {.loops = -1};
    const uint8_t *at = file + 13, *end = file + length;
    struct frame next = {0};
    CHECK(length > 14 && memcmp(file, "GIF89a", 6) == 0 && end[-1] == 0x3B);
    if (length < 14)
        return animation;
    animation.width = word(file + 6), animation.height = word(file + 8);
    if (file[10] & 0x80)
        at += 3 << ((file[10] & 7) + 1);
    while (at < end && *at != 0x3B) {
        if (at[0] == 0x21 && at[1] == 0xF9) {
            CHECK_EQ(at[2], 4);
            next = (struct frame){.disposal = at[3] >> 2, .delay = word(at + 4), .transparent = at[3] & 1};
            at += 8;
        } else if (at[0] == 0x21 && at[1] == 0xFF) {
            CHECK(memcmp(at + 2, "\x0BNETSCAPE2.0\3\1", 14) == 0);
            CHECK_EQ(animation.loops, -1);
            animation.loops = word(at + 16);
            at = skip_blocks(at + 2, end);
        } else {
            CHECK_EQ(at[0], 0x2C);
            next.left = word(at + 1), next.top = word(at + 3), next.width = word(at + 5), next.height = word(at + 7);
            CHECK(next.left + next.width <= animation.width && next.top + next.height <= animation.height);
            if (animation.frames < (int)COUNT(animation.frame))
                animation.frame[animation.frames] = next;
            animation.frames++;
            int flags = at[9];
            at += 10 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
            CHECK(*at >= 2 && *at <= 8);
            at = skip_blocks(at + 1, end);
        }
    }
    CHECK(at + 1 == end);
    return animation;
}

/* Packs and reads back. */
static struct animation packed(OH_PackingOptionsForSequence *options, size_t length)
{
    uint8_t *data = allocate(1 << 20);
    size_t size = 1 << 20;
    struct animation animation = {0};
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmapSequence(packer, options, maps, length, data, &size), OK);
    if (size < 1 << 20)
        animation = read_gif(data, size);
    free(data);
    return animation;
}

/* Both functions give `code`, which is no success, and change nothing. */
static void refused(int line, int code, OH_ImagePackerNative *by, OH_PackingOptionsForSequence *options,
    OH_PixelmapNative **sequence, size_t length)
{
    uint8_t data[64] = {7};
    size_t size = sizeof data;
    int failed = check_failed, fd = open("/dev/null", O_WRONLY);
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmapSequence(by, options, sequence, length, data, &size), code);
    CHECK(size == sizeof data && data[0] == 7);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromPixelmapSequence(by, options, sequence, length, fd), code);
    CHECK_EQ(close(fd), 0);
    if (check_failed > failed)
        fprintf(stderr, "  in line %d\n", line);
}

static void bad_arguments(void)
{
    OH_PackingOptionsForSequence *options = make_sequence(2), *gone = make_sequence(2), *empty = NULL;
    OH_ImagePackerNative *gone_packer = make_packer();
    OH_PixelmapNative *gone_map = make_noise(4, 4, 1);
    release(gone);
    CHECK_EQ(OH_ImagePackerNative_Release(gone_packer), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&gone_map), OK);
    refused(__LINE__, BAD, NULL, options, maps, 2);
    refused(__LINE__, BAD, gone_packer, options, maps, 2);
    refused(__LINE__, BAD, packer, NULL, maps, 2);
    refused(__LINE__, BAD, packer, gone, maps, 2);
    refused(__LINE__, BAD, packer, options, NULL, 2);
    refused(__LINE__, BAD, packer, options, maps, 0);
    OH_PixelmapNative *holed[] = {maps[0], NULL, maps[1]}, *released[] = {maps[0], gone_map ? gone_map : maps[1]};
    refused(__LINE__, BAD, packer, options, holed, 3);
    released[1] = (OH_PixelmapNative *)options;
    refused(__LINE__, BAD, packer, options, released, 2);
    /* What no frame is made of is not looked at. */
    CHECK_EQ(OH_PackingOptionsForSequence_SetFrameCount(options, 1), OK);
    uint8_t data[1 << 12];
    size_t size = sizeof data;
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmapSequence(packer, options, holed, 3, data, &size), OK);
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmapSequence(packer, options, maps, 2, NULL, &size), BAD);
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmapSequence(packer, options, maps, 2, data, NULL), BAD);

    /* No frames, no delays. */
    CHECK_EQ(OH_PackingOptionsForSequence_Create(&empty), OK);
    refused(__LINE__, BAD, packer, empty, maps, 2);
    CHECK_EQ(OH_PackingOptionsForSequence_SetFrameCount(empty, 2), OK);
    refused(__LINE__, BAD, packer, empty, maps, 2);
    int32_t delays[] = {1, 65535, 10};
    CHECK_EQ(OH_PackingOptionsForSequence_SetDelayTimeList(empty, delays, 0), OK);
    refused(__LINE__, BAD, packer, empty, maps, 2);
    CHECK_EQ(OH_PackingOptionsForSequence_SetDelayTimeList(empty, delays, 3), OK);
    CHECK_EQ(packed(empty, 2).frames, 2);
    CHECK_EQ(OH_PackingOptionsForSequence_SetFrameCount(empty, 0), OK);
    refused(__LINE__, BAD, packer, empty, maps, 2);
    release(empty);
    release(options);
}

/* Values out of range, also behind the last frame. */
static void bad_values(void)
{
    static const int32_t bad_delays[] = {0, -1, 65536, INT_MIN, INT_MAX};
    static const uint32_t bad_disposals[] = {4, 7, 256, UINT32_MAX}, bad_loops[] = {65536, UINT32_MAX};
    for (size_t i = 0; i < COUNT(bad_delays); i++)
        for (int at = 0; at < 3; at++) {
            OH_PackingOptionsForSequence *options = make_sequence(2);
            int32_t delays[] = {1, 1, 1};
            delays[at] = bad_delays[i];
            CHECK_EQ(OH_PackingOptionsForSequence_SetDelayTimeList(options, delays, 3), OK);
            refused(__LINE__, BAD, packer, options, maps, 2);
            release(options);
        }
    for (size_t i = 0; i < COUNT(bad_disposals); i++)
        for (int at = 0; at < 3; at++) {
            OH_PackingOptionsForSequence *options = make_sequence(2);
            uint32_t disposals[] = {0, 1, 3};
            disposals[at] = bad_disposals[i];
            CHECK_EQ(OH_PackingOptionsForSequence_SetDisposalTypes(options, disposals, 3), OK);
            refused(__LINE__, BAD, packer, options, maps, 2);
            release(options);
        }
    for (size_t i = 0; i < COUNT(bad_loops); i++) {
        OH_PackingOptionsForSequence *options = make_sequence(2);
        CHECK_EQ(OH_PackingOptionsForSequence_SetLoopCount(options, bad_loops[i]), OK);
        refused(__LINE__, BAD, packer, options, maps, 2);
        release(options);
    }
}

static void descriptors(void)
{
    OH_PackingOptionsForSequence *options = make_sequence(3);
    int null = open("/dev/null", O_RDONLY), full = open("/dev/full", O_WRONLY);
    int closed = dup(null);
    CHECK_EQ(close(closed), 0);
#define TO(fd) OH_ImagePackerNative_PackToFileFromPixelmapSequence(packer, options, maps, FRAMES, fd)
    CHECK_EQ(TO(-1), BAD);
    CHECK_EQ(TO(closed), BAD);
    CHECK_EQ(TO(null), BAD);
    CHECK_EQ(TO(full), NOT_ENCODED);
    CHECK_EQ(close(null), 0);
    CHECK_EQ(close(full), 0);

    /* Where the descriptor stands, without truncation, and again behind that. */
    char path[] = "/tmp/ohimagekit-sequence-XXXXXX";
    int fd = mkstemp(path);
    uint8_t *data = allocate(1 << 20), *file = allocate(1 << 20);
    size_t size = 1 << 20;
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmapSequence(packer, options, maps, FRAMES, data, &size), OK);
    CHECK_EQ(write(fd, "before", 6), 6);
    CHECK_EQ(TO(fd), OK);
    CHECK_EQ(lseek(fd, 0, SEEK_CUR), 6 + (long)size);
    CHECK_EQ(TO(fd), OK);
    CHECK_EQ(pread(fd, file, 1 << 20, 0), 6 + 2 * (long)size);
    CHECK(memcmp(file, "before", 6) == 0 && memcmp(file + 6, data, size) == 0 && memcmp(file + 6 + size, data, size) == 0);
    CHECK_EQ(close(fd), 0);
    remove(path);
#undef TO
    free(data);
    free(file);
    release(options);
}

/* 0 and more than 2^63-1 stand for 25 MiB, an exact fit fits, one byte less does not. */
static void sizes(void)
{
    OH_PackingOptionsForSequence *options = make_sequence(4);
    uint8_t *data = allocate(ASSUMED);
    size_t length = ASSUMED, size;
#define PACK() OH_ImagePackerNative_PackToDataFromPixelmapSequence(packer, options, maps, FRAMES, data, &size)
    size = length;
    CHECK_EQ(PACK(), OK);
    length = size;
    CHECK(length > 1000 && length < 1 << 20);
    static const size_t assumed[] = {0, SIZE_MAX, (size_t)1 << 63};
    for (size_t i = 0; i < COUNT(assumed); i++) {
        size = assumed[i];
        CHECK_EQ(PACK(), OK);
        CHECK_EQ(size, length);
    }
    memset(data, 0x5A, length + 1);
    size = length;
    CHECK_EQ(PACK(), OK);
    CHECK(size == length && data[length] == 0x5A);
    memset(data, 0x5A, length);
    size_t small[] = {1, 16, length / 2, length - 1};
    for (size_t i = 0; i < COUNT(small); i++) {
        size = small[i];
        CHECK_EQ(PACK(), NOT_ENCODED);
        CHECK(size == small[i] && data[small[i]] == 0x5A);
    }
    /* A frame count that no memory holds ends with the buffer. */
    CHECK_EQ(OH_PackingOptionsForSequence_SetFrameCount(options, UINT32_MAX), OK);
    size = ASSUMED;
    CHECK_EQ(PACK(), NOT_ENCODED);
    CHECK_EQ(size, ASSUMED);
#undef PACK
    free(data);
    release(options);
}

static void lists(void)
{
    OH_PackingOptionsForSequence *options = make_sequence(6);
    int32_t delays[] = {1, 65535, 300, 4, 5, 6, 7, 8};
    uint32_t disposals[] = {1, 0, 3, 2, 1, 2, 0, 0};
    struct animation animation = packed(options, FRAMES);
    CHECK_EQ(animation.frames, 6);
    CHECK_EQ(animation.width, 33);
    CHECK_EQ(animation.height, 21);
    for (int i = 0; i < 6; i++)
        CHECK(animation.frame[i].delay == 10 && animation.frame[i].disposal == 1);
    /* The sixth frame is the fifth PixelMap again: nothing of it has to be drawn. */
    CHECK(animation.frame[5].width == 1 && animation.frame[5].height == 1 && animation.frame[5].transparent);

    for (int count = 1; count <= 8; count++) {
        CHECK_EQ(OH_PackingOptionsForSequence_SetDelayTimeList(options, delays, (size_t)count), OK);
        CHECK_EQ(OH_PackingOptionsForSequence_SetDisposalTypes(options, disposals, (size_t)count), OK);
        animation = packed(options, FRAMES);
        for (int i = 0; i < 6; i++) {
            CHECK_EQ(animation.frame[i].delay, delays[i < count ? i : count - 1]);
            CHECK_EQ(animation.frame[i].disposal, disposals[i < count ? i : count - 1]);
        }
    }
    /* No disposal types, as programs for devices say it. */
    uint32_t *nowhere = (uint32_t *)(uintptr_t)16;
    CHECK_EQ(OH_PackingOptionsForSequence_SetDisposalTypes(options, NULL, 0), OK);
    CHECK_EQ(packed(options, FRAMES).frame[3].disposal, 1);
    CHECK_EQ(OH_PackingOptionsForSequence_SetDisposalTypes(options, nowhere, 0), OK);
    CHECK_EQ(packed(options, FRAMES).frame[3].disposal, 1);

    CHECK_EQ(packed(options, 1).frames, 6);
    static const uint32_t loops[] = {0, 1, 65535};
    CHECK_EQ(packed(options, FRAMES).loops, -1);
    for (size_t i = 0; i < COUNT(loops); i++) {
        CHECK_EQ(OH_PackingOptionsForSequence_SetLoopCount(options, loops[i]), OK);
        CHECK_EQ(packed(options, FRAMES).loops, loops[i]);
    }
    release(options);
}

/* What public programs do: solid frames of 600x400 into 10000 bytes. */
static void solid_frames(void)
{
    OH_PixelmapNative *solid[3];
    uint8_t *pixels = allocate(600 * 400 * 3);
    for (int i = 0; i < 3; i++) {
        memset(pixels, 80 * i + 15, 600 * 400 * 3);
        OH_Pixelmap_InitializationOptions *init =
            make_init(600, 400, PIXEL_FORMAT_RGB_888, PIXEL_FORMAT_RGB_888, PIXELMAP_ALPHA_TYPE_OPAQUE);
        CHECK_EQ(OH_PixelmapNative_CreatePixelmap(pixels, 600 * 400 * 3, init, &solid[i]), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    }
    OH_PackingOptionsForSequence *options = make_sequence(3);
    uint8_t data[10000];
    size_t size = sizeof data;
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmapSequence(packer, options, solid, 3, data, &size), OK);
    CHECK(size < 6000);
    CHECK_EQ(read_gif(data, size).frames, 3);
    release(options);
    free(pixels);
    for (int i = 0; i < 3; i++)
        CHECK_EQ(OH_PixelmapNative_Destroy(&solid[i]), OK);
}

/* Every pixel format, as a frame and as a single image; too long sides. */
static void formats_and_sides(void)
{
    static const int32_t formats[] = {PIXEL_FORMAT_RGB_565, PIXEL_FORMAT_RGBA_8888, PIXEL_FORMAT_BGRA_8888,
        PIXEL_FORMAT_RGB_888, PIXEL_FORMAT_ALPHA_8, PIXEL_FORMAT_RGBA_F16, PIXEL_FORMAT_NV21, PIXEL_FORMAT_NV12,
        PIXEL_FORMAT_RGBA_1010102, PIXEL_FORMAT_YCBCR_P010, PIXEL_FORMAT_YCRCB_P010, PIXEL_FORMAT_ALPHA_U8,
        PIXEL_FORMAT_ALPHA_F16};
    OH_PixelmapNative *mixed[COUNT(formats)];
    uint8_t data[1 << 14];
    for (size_t i = 0; i < COUNT(formats); i++) {
        mixed[i] = make_empty(17 + (uint32_t)i, 31, formats[i]);
        size_t length = 0;
        uint8_t *file = pack(mixed[i], "image/gif", 0, &length);
        struct animation animation = read_gif(file, length);
        CHECK_EQ(animation.frames, 1);
        CHECK_EQ(animation.loops, 0);
        CHECK(animation.frame[0].delay == 100 && animation.frame[0].disposal == 1);
        CHECK(animation.width == 17 + (int)i && animation.height == 31);
        free(file);
    }
    OH_PackingOptionsForSequence *options = make_sequence(COUNT(formats));
    size_t size = sizeof data;
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmapSequence(packer, options, mixed, COUNT(formats), data, &size), OK);
    CHECK_EQ(read_gif(data, size).frames, COUNT(formats));

    static const uint32_t sides[][2] = {{65535, 1}, {1, 65535}, {65536, 1}, {1, 65536}};
    for (size_t i = 0; i < COUNT(sides); i++) {
        OH_PixelmapNative *wide = make_empty(sides[i][0], sides[i][1], PIXEL_FORMAT_RGB_565);
        OH_PixelmapNative *sequence[] = {mixed[0], wide};
        bool fits = i < 2;
        CHECK_EQ(OH_PackingOptionsForSequence_SetFrameCount(options, 2), OK);
        size = sizeof data;
        CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmapSequence(packer, options, sequence, 2, data, &size),
            fits ? OK : NOT_ENCODED);
        if (!fits)
            refused(__LINE__, NOT_ENCODED, packer, options, sequence, 2);
        OH_PackingOptions *still = make_options("image/gif", 0);
        size = sizeof data;
        CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmap(packer, still, wide, data, &size), fits ? OK : NOT_ENCODED);
        CHECK_EQ(OH_PackingOptions_Release(still), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&wide), OK);
    }
    release(options);
    for (size_t i = 0; i < COUNT(formats); i++)
        CHECK_EQ(OH_PixelmapNative_Destroy(&mixed[i]), OK);
}

/* OHIK_PackingOptionsForSequence_*: defaults, ranges, handles, and that each does something. */
static void own_options(void)
{
    static const struct {
        const char *name;
        int (*set)(OH_PackingOptionsForSequence *, uint32_t);
        int (*get)(OH_PackingOptionsForSequence *, uint32_t *);
        uint32_t by_default, most;
    } settings[] = {
        {"tolerance", (int (*)(OH_PackingOptionsForSequence *, uint32_t))OHIK_PackingOptionsForSequence_SetTolerance,
            (int (*)(OH_PackingOptionsForSequence *, uint32_t *))OHIK_PackingOptionsForSequence_GetTolerance, 3, 100},
        {"dithering", (int (*)(OH_PackingOptionsForSequence *, uint32_t))OHIK_PackingOptionsForSequence_SetDithering,
            (int (*)(OH_PackingOptionsForSequence *, uint32_t *))OHIK_PackingOptionsForSequence_GetDithering, 0, 100},
        {"threads", (int (*)(OH_PackingOptionsForSequence *, uint32_t))OHIK_PackingOptionsForSequence_SetMaxThreads,
            (int (*)(OH_PackingOptionsForSequence *, uint32_t *))OHIK_PackingOptionsForSequence_GetMaxThreads, 0,
            UINT32_MAX},
    };
    OH_PackingOptionsForSequence *options = make_sequence(2), *gone = make_sequence(1);
    release(gone);
    for (size_t i = 0; i < COUNT(settings); i++) {
        int failed = check_failed;
        uint32_t value = 1234;
        CHECK_EQ(settings[i].get(options, &value), OK);
        CHECK_EQ(value, settings[i].by_default);
        CHECK_EQ(settings[i].set(options, settings[i].most), OK);
        if (settings[i].most < UINT32_MAX)
            CHECK_EQ(settings[i].set(options, settings[i].most + 1), BAD);
        CHECK_EQ(settings[i].get(options, &value), OK);
        CHECK_EQ(value, settings[i].most);
        CHECK_EQ(settings[i].set(options, settings[i].by_default), OK);
        CHECK_EQ(settings[i].set(NULL, 0), BAD);
        CHECK_EQ(settings[i].set(gone, 0), BAD);
        CHECK_EQ(settings[i].get(NULL, &value), BAD);
        CHECK_EQ(settings[i].get(gone, &value), BAD);
        CHECK_EQ(settings[i].get(options, NULL), BAD);
        if (check_failed > failed)
            fprintf(stderr, "  in %s\n", settings[i].name);
    }
    size_t lengths[3];
    uint8_t *data = allocate(1 << 20);
    OH_PixelmapNative *photos[] = {make_noise(120, 90, 5), make_noise(120, 90, 6)};
    for (uint32_t i = 0; i < 3; i++) {
        CHECK_EQ(OHIK_PackingOptionsForSequence_SetTolerance(options, i == 1 ? 30 : 0), OK);
        CHECK_EQ(OHIK_PackingOptionsForSequence_SetDithering(options, i == 2 ? 100 : 0), OK);
        lengths[i] = 1 << 20;
        CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmapSequence(packer, options, photos, 2, data, &lengths[i]), OK);
    }
    CHECK(lengths[0] > lengths[1] && lengths[0] != lengths[2]);
    CHECK_EQ(OH_PixelmapNative_Destroy(&photos[0]), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&photos[1]), OK);
    free(data);
    release(options);
}

static struct {
    uint8_t *file;
    size_t length;
} expected;

/* With as many threads as the number says. */
static void *pack_alone(void *number)
{
    OH_ImagePackerNative *own = NULL;
    OH_PackingOptionsForSequence *options = NULL;
    uint8_t *data = allocate(1 << 20);
    int32_t delay = 10;
    uintptr_t wrong = OH_ImagePackerNative_Create(&own) != OK;
    wrong += OH_PackingOptionsForSequence_Create(&options) != OK;
    wrong += OH_PackingOptionsForSequence_SetFrameCount(options, FRAMES) != OK;
    wrong += OH_PackingOptionsForSequence_SetDelayTimeList(options, &delay, 1) != OK;
    wrong += OHIK_PackingOptionsForSequence_SetMaxThreads(options, (uint32_t)(uintptr_t)number) != OK;
    for (int round = 0; round < 3; round++) {
        size_t size = 1 << 20;
        wrong += OH_ImagePackerNative_PackToDataFromPixelmapSequence(own, options, maps, FRAMES, data, &size) != OK;
        wrong += size != expected.length || memcmp(data, expected.file, size) != 0;
    }
    wrong += OH_PackingOptionsForSequence_Release(options) != OK;
    wrong += OH_ImagePackerNative_Release(own) != OK;
    free(data);
    return (void *)wrong;
}

static void threads(void)
{
    OH_PackingOptionsForSequence *options = make_sequence(FRAMES);
    pthread_t started[8];
    expected.file = allocate(1 << 20);
    expected.length = 1 << 20;
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmapSequence(packer, options, maps, FRAMES, expected.file,
        &expected.length), OK);
    for (size_t i = 0; i < COUNT(started); i++)
        CHECK_EQ(pthread_create(&started[i], NULL, pack_alone, (void *)(uintptr_t)(i + 1)), 0);
    for (size_t i = 0; i < COUNT(started); i++) {
        void *wrong = NULL;
        CHECK_EQ(pthread_join(started[i], &wrong), 0);
        CHECK(wrong == NULL);
    }
    free(expected.file);
    release(options);
}

/* A source becomes a GIF of one frame. */
static void from_source(void)
{
    size_t length = 0, size = 1 << 20;
    uint8_t *png = pack(maps[0], "image/png", 0, &length), *data = allocate(size);
    OH_ImageSourceNative *source = make_source(png, length);
    OH_PackingOptions *options = make_options("image/GIF", 100);
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromImageSource(packer, options, source, data, &size), OK);
    struct animation animation = read_gif(data, size);
    CHECK(animation.frames == 1 && animation.loops == 0 && animation.frame[0].delay == 100);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    free(png);
    free(data);
}

int main(void)
{
    packer = make_packer();
    for (uint32_t i = 0; i < FRAMES; i++)
        maps[i] = make_noise(33 - i, 21 - 2 * i, i);
    bad_arguments();
    bad_values();
    descriptors();
    sizes();
    lists();
    solid_frames();
    formats_and_sides();
    own_options();
    threads();
    from_source();
    for (uint32_t i = 0; i < FRAMES; i++)
        CHECK_EQ(OH_PixelmapNative_Destroy(&maps[i]), OK);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    return check_failures();
}
