/* What a picture holds: auxiliary pictures and metadata set, got, counted, listed and removed. */
#include "picture.h"

static int set_auxiliary(Picture *picture, int type, Auxiliary *auxiliary)
{
    return OH_PictureNative_SetAuxiliaryPicture(picture, type_of(type), auxiliary);
}

static int get_auxiliary(Picture *picture, int type)
{
    Auxiliary *found = NULL;
    int code = OH_PictureNative_GetAuxiliaryPicture(picture, type_of(type), &found);
    CHECK((found != NULL) == (code == OK));
    if (found != NULL)
        release(found);
    return code;
}

/* The types of auxiliary pictures, or the kinds of metadata, are these. */
static void check_types(Picture *picture, bool metadata, const int *expected, uint32_t count)
{
    uint32_t number = 77, room = 40;
    union {
        Image_AuxiliaryPictureType types[40];
        Image_MetadataType kinds[40];
        int numbers[40];
    } found;
    for (int i = 0; i < 40; i++)
        found.numbers[i] = -77;
    CHECK_EQ(metadata ? OH_PictureNative_GetMetadataCount(picture, &number)
                      : OH_PictureNative_GetAuxiliaryPictureCount(picture, &number), OK);
    CHECK_EQ(number, count);
    for (int pass = 0; pass < 2; pass++, room = count) { /* room to spare, then exactly enough */
        CHECK_EQ(metadata ? OH_PictureNative_GetMetadataTypes(picture, found.kinds, &room)
                          : OH_PictureNative_GetAuxiliaryPictureTypes(picture, found.types, &room), OK);
        CHECK_EQ(room, count);
        for (uint32_t i = 0; i < 40; i++)
            CHECK_EQ(found.numbers[i], i < count ? expected[i] : -77);
    }
    if (count == 0)
        return;
    for (uint32_t less = 0; less < count; less++) {
        int before[40];
        memcpy(before, found.numbers, sizeof before);
        room = less;
        CHECK_EQ(metadata ? OH_PictureNative_GetMetadataTypes(picture, found.kinds, &room)
                          : OH_PictureNative_GetAuxiliaryPictureTypes(picture, found.types, &room), INVALID);
        CHECK_EQ(room, count);
        CHECK(memcmp(before, found.numbers, sizeof before) == 0);
    }
}

static void auxiliary_pictures_by_their_types(void)
{
    Picture *picture = make_picture();
    Auxiliary *made[LHDR_GAINMAP + 1];
    check_types(picture, false, NULL, 0);
    for (int type = LHDR_GAINMAP; type >= GAINMAP; type--) {
        CHECK_EQ(get_auxiliary(picture, type), BAD);
        made[type] = make_auxiliary(type, 2, 1, type);
        CHECK_EQ(set_auxiliary(picture, type, made[type]), OK);
    }
    static const int all[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    check_types(picture, false, all, 10);
    static const int none[] = {-1, 0, 11, 20, 101, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < COUNT(none); i++) {
        CHECK_EQ(set_auxiliary(picture, none[i], made[DEPTH]), BAD);
        CHECK_EQ(get_auxiliary(picture, none[i]), BAD);
        CHECK_EQ(OH_PictureNative_RemoveAuxiliaryPicture(picture, type_of(none[i])), INVALID);
    }
    CHECK_EQ(set_auxiliary(picture, GAINMAP, made[DEPTH]), BAD); /* exists, but is not its own */

    /* Half of them are released before the picture, half after it. */
    for (int type = GAINMAP; type <= LHDR_GAINMAP; type++)
        if (type % 2)
            release(made[type]);
    for (int type = GAINMAP; type <= LHDR_GAINMAP; type++) {
        Auxiliary *found = auxiliary_of(picture, type);
        check_auxiliary(found, type, 2, 1, 8, PIXEL_FORMAT_RGBA_8888);
        CHECK(is_filled(found, 8, type));
        release(found);
    }

    /* What is taken out is gone from the picture alone; taking it out again is no error. */
    Auxiliary *kept = auxiliary_of(picture, SNAP);
    for (int pass = 0; pass < 2; pass++)
        for (int type = SNAP; type <= LHDR_GAINMAP; type++)
            CHECK_EQ(OH_PictureNative_RemoveAuxiliaryPicture(picture, type_of(type)), OK);
    check_types(picture, false, all, 5);
    CHECK_EQ(get_auxiliary(picture, SNAP), BAD);
    CHECK(is_filled(kept, 8, SNAP));
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
    CHECK(is_filled(kept, 8, SNAP));
    release(kept);
    for (int type = DEPTH; type <= LHDR_GAINMAP; type += 2)
        release(made[type]);
}

static void contents_are_shared(void)
{
    Picture *picture = make_picture(), *second = make_picture();
    Auxiliary *first = make_auxiliary(DEPTH, 2, 1, 1), *later = make_auxiliary(DEPTH, 2, 1, 9);
    CHECK_EQ(set_auxiliary(picture, DEPTH, first), OK);
    CHECK_EQ(set_auxiliary(second, DEPTH, first), OK);
    Auxiliary *got = auxiliary_of(picture, DEPTH);
    CHECK(got != first);
    uint8_t bytes[8];
    memset(bytes, 4, sizeof bytes);
    CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(got, bytes, sizeof bytes), OK);
    CHECK(is_filled(first, 8, 4));

    /* Another one of the same type takes its place, in this picture only. */
    CHECK_EQ(set_auxiliary(picture, DEPTH, later), OK);
    release(got);
    got = auxiliary_of(picture, DEPTH);
    CHECK(is_filled(got, 8, 9));
    release(got);
    got = auxiliary_of(second, DEPTH);
    CHECK(is_filled(got, 8, 4));
    release(got);

    /* A picture keeps what it has under the type with which it came. */
    Info *info = make_description(SNAP, 1, 1, 0, PIXEL_FORMAT_RGBA_8888);
    CHECK_EQ(OH_AuxiliaryPictureNative_SetInfo(later, info), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
    static const int depth[] = {DEPTH}, both[] = {DEPTH, SNAP};
    check_types(picture, false, depth, 1);
    CHECK_EQ(get_auxiliary(picture, SNAP), BAD);
    got = auxiliary_of(picture, DEPTH);
    check_auxiliary(got, SNAP, 1, 1, 4, PIXEL_FORMAT_RGBA_8888);
    release(got);
    CHECK_EQ(set_auxiliary(picture, DEPTH, later), BAD);
    CHECK_EQ(set_auxiliary(picture, SNAP, later), OK);
    check_types(picture, false, both, 2);
    release(first);
    release(later);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
    CHECK_EQ(OH_PictureNative_Release(second), OK);
}

static void the_gain_map(void)
{
    Picture *picture = make_picture();
    OH_PixelmapNative *map = NULL;
    put_auxiliary(picture, SNAP_GAINMAP, 2, 1, 3); /* of another image */
    CHECK_EQ(OH_PictureNative_GetGainmapPixelmap(picture, &map), NO_MEMORY);
    CHECK(map == NULL);
    CHECK_EQ(OH_PictureNative_GetGainmapPixelmap(NULL, &map), BAD);
    CHECK_EQ(OH_PictureNative_GetGainmapPixelmap(NULL, NULL), BAD);
    CHECK_EQ(OH_PictureNative_GetGainmapPixelmap(picture, NULL), BAD);

    put_auxiliary(picture, GAINMAP, 3, 1, 6);
    CHECK_EQ(OH_PictureNative_GetGainmapPixelmap(picture, NULL), BAD);
    CHECK_EQ(OH_PictureNative_GetGainmapPixelmap(picture, &map), OK);
    CHECK_SIZE(map, 3, 1);
    uint8_t bytes[12];
    memset(bytes, 7, sizeof bytes);
    CHECK_EQ(OH_PixelmapNative_WritePixels(map, bytes, sizeof bytes), OK);
    Auxiliary *auxiliary = auxiliary_of(picture, GAINMAP);
    CHECK(is_filled(auxiliary, 12, 7));
    release(auxiliary);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
    CHECK_EQ(OH_PictureNative_GetGainmapPixelmap(picture, &map), BAD);
    CHECK(holds(map, bytes, sizeof bytes));
    destroy(map);
}

static int set_metadata(Picture *picture, int kind)
{
    OH_PictureMetadata *metadata = make_metadata(kind);
    int code = OH_PictureNative_SetMetadata(picture, kind_of(kind), metadata);
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
    return code;
}

static void metadata_by_kind(void)
{
    Picture *picture = make_picture();
    check_types(picture, true, NULL, 0);
    for (int kind = 13; kind >= 1; kind--)
        CHECK_EQ(set_metadata(picture, kind), kind == FRAGMENT_METADATA ? NO_METADATA : OK);
    static const int all[] = {1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
    check_types(picture, true, all, 12);

    OH_PictureMetadata *kept = NULL, *gone = NULL;
    CHECK_EQ(OH_PictureNative_GetMetadata(picture, GIF_METADATA, &kept), OK);
    set_value(kept, "GifDelayTime", "70");
    for (int pass = 0; pass < 2; pass++)
        for (int kind = 1; kind <= 23; kind++)
            if (kind != 14)
                CHECK_EQ(OH_PictureNative_RemoveMetadata(picture, kind_of(kind)), OK);
    check_types(picture, true, NULL, 0);
    CHECK_EQ(OH_PictureNative_GetMetadata(picture, GIF_METADATA, &gone), NO_METADATA);
    CHECK(gone == NULL);
    check_value(kept, "GifDelayTime", "70");
    CHECK_EQ(OH_PictureMetadata_Release(kept), OK);
    static const int none[] = {-1, 0, 14, 24, 99, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < COUNT(none); i++)
        CHECK_EQ(OH_PictureNative_RemoveMetadata(picture, kind_of(none[i])), NO_METADATA);

    /* The metadata of an auxiliary picture is its own. */
    Auxiliary *fragment = make_auxiliary(FRAGMENT, 1, 1, 0);
    OH_PictureMetadata *place = make_metadata(FRAGMENT_METADATA);
    CHECK_EQ(OH_AuxiliaryPictureNative_SetMetadata(fragment, FRAGMENT_METADATA, place), OK);
    CHECK_EQ(set_auxiliary(picture, FRAGMENT, fragment), OK);
    CHECK_EQ(OH_PictureMetadata_Release(place), OK);
    release(fragment);
    check_types(picture, true, NULL, 0);
    CHECK_EQ(OH_PictureNative_RemoveMetadata(picture, FRAGMENT_METADATA), OK);
    fragment = auxiliary_of(picture, FRAGMENT);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetMetadata(fragment, FRAGMENT_METADATA, &place), OK);
    CHECK_EQ(OH_PictureMetadata_Release(place), OK);
    release(fragment);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
}

/* Whether a JPEG of the main image has an APP1 segment with EXIF. */
static bool packs_exif(Picture *picture)
{
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PictureNative_GetMainPixelmap(picture, &map), OK);
    OH_ImagePackerNative *packer = make_packer();
    OH_PackingOptions *options = make_options("image/jpeg", 90);
    CHECK_EQ(OH_PackingOptions_SetNeedsPackProperties(options, true), OK);
    static uint8_t file[1 << 16];
    size_t length = sizeof file;
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, map, file, &length), OK);
    bool found = false;
    for (size_t i = 0; i + 6 < length; i++)
        found = found || memcmp(file + i, "Exif\0\0", 6) == 0;
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    destroy(map);
    return found;
}

static void exif_goes_from_the_main_image_too(void)
{
    Picture *picture = make_picture();
    CHECK(!packs_exif(picture));
    CHECK_EQ(set_metadata(picture, EXIF_METADATA), OK);
    CHECK(packs_exif(picture));
    CHECK_EQ(OH_PictureNative_RemoveMetadata(picture, GIF_METADATA), OK);
    CHECK(packs_exif(picture));
    CHECK_EQ(OH_PictureNative_RemoveMetadata(picture, EXIF_METADATA), OK);
    CHECK(!packs_exif(picture));
    /* A picture made of that main image has none either. */
    OH_PixelmapNative *map = NULL;
    Picture *again = NULL;
    CHECK_EQ(OH_PictureNative_GetMainPixelmap(picture, &map), OK);
    CHECK_EQ(OH_PictureNative_CreatePicture(map, &again), OK);
    check_types(again, true, NULL, 0);
    destroy(map);
    CHECK_EQ(OH_PictureNative_Release(again), OK);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
}

/* The same PixelMap everywhere: nothing waits for itself. */
static void one_pixelmap_may_be_everything(void)
{
    Picture *picture = make_picture(), *second = NULL;
    put_auxiliary(picture, GAINMAP, 2, 1, 8);
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PictureNative_GetGainmapPixelmap(picture, &map), OK);
    CHECK_EQ(OH_PictureNative_CreatePicture(map, &second), OK);
    Auxiliary *gain_map = auxiliary_of(picture, GAINMAP);
    CHECK_EQ(set_auxiliary(second, GAINMAP, gain_map), OK);
    CHECK_EQ(set_metadata(second, EXIF_METADATA), OK);
    Info *info = make_description(DEPTH, 1, 2, 0, PIXEL_FORMAT_BGRA_8888);
    CHECK_EQ(OH_AuxiliaryPictureNative_SetInfo(gain_map, info), OK);
    CHECK_SIZE(map, 1, 2);
    CHECK_EQ(OH_PictureNative_RemoveMetadata(second, EXIF_METADATA), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
    release(gain_map);
    destroy(map);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
    CHECK_EQ(OH_PictureNative_Release(second), OK);
}

/* Every function with a handle that is none; outputs stay. */
static void refuse(Picture *wrong)
{
    Auxiliary *auxiliary = make_auxiliary(DEPTH, 1, 1, 0), *const no_auxiliary = (Auxiliary *)(uintptr_t)77;
    Auxiliary *got = no_auxiliary;
    OH_PixelmapNative *const no_map = (OH_PixelmapNative *)(uintptr_t)77, *map = no_map;
    OH_PictureMetadata *const no_metadata = (OH_PictureMetadata *)(uintptr_t)77, *metadata = no_metadata;
    Image_AuxiliaryPictureType types[4] = {type_of(77)};
    Image_MetadataType kinds[4] = {kind_of(77)};
    uint32_t count = 4;
    CHECK_EQ(OH_PictureNative_GetMainPixelmap(wrong, &map), BAD);
    CHECK_EQ(OH_PictureNative_GetGainmapPixelmap(wrong, &map), BAD);
    CHECK_EQ(set_auxiliary(wrong, DEPTH, auxiliary), BAD);
    CHECK_EQ(OH_PictureNative_GetAuxiliaryPicture(wrong, type_of(DEPTH), &got), BAD);
    CHECK_EQ(OH_PictureNative_GetMetadata(wrong, EXIF_METADATA, &metadata), BAD);
    CHECK_EQ(set_metadata(wrong, EXIF_METADATA), BAD);
    CHECK_EQ(OH_PictureNative_GetAuxiliaryPictureCount(wrong, &count), INVALID);
    CHECK_EQ(OH_PictureNative_GetAuxiliaryPictureTypes(wrong, types, &count), INVALID);
    CHECK_EQ(OH_PictureNative_GetMetadataCount(wrong, &count), INVALID);
    CHECK_EQ(OH_PictureNative_GetMetadataTypes(wrong, kinds, &count), INVALID);
    CHECK_EQ(OH_PictureNative_RemoveAuxiliaryPicture(wrong, type_of(DEPTH)), INVALID);
    CHECK_EQ(OH_PictureNative_RemoveMetadata(wrong, EXIF_METADATA), INVALID);
    CHECK_EQ(OH_PictureNative_Release(wrong), BAD);
    CHECK(map == no_map && got == no_auxiliary && metadata == no_metadata && count == 4 && types[0] == 77 && kinds[0] == 77);
    release(auxiliary);
}

static void wrong_arguments(void)
{
    Picture *living = make_picture(), *gone = make_picture();
    Auxiliary *auxiliary = make_auxiliary(DEPTH, 1, 1, 0), *old = make_auxiliary(DEPTH, 1, 1, 0);
    OH_PixelmapNative *other = make_empty(1, 1, 3);
    Image_AuxiliaryPictureType types[4];
    Image_MetadataType kinds[4];
    uint32_t count = 4;
    CHECK_EQ(OH_PictureNative_Release(gone), OK);
    release(old);
    Picture *wrong[] = {NULL, gone, (Picture *)other, (Picture *)auxiliary, (Picture *)(uintptr_t)4711, (Picture *)&living};
    for (size_t i = 0; i < COUNT(wrong); i++)
        refuse(wrong[i]);
    CHECK_EQ(set_auxiliary(living, DEPTH, NULL), BAD);
    CHECK_EQ(set_auxiliary(living, DEPTH, old), BAD);
    CHECK_EQ(set_auxiliary(living, DEPTH, (Auxiliary *)other), BAD);
    CHECK_EQ(OH_PictureNative_GetAuxiliaryPicture(living, type_of(DEPTH), NULL), BAD);
    CHECK_EQ(OH_PictureNative_GetAuxiliaryPictureCount(living, NULL), INVALID);
    CHECK_EQ(OH_PictureNative_GetAuxiliaryPictureTypes(living, NULL, &count), INVALID);
    CHECK_EQ(OH_PictureNative_GetAuxiliaryPictureTypes(living, types, NULL), INVALID);
    CHECK_EQ(OH_PictureNative_GetMetadataCount(living, NULL), INVALID);
    CHECK_EQ(OH_PictureNative_GetMetadataTypes(living, NULL, &count), INVALID);
    CHECK_EQ(OH_PictureNative_GetMetadataTypes(living, kinds, NULL), INVALID);
    CHECK_EQ(count, 4);
    check_types(living, false, NULL, 0);
    CHECK_EQ(OH_PictureNative_Release(living), OK);
    release(auxiliary);
    destroy(other);
}

int main(void)
{
    auxiliary_pictures_by_their_types();
    contents_are_shared();
    the_gain_map();
    metadata_by_kind();
    exif_goes_from_the_main_image_too();
    one_pixelmap_may_be_everything();
    wrong_arguments();
    return check_failures();
}
