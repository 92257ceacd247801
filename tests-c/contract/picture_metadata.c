/* Metadata objects: kinds, named values, blobs, copies, handles. */
#include "support.h"

enum {
    UNSUPPORTED = IMAGE_UNSUPPORTED_OPERATION,
    NO_KEY = IMAGE_UNSUPPORTED_METADATA,
    INVALID = IMAGE_INVALID_PARAMETER,
    EXIF = EXIF_METADATA,
    FRAGMENT = FRAGMENT_METADATA,
    GIF = GIF_METADATA,
    BLOB = 3,
    MOST = 20 << 20
};

static OH_PictureMetadata *make(int kind)
{
    OH_PictureMetadata *metadata = NULL;
    CHECK_EQ(OH_PictureMetadata_Create(kind, &metadata), OK);
    CHECK(metadata != NULL);
    return metadata;
}

static Image_String string(const char *text)
{
    Image_String string = {(char *)text, strlen(text)};
    return string;
}

static int set(OH_PictureMetadata *metadata, const char *name, const char *text)
{
    Image_String key = string(name), value = string(text);
    return OH_PictureMetadata_SetProperty(metadata, &key, &value);
}

/* Whether a value reads as text through both getters. */
static int reads(OH_PictureMetadata *metadata, const char *name, const char *text)
{
    Image_String key = string(name), plain = {NULL, 0}, ended = {NULL, 0};
    int same = OH_PictureMetadata_GetProperty(metadata, &key, &plain) == OK
        && OH_PictureMetadata_GetPropertyWithNull(metadata, &key, &ended) == OK && plain.size == strlen(text)
        && memcmp(plain.data, text, plain.size) == 0 && strcmp(ended.data, text) == 0 && ended.size == plain.size;
    free(plain.data);
    free(ended.data);
    return same;
}

static void kinds(void)
{
    OH_PictureMetadata *const untouched = (OH_PictureMetadata *)&check_failed;
    OH_PictureMetadata *metadata = untouched;
    for (int kind = -2; kind < 130; kind++) {
        metadata = untouched;
        if (kind >= 1 && kind <= 13) {
            CHECK_EQ(OH_PictureMetadata_Create(kind, &metadata), OK);
            CHECK(metadata != untouched && metadata != NULL);
            CHECK_EQ(OH_PictureMetadata_Create(kind, NULL), BAD);
            CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
        } else {
            CHECK_EQ(OH_PictureMetadata_Create(kind, &metadata), BAD);
            CHECK(metadata == untouched);
        }
    }
}

static void named_values(void)
{
    static const char *const fragment[] = {"XInOriginal", "YInOriginal", "FragmentImageWidth", "FragmentImageHeight"};
    static const char *const gif[] = {"GifDelayTime", "GifDisposalType", "GifLoopCount", "GifCanvasWidth",
        "GifCanvasHeight", "GifHasGlobalColorMap", "GifUnclampedDelayTime"};
    static const char *const bad[] = {"-1", "+1", " 1", "1 ", "1.5", "abc", "4294967296", "0x10",
        "99999999999999999999999999"};
    OH_PictureMetadata *objects[] = {make(FRAGMENT), make(GIF)};
    for (size_t kind = 0; kind < 2; kind++) {
        OH_PictureMetadata *metadata = objects[kind];
        for (size_t i = 0; i < (kind ? COUNT(gif) : COUNT(fragment)); i++) {
            const char *name = kind ? gif[i] : fragment[i];
            Image_String key = string(name), value = {NULL, 0};
            CHECK_EQ(OH_PictureMetadata_GetProperty(metadata, &key, &value), NO_KEY);
            CHECK_EQ(OH_PictureMetadata_GetPropertyWithNull(metadata, &key, &value), NO_KEY);
            CHECK(value.data == NULL);
            CHECK_EQ(set(metadata, name, "666"), OK);
            CHECK(reads(metadata, name, "666"));
            CHECK_EQ(set(metadata, name, "4294967295"), OK);
            for (size_t j = 0; j < COUNT(bad); j++)
                CHECK_EQ(set(metadata, name, bad[j]), BAD);
            CHECK(reads(metadata, name, "4294967295"));
        }
        CHECK_EQ(set(metadata, kind ? "XInOriginal" : "GifDelayTime", "1"), NO_KEY);
        CHECK_EQ(set(metadata, "ImageWidth", "1"), NO_KEY);
        CHECK_EQ(set(metadata, "xInOriginal", "1"), NO_KEY);
    }
    char long_text[130];
    memset(long_text, '0', sizeof long_text);
    long_text[129] = 0;
    CHECK_EQ(set(objects[0], "XInOriginal", long_text), BAD);
    CHECK_EQ(set(objects[0], long_text, "1"), NO_KEY);
    CHECK_EQ(set(objects[0], "XInOriginal", long_text + 1), OK);

    OH_PictureMetadata *blob = make(BLOB);
    CHECK_EQ(set(blob, "XInOriginal", "1"), NO_KEY);
    CHECK(!reads(blob, "XInOriginal", "1"));
    CHECK_EQ(OH_PictureMetadata_Release(blob), OK);
    CHECK_EQ(OH_PictureMetadata_Release(objects[0]), OK);
    CHECK_EQ(OH_PictureMetadata_Release(objects[1]), OK);
}

/* Arguments of the getters and the setter. */
static void property_arguments(void)
{
    OH_PictureMetadata *metadata = make(FRAGMENT);
    CHECK_EQ(set(metadata, "XInOriginal", "12345"), OK);
    Image_String key = string("XInOriginal"), value = {NULL, 0}, nothing = {NULL, 4}, empty = {"", 0};
    typedef Image_ErrorCode Getter(OH_PictureMetadata *, Image_String *, Image_String *);
    static Getter *const getters[] = {OH_PictureMetadata_GetProperty, OH_PictureMetadata_GetPropertyWithNull};
    for (size_t i = 0; i < COUNT(getters); i++) {
        int bad = i ? INVALID : BAD;
        CHECK_EQ(getters[i](NULL, &key, &value), bad);
        CHECK_EQ(getters[i]((OH_PictureMetadata *)&key, &key, &value), bad);
        CHECK_EQ(getters[i](metadata, NULL, &value), bad);
        CHECK_EQ(getters[i](metadata, &nothing, &value), bad);
        CHECK_EQ(getters[i](metadata, &empty, &value), bad);
        CHECK_EQ(getters[i](metadata, &key, NULL), bad);
        Image_String unknown = string("YInOriginal"), small = {(char *)&key, 4};
        CHECK_EQ(getters[i](metadata, &unknown, &small), NO_KEY);
        CHECK_EQ(getters[i](metadata, &key, &small), bad);
        CHECK(small.data == (char *)&key && small.size == 4);
    }
    CHECK_EQ(OH_PictureMetadata_SetProperty(NULL, &key, &key), BAD);
    CHECK_EQ(OH_PictureMetadata_SetProperty(metadata, NULL, &key), BAD);
    CHECK_EQ(OH_PictureMetadata_SetProperty(metadata, &nothing, &key), BAD);
    CHECK_EQ(OH_PictureMetadata_SetProperty(metadata, &empty, &key), BAD);
    CHECK_EQ(OH_PictureMetadata_SetProperty(metadata, &key, NULL), BAD);
    CHECK_EQ(OH_PictureMetadata_SetProperty(metadata, &key, &nothing), BAD);
    CHECK_EQ(OH_PictureMetadata_SetProperty(metadata, &key, &empty), BAD);
    CHECK(reads(metadata, "XInOriginal", "12345"));

    /* Keys and values are counted, and copied. */
    char text[] = "YInOriginal777", *number = text + 11;
    Image_String part = {text, 11}, two = {number, 2};
    CHECK_EQ(OH_PictureMetadata_SetProperty(metadata, &part, &two), OK);
    memset(text, 'x', sizeof text - 1);
    CHECK(reads(metadata, "YInOriginal", "77"));
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
}

/* What the getters do with the size that they are given. */
static void sizes(void)
{
    static const struct {
        size_t stated, with_getter, with_null;
    } rows[] = {{0, 5, 5}, {5, 5, 5}, {6, 6, 5}, {100, 100, 5}, {16u << 20, 16u << 20, 5}, {(16u << 20) + 1, 5, 5},
        {SIZE_MAX, 5, 5}};
    OH_PictureMetadata *metadata = make(GIF);
    CHECK_EQ(set(metadata, "GifDelayTime", "12345"), OK);
    Image_String key = string("GifDelayTime");
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *mine = (char *)&key;
        Image_String value = {mine, rows[i].stated};
        CHECK_EQ(OH_PictureMetadata_GetProperty(metadata, &key, &value), OK);
        CHECK_EQ(value.size, rows[i].with_getter);
        CHECK(value.data != mine && memcmp(value.data, "12345", 5) == 0);
        size_t zeros = 5;
        while (zeros <= value.size && value.data[zeros] == 0) /* one byte is to spare */
            zeros++;
        CHECK_EQ(zeros, value.size + 1);
        free(value.data);
        value.data = mine;
        value.size = rows[i].stated;
        CHECK_EQ(OH_PictureMetadata_GetPropertyWithNull(metadata, &key, &value), OK);
        CHECK_EQ(value.size, rows[i].with_null);
        CHECK(value.data != mine);
        CHECK_STR(value.data, "12345");
        free(value.data);
    }
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
}

static void blobs(void)
{
    uint8_t *most = allocate(MOST + 1), *copy = allocate(MOST);
    fill_noise(most, MOST + 1, 5);
    for (int kind = 3; kind <= 13; kind++) {
        OH_PictureMetadata *blob = make(kind);
        uint32_t size = 77;
        if (kind == GIF) {
            CHECK_EQ(OH_PictureMetadata_SetBlobData(blob, most, 4), NO_KEY);
            CHECK_EQ(OH_PictureMetadata_GetBlobDataSize(blob, &size), NO_KEY);
            CHECK_EQ(OH_PictureMetadata_GetBlobData(blob, copy, 4), NO_KEY);
            CHECK_EQ(size, 77);
        } else {
            CHECK_EQ(OH_PictureMetadata_GetBlobDataSize(blob, &size), OK);
            CHECK_EQ(size, 0);
            CHECK_EQ(OH_PictureMetadata_GetBlobData(blob, copy, 4), UNSUPPORTED);
            CHECK_EQ(OH_PictureMetadata_SetBlobData(blob, most, 9), OK);
            CHECK_EQ(OH_PictureMetadata_SetBlobData(blob, most + 1, 5), OK);
            CHECK_EQ(OH_PictureMetadata_GetBlobDataSize(blob, &size), OK);
            CHECK_EQ(size, 5);
            memset(copy, 0xaa, 8);
            CHECK_EQ(OH_PictureMetadata_GetBlobData(blob, copy, 4), INVALID);
            CHECK_EQ(copy[0], 0xaa);
            CHECK_EQ(OH_PictureMetadata_GetBlobData(blob, copy, 8), OK);
            CHECK(memcmp(copy, most + 1, 5) == 0 && copy[5] == 0xaa);
        }
        CHECK_EQ(OH_PictureMetadata_Release(blob), OK);
    }
    for (int kind = EXIF; kind <= FRAGMENT; kind++) {
        uint32_t size = 77;
        OH_PictureMetadata *other = make(kind);
        CHECK_EQ(OH_PictureMetadata_SetBlobData(other, most, 4), NO_KEY);
        CHECK_EQ(OH_PictureMetadata_SetBlobData(other, most, MOST + 1), NO_KEY);
        CHECK_EQ(OH_PictureMetadata_GetBlobDataSize(other, &size), NO_KEY);
        CHECK_EQ(OH_PictureMetadata_GetBlobData(other, copy, 4), NO_KEY);
        CHECK_EQ(OH_PictureMetadata_Release(other), OK);
    }
    OH_PictureMetadata *blob = make(BLOB), *clone = NULL;
    uint32_t size = 0;
    CHECK_EQ(OH_PictureMetadata_SetBlobData(NULL, most, 4), INVALID);
    CHECK_EQ(OH_PictureMetadata_SetBlobData(blob, NULL, 4), INVALID);
    CHECK_EQ(OH_PictureMetadata_SetBlobData(blob, most, 0), INVALID);
    CHECK_EQ(OH_PictureMetadata_GetBlobDataSize(NULL, &size), INVALID);
    CHECK_EQ(OH_PictureMetadata_GetBlobDataSize(blob, NULL), INVALID);
    CHECK_EQ(OH_PictureMetadata_SetBlobData(blob, most, MOST), OK);
    CHECK_EQ(OH_PictureMetadata_SetBlobData(blob, most, MOST + 1), UNSUPPORTED);
    CHECK_EQ(OH_PictureMetadata_GetBlobDataSize(blob, &size), OK);
    CHECK_EQ(size, MOST);
    CHECK_EQ(OH_PictureMetadata_GetBlobData(NULL, copy, MOST), INVALID);
    CHECK_EQ(OH_PictureMetadata_GetBlobData(blob, NULL, MOST), INVALID);
    CHECK_EQ(OH_PictureMetadata_GetBlobData(blob, copy, 0), INVALID);
    CHECK_EQ(OH_PictureMetadata_GetBlobData(blob, copy, MOST - 1), INVALID);
    CHECK_EQ(OH_PictureMetadata_GetBlobData(blob, copy, MOST), OK);
    CHECK(memcmp(copy, most, MOST) == 0);
    CHECK_EQ(OH_PictureMetadata_Clone(blob, &clone), OK);
    CHECK_EQ(OH_PictureMetadata_SetBlobData(blob, most, 1), OK);
    memset(copy, 0, MOST);
    CHECK_EQ(OH_PictureMetadata_GetBlobData(clone, copy, MOST), OK);
    CHECK(memcmp(copy, most, MOST) == 0);
    CHECK_EQ(OH_PictureMetadata_Release(blob), OK);
    CHECK_EQ(OH_PictureMetadata_Release(clone), OK);
    free(most);
    free(copy);
}

static void clones(void)
{
    static const int made[] = {EXIF, FRAGMENT, GIF, BLOB, 13};
    for (size_t i = 0; i < COUNT(made); i++) {
        for (int first = 0; first < 2; first++) { /* released in either order */
            OH_PictureMetadata *pair[2] = {make(made[i]), NULL};
            CHECK_EQ(OH_PictureMetadata_Clone(NULL, &pair[1]), BAD);
            CHECK_EQ(OH_PictureMetadata_Clone(pair[0], NULL), BAD);
            CHECK(pair[1] == NULL);
            CHECK_EQ(OH_PictureMetadata_Clone(pair[0], &pair[1]), OK);
            CHECK(pair[1] != NULL && pair[1] != pair[0]);
            uint32_t size = 5;
            CHECK_EQ(OH_PictureMetadata_GetBlobDataSize(pair[1], &size), made[i] == BLOB || made[i] == 13 ? OK : NO_KEY);
            CHECK_EQ(OH_PictureMetadata_Release(pair[first]), OK);
            CHECK_EQ(OH_PictureMetadata_Release(pair[first]), BAD);
            CHECK_EQ(OH_PictureMetadata_Release(pair[!first]), OK);
        }
    }
    CHECK_EQ(OH_PictureMetadata_Release(NULL), BAD);

    OH_PictureMetadata *one = make(FRAGMENT), *two = NULL;
    CHECK_EQ(set(one, "FragmentImageWidth", "666"), OK);
    CHECK_EQ(OH_PictureMetadata_Clone(one, &two), OK);
    CHECK_EQ(set(one, "FragmentImageWidth", "1"), OK);
    CHECK(reads(two, "FragmentImageWidth", "666"));
    CHECK_EQ(OH_PictureMetadata_Release(one), OK);
    CHECK_EQ(set(one, "FragmentImageWidth", "1"), BAD);
    CHECK_EQ(OH_PictureMetadata_Clone(one, &two), BAD);
    CHECK(reads(two, "FragmentImageWidth", "666"));
    CHECK_EQ(OH_PictureMetadata_Release(two), OK);
}

/* Arrays: no function makes one yet, so this is what is refused. */
static void arrays(void)
{
    OH_PictureMetadata *metadata = make(EXIF), *array = NULL;
    CHECK_EQ(OH_PictureMetadata_GetMetadataByType(NULL, 1, EXIF, metadata), INVALID);
    CHECK_EQ(OH_PictureMetadata_GetMetadataByType(&array, 1, EXIF, metadata), INVALID);
    CHECK_EQ(OH_PictureMetadata_GetMetadataByType(&metadata, 1, EXIF, metadata), INVALID);
    CHECK_EQ(OH_PictureMetadatas_Release(NULL, 1), INVALID);
    CHECK_EQ(OH_PictureMetadatas_Release(&array, 0), INVALID);
    CHECK_EQ(OH_PictureMetadatas_Release(&array, 1), OK);
    CHECK(array == NULL);
    array = metadata;
    CHECK_EQ(OH_PictureMetadatas_Release(&array, 1), INVALID);
    CHECK(array == metadata);
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
}

int main(void)
{
    kinds();
    named_values();
    property_arguments();
    sizes();
    blobs();
    clones();
    arrays();
    return check_failures();
}
