/* The older native calls from plain C: env is NULL. Codes are -1 for arguments, inner numbers for the rest. */
#include <fcntl.h>
#include <unistd.h>
#include <multimedia/image_framework/image_packer_mdk.h>
#include <ohimagekit/mdk.h>

#include "support.h"

static ImagePacker_Native *native;

static napi_value value_of(OH_PixelmapNative *pixelmap)
{
    napi_value value = NULL;
    CHECK_EQ(OHIK_PixelmapToNapiValue(pixelmap, &value), 0);
    CHECK(value != NULL);
    return value;
}

/* Both pack calls must give the code; a failure leaves buffer, size and file alone. */
static void expect(const char *what, napi_value source, const char *format, int quality, int code)
{
    ImagePacker_Opts opts = {format, quality};
    static uint8_t data[1 << 20];
    size_t size = sizeof data;
    FILE *file = tmpfile();
    memset(data, 0xee, 64);
    int got = OH_ImagePacker_PackToData(native, source, &opts, data, &size);
    if (!check_report(got == code, __FILE__, __LINE__, what))
        fprintf(stderr, ": to data: got %d, expected %d\n", got, code);
    CHECK_EQ(size == sizeof data, code != 0);
    CHECK_EQ(data[0] == 0xee && data[63] == 0xee, code != 0);
    got = OH_ImagePacker_PackToFile(native, source, &opts, fileno(file));
    if (!check_report(got == code, __FILE__, __LINE__, what))
        fprintf(stderr, ": to file: got %d, expected %d\n", got, code);
    CHECK_EQ(lseek(fileno(file), 0, SEEK_CUR), code == 0 ? (off_t)size : 0);
    CHECK_EQ(lseek(fileno(file), 0, SEEK_END), code == 0 ? (off_t)size : 0);
    fclose(file);
}

static void objects(void)
{
    napi_value value = NULL, other = NULL;
    napi_env env = (napi_env)(void *)&value;
    CHECK_EQ(OH_ImagePacker_Create(NULL, NULL), -1);
    CHECK_EQ(OH_ImagePacker_Create(env, &value), 62980115);
    CHECK(value == NULL);
    CHECK_EQ(OH_ImagePacker_Create(NULL, &value), 0);
    CHECK_EQ(OH_ImagePacker_Create(NULL, &other), 0);
    CHECK(value != NULL && other != NULL && value != other);
    CHECK(OH_ImagePacker_InitNative(env, value) == NULL);
    CHECK(OH_ImagePacker_InitNative(NULL, NULL) == NULL);
    CHECK(OH_ImagePacker_InitNative(NULL, (napi_value)(void *)&other) == NULL);
    ImagePacker_Native *first = OH_ImagePacker_InitNative(NULL, value);
    native = OH_ImagePacker_InitNative(NULL, value);
    CHECK(first != NULL && native != NULL);
    CHECK_EQ(OHIK_ReleasePackerValue(other), 0);
    CHECK(OH_ImagePacker_InitNative(NULL, other) == NULL);
    /* Releasing always succeeds, and one packer does not take the other with it. */
    CHECK_EQ(OH_ImagePacker_Release(NULL), 0);
    CHECK_EQ(OH_ImagePacker_Release(first), 0);
    CHECK_EQ(OH_ImagePacker_Release(first), 0);
    CHECK_EQ(OH_ImagePacker_Release((ImagePacker_Native *)(uintptr_t)7), 0);
    /* The packer that is left outlives its value. */
    CHECK_EQ(OHIK_ReleasePackerValue(value), 0);
    CHECK_EQ(OHIK_ReleasePackerValue(value), -1);
    OH_PixelmapNative *pixelmap = make_noise(8, 8, 1);
    napi_value source = value_of(pixelmap);
    expect("packer without value", source, "image/png", 0, 0);
    ImagePacker_Opts opts = {"image/png", 0};
    uint8_t data[1024];
    size_t size = sizeof data;
    CHECK_EQ(OH_ImagePacker_PackToData(first, source, &opts, data, &size), -1);
    CHECK_EQ(OH_ImagePacker_PackToFile(first, source, &opts, 2), -1);
    CHECK_EQ(size, sizeof data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
    expect("value of a destroyed PixelMap", source, "image/png", 0, -1);
}

static void options(void)
{
    static const struct {
        const char *format;
        int quality, code;
    } rows[] = {
        {"image/jpeg", 0, 0}, {"image/jpeg", 100, 0}, {"image/png", 50, 0}, {"image/webp", 50, 0},
        {"image/WebP", 100, 0}, {"IMAGE/PNG", 0, 0},
        {NULL, 50, 62980115}, {"", 50, 62980115}, {"image/jpg", 50, 62980115}, {"image/unknown", 50, 62980115},
        {"image/jpeg ", 50, 62980115}, {"image/tiff", 50, 62980115},
        {"image/jpeg", 101, 62980115}, {"image/jpeg", -1, 62980115}, {"image/jpeg", 256, 62980115},
        {"image/jpeg", -2147483647 - 1, 62980115}, {"image/png", 101, 62980115}, {"image/webp", 2147483647, 62980115},
    };
    OH_PixelmapNative *pixelmap = make_noise(20, 10, 2);
    napi_value source = value_of(pixelmap);
    for (size_t i = 0; i < COUNT(rows); i++)
        expect(rows[i].format ? rows[i].format : "NULL", source, rows[i].format, rows[i].quality, rows[i].code);

    /* The same bytes as the newer call's, and every size of buffer. */
    size_t length = 0, size;
    uint8_t *file = pack(pixelmap, "image/jpeg", 77, &length);
    uint8_t *data = allocate(length + 1);
    ImagePacker_Opts opts = {"image/jpeg", 77};
    memset(data, 0xee, length + 1);
    size = 0;
    CHECK_EQ(OH_ImagePacker_PackToData(native, source, &opts, data, &size), -1);
    CHECK_EQ(size, 0);
    size = length - 1;
    CHECK_EQ(OH_ImagePacker_PackToData(native, source, &opts, data, &size), 62980119);
    CHECK_EQ(size, length - 1);
    CHECK_EQ(data[0], 0xee);
    size = length;
    CHECK_EQ(OH_ImagePacker_PackToData(native, source, &opts, data, &size), 0);
    CHECK_EQ(size, length);
    CHECK(memcmp(data, file, length) == 0);
    CHECK_EQ(data[length], 0xee);
    free(data);
    free(file);
    CHECK_EQ(OH_PixelmapNative_Release(pixelmap), OK);
    expect("released PixelMap", source, "image/png", 0, -1);
    CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
}

static void descriptors(void)
{
    OH_PixelmapNative *pixelmap = make_noise(20, 10, 2);
    napi_value source = value_of(pixelmap);
    ImagePacker_Opts opts = {"image/png", 0};
    int closed = dup(2), full = open("/dev/full", O_WRONLY), read_only = open("/dev/null", O_RDONLY);
    close(closed);
    CHECK_EQ(OH_ImagePacker_PackToFile(native, source, &opts, -1), -1);
    CHECK_EQ(OH_ImagePacker_PackToFile(native, source, &opts, -2147483647 - 1), -1);
    CHECK_EQ(OH_ImagePacker_PackToFile(native, source, &opts, closed), 62980115);
    CHECK_EQ(OH_ImagePacker_PackToFile(native, source, &opts, 1000000), 62980115);
    CHECK_EQ(OH_ImagePacker_PackToFile(native, source, &opts, read_only), 62980115);
    CHECK_EQ(OH_ImagePacker_PackToFile(native, source, &opts, full), 62980101);
    CHECK_EQ(fcntl(full, F_GETFD) >= 0, true);
    close(full);
    close(read_only);
    CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
}

static void images(void)
{
    OH_PixelmapNative *wide = make_empty(65536, 1, PIXEL_FORMAT_RGB_565);
    OH_PixelmapNative *half = make_empty(4, 4, PIXEL_FORMAT_ALPHA_F16);
    OH_PixelmapNative *noise = make_noise(16, 16, 3);
    expect("65536x1", value_of(wide), "image/jpeg", 50, 62980106);
    expect("65536x1", value_of(wide), "image/webp", 50, 62980106);
    expect("65536x1", value_of(wide), "image/png", 50, 0);
    expect("ALPHA_F16", value_of(half), "image/jpeg", 50, 62980119);
    expect("ALPHA_F16", value_of(half), "image/png", 50, 62980119);

    size_t jpeg_length, png_length, idat_length;
    uint8_t *jpeg = pack(noise, "image/jpeg", 50, &jpeg_length), *png = pack(noise, "image/png", 50, &png_length);
    uint8_t *damaged = allocate(png_length);
    memcpy(damaged, png, png_length);
    size_t idat = find_chunk(png, png_length, "IDAT", &idat_length);
    memset(damaged + idat, 0x55, idat_length);
    const struct {
        const char *what;
        const void *data;
        size_t length;
        int code;
    } rows[] = {
        {"a good source", jpeg, jpeg_length, 0},
        {"64 bytes of text", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 64, 62980113},
        {"JPEG cut after 20 bytes", jpeg, 20, 62980101},
        {"PNG with damaged IDAT", damaged, png_length, 62980100},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_ImageSourceNative *source = make_source(rows[i].data, rows[i].length);
        napi_value value = NULL;
        CHECK_EQ(OHIK_ImageSourceToNapiValue(source, &value), 0);
        expect(rows[i].what, value, "image/webp", 50, rows[i].code);
        /* Format and quality are judged before the source. */
        expect(rows[i].what, value, "image/webp", 101, 62980115);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
        expect("released source", value, "image/webp", 50, -1);
        CHECK_EQ(OHIK_ImageSourceToNapiValue(source, &value), -1);
    }
    /* What is neither a PixelMap nor a source is no source: a packer value, an invented one. */
    napi_value packer = NULL;
    CHECK_EQ(OH_ImagePacker_Create(NULL, &packer), 0);
    expect("packer value as source", packer, "image/png", 0, -1);
    CHECK_EQ(OHIK_ReleasePackerValue(packer), 0);
    expect("invented value", (napi_value)(void *)png, "image/png", 0, -1);
    CHECK_EQ(OHIK_PixelmapToNapiValue((OH_PixelmapNative *)(void *)png, &packer), -1);
    free(jpeg);
    free(png);
    free(damaged);
    CHECK_EQ(OH_PixelmapNative_Destroy(&wide), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&half), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&noise), OK);
}

int main(void)
{
    objects();
    options();
    descriptors();
    images();
    CHECK_EQ(OH_ImagePacker_Release(native), 0);
    return check_failures();
}
