//! LZW with codes of varying length (GIF89a, appendix F): the codes, and strings of the very indices.
//!
//! A full dictionary need not be forgotten ("deferred clear code"): it is kept while it serves better than it
//! did, on average, while it grew.

#![forbid(unsafe_code)]

/// Codes of 12 bits at most.
const MOST_CODES: usize = 1 << 12;

/// Bits after which a full dictionary is judged.
const JUDGED: u64 = 12 * 256;

/// What became of a code that was written.
pub enum Next {
    /// The decoder makes a string of this number: the string that was written, and the first index of the next one.
    String(u16),
    /// The dictionary is full.
    Full,
    /// The dictionary was forgotten.
    Cleared,
}

/// Codes on their way to bytes.
pub struct Codes {
    bytes: Vec<u8>,
    accumulator: u64,
    filled: u32,
    code_size: u8,
    width: u32,
    /// The number of the next string.
    next: usize,
    /// Pixels and bits since the dictionary was empty, or, when it is full, since it was judged.
    pixels: u64,
    bits: u64,
    /// Pixels and bits while the dictionary grew.
    grown: (u64, u64),
}

impl Codes {
    /// No codes yet but one that clears, of indices of `code_size` bits.
    pub fn new(code_size: u8) -> Self {
        let mut codes = Self {
            bytes: Vec::new(),
            accumulator: 0,
            filled: 0,
            code_size,
            width: 0,
            next: 0,
            pixels: 0,
            bits: 0,
            grown: (0, 0),
        };
        codes.width = u32::from(code_size) + 1;
        codes.clear();
        codes
    }

    /// The first code that is no index.
    pub fn clear_code(&self) -> u16 {
        1 << self.code_size
    }

    /// Writes `code`, which stands for `pixels` pixels.
    pub fn write(&mut self, code: u16, pixels: usize) -> Next {
        self.put(code.into());
        self.pixels += pixels as u64;
        self.bits += u64::from(self.width);
        if self.next < MOST_CODES {
            self.next += 1;
            // The decoder makes each string one code later, so the width follows one later.
            if self.next - 1 == 1 << self.width && self.width < 12 {
                self.width += 1;
            }
            if self.next == MOST_CODES {
                self.grown = (self.pixels, self.bits);
                (self.pixels, self.bits) = (0, 0);
            }
            return Next::String((self.next - 1) as u16);
        }
        if self.bits < JUDGED {
            return Next::Full;
        }
        let serves = self.pixels * self.grown.1 >= self.grown.0 * self.bits;
        (self.pixels, self.bits) = (0, 0);
        if serves {
            return Next::Full;
        }
        self.clear();
        Next::Cleared
    }

    /// The end of all codes: the bytes.
    pub fn finish(mut self) -> Vec<u8> {
        // The decoder may have made a string of the last code.
        self.put(u32::from(self.clear_code()) + 1);
        if self.filled > 0 {
            self.bytes.push(self.accumulator as u8);
        }
        self.bytes
    }

    fn clear(&mut self) {
        self.put(self.clear_code().into());
        self.width = u32::from(self.code_size) + 1;
        self.next = usize::from(self.clear_code()) + 2;
        (self.pixels, self.bits) = (0, 0);
    }

    fn put(&mut self, code: u32) {
        self.accumulator |= u64::from(code) << self.filled;
        self.filled += self.width;
        while self.filled >= 8 {
            self.bytes.push(self.accumulator as u8);
            self.accumulator >>= 8;
            self.filled -= 8;
        }
    }
}

/// The codes of `indices`, which are not empty, each the longest string that the dictionary has.
pub fn compress(indices: &[u8], code_size: u8) -> Vec<u8> {
    let mut codes = Codes::new(code_size);
    // For each string and index the longer string; 0 if there is none.
    let mut strings = vec![0u16; MOST_CODES << code_size];
    let place = |string: u16, index: u8| usize::from(string) << code_size | usize::from(index);
    let mut made = Vec::with_capacity(MOST_CODES);
    let (mut string, mut length) = (u16::from(indices[0]), 1);
    for index in &indices[1..] {
        let longer = &mut strings[place(string, *index)];
        if *longer != 0 {
            (string, length) = (*longer, length + 1);
            continue;
        }
        match codes.write(string, length) {
            Next::String(number) => {
                *longer = number;
                made.push(place(string, *index));
            }
            Next::Full => {}
            Next::Cleared => made.drain(..).for_each(|place| strings[place] = 0),
        }
        (string, length) = ((*index).into(), 1);
    }
    codes.write(string, length);
    codes.finish()
}
