//! One function around mozjpeg: pixels in, a file out. Its symbols stay inside this shared library; see Cargo.toml.

#![allow(unsafe_code)]

use std::ffi::{c_int, c_ulong};
use std::mem;

use mozjpeg_sys::*;

/// What the functions do beyond a plain baseline file.
const BASELINE_TRELLIS: c_int = 1;
const PROGRESSIVE_TRELLIS: c_int = 2;

/// Encodes tight rows of RGBX with the tables of T.81 Annex K. `mode` 0 is what libjpeg-turbo does, 1 trellis
/// quantisation and optimised tables, 2 the same in optimised scans, mozjpeg's default. Returns the file's length, 0 if
/// `capacity` is too small. On other errors mozjpeg ends the program with a message.
///
/// # Safety
///
/// `pixels` are width x height x 4 bytes, `data` has room for `capacity` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bench_mozjpeg_encode(
    pixels: *const u8,
    width: u32,
    height: u32,
    quality: c_int,
    full_chroma: c_int,
    mode: c_int,
    data: *mut u8,
    capacity: usize,
) -> usize {
    // SAFETY: the structures are C's, for which all zeros is a value; they are used as libjpeg.txt says: error manager,
    // create, destination, parameters, start, rows, finish, destroy. Rows lie within `pixels` as the caller promises.
    unsafe {
        let mut errors: jpeg_error_mgr = mem::zeroed();
        let mut info: jpeg_compress_struct = mem::zeroed();
        info.common.err = jpeg_std_error(&mut errors);
        jpeg_create_compress(&mut info);
        let (mut file, mut length) = (data, capacity as c_ulong);
        jpeg_mem_dest(&mut info, &mut file, &mut length);
        (info.image_width, info.image_height) = (width, height);
        (info.input_components, info.in_color_space) = (4, J_COLOR_SPACE::JCS_EXT_RGBX);
        let profile = if mode == 0 { JCP_FASTEST } else { JCP_MAX_COMPRESSION };
        jpeg_c_set_int_param(&mut info, J_INT_PARAM::JINT_COMPRESS_PROFILE, profile as c_int);
        jpeg_set_defaults(&mut info);
        jpeg_c_set_int_param(&mut info, J_INT_PARAM::JINT_BASE_QUANT_TBL_IDX, 0);
        jpeg_set_quality(&mut info, quality, 1);
        let factor = if full_chroma == 0 { 2 } else { 1 };
        for index in 0..3 {
            let component = &mut *info.comp_info.add(index);
            let factor = if index == 0 { factor } else { 1 };
            (component.h_samp_factor, component.v_samp_factor) = (factor, factor);
        }
        if mode == BASELINE_TRELLIS {
            (info.scan_info, info.num_scans) = (std::ptr::null(), 0);
            jpeg_c_set_bool_param(&mut info, J_BOOLEAN_PARAM::JBOOLEAN_OPTIMIZE_SCANS, 0);
        }
        debug_assert!((0..=PROGRESSIVE_TRELLIS).contains(&mode));
        jpeg_start_compress(&mut info, 1);
        while info.next_scanline < height {
            let row = pixels.add(info.next_scanline as usize * width as usize * 4);
            jpeg_write_scanlines(&mut info, &row, 1);
        }
        jpeg_finish_compress(&mut info);
        jpeg_destroy_compress(&mut info);
        if file == data {
            return length as usize;
        }
        // It took memory of its own, by malloc, because the file did not fit.
        free(file.cast());
        0
    }
}

unsafe extern "C" {
    fn free(block: *mut std::ffi::c_void);
}
