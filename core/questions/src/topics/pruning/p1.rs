//! How many weights pruning leaves.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::compress::prune::count;

pub static TEMPLATE: Template = Template {
    id: "P1",
    topic: Topic::Pruning,
    title: ("枝刈りの後に残る数", "What pruning leaves"),
    source: "han2015",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let inputs = draw.pick("inputs", &[100, 200, 300, 500, 800]);
    let outputs = draw.pick("outputs", &[20, 50, 100, 200]);
    let sparsity = draw.pick("sparsity", &[60, 70, 80, 90, 95]);
    let all = inputs * outputs;
    let gone = count(sparsity as f32 / 100.0, all as usize) as i64;
    let value = (all - gone + outputs) as f64;
    let part = |of: i64| ((of * (100 - sparsity)) as f64 / 100.0).round();
    let left = all - gone;
    let shown = write(value, Format::Integer);
    Calculation {
        stem: text!(
            "入力 {inputs}、出力 {outputs} の全結合層（バイアスあり）の重みを、疎度（0 の割合）{sparsity}% まで非構造化枝刈りする。バイアスは刈らない。0 でないまま残るパラメータは、バイアスを含めていくつか。",
            "The weights of a linear layer of {inputs} inputs and {outputs} outputs, with biases, are pruned one by one to a sparsity (share of zeros) of {sparsity}%; biases stay. How many parameters, biases included, are left that are not 0?"
        ),
        code: None,
        formula: text!("残る数 = 重みの数 × (1 − 疎度) + バイアスの数", "left = weights × (1 − sparsity) + biases"),
        value,
        format: Format::Integer,
        unit: ("個", ""),
        wrong: vec![
            Wrong::new(
                (gone + outputs) as f64,
                ("消えた数を数えています。疎度は 0 になった割合です。", "That counts those that went: sparsity is the share of zeros."),
            ),
            Wrong::new(left as f64, ("バイアスを数え忘れています。", "The biases are missing.")),
            Wrong::new(
                part(all + outputs),
                ("バイアスまで刈っています。", "That prunes the biases, too."),
            ),
            Wrong::new(
                (all + outputs) as f64,
                ("刈る前の数です。マスクした行列の要素数は減りませんが、問われているのは 0 でない数です。", "That is the number before; asked is how many are not 0."),
            ),
            Wrong::new(
                part(all) + inputs as f64,
                ("バイアスは入力ではなく出力ごとに一つです。", "There is a bias for each output, not for each input."),
            ),
        ],
        steps: text!(
            "重みは {inputs} × {outputs} = {all} 個で、{sparsity}% の {gone} 個が 0 になる。{left} 個とバイアス {outputs} 個で {shown} 個。",
            "There are {inputs} × {outputs} = {all} weights; {sparsity}% of them, {gone}, become 0. The other {left} and {outputs} biases: {shown}."
        ),
        lab: Some(format!(
            "tab=compress&recipe=%7B%22prune%22:%7B%22amount%22:{}%7D%7D",
            sparsity as f64 / 100.0
        )),
    }
}

/// Output by output, weight by weight: of each hundred in a row, so many stay.
fn again(drawn: &Parameters) -> f64 {
    let weights = drawn.int("inputs") * drawn.int("outputs");
    let stay = (0..weights).filter(|i| i % 100 >= drawn.int("sparsity")).count() as i64;
    (stay + (0..drawn.int("outputs")).count() as i64) as f64
}
