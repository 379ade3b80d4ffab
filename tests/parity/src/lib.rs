//! The engine against PyTorch's goldens ([`ops`], [`steps`]) and the fast kernels against the plain ones. The checks are
//! plain functions, so that the same ones run natively (`cargo test`) and in Chromium (`tests/bench`). Those that a GPU may
//! have to answer are `async`.

#[cfg(feature = "gpu")]
pub mod accelerate;
pub mod compare;
pub mod golden;
#[cfg(feature = "gpu")]
pub mod gpu;
#[cfg(feature = "gpu")]
mod gpu_half;
#[cfg(feature = "gpu")]
mod gpu_int8;
#[cfg(feature = "gpu")]
mod gpu_slices;
pub mod kernels;
pub mod networks;
pub mod ops;
pub mod quantized;
pub mod steps;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// What `future` gives, for those that need no event loop: on the CPU all are ready at once, and natively those of a GPU are
/// soon.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
        std::thread::yield_now();
    }
}
