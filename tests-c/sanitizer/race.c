/* A data race on purpose: pixels written through the address of AccessPixels, which needs no lock, while another thread
 * reads them. ThreadSanitizer must report it, or it is not watching the library. */
#include <pthread.h>

#include "support.h"

static OH_PixelmapNative *shared;

static void *read_pixels(void *unused)
{
    (void)unused;
    uint8_t bytes[16 * 16 * 4];
    for (int round = 0; round < 1000; round++) {
        size_t room = sizeof bytes;
        CHECK_EQ(OH_PixelmapNative_ReadPixels(shared, bytes, &room), OK);
    }
    return NULL;
}

int main(void)
{
    pthread_t reader;
    void *address = NULL;
    shared = make_empty(16, 16, PIXEL_FORMAT_RGBA_8888);
    CHECK_EQ(OH_PixelmapNative_AccessPixels(shared, &address), OK);
    CHECK_EQ(pthread_create(&reader, NULL, read_pixels, NULL), 0);
    for (int round = 0; round < 1000; round++)
        ((volatile uint8_t *)address)[round] = (uint8_t)round;
    CHECK_EQ(pthread_join(reader, NULL), 0);
    return check_failures();
}
