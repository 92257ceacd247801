//! Images of a file: what is known of them before they are decoded, and their samples.

use std::ffi::{CStr, c_int};
use std::ptr;

use libheif_sys as lh;

use crate::failure::{Error, Result, check};
use crate::interface::{BAD_FILE, CALLBACK, ItemInfo, NO_MEMORY, Nclx, Writer};

/// Gives bytes to the caller.
///
/// # Safety
/// There are `length` bytes at `data`.
pub unsafe fn give(writer: &Writer, data: *const u8, length: usize) -> Result<()> {
    // SAFETY: the caller's promise, and that of who made the writer.
    if length > 0 && unsafe { (writer.accept)(writer.context, data, length) } == 0 {
        return Err(Error::new(CALLBACK, "the bytes were refused"));
    }
    Ok(())
}

/// An image of a file.
pub struct Handle(pub *mut lh::heif_image_handle);

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: it is released once.
        unsafe { lh::heif_image_handle_release(self.0) }
    }
}

impl Handle {
    pub fn describe(&self, info: &mut ItemInfo) {
        let (mut space, mut chroma) = (0, 0);
        // SAFETY: the handle is alive.
        unsafe {
            let coded = lh::heif_image_handle_get_preferred_decoding_colorspace(self.0, &mut space, &mut chroma);
            info.width = u32::try_from(lh::heif_image_handle_get_width(self.0)).unwrap_or(0);
            info.height = u32::try_from(lh::heif_image_handle_get_height(self.0)).unwrap_or(0);
            info.depth = u32::try_from(lh::heif_image_handle_get_luma_bits_per_pixel(self.0)).unwrap_or(0);
            info.has_alpha = (lh::heif_image_handle_has_alpha_channel(self.0) != 0).into();
            info.premultiplied = (lh::heif_image_handle_is_premultiplied_alpha(self.0) != 0).into();
            let planes = coded.code == lh::heif_error_code_heif_error_Ok
                && (space, chroma) == (lh::heif_colorspace_heif_colorspace_YCbCr, lh::heif_chroma_heif_chroma_420);
            info.has_planes = (planes && info.depth == 8 && info.has_alpha == 0).into();
            info.is_image = (info.width > 0 && info.height > 0 && info.depth > 0).into();
        }
        let mut nclx = ptr::null_mut();
        // SAFETY: as above; what is found is freed once.
        unsafe {
            let answer = lh::heif_image_handle_get_nclx_color_profile(self.0, &mut nclx);
            if answer.code == lh::heif_error_code_heif_error_Ok && !nclx.is_null() {
                info.has_nclx = 1;
                info.nclx = Nclx {
                    primaries: (*nclx).color_primaries as u16,
                    transfer: (*nclx).transfer_characteristics as u16,
                    matrix: (*nclx).matrix_coefficients as u16,
                    full_range: (*nclx).full_range_flag.into(),
                };
                lh::heif_nclx_color_profile_free(nclx);
            }
        }
    }

    pub fn profile(&self, writer: &Writer) -> Result<()> {
        // SAFETY: the handle is alive.
        let length = unsafe { lh::heif_image_handle_get_raw_color_profile_size(self.0) };
        if length == 0 {
            return Ok(());
        }
        let mut profile = vec![0u8; length];
        // SAFETY: there is room for the profile.
        check(unsafe { lh::heif_image_handle_get_raw_color_profile(self.0, profile.as_mut_ptr().cast()) })?;
        // SAFETY: the vector has `length` bytes.
        unsafe { give(writer, profile.as_ptr(), length) }
    }

    pub fn auxiliary_type(&self, writer: &Writer) -> Result<()> {
        let mut text = ptr::null();
        // SAFETY: the handle is alive; the text is released once.
        unsafe {
            let answer = lh::heif_image_handle_get_auxiliary_type(self.0, &mut text);
            if answer.code != lh::heif_error_code_heif_error_Ok || text.is_null() {
                return Ok(());
            }
            let bytes = CStr::from_ptr(text).to_bytes();
            let given = give(writer, bytes.as_ptr(), bytes.len());
            lh::heif_image_handle_release_auxiliary_type(self.0, &mut text);
            given
        }
    }
}

/// How libheif decodes.
pub struct Options(pub *mut lh::heif_decoding_options);

impl Drop for Options {
    fn drop(&mut self) {
        // SAFETY: it is freed once.
        unsafe { lh::heif_decoding_options_free(self.0) }
    }
}

impl Options {
    pub fn new(threads: c_int) -> Result<Self> {
        // SAFETY: no arguments.
        let options = unsafe { lh::heif_decoding_options_alloc() };
        if options.is_null() {
            return Err(Error::new(NO_MEMORY, "no memory for options"));
        }
        // SAFETY: it was just made.
        unsafe {
            (*options).num_codec_threads = threads;
            // The colours stay what they are.
            (*options).output_image_nclx_profile_passthrough = 1;
        }
        Ok(Self(options))
    }
}

/// A decoded image.
pub struct Pixels(pub *mut lh::heif_image);

impl Drop for Pixels {
    fn drop(&mut self) {
        // SAFETY: it is released once.
        unsafe { lh::heif_image_release(self.0) }
    }
}

impl Pixels {
    /// Copies a plane of the size that the caller expects, of `bytes` for each sample.
    pub fn copy(
        &self,
        channel: lh::heif_channel,
        (width, height): (u32, u32),
        bytes: usize,
        (to, to_stride): (*mut u8, usize),
    ) -> Result<()> {
        let mut stride = 0;
        // SAFETY: the image is alive.
        let (from, size) = unsafe {
            let size = (lh::heif_image_get_width(self.0, channel), lh::heif_image_get_height(self.0, channel));
            (lh::heif_image_get_plane_readonly2(self.0, channel, &mut stride), size)
        };
        let row = width as usize * bytes;
        if from.is_null() || size != (width as c_int, height as c_int) || stride < row || to_stride < row {
            return Err(Error::new(BAD_FILE, "the image has not the size that its header says"));
        }
        for y in 0..height as usize {
            // SAFETY: both have `height` rows of at least `row` bytes, as far apart as their strides say: libheif's as
            // just checked, the caller's by the interface. They are different memory.
            unsafe { ptr::copy_nonoverlapping(from.add(y * stride), to.add(y * to_stride), row) }
        }
        Ok(())
    }
}
