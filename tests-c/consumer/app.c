/* The smallest program that proves that the library is there: one object made, one value read. */
#include <multimedia/image_framework/image/image_packer_native.h>
#include <stdio.h>

int main(void)
{
    OH_PackingOptions *options = NULL;
    uint32_t quality = 100;
    if (OH_PackingOptions_Create(&options) != IMAGE_SUCCESS ||
        OH_PackingOptions_GetQuality(options, &quality) != IMAGE_SUCCESS) {
        return 1;
    }
    printf("quality %u\n", (unsigned)quality);
    return 0;
}
