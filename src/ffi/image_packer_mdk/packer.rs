//! `OH_ImagePacker_*`. Without a JavaScript engine `env` is NULL and every `napi_value` is a handle of ours; a call
//! with an engine is refused until there is a JavaScript side.

use std::ffi::CStr;
use std::sync::Mutex;

use libc::c_int;

use crate::encode::{PackingOptions, Target};
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{ImagePacker_Native, ImagePacker_Opts, napi_env, napi_value};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::image_packer_native::pack::{DataTarget, Input, fill_file};
use crate::ffi::image_source_native::source::IMAGE_SOURCES;
use crate::ffi::pixelmap_native::pixels::PIXELMAPS;
use crate::ffi::property::lock;

/// All live packer values, the stand-ins for JavaScript ImagePacker objects.
pub static PACKER_VALUES: HandleTable<Mutex<()>> = HandleTable::new(Tag::MdkPackerValue, "image packer value");

/// All live `ImagePacker_Native`; each shares the lock of the value that it was made from.
static PACKERS: HandleTable<Mutex<()>> = HandleTable::new(Tag::MdkPacker, "ImagePacker_Native");

fn check_no_engine(env: napi_env) -> Result<()> {
    if env.is_null() {
        return Ok(());
    }
    Err(ImageError::new(ErrorKind::Unsupported, "env is not NULL: this release has no JavaScript side"))
}

/// The PixelMap or image source that `value` stands for.
fn input_of(value: napi_value) -> Result<Input> {
    match IMAGE_SOURCES.get(value, "source") {
        Ok(source) => Ok(Input::Source(source)),
        Err(_) => PIXELMAPS.get(value, "source").map(Input::Pixelmap),
    }
}

/// Format and quality as a target: what is wrong with them has its own code, unlike a NULL argument.
///
/// # Safety
/// `options` is NULL or points to options whose format is NULL or a NUL-terminated text.
unsafe fn target_of(options: *const ImagePacker_Opts) -> Result<Target> {
    // SAFETY: this function's contract.
    let ImagePacker_Opts { format, quality } = unsafe { args::read(options, "opts") }?;
    let invalid = |message: String| ImageError::new(ErrorKind::TargetFormat, message);
    if format.is_null() {
        return Err(invalid("opts->format is NULL".into()));
    }
    // SAFETY: not NULL, so a NUL-terminated text.
    let mime = unsafe { CStr::from_ptr(format) }.to_bytes().to_vec();
    let quality = u32::try_from(quality).map_err(|_| invalid(format!("opts->quality is {quality}")))?;
    let options = PackingOptions { mime, quality, ..PackingOptions::default() };
    options.target().map_err(|error| ImageError { kind: ErrorKind::TargetFormat, ..error })
}

/// Makes a packer value.
///
/// @param env  NULL: this release has no JavaScript side.
/// @param res  receives the value; release it with OHIK_ReleasePackerValue() (ohimagekit/mdk.h).
/// @return IMAGE_RESULT_SUCCESS (0);
///         IMAGE_RESULT_BAD_PARAMETER (-1) if res is NULL;
///         IMAGE_RESULT_INVALID_PARAMETER (62980115) if env is not NULL;
///         IMAGE_RESULT_MALLOC_ABNORMAL (62980102) if there is no memory.
/// @since 11
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePacker_Create(env: napi_env, res: *mut napi_value) -> i32 {
    boundary::call(Family::Mdk, "OH_ImagePacker_Create", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(res, "res") }?;
        check_no_engine(env)?;
        out.set(PACKER_VALUES.insert(Mutex::new(()))?);
        Ok(())
    })
}

/// Makes a native packer from a packer value.
///
/// @param env     NULL: this release has no JavaScript side.
/// @param packer  made by OH_ImagePacker_Create().
/// @return the native packer; NULL if env is not NULL, packer is no such value, or there is no memory.
///
/// Ownership: release it with OH_ImagePacker_Release(). It stays good when the value is released.
/// @since 11
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePacker_InitNative(env: napi_env, packer: napi_value) -> *mut ImagePacker_Native {
    boundary::call_or(std::ptr::null_mut(), "OH_ImagePacker_InitNative", || {
        check_no_engine(env)?;
        PACKERS.share(PACKER_VALUES.get(packer, "packer")?)
    })
}

/// Encodes a PixelMap or an image source into memory, always in standard dynamic range and without properties.
///
/// @param native   made by OH_ImagePacker_InitNative().
/// @param source   a value of a PixelMap or an image source (ohimagekit/mdk.h makes them).
/// @param opts     MIME type, as in "image/jpeg", and quality, 0 to 100.
/// @param outData  receives the encoded image.
/// @param size     on entry the bytes that outData has room for, not 0; on success the length of the image. On an error
///                 it stays as it was.
/// @return IMAGE_RESULT_SUCCESS (0);
///         IMAGE_RESULT_BAD_PARAMETER (-1) if an argument is NULL, native or source is not a live handle, or *size is
///         0;
///         IMAGE_RESULT_INVALID_PARAMETER (62980115) if the format is NULL or cannot be encoded, or the quality is not
///         0 to 100;
///         IMAGE_RESULT_UNKNOWN_FORMAT (62980113) if the source is of no known format;
///         IMAGE_RESULT_DATA_ABNORMAL (62980101) if the source's header is cut or bad;
///         IMAGE_RESULT_DECODE_ABNORMAL (62980100) if its pixels cannot be decoded;
///         IMAGE_RESULT_TOO_LARGE (62980106) if a side is too long for the format, or the source has too many pixels;
///         IMAGE_RESULT_ENCODE_FAILED (62980119) if the image is longer than the buffer, or the pixel format has no
///         conversion;
///         IMAGE_RESULT_MALLOC_ABNORMAL (62980102) if there is no memory.
/// @since 11
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePacker_PackToData(
    native: *mut ImagePacker_Native,
    source: napi_value,
    opts: *mut ImagePacker_Opts,
    outData: *mut u8,
    size: *mut usize,
) -> i32 {
    boundary::call(Family::Mdk, "OH_ImagePacker_PackToData", || {
        let packer = PACKERS.get(native, "native")?;
        // SAFETY: the module's contract for pointers.
        let (buffer, capacity) = unsafe { DataTarget::new(outData, size) }?;
        if capacity == 0 {
            return Err(ImageError::new(ErrorKind::BadArgument, "*size is 0"));
        }
        if opts.is_null() {
            return Err(args::null("opts"));
        }
        let input = input_of(source)?;
        // SAFETY: the module's contract for pointers.
        let target = unsafe { target_of(opts) }?;
        let _turn = lock(&packer);
        buffer.fill(&input, &target, capacity)
    })
}

/// Encodes a PixelMap or an image source into a file, always in standard dynamic range and without properties.
///
/// Writing begins at the descriptor's offset and goes on as the image is encoded; the descriptor stays open. What is
/// wrong with the arguments or the input is found before the first byte; after that a failing write, lack of memory or
/// the codec can leave a part of the image in the file.
///
/// @param native  made by OH_ImagePacker_InitNative().
/// @param source  a value of a PixelMap or an image source (ohimagekit/mdk.h makes them).
/// @param opts    MIME type, as in "image/jpeg", and quality, 0 to 100.
/// @param fd      a descriptor open for writing; the caller closes it.
/// @return as OH_ImagePacker_PackToData(), and further
///         IMAGE_RESULT_BAD_PARAMETER (-1) if fd is negative;
///         IMAGE_RESULT_INVALID_PARAMETER (62980115) if fd is closed or not open for writing;
///         IMAGE_RESULT_DATA_ABNORMAL (62980101) if writing failed.
/// @since 11
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePacker_PackToFile(
    native: *mut ImagePacker_Native,
    source: napi_value,
    opts: *mut ImagePacker_Opts,
    fd: c_int,
) -> i32 {
    boundary::call(Family::Mdk, "OH_ImagePacker_PackToFile", || {
        let packer = PACKERS.get(native, "native")?;
        if opts.is_null() {
            return Err(args::null("opts"));
        }
        if fd < 0 {
            return Err(ImageError::new(ErrorKind::BadArgument, format!("fd is {fd}")));
        }
        let input = input_of(source)?;
        // SAFETY: the module's contract for pointers.
        let target = unsafe { target_of(opts) }?;
        let _turn = lock(&packer);
        fill_file(fd, &input, &target)
    })
}

/// Releases a native packer. NULL, and a packer that was released before, are accepted.
///
/// @param native  made by OH_ImagePacker_InitNative(), or NULL.
/// @return IMAGE_RESULT_SUCCESS (0), always.
/// @since 11
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePacker_Release(native: *mut ImagePacker_Native) -> i32 {
    let _ = boundary::call(Family::Mdk, "OH_ImagePacker_Release", || {
        let _ = PACKERS.remove(native, "native"); // nothing to release is no error here
        Ok(())
    });
    0
}
