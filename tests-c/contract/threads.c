/* Threads: many packers, one packer, a map that is released under a pack, and bytes that do not depend on any of it. */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "support.h"

enum { THREADS = 8 };

static const struct {
    const char *type;
    uint32_t quality;
} formats[] = {{"image/gif", 0}, {"image/jpeg", 85}, {"image/png", 0}, {"image/webp", 60}, {"image/webp", 100}};

/* What one thread alone makes of the same inputs. */
static OH_PixelmapNative *inputs[COUNT(formats)];
static OH_ImageSourceNative *source;
static uint8_t *expected[COUNT(formats)], *expected_from_source;
static size_t lengths[COUNT(formats)], length_from_source;

static OH_ImagePackerNative *shared_packer;
static atomic_int wrong;

/* CHECK counts without a lock; threads count here. */
static void must(bool holds)
{
    if (!holds)
        wrong++;
}

static void pack_all(OH_ImagePackerNative *packer, uint8_t *data, size_t capacity, size_t first)
{
    for (size_t i = 0; i < COUNT(formats); i++) {
        size_t f = (first + i) % COUNT(formats), size = capacity;
        OH_PackingOptions *options = NULL;
        Image_MimeType mime = mime_of(formats[f].type);
        must(OH_PackingOptions_Create(&options) == OK);
        must(OH_PackingOptions_SetMimeType(options, &mime) == OK);
        must(OH_PackingOptions_SetQuality(options, formats[f].quality) == OK);
        must(OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, inputs[f], data, &size) == OK);
        must(size == lengths[f] && memcmp(data, expected[f], size) == 0);
        must(OH_PackingOptions_Release(options) == OK);
    }
    /* One source in all threads too. */
    size_t size = capacity;
    OH_PackingOptions *options = NULL;
    Image_MimeType mime = mime_of("image/png");
    must(OH_PackingOptions_Create(&options) == OK);
    must(OH_PackingOptions_SetMimeType(options, &mime) == OK);
    must(OH_ImagePackerNative_PackToDataFromImageSource(packer, options, source, data, &size) == OK);
    must(size == length_from_source && memcmp(data, expected_from_source, size) == 0);
    must(OH_PackingOptions_Release(options) == OK);
}

static void *with_own_packer(void *number)
{
    OH_ImagePackerNative *packer = NULL;
    uint8_t *data = allocate(4 << 20);
    must(OH_ImagePackerNative_Create(&packer) == OK);
    for (int round = 0; round < 3; round++)
        pack_all(packer, data, 4 << 20, (size_t)(uintptr_t)number);
    must(OH_ImagePackerNative_Release(packer) == OK);
    free(data);
    return NULL;
}

static void *with_shared_packer(void *number)
{
    uint8_t *data = allocate(4 << 20);
    for (int round = 0; round < 4; round++)
        pack_all(shared_packer, data, 4 << 20, (size_t)(uintptr_t)number);
    free(data);
    return NULL;
}

static void run(int count, void *(*function)(void *))
{
    pthread_t threads[THREADS];
    wrong = 0;
    for (int i = 0; i < count; i++)
        CHECK_EQ(pthread_create(&threads[i], NULL, function, (void *)(uintptr_t)i), 0);
    for (int i = 0; i < count; i++)
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    CHECK_EQ(wrong, 0);
}

static void equal_in_all_threads(void)
{
    OH_PixelmapNative *photo = make_noise(90, 70, 99);
    size_t length = 0;
    uint8_t *file = pack(photo, "image/jpeg", 90, &length);
    source = make_source(file, length);
    for (size_t f = 0; f < COUNT(formats); f++) {
        inputs[f] = make_noise(120 + 13 * (uint32_t)f, 80, (uint32_t)f);
        expected[f] = pack(inputs[f], formats[f].type, formats[f].quality, &lengths[f]);
    }
    OH_PackingOptions *options = make_options("image/png", 0);
    shared_packer = make_packer();
    expected_from_source = allocate(1 << 20);
    length_from_source = 1 << 20;
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromImageSource(shared_packer, options, source, expected_from_source,
        &length_from_source), OK);
    run(THREADS, with_own_packer);
    run(2, with_shared_packer);
    CHECK_EQ(OH_ImagePackerNative_Release(shared_packer), OK);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&photo), OK);
    for (size_t f = 0; f < COUNT(formats); f++) {
        free(expected[f]);
        CHECK_EQ(OH_PixelmapNative_Destroy(&inputs[f]), OK);
    }
    free(expected_from_source);
    free(file);
}

/* A map, a source and a packer that another thread releases while they are packed. */
static OH_PixelmapNative *victim;
static OH_ImageSourceNative *victim_source;
static OH_ImagePackerNative *victim_packer;
static uint8_t *whole;
static size_t whole_length;
static atomic_int started, succeeded, refused;

static void *pack_victims(void *kind)
{
    uint8_t *data = allocate(2 << 20);
    OH_PackingOptions *options = NULL;
    Image_MimeType mime = mime_of("image/png");
    must(OH_PackingOptions_Create(&options) == OK);
    must(OH_PackingOptions_SetMimeType(options, &mime) == OK);
    for (int code = OK; code == OK;) {
        size_t size = 2 << 20;
        started++;
        code = kind ? OH_ImagePackerNative_PackToDataFromImageSource(victim_packer, options, victim_source, data, &size)
                    : OH_ImagePackerNative_PackToDataFromPixelmap(victim_packer, options, victim, data, &size);
        /* Either the whole image, as if nothing had been released, or a refusal. */
        if (code == OK) {
            must(size == whole_length && memcmp(data, whole, size) == 0);
            succeeded++;
        } else {
            must(code == BAD);
            refused++;
        }
    }
    must(OH_PackingOptions_Release(options) == OK);
    free(data);
    return NULL;
}

/* What is released: 0 the map, 1 the map by destroying it, 2 the source, 3 the packer. */
static void released_while_packing(int what)
{
    for (int round = 0; round < 5; round++) {
        pthread_t threads[2];
        OH_PixelmapNative *copy;
        victim = copy = make_noise(500, 400, 3);
        whole = pack(victim, "image/png", 0, &whole_length);
        victim_source = make_source(whole, whole_length);
        victim_packer = make_packer();
        wrong = started = succeeded = refused = 0;
        for (int i = 0; i < 2; i++)
            CHECK_EQ(pthread_create(&threads[i], NULL, pack_victims, (void *)(uintptr_t)(what == 2)), 0);
        while (started < 2 + round)
            usleep(100);
        usleep(300u * (unsigned)round);
        CHECK_EQ(what == 0 ? OH_PixelmapNative_Release(victim)
            : what == 1    ? OH_PixelmapNative_Destroy(&copy)
            : what == 2    ? OH_ImageSourceNative_Release(victim_source)
                           : OH_ImagePackerNative_Release(victim_packer), OK);
        for (int i = 0; i < 2; i++)
            CHECK_EQ(pthread_join(threads[i], NULL), 0);
        CHECK_EQ(wrong, 0);
        CHECK_EQ(refused, 2);
        if (what != 1)
            CHECK_EQ(OH_PixelmapNative_Destroy(&victim), OK);
        if (what != 2)
            CHECK_EQ(OH_ImageSourceNative_Release(victim_source), OK);
        if (what != 3)
            CHECK_EQ(OH_ImagePackerNative_Release(victim_packer), OK);
        free(whole);
    }
    /* Rounds wait longer and longer: in the last ones a pack has come to its end before. */
    CHECK(succeeded > 0);
}

/* Smooth with some noise: 2000x1500 pixels that each codec has work with. */
static OH_PixelmapNative *make_large(void)
{
    enum { W = 2000, H = 1500 };
    uint8_t *data = allocate(W * H * 3);
    OH_PixelmapNative *map = NULL;
    fill_noise(data, W * H * 3, 6);
    for (size_t y = 0; y < H; y++) {
        for (size_t x = 0; x < W; x++) {
            uint8_t *at = data + (y * W + x) * 3;
            at[0] = (uint8_t)(x / 8 + (at[0] & 7));
            at[1] = (uint8_t)(y / 6 + (at[1] & 3));
            at[2] = (uint8_t)((x + y) / 14 + (x / 100 + y / 100) % 2 * 60);
        }
    }
    OH_Pixelmap_InitializationOptions *init = make_init(W, H, PIXEL_FORMAT_RGB_888, PIXEL_FORMAT_RGB_888, 1);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(data, W * H * 3, init, &map), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    free(data);
    return map;
}

static int threads_of_process(void)
{
    char line[256];
    int count = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        sscanf(line, "Threads: %d", &count);
    fclose(status);
    return count;
}

static void any_number_of_threads(void)
{
    static const int counts[] = {1, 2, 3, 8, 0, -1};
    OH_PixelmapNative *large = make_large();
    for (size_t f = 0; f < 3; f++) {
        uint8_t *first = NULL;
        size_t first_length = 0;
        for (size_t i = 0; i < COUNT(counts); i++) {
            size_t length = 0;
            OHIK_SetMaxThreads(counts[i]);
            uint8_t *file = pack(large, formats[f].type, formats[f].quality, &length);
            if (first == NULL) {
                first = file;
                first_length = length;
                continue;
            }
            if (!check_report(length == first_length && memcmp(file, first, length) == 0, __FILE__, __LINE__,
                    formats[f].type))
                fprintf(stderr, ": %d threads make other bytes than one\n", counts[i]);
            free(file);
        }
        free(first);
    }
    /* None outlives its call. A joined one may be listed for a moment. */
    for (int i = 0; i < 100 && threads_of_process() != 1; i++)
        usleep(1000);
    CHECK_EQ(threads_of_process(), 1);
    OHIK_SetMaxThreads(0);
    CHECK_EQ(OH_PixelmapNative_Destroy(&large), OK);
}

int main(void)
{
    equal_in_all_threads();
    for (int what = 0; what < 4; what++)
        released_while_packing(what);
    any_number_of_threads();
    return check_failures();
}
