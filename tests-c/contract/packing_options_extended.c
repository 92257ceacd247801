/* What the library adds to packing options: defaults, ranges, old values that stay, and bytes that follow from the
   values alone. */
#include <limits.h>
#include <pthread.h>

#include <ohimagekit/image_packer.h>
#include <ohimagekit/packing_options.h>

#include "support.h"

/* Every setting as a number, so that one loop can go through all. */
#define SETTING(Name, type)                                                     \
    static int set_##Name(OH_PackingOptions *options, uint32_t value)           \
    {                                                                           \
        return OHIK_PackingOptions_Set##Name(options, (type)value);             \
    }                                                                           \
    static int get_##Name(OH_PackingOptions *options, uint32_t *value)          \
    {                                                                           \
        type got = (type)(value ? *value : 0);                                  \
        int code = OHIK_PackingOptions_Get##Name(options, value ? &got : NULL); \
        if (value)                                                              \
            *value = (uint32_t)got;                                             \
        return code;                                                            \
    }

SETTING(JpegChromaSubsampling, OHIK_JpegChromaSubsampling)
SETTING(JpegProgressive, bool)
SETTING(JpegOptimizeCoding, bool)
SETTING(JpegRestartInterval, uint32_t)
SETTING(PngEffort, uint32_t)
SETTING(PngReductions, bool)
SETTING(WebPMethod, uint32_t)
SETTING(WebPLossless, bool)
SETTING(WebPNearLossless, uint32_t)
SETTING(WebPAlphaQuality, uint32_t)
SETTING(WebPSharpYuv, bool)
SETTING(MaxThreads, uint32_t)

static const struct setting {
    const char *name;
    int (*set)(OH_PackingOptions *options, uint32_t value);
    int (*get)(OH_PackingOptions *options, uint32_t *value);
    uint32_t most, by_default;
} settings[] = {
#define ROW(Name, most, by_default) {#Name, set_##Name, get_##Name, most, by_default}
    ROW(JpegChromaSubsampling, OHIK_JPEG_CHROMA_444, OHIK_JPEG_CHROMA_420),
    ROW(JpegProgressive, 1, false),
    ROW(JpegOptimizeCoding, 1, true),
    ROW(JpegRestartInterval, UINT32_MAX, 0),
    ROW(PngEffort, 9, 5),
    ROW(PngReductions, 1, true),
    ROW(WebPMethod, 6, 4),
    ROW(WebPLossless, 1, false),
    ROW(WebPNearLossless, 100, 100),
    ROW(WebPAlphaQuality, 100, 100),
    ROW(WebPSharpYuv, 1, false),
    ROW(MaxThreads, UINT32_MAX, 0),
};

/* Whether a setting reads as a value. */
static void reads(const struct setting *setting, OH_PackingOptions *options, uint32_t expected)
{
    uint32_t got = !expected;
    int code = setting->get(options, &got);
    if (!check_report(code == OK && got == expected, __FILE__, __LINE__, setting->name))
        fprintf(stderr, " reads %u with code %d, expected %u\n", got, code, expected);
}

static void numbers(void)
{
    CHECK_EQ(OHIK_JPEG_CHROMA_420, 0);
    CHECK_EQ(OHIK_JPEG_CHROMA_422, 1);
    CHECK_EQ(OHIK_JPEG_CHROMA_444, 2);
    CHECK_EQ(sizeof(OHIK_JpegChromaSubsampling), sizeof(int));
}

/* Both ends of a range are taken, nothing beyond, and no setter touches another's value. */
static void ranges(void)
{
    OH_PackingOptions *options = NULL;
    CHECK_EQ(OH_PackingOptions_Create(&options), OK);
    for (size_t i = 0; i < COUNT(settings); i++)
        reads(&settings[i], options, settings[i].by_default);
    for (size_t i = 0; i < COUNT(settings); i++) {
        const struct setting *setting = &settings[i];
        const uint32_t good[] = {0, setting->most / 2, setting->most};
        for (size_t k = 0; k < COUNT(good); k++) {
            CHECK_EQ(setting->set(options, good[k]), OK);
            reads(setting, options, good[k]);
        }
        /* All numbers are good for the widest; a bool has no other values. */
        const uint32_t bad[] = {setting->most + 1, 255, 256, 256 + setting->most, INT_MAX, 0x80000000u, UINT32_MAX};
        for (size_t k = 0; setting->most != UINT32_MAX && setting->most != 1 && k < COUNT(bad); k++) {
            if (!check_report(setting->set(options, bad[k]) == BAD, __FILE__, __LINE__, setting->name))
                fprintf(stderr, " takes %u\n", bad[k]);
            CHECK(strstr(OHIK_GetLastErrorMessage(), setting->name) != NULL);
            reads(setting, options, setting->most);
        }
        for (size_t k = 0; k < COUNT(settings); k++)
            if (k != i)
                reads(&settings[k], options, settings[k].by_default);
        CHECK_EQ(setting->set(options, setting->by_default), OK);
    }
    CHECK_EQ(OHIK_PackingOptions_SetWebPMethod(options, 7), BAD);
    CHECK_STR(OHIK_GetLastErrorMessage(), "OHIK_PackingOptions_SetWebPMethod: method is 7, allowed is 0 to 6");
    CHECK_EQ(OHIK_PackingOptions_SetJpegChromaSubsampling(options, (OHIK_JpegChromaSubsampling)-1), BAD);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
}

/* NULL, handles of others, and released ones; an output that cannot be had stays. */
static void bad_handles(void)
{
    OH_PackingOptions *options = make_options("image/png", 0), *gone = make_options("image/png", 0);
    OH_PackingOptionsForSequence *sequence = NULL;
    OH_ImagePackerNative *packer = make_packer();
    int own = 0;
    CHECK_EQ(OH_PackingOptions_Release(gone), OK);
    CHECK_EQ(OH_PackingOptionsForSequence_Create(&sequence), OK);
    void *const bad[] = {NULL, gone, sequence, packer, &own, (void *)(uintptr_t)1};
    for (size_t i = 0; i < COUNT(settings); i++) {
        for (size_t k = 0; k < COUNT(bad); k++) {
            uint32_t value = 1;
            CHECK_EQ(settings[i].set(bad[k], 1), BAD);
            CHECK_EQ(settings[i].get(bad[k], &value), BAD);
            CHECK_EQ(value, 1);
        }
        CHECK_EQ(settings[i].get(options, NULL), BAD);
        CHECK_EQ(settings[i].get(NULL, NULL), BAD);
        reads(&settings[i], options, settings[i].by_default);
    }
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    CHECK_EQ(OH_PackingOptionsForSequence_Release(sequence), OK);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
}

/* Options that were set to their defaults make the same bytes as options that were not touched. */
static void defaults_are_the_defaults(void)
{
    static const char *const types[] = {"image/gif", "image/jpeg", "image/png", "image/webp"};
    OH_PixelmapNative *map = make_noise(70, 50, 8);
    OH_ImagePackerNative *packer = make_packer();
    for (size_t t = 0; t < COUNT(types) * 2; t++) {
        OH_PackingOptions *options = make_options(types[t / 2], t % 2 ? 100 : 60);
        size_t expected_size = 0, size = 0;
        uint8_t *expected = pack(map, types[t / 2], t % 2 ? 100 : 60, &expected_size), *data = NULL;
        for (size_t i = 0; i < COUNT(settings); i++) {
            CHECK_EQ(settings[i].set(options, settings[i].by_default ? 0 : 1), OK);
            CHECK_EQ(settings[i].set(options, settings[i].by_default), OK);
        }
        CHECK_EQ(OHIK_ImagePacker_PackToBufferFromPixelmap(packer, options, map, &data, &size), OK);
        CHECK(size == expected_size && memcmp(data, expected, size) == 0);
        CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(data), OK);
        CHECK_EQ(OH_PackingOptions_Release(options), OK);
        free(expected);
    }
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

/* One format's settings are nothing to another: the bytes stay. */
static void others_are_ignored(void)
{
    static const struct {
        const char *type, *own;
    } formats[] = {{"image/gif", "Gif"}, {"image/jpeg", "Jpeg"}, {"image/png", "Png"}, {"image/webp", "WebP"}};
    OH_PixelmapNative *map = make_noise(70, 50, 9);
    OH_ImagePackerNative *packer = make_packer();
    for (size_t f = 0; f < COUNT(formats); f++) {
        OH_PackingOptions *options = make_options(formats[f].type, 70);
        size_t expected_size = 0, size = 0;
        uint8_t *expected = pack(map, formats[f].type, 70, &expected_size), *data = NULL;
        for (size_t i = 0; i < COUNT(settings); i++)
            if (strncmp(settings[i].name, formats[f].own, strlen(formats[f].own)) != 0)
                CHECK_EQ(settings[i].set(options, settings[i].by_default ? 0 : 1), OK);
        CHECK_EQ(OHIK_ImagePacker_PackToBufferFromPixelmap(packer, options, map, &data, &size), OK);
        CHECK(size == expected_size && memcmp(data, expected, size) == 0);
        CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(data), OK);
        CHECK_EQ(OH_PackingOptions_Release(options), OK);
        free(expected);
    }
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

static void *set_and_read(void *options)
{
    uintptr_t wrong = 0;
    for (uint32_t i = 0; i < 2000; i++) {
        uint32_t value = 0;
        wrong += OHIK_PackingOptions_SetWebPAlphaQuality(options, i % 101) != OK;
        wrong += OHIK_PackingOptions_GetWebPAlphaQuality(options, &value) != OK || value > 100;
    }
    return (void *)wrong;
}

/* From several threads at once: every value is one that somebody set. */
static void threads(void)
{
    OH_PackingOptions *options = make_options("image/webp", 0);
    pthread_t started[4];
    for (size_t i = 0; i < COUNT(started); i++)
        CHECK_EQ(pthread_create(&started[i], NULL, set_and_read, options), 0);
    for (size_t i = 0; i < COUNT(started); i++) {
        void *wrong = NULL;
        CHECK_EQ(pthread_join(started[i], &wrong), 0);
        CHECK(wrong == NULL);
    }
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
}

int main(void)
{
    numbers();
    ranges();
    bad_handles();
    defaults_are_the_defaults();
    others_are_ignored();
    threads();
    return check_failures();
}
