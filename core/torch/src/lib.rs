//! What a Python program in the page computes with: an eager tape over the engine's kernels, with PyTorch's meaning.
//!
//! A [`Session`] is one run of a program. The program's `torch` (`python/torch/`) holds handles of tensors and asks the session
//! to do things with them by [`Session::call`]: an op's name, its arguments as JSON. What it did is told, statement by statement, by
//! its [`trace`].
//!
//! PyTorch's order of axes (N C H W) is that of the program's tensors and lives in this crate's layers only.

mod args;
mod array;
mod calls;
mod error;
mod memory;
mod ops;
mod optimizer;
mod print;
mod random;
mod session;
mod tape;
mod tensors;
pub mod trace;

pub use error::{Kind, Result, TorchError};
pub use memory::MEMORY;
pub use session::Session;
