//! The pixels that are converted, in every format that a group begins with.

/// One picture: colours and alphas of all kinds, since no time here depends on what they are.
pub struct Image {
    /// Pixels in a row and rows.
    pub size: (usize, usize),
    /// RGBA, or BGRA: bytes mean nothing. Not premultiplied.
    pub words: Vec<u8>,
    /// The same with no colour above its alpha.
    pub premultiplied: Vec<u8>,
    /// NV12 of limited range.
    pub nv12: Vec<u8>,
    /// P010 of the same samples.
    pub p010: Vec<u8>,
}

impl Image {
    /// A picture of that size; both sides are even.
    pub fn new(size: (usize, usize)) -> Self {
        let pixels = size.0 * size.1;
        let mut state = 1_u32;
        let mut noise = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        let words: Vec<u8> = (0..pixels * 4).map(|_| noise()).collect();
        let under = |&[r, g, b, a]: &[u8; 4]| {
            let under = |c: u8| (u32::from(c) * u32::from(a) / 255) as u8;
            [under(r), under(g), under(b), a]
        };
        let premultiplied = words.as_chunks().0.iter().flat_map(under).collect();
        // Samples near grey: all of them are colours.
        let luma = (0..pixels).map(|index| 16 + (index % 220) as u8);
        let nv12: Vec<u8> = luma.chain((0..pixels / 2).map(|index| 112 + (index * 7 % 32) as u8)).collect();
        let p010 = nv12.iter().flat_map(|&sample| [0, sample]).collect();
        Self { size, words, premultiplied, nv12, p010 }
    }

    /// How many there are.
    pub fn pixels(&self) -> usize {
        self.size.0 * self.size.1
    }
}
