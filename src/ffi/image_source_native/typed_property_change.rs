//! Changing properties of a source by type (API level 23).

use std::ffi::{c_int, c_void};

use super::source::IMAGE_SOURCES;
use super::typed_property::BYTES;
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, Image_String, OH_ImageSourceNative};
use crate::ffi::error_code::Family;
use crate::ffi::{args, strings};
use crate::source::properties::Property;

/// Most integers and most doubles that are written.
const INTEGERS: usize = 16384;
const DOUBLES: usize = 8192;

/// The body of a modifier.
///
/// # Safety
/// As [`strings::text`] for `key`.
unsafe fn set(
    name: &'static str,
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: impl FnOnce() -> Result<Property>,
) -> c_int {
    boundary::call(Family::SourceProperty, name, || {
        let source = IMAGE_SOURCES.get(source, "source")?;
        // SAFETY: this function's contract.
        let key = unsafe { strings::filled(key, "key") }?;
        source.set_property(key, &value()?)
    })
}

/// The `size` elements at `value`, 1 to `most`.
///
/// # Safety
/// As [`args::slice`].
unsafe fn elements<'a, T: Copy>(value: *const T, size: usize, most: usize) -> Result<&'a [T]> {
    args::not_null(value, "value")?;
    if size == 0 || size > most {
        return Err(ImageError::new(ErrorKind::BadArgument, format!("size is {size}, allowed is 1 to {most}")));
    }
    // SAFETY: this function's contract; the size is small.
    unsafe { args::slice(value, size, "value") }
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
    // SAFETY: the module's contract for pointers.
    unsafe {
        set("OH_ImageSourceNative_ModifyImagePropertyShort", source, key, || Ok(Property::Integers(vec![value.into()])))
    }
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
    // SAFETY: the module's contract for pointers.
    unsafe {
        set("OH_ImageSourceNative_ModifyImagePropertyLong", source, key, || Ok(Property::Integers(vec![value.into()])))
    }
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
    // SAFETY: the module's contract for pointers.
    unsafe { set("OH_ImageSourceNative_ModifyImagePropertyDouble", source, key, || Ok(Property::Doubles(vec![value]))) }
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
    // SAFETY: the module's contract for pointers.
    unsafe {
        set("OH_ImageSourceNative_ModifyImagePropertyIntArray", source, key, || {
            let numbers = elements(value, size, INTEGERS)?;
            Ok(Property::Integers(numbers.iter().map(|number| i64::from(*number)).collect()))
        })
    }
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
    // SAFETY: the module's contract for pointers.
    unsafe {
        set("OH_ImageSourceNative_ModifyImagePropertyDoubleArray", source, key, || {
            Ok(Property::Doubles(elements(value, size, DOUBLES)?.to_vec()))
        })
    }
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
    // SAFETY: the module's contract for pointers.
    unsafe {
        set("OH_ImageSourceNative_ModifyImagePropertyBlob", source, key, || {
            Ok(Property::Blob(elements(value.cast(), size, BYTES)?.to_vec()))
        })
    }
}
