//! How many threads of a warp meet at a bank of shared memory.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text};

pub static TEMPLATE: Template = Template {
    id: "A8",
    topic: Topic::Accelerators,
    title: ("共有メモリのバンク競合", "Bank conflicts"),
    source: "nvidia-cuda",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let stride = draw.int("stride", 1..=64);
    let gcd = |mut a: i64, mut b: i64| {
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let ways = gcd(stride, 32);
    let value = ways as f64;
    let banks = 32 / ways;
    Calculation {
        stem: text!(
            "共有メモリは 32 バンクで、4 バイトのワード w はバンク w mod 32 にある。ワープのスレッド i がワード {stride}×i を読むとき、最も多くのスレッドが異なるワードを求めるバンクには何スレッドが集まるか（何ウェイのバンク競合か。競合なしは 1）。",
            "Shared memory has 32 banks; word w, of 4 bytes, is in bank w mod 32. Thread i of a warp reads word {stride}×i. How many threads want different words of the busiest bank: how many ways has the conflict, 1 for none?"
        ),
        code: None,
        formula: text!("競合の度合い = gcd(間隔, 32)", "ways of the conflict = gcd(stride, 32)"),
        value,
        format: Format::Integer,
        unit: ("ウェイ", "ways"),
        wrong: vec![
            Wrong::new(
                banks as f64,
                (
                    "使われるバンクの数です。32 をこれで割ると集まるスレッド数になります。",
                    "That is how many banks are used; 32 over it is how many threads meet.",
                ),
            ),
            Wrong::new(
                if stride > 32 { 32.0 } else { stride as f64 },
                (
                    "間隔そのものではありません。奇数の間隔では競合しません。",
                    "It is not the stride itself: an odd stride has no conflict.",
                ),
            ),
            Wrong::new(
                32.0,
                (
                    "全スレッドが 1 バンクに集まるのは、間隔が 32 の倍数のときです。",
                    "All threads meet at one bank where the stride is a multiple of 32.",
                ),
            ),
            Wrong::new(1.0, ("間隔が奇数のときだけ競合がありません。", "There is no conflict for odd strides alone.")),
            Wrong::new(
                (stride % 32) as f64,
                ("余りではなく最大公約数で決まります。", "The greatest common divisor decides, not the rest."),
            ),
            Wrong::new(2.0 * value, ("バンクを 64 個としています。", "That takes 64 banks.")),
        ],
        steps: text!(
            "gcd({stride}, 32) = {ways}。使われるバンクは {banks} 個で、1 バンクに 32 / {banks} = {ways} スレッドが集まります。",
            "gcd({stride}, 32) = {ways}: {banks} banks are used, and 32 / {banks} = {ways} threads meet at each."
        ),
        lab: None,
    }
}

/// Counts the threads at each bank.
fn again(drawn: &Parameters) -> f64 {
    let mut banks = [0; 32];
    (0..32).for_each(|thread| banks[(thread * drawn.int("stride")) as usize % 32] += 1);
    banks.iter().copied().max().map_or(f64::NAN, f64::from)
}
