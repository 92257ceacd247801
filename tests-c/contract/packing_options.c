/* Packing options of both kinds: defaults, what is set is what is read, and the MIME type's buffers. */
#include <limits.h>

#include "support.h"

static void defaults(void)
{
    OH_PackingOptions *options = NULL;
    uint32_t quality = 99;
    int32_t range = 99;
    bool properties = true, dfx = true;
    CHECK_EQ(OH_PackingOptions_Create(&options), OK);
    CHECK_EQ(OH_PackingOptions_GetQuality(options, &quality), OK);
    CHECK_EQ(OH_PackingOptions_GetDesiredDynamicRange(options, &range), OK);
    CHECK_EQ(OH_PackingOptions_GetNeedsPackProperties(options, &properties), OK);
    CHECK_EQ(OH_PackingOptions_GetNeedsPackDfxData(options, &dfx), OK);
    CHECK_EQ(quality, 0);
    CHECK_EQ(range, IMAGE_PACKER_DYNAMIC_RANGE_SDR);
    CHECK(!properties);
    CHECK(!dfx);
    /* No MIME type yet: nothing to hand out. */
    char text[4] = "abc";
    Image_MimeType format = {text, 0}, with_null = {text, 3};
    CHECK_EQ(OH_PackingOptions_GetMimeType(options, &format), 7600302);
    CHECK(format.data == NULL);
    CHECK_EQ(format.size, 0);
    CHECK_EQ(OH_PackingOptions_GetMimeTypeWithNull(options, &with_null), 7800202);
    CHECK(with_null.data == text);
    CHECK_EQ(with_null.size, 3);
    with_null.size = 0;
    CHECK_EQ(OH_PackingOptions_GetMimeTypeWithNull(options, &with_null), 7800202);
    CHECK(with_null.data == text);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
}

/* No value is judged when it is set, and no setter touches another's value. */
static void values(void)
{
    static const uint32_t qualities[] = {0, 1, 100, 101, 255, 256, INT_MAX, 0x80000000u, UINT32_MAX};
    static const int32_t ranges[] = {0, 1, 2, -1, INT_MIN, INT_MAX};
    OH_PackingOptions *options = NULL, *other = NULL;
    uint32_t quality;
    int32_t range;
    bool value;
    CHECK_EQ(OH_PackingOptions_Create(&options), OK);
    CHECK_EQ(OH_PackingOptions_Create(&other), OK);
    for (size_t i = 0; i < COUNT(qualities); i++) {
        CHECK_EQ(OH_PackingOptions_SetQuality(options, qualities[i]), OK);
        CHECK_EQ(OH_PackingOptions_GetQuality(options, &quality), OK);
        CHECK_EQ(quality, qualities[i]);
    }
    for (size_t i = 0; i < COUNT(ranges); i++) {
        CHECK_EQ(OH_PackingOptions_SetDesiredDynamicRange(options, ranges[i]), OK);
        CHECK_EQ(OH_PackingOptions_GetDesiredDynamicRange(options, &range), OK);
        CHECK_EQ(range, ranges[i]);
    }
    for (int i = 0; i < 4; i++) {
        CHECK_EQ(OH_PackingOptions_SetNeedsPackProperties(options, i & 1), OK);
        CHECK_EQ(OH_PackingOptions_SetNeedsPackDfxData(options, i >> 1), OK);
        CHECK_EQ(OH_PackingOptions_GetNeedsPackProperties(options, &value), OK);
        CHECK_EQ(value, i & 1);
        CHECK_EQ(OH_PackingOptions_GetNeedsPackDfxData(options, &value), OK);
        CHECK_EQ(value, i >> 1);
    }
    CHECK_EQ(OH_PackingOptions_GetQuality(options, &quality), OK);
    CHECK_EQ(quality, UINT32_MAX);
    /* Options are independent of each other. */
    CHECK_EQ(OH_PackingOptions_GetQuality(other, &quality), OK);
    CHECK_EQ(quality, 0);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    CHECK_EQ(OH_PackingOptions_GetQuality(other, &quality), OK);
    CHECK_EQ(OH_PackingOptions_Release(other), OK);
}

/* The text's own length is 10. A code other than 0 leaves the caller's buffer where it was. */
static void mime_type(void)
{
    static const struct {
        size_t size;
        int plain;
        size_t plain_size;
        int with_null;
    } rows[] = {
        {0, 0, 10, 0},
        {10, 0, 10, 0},
        {11, 0, 11, 0},
        {4096, 0, 4096, 0},
        {9, 401, 9, 7800202},
        {1, 401, 1, 7800202},
    };
    static const char zeros[4096];
    OH_PackingOptions *options = make_options("image/jpeg", 0);
    char own[16] = "caller's buffer";
    for (size_t i = 0; i < COUNT(rows); i++) {
        Image_MimeType format = {own, rows[i].size};
        CHECK_EQ(OH_PackingOptions_GetMimeType(options, &format), rows[i].plain);
        CHECK_EQ(format.size, rows[i].plain_size);
        if (rows[i].plain == OK) {
            CHECK(format.data != NULL && format.data != own);
            CHECK(memcmp(format.data, "image/jpeg", 10) == 0);
            CHECK(memcmp(format.data + 10, zeros, format.size - 10) == 0);
            free(format.data);
        } else {
            CHECK(format.data == own);
        }
        format.data = own;
        format.size = rows[i].size;
        CHECK_EQ(OH_PackingOptions_GetMimeTypeWithNull(options, &format), rows[i].with_null);
        if (rows[i].with_null == OK) {
            CHECK(format.data != NULL && format.data != own);
            CHECK_EQ(format.size, 10);
            CHECK_STR(format.data, "image/jpeg");
            free(format.data);
        } else {
            CHECK(format.data == own);
            CHECK_EQ(format.size, rows[i].size);
        }
    }
    CHECK_STR(own, "caller's buffer");
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
}

/* The text is copied with exactly its size, is any bytes, and stays when setting fails. */
static void set_mime_type(void)
{
    OH_PackingOptions *options = make_options("image/jpeg", 0);
    Image_MimeType none = {NULL, 4}, empty = {"x", 0}, format = {NULL, 0};
    CHECK_EQ(OH_PackingOptions_SetMimeType(options, &none), 401);
    CHECK_EQ(OH_PackingOptions_SetMimeType(options, &empty), 401);
    CHECK_EQ(OH_PackingOptions_SetMimeType(options, NULL), 401);
    CHECK_EQ(OH_PackingOptions_GetMimeTypeWithNull(options, &format), OK);
    CHECK_STR(format.data, "image/jpeg");
    free(format.data);

    char text[] = {'a', '\0', (char)0xff, 'b', 'c'};
    Image_MimeType bytes = {text, 4};
    CHECK_EQ(OH_PackingOptions_SetMimeType(options, &bytes), OK);
    memset(text, 'x', sizeof text);
    format = (Image_MimeType){NULL, 0};
    CHECK_EQ(OH_PackingOptions_GetMimeType(options, &format), OK);
    CHECK_EQ(format.size, 4);
    CHECK(memcmp(format.data, "a\0\xff" "b", 4) == 0);
    free(format.data);
    /* image/tiff is refused when packing, not here. */
    Image_MimeType tiff = mime_of("image/tiff");
    CHECK_EQ(OH_PackingOptions_SetMimeType(options, &tiff), OK);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
}

static void sequence(void)
{
    OH_PackingOptionsForSequence *options = NULL;
    static const uint32_t counts[] = {0, 1, 65535, 65536, 0x80000000u, UINT32_MAX};
    uint32_t value = 99;
    CHECK_EQ(OH_PackingOptionsForSequence_Create(&options), OK);
    CHECK_EQ(OH_PackingOptionsForSequence_GetFrameCount(options, &value), OK);
    CHECK_EQ(value, 0);
    CHECK_EQ(OH_PackingOptionsForSequence_GetLoopCount(options, &value), OK);
    CHECK_EQ(value, 1);
    for (size_t i = 0; i < COUNT(counts); i++) {
        CHECK_EQ(OH_PackingOptionsForSequence_SetFrameCount(options, counts[i]), OK);
        CHECK_EQ(OH_PackingOptionsForSequence_SetLoopCount(options, ~counts[i]), OK);
        CHECK_EQ(OH_PackingOptionsForSequence_GetFrameCount(options, &value), OK);
        CHECK_EQ(value, counts[i]);
        CHECK_EQ(OH_PackingOptionsForSequence_GetLoopCount(options, &value), OK);
        CHECK_EQ(value, ~counts[i]);
    }
    CHECK_EQ(OH_PackingOptionsForSequence_Release(options), OK);
}

/* Both lists behave alike: T is the element, SET and GET the functions. */
#define LIST(T, SET, GET)                                                                       \
    do {                                                                                        \
        OH_PackingOptionsForSequence *animation = NULL;                                         \
        T list[3] = {1, (T)-5, 70000}, read[5] = {9, 9, 9, 9, 9};                               \
        T *unset = (T *)(uintptr_t)0xdeadbee8u;                                                 \
        CHECK_EQ(OH_PackingOptionsForSequence_Create(&animation), OK);                          \
        CHECK_EQ(GET(animation, read, 5), 7600302);                                             \
        CHECK_EQ(SET(animation, NULL, 0), OK);                                                  \
        CHECK_EQ(GET(animation, read, 5), 7600302);                                             \
        CHECK_EQ(read[0], 9);                                                                   \
        CHECK_EQ(SET(animation, list, 3), OK);                                                  \
        /* A copy: what the caller does with the array later is not seen. */                    \
        list[0] = 77;                                                                           \
        CHECK_EQ(GET(animation, read, 5), OK);                                                  \
        CHECK_EQ(read[0], 1);                                                                   \
        CHECK_EQ(read[1], (T)-5);                                                               \
        CHECK_EQ(read[2], 70000);                                                               \
        CHECK_EQ(read[3], 9);                                                                   \
        CHECK_EQ(read[4], 9);                                                                   \
        read[0] = read[1] = 9;                                                                  \
        CHECK_EQ(GET(animation, read, 1), OK);                                                  \
        CHECK_EQ(read[0], 1);                                                                   \
        CHECK_EQ(read[1], 9);                                                                   \
        CHECK_EQ(GET(animation, read, 0), 401);                                                 \
        /* Refused: the list stays. */                                                          \
        CHECK_EQ(SET(animation, NULL, 2), 401);                                                 \
        CHECK_EQ(GET(animation, read, 1), OK);                                                  \
        /* A length of 0 empties it and does not look at the pointer. */                        \
        CHECK_EQ(SET(animation, unset, 0), OK);                                                 \
        read[0] = 9;                                                                            \
        CHECK_EQ(GET(animation, read, 5), OK);                                                  \
        CHECK_EQ(read[0], 9);                                                                   \
        CHECK_EQ(SET(animation, list, 3), OK);                                                  \
        CHECK_EQ(SET(animation, NULL, 0), OK);                                                  \
        CHECK_EQ(GET(animation, read, 5), 7600302);                                             \
        CHECK_EQ(OH_PackingOptionsForSequence_Release(animation), OK);                          \
    } while (0)

int main(void)
{
    defaults();
    values();
    mime_type();
    set_mime_type();
    sequence();
    LIST(int32_t, OH_PackingOptionsForSequence_SetDelayTimeList, OH_PackingOptionsForSequence_GetDelayTimeList);
    LIST(uint32_t, OH_PackingOptionsForSequence_SetDisposalTypes, OH_PackingOptionsForSequence_GetDisposalTypes);
    return check_failures();
}
