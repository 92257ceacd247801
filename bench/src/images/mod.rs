//! Pictures: pixels that every encoder gets. [`photos`] come from files, [`drawn`] ones are made by rule.

use std::cell::OnceCell;

pub mod drawn;
pub mod photos;

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
    /// The pixels without alpha, made once for all that want them.
    rgb: OnceCell<Vec<u8>>,
}

impl Picture {
    /// Of pixels that are there.
    pub fn new(width: usize, height: usize, rgba: Vec<u8>, opaque: bool) -> Self {
        assert_eq!(rgba.len(), width * height * 4);
        Self { width, height, rgba, opaque, rgb: OnceCell::new() }
    }

    /// The pixels without alpha.
    pub fn rgb(&self) -> &[u8] {
        self.rgb.get_or_init(|| self.rgba.as_chunks::<4>().0.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect())
    }

    /// What suits an encoder of RGB and RGBA: pixels and their channels.
    pub fn packed(&self) -> (&[u8], usize) {
        if self.opaque { (self.rgb(), 3) } else { (&self.rgba, 4) }
    }

    /// How many.
    pub fn pixels(&self) -> usize {
        self.width * self.height
    }

    /// An opaque picture whose pixels `rule` knows.
    pub fn by_rule(width: usize, height: usize, rule: impl Fn(usize, usize) -> [u8; 3]) -> Self {
        let pixel = |x, y| {
            let [r, g, b] = rule(x, y);
            [r, g, b, 255]
        };
        Self { opaque: true, ..Self::with_alpha(width, height, pixel) }
    }

    /// A picture whose pixels and alpha `rule` knows.
    pub fn with_alpha(width: usize, height: usize, rule: impl Fn(usize, usize) -> [u8; 4]) -> Self {
        let mut rgba = Vec::with_capacity(width * height * 4);
        for y in 0..height {
            for x in 0..width {
                rgba.extend_from_slice(&rule(x, y));
            }
        }
        Self::new(width, height, rgba, false)
    }

    /// A rectangle of it.
    pub fn part(&self, left: usize, top: usize, width: usize, height: usize) -> Self {
        let rows = (top..top + height).map(|y| &self.rgba[(y * self.width + left) * 4..][..width * 4]);
        Self::new(width, height, rows.flatten().copied().collect(), self.opaque)
    }

    /// Its middle.
    pub fn middle(&self, width: usize, height: usize) -> Self {
        self.part((self.width - width) / 2, (self.height - height) / 2, width, height)
    }

    /// Half as wide and high, each pixel the mean of four.
    pub fn halved(&self) -> Self {
        let mean = |x: usize, y: usize, channel: usize| {
            let at = |x, y| u32::from(self.rgba[(y * self.width + x) * 4 + channel]);
            let sum = at(2 * x, 2 * y) + at(2 * x + 1, 2 * y) + at(2 * x, 2 * y + 1) + at(2 * x + 1, 2 * y + 1);
            ((sum + 2) / 4) as u8
        };
        Self::by_rule(self.width / 2, self.height / 2, |x, y| [mean(x, y, 0), mean(x, y, 1), mean(x, y, 2)])
    }

    /// The same pixels with an alpha channel that says nothing: as programs hand screenshots over.
    pub fn with_idle_alpha(self) -> Self {
        Self { opaque: false, ..self }
    }
}

/// 64 bits that look like chance (the finaliser of SplitMix64).
pub fn hash(x: usize, y: usize) -> u64 {
    let mut bits = ((x as u64) << 32 ^ y as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
