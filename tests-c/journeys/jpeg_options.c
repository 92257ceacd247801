/*
 * What the options make of a JPEG, as libjpeg reads it: sampling factors, scans, Huffman tables, restart intervals. The
 * coding never changes the picture, the sampling does.
 */
#include "kit.h"

#include <fcntl.h>
#include <ohimagekit/packing_options.h>

struct settings {
    OHIK_JpegChromaSubsampling subsampling;
    bool progressive, annex_k;
    uint32_t rows;
    int quality;
};

static OH_PackingOptions *options_of(struct settings wish)
{
    OH_PackingOptions *options = kit_options("image/jpeg", (uint32_t)wish.quality);
    CHECK_EQ(OHIK_PackingOptions_SetJpegChromaSubsampling(options, wish.subsampling), IMAGE_SUCCESS);
    CHECK_EQ(OHIK_PackingOptions_SetJpegProgressive(options, wish.progressive), IMAGE_SUCCESS);
    CHECK_EQ(OHIK_PackingOptions_SetJpegOptimizeCoding(options, !wish.annex_k), IMAGE_SUCCESS);
    CHECK_EQ(OHIK_PackingOptions_SetJpegRestartInterval(options, wish.rows), IMAGE_SUCCESS);
    return options;
}

/* RGB: coloured stripes over slopes and some noise, so that the density of colour samples can be seen. */
static uint8_t *picture(int width, int height)
{
    uint8_t *pixels = malloc((size_t)width * height * 3), *out = pixels;
    uint64_t state = 5;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++, out += 3) {
            int noise = (int)(kit_random(&state) % 8);
            bool stripe = (x / 3 + y / 5) % 2;
            out[0] = (uint8_t)((stripe ? 200 : 30) + noise);
            out[1] = (uint8_t)(40 + abs((x + y) % 300 - 150) + noise);
            out[2] = (uint8_t)((stripe ? 50 : 190) + noise);
        }
    return pixels;
}

static OH_PixelmapNative *rgb_map(int width, int height, const uint8_t *pixels)
{
    return kit_map(PIXEL_FORMAT_RGB_888, PIXELMAP_ALPHA_TYPE_OPAQUE, width, height, pixels, (size_t)width * height * 3);
}

/* What libjpeg's reader finds before the first scan's data. */
struct facts {
    int components, in_scan, h[3], v[3];
    bool progressive;
    unsigned interval, mcus_per_row;
    bool annex_k; /* every Huffman table of the first scan is the standard's */
};

static bool same_table(const JHUFF_TBL *a, const JHUFF_TBL *b)
{
    int count = 0;
    for (int i = 1; b && i <= 16; i++)
        count += b->bits[i];
    return a && b && memcmp(a->bits + 1, b->bits + 1, 16) == 0 && memcmp(a->huffval, b->huffval, (size_t)count) == 0;
}

static struct facts read_facts(struct bytes file)
{
    struct facts facts = {0};
    struct jpeg_decompress_struct jpeg;
    struct jpeg_compress_struct standard; /* libjpeg's defaults for writing are the tables of T.81, Annex K */
    struct judge_jump error;
    jpeg.err = standard.err = jpeg_std_error(&error.manager);
    error.manager.error_exit = judge_jpeg_error;
    error.manager.output_message = judge_jpeg_message;
    jpeg_create_decompress(&jpeg);
    jpeg_create_compress(&standard);
    if (setjmp(error.jump)) {
        CHECK(!"libjpeg reads the header");
    } else {
        standard.in_color_space = JCS_RGB;
        standard.input_components = 3;
        jpeg_set_defaults(&standard);
        jpeg_mem_src(&jpeg, file.data, file.size);
        jpeg_read_header(&jpeg, TRUE);
        facts.components = jpeg.num_components;
        facts.in_scan = jpeg.comps_in_scan;
        facts.progressive = jpeg.progressive_mode;
        facts.interval = jpeg.restart_interval;
        facts.annex_k = true;
        int most = 1;
        for (int c = 0; c < jpeg.num_components && c < 3; c++) {
            facts.h[c] = jpeg.comp_info[c].h_samp_factor;
            facts.v[c] = jpeg.comp_info[c].v_samp_factor;
            most = facts.h[c] > most ? facts.h[c] : most;
            int table = c != 0;
            facts.annex_k = facts.annex_k &&
                same_table(jpeg.dc_huff_tbl_ptrs[table], standard.dc_huff_tbl_ptrs[table]) &&
                same_table(jpeg.ac_huff_tbl_ptrs[table], standard.ac_huff_tbl_ptrs[table]);
        }
        unsigned side = (unsigned)(facts.components == 1 ? 1 : most) * 8;
        facts.mcus_per_row = (jpeg.image_width + side - 1) / side;
        CHECK_EQ(jpeg.data_precision, 8);
    }
    jpeg_destroy_decompress(&jpeg);
    jpeg_destroy_compress(&standard);
    return facts;
}

/* Markers RST0 to RST7 in all scans. */
static int restarts(struct bytes file)
{
    int count = 0;
    size_t i = 2;
    while (i + 4 < file.size && file.data[i + 1] != 0xDA)
        i += 2 + (size_t)(file.data[i + 2] << 8 | file.data[i + 3]);
    for (; i + 1 < file.size; i++)
        count += file.data[i] == 0xFF && file.data[i + 1] >= 0xD0 && file.data[i + 1] <= 0xD7;
    return count;
}

static void check_facts(struct bytes file, struct settings wish)
{
    static const int h[] = {2, 2, 1}, v[] = {2, 1, 1};
    struct facts facts = read_facts(file);
    CHECK_EQ(facts.components, 3);
    CHECK_EQ(facts.h[0], h[wish.subsampling]);
    CHECK_EQ(facts.v[0], v[wish.subsampling]);
    for (int c = 1; c < 3; c++) {
        CHECK_EQ(facts.h[c], 1);
        CHECK_EQ(facts.v[c], 1);
    }
    CHECK_EQ(facts.progressive, wish.progressive);
    /* A sequential file is one scan; a progressive one may begin with any. */
    if (!wish.progressive) {
        CHECK_EQ(facts.in_scan, 3);
        CHECK_EQ(facts.annex_k, wish.annex_k);
    }
    if (wish.rows && facts.in_scan == 3)
        CHECK_EQ(facts.interval, wish.rows * facts.mcus_per_row);
}

/* Every combination at sizes around the MCUs' and above the bands' threshold: facts, and pictures. */
static void combinations(void)
{
    static const int sizes[][2] = {{1, 1}, {17, 31}, {40, 200}, {333, 247}, {800, 600}};
    static const uint32_t rows[] = {0, 1, 3};
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0] - SLOW; s++) {
        int width = sizes[s][0], height = sizes[s][1];
        uint8_t *pixels = picture(width, height);
        OH_PixelmapNative *map = rgb_map(width, height, pixels);
        for (int subsampling = 0; subsampling < 3; subsampling++) {
            struct judged plain[2] = {0}; /* the first sequential picture, and the first progressive one */
            for (int combination = 0; combination < 12; combination++) {
                struct settings wish = {(OHIK_JpegChromaSubsampling)subsampling, combination & 1, combination & 2,
                    rows[combination / 4], 90};
                struct bytes file = kit_pack_with(options_of(wish), map);
                check_facts(file, wish);
                int mcu_rows = (height + (subsampling == 0 ? 15 : 7)) / (subsampling == 0 ? 16 : 8);
                if (wish.rows && !wish.progressive)
                    CHECK_EQ(restarts(file), (mcu_rows + (int)wish.rows - 1) / (int)wish.rows - 1);
                if (wish.rows && wish.progressive && mcu_rows > (int)wish.rows)
                    CHECK(restarts(file) > 0);
                /* Sampling and quality make the picture; tables and restarts only carry it. */
                struct judged image = judge("image/jpeg", file, width, height), *first = &plain[wish.progressive];
                if (image.rgba && first->rgba)
                    CHECK_EQ(judge_difference(image.rgba, first->rgba, (size_t)width * height * 4), 0);
                if (first->rgba)
                    judged_free(&image);
                else
                    *first = image;
                free(file.data);
            }
            /* Scans too, up to how the two ways of coding round. */
            if (plain[0].rgba && plain[1].rgba)
                CHECK(judge_psnr(plain[0].rgba, plain[1].rgba, (size_t)width * height) > 38);
            judged_free(&plain[0]);
            judged_free(&plain[1]);
        }
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
        free(pixels);
    }
}

/* Denser colour: a longer file that is nearer to the picture. Better coding: a shorter file. */
static void worth(void)
{
    enum { W = 320, H = 240 };
    uint8_t *pixels = picture(W, H), *rgba = malloc(W * H * 4);
    OH_PixelmapNative *map = rgb_map(W, H, pixels);
    for (size_t i = 0; i < W * H; i++) {
        memcpy(rgba + 4 * i, pixels + 3 * i, 3);
        rgba[4 * i + 3] = 255;
    }
    double psnr[3];
    size_t sizes[3];
    for (int subsampling = 0; subsampling < 3; subsampling++) {
        struct settings wish = {(OHIK_JpegChromaSubsampling)subsampling, false, false, 0, 85};
        struct bytes file = kit_pack_with(options_of(wish), map);
        struct judged image = judge("image/jpeg", file, W, H);
        psnr[subsampling] = image.rgba ? judge_psnr(image.rgba, rgba, W * H) : 0;
        sizes[subsampling] = file.size;
        judged_free(&image);
        wish.annex_k = true;
        struct bytes longer = kit_pack_with(options_of(wish), map);
        CHECK(file.size < longer.size);
        free(longer.data);
        free(file.data);
    }
    CHECK(psnr[0] + 1 < psnr[1] && psnr[1] + 1 < psnr[2]);
    CHECK(sizes[0] < sizes[1] && sizes[1] < sizes[2]);
    CHECK(psnr[2] > 25); /* the stripes are hard to code */
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    free(rgba);
    free(pixels);
}

/* The defaults: 4:2:0, one scan, tables of its own, no restart markers in a small image. */
static void defaults(void)
{
    uint8_t *pixels = picture(200, 100);
    OH_PixelmapNative *map = rgb_map(200, 100, pixels);
    struct bytes file = kit_pack_with(kit_options("image/jpeg", 80), map);
    check_facts(file, (struct settings){OHIK_JPEG_CHROMA_420, false, false, 0, 80});
    CHECK_EQ(read_facts(file).interval, 0);
    CHECK_EQ(restarts(file), 0);
    free(file.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    free(pixels);
}

/* Grey knows no sampling; tables, scans and intervals it does. */
static void grey(void)
{
    enum { W = 100, H = 61 };
    uint8_t pixels[W * H];
    for (int i = 0; i < W * H; i++)
        pixels[i] = (uint8_t)(i % W * 2 + i / W * (i % 7));
    OH_PixelmapNative *map = kit_map(PIXEL_FORMAT_ALPHA_8, PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED, W, H, pixels, W * H);
    for (int combination = 0; combination < 12; combination++) {
        struct settings wish = {(OHIK_JpegChromaSubsampling)(combination / 4), combination & 1, combination & 2, 2, 90};
        struct bytes file = kit_pack_with(options_of(wish), map);
        struct facts facts = read_facts(file);
        CHECK_EQ(facts.components, 1);
        CHECK_EQ(facts.progressive, wish.progressive);
        CHECK_EQ(facts.interval, 2 * ((W + 7) / 8));
        if (!wish.progressive)
            CHECK_EQ(facts.annex_k, wish.annex_k);
        struct judged image = judge("image/jpeg", file, W, H);
        judged_free(&image);
        free(file.data);
    }
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
}

/* A restart interval has 16 bits: what is longer is refused before anything is written. */
static void too_long_intervals(void)
{
    static const struct {
        int width, height; /* of a grey image: blocks are MCUs */
        uint32_t rows;
        int code;
    } cases[] = {
        {2048, 2064, 255, IMAGE_SUCCESS},
        {2048, 2064, 256, IMAGE_BAD_PARAMETER},
        {65500, 80, 8, IMAGE_SUCCESS},
        {65500, 80, 9, IMAGE_BAD_PARAMETER},
        {64, 64, UINT32_MAX, IMAGE_BAD_PARAMETER},
        {64, 64, UINT32_MAX / 8 + 1, IMAGE_BAD_PARAMETER}, /* times 8 MCUs it is 0 in 32 bits */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t size = (size_t)cases[i].width * cases[i].height;
        uint8_t *pixels = calloc(size, 1);
        OH_PixelmapNative *map = kit_map(PIXEL_FORMAT_ALPHA_8, PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED, cases[i].width,
            cases[i].height, pixels, size);
        OH_PackingOptions *options =
            options_of((struct settings){OHIK_JPEG_CHROMA_420, i % 2, false, cases[i].rows, 50});
        uint8_t *data = NULL;
        CHECK_EQ(OHIK_ImagePacker_PackToBufferFromPixelmap(kit_packer(), options, map, &data, &size), cases[i].code);
        CHECK_EQ(data != NULL, cases[i].code == IMAGE_SUCCESS);
        if (data)
            CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(data), IMAGE_SUCCESS);
        int fd = open(kit_path("refused"), O_RDWR | O_CREAT | O_TRUNC, 0600);
        CHECK_EQ(OH_ImagePackerNative_PackToFileFromPixelmap(kit_packer(), options, map, fd), cases[i].code);
        CHECK_EQ(lseek(fd, 0, SEEK_END) != 0, cases[i].code == IMAGE_SUCCESS);
        CHECK_EQ(close(fd), 0);
        CHECK_EQ(OH_PackingOptions_Release(options), IMAGE_SUCCESS);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
        free(pixels);
    }
}

int main(void)
{
    defaults();
    combinations();
    worth();
    grey();
    too_long_intervals();
    return kit_done();
}
