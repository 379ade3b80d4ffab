//! Bits in a row of bytes, the lowest bit of a byte first, as in DEFLATE (RFC 1951, §3.1.1): whole bytes and
//! little-endian numbers are then the same as without bits.

use crate::{Error, Result};

/// Collects bits.
#[derive(Debug, Default)]
pub struct BitWriter {
    bytes: Vec<u8>,
    /// Bits that fill no byte yet, fewer than 8.
    pending: u64,
    count: u32,
}

impl BitWriter {
    /// The lowest `bits` (at most 32) of `value`.
    pub fn write(&mut self, value: u32, bits: u32) {
        let value = u64::from(value) & ((1 << bits) - 1);
        self.pending |= value << self.count;
        self.count += bits;
        while self.count >= 8 {
            self.bytes.push(self.pending as u8);
            self.pending >>= 8;
            self.count -= 8;
        }
    }

    /// Whole bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        if self.count == 0 {
            self.bytes.extend_from_slice(bytes);
        } else {
            bytes.iter().for_each(|&b| self.write(b.into(), 8));
        }
    }

    /// A number in groups of seven bits, the lowest first; the eighth bit says that another follows (LEB128, as in
    /// Protocol Buffers).
    pub fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.write(value as u32 & 0x7f | 0x80, 8);
            value >>= 7;
        }
        self.write(value as u32, 8);
    }

    /// A number that may be negative: as a varint of 0, −1, 1, −2, … counted from 0 (zigzag).
    pub fn zigzag(&mut self, value: i32) {
        self.varint(u64::from(zigzag(value)));
    }

    /// A 32-bit float, little-endian.
    pub fn float(&mut self, value: f32) {
        self.bytes(&value.to_le_bytes());
    }

    /// `value ≥ 1` in Elias's gamma code: as many zeros as it has bits after its first, a one, those bits (Elias
    /// 1975).
    pub fn gamma(&mut self, value: u32) {
        let bits = value.max(1).ilog2();
        self.write(0, bits);
        self.write(1, 1);
        self.write(value, bits);
    }

    /// Zeros up to the next whole byte.
    pub fn align(&mut self) {
        self.write(0, (8 - self.count) % 8);
    }

    /// Bits so far.
    pub fn bit_len(&self) -> u64 {
        self.bytes.len() as u64 * 8 + u64::from(self.count)
    }

    /// All bytes, the last one filled up with zeros.
    pub fn finish(mut self) -> Vec<u8> {
        self.align();
        self.bytes
    }
}

/// Reads what [`BitWriter`] wrote; an error where the bytes end too early.
#[derive(Debug)]
pub struct BitReader<'a> {
    bytes: &'a [u8],
    /// The file format, for errors.
    format: &'static str,
    at: u64,
}

impl<'a> BitReader<'a> {
    /// A reader of `bytes`, which belong to a file of `format`.
    pub fn new(format: &'static str, bytes: &'a [u8]) -> Self {
        BitReader { bytes, format, at: 0 }
    }

    /// That something else was `expected` than what the file holds.
    pub fn misfit(&self, expected: impl Into<String>, got: impl Into<String>) -> Error {
        Error::format(self.format, expected, got)
    }

    /// Bits not yet read.
    pub fn remaining(&self) -> u64 {
        self.bytes.len() as u64 * 8 - self.at
    }

    /// An error unless `count` items of at least `bits` each can still come; asked before memory is taken for them.
    pub fn expect(&self, count: usize, bits: u32) -> Result<()> {
        let needed = count as u64 * u64::from(bits);
        if needed <= self.remaining() {
            return Ok(());
        }
        Err(self.misfit(format!("{} more bytes", needed.div_ceil(8)), format!("{}", self.remaining() / 8)))
    }

    /// A number of `bits` (at most 32).
    pub fn read(&mut self, bits: u32) -> Result<u32> {
        self.expect(1, bits)?;
        let (first, shift) = ((self.at / 8) as usize, self.at % 8);
        let touched = (shift as usize + bits as usize).div_ceil(8);
        let mut window = [0; 8];
        window[..touched].copy_from_slice(&self.bytes[first..first + touched]);
        self.at += u64::from(bits);
        Ok((u64::from_le_bytes(window) >> shift & ((1 << bits) - 1)) as u32)
    }

    /// Whole bytes; memory is taken for them only where they are there.
    pub fn bytes(&mut self, count: usize) -> Result<Vec<u8>> {
        self.expect(count, 8)?;
        (0..count).map(|_| Ok(self.read(8)? as u8)).collect()
    }

    /// See [`BitWriter::varint`]; at most `max`.
    pub fn varint(&mut self, max: u64) -> Result<u64> {
        let mut value = 0;
        for shift in (0..63).step_by(7) {
            let byte = u64::from(self.read(8)?);
            value |= (byte & 0x7f) << shift;
            if byte < 0x80 {
                let fits = value <= max;
                return if fits { Ok(value) } else { Err(self.misfit(format!("{max} at most"), value.to_string())) };
            }
        }
        Err(self.misfit("a number", "more than 63 bits"))
    }

    /// See [`BitWriter::zigzag`].
    pub fn zigzag(&mut self) -> Result<i32> {
        let value = self.varint(u32::MAX.into())? as u32;
        Ok((value >> 1) as i32 ^ -((value & 1) as i32))
    }

    /// See [`BitWriter::float`].
    pub fn float(&mut self) -> Result<f32> {
        Ok(f32::from_bits(self.read(32)?))
    }

    /// `count` floats.
    pub fn floats(&mut self, count: usize) -> Result<Vec<f32>> {
        self.expect(count, 32)?;
        (0..count).map(|_| self.float()).collect()
    }

    /// See [`BitWriter::gamma`]; numbers of up to 16 bits.
    pub fn gamma(&mut self) -> Result<u32> {
        let mut bits = 0;
        while self.read(1)? == 0 {
            bits += 1;
            if bits > 15 {
                return Err(self.misfit("a number of 16 bits", "more"));
            }
        }
        Ok(1 << bits | self.read(bits)?)
    }

    /// On to the next whole byte; what is skipped must be zero, so that one network has one file.
    pub fn align(&mut self) -> Result<()> {
        let rest = ((8 - self.at % 8) % 8) as u32;
        match self.read(rest)? {
            0 => Ok(()),
            other => Err(self.misfit("zeros up to the next byte", format!("{other:#b}"))),
        }
    }
}

/// 0, −1, 1, −2, … as 0, 1, 2, 3, …
pub fn zigzag(value: i32) -> u32 {
    (value << 1 ^ value >> 31) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(items: Vec<(u32, u8)>, big in 0..1u64 << 63, signed: i32, float: u32) {
            let mut out = BitWriter::default();
            let cut = |value: u32, bits: u32| (u64::from(value) & ((1 << bits) - 1)) as u32;
            for &(value, bits) in &items {
                out.write(value, u32::from(bits % 33));
                out.gamma(value % 65_535 + 1);
            }
            out.align();
            out.varint(big);
            out.zigzag(signed);
            out.float(f32::from_bits(float));
            out.bytes(b"end");
            let bytes = out.finish();
            let mut input = BitReader::new("test", &bytes);
            for &(value, bits) in &items {
                let bits = u32::from(bits % 33);
                prop_assert_eq!(input.read(bits).unwrap(), cut(value, bits));
                prop_assert_eq!(input.gamma().unwrap(), value % 65_535 + 1);
            }
            input.align().unwrap();
            prop_assert_eq!(input.varint(u64::MAX).unwrap(), big);
            prop_assert_eq!(input.zigzag().unwrap(), signed);
            prop_assert_eq!(input.float().unwrap().to_bits(), float);
            prop_assert_eq!(input.bytes(3).unwrap(), b"end");
            prop_assert!(input.read(1).is_err());
        }
    }
}
