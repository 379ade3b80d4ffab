//! What came of a mistake, in words, from what was measured of it and of the program without it.

use super::{Break, Measured};
use crate::libraries::page::numbers::shown;
use karui_ui::Lang;

/// What there is to say.
pub fn told(lang: Lang, which: Break, whole: &Measured, broken: &Measured) -> String {
    let n = shown;
    let [was, is] = [whole, broken].map(|it| n(it.loss.map_or(f64::NAN, |loss| loss[1])));
    let failure = broken.failure.as_ref();
    let pick = |ja: String, en: String| match lang {
        Lang::Ja => ja,
        Lang::En => en,
    };
    match (which, failure) {
        (Break::BackwardTwice | Break::NoSuper, Some(failure)) => pick(
            format!("PyTorch と同じところで止まります：{} 行目の {}。", failure.line, failure.kind),
            format!("It ends where PyTorch ends: {} in line {}.", failure.kind, failure.line),
        ),
        (_, Some(failure)) => pick(
            format!("{} 行目の {} で止まりました。", failure.line, failure.kind),
            format!("It ended by {} in line {}.", failure.kind, failure.line),
        ),
        (Break::NoZeroGrad, None) => {
            let [up, up_whole] = [broken, whole].map(|it| rises(&it.losses));
            pick(
                format!(
                    "勾配が毎回足されていきます。step が使うのは、それまでの勾配の総和です（モメンタム係数 1 の SGD と同じ）。損失は行き過ぎて戻り、前の回より増えた回が {up} 回ありました（元は {up_whole} 回）。最後の損失は {was} に対して {is} です。"
                ),
                format!(
                    "Gradients add up: each step uses the sum of all so far, which is SGD with momentum 1. The loss overshoots and comes back; it rose {up} times (without the mistake {up_whole} times). The last loss is {is}, against {was}."
                ),
            )
        }
        (Break::StepFirst, None) => {
            let second = |it: &Measured| n(it.losses.get(1).copied().unwrap_or(f64::NAN));
            let (first, [was_second, is_second]) =
                (n(broken.losses.first().copied().unwrap_or(f64::NAN)), [whole, broken].map(second));
            pick(
                format!(
                    "zero_grad で消したばかりの勾配で step するので、重みは一度も動きません。1 回目の損失 {first} が 2 回目も {is_second} のままで（元は {was_second}）、最後も {is} です（元は {was}）。エラーにはなりません。"
                ),
                format!(
                    "step uses gradients that zero_grad has just cleared, so no weight ever moves: the loss is {first} at first, {is_second} the second time (it was {was_second}), and {is} at the end (it was {was}). No error is raised."
                ),
            )
        }
        (Break::NoEval, None) => {
            let [[a, b], [c, d]] = [whole, broken].map(|it| it.twice.unwrap_or([f64::NAN; 2]).map(n));
            pick(
                format!(
                    "同じデータを 2 回評価すると、ドロップアウトが効いたままなので {c} と {d} になります（元は {a} と {b}）。テープには評価のためのノードが {} 個残りました（元は {} 個）。",
                    broken.nodes, whole.nodes
                ),
                format!(
                    "Evaluated twice on the same data it gives {c} and {d}, since dropout is still at work (it was {a} and {b}). {} nodes of these evaluations stay on the tape (it was {}).",
                    broken.nodes, whole.nodes
                ),
            )
        }
        (Break::Shapes, None) => pick(
            format!(
                "(100,1) と (100,) の差はブロードキャストで (100,100) になり、どの出力も全部の正解と比べられます。ネットワークは平均を答えるようになり、最後の損失は {was} に対して {is} です。PyTorch は警告を出すだけで、エラーにはなりません。"
            ),
            format!(
                "The difference of (100,1) and (100,) is broadcast to (100,100): each output is compared with every target. The network learns to answer with the mean, and the last loss is {is}, against {was}. PyTorch warns of this and raises no error."
            ),
        ),
        (Break::Rate, None) => {
            let first = n(broken.losses.first().copied().unwrap_or(f64::NAN));
            pick(
                format!("1 歩が大きすぎて谷を飛び越え、損失は {first} から {is} へ発散しました（元は {was}）。"),
                format!("Each step jumps over the valley: the loss went from {first} to {is} (it was {was})."),
            )
        }
        (Break::Softmax, None) => {
            // All of softmax on the right one of three classes: then the loss is as small as it can be.
            let least = n((std::f64::consts::E + 2.0).ln() - 1.0);
            pick(
                format!(
                    "CrossEntropyLoss は中で softmax をします。2 回かけると出力は 0 から 1 に収まり、3 クラスの損失は {least} より下がれません。最後の損失は {is} でした（元は {was}）。"
                ),
                format!(
                    "CrossEntropyLoss has a softmax of its own. With two, outputs lie within 0 and 1, and for three classes the loss cannot fall below {least}. It ended at {is} (it was {was})."
                ),
            )
        }
        (Break::BackwardTwice | Break::NoSuper, None) => {
            pick(format!("最後の損失は {is} でした（元は {was}）。"), format!("The last loss is {is} (it was {was})."))
        }
    }
}

/// How often a value is larger than the one before it.
fn rises(values: &[f64]) -> usize {
    values.windows(2).filter(|pair| pair[1] > pair[0]).count()
}
