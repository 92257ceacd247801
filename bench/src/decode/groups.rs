//! The table of what is decoded, and by whom.

use turbojpeg::Subsamp;

use super::calls::Source;
use super::files::{self, Encoded};
use super::{Output, Side, Who, libs, peers};
use crate::images::{drawn, photos};
use crate::{Result, machine};

/// One file and its decoders.
pub struct Group {
    /// As rows and filters say it.
    pub what: &'static str,
    /// Makes the file.
    pub make: fn() -> Result<Encoded>,
    /// Sets all sides up; one that fails is absent.
    pub sides: for<'a> fn(&'a Encoded) -> Vec<Result<Side<'a>>>,
    /// By how much bytes may differ on average; infinite where sides make different things.
    pub tolerance: f64,
    /// Whether `--quick` has it.
    pub is_quick: bool,
}

/// All groups, in the order of rows.
pub const GROUPS: &[Group] = &[
    group("JPEG 4:2:0 photo-16m", || files::jpeg(&photos::seeding()?, Subsamp::Sub2x2, false), jpeg, 2.0, true),
    group("JPEG 4:4:4 photo-8m", || files::jpeg(&photos::seeding_8m()?, Subsamp::None, false), jpeg, 2.0, false),
    group("JPEG progressive photo-8m", || files::jpeg(&photos::seeding_8m()?, Subsamp::Sub2x2, true), jpeg, 2.0, false),
    group("JPEG 4:2:0 256x256", || files::jpeg(&photos::astronaut_256()?, Subsamp::Sub2x2, false), jpeg, 2.0, true),
    group("JPEG 4:2:0 64x64", || files::jpeg(&photos::thumbnail()?, Subsamp::Sub2x2, false), jpeg, 2.0, false),
    group(
        "JPEG thumbnail of 512 photo-16m",
        || files::jpeg(&photos::seeding()?, Subsamp::Sub2x2, false),
        thumbnail,
        f64::INFINITY,
        true,
    ),
    group("PNG photo-8m", || files::png(&photos::seeding_8m()?), png, 0.0, false),
    group("PNG screenshot", || files::png(&drawn::screenshot()?), png, 0.0, true),
    // Ours is premultiplied.
    group("PNG RGBA icon-sheet", || files::png(&drawn::icon_sheet()?), png, f64::INFINITY, false),
    group("PNG 512x512", || files::png(&photos::astronaut()?), png, 0.0, false),
    group("WebP lossy photo-8m", || files::webp(&photos::seeding_8m()?, false), webp, 2.0, false),
    group("WebP lossy 512x512", || files::webp(&photos::astronaut()?, false), webp, 2.0, true),
    group("WebP lossless screenshot", || files::webp(&drawn::screenshot()?, true), webp, 0.0, true),
    group("GIF screenshot", || files::gif(&drawn::screenshot()?), gif, 0.0, true),
];

const fn group(
    what: &'static str,
    make: fn() -> Result<Encoded>,
    sides: for<'a> fn(&'a Encoded) -> Vec<Result<Side<'a>>>,
    tolerance: f64,
    is_quick: bool,
) -> Group {
    Group { what, make, sides, tolerance, is_quick }
}

/// A peer, in front of ours: what it makes is what ours is held against.
fn peer<'a>(name: &'static str, call: impl FnMut() -> Result<Vec<u8>> + 'a) -> Result<Side<'a>> {
    let mut call = call;
    Ok(Side { who: Who::Peer(name), call: Box::new(move || call().map(Output::Bytes)), last: None })
}

/// Ours with one thread and with all cores, to that size.
fn ours<'a>(name: &'static str, encoded: &'a Encoded, size: Option<(usize, usize)>) -> Vec<Result<Side<'a>>> {
    let side = |threads| {
        let source = Source::new(&encoded.file, size)?;
        let call = Box::new(move || source.decode().map(Output::Map));
        Ok(Side { who: Who::Ours(name, threads), call, last: None })
    };
    let mut threads = vec![1, machine::cores()];
    threads.dedup();
    threads.into_iter().map(side).collect()
}

fn with_ours<'a>(encoded: &'a Encoded, mut peers: Vec<Result<Side<'a>>>) -> Vec<Result<Side<'a>>> {
    peers.extend(ours("", encoded, None));
    peers
}

fn jpeg(encoded: &Encoded) -> Vec<Result<Side<'_>>> {
    let turbo = peers::turbo(encoded, 1).and_then(|call| peer("libjpeg-turbo", call));
    with_ours(encoded, vec![turbo, peer("zune-jpeg", || peers::zune(encoded))])
}

/// The largest of 512 pixels at most, by the shape of the image: ours at that size, ours whole, and what libjpeg-turbo
/// can reduce to without going below it.
fn thumbnail(encoded: &Encoded) -> Vec<Result<Side<'_>>> {
    let (width, height) = (encoded.width, encoded.height);
    let size = (512, height * 512 / width);
    let turbo = peers::turbo(encoded, 8).and_then(|call| peer("libjpeg-turbo, 1/8 alone", call));
    let whole = peers::turbo(encoded, 1).and_then(|call| peer("libjpeg-turbo, whole", call));
    let mut sides = vec![turbo, whole];
    sides.extend(ours(", desired size", encoded, Some(size)));
    sides.extend(ours(", whole", encoded, None));
    sides
}

fn png(encoded: &Encoded) -> Vec<Result<Side<'_>>> {
    let spng = libs::spng(encoded).and_then(|call| peer("libspng", call));
    let libpng = libs::libpng(encoded).and_then(|call| peer("libpng", call));
    with_ours(encoded, vec![spng, libpng, peer("png", || peers::png(encoded))])
}

fn webp(encoded: &Encoded) -> Vec<Result<Side<'_>>> {
    with_ours(encoded, vec![peer("libwebp", || peers::webp(encoded))])
}

fn gif(encoded: &Encoded) -> Vec<Result<Side<'_>>> {
    with_ours(encoded, vec![peer("gif", || peers::gif(encoded))])
}
