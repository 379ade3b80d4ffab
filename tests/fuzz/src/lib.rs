//! Bytes that mean harm: whatever is read from a file, a link or another tab is refused with an error or read, and what was read
//! is run. Nothing panics, takes more than two seconds, or asks for more memory than its length allows.
//!
//! An input follows from its number, so that a failure can be looked at again. What once failed lies in `corpus/` and is tried
//! first. `./lab fuzz` tries new numbers for as long as one likes; the tests try a few natively and, where a pointer has 32 bits,
//! in WebAssembly.

mod container;
mod corpus;
mod draw;
mod engine;
pub mod memory;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod practice;
mod stored;

pub use corpus::{corpus, folder};
pub use draw::Draw;
#[cfg(not(target_arch = "wasm32"))]
pub use native::patient;

/// Bytes that any input may make its reader ask for, besides a multiple of its own length: tables, and a small network's buffers.
const FLOOR: usize = 16 << 20;
/// Bytes for each byte of an input.
const PER_BYTE: usize = 256;

/// A kind of input.
pub struct Target {
    /// Its name, also of its folder in `corpus/`.
    pub name: &'static str,
    /// What is valid of it, to be changed.
    pub seeds: Vec<Vec<u8>>,
    /// What means something in it, to be put in.
    pub pieces: &'static [&'static str],
    /// Puts right what else would be refused at once, as a checksum.
    pub mend: fn(&mut Draw, &mut [u8]),
    /// Reads one, runs what was read, and says whether it was taken.
    pub read: fn(&[u8]) -> bool,
}

impl Target {
    fn new(name: &'static str, seeds: Vec<Vec<u8>>, read: fn(&[u8]) -> bool) -> Self {
        Target { name, seeds, pieces: &[], mend: |_, _| {}, read }
    }

    fn with_pieces(self, pieces: &'static [&'static str]) -> Self {
        Target { pieces, ..self }
    }

    /// Input `number`.
    pub fn input(&self, number: u64) -> Vec<u8> {
        let mut draw = Draw::new(number);
        let mut bytes = draw.mutated(&self.seeds, self.pieces);
        (self.mend)(&mut draw, &mut bytes);
        bytes
    }

    /// Reads an input; whether it was taken.
    ///
    /// # Errors
    /// What it did that none may do: more memory than its length allows. A panic is not caught here.
    pub fn meet(&self, bytes: &[u8]) -> Result<bool, String> {
        let (is_taken, used) = memory::during(|| (self.read)(bytes));
        if used.peak > FLOOR + PER_BYTE * bytes.len() {
            return Err(format!("asks for {} bytes", used.peak));
        }
        Ok(is_taken)
    }
}

impl Target {
    /// What is valid, what once failed, and the first `count` inputs: how many of these were taken. `patient` is [`Target::meet`], or
    /// what watches it more closely.
    ///
    /// # Errors
    /// What is wrong, a line each.
    pub fn try_few(&self, count: u64, patient: fn(&Target, &[u8]) -> Result<bool, String>) -> Result<u64, String> {
        let mut faults = Vec::new();
        for (name, bytes) in self.seeds.iter().map(|seed| ("a seed", &seed[..])).chain(corpus(self)) {
            faults.extend(patient(self, bytes).err().map(|fault| format!("{name} {fault}")));
        }
        let mut taken = 0;
        for number in 0..count {
            match patient(self, &self.input(number)) {
                Ok(is_taken) => taken += u64::from(is_taken),
                Err(fault) => faults.push(format!("input {number} {fault}")),
            }
        }
        // Neither are all refused at the first byte, nor all taken.
        if taken == 0 || taken == count {
            faults.push(format!("{taken} of {count} taken"));
        }
        faults.truncate(10);
        if faults.is_empty() { Ok(taken) } else { Err([self.name, ":\n", &faults.join("\n")].concat()) }
    }
}

/// All kinds of input.
pub fn targets() -> Vec<Target> {
    [engine::targets(), container::targets(), practice::targets(), stored::targets()].into_iter().flatten().collect()
}
