/* Eight threads on one PixelMap: readers, writers and editors at once, and none ever sees half of another's work.
 *
 * The PixelMap has one colour everywhere; every writer and editor keeps that true. A reader that finds two colours, or a
 * size that is none of those that editors make, has seen a torn state. `./dev check` runs this under ThreadSanitizer. */
#include <pthread.h>
#include <stdatomic.h>

#include "support.h"

#ifdef TEST_SLOW
enum { ROUNDS = 20 };
#else
enum { ROUNDS = 300 };
#endif

enum { THREADS = 8, SIDE = 24, LARGEST = 4 * SIDE * SIDE * 4, LOCKED = 7600201 };

static OH_PixelmapNative *shared;
static atomic_int wrong;

/* CHECK counts without a lock; threads count here. */
static void must_at(int line, bool holds, const char *what)
{
    if (!holds && wrong++ < 5)
        fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, line, what);
}
#define MUST(condition) must_at(__LINE__, (condition), #condition)

/* Whether `bytes` are whole pixels of one colour. */
static bool uniform(const uint8_t *bytes, size_t length)
{
    for (size_t i = 4; i < length; i++)
        if (bytes[i] != bytes[i - 4])
            return false;
    return length >= 4 && length % 4 == 0;
}

/* Bytes that a call wrote into a buffer of LARGEST bytes of 0xEE, which is no alpha that occurs here. */
static size_t written(const uint8_t *bytes)
{
    size_t length = LARGEST;
    while (length > 0 && bytes[length - 1] == 0xEE)
        length--;
    return length;
}

static bool is_a_size(size_t pixels)
{
    return pixels == SIDE * SIDE || pixels == 2 * SIDE * SIDE || pixels == 4 * SIDE * SIDE;
}

static void read_all(uint8_t *buffer)
{
    size_t room = LARGEST;
    memset(buffer, 0xEE, LARGEST);
    MUST(OH_PixelmapNative_ReadPixels(shared, buffer, &room) == OK);
    MUST(uniform(buffer, written(buffer)) && is_a_size(written(buffer) / 4));
}

static void read_argb(uint8_t *buffer)
{
    size_t room = LARGEST;
    memset(buffer, 0xEE, LARGEST);
    MUST(OH_PixelmapNative_GetArgbPixels(shared, buffer, &room) == OK);
    /* Alpha is first here and a colour last; 0xEE is no colour either. */
    MUST(uniform(buffer, written(buffer)) && is_a_size(written(buffer) / 4));
}

static void read_area(uint8_t *buffer)
{
    Image_PositionArea area = {buffer, LARGEST, 0, SIDE * 4, {0, 0, SIDE, SIDE}};
    MUST(OH_PixelmapNative_ReadPixelsFromArea(shared, &area) == OK);
    MUST(uniform(buffer, SIDE * SIDE * 4));
}

static void look(uint8_t *buffer)
{
    (void)buffer;
    OH_Pixelmap_ImageInfo *info = NULL;
    uint32_t width = 0, height = 0, stride = 0, id = 0, bytes = 0;
    MUST(OH_PixelmapImageInfo_Create(&info) == OK);
    MUST(OH_PixelmapNative_GetImageInfo(shared, info) == OK);
    MUST(OH_PixelmapImageInfo_GetWidth(info, &width) == OK && OH_PixelmapImageInfo_GetHeight(info, &height) == OK);
    MUST(OH_PixelmapImageInfo_GetRowStride(info, &stride) == OK && stride == width * 4);
    MUST(is_a_size((size_t)width * height));
    MUST(OH_PixelmapNative_GetUniqueId(shared, &id) == OK && id != 0);
    MUST(OH_PixelmapNative_GetByteCount(shared, &bytes) == OK && is_a_size(bytes / 4));
    MUST(OH_PixelmapImageInfo_Release(info) == OK);
}

static void copy(uint8_t *buffer)
{
    OH_PixelmapNative *clone = NULL;
    uint32_t bytes = 0;
    size_t room = LARGEST;
    MUST(OH_PixelmapNative_Clone(shared, &clone) == OK);
    MUST(OH_PixelmapNative_GetByteCount(clone, &bytes) == OK);
    MUST(OH_PixelmapNative_ReadPixels(clone, buffer, &room) == OK && uniform(buffer, bytes));
    MUST(OH_PixelmapNative_Destroy(&clone) == OK);
}

static void write_all(uint8_t *buffer)
{
    static atomic_uint colours;
    memset(buffer, (int)(colours++ % 200), LARGEST);
    for (size_t i = 3; i < LARGEST; i += 4)
        buffer[i] = 200; /* no colour above its alpha */
    int code = OH_PixelmapNative_WritePixels(shared, buffer, LARGEST);
    MUST(code == OK || code == LOCKED);
}

/* Sizes change between 1, 2 and 4 times SIDE * SIDE: each editor that enlarges is followed by one that cuts. */
static pthread_mutex_t one_shape = PTHREAD_MUTEX_INITIALIZER;

static void edit(uint8_t *buffer)
{
    (void)buffer;
    pthread_mutex_lock(&one_shape);
    Image_Region region = {SIDE / 2, SIDE / 2, SIDE, SIDE};
    int codes[] = {
        OH_PixelmapNative_ApplyScaleWithAntiAliasing(shared, 2, 1, OH_PixelmapNative_AntiAliasing_HIGH),
        OH_PixelmapNative_ApplyRotate(shared, 90),
        OH_PixelmapNative_ApplyScale(shared, 2, 1),
        OH_PixelmapNative_ApplyFlip(shared, true, true),
        OH_PixelmapNative_ApplyCrop(shared, &region),
    };
    for (size_t i = 0; i < COUNT(codes); i++)
        MUST(codes[i] == OK || (i == 3 && codes[i] == LOCKED));
    pthread_mutex_unlock(&one_shape);
}

static void name(uint8_t *buffer)
{
    size_t length = 5;
    memcpy(buffer, "named", length);
    MUST(OH_PixelmapNative_SetMemoryName(shared, (char *)buffer, &length) == OK);
}

static void encode(uint8_t *buffer)
{
    static const char type[] = "image/png";
    OH_ImagePackerNative *packer = NULL;
    OH_PackingOptions *options = NULL;
    Image_MimeType mime = mime_of(type);
    size_t size = LARGEST;
    MUST(OH_ImagePackerNative_Create(&packer) == OK && OH_PackingOptions_Create(&options) == OK);
    MUST(OH_PackingOptions_SetMimeType(options, &mime) == OK);
    MUST(OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, shared, buffer, &size) == OK);
    /* One colour: nothing of it takes more than a few hundred bytes. */
    MUST(size < 1000);
    MUST(OH_PackingOptions_Release(options) == OK && OH_ImagePackerNative_Release(packer) == OK);
}

static void (*const work[THREADS])(uint8_t *) = {read_all, read_area, look, copy, write_all, edit, encode, read_argb};

static void *run(void *number)
{
    uint8_t *buffer = allocate(LARGEST);
    size_t first = (size_t)(uintptr_t)number;
    for (size_t round = 0; round < ROUNDS; round++) {
        work[first](buffer);
        if (round % 16 == 15)
            name(buffer);
    }
    free(buffer);
    return NULL;
}

static void eight_at_once(void)
{
    pthread_t threads[THREADS];
    uint8_t *pixels = allocate(SIDE * SIDE * 4);
    memset(pixels, 200, SIDE * SIDE * 4);
    OH_Pixelmap_InitializationOptions *init = make_init(SIDE, SIDE, PIXEL_FORMAT_RGBA_8888, PIXEL_FORMAT_RGBA_8888,
        PIXELMAP_ALPHA_TYPE_PREMULTIPLIED);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(pixels, SIDE * SIDE * 4, init, &shared), OK);
    for (size_t i = 0; i < THREADS; i++)
        CHECK_EQ(pthread_create(&threads[i], NULL, run, (void *)(uintptr_t)i), 0);
    for (size_t i = 0; i < THREADS; i++)
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    CHECK_EQ(wrong, 0);
    CHECK_EQ(OH_PixelmapNative_Destroy(&shared), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    free(pixels);
}

/* Two PixelMaps converted into each other from both sides: a lock taken in two orders would stop here for ever. */
static OH_PixelmapNative *left, *right;

static void *convert(void *reversed)
{
    for (int round = 0; round < ROUNDS; round++) {
        int code = reversed ? OH_PixelmapNative_ConvertAlphaType(right, left, round % 2)
                            : OH_PixelmapNative_ConvertAlphaType(left, right, round % 2);
        MUST(code == OK || code == 7600206); /* the other thread may have changed the alpha type */
        code = OH_PixelmapNative_ConvertAlphaType(left, left, round % 2);
        MUST(code == OK || code == 7600206);
    }
    return NULL;
}

static void two_in_both_orders(void)
{
    pthread_t threads[4];
    left = make_empty(SIDE, SIDE, PIXEL_FORMAT_RGBA_8888);
    right = make_empty(SIDE, SIDE, PIXEL_FORMAT_RGBA_8888);
    for (size_t i = 0; i < COUNT(threads); i++)
        CHECK_EQ(pthread_create(&threads[i], NULL, convert, i % 2 ? &left : NULL), 0);
    for (size_t i = 0; i < COUNT(threads); i++)
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    CHECK_EQ(wrong, 0);
    CHECK_EQ(OH_PixelmapNative_Destroy(&left), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&right), OK);
}

/* Released while others use it: each call succeeds, or sees the tombstone. */
static void *use_until_released(void *unused)
{
    (void)unused;
    uint8_t *buffer = allocate(LARGEST);
    for (int code = OK; code != BAD;) {
        size_t room = LARGEST;
        code = OH_PixelmapNative_ReadPixels(shared, buffer, &room);
        MUST(code == OK || code == BAD);
        int edited = OH_PixelmapNative_ApplyFlip(shared, true, false);
        MUST(edited == OK || edited == 7600105);
    }
    free(buffer);
    return NULL;
}

static void released_in_use(void)
{
    for (int round = 0; round < ROUNDS / 10; round++) {
        pthread_t threads[4];
        shared = make_empty(SIDE, SIDE, PIXEL_FORMAT_BGRA_8888);
        for (size_t i = 0; i < COUNT(threads); i++)
            CHECK_EQ(pthread_create(&threads[i], NULL, use_until_released, NULL), 0);
        CHECK_EQ(OH_PixelmapNative_Release(shared), OK);
        for (size_t i = 0; i < COUNT(threads); i++)
            CHECK_EQ(pthread_join(threads[i], NULL), 0);
        CHECK_EQ(OH_PixelmapNative_Destroy(&shared), OK);
    }
    CHECK_EQ(wrong, 0);
}

int main(void)
{
    eight_at_once();
    two_in_both_orders();
    released_in_use();
    return check_failures();
}
