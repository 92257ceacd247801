/* A PixelMap from a buffer that is too short succeeds; with OHIMAGEKIT_LOG set it says so once, without it never. */
#include "check.h"

#include <multimedia/image_framework/image/pixelmap_native.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void make_short(void)
{
    uint8_t pixels[8] = {0};
    OH_Pixelmap_InitializationOptions *options = NULL;
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PixelmapInitializationOptions_Create(&options), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetWidth(options, 4), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetHeight(options, 2), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(pixels, sizeof pixels, options, &map), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(options), IMAGE_SUCCESS);
}

/* What a process with this value of the variable writes to standard error. */
static void run(const char *value, char *text, size_t size)
{
    int ends[2], status = -1;
    memset(text, 0, size);
    if (pipe(ends) != 0)
        abort();
    pid_t child = fork();
    if (child == 0) {
        setenv("OHIMAGEKIT_LOG", value, 1);
        dup2(ends[1], STDERR_FILENO);
        make_short();
        _exit(check_failures());
    }
    close(ends[1]);
    size_t length = 0;
    for (ssize_t count; length + 1 < size && (count = read(ends[0], text + length, size - 1 - length)) > 0;)
        length += (size_t)count;
    close(ends[0]);
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK_EQ(status, 0);
}

int main(void)
{
    char text[512];
    run("", text, sizeof text);
    CHECK_STR(text, "");
    run("1", text, sizeof text);
    CHECK_STR(text, "ohimagekit: the source of a PixelMap has 8 bytes and needs 32: the rest counts as 0\n");
    return check_failures();
}
