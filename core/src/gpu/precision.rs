//! How wide a network's numbers are on the device.

use crate::quant::number;
use crate::spec::recipe::NumberType;

/// How a device stores values and weights, and what GPUs multiply them in. Sums are made in 32 bits all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// 32-bit floats.
    #[default]
    Single,
    /// 16-bit floats (IEEE 754 binary16: 11 significant bits, 65,504 at most; what is larger becomes infinite): half the
    /// bytes. For inference alone, on a device that [`super::Gpu::has_half`].
    Half,
}

impl Precision {
    /// Bytes of a stored number.
    pub const fn bytes(self) -> usize {
        match self {
            Precision::Single => 4,
            Precision::Half => 2,
        }
    }

    /// How shaders begin: directives come before everything else. `common.wgsl` says what the names are.
    pub(super) const fn head(self) -> &'static str {
        match self {
            Precision::Single => "alias T = f32;\nconst HALF = false;\n",
            Precision::Half => "enable f16;\nalias T = f16;\nconst HALF = true;\n",
        }
    }

    /// 4-byte numbers, in which buffers are counted, that `len` stored ones take.
    pub(crate) const fn words(self, len: usize) -> usize {
        (len * self.bytes()).div_ceil(4)
    }

    /// Puts `values` into `bytes`, in whole words: rounded to the nearest, ties to even.
    pub(super) fn encode(self, values: &[f32], bytes: &mut Vec<u8>) {
        bytes.clear();
        match self {
            Precision::Single => bytes.extend(values.iter().flat_map(|v| v.to_le_bytes())),
            Precision::Half => {
                bytes.extend(values.iter().flat_map(|v| number::to_bits(NumberType::Fp16, *v).to_le_bytes()));
                bytes.resize(4 * self.words(values.len()), 0);
            }
        }
    }

    /// The other way: the first `len` numbers of `bytes`.
    pub(super) fn decode(self, bytes: &[u8], len: usize) -> Vec<f32> {
        match self {
            Precision::Single => bytes.as_chunks().0.iter().take(len).map(|b| f32::from_le_bytes(*b)).collect(),
            Precision::Half => {
                let half = |b: &[u8; 2]| number::from_bits(NumberType::Fp16, u16::from_le_bytes(*b));
                bytes.as_chunks().0.iter().take(len).map(half).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_halves_fill_two_words() {
        let mut bytes = vec![9; 3];
        Precision::Half.encode(&[1.0, -2.0, 1e9], &mut bytes);
        assert_eq!(bytes, [0x00, 0x3c, 0x00, 0xc0, 0x00, 0x7c, 0, 0]);
        assert_eq!(Precision::Half.decode(&bytes, 3), [1.0, -2.0, f32::INFINITY]);
        assert_eq!(Precision::Half.words(3), 2);
    }
}
