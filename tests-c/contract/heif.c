/* HEIF: written, read, refused; and a plugin that is missing, broken or of another version. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <multimedia/image_framework/image/image_source_native.h>

#include "support.h"

static bool is_listed(const char *mime, Image_MimeType *formats, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(formats[i].data, mime) == 0)
            return true;
    return false;
}

static bool can_pack(const char *mime)
{
    Image_MimeType *formats = NULL;
    size_t count = 0;
    CHECK_EQ(OH_ImagePackerNative_GetSupportedFormats(&formats, &count), OK);
    return is_listed(mime, formats, count);
}

static bool can_decode(const char *mime)
{
    Image_MimeType *formats = NULL;
    size_t count = 0;
    CHECK_EQ(OH_ImageSourceNative_GetSupportedFormats(&formats, &count), OK);
    return is_listed(mime, formats, count);
}

/* The code of packing a small image as `mime`. */
static int pack_code(const char *mime)
{
    OH_PixelmapNative *map = make_noise(40, 24, 7);
    OH_PackingOptions *options = make_options(mime, 60);
    OH_ImagePackerNative *packer = make_packer();
    static uint8_t data[1 << 16];
    size_t size = sizeof data;
    int code = OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, map, data, &size);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    return code;
}

/* Size and one pixel of what `file` decodes to; the code of the failure, if there is one. */
static int decode_code(const uint8_t *file, size_t length, uint32_t *width, uint32_t *height)
{
    OH_ImageSourceNative *source = make_source(file, length);
    OH_DecodingOptions *options = NULL;
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
    int code = OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, options, IMAGE_ALLOCATOR_TYPE_AUTO, &map);
    if (code == OK) {
        OH_Pixelmap_ImageInfo *info = NULL;
        CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
        CHECK_EQ(OH_PixelmapNative_GetImageInfo(map, info), OK);
        CHECK_EQ(OH_PixelmapImageInfo_GetWidth(info, width), OK);
        CHECK_EQ(OH_PixelmapImageInfo_GetHeight(info, height), OK);
        CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    return code;
}

static void both_names_are_taken_and_one_is_listed(void)
{
    static const char *const names[] = {"image/heic", "image/heif", "IMAGE/HEIC", "image/Heif"};
    CHECK(can_pack("image/heic") && !can_pack("image/heif"));
    CHECK(can_decode("image/heic") && !can_decode("image/heif"));
    for (size_t i = 0; i < COUNT(names); i++)
        CHECK_EQ(pack_code(names[i]), OK);
    CHECK_EQ(pack_code("image/heif-sequence"), BAD);
}

/* Sizes down to one pixel, odd ones too: as large again, and told by the header. */
static void sizes(void)
{
    static const uint32_t sides[][2] = {{1, 1}, {2, 1}, {1, 70}, {15, 17}, {16, 16}, {33, 63}, {64, 65}, {129, 31}, {640, 427},
        {16384, 8}, {8, 16384}};
    for (size_t i = 0; i < COUNT(sides); i++) {
        size_t length = 0;
        OH_PixelmapNative *map = make_noise(sides[i][0], sides[i][1], 3);
        uint8_t *file = pack(map, "image/heic", 80, &length);
        uint32_t width = 0, height = 0;
        CHECK_EQ(decode_code(file, length, &width, &height), OK);
        CHECK_EQ(width, sides[i][0]);
        CHECK_EQ(height, sides[i][1]);
        OH_ImageSourceNative *source = make_source(file, length);
        OH_ImageSource_Info *info = NULL;
        CHECK_EQ(OH_ImageSourceInfo_Create(&info), OK);
        CHECK_EQ(OH_ImageSourceNative_GetImageInfo(source, 0, info), OK);
        CHECK_EQ(OH_ImageSourceInfo_GetWidth(info, &width), OK);
        CHECK_EQ(OH_ImageSourceInfo_GetHeight(info, &height), OK);
        CHECK_EQ(width, sides[i][0]);
        CHECK_EQ(height, sides[i][1]);
        CHECK_EQ(OH_ImageSourceNative_GetImageInfo(source, 1, info), BAD);
        uint32_t frames = 0;
        CHECK_EQ(OH_ImageSourceNative_GetFrameCount(source, &frames), OK);
        CHECK_EQ(frames, 1);
        CHECK_EQ(OH_ImageSourceInfo_Release(info), OK);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
        free(file);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
}

/* More quality, more bytes; the same bytes for any number of threads, and every time. */
static void quality_and_threads(void)
{
    OH_PixelmapNative *map = NULL;
    size_t length = 0, before = 0;
    uint8_t *image = read_image("chelsea.png", &length);
    OH_ImageSourceNative *source = make_source(image, length);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, NULL, &map), OK);
    for (uint32_t quality = 0; quality <= 100; quality += 10) {
        uint8_t *file = pack(map, "image/heic", quality, &length);
        CHECK(length >= before);
        before = length;
        free(file);
    }
    uint8_t *first = NULL;
    size_t first_length = 0;
    for (uint32_t threads = 0; threads <= 8; threads = threads * 2 + (threads == 0)) {
        OHIK_SetMaxThreads(threads);
        uint8_t *file = pack(map, "image/heic", 70, &length);
        if (first == NULL) {
            first = file;
            first_length = length;
            continue;
        }
        CHECK_EQ(length, first_length);
        CHECK(length == first_length && memcmp(file, first, length) == 0);
        free(file);
    }
    OHIK_SetMaxThreads(0);
    free(first);
    free(image);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

/* Threads of the process now. */
static int count_threads(void)
{
    int count = 0;
    DIR *tasks = opendir("/proc/self/task");
    for (struct dirent *entry; tasks && (entry = readdir(tasks));)
        count += entry->d_name[0] != '.';
    if (tasks)
        closedir(tasks);
    return count;
}

static void no_thread_outlives_a_call(void)
{
    OH_PixelmapNative *map = make_noise(300, 300, 3);
    size_t length = 0;
    uint32_t width = 0, height = 0;
    OHIK_SetMaxThreads(4);
    uint8_t *file = pack(map, "image/heic", 70, &length);
    CHECK_EQ(count_threads(), 1);
    CHECK_EQ(decode_code(file, length, &width, &height), OK);
    CHECK_EQ(count_threads(), 1);
    OHIK_SetMaxThreads(0);
    free(file);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

/* What one thread packs, and what came out. */
struct job {
    uint32_t width, height;
    uint8_t *file;
    size_t length;
};

static void *run_job(void *argument)
{
    struct job *job = argument;
    OH_PixelmapNative *map = make_noise(job->width, job->height, job->width);
    job->file = pack(map, "image/heic", 50, &job->length);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    uint32_t width = 0, height = 0;
    CHECK_EQ(decode_code(job->file, job->length, &width, &height), OK);
    CHECK(width == job->width && height == job->height);
    return NULL;
}

/* Images of several sizes at once have the bytes that each has alone. */
static void several_at_once(void)
{
    static const uint32_t sides[][2] = {{20, 20}, {40, 300}, {200, 200}, {300, 100}};
    struct job jobs[2][COUNT(sides)];
    pthread_t threads[COUNT(sides)];
    for (int together = 0; together < 2; together++)
        for (size_t i = 0; i < COUNT(sides); i++)
            jobs[together][i] = (struct job){sides[i][0], sides[i][1], NULL, 0};
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT(sides); i++)
            CHECK_EQ(pthread_create(&threads[i], NULL, run_job, &jobs[1][i]), 0);
        for (size_t i = 0; i < COUNT(sides); i++) {
            CHECK_EQ(pthread_join(threads[i], NULL), 0);
            run_job(&jobs[0][i]);
            CHECK_EQ(jobs[0][i].length, jobs[1][i].length);
            CHECK(memcmp(jobs[0][i].file, jobs[1][i].file, jobs[0][i].length) == 0);
            free(jobs[0][i].file);
            free(jobs[1][i].file);
        }
    }
}

static void refusals(void)
{
    struct {
        uint32_t width, height;
        int32_t format;
    } rows[] = {{16385, 1, PIXEL_FORMAT_RGBA_8888}, {1, 16385, PIXEL_FORMAT_RGBA_8888}, {8, 8, PIXEL_FORMAT_ALPHA_F16}};
    OH_PackingOptions *options = make_options("image/heic", 50);
    OH_ImagePackerNative *packer = make_packer();
    static uint8_t data[1 << 20];
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_PixelmapNative *map = make_empty(rows[i].width, rows[i].height, rows[i].format);
        size_t size = sizeof data;
        CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, map, data, &size), NOT_ENCODED);
        CHECK_EQ(size, sizeof data);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
    OH_PixelmapNative *map = make_noise(64, 64, 5);
    size_t size = 100;
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, map, data, &size), NOT_ENCODED);
    CHECK_EQ(size, 100);
    int full = open("/dev/full", O_WRONLY);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromPixelmap(packer, options, map, full), NOT_ENCODED);
    close(full);
    CHECK_EQ(OH_PackingOptions_SetQuality(options, 101), OK);
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, map, data, &size), BAD);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
}

/* Prefixes and flipped bytes: an image or an error, and nothing else. */
static void damaged_files(void)
{
    OH_PixelmapNative *map = make_noise(48, 32, 11);
    size_t length = 0;
    uint8_t *file = pack(map, "image/heic", 20, &length), *copy = allocate(length);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    uint32_t width = 0, height = 0, seed = 12345, decoded = 0;
    for (size_t end = 0; end < length; end += end < 700 ? 3 : 37)
        if (end > 0) {
            int code = decode_code(file, end, &width, &height);
            CHECK(code == OK || code == 7700101 || code == 7700102 || code == 7700301);
        }
    for (int round = 0; round < 400; round++) {
        memcpy(copy, file, length);
        for (int flips = 1 + round % 4; flips > 0; flips--) {
            seed = seed * 1664525u + 1013904223u;
            /* Most of them in the boxes; the image is behind. */
            size_t at = (seed >> 8) % (round % 3 ? 600 : length);
            copy[at] ^= (uint8_t)(1u << (seed >> 5 & 7));
        }
        int code = decode_code(copy, length, &width, &height);
        decoded += code == OK;
        CHECK(code == OK || code == 7700101 || code == 7700102 || code == 7700103 || code == 7700301);
    }
    CHECK(decoded > 20 && decoded < 400);
    free(copy);
    free(file);
}

/* Whether the last failure's text has `part`. */
static bool says(const char *part)
{
    const char *text = OHIK_GetLastErrorMessage();
    if (text && strstr(text, part))
        return true;
    fprintf(stderr, "\"%s\" does not say \"%s\"\n", text ? text : "", part);
    return false;
}

/* In a process whose plugins are in `folder`: no HEIF, a reason, and all else as ever. */
static int without_heif(const char *reason)
{
    static const uint8_t heic[64] = "\0\0\0\x18" "ftypheic\0\0\0\0mif1heic";
    uint32_t width = 0, height = 0;
    CHECK(!can_pack("image/heic") && !can_decode("image/heic"));
    CHECK(can_pack("image/jpeg") && can_decode("image/jpeg"));
    CHECK_EQ(pack_code("image/heic"), BAD);
    CHECK(says(reason));
    CHECK_EQ(pack_code("image/heif"), BAD);
    CHECK_EQ(decode_code(heic, sizeof heic, &width, &height), 7700102);
    CHECK(says(reason));
    CHECK_EQ(pack_code("image/jpeg"), OK);
    return check_failures();
}

/* Runs this program again with a folder of plugins. */
static void in_folder(const char *program, const char *folder, const char *reason)
{
    pid_t child = fork();
    if (child == 0) {
        setenv("OHIMAGEKIT_PLUGIN_PATH", folder, 1);
        execl(program, program, reason, (char *)NULL);
        _exit(99);
    }
    int status = 0;
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void other_plugins(const char *program)
{
    char folder[] = "/tmp/heif-XXXXXX", path[64], source[64], command[512];
    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/libohimagekit_heif.so", folder);
    snprintf(source, sizeof source, "%s/plugin.c", folder);
    in_folder(program, folder, "there is no");
    in_folder(program, "/no/such/folder", "OHIMAGEKIT_PLUGIN_PATH names");

    FILE *text = fopen(path, "w");
    CHECK(text && fputs("This is no library.\n", text) >= 0 && fclose(text) == 0);
    in_folder(program, folder, "cannot be loaded");

    static const struct {
        const char *code, *reason;
    } rows[] = {
        {"int unrelated;", "is no plugin"},
        {"const void *ohimagekit_heif_plugin(void) { return 0; }", "cannot work"},
        {"static const unsigned version[32] = {77};\n"
         "const void *ohimagekit_heif_plugin(void) { return version; }",
            "has version 77 of the interface, version 1 is needed"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        FILE *code = fopen(source, "w");
        CHECK(code && fputs(rows[i].code, code) >= 0 && fclose(code) == 0);
        snprintf(command, sizeof command, "cc -shared -fPIC -o '%s' '%s'", path, source);
        CHECK_EQ(system(command), 0);
        in_folder(program, folder, rows[i].reason);
    }
    CHECK_EQ(unlink(source), 0);
    CHECK_EQ(unlink(path), 0);
    CHECK_EQ(rmdir(folder), 0);
}

/* What a process answers that has more rights than who started it; UNTOLD if it has not. */
enum { UNTOLD = 77 };
static int with_rights(void)
{
    return getauxval(AT_SECURE) ? !can_pack("image/heic") : UNTOLD;
}

/* Such a process does not look where its environment points. It has another group, as root can give one. */
static void no_way_to_more_rights(const char *program)
{
    if (geteuid() != 0)
        return;
    char folder[] = "/tmp/heif-XXXXXX", path[64], command[512];
    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/program", folder);
    snprintf(command, sizeof command, "cp '%s' '%s'", program, path);
    CHECK_EQ(system(command), 0);
    CHECK_EQ(chown(path, 0, 65534), 0);
    CHECK_EQ(chmod(path, 02755), 0);
    pid_t child = fork();
    if (child == 0) {
        setenv("OHIMAGEKIT_PLUGIN_PATH", "/no/such/folder", 1);
        execl(path, path, "with rights", (char *)NULL);
        _exit(99);
    }
    int status = 0;
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == UNTOLD));
    if (WIFEXITED(status) && WEXITSTATUS(status) == UNTOLD)
        fprintf(stderr, "no program gets more rights here: not tested\n");
    CHECK_EQ(unlink(path), 0);
    CHECK_EQ(rmdir(folder), 0);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        return strcmp(argv[1], "with rights") == 0 ? with_rights() : without_heif(argv[1]);
    if (!can_pack("image/heic")) {
        /* A failure where the build has a plugin: CMake then says so. */
        CHECK_EQ(pack_code("image/heic"), BAD);
        fprintf(stderr, "%s\n", OHIK_GetLastErrorMessage());
#ifdef NO_HEIF
        return check_failures();
#else
        return 1;
#endif
    }
    both_names_are_taken_and_one_is_listed();
    sizes();
    quality_and_threads();
    no_thread_outlives_a_call();
    several_at_once();
    refusals();
    damaged_files();
    other_plugins(argv[0]);
    no_way_to_more_rights(argv[0]);
    return check_failures();
}
