// The same from C++.
#include <iostream>
#include <multimedia/image_framework/image/image_packer_native.h>

int main()
{
    OH_PackingOptions *options = nullptr;
    uint32_t quality = 100;
    if (OH_PackingOptions_Create(&options) != IMAGE_SUCCESS ||
        OH_PackingOptions_GetQuality(options, &quality) != IMAGE_SUCCESS) {
        return 1;
    }
    std::cout << "quality " << quality << "\n";
}
