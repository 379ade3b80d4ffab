//! Short floats: what a 32-bit float becomes in 16 or 8 bits, rounded to the nearest, ties to even.

use crate::spec::recipe::NumberType;

/// A binary float format.
#[derive(Debug, Clone, Copy)]
struct Format {
    exponent_bits: u32,
    mantissa_bits: u32,
    /// The greatest finite magnitude, as bits without sign.
    max: u32,
    /// What lies above it: infinity (IEEE 754), or NaN in E4M3, which has no infinity (Micikevicius et al. 2022, table 1).
    above: u32,
}

const FP16: Format = Format { exponent_bits: 5, mantissa_bits: 10, max: 0x7bff, above: 0x7c00 };
const BF16: Format = Format { exponent_bits: 8, mantissa_bits: 7, max: 0x7f7f, above: 0x7f80 };
const E4M3: Format = Format { exponent_bits: 4, mantissa_bits: 3, max: 0x7e, above: 0x7f };
const E5M2: Format = Format { exponent_bits: 5, mantissa_bits: 2, max: 0x7b, above: 0x7c };

impl Format {
    const fn of(dtype: NumberType) -> Option<Self> {
        match dtype {
            NumberType::Fp16 => Some(FP16),
            NumberType::Bf16 => Some(BF16),
            NumberType::Fp8E4m3 => Some(E4M3),
            NumberType::Fp8E5m2 => Some(E5M2),
            NumberType::Int8 | NumberType::Int4 | NumberType::Int2 | NumberType::Binary => None,
        }
    }

    const fn bias(self) -> i32 {
        (1 << (self.exponent_bits - 1)) - 1
    }

    fn encode(self, value: f32) -> u16 {
        let sign = (value.to_bits() >> 31) << (self.exponent_bits + self.mantissa_bits);
        if value.is_nan() {
            return (sign | self.above | 1) as u16;
        }
        // The distance between two neighbours where `value` lies; below the least normal number it stays the same.
        let exponent = (((value.to_bits() >> 23) & 0xff) as i32 - 127).max(1 - self.bias());
        let step = exponent - self.mantissa_bits as i32;
        // Exact: a power of two, and a product that drops no bit but those that are rounded away.
        let steps = (f64::from(value.abs()) * 2f64.powi(-step)).round_ties_even() as u32;
        // Counting steps up from the exponent's first number carries into the next exponent by itself.
        let base = ((exponent + self.bias() - 1) as u32) << self.mantissa_bits;
        let bits = if value.is_infinite() { u32::MAX } else { base + steps };
        (sign | if bits > self.max { self.above } else { bits }) as u16
    }

    fn decode(self, bits: u16) -> f32 {
        let bits = u32::from(bits);
        let magnitude = bits & ((1 << (self.exponent_bits + self.mantissa_bits)) - 1);
        let sign = if bits == magnitude { 1.0 } else { -1.0 };
        if magnitude > self.max {
            let is_infinite = magnitude == self.above && magnitude & ((1 << self.mantissa_bits) - 1) == 0;
            return if is_infinite { sign * f32::INFINITY } else { f32::NAN };
        }
        let (exponent, mantissa) = (magnitude >> self.mantissa_bits, magnitude & ((1 << self.mantissa_bits) - 1));
        let (implied, exponent) = if exponent == 0 { (0, 1) } else { (1 << self.mantissa_bits, exponent) };
        let step = exponent as i32 - self.bias() - self.mantissa_bits as i32;
        (f64::from(sign) * f64::from(implied + mantissa) * 2f64.powi(step)) as f32
    }
}

/// `value` in the bits of the short float `dtype`, the lowest ones. What is too large becomes infinity (in E4M3 NaN):
/// scale before. Integer types have no such form: 0.
pub fn to_bits(dtype: NumberType, value: f32) -> u16 {
    Format::of(dtype).map_or(0, |format| format.encode(value))
}

/// The value of the short float `bits`.
pub fn from_bits(dtype: NumberType, bits: u16) -> f32 {
    Format::of(dtype).map_or(0.0, |format| format.decode(bits))
}

/// The greatest finite value of a short float; `None` for integers.
pub fn max_finite(dtype: NumberType) -> Option<f32> {
    Format::of(dtype).map(|format| format.decode(format.max as u16))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOATS: [NumberType; 4] = [NumberType::Fp16, NumberType::Bf16, NumberType::Fp8E4m3, NumberType::Fp8E5m2];

    #[test]
    fn every_short_float_comes_back() {
        for dtype in FLOATS {
            for bits in 0..if dtype.bits() == 16 { u16::MAX } else { 255 } {
                let value = from_bits(dtype, bits);
                assert!(value.is_nan() || to_bits(dtype, value) == bits, "{dtype} {bits:#x} {value}");
            }
        }
    }

    #[test]
    fn rounds_to_the_nearest_and_ties_to_even() {
        // 1 + 2⁻¹¹ lies between 1 and 1 + 2⁻¹⁰.
        assert_eq!(to_bits(NumberType::Fp16, 1.0 + 2f32.powi(-11)), 0x3c00);
        assert_eq!(to_bits(NumberType::Fp16, 1.0 + 3.0 * 2f32.powi(-11)), 0x3c02);
        // The least subnormal, and half of it.
        assert_eq!(to_bits(NumberType::Fp16, 2f32.powi(-24)), 1);
        assert_eq!(to_bits(NumberType::Fp16, 2f32.powi(-25)), 0);
        assert_eq!(to_bits(NumberType::Fp16, 65_520.0), 0x7c00);
        assert_eq!(from_bits(NumberType::Fp8E4m3, to_bits(NumberType::Fp8E4m3, -17.0)), -16.0);
        assert_eq!(max_finite(NumberType::Fp8E4m3), Some(448.0));
        assert_eq!(max_finite(NumberType::Fp8E5m2), Some(57_344.0));
        // bfloat16 is the upper half of binary32.
        assert_eq!(u32::from(to_bits(NumberType::Bf16, 3.140_625)) << 16, 3.140_625f32.to_bits());
    }
}
