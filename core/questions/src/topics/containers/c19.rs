//! How many layers a Dockerfile adds.

use crate::link::encoded;
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Value, Wrong, text};
use karui_container::build::{Cache, Context, Options, build};
use karui_container::fs::Node;
use karui_container::ignore::Ignore;

pub static TEMPLATE: Template = Template {
    id: "C19",
    topic: Topic::Containers,
    title: ("命令が加えるレイヤーの数", "Layers that instructions add"),
    source: "dockerfile-reference",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let mut order: Vec<usize> = (0..POOL.len()).collect();
    draw.shuffle(&mut order);
    let n = draw.int("instructions", 5..=8) as usize;
    order.truncate(n);
    draw.note("lines", Value::List(order.iter().map(|i| *i as f64).collect()));
    let lines: Vec<&str> = order.iter().map(|i| POOL[*i]).collect();
    let text = dockerfile(&lines);
    // By the instructions' names; `again` asks the engine.
    let value = lines.iter().filter(|line| MAKERS.iter().any(|name| line.starts_with(name))).count() as f64;
    let count =
        |names: &[&str]| lines.iter().filter(|line| names.iter().any(|name| line.starts_with(name))).count() as f64;
    let makers = lines
        .iter()
        .filter(|line| MAKERS.iter().any(|name| line.starts_with(name)))
        .map(|line| line.split(' ').next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join(", ");
    let shown = if makers.is_empty() { "—".to_owned() } else { makers };
    let all = n as f64;
    Calculation {
        stem: text!(
            "次の Dockerfile は、ベースイメージにファイルシステムのレイヤーをいくつ加えるか。",
            "How many file-system layers does this Dockerfile add to its base image?"
        ),
        code: Some(text.clone()),
        formula: text!(
            "レイヤーを加えるのは RUN・COPY・ADD。ほかの命令は設定（メタデータ）だけを変える",
            "RUN, COPY and ADD add a layer; other instructions change the configuration alone"
        ),
        value,
        format: Format::Integer,
        unit: ("個", "layers"),
        wrong: vec![
            Wrong::new(
                all,
                (
                    "すべての命令がファイルのレイヤーを加えるのではありません。設定だけを変える命令があります。",
                    "Not every instruction adds files: some change the configuration alone.",
                ),
            ),
            Wrong::new(
                all + 1.0,
                (
                    "FROM はベースイメージを選ぶ命令で、加えるレイヤーには数えません。",
                    "FROM chooses the base; it adds none.",
                ),
            ),
            Wrong::new(count(&["RUN"]), ("COPY と ADD もレイヤーを加えます。", "COPY and ADD add a layer, too.")),
            Wrong::new(
                all - value,
                ("設定だけを変える命令の数です。", "That counts those that change the configuration alone."),
            ),
            Wrong::new(
                count(&["RUN", "COPY", "ADD", "ENV", "LABEL"]),
                ("ENV や LABEL は設定だけを変えます。", "ENV and LABEL change the configuration alone."),
            ),
            Wrong::new(
                value + 1.0,
                ("ベースイメージのレイヤーは加えたものではありません。", "The base's layers are not added by it."),
            ),
            Wrong::new(1.0, ("命令ごとに別のレイヤーになります。", "Each such instruction makes a layer of its own.")),
        ],
        steps: text!(
            "レイヤーを加える命令は {shown}。合わせて {value} 個。",
            "Those that add a layer: {shown}. That makes {value}."
        ),
        lab: Some(format!("tab=container&view=layers&text={}&with=app.py,data.csv", encoded(&text))),
    }
}

const MAKERS: [&str; 3] = ["RUN", "COPY", "ADD"];

/// Without WORKDIR, which makes a layer where it has to make its folder.
const POOL: [&str; 11] = [
    "RUN pip install flask",
    "RUN apt-get update && apt-get install -y libgl1",
    "RUN mkdir -p /app/log",
    "COPY app.py /app/",
    "ADD data.csv /app/data/",
    "ENV MODE=serve",
    "LABEL version=1.0",
    "EXPOSE 8080",
    "VOLUME /data",
    "ENTRYPOINT [\"python\"]",
    "CMD [\"/app/app.py\"]",
];

fn dockerfile(lines: &[&str]) -> String {
    format!("FROM python:3.12-slim\n{}\n", lines.join("\n"))
}

/// The layers of the engine's build but for the base.
fn again(drawn: &Parameters) -> f64 {
    let lines: Vec<&str> = drawn.list("lines").iter().map(|i| POOL[*i as usize]).collect();
    let file = |path: &str| (path.to_owned(), Node::file(&b"x"[..], 0o644));
    let context = Context::new(["app.py", "data.csv"].map(file), &Ignore::default());
    let built = build(dockerfile(&lines).as_bytes(), &context, &Options::default(), &Cache::default());
    built.map_or(f64::NAN, |built| {
        built.steps.iter().filter(|step| step.line > 1 && step.layer.is_some()).count() as f64
    })
}
