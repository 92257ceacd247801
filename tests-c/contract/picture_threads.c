/* Eight threads on one picture: what it holds is set, got, listed, removed, described anew, copied, all at once.
 *
 * The depth map has one value in all of its 96 bytes, and one of three descriptions; every writer keeps that true. A reader
 * that finds two values, or a mixture of descriptions, has seen a torn state. `./dev check` runs this under
 * ThreadSanitizer. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "picture.h"

#ifdef TEST_SLOW
enum { ROUNDS = 20 };
#else
enum { ROUNDS = 200 };
#endif

enum { THREADS = 8, LENGTH = 96 };

static Picture *shared;
static Auxiliary *depth;
static atomic_int wrong;

/* CHECK counts without a lock; threads count here. */
static void must_at(int line, bool holds, const char *what)
{
    if (!holds && wrong++ < 5)
        fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, line, what);
}
#define MUST(condition) must_at(__LINE__, (condition), #condition)

static const struct description descriptions[] = {
    {DEPTH, 6, 4, 24, PIXEL_FORMAT_RGBA_8888},
    {DEPTH, 12, 4, 200, PIXEL_FORMAT_RGB_565},
    {DEPTH, 8, 8, 12, PIXEL_FORMAT_NV12},
};

static bool is_one_value(Auxiliary *auxiliary)
{
    uint8_t bytes[LENGTH];
    size_t room = LENGTH;
    if (OH_AuxiliaryPictureNative_ReadPixels(auxiliary, bytes, &room) != OK)
        return false;
    for (int i = 1; i < LENGTH; i++)
        if (bytes[i] != bytes[0])
            return false;
    return true;
}

static bool is_one_description(Auxiliary *auxiliary)
{
    Info *info = NULL;
    if (OH_AuxiliaryPictureNative_GetInfo(auxiliary, &info) != OK)
        return false;
    struct description got = read_info(info);
    bool known = false;
    for (size_t i = 0; i < COUNT(descriptions); i++)
        known = known || (got.width == descriptions[i].width && got.height == descriptions[i].height
                             && got.stride == descriptions[i].stride && got.format == descriptions[i].format);
    return OH_AuxiliaryPictureInfo_Release(info) == OK && known;
}

static void read_depth(int round)
{
    (void)round;
    Auxiliary *got = NULL;
    MUST(OH_PictureNative_GetAuxiliaryPicture(shared, type_of(DEPTH), &got) == OK);
    MUST(is_one_value(got) && is_one_description(got));
    MUST(OH_AuxiliaryPictureNative_Release(got) == OK);
}

static void write_depth(int round)
{
    uint8_t bytes[LENGTH];
    memset(bytes, round, LENGTH);
    MUST(OH_AuxiliaryPictureNative_WritePixels(depth, bytes, LENGTH) == OK);
}

static void describe_depth(int round)
{
    struct description said = descriptions[round % 3];
    Info *info = make_description(said.type, said.width, said.height, said.stride, said.format);
    MUST(OH_AuxiliaryPictureNative_SetInfo(depth, info) == OK);
    MUST(OH_AuxiliaryPictureInfo_Release(info) == OK);
}

static void put_and_remove(int round)
{
    Auxiliary *made = NULL;
    Image_Size size = {1, 1};
    uint8_t pixel[4] = {0};
    Image_AuxiliaryPictureType type = type_of(round % 2 ? GAINMAP : SNAP);
    MUST(OH_AuxiliaryPictureNative_Create(pixel, 4, &size, type, &made) == OK);
    MUST(OH_PictureNative_SetAuxiliaryPicture(shared, type, made) == OK);
    MUST(OH_AuxiliaryPictureNative_Release(made) == OK);
    OH_PixelmapNative *map = NULL;
    int code = OH_PictureNative_GetGainmapPixelmap(shared, &map);
    MUST(code == OK || code == NO_MEMORY);
    MUST(code != OK || OH_PixelmapNative_Destroy(&map) == OK);
    MUST(OH_PictureNative_RemoveAuxiliaryPicture(shared, type) == OK);
}

static void list(int round)
{
    (void)round;
    Image_AuxiliaryPictureType types[10];
    Image_MetadataType kinds[20];
    uint32_t type_count = 10, kind_count = 20;
    MUST(OH_PictureNative_GetAuxiliaryPictureTypes(shared, types, &type_count) == OK);
    MUST(OH_PictureNative_GetMetadataTypes(shared, kinds, &kind_count) == OK);
    MUST(type_count >= 1 && type_count <= 3 && kind_count <= 2);
    for (uint32_t i = 1; i < type_count; i++)
        MUST(types[i - 1] < types[i]);
    for (uint32_t i = 1; i < kind_count; i++)
        MUST(kinds[i - 1] < kinds[i]);
}

static void metadata(int round)
{
    Image_MetadataType kind = round % 2 ? EXIF_METADATA : kind_of(9);
    OH_PictureMetadata *made = NULL, *got = NULL;
    MUST(OH_PictureMetadata_Create(kind, &made) == OK);
    MUST(OH_PictureNative_SetMetadata(shared, kind, made) == OK);
    MUST(OH_AuxiliaryPictureNative_SetMetadata(depth, kind, made) == OK);
    MUST(OH_PictureMetadata_Release(made) == OK);
    int code = OH_PictureNative_GetMetadata(shared, kind, &got);
    MUST(code == OK || code == NO_METADATA);
    MUST(code != OK || OH_PictureMetadata_Release(got) == OK);
    if (round % 3 != 0)
        MUST(OH_PictureNative_RemoveMetadata(shared, kind) == OK);
}

static void copy(int round)
{
    OH_PictureNative_AuxiliaryPictureCopyItem items[] = {
        {type_of(DEPTH), type_of(PAN)}, {type_of(SNAP), type_of(SNAP)}};
    Image_AuxiliaryPictureType main = type_of(round % 2 ? DEPTH : 0);
    Picture *made = NULL;
    int code = OH_PictureNative_DeepCopyWithItems(shared, items, 2, NULL, 0, &main, &made);
    MUST(code == OK || code == INVALID); /* the snapshot may be out */
    if (code != OK)
        MUST(OH_PictureNative_DeepCopyWithItems(shared, items, 1, NULL, 0, &main, &made) == OK);
    Auxiliary *got = NULL;
    MUST(OH_PictureNative_GetAuxiliaryPicture(made, type_of(PAN), &got) == OK);
    MUST(is_one_value(got));
    MUST(OH_PictureNative_Release(made) == OK);
    MUST(OH_AuxiliaryPictureNative_Release(got) == OK);
}

static void *run(void *number)
{
    static void (*const jobs[])(int) = {read_depth, write_depth, describe_depth, put_and_remove, list, metadata, copy};
    size_t first = (size_t)(uintptr_t)number;
    for (int round = 0; round < ROUNDS; round++)
        jobs[(first + (size_t)round) % COUNT(jobs)](round + (int)first);
    return NULL;
}

/* Runs `work` with 0 to THREADS - 1 at once. */
static void at_once(void *(*work)(void *))
{
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        CHECK_EQ(pthread_create(&threads[i], NULL, work, (void *)(uintptr_t)i), 0);
    for (size_t i = 0; i < THREADS; i++)
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    CHECK_EQ(wrong, 0);
}

/* Half of them describe, half of them look. */
static void *describe_and_look(void *number)
{
    for (int round = 0; round < 20 * ROUNDS; round++) {
        if ((uintptr_t)number % 2)
            describe_depth(round + (int)(uintptr_t)number);
        else
            MUST(is_one_description(depth));
    }
    return NULL;
}

/* One sets EXIF, the other takes it out, from a common start on. Whoever was last, the main image has EXIF if the picture
 * has. */
static bool has_exif(Picture *picture)
{
    OH_PictureMetadata *exif = NULL;
    return OH_PictureNative_GetMetadata(picture, EXIF_METADATA, &exif) == OK && OH_PictureMetadata_Release(exif) == OK;
}

static bool main_has_exif(void)
{
    OH_PixelmapNative *map = NULL;
    Picture *made = NULL;
    MUST(OH_PictureNative_GetMainPixelmap(shared, &map) == OK);
    MUST(OH_PictureNative_CreatePicture(map, &made) == OK);
    bool has = has_exif(made);
    MUST(OH_PictureNative_Release(made) == OK);
    MUST(OH_PixelmapNative_Destroy(&map) == OK);
    return has;
}

static atomic_int started, ended;

/* Waits until `count` is `number`. */
static void wait_for(atomic_int *count, int number)
{
    while (*count < number)
        sched_yield();
}

static void *remove_exif(void *unused)
{
    (void)unused;
    for (int round = 1; round <= 20 * ROUNDS; round++) {
        wait_for(&started, round);
        /* The other one has more to do before it comes to the picture: sometimes the two are there at once. */
        for (volatile int i = 0; i < round % 500 * 20; i++)
            ;
        MUST(OH_PictureNative_RemoveMetadata(shared, EXIF_METADATA) == OK);
        ended++;
    }
    return NULL;
}

static void exif_of_picture_and_main_image(void)
{
    OH_PictureMetadata *exif = make_metadata(EXIF_METADATA);
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, remove_exif, NULL), 0);
    for (int round = 1; round <= 20 * ROUNDS; round++) {
        started++;
        CHECK_EQ(OH_PictureNative_SetMetadata(shared, EXIF_METADATA, exif), OK);
        wait_for(&ended, round);
        MUST(has_exif(shared) == main_has_exif());
    }
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK_EQ(OH_PictureMetadata_Release(exif), OK);
    CHECK_EQ(wrong, 0);
}

int main(void)
{
    shared = make_picture();
    depth = make_auxiliary(DEPTH, 6, 4, 7);
    CHECK_EQ(OH_PictureNative_SetAuxiliaryPicture(shared, type_of(DEPTH), depth), OK);
    at_once(run);
    at_once(describe_and_look);
    exif_of_picture_and_main_image();
    CHECK_EQ(OH_PictureNative_Release(shared), OK);
    release(depth);
    return check_failures();
}
