//! `OH_ImageSourceNative_*`: making a source, and ending it.

use std::fs::File;
use std::os::fd::{FromRawFd, OwnedFd};

use libc::c_int;

use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::args::{self, Out};
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_ImageSourceNative, RawFileDescriptor};
use crate::ffi::error_code::Family;
use crate::ffi::fd;
use crate::ffi::handles::{HandleTable, Tag};
use crate::source::{ImageSource, SourceBytes};
use std::ffi::c_char;

/// All live `OH_ImageSourceNative`.
pub static IMAGE_SOURCES: HandleTable<ImageSource> = HandleTable::new(Tag::ImageSourceNative, "OH_ImageSourceNative");

fn give(bytes: SourceBytes, out: Out<*mut OH_ImageSourceNative>) -> Result<()> {
    give_source(ImageSource::new(bytes), out)
}

fn give_source(source: ImageSource, out: Out<*mut OH_ImageSourceNative>) -> Result<()> {
    out.set(IMAGE_SOURCES.insert(source)?);
    Ok(())
}

/// A descriptor of our own for the open file behind `fd`; the two share nothing that is used here.
fn duplicate(fd: c_int) -> Result<File> {
    fd::check_readable(fd)?;
    // SAFETY: fcntl takes any number.
    let copy = unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) };
    if copy < 0 {
        return Err(ImageError::new(ErrorKind::BadFd, format!("fd {fd} is not open")));
    }
    // SAFETY: the descriptor is new, and ours alone.
    Ok(unsafe { OwnedFd::from_raw_fd(copy) }.into())
}

/// Makes a source from a file's path or a "data:" text. What is in the file is looked at only when it is needed.
///
/// @param uri      a path, absolute or from the current directory; the same behind "file://"; or
///                 "data:image/...;base64,...".
/// @param uriSize  bytes of uri; a terminating NUL is neither needed nor counted.
/// @param res      receives the new source; NULL if the file cannot be used.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL, the file does not exist, cannot be opened, is no regular
///         file or has more than 1 GiB, or the text is not base64.
///
/// Ownership: release it with OH_ImageSourceNative_Release().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_CreateFromUri(
    uri: *mut c_char,
    uriSize: usize,
    res: *mut *mut OH_ImageSourceNative,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_ImageSourceNative_CreateFromUri", || {
        // SAFETY: the module's contract for pointers.
        let (uri, out, none) =
            unsafe { (args::slice(uri.cast::<u8>(), uriSize, "uri")?, args::out(res, "res")?, args::out(res, "res")?) };
        match ImageSource::of_uri(uri) {
            Ok(source) => give_source(source, out),
            Err(error) => {
                none.set(std::ptr::null_mut());
                Err(error)
            }
        }
    })
}

/// Makes a source from an open file. It is read from its first byte, wherever its offset is, and the offset stays.
///
/// @param fd   a regular file (or memory file) open for reading, of at most 1 GiB. It stays the caller's and may be
///             closed as soon as this function returns. If it is above 2 and open for reading and writing, and not for
///             appending (O_APPEND), properties of the source can be changed.
/// @param res  receives the new source.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if res is NULL, or fd is not open for reading, no regular file, or too long.
///
/// Ownership: release it with OH_ImageSourceNative_Release().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_CreateFromFd(
    fd: i32,
    res: *mut *mut OH_ImageSourceNative,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_ImageSourceNative_CreateFromFd", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(res, "res") }?;
        let file = duplicate(fd)?;
        let source = match fd::is_for_changes(fd) {
            true => ImageSource::of_writable_file(file)?,
            false => ImageSource::new(SourceBytes::of_file(file)?),
        };
        give_source(source, out)
    })
}

/// Makes a source from a buffer, which is copied.
///
/// @param data      the encoded image, or a "data:image/...;base64,..." text of one.
/// @param dataSize  bytes of data, 1 to 300 MiB.
/// @param res       receives the new source.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL, dataSize is 0 or too great, the text is not base64, or
///         there is no memory.
///
/// Ownership: release it with OH_ImageSourceNative_Release().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_CreateFromData(
    data: *mut u8,
    dataSize: usize,
    res: *mut *mut OH_ImageSourceNative,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_ImageSourceNative_CreateFromData", || {
        // SAFETY: the module's contract for pointers.
        let (out, data) = unsafe { (args::out(res, "res")?, args::slice(data, dataSize, "data")?) };
        give(SourceBytes::copy_of(data)?, out)
    })
}

/// Makes a source from a buffer without copying it.
///
/// @param data         the encoded image, or a "data:image/...;base64,..." text of one. It must stay as it is until the
///                     source is released and no call with it is under way.
/// @param datalength   bytes of data, 1 to 300 MiB.
/// @param imageSource  receives the new source.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if an argument is NULL, datalength is 0 or too great, or the text
///         is not base64.
///
/// Ownership: release it with OH_ImageSourceNative_Release(); the buffer stays the caller's.
/// @since 20
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_CreateFromDataWithUserBuffer(
    data: *mut u8,
    datalength: usize,
    imageSource: *mut *mut OH_ImageSourceNative,
) -> Image_ErrorCode {
    boundary::call(Family::SourceQuery, "OH_ImageSourceNative_CreateFromDataWithUserBuffer", || {
        // SAFETY: the module's contract for pointers; that the buffer outlives the source is this function's own.
        let (out, data) = unsafe { (args::out(imageSource, "imageSource")?, args::slice(data, datalength, "data")?) };
        give(SourceBytes::borrow(data)?, out)
    })
}

/// Makes a source from a window of an open file: the bytes from start on, at most length, cut at the file's end.
///
/// @param rawFile  descriptor, start and length. The descriptor stays the caller's and may be closed as soon as this
///                 function returns.
/// @param res      receives the new source.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL, fd is not open for reading or no regular file, start is
///         negative or not in the file, or length is below 1 or above 1 GiB.
///
/// Ownership: release it with OH_ImageSourceNative_Release().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_CreateFromRawFile(
    rawFile: *mut RawFileDescriptor,
    res: *mut *mut OH_ImageSourceNative,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_ImageSourceNative_CreateFromRawFile", || {
        // SAFETY: the module's contract for pointers.
        let (window, out) = unsafe { (args::read(rawFile, "rawFile")?, args::out(res, "res")?) };
        give(SourceBytes::of_window(duplicate(window.fd)?, window.start, window.length)?, out)
    })
}

/// Releases a source. PixelMaps decoded from it live on; the handle must not be used afterwards.
///
/// @param source  a live source.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if source is NULL, not a handle of a source, or was released before.
///
/// Threads: a call that is under way with this source ends as if it had not been released.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_Release(source: *mut OH_ImageSourceNative) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_ImageSourceNative_Release", || IMAGE_SOURCES.remove(source, "source"))
}
