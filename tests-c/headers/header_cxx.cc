// All headers from C++: the functions keep their C names, and C links with what is defined here.
#include <all_forward.h>
#include <all_backward.h>

extern "C" uint32_t read_in_cxx(OH_PackingOptions *options);

uint32_t read_in_cxx(OH_PackingOptions *options)
{
    uint32_t quality = 100;
    return OH_PackingOptions_GetQuality(options, &quality) == IMAGE_SUCCESS ? quality : 100;
}
