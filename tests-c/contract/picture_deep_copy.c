/* Copies of pictures in part: what is listed is in them, of new types if wished, and shares nothing with the source. */
#include <native_color_space_manager/native_color_space_manager.h>

#include "picture.h"

typedef OH_PictureNative_AuxiliaryPictureCopyItem AuxiliaryItem;
typedef OH_PictureNative_MetadataCopyItem MetadataItem;

#define AUXILIARY(from, to) {(Image_AuxiliaryPictureType)(from), (Image_AuxiliaryPictureType)(to)}
#define METADATA(from, to) {(Image_MetadataType)(from), (Image_MetadataType)(to)}

enum { MAIN = 11, BLOB = 9, OTHER_BLOB = 12 };

/* A copy; the main image is the one of the source, or auxiliary picture `main`. */
static int copy(Picture *source, int main, const AuxiliaryItem *auxiliaries, uint32_t auxiliary_count,
    const MetadataItem *metadata, uint32_t metadata_count, Picture **out)
{
    Image_AuxiliaryPictureType type = type_of(main);
    return OH_PictureNative_DeepCopyWithItems(source, auxiliaries, auxiliary_count, metadata, metadata_count,
        main == 0 ? NULL : &type, out);
}

static void set_blob(OH_PictureMetadata *metadata, const char *text)
{
    CHECK_EQ(OH_PictureMetadata_SetBlobData(metadata, (uint8_t *)text, (uint32_t)strlen(text)), OK);
}

/* A picture with a main image of 11s in BT.709 and auxiliary pictures filled with their types, of type x 1 pixels; EXIF,
 * GIF and two blobs; a fragment map with its place and a blob. */
static Picture *make_source_picture(void)
{
    uint8_t bytes[8];
    memset(bytes, MAIN, sizeof bytes);
    OH_PixelmapNative *map = make_map(2, 1, PIXEL_FORMAT_RGBA_8888, PREMULTIPLIED, bytes);
    OH_NativeColorSpaceManager *space = OH_NativeColorSpaceManager_CreateFromName(BT709);
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, space), OK);
    OH_NativeColorSpaceManager_Destroy(space);
    Picture *picture = NULL;
    CHECK_EQ(OH_PictureNative_CreatePicture(map, &picture), OK);
    destroy(map);
    static const int types[] = {GAINMAP, FRAGMENT, SNAP};
    for (size_t i = 0; i < COUNT(types); i++)
        put_auxiliary(picture, types[i], (uint32_t)types[i], 1, types[i]);
    static const int kinds[] = {EXIF_METADATA, GIF_METADATA, BLOB, OTHER_BLOB};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        OH_PictureMetadata *metadata = make_metadata(kinds[i]);
        if (kinds[i] == EXIF_METADATA)
            set_value(metadata, "Make", "a camera");
        else if (kinds[i] == GIF_METADATA)
            set_value(metadata, "GifDelayTime", "70");
        else
            set_blob(metadata, kinds[i] == BLOB ? "nine" : "twelve");
        CHECK_EQ(OH_PictureNative_SetMetadata(picture, kind_of(kinds[i]), metadata), OK);
        CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
    }
    Auxiliary *fragment = auxiliary_of(picture, FRAGMENT);
    OH_PictureMetadata *place = make_metadata(FRAGMENT_METADATA), *blob = make_metadata(BLOB);
    set_value(place, "XInOriginal", "12");
    set_blob(blob, "of the fragment");
    CHECK_EQ(OH_AuxiliaryPictureNative_SetMetadata(fragment, FRAGMENT_METADATA, place), OK);
    CHECK_EQ(OH_AuxiliaryPictureNative_SetMetadata(fragment, kind_of(BLOB), blob), OK);
    CHECK_EQ(OH_PictureMetadata_Release(place), OK);
    CHECK_EQ(OH_PictureMetadata_Release(blob), OK);
    release(fragment);
    return picture;
}

static OH_PixelmapNative *main_of(Picture *picture)
{
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PictureNative_GetMainPixelmap(picture, &map), OK);
    return map;
}

static bool main_is(Picture *picture, uint32_t width, int value)
{
    OH_PixelmapNative *map = main_of(picture);
    uint8_t expected[64];
    memset(expected, value, sizeof expected);
    bool is = facts_of(map).width == width && facts_of(map).height == 1 && holds(map, expected, width * 4);
    destroy(map);
    return is;
}

static int space_of(Picture *picture)
{
    OH_PixelmapNative *map = main_of(picture);
    OH_NativeColorSpaceManager *space = NULL;
    CHECK_EQ(OH_PixelmapNative_GetColorSpaceNative(map, &space), OK);
    int name = OH_NativeColorSpaceManager_GetColorSpaceName(space);
    OH_NativeColorSpaceManager_Destroy(space);
    destroy(map);
    return name;
}

static uint32_t count_of(Picture *picture, bool metadata)
{
    uint32_t count = 77;
    CHECK_EQ(metadata ? OH_PictureNative_GetMetadataCount(picture, &count)
                      : OH_PictureNative_GetAuxiliaryPictureCount(picture, &count), OK);
    return count;
}

static OH_PictureMetadata *metadata_of(Picture *picture, int kind)
{
    OH_PictureMetadata *metadata = NULL;
    CHECK_EQ(OH_PictureNative_GetMetadata(picture, kind_of(kind), &metadata), OK);
    return metadata;
}

static void check_blob(OH_PictureMetadata *metadata, const char *text)
{
    uint8_t bytes[64] = {0};
    uint32_t length = 0;
    CHECK_EQ(OH_PictureMetadata_GetBlobDataSize(metadata, &length), OK);
    CHECK_EQ(OH_PictureMetadata_GetBlobData(metadata, bytes, sizeof bytes), OK);
    CHECK(length == strlen(text) && memcmp(bytes, text, length) == 0);
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
}

static void release_picture(Picture *picture)
{
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
}

static void without_lists_only_the_main_image(void)
{
    Picture *source = make_source_picture(), *made = NULL;
    static const AuxiliaryItem auxiliary = AUXILIARY(GAINMAP, GAINMAP);
    static const MetadataItem metadata = METADATA(EXIF_METADATA, EXIF_METADATA);
    Image_AuxiliaryPictureType none = type_of(0);
    for (int i = 0; i < 3; i++) {
        /* Lists of no items may be NULL or not, and a type of 0 is none. */
        CHECK_EQ(OH_PictureNative_DeepCopyWithItems(source, i ? &auxiliary : NULL, 0, i ? &metadata : NULL, 0,
                     i == 2 ? &none : NULL, &made), OK);
        CHECK(count_of(made, false) == 0 && count_of(made, true) == 0);
        CHECK(main_is(made, 2, MAIN));
        CHECK_EQ(space_of(made), BT709);
        /* EXIF is not in the main image either. */
        Picture *again = NULL;
        OH_PixelmapNative *map = main_of(made);
        CHECK_EQ(OH_PictureNative_CreatePicture(map, &again), OK);
        CHECK_EQ(count_of(again, true), 0);
        destroy(map);
        release_picture(again);
        release_picture(made);
    }
    CHECK_EQ(count_of(source, false), 3);
    CHECK_EQ(count_of(source, true), 4);
    release_picture(source);
}

static void what_is_listed_with_its_new_type(void)
{
    Picture *source = make_source_picture(), *made = NULL;
    static const AuxiliaryItem auxiliaries[] = {AUXILIARY(SNAP, UNREFOCUS), AUXILIARY(FRAGMENT, FRAGMENT),
        AUXILIARY(GAINMAP, GAINMAP), AUXILIARY(GAINMAP, LHDR_GAINMAP)};
    static const MetadataItem metadata[] = {METADATA(BLOB, 3), METADATA(EXIF_METADATA, EXIF_METADATA),
        METADATA(GIF_METADATA, GIF_METADATA), METADATA(OTHER_BLOB, OTHER_BLOB), METADATA(OTHER_BLOB, 13)};
    CHECK_EQ(copy(source, SNAP, auxiliaries, COUNT(auxiliaries), metadata, COUNT(metadata), &made), OK);

    /* Another main image, in the colour space of the old one. */
    CHECK(main_is(made, SNAP, SNAP));
    CHECK_EQ(space_of(made), BT709);
    Image_AuxiliaryPictureType types[10];
    Image_MetadataType kinds[10];
    uint32_t type_count = 10, kind_count = 10;
    CHECK_EQ(OH_PictureNative_GetAuxiliaryPictureTypes(made, types, &type_count), OK);
    CHECK_EQ(OH_PictureNative_GetMetadataTypes(made, kinds, &kind_count), OK);
    static const int listed[] = {1, 3, 5, 12, 13};
    CHECK(type_count == 4 && kind_count == COUNT(listed));
    for (size_t i = 0; i < COUNT(listed); i++)
        CHECK_EQ(kinds[i], listed[i]);
    static const int expected[][2] = {{GAINMAP, GAINMAP}, {UNREFOCUS, SNAP}, {FRAGMENT, FRAGMENT}, {LHDR_GAINMAP, GAINMAP}};
    for (size_t i = 0; i < COUNT(expected); i++) {
        Auxiliary *auxiliary = auxiliary_of(made, expected[i][0]);
        uint32_t width = (uint32_t)expected[i][1];
        CHECK_EQ(types[i], expected[i][0]);
        check_auxiliary(auxiliary, expected[i][0], width, 1, width * 4, PIXEL_FORMAT_RGBA_8888);
        CHECK(is_filled(auxiliary, width * 4, expected[i][1]));
        release(auxiliary);
    }
    check_blob(metadata_of(made, 3), "nine");
    check_blob(metadata_of(made, 12), "twelve");
    check_blob(metadata_of(made, 13), "twelve");
    OH_PictureMetadata *exif = metadata_of(made, EXIF_METADATA);
    check_value(exif, "Make", "a camera");

    /* Nothing is shared: what is changed in the source does not show, nor the other way. */
    OH_PictureMetadata *old = metadata_of(source, EXIF_METADATA), *blob = NULL;
    set_value(old, "Make", "another one");
    check_value(exif, "Make", "a camera");
    CHECK_EQ(OH_PictureMetadata_Release(old), OK);
    CHECK_EQ(OH_PictureMetadata_Release(exif), OK);
    Auxiliary *fragment = auxiliary_of(source, FRAGMENT), *of_copy = auxiliary_of(made, FRAGMENT);
    uint8_t bytes[64];
    memset(bytes, 99, sizeof bytes);
    CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(fragment, bytes, sizeof bytes), OK);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetMetadata(fragment, FRAGMENT_METADATA, &old), OK);
    set_value(old, "XInOriginal", "13");
    CHECK_EQ(OH_PictureMetadata_Release(old), OK);
    release_picture(source);
    CHECK(is_filled(of_copy, FRAGMENT * 4, FRAGMENT));
    CHECK_EQ(OH_AuxiliaryPictureNative_GetMetadata(of_copy, FRAGMENT_METADATA, &old), OK);
    check_value(old, "XInOriginal", "12");
    CHECK_EQ(OH_PictureMetadata_Release(old), OK);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetMetadata(of_copy, kind_of(BLOB), &blob), OK);
    check_blob(blob, "of the fragment");
    release(fragment);
    release(of_copy);
    release_picture(made);
}

static void the_later_of_two_items_wins(void)
{
    Picture *source = make_source_picture(), *made = NULL;
    static const AuxiliaryItem auxiliaries[] = {AUXILIARY(GAINMAP, PAN), AUXILIARY(SNAP, PAN), AUXILIARY(FRAGMENT, PAN)};
    static const MetadataItem metadata[] = {METADATA(OTHER_BLOB, 3), METADATA(BLOB, 3)};
    CHECK_EQ(copy(source, 0, auxiliaries, 3, metadata, 2, &made), OK);
    CHECK(count_of(made, false) == 1 && count_of(made, true) == 1);
    Auxiliary *auxiliary = auxiliary_of(made, PAN);
    CHECK(is_filled(auxiliary, FRAGMENT * 4, FRAGMENT));
    release(auxiliary);
    check_blob(metadata_of(made, 3), "nine");
    release_picture(made);
    release_picture(source);
}

/* HDR metadata of the main image go with the gain map. */
static void hdr_metadata_go_with_the_gain_map(void)
{
    OH_Pixelmap_InitializationOptions *init = make_init(2, 1, PIXEL_FORMAT_RGBA_8888, PIXEL_FORMAT_RGBA_8888, 0);
    OH_PixelmapNative *map = NULL;
    Picture *source = NULL, *made = NULL;
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmapUsingAllocator(init, IMAGE_ALLOCATOR_MODE_DMA, &map), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    OH_Pixelmap_HdrMetadataValue value = {0}, *out = &value;
    value.type = HDR_METADATA_TYPE_BASE;
    CHECK_EQ(OH_PixelmapNative_SetMetadata(map, HDR_METADATA_TYPE, &value), OK);
    CHECK_EQ(OH_PictureNative_CreatePicture(map, &source), OK);
    destroy(map);
    Info *info = make_description(GAINMAP, 1, 1, 0, PIXEL_FORMAT_RGBA_8888);
    Auxiliary *gain_map = NULL;
    CHECK_EQ(OH_AuxiliaryPictureNative_CreateUsingAllocator(NULL, 0, info, IMAGE_ALLOCATOR_MODE_DMA, &gain_map), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
    map = map_of(gain_map);
    memset(&value, 0, sizeof value);
    value.gainmapMetadata.gainmapChannelNum = 3;
    value.gainmapMetadata.alternateHeadroom = 2.5f;
    CHECK_EQ(OH_PixelmapNative_SetMetadata(map, HDR_GAINMAP_METADATA, &value), OK);
    destroy(map);
    CHECK_EQ(OH_PictureNative_SetAuxiliaryPicture(source, type_of(GAINMAP), gain_map), OK);
    release(gain_map);

    static const AuxiliaryItem items[] = {AUXILIARY(GAINMAP, GAINMAP), AUXILIARY(GAINMAP, LHDR_GAINMAP)};
    for (size_t i = 0; i < COUNT(items); i++) {
        bool has_gain_map = i == 0;
        CHECK_EQ(copy(source, 0, &items[i], 1, NULL, 0, &made), OK);
        map = main_of(made);
        memset(&value, 0xA5, sizeof value);
        CHECK_EQ(OH_PixelmapNative_GetMetadata(map, HDR_METADATA_TYPE, &out), OK);
        CHECK_EQ(value.type, has_gain_map ? HDR_METADATA_TYPE_BASE : HDR_METADATA_TYPE_NONE);
        destroy(map);
        gain_map = auxiliary_of(made, (int)items[i].dstType);
        map = map_of(gain_map);
        CHECK_EQ(OH_PixelmapNative_GetMetadata(map, HDR_GAINMAP_METADATA, &out), OK);
        CHECK(value.gainmapMetadata.alternateHeadroom == 2.5f);
        destroy(map);
        release(gain_map);
        release_picture(made);
    }
    release_picture(source);
}

static void wrong_items(void)
{
    Picture *source = make_source_picture(), *const before = (Picture *)(uintptr_t)0x77, *made = before;
    static const AuxiliaryItem good = AUXILIARY(GAINMAP, GAINMAP);
    static const MetadataItem fine = METADATA(GIF_METADATA, GIF_METADATA);
    static const AuxiliaryItem auxiliaries[] = {AUXILIARY(DEPTH, DEPTH), AUXILIARY(GAINMAP, 0), AUXILIARY(GAINMAP, -1),
        AUXILIARY(GAINMAP, 11), AUXILIARY(GAINMAP, 101), AUXILIARY(0, GAINMAP), AUXILIARY(-1, GAINMAP), AUXILIARY(101, 101)};
    for (size_t i = 0; i < COUNT(auxiliaries); i++) {
        AuxiliaryItem both[] = {good, auxiliaries[i]};
        CHECK_EQ(copy(source, 0, both, 2, &fine, 1, &made), INVALID);
    }
    static const MetadataItem metadata[] = {METADATA(3, 3), METADATA(FRAGMENT_METADATA, FRAGMENT_METADATA), METADATA(-1, -1),
        METADATA(20, 20), METADATA(15, 15), METADATA(EXIF_METADATA, GIF_METADATA), METADATA(GIF_METADATA, EXIF_METADATA),
        METADATA(EXIF_METADATA, BLOB), METADATA(BLOB, EXIF_METADATA), METADATA(BLOB, GIF_METADATA),
        METADATA(BLOB, FRAGMENT_METADATA), METADATA(BLOB, 14), METADATA(BLOB, 15), METADATA(BLOB, 20), METADATA(BLOB, -1)};
    for (size_t i = 0; i < COUNT(metadata); i++) {
        MetadataItem both[] = {metadata[i], fine};
        CHECK_EQ(copy(source, 0, &good, 1, both, 2, &made), INVALID);
    }
    static const int mains[] = {DEPTH, -1, 11, 101, INT32_MAX};
    for (size_t i = 0; i < COUNT(mains); i++)
        CHECK_EQ(copy(source, mains[i], &good, 1, &fine, 1, &made), INVALID);

    CHECK_EQ(copy(NULL, 0, &good, 1, &fine, 1, &made), INVALID);
    CHECK_EQ(copy((Picture *)&made, 0, &good, 1, &fine, 1, &made), INVALID);
    CHECK_EQ(copy(source, 0, &good, 1, &fine, 1, NULL), INVALID);
    CHECK_EQ(copy(source, 0, NULL, 1, &fine, 1, &made), INVALID);
    CHECK_EQ(copy(source, 0, &good, 1, NULL, 1, &made), INVALID);
    release_picture(source);
    CHECK_EQ(copy(source, 0, &good, 1, &fine, 1, &made), INVALID);
    CHECK(made == before);
}

/* EXIF of more than 1 MiB is not copied. */
static void exif_that_is_too_long(void)
{
    Picture *source = make_picture(), *made = NULL;
    OH_PictureMetadata *exif = make_metadata(EXIF_METADATA);
    CHECK_EQ(OH_PictureNative_SetMetadata(source, EXIF_METADATA, exif), OK);
    /* Each text is cut at 64 KiB. */
    static const char *const keys[] = {"Make", "Model", "Software", "Artist", "ImageDescription", "CameraOwnerName",
        "BodySerialNumber", "LensMake", "LensModel", "LensSerialNumber", "ImageUniqueID", "SpectralSensitivity",
        "RelatedSoundFile", "GPSSatellites", "GPSMapDatum", "SubsecTime", "SubsecTimeOriginal", "SubsecTimeDigitized"};
    char *text = allocate(65000);
    memset(text, 'x', 65000);
    size_t set = 0;
    for (size_t i = 0; i < COUNT(keys); i++) {
        Image_String name = {(char *)keys[i], strlen(keys[i])}, value = {text, 65000};
        set += OH_PictureMetadata_SetProperty(exif, &name, &value) == OK;
    }
    free(text);
    static const MetadataItem item = METADATA(EXIF_METADATA, EXIF_METADATA);
    CHECK(set * 65000 > 1 << 20);
    CHECK_EQ(copy(source, 0, NULL, 0, &item, 1, &made), NOT_COPIED);
    CHECK(made == NULL);
    CHECK_EQ(OH_PictureMetadata_Release(exif), OK);
    release_picture(source);
}

int main(void)
{
    without_lists_only_the_main_image();
    what_is_listed_with_its_new_type();
    the_later_of_two_items_wins();
    hdr_metadata_go_with_the_gain_map();
    wrong_items();
    exif_that_is_too_long();
    return check_failures();
}
