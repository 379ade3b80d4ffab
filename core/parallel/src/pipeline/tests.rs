use super::*;
use karui_spec::Error;
use proptest::prelude::*;

use PipelineKind::{GPipe, Interleaved, OneFOneB, ZbH1};

fn schedule(kind: PipelineKind, p: usize, m: usize, v: usize) -> Schedule {
    Schedule::new(kind, p, m, v).unwrap()
}

fn times(forward: f64, backward: f64, weight: f64) -> Times {
    Times { forward, backward, weight }
}

fn even(kind: PipelineKind, p: usize, m: usize, v: usize, times: Times) -> Timeline {
    Timeline::even(&schedule(kind, p, m, v), times).unwrap()
}

#[track_caller]
fn close(got: f64, expected: f64) {
    assert!((got - expected).abs() < 1e-9, "{got}, expected {expected}");
}

/// tests/parity/goldens/make_pipeline.py: PyTorch's own generator.
#[test]
fn orders_are_those_of_pytorch() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/parity/goldens/pipeline.json");
    let goldens: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let cases = goldens["cases"].as_array().unwrap();
    assert!(cases.len() >= 30);
    for case in cases {
        let number = |name: &str| case[name].as_u64().unwrap() as usize;
        let kind: PipelineKind = case["schedule"].as_str().unwrap().parse().unwrap();
        let (p, m, v) = (number("stages"), number("microbatches"), number("chunks"));
        let written = |op: &Op, shift: usize| format!("{:?}{}.{}", op.work, op.microbatch + shift, op.chunk);
        for (rank, ops) in schedule(kind, p, m, v).ranks().iter().enumerate() {
            // PyTorch 2.15's list for the last rank of 1F1B (not what it runs) numbers the forwards from 1; see the script.
            let is_shifted = |op: &Op| kind == OneFOneB && rank == p - 1 && op.work == Work::F;
            let ours: Vec<_> = ops.iter().map(|op| written(op, usize::from(is_shifted(op)))).collect();
            assert_eq!(ours.join(" "), case["ranks"][rank].as_str().unwrap(), "{kind} p={p} m={m} v={v} rank {rank}");
        }
    }
}

/// Makespans for F = B = 1 and B = 2F, and the bubble's share, by a simulator of its own.
#[test]
fn makespans_and_bubbles() {
    for (p, m, one, two, [waiting, all]) in [
        (4, 4, 14.0, 21.0, [3.0, 7.0]),
        (4, 8, 22.0, 33.0, [3.0, 11.0]),
        (4, 16, 38.0, 57.0, [3.0, 19.0]),
        (8, 8, 30.0, 45.0, [7.0, 15.0]),
        (8, 32, 78.0, 117.0, [7.0, 39.0]),
    ] {
        for kind in [GPipe, OneFOneB] {
            for (backward, makespan) in [(1.0, one), (2.0, two)] {
                let timeline = even(kind, p, m, 1, times(1.0, backward, 0.0));
                close(timeline.makespan, makespan);
                close(timeline.bubble_fraction(), waiting / all);
                close(timeline.bubble_over_ideal(), waiting / (all - waiting));
            }
        }
    }
    for (p, m, v, one, [waiting, all]) in [
        (4, 4, 2, 11.0, [3.0, 11.0]),
        (4, 8, 2, 19.0, [3.0, 19.0]),
        (4, 16, 2, 35.0, [3.0, 35.0]),
        (8, 8, 2, 23.0, [7.0, 23.0]),
        (8, 32, 2, 71.0, [7.0, 71.0]),
        (4, 4, 4, 9.5, [3.0, 19.0]),
        (4, 8, 4, 17.5, [3.0, 35.0]),
        (4, 16, 4, 33.5, [3.0, 67.0]),
        (8, 8, 4, 19.5, [7.0, 39.0]),
        (8, 32, 4, 67.5, [7.0, 135.0]),
    ] {
        for backward in [1.0, 2.0] {
            let timeline = even(Interleaved, p, m, v, times(1.0, backward, 0.0));
            close(timeline.makespan, one * (1.0 + backward) / 2.0);
            close(timeline.bubble_fraction(), waiting / all);
        }
    }
    for (p, m, makespan, [waiting, all]) in [
        (4, 4, 15.0, [1.0, 5.0]),
        (4, 8, 27.0, [1.0, 9.0]),
        (4, 16, 51.0, [1.0, 17.0]),
        (8, 8, 31.0, [7.0, 31.0]),
        (8, 32, 103.0, [7.0, 103.0]),
    ] {
        let timeline = even(ZbH1, p, m, 1, times(1.0, 1.0, 1.0));
        close(timeline.makespan, makespan);
        close(timeline.bubble_fraction(), waiting / all);
    }
}

#[test]
fn the_papers_formulas_hold() {
    for (p, m) in [(1, 1), (2, 2), (2, 7), (3, 6), (4, 8), (5, 10), (8, 16)] {
        for t in [times(1.0, 1.0, 1.0), times(1.0, 2.0, 1.5), times(3.0, 4.0, 3.5)] {
            let whole = m as f64 * (t.forward + t.backward);
            for kind in [GPipe, OneFOneB] {
                close(even(kind, p, m, 1, t).makespan - whole, bubble(kind, p, 1, t));
            }
            if p > 1 && m % p == 0 {
                close(even(Interleaved, p, m, 3, t).makespan - whole, bubble(Interleaved, p, 3, t));
            }
        }
        let t = times(1.0, 1.0, 1.0);
        close(even(ZbH1, p, m, 1, t).makespan - 3.0 * m as f64, bubble(ZbH1, p, 1, t));
    }
}

#[test]
fn peaks_are_the_papers() {
    let peaks = |kind, p, m, v| schedule(kind, p, m, v).peaks(|_| 1);
    assert_eq!(peaks(GPipe, 4, 8, 1), [8; 4]);
    assert_eq!(peaks(OneFOneB, 4, 8, 1), [4, 3, 2, 1]);
    assert_eq!(peaks(OneFOneB, 8, 3, 1), [3, 3, 3, 3, 3, 3, 2, 1]);
    assert_eq!(peaks(Interleaved, 4, 8, 2), [11, 9, 7, 5]);
    assert_eq!(peaks(Interleaved, 4, 8, 4), [19, 17, 15, 13]);
    assert_eq!(peaks(Interleaved, 8, 32, 2), [23, 21, 19, 17, 15, 13, 11, 9]);
    assert_eq!(peaks(Interleaved, 8, 32, 4), [39, 37, 35, 33, 31, 29, 27, 25]);
    assert_eq!(peaks(ZbH1, 4, 8, 1), [4; 4]);
    // In bytes: of the stages that a rank has.
    assert_eq!(schedule(OneFOneB, 3, 4, 1).peaks(|stage| [100, 10, 1][stage]), [300, 20, 1]);
}

#[test]
fn a_bubble_says_what_it_waits_for() {
    let timeline = even(OneFOneB, 2, 2, 1, times(1.0, 2.0, 0.0));
    let [f0, f1, b0, b1] = timeline.ranks[0][..] else { panic!() };
    assert_eq!((f0.waited_for, f1.waited_for, b0.waited_for.is_some()), (None, None, true));
    assert_eq!(b0.waited_for, Some(Place { rank: 1, op: Op { work: Work::B, microbatch: 0, chunk: 0 } }));
    assert_eq!((b0.start, b1.start), (4.0, 7.0));
    // With a transfer, later by one each way.
    let stages = [times(1.0, 2.0, 0.0); 2];
    let slow = Timeline::new(&schedule(OneFOneB, 2, 2, 1), &stages, 0.5).unwrap();
    assert_eq!(slow.ranks[0][2].start, 5.0);
    assert!(Timeline::new(&schedule(OneFOneB, 2, 2, 1), &stages[1..], 0.0).is_err());
    assert!(Timeline::new(&schedule(OneFOneB, 2, 2, 1), &stages, f64::NAN).is_err());
}

#[test]
fn a_hand_made_schedule_is_told_what_is_wrong_with_it() {
    let size = Size { ranks: 2, microbatches: 2, chunks: 1, splits_backward: false };
    let mut builder = Builder::new(size, Some(1)).unwrap();
    let at = |rank, work, microbatch| Place { rank, op: Op { work, microbatch, chunk: 0 } };
    let (f, b) = (Work::F, Work::B);
    let needs = |place, needs| Err(Illegal::Needs { place, needs });
    assert_eq!(builder.place(at(1, f, 0)), needs(at(1, f, 0), at(0, f, 0)));
    assert_eq!(builder.place(at(0, b, 0)), needs(at(0, b, 0), at(0, f, 0)));
    builder.place(at(0, f, 0)).unwrap();
    let timeline = builder.timeline(&[times(3.0, 1.0, 0.0); 2], 0.0).unwrap();
    assert_eq!((timeline.ranks[0].len(), timeline.ranks[1].len(), timeline.makespan), (1, 0, 3.0));
    assert_eq!(builder.place(at(0, b, 0)), needs(at(0, b, 0), at(1, b, 0)));
    assert_eq!(builder.place(at(0, f, 0)), Err(Illegal::Done(at(0, f, 0))));
    let full = builder.place(at(0, f, 1)).unwrap_err();
    assert_eq!(full, Illegal::NoRoom { place: at(0, f, 1), most: 1 });
    assert_eq!(full.to_string(), "rank 0: F1 needs room for more than 1 activations");
    for wrong in [at(0, f, 2), at(0, Work::W, 0), Place { rank: 0, op: Op { work: f, microbatch: 0, chunk: 1 } }] {
        assert_eq!(builder.place(wrong), Err(Illegal::NoSuchWork(wrong)));
    }
    assert_eq!(builder.place(at(2, f, 0)), Err(Illegal::NoRank { rank: 2, ranks: 2 }));
    assert_eq!(builder.finish(), Err(Illegal::Missing(at(0, b, 0))));
    assert_eq!(builder.undo(), Some(at(0, f, 0)));
    assert_eq!(
        (builder.undo(), builder.ready(0), builder.ready(1)),
        (None, vec![at(0, f, 0).op, at(0, f, 1).op], vec![])
    );
    // As lists: twice, never, and ranks that wait for each other.
    let of = |ranks: [&[(Work, usize)]; 2]| {
        let ops =
            |list: &[(Work, usize)]| list.iter().map(|&(work, microbatch)| Op { work, microbatch, chunk: 0 }).collect();
        Schedule::of(size, ranks.map(ops).to_vec())
    };
    let good = [(f, 0), (f, 1), (b, 0), (b, 1)];
    assert!(of([&good, &good]).is_ok());
    assert_eq!(of([&good, &[(f, 0), (f, 0)]]), Err(Illegal::Done(at(1, f, 0))));
    assert_eq!(of([&good, &good[..3]]), Err(Illegal::Missing(at(1, b, 1))));
    let waits = of([&[(f, 0), (b, 0), (f, 1), (b, 1)], &good]).unwrap_err();
    assert_eq!(waits, Illegal::Deadlock { place: at(0, b, 0), needs: at(1, b, 0) });
    assert_eq!(waits.to_string(), "rank 0: B0 waits for B0 of rank 1, which is never done");
}

#[test]
fn sizes_that_cannot_be_are_refused() {
    for (kind, p, m, v) in
        [(GPipe, 0, 1, 1), (GPipe, 1, 0, 1), (OneFOneB, 2, 2, 2), (Interleaved, 2, 2, 1), (ZbH1, 2, 2, 0)]
    {
        assert!(matches!(Schedule::new(kind, p, m, v), Err(Error::Range { .. })), "{kind} {p} {m} {v}");
    }
    // Two rounds of four and something.
    assert!(matches!(Schedule::new(Interleaved, 4, 9, 2), Err(Error::Misuse { .. })));
}

proptest! {
    #[test]
    fn every_schedule_comes_to_an_end_whatever_its_times(
        which in 0usize..4, p in 1usize..9, rounds in 1usize..4, v in 2usize..4, f in 0.1f64..3.0, b in 0.1f64..3.0, w in 0.1f64..3.0,
    ) {
        let kind = PipelineKind::ALL[which];
        let v = if kind == Interleaved { v } else { 1 };
        let m = p * rounds;
        let timeline = even(kind, p, m, v, times(f, b, w));
        let work = m as f64 * (f + b + if kind == ZbH1 { w } else { 0.0 });
        for rank in 0..p {
            prop_assert!((timeline.busy(rank) - work).abs() < 1e-9 * work);
        }
        prop_assert!(timeline.makespan >= work - 1e-9);
        let gpipe = even(GPipe, p, m, 1, times(f, if kind == ZbH1 { b + w } else { b }, 0.0)).makespan;
        prop_assert!(timeline.makespan <= gpipe + 1e-9, "{kind} {p} {m} {v}: {} {gpipe}", timeline.makespan);
    }

    #[test]
    fn whoever_plays_by_the_rules_gets_a_schedule(p in 1usize..5, m in 1usize..5, v in 1usize..3, split: bool, seed: u64) {
        let mut builder = Builder::new(Size { ranks: p, microbatches: m, chunks: v, splits_backward: split }, None).unwrap();
        let mut state = seed;
        loop {
            let ready: Vec<Place> =
                (0..p).flat_map(|rank| builder.ready(rank).into_iter().map(move |op| Place { rank, op })).collect();
            if ready.is_empty() {
                break;
            }
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            builder.place(ready[(state >> 33) as usize % ready.len()]).unwrap();
        }
        prop_assert!(builder.finish().is_ok());
    }
}
