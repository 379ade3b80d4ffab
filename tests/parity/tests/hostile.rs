//! Bytes that mean harm: whatever is read from a file, a link or another tab is refused with an error or read, and what was read
//! is run. Nothing panics, takes more than two seconds, or asks for more memory than its length allows. Every input comes from its
//! number, so that a failure can be looked at again.
//!
//! `KARUI_INPUTS=10000000 cargo test -p karui-parity --test hostile -- --nocapture` tries ten million of each kind.

use karui_core::compress::Model;
use karui_core::data::idx;
use karui_core::data::picture::prepare;
use karui_core::exec::InferenceSession;
use karui_core::format::{packed, safetensors};
use karui_core::graph::Shape;
use karui_core::graph::{Graph, Weights};
use karui_core::measure::cost::cost;
use karui_core::models;
use karui_core::spec::{DataKind, Experiment, ModelKind, ModelSpec, Recipe, Settings, recipe};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::{Duration, Instant};

/// In CI, of each kind.
const FEW: u64 = 20_000;
/// So long one input may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// Bytes that any input may make its reader ask for, besides a multiple of its own length: tables, and a small network's buffers.
const FLOOR: usize = 16 << 20;
const PER_BYTE: usize = 256;
/// What was read is run where that takes no longer than this many multiply-adds.
const RUN: u64 = 2_000_000;

/// The system's allocator, which keeps how much a thread holds at most, and refuses what no input may ask for.
struct Watching;

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes on to `System` as it came, or is refused; counting touches no memory that it hands out.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.get().saturating_add(layout.size());
        PEAK.set(PEAK.get().max(held));
        if layout.size() > 1 << 30 {
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

#[global_allocator]
static ALLOCATOR: Watching = Watching;

/// Marsaglia's xorshift, seeded by the number of the input.
struct Draw(u64);

impl Draw {
    fn new(number: u64) -> Self {
        let mut draw = Draw(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..4 {
            draw.next();
        }
        draw
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 16) % n.max(1) as u64) as usize
    }

    /// One of `seeds`, changed in a few places.
    fn mutated(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(4) {
            self.change(&mut bytes, seeds);
        }
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        if bytes.is_empty() {
            bytes.push(self.next() as u8);
            return;
        }
        // What says how large the rest is stands in front.
        let reach = if self.below(3) > 0 { bytes.len().min(300) } else { bytes.len() };
        let at = self.below(reach);
        match self.below(9) {
            0 => bytes[at] ^= 1 << self.below(8),
            1 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff, b'0', b'9', b'-'][self.below(8)],
            2 => bytes.truncate(at),
            3 => drop(bytes.remove(at)),
            4 => bytes.insert(at, self.next() as u8),
            5 => {
                let end = (at + self.below(16)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            6 => {
                let other = &seeds[self.below(seeds.len())];
                let from = self.below(other.len());
                let end = (from + self.below(64)).min(other.len());
                bytes.splice(at..at, other[from..end].iter().copied());
            }
            7 => {
                let value = [0, 1, u64::from(u32::MAX), 1 << 31, u64::MAX, 1 << 63, 100_000][self.below(7)];
                for (byte, new) in bytes[at..].iter_mut().zip(value.to_le_bytes()) {
                    *byte = new;
                }
            }
            _ => {
                // A number in text becomes one that is hard to believe.
                let digits = bytes[at..].iter().position(u8::is_ascii_digit).map(|i| at + i);
                if let Some(at) = digits {
                    let huge: [&[u8]; 5] = [b"0", b"-1", b"4294967297", b"18446744073709551615", b"1e308"];
                    bytes.splice(at..=at, huge[self.below(5)].iter().copied());
                }
            }
        }
    }
}

/// A kind of input: what is valid of it, and what reads one and says whether it was taken.
struct Target {
    name: &'static str,
    seeds: Vec<Vec<u8>>,
    read: fn(&[u8]) -> bool,
}

fn small(kind: ModelKind) -> (Graph, Weights) {
    let spec = ModelSpec { alpha: 0.25, ..ModelSpec::new(kind) };
    let graph = models::build(spec, Shape::new(28, 28, 1), 3).unwrap();
    let weights = Weights::init(&graph, 1);
    (graph, weights)
}

/// Runs what was read, if that is soon done.
fn run(model: &Model) {
    let input = model.graph.input_shape().len();
    if cost(&model.graph).macs.value <= RUN as f64 && input < 100_000 {
        let _ = InferenceSession::<karui_core::exec::Cpu>::new(model, 1)
            .and_then(|mut session| session.forward(&vec![0.5; input]).map(drop));
    }
}

fn targets() -> Vec<Target> {
    let networks: Vec<(Graph, Weights)> = ModelKind::ALL.iter().map(|kind| small(*kind)).collect();
    let float = |(graph, weights): &(Graph, Weights)| Model::float(graph.clone(), weights.clone());
    // Narrow, or most of the time would go into copying them.
    let papers = ["mobilenet-v1", "mobilenet-v2"].map(|name| {
        let options = models::Options {
            alpha: Some(0.05),
            size: Some((32, 32)),
            channels: Some(3),
            classes: Some(2),
            groups: None,
        };
        let graph = models::named(name, options).unwrap();
        safetensors::save(&graph, &Weights::init(&graph, 1)).unwrap()
    });
    let recipes = recipe::presets().into_iter().map(|it| recipe::json::write(&it.recipe).into_bytes()).collect();
    let idx = |dims: &[u32], values: usize| {
        let head = [0, 0, 8, dims.len() as u8].into_iter().chain(dims.iter().flat_map(|d| d.to_be_bytes()));
        head.chain((0..values).map(|i| i as u8)).collect::<Vec<u8>>()
    };
    vec![
        Target {
            name: "safetensors for a network",
            seeds: networks.iter().map(|(graph, weights)| safetensors::save(graph, weights).unwrap()).collect(),
            read: |bytes| {
                let (graph, _) = small(ModelKind::Lenet);
                safetensors::load(&graph, bytes).map(|weights| run(&Model::float(graph, weights))).is_ok()
            },
        },
        Target {
            name: "safetensors of any network",
            seeds: papers.to_vec(),
            read: |bytes| {
                let recognized = models::recognize(bytes);
                let _ = safetensors::input_shape(bytes).and_then(|shape| safetensors::read_input(bytes, shape));
                recognized.map(|(graph, weights)| run(&Model::float(graph, weights))).is_ok()
                    || safetensors::head(bytes).is_ok()
            },
        },
        Target {
            name: "packed files",
            seeds: networks.iter().map(|it| packed::save(&float(it)).unwrap()).collect(),
            read: |bytes| packed::load(bytes).map(|model| run(&model)).is_ok(),
        },
        Target {
            name: "pictures of classes",
            seeds: vec![safetensors::save_pictures(4, &[("猫".into(), vec![7; 96]), ("b".into(), vec![9; 48])])],
            read: |bytes| safetensors::load_pictures(4, bytes).is_ok(),
        },
        Target {
            name: "IDX files",
            seeds: vec![idx(&[2, 3, 4], 24), idx(&[5], 5)],
            read: |bytes| idx::images(bytes).is_ok() || idx::labels(bytes).is_ok(),
        },
        Target {
            name: "recipes",
            seeds: recipes,
            read: |bytes| {
                recipe::json::read(&String::from_utf8_lossy(bytes)).is_ok_and(|recipe: Recipe| recipe.check().is_ok())
            },
        },
        Target {
            name: "pictures",
            seeds: vec![vec![0; 64], (0..=255).collect()],
            read: |bytes| {
                let side = bytes.first().map_or(0, |&b| usize::from(b)) % 12;
                let kind = DataKind::ALL[bytes.len() % DataKind::ALL.len()];
                prepare(bytes, side, bytes.len() / 4 / side.max(1), bytes.len() % 2 == 0, kind).is_ok()
            },
        },
        Target {
            name: "settings of links",
            seeds: vec![
                b"data=mnist".to_vec(),
                b"lr=0.05".to_vec(),
                b"epochs=3".to_vec(),
                b"alpha=0.5".to_vec(),
                b"n=10000".to_vec(),
            ],
            read: |bytes| {
                let text = String::from_utf8_lossy(bytes);
                let Some((name, value)) = text.split_once('=') else { return false };
                let mut experiment = Experiment::default();
                Experiment::setting(name).is_some_and(|it| it.set(&mut experiment, value).is_ok())
            },
        },
    ]
}

/// What is wrong with how an input is met, if anything; and whether it was read.
fn met(target: &Target, bytes: &[u8]) -> Result<bool, String> {
    let held = HELD.get();
    PEAK.set(held);
    let start = Instant::now();
    let read = std::panic::catch_unwind(|| (target.read)(bytes)).map_err(|_| "panics".to_owned())?;
    let (peak, took) = (PEAK.get() - held, start.elapsed());
    if took > PATIENCE {
        return Err(format!("takes {:.1} s", took.as_secs_f64()));
    }
    if peak > FLOOR + PER_BYTE * bytes.len() {
        return Err(format!("asks for {peak} bytes"));
    }
    Ok(read)
}

#[test]
fn no_input_panics_hangs_or_takes_all_memory() {
    let inputs = std::env::var("KARUI_INPUTS").ok().and_then(|text| text.parse().ok()).unwrap_or(FEW);
    for target in targets() {
        let begun = Instant::now();
        let (mut read, mut faults) = (0u64, Vec::new());
        for seed in &target.seeds {
            assert_eq!(met(&target, seed).err(), None, "{}: a seed", target.name);
        }
        for number in 0..inputs {
            let bytes = Draw::new(number).mutated(&target.seeds);
            match met(&target, &bytes) {
                Ok(is_read) => read += u64::from(is_read),
                Err(fault) if faults.len() < 10 => {
                    faults.push(format!("input {number} ({} bytes) {fault}", bytes.len()))
                }
                Err(_) => {}
            }
        }
        println!("{}: {read} of {inputs} read, {:.1} s", target.name, begun.elapsed().as_secs_f64());
        assert!(faults.is_empty(), "{}:\n{}", target.name, faults.join("\n"));
        // Neither are all refused at the first byte, nor all taken.
        assert!(read > 0 && read < inputs, "{}: {read} of {inputs}", target.name);
    }
}
