//! The benchmarks natively: `cargo run --release -p karui-bench --example native -- FILTER`. Its figures are this
//! processor's, with instructions that browsers do not give out: VNNI for 8-bit integers, 256-bit vectors for floats.

use karui_bench::bench::CASES;
use std::time::Instant;

fn main() {
    let filter = std::env::args().nth(1).unwrap_or_default();
    let start = Instant::now();
    let now = || start.elapsed().as_secs_f64() * 1e3;
    for case in CASES.iter().filter(|case| case.name.contains(&filter)) {
        for row in (case.run)(&now) {
            println!("{:<60} {:>10.4} {:<9} {}", row.name, row.value, row.unit, row.note);
        }
    }
}
