/* Changing properties: which sources can be changed, what becomes of the file, and that a failure leaves it as it was. */
#include "exif_file.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

enum {
    CONTAINER = IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE,
    REFUSED = IMAGE_SOURCE_UNSUPPORTED_METADATA
};

static char folder[] = "/tmp/modify-XXXXXX";
static char path[64], other[64];

static int modify_short(OH_ImageSourceNative *source, const char *name, uint16_t value)
{
    Image_String key = string_of(name);
    return OH_ImageSourceNative_ModifyImagePropertyShort(source, &key, value);
}

/* Files in the test's folder, hidden ones too: a failure leaves none behind. */
static int files(void)
{
    int count = -2;
    DIR *list = opendir(folder);
    CHECK(list != NULL);
    while (list && readdir(list))
        count++;
    closedir(list);
    return count;
}

static OH_ImageSourceNative *open_fd(int fd)
{
    OH_ImageSourceNative *source = NULL;
    CHECK_EQ(OH_ImageSourceNative_CreateFromFd(fd, &source), OK);
    return source;
}

static void release(OH_ImageSourceNative *source)
{
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

static void check_refused(OH_ImageSourceNative *source)
{
    CHECK_EQ(modify(source, "Orientation", "6"), BAD);
    CHECK_EQ(modify_short(source, "Orientation", 6), REFUSED);
    CHECK_EQ(modify(source, "NoSuchKey", "6"), BAD);
}

static void kinds_of_sources(File jpeg)
{
    write_file(path, jpeg);
    OH_ImageSourceNative *source = make_source(jpeg.data, jpeg.size);
    check_refused(source);
    release(source);
    CHECK_EQ(OH_ImageSourceNative_CreateFromDataWithUserBuffer(jpeg.data, jpeg.size, &source), OK);
    check_refused(source);
    release(source);
    char text[] = "data:image/jpeg;base64,/9j/2Q==";
    source = open_path(text);
    check_refused(source);
    release(source);
    int fd = open(path, O_RDWR);
    RawFileDescriptor raw = {fd, 0, (long)jpeg.size};
    CHECK_EQ(OH_ImageSourceNative_CreateFromRawFile(&raw, &source), OK);
    check_refused(source);
    release(source);
    close(fd);
    const int flags[] = {O_RDONLY, O_RDWR | O_APPEND};
    for (size_t i = 0; i < COUNT(flags); i++) {
        fd = open(path, flags[i]);
        source = open_fd(fd);
        check_refused(source);
        release(source);
        close(fd);
    }
    /* Standard input, though it may be a file open for both. */
    int kept = dup(0);
    fd = open(path, O_RDWR);
    CHECK_EQ(dup2(fd, 0), 0);
    source = open_fd(0);
    check_refused(source);
    release(source);
    if (kept >= 0)
        dup2(kept, 0);
    close(kept);
    CHECK(holds(path, jpeg));
    /* The same file by a descriptor above 2; the caller's may be closed, and its offset stays. */
    CHECK_EQ(lseek(fd, 7, SEEK_SET), 7);
    source = open_fd(fd);
    CHECK_EQ(modify(source, "Orientation", "6"), OK);
    CHECK_EQ(lseek(fd, 0, SEEK_CUR), 7);
    close(fd);
    CHECK_EQ(modify_short(source, "Orientation", 8), OK);
    CHECK_STR(property(source, "Orientation"), "Left-bottom");
    release(source);
    /* A path, behind file:// too, and relative. */
    char uri[80];
    snprintf(uri, sizeof uri, "file://%s", path);
    source = open_path(uri);
    CHECK_STR(property(source, "Orientation"), "Left-bottom");
    CHECK_EQ(modify(source, "Orientation", "Top-right"), OK);
    CHECK_STR(property(source, "Orientation"), "Top-right");
    release(source);
    int before = open(".", O_RDONLY | O_DIRECTORY);
    CHECK_EQ(chdir(folder), 0);
    source = open_path("image");
    CHECK_EQ(fchdir(before), 0);
    close(before);
    CHECK_EQ(modify(source, "Orientation", "1"), OK);
    release(source);
    source = open_path(path);
    CHECK_STR(property(source, "Orientation"), "Top-left");
    release(source);
    CHECK_EQ(files(), 1);
}

/* A block of EXIF for a file that has none, a new one for an old one; every other byte stays. */
static void the_file_around_the_block_stays(void)
{
    const uint16_t six = 6;
    const Entry entry[] = {{0x0112, F_SHORT, 1, &six}};
    File block = exif_block(entry, 1, NULL, 0), plain = jpeg_with((File){NULL, 0}), old = jpeg_with(block);
    File tail = joined(plain.data, plain.size, "behind the end", 14, "", 0);
    File cases[] = {tail, old};
    for (size_t i = 0; i < COUNT(cases); i++) {
        write_file(path, cases[i]);
        OH_ImageSourceNative *source = open_path(path);
        CHECK_EQ(modify(source, "Orientation", "3"), OK);
        release(source);
        File file = read_file(path);
        const uint8_t head[] = {0xFF, 0xD8, 0xFF, 0xE1};
        CHECK(memcmp(file.data, head, 4) == 0 && memcmp(file.data + 6, "Exif\0", 6) == 0);
        size_t rest = 4 + ((size_t)file.data[4] << 8 | file.data[5]), kept = i ? plain.size - 2 : tail.size - 2;
        CHECK_EQ(file.size, rest + kept);
        CHECK(memcmp(file.data + rest, (i ? plain : tail).data + 2, kept) == 0);
        source = make_source(file.data, file.size);
        /* Only new EXIF has the mandatory tags. */
        CHECK_STR(property(source, "ExifVersion"), i ? "" : "Exif Version 2.1");
        CHECK_STR(property(source, "PixelXDimension"), i ? "" : "16");
        CHECK_STR(property(source, "PixelYDimension"), i ? "" : "8");
        CHECK_STR(property(source, "Orientation"), "Bottom-right");
        release(source);
        free(file.data);
    }
    free(block.data);
    free(plain.data);
    free(old.data);
    free(tail.data);
}

static void what_is_refused_changes_nothing(File jpeg)
{
    static char text[65600];
    memset(text, 'x', sizeof text - 1);
    write_file(path, jpeg);
    int fd = open(path, O_RDWR);
    OH_ImageSourceNative *sources[] = {open_path(path), open_fd(fd)};
    for (size_t i = 0; i < COUNT(sources); i++) {
        const char *rows[][2] = {{"Orientation", "9"}, {"Orientation", "Internal error (unknown value 9)"},
            {"NoSuchKey", "1"}, {"JPEGInterchangeFormat", "1"}, {"HwMnoteAiEdit", "1"}, {"GifDelayTime", "1"},
            {"ISOSpeedRatings", "65536"}, {"DateTime", "yesterday"}, {"Software", text}};
        for (size_t row = 0; row < COUNT(rows); row++)
            CHECK_EQ(modify(sources[i], rows[row][0], rows[row][1]), BAD);
        CHECK_EQ(modify_short(sources[i], "Orientation", 9), REFUSED);
        CHECK_EQ(modify(sources[i], "Software", ""), BAD);
        /* The longest text that fits beside the other tags was let in, one byte more was not. */
        CHECK(holds(path, jpeg));
        CHECK_EQ(files(), 1);
    }
    text[65527 - 200] = 0;
    CHECK_EQ(modify(sources[0], "Software", text), OK);
    CHECK_EQ(strlen(property(sources[0], "Software")), 4095);
    release(sources[0]);
    release(sources[1]);
    close(fd);

    /* Containers that hold no EXIF, or cannot be written; no image at all. */
    const struct {
        const char *bytes;
        size_t size;
    } others[] = {{"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0", 23}, {"BM\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 18},
        {"no image at all", 15}};
    for (size_t i = 0; i < COUNT(others); i++) {
        File file = {(uint8_t *)others[i].bytes, others[i].size};
        write_file(path, file);
        OH_ImageSourceNative *source = open_path(path);
        CHECK_EQ(modify(source, "Orientation", "1"), BAD);
        CHECK_EQ(modify_short(source, "Orientation", 1), CONTAINER);
        CHECK_EQ(modify_short(source, "NoSuchKey", 1), CONTAINER);
        CHECK(holds(path, file));
        release(source);
    }
    /* EXIF that cannot be read is not thrown away. */
    File broken = jpeg_with((File){(uint8_t *)"XX*\0\10\0\0\0\0\0", 10});
    write_file(path, broken);
    OH_ImageSourceNative *source = open_path(path);
    CHECK_EQ(modify(source, "Orientation", "1"), BAD);
    CHECK(holds(path, broken));
    release(source);
    free(broken.data);
}

/* A file that others changed, replaced or removed is not overwritten. */
static void changes_by_others(File jpeg)
{
    File longer = joined(jpeg.data, jpeg.size, "x", 1, "", 0);
    for (int by_path = 0; by_path < 2; by_path++) {
        write_file(path, jpeg);
        int fd = open(path, O_RDWR);
        OH_ImageSourceNative *source = by_path ? open_path(path) : open_fd(fd);
        CHECK_EQ(pwrite(fd, "x", 1, (off_t)jpeg.size), 1);
        CHECK_EQ(modify(source, "Orientation", "6"), BAD);
        CHECK_EQ(modify_short(source, "Orientation", 6), REFUSED);
        CHECK(holds(path, longer));
        release(source);
        close(fd);
    }
    write_file(path, jpeg);
    OH_ImageSourceNative *source = open_path(path);
    write_file(other, longer);
    CHECK_EQ(rename(other, path), 0);
    CHECK_EQ(modify_short(source, "Orientation", 6), REFUSED);
    CHECK(holds(path, longer));
    CHECK_EQ(unlink(path), 0);
    CHECK_EQ(modify_short(source, "Orientation", 6), CONTAINER);
    CHECK_EQ(modify(source, "Orientation", "6"), BAD);
    CHECK_EQ(files(), 0);
    release(source);
    free(longer.data);
}

/* The mode is kept, a link stays a link, and who has the old file open keeps it. */
static void the_file_of_a_path_is_replaced(File jpeg)
{
    write_file(path, jpeg);
    CHECK_EQ(chmod(path, 0640), 0);
    CHECK_EQ(symlink("image", other), 0);
    OH_ImageSourceNative *old = open_path(path), *source = open_path(other);
    CHECK_EQ(modify(source, "Artist", "somebody"), OK);
    CHECK_STR(property(source, "Artist"), "somebody");
    CHECK_STR(property(old, "Artist"), "");
    struct stat state;
    CHECK_EQ(lstat(other, &state), 0);
    CHECK(S_ISLNK(state.st_mode));
    CHECK_EQ(stat(path, &state), 0);
    CHECK_EQ(state.st_mode & 07777, 0640);
    CHECK_EQ(files(), 2);
    /* The source goes on with the new file: another change keeps the first. */
    CHECK_EQ(modify(source, "Make", "maker"), OK);
    release(source);
    source = open_path(path);
    CHECK_STR(property(source, "Artist"), "somebody");
    CHECK_STR(property(source, "Make"), "maker");
    release(source);
    release(old);
    CHECK_EQ(unlink(other), 0);
}

/* No room on the disk: a limit of the file's size answers as a full one does, for root too. */
static void a_failing_write_leaves_the_old_file(File jpeg)
{
    struct rlimit before, limit;
    CHECK_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    /* Not a byte; a part; all of the old file, but not the new one. */
    const rlim_t sizes[] = {0, jpeg.size / 2, jpeg.size};
    write_file(path, jpeg);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        int fd = open(path, O_RDWR);
        OH_ImageSourceNative *sources[] = {open_path(path), open_fd(fd)};
        limit = (struct rlimit){sizes[i], before.rlim_max};
        CHECK_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
        int codes[4];
        for (int k = 0; k < 2; k++) {
            codes[2 * k] = modify(sources[k], "Orientation", "6");
            codes[2 * k + 1] = modify_short(sources[k], "Orientation", 6);
        }
        CHECK_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
        for (int k = 0; k < 2; k++) {
            CHECK_EQ(codes[2 * k], BAD);
            CHECK_EQ(codes[2 * k + 1], REFUSED);
            CHECK_STR(property(sources[k], "Orientation"), "");
        }
        CHECK(holds(path, jpeg));
        CHECK_EQ(files(), 1);
        release(sources[0]);
        /* Once there is room the same source can be changed. */
        if (i + 1 == COUNT(sizes))
            CHECK_EQ(modify(sources[1], "Orientation", "6"), OK);
        release(sources[1]);
        close(fd);
    }
    /* A file by descriptor that becomes shorter, where the first half can be written and the rest cannot. */
    OH_ImageSourceNative *source = open_path(path);
    char text[2000];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = 0;
    CHECK_EQ(modify(source, "Software", text), OK);
    release(source);
    File full = read_file(path);
    int fd = open(path, O_RDWR);
    source = open_fd(fd);
    limit = (struct rlimit){1000, before.rlim_max};
    CHECK_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
    int code = modify(source, "Software", "short");
    CHECK_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
    CHECK_EQ(code, BAD);
    CHECK(holds(path, full));
    release(source);
    source = open_fd(fd);
    CHECK_EQ(modify(source, "Software", "short"), OK);
    release(source);
    struct stat state;
    CHECK_EQ(fstat(fd, &state), 0);
    CHECK(state.st_size < (off_t)full.size - 1900);
    close(fd);
    free(full.data);
    signal(SIGXFSZ, SIG_DFL);
}

/* As a user who may not write the file, or not into its folder. */
static void no_permission(File jpeg)
{
    bool root = geteuid() == 0;
    write_file(path, jpeg);
    const mode_t modes[][2] = {{0444, 0777}, {0666, 0555}};
    for (size_t i = 0; i < COUNT(modes); i++) {
        CHECK_EQ(chmod(path, modes[i][0]), 0);
        CHECK_EQ(chmod(folder, modes[i][1]), 0);
        if (root)
            CHECK_EQ(seteuid(65534), 0);
        OH_ImageSourceNative *source = open_path(path);
        CHECK_EQ(modify(source, "Orientation", "6"), BAD);
        CHECK_EQ(modify_short(source, "Orientation", 6), REFUSED);
        release(source);
        if (root)
            CHECK_EQ(seteuid(0), 0);
        CHECK(holds(path, jpeg));
        CHECK_EQ(files(), 1);
    }
    /* Who may write both, but does not own the file, gets one of their own, with its group and mode. */
    CHECK_EQ(chmod(path, 0676), 0);
    CHECK_EQ(chmod(folder, 0777), 0);
    if (root)
        CHECK_EQ(seteuid(65534), 0);
    OH_ImageSourceNative *source = open_path(path);
    CHECK_EQ(modify(source, "Orientation", "6"), OK);
    release(source);
    struct stat state;
    CHECK_EQ(stat(path, &state), 0);
    CHECK_EQ(state.st_uid, geteuid());
    CHECK(state.st_gid == getegid());
    CHECK_EQ(state.st_mode & 07777, 0676);
    if (root)
        CHECK_EQ(seteuid(0), 0);
    CHECK_EQ(chmod(folder, 0700), 0);
}

static void *change_often(void *argument)
{
    const char *names[] = {"Make", "Model", "Artist", "Software"};
    char text[16];
    static int next;
    const char *name = names[__atomic_fetch_add(&next, 1, __ATOMIC_RELAXED)];
    for (int i = 0; i < 20; i++) {
        snprintf(text, sizeof text, "%d", i);
        CHECK_EQ(modify(argument, name, text), OK);
    }
    return NULL;
}

/* Changes of one source by several threads come one after another, none is lost. */
static void threads(File jpeg)
{
    write_file(path, jpeg);
    OH_ImageSourceNative *source = open_path(path);
    pthread_t threads[4];
    for (size_t i = 0; i < COUNT(threads); i++)
        CHECK_EQ(pthread_create(&threads[i], NULL, change_often, source), 0);
    for (size_t i = 0; i < COUNT(threads); i++)
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    const char *names[] = {"Make", "Model", "Artist", "Software"};
    for (size_t i = 0; i < COUNT(names); i++)
        CHECK_STR(property(source, names[i]), "19");
    CHECK_EQ(files(), 1);
    release(source);
}

typedef struct {
    OH_ImageSourceNative *source;
    int stop, rounds;
    uint8_t pixels[16 * 8 * 4];
} Decoding;

static void decode(OH_ImageSourceNative *source, uint8_t *pixels)
{
    OH_PixelmapNative *pixelmap = NULL;
    size_t length = 16 * 8 * 4;
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, NULL, &pixelmap), OK);
    CHECK_EQ(OH_PixelmapNative_ReadPixels(pixelmap, pixels, &length), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
}

static void *decode_often(void *argument)
{
    Decoding *decoding = argument;
    uint8_t pixels[sizeof decoding->pixels];
    while (!__atomic_load_n(&decoding->stop, __ATOMIC_RELAXED)) {
        decode(decoding->source, pixels);
        CHECK(memcmp(pixels, decoding->pixels, sizeof pixels) == 0);
        __atomic_fetch_add(&decoding->rounds, 1, __ATOMIC_RELAXED);
    }
    return NULL;
}

/* Who decodes while the file is overwritten, or replaced, sees a whole file. */
static void decoding_meanwhile(File jpeg)
{
    static char text[20000];
    memset(text, 'x', sizeof text - 1);
    for (int by_path = 0; by_path < 2; by_path++) {
        write_file(path, jpeg);
        int fd = open(path, O_RDWR);
        Decoding decoding = {by_path ? open_path(path) : open_fd(fd), 0, 0, {0}};
        decode(decoding.source, decoding.pixels);
        pthread_t threads[2];
        for (size_t i = 0; i < COUNT(threads); i++)
            CHECK_EQ(pthread_create(&threads[i], NULL, decode_often, &decoding), 0);
        for (int i = 0; i < 50 || __atomic_load_n(&decoding.rounds, __ATOMIC_RELAXED) < 50; i++)
            CHECK_EQ(modify(decoding.source, "Software", i % 2 ? "short" : text), OK);
        __atomic_store_n(&decoding.stop, 1, __ATOMIC_RELAXED);
        for (size_t i = 0; i < COUNT(threads); i++)
            CHECK_EQ(pthread_join(threads[i], NULL), 0);
        release(decoding.source);
        close(fd);
    }
}

int main(void)
{
    if (mkdtemp(folder) == NULL)
        return 99;
    snprintf(path, sizeof path, "%s/image", folder);
    snprintf(other, sizeof other, "%s/other", folder);
    File jpeg = jpeg_with((File){NULL, 0});
    kinds_of_sources(jpeg);
    the_file_around_the_block_stays();
    what_is_refused_changes_nothing(jpeg);
    changes_by_others(jpeg);
    the_file_of_a_path_is_replaced(jpeg);
    a_failing_write_leaves_the_old_file(jpeg);
    no_permission(jpeg);
    threads(jpeg);
    decoding_meanwhile(jpeg);
    CHECK_EQ(unlink(path), 0);
    CHECK_EQ(rmdir(folder), 0);
    free(jpeg.data);
    return check_failures();
}
