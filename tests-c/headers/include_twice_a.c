/* All headers in order and once more, from C: they guard themselves, and the other units define nothing again. */
#include <all_forward.h>
#include <all_backward.h>

#include "check.h"

OH_PackingOptions *made_in_b(void);
uint32_t read_in_cxx(OH_PackingOptions *options);

int main(void)
{
    OH_PackingOptions *options = made_in_b();
    CHECK(options != NULL);
    CHECK_EQ(read_in_cxx(options), 0);
    return check_failures();
}
