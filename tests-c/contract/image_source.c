/* Making image sources from text, descriptors, windows and memory. */
#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

static uint8_t *png;
static size_t png_length;
static char folder[] = "/tmp/contract-source-XXXXXX";

/* Width that the source reports, 0 if it is no image; releases it. */
static uint32_t width_of(OH_ImageSourceNative *source)
{
    OH_ImageSource_Info *info = NULL;
    uint32_t width = 0;
    CHECK_EQ(OH_ImageSourceInfo_Create(&info), OK);
    if (OH_ImageSourceNative_GetImageInfo(source, 0, info) == OK)
        CHECK_EQ(OH_ImageSourceInfo_GetWidth(info, &width), OK);
    CHECK_EQ(OH_ImageSourceInfo_Release(info), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    return width;
}

/* Whether the source decodes; leaves it alone. */
static void decodes(OH_ImageSourceNative *source)
{
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, NULL, &map), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

static void write_file(const char *name, const void *data, size_t length)
{
    FILE *file = fopen(name, "wb");
    CHECK(file != NULL && fwrite(data, 1, length, file) == length);
    fclose(file);
}

static void uris(void)
{
    char text[PATH_MAX + 32];
    char here[PATH_MAX];
    CHECK(getcwd(here, sizeof here) != NULL);
    CHECK_EQ(chdir(folder), 0);
    write_file("image.dat", png, png_length);
    write_file("image.datX", "no image", 8);
    CHECK_EQ(mkdir("sub", 0700), 0);
    CHECK_EQ(mkfifo("fifo", 0600), 0);
    /* Longer than 1 GiB, without a byte on the disk. */
    int large = open("large", O_RDWR | O_CREAT, 0600);
    CHECK_EQ(ftruncate(large, ((off_t)1 << 30) + 1), 0);
    close(large);
    const struct {
        const char *before, *path;
        int code;
    } rows[] = {
        {"", "%s/image.dat", OK}, {"file://", "%s/image.dat", OK}, {"", "image.dat", OK}, {"", "sub/../image.dat", OK},
        {"", "./image.dat", OK},
        {"", "%s/missing", BAD}, {"file://", "%s/missing", BAD}, {"", "missing", BAD}, {"", "%s/sub", BAD},
        {"", "sub", BAD}, {"", "%s", BAD}, {"file://", "%s/sub", BAD}, {"", "fifo", BAD}, {"", "/dev/null", BAD},
        {"", "/dev/zero", BAD}, {"", "large", BAD}, {"", "image.dat/", BAD}, {"", "http://example.com/a.png", BAD},
        {"", "file:/", BAD}, {"file://", "", BAD}, {"", "data:", BAD}, {"", "data:image/png;base64,!!!!", BAD},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_ImageSourceNative *source = (OH_ImageSourceNative *)(uintptr_t)0x77;
        char path[PATH_MAX];
        snprintf(path, sizeof path, strstr(rows[i].path, "%s") ? rows[i].path : "%s",
            strstr(rows[i].path, "%s") ? folder : rows[i].path);
        /* Exactly uriSize bytes count: an X follows, with which another file or none would be found. */
        int length = snprintf(text, sizeof text, "%s%sX", rows[i].before, path) - 1;
        int code = OH_ImageSourceNative_CreateFromUri(text, (size_t)length, &source);
        if (!check_report(code == rows[i].code, __FILE__, __LINE__, text))
            fprintf(stderr, ": got %d, expected %d\n", code, rows[i].code);
        if (code == OK)
            CHECK_EQ(width_of(source), 40);
        else
            CHECK(source == NULL);
    }
    OH_ImageSourceNative *source = (OH_ImageSourceNative *)(uintptr_t)0x77;
    CHECK_EQ(OH_ImageSourceNative_CreateFromUri(text, 0, &source), BAD);
    CHECK(source == NULL);
    /* A source does not need the file's name any more. */
    snprintf(text, sizeof text, "image.dat");
    CHECK_EQ(OH_ImageSourceNative_CreateFromUri(text, 9, &source), OK);
    memset(text, 0, 9);
    CHECK_EQ(unlink("image.dat"), 0);
    decodes(source);
    CHECK_EQ(width_of(source), 40);
    static const char *const names[] = {"image.datX", "fifo", "large"};
    for (size_t i = 0; i < COUNT(names); i++)
        CHECK_EQ(unlink(names[i]), 0);
    CHECK_EQ(rmdir("sub"), 0);
    CHECK_EQ(chdir(here), 0);
}

static void descriptors(void)
{
    int fd = memfd_create("contract", 0), empty = memfd_create("contract", 0), ends[2], pair[2], closed = dup(2);
    close(closed);
    CHECK_EQ(pipe(ends), 0);
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    CHECK_EQ(write(fd, png, png_length), (ssize_t)png_length);
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int write_only = open(link, O_WRONLY), path = open(link, O_PATH), large = memfd_create("contract", 0);
    int null = open("/dev/null", O_RDONLY), zero = open("/dev/zero", O_RDONLY), directory = open("/", O_RDONLY);
    CHECK_EQ(ftruncate(large, ((off_t)1 << 30) + 1), 0);
    const int refused[] = {-1, INT_MIN, INT_MAX, closed, ends[0], ends[1], pair[0], null, zero, directory, large};
    for (size_t i = 0; i < COUNT(refused); i++) {
        OH_ImageSourceNative *source = (OH_ImageSourceNative *)(uintptr_t)0x77;
        int code = OH_ImageSourceNative_CreateFromFd(refused[i], &source);
        if (!check_report(code == BAD, __FILE__, __LINE__, "descriptor"))
            fprintf(stderr, ": row %d gives %d\n", (int)i, code);
        RawFileDescriptor window = {refused[i], 0, 1 << 20};
        if (refused[i] != large)
            CHECK_EQ(OH_ImageSourceNative_CreateFromRawFile(&window, &source), BAD);
    }
    /* Of what is open, but not for reading, the specification does not speak: refused here or when it is read. */
    const int unreadable[] = {path, write_only};
    for (size_t i = 0; i < COUNT(unreadable); i++) {
        OH_ImageSourceNative *source = NULL;
        OH_PixelmapNative *map = NULL;
        OH_DecodingOptions *options = NULL;
        CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
        int code = OH_ImageSourceNative_CreateFromFd(unreadable[i], &source);
        if (code == OK) {
            CHECK_EQ(OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, options, 0, &map), 7700101);
            CHECK_EQ(width_of(source), 0);
        } else {
            CHECK_EQ(code, BAD);
        }
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    }
    /* From the first byte on, wherever the offset is, and the offset stays. */
    static const off_t offsets[] = {0, 7, 1 << 20};
    for (size_t i = 0; i < COUNT(offsets); i++) {
        OH_ImageSourceNative *source = NULL;
        CHECK_EQ(lseek(fd, offsets[i], SEEK_SET), offsets[i]);
        CHECK_EQ(OH_ImageSourceNative_CreateFromFd(fd, &source), OK);
        CHECK_EQ(lseek(fd, 0, SEEK_CUR), offsets[i]);
        decodes(source);
        CHECK_EQ(lseek(fd, 0, SEEK_CUR), offsets[i]);
        CHECK_EQ(width_of(source), 40);
        CHECK(fcntl(fd, F_GETFD) >= 0);
    }
    /* An empty file is a source without an image. */
    OH_ImageSourceNative *source = NULL, *first = NULL;
    CHECK_EQ(OH_ImageSourceNative_CreateFromFd(empty, &source), OK);
    CHECK_EQ(width_of(source), 0);
    /* Usable when the descriptor is closed, also when its number belongs to another file. */
    CHECK_EQ(OH_ImageSourceNative_CreateFromFd(fd, &first), OK);
    CHECK_EQ(dup2(null, fd), fd);
    decodes(first);
    CHECK_EQ(close(fd), 0);
    decodes(first);
    CHECK_EQ(width_of(first), 40);
    const int opened[] = {empty, ends[0], ends[1], pair[0], pair[1], write_only, path, null, zero, directory, large};
    for (size_t i = 0; i < COUNT(opened); i++)
        CHECK_EQ(close(opened[i]), 0);
}

static void windows(void)
{
    int fd = memfd_create("contract", 0);
    uint8_t junk[100];
    long length = (long)png_length, start = sizeof junk, end = start + length + (long)sizeof junk;
    fill_noise(junk, sizeof junk, 1);
    CHECK_EQ(write(fd, junk, sizeof junk), (ssize_t)sizeof junk);
    CHECK_EQ(write(fd, png, png_length), (ssize_t)png_length);
    CHECK_EQ(write(fd, junk, sizeof junk), (ssize_t)sizeof junk);
    const struct {
        long start, length;
        int code;
        uint32_t width;
    } rows[] = {
        {start, length, OK, 40},
        {start, length + 50, OK, 40},
        {start, end, OK, 40},
        {start, 1 << 30, OK, 40},
        {start - 1, length, OK, 0},
        {0, end, OK, 0},
        {start, 8, OK, 0},
        {end - 1, 1, OK, 0},
        {end, 1, BAD, 0},
        {end + 1, 1, BAD, 0},
        {LONG_MAX, 1, BAD, 0},
        {start, 0, BAD, 0},
        {start, -1, BAD, 0},
        {start, LONG_MIN, BAD, 0},
        {-1, length, BAD, 0},
        {LONG_MIN, length, BAD, 0},
        {start, ((long)1 << 30) + 1, BAD, 0},
        {start, LONG_MAX, BAD, 0},
        {LONG_MAX, LONG_MAX, BAD, 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_ImageSourceNative *source = NULL;
        RawFileDescriptor window = {fd, rows[i].start, rows[i].length};
        CHECK_EQ(lseek(fd, 11, SEEK_SET), 11);
        int code = OH_ImageSourceNative_CreateFromRawFile(&window, &source);
        if (!check_report(code == rows[i].code, __FILE__, __LINE__, "window"))
            fprintf(stderr, ": row %d gives %d\n", (int)i, code);
        window.fd = window.start = window.length = -1;
        if (code == OK)
            CHECK_EQ(width_of(source), rows[i].width);
        CHECK_EQ(lseek(fd, 0, SEEK_CUR), 11);
    }
    CHECK_EQ(close(fd), 0);
}

/* The data as a "data:" text, without a NUL; free it. */
static char *base64(const char *prefix, const uint8_t *data, size_t length, size_t *text_length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *text = allocate(strlen(prefix) + (length + 2) / 3 * 4), *at = text + strlen(prefix);
    memcpy(text, prefix, strlen(prefix));
    for (size_t i = 0; i < length; i += 3) {
        uint32_t bits = (uint32_t)data[i] << 16;
        bits |= (i + 1 < length ? (uint32_t)data[i + 1] << 8 : 0) | (i + 2 < length ? data[i + 2] : 0);
        *at++ = digits[bits >> 18];
        *at++ = digits[bits >> 12 & 63];
        *at++ = i + 1 < length ? digits[bits >> 6 & 63] : '=';
        *at++ = i + 2 < length ? digits[bits & 63] : '=';
    }
    *text_length = (size_t)(at - text);
    return text;
}

static void memory(void)
{
    const size_t limit = (size_t)300 << 20;
    OH_ImageSourceNative *source = (OH_ImageSourceNative *)(uintptr_t)0x77, *const before = source;
    /* Refused by its length alone. */
    static const size_t too_long[] = {1, (size_t)1 << 32, SIZE_MAX / 2, SIZE_MAX};
    for (size_t i = 0; i < COUNT(too_long); i++) {
        size_t length = i == 0 ? limit + 1 : too_long[i];
        CHECK_EQ(OH_ImageSourceNative_CreateFromData(png, length, &source), 401);
        CHECK_EQ(OH_ImageSourceNative_CreateFromDataWithUserBuffer(png, length, &source), 7700204);
    }
    CHECK(source == before);
    uint8_t *copy = allocate(png_length);
    memcpy(copy, png, png_length);
    CHECK_EQ(OH_ImageSourceNative_CreateFromData(copy, png_length, &source), OK);
    memset(copy, 0, png_length);
    decodes(source);
    CHECK_EQ(width_of(source), 40);
    memcpy(copy, png, png_length);
    CHECK_EQ(OH_ImageSourceNative_CreateFromDataWithUserBuffer(copy, png_length, &source), OK);
    decodes(source);
    CHECK_EQ(width_of(source), 40);
    CHECK(memcmp(copy, png, png_length) == 0);
    free(copy);
    /* The length of the padding differs with the data's; bytes behind an image do no harm. */
    for (size_t more = 0; more < 3; more++) {
        uint8_t *longer = allocate(png_length + 2);
        memset(longer, 0, png_length + 2);
        memcpy(longer, png, png_length);
        size_t length = 0;
        char *text = base64("data:image/png;base64,", longer, png_length + more, &length);
        CHECK_EQ(OH_ImageSourceNative_CreateFromUri(text, length, &source), OK);
        CHECK_EQ(width_of(source), 40);
        CHECK_EQ(OH_ImageSourceNative_CreateFromData((uint8_t *)text, length, &source), OK);
        CHECK_EQ(width_of(source), 40);
        CHECK_EQ(OH_ImageSourceNative_CreateFromDataWithUserBuffer((uint8_t *)text, length, &source), OK);
        CHECK_EQ(width_of(source), 40);
        text[length / 2] = '!';
        source = before;
        CHECK_EQ(OH_ImageSourceNative_CreateFromData((uint8_t *)text, length, &source), 401);
        CHECK_EQ(OH_ImageSourceNative_CreateFromDataWithUserBuffer((uint8_t *)text, length, &source), 7700204);
        CHECK(source == before);
        CHECK_EQ(OH_ImageSourceNative_CreateFromUri(text, length, &source), 401);
        CHECK(source == NULL);
        free(text);
        free(longer);
    }
}

int main(void)
{
    CHECK(mkdtemp(folder) != NULL);
    OH_PixelmapNative *map = make_noise(40, 30, 1);
    png = pack(map, "image/png", 0, &png_length);
    uris();
    descriptors();
    windows();
    memory();
    CHECK_EQ(rmdir(folder), 0);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    free(png);
    return check_failures();
}
