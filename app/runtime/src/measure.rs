//! How this worker measures times.

use crate::clock::now;
use crate::scope::kernel;
use karui_core::measure::Stopwatch;

/// A sample spans a hundred steps of the browser's clock; five of them make the fifty milliseconds that a figure needs at
/// least.
pub const STOPWATCH: Stopwatch = Stopwatch { now, span: 10.0, samples: 5, kernel };
