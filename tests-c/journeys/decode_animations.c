/*
 * Animations made by ImageMagick, some by gifsicle of these: each frame is held against ImageMagick's own composite of it
 * (-coalesce), pixel by pixel.
 *
 * The two agree on what GIF89a leaves open: "restore to background" makes pixels transparent, whatever colour the header
 * names. Transparent pixels have colours there, here they are 0. Every animation is judged once more as the WebP that
 * gif2webp makes of it.
 */
#include "kit.h"

#include <multimedia/image_framework/image/image_source_native.h>

#define PLASMA(size) "-size " size " plasma:fractal "
/* The same seed makes the same pixels. */
#define OTHER(size) "\\( " PLASMA(size) "-flop -negate \\) "
#define FRAME(dispose, delay, page, size) "-dispose " dispose " -delay " delay " -page " page " " PLASMA(size)
/* With a transparent pixel, without which ImageMagick takes the canvas around a first frame for black. */
#define HOLED(size) "\\( " PLASMA(size) "-alpha set -draw 'fill none matte 3,3 point' \\) "
#define MAKE CONVERT " -seed 7 -loop 0 "
#define DOT(x) "\\( -size 80x60 xc:skyblue -fill red -draw 'circle " x ",30 " x ",20' \\) "
#define DOTS MAKE "-delay 5 " DOT("10") DOT("20") DOT("35") DOT("50") DOT("52") DOT("80")
#define CLEAR_DOT(x) "\\( -size 80x60 xc:none +antialias -fill red -draw 'circle " x ",30 " x ",20' \\) "

static const struct {
    const char *name, *command;
    int width, height, frames;
    bool holes;   /* some pixels of some frame must be transparent */
    bool no_webp; /* what gif2webp refuses */
} cases[] = {
    {"one frame", MAKE FRAME("None", "3", "80x60+0+0", "80x60"), 80, 60, 1, false, false},
    {"small frames left where they are",
        MAKE FRAME("None", "0", "80x60+0+0", "80x60") FRAME("None", "1", "80x60+7+9", "30x20")
            FRAME("Undefined", "2", "80x60+40+20", "13x40") FRAME("None", "300", "80x60+0+59", "80x1"),
        80, 60, 4, false, false},
    {"cleared",
        MAKE FRAME("Background", "9", "80x60+0+0", "80x60") FRAME("Background", "1", "80x60+7+9", "30x20")
            FRAME("None", "2", "80x60+20+20", "13x40") FRAME("Background", "2", "80x60+25+10", "50x50")
                FRAME("None", "2", "80x60+1+1", "3x3"),
        80, 60, 5, true, false},
    {"taken back",
        MAKE FRAME("None", "9", "80x60+0+0", "80x60") FRAME("Previous", "1", "80x60+7+9", "30x20")
            FRAME("Previous", "2", "80x60+20+20", "13x40") FRAME("None", "2", "80x60+25+10", "50x50")
                FRAME("Previous", "2", "80x60+10+10", "60x40") FRAME("None", "2", "80x60+1+1", "3x3"),
        80, 60, 6, false, false},
    {"every disposal after every other",
        MAKE "-dispose Previous -delay 9 -page 80x60+5+5 " HOLED("60x50") FRAME("Background", "1", "80x60+7+9", "30x20")
            FRAME("Previous", "2", "80x60+20+20", "13x40") FRAME("None", "2", "80x60+25+10", "50x50")
                FRAME("Background", "2", "80x60+10+10", "60x40") FRAME("Background", "2", "80x60+1+1", "30x30")
                    FRAME("Previous", "2", "80x60+0+0", "80x60") FRAME("Previous", "2", "80x60+30+30", "9x9")
                        FRAME("None", "2", "80x60+70+50", "5x5"),
        80, 60, 9, true, false},
    {"partly outside the canvas",
        MAKE FRAME("None", "9", "80x60+0+0", "80x60") FRAME("None", "1", "80x60+70+9", "30x20")
            FRAME("Previous", "2", "80x60+20+50", "13x40") FRAME("Background", "2", "80x60+60+40", "50x50")
                FRAME("None", "2", "80x60+0+0", "3x3"),
        80, 60, 5, true, true},
    {"interlaced",
        MAKE "-interlace GIF " FRAME("None", "9", "80x61+0+0", "80x61") FRAME("None", "1", "80x61+7+9", "30x21")
            FRAME("Previous", "2", "80x61+20+50", "13x11"),
        80, 61, 3, false, true},
    {"moving dot, whole frames", DOTS, 80, 60, 6, false, false},
    {"moving dot, only what changes", DOTS "-layers OptimizeFrame ", 80, 60, 6, false, false},
    {"moving dot, only what changes, by any disposal", DOTS "-layers OptimizePlus ", 80, 60, 6, false, false},
    {"moving dot, unchanged pixels transparent", DOTS "-layers OptimizeTransparency ", 80, 60, 6, false, false},
    {"moving dot on nothing",
        MAKE "-dispose Background -delay 5 " CLEAR_DOT("10") CLEAR_DOT("20") CLEAR_DOT("60") "-layers Optimize ", 80, 60,
        3, true, false},
    {"moving dot, by gifsicle", DOTS "gif:- | gifsicle -O3 -o ", 80, 60, 6, false, false},
    {"moving dot on nothing, by gifsicle",
        MAKE "-dispose Background -delay 5 " CLEAR_DOT("10") CLEAR_DOT("20") CLEAR_DOT("60") "gif:- | gifsicle -O3 -o ", 80,
        60, 3, true, false},
    {"many colours, by gifsicle",
        MAKE PLASMA("80x60") OTHER("80x60") PLASMA("80x60") "gif:- | gifsicle --no-warnings -O3 --lossy=40 -o ", 80, 60, 3,
        false, false},
    {"two colours", MAKE PLASMA("80x60") OTHER("80x60") "-monochrome ", 80, 60, 2, false, false},
    {"one table for all", MAKE PLASMA("80x60") OTHER("80x60") "\\( " OTHER("80x60") "-roll +9+9 \\) +map ", 80, 60,
        3, false, false},
    {"one column", MAKE PLASMA("1x300") OTHER("1x300"), 1, 300, 2, false, false},
    {"large enough for long codes", MAKE PLASMA("700x500") OTHER("700x500"), 700, 500, 2, false, false},
    {"many frames",
        MAKE "$(for i in $(seq 50); do echo -delay $i '(' " PLASMA("64x48") " -roll +$i+$((3 * i)) ')'; done) ", 64, 48,
        50, false, false},
};

/* All frames of a file as ImageMagick composes them. */
static struct bytes compose(const char *path, size_t size)
{
    char command[512];
    struct bytes all = {malloc(size + 1), size};
    snprintf(command, sizeof command, CONVERT " '%s' -coalesce -depth 8 rgba:-", path);
    FILE *pipe = popen(command, "r");
    CHECK_EQ(pipe ? fread(all.data, 1, size + 1, pipe) : 0, size);
    CHECK_EQ(pipe ? pclose(pipe) : -1, 0);
    return all;
}

/* How many pixels differ; sets whether some are transparent. */
static int differences(OH_PixelmapNative *map, const uint8_t *expected, int pixels, bool *holes)
{
    int wrong = 0;
    struct bytes got = kit_pixels(map);
    struct kit_info info = kit_info(map);
    CHECK_EQ(got.size, (size_t)pixels * 4);
    for (int i = 0; got.size == (size_t)pixels * 4 && i < pixels; i++) {
        const uint8_t none[4] = {0}, *want = expected[i * 4 + 3] ? expected + i * 4 : none;
        wrong += memcmp(got.data + i * 4, want, 4) != 0;
        *holes |= want == none;
        CHECK(want != none || info.alpha == PIXELMAP_ALPHA_TYPE_PREMULTIPLIED);
    }
    free(got.data);
    return wrong;
}

/* A file against the composites: all frames at once, and some by their numbers, from the last to the first. */
static void check_frames(const char *path, const uint8_t *composites, int width, int height, int frames, bool *holes)
{
    size_t size = (size_t)width * height * 4;
    OH_ImageSourceNative *source = NULL;
    OH_DecodingOptions *options = NULL;
    OH_PixelmapNative *list[64] = {0};
    uint32_t count = 0;
    CHECK_EQ(OH_ImageSourceNative_CreateFromUri((char *)path, strlen(path), &source), IMAGE_SUCCESS);
    CHECK_EQ(OH_DecodingOptions_Create(&options), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_GetFrameCount(source, &count), IMAGE_SUCCESS);
    CHECK_EQ(count, frames);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapList(source, options, list, 64), IMAGE_SUCCESS);
    for (int frame = 0; frame < 64 && list[frame]; frame++) {
        int wrong = frame < frames ? differences(list[frame], composites + size * frame, width * height, holes) : 1;
        if (!check_report(wrong == 0, __FILE__, __LINE__, "frame as composed"))
            fprintf(stderr, ": %d pixels differ in frame %d\n", wrong, frame);
        CHECK_EQ(OH_PixelmapNative_Destroy(&list[frame]), IMAGE_SUCCESS);
    }
    for (int frame = frames - 1; frame >= 0; frame -= 1 + frames / 5) {
        OH_PixelmapNative *map = NULL;
        CHECK_EQ(OH_DecodingOptions_SetIndex(options, (uint32_t)frame), IMAGE_SUCCESS);
        CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), IMAGE_SUCCESS);
        CHECK_EQ(differences(map, composites + size * frame, width * height, holes), 0);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    }
    CHECK_EQ(OH_DecodingOptions_Release(options), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
}

static void check_delays(const char *path, const char *gif, int frames)
{
    char text[4096], *next = text;
    int32_t delays[64];
    OH_ImageSourceNative *source = NULL;
    CHECK_EQ(judge_run(text, sizeof text, CONVERT " '%s' -format '%%T\n' info:", gif), 0);
    CHECK_EQ(OH_ImageSourceNative_CreateFromUri((char *)path, strlen(path), &source), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_GetDelayTimeList(source, delays, 64), IMAGE_SUCCESS);
    for (int i = 0; i < frames; i++) {
        /* To WebP, gif2webp makes delays of 0 and 1 as browsers do. */
        int delay = path == gif || atoi(next) > 1 ? atoi(next) * 10 : 100;
        CHECK_EQ(delays[i], delay);
        next += strcspn(next, "\n") + 1;
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int failed = check_failed, width = cases[i].width, height = cases[i].height, frames = cases[i].frames;
        char text[1024];
        const char *gif = kit_path("out.gif"), *webp = kit_path("out.webp");
        CHECK_EQ(judge_run(text, sizeof text, "%s%s", cases[i].command, gif), 0);
        CHECK_STR(text, "");
        struct bytes all = compose(gif, (size_t)width * height * 4 * frames);
        bool holes = false;
        check_frames(gif, all.data, width, height, frames, &holes);
        CHECK(holes == cases[i].holes);
        check_delays(gif, gif, frames);
        if (frames > 1 && !cases[i].no_webp) {
            CHECK_EQ(judge_run(text, sizeof text, "gif2webp -quiet '%s' -o '%s'", gif, webp), 0);
            CHECK_STR(text, "");
            check_frames(webp, all.data, width, height, frames, &holes);
            check_delays(webp, gif, frames);
        }
        free(all.data);
        remove(gif);
        remove(webp);
        if (check_failed > failed)
            fprintf(stderr, "  in %s\n", cases[i].name);
    }
    return kit_done();
}
