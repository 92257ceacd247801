/*
 * The colour space of a PixelMap on its way into a file. Profiles are taken out by libpng, by a reader of segments, and
 * by exiftool, and held against arithmetic in double precision; what they mean is asked of ImageMagick (lcms).
 */
#include "kit.h"

#include <native_color_space_manager/native_color_space_manager.h>

enum { W = 37, H = 29, REFUSED = IMAGE_ENCODE_FAILED };

static const char *const mimes[] = {"image/jpeg", "image/png", "image/webp"};
static const char *const names[] = {"c.jpg", "c.png", "c.webp"};

static void set_space(OH_PixelmapNative *map, int name)
{
    OH_NativeColorSpaceManager *space = OH_NativeColorSpaceManager_CreateFromName((ColorSpaceName)name);
    CHECK(space != NULL);
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, space), IMAGE_SUCCESS);
    OH_NativeColorSpaceManager_Destroy(space);
}

static OH_PixelmapNative *picture(int format, bool grey)
{
    uint8_t pixels[W * H * 4];
    for (int i = 0; i < W * H; i++) {
        int x = i % W, y = i / W;
        int level = x * 6 + 10, green = grey ? level : y * 8, blue = grey ? level : 200 - x * y / 8;
        uint8_t pixel[4] = {(uint8_t)level, (uint8_t)green, (uint8_t)blue, 255};
        memcpy(pixels + 4 * i, pixel, 4);
    }
    return kit_map(format, PIXELMAP_ALPHA_TYPE_OPAQUE, W, H, pixels, sizeof pixels);
}

static uint32_t big(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static double fixed(const uint8_t *at)
{
    return (int32_t)big(at) / 65536.0;
}

/* A PNG's profile by libpng; `srgb` and `cicp` tell of the other two chunks. */
static struct bytes png_profile(struct bytes file, bool *srgb, const uint8_t **cicp)
{
    struct bytes profile = {NULL, 0}, rest = file;
    int warnings = 0, intent;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &warnings, judge_png_error, judge_png_warning);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png)) == 0) {
        png_charp name;
        int method;
        png_bytep data;
        png_uint_32 size;
        png_set_read_fn(png, &rest, judge_png_read);
        png_read_info(png, info);
        *srgb = png_get_sRGB(png, info, &intent) != 0;
        if (png_get_iCCP(png, info, &name, &method, &data, &size)) {
            profile = (struct bytes){malloc(size), size};
            memcpy(profile.data, data, size);
        }
    }
    CHECK_EQ(warnings, 0);
    png_destroy_read_struct(&png, &info, NULL);
    *cicp = NULL;
    for (size_t at = 8; at + 12 <= file.size; at += 12 + big(file.data + at))
        if (memcmp(file.data + at + 4, "cICP", 4) == 0 && big(file.data + at) == 4)
            *cicp = file.data + at + 8;
    return profile;
}

static struct bytes jpeg_profile(struct bytes file)
{
    struct bytes profile = {malloc(file.size), 0};
    int segments = 0;
    for (size_t at = 2; file.data[at] == 0xff && file.data[at + 1] != 0xda;) {
        size_t length = (size_t)file.data[at + 2] << 8 | file.data[at + 3];
        if (file.data[at + 1] == 0xe2 && memcmp(file.data + at + 4, "ICC_PROFILE", 12) == 0) {
            CHECK_EQ(file.data[at + 16], ++segments);
            CHECK_EQ(file.data[at + 17], 1 + (length > 65000));
            memcpy(profile.data + profile.size, file.data + at + 18, length - 16);
            profile.size += length - 16;
        }
        at += 2 + length;
    }
    return profile;
}

static struct bytes webp_profile(struct bytes file)
{
    struct bytes profile = {NULL, 0};
    CHECK_EQ(file.data[4] | file.data[5] << 8 | file.data[6] << 16 | (long long)file.data[7] << 24, file.size - 8);
    for (size_t at = 12; at + 8 <= file.size;) {
        size_t length = file.data[at + 4] | (size_t)file.data[at + 5] << 8 | (size_t)file.data[at + 6] << 16;
        if (memcmp(file.data + at, "ICCP", 4) == 0) {
            CHECK_EQ(at, 30); /* behind VP8X, which says so */
            CHECK(memcmp(file.data + 12, "VP8X", 4) == 0 && (file.data[20] & 0x20));
            CHECK_EQ(file.data[24] | file.data[25] << 8, W - 1);
            CHECK_EQ(file.data[27] | file.data[28] << 8, H - 1);
            profile = (struct bytes){malloc(length), length};
            memcpy(profile.data, file.data + at + 8, length);
        }
        at += 8 + length + length % 2;
    }
    return profile;
}

static const uint8_t *tag(struct bytes profile, const char *signature)
{
    uint32_t count = profile.size > 132 ? big(profile.data + 128) : 0;
    for (uint32_t i = 0; i < count && 144 + 12 * i <= profile.size; i++)
        if (memcmp(profile.data + 132 + 12 * i, signature, 4) == 0)
            return profile.data + big(profile.data + 136 + 12 * i);
    return NULL;
}

/* Light of a sample by the profile's curve. */
static double curve(const uint8_t *trc, double x)
{
    if (trc == NULL)
        return -1;
    if (memcmp(trc, "para", 4) == 0 && trc[9] == 0)
        return pow(x, fixed(trc + 12));
    if (memcmp(trc, "para", 4) == 0 && trc[9] == 3)
        return x >= fixed(trc + 28) ? pow(fixed(trc + 16) * x + fixed(trc + 20), fixed(trc + 12)) : fixed(trc + 24) * x;
    if (memcmp(trc, "curv", 4) != 0)
        return -1;
    uint32_t count = big(trc + 8), at = (uint32_t)(x * (count - 1) + 0.5);
    return (trc[12 + 2 * at] << 8 | trc[13 + 2 * at]) / 65535.0;
}

static double transfer(char kind, double x)
{
    switch (kind) {
    case 's': return x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
    case '7': return x < 0.081 ? x / 4.5 : pow((x + 0.099) / 1.099, 1 / 0.45);
    case 'a': return pow(x, 2.2);
    case 'd': return pow(x, 2.6);
    case 'q': {
        double p = pow(x, 32 / 2523.0);
        return pow(fmax(p - 3424 / 4096.0, 0) / (2413 / 128.0 - 2392 / 128.0 * p), 8192 / 1305.0);
    }
    case 'h': return x <= 0.5 ? x * x / 3 : (exp((x - 0.55991073) / 0.17883277) + 0.28466892) / 12;
    default: return x;
    }
}

/* What a profile must say: the primaries' chromaticities after undoing the adaptation to D50, and the curve. */
static void check_profile(struct bytes profile, const double xy[8], char kind)
{
    CHECK(profile.size > 200);
    if (profile.size <= 200)
        return;
    CHECK_EQ(big(profile.data), profile.size);
    CHECK(memcmp(profile.data + 36, "acsp", 4) == 0 && memcmp(profile.data + 16, "RGB XYZ ", 8) == 0);
    const uint8_t *chad = tag(profile, "chad");
    const uint8_t *rgb[3] = {tag(profile, "rXYZ"), tag(profile, "gXYZ"), tag(profile, "bXYZ")};
    CHECK(chad && rgb[0] && rgb[1] && rgb[2]);
    if (!chad || !rgb[0] || !rgb[1] || !rgb[2])
        return;
    double m[3][3], sum[3] = {0, 0, 0};
    for (int i = 0; i < 9; i++)
        m[i / 3][i % 3] = fixed(chad + 8 + 4 * i);
    for (int p = 0; p < 4; p++) {
        double d50[3], det = 0, xyz[3];
        for (int i = 0; i < 3; i++) {
            d50[i] = p < 3 ? fixed(rgb[p] + 8 + 4 * i) : sum[i];
            sum[i] += p < 3 ? d50[i] : 0;
        }
        /* Cramer's rule: chad * xyz = d50. */
        for (int i = 0; i < 3; i++)
            det += m[0][i] * (m[1][(i + 1) % 3] * m[2][(i + 2) % 3] - m[1][(i + 2) % 3] * m[2][(i + 1) % 3]);
        for (int c = 0; c < 3; c++) {
            double n[3][3], part = 0;
            memcpy(n, m, sizeof n);
            for (int i = 0; i < 3; i++)
                n[i][c] = d50[i];
            for (int i = 0; i < 3; i++)
                part += n[0][i] * (n[1][(i + 1) % 3] * n[2][(i + 2) % 3] - n[1][(i + 2) % 3] * n[2][(i + 1) % 3]);
            xyz[c] = part / det;
        }
        double total = xyz[0] + xyz[1] + xyz[2];
        CHECK(fabs(xyz[0] / total - xy[2 * p]) < 3e-4 && fabs(xyz[1] / total - xy[2 * p + 1]) < 3e-4);
    }
    CHECK(fabs(sum[0] - 0.9642) < 1e-3 && fabs(sum[1] - 1) < 1e-3 && fabs(sum[2] - 0.8249) < 1e-3);
    for (int i = 0; i <= 32; i++) {
        double x = i / 32.0, light = curve(tag(profile, "gTRC"), x);
        double slope = fabs(transfer(kind, fmin(1, x + 2e-4)) - transfer(kind, fmax(0, x - 2e-4)));
        CHECK(fabs(light - transfer(kind, x)) < 3e-4 + slope);
    }
}

#define D65 0.3127, 0.3290

static const struct {
    int name;
    double xy[8];
    char kind;
    const char *description;
} spaces[] = {
    {ADOBE_RGB, {.64, .33, .21, .71, .15, .06, D65}, 'a', "Adobe RGB (1998)"},
    {DCI_P3, {.68, .32, .265, .69, .15, .06, .314, .351}, 'd', "DCI-P3"},
    {DISPLAY_P3, {.68, .32, .265, .69, .15, .06, D65}, 's', "Display P3"},
    {BT709, {.64, .33, .3, .6, .15, .06, D65}, '7', "BT.709"},
    {BT601_EBU, {.64, .33, .29, .6, .15, .06, D65}, '7', "BT.601 625 lines"},
    {BT601_SMPTE_C, {.63, .34, .31, .595, .155, .07, D65}, '7', "BT.601 525 lines"},
    {BT2020_HLG, {.708, .292, .17, .797, .131, .046, D65}, 'h', "BT.2020 HLG"},
    {BT2020_PQ, {.708, .292, .17, .797, .131, .046, D65}, 'q', "BT.2020 PQ"},
    {P3_PQ_LIMIT, {.68, .32, .265, .69, .15, .06, D65}, 'q', "P3 PQ"},
    {BT709_LIMIT, {.64, .33, .3, .6, .15, .06, D65}, '7', "BT.709"},
    {LINEAR_SRGB, {.64, .33, .3, .6, .15, .06, D65}, 'l', "Linear BT.709"},
    {LINEAR_BT2020, {.708, .292, .17, .797, .131, .046, D65}, 'l', "Linear BT.2020"},
};

/* The profile is the space, and the pixels are what they are without one. */
static void every_space_has_its_profile(void)
{
    OH_PixelmapNative *map = picture(PIXEL_FORMAT_RGBA_8888, false);
    struct bytes plain[3];
    for (int m = 0; m < 3; m++)
        plain[m] = kit_pack(NULL, map, mimes[m], 80);
    for (size_t s = 0; s < sizeof spaces / sizeof *spaces; s++) {
        set_space(map, spaces[s].name);
        for (int m = 0; m < 3; m++) {
            struct bytes file = kit_pack(NULL, map, mimes[m], 80);
            bool srgb = false;
            const uint8_t *cicp = NULL;
            struct bytes profile =
                m == 0 ? jpeg_profile(file) : m == 1 ? png_profile(file, &srgb, &cicp) : webp_profile(file);
            check_profile(profile, spaces[s].xy, spaces[s].kind);
            CHECK(!srgb);
            if (m == 1) {
                bool hdr = spaces[s].kind == 'q' || spaces[s].kind == 'h';
                CHECK_EQ(cicp != NULL, hdr);
                if (cicp)
                    CHECK(cicp[0] == (spaces[s].xy[0] > .7 ? 9 : 12) && cicp[1] == (spaces[s].kind == 'q' ? 16 : 18) &&
                        cicp[2] == 0 && cicp[3] == (spaces[s].name != P3_PQ_LIMIT));
            }
            struct judged with = judge(mimes[m], file, W, H), without = judge(mimes[m], plain[m], W, H);
            if (with.rgba && without.rgba)
                CHECK_EQ(judge_difference(with.rgba, without.rgba, W * H * 4), 0);
            judged_free(&with);
            judged_free(&without);

            char text[4096], line[256];
            kit_write(kit_path(names[m]), file);
            const char *path = kit_path(names[m]);
            CHECK_EQ(judge_run(text, sizeof text, "exiftool -s -a -ProfileDescription -Warning %s", path), 0);
            snprintf(line, sizeof line, "ProfileDescription              : %s\n", spaces[s].description);
            if (!check_report(strstr(text, line) && !strstr(text, "Warning"), __FILE__, __LINE__, "exiftool"))
                fprintf(stderr, ": %s: %s\n", names[m], text);
            free(profile.data);
            free(file.data);
        }
    }
    for (int m = 0; m < 3; m++)
        free(plain[m].data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
}

/* libwebp writes lossy files with alpha in the extended format by itself, others not. */
static void webp_keeps_its_alpha(void)
{
    uint8_t pixels[W * H * 4];
    uint64_t state = 9;
    for (size_t i = 0; i < sizeof pixels; i++)
        pixels[i] = (uint8_t)kit_random(&state);
    OH_PixelmapNative *map =
        kit_map(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED, W, H, pixels, sizeof pixels);
    OH_PixelmapNative *named =
        kit_map(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED, W, H, pixels, sizeof pixels);
    set_space(named, ADOBE_RGB);
    for (int quality = 80; quality <= 100; quality += 20) {
        struct bytes plain = kit_pack(NULL, map, "image/webp", quality);
        struct bytes file = kit_pack(NULL, named, "image/webp", quality);
        struct bytes profile = webp_profile(file);
        check_profile(profile, spaces[0].xy, spaces[0].kind);
        struct judged with = judge("image/webp", file, W, H), without = judge("image/webp", plain, W, H);
        CHECK_EQ(with.channels, 4);
        if (with.rgba && without.rgba)
            CHECK_EQ(judge_difference(with.rgba, without.rgba, W * H * 4), 0);
        judged_free(&with);
        judged_free(&without);
        free(profile.data);
        free(file.data);
        free(plain.data);
    }
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_Destroy(&named), IMAGE_SUCCESS);
}

/* sRGB is what a file without a word means, of either range. */
static void srgb_is_as_if_nothing_were_set(void)
{
    OH_PixelmapNative *map = picture(PIXEL_FORMAT_RGBA_8888, false);
    for (int m = 0; m < 3; m++) {
        struct bytes plain = kit_pack(NULL, map, mimes[m], 80);
        OH_PixelmapNative *named = picture(PIXEL_FORMAT_RGBA_8888, false);
        static const int same[] = {SRGB, SRGB_LIMIT};
        for (int i = 0; i < 2; i++) {
            set_space(named, same[i]);
            struct bytes file = kit_pack(NULL, named, mimes[m], 80);
            CHECK(kit_same(plain, file));
            free(file.data);
        }
        CHECK_EQ(OH_PixelmapNative_Destroy(&named), IMAGE_SUCCESS);
        free(plain.data);
    }
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
}

/* lcms reads the profile: Display P3 becomes sRGB as the matrices say. Without loss in PNG and WebP. */
static void another_program_understands_them(void)
{
    static const double to_srgb[3][3] = {
        {1.22494018, -0.22494018, 0}, {-0.04205695, 1.04205695, 0}, {-0.01963755, -0.07863605, 1.0982736}};
    static const uint8_t pixels[4][4] = {
        {128, 128, 128, 255}, {200, 150, 140, 255}, {60, 90, 110, 255}, {90, 130, 70, 255}};
    OH_PixelmapNative *map = kit_map(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_OPAQUE, 4, 1, pixels, 16);
    struct bytes reference = kit_pack(NULL, map, "image/jpeg", 100), profile = jpeg_profile(reference);
    kit_write(kit_path("srgb.icc"), profile);
    set_space(map, DISPLAY_P3);
    for (int m = 1; m < 3; m++) {
        struct bytes file = kit_pack(NULL, map, mimes[m], 100);
        kit_write(kit_path(names[m]), file);
        char text[256];
        const char *in = kit_path(names[m]), *icc = kit_path("srgb.icc"), *out = kit_path("out.png");
        CHECK_EQ(judge_run(text, sizeof text, CONVERT " %s -profile %s -strip %s", in, icc, out), 0);
        struct judged image = judge_convert(out, 4, 1);
        for (int i = 0; i < 12; i++) {
            double light = 0;
            for (int c = 0; c < 3; c++)
                light += to_srgb[i % 3][c] * transfer('s', pixels[i / 3][c] / 255.0);
            double expected = 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055);
            CHECK(fabs(image.rgba[i / 3 * 4 + i % 3] - expected) <= 1.5);
        }
        judged_free(&image);
        free(file.data);
    }
    free(reference.data);
    free(profile.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
}

/* Grey pixels make a grey PNG, whose profile must be one of grey: libpng warns of any other. */
static void grey_files_have_grey_profiles(void)
{
    OH_PixelmapNative *map = picture(PIXEL_FORMAT_RGBA_8888, true);
    set_space(map, DISPLAY_P3);
    struct bytes file = kit_pack(NULL, map, "image/png", 80);
    bool srgb = true;
    const uint8_t *cicp;
    struct judged image = judge("image/png", file, W, H);
    CHECK_EQ(image.channels, 1);
    struct bytes profile = png_profile(file, &srgb, &cicp);
    CHECK(profile.size > 128 && memcmp(profile.data + 16, "GRAY", 4) == 0);
    for (int i = 0; i <= 16; i++)
        CHECK(fabs(curve(tag(profile, "kTRC"), i / 16.0) - transfer('s', i / 16.0)) < 1e-4);
    judged_free(&image);
    free(profile.data);
    free(file.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
}

static void what_is_no_space_is_refused(void)
{
    static const ColorSpacePrimaries flat = {.2f, .2f, .3f, .3f, .4f, .4f, .3127f, .3290f};
    static const ColorSpacePrimaries good = {.64f, .33f, .3f, .6f, .15f, .06f, .3127f, .3290f};
    OH_NativeColorSpaceManager *bad[] = {OH_NativeColorSpaceManager_CreateFromPrimariesAndGamma(flat, 2.2f),
        OH_NativeColorSpaceManager_CreateFromPrimariesAndGamma(good, 0),
        OH_NativeColorSpaceManager_CreateFromName(BT2020_LOG_FULL)};
    OH_PixelmapNative *map = picture(PIXEL_FORMAT_RGBA_8888, false), *deep = picture(PIXEL_FORMAT_RGBA_1010102, false);
    uint8_t *room = malloc(MIB);
    for (int i = 0; i < 3; i++)
        for (int m = 0; m < 6; m++) {
            OH_PackingOptions *options = kit_options(mimes[m % 3], 80);
            OH_PixelmapNative *one = m < 3 ? map : deep;
            size_t size = MIB;
            CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(one, bad[i]), IMAGE_SUCCESS);
            CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmap(kit_packer(), options, one, room, &size), REFUSED);
            CHECK_EQ(size, MIB);
            CHECK_EQ(OH_PackingOptions_Release(options), IMAGE_SUCCESS);
        }
    for (int i = 0; i < 3; i++)
        OH_NativeColorSpaceManager_Destroy(bad[i]);
    OH_NativeColorSpaceManager *own = OH_NativeColorSpaceManager_CreateFromPrimariesAndGamma(good, 2.2f);
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, own), IMAGE_SUCCESS);
    OH_NativeColorSpaceManager_Destroy(own);
    struct bytes file = kit_pack(NULL, map, "image/jpeg", 80), profile = jpeg_profile(file);
    check_profile(profile, (const double[8]){.64, .33, .3, .6, .15, .06, D65}, 'a');
    free(profile.data);
    free(file.data);
    free(room);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_Destroy(&deep), IMAGE_SUCCESS);
}

/* 10 bits of another SDR space are written as sRGB, with the colours that they have there. */
static void ten_bits_become_srgb(void)
{
    static const double to_srgb[3][3] = {
        {1.22494018, -0.22494018, 0}, {-0.04205695, 1.04205695, 0}, {-0.01963755, -0.07863605, 1.0982736}};
    static const uint32_t codes[3][3] = {{512, 512, 512}, {800, 600, 560}, {240, 360, 440}};
    uint32_t words[3];
    for (int i = 0; i < 3; i++)
        words[i] = codes[i][0] | codes[i][1] << 10 | codes[i][2] << 20 | 3u << 30;
    OH_PixelmapNative *map = kit_map(PIXEL_FORMAT_RGBA_1010102, PIXELMAP_ALPHA_TYPE_OPAQUE, 3, 1, words, sizeof words);
    set_space(map, DISPLAY_P3);
    struct bytes file = kit_pack(NULL, map, "image/png", 80);
    bool srgb = false;
    const uint8_t *cicp;
    struct bytes profile = png_profile(file, &srgb, &cicp);
    CHECK(srgb && profile.data == NULL);
    struct judged image = judge("image/png", file, 3, 1);
    CHECK_EQ(image.depth, 8);
    for (int i = 0; i < 9 && image.rgba; i++) {
        double light = 0;
        for (int c = 0; c < 3; c++)
            light += to_srgb[i % 3][c] * transfer('s', codes[i / 3][c] / 1023.0);
        double expected = 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055);
        CHECK(fabs(image.rgba[i / 3 * 4 + i % 3] - expected) <= 0.6);
    }
    judged_free(&image);
    free(file.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
}

/* HDR in a file is what ToSdr makes of it, in Display P3; the PixelMap stays HDR. */
static void hdr_is_tone_mapped(void)
{
    uint32_t words[W * H];
    uint64_t state = 5;
    for (int i = 0; i < W * H; i++)
        words[i] = (kit_random(&state) & 0x3fffffff) | 3u << 30;
    for (int deep = 0; deep < 2; deep++) {
        OH_PixelmapNative *map =
            kit_map(PIXEL_FORMAT_RGBA_1010102, PIXELMAP_ALPHA_TYPE_OPAQUE, W, H, words, sizeof words);
        set_space(map, deep ? BT2020_HLG : BT2020_PQ);
        struct bytes files[3];
        for (int m = 0; m < 3; m++)
            files[m] = kit_pack(NULL, map, mimes[m], 100);
        CHECK_EQ(kit_info(map).format, PIXEL_FORMAT_RGBA_1010102);
        CHECK_EQ(OH_PixelmapNative_ToSdr(map), IMAGE_SUCCESS);
        struct bytes pixels = kit_pixels(map);
        for (int m = 0; m < 3; m++) {
            bool srgb = false;
            const uint8_t *cicp = NULL;
            struct bytes profile =
                m == 0 ? jpeg_profile(files[m]) : m == 1 ? png_profile(files[m], &srgb, &cicp) : webp_profile(files[m]);
            check_profile(profile, spaces[2].xy, 's');
            CHECK(!srgb && !cicp);
            struct judged image = judge(mimes[m], files[m], W, H);
            if (m > 0 && image.rgba)
                CHECK_EQ(judge_difference(image.rgba, pixels.data, W * H * 4), 0);
            judged_free(&image);
            struct bytes again = kit_pack(NULL, map, mimes[m], 100);
            CHECK(kit_same(again, files[m]));
            free(again.data);
            free(profile.data);
            free(files[m].data);
        }
        free(pixels.data);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    }
}

/* PQ and HLG with the primaries of P3 are no HDR for ToSdr; a file keeps their highlights all the same. */
static void highlights_of_p3_are_kept(void)
{
    enum { CODES = 1024 };
    static const int pairs[][2] = {{BT2020_PQ, P3_PQ}, {BT2020_HLG, P3_HLG}};
    uint32_t words[CODES];
    for (uint32_t i = 0; i < CODES; i++)
        words[i] = i | i << 10 | i << 20 | 3u << 30;
    for (int pair = 0; pair < 2; pair++) {
        struct judged images[2];
        for (int p3 = 0; p3 < 2; p3++) {
            OH_PixelmapNative *map =
                kit_map(PIXEL_FORMAT_RGBA_1010102, PIXELMAP_ALPHA_TYPE_OPAQUE, CODES, 1, words, sizeof words);
            set_space(map, pairs[pair][p3]);
            struct bytes file = kit_pack(NULL, map, "image/png", 80);
            images[p3] = judge("image/png", file, CODES, 1);
            if (p3)
                CHECK_EQ(OH_PixelmapNative_ToSdr(map), IMAGE_UNSUPPORTED_OPERATION);
            free(file.data);
            CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
        }
        if (images[0].rgba && images[1].rgba) {
            CHECK(judge_difference(images[0].rgba, images[1].rgba, CODES * 4) <= 1);
            int white = pair ? 767 : 594; /* 203 cd/m2: 90 % of the codes, and not all the same above */
            CHECK(images[1].rgba[4 * white] > 220 && images[1].rgba[4 * white] < 240);
            CHECK(images[1].rgba[4 * (white + 60)] > images[1].rgba[4 * white]);
        }
        judged_free(&images[0]);
        judged_free(&images[1]);
    }
}

/* YUV is taken by the matrix and range of the space; a JPEG has BT.601 of full range whatever came in. */
static void yuv_follows_its_standard(void)
{
    static const struct {
        int name;
        double kr, kb;
        bool limited;
    } rows[] = {{BT709, .2126, .0722, false}, {BT709_LIMIT, .2126, .0722, true}, {LINEAR_BT2020, .2627, .0593, false},
        {BT601_EBU, .299, .114, false}, {BT601_SMPTE_C_LIMIT, .299, .114, true}, {SRGB_LIMIT, .299, .114, true},
        {DISPLAY_P3, .299, .114, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t planes[16 * 16 * 3 / 2];
        const double y = 130, cb = 100, cr = 160;
        memset(planes, (int)y, 256);
        for (int p = 256; p < 384; p++)
            planes[p] = (uint8_t)(p % 2 ? cr : cb);
        double l = rows[i].limited ? (y - 16) / 219 : y / 255, div = rows[i].limited ? 224 : 255;
        double u = (cb - 128) / div, v = (cr - 128) / div, kr = rows[i].kr, kb = rows[i].kb;
        double r = l + 2 * (1 - kr) * v, b = l + 2 * (1 - kb) * u, g = (l - kr * r - kb * b) / (1 - kr - kb);
        OH_PixelmapNative *map = kit_map(PIXEL_FORMAT_NV12, PIXELMAP_ALPHA_TYPE_OPAQUE, 16, 16, planes, sizeof planes);
        set_space(map, rows[i].name);
        for (int m = 0; m < 2; m++) {
            struct bytes file = kit_pack(NULL, map, mimes[m], 100);
            struct judged image = judge(mimes[m], file, 16, 16);
            for (int c = 0; c < 3 && image.rgba; c++)
                CHECK(fabs(image.rgba[4 * 100 + c] - 255 * (c == 0 ? r : c == 1 ? g : b)) <= (m ? 0.6 : 2.5));
            judged_free(&image);
            free(file.data);
        }
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    }
}

int main(void)
{
    every_space_has_its_profile();
    webp_keeps_its_alpha();
    srgb_is_as_if_nothing_were_set();
    another_program_understands_them();
    grey_files_have_grey_profiles();
    what_is_no_space_is_refused();
    ten_bits_become_srgb();
    hdr_is_tone_mapped();
    highlights_of_p3_are_kept();
    yuv_follows_its_standard();
    return kit_done();
}
