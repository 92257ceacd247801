/* What the tests of too little memory share. */
#ifndef ADDRESS_SPACE_H
#define ADDRESS_SPACE_H

#include <unistd.h>

#include "check.h"

/* Bytes of the address space that this process uses. */
static inline size_t in_use(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    CHECK(file != NULL && fscanf(file, "%lu", &pages) == 1);
    if (file != NULL)
        fclose(file);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

#endif
