//! Reading properties of a source by type (API level 23): numbers, arrays, text and bytes instead of readable text.
//!
//! Which type a property has follows from how it is stored: integers from BYTE, SHORT and LONG, doubles from RATIONAL
//! and floats, text from ASCII, bytes from UNDEFINED.

use std::ffi::{c_char, c_int, c_void};

use super::source::IMAGE_SOURCES;
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, Image_String, OH_ImageSourceNative};
use crate::ffi::error_code::Family;
use crate::ffi::{args, strings};
use crate::source::properties::Property;

/// Most bytes of text and blobs.
pub const BYTES: usize = 64 << 10;

/// The body of a getter: finds `key` and lets `take` make a result of its value, which `give` writes to C's memory.
///
/// # Safety
/// As [`strings::text`] for `key`.
unsafe fn get<T>(
    name: &'static str,
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    out: Result<T>,
    give: impl FnOnce(T, Property) -> Result<()>,
) -> c_int {
    boundary::call(Family::SourceProperty, name, || {
        let source = IMAGE_SOURCES.get(source, "source")?;
        // SAFETY: this function's contract.
        let key = unsafe { strings::filled(key, "key") }?;
        give(out?, source.property(key)?)
    })
}

/// An error if the array at `value`, to be written later, is NULL or has no elements.
fn array<T>(value: *mut T, size: usize) -> Result<()> {
    args::not_null(value, "value")?;
    if size == 0 { Err(ImageError::new(ErrorKind::BadArgument, "size is 0")) } else { Ok(()) }
}

/// The first integer, as a narrower one.
fn first<T: TryFrom<i64>>(property: &Property) -> Result<T> {
    let Property::Integers(numbers) = property else { return Err(other_type()) };
    let first = numbers.first().and_then(|number| T::try_from(*number).ok());
    first.ok_or_else(|| ImageError::new(ErrorKind::MetadataKey, "the property is out of the range of the result"))
}

fn other_type() -> ImageError {
    ImageError::new(ErrorKind::MetadataKey, "the property is of another type")
}

/// An error unless `count` elements go into `size`.
fn check_room(count: usize, size: usize) -> Result<()> {
    if count > size {
        return Err(ImageError::new(ErrorKind::MetadataKey, format!("size is {size}, the property has {count}")));
    }
    Ok(())
}

/// Reads a property of the first frame that is an integer from 0 to 65535, such as ISOSpeedRatings.
///
/// @param source  the source to read.
/// @param key     the name of the property, exactly key->size bytes.
/// @param value   receives the value.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, key is NULL or empty, or value is
///         NULL;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if files of this type have no such property, or the file is not
///         readable;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if the property is unknown, absent, no integer or out of range.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetImagePropertyShort(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: *mut u16,
) -> Image_ErrorCode {
    // SAFETY: the module's contract for pointers.
    unsafe {
        get("OH_ImageSourceNative_GetImagePropertyShort", source, key, args::out(value, "value"), |out, found| {
            out.set(first(&found)?);
            Ok(())
        })
    }
}

/// Reads a property of the first frame that is an integer from 0 to 4294967295, such as ImageWidth.
///
/// @param source  the source to read.
/// @param key     the name of the property, exactly key->size bytes.
/// @param value   receives the value.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, key is NULL or empty, or value is
///         NULL;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if files of this type have no such property, or the file is not
///         readable;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if the property is unknown, absent, no integer or out of range.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetImagePropertyLong(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: *mut u32,
) -> Image_ErrorCode {
    // SAFETY: the module's contract for pointers.
    unsafe {
        get("OH_ImageSourceNative_GetImagePropertyLong", source, key, args::out(value, "value"), |out, found| {
            out.set(first(&found)?);
            Ok(())
        })
    }
}

/// Reads a property of the first frame that is a fraction or a floating point number, such as FNumber.
///
/// @param source  the source to read.
/// @param key     the name of the property, exactly key->size bytes.
/// @param value   receives the value, the first one of a list.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, key is NULL or empty, or value is
///         NULL;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if files of this type have no such property, or the file is not
///         readable;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if the property is unknown, absent or of another type.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetImagePropertyDouble(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: *mut f64,
) -> Image_ErrorCode {
    // SAFETY: the module's contract for pointers.
    unsafe {
        get("OH_ImageSourceNative_GetImagePropertyDouble", source, key, args::out(value, "value"), |out, found| {
            let Property::Doubles(numbers) = found else { return Err(other_type()) };
            out.set(*numbers.first().ok_or_else(other_type)?);
            Ok(())
        })
    }
}

/// Reads how large a buffer a property of the first frame needs.
///
/// Call this before the functions that fill a buffer. The unit is that of their size argument: elements for integers
/// and doubles, bytes for text, where the NUL is counted, and for a blob.
///
/// @param source  the source to read.
/// @param key     the name of the property, exactly key->size bytes.
/// @param size    receives the size.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, key is NULL or empty, or size is
///         NULL;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if files of this type have no such property, or the file is not
///         readable;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if the property is unknown or absent.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetImagePropertyArraySize(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    size: *mut usize,
) -> Image_ErrorCode {
    // SAFETY: the module's contract for pointers.
    unsafe {
        get("OH_ImageSourceNative_GetImagePropertyArraySize", source, key, args::out(size, "size"), |out, found| {
            out.set(match found {
                Property::Integers(numbers) => numbers.len(),
                Property::Doubles(numbers) => numbers.len(),
                Property::Text(text) => text.len() + 1,
                Property::Blob(bytes) => bytes.len(),
            });
            Ok(())
        })
    }
}

/// Reads a property of the first frame that is text, such as Make, with a terminating NUL.
///
/// @param source  the source to read.
/// @param key     the name of the property, exactly key->size bytes.
/// @param value   receives the text and its NUL.
/// @param size    length of value in bytes, at least OH_ImageSourceNative_GetImagePropertyArraySize() and at most
///                65536.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, key is NULL or empty, value is
///         NULL, or size is out of range;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if files of this type have no such property, or the file is not
///         readable;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if the property is unknown, absent, of another type or empty,
///         holds a NUL, or is longer than 65536 bytes.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetImagePropertyString(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: *mut c_char,
    size: usize,
) -> Image_ErrorCode {
    // SAFETY: the module's contract for pointers.
    unsafe {
        get("OH_ImageSourceNative_GetImagePropertyString", source, key, array(value, size), |(), found| {
            let Property::Text(mut text) = found else { return Err(other_type()) };
            if text.len() > BYTES || text.contains(&0) {
                let cause = format!("the text has {} bytes, or a NUL within", text.len());
                return Err(ImageError::new(ErrorKind::MetadataKey, cause));
            }
            text.push(0);
            if size < text.len() || size > BYTES {
                let cause = format!("size is {size}, the text needs {}, and {BYTES} are the most", text.len());
                return Err(ImageError::new(ErrorKind::BadArgument, cause));
            }
            args::slice_mut(value.cast(), text.len(), "value")?.copy_from_slice(&text);
            Ok(())
        })
    }
}

/// Reads a property of the first frame that is a list of integers, such as BitsPerSample.
///
/// @param source  the source to read.
/// @param key     the name of the property, exactly key->size bytes.
/// @param value   receives the elements.
/// @param size    number of elements that value holds, at least OH_ImageSourceNative_GetImagePropertyArraySize().
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, key is NULL or empty, value is
///         NULL, or size is 0;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if files of this type have no such property, or the file is not
///         readable;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if the property is unknown, absent or of another type, size is
///         too small, or an element is above 2147483647 or below -2147483648.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetImagePropertyIntArray(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: *mut i32,
    size: usize,
) -> Image_ErrorCode {
    // SAFETY: the module's contract for pointers.
    unsafe {
        get("OH_ImageSourceNative_GetImagePropertyIntArray", source, key, array(value, size), |(), found| {
            let Property::Integers(numbers) = found else { return Err(other_type()) };
            check_room(numbers.len(), size)?;
            if let Some(number) = numbers.iter().find(|number| i32::try_from(**number).is_err()) {
                return Err(ImageError::new(ErrorKind::MetadataKey, format!("{number} is more than 32 bits hold")));
            }
            let elements = args::slice_mut(value, numbers.len(), "value")?;
            elements.iter_mut().zip(&numbers).for_each(|(element, number)| *element = *number as i32);
            Ok(())
        })
    }
}

/// Reads a property of the first frame that is a list of fractions or floating point numbers, such as GPSLatitude.
///
/// Fractions with the denominator 0 are left out.
///
/// @param source  the source to read.
/// @param key     the name of the property, exactly key->size bytes.
/// @param value   receives the elements.
/// @param size    number of elements that value holds, at least OH_ImageSourceNative_GetImagePropertyArraySize().
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, key is NULL or empty, value is
///         NULL, or size is 0;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if files of this type have no such property, or the file is not
///         readable;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if the property is unknown, absent or of another type, or size
///         is too small.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetImagePropertyDoubleArray(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: *mut f64,
    size: usize,
) -> Image_ErrorCode {
    // SAFETY: the module's contract for pointers.
    unsafe {
        get("OH_ImageSourceNative_GetImagePropertyDoubleArray", source, key, array(value, size), |(), found| {
            let Property::Doubles(numbers) = found else { return Err(other_type()) };
            check_room(numbers.len(), size)?;
            args::slice_mut(value, numbers.len(), "value")?.copy_from_slice(&numbers);
            Ok(())
        })
    }
}

/// Reads a property of the first frame that is a block of bytes, such as MakerNote.
///
/// @param source  the source to read.
/// @param key     the name of the property, exactly key->size bytes.
/// @param value   receives the bytes.
/// @param size    length of value in bytes, at least OH_ImageSourceNative_GetImagePropertyArraySize().
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, key is NULL or empty, value is
///         NULL, or size is 0;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if files of this type have no such property, or the file is not
///         readable;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if the property is unknown, absent or of another type, size is
///         too small, or the block is longer than 65536 bytes.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetImagePropertyBlob(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: *mut c_void,
    size: usize,
) -> Image_ErrorCode {
    // SAFETY: the module's contract for pointers.
    unsafe {
        get("OH_ImageSourceNative_GetImagePropertyBlob", source, key, array(value, size), |(), found| {
            let Property::Blob(bytes) = found else { return Err(other_type()) };
            check_room(bytes.len(), size.min(BYTES))?;
            args::slice_mut(value.cast(), bytes.len(), "value")?.copy_from_slice(&bytes);
            Ok(())
        })
    }
}
