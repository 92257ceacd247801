//! Animations read from a source: all frames at once, and how long each is shown.

use super::options::snapshot;
use super::source::IMAGE_SOURCES;
use crate::content::Pixelmap;
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_DecodingOptions, OH_ImageSourceNative, OH_PixelmapNative};
use crate::ffi::error_code::Family;
use crate::ffi::pixelmap_native::pixels::PIXELMAPS;
use crate::source::Container;

/// Most frames whose delays are listed.
const LISTED_FRAMES: usize = 1000;

/// An error if an array of `size` elements is too short for `count` frames.
fn check_size(size: usize, count: usize) -> Result<()> {
    if size < count {
        let message = format!("size is {size}, the source has {count} frames");
        return Err(ImageError::new(ErrorKind::BadArgument, message));
    }
    Ok(())
}

/// Handles for all of `frames`, or for none.
fn handles(frames: Vec<Pixelmap>) -> Result<Vec<*mut OH_PixelmapNative>> {
    let mut handles = Vec::new();
    for frame in frames {
        match PIXELMAPS.insert(frame) {
            Ok(handle) => handles.push(handle),
            Err(error) => {
                handles.into_iter().try_for_each(|handle| PIXELMAPS.remove(handle, "frame"))?;
                return Err(error);
            }
        }
    }
    Ok(handles)
}

/// Decodes all frames of a source, each as it is seen on the whole canvas.
///
/// A still image has one frame. The options hold for each frame; the index in them does not count. Frames that take
/// more than 2^31-1 bytes together are refused: decode them one by one then.
///
/// @param source        the source to decode.
/// @param options       how to decode.
/// @param resVecPixMap  the caller's array, which receives one new PixelMap per frame; elements behind the last frame,
///                      and on failure all of them, are untouched.
/// @param size          number of elements of the array, at least OH_ImageSourceNative_GetFrameCount().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if source or options is not a live handle, resVecPixMap is NULL, size is less than
///         the number of frames, a frame cannot be decoded, or not as the options ask for, or the frames together are
///         too large.
///
/// Ownership: release each PixelMap with OH_PixelmapNative_Destroy(). They do not need the source any more.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_CreatePixelmapList(
    source: *mut OH_ImageSourceNative,
    options: *mut OH_DecodingOptions,
    resVecPixMap: *mut *mut OH_PixelmapNative,
    size: usize,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_ImageSourceNative_CreatePixelmapList", || {
        let source = IMAGE_SOURCES.get(source, "source")?;
        args::not_null(options, "options")?;
        let options = snapshot(options)?;
        args::not_null(resVecPixMap, "resVecPixMap")?;
        let count = source.frame_count()? as usize;
        check_size(size, count)?;
        // SAFETY: the module's contract for pointers; no more than `size` elements.
        let list = unsafe { args::slice_mut(resVecPixMap, count, "resVecPixMap") }?;
        list.copy_from_slice(&handles(source.decode_frames(&options)?)?);
        Ok(())
    })
}

/// Reads how long each frame of an animation is shown.
///
/// The file is a GIF or a WebP of up to 1000 frames. Delays are reported as stored, also those of 0; a GIF stores
/// hundredths of a second. A WebP without animation has no delays: nothing is written, whatever size says.
///
/// @param source         the source to read.
/// @param delayTimeList  the caller's array, which receives the delays in milliseconds; elements behind the last frame
///                       are untouched.
/// @param size           number of elements of the array, at least OH_ImageSourceNative_GetFrameCount().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if source is not a live handle, delayTimeList is NULL, the file is of another type
///         or not readable, it has more than 1000 frames, or size is less than the number of frames.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetDelayTimeList(
    source: *mut OH_ImageSourceNative,
    delayTimeList: *mut i32,
    size: usize,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_ImageSourceNative_GetDelayTimeList", || {
        let source = IMAGE_SOURCES.get(source, "source")?;
        args::not_null(delayTimeList, "delayTimeList")?;
        let Some(animation) = source.animation()? else {
            return match source.container()? {
                Container::Webp => Ok(()),
                other => {
                    Err(ImageError::new(ErrorKind::BadArgument, format!("source: {} has no delays", other.mime())))
                }
            };
        };
        let frames = &animation.frames;
        if frames.len() > LISTED_FRAMES {
            let message = format!("the source has {} frames, allowed are {LISTED_FRAMES}", frames.len());
            return Err(ImageError::new(ErrorKind::BadArgument, message));
        }
        check_size(size, frames.len())?;
        // SAFETY: the module's contract for pointers; no more than `size` elements.
        let list = unsafe { args::slice_mut(delayTimeList, frames.len(), "delayTimeList") }?;
        list.iter_mut().zip(frames).for_each(|(delay, frame)| *delay = frame.delay as i32); // WebP: 24 bits
        Ok(())
    })
}

/// Reads the number of frames: those of a GIF or an animated WebP, 1 for everything else.
///
/// Nothing is decoded. The last frame of a GIF that breaks off counts, and decodes as far as it goes.
///
/// @param source      a live source.
/// @param frameCount  receives the number.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, or the source cannot be read.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetFrameCount(
    source: *mut OH_ImageSourceNative,
    frameCount: *mut u32,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_ImageSourceNative_GetFrameCount", || {
        let source = IMAGE_SOURCES.get(source, "source")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(frameCount, "frameCount") }?;
        out.set(source.frame_count()?);
        Ok(())
    })
}
