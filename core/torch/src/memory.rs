//! How much a session may hold.

use crate::error::{Kind, Result, TorchError, runtime};
use std::cell::Cell;
use std::rc::Rc;

/// Bytes of values that a session holds at most.
pub const MEMORY: usize = 256 << 20;

/// The most axes of a tensor: NumPy's limit of old, and more than any layer has.
pub(crate) const MAX_AXES: usize = 32;

/// How many bytes a session's values take.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meter(Rc<Cell<usize>>);

impl Meter {
    pub fn used(&self) -> usize {
        self.0.get()
    }

    /// Whether `bytes` more fit.
    fn check(&self, bytes: usize) -> Result<()> {
        if self.used().saturating_add(bytes) <= MEMORY {
            return Ok(());
        }
        let (mib, limit) = (bytes >> 20, MEMORY >> 20);
        let message = format!(
            "the lab holds {limit} MiB of tensors, {} MiB are in use, and {mib} MiB more were asked for",
            self.used() >> 20
        );
        Err(TorchError::new(Kind::Memory, message))
    }

    /// `bytes` more are in use from now on.
    pub fn take(&self, bytes: usize) -> Result<()> {
        self.check(bytes)?;
        self.0.set(self.used() + bytes);
        Ok(())
    }

    /// `bytes` are in use no more.
    pub fn give(&self, bytes: usize) {
        self.0.set(self.used().saturating_sub(bytes));
    }

    /// `shape`'s number of values, for which there is room.
    pub fn room(&self, shape: &[usize]) -> Result<usize> {
        if shape.len() > MAX_AXES {
            return runtime(format!("at most {MAX_AXES} dimensions, got {}", shape.len()));
        }
        let len = shape.iter().try_fold(1_usize, |n, axis| n.checked_mul(*axis)).unwrap_or(usize::MAX);
        // Eight bytes: an integer's; the tape may hold as much again.
        self.check(len.saturating_mul(8))?;
        Ok(len)
    }

    /// Zeros of `shape`.
    pub fn zeros(&self, shape: &[usize]) -> Result<Vec<f32>> {
        Ok(vec![0.0; self.room(shape)?])
    }
}
