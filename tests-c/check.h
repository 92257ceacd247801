/* Assertions that go on after a failure. A test is a main() that ends in `return check_failures();`. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <string.h>

static int check_failed;

/* What main returns: 0 if every check held. */
static inline int check_failures(void)
{
    return check_failed > 99 ? 99 : check_failed;
}

static inline int check_report(int holds, const char *file, int line, const char *what)
{
    if (!holds) {
        check_failed++;
        fprintf(stderr, "%s:%d: %s", file, line, what);
    }
    return holds;
}

/* A condition. */
#define CHECK(condition)                                                   \
    do {                                                                   \
        if (!check_report(!!(condition), __FILE__, __LINE__, #condition))  \
            fprintf(stderr, " does not hold\n");                           \
    } while (0)

/* Two integers, enumerators or sizes: the value that came, then the one that was expected. */
#define CHECK_EQ(got, expected)                                                                 \
    do {                                                                                        \
        long long got_ = (long long)(got), expected_ = (long long)(expected);                   \
        if (!check_report(got_ == expected_, __FILE__, __LINE__, #got " == " #expected))        \
            fprintf(stderr, ": got %lld, expected %lld\n", got_, expected_);                    \
    } while (0)

/* Two strings. */
#define CHECK_STR(got, expected)                                                                 \
    do {                                                                                         \
        const char *got_ = (got), *expected_ = (expected);                                       \
        if (!check_report(strcmp(got_, expected_) == 0, __FILE__, __LINE__, #got " == " #expected)) \
            fprintf(stderr, ": got \"%s\", expected \"%s\"\n", got_, expected_);                 \
    } while (0)

#endif
