//! mozjpeg, from the shared library that bench/mozjpeg makes beside this program.

#![allow(unsafe_code)]

use std::ffi::c_int;

use super::Job;
use super::dynamic::functions;
use crate::Result;
use crate::images::Picture;
use crate::task::{Chroma, Task};
use crate::verify;

type Encode = unsafe extern "C" fn(*const u8, u32, u32, c_int, c_int, c_int, *mut u8, usize) -> usize;

functions! {
    /// Of bench/mozjpeg/src/lib.rs.
    Functions of beside();
    bench_mozjpeg_encode: Encode,
}

/// The file beside this program.
fn beside() -> String {
    let program = std::env::current_exe().unwrap_or_default();
    program.with_file_name("libbench_mozjpeg.so").to_string_lossy().into_owned()
}

/// The version that Cargo.lock names.
pub fn find() -> Result<String> {
    Functions::get().map(|_| super::locked("mozjpeg-sys"))
}

struct MozJpeg<'a> {
    functions: &'static Functions,
    picture: &'a Picture,
    quality: c_int,
    chroma: Chroma,
    mode: c_int,
    data: Vec<u8>,
}

/// At the knob's mode. Trellis quantisation costs PSNR, so it gets the quality whose PSNR is nearest to that of plain
/// quantisation: files are compared that look alike.
pub fn prepare(picture: &Picture, task: Task, mode: i32) -> Result<Box<dyn Job + '_>> {
    let (quality, chroma) = task.jpeg();
    let data = vec![0; picture.pixels() * 4 + (1 << 16)];
    let mut job = MozJpeg { functions: Functions::get()?, picture, quality: quality.into(), chroma, mode, data };
    if mode != 0 {
        let mut psnr = |quality: u8, mode: c_int| {
            (job.quality, job.mode) = (quality.into(), mode);
            verify::psnr(job.encode()?, picture, task)
        };
        let plain = psnr(quality, 0)?;
        let mut best = (f64::INFINITY, quality);
        for candidate in quality..=99 {
            let difference = psnr(candidate, mode)? - plain;
            if difference.abs() < best.0 {
                best = (difference.abs(), candidate);
            }
            if difference >= 0.0 {
                break;
            }
        }
        (job.quality, job.mode) = (best.1.into(), mode);
    }
    Ok(Box::new(job))
}

impl Job for MozJpeg<'_> {
    fn encode(&mut self) -> Result<&[u8]> {
        let Picture { width, height, ref rgba, .. } = *self.picture;
        let full = c_int::from(self.chroma == Chroma::Full);
        // SAFETY: the pixels are width x height x 4 bytes, the room is as said.
        let length = unsafe {
            (self.functions.bench_mozjpeg_encode)(
                rgba.as_ptr(),
                width as u32,
                height as u32,
                self.quality,
                full,
                self.mode,
                self.data.as_mut_ptr(),
                self.data.len(),
            )
        };
        if length == 0 { Err("the file is larger than the pixels".to_owned()) } else { Ok(&self.data[..length]) }
    }
}
