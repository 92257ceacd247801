/* Mirroring, turning, cutting and moving in every format and odd sizes: sizes, strides, byte counts, and every element
 * where a lookup expects it. */
#include "geometry.h"

/* A plane of a PixelMap in a buffer. */
struct plane {
    uint32_t width, height;
    size_t offset, stride, element;
};

static bool is_yuv(int32_t format)
{
    return format == 8 || format == 9 || format == 11 || format == 12;
}

static uint32_t element_of(int32_t format)
{
    static const uint8_t sizes[17] = {0, 4, 2, 4, 4, 3, 1, 8, 1, 1, 4, 2, 2, 0, 0, 1, 2};
    return sizes[format];
}

/* Where the planes lie, from the definition of the formats; gives the bytes of all. */
static size_t planes_of(int32_t format, uint32_t width, uint32_t height, struct plane planes[2])
{
    uint32_t element = element_of(format);
    size_t stride = (size_t)width * element;
    if (format == 6)
        stride = (stride + 3) / 4 * 4;
    planes[0] = (struct plane){width, height, 0, stride, element};
    planes[1] = (struct plane){0, 0, 0, 0, 0};
    size_t bytes = stride * height;
    if (is_yuv(format)) {
        uint32_t columns = (width + 1) / 2, rows = (height + 1) / 2;
        planes[1] = (struct plane){columns, rows, bytes, (size_t)columns * 2 * element, 2 * (size_t)element};
        bytes += planes[1].stride * rows;
    }
    return bytes;
}

/* What an editor does: from a place of the new plane to one of the old; false where nothing was. */
struct edit {
    int kind;
    int x, y, width, height;
};
enum { FLIP_X, FLIP_Y, FLIP_BOTH, TURN_90, TURN_180, TURN_270, CROP, MOVE, KINDS };

static bool old_place(const struct edit *edit, int chroma, const struct plane *old, int64_t *x, int64_t *y)
{
    int64_t i = *x, j = *y, last_x = (int64_t)old->width - 1, last_y = (int64_t)old->height - 1;
    int shift_x = edit->x, shift_y = edit->y;
    if (chroma) {
        shift_x /= 2;
        shift_y /= 2;
    }
    switch (edit->kind) {
    case FLIP_X: *x = last_x - i; break;
    case FLIP_Y: *y = last_y - j; break;
    case FLIP_BOTH:
    case TURN_180: *x = last_x - i, *y = last_y - j; break;
    case TURN_90: *x = j, *y = last_y - i; break;
    case TURN_270: *x = last_x - j, *y = i; break;
    case CROP: *x = i + shift_x, *y = j + shift_y; break;
    default: *x = i - shift_x, *y = j - shift_y; break;
    }
    return *x >= 0 && *x <= last_x && *y >= 0 && *y <= last_y;
}

static int run(const struct edit *edit, OH_PixelmapNative *map)
{
    Image_Region region = {(uint32_t)edit->x, (uint32_t)edit->y, (uint32_t)edit->width, (uint32_t)edit->height};
    switch (edit->kind) {
    case FLIP_X: return OH_PixelmapNative_ApplyFlip(map, true, false);
    case FLIP_Y: return OH_PixelmapNative_ApplyFlip(map, false, true);
    case FLIP_BOTH: return OH_PixelmapNative_ApplyFlip(map, true, true);
    case TURN_90: return OH_PixelmapNative_ApplyRotate(map, 90);
    case TURN_180: return OH_PixelmapNative_ApplyRotate(map, -180);
    case TURN_270: return OH_PixelmapNative_ApplyRotate(map, -90);
    case CROP: return OH_PixelmapNative_ApplyCrop(map, &region);
    default: return OH_PixelmapNative_ApplyTranslate(map, (float)edit->x, (float)edit->y);
    }
}

static void check_edit(int32_t format, uint32_t width, uint32_t height, const struct edit *edit)
{
    static const uint8_t empty[4][8] = {{0}, {255}, {0xc0, 0xff}, {0}};
    static const uint8_t empty_chroma[4][8] = {{0}, {128, 128}, {0, 0x80, 0, 0x80}, {0}};
    int kind = is_yuv(format) ? (format > 9 ? 2 : 1) : 0;
    OH_PixelmapNative *map = make_map(width, height, format, 0, NULL);
    struct facts before = facts_of(map);
    uint8_t *old_pixels = pixels_of(map);
    struct plane old[2], new[2];
    CHECK_EQ(before.bytes, planes_of(format, width, height, old));
    CHECK_EQ(run(edit, map), OK);

    uint32_t new_width = width, new_height = height;
    if (edit->kind == TURN_90 || edit->kind == TURN_270)
        new_width = height, new_height = width;
    if (edit->kind == CROP)
        new_width = (uint32_t)edit->width, new_height = (uint32_t)edit->height;
    if (edit->kind == MOVE)
        new_width = (uint32_t)((int)width + edit->x), new_height = (uint32_t)((int)height + edit->y);
    size_t bytes = planes_of(format, new_width, new_height, new);
    struct facts after = facts_of(map);
    CHECK_EQ(after.width, new_width);
    CHECK_EQ(after.height, new_height);
    CHECK_EQ(after.stride, new[0].stride);
    CHECK_EQ(after.bytes, bytes);
    CHECK_EQ(after.allocated, bytes);
    CHECK_EQ(after.format, format);
    CHECK_EQ(after.alpha, before.alpha);

    uint8_t *pixels = pixels_of(map);
    long wrong = 0;
    for (int p = 0; p < 2; p++)
        for (uint32_t j = 0; j < new[p].height; j++)
            for (uint32_t i = 0; i < new[p].width; i++) {
                int64_t x = i, y = j;
                const uint8_t *expected = p ? empty_chroma[kind] : empty[kind];
                if (old_place(edit, p, &old[p], &x, &y))
                    expected = old_pixels + old[p].offset + (size_t)y * old[p].stride + (size_t)x * old[p].element;
                wrong += memcmp(pixels + new[p].offset + j * new[p].stride + i * new[p].element, expected, new[p].element) != 0;
            }
    if (!check_report(wrong == 0, __FILE__, __LINE__, "elements"))
        fprintf(stderr, ": format %d, %ux%u, edit %d: %ld are wrong\n", (int)format, (unsigned)width, (unsigned)height,
            edit->kind, wrong);
    free(pixels);
    free(old_pixels);
    destroy(map);
}

int main(void)
{
    static const uint32_t sizes[][2] = {{1, 1}, {5, 3}, {6, 4}, {1, 8}, {9, 1}, {67, 41}, {33, 500}};
    for (size_t f = 0; f < COUNT(formats); f++)
        for (size_t s = 0; s < COUNT(sizes); s++) {
            int w = (int)sizes[s][0], h = (int)sizes[s][1];
            for (int kind = 0; kind < CROP; kind++)
                check_edit(formats[f], sizes[s][0], sizes[s][1], &(struct edit){kind, 0, 0, 0, 0});
            const struct edit others[] = {
                {CROP, 0, 0, (w + 1) / 2, (h + 1) / 2}, {CROP, w / 2, h / 2, w - w / 2, h - h / 2},
                {CROP, w / 3, h / 4, 1, 1}, {CROP, w - 1, h - 1, 1, 1},
                {MOVE, 1, 2, 0, 0}, {MOVE, 2, 4, 0, 0}, {MOVE, 1 - w, 1, 0, 0}, {MOVE, 3, 1 - h, 0, 0}, {MOVE, 0, 0, 0, 0},
            };
            for (size_t k = 0; k < COUNT(others); k++)
                check_edit(formats[f], sizes[s][0], sizes[s][1], &others[k]);
        }
    return check_failures();
}
