/**
 * @file log.h
 *
 * HiLog for a host: one line on standard error for each call, in the form `I 00201/tag: text`.
 *
 * Define LOG_DOMAIN and LOG_TAG before including this header to have them in every line. Values that a
 * format marks `{public}` or `{private}` are both printed, as on a device that is being debugged.
 *
 * <syslog.h> defines LOG_DEBUG and LOG_INFO too: no file can include both headers.
 */

#ifndef OHIMAGEKIT_HILOG_LOG_H
#define OHIMAGEKIT_HILOG_LOG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#ifndef LOG_DOMAIN
/** The domain of the lines that the macros below write. */
#define LOG_DOMAIN 0
#endif

#ifndef LOG_TAG
/** The tag of the lines that the macros below write. */
#define LOG_TAG NULL
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** Who logs. */
typedef enum {
    /** A program. */
    LOG_APP = 0,
} LogType;

/** How much a line matters. */
typedef enum {
    LOG_DEBUG = 3,
    LOG_INFO = 4,
    LOG_WARN = 5,
    LOG_ERROR = 6,
    LOG_FATAL = 7,
} LogLevel;

/** Whether lines of this level are written: all of them are. */
static inline bool OH_LOG_IsLoggable(unsigned int domain, const char *tag, LogLevel level)
{
    (void)domain;
    (void)tag;
    return level >= LOG_DEBUG && level <= LOG_FATAL;
}

/** Copies `format` without the privacy markers of its conversions; `plain` is as large. */
static inline void OHIK_LogStripMarkers(char *plain, const char *format)
{
    while (*format != '\0') {
        const char first = *format;
        *plain++ = *format++;
        if (first != '%') {
            continue;
        }
        if (*format == '%') {
            *plain++ = *format++;
        } else if (strncmp(format, "{public}", 8) == 0) {
            format += 8;
        } else if (strncmp(format, "{private}", 9) == 0) {
            format += 9;
        }
    }
    *plain = '\0';
}

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#endif

/**
 * Writes one line to standard error.
 *
 * @param type    LOG_APP.
 * @param level   how much the line matters.
 * @param domain  the part of the program, 0 to 0xFFFF.
 * @param tag     what the line is about; may be NULL.
 * @param fmt     as for printf; a conversion may carry a marker, `%{public}s` or `%{private}d`.
 * @return the number of bytes written, or -1 if the line was not written. Text beyond 4095 bytes is cut.
 */
static inline int OH_LOG_Print(LogType type, LogLevel level, unsigned int domain, const char *tag,
    const char *fmt, ...)
{
    char plain[4096];
    char text[4096];
    va_list arguments;
    int length;

    (void)type;
    if (!OH_LOG_IsLoggable(domain, tag, level) || fmt == NULL || strlen(fmt) >= sizeof(plain)) {
        return -1;
    }
    OHIK_LogStripMarkers(plain, fmt);
    va_start(arguments, fmt);
    length = vsnprintf(text, sizeof(text), plain, arguments);
    va_end(arguments);
    if (length < 0) {
        return -1;
    }
    return fprintf(stderr, "%c %05X/%s: %s\n", "DIWEF"[level - LOG_DEBUG], domain,
        tag != NULL ? tag : "-", text);
}

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

/** Write a line at one level: `OH_LOG_INFO(LOG_APP, "packed %{public}zu bytes", size)`. */
#define OH_LOG_DEBUG(type, ...) ((void)OH_LOG_Print((type), LOG_DEBUG, LOG_DOMAIN, LOG_TAG, __VA_ARGS__))
#define OH_LOG_INFO(type, ...) ((void)OH_LOG_Print((type), LOG_INFO, LOG_DOMAIN, LOG_TAG, __VA_ARGS__))
#define OH_LOG_WARN(type, ...) ((void)OH_LOG_Print((type), LOG_WARN, LOG_DOMAIN, LOG_TAG, __VA_ARGS__))
#define OH_LOG_ERROR(type, ...) ((void)OH_LOG_Print((type), LOG_ERROR, LOG_DOMAIN, LOG_TAG, __VA_ARGS__))
#define OH_LOG_FATAL(type, ...) ((void)OH_LOG_Print((type), LOG_FATAL, LOG_DOMAIN, LOG_TAG, __VA_ARGS__))

#ifdef __cplusplus
}
#endif

#endif /* OHIMAGEKIT_HILOG_LOG_H */
