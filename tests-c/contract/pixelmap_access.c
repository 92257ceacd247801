/* The address of a PixelMap's pixels and the lock that goes with it: what it forbids and what goes on. */
#include <multimedia/image_framework/image/pixelmap_native.h>

#include "support.h"

enum { UNSUPPORTED = 7600201 };

static int read_all(OH_PixelmapNative *map, uint8_t *out, size_t size)
{
    return OH_PixelmapNative_ReadPixels(map, out, &size);
}

/* Memory of every format: what is written there is what is read, and the other way round. */
static void memory(void)
{
    static const int32_t formats[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16};
    for (size_t i = 0; i < COUNT(formats) * 2; i++) {
        bool editable = i % 2;
        OH_Pixelmap_InitializationOptions *init = make_init(5, 3, formats[i / 2], 4, 0);
        CHECK_EQ(OH_PixelmapInitializationOptions_SetEditable(init, editable), OK);
        OH_PixelmapNative *map = NULL;
        CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(init, &map), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
        uint8_t data[256], got[256];
        uint32_t bytes = 0;
        fill_noise(data, sizeof data, (uint32_t)i);
        CHECK_EQ(OH_PixelmapNative_GetAllocationByteCount(map, &bytes), OK);
        void *address = NULL, *again = NULL;
        CHECK_EQ(OH_PixelmapNative_AccessPixels(map, &address), OK);
        CHECK(address != NULL);
        if (address == NULL)
            continue;
        /* Also if the map is not editable. */
        memcpy(address, data, bytes);
        CHECK_EQ(read_all(map, got, sizeof got), OK);
        CHECK(memcmp(got, data, bytes) == 0);
        ((uint8_t *)address)[bytes - 1] ^= 0xff;
        CHECK_EQ(read_all(map, got, sizeof got), OK);
        CHECK_EQ(got[bytes - 1], data[bytes - 1] ^ 0xff);
        CHECK_EQ(OH_PixelmapNative_AccessPixels(map, &again), OK);
        CHECK(again == address);
        CHECK_EQ(OH_PixelmapNative_UnaccessPixels(map), OK);
        fill_noise(data, sizeof data, 99);
        CHECK_EQ(OH_PixelmapNative_WritePixels(map, data, bytes), editable ? OK : UNSUPPORTED);
        CHECK_EQ(OH_PixelmapNative_AccessPixels(map, &again), OK);
        if (editable)
            CHECK(memcmp(again, data, bytes) == 0);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
}

/* A boolean, not a counter. */
static void the_lock_does_not_count(void)
{
    OH_PixelmapNative *map = make_empty(2, 2, 3);
    uint8_t data[16] = {0};
    void *address = NULL;
    CHECK_EQ(OH_PixelmapNative_UnaccessPixels(map), OK);
    CHECK_EQ(OH_PixelmapNative_AccessPixels(map, &address), OK);
    CHECK_EQ(OH_PixelmapNative_AccessPixels(map, &address), OK);
    CHECK_EQ(OH_PixelmapNative_WritePixels(map, data, 16), UNSUPPORTED);
    CHECK_EQ(OH_PixelmapNative_UnaccessPixels(map), OK);
    CHECK_EQ(OH_PixelmapNative_WritePixels(map, data, 16), OK);
    CHECK_EQ(OH_PixelmapNative_UnaccessPixels(map), OK);
    /* A failed call neither locks nor writes. */
    CHECK_EQ(OH_PixelmapNative_AccessPixels(map, NULL), BAD);
    CHECK_EQ(OH_PixelmapNative_WritePixels(map, data, 16), OK);
    address = data;
    CHECK_EQ(OH_PixelmapNative_AccessPixels(NULL, &address), BAD);
    CHECK(address == data);
    CHECK_EQ(OH_PixelmapNative_UnaccessPixels(NULL), BAD);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

/* What a locked map refuses and what it does not. */
static void locked(void)
{
    OH_PixelmapNative *map = make_empty(4, 4, 3);
    uint8_t data[64], before[64], got[64];
    void *address = NULL;
    uint32_t number = 0;
    size_t size = sizeof got;
    bool released = true;
    OH_Pixelmap_ImageInfo *info = NULL;
    memset(data, 0x5a, sizeof data);
    CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
    CHECK_EQ(read_all(map, before, sizeof before), OK);
    CHECK_EQ(OH_PixelmapNative_AccessPixels(map, &address), OK);

    CHECK_EQ(OH_PixelmapNative_WritePixels(map, data, 63), BAD);
    CHECK_EQ(OH_PixelmapNative_WritePixels(map, data, 64), UNSUPPORTED);
    Image_PositionArea area = {.pixels = data, .pixelsSize = 64, .offset = 0, .stride = 16, .region = {0, 0, 4, 4}};
    CHECK_EQ(OH_PixelmapNative_WritePixelsToArea(map, &area), UNSUPPORTED);
    area.region.width = 5;
    CHECK_EQ(OH_PixelmapNative_WritePixelsToArea(map, &area), BAD);
    CHECK_EQ(read_all(map, got, sizeof got), OK);
    CHECK(memcmp(got, before, 64) == 0);

    area.region.width = 4;
    CHECK_EQ(OH_PixelmapNative_ReadPixelsFromArea(map, &area), OK);
    CHECK_EQ(OH_PixelmapNative_GetArgbPixels(map, got, &size), OK);
    CHECK_EQ(OH_PixelmapNative_GetImageInfo(map, info), OK);
    CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &number), OK);
    CHECK_EQ(OH_PixelmapNative_GetAllocationByteCount(map, &number), OK);
    CHECK_EQ(OH_PixelmapNative_GetUniqueId(map, &number), OK);
    char name[] = "name";
    size = 4;
    CHECK_EQ(OH_PixelmapNative_SetMemoryName(map, name, &size), OK);
    size_t length = 0;
    uint8_t *file = pack(map, "image/png", 0, &length);
    CHECK(length > 0);
    free(file);

    /* Release waits for the lock's end, Destroy does not. */
    CHECK_EQ(OH_PixelmapNative_Release(map), BAD);
    CHECK_EQ(OH_PixelmapNative_IsReleased(map, &released), OK);
    CHECK(!released);
    memset(address, 7, 64);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK(map == NULL);

    map = make_empty(1, 1, 3);
    CHECK_EQ(OH_PixelmapNative_AccessPixels(map, &address), OK);
    CHECK_EQ(OH_PixelmapNative_Release(map), BAD);
    CHECK_EQ(OH_PixelmapNative_UnaccessPixels(map), OK);
    CHECK_EQ(OH_PixelmapNative_Release(map), OK);
    CHECK_EQ(OH_PixelmapNative_AccessPixels(map, &address), BAD);
    CHECK_EQ(OH_PixelmapNative_UnaccessPixels(map), BAD);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
}

/* Every editor refuses a locked map, and takes it when it is unlocked. */
static void editors(void)
{
    static const int refused[] = {BAD, BAD, BAD, BAD, BAD, BAD, BAD, UNSUPPORTED, UNSUPPORTED, UNSUPPORTED, UNSUPPORTED,
        UNSUPPORTED, UNSUPPORTED, UNSUPPORTED};
    uint8_t data[64], got[64];
    fill_noise(data, sizeof data, 1);
    for (size_t i = 0; i < COUNT(refused) * 2; i++) {
        OH_PixelmapNative *map = make_empty(4, 4, 3);
        Image_Region region = {1, 1, 2, 2};
        void *address = NULL;
        int code = i % 2 ? OK : refused[i / 2], said = -1;
        CHECK_EQ(OH_PixelmapNative_WritePixels(map, data, sizeof data), OK);
        CHECK_EQ(OH_PixelmapNative_AccessPixels(map, &address), OK);
        if (i % 2)
            CHECK_EQ(OH_PixelmapNative_UnaccessPixels(map), OK);
        switch (i / 2) {
        case 0: said = OH_PixelmapNative_Opacity(map, 0.5f); break;
        case 1: said = OH_PixelmapNative_Scale(map, 2, 2); break;
        case 2: said = OH_PixelmapNative_ScaleWithAntiAliasing(map, 2, 2, 1); break;
        case 3: said = OH_PixelmapNative_Translate(map, 1, 1); break;
        case 4: said = OH_PixelmapNative_Rotate(map, 90); break;
        case 5: said = OH_PixelmapNative_Flip(map, true, false); break;
        case 6: said = OH_PixelmapNative_Crop(map, &region); break;
        case 7: said = OH_PixelmapNative_SetOpacity(map, 0.5f); break;
        case 8: said = OH_PixelmapNative_ApplyScale(map, 2, 2); break;
        case 9: said = OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 2, 2, 1); break;
        case 10: said = OH_PixelmapNative_ApplyTranslate(map, 1, 1); break;
        case 11: said = OH_PixelmapNative_ApplyRotate(map, 90); break;
        case 12: said = OH_PixelmapNative_ApplyFlip(map, true, false); break;
        case 13: said = OH_PixelmapNative_ApplyCrop(map, &region); break;
        }
        if (!check_report(said == code, __FILE__, __LINE__, "editor"))
            fprintf(stderr, " %d, %s: got %d\n", (int)(i / 2), i % 2 ? "unlocked" : "locked", said);
        if (i % 2 == 0) {
            CHECK_EQ(read_all(map, got, sizeof got), OK);
            CHECK(memcmp(got, data, sizeof got) == 0 && memcmp(address, data, sizeof got) == 0);
        }
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
}

int main(void)
{
    memory();
    the_lock_does_not_count();
    locked();
    editors();
    return check_failures();
}
