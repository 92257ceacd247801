/* All headers the other way round, from C. */
#include <all_backward.h>
#include <all_forward.h>
#include <stddef.h>

OH_PackingOptions *made_in_b(void);

OH_PackingOptions *made_in_b(void)
{
    OH_PackingOptions *options = NULL;
    return OH_PackingOptions_Create(&options) == IMAGE_SUCCESS ? options : NULL;
}
