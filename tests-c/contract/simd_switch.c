/* With OHIMAGEKIT_SIMD=off the library does without the processor's wide vectors, and every byte stays the same. */
#include <ohimagekit/image_packer.h>
#include <ohimagekit/packing_options.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

enum { WIDTH = 707, HEIGHT = 501, FILES = 8 };

/* Writes the files that a process with or without vectors makes, one after the other, to standard output. */
static void pack_all(void)
{
    size_t size = (size_t)WIDTH * HEIGHT * 4;
    uint8_t *pixels = allocate(size);
    OH_PixelmapNative *map = NULL;
    OH_ImagePackerNative *packer = NULL;
    fill_noise(pixels, size, 5);
    for (size_t i = 0; i < size; i++)
        pixels[i] = i % 4 == 3 ? 255 : (uint8_t)(pixels[i] % 24 + i / 4 % WIDTH / 4 + i / 4 / WIDTH / 8);
    OH_Pixelmap_InitializationOptions *init =
        make_init(WIDTH, HEIGHT, PIXEL_FORMAT_RGBA_8888, PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_OPAQUE);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(pixels, size, init, &map), OK);
    CHECK_EQ(OH_ImagePackerNative_Create(&packer), OK);
    for (int i = 0; i < FILES; i++) {
        uint8_t *data = NULL;
        size_t length = 0;
        OH_PackingOptions *options = make_options(i < 6 ? "image/jpeg" : i == 6 ? "image/png" : "image/webp", 60 + 5 * i);
        CHECK_EQ(OHIK_PackingOptions_SetJpegChromaSubsampling(options, (OHIK_JpegChromaSubsampling)(i % 3)), OK);
        CHECK_EQ(OHIK_PackingOptions_SetJpegOptimizeCoding(options, i / 3), OK);
        CHECK_EQ(OHIK_ImagePacker_PackToBufferFromPixelmap(packer, options, map, &data, &length), OK);
        CHECK(fwrite(data, 1, length, stdout) == length);
        CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(data), OK);
        CHECK_EQ(OH_PackingOptions_Release(options), OK);
    }
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    CHECK_EQ(OH_PixelmapNative_Release(map), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    free(pixels);
    fflush(stdout);
}

/* What a new process of this program writes, with the variable set to `value`. */
static uint8_t *output_of(const char *self, const char *value, size_t *length)
{
    enum { ROOM = 16 << 20 };
    int ends[2];
    uint8_t *data = allocate(ROOM);
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        setenv("OHIMAGEKIT_SIMD", value, 1);
        execl(self, self, "pack", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    *length = 0;
    for (ssize_t got; (got = read(ends[0], data + *length, ROOM - *length)) > 0;)
        *length += (size_t)got;
    close(ends[0]);
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    return data;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "pack") == 0) {
        pack_all();
        return check_failures();
    }
    size_t with_length = 0;
    size_t without_length = 0;
    uint8_t *with = output_of(argv[0], "on", &with_length);
    uint8_t *without = output_of(argv[0], "off", &without_length);
    CHECK(with_length > 100000);
    CHECK_EQ(with_length, without_length);
    CHECK(memcmp(with, without, with_length) == 0);
    free(with);
    free(without);
    return check_failures();
}
