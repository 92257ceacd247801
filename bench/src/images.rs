//! The images: photos of the corpus and parts of them, and pictures made by rule, the same on every machine.

use std::fs;

use crate::{Result, path};

/// Pixels that every encoder gets.
pub struct Picture {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Tight rows; colours are not multiplied by alpha.
    pub rgba: Vec<u8>,
    /// Whether every alpha is 255, and said to be.
    pub opaque: bool,
}

impl Picture {
    /// The pixels without alpha.
    pub fn rgb(&self) -> Vec<u8> {
        self.rgba.as_chunks::<4>().0.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect()
    }

    /// A picture whose pixels `rule` knows.
    pub fn by_rule(width: usize, height: usize, rule: impl Fn(usize, usize) -> [u8; 3]) -> Self {
        let mut rgba = Vec::with_capacity(width * height * 4);
        for y in 0..height {
            for x in 0..width {
                let [r, g, b] = rule(x, y);
                rgba.extend_from_slice(&[r, g, b, 255]);
            }
        }
        Self { width, height, rgba, opaque: true }
    }

    fn part(&self, left: usize, top: usize, width: usize, height: usize) -> Self {
        let rows = (top..top + height).map(|y| &self.rgba[(y * self.width + left) * 4..][..width * 4]);
        Self { width, height, rgba: rows.flatten().copied().collect(), opaque: self.opaque }
    }

    fn middle(&self, width: usize, height: usize) -> Self {
        self.part((self.width - width) / 2, (self.height - height) / 2, width, height)
    }

    /// Half as wide and high, each pixel the mean of four.
    fn halved(&self) -> Self {
        let mean = |x: usize, y: usize, channel: usize| {
            let at = |x, y| u32::from(self.rgba[(y * self.width + x) * 4 + channel]);
            let sum = at(2 * x, 2 * y) + at(2 * x + 1, 2 * y) + at(2 * x, 2 * y + 1) + at(2 * x + 1, 2 * y + 1);
            ((sum + 2) / 4) as u8
        };
        Self::by_rule(self.width / 2, self.height / 2, |x, y| [mean(x, y, 0), mean(x, y, 1), mean(x, y, 2)])
    }
}

/// The photo of the corpus, whole: 5312x2988.
pub fn photo_whole() -> Result<Picture> {
    let name = "tests/images/seeding.jpg";
    let file = fs::read(path(name)).map_err(|error| format!("{name}: {error}"))?;
    let image = turbojpeg::decompress(&file, turbojpeg::PixelFormat::RGBA).map_err(|e| format!("{name}: {e}"))?;
    Ok(Picture { width: image.width, height: image.height, rgba: image.pixels, opaque: true })
}

/// Its middle, pixel for pixel: 3464x2309, 8 MP.
pub fn photo_8m() -> Result<Picture> {
    Ok(photo_whole()?.middle(3464, 2309))
}

/// Its middle at half size: 1500x1000.
pub fn photo_1m5() -> Result<Picture> {
    Ok(photo_whole()?.middle(3000, 2000).halved())
}

/// A photo of 512x512.
pub fn astronaut() -> Result<Picture> {
    let name = "tests/images/astronaut.png";
    let file = fs::read(path(name)).map_err(|error| format!("{name}: {error}"))?;
    let (width, height, rgba) = crate::verify::decode_png(&file)?;
    Ok(Picture { width, height, rgba, opaque: true })
}

/// A face of 64x64.
pub fn thumbnail() -> Result<Picture> {
    Ok(astronaut()?.part(190, 60, 64, 64))
}

/// One pixel: what a call costs before it encodes anything.
pub fn pixel() -> Result<Picture> {
    Ok(Picture { width: 1, height: 1, rgba: vec![200, 100, 50, 255], opaque: true })
}

/// Noise in every channel, 1024x1024: nothing can be predicted or compressed.
pub fn noise() -> Result<Picture> {
    Ok(Picture::by_rule(1024, 1024, |x, y| {
        let [r, g, b, ..] = hash(x, y).to_le_bytes();
        [r, g, b]
    }))
}

/// Like the screenshot of a desktop, 1920x1080: flat areas, lines of text, gradients, a grid of icons.
pub fn screenshot() -> Result<Picture> {
    Ok(Picture::by_rule(1920, 1080, desktop))
}

/// An icon with soft edges and a shadow, 512x512, of all degrees of alpha.
pub fn icon() -> Result<Picture> {
    let mut picture = Picture::by_rule(512, 512, |x, y| [(x / 2) as u8, (y / 2) as u8, 160]);
    for (index, pixel) in picture.rgba.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        let (x, y) = ((index % 512) as f64 - 255.5, (index / 512) as f64 - 255.5);
        let outside = x.hypot(y) - 180.0;
        pixel[3] = match outside {
            ..0.0 => 255,
            0.0..1.5 => (255.0 - outside * 80.0) as u8,
            1.5..60.0 => ((60.0 - outside) * 2.0) as u8,
            _ => 0,
        };
        if outside >= 1.5 {
            pixel[..3].fill(0);
        }
    }
    picture.opaque = false;
    Ok(picture)
}

/// The pixel of a desktop: wallpaper, and over it a window with a title bar, a side bar and text.
fn desktop(x: usize, y: usize) -> [u8; 3] {
    let (left, top) = (x.wrapping_sub(160), y.wrapping_sub(90));
    if y < 28 {
        return if (x / 8) % 29 < 5 && text(x, y + 2) { [230, 230, 235] } else { [38, 38, 44] };
    }
    if left >= 1600 || top >= 900 {
        return [(40 + x / 24) as u8, (60 + y / 12) as u8, (140 - (x + y) / 40) as u8];
    }
    match (left, top) {
        (_, 0..36) => [(235 - top) as u8, (235 - top) as u8, (240 - top) as u8],
        (0..300, _) if top % 48 < 4 => [226, 228, 232],
        (0..300, _) if left < 60 => icon_grid(left, top),
        (0..300, _) if top % 48 > 20 && left < 220 && text(left, top) => [70, 72, 80],
        (0..300, _) => [240, 241, 244],
        (1200.., 60..420) => [(left / 8) as u8, (top / 2) as u8, ((left + top) / 10) as u8],
        _ if left > 330 && left < 1160 - (hash(top / 16, 7) % 400) as usize && text(left, top) => [28, 28, 32],
        _ => [255, 255, 255],
    }
}

fn icon_grid(left: usize, top: usize) -> [u8; 3] {
    let colour = hash(top / 48, 3).to_le_bytes();
    let inside = (14..46).contains(&left) && (10..42).contains(&(top % 48));
    if inside { [colour[0], colour[1], colour[2] | 128] } else { [240, 241, 244] }
}

/// Strokes of 7x10 letters on lines of 16 pixels, with gaps between words; which letter, the hash says.
fn text(x: usize, y: usize) -> bool {
    let (column, line) = (x / 8, y / 16);
    let (in_x, in_y) = (x % 8, y % 16);
    let letter = hash(column, line);
    if letter.is_multiple_of(6) || in_x == 7 || !(3..13).contains(&in_y) {
        return false;
    }
    let shape = hash((letter % 26) as usize, 11); // an alphabet of 26
    (shape >> ((in_y - 3) / 2 * 7 + in_x)) & 1 == 1 && (in_x % 3 != 1 || in_y % 5 == 3)
}

/// 64 bits that look like chance (the finaliser of SplitMix64).
pub fn hash(x: usize, y: usize) -> u64 {
    let mut bits = ((x as u64) << 32 ^ y as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
