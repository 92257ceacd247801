//! What moves.

use super::Scene;
use crate::Result;
use crate::images::{Picture, photos};

/// All scenes.
pub const SCENES: &[fn() -> Result<Scene>] = &[pan, soft, still];

const SIZE: (usize, usize) = (480, 270);
const FRAMES: usize = 24;

/// The part of `picture` from `(left, top)` on that is `width` wide, in the size of a frame: means of areas.
fn window(picture: &Picture, (left, top): (usize, usize), width: usize, (columns, rows): (usize, usize)) -> Picture {
    let height = width * rows / columns;
    Picture::by_rule(columns, rows, |x, y| {
        let ends = |at: usize, length: usize, count: usize| {
            let start = at * length / count;
            start..((at + 1) * length / count).max(start + 1)
        };
        let (mut sums, mut count) = ([0; 3], 0);
        for y in ends(y, height, rows) {
            for x in ends(x, width, columns) {
                let pixel = &picture.rgba[((top + y) * picture.width + left + x) * 4..];
                (0..3).for_each(|c| sums[c] += u32::from(pixel[c]));
                count += 1;
            }
        }
        sums.map(|sum| ((sum + count / 2) / count) as u8)
    })
}

/// Over a photo with detail everywhere, and out of it.
fn pan() -> Result<Scene> {
    let photo = photos::seeding()?;
    let frame = |i: usize| window(&photo, (600 + i * 40, 500 + i * 20), 1200 + i * 30, SIZE);
    Ok(Scene { name: "pan over a photo", frames: (0..FRAMES).map(frame).collect() })
}

/// Over a photo that is mostly out of focus.
fn soft() -> Result<Scene> {
    let photo = photos::dandelion()?;
    let frame = |i: usize| window(&photo, (i * 15, i * 5), 960, SIZE);
    Ok(Scene { name: "pan over soft light", frames: (0..FRAMES).map(frame).collect() })
}

/// A round picture that moves before a photo.
fn still() -> Result<Scene> {
    let photo = photos::seeding_1m5()?;
    let background = window(&photo, (0, 0), 1440, SIZE);
    let sprite = window(&photos::astronaut()?, (0, 0), 512, (90, 90));
    let frame = |i: usize| {
        let (left, top) = (10 + i * 15, 80 + (i * 7) % 90);
        Picture::by_rule(SIZE.0, SIZE.1, |x, y| {
            let (dx, dy) = (x.wrapping_sub(left), y.wrapping_sub(top));
            let inside = dx < 90 && dy < 90 && (dx as i32 - 45).pow(2) + (dy as i32 - 45).pow(2) < 43 * 43;
            let (from, at) = if inside { (&sprite, dy * 90 + dx) } else { (&background, y * SIZE.0 + x) };
            [from.rgba[at * 4], from.rgba[at * 4 + 1], from.rgba[at * 4 + 2]]
        })
    };
    Ok(Scene { name: "before a still photo", frames: (0..FRAMES).map(frame).collect() })
}
