//! How many examples each process sees in an epoch.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "D21",
    topic: Topic::Distributed,
    title: ("DistributedSampler の件数", "Examples of a DistributedSampler"),
    source: "pytorch-distributed",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let world = draw.pick("world", &[3, 4, 6, 7, 8, 12, 16]);
    let n = draw.int("n", 500..=6000);
    let b = draw.pick("b", &[16, 32, 64, 128]);
    let each = (n + world - 1) / world;
    let value = if n % world == 0 { f64::NAN } else { each as f64 };
    let batches = (each + b - 1) / b;
    let (x, repeated) = (n as f64, each * world - n);
    let told = write(value, Format::Integer);
    Calculation {
        stem: text!(
            "{n} 件のデータを、PyTorch の DistributedSampler（drop_last=False）で {world} プロセスに分け、1 プロセスあたりバッチサイズ {b} で読む。全プロセスの件数をそろえるため、足りない分は先頭のデータを繰り返して補う。1 エポックで各プロセスが受け持つのは何件か。",
            "{n} examples are divided among {world} processes by PyTorch's DistributedSampler (drop_last=False); each process reads batches of {b}. So that all have as many, what is missing is filled by repeating the first examples. How many examples does each process have in an epoch?"
        ),
        code: None,
        formula: text!("件数 = ⌈n / プロセス数⌉", "examples = ⌈n / processes⌉"),
        value,
        format: Format::Integer,
        unit: ("件", "examples"),
        wrong: vec![
            Wrong::new(
                (n / world) as f64,
                (
                    "切り捨てています。それは drop_last=True の場合です。",
                    "That was rounded down, which is drop_last=True.",
                ),
            ),
            Wrong::new(
                x,
                (
                    "分けずに、各プロセスが全データを読んでいます。サンプラーを渡し忘れた場合です。",
                    "That is all of them for each process, as without a sampler.",
                ),
            ),
            Wrong::new(
                (batches * b) as f64,
                (
                    "最後のバッチを満たすまで補っています。補うのは全プロセスの件数がそろうまでです。",
                    "That fills the last batch; it is filled only until all processes have as many.",
                ),
            ),
            Wrong::new(batches as f64, ("バッチの数です。", "That is the number of batches.")),
            Wrong::new(
                (each + repeated) as f64,
                ("補った件数をさらに足しています。", "What was filled in is added once more."),
            ),
            Wrong::new(
                (x / (world * b) as f64).ceil() * b as f64,
                (
                    "バッチ単位で分けています。分けるのは 1 件ずつです。",
                    "That deals whole batches; examples are dealt one by one.",
                ),
            ),
        ],
        steps: text!(
            "{n} / {world} を切り上げて {told} 件。合計が {n} を超える {repeated} 件は繰り返しである。",
            "{n} / {world} rounded up is {told}; the {repeated} by which all together exceed {n} are repeated."
        ),
        lab: None,
    }
}

/// Deals indices in turn, from the beginning again where they run out, until all have as many.
fn again(drawn: &Parameters) -> f64 {
    let (n, world) = (drawn.int("n"), drawn.int("world"));
    let mut counts = vec![0; world as usize];
    let mut dealt = 0;
    while dealt < n || counts.iter().any(|count| *count != counts[0]) {
        counts[(dealt % world) as usize] += 1;
        dealt += 1;
    }
    f64::from(counts[0])
}
