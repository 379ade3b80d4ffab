//! Gaps: how many zeros lie before each value (Han et al. 2016, Deep Compression, §3).

use crate::Result;
use crate::format::bits::{BitReader, BitWriter};
use crate::format::huffman::Code;

/// How gaps are written: the largest number of `width` bits stands for that many zeros and no value.
pub struct GapCode {
    width: u32,
    /// Their Huffman code; without one they take `width` bits.
    code: Option<Code>,
}

impl GapCode {
    /// The one that takes the least bits for `gaps`.
    pub fn best(gaps: &[u32], may_huffman: bool) -> Self {
        let mut best = (u64::MAX, GapCode { width: 1, code: None });
        for width in 1..=8 {
            let escape = (1u32 << width) - 1;
            let mut counts = vec![0; 1 << width];
            for &gap in gaps {
                counts[(gap % escape) as usize] += 1;
                counts[escape as usize] += gap / escape;
            }
            let fixed = counts.iter().map(|&n| u64::from(n) * u64::from(width)).sum();
            if fixed < best.0 {
                best = (fixed, GapCode { width, code: None });
            }
            if may_huffman {
                let code = Code::of(&counts);
                let bits = code.table_bits() + code.cost(&counts);
                if bits < best.0 {
                    best = (bits, GapCode { width, code: Some(code) });
                }
            }
        }
        best.1
    }

    /// Writes what a reader has to know first.
    pub fn write_table(&self, out: &mut BitWriter, may_huffman: bool) {
        out.write(self.width - 1, 3);
        if may_huffman {
            out.write(self.code.is_some().into(), 1);
        }
        if let Some(code) = &self.code {
            code.write_table(out);
        }
    }

    /// What [`GapCode::write_table`] wrote.
    pub fn read_table(input: &mut BitReader<'_>, may_huffman: bool) -> Result<Self> {
        let width = input.read(3)? + 1;
        let huffman = may_huffman && input.read(1)? == 1;
        let code = if huffman { Some(Code::read_table(input, 1 << width)?) } else { None };
        Ok(GapCode { width, code })
    }

    /// Writes one gap.
    pub fn write(&self, out: &mut BitWriter, gap: u32) {
        let escape = (1 << self.width) - 1;
        let mut put = |number: u32| match &self.code {
            Some(code) => code.write(out, number),
            None => out.write(number, self.width),
        };
        (0..gap / escape).for_each(|_| put(escape));
        put(gap % escape);
    }

    /// Reads a gap of at most `max` zeros.
    pub fn read(&self, input: &mut BitReader<'_>, max: usize) -> Result<usize> {
        let escape = (1 << self.width) - 1;
        let mut gap = 0;
        loop {
            let number = match &self.code {
                Some(code) => code.read(input)?,
                None => input.read(self.width)?,
            };
            gap += number as usize;
            if gap > max {
                return Err(input.misfit("a place in the tensor", gap.to_string()));
            }
            if number != escape {
                return Ok(gap);
            }
        }
    }
}
