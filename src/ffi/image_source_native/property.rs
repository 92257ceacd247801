//! Properties of a source as text: EXIF values in readable form, and a few more.

use super::source::IMAGE_SOURCES;
use crate::error::Result;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, Image_String, OH_ImageSourceNative};
use crate::ffi::error_code::Family;
use crate::ffi::strings;

/// Reads `key` of `source` to new memory in `value`, see [`strings::Wanted::give`].
///
/// # Safety
/// As [`strings::text`] for `key`; `value` is NULL or valid for reading and writing the structure.
unsafe fn read(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: *mut Image_String,
    padded: bool,
) -> Result<()> {
    let source = IMAGE_SOURCES.get(source, "source")?;
    // SAFETY: this function's contract.
    let (key, wanted) = unsafe { (strings::filled(key, "key")?, strings::Wanted::read(value, "value")?) };
    wanted.give(&source.property_text(key)?, padded)
}

/// Reads a property of the first frame as text.
///
/// EXIF values arrive in readable form: Orientation as "Top-left", ExposureTime as "1/34 sec.", lists with a comma and
/// a blank between their elements. A zero byte follows the text in memory;
/// OH_ImageSourceNative_GetImagePropertyWithNull() promises it on every system.
///
/// @param source  the source to read.
/// @param key     the name of the property, exactly key->size bytes, with upper and lower case as the constants have
///                them.
/// @param value   size on entry: 0, or the number of bytes that data shall have at least. data receives a new buffer
///                (what it pointed to is neither used nor freed); size becomes the length of the text if it was 0,
///                otherwise it stays and the rest of the buffer is zero. A size above 16777216 (16 MiB) counts as 0.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if source is not a live handle, key or value is NULL, the key is empty, the source
///         has no such property, or size is not 0 and less than the length of the text;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: the caller gives value->data back with free().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetImageProperty(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: *mut Image_String,
) -> Image_ErrorCode {
    boundary::call(Family::SourceText, "OH_ImageSourceNative_GetImageProperty", || {
        // SAFETY: the module's contract for pointers.
        unsafe { read(source, key, value, true) }
    })
}

/// Reads a property of the first frame as text with a terminating NUL.
///
/// The text is that of OH_ImageSourceNative_GetImageProperty().
///
/// @param source  the source to read.
/// @param key     the name of the property, exactly key->size bytes, with upper and lower case as the constants have
///                them.
/// @param value   size on entry: 0, or the greatest length that is accepted. data receives a new buffer (what it
///                pointed to is neither used nor freed), size the length of the text without the NUL. Both are
///                untouched on failure.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, key or value is NULL, the key is
///         empty, the source has no such property, size is not 0 and less than the length of the text, or there is no
///         memory.
///
/// Ownership: the caller gives value->data back with free().
/// @since 19
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetImagePropertyWithNull(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: *mut Image_String,
) -> Image_ErrorCode {
    boundary::call(Family::SourceQuery, "OH_ImageSourceNative_GetImagePropertyWithNull", || {
        // SAFETY: the module's contract for pointers.
        unsafe { read(source, key, value, false) }
    })
}

/// Changes a property and rewrites the file behind the source.
///
/// The source is one made of a path whose file is writable, or of a descriptor above 2 that is open for reading and
/// writing, without O_APPEND; the file is a JPEG, PNG or WebP. EXIF that the file lacks is made, everything else in the
/// file is kept. A value is accepted as number, fraction or date, and in the readable form that
/// OH_ImageSourceNative_GetImageProperty() gives.
///
/// A path gets a new file, complete before it takes the old one's place by one rename, whatever happens meanwhile;
/// other hard links keep the old file. The file of a descriptor is overwritten. After an error the file is as before. A
/// file that others changed since the source was made or last changed is refused.
///
/// @param source  the source to change; afterwards it reads the new value.
/// @param key     the name of the property, exactly key->size bytes.
/// @param value   the new value, exactly value->size bytes, not empty.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if source is not a live handle, key or value is NULL or empty, the property is
///         unknown or cannot be written, the value does not fit it, the EXIF data would exceed 65527 bytes in a JPEG
///         or 1 MiB elsewhere, the EXIF data that is there cannot be read, the file cannot be changed, or
///         there is no memory.
///
/// Ownership: key and value stay the caller's.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_ModifyImageProperty(
    source: *mut OH_ImageSourceNative,
    key: *mut Image_String,
    value: *mut Image_String,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_ImageSourceNative_ModifyImageProperty", || {
        let source = IMAGE_SOURCES.get(source, "source")?;
        // SAFETY: the module's contract for pointers.
        let (key, value) = unsafe { (strings::filled(key, "key")?, strings::filled(value, "value")?) };
        source.set_property_text(key, value)
    })
}
