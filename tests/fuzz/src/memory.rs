//! How much memory a thread asks for, and how often.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The most bytes that are given at once: what asks for more means harm.
const MOST: usize = 1 << 30;

/// The system's allocator, which counts for each thread and refuses what no input may ask for. A test that asks [`during`] makes it
/// its `#[global_allocator]`; otherwise nothing is counted.
pub struct Watching;

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes on to `System` as it came, or is refused; counting touches no memory that it hands out.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        let held = HELD.get().saturating_add(layout.size());
        PEAK.set(PEAK.get().max(held));
        if layout.size() > MOST {
            return std::ptr::null_mut();
        }
        HELD.set(held);
        // SAFETY: the caller's duties are those of `System::alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        HELD.set(HELD.get().saturating_sub(layout.size()));
        // SAFETY: the caller's duties are those of `System::dealloc`.
        unsafe { System.dealloc(at, layout) }
    }
}

/// What a thread has asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    /// Bytes held at most, besides those held before.
    pub peak: usize,
    /// Allocations.
    pub count: usize,
}

/// What `work` gives, and what it asked for.
pub fn during<T>(work: impl FnOnce() -> T) -> (T, Used) {
    let (held, count) = (HELD.get(), COUNT.get());
    PEAK.set(held);
    let made = work();
    (made, Used { peak: PEAK.get() - held, count: COUNT.get() - count })
}
