use super::*;
use karui_spec::Error;
use proptest::prelude::*;

/// A small generator for arrivals in any order (Knuth's MMIX).
fn lcg(mut state: u64) -> impl FnMut(usize) -> usize {
    move |n| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n.max(1)
    }
}

fn plan(algorithm: AllReduce, workers: usize, len: usize) -> Plan {
    Plan::new(algorithm, workers, len).unwrap()
}

/// Numbers whose sums round differently in another order.
fn gradients(plan: &Plan, seed: u64) -> Vec<Vec<f32>> {
    let mut next = lcg(seed);
    let mut value = || (next(2_000_001) as f32 - 1e6) * 1.7e-5;
    let mut buffers: Vec<Vec<f32>> = (0..plan.workers).map(|_| (0..plan.len).map(|_| value()).collect()).collect();
    // What a server had before is of no matter.
    buffers.resize(plan.ranks.len(), vec![f32::NAN; plan.len]);
    buffers
}

fn bits(buffers: &[Vec<f32>]) -> Vec<Vec<u32>> {
    buffers.iter().map(|buffer| buffer.iter().map(|v| v.to_bits()).collect()).collect()
}

#[test]
fn what_is_sent_and_received_is_the_formula_to_the_byte() {
    for &algorithm in AllReduce::ALL {
        for workers in 1..=17 {
            for len in [0, 1, 2, 3, 7, 8, 100, 1001, 61_706] {
                let plan = plan(algorithm, workers, len);
                assert_eq!(plan.steps(), steps(algorithm, workers), "{algorithm} {workers}");
                let formula = |rank| traffic(algorithm, workers, len, rank);
                let ranks = 0..plan.ranks.len();
                let of = format!("{algorithm}, {workers} workers, {len} numbers");
                assert_eq!(plan.sent(), ranks.clone().map(|r| formula(r).sent).collect::<Vec<_>>(), "{of}");
                assert_eq!(plan.received(), ranks.map(|r| formula(r).received).collect::<Vec<_>>(), "{of}");
                assert_eq!(plan.sent().iter().sum::<usize>(), plan.received().iter().sum::<usize>(), "{of}");
            }
        }
    }
}

/// The textbooks' forms, where N divides S: 2(N−1)S at worker 0 by the naive way, 2NS at the server, 2(N−1)/N·S by the ring and by
/// halving; 2(N−1), 2 log₂N and 2⌈log₂N⌉ rounds.
#[test]
fn the_forms_of_the_textbooks() {
    for n in 2..=9 {
        let s = 5040;
        let both = |algorithm, rank| {
            let Traffic { sent, received } = traffic(algorithm, n, s, rank);
            sent + received
        };
        assert_eq!(both(AllReduce::Naive, 0), 2 * (n - 1) * s);
        assert_eq!(both(AllReduce::Server, n), 2 * n * s);
        assert_eq!(steps(AllReduce::Ring, n), 2 * (n - 1));
        assert_eq!(steps(AllReduce::Tree, n), 2 * (n as f64).log2().ceil() as usize);
        for rank in 0..n {
            assert_eq!(both(AllReduce::Server, rank), 2 * s);
            assert_eq!(traffic(AllReduce::Ring, n, s, rank).sent, 2 * (n - 1) * s / n);
            assert!(traffic(AllReduce::Tree, n, s, rank).received <= 3 * s); // Of two below and one above.
            if n.is_power_of_two() {
                assert_eq!(traffic(AllReduce::Halving, n, s, rank).sent, 2 * (n - 1) * s / n);
                assert_eq!(steps(AllReduce::Halving, n), 2 * n.ilog2() as usize);
            }
        }
    }
}

#[test]
fn the_tree_is_binary_and_no_deeper_than_its_logarithm() {
    for workers in 1..400 {
        let parents: Vec<_> = (1..workers).map(|rank| tree::parent(rank, workers).unwrap()).collect();
        for rank in 0..workers {
            let children = parents.iter().filter(|&&parent| parent == rank).count();
            assert!(children <= if rank == 0 { 1 } else { 2 });
        }
        let deepest = (0..workers).map(|rank| tree::depth(rank, workers)).max();
        assert_eq!(deepest, Some(formula::log2_up(workers)), "{workers}");
    }
}

#[test]
fn every_rank_has_the_same_sum() {
    for &algorithm in AllReduce::ALL {
        for workers in 1..=9 {
            for len in [0, 1, 3, 8, 101] {
                let plan = plan(algorithm, workers, len);
                let mut buffers = gradients(&plan, 5);
                let exact: Vec<f64> =
                    (0..len).map(|i| buffers[..workers].iter().map(|b| f64::from(b[i])).sum()).collect();
                in_memory(&plan, &mut buffers, |_| 0).unwrap();
                for buffer in &buffers {
                    assert_eq!(bits(&buffers)[0], bits(std::slice::from_ref(buffer))[0], "{algorithm} {workers} {len}");
                    let close = |(got, exact): (&f32, &f64)| (f64::from(*got) - exact).abs() < 1e-4;
                    assert!(buffer.iter().zip(&exact).all(close), "{algorithm} {workers} {len}");
                }
            }
        }
    }
}

#[test]
fn a_machine_in_the_middle_adds_in_rank_order() {
    let plan = [plan(AllReduce::Naive, 5, 40), plan(AllReduce::Server, 5, 40)];
    let mut buffers = gradients(&plan[0], 1);
    let add = |sum: Vec<f32>, b: &Vec<f32>| sum.iter().zip(b).map(|(sum, v)| sum + v).collect();
    let sum = buffers[1..].iter().fold(buffers[0].clone(), add);
    for plan in plan {
        let mut buffers = buffers.clone();
        buffers.resize(plan.ranks.len(), vec![0.0; 40]);
        in_memory(&plan, &mut buffers, lcg(3)).unwrap();
        assert!(buffers.iter().all(|buffer| *buffer == sum));
    }
    buffers.pop();
    assert!(matches!(in_memory(&self::plan(AllReduce::Naive, 5, 40), &mut buffers, |_| 0), Err(Error::Length { .. })));
}

/// Arrivals in 10,000 random orders, of plans drawn at random: each comes to an end.
#[test]
fn no_order_of_arrivals_leads_to_a_deadlock() {
    let mut next = lcg(11);
    for seed in 0..10_000 {
        let algorithm = AllReduce::ALL[next(AllReduce::ALL.len())];
        let plan = plan(algorithm, 1 + next(9), next(40));
        let mut buffers = vec![vec![1u64; plan.len]; plan.ranks.len()];
        in_memory(&plan, &mut buffers, lcg(seed)).unwrap();
        assert!(buffers.iter().flatten().all(|&sum| sum == plan.workers as u64), "{plan:?}");
    }
}

proptest! {
    #[test]
    fn the_order_of_arrivals_changes_no_bit(
        which in 0..AllReduce::ALL.len(), workers in 1usize..=9, len in 0usize..60, seed: u64, order: u64,
    ) {
        let plan = plan(AllReduce::ALL[which], workers, len);
        let (mut first, mut other) = (gradients(&plan, seed), gradients(&plan, seed));
        in_memory(&plan, &mut first, |_| 0).unwrap();
        in_memory(&plan, &mut other, lcg(order)).unwrap();
        prop_assert_eq!(bits(&first), bits(&other));
    }

    #[test]
    fn a_wrong_message_is_refused_and_changes_nothing(round in 0usize..9, from in 0usize..5, start in 0usize..12) {
        let plan = plan(AllReduce::Ring, 3, 12);
        let mut rank = Rank::new(&plan, 1).unwrap();
        let mut buffer = vec![1.0f32; 12];
        rank.start(&mut buffer).unwrap();
        let range = start..(start + 4).min(12);
        let values = vec![1.0; range.len()];
        let message = Message { round, from, to: 1, range: range.clone(), values };
        let is_planned = plan.ranks[1].get(round)
            .is_some_and(|round| round.receives.iter().any(|r| r.from == from && r.range == range));
        prop_assert_eq!(rank.receive(message.clone(), &mut buffer).is_ok(), is_planned);
        // The same again is refused in either case.
        let before = buffer.clone();
        prop_assert!(rank.receive(message, &mut buffer).is_err());
        prop_assert_eq!(buffer, before);
    }
}

#[test]
fn who_waits_for_whom_is_told() {
    let plan = plan(AllReduce::Ring, 3, 6);
    let mut rank = Rank::new(&plan, 0).unwrap();
    assert_eq!(rank.waiting(), None);
    let mut buffer = vec![1.0f32; 6];
    let sent = rank.start(&mut buffer).unwrap();
    assert_eq!((sent.len(), sent[0].to, sent[0].range.clone()), (1, 1, 0..2));
    assert_eq!(rank.waiting(), Some(Waiting { round: 0, from: 2 }));
    assert!(rank.start(&mut buffer).is_err());
    assert!(Rank::<f32>::new(&plan, 3).is_err());
    // What comes too early waits for its turn.
    let part = |round: usize, range: std::ops::Range<usize>| Message {
        round,
        from: 2,
        to: 0,
        values: vec![5.0; range.len()],
        range,
    };
    assert_eq!(rank.receive(part(1, 2..4), &mut buffer), Ok(vec![]));
    let sent = rank.receive(part(0, 4..6), &mut buffer).unwrap();
    assert_eq!(sent.iter().map(|m| (m.round, m.range.clone())).collect::<Vec<_>>(), [(1, 4..6), (2, 2..4)]);
    assert_eq!(buffer, [1.0, 1.0, 6.0, 6.0, 6.0, 6.0]);
}

#[test]
fn the_virtual_clock_keeps_the_law() {
    let link = Link { latency: 5e-5, bandwidth: 1.25e9 };
    for &algorithm in AllReduce::ALL {
        for workers in [1usize, 2, 3, 4, 5, 8, 16, 64] {
            if algorithm == AllReduce::Tree && !workers.is_power_of_two() {
                continue;
            }
            let len = 64 * 15 * 100;
            let plan = plan(algorithm, workers, len);
            let got = simulate(&plan, 4, link, &[]).unwrap().seconds();
            let law = seconds(algorithm, workers, 4.0 * len as f64, link);
            assert!((got - law).abs() < 1e-9, "{algorithm}, {workers} workers: {got} s, by the law {law} s");
        }
    }
}

/// 100 MB over 10 Gbit/s: the ring is the quickest of 8 machines; 1 kB among 64: halving, since every round waits for the latency.
#[test]
fn large_buffers_want_the_ring_and_small_ones_the_logarithm() {
    let link = Link { latency: 2e-5, bandwidth: 1.25e9 };
    let time = |algorithm, workers, len| simulate(&plan(algorithm, workers, len), 1, link, &[]).unwrap().seconds();
    for other in [AllReduce::Naive, AllReduce::Server, AllReduce::Tree] {
        assert!(time(other, 8, 1_000_000) > time(AllReduce::Ring, 8, 1_000_000), "{other}");
    }
    assert!(time(AllReduce::Halving, 64, 1024) < time(AllReduce::Ring, 64, 1024) / 5.0);
    assert!(time(AllReduce::Tree, 64, 1024) < time(AllReduce::Ring, 64, 1024) / 4.0);
}

#[test]
fn a_straggler_holds_everybody_up() {
    let link = Link { latency: 1e-3, bandwidth: 1e6 };
    for &algorithm in AllReduce::ALL {
        let plan = plan(algorithm, 4, 4000);
        let late = simulate(&plan, 1, link, &[0.0, 0.0, 7.0]).unwrap();
        assert!(late.ready.iter().all(|&t| t > 7.0), "{algorithm} {:?}", late.ready);
        assert!(late.seconds() <= 7.0 + simulate(&plan, 1, link, &[]).unwrap().seconds() + 1e-9);
        let moved: usize = late.transits.iter().map(|t| t.bytes).sum();
        assert_eq!(moved, plan.sent().iter().sum::<usize>());
    }
    assert!(simulate(&plan(AllReduce::Ring, 4, 4), 1, Link { latency: -1.0, ..link }, &[]).is_err());
    assert!(simulate(&plan(AllReduce::Ring, 4, 4), 1, Link { bandwidth: 0.0, ..link }, &[]).is_err());
    assert!(Plan::new(AllReduce::Ring, 0, 4).is_err());
}
