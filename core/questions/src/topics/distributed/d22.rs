//! A pipeline's bubbles, counted on its timeline.

use crate::axes::axis;
use crate::{Axis, Calculation, Draw, Format, Kind, Mark, Parameters, Plot, Template, Text, Topic, Wrong, text};
use karui_parallel::pipeline::{PipelineKind, Schedule, Timeline, Times, Work, bubble};

pub static TEMPLATE: Template = Template {
    id: "D22",
    topic: Topic::Distributed,
    title: ("パイプラインの図を読む", "Reading a pipeline's timeline"),
    source: "narayanan2021",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let p = draw.int("p", 2..=4);
    let m = draw.int("m", p..=6);
    let backward = draw.pick("backward", &[1, 2]);
    let kind = [PipelineKind::GPipe, PipelineKind::OneFOneB][draw.pick("one_f_one_b", &[0, 1]) as usize];
    let times = Times { forward: 1.0, backward: backward as f64, weight: 0.0 };
    let schedule = Schedule::new(kind, p as usize, m as usize, 1);
    let timeline = schedule.and_then(|schedule| Timeline::even(&schedule, times));
    let (ranks, makespan) = timeline.map_or((Vec::new(), f64::NAN), |it| (it.ranks, it.makespan));
    let busy: f64 = ranks.iter().flatten().map(|slot| slot.end - slot.start).sum();
    let value = makespan * p as f64 - busy;
    let (mut marks, mut ja, mut en) = (Vec::new(), String::new(), String::new());
    for (rank, slots) in ranks.iter().enumerate() {
        let (top, mut said) = (ranks.len() as f64 - rank as f64, Vec::new());
        for slot in slots {
            let text = format!("{:?}{}", slot.op.work, slot.op.microbatch + 1);
            said.push(format!("{text} {}–{}", slot.start, slot.end));
            let kind = u8::from(slot.op.work == Work::B);
            marks.push(Mark::Block { from: [slot.start, top - 0.9], to: [slot.end, top - 0.1], text, kind });
        }
        let said = said.join(", ");
        ja.push_str(&format!("ランク {rank}：{said}。"));
        en.push_str(&format!("Rank {rank}: {said}. "));
    }
    let names = (0..ranks.len()).map(|rank| (ranks.len() as f64 - rank as f64 - 0.5, Text::same(rank.to_string())));
    draw.show(Plot {
        x: axis(("時間（コマ）", "time (units)"), 0.0, makespan, (0..=makespan as u32).step_by(2).map(f64::from)),
        y: Some(Axis { name: ("ランク", "rank").into(), low: 0.0, high: p as f64, is_log: false, ticks: names.collect() }),
        marks,
        words: text!("各ランクの仕事と、その始まりと終わりのコマ。{ja}", "The work of each rank, and when it begins and ends. {en}"),
    });
    let (pf, mf, f, b) = (p as f64, m as f64, 1.0, backward as f64);
    let one = bubble(kind, p as usize, 1, times);
    let waits = p - 1;
    Calculation {
        stem: text!(
            "図は、{p} ランクのパイプライン並列が {m} 個のマイクロバッチを処理する様子である（F は順伝播で 1 コマ、B は逆伝播で {backward} コマ）。最後の仕事が終わるまでに、全ランクが待っている時間（バブル）は合わせて何コマか。",
            "The drawing shows {m} microbatches in a pipeline of {p} ranks; F is a forward pass and takes 1 unit, B a backward pass and takes {backward}. Until the last work is done, how many units do all ranks together wait (the bubbles)?"
        ),
        code: None,
        formula: text!("待ち = p·(p−1)·(F + B)", "waiting = p·(p−1)·(F + B)"),
        value,
        format: Format::Integer,
        unit: ("コマ", "units"),
        wrong: vec![
            Wrong::new(one, ("1 ランク分の待ち時間です。", "That is one rank's waiting.")),
            Wrong::new(makespan, ("全体の長さです。", "That is how long all of it takes.")),
            Wrong::new(
                pf * (pf - 1.0) * f + if backward == 1 { pf } else { 0.0 },
                ("順伝播の側の待ちしか数えていません。", "Only the waiting beside forward passes was counted."),
            ),
            Wrong::new(pf * mf * (f + b), ("仕事をしているコマの数です。", "Those are the units of work.")),
            Wrong::new(pf * pf * (f + b), ("待つのは p−1 段分です。p 段分ではありません。", "A rank waits for p−1 passes, not p.")),
            Wrong::new((pf - 1.0) * (pf - 1.0) * (f + b), ("1 ランクを数え忘れています。", "A rank was left out.")),
        ],
        steps: text!(
            "どのランクも、ほかのランクの順伝播と逆伝播を合わせて p−1 = {waits} 回分、{waits} × (1 + {backward}) = {one} コマ待ちます。{p} ランクで {value} コマ。",
            "Each rank waits for p−1 = {waits} forward and backward passes of others: {waits} × (1 + {backward}) = {one} units; {p} ranks make {value}."
        ),
        lab: Some(format!(
            "tab=parallel&way=pipeline&pipe={}&stages={p}&micro={m}",
            if kind == PipelineKind::GPipe { "gpipe" } else { "1f1b" }
        )),
    }
}

/// All cells of the drawing less those of work.
fn again(drawn: &Parameters) -> f64 {
    let (p, m, b) = (drawn.int("p"), drawn.int("m"), drawn.int("backward"));
    let (whole, work) = ((m + p - 1) * (1 + b), m * (1 + b));
    (0..p).map(|_| whole - work).sum::<i64>() as f64
}
