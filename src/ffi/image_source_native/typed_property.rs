//! Properties of a source by type (API level 23): numbers, arrays, text and bytes instead of readable text.
//!
//! Which type a property has follows from how it is stored: integers from BYTE, SHORT and LONG, doubles from RATIONAL
//! and floats, text from ASCII, bytes from UNDEFINED.

// To be taken out when the functions of this file are built.
#![allow(unused_variables)]

use std::ffi::{c_char, c_void};

use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, Image_String, OH_ImageSourceNative};

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
    boundary::not_built("OH_ImageSourceNative_GetImagePropertyShort")
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
    boundary::not_built("OH_ImageSourceNative_GetImagePropertyLong")
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
    boundary::not_built("OH_ImageSourceNative_GetImagePropertyDouble")
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
    boundary::not_built("OH_ImageSourceNative_GetImagePropertyArraySize")
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
    boundary::not_built("OH_ImageSourceNative_GetImagePropertyString")
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
    boundary::not_built("OH_ImageSourceNative_GetImagePropertyIntArray")
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
    boundary::not_built("OH_ImageSourceNative_GetImagePropertyDoubleArray")
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
    boundary::not_built("OH_ImageSourceNative_GetImagePropertyBlob")
}

/// Changes a property that is an integer from 0 to 65535 and rewrites the file behind the source.
///
/// Which sources and files can be changed: see OH_ImageSourceNative_ModifyImageProperty().
///
/// @param source  the source to change; afterwards it reads the new value.
/// @param key     the name of the property, exactly key->size bytes.
/// @param value   the new value.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, or key is NULL or empty;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if files of this type cannot be written, or the file is gone;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if the property is unknown, of another type or cannot be
///         written, the value does not fit it, or the source cannot be changed.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_ModifyImagePropertyShort(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: u16,
) -> Image_ErrorCode {
    boundary::not_built("OH_ImageSourceNative_ModifyImagePropertyShort")
}

/// Changes a property that is an integer from 0 to 4294967295 and rewrites the file behind the source.
///
/// Which sources and files can be changed: see OH_ImageSourceNative_ModifyImageProperty().
///
/// @param source  the source to change; afterwards it reads the new value.
/// @param key     the name of the property, exactly key->size bytes.
/// @param value   the new value.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, or key is NULL or empty;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if files of this type cannot be written, or the file is gone;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if the property is unknown, of another type or cannot be
///         written, the value does not fit it, or the source cannot be changed.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_ModifyImagePropertyLong(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: u32,
) -> Image_ErrorCode {
    boundary::not_built("OH_ImageSourceNative_ModifyImagePropertyLong")
}

/// Changes a property that is a fraction or a floating point number and rewrites the file behind the source.
///
/// Which sources and files can be changed: see OH_ImageSourceNative_ModifyImageProperty().
///
/// @param source  the source to change; afterwards it reads the new value.
/// @param key     the name of the property, exactly key->size bytes.
/// @param value   the new value.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, or key is NULL or empty;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if files of this type cannot be written, or the file is gone;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if the property is unknown, of another type or cannot be
///         written, the value does not fit it, or the source cannot be changed.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_ModifyImagePropertyDouble(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: f64,
) -> Image_ErrorCode {
    boundary::not_built("OH_ImageSourceNative_ModifyImagePropertyDouble")
}

/// Changes a property that is a list of integers and rewrites the file behind the source.
///
/// Which sources and files can be changed: see OH_ImageSourceNative_ModifyImageProperty().
///
/// @param source  the source to change; afterwards it reads the new value.
/// @param key     the name of the property, exactly key->size bytes.
/// @param value   the new elements.
/// @param size    number of elements, 1 to 16384.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, key is NULL or empty, value is
///         NULL, or size is out of range;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if files of this type cannot be written, or the file is gone;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if the property is unknown, of another type or cannot be
///         written, the value does not fit it, or the source cannot be changed.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_ModifyImagePropertyIntArray(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: *mut i32,
    size: usize,
) -> Image_ErrorCode {
    boundary::not_built("OH_ImageSourceNative_ModifyImagePropertyIntArray")
}

/// Changes a property that is a list of fractions or floating point numbers and rewrites the file behind the source.
///
/// Which sources and files can be changed: see OH_ImageSourceNative_ModifyImageProperty().
///
/// @param source  the source to change; afterwards it reads the new value.
/// @param key     the name of the property, exactly key->size bytes.
/// @param value   the new elements.
/// @param size    number of elements, 1 to 8192.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, key is NULL or empty, value is
///         NULL, or size is out of range;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if files of this type cannot be written, or the file is gone;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if the property is unknown, of another type or cannot be
///         written, the value does not fit it, or the source cannot be changed.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_ModifyImagePropertyDoubleArray(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: *mut f64,
    size: usize,
) -> Image_ErrorCode {
    boundary::not_built("OH_ImageSourceNative_ModifyImagePropertyDoubleArray")
}

/// Changes a property that is a block of bytes and rewrites the file behind the source.
///
/// Which sources and files can be changed: see OH_ImageSourceNative_ModifyImageProperty().
///
/// @param source  the source to change; afterwards it reads the new value.
/// @param key     the name of the property, exactly key->size bytes.
/// @param value   the new bytes.
/// @param size    number of bytes, 1 to 65536.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, key is NULL or empty, value is
///         NULL, or size is out of range;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if files of this type cannot be written, or the file is gone;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if the property is unknown, of another type or cannot be
///         written, the value does not fit it, or the source cannot be changed.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_ModifyImagePropertyBlob(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: *mut c_void,
    size: usize,
) -> Image_ErrorCode {
    boundary::not_built("OH_ImageSourceNative_ModifyImagePropertyBlob")
}
