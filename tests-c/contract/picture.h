/* What the tests of pictures share: pictures, auxiliary pictures and metadata, made and looked at in one line. */
#ifndef PICTURE_H
#define PICTURE_H

#include <multimedia/image_framework/image/picture_native.h>

#include "geometry.h"

enum { UNSUPPORTED = 7600201, NO_METADATA = 7600202, NOT_COPIED = 7600302 };

/* Types with and without an enumerator. */
enum { GAINMAP = 1, DEPTH, UNREFOCUS, LINEAR, FRAGMENT, SNAP, SNAP_GAINMAP, PAN, PAN_GAINMAP, LHDR_GAINMAP };

typedef OH_PictureNative Picture;
typedef OH_AuxiliaryPictureNative Auxiliary;
typedef OH_AuxiliaryPictureInfo Info;

/* Numbers as the enumerations that functions take; some of them have no enumerator. */
static inline Image_AuxiliaryPictureType type_of(int number)
{
    return (Image_AuxiliaryPictureType)number;
}
static inline Image_MetadataType kind_of(int number)
{
    return (Image_MetadataType)number;
}

/* A metadata object without values; release it. */
static inline OH_PictureMetadata *make_metadata(int kind)
{
    OH_PictureMetadata *metadata = NULL;
    CHECK_EQ(OH_PictureMetadata_Create(kind_of(kind), &metadata), OK);
    return metadata;
}

static inline void set_value(OH_PictureMetadata *metadata, const char *key, const char *value)
{
    Image_String name = {(char *)key, strlen(key)}, text = {(char *)value, strlen(value)};
    CHECK_EQ(OH_PictureMetadata_SetProperty(metadata, &name, &text), OK);
}

static inline void check_value(OH_PictureMetadata *metadata, const char *key, const char *value)
{
    Image_String name = {(char *)key, strlen(key)}, text = {0};
    CHECK_EQ(OH_PictureMetadata_GetProperty(metadata, &name, &text), OK);
    CHECK(text.size == strlen(value) && memcmp(text.data, value, text.size) == 0);
    free(text.data);
}

/* A picture around a main image of 2 x 1 pixels; release it. */
static inline Picture *make_picture(void)
{
    OH_PixelmapNative *map = make_empty(2, 1, PIXEL_FORMAT_RGBA_8888);
    Picture *picture = NULL;
    CHECK_EQ(OH_PictureNative_CreatePicture(map, &picture), OK);
    destroy(map);
    return picture;
}

/* An auxiliary picture whose bytes all have one value (no colour is above its alpha); release it. */
static inline Auxiliary *make_auxiliary(int type, uint32_t width, uint32_t height, int value)
{
    Image_Size size = {width, height};
    size_t length = (size_t)width * height * 4;
    uint8_t *data = allocate(length);
    memset(data, 255, length);
    Auxiliary *auxiliary = NULL;
    CHECK_EQ(OH_AuxiliaryPictureNative_Create(data, length, &size, type_of(type), &auxiliary), OK);
    memset(data, value, length);
    CHECK_EQ(OH_AuxiliaryPictureNative_WritePixels(auxiliary, data, length), OK);
    free(data);
    return auxiliary;
}

static inline void release(Auxiliary *auxiliary)
{
    CHECK_EQ(OH_AuxiliaryPictureNative_Release(auxiliary), OK);
}

/* Puts a new auxiliary picture into a picture, under its own type. */
static inline void put_auxiliary(Picture *picture, int type, uint32_t width, uint32_t height, int value)
{
    Auxiliary *auxiliary = make_auxiliary(type, width, height, value);
    CHECK_EQ(OH_PictureNative_SetAuxiliaryPicture(picture, type_of(type), auxiliary), OK);
    release(auxiliary);
}

/* The auxiliary picture of a type, which there must be; release it. */
static inline Auxiliary *auxiliary_of(Picture *picture, int type)
{
    Auxiliary *auxiliary = NULL;
    CHECK_EQ(OH_PictureNative_GetAuxiliaryPicture(picture, type_of(type), &auxiliary), OK);
    return auxiliary;
}

/* The pixels; destroy the PixelMap. */
static inline OH_PixelmapNative *map_of(Auxiliary *auxiliary)
{
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_AuxiliaryPictureNative_AcquirePixelmap(auxiliary, &map), OK);
    return map;
}

/* What a description says. */
struct description {
    int type;
    uint32_t width, height, stride;
    int format;
};

static inline struct description read_info(Info *info)
{
    struct description said = {0};
    Image_AuxiliaryPictureType type = type_of(77);
    Image_Size size = {77, 77};
    PIXEL_FORMAT format = (PIXEL_FORMAT)77;
    CHECK_EQ(OH_AuxiliaryPictureInfo_GetType(info, &type), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_GetSize(info, &size), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_GetRowStride(info, &said.stride), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_GetPixelFormat(info, &format), OK);
    said.type = (int)type;
    said.width = size.width;
    said.height = size.height;
    said.format = (int)format;
    return said;
}

/* A description; release it. A type of 0 is not set. */
static inline Info *make_description(int type, uint32_t width, uint32_t height, uint32_t stride, int format)
{
    Info *info = NULL;
    Image_Size size = {width, height};
    CHECK_EQ(OH_AuxiliaryPictureInfo_Create(&info), OK);
    if (type != 0)
        CHECK_EQ(OH_AuxiliaryPictureInfo_SetType(info, type_of(type)), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_SetSize(info, &size), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_SetRowStride(info, stride), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_SetPixelFormat(info, (PIXEL_FORMAT)format), OK);
    return info;
}

static inline void check_info(Info *info, int type, uint32_t width, uint32_t height, uint32_t stride, int format)
{
    struct description said = read_info(info);
    CHECK_EQ(said.type, type);
    CHECK_EQ(said.width, width);
    CHECK_EQ(said.height, height);
    CHECK_EQ(said.stride, stride);
    CHECK_EQ(said.format, format);
}

/* What an auxiliary picture is. */
static inline void check_auxiliary(Auxiliary *auxiliary, int type, uint32_t width, uint32_t height, uint32_t stride,
    int format)
{
    Info *info = NULL;
    Image_AuxiliaryPictureType own = type_of(77);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetInfo(auxiliary, &info), OK);
    check_info(info, type, width, height, stride, format);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
    CHECK_EQ(OH_AuxiliaryPictureNative_GetType(auxiliary, &own), OK);
    CHECK_EQ(own, type);
}

/* Whether all bytes that ReadPixels gives have this value, and are so many. */
static inline bool is_filled(Auxiliary *auxiliary, size_t length, int value)
{
    size_t size = length;
    uint8_t *bytes = allocate(length + 1), *expected = allocate(length);
    memset(bytes, ~value, length + 1);
    memset(expected, value, length);
    CHECK_EQ(OH_AuxiliaryPictureNative_ReadPixels(auxiliary, bytes, &size), OK);
    bool filled = memcmp(bytes, expected, length) == 0 && bytes[length] == (uint8_t)~value;
    free(bytes);
    free(expected);
    return filled;
}

#endif
