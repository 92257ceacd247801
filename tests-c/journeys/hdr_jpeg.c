/* An HDR image to JPEG: plain decoders show SDR, and the formulae of ISO 21496-1, computed here from the file's own
   numbers, give the light that was packed. */
#include <native_color_space_manager/native_color_space_manager.h>

#include "judge.h"
#include "kit.h"

enum { PATCH = 64, PATCHES = 8, WIDTH = PATCH * PATCHES, HEIGHT = PATCH };

/* Linear red, green and blue of BT.2020 in cd/m2; all are colours that Display P3 has. */
static const double light[PATCHES][3] = {
    {0, 0, 0}, {5, 5, 5}, {100, 100, 100}, {203, 203, 203}, {1000, 1000, 1000}, {600, 300, 200}, {150, 400, 250}, {20, 30, 60},
};

/* SMPTE ST 2084: cd/m2 as a number from 0 to 1023. */
static double pq(double luminance)
{
    double p = pow(fmax(luminance, 0) / 10000.0, 1305.0 / 8192.0);
    return 1023.0 * pow((0.8359375 + 18.8515625 * p) / (1.0 + 18.6875 * p), 2523.0 / 32.0);
}

static double srgb_to_linear(double sample)
{
    return sample <= 0.04045 ? sample / 12.92 : pow((sample + 0.055) / 1.055, 2.4);
}

static OH_PixelmapNative *make_patches(void)
{
    static uint32_t pixels[HEIGHT][WIDTH];
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            const double *patch = light[x / PATCH];
            pixels[y][x] = (uint32_t)lround(pq(patch[0])) | (uint32_t)lround(pq(patch[1])) << 10 |
                (uint32_t)lround(pq(patch[2])) << 20 | 3u << 30;
        }
    OH_Pixelmap_InitializationOptions *layout = NULL;
    OH_PixelmapNative *map = NULL;
    OH_NativeColorSpaceManager *space = OH_NativeColorSpaceManager_CreateFromName(BT2020_PQ);
    CHECK_EQ(OH_PixelmapInitializationOptions_Create(&layout), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetWidth(layout, WIDTH), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetHeight(layout, HEIGHT), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetPixelFormat(layout, PIXEL_FORMAT_RGBA_1010102), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetAlphaType(layout, PIXELMAP_ALPHA_TYPE_OPAQUE), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(layout, &map), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_WritePixels(map, (uint8_t *)pixels, sizeof pixels), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, space), IMAGE_SUCCESS);
    OH_NativeColorSpaceManager_Destroy(space);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(layout), IMAGE_SUCCESS);
    return map;
}

static struct bytes packed(OH_PixelmapNative *map, const char *mime, int32_t range)
{
    OH_PackingOptions *options = kit_options(mime, 95);
    CHECK_EQ(OH_PackingOptions_SetDesiredDynamicRange(options, range), IMAGE_SUCCESS);
    return kit_pack_with(options, map);
}

static uint32_t big(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Where `tag` is in a file, or NULL. */
static const uint8_t *find(struct bytes file, const char *tag, size_t length)
{
    for (size_t at = 0; at + length <= file.size; at++)
        if (memcmp(file.data + at, tag, length) == 0)
            return file.data + at;
    return NULL;
}

static double fraction(const uint8_t *at, bool with_sign)
{
    double numerator = with_sign ? (double)(int32_t)big(at) : (double)big(at);
    return numerator / big(at + 4);
}

/* The light of a pixel: of the base image by the gain of the map, brought from Display P3 to BT.2020. */
static void reconstructed(const uint8_t *base, const uint8_t *gain, const uint8_t *block, double out[3])
{
    static const double to_2020[3][3] = {
        {0.753833, 0.198597, 0.047570}, {0.045744, 0.941777, 0.012479}, {-0.001210, 0.017602, 0.983609}};
    double hdr[3];
    for (int c = 0; c < 3; c++) {
        const uint8_t *record = block + 21 + 40 * c;
        double least = fraction(record, true), most = fraction(record + 8, true), gamma = fraction(record + 16, false);
        double share = pow(gain[c] / 255.0, 1 / gamma);
        hdr[c] = (srgb_to_linear(base[c] / 255.0) + fraction(record + 24, true)) * exp2(least + (most - least) * share) -
            fraction(record + 32, true);
    }
    for (int c = 0; c < 3; c++)
        out[c] = 203.0 * (to_2020[c][0] * hdr[0] + to_2020[c][1] * hdr[1] + to_2020[c][2] * hdr[2]);
}

int main(void)
{
    OH_PixelmapNative *map = make_patches();
    struct bytes hdr = packed(map, "image/jpeg", IMAGE_PACKER_DYNAMIC_RANGE_AUTO);
    struct bytes sdr = packed(map, "image/jpeg", IMAGE_PACKER_DYNAMIC_RANGE_SDR);
    struct bytes png = packed(map, "image/png", IMAGE_PACKER_DYNAMIC_RANGE_AUTO);

    /* Plain decoders: the same picture, from a file that is longer. */
    struct judged base = judge_jpeg(hdr), plain = judge_jpeg(sdr), still = judge_png(png);
    CHECK(base.width == WIDTH && base.height == HEIGHT && plain.width == WIDTH && base.warnings == 0);
    CHECK(memcmp(base.rgba, plain.rgba, WIDTH * HEIGHT * 4) == 0);
    CHECK(still.width == WIDTH && still.depth == 8);
    CHECK(hdr.size > sdr.size + 500);

    /* The second image, where the index says. */
    const uint8_t *index = find(hdr, "MPF\0MM", 6);
    CHECK(index != NULL && find(sdr, "MPF\0MM", 6) == NULL);
    if (index == NULL)
        return check_failures();
    struct bytes second = {(uint8_t *)index + 4 + big(index + 78), big(index + 74)};
    CHECK(second.data + second.size == hdr.data + hdr.size);
    struct judged gains = judge_jpeg(second);
    CHECK(gains.width == WIDTH / 2 && gains.height == HEIGHT / 2 && gains.warnings == 0);
    const uint8_t *block = find(second, "urn:iso:std:iso:ts:21496:-1", 28);
    CHECK(block != NULL && block[28 + 4] == 0xc0);
    if (block == NULL || gains.width == 0)
        return check_failures();

    /* The middle of each patch, within 6 steps of PQ; black may come out as 0.02 cd/m2. */
    for (int patch = 0; patch < PATCHES; patch++) {
        int x = patch * PATCH + PATCH / 2, y = HEIGHT / 2;
        double got[3];
        reconstructed(base.rgba + 4 * (y * WIDTH + x), gains.rgba + 4 * (y / 2 * (WIDTH / 2) + x / 2), block + 28, got);
        for (int c = 0; c < 3; c++) {
            double error = fabs(pq(got[c]) - pq(light[patch][c])), most = light[patch][c] > 0 ? 6 : pq(0.02);
            if (!check_report(error <= most, __FILE__, __LINE__, "light"))
                fprintf(stderr, ": patch %d, part %d: %.3f, not %.3f cd/m2\n", patch, c, got[c], light[patch][c]);
        }
    }

    judged_free(&base);
    judged_free(&plain);
    judged_free(&still);
    judged_free(&gains);
    free(hdr.data);
    free(sdr.data);
    free(png.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImagePackerNative_Release(kit_packer()), IMAGE_SUCCESS);
    return check_failures();
}
