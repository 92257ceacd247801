//! The binding to libjpeg-turbo (TurboJPEG 3): a header, then pixels or planes of all or part of the image, reduced or
//! not.
//!
//! A decompressor keeps the bytes that its header was read from, so the sizes that buffers are checked against are
//! those that libjpeg-turbo finds again when it decodes.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_int, c_uchar, c_void};
use std::ops::RangeInclusive;
use std::ptr::{self, NonNull};

use turbojpeg_sys as tj;

use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::Region;

/// What libjpeg-turbo may hold of a file of several scans, whose coefficients it keeps until the last: 2 GiB in MiB.
/// That is 357 megapixels without subsampling and all there can be in 4:2:0.
const MEMORY: c_int = 2048;

/// Scans of a file, for that many pixels each at most. A scan of a few bytes costs a walk over all blocks, so a small
/// file could keep a processor busy for hours; encoders write about ten, those that search for the best up to some
/// dozens.
const SCANS: RangeInclusive<u64> = 64..=500;
const SCANNED_PIXELS: u64 = 1 << 33;

/// What the header of a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Bits of a sample.
    pub precision: u32,
    /// Whether it is coded without loss (T.81, annex H).
    pub lossless: bool,
    /// Whether there is one component.
    pub gray: bool,
    /// Whether the colours are CMYK or YCCK.
    pub cmyk: bool,
    /// Whether there are planes of YCbCr, whose chroma has half the columns and rows.
    pub ycc_420: bool,
    /// Whether a part of the image can be decoded: libjpeg-turbo knows the sampling factors as a pattern.
    pub croppable: bool,
}

/// What was wrong with data that were decoded all the same, at least in part.
#[derive(Debug)]
pub struct Flaw {
    /// Whether libjpeg-turbo gave up for sure; else it may have warned and gone on.
    pub fatal: bool,
    /// Why.
    pub error: ImageError,
}

/// libjpeg-turbo's decompressor of one file.
pub struct Decompressor<'a> {
    handle: NonNull<c_void>,
    file: &'a [u8],
    header: Header,
    /// Columns and rows that will be decoded.
    size: (u32, u32),
    /// Whether that is the whole image, reduced or not.
    whole: bool,
}

impl Drop for Decompressor<'_> {
    fn drop(&mut self) {
        // SAFETY: the handle came from tj3Init, and nobody has it after this.
        unsafe { tj::tj3Destroy(self.handle.as_ptr()) }
    }
}

impl<'a> Decompressor<'a> {
    /// Reads the header; None if there is none that libjpeg-turbo understands, with its reason.
    pub fn open(file: &'a [u8]) -> Result<std::result::Result<Self, String>> {
        // SAFETY: a call without pointers.
        let handle = unsafe { tj::tj3Init(tj::TJINIT_TJINIT_DECOMPRESS as c_int) };
        let handle = NonNull::new(handle)
            .ok_or_else(|| ImageError::new(ErrorKind::AllocFailed, "no memory for the JPEG decoder"))?;
        let header = Header {
            width: 0,
            height: 0,
            precision: 0,
            lossless: false,
            gray: false,
            cmyk: false,
            ycc_420: false,
            croppable: false,
        };
        let mut this = Self { handle, file, header, size: (0, 0), whole: true };
        // Profiles are read elsewhere.
        this.set(tj::TJPARAM_TJPARAM_SAVEMARKERS, 0)?;
        this.set(tj::TJPARAM_TJPARAM_MAXMEMORY, MEMORY)?;
        // SAFETY: `file` is a slice: readable for its length, all that libjpeg-turbo's memory source reads. A length of
        // 0 it refuses.
        let code = unsafe { tj::tj3DecompressHeader(handle.as_ptr(), file.as_ptr(), file.len() as tj::size_t) };
        // A file of tables without an image is no error to libjpeg-turbo.
        let side = |parameter| u32::try_from(this.get(parameter)).unwrap_or(0);
        let (width, height) = (side(tj::TJPARAM_TJPARAM_JPEGWIDTH), side(tj::TJPARAM_TJPARAM_JPEGHEIGHT));
        let colors = tj::TJCS::try_from(this.get(tj::TJPARAM_TJPARAM_COLORSPACE)).ok();
        let refused = code != 0 && this.fatal();
        let Some(colors) = colors.filter(|_| width > 0 && height > 0 && !refused) else {
            return Ok(Err(if code == 0 { "there is no image".to_owned() } else { this.text() }));
        };
        let sampling = this.get(tj::TJPARAM_TJPARAM_SUBSAMP);
        this.header = Header {
            width,
            height,
            precision: side(tj::TJPARAM_TJPARAM_PRECISION),
            lossless: this.get(tj::TJPARAM_TJPARAM_LOSSLESS) != 0,
            gray: colors == tj::TJCS_TJCS_GRAY,
            cmyk: colors == tj::TJCS_TJCS_CMYK || colors == tj::TJCS_TJCS_YCCK,
            ycc_420: colors == tj::TJCS_TJCS_YCbCr && sampling == tj::TJSAMP_TJSAMP_420,
            croppable: sampling != tj::TJSAMP_TJSAMP_UNKNOWN,
        };
        this.size = (width, height);
        let scans = SCANNED_PIXELS / (u64::from(width) * u64::from(height));
        this.set(tj::TJPARAM_TJPARAM_SCANLIMIT, scans.clamp(*SCANS.start(), *SCANS.end()) as c_int)?;
        Ok(Ok(this))
    }

    /// What the header says.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Columns and rows that will be decoded.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// From now on every side is divided by 1, 2, 4 or 8, and rounded up.
    pub fn reduce(&mut self, by: u32) -> Result<()> {
        let factor = tj::tjscalingfactor { num: 1, denom: by as c_int };
        // SAFETY: a live handle and plain numbers.
        let code = unsafe { tj::tj3SetScalingFactor(self.handle.as_ptr(), factor) };
        self.expect(code)?;
        self.size = (self.header.width.div_ceil(by), self.header.height.div_ceil(by));
        self.whole = true;
        Ok(())
    }

    /// From now on pixels are those of a part of the reduced image, whose left edge lies between two MCUs.
    pub fn crop(&mut self, part: Region) -> Result<()> {
        let (width, height) = self.size;
        let inside =
            |at: u32, length: u32, whole: u32| length > 0 && at.checked_add(length).is_some_and(|end| end <= whole);
        if !self.whole || !inside(part.x, part.width, width) || !inside(part.y, part.height, height) {
            return Err(misused());
        }
        let [x, y, w, h] = [part.x, part.y, part.width, part.height].map(|side| side as c_int);
        // SAFETY: a live handle and plain numbers.
        let code = unsafe { tj::tj3SetCroppingRegion(self.handle.as_ptr(), tj::tjregion { x, y, w, h }) };
        self.expect(code)?;
        self.size = (part.width, part.height);
        self.whole = false;
        Ok(())
    }

    /// Decodes to rows of `stride` bytes of RGBA, or of CMYK if those are the file's colours. What could not be decoded
    /// keeps the bytes it has.
    pub fn pixels(&mut self, out: &mut [u8], stride: usize) -> Result<Option<Flaw>> {
        let (width, height) = self.size;
        if !holds(out, width as usize * 4, stride, height) {
            return Err(misused());
        }
        let pitch = c_int::try_from(stride).map_err(|_| misused())?;
        let format = if self.header.cmyk { tj::TJPF_TJPF_CMYK } else { tj::TJPF_TJPF_RGBA };
        let (file, length) = (self.file.as_ptr(), self.file.len() as tj::size_t);
        // SAFETY: `file` as in `open`. Of `out` libjpeg-turbo writes `height` rows of `width` pixels of 4 bytes,
        // `pitch` bytes apart: the check above covers these. They are `self.size`, which it computes anew from the same
        // header, the factor and the region that were set.
        let code = unsafe { tj::tj3Decompress8(self.handle.as_ptr(), file, length, out.as_mut_ptr(), pitch, format) };
        Ok(self.flaw(code))
    }

    /// Decodes a 4:2:0 file to its planes, each with the bytes between its rows. Luma has an even number of columns and
    /// rows, chroma half of these.
    pub fn planes(&mut self, planes: [(&mut [u8], usize); 3]) -> Result<Option<Flaw>> {
        let (width, height) = self.size;
        let (columns, rows) = (width.div_ceil(2), height.div_ceil(2));
        let mut fits = self.header.ycc_420 && self.whole;
        let mut pointers = [ptr::null_mut::<c_uchar>(); 3];
        let mut strides = [0; 3];
        for (index, (plane, stride)) in planes.into_iter().enumerate() {
            let (columns, rows) = if index == 0 { (columns * 2, rows * 2) } else { (columns, rows) };
            fits &= stride > 0 && holds(plane, columns as usize, stride, rows);
            strides[index] = c_int::try_from(stride).map_err(|_| misused())?;
            pointers[index] = plane.as_mut_ptr();
        }
        if !fits {
            return Err(misused());
        }
        let (file, length) = (self.file.as_ptr(), self.file.len() as tj::size_t);
        // SAFETY: `file` as in `open`. Three planes, as a 4:2:0 file has; each holds the rows that libjpeg-turbo
        // writes, which are those of tj3YUVPlaneWidth and tj3YUVPlaneHeight: luma rounded up to even, chroma half of
        // that. The planes are distinct, being mutable slices.
        let code = unsafe {
            tj::tj3DecompressToYUVPlanes8(
                self.handle.as_ptr(),
                file,
                length,
                pointers.as_mut_ptr(),
                strides.as_mut_ptr(),
            )
        };
        Ok(self.flaw(code))
    }

    fn flaw(&self, code: c_int) -> Option<Flaw> {
        (code != 0).then(|| {
            let text = self.text();
            let kind = match &text {
                _ if text.contains("Memory limit") => ErrorKind::SourceTooLarge,
                _ if text.contains("Insufficient memory") || text.contains("Memory allocation") => {
                    ErrorKind::AllocFailed
                }
                _ => ErrorKind::SourceDecodeFailed,
            };
            let message = format!("the source cannot be decoded: JPEG: {text}");
            Flaw { fatal: self.fatal(), error: ImageError::new(kind, message) }
        })
    }

    /// Whether the last call failed without a warning before: one that warned first and then failed counts as a
    /// warning.
    fn fatal(&self) -> bool {
        // SAFETY: a live handle.
        let code = unsafe { tj::tj3GetErrorCode(self.handle.as_ptr()) };
        code != tj::TJERR_TJERR_WARNING as c_int
    }

    /// What libjpeg-turbo said last, on one line.
    fn text(&self) -> String {
        // SAFETY: a live handle; the text ends with NUL and stays until the next call on this thread.
        let text = unsafe { CStr::from_ptr(tj::tj3GetErrorStr(self.handle.as_ptr())) };
        text.to_string_lossy().replace('\n', " ")
    }

    fn set(&self, parameter: tj::TJPARAM, value: c_int) -> Result<()> {
        // SAFETY: a live handle and plain numbers.
        let code = unsafe { tj::tj3Set(self.handle.as_ptr(), parameter as c_int, value) };
        self.expect(code)
    }

    fn get(&self, parameter: tj::TJPARAM) -> c_int {
        // SAFETY: a live handle and a plain number.
        unsafe { tj::tj3Get(self.handle.as_ptr(), parameter as c_int) }
    }

    /// An error unless a call succeeded that only a mistake of this library makes fail.
    fn expect(&self, code: c_int) -> Result<()> {
        if code == 0 { Ok(()) } else { Err(ImageError::new(ErrorKind::Internal, format!("JPEG: {}", self.text()))) }
    }
}

/// Whether `bytes` hold `rows` rows of `row` bytes, `stride` bytes apart.
fn holds(bytes: &[u8], row: usize, stride: usize, rows: u32) -> bool {
    let before_last = (rows as usize).checked_sub(1).and_then(|rows| rows.checked_mul(stride));
    row <= stride && before_last.and_then(|bytes| bytes.checked_add(row)).is_some_and(|needed| needed <= bytes.len())
}

fn misused() -> ImageError {
    ImageError::new(ErrorKind::Internal, "JPEG: a buffer or a region does not fit the image")
}
