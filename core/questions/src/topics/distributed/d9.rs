//! The partial sum that a rank holds on the way around the ring.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text};
use karui_parallel::allreduce::{AllReduce, Plan, in_memory};

pub static TEMPLATE: Template = Template {
    id: "D9",
    topic: Topic::Distributed,
    title: ("reduce-scatter 途中の部分和", "Partial sums of a reduce-scatter"),
    source: "patarasuk2009",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.pick("N", &[4, 5, 6]) as usize;
    let values = draw.list("values", n, 0, 1..=20);
    let k = draw.int("rounds", 2..=n as i64 - 2) as usize;
    let r = draw.int("rank", 0..=n as i64 - 1) as usize;
    // The engine's plan, cut off after k rounds; every rank's chunks all hold its own number.
    let value = Plan::new(AllReduce::Ring, n, n)
        .ok()
        .and_then(|mut plan| {
            plan.ranks.iter_mut().for_each(|rounds| rounds.truncate(k));
            let mut buffers: Vec<Vec<i64>> = values.iter().map(|value| vec![*value as i64; n]).collect();
            in_memory(&plan, &mut buffers, |_| 0).ok()?;
            buffers[r].get((r + n - k) % n).copied()
        })
        .map_or(f64::NAN, |sum| sum as f64);
    let sum = |ranks: usize| (0..ranks).map(|i| values[(r + n - i) % n]).sum::<f64>();
    let ahead: f64 = (0..=k).map(|i| values[(r + i) % n]).sum();
    let shown =
        values.iter().enumerate().map(|(rank, value)| format!("{rank}: {value}")).collect::<Vec<_>>().join(", ");
    let terms = (0..=k).rev().map(|i| values[(r + n - i) % n].to_string()).collect::<Vec<_>>().join(" + ");
    let (chunk, last) = ((r + n - k) % n, n - 1);
    Calculation {
        stem: text!(
            "ランク 0 〜 {last} がリングに並び、各ランクは次の番号のランク（最後は 0）へだけ送る。各ランクの全チャンクの値は同じで、（ランク: 値）は {shown}。reduce-scatter の最初の段でランク i はチャンク i を送り、受け取った値を自分のチャンクに足して次の段で送る。{k} 段終わったとき、ランク {r} が最後に足したチャンク {chunk} の値はいくつか。",
            "Ranks 0 to {last} stand in a ring and each sends to the next one only (the last to 0). All chunks of a rank hold the same number; (rank: number) is {shown}. In the first round of the reduce-scatter rank i sends chunk i; what a rank receives it adds to its own and sends on in the next round. After {k} rounds, what is in chunk {chunk} of rank {r}, to which it added last?"
        ),
        code: None,
        formula: text!(
            "k 段後：ランク r は r−k, …, r の k+1 個の和を持つ（番号は N で巡回）",
            "after k rounds rank r holds the sum of ranks r−k, …, r (k+1 of them, around the ring)"
        ),
        value,
        format: Format::Integer,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                sum(k),
                (
                    "足した数が 1 つ足りません。k 段後には k+1 個の和です。",
                    "One is missing: after k rounds it is the sum of k+1.",
                ),
            ),
            Wrong::new(sum(k + 2), ("1 段多く進めています。", "That is one round more.")),
            Wrong::new(
                ahead,
                (
                    "向きが逆です。前の番号のランクから受け取ります。",
                    "The wrong way round: what comes, comes from the ranks before.",
                ),
            ),
            Wrong::new(
                values.iter().sum::<f64>(),
                ("全員の和になるのは N−1 段後です。", "The sum of all is there after N−1 rounds."),
            ),
            Wrong::new(values[r], ("まだ何も足していない値です。", "That is before anything was added.")),
        ],
        steps: text!(
            "{k} 段の間に、チャンク {chunk} はランク {chunk} から順に足されながらランク {r} まで来ます。{terms} = {value}。",
            "Within {k} rounds chunk {chunk} comes from rank {chunk} to rank {r} and takes each one's number in: {terms} = {value}."
        ),
        lab: Some(format!("tab=parallel&way=allreduce&reduce=ring&ranks={n}&length={n}&hop={k}")),
    }
}

/// Follows the chunk from rank to rank.
fn again(drawn: &Parameters) -> f64 {
    let values = drawn.list("values");
    let (n, k, r) = (values.len(), drawn.int("rounds") as usize, drawn.int("rank") as usize);
    let mut at = (r + n - k) % n;
    let mut sum = values[at];
    while at != r {
        at = (at + 1) % n;
        sum += values[at];
    }
    sum
}
