//! The types of packing_options.h, as cbindgen prints them.

/// How densely a JPEG samples colour, as 4:a:b: of four pixels in a row, a have a colour sample of their own, and b of
/// the four below them.
///
/// @since 1.0
#[repr(C)]
#[derive(Clone, Copy)]
pub enum OHIK_JpegChromaSubsampling {
    /// One colour sample for 2x2 pixels: smallest, and what most cameras and programs write.
    OHIK_JPEG_CHROMA_420 = 0,
    /// One for two pixels of a row: colours keep their full vertical resolution.
    OHIK_JPEG_CHROMA_422 = 1,
    /// One for each pixel: for screenshots, drawings, coloured text and fine red or blue detail.
    OHIK_JPEG_CHROMA_444 = 2,
}
