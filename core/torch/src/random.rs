//! The random numbers of a program: PyTorch's, from the same seed the same (on the CPU).
//!
//! `torch.rand`, `randn`, `randint`, `randperm`, the initial weights of layers, the order of a `DataLoader` and dropout's masks follow PyTorch's
//! CPU generator: Mersenne Twister (Matsumoto and Nishimura 1998), uniform numbers of 24 bits, normal ones by Box and Muller.
//! `randn` of 16 values or more may differ in the last bits (1e-6), as PyTorch's vector instructions round otherwise.
//! `tests/training.rs` holds them to PyTorch's.

use crate::error::Result;
use crate::memory::Meter;
use std::fmt;

const N: usize = 624;
const M: usize = 397;

/// A generator in PyTorch's manner.
#[derive(Clone)]
pub(crate) struct Random {
    state: [u32; N],
    next: usize,
    /// The sine half of the last pair of normal numbers.
    normal: Option<f64>,
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Random at {}", self.next)
    }
}

impl Random {
    /// The generator behind `manual_seed(seed)`; only the lower 32 bits count, as there.
    pub fn new(seed: u64) -> Self {
        let mut state = [seed as u32; N];
        for i in 1..N {
            let last = state[i - 1];
            state[i] = 1_812_433_253_u32.wrapping_mul(last ^ (last >> 30)).wrapping_add(i as u32);
        }
        Random { state, next: N, normal: None }
    }

    /// The generator behind Python's `random.seed`: Matsumoto and Nishimura's start from a key of words (`init_by_array`).
    pub fn of_key(key: &[u32]) -> Self {
        let mut it = Random::new(19_650_218);
        let key = if key.is_empty() { &[0] } else { key };
        let (mut i, state) = (1, &mut it.state);
        let mix =
            |state: &[u32; N], i: usize, by: u32| state[i] ^ (state[i - 1] ^ (state[i - 1] >> 30)).wrapping_mul(by);
        let mut ahead = |state: &mut [u32; N]| {
            i += 1;
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
            i
        };
        let mut at = 1;
        for round in 0..N.max(key.len()) {
            let j = round % key.len();
            state[at] = mix(state, at, 1_664_525).wrapping_add(key[j]).wrapping_add(j as u32);
            at = ahead(state);
        }
        for _ in 1..N {
            state[at] = mix(state, at, 1_566_083_941).wrapping_sub(at as u32);
            at = ahead(state);
        }
        state[0] = 0x8000_0000;
        it
    }

    /// 32 bits.
    pub fn bits(&mut self) -> u32 {
        if self.next >= N {
            for i in 0..N {
                let y = (self.state[i] & 0x8000_0000) | (self.state[(i + 1) % N] & 0x7fff_ffff);
                let odd = if y & 1 == 0 { 0 } else { 0x9908_b0df };
                self.state[i] = self.state[(i + M) % N] ^ (y >> 1) ^ odd;
            }
            self.next = 0;
        }
        let mut y = self.state[self.next];
        self.next += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    /// 64 bits: the first 32 are the upper.
    pub fn bits64(&mut self) -> u64 {
        let upper = u64::from(self.bits());
        upper << 32 | u64::from(self.bits())
    }

    /// A float in `[low, high)`.
    pub fn uniform(&mut self, low: f32, high: f32) -> f32 {
        let x = f64::from(self.bits() & ((1 << 24) - 1)) / f64::from(1 << 24);
        (x * f64::from(high - low) + f64::from(low)) as f32
    }

    fn uniform64(&mut self) -> f64 {
        (self.bits64() & ((1 << 53) - 1)) as f64 / (1_u64 << 53) as f64
    }

    fn normal_one(&mut self) -> f64 {
        if let Some(normal) = self.normal.take() {
            return normal;
        }
        let (u1, u2) = (self.uniform64(), self.uniform64());
        let radius = (-2.0 * (-u2).ln_1p()).sqrt();
        let angle = std::f64::consts::TAU * u1;
        self.normal = Some(radius * angle.sin());
        radius * angle.cos()
    }

    /// Uniform floats.
    pub fn uniforms(&mut self, meter: &Meter, shape: &[usize], low: f32, high: f32) -> Result<Vec<f32>> {
        let len = meter.room(shape)?;
        Ok((0..len).map(|_| self.uniform(low, high)).collect())
    }

    /// Normal floats: in blocks of 16 where there are as many.
    pub fn normals(&mut self, meter: &Meter, shape: &[usize]) -> Result<Vec<f32>> {
        let len = meter.room(shape)?;
        if len < 16 {
            return Ok((0..len).map(|_| self.normal_one() as f32).collect());
        }
        let mut values: Vec<f32> = (0..len).map(|_| self.uniform(0.0, 1.0)).collect();
        for block in values.chunks_exact_mut(16) {
            box_muller(block);
        }
        if len % 16 != 0 {
            // The last 16 anew, so that they are one block.
            for v in &mut values[len - 16..] {
                *v = self.uniform(0.0, 1.0);
            }
            box_muller(&mut values[len - 16..]);
        }
        Ok(values)
    }

    /// A mask of dropout: 0 with probability `p`, else 1/(1 − p).
    pub fn mask(&mut self, meter: &Meter, shape: &[usize], p: f64) -> Result<Vec<f32>> {
        let len = meter.room(shape)?;
        let keep = 1.0 - p;
        Ok((0..len).map(|_| if self.uniform64() < keep { 1.0 / keep as f32 } else { 0.0 }).collect())
    }

    /// Whole numbers in `[low, high)`.
    pub fn integers(&mut self, meter: &Meter, shape: &[usize], low: i64, high: i64) -> Result<Vec<i64>> {
        let len = meter.room(shape)?;
        let range = high.wrapping_sub(low).max(1) as u64;
        Ok((0..len)
            .map(|_| {
                let bits = if range >= 1 << 32 { self.bits64() } else { u64::from(self.bits()) };
                low.wrapping_add((bits % range) as i64)
            })
            .collect())
    }

    /// The numbers below `n` in a random order.
    pub fn permutation(&mut self, meter: &Meter, n: usize) -> Result<Vec<i64>> {
        meter.room(&[n])?;
        let mut order: Vec<i64> = (0..n as i64).collect();
        for i in 0..n.saturating_sub(1) {
            order.swap(i, i + self.bits() as usize % (n - i));
        }
        Ok(order)
    }

    /// A seed for another generator, as `torch.empty((), dtype=torch.int64).random_()` gives it.
    pub fn seed(&mut self) -> u64 {
        self.bits64() & (u64::MAX >> 1)
    }
}

/// 16 uniform numbers to normal ones: the first eight with the last eight.
fn box_muller(block: &mut [f32]) {
    let (first, second) = block.split_at_mut(8);
    for (a, b) in first.iter_mut().zip(second) {
        let radius = (-2.0 * f64::from(1.0 - *a).ln()).sqrt();
        let angle = std::f64::consts::TAU * f64::from(*b);
        (*a, *b) = ((radius * angle.cos()) as f32, (radius * angle.sin()) as f32);
    }
}
