/* Handles that are not living: released, of another type, never issued. Each is answered as NULL is. */
#include <multimedia/image_framework/image/picture_native.h>
#include <multimedia/image_framework/image_packer_mdk.h>
#include <ohimagekit/mdk.h>

#include "support.h"

static const uint8_t text_source[64] = "a source need not be an image to be made, so this text will do";

/* One way to make, to use and to release each type; use and release give the function's code. */
#define SIMPLE(name, type, made, used)                                      \
    static void *make_##name(void)                                          \
    {                                                                       \
        type *made_ = NULL;                                                 \
        CHECK_EQ(made, OK);                                                 \
        return made_;                                                       \
    }                                                                       \
    static int use_##name(void *handle)                                     \
    {                                                                       \
        union { uint32_t u32; int32_t i32; bool truth; } out_;              \
        (void)out_;                                                         \
        return used;                                                        \
    }

SIMPLE(packing, OH_PackingOptions, OH_PackingOptions_Create(&made_), OH_PackingOptions_GetQuality(handle, &out_.u32))
SIMPLE(sequence, OH_PackingOptionsForSequence, OH_PackingOptionsForSequence_Create(&made_),
    OH_PackingOptionsForSequence_GetLoopCount(handle, &out_.u32))
SIMPLE(init_options, OH_Pixelmap_InitializationOptions, OH_PixelmapInitializationOptions_Create(&made_),
    OH_PixelmapInitializationOptions_GetWidth(handle, &out_.u32))
SIMPLE(info, OH_Pixelmap_ImageInfo, OH_PixelmapImageInfo_Create(&made_),
    OH_PixelmapImageInfo_GetAlphaMode(handle, &out_.i32))
SIMPLE(decoding, OH_DecodingOptions, OH_DecodingOptions_Create(&made_),
    OH_DecodingOptions_GetIndex(handle, &out_.u32))
SIMPLE(source_info, OH_ImageSource_Info, OH_ImageSourceInfo_Create(&made_),
    OH_ImageSourceInfo_GetDynamicRange(handle, &out_.truth))

SIMPLE(auxiliary_info, OH_AuxiliaryPictureInfo, OH_AuxiliaryPictureInfo_Create(&made_),
    OH_AuxiliaryPictureInfo_GetRowStride(handle, &out_.u32))

static void *make_auxiliary(void)
{
    OH_AuxiliaryPictureNative *auxiliary = NULL;
    Image_Size size = {1, 1};
    uint8_t pixel[4] = {0};
    CHECK_EQ(OH_AuxiliaryPictureNative_Create(pixel, 4, &size, AUXILIARY_PICTURE_TYPE_DEPTH_MAP, &auxiliary), OK);
    return auxiliary;
}
static int use_auxiliary(void *handle)
{
    uint8_t pixel[4] = {0};
    return OH_AuxiliaryPictureNative_WritePixels(handle, pixel, 4);
}

static void *make_picture(void)
{
    OH_PixelmapNative *pixelmap = make_empty(1, 1, PIXEL_FORMAT_RGBA_8888);
    OH_PictureNative *picture = NULL;
    CHECK_EQ(OH_PictureNative_CreatePicture(pixelmap, &picture), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
    return picture;
}
static int use_picture(void *handle)
{
    OH_PixelmapNative *pixelmap = NULL;
    int code = OH_PictureNative_GetMainPixelmap(handle, &pixelmap);
    if (pixelmap != NULL)
        CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
    return code;
}

static void *make_packer_handle(void)
{
    return make_packer();
}
static int use_packer(void *handle)
{
    OH_PackingOptions *options = make_options("image/png", 0);
    OH_PixelmapNative *pixelmap = make_empty(1, 1, PIXEL_FORMAT_RGBA_8888);
    uint8_t data[4096];
    size_t size = sizeof data;
    int code = OH_ImagePackerNative_PackToDataFromPixelmap(handle, options, pixelmap, data, &size);
    OH_PixelmapNative_Destroy(&pixelmap);
    OH_PackingOptions_Release(options);
    return code;
}

static void *make_pixelmap(void)
{
    return make_empty(2, 2, PIXEL_FORMAT_RGB_565);
}
static int use_pixelmap(void *handle)
{
    uint32_t bytes = 0;
    return OH_PixelmapNative_GetByteCount(handle, &bytes);
}
static int destroy_pixelmap(void *handle)
{
    OH_PixelmapNative *copy = handle;
    return OH_PixelmapNative_Destroy(&copy);
}

static void *make_text_source(void)
{
    return make_source(text_source, sizeof text_source);
}
static int use_source(void *handle)
{
    /* 7600201: living, but no image. */
    OH_PixelmapNative *pixelmap = NULL;
    int code = OH_ImageSourceNative_CreatePixelmap(handle, NULL, &pixelmap);
    return code == 7600201 ? OK : code;
}

static void *make_value(void)
{
    napi_value value = NULL;
    CHECK_EQ(OH_ImagePacker_Create(NULL, &value), 0);
    return value;
}
static int use_value(void *handle)
{
    ImagePacker_Native *native = OH_ImagePacker_InitNative(NULL, handle);
    return native == NULL ? -1 : OH_ImagePacker_Release(native);
}

static const struct type {
    const char *name;
    void *(*make)(void);
    int (*use)(void *);
    int (*release)(void *);
    int code;
} types[] = {
#define TYPE(name, made, used, release, code) {name, made, used, (int (*)(void *))(void (*)(void))release, code}
    TYPE("PackingOptions", make_packing, use_packing, OH_PackingOptions_Release, 401),
    TYPE("PackingOptionsForSequence", make_sequence, use_sequence, OH_PackingOptionsForSequence_Release, 401),
    TYPE("ImagePackerNative", make_packer_handle, use_packer, OH_ImagePackerNative_Release, 401),
    TYPE("InitializationOptions", make_init_options, use_init_options, OH_PixelmapInitializationOptions_Release, 401),
    TYPE("Pixelmap_ImageInfo", make_info, use_info, OH_PixelmapImageInfo_Release, 401),
    TYPE("PixelmapNative", make_pixelmap, use_pixelmap, destroy_pixelmap, 401),
    TYPE("DecodingOptions", make_decoding, use_decoding, OH_DecodingOptions_Release, 401),
    TYPE("ImageSource_Info", make_source_info, use_source_info, OH_ImageSourceInfo_Release, 401),
    TYPE("ImageSourceNative", make_text_source, use_source, OH_ImageSourceNative_Release, 401),
    TYPE("PictureNative", make_picture, use_picture, OH_PictureNative_Release, 401),
    TYPE("AuxiliaryPictureNative", make_auxiliary, use_auxiliary, OH_AuxiliaryPictureNative_Release, 401),
    TYPE("AuxiliaryPictureInfo", make_auxiliary_info, use_auxiliary_info, OH_AuxiliaryPictureInfo_Release, 401),
    TYPE("packer value", make_value, use_value, OHIK_ReleasePackerValue, -1),
};

static void expect(const struct type *type, const char *what, int got, int expected)
{
    if (!check_report(got == expected, __FILE__, __LINE__, type->name))
        fprintf(stderr, ": %s gives %d, expected %d\n", what, got, expected);
}

/* Numbers that were never issued, among them addresses of the program's own memory. */
static void never_issued(void)
{
    static char memory[64];
    char *heap = allocate(64);
    uint8_t noise[64 * sizeof(uintptr_t)];
    fill_noise(noise, sizeof noise, 4711);
    for (size_t t = 0; t < COUNT(types); t++) {
        void *living = types[t].make();
        for (uintptr_t i = 0; i < 64 + 64 + 64 + 3; i++) {
            uintptr_t number = i < 64 ? i : (uintptr_t)1 << (i % 64);
            if (i >= 128)
                memcpy(&number, noise + i % 64 * sizeof number, sizeof number);
            if (i >= 192)
                number = i == 192 ? (uintptr_t)memory : i == 193 ? (uintptr_t)heap : UINTPTR_MAX;
            if ((void *)number == living)
                continue;
            expect(&types[t], "use of a number", types[t].use((void *)number), types[t].code);
            expect(&types[t], "release of a number", types[t].release((void *)number), types[t].code);
        }
        /* Near misses of a living handle. */
        for (int bit = 0; bit < 64; bit++)
            expect(&types[t], "use of a flipped bit",
                types[t].use((void *)((uintptr_t)living ^ (uintptr_t)1 << bit)), types[t].code);
        expect(&types[t], "use", types[t].use(living), OK);
        expect(&types[t], "release", types[t].release(living), OK);
    }
    free(heap);
}

static void other_types(void)
{
    void *made[COUNT(types)];
    for (size_t t = 0; t < COUNT(types); t++)
        made[t] = types[t].make();
    for (size_t t = 0; t < COUNT(types); t++) {
        for (size_t other = 0; other < COUNT(types); other++) {
            if (other != t) {
                expect(&types[t], types[other].name, types[t].use(made[other]), types[t].code);
                expect(&types[t], types[other].name, types[t].release(made[other]), types[t].code);
            }
        }
    }
    for (size_t t = 0; t < COUNT(types); t++) {
        expect(&types[t], "use after wrong calls", types[t].use(made[t]), OK);
        expect(&types[t], "release", types[t].release(made[t]), OK);
        expect(&types[t], "use of a released one", types[t].use(made[t]), types[t].code);
        expect(&types[t], "second release", types[t].release(made[t]), types[t].code);
    }
}

/* A slot may be used again, a handle not: none of the old ones comes back to life. */
static void cycles(void)
{
    enum { OLD = 64, CYCLES = 3000 };
    void *old[OLD];
    for (size_t t = 0; t < COUNT(types); t++) {
        bool fresh = true;
        for (int i = 0; i < CYCLES; i++) {
            void *handle = types[t].make();
            for (int k = 0; k < OLD && k < i; k++)
                fresh = fresh && old[k] != handle;
            if (i < OLD)
                old[i] = handle;
            if (types[t].release(handle) != OK)
                fresh = false;
        }
        void *living = types[t].make();
        for (int k = 0; k < OLD; k++) {
            fresh = fresh && old[k] != living;
            fresh = fresh && types[t].use(old[k]) == types[t].code && types[t].release(old[k]) == types[t].code;
        }
        expect(&types[t], "an old handle after thousands of others", fresh, true);
        expect(&types[t], "release", types[t].release(living), OK);
    }
}

static void row_stride_of_released_options(void)
{
    OH_Pixelmap_InitializationOptions *init = make_init(1, 1, 3, 3, 3), *other;
    OH_Pixelmap_ImageInfo *info = make_info();
    int32_t stride = 77;
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_GetRowStride(init, &stride), 7600901);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetRowStride(init, 4), 7600901);
    other = make_init(1, 1, 3, 3, 3);
    CHECK_EQ(OH_PixelmapInitializationOptions_GetRowStride(init, &stride), 7600901);
    CHECK_EQ(stride, 77);
    /* Of another type, or never issued: as NULL. */
    CHECK_EQ(OH_PixelmapInitializationOptions_GetRowStride((void *)info, &stride), 401);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetRowStride((void *)(uintptr_t)12345, 4), 401);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(other), OK);
    CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
}

static void tombstones(void)
{
    OH_PixelmapNative *pixelmap = make_noise(5, 4, 1), *copy = pixelmap;
    OH_ImagePackerNative *packer = make_packer();
    OH_PackingOptions *options = make_options("image/png", 0);
    OH_Pixelmap_ImageInfo *info = make_info();
    napi_value value = NULL;
    uint8_t data[64];
    size_t size = sizeof data;
    uint32_t number = 5;
    bool released = true;
    CHECK_EQ(OH_PixelmapNative_IsReleased(pixelmap, &released), OK);
    CHECK(!released);
    CHECK_EQ(OH_PixelmapNative_Release(pixelmap), OK);
    /* No other map may take the place of the released one before it is destroyed. */
    for (int i = 0; i < 3000; i++) {
        OH_PixelmapNative *other = make_pixelmap();
        if (i % 2 == 0)
            CHECK_EQ(OH_PixelmapNative_Release(other), OK);
        if (i % 3 != 0)
            CHECK_EQ(OH_PixelmapNative_Destroy(&other), OK);
        else if (i % 2 != 0)
            CHECK_EQ(OH_PixelmapNative_Release(other), OK);
    }
    CHECK_EQ(OH_PixelmapNative_IsReleased(pixelmap, &released), OK);
    CHECK(released);
    CHECK_EQ(OH_PixelmapNative_GetByteCount(pixelmap, &number), 401);
    CHECK_EQ(OH_PixelmapNative_GetAllocationByteCount(pixelmap, &number), 401);
    CHECK_EQ(OH_PixelmapNative_GetUniqueId(pixelmap, &number), 401);
    CHECK_EQ(number, 5);
    CHECK_EQ(OH_PixelmapNative_GetImageInfo(pixelmap, info), 401);
    CHECK_EQ(OH_PixelmapNative_ReadPixels(pixelmap, data, &size), 401);
    CHECK_EQ(OH_PixelmapNative_WritePixels(pixelmap, data, size), 401);
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, pixelmap, data, &size), 401);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromPixelmap(packer, options, pixelmap, 2), 401);
    CHECK_EQ(OHIK_PixelmapToNapiValue(pixelmap, &value), -1);
    CHECK_EQ(size, sizeof data);
    CHECK_EQ(OH_PixelmapNative_Release(pixelmap), 401);
    CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
    CHECK(pixelmap == NULL);
    CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), 401);
    /* Other copies of the handle are worthless too, and stay as they are. */
    released = false;
    pixelmap = copy;
    CHECK_EQ(OH_PixelmapNative_Destroy(&copy), 401);
    CHECK(copy == pixelmap);
    CHECK_EQ(OH_PixelmapNative_IsReleased(copy, &released), 401);
    CHECK(!released);
    CHECK_EQ(OH_PixelmapNative_Release(copy), 401);
    CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
}

int main(void)
{
    never_issued();
    other_types();
    cycles();
    row_stride_of_released_options();
    tombstones();
    return check_failures();
}
