//! The server's mean of the clients' weights.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Value, Wrong, text, write};
use karui_core::parallel::average;

pub static TEMPLATE: Template = Template {
    id: "F1",
    topic: Topic::Federated,
    title: ("FedAvg の平均", "The mean of FedAvg"),
    source: "mcmahan2017",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let k = draw.pick("clients", &[2, 3, 4]) as usize;
    // Multiples of 50 that make 1000: the mean of tenths is then a multiple of 0.005.
    let mut cuts: Vec<usize> = (1..20).collect();
    draw.shuffle(&mut cuts);
    cuts.truncate(k - 1);
    cuts.sort_unstable();
    cuts.push(20);
    let sizes: Vec<usize> = (0..k).map(|i| 50 * (cuts[i] - if i > 0 { cuts[i - 1] } else { 0 })).collect();
    draw.note("sizes", Value::List(sizes.iter().map(|n| *n as f64).collect()));
    let w = draw.list("w", k, 1, -30..=50);
    let mut buffers: Vec<Vec<f32>> = w.iter().map(|w| vec![*w as f32]).collect();
    let mut parts: Vec<&mut [f32]> = buffers.iter_mut().map(|part| &mut part[..]).collect();
    let is_done = average(&mut parts, &sizes).is_ok();
    let value = if is_done { (f64::from(buffers[0][0]) * 1000.0).round() / 1000.0 } else { f64::NAN };
    let format = Format::Decimals(3);
    let tenths: Vec<String> = w.iter().map(|w| write(*w, Format::Decimals(1))).collect();
    let shown_ja = sizes.iter().zip(&tenths).map(|(n, w)| format!("{n} 件で {w}")).collect::<Vec<_>>().join("、");
    let shown_en =
        sizes.iter().zip(&tenths).map(|(n, w)| format!("{w} from {n} examples")).collect::<Vec<_>>().join(", ");
    let terms = sizes.iter().zip(&tenths).map(|(n, w)| format!("{n}/1000×({w})")).collect::<Vec<_>>().join(" + ");
    let plain = w.iter().sum::<f64>() / k as f64;
    let most = sizes.iter().zip(&w).max_by_key(|(n, _)| **n).map_or(0.0, |(_, w)| *w);
    let inverse: f64 = sizes.iter().map(|n| 1.0 / *n as f64).sum();
    let upside = sizes.iter().zip(&w).map(|(n, w)| w / *n as f64).sum::<f64>() / inverse;
    let by_size = value / k as f64;
    let told = write(value, format);
    Calculation {
        stem: text!(
            "連合学習の 1 ラウンドで、{k} クライアントが局所学習の後に送ってきた重み w は、訓練データ {shown_ja} であった。FedAvg でサーバーが求める新しい w はいくつか。",
            "In a round of federated learning {k} clients send their weight w after local training: {shown_en}. What is the new w that the server gets by FedAvg?"
        ),
        code: None,
        formula: text!("w = Σ (n_k / n)·w_k、 n = Σ n_k", "w = Σ (n_k / n)·w_k with n = Σ n_k"),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                plain,
                (
                    "単純平均です。FedAvg はデータの件数で重みを付けます。",
                    "That is the plain mean; FedAvg weighs by the number of examples.",
                ),
            ),
            Wrong::new(
                most,
                ("データの最も多いクライアントの値です。", "That is the client's with the most examples."),
            ),
            Wrong::new(upside, ("件数の逆数で重みを付けています。", "That weighs by one over the number.")),
            Wrong::new(
                by_size,
                (
                    "重み付き平均をさらにクライアント数で割っています。",
                    "The weighted mean was divided by the clients once more.",
                ),
            ),
            Wrong::new(w.iter().sum::<f64>(), ("合計です。", "That is the sum.")),
            Wrong::new(w[0], ("1 クライアントの値です。", "That is one client's.")),
        ],
        steps: text!("n = 1000 なので、{terms} = {told}。", "n = 1000: {terms} = {told}."),
        lab: Some("tab=parallel&way=federated&split=dirichlet".into()),
    }
}

/// Example by example: each counts with its client's weight.
fn again(drawn: &Parameters) -> f64 {
    let (sizes, w) = (drawn.list("sizes"), drawn.list("w"));
    let all: Vec<f64> = sizes.iter().zip(w).flat_map(|(n, w)| vec![*w; *n as usize]).collect();
    all.iter().sum::<f64>() / all.len() as f64
}
