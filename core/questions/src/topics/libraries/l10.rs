//! Cross-entropy of logits.

use crate::question::{rounded, settled};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::ops::softmax_cross_entropy::reference::loss_and_gradient;

pub static TEMPLATE: Template = Template {
    id: "L10",
    topic: Topic::Libraries,
    title: ("CrossEntropyLoss の値", "The value of CrossEntropyLoss"),
    source: "pytorch-docs",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let logits = draw.list("logits", 3, 0, -3..=4);
    let label = draw.int("label", 0..=2) as usize;
    let z: Vec<f32> = logits.iter().map(|&z| z as f32).collect();
    let loss = f64::from(loss_and_gradient(3, &z, &[label as u8], 0.0, &mut [0.0; 3]));
    let soft = |z: &[f64]| {
        let total: f64 = z.iter().map(|z| z.exp()).sum();
        z.iter().map(|z| z.exp() / total).collect::<Vec<f64>>()
    };
    let p = soft(&logits);
    let format = Format::Decimals(3);
    let value = settled(loss, 3);
    let list = logits.iter().map(|z| format!("{z:.1}")).collect::<Vec<_>>().join(", ");
    let total: f64 = logits.iter().map(|z| z.exp()).sum();
    let (sum, own, shown) = (write(total.ln(), format), logits[label], write(value, format));
    Calculation {
        stem: text!(
            "次の PyTorch のコードで表示される損失はいくつか（自然対数）。",
            "What loss does this PyTorch code print (natural logarithm)?"
        ),
        code: Some(format!(
            "loss_fn = nn.CrossEntropyLoss()\nlogits = torch.tensor([[{list}]])\ntarget = torch.tensor([{label}])\nprint(loss_fn(logits, target))"
        )),
        formula: text!("−log softmax(z)_y = ln Σ exp(z_j) − z_y", "−log softmax(z)_y = ln Σ exp(z_j) − z_y"),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                -soft(&p)[label].ln(),
                (
                    "ソフトマックスを二重に掛けています。CrossEntropyLoss はロジットを受け取り、内部で log softmax を計算します。",
                    "Softmax was applied twice: CrossEntropyLoss takes logits and computes log softmax itself.",
                ),
            ),
            Wrong::new(
                -p[label].log2(),
                ("底が 2 の対数です。PyTorch は自然対数を使います。", "That is to the base 2; PyTorch takes the natural logarithm."),
            ),
            Wrong::new(
                p[label],
                ("正解クラスの確率です。その対数に負号を付けます。", "That is the label's probability; take minus its logarithm."),
            ),
            Wrong::new(
                loss / 3.0,
                ("クラス数で割っています。平均を取るのはバッチについてです。", "It was divided by the classes; the mean is over the batch."),
            ),
            Wrong::new(
                -own,
                ("ロジットをそのまま使っています。", "The logit was taken as it is."),
            ),
            Wrong::new(
                -p[(label + 2) % 3].ln(),
                ("target は 0 から数えたクラスの番号です。", "The target counts classes from 0."),
            ),
        ],
        steps: text!(
            "ln Σ exp(z_j) = {sum}、正解のロジットは {own}。{sum} − ({own}) = {shown}。",
            "ln Σ exp(z_j) = {sum}, the label's logit is {own}: {sum} − ({own}) = {shown}."
        ),
        lab: None,
    }
}

/// By the odds against each other class.
fn again(drawn: &Parameters) -> f64 {
    let logits = drawn.list("logits");
    let own = logits[drawn.int("label") as usize];
    rounded(logits.iter().map(|z| (z - own).exp()).sum::<f64>().ln(), 3)
}
