//! Memory of virtual machines and of containers, in a simple model.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "C2",
    topic: Topic::Containers,
    title: ("VM とコンテナのメモリ", "Memory of virtual machines and containers"),
    source: "docker-engine",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let k = draw.int("k", 3..=20);
    let guest = draw.pick("g", &[256, 384, 512, 768, 1024]);
    let app = draw.pick("a", &[64, 100, 128, 200, 300]);
    let host = draw.pick("h", &[512, 768, 1024]);
    let vms = host + k * (guest + app);
    let containers = host + k * app;
    let value = (vms - containers) as f64;
    let [all, less, told] = [vms, containers, vms - containers].map(|n| write(n as f64, Format::Integer));
    let (kf, gf, af) = (k as f64, guest as f64, app as f64);
    Calculation {
        stem: text!(
            "ホスト OS が {host} MB、ゲスト OS が 1 つ {guest} MB、アプリケーションが 1 つ {app} MB のメモリを使うとする（管理の手間や共有は数えない単純なモデル）。{k} 個のアプリケーションを、ホスト型の仮想マシンに 1 つずつ入れる場合とコンテナに 1 つずつ入れる場合とで、使うメモリの差は何 MB か。",
            "In a simple model, without overheads and sharing, a host OS takes {host} MB, a guest OS {guest} MB and an application {app} MB. {k} applications run in a hosted virtual machine each, or in a container each. By how many MB do the two differ?"
        ),
        code: None,
        formula: text!(
            "VM：h + k(g + a)、 コンテナ：h + k·a、 差：k·g",
            "virtual machines: h + k(g + a); containers: h + k·a; difference: k·g"
        ),
        value,
        format: Format::Integer,
        unit: ("MB", "MB"),
        wrong: vec![
            Wrong::new(
                kf * (gf + af),
                ("アプリケーションの分はどちらにも要ります。", "Applications take their memory either way."),
            ),
            Wrong::new(gf, ("ゲスト OS は仮想マシンごとに要ります。", "Every virtual machine has its own guest OS.")),
            Wrong::new(
                (kf - 1.0) * gf,
                (
                    "コンテナはゲスト OS を 1 つも持たず、ホストのカーネルを使います。",
                    "Containers have no guest OS at all: they use the host's kernel.",
                ),
            ),
            Wrong::new(vms as f64, ("仮想マシンの場合の合計です。", "That is all that the virtual machines take.")),
            Wrong::new(containers as f64, ("コンテナの場合の合計です。", "That is all that the containers take.")),
        ],
        steps: text!(
            "仮想マシンは {host} + {k}×({guest} + {app}) = {all} MB、コンテナは {host} + {k}×{app} = {less} MB。差は {k}×{guest} = {told} MB。",
            "Virtual machines take {host} + {k}×({guest} + {app}) = {all} MB, containers {host} + {k}×{app} = {less} MB; the difference is {k}×{guest} = {told} MB."
        ),
        lab: None,
    }
}

/// Adds up one by one what only one of the two has.
fn again(drawn: &Parameters) -> f64 {
    let (mut vms, mut containers) = (drawn.int("h"), drawn.int("h"));
    for _ in 0..drawn.int("k") {
        vms += drawn.int("g");
        vms += drawn.int("a");
        containers += drawn.int("a");
    }
    (vms - containers) as f64
}
