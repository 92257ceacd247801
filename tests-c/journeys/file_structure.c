/*
 * How the files are built: JPEG segments and restart intervals, PNG chunks, WebP chunks, at sizes around the borders of
 * the bands that the encoders work in.
 */
#include "kit.h"

/* An opaque RGBA photo-like pattern: slopes, and noise of a few steps. */
static uint8_t *pattern(int width, int height)
{
    uint8_t *pixels = malloc((size_t)width * height * 4), *out = pixels;
    uint64_t state = 7;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++, out += 4) {
            int noise = (int)(kit_random(&state) % 5);
            out[0] = (uint8_t)(20 + abs(x % 400 - 200) + noise);
            out[1] = (uint8_t)(20 + abs((x + y) % 420 - 210) + noise);
            out[2] = (uint8_t)(20 + abs(y % 400 - 200) + noise);
            out[3] = 255;
        }
    return pixels;
}

struct jpeg_facts {
    int jfif, icc, sof, components, sampling[3], dqt, dht, interval, restarts, width, height;
    size_t mcus;
};

/* Walks through a JPEG with nothing but T.81 in mind. */
static struct jpeg_facts walk_jpeg(struct bytes file)
{
    struct jpeg_facts facts = {0};
    const uint8_t *at = file.data, *end = file.data + file.size;
    CHECK(file.size > 4 && at[0] == 0xFF && at[1] == 0xD8 && end[-2] == 0xFF && end[-1] == 0xD9);
    bool scan = false;
    for (at += 2; !scan && at + 4 <= end && at[0] == 0xFF;) {
        int marker = at[1], length = at[2] << 8 | at[3];
        const uint8_t *body = at + 4;
        CHECK(at + 2 + length <= end - 2);
        if (at + 2 + length > end - 2)
            return facts;
        if (marker == 0xE0) {
            CHECK_EQ(facts.jfif, 0);
            CHECK_EQ(at - file.data, 2);
            CHECK(length == 16 && memcmp(body, "JFIF\0\1", 6) == 0);
            facts.jfif++;
        } else if (marker == 0xE2) {
            CHECK(memcmp(body, "ICC_PROFILE\0", 12) == 0);
            CHECK(body[12] == ++facts.icc);
            CHECK(facts.jfif == 1 && facts.sof == 0 && facts.dqt == 0);
        } else if (marker == 0xDB) {
            facts.dqt++;
            CHECK((body[0] & 0xF0) == 0);
        } else if (marker == 0xC4) {
            facts.dht++;
        } else if (marker == 0xDD) {
            facts.interval = body[0] << 8 | body[1];
        } else if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC8 && marker != 0xCC) {
            CHECK_EQ(facts.sof, 0);
            facts.sof = marker;
            CHECK_EQ(body[0], 8);
            facts.height = body[1] << 8 | body[2];
            facts.width = body[3] << 8 | body[4];
            facts.components = body[5];
            for (int c = 0; c < facts.components && c < 3; c++)
                facts.sampling[c] = body[6 + c * 3 + 1];
        } else if (marker == 0xDA) {
            CHECK_EQ(body[0], facts.components);
            scan = true;
        } else {
            CHECK(marker == 0xFE);
        }
        at += 2 + length;
    }
    CHECK(scan);
    /* In the scan: FF 00, and restart markers that count from 0 to 7 and again; EOI ends it. */
    for (; at < end - 2; at++)
        if (at[0] == 0xFF && at[1] != 0) {
            if (!check_report(at[1] == 0xD0 + facts.restarts % 8, __FILE__, __LINE__, "restart marker in order")) {
                fprintf(stderr, ": number %d is %02X\n", facts.restarts, at[1]);
                break;
            }
            facts.restarts++;
            at++;
        }
    int edge = facts.components == 1 ? 8 : 16;
    facts.mcus = (size_t)((facts.width + edge - 1) / edge) * ((facts.height + edge - 1) / edge);
    return facts;
}

static void check_jpeg(struct bytes file, int width, int height, bool grey)
{
    struct jpeg_facts facts = walk_jpeg(file);
    CHECK_EQ(facts.jfif, 1);
    CHECK_EQ(facts.icc, grey ? 0 : 1); /* an RGB profile means nothing to grey */
    CHECK_EQ(facts.sof, 0xC0);
    CHECK_EQ(facts.width, width);
    CHECK_EQ(facts.height, height);
    CHECK_EQ(facts.components, grey ? 1 : 3);
    CHECK_EQ(facts.sampling[0], grey ? 0x11 : 0x22);
    CHECK_EQ(facts.sampling[1], grey ? 0 : 0x11);
    CHECK_EQ(facts.sampling[2], grey ? 0 : 0x11);
    /* As many markers as intervals that have another one behind them. */
    CHECK_EQ(facts.restarts, facts.interval ? (facts.mcus - 1) / facts.interval : 0);
}

/* dB of the worst 16 rows, so that a seam of one band shows. */
static double worst_rows(const struct judged *image, const uint8_t *pixels)
{
    double worst = 99;
    for (int y = 0; y < image->height; y += 16) {
        int rows = image->height - y < 16 ? image->height - y : 16;
        size_t at = (size_t)y * image->width * 4;
        worst = fmin(worst, judge_psnr(image->rgba + at, pixels + at, (size_t)image->width * rows));
    }
    return worst;
}

static void check_size(int width, int height, bool tools)
{
    char text[8192];
    int failed = check_failed;
    uint8_t *pixels = pattern(width, height);
    OH_PixelmapNative *map = kit_map(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_OPAQUE, width, height, pixels,
        (size_t)width * height * 4);

    struct bytes file = kit_pack(NULL, map, "image/jpeg", 90);
    check_jpeg(file, width, height, false);
    struct judged image = judge("image/jpeg", file, width, height);
    if (image.rgba)
        CHECK(worst_rows(&image, pixels) > 37);
    judged_free(&image);
    if (tools) {
        const char *path = kit_path("large.jpg");
        kit_write(path, file);
        CHECK_EQ(judge_run(text, sizeof text, "djpeg -strict -outfile /dev/null %s", path), 0);
        CHECK_STR(text, "");
        CHECK_EQ(judge_run(text, sizeof text, "jpegtran -strict -optimize -outfile /dev/null %s", path), 0);
        CHECK_STR(text, "");
    }
    free(file.data);

    file = kit_pack(NULL, map, "image/png", 100);
    image = judge("image/png", file, width, height);
    if (image.rgba)
        CHECK_EQ(judge_difference(image.rgba, pixels, (size_t)width * height * 4), 0);
    judged_free(&image);
    if (tools) {
        const char *path = kit_path("large.png");
        kit_write(path, file);
        CHECK_EQ(judge_run(text, sizeof text, "pngcheck -q %s", path), 0);
        CHECK_STR(text, "");
    }
    free(file.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    free(pixels);
    if (check_failed > failed)
        fprintf(stderr, "  at %dx%d\n", width, height);
}

/* One alpha-only image as JPEG: a single component. Large enough for restart intervals. */
static void check_grey(int width, int height)
{
    uint8_t *alpha = malloc((size_t)width * height);
    for (int i = 0; i < width * height; i++)
        alpha[i] = (uint8_t)(i % width / 5 + i / width / 9);
    OH_PixelmapNative *map = kit_map(PIXEL_FORMAT_ALPHA_U8, 0, width, height, alpha, (size_t)width * height);
    struct bytes file = kit_pack(NULL, map, "image/jpeg", 90);
    check_jpeg(file, width, height, true);
    struct judged image = judge("image/jpeg", file, width, height);
    int most = 0;
    for (int i = 0; image.rgba && i < width * height; i++)
        most = abs(image.rgba[i * 4] - alpha[i]) > most ? abs(image.rgba[i * 4] - alpha[i]) : most;
    CHECK(most < 12);
    judged_free(&image);
    free(file.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    free(alpha);
}

static bool has(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

/* What programs that people use say about small files. */
static void check_tools(void)
{
    static char text[1 << 16];
    uint8_t *pixels = pattern(100, 70);
    OH_PixelmapNative *opaque =
        kit_map(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_OPAQUE, 100, 70, pixels, 100 * 70 * 4);
    for (int i = 0; i < 100 * 70; i++)
        pixels[i * 4 + 3] = (uint8_t)(i % 256);
    OH_PixelmapNative *clear =
        kit_map(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED, 100, 70, pixels, 100 * 70 * 4);

    const char *path = kit_path("small.jpg");
    struct bytes file = kit_pack(NULL, opaque, "image/jpeg", 80);
    kit_write(path, file);
    free(file.data);
    CHECK_EQ(judge_run(text, sizeof text, "djpeg -strict -outfile /dev/null %s", path), 0);
    CHECK_STR(text, "");
    CHECK_EQ(judge_run(text, sizeof text, "exiftool -validate -warning -a -s3 %s", path), 0);
    CHECK_STR(text, "OK\n");
    CHECK_EQ(judge_run(text, sizeof text, "exiftool -ICC_Profile:all -s -a %s", path), 0);
    CHECK(has(text, "ProfileVersion                  : 4.3.0"));
    CHECK(has(text, "ProfileDescription              : sRGB"));
    CHECK(has(text, "ColorSpaceData                  : RGB"));
    CHECK(has(text, "ProfileClass                    : Display Device Profile"));
    CHECK_EQ(judge_run(text, sizeof text, "exiftool -s -FileType -JFIFVersion -EncodingProcess -YCbCrSubSampling %s",
                 path), 0);
    CHECK(has(text, ": JPEG"));
    CHECK(has(text, "Baseline DCT, Huffman coding"));
    CHECK(has(text, "YCbCr4:2:0 (2 2)"));
    CHECK_EQ(judge_run(text, sizeof text, "/usr/bin/identify -regard-warnings -verbose %s", path), 0);
    CHECK(has(text, "jpeg:sampling-factor: 2x2,1x1,1x1"));
    CHECK(has(text, "icc:description: sRGB"));
    CHECK(has(text, "Quality: 80"));

    path = kit_path("small.png");
    file = kit_pack(NULL, opaque, "image/png", 80);
    kit_write(path, file);
    free(file.data);
    CHECK_EQ(judge_run(text, sizeof text, "pngcheck -q %s", path), 0);
    CHECK_STR(text, "");
    CHECK_EQ(judge_run(text, sizeof text, "pngcheck -v %s", path), 0);
    CHECK(has(text, "100 x 70 image, 24-bit RGB, non-interlaced"));
    CHECK(has(text, "chunk sRGB"));
    CHECK(!has(text, "chunk iCCP"));
    file = kit_pack(NULL, clear, "image/png", 80);
    kit_write(path, file);
    free(file.data);
    CHECK_EQ(judge_run(text, sizeof text, "pngcheck -v %s", path), 0);
    CHECK(has(text, "100 x 70 image, 32-bit RGB+alpha, non-interlaced"));
    CHECK_EQ(judge_run(text, sizeof text, "/usr/bin/identify -regard-warnings -verbose %s", path), 0);

    const struct {
        OH_PixelmapNative *map;
        int quality;
        const char *chunk, *other, *alpha;
    } webps[] = {
        {opaque, 0, "Chunk VP8  at offset", "Chunk VP8L", "Alpha: 0"},
        {opaque, 99, "Chunk VP8  at offset", "Chunk VP8L", "Alpha: 0"},
        {opaque, 100, "Chunk VP8L at offset", "Chunk VP8 ", "Alpha: 0"},
        {clear, 75, "Chunk ALPH at offset", "Chunk VP8L", "Alpha: 1"},
        {clear, 100, "Chunk VP8L at offset", "Chunk VP8 ", "Alpha: 1"},
    };
    path = kit_path("small.webp");
    for (size_t i = 0; i < sizeof webps / sizeof *webps; i++) {
        file = kit_pack(NULL, webps[i].map, "image/webp", webps[i].quality);
        kit_write(path, file);
        free(file.data);
        CHECK_EQ(judge_run(text, sizeof text, "webpinfo -diag %s", path), 0);
        CHECK(has(text, webps[i].chunk));
        CHECK(!has(text, webps[i].other));
        CHECK(has(text, webps[i].alpha) || webps[i].alpha[7] == '0');
        CHECK(has(text, "No error detected.") && !has(text, "Warning"));
        CHECK_EQ(judge_run(text, sizeof text, "dwebp -quiet %s -o /dev/null", path), 0);
    }
    CHECK_EQ(OH_PixelmapNative_Destroy(&opaque), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_Destroy(&clear), IMAGE_SUCCESS);
    free(pixels);
}

int main(void)
{
    check_tools();
    for (int border = 128; border <= (SLOW ? 128 : 512); border *= 2)
        for (int height = border - 1; height <= border + 1; height++)
            for (int width = 2047; width <= 2049; width++)
                check_size(width, height, false);
    if (!SLOW)
        check_size(5000, 3000, true);
    check_size(1920, 1080, true);
    check_grey(1031, 777);
    check_grey(3, 5);
    return kit_done();
}
