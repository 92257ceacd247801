/* Auxiliary pictures: made of pixels, read, written, described anew, with metadata of their own. */
#include <math.h>

#include "picture.h"

#define CREATE(data, length, size, type, out) OH_AuxiliaryPictureNative_Create(data, length, size, type_of(type), out)

static uint8_t times(uint8_t colour, uint8_t alpha)
{
    return (uint8_t)floor(colour * (double)alpha / 255 + 0.5);
}

static void pixels_are_stored_as_premultiplied_rgba(void)
{
    enum { WIDTH = 7, HEIGHT = 5, LENGTH = WIDTH * HEIGHT * 4 };
    uint8_t data[LENGTH], expected[LENGTH], read[LENGTH + 1];
    fill_noise(data, LENGTH, 3);
    for (int i = 0; i < LENGTH; i += 4) {
        for (int c = 0; c < 3; c++)
            expected[i + c] = times(data[i + 2 - c], data[i + 3]);
        expected[i + 3] = data[i + 3];
    }
    Image_Size size = {WIDTH, HEIGHT};
    for (int type = GAINMAP; type <= LHDR_GAINMAP; type++) {
        Auxiliary *auxiliary = NULL;
        size_t room = LENGTH;
        memset(read, 0xA5, sizeof read);
        /* The buffer may be said to be longer than it is. */
        CHECK_EQ(CREATE(data, type % 2 ? LENGTH : (size_t)1 << 30, &size, type, &auxiliary), OK);
        check_auxiliary(auxiliary, type, WIDTH, HEIGHT, WIDTH * 4, PIXEL_FORMAT_RGBA_8888);
        CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(auxiliary, read, &room), OK);
        CHECK(memcmp(read, expected, LENGTH) == 0 && read[LENGTH] == 0xA5 && room == LENGTH);
        OH_PixelmapNative *map = map_of(auxiliary);
        CHECK_EQ(facts_of(map).alpha, PREMULTIPLIED);
        destroy(map);
        release(auxiliary);
    }
}

/* What programs written for OpenHarmony do: the number of pixels, or of 32-bit words, in place of that of bytes. */
static void data_may_be_counted_in_pixels(void)
{
    enum { WIDTH = 820, HEIGHT = 312, PIXELS = WIDTH * HEIGHT, WORDS = 255900, LENGTH = PIXELS * 4, ROOM = 2017220 };
    uint8_t *data = allocate(WORDS * 4), *read = allocate(ROOM);
    memset(data, 255, WORDS * 4);
    Image_Size size = {WIDTH, HEIGHT};
    for (int type = GAINMAP; type <= FRAGMENT; type++) {
        Auxiliary *auxiliary = NULL;
        CHECK_EQ(CREATE(data, WORDS, &size, type, &auxiliary), OK);
        size_t room = ROOM;
        memset(read, 0xA5, ROOM);
        CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(auxiliary, read, &room), OK);
        bool right = room == ROOM;
        for (int i = 0; i < LENGTH; i++)
            right = right && read[i] == (i < WORDS ? 255 : 0);
        for (int i = LENGTH; i < ROOM; i++)
            right = right && read[i] == 0xA5;
        CHECK(right);

        /* More room than pixels does no harm, less is two different errors. */
        CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(auxiliary, read, ROOM), OK);
        CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(auxiliary, read, 8), NOT_COPIED);
        CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(auxiliary, read, LENGTH - 1), NOT_COPIED);
        CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(auxiliary, read, LENGTH), OK);
        room = 8;
        CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(auxiliary, read, &room), BAD);
        CHECK_EQ(room, 8);
        room = LENGTH - 1;
        CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(auxiliary, read, &room), BAD);
        release(auxiliary);
    }
    /* One byte for each pixel, each byte of it and no more. */
    Auxiliary *auxiliary = NULL;
    uint8_t *exact = allocate(PIXELS);
    memset(exact, 255, PIXELS);
    CHECK_EQ(CREATE(exact, PIXELS, &size, DEPTH, &auxiliary), OK);
    release(auxiliary);
    CHECK_EQ(CREATE(exact, PIXELS - 1, &size, DEPTH, &auxiliary), BAD);
    free(exact);
    free(data);
    free(read);
}

static void wrong_arguments_of_create(void)
{
    Auxiliary *const before = (Auxiliary *)(uintptr_t)0x77, *out = before;
    uint8_t data[64] = {0};
    Image_Size good = {4, 4}, wrong[] = {{0, 4}, {4, 0}, {0, 0}, {UINT32_MAX, UINT32_MAX}, {1u << 31, 1}, {1, 1u << 31},
        {65536, 65536}};
    CHECK_EQ(CREATE(NULL, 64, &good, DEPTH, &out), BAD);
    CHECK_EQ(CREATE(data, 0, &good, DEPTH, &out), BAD);
    CHECK_EQ(CREATE(data, 64, NULL, DEPTH, &out), BAD);
    CHECK_EQ(CREATE(data, 64, &good, DEPTH, NULL), BAD);
    int types[] = {-1, 0, 11, 20, 101, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < COUNT(types); i++)
        CHECK_EQ(CREATE(data, 64, &good, types[i], &out), BAD);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        CHECK_EQ(CREATE(data, 64, &wrong[i], DEPTH, &out), BAD);
        CHECK_EQ(CREATE(data, SIZE_MAX, &wrong[i], DEPTH, &out), BAD);
    }
    Image_Size larger = {20, 50};
    CHECK_EQ(CREATE(data, 8, &larger, DEPTH, &out), BAD);
    CHECK(out == before);
}

static void pixels_are_shared_with_pixelmaps(void)
{
    Auxiliary *auxiliary = make_auxiliary(LINEAR, 3, 2, 7);
    OH_PixelmapNative *map = map_of(auxiliary), *again = map_of(auxiliary);
    CHECK(map != again);
    uint8_t bytes[24];
    memset(bytes, 9, sizeof bytes);
    CHECK_EQ(OH_PixelmapNative_WritePixels(map, bytes, sizeof bytes), OK);
    CHECK(is_filled(auxiliary, sizeof bytes, 9));
    destroy(map);
    CHECK(is_filled(auxiliary, sizeof bytes, 9));

    /* While a program holds their address the pixels are neither written nor described anew, but read. */
    void *address = NULL;
    CHECK_EQ(OH_PixelmapNative_AccessPixels(again, &address), OK);
    memset(address, 5, sizeof bytes);
    Info *info = make_description(DEPTH, 1, 1, 0, 3);
    CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(auxiliary, bytes, sizeof bytes), LOCKED);
    CHECK_EQ(OH_AuxiliaryPictureNative_SetInfo(auxiliary, info), LOCKED);
    check_auxiliary(auxiliary, LINEAR, 3, 2, 12, 3);
    CHECK(is_filled(auxiliary, sizeof bytes, 5));
    unlock_map(again);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);

    /* What is edited by the other handle shows here, and pixels outlive the auxiliary picture. */
    CHECK_EQ(OH_PixelmapNative_ApplyScale(again, 2, 2), OK);
    check_auxiliary(auxiliary, LINEAR, 6, 4, 24, 3);
    release(auxiliary);
    CHECK_SIZE(again, 6, 4);
    destroy(again);
}

static void set_info(Auxiliary *auxiliary, int type, uint32_t width, uint32_t height, uint32_t stride, int format, int code)
{
    Info *info = make_description(type, width, height, stride, format);
    CHECK_EQ(OH_AuxiliaryPictureNative_SetInfo(auxiliary, info), code);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
}

static void pixels_are_described_anew(void)
{
    Auxiliary *auxiliary = make_auxiliary(GAINMAP, 6, 4, 0);
    OH_PixelmapNative *map = map_of(auxiliary);
    uint8_t bytes[96], read[96];
    fill_noise(bytes, sizeof bytes, 8);
    CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(auxiliary, bytes, sizeof bytes), OK);

    /* Fewer bytes, another format; every handle sees it, and no byte has changed. */
    set_info(auxiliary, DEPTH, 7, 3, 100, PIXEL_FORMAT_NV21, OK);
    check_auxiliary(auxiliary, DEPTH, 7, 3, 100, PIXEL_FORMAT_NV21);
    struct facts facts = facts_of(map);
    CHECK(facts.width == 7 && facts.height == 3 && facts.stride == 7 && facts.bytes == 7 * 3 + 8 * 2);
    CHECK_EQ(facts.allocated, sizeof bytes);
    CHECK(facts.format == PIXEL_FORMAT_NV21 && facts.alpha == OPAQUE);
    CHECK(holds(map, bytes, facts.bytes));
    size_t room = facts.bytes;
    CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(auxiliary, read, &room), OK);
    CHECK(memcmp(read, bytes, room) == 0);
    CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(auxiliary, bytes, facts.bytes - 1), NOT_COPIED);

    /* The memory is still as long as it was; without a type the old one stays, without a stride it is the pixels' own. */
    set_info(auxiliary, 0, 12, 4, 0, PIXEL_FORMAT_RGB_565, OK);
    check_auxiliary(auxiliary, DEPTH, 12, 4, 24, PIXEL_FORMAT_RGB_565);
    CHECK(holds(map, bytes, sizeof bytes));
    set_info(auxiliary, DEPTH, 12, 1, 0, PIXEL_FORMAT_RGBA_F16, OK);
    set_info(auxiliary, DEPTH, 6, 4, 0, PIXEL_FORMAT_RGBA_8888, OK);
    CHECK_EQ(facts_of(map).alpha, PREMULTIPLIED);

    set_info(auxiliary, DEPTH, 0, 4, 0, 3, BAD);
    set_info(auxiliary, DEPTH, 6, 0, 0, 3, BAD);
    set_info(auxiliary, DEPTH, 6, 4, 0, PIXEL_FORMAT_UNKNOWN, BAD);
    set_info(auxiliary, DEPTH, 7, 4, 0, 3, BAD);
    set_info(auxiliary, DEPTH, 25, 1, 0, 3, BAD);
    set_info(auxiliary, DEPTH, 64, 1, 0, PIXEL_FORMAT_NV12, BAD); /* 64 + 64 */
    set_info(auxiliary, DEPTH, UINT32_MAX, UINT32_MAX, 0, PIXEL_FORMAT_RGBA_F16, BAD);
    set_info(auxiliary, 0, 0, 0, 0, 0, BAD); /* a new one */
    check_auxiliary(auxiliary, DEPTH, 6, 4, 24, 3);
    CHECK(holds(map, bytes, sizeof bytes));

    /* A description is a copy: what becomes of it changes nothing. */
    Info *info = NULL;
    CHECK_EQ(OH_AuxiliaryPictureNative_GetInfo(auxiliary, &info), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_SetRowStride(info, 1), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
    check_auxiliary(auxiliary, DEPTH, 6, 4, 24, 3);
    destroy(map);
    release(auxiliary);
}

static void put(Auxiliary *auxiliary, int type, int kind, int code)
{
    OH_PictureMetadata *metadata = make_metadata(kind);
    CHECK_EQ(OH_AuxiliaryPictureNative_SetMetadata(auxiliary, kind_of(type), metadata), code);
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
}

static int get(Auxiliary *auxiliary, int type)
{
    OH_PictureMetadata *metadata = NULL;
    int code = OH_AuxiliaryPictureNative_GetMetadata(auxiliary, kind_of(type), &metadata);
    CHECK((metadata != NULL) == (code == OK));
    if (metadata != NULL)
        CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
    return code;
}

static void metadata_of_their_own(void)
{
    static const int blobs[] = {3, 4, 6, 7, 8, 9, 10, 11, 12, 13}, none[] = {-1, 0, 5, 14, 15, 20, 99, INT32_MAX};
    Auxiliary *depth = make_auxiliary(DEPTH, 1, 1, 0), *fragment = make_auxiliary(FRAGMENT, 1, 1, 0);
    for (size_t i = 0; i < COUNT(blobs); i++) {
        CHECK_EQ(get(depth, blobs[i]), BAD);
        put(depth, blobs[i], blobs[i], OK);
        CHECK_EQ(get(depth, blobs[i]), OK);
        CHECK_EQ(get(fragment, blobs[i]), BAD);
    }
    put(depth, 3, 4, NO_METADATA); /* of another kind */
    put(depth, EXIF_METADATA, EXIF_METADATA, OK);
    CHECK_EQ(get(depth, EXIF_METADATA), NO_METADATA);
    CHECK_EQ(get(fragment, EXIF_METADATA), NO_METADATA);
    for (size_t i = 0; i < COUNT(none); i++) {
        CHECK_EQ(get(depth, none[i]), BAD);
        put(depth, none[i], GIF_METADATA, BAD);
        put(fragment, none[i], FRAGMENT_METADATA, BAD);
    }
    put(depth, FRAGMENT_METADATA, FRAGMENT_METADATA, NO_METADATA);
    CHECK_EQ(get(depth, FRAGMENT_METADATA), NO_METADATA);
    CHECK_EQ(get(fragment, FRAGMENT_METADATA), BAD);
    put(fragment, FRAGMENT_METADATA, FRAGMENT_METADATA, OK);
    CHECK_EQ(get(fragment, FRAGMENT_METADATA), OK);
    /* What is no fragment map any more has none; it comes back with the type. */
    set_info(fragment, SNAP, 1, 1, 0, 3, OK);
    CHECK_EQ(get(fragment, FRAGMENT_METADATA), NO_METADATA);
    set_info(fragment, FRAGMENT, 1, 1, 0, 3, OK);
    CHECK_EQ(get(fragment, FRAGMENT_METADATA), OK);

    /* Objects are shared, in both directions, and outlive each other. */
    OH_PictureMetadata *first = NULL, *own = make_metadata(FRAGMENT_METADATA);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetMetadata(fragment, FRAGMENT_METADATA, &first), OK);
    set_value(own, "XInOriginal", "12");
    CHECK_EQ(OH_AuxiliaryPictureNative_SetMetadata(fragment, FRAGMENT_METADATA, own), OK);
    set_value(first, "XInOriginal", "99"); /* no longer there */
    CHECK_EQ(OH_PictureMetadata_Release(first), OK);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetMetadata(fragment, FRAGMENT_METADATA, &first), OK);
    check_value(first, "XInOriginal", "12");
    set_value(first, "XInOriginal", "13");
    check_value(own, "XInOriginal", "13");
    CHECK_EQ(OH_PictureMetadata_Release(own), OK);
    release(fragment);
    check_value(first, "XInOriginal", "13");
    CHECK_EQ(OH_PictureMetadata_Release(first), OK);
    release(depth);
}

/* Every function with a handle that is none; outputs stay. */
static void refuse(Auxiliary *wrong)
{
    Image_AuxiliaryPictureType type = type_of(77);
    uint8_t byte = 77;
    size_t size = 77;
    Info *const no_info = (Info *)(uintptr_t)77, *info = no_info, *description = make_description(DEPTH, 1, 1, 0, 3);
    OH_PictureMetadata *const no_metadata = (OH_PictureMetadata *)(uintptr_t)77, *metadata = no_metadata;
    OH_PictureMetadata *object = make_metadata(3);
    OH_PixelmapNative *const no_map = (OH_PixelmapNative *)(uintptr_t)77, *map = no_map;
    CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(wrong, &byte, 1), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(wrong, &byte, &size), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetType(wrong, &type), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetInfo(wrong, &info), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_SetInfo(wrong, description), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetMetadata(wrong, kind_of(3), &metadata), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_SetMetadata(wrong, kind_of(3), object), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_AcquirePixelmap(wrong, &map), INVALID);
    CHECK_EQ(OH_AuxiliaryPictureNative_Release(wrong), BAD);
    CHECK(type == 77 && byte == 77 && size == 77 && info == no_info && metadata == no_metadata && map == no_map);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(description), OK);
    CHECK_EQ(OH_PictureMetadata_Release(object), OK);
}

static void wrong_arguments(void)
{
    Auxiliary *living = make_auxiliary(DEPTH, 1, 1, 7), *gone = make_auxiliary(DEPTH, 1, 1, 7);
    Info *other = make_description(DEPTH, 1, 1, 0, 3), *gone_info = make_description(DEPTH, 1, 1, 0, 3);
    OH_PictureMetadata *gone_metadata = make_metadata(3);
    release(gone);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(gone_info), OK);
    CHECK_EQ(OH_PictureMetadata_Release(gone_metadata), OK);
    Auxiliary *wrong[] = {NULL, gone, (Auxiliary *)other, (Auxiliary *)(uintptr_t)4711, (Auxiliary *)&living};
    for (size_t i = 0; i < COUNT(wrong); i++)
        refuse(wrong[i]);

    uint8_t bytes[4];
    size_t size = sizeof bytes;
    CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(living, NULL, 4), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(living, bytes, 0), NOT_COPIED);
    CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(living, NULL, &size), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(living, bytes, NULL), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetType(living, NULL), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetInfo(living, NULL), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_SetInfo(living, NULL), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_SetInfo(living, gone_info), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_SetInfo(living, (Info *)living), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetMetadata(living, kind_of(3), NULL), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetMetadata(living, EXIF_METADATA, NULL), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_SetMetadata(living, kind_of(3), NULL), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_SetMetadata(living, kind_of(3), gone_metadata), BAD);
    CHECK_EQ(OH_AuxiliaryPictureNative_AcquirePixelmap(living, NULL), INVALID);
    CHECK(is_filled(living, 4, 7));
    release(living);
    CHECK_EQ(OH_AuxiliaryPictureNative_Release(living), BAD);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(other), OK);
}

int main(void)
{
    pixels_are_stored_as_premultiplied_rgba();
    data_may_be_counted_in_pixels();
    wrong_arguments_of_create();
    pixels_are_shared_with_pixelmaps();
    pixels_are_described_anew();
    metadata_of_their_own();
    wrong_arguments();
    return check_failures();
}
