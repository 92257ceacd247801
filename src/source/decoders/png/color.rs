//! What a PNG says about its colours: cICP, else iCCP, else sRGB, else gAMA and cHRM.

#![forbid(unsafe_code)]

use png::{Info, SourceChromaticities};

use crate::color::{ColorSpace, names};
use crate::source::frame::SourceColor;

/// What the chunks in front of the pixels say. A cICP that names no space this library knows is passed over.
pub fn of_info(info: &Info<'_>) -> SourceColor {
    let named = info.coding_independent_code_points.and_then(|points| {
        let full = points.is_video_full_range_image;
        ColorSpace::from_code_points(points.color_primaries, points.transfer_function, full)
    });
    if let Some(space) = named {
        return SourceColor::Space(space);
    }
    if let Some(profile) = &info.icc_profile {
        return SourceColor::Icc(profile.to_vec());
    }
    let space = if info.srgb.is_some() { ColorSpace::from_name(names::SRGB) } else { of_gamma(info) };
    space.map_or(SourceColor::Unsaid, SourceColor::Space)
}

/// The space of gAMA and cHRM, if it is one and differs from what an image means that says nothing. Without gAMA there
/// is no curve and no space; without cHRM the primaries are those of sRGB.
fn of_gamma(info: &Info<'_>) -> Option<ColorSpace> {
    // gAMA holds the exponent from light to samples, times 100000.
    let gamma = 1e5 / f64::from(info.gama_chunk?.into_scaled());
    let (primaries, white) = info.chrm_chunk.map_or(names::BT709, |chunk| of_chunk(&chunk));
    // 2.2 with these primaries is what files say that mean sRGB (clause 11.3.2.2).
    let is_srgb_like = (gamma - 2.2).abs() < 0.02
        && primaries
            .iter()
            .flatten()
            .chain(&white)
            .zip(names::BT709.0.iter().flatten().chain(&names::BT709.1))
            .all(|(a, b)| (a - b).abs() < 0.001);
    let space = ColorSpace::custom(primaries, white, gamma as f32);
    let is_space = (0.1..=10.0).contains(&gamma) && space.to_xyz().is_some();
    (is_space && !is_srgb_like).then_some(space)
}

fn of_chunk(chunk: &SourceChromaticities) -> names::Gamut {
    let [red, green, blue, white] =
        [chunk.red, chunk.green, chunk.blue, chunk.white].map(|(x, y)| [x.into_value(), y.into_value()]);
    ([red, green, blue], white)
}
