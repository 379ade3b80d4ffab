//! Inputs from numbers.

/// Marsaglia's xorshift, seeded by the number of the input.
pub struct Draw(u64);

impl Draw {
    /// What input `number` is drawn from.
    pub fn new(number: u64) -> Self {
        let mut draw = Draw(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..4 {
            draw.next();
        }
        draw
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `n`; 0 where that is 0.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 16) % n.max(1) as u64) as usize
    }

    /// One of `seeds`, changed in a few places, with `pieces` put in.
    pub fn mutated(&mut self, seeds: &[Vec<u8>], pieces: &[&str]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(4) {
            self.change(&mut bytes, seeds);
        }
        // A text is made of what means something, or it would be refused at its first word.
        for _ in 0..if pieces.is_empty() { 0 } else { self.below(12) } {
            let (at, piece) = (self.below(bytes.len() + 1), pieces[self.below(pieces.len())]);
            bytes.splice(at..at, piece.bytes());
        }
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        if bytes.is_empty() {
            bytes.push(self.next() as u8);
            return;
        }
        // What says how large the rest is stands in front.
        let reach = if self.below(3) > 0 { bytes.len().min(300) } else { bytes.len() };
        let at = self.below(reach);
        match self.below(9) {
            0 => bytes[at] ^= 1 << self.below(8),
            1 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff, b'0', b'9', b'-'][self.below(8)],
            2 => bytes.truncate(at),
            3 => drop(bytes.remove(at)),
            4 => bytes.insert(at, self.next() as u8),
            5 => {
                let end = (at + self.below(16)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            6 => {
                let other = &seeds[self.below(seeds.len())];
                let from = self.below(other.len());
                let end = (from + self.below(64)).min(other.len());
                bytes.splice(at..at, other[from..end].iter().copied());
            }
            7 => {
                let value = [0, 1, u64::from(u32::MAX), 1 << 31, u64::MAX, 1 << 63, 100_000][self.below(7)];
                for (byte, new) in bytes[at..].iter_mut().zip(value.to_le_bytes()) {
                    *byte = new;
                }
            }
            _ => {
                // A number in text becomes one that is hard to believe.
                let digits = bytes[at..].iter().position(u8::is_ascii_digit).map(|i| at + i);
                if let Some(at) = digits {
                    let huge: [&[u8]; 5] = [b"0", b"-1", b"4294967297", b"18446744073709551615", b"1e308"];
                    bytes.splice(at..=at, huge[self.below(5)].iter().copied());
                }
            }
        }
    }
}
