//! A few inputs of each kind, and all that once failed.

use karui_fuzz::memory::Watching;
use karui_fuzz::{patient, targets};

/// Of each kind.
const FEW: u64 = 20_000;

#[global_allocator]
static ALLOCATOR: Watching = Watching;

#[test]
fn no_input_panics_hangs_or_takes_all_memory() {
    for target in targets() {
        match target.try_few(FEW, patient) {
            Ok(taken) => println!("{}: {taken} of {FEW} taken", target.name),
            Err(faults) => panic!("{faults}"),
        }
    }
}
