//! What a warp pays for lanes that go several ways.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text};

pub static TEMPLATE: Template = Template {
    id: "A3",
    topic: Topic::Accelerators,
    title: ("ワープの分岐発散", "Divergence within a warp"),
    source: "lindholm2008",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let times = draw.list("cycles", 3, 0, 10..=90);
    let b = draw.int("lanes_b", 1..=20);
    let c = draw.pick("lanes_c", &[0, 0, 4, 8]);
    let a = 32 - b - c;
    draw.note("lanes_a", a);
    let common = draw.int("common", 5..=20);
    let lanes = [a, b, c];
    let went = |i: usize| lanes[i] > 0;
    let paths: f64 = (0..3).filter(|i| went(*i)).map(|i| times[i]).sum();
    let value = common as f64 + paths;
    let all: f64 = times.iter().sum();
    let largest = (0..3).filter(|i| went(*i)).map(|i| times[i]).fold(0.0, f64::max);
    let weighted = (0..3).map(|i| lanes[i] as f64 * times[i]).sum::<f64>() / 32.0;
    let base = common as f64;
    let [ta, tb, tc] = [times[0], times[1], times[2]];
    let told = (0..3).filter(|i| went(*i)).map(|i| times[i].to_string()).collect::<Vec<_>>().join(" + ");
    let (skip_ja, skip_en) = if c == 0 {
        ("経路 C を通るスレッドはないので実行されない。", " Nobody goes way C, so it is not run.")
    } else {
        ("", "")
    };
    Calculation {
        stem: text!(
            "32 スレッドのワープが、共通部分 {common} サイクルの後で 3 つの経路に分かれる。経路 A（{ta} サイクル）を {a} スレッド、B（{tb} サイクル）を {b} スレッド、C（{tc} サイクル）を {c} スレッドが通る。経路は順に 1 つずつ実行されるとすると、このワープは合計何サイクルかかるか。",
            "A warp of 32 threads has {common} cycles in common, then three ways to go: {a} threads go way A ({ta} cycles), {b} way B ({tb} cycles), {c} way C ({tc} cycles). Ways are run one after the other. How many cycles does the warp take?"
        ),
        code: None,
        formula: text!(
            "サイクル数 = 共通部分 + 1 スレッドでも通る経路の合計",
            "cycles = common part + the sum of all ways that any thread goes"
        ),
        value,
        format: Format::Integer,
        unit: ("サイクル", "cycles"),
        wrong: vec![
            Wrong::new(
                base + largest,
                (
                    "最も長い経路だけではありません。同じワープの経路は同時には進みません。",
                    "It is not the longest alone: ways of one warp do not run at the same time.",
                ),
            ),
            Wrong::new(base + all, ("誰も通らない経路は実行されません。", "A way that nobody goes is not run.")),
            Wrong::new(
                (base + weighted).round(),
                (
                    "スレッド数で重みを付けた平均です。1 スレッドだけでも、ワープ全体がその時間を使います。",
                    "That is weighted by threads; even for one thread the whole warp spends the time.",
                ),
            ),
            Wrong::new(base + ta, ("最も多いスレッドが通る経路だけを数えています。", "That counts one way alone.")),
            Wrong::new(paths, ("共通部分を足し忘れています。", "The common part is missing.")),
            Wrong::new(
                3.0 * base + paths,
                (
                    "共通部分は全スレッドが一緒に 1 回で実行します。",
                    "The common part is run once, by all threads together.",
                ),
            ),
        ],
        steps: text!("{common} + {told} = {value} サイクル。{skip_ja}", "{common} + {told} = {value} cycles.{skip_en}"),
        lab: Some("tab=accelerate&work=branches&size=512&kernel=divergent".into()),
    }
}

/// Lane by lane: a way is begun by the first lane that needs it.
fn again(drawn: &Parameters) -> f64 {
    let ways: Vec<usize> = ["lanes_a", "lanes_b", "lanes_c"]
        .iter()
        .enumerate()
        .flat_map(|(way, name)| vec![way; drawn.int(name) as usize])
        .collect();
    let mut begun = [false; 3];
    ways.iter().fold(drawn.number("common"), |cycles, &way| {
        let is_new = !std::mem::replace(&mut begun[way], true);
        cycles + if is_new { drawn.list("cycles")[way] } else { 0.0 }
    })
}
