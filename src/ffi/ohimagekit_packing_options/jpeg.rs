//! What only JPEG knows.

use super::{get, set};
use crate::encode::options::ChromaSubsampling;
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::c::{Image_ErrorCode, OH_PackingOptions, OHIK_JpegChromaSubsampling};

fn number_of(subsampling: ChromaSubsampling) -> OHIK_JpegChromaSubsampling {
    use super::types::OHIK_JpegChromaSubsampling as C;
    let number = match subsampling {
        ChromaSubsampling::S420 => C::OHIK_JPEG_CHROMA_420,
        ChromaSubsampling::S422 => C::OHIK_JPEG_CHROMA_422,
        ChromaSubsampling::S444 => C::OHIK_JPEG_CHROMA_444,
    };
    number as OHIK_JpegChromaSubsampling
}

fn from_number(number: OHIK_JpegChromaSubsampling) -> Result<ChromaSubsampling> {
    let all = [ChromaSubsampling::S420, ChromaSubsampling::S422, ChromaSubsampling::S444];
    let found = all.into_iter().find(|subsampling| number_of(*subsampling) == number);
    found.ok_or_else(|| {
        ImageError::new(ErrorKind::BadArgument, format!("subsampling is {number}, no OHIK_JpegChromaSubsampling"))
    })
}

/// Sets how densely a JPEG samples colour. Concerns JPEG only. Grey images, made of alpha-only PixelMaps, have no
/// colour to sample.
///
/// @param options      made by OH_PackingOptions_Create().
/// @param subsampling  an enumerator; the default is OHIK_JPEG_CHROMA_420.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or subsampling is no enumerator: then the
///         value set before stays.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_SetJpegChromaSubsampling(
    options: *mut OH_PackingOptions,
    subsampling: OHIK_JpegChromaSubsampling,
) -> Image_ErrorCode {
    set("OHIK_PackingOptions_SetJpegChromaSubsampling", options, |options| {
        options.jpeg.subsampling = from_number(subsampling)?;
        Ok(())
    })
}

/// Reads how densely a JPEG samples colour.
///
/// @param options      made by OH_PackingOptions_Create().
/// @param subsampling  receives the value; OHIK_JPEG_CHROMA_420 if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or subsampling is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_GetJpegChromaSubsampling(
    options: *mut OH_PackingOptions,
    subsampling: *mut OHIK_JpegChromaSubsampling,
) -> Image_ErrorCode {
    let out = (subsampling, "subsampling");
    // SAFETY: the module's contract for pointers.
    unsafe {
        get("OHIK_PackingOptions_GetJpegChromaSubsampling", options, out, |options| number_of(options.jpeg.subsampling))
    }
}

/// Sets whether a JPEG is progressive (ITU-T T.81, annex G): several scans from coarse to fine, so a picture that
/// arrives slowly can be seen early. Usually some percent smaller than a sequential one, and slower to write and to
/// read; the encoder needs memory for all coefficients, some 4 bytes for a pixel at 4:2:0 and 8 at 4:4:4. Its Huffman
/// tables are always made for the image. Concerns JPEG only.
///
/// @param options      made by OH_PackingOptions_Create().
/// @param progressive  whether it is; the default is false: one scan, baseline sequential.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_SetJpegProgressive(
    options: *mut OH_PackingOptions,
    progressive: bool,
) -> Image_ErrorCode {
    set("OHIK_PackingOptions_SetJpegProgressive", options, |options| {
        options.jpeg.progressive = progressive;
        Ok(())
    })
}

/// Reads whether a JPEG is progressive.
///
/// @param options      made by OH_PackingOptions_Create().
/// @param progressive  receives the value; false if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or progressive is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_GetJpegProgressive(
    options: *mut OH_PackingOptions,
    progressive: *mut bool,
) -> Image_ErrorCode {
    let out = (progressive, "progressive");
    // SAFETY: the module's contract for pointers.
    unsafe { get("OHIK_PackingOptions_GetJpegProgressive", options, out, |options| options.jpeg.progressive) }
}

/// Sets whether a JPEG's Huffman tables are made for the image. The pixels are the same either way; tables of its own
/// make a file smaller by some percent, and cost a pass over the coefficients, or over a sample of a large image's.
/// Concerns JPEG only, and not progressive files, whose tables are always their own.
///
/// @param options   made by OH_PackingOptions_Create().
/// @param optimize  true, the default: tables made for the image; false: those of ITU-T T.81, Annex K, in every file.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_SetJpegOptimizeCoding(
    options: *mut OH_PackingOptions,
    optimize: bool,
) -> Image_ErrorCode {
    set("OHIK_PackingOptions_SetJpegOptimizeCoding", options, |options| {
        options.jpeg.optimize_coding = optimize;
        Ok(())
    })
}

/// Reads whether a JPEG's Huffman tables are made for the image.
///
/// @param options   made by OH_PackingOptions_Create().
/// @param optimize  receives the value; true if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or optimize is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_GetJpegOptimizeCoding(
    options: *mut OH_PackingOptions,
    optimize: *mut bool,
) -> Image_ErrorCode {
    let out = (optimize, "optimize");
    // SAFETY: the module's contract for pointers.
    unsafe { get("OHIK_PackingOptions_GetJpegOptimizeCoding", options, out, |options| options.jpeg.optimize_coding) }
}

/// Sets after how many rows of MCUs a JPEG has a restart marker (ITU-T T.81, B.2.4.4): a damaged file loses no more
/// than what is between two of them, and decoders may work on the parts at the same time. Concerns JPEG only.
///
/// A row of MCUs is 16 rows of pixels for 4:2:0, and 8 for 4:2:2, 4:4:4 and grey; an MCU is 16 pixels wide for 4:2:0
/// and 4:2:2, and 8 for 4:4:4 and grey. In a progressive file the same number of MCUs counts in every scan, where an
/// MCU may be a single block.
///
/// A restart interval holds at most 65535 MCUs. Whether mcuRows fit depends on the width of the image, so this is found
/// when an image is packed: more MCUs than that give IMAGE_BAD_PARAMETER (401) there, for memory and files alike,
/// before anything is written.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param mcuRows  rows of MCUs, any number; 0, the default, leaves it to the library: an image of 2^18 pixels or more
///                 may then have restart markers, where the bands are joined that threads encode.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_SetJpegRestartInterval(
    options: *mut OH_PackingOptions,
    mcuRows: u32,
) -> Image_ErrorCode {
    set("OHIK_PackingOptions_SetJpegRestartInterval", options, |options| {
        options.jpeg.restart_rows = mcuRows;
        Ok(())
    })
}

/// Reads after how many rows of MCUs a JPEG has a restart marker.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param mcuRows  receives the value; 0 if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or mcuRows is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_GetJpegRestartInterval(
    options: *mut OH_PackingOptions,
    mcuRows: *mut u32,
) -> Image_ErrorCode {
    let out = (mcuRows, "mcuRows");
    // SAFETY: the module's contract for pointers.
    unsafe { get("OHIK_PackingOptions_GetJpegRestartInterval", options, out, |options| options.jpeg.restart_rows) }
}
