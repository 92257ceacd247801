//! ICC profiles of sources (ICC.1:2022): which colour space one describes, where it is one that has a name or is made
//! of primaries and a curve.

#![forbid(unsafe_code)]

use std::panic::catch_unwind;

use moxcms::{ColorProfile, DataColorSpace, ToneReprCurve};

use super::matrix::{self, Matrix};
use super::{ColorSpace, Transfer, names};

/// Longest profile that is looked at, in bytes: profiles with tables for all intents have about 3 MiB.
const PROFILE_BYTES: usize = 4 << 20;

/// How far the colorants of a profile may be from those of a space to be its own. Profiles of one space differ by some
/// ten thousandths, as they adapted its white; those of the nearest other space by a hundredth.
const NEAR_COLORANT: f64 = 0.002;

/// How far light may be from a curve's. Tables of 26 entries are within this of their curve; sRGB and the power of 2.2
/// are 0.0085 apart.
const NEAR_LIGHT: f64 = 0.003;

/// Samples at which curves are compared, less one.
const STEPS: u32 = 64;

/// Which samples a profile is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Red, green and blue.
    Rgb,
    /// Grey alone.
    Gray,
}

/// A profile that could be read.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The profile as the transforming crate has it, of red, green and blue.
    pub(super) parsed: ColorProfile,
    /// The space that it describes, if a [`ColorSpace`] can say so.
    pub space: Option<ColorSpace>,
}

/// What a profile is for, by its header alone; None for another kind, and for what is no profile.
pub fn kind_of(profile: &[u8]) -> Option<Kind> {
    let (header, _) = profile.split_first_chunk::<128>()?;
    let length = u32::from_be_bytes([header[0], header[1], header[2], header[3]]) as usize;
    let is_whole = length <= profile.len() && profile.len() <= PROFILE_BYTES;
    match &header[16..20] {
        b"RGB " if is_whole && header[36..40] == *b"acsp" => Some(Kind::Rgb),
        b"GRAY" if is_whole && header[36..40] == *b"acsp" => Some(Kind::Gray),
        _ => None,
    }
}

impl Profile {
    /// Reads a profile of RGB or grey samples; None if it makes no sense. A profile of grey becomes one of RGB with the
    /// primaries of sRGB and its own curve, which is the same for grey.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let kind = kind_of(bytes)?;
        // A panic of the crate is a profile that makes no sense.
        let parsed = catch_unwind(|| ColorProfile::new_from_slice(bytes)).ok()?.ok()?;
        match kind {
            Kind::Rgb if parsed.color_space == DataColorSpace::Rgb => {
                let space = recognise(&parsed);
                Some(Self { parsed, space })
            }
            Kind::Rgb => None,
            Kind::Gray => Some(Self::of_gray(parsed.gray_trc?)),
        }
    }

    fn of_gray(curve: ToneReprCurve) -> Self {
        let (primaries, white) = names::BT709;
        let transfer = Light::of(&curve).and_then(|light| light.transfer());
        let custom = |transfer| ColorSpace { name: names::CUSTOM, primaries, white, transfer, limited: false };
        let named = |transfer| full_range().find(|space| (space.primaries, space.transfer) == (primaries, transfer));
        let space = transfer.map(|transfer| named(transfer).unwrap_or_else(|| custom(transfer)));
        let mut parsed = ColorProfile::new_srgb();
        parsed.cicp = None;
        [parsed.red_trc, parsed.green_trc, parsed.blue_trc] = [(); 3].map(|()| Some(curve.clone()));
        Self { parsed, space }
    }
}

/// The space of a profile of primaries and curves; that of its code points (ITU-T H.273) where it has them.
fn recognise(profile: &ColorProfile) -> Option<ColorSpace> {
    if let Some(cicp) = &profile.cicp {
        let points = [cicp.color_primaries as u8, cicp.transfer_characteristics as u8];
        let space = full_range().find(|space| space.code_points() == Some(points));
        if space.is_some() {
            return space;
        }
    }
    let tables = [&profile.lut_a_to_b_perceptual, &profile.lut_a_to_b_colorimetric, &profile.lut_a_to_b_saturation];
    if tables.into_iter().any(Option::is_some) {
        return None;
    }
    let colorants = [profile.red_colorant, profile.green_colorant, profile.blue_colorant];
    let colorants = matrix::transpose(colorants.map(|c| [c.x, c.y, c.z]));
    let curves = [&profile.red_trc, &profile.green_trc, &profile.blue_trc];
    let [red, green, blue] = curves.map(|curve| curve.as_ref().and_then(Light::of));
    let (red, green, blue) = (red?, green?, blue?);
    let fits = |transfer: Transfer| [&red, &green, &blue].into_iter().all(|light| light.is_near(transfer));
    let named = full_range().find(|space| {
        !matches!(space.transfer, Transfer::Pq | Transfer::Hlg | Transfer::Log)
            && space.to_d50().is_some_and(|own| is_near(&own, &colorants))
            && fits(space.transfer)
    });
    if named.is_some() {
        return named;
    }
    let transfer = green.transfer().filter(|transfer| fits(*transfer))?;
    let (primaries, white) = gamut_of(profile, &colorants)?;
    Some(ColorSpace { name: names::CUSTOM, primaries, white, transfer, limited: false })
}

fn full_range() -> impl Iterator<Item = ColorSpace> {
    names::TABLE.iter().filter(|row| !row.limited).filter_map(|row| ColorSpace::from_name(row.name))
}

fn is_near(a: &Matrix, b: &Matrix) -> bool {
    a.as_flattened().iter().zip(b.as_flattened()).all(|(a, b)| (a - b).abs() < NEAR_COLORANT)
}

/// Chromaticities of the primaries and of white, as they were before they were adapted to the white of profiles.
fn gamut_of(profile: &ColorProfile, colorants: &Matrix) -> Option<names::Gamut> {
    // Profiles that do not tell their adaptation are taken as what they say: spaces of the white D50.
    let adaptation = profile.chromatic_adaptation.map(|matrix| matrix.v);
    let own = match adaptation {
        Some(adaptation) => matrix::product(&matrix::inverse(&adaptation)?, colorants),
        None => *colorants,
    };
    let xy = |[x, y, z]: [f64; 3]| {
        let sum = x + y + z;
        let found = [(x / sum) as f32, (y / sum) as f32];
        (found.iter().all(|value| value.is_finite()) && found[1] > 0.0).then_some(found)
    };
    let white = matrix::apply(&own, [1.0; 3]);
    let [red, green, blue] = matrix::transpose(own).map(xy);
    let gamut = ([red?, green?, blue?], xy(white)?);
    // Whoever uses the space has to find its primaries good as well.
    ColorSpace::custom(gamut.0, gamut.1, 1.0).to_xyz().map(|_| gamut)
}

/// What a curve makes of samples in equal steps from 0 to 1.
struct Light(Vec<f64>);

impl Light {
    /// None for a curve that is none.
    fn of(curve: &ToneReprCurve) -> Option<Self> {
        let light: Vec<f64> = (0..=STEPS).map(|step| value_of(curve, Self::sample(step))).collect::<Option<_>>()?;
        light.iter().all(|value| value.is_finite()).then_some(Self(light))
    }

    fn sample(step: u32) -> f64 {
        f64::from(step) / f64::from(STEPS)
    }

    fn is_near(&self, transfer: Transfer) -> bool {
        (0..=STEPS).zip(&self.0).all(|(step, light)| {
            transfer.decode(Self::sample(step)).is_some_and(|expected| (light - expected).abs() < NEAR_LIGHT)
        })
    }

    /// The function that it is, if it is one of those that a space without a name can have. Of all powers it can only
    /// be the one that has its value in the middle.
    fn transfer(&self) -> Option<Transfer> {
        let power = Transfer::Power(-self.0[STEPS as usize / 2].log2() as f32);
        [Transfer::Srgb, Transfer::Bt709, power].into_iter().find(|transfer| self.is_near(*transfer))
    }
}

/// What a curve makes of `x` between 0 and 1 (ICC.1:2022, 10.6 and 10.18).
fn value_of(curve: &ToneReprCurve, x: f64) -> Option<f64> {
    let power = |g: f64, a: f64, b: f64| (a * x + b).max(0.0).powf(g);
    match curve {
        ToneReprCurve::Lut(entries) => Some(match entries[..] {
            [] => x,
            [gamma] => x.powf(f64::from(gamma) / 256.0),
            _ => {
                let at = x * (entries.len() - 1) as f64;
                let entry = |index: usize| f64::from(entries[index.min(entries.len() - 1)]) / 65535.0;
                let (low, high) = (entry(at as usize), entry(at as usize + 1));
                low + (high - low) * at.fract()
            }
        }),
        ToneReprCurve::Parametric(numbers) => {
            let numbers: Vec<f64> = numbers.iter().copied().map(f64::from).collect();
            match numbers[..] {
                [g] => Some(power(g, 1.0, 0.0)),
                [g, a, b] => Some(power(g, a, b)),
                [g, a, b, c] => Some(power(g, a, b) + c),
                [g, a, b, c, d] => Some(if x >= d { power(g, a, b) } else { c * x }),
                [g, a, b, c, d, e, f] => Some(if x >= d { power(g, a, b) + e } else { c * x + f }),
                _ => None,
            }
        }
    }
}
