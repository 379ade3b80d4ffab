//! One data-parallel training: its batch, its updates, its traffic.

use crate::topics::set;
use crate::{Calculation, Draw, Format, Parameters, Scene, Situation, Wrong, text, write};
use karui_parallel::allreduce::{AllReduce, Plan, traffic};

set!(Part SCENE, Distributed, "goyal2017":
    DX1_1 "DX1-1" 0 ("データ並列の学習：学習率", "Data-parallel training: the learning rate"),
    DX1_2 "DX1-2" 1 ("データ並列の学習：更新の回数", "Data-parallel training: updates"),
    DX1_3 "DX1-3" 2 ("データ並列の学習：通信量", "Data-parallel training: traffic"),
);

static SCENE: Scene = Scene { id: "DX1", make, again: &[rate_again, updates_again, sent_again] };

fn make(draw: &mut Draw) -> Situation {
    let workers = draw.pick("N", &[4, 5, 8]);
    let batch = draw.pick("b", &[16, 32, 64]);
    let images = draw.int("thousands", 10..=90) * 1000;
    draw.note("images", images);
    // A multiple of every N, so that chunks are equal.
    let megabytes = draw.int("S_over_40", 1..=9) * 40;
    let reference = draw.pick("B0", &[32, 128]);
    let rate = draw.pick("lr0", &[0.01, 0.02, 0.05]);
    let (k, b, n, s) = (workers as f64, batch as f64, images as f64, megabytes as f64);
    let whole = k * b;
    let sent = traffic(AllReduce::Ring, workers as usize, megabytes as usize * 1_000_000, 0).sent as f64 / 1e6;
    let scaled = rate * whole / reference as f64;
    let (updates, whole_shown) = ((n / whole).floor(), write(whole, Format::Integer));
    let [rate_shown, updates_shown, sent_shown, images_shown] = [
        write(scaled, Format::Decimals(3)),
        write(updates, Format::Integer),
        write(sent, Format::Decimals(1)),
        write(n, Format::Integer),
    ];
    let rounds = 2 * (workers - 1);
    Situation {
        shared: text!(
            "{images_shown} 枚の画像を {workers} 台のワーカーで同期型のデータ並列で学習する。各ワーカーのミニバッチは {batch} 枚で、毎回の更新の前に {megabytes} MB の勾配をリング All-Reduce で平均する（1 MB = 10^6 バイト）。1 台で学習したときはバッチサイズ {reference}、学習率 {rate} であった。",
            "{images_shown} images are trained on by {workers} workers, synchronous data parallel. Each takes minibatches of {batch}, and before each update the gradients of {megabytes} MB are averaged by a ring all-reduce (1 MB = 10^6 bytes). On one worker the batch was {reference} and the learning rate {rate}."
        ),
        code: None,
        parts: vec![
            Calculation {
                stem: (
                    "線形スケーリング則によると、学習率をいくつにするか（ウォームアップの後）。",
                    "By the linear scaling rule, what becomes of the learning rate, once warmed up?",
                )
                    .into(),
                code: None,
                formula: text!("η = η₀ · (k·b) / B₀", "η = η₀ · (k·b) / B₀"),
                value: scaled,
                format: Format::Decimals(3),
                unit: ("", ""),
                wrong: vec![
                    Wrong::new(
                        rate * (whole / reference as f64).sqrt(),
                        ("平方根ではなく比例させます。", "It is proportional, not by the square root."),
                    ),
                    Wrong::new(
                        rate * k,
                        (
                            "ワーカーの数ではなく、全体のバッチと元のバッチの比を掛けます。",
                            "What counts is the ratio of the batches, not the number of workers.",
                        ),
                    ),
                    Wrong::new(
                        rate * b / reference as f64,
                        ("ワーカー 1 台のバッチで比べています。", "That compares one worker's batch."),
                    ),
                    Wrong::new(rate * reference as f64 / whole, ("比が逆です。", "The ratio is upside down.")),
                    Wrong::new(
                        rate,
                        (
                            "バッチが変われば学習率も変えるのが、この規則です。",
                            "The rule is to change it with the batch.",
                        ),
                    ),
                ],
                steps: text!(
                    "{rate} × ({workers} × {batch}) / {reference} = {rate_shown}",
                    "{rate} × ({workers} × {batch}) / {reference} = {rate_shown}"
                ),
                lab: None,
            },
            Calculation {
                stem: (
                    "1 エポックの更新は何回か。全体のバッチに満たない余りは捨てる。",
                    "How many updates has an epoch, where an incomplete batch of all workers is left out?",
                )
                    .into(),
                code: None,
                formula: text!("⌊n / (k·b)⌋", "⌊n / (k·b)⌋"),
                value: updates,
                format: Format::Integer,
                unit: ("回", "updates"),
                wrong: vec![
                    Wrong::new(
                        (n / b).floor(),
                        (
                            "1 台の場合の回数です。1 回の更新で全ワーカーの画像を使います。",
                            "That is for one worker; an update takes all workers' images.",
                        ),
                    ),
                    Wrong::new((n / whole).ceil(), ("余りは捨てます。", "The rest is left out.")),
                    Wrong::new(
                        (n / b).floor() * k,
                        ("ワーカーの数を掛けるのではなく、割ります。", "One divides by the workers, not multiplies."),
                    ),
                    Wrong::new(
                        (n / k).floor(),
                        ("バッチサイズで割っていません。", "That is not divided by the batch."),
                    ),
                    Wrong::new(
                        (n / reference as f64).floor(),
                        ("元のバッチサイズで割っています。", "That is by the batch of before."),
                    ),
                ],
                steps: text!(
                    "1 回の更新で {workers} × {batch} = {whole_shown} 枚を使うので、⌊{images_shown} / {whole_shown}⌋ = {updates_shown}",
                    "An update takes {workers} × {batch} = {whole_shown} images: ⌊{images_shown} / {whole_shown}⌋ = {updates_shown}"
                ),
                lab: None,
            },
            Calculation {
                stem: (
                    "1 回の更新のために 1 台のワーカーが送るデータは合計何 MB か。",
                    "How many MB does one worker send for one update?",
                )
                    .into(),
                code: None,
                formula: text!("2(N−1)/N · S", "2(N−1)/N · S"),
                value: sent,
                format: Format::Decimals(1),
                unit: ("MB", "MB"),
                wrong: vec![
                    Wrong::new(
                        sent / 2.0,
                        ("reduce-scatter だけを数えています。", "That is the reduce-scatter alone."),
                    ),
                    Wrong::new(2.0 * s, ("自分のチャンクの分を引き忘れています。", "The factor (N−1)/N is missing.")),
                    Wrong::new(
                        rounds as f64 * s,
                        ("各段で全体を送るとしています。", "That sends all of it in each round."),
                    ),
                    Wrong::new(
                        s,
                        ("1 回送るだけでは、全員の合計になりません。", "Sent once, nobody would have the sum."),
                    ),
                    Wrong::new(s / k, ("1 段に送るチャンクです。", "That is one round's chunk.")),
                ],
                steps: text!(
                    "各段で {megabytes}/{workers} MB を送り、段数は {rounds} なので {sent_shown} MB",
                    "Each of {rounds} rounds sends {megabytes}/{workers} MB: {sent_shown} MB"
                ),
                // As many elements as are in proportion to the megabytes.
                lab: Some(format!(
                    "tab=parallel&way=allreduce&reduce=ring&ranks={workers}&length={}",
                    (megabytes / 40 * workers).min(64)
                )),
            },
        ],
    }
}

/// What the first update of a batch that is k·b / B₀ times as large is worth: as many small ones.
fn rate_again(drawn: &Parameters) -> f64 {
    let [b, k, reference] = ["b", "N", "B0"].map(|name| drawn.number(name));
    let small = b * k / reference;
    drawn.number("lr0") * small
}

/// Takes batches as long as there are images for all workers.
fn updates_again(drawn: &Parameters) -> f64 {
    let [mut left, b, k] = ["images", "b", "N"].map(|name| drawn.int(name));
    let mut updates = 0;
    while (0..k).all(|worker| left >= b * (worker + 1)) {
        left -= b * k;
        updates += 1;
    }
    f64::from(updates)
}

/// Counts what the plan sends.
fn sent_again(drawn: &Parameters) -> f64 {
    let plan = Plan::new(AllReduce::Ring, drawn.int("N") as usize, drawn.int("S_over_40") as usize * 40);
    plan.map_or(f64::NAN, |plan| plan.sent()[0] as f64)
}
