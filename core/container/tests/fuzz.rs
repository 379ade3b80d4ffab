//! Many inputs, none of which may panic: Dockerfiles, ignore files and tars, made of pieces that mean something and of broken bytes.
//! Every input comes from its number, so that a failure can be looked at again.
//!
//! `KARUI_INPUTS=10000000 cargo test --release -p karui-container --test fuzz -- --nocapture` does ten million of them.

mod common;

use common::PIECES;
use karui_container::build::Cache;
use karui_container::dockerfile::parse;
use karui_container::fs::Layer;
use karui_container::ignore::Ignore;
use karui_container::instruction::stages;
use std::time::Instant;

/// In CI.
const FEW: u64 = 60_000;

/// Marsaglia's xorshift, seeded by the number of the input.
struct Draw(u64);

impl Draw {
    fn new(seed: u64) -> Self {
        let mut draw = Draw(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
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

    fn text(&mut self) -> Vec<u8> {
        let count = self.below(30);
        let mut bytes: Vec<u8> = (0..count).flat_map(|_| PIECES[self.below(PIECES.len())].bytes()).collect();
        self.broken(&mut bytes);
        bytes
    }

    /// Some bytes are others, for half of the inputs.
    fn broken(&mut self, bytes: &mut [u8]) {
        let times = self.below(8).saturating_sub(4);
        for _ in 0..times.min(bytes.len()) {
            let at = self.below(bytes.len());
            bytes[at] = self.next() as u8;
        }
    }
}

/// Puts a header's checksum right, so that what it says is looked at.
fn checked(header: &mut [u8]) {
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
}

/// A tar with wrong bytes, mostly in its headers.
fn tar(draw: &mut Draw, whole: &[u8]) -> Vec<u8> {
    let mut bytes = whole[..whole.len() - draw.below(2) * draw.below(whole.len())].to_vec();
    draw.broken(&mut bytes);
    let blocks = bytes.len() / 512;
    if blocks > 0 && draw.below(4) > 0 {
        let block = draw.below(blocks) * 512;
        let header = &mut bytes[block..block + 512];
        draw.broken(header);
        let at = draw.below(512);
        header[at] = [0, b'0', b'7', b'/', b'.', 0xff][draw.below(6)];
        checked(header);
    }
    bytes
}

/// How many of a part of the inputs were read, of how many: Dockerfiles, ignore files, tars.
fn run(numbers: std::ops::Range<u64>, whole: &[u8]) -> [[u64; 2]; 3] {
    let mut told = [[0; 2]; 3];
    for number in numbers {
        let mut draw = Draw::new(number);
        let kind = (number % 3) as usize;
        let is_read = match kind {
            0 => {
                let mut text = if draw.below(2) == 0 { b"FROM debian\n".to_vec() } else { Vec::new() };
                text.extend(draw.text());
                let file = parse(&text);
                file.as_ref().is_ok_and(|file| stages(file).is_ok())
            }
            1 => {
                let (text, path) = (draw.text(), String::from_utf8_lossy(&draw.text()).into_owned());
                Ignore::parse(&text).map(|ignore| ignore.is_ignored(&path)).is_ok()
            }
            _ => {
                let bytes = tar(&mut draw, whole);
                let _ = number % 1000 == 2 && Cache::from_json(&String::from_utf8_lossy(&bytes)).is_ok();
                Layer::from_tar(&bytes).is_ok()
            }
        };
        told[kind][0] += u64::from(is_read);
        told[kind][1] += 1;
    }
    told
}

#[test]
fn no_input_panics() {
    let inputs = std::env::var("KARUI_INPUTS").ok().and_then(|text| text.parse().ok()).unwrap_or(FEW);
    let image = common::built(
        "FROM debian\nCOPY . /x\nRUN ln -s a b && chmod 700 /x\n",
        &[("a", "1", 0o644), ("b/c", "2", 0o755)],
    );
    let whole = &image.image.layers[1].tar;
    let begun = Instant::now();
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let part = |i: u64| inputs * i / threads..inputs * (i + 1) / threads;
    let all: Vec<[[u64; 2]; 3]> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|i| scope.spawn(move || run(part(i), whole))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    for (kind, name) in ["Dockerfiles", "ignore files", "tars"].iter().enumerate() {
        let [read, of] = [0, 1].map(|i| all.iter().map(|told| told[kind][i]).sum::<u64>());
        println!("{name}: {read} of {of} read");
        // Neither are all refused at the first byte, nor all taken.
        assert!(read > of / 100 && read < of, "{name}: {read} of {of}");
    }
    println!("{inputs} inputs in {:.1} s", begun.elapsed().as_secs_f64());
}
