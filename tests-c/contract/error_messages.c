/* OHIK_GetLastErrorMessage: what it says, and whose failure it speaks of. */
#include <pthread.h>
#include <multimedia/image_framework/image_packer_mdk.h>

#include "support.h"

/* The text names the function and the argument of the last failure. */
static void names(int code, const char *function, const char *argument)
{
    const char *text = OHIK_GetLastErrorMessage();
    CHECK(code != OK);
    if (!check_report(strstr(text, function) && strstr(text, argument), __FILE__, __LINE__, function))
        fprintf(stderr, ": no \"%s\" in \"%s\"\n", argument, text);
}

static void *in_a_thread(void *unused)
{
    (void)unused;
    CHECK_STR(OHIK_GetLastErrorMessage(), "");
    names(OH_DecodingOptions_Create(NULL), "OH_DecodingOptions_Create", "options");
    return NULL;
}

static void messages(void)
{
    OH_PackingOptions *options = NULL;
    OH_PixelmapNative *pixelmap = make_noise(2, 2, 1);
    char kept[512];
    uint8_t data[4];
    size_t size = sizeof data;
    names(OH_PackingOptions_SetQuality(NULL, 1), "OH_PackingOptions_SetQuality", "options");
    CHECK_EQ(OH_PackingOptions_Create(&options), OK);
    names(OH_PackingOptions_GetQuality(options, NULL), "OH_PackingOptions_GetQuality", "quality");
    names(OH_PackingOptions_GetMimeTypeWithNull(options, NULL), "GetMimeTypeWithNull", "format");
    names(OH_PixelmapNative_ReadPixels(pixelmap, data, &size), "OH_PixelmapNative_ReadPixels", "destination");
    names(OH_PixelmapNative_WritePixels(pixelmap, data, 4), "OH_PixelmapNative_WritePixels", "source");
    names(OH_ImageSourceNative_CreateFromFd(-1, NULL), "OH_ImageSourceNative_CreateFromFd", "res");
    names(OH_ImagePacker_PackToData(NULL, NULL, NULL, NULL, NULL), "OH_ImagePacker_PackToData", "native");
    names(OH_PixelmapNative_Destroy(NULL), "OH_PixelmapNative_Destroy", "pixelmap");
    snprintf(kept, sizeof kept, "%s", OHIK_GetLastErrorMessage());
    /* Neither a success nor another thread's failure changes it. */
    CHECK_EQ(OH_PackingOptions_SetQuality(options, 3), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
    CHECK_STR(OHIK_GetLastErrorMessage(), kept);
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, in_a_thread, NULL), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK_STR(OHIK_GetLastErrorMessage(), kept);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    CHECK_STR(OHIK_GetLastErrorMessage(), kept);
}

int main(void)
{
    CHECK_STR(OHIK_GetLastErrorMessage(), "");
    messages();
    return check_failures();
}
