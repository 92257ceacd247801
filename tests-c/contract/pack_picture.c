/* Packing pictures: what the three functions write and refuse, and where the parts of the file lie. */
#include <fcntl.h>
#include <unistd.h>

#include <native_color_space_manager/native_color_space_manager.h>
#include <ohimagekit/image_packer.h>

#include "picture.h"

enum { WIDTH = 48, HEIGHT = 32, CAPACITY = 1 << 20 };

static OH_ImagePackerNative *packer;

/* Options for JPEG with quality 80 and this dynamic range. */
static OH_PackingOptions *make_jpeg(int range)
{
    OH_PackingOptions *options = make_options("image/jpeg", 80);
    CHECK_EQ(OH_PackingOptions_SetDesiredDynamicRange(options, range), OK);
    return options;
}

/* A picture of noise. */
static Picture *make_noisy(void)
{
    OH_PixelmapNative *map = make_noise(WIDTH, HEIGHT, 7);
    Picture *picture = NULL;
    CHECK_EQ(OH_PictureNative_CreatePicture(map, &picture), OK);
    destroy(map);
    return picture;
}

/* The file of a picture, of which *length bytes are used; free() it. */
static uint8_t *packed(Picture *picture, OH_PackingOptions *options, size_t *length)
{
    uint8_t *data = allocate(CAPACITY);
    *length = CAPACITY;
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPicture(packer, options, picture, data, length), OK);
    return data;
}

static uint32_t big(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Where bytes lie in a file; its length if they do not. */
static size_t find(const uint8_t *data, size_t length, const void *wanted, size_t count)
{
    for (size_t at = 0; at + count <= length; at++)
        if (memcmp(data + at, wanted, count) == 0)
            return at;
    return length;
}

/* The index names both images; records follow, and are found from the end. */
static void test_layout(void)
{
    Picture *picture = make_noisy();
    put_auxiliary(picture, GAINMAP, 24, 16, 90);
    put_auxiliary(picture, UNREFOCUS, 24, 16, 200);
    put_auxiliary(picture, DEPTH, 4, 3, 33);
    OH_PackingOptions *hdr = make_jpeg(IMAGE_PACKER_DYNAMIC_RANGE_AUTO), *sdr = make_jpeg(1), *other = make_jpeg(77);
    size_t length = 0, sdr_length = 0, other_length = 0;
    uint8_t *file = packed(picture, hdr, &length), *plain = packed(picture, sdr, &sdr_length);
    uint8_t *same = packed(picture, other, &other_length);
    CHECK(other_length == sdr_length && memcmp(same, plain, sdr_length) == 0);

    size_t index = find(file, length, "MPF", 4);
    CHECK(index < length);
    const uint8_t *header = file + index + 4;
    size_t base = big(header + 54), gains = big(header + 70), offset = big(header + 74);
    CHECK_EQ(big(header + 58), 0);
    CHECK_EQ((size_t)(header - file) + offset, base);
    CHECK(base + gains < length);
    CHECK(file[0] == 0xff && file[1] == 0xd8 && file[base - 2] == 0xff && file[base - 1] == 0xd9);
    CHECK(file[base] == 0xff && file[base + 1] == 0xd8);
    CHECK(file[base + gains - 2] == 0xff && file[base + gains - 1] == 0xd9);
    CHECK(find(file, base, "urn:iso:std:iso:ts:21496:-1", 28) < base);
    CHECK_EQ(find(file + base, gains, "urn:iso:std:iso:ts:21496:-1", 28), 6);
    CHECK(find(plain, sdr_length, "urn:iso", 7) == sdr_length && find(plain, sdr_length, "MPF", 4) == sdr_length);

    /* The unrefocus map is the last record, the depth map the one before it: 4 x 3 pixels of 4 bytes. */
    static const uint8_t unrefocus[8] = "edof", depth[8] = "DepthP";
    const uint8_t *const ends[] = {file + length, plain + sdr_length};
    for (size_t i = 0; i < COUNT(ends); i++) {
        const uint8_t *end = ends[i];
        CHECK(memcmp(end - 8, unrefocus, 8) == 0);
        size_t bytes = end[-12] | (size_t)end[-11] << 8 | (size_t)end[-10] << 16 | (size_t)end[-9] << 24;
        CHECK(end[-12 - (ptrdiff_t)bytes] == 0xff && end[-11 - (ptrdiff_t)bytes] == 0xd8);
        end -= 12 + bytes;
        CHECK(memcmp(end - 8, depth, 8) == 0 && memcmp(end - 12, "\x30\0\0\0", 4) == 0 && end[-13] == 33);
        end -= 12 + 48;
        CHECK(end[-2] == 0xff && end[-1] == 0xd9);
        CHECK(i == 1 || end == file + base + gains);
    }
    free(file);
    free(plain);
    free(same);
    OH_PackingOptions *const made[] = {hdr, sdr, other};
    for (size_t i = 0; i < COUNT(made); i++)
        CHECK_EQ(OH_PackingOptions_Release(made[i]), OK);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
}

/* EXIF and blobs go with properties, diagnostics by their own option. */
static void test_properties(void)
{
    Picture *picture = make_noisy();
    OH_PictureMetadata *exif = make_metadata(EXIF_METADATA), *blob = make_metadata(9), *dfx = make_metadata(13);
    set_value(exif, "Model", "Contract");
    uint8_t bytes[] = "made up by the maker";
    CHECK_EQ(OH_PictureMetadata_SetBlobData(blob, bytes, sizeof bytes), OK);
    CHECK_EQ(OH_PictureMetadata_SetBlobData(dfx, bytes, 7), OK);
    OH_PictureMetadata *const all[] = {exif, blob, dfx};
    const int kinds[] = {EXIF_METADATA, 9, 13};
    for (size_t i = 0; i < COUNT(all); i++) {
        CHECK_EQ(OH_PictureNative_SetMetadata(picture, kind_of(kinds[i]), all[i]), OK);
        CHECK_EQ(OH_PictureMetadata_Release(all[i]), OK);
    }
    for (int i = 0; i < 4; i++) {
        bool properties = i & 1, diagnostics = i & 2;
        OH_PackingOptions *options = make_jpeg(1);
        CHECK_EQ(OH_PackingOptions_SetNeedsPackProperties(options, properties), OK);
        CHECK_EQ(OH_PackingOptions_SetNeedsPackDfxData(options, diagnostics), OK);
        size_t length = 0;
        uint8_t *file = packed(picture, options, &length);
        CHECK_EQ(find(file, length, "Contract", 8) < length, properties);
        CHECK_EQ(find(file, length, "made up by the maker\0\x15\0\0\0PRIVATE", 33) < length, properties);
        CHECK_EQ(memcmp(file + length - 19, "made up\x07\0\0\0DfxData", 19) == 0, diagnostics);
        free(file);
        CHECK_EQ(OH_PackingOptions_Release(options), OK);
    }
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
}

/* What every function refuses, without touching its outputs. */
static void test_errors(void)
{
    Picture *picture = make_noisy(), *deep = NULL, *half = NULL, *gone = make_noisy(), *wide = NULL;
    OH_PixelmapNative *ten = make_empty(4, 4, PIXEL_FORMAT_RGBA_1010102), *f16 = make_empty(4, 4, PIXEL_FORMAT_ALPHA_F16);
    OH_PixelmapNative *long_row = make_empty(65501, 1, PIXEL_FORMAT_RGBA_8888);
    CHECK_EQ(OH_PictureNative_CreatePicture(ten, &deep), OK);
    CHECK_EQ(OH_PictureNative_CreatePicture(f16, &half), OK);
    CHECK_EQ(OH_PictureNative_CreatePicture(long_row, &wide), OK);
    CHECK_EQ(OH_PictureNative_Release(gone), OK);
    OH_PackingOptions *jpeg = make_jpeg(0), *png = make_options("image/png", 80), *webp = make_options("image/webp", 80);
    OH_PackingOptions *tiff = make_options("image/tiff", 80), *much = make_options("image/jpeg", 101), *unset = NULL;
    CHECK_EQ(OH_PackingOptions_Create(&unset), OK);
    int fd = open("/dev/null", O_WRONLY), read_only = open("/dev/null", O_RDONLY), full = open("/dev/full", O_WRONLY);
    CHECK(fd >= 0 && read_only >= 0 && full >= 0);

    const struct {
        int code;
        void *packer, *options, *picture;
    } rows[] = {
        {BAD, NULL, jpeg, picture},
        {BAD, packer, NULL, picture},
        {BAD, packer, jpeg, NULL},
        {BAD, jpeg, packer, picture},
        {BAD, packer, jpeg, gone},
        {BAD, packer, jpeg, ten},
        {BAD, packer, unset, picture},
        {BAD, packer, png, picture},
        {BAD, packer, webp, picture},
        {BAD, packer, tiff, picture},
        {BAD, packer, much, picture},
        {BAD, packer, jpeg, deep},
        {NOT_ENCODED, packer, jpeg, half},
        {NOT_ENCODED, packer, jpeg, wide},
    };
    uint8_t *data = allocate(CAPACITY), mark = 0, *buffer = &mark;
    memset(data, 0x5a, 64);
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t size = CAPACITY, length = 77;
        int codes[] = {
            OH_ImagePackerNative_PackToDataFromPicture(rows[i].packer, rows[i].options, rows[i].picture, data, &size),
            OH_ImagePackerNative_PackToFileFromPicture(rows[i].packer, rows[i].options, rows[i].picture, fd),
            OHIK_ImagePacker_PackToBufferFromPicture(rows[i].packer, rows[i].options, rows[i].picture, &buffer, &length),
        };
        for (size_t function = 0; function < COUNT(codes); function++)
            if (!check_report(codes[function] == rows[i].code, __FILE__, __LINE__, "code"))
                fprintf(stderr, ": row %zu, function %zu gives %d\n", i, function, codes[function]);
        CHECK(size == CAPACITY && data[0] == 0x5a && data[63] == 0x5a && buffer == &mark && length == 77);
    }

    size_t size = CAPACITY, length = 77;
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPicture(packer, jpeg, picture, NULL, &size), BAD);
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPicture(packer, jpeg, picture, data, NULL), BAD);
    CHECK_EQ(OHIK_ImagePacker_PackToBufferFromPicture(packer, jpeg, picture, NULL, &length), BAD);
    CHECK_EQ(OHIK_ImagePacker_PackToBufferFromPicture(packer, jpeg, picture, &buffer, NULL), BAD);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromPicture(packer, jpeg, picture, -1), BAD);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromPicture(packer, jpeg, picture, read_only), BAD);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromPicture(packer, jpeg, picture, full), NOT_ENCODED);
    CHECK_EQ(close(read_only), 0);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromPicture(packer, jpeg, picture, read_only), BAD);
    free(data);
    CHECK_EQ(close(fd), 0);
    CHECK_EQ(close(full), 0);

    OH_PackingOptions *const made[] = {jpeg, png, webp, tiff, much, unset};
    for (size_t i = 0; i < COUNT(made); i++)
        CHECK_EQ(OH_PackingOptions_Release(made[i]), OK);
    Picture *const pictures[] = {picture, deep, half, wide};
    for (size_t i = 0; i < COUNT(pictures); i++)
        CHECK_EQ(OH_PictureNative_Release(pictures[i]), OK);
    destroy(ten);
    destroy(f16);
    destroy(long_row);
}

/* All functions write the same bytes; a buffer may be filled exactly, 0 stands for 25 MiB. */
static void test_outputs(void)
{
    Picture *picture = make_noisy();
    put_auxiliary(picture, GAINMAP, 24, 16, 90);
    OH_PackingOptions *options = make_jpeg(0);
    size_t length = 0, got = 0, size = 0;
    uint8_t *file = packed(picture, options, &length), *again = allocate(length + 8), *buffer = NULL;

    const size_t capacities[] = {length, length + 1, 0, (size_t)1 << 63, SIZE_MAX};
    for (size_t i = 0; i < COUNT(capacities); i++) {
        memset(again, 0x5a, length + 8);
        size = capacities[i];
        CHECK_EQ(OH_ImagePackerNative_PackToDataFromPicture(packer, options, picture, again, &size), OK);
        CHECK(size == length && memcmp(again, file, length) == 0 && again[length] == 0x5a);
    }
    const size_t short_ones[] = {1, length / 2, length - 1};
    memset(again, 0x5a, length + 8);
    for (size_t i = 0; i < COUNT(short_ones); i++) {
        size = short_ones[i];
        CHECK_EQ(OH_ImagePackerNative_PackToDataFromPicture(packer, options, picture, again, &size), NOT_ENCODED);
        CHECK(size == short_ones[i] && again[0] == 0x5a && again[length - 1] == 0x5a);
    }
    CHECK_EQ(OHIK_ImagePacker_PackToBufferFromPicture(packer, options, picture, &buffer, &got), OK);
    CHECK(got == length && memcmp(buffer, file, length) == 0);
    CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(buffer), OK);

    /* Behind what the file has, and twice. */
    char path[] = "/tmp/contract-picture-XXXXXX";
    int fd = mkstemp(path);
    CHECK(fd >= 0 && unlink(path) == 0 && write(fd, "front", 5) == 5);
    for (int i = 1; i <= 2; i++) {
        CHECK_EQ(OH_ImagePackerNative_PackToFileFromPicture(packer, options, picture, fd), OK);
        CHECK_EQ(lseek(fd, 0, SEEK_CUR), (off_t)(5 + i * length));
    }
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(pread(fd, again, length, (off_t)(5 + i * length)), (ssize_t)length);
        CHECK(memcmp(again, file, length) == 0);
    }
    CHECK_EQ(close(fd), 0);
    free(file);
    free(again);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
}

/* HDR PixelMaps: a gain map with AUTO alone, and none where it would have no pixels. */
static void test_pixelmaps(void)
{
    OH_NativeColorSpaceManager *space = OH_NativeColorSpaceManager_CreateFromName(BT2020_HLG);
    const uint32_t sizes[][2] = {{40, 20}, {1, 40}, {40, 1}};
    const int32_t formats[] = {PIXEL_FORMAT_RGBA_1010102, PIXEL_FORMAT_YCBCR_P010, PIXEL_FORMAT_YCRCB_P010};
    uint8_t *data = allocate(CAPACITY);
    for (size_t i = 0; i < COUNT(sizes) * COUNT(formats); i++) {
        const uint32_t *size = sizes[i / COUNT(formats)];
        OH_PixelmapNative *map = make_empty(size[0], size[1], formats[i % COUNT(formats)]);
        CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, space), OK);
        for (int range = 0; range <= 1; range++) {
            OH_PackingOptions *options = make_jpeg(range);
            size_t length = CAPACITY;
            int code = OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, map, data, &length);
            CHECK_EQ(code, range == 0 && i >= COUNT(formats) ? NOT_ENCODED : OK);
            if (code == OK)
                CHECK_EQ(find(data, length, "MPF", 4) < length, range == 0);
            CHECK_EQ(OH_PackingOptions_Release(options), OK);
        }
        destroy(map);
    }
    free(data);
    OH_NativeColorSpaceManager_Destroy(space);
}

int main(void)
{
    packer = make_packer();
    test_layout();
    test_properties();
    test_errors();
    test_outputs();
    test_pixelmaps();
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    return check_failures();
}
