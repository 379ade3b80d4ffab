//! The engine on a GPU, natively: `karui_parity::gpu` on whatever Vulkan adapter there is, Mesa's lavapipe too. On a machine
//! without one, every test says so and counts as ignored, not as passed. Chromium runs the same checks: `./lab test gpu`.

use karui_core::exec::gpu::{Gpu, Wants};
use karui_parity::gpu::checks;
use karui_parity::wait;

/// A harness of our own: one device for all, and tests that can be ignored when they run.
fn main() {
    let filter: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let mut tests = checks();
    tests.retain(|test| filter.is_empty() || filter.iter().any(|f| test.name.contains(f)));
    println!("\nrunning {} tests", tests.len());
    let (mut passed, mut failed, mut ignored) = (0, 0, 0);
    match wait(Gpu::request(Wants { half: true, ..Wants::default() })) {
        Ok(gpu) => {
            println!("adapter: {}", gpu.name());
            for test in tests {
                if let Some(feature) = test.lacks(&gpu) {
                    println!("test {} ... ignored, the adapter has no {feature}", test.name);
                    ignored += 1;
                    continue;
                }
                match wait(test.run(&gpu)) {
                    Ok(()) => {
                        println!("test {} ... ok", test.name);
                        passed += 1;
                    }
                    Err(difference) => {
                        println!("test {} ... FAILED\n{difference}", test.name);
                        failed += 1;
                    }
                }
            }
        }
        Err(why) => {
            eprintln!("NOT RUN: {why}\nNothing on the GPU was tested. Debian: apt-get install mesa-vulkan-drivers");
            for test in tests {
                println!("test {} ... ignored", test.name);
                ignored += 1;
            }
        }
    }
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {verdict}. {passed} passed; {failed} failed; {ignored} ignored; 0 measured; 0 filtered out\n"
    );
    std::process::exit(i32::from(failed != 0) * 101);
}
