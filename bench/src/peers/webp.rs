//! libwebp, the same release as the library has inside, from this program's own copy.

#![allow(unsafe_code)]

use std::ffi::c_int;
use std::slice;

use libwebp_sys as webp;

use super::Job;
use crate::Result;
use crate::images::Picture;
use crate::task::Task;

struct WebP<'a> {
    picture: &'a Picture,
    config: webp::WebPConfig,
    file: Vec<u8>,
}

/// The version that libwebp names.
pub fn find() -> Result<String> {
    // SAFETY: a function without arguments that returns a constant.
    let version = unsafe { webp::WebPGetEncoderVersion() };
    Ok(format!("{}.{}.{}", version >> 16, version >> 8 & 255, version & 255))
}

/// Bit of the knob beside the method: libwebp's own second thread.
pub const THREADS: i32 = 0x100;

/// libwebp at the knob's method.
pub fn prepare(picture: &Picture, task: Task, knob: i32) -> Result<Box<dyn Job + '_>> {
    let mut config = webp::WebPConfig::new().map_err(|()| "libwebp: its version does not match")?;
    config.method = knob & 0xff;
    config.thread_level = i32::from(knob & THREADS != 0);
    match task {
        Task::WebP(quality) => config.quality = quality.into(),
        // Exact, as ours: colours under transparent pixels are kept.
        Task::WebPLossless => (config.lossless, config.quality, config.exact) = (1, 75.0, 1),
        _ => unreachable!("the table of peers gives this WebP only"),
    }
    Ok(Box::new(WebP { picture, config, file: Vec::new() }))
}

impl Job for WebP<'_> {
    fn encode(&mut self) -> Result<&[u8]> {
        self.file.clear();
        let mut image = webp::WebPPicture::new().map_err(|()| "libwebp: its version does not match")?;
        (image.width, image.height) = (self.picture.width as c_int, self.picture.height as c_int);
        image.use_argb = self.config.lossless;
        image.writer = Some(append);
        image.custom_ptr = (&raw mut self.file).cast();
        let import = if self.picture.opaque { webp::WebPPictureImportRGBX } else { webp::WebPPictureImportRGBA };
        // SAFETY: the pixels cover width x height, in tight rows; config and image are initialised; `file` outlives the
        // calls; freeing is allowed at any time after initialisation.
        let done = unsafe {
            let done = import(&mut image, self.picture.rgba.as_ptr(), image.width * 4) != 0
                && webp::WebPEncode(&self.config, &mut image) != 0;
            webp::WebPPictureFree(&mut image);
            done
        };
        if done { Ok(&self.file) } else { Err(format!("libwebp: {:?}", image.error_code)) }
    }
}

/// libwebp's way to write.
unsafe extern "C" fn append(data: *const u8, length: usize, picture: *const webp::WebPPicture) -> c_int {
    if length == 0 {
        return 1;
    }
    // SAFETY: libwebp passes its own picture, whose `custom_ptr` is the vector of `encode`, and `length` bytes.
    let (file, bytes) = unsafe { (&mut *(*picture).custom_ptr.cast::<Vec<u8>>(), slice::from_raw_parts(data, length)) };
    file.extend_from_slice(bytes);
    1
}
