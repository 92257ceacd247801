/* GIF files, byte by byte. */
#ifndef GIF_H
#define GIF_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A GIF that grows in memory. */
struct gif {
    uint8_t data[1 << 16];
    size_t length;
};

static inline void put(struct gif *gif, const void *bytes, size_t length)
{
    if (gif->length + length > sizeof gif->data)
        abort();
    memcpy(gif->data + gif->length, bytes, length);
    gif->length += length;
}

/* 4 colours: black, red, green, blue. */
static inline void begin(struct gif *gif, int width, int height)
{
    static const uint8_t colours[] = {0x81, 0, 0, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255};
    uint8_t size[] = {(uint8_t)width, (uint8_t)(width >> 8), (uint8_t)height, (uint8_t)(height >> 8)};
    gif->length = 0;
    put(gif, "GIF89a", 6);
    put(gif, size, sizeof size);
    put(gif, colours, sizeof colours);
}

/* A frame of one pixel at x of row 0, shown for some hundredths of a second. */
static inline void put_frame(struct gif *gif, int x, int colour, int delay, int disposal)
{
    uint8_t control[] = {0x21, 0xF9, 4, (uint8_t)(disposal << 2), (uint8_t)delay, (uint8_t)(delay >> 8), 0, 0};
    /* LZW of 2 bits: clear (4), the colour, end (5), each of 3 bits. */
    int codes = 4 | colour << 3 | 5 << 6;
    uint8_t image[] = {0x2C, (uint8_t)x, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, (uint8_t)codes, (uint8_t)(codes >> 8), 0};
    put(gif, control, sizeof control);
    put(gif, image, sizeof image);
}

/* Three frames on 3 x 1: red, then green beside it, then blue where the green one was, which is taken away. */
static inline struct gif *animation(void)
{
    static struct gif gif;
    begin(&gif, 3, 1);
    put_frame(&gif, 0, 1, 7, 1);
    put_frame(&gif, 1, 2, 0, 2);
    put_frame(&gif, 2, 3, 65535, 0);
    put(&gif, ";", 1);
    return &gif;
}

#endif
