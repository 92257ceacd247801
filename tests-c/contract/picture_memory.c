/* Too little memory for a picture or what belongs to it: the function says so, and gives nothing. Each call runs in a child
 * of its own, which would end by a signal if the library did not see it coming. */

#include "address_space.h"
#include "picture.h"

enum { SIDE = 1024, LENGTH = SIDE * SIDE * 4, WRONG = 99 };

static uint8_t *bytes;
static Picture *source;
static void *out;

static int create(void)
{
    Image_Size size = {SIDE, SIDE};
    return OH_AuxiliaryPictureNative_Create(bytes, LENGTH, &size, type_of(DEPTH), (Auxiliary **)&out);
}

static Info *info;

static int allocate_with_pixels(void)
{
    return OH_AuxiliaryPictureNative_CreateUsingAllocator(bytes, LENGTH, info, IMAGE_ALLOCATOR_MODE_DMA, (Auxiliary **)&out);
}

static int allocate_without(void)
{
    return OH_AuxiliaryPictureNative_CreateUsingAllocator(NULL, 0, info, IMAGE_ALLOCATOR_MODE_AUTO, (Auxiliary **)&out);
}

/* The main image is small here: what is listed is what needs memory. */
static int copy_auxiliary(void)
{
    OH_PictureNative_AuxiliaryPictureCopyItem item = {type_of(DEPTH), type_of(SNAP)};
    return OH_PictureNative_DeepCopyWithItems(source, &item, 1, NULL, 0, NULL, (Picture **)&out);
}

static int copy_main(void)
{
    Image_AuxiliaryPictureType main = type_of(DEPTH);
    return OH_PictureNative_DeepCopyWithItems(source, NULL, 0, NULL, 0, &main, (Picture **)&out);
}

static int copy_blob(void)
{
    OH_PictureNative_MetadataCopyItem item = {kind_of(3), kind_of(9)};
    return OH_PictureNative_DeepCopyWithItems(source, NULL, 0, &item, 1, NULL, (Picture **)&out);
}

/* What a call says in a process that may use `more` bytes. */
static int try_with(int (*call)(void), size_t more)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        size_t most = in_use() + more;
        if (setrlimit(RLIMIT_AS, &(struct rlimit){most, most}) != 0)
            _exit(WRONG);
        int code = call();
        _exit(code == OK && out != NULL ? 0 : code == NO_MEMORY && out == NULL ? 1 : WRONG);
    }
    return outcome_of(child);
}

int main(void)
{
#ifdef TEST_SLOW
    return 0; /* valgrind needs memory of its own */
#endif
    give_back_what_is_freed();
    OHIK_SetMaxThreads(1); /* malloc sets much address space aside for other threads */
    bytes = allocate(LENGTH);
    memset(bytes, 255, LENGTH);
    info = make_description(DEPTH, SIDE, SIDE, 0, PIXEL_FORMAT_RGBA_8888);
    source = make_picture();
    put_auxiliary(source, DEPTH, SIDE, SIDE, 7);
    OH_PictureMetadata *blob = make_metadata(3);
    CHECK_EQ(OH_PictureMetadata_SetBlobData(blob, bytes, LENGTH), OK);
    CHECK_EQ(OH_PictureNative_SetMetadata(source, kind_of(3), blob), OK);
    CHECK_EQ(OH_PictureMetadata_Release(blob), OK);

    int (*const calls[])(void) = {create, allocate_with_pixels, allocate_without, copy_auxiliary, copy_main, copy_blob};
    static const size_t too_little[] = {1 << 16, 1 << 18, 1 << 20, LENGTH - (1 << 16)};
    for (size_t i = 0; i < COUNT(calls); i++) {
        for (size_t k = 0; k < COUNT(too_little); k++)
            if (!check_report(try_with(calls[i], too_little[k]) == 1, __FILE__, __LINE__, "no memory"))
                fprintf(stderr, ": call %zu with %zu bytes: %d\n", i, too_little[k], try_with(calls[i], too_little[k]));
        CHECK_EQ(try_with(calls[i], (size_t)1 << 32), 0);
    }
    /* What no machine has: more than an image may have. */
    Info *huge = make_description(DEPTH, 65536, 65536, 0, PIXEL_FORMAT_RGBA_F16);
    CHECK_EQ(OH_AuxiliaryPictureNative_CreateUsingAllocator(NULL, 0, huge, IMAGE_ALLOCATOR_MODE_DMA, (Auxiliary **)&out),
        NO_MEMORY);
    CHECK(out == NULL);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(huge), OK);
    CHECK_EQ(OH_AuxiliaryPictureInfo_Release(info), OK);
    CHECK_EQ(OH_PictureNative_Release(source), OK);
    free(bytes);
    return check_failures();
}
