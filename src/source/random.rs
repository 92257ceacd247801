//! Numbers for tests that look random, and are the same in every run (Marsaglia's xorshift).

#![forbid(unsafe_code)]

/// The state, which is not 0.
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number from 0 to less than `end`, which is not 0.
    pub fn below<N: TryFrom<u64>>(&mut self, end: N) -> N
    where
        u64: TryFrom<N>,
    {
        let end = u64::try_from(end).ok().unwrap();
        N::try_from((self.next() >> 11) % end).ok().unwrap()
    }
}
