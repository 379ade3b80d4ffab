//! The fast kernels against the reference ones, natively. Chromium runs the same checks in both flavours.

use karui_parity::kernels::CHECKS;

#[test]
fn fast_kernels_compute_what_the_reference_computes() {
    for (name, check) in CHECKS {
        match check() {
            Ok(comparisons) => println!("{name}: {comparisons} comparisons"),
            Err(difference) => panic!("{name}: {difference}"),
        }
    }
}
