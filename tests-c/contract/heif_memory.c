/* Too little memory for HEIF: packing and decoding say so. Each call runs in a child of its own, which would end by a
 * signal, or never, if x265 or libde265 were left to find out. */
#include "address_space.h"

#include <multimedia/image_framework/image/image_source_native.h>
#include <ohimagekit/ohimagekit.h>

#include "support.h"

enum { SIDE = 1000, WRONG = 99 };

static OH_PixelmapNative *map;
static uint8_t file[1 << 20];
static size_t length;

static int encode(void)
{
    OH_PackingOptions *options = make_options("image/heic", 30);
    OH_ImagePackerNative *packer = make_packer();
    length = sizeof file;
    int code = OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, map, file, &length);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    return code;
}

static int decode(void)
{
    OH_PixelmapNative *decoded = NULL;
    OH_ImageSourceNative *source = make_source(file, length);
    OH_DecodingOptions *options = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
    int code = OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, options, IMAGE_ALLOCATOR_TYPE_AUTO, &decoded);
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    CHECK((code == OK) == (decoded != NULL));
    if (decoded)
        CHECK_EQ(OH_PixelmapNative_Destroy(&decoded), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    return code;
}

/* Whether a call says `code` in a process that may use `more` MiB. */
static int says(int code, int (*call)(void), int more)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        alarm(100);
        size_t most = in_use() + ((size_t)more << 20);
        if (setrlimit(RLIMIT_AS, &(struct rlimit){most, most}) != 0)
            _exit(WRONG);
        int said = call();
        if (said != code)
            fprintf(stderr, "with %d MiB: %d, %s\n", more, said, OHIK_GetLastErrorMessage());
        _exit(said == code && check_failures() == 0 ? 0 : 1);
    }
    int outcome = outcome_of(child);
    if (outcome < 0)
        fprintf(stderr, "with %d MiB: signal %d\n", more, -outcome);
    return outcome == 0;
}

int main(void)
{
#if defined TEST_SLOW || defined NO_HEIF
    return 0; /* valgrind needs memory of its own */
#endif
    give_back_what_is_freed();
    OHIK_SetMaxThreads(2);
    map = make_noise(8, 8, 1);
    CHECK_EQ(encode(), OK); /* the plugin is there now */
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    map = make_noise(SIDE, SIDE, 1);
    static const int too_little[] = {4, 8, 16, 32, 64, 80};
    for (size_t i = 0; i < sizeof too_little / sizeof too_little[0]; i++)
        CHECK(says(7600301, encode, too_little[i]));
    CHECK(says(OK, encode, 150)); /* with one thread */
    CHECK_EQ(encode(), OK);
    for (size_t i = 0; i < sizeof too_little / sizeof too_little[0]; i++)
        CHECK(says(7700302, decode, too_little[i]));
    CHECK(says(OK, decode, 150));
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    return check_failures();
}
