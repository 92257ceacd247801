/* Descriptions of auxiliary pictures: values come back as they were set, and wrong ones change nothing. */
#include <limits.h>

#include "picture.h"

static void a_new_one_is_empty(void)
{
    Info *info = NULL;
    CHECK_EQ(OH_AuxiliaryPictureInfo_Create(NULL), BAD);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Create(&info), OK);
    check_info(info, 0, 0, 0, 0, PIXEL_FORMAT_UNKNOWN);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
}

static void values_come_back(void)
{
    Info *info = make_description(FRAGMENT, UINT32_MAX, 0, UINT32_MAX, PIXEL_FORMAT_NV21);
    check_info(info, FRAGMENT, UINT32_MAX, 0, UINT32_MAX, PIXEL_FORMAT_NV21);
    for (int type = -3; type <= 102; type++) {
        bool exists = type >= 1 && type <= 10;
        struct description before = read_info(info);
        CHECK_EQ(OH_AuxiliaryPictureInfo_SetType(info, type_of(type)), exists ? OK : BAD);
        CHECK_EQ(read_info(info).type, exists ? type : before.type);
    }
    for (int format = -3; format <= 20; format++) {
        bool exists = format >= 0 && format <= 12 && format != 1;
        struct description before = read_info(info);
        CHECK_EQ(OH_AuxiliaryPictureInfo_SetPixelFormat(info, (PIXEL_FORMAT)format), exists ? OK : BAD);
        CHECK_EQ(read_info(info).format, exists ? format : before.format);
    }
    int extremes[] = {INT_MIN, INT_MAX};
    for (size_t i = 0; i < COUNT(extremes); i++) {
        CHECK_EQ(OH_AuxiliaryPictureInfo_SetType(info, type_of(extremes[i])), BAD);
        CHECK_EQ(OH_AuxiliaryPictureInfo_SetPixelFormat(info, (PIXEL_FORMAT)extremes[i]), BAD);
    }
    check_info(info, LHDR_GAINMAP, UINT32_MAX, 0, UINT32_MAX, PIXEL_FORMAT_YCRCB_P010);

    /* A description does not keep the size's place. */
    Image_Size size = {3, 4};
    CHECK_EQ(OH_AuxiliaryPictureInfo_SetSize(info, &size), OK);
    size.width = 9;
    check_info(info, LHDR_GAINMAP, 3, 4, UINT32_MAX, PIXEL_FORMAT_YCRCB_P010);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
}

/* Every function with a handle that is none; outputs stay. */
static void refuse(Info *wrong)
{
    Image_AuxiliaryPictureType type = type_of(77);
    Image_Size size = {77, 78};
    uint32_t stride = 77;
    PIXEL_FORMAT format = (PIXEL_FORMAT)77;
    CHECK_EQ(OH_AuxiliaryPictureInfo_GetType(wrong, &type), BAD);
    CHECK_EQ(OH_AuxiliaryPictureInfo_SetType(wrong, type_of(GAINMAP)), BAD);
    CHECK_EQ(OH_AuxiliaryPictureInfo_GetSize(wrong, &size), BAD);
    CHECK_EQ(OH_AuxiliaryPictureInfo_SetSize(wrong, &size), BAD);
    CHECK_EQ(OH_AuxiliaryPictureInfo_GetRowStride(wrong, &stride), BAD);
    CHECK_EQ(OH_AuxiliaryPictureInfo_SetRowStride(wrong, 4), BAD);
    CHECK_EQ(OH_AuxiliaryPictureInfo_GetPixelFormat(wrong, &format), BAD);
    CHECK_EQ(OH_AuxiliaryPictureInfo_SetPixelFormat(wrong, PIXEL_FORMAT_NV12), BAD);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(wrong), BAD);
    CHECK(type == 77 && size.width == 77 && size.height == 78 && stride == 77 && format == 77);
}

static void wrong_arguments(void)
{
    Info *info = make_description(DEPTH, 1, 2, 3, 4), *gone = make_description(DEPTH, 1, 2, 3, 4);
    Auxiliary *other = make_auxiliary(DEPTH, 1, 1, 7);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(gone), OK);
    Info *wrong[] = {NULL, gone, (Info *)other, (Info *)(uintptr_t)4711, (Info *)&info};
    for (size_t i = 0; i < COUNT(wrong); i++)
        refuse(wrong[i]);
    CHECK_EQ(OH_AuxiliaryPictureInfo_GetType(info, NULL), BAD);
    CHECK_EQ(OH_AuxiliaryPictureInfo_GetSize(info, NULL), BAD);
    CHECK_EQ(OH_AuxiliaryPictureInfo_SetSize(info, NULL), BAD);
    CHECK_EQ(OH_AuxiliaryPictureInfo_GetRowStride(info, NULL), BAD);
    CHECK_EQ(OH_AuxiliaryPictureInfo_GetPixelFormat(info, NULL), BAD);
    check_info(info, DEPTH, 1, 2, 3, 4);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), BAD);
    release(other);
}

int main(void)
{
    a_new_one_is_empty();
    values_come_back();
    wrong_arguments();
    return check_failures();
}
