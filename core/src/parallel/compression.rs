//! Gradients that are made smaller before they travel. Each worker has a [`Compressor`]; what it leaves out it can keep and add to the
//! next gradient (error feedback). A [`Packed`] gradient says how many bytes it takes and adds itself to a sum.

use crate::{Error, Result};

/// How a gradient is made smaller.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Compression {
    /// The part `share` of the numbers, those of the greatest magnitude; one at least (Aji and Heafield 2017; Lin et al. 2018).
    TopK {
        /// 0 < share ≤ 1.
        share: f32,
    },
    /// The sign of each number, and the mean magnitude for all (Bernstein et al. 2018; with the scale Karimireddy et al. 2019).
    Sign,
    /// Eight bits, on a grid from −max to max around 0 (as in QSGD with 127 levels, rounded to nearest; Alistarh et al. 2017).
    Int8,
}

/// A gradient as it travels.
#[derive(Debug, Clone, PartialEq)]
pub enum Packed {
    /// Some of its numbers and their places, in rising order.
    Sparse {
        /// Where.
        places: Vec<u32>,
        /// What.
        values: Vec<f32>,
    },
    /// A sign for each number.
    Signs {
        /// The magnitude of all.
        scale: f32,
        /// A bit for each, set where it is negative, the first in the lowest bit.
        bits: Vec<u8>,
    },
    /// A level for each number.
    Levels {
        /// The distance of two levels.
        step: f32,
        /// −127 … 127.
        levels: Vec<i8>,
    },
}

impl Packed {
    /// Bytes on their way: 8 for each number of a sparse one; a bit or a byte for each of the others, and 4 for the scale.
    pub fn bytes(&self) -> usize {
        match self {
            Packed::Sparse { places, values } => 4 * places.len() + 4 * values.len(),
            Packed::Signs { bits, .. } => 4 + bits.len(),
            Packed::Levels { levels, .. } => 4 + levels.len(),
        }
    }

    /// Adds `share` times the gradient to `sum`.
    ///
    /// # Errors
    /// [`Error::Length`] where it is of another length.
    pub fn add_to(&self, share: f32, sum: &mut [f32]) -> Result<()> {
        match self {
            Packed::Sparse { places, values } => {
                let len = sum.len();
                for (&place, value) in places.iter().zip(values) {
                    let at = sum.get_mut(place as usize);
                    let at = at.ok_or(Error::Length { what: "sum".into(), expected: place as usize + 1, got: len })?;
                    *at += share * value;
                }
            }
            Packed::Signs { scale, bits } => {
                Error::check_len("signs", sum.len().div_ceil(8), bits.len())?;
                for (i, sum) in sum.iter_mut().enumerate() {
                    let is_negative = bits[i / 8] >> (i % 8) & 1 == 1;
                    *sum += share * if is_negative { -scale } else { *scale };
                }
            }
            Packed::Levels { step, levels } => {
                Error::check_len("levels", sum.len(), levels.len())?;
                sum.iter_mut().zip(levels).for_each(|(sum, &level)| *sum += share * step * f32::from(level));
            }
        }
        Ok(())
    }
}

/// One worker's side of it.
#[derive(Debug, Clone)]
pub struct Compressor {
    compression: Compression,
    /// What has been left out so far, where it is kept.
    residual: Option<Vec<f32>>,
    /// The gradient with what was left out before.
    whole: Vec<f32>,
}

impl Compressor {
    /// For gradients of `len` numbers; with `feedback`, what is left out is added to the next one (Seide et al. 2014; Stich et al. 2018).
    ///
    /// # Errors
    /// [`Error::Misuse`] for a share of nothing or of more than all.
    pub fn new(compression: Compression, len: usize, feedback: bool) -> Result<Self> {
        if let Compression::TopK { share } = compression
            && !(share > 0.0 && share <= 1.0)
        {
            return Err(Error::misuse("share", "0 < share ≤ 1", share.to_string()));
        }
        Ok(Compressor { compression, residual: feedback.then(|| vec![0.0; len]), whole: vec![0.0; len] })
    }

    /// What is sent of `gradient`.
    ///
    /// # Errors
    /// [`Error::Length`] for a gradient of another length.
    pub fn compress(&mut self, gradient: &[f32]) -> Result<Packed> {
        Error::check_len("gradient", self.whole.len(), gradient.len())?;
        self.whole.copy_from_slice(gradient);
        if let Some(residual) = &self.residual {
            self.whole.iter_mut().zip(residual).for_each(|(g, r)| *g += r);
        }
        let packed = pack(self.compression, &self.whole);
        if let Some(residual) = &mut self.residual {
            residual.copy_from_slice(&self.whole);
            packed.add_to(-1.0, residual)?;
        }
        Ok(packed)
    }

    /// What has been left out so far; nothing without feedback.
    pub fn residual(&self) -> &[f32] {
        self.residual.as_deref().unwrap_or_default()
    }
}

fn pack(compression: Compression, gradient: &[f32]) -> Packed {
    match compression {
        Compression::TopK { share } => {
            let keep = ((share * gradient.len() as f32).round() as usize).clamp(1, gradient.len().max(1));
            let mut places: Vec<u32> = (0..gradient.len() as u32).collect();
            let magnitude = |place: &u32| gradient[*place as usize].abs();
            if keep < places.len() {
                // Of equal ones, the first.
                places.select_nth_unstable_by(keep - 1, |a, b| magnitude(b).total_cmp(&magnitude(a)).then(a.cmp(b)));
                places.truncate(keep);
                places.sort_unstable();
            }
            let values = places.iter().map(|&place| gradient[place as usize]).collect();
            Packed::Sparse { places, values }
        }
        Compression::Sign => {
            let sum: f64 = gradient.iter().map(|g| f64::from(g.abs())).sum();
            let byte = |part: &[f32]| part.iter().enumerate().fold(0, |byte, (i, g)| byte | u8::from(*g < 0.0) << i);
            let scale = (sum / gradient.len().max(1) as f64) as f32;
            Packed::Signs { scale, bits: gradient.chunks(8).map(byte).collect() }
        }
        Compression::Int8 => {
            let step = gradient.iter().fold(0.0f32, |max, g| max.max(g.abs())) / 127.0;
            // A gradient of zeros, or one too small for the division, has level 0.
            let level = |g: &f32| if step > 0.0 { (g / step).round().clamp(-127.0, 127.0) as i8 } else { 0 };
            Packed::Levels { step, levels: gradient.iter().map(level).collect() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;
    use proptest::prelude::*;

    const ALL: [Compression; 3] = [Compression::TopK { share: 0.1 }, Compression::Sign, Compression::Int8];

    fn gradient(len: usize, seed: u64) -> Vec<f32> {
        let mut rng = Rng::new(seed, 9);
        (0..len).map(|_| rng.normal()).collect()
    }

    fn unpacked(packed: &Packed, len: usize) -> Vec<f32> {
        let mut sum = vec![0.0; len];
        packed.add_to(1.0, &mut sum).unwrap();
        sum
    }

    #[test]
    fn what_is_kept_and_what_it_weighs() {
        let g = [0.5, -3.0, 0.0, 2.0, -0.25, 1.0, 0.125, -0.5, 0.75, -1.5];
        let of = |compression| Compressor::new(compression, 10, false).unwrap().compress(&g).unwrap();
        let top = of(Compression::TopK { share: 0.3 });
        assert_eq!(top, Packed::Sparse { places: vec![1, 3, 9], values: vec![-3.0, 2.0, -1.5] });
        let sign = of(Compression::Sign);
        assert_eq!(sign, Packed::Signs { scale: 0.9625, bits: vec![0b1001_0010, 0b10] });
        let int8 = of(Compression::Int8);
        let Packed::Levels { step, levels } = &int8 else { panic!() };
        assert_eq!((*step, levels[1], levels[3]), (3.0 / 127.0, -127, 85));
        assert_eq!([top.bytes(), sign.bytes(), int8.bytes()], [24, 6, 14]);
        for wrong in [0.0, 1.5, f32::NAN] {
            assert!(Compressor::new(Compression::TopK { share: wrong }, 10, false).is_err());
        }
        assert!(Compressor::new(Compression::Sign, 9, false).unwrap().compress(&g).is_err());
        assert!(sign.add_to(1.0, &mut [0.0; 17]).is_err() && top.add_to(1.0, &mut [0.0; 9]).is_err());
    }

    /// Aji and Heafield, Stich et al.: nothing is lost, only put off.
    #[test]
    fn with_feedback_all_that_is_sent_and_the_rest_is_all_there_was() {
        for compression in ALL {
            let mut compressor = Compressor::new(compression, 200, true).unwrap();
            let (mut sent, mut all) = (vec![0.0; 200], vec![0.0f32; 200]);
            for step in 0..50 {
                let g = gradient(200, step);
                compressor.compress(&g).unwrap().add_to(1.0, &mut sent).unwrap();
                all.iter_mut().zip(&g).for_each(|(all, g)| *all += g);
            }
            for ((sent, rest), all) in sent.iter().zip(compressor.residual()).zip(&all) {
                assert!((sent + rest - all).abs() < 1e-4, "{compression:?}: {sent} {rest} {all}");
            }
            assert!(Compressor::new(compression, 200, false).unwrap().residual().is_empty());
        }
    }

    proptest! {
        #[test]
        fn eight_bits_are_half_a_step_off_at_most(len in 0usize..300, seed: u64) {
            let g = gradient(len, seed);
            let packed = pack(Compression::Int8, &g);
            let Packed::Levels { step, .. } = packed else { unreachable!() };
            for (got, g) in unpacked(&packed, len).iter().zip(&g) {
                prop_assert!((got - g).abs() <= 0.5001 * step);
            }
        }

        #[test]
        fn the_greatest_are_kept(len in 1usize..300, share in 0.01f32..1.0, seed: u64) {
            let g = gradient(len, seed);
            let kept = unpacked(&pack(Compression::TopK { share }, &g), len);
            let least = kept.iter().filter(|v| **v != 0.0).fold(f32::INFINITY, |least, v| least.min(v.abs()));
            for (kept, g) in kept.iter().zip(&g) {
                prop_assert!(kept == g || *kept == 0.0 && g.abs() <= least);
            }
        }

        #[test]
        fn signs_are_signs(len in 1usize..300, seed: u64) {
            let g = gradient(len, seed);
            for (got, g) in unpacked(&pack(Compression::Sign, &g), len).iter().zip(&g) {
                prop_assert!(got.signum() == g.signum());
            }
        }
    }
}
