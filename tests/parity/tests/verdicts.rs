//! Verdicts on speed by this machine's clock, while it does something else: a network beside itself, and the shipped
//! networks beside their 8-bit selves.

mod shipped;

use karui_core::compress::quantize::quantize;
use karui_core::exec::InferenceSession;
use karui_core::graph::Model;
use karui_core::measure::{Pairs, Stopwatch};
use karui_core::spec::recipe::Quantize;
use karui_core::spec::{DataKind, ModelKind, Verdict};
use karui_core::task::{Context, block_on};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A sample spans this many milliseconds: far above what the clock can tell, and short, so that many fit into a test.
const SPAN: f64 = 0.5;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

fn stopwatch() -> Stopwatch {
    Stopwatch { now: || START.elapsed().as_secs_f64() * 1e3, span: SPAN, samples: 5, kernel: str::to_owned }
}

/// One image at a time, in turn.
fn pairs(before: &Model, now: &Model, budget: f64) -> Pairs {
    let [mut old, mut new]: [InferenceSession; 2] = [before, now].map(|net| InferenceSession::new(net, 1).unwrap());
    let image = vec![0.5; before.graph.input_shape().len()];
    let (mut run_old, mut run_new) = (|| old.forward(&image).map(drop), || new.forward(&image).map(drop));
    let ctx = Context::<()>::unobserved();
    block_on(stopwatch().pairs(&mut run_old, &mut run_new, budget, &ctx)).unwrap()
}

/// Calls `measure` while other threads, two for each processor, work for a while and rest for a while.
fn under_load<T>(measure: impl FnOnce() -> T) -> T {
    let ends = AtomicBool::new(false);
    thread::scope(|scope| {
        for number in 0..2 * thread::available_parallelism().map_or(1, usize::from) {
            let ends = &ends;
            scope.spawn(move || {
                while !ends.load(Ordering::Relaxed) {
                    let begun = Instant::now();
                    while begun.elapsed() < Duration::from_millis(5 + 7 * number as u64) {
                        std::hint::black_box(begun.elapsed().as_nanos().isqrt());
                    }
                    thread::sleep(Duration::from_millis(11 + 3 * number as u64));
                }
            });
        }
        let result = measure();
        ends.store(true, Ordering::Relaxed);
        result
    })
}

fn count(verdicts: &[Verdict], wanted: Verdict) -> usize {
    verdicts.iter().filter(|verdict| **verdict == wanted).count()
}

#[test]
fn a_network_beside_itself_is_no_verdict_on_a_busy_machine() {
    let lenet = shipped::network(DataKind::FashionMnist, ModelKind::Lenet);
    let verdicts: Vec<Verdict> = under_load(|| (0..200).map(|_| pairs(&lenet, &lenet, 20.0).verdict()).collect());
    let calm = count(&verdicts, Verdict::Noise);
    println!("{calm} of 200 without a verdict");
    assert!(calm >= 190, "{calm} of 200");
}

#[test]
fn eight_bits_are_never_called_slower_where_the_processor_has_the_instruction() {
    if !has_dot_product() {
        return;
    }
    let data = vec![0.5; 28 * 28 * 64];
    for data_kind in [DataKind::FashionMnist, DataKind::Mnist] {
        let float = shipped::network(data_kind, ModelKind::Lenet);
        let int8 = quantize(&float, &Quantize::default(), &data).unwrap();
        let verdicts: Vec<Verdict> = under_load(|| (0..20).map(|_| pairs(&float, &int8, 100.0).verdict()).collect());
        println!("{data_kind}: {} of 20 faster", count(&verdicts, Verdict::More));
        assert_eq!(count(&verdicts, Verdict::Less), 0, "{data_kind}: {verdicts:?}");
        assert!(count(&verdicts, Verdict::More) > 0, "{data_kind}: {verdicts:?}");
    }
}

/// Whether products of bytes are added up by one instruction here.
fn has_dot_product() -> bool {
    #[cfg(target_arch = "x86_64")]
    return std::is_x86_feature_detected!("avx512vnni") || std::is_x86_feature_detected!("avxvnni");
    #[cfg(not(target_arch = "x86_64"))]
    false
}
