//! Google's libultrahdr: what it makes of a file.

#![allow(unsafe_code)]

use std::ptr;

use ultrahdr_sys::{
    uhdr_codec_err_t, uhdr_color_gamut, uhdr_color_range, uhdr_color_transfer, uhdr_compressed_image,
    uhdr_create_decoder, uhdr_dec_set_image, uhdr_dec_set_out_color_transfer, uhdr_dec_set_out_img_format, uhdr_decode,
    uhdr_error_info_t, uhdr_get_decoded_image, uhdr_img_fmt, uhdr_release_decoder,
};

/// The HDR image of `file` at full headroom: whether its primaries are those of Display P3, and linear red, green and
/// blue, where 1.0 is the white of SDR.
pub fn reconstructed(file: &[u8]) -> (bool, Vec<[f64; 3]>) {
    let mut file = file.to_vec();
    let mut image = uhdr_compressed_image {
        data: file.as_mut_ptr().cast(),
        data_sz: file.len(),
        capacity: file.len(),
        cg: uhdr_color_gamut::UHDR_CG_UNSPECIFIED,
        ct: uhdr_color_transfer::UHDR_CT_UNSPECIFIED,
        range: uhdr_color_range::UHDR_CR_UNSPECIFIED,
    };
    // SAFETY: the decoder is used by this thread alone and released once, `image` and the bytes it names outlive it.
    let (decoder, decoded) = unsafe {
        let decoder = uhdr_create_decoder();
        check(uhdr_dec_set_image(decoder, ptr::from_mut(&mut image)));
        check(uhdr_dec_set_out_img_format(decoder, uhdr_img_fmt::UHDR_IMG_FMT_64bppRGBAHalfFloat));
        check(uhdr_dec_set_out_color_transfer(decoder, uhdr_color_transfer::UHDR_CT_LINEAR));
        check(uhdr_decode(decoder));
        (decoder, uhdr_get_decoded_image(decoder).as_ref().expect("it was decoded"))
    };
    let (width, height, stride) = (decoded.w as usize, decoded.h as usize, decoded.stride[0] as usize);
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        // SAFETY: the decoder's image has `height` rows of `width` pixels of 8 bytes, `stride` pixels apart.
        let row = unsafe { std::slice::from_raw_parts(decoded.planes[0].cast::<[u16; 4]>().add(y * stride), width) };
        pixels.extend(row.iter().map(|[r, g, b, _]| [r, g, b].map(|bits| half::f16::from_bits(*bits).to_f64())));
    }
    let in_p3 = decoded.cg == uhdr_color_gamut::UHDR_CG_DISPLAY_P3;
    // SAFETY: nothing of the decoder is used any more.
    unsafe { uhdr_release_decoder(decoder) };
    (in_p3, pixels)
}

fn check(outcome: uhdr_error_info_t) {
    let text: Vec<u8> = outcome.detail.iter().map(|byte| byte.cast_unsigned()).take_while(|byte| *byte != 0).collect();
    assert!(outcome.error_code == uhdr_codec_err_t::UHDR_CODEC_OK, "libultrahdr: {}", String::from_utf8_lossy(&text));
}
