/**
 * @file raw_file.h
 *
 * A window of an open file, as image sources take it.
 */

#ifndef OHIMAGEKIT_RAWFILE_RAW_FILE_H
#define OHIMAGEKIT_RAWFILE_RAW_FILE_H

/** Bytes `start` to `start + length` of a file. Whoever opened the file closes it. */
struct RawFileDescriptor {
    /** The open file. */
    int fd;
    /** First byte of the window. */
    long start;
    /** Bytes in the window. */
    long length;
};

typedef struct RawFileDescriptor RawFileDescriptor;

#endif /* OHIMAGEKIT_RAWFILE_RAW_FILE_H */
