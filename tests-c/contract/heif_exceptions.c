/* C++ exceptions in libheif: with each operator new in turn out of memory, decoding gives the image or an error. The test
 * runs itself again with a library in front that lets them fail. */
#include <dlfcn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <multimedia/image_framework/image/image_source_native.h>
#include <ohimagekit/ohimagekit.h>

#include "support.h"

static const char failing[] =
    "#include <atomic>\n#include <cstdlib>\n#include <new>\n"
    "static std::atomic<long> left{-1};\n"
    "extern \"C\" void fail_after(long count) { left = count; }\n"
    "void *operator new(size_t size)\n"
    "{\n"
    "    void *memory = left >= 0 && left-- == 0 ? nullptr : malloc(size ? size : 1);\n"
    "    if (!memory)\n        throw std::bad_alloc();\n"
    "    return memory;\n"
    "}\n"
    "void *operator new[](size_t size) { return operator new(size); }\n"
    "void operator delete(void *memory) noexcept { free(memory); }\n"
    "void operator delete[](void *memory) noexcept { free(memory); }\n"
    "void operator delete(void *memory, size_t) noexcept { free(memory); }\n"
    "void operator delete[](void *memory, size_t) noexcept { free(memory); }\n";

static int decode(const uint8_t *file, size_t length)
{
    OH_PixelmapNative *map = NULL;
    OH_DecodingOptions *options = NULL;
    OH_ImageSourceNative *source = make_source(file, length);
    CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
    int code = OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, options, IMAGE_ALLOCATOR_TYPE_AUTO, &map);
    CHECK((code == OK) == (map != NULL));
    return code;
}

static int with_failures(void)
{
    void (*fail_after)(long) = NULL;
    *(void **)&fail_after = dlsym(RTLD_DEFAULT, "fail_after");
    CHECK(fail_after != NULL);
    if (fail_after == NULL)
        return check_failures();
    OHIK_SetMaxThreads(1);
    size_t length = 0;
    OH_PixelmapNative *map = make_noise(64, 48, 1);
    uint8_t *file = pack(map, "image/heic", 50, &length);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK_EQ(decode(file, length), OK);
    /* Each in a child. Fifty images in a row: there is no allocation left to fail. */
    int errors = 0, images = 0;
    for (long count = 0; count < 5000 && images < 50; count++) {
        pid_t child = fork();
        if (child == 0) {
            alarm(60);
            fail_after(count);
            int code = decode(file, length);
            fail_after(-1);
            _exit(check_failures() ? 99 : code == OK ? 0 : 1);
        }
        int status = 0;
        CHECK_EQ(waitpid(child, &status, 0), child);
        bool ended = WIFEXITED(status) && WEXITSTATUS(status) < 2;
        if (!check_report(ended, __FILE__, __LINE__, "an image or an error"))
            fprintf(stderr, ": allocation %ld: status %d\n", count, status);
        bool image = ended && WEXITSTATUS(status) == 0;
        errors += ended && !image;
        images = image ? images + 1 : 0;
    }
    CHECK(errors > 100 && images == 50);
    free(file);
    return check_failures();
}

int main(int argc, char **argv)
{
#if defined TEST_SLOW || defined NO_HEIF
    return 0; /* valgrind's operator new is its own */
#endif
    if (argc > 1)
        return with_failures();
    char folder[] = "/tmp/heif-XXXXXX", source[64], library[64], command[512];
    CHECK(mkdtemp(folder) != NULL);
    snprintf(source, sizeof source, "%s/failing.cc", folder);
    snprintf(library, sizeof library, "%s/failing.so", folder);
    FILE *code = fopen(source, "w");
    CHECK(code && fputs(failing, code) >= 0 && fclose(code) == 0);
    snprintf(command, sizeof command, "c++ -shared -fPIC -o '%s' '%s'", library, source);
    CHECK_EQ(system(command), 0);
    pid_t child = fork();
    if (child == 0) {
        setenv("LD_PRELOAD", library, 1);
        execl(argv[0], argv[0], "with failures", (char *)NULL);
        _exit(99);
    }
    int status = 0;
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK_EQ(unlink(source), 0);
    CHECK_EQ(unlink(library), 0);
    CHECK_EQ(rmdir(folder), 0);
    return check_failures();
}
