//! How long a build takes again when a file has changed.

use crate::link::encoded;
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Value, Wrong, text};
use karui_container::build::{Cache, Context, Options, build};
use karui_container::fs::Node;
use karui_container::ignore::Ignore;

pub static TEMPLATE: Template = Template {
    id: "C5",
    topic: Topic::Containers,
    title: ("ビルドキャッシュ", "The build cache"),
    source: "docker-build",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let layout = draw.below(LAYOUTS.len());
    draw.note("layout", layout as i64);
    let lines = LAYOUTS[layout];
    let changed = draw.pick("changed", &FILES);
    // The first line is FROM.
    let seconds: Vec<f64> = lines
        .iter()
        .map(|(text, _)| match text.split(' ').next() {
            Some("RUN") => (5 + draw.below(120)) as f64,
            Some("COPY") => (1 + draw.below(6)) as f64,
            _ => 0.0,
        })
        .collect();
    draw.note("seconds", Value::List(seconds.clone()));
    let all: f64 = seconds.iter().sum();
    let first = lines.iter().position(|(_, files)| files.contains(&changed)).unwrap_or(lines.len() - 1);
    let own = seconds[first];
    let behind: f64 = seconds[first + 1..].iter().sum();
    // Everything from the first line that reads the file; `again` asks the engine.
    let value = own + behind;
    let before: f64 = seconds[..first].iter().sum();
    let (number, instruction) = (first + 1, lines[first].0);
    let runs: f64 =
        lines.iter().zip(&seconds).skip(first).filter(|((text, _), _)| text.starts_with("RUN")).map(|(_, s)| s).sum();
    let last = seconds.iter().rev().find(|s| **s > 0.0).copied().unwrap_or(0.0);
    Calculation {
        stem: text!(
            "次の Dockerfile を一度ビルドした後、{changed} だけを変更してもう一度ビルドする。# の後は各命令の実行にかかる秒数で、キャッシュが使われる命令は 0 秒とする。2 回目のビルドは何秒かかるか。",
            "This Dockerfile has been built once. Then {changed} alone is changed and it is built again. Behind # stand the seconds that an instruction takes; one that is found in the cache takes none. How many seconds does the second build take?"
        ),
        code: Some(listing(lines, &seconds)),
        formula: text!(
            "再ビルドの時間 = 変更が最初に影響する命令から後のすべての命令の時間の合計",
            "time = all instructions from the first one that the change affects"
        ),
        value,
        format: Format::Integer,
        unit: ("秒", "s"),
        wrong: vec![
            Wrong::new(
                own,
                (
                    "変更された命令だけではありません。それより後の命令もすべて再実行されます。",
                    "Not that instruction alone: all behind it are run again.",
                ),
            ),
            Wrong::new(
                behind,
                (
                    "変更されたファイルを読む命令そのものを数えていません。",
                    "The instruction that reads the changed file is left out.",
                ),
            ),
            Wrong::new(
                all,
                ("影響する命令より前はキャッシュが使われます。", "What comes before the change is found in the cache."),
            ),
            Wrong::new(
                before,
                (
                    "再実行される側とキャッシュが使われる側が逆です。",
                    "What is run again and what is found are exchanged.",
                ),
            ),
            Wrong::new(runs, ("COPY も再実行されます。", "COPY is run again, too.")),
            Wrong::new(last, ("最後の命令だけではありません。", "It is not the last one alone.")),
            Wrong::new(own + last, ("間の命令も再実行されます。", "Those in between are run again, too.")),
        ],
        steps: text!(
            "{changed} を最初に読むのは {number} 行目（{instruction}）。そこから後は前の段の結果が変わるのでキャッシュが使えず、合計 {value} 秒。",
            "The first to read {changed} is line {number} ({instruction}). From there on each step stands on another result, so none is found in the cache: {value} s in all."
        ),
        lab: Some(opened(lines)),
    }
}

/// The files of the context.
const FILES: [&str; 3] = ["requirements.txt", "src/train.py", "data/labels.csv"];

/// A line, and the files that it reads.
type Line = (&'static str, &'static [&'static str]);

const LAYOUTS: [&[Line]; 4] = [
    &[
        ("FROM python:3.12-slim", &[]),
        ("RUN apt-get update && apt-get install -y libgl1", &[]),
        ("COPY requirements.txt /app/", &["requirements.txt"]),
        ("RUN pip install -r /app/requirements.txt", &[]),
        ("COPY data/ /app/data/", &["data/labels.csv"]),
        ("COPY src/ /app/src/", &["src/train.py"]),
        ("RUN python -m compileall /app/src", &[]),
        ("CMD [\"python\", \"/app/src/train.py\"]", &[]),
    ],
    &[
        ("FROM python:3.12-slim", &[]),
        ("COPY . /app/", &FILES),
        ("RUN apt-get update && apt-get install -y libgl1", &[]),
        ("RUN pip install -r /app/requirements.txt", &[]),
        ("RUN python -m compileall /app/src", &[]),
        ("CMD [\"python\", \"/app/src/train.py\"]", &[]),
    ],
    &[
        ("FROM python:3.12-slim", &[]),
        ("RUN apt-get update && apt-get install -y git", &[]),
        ("COPY src/ /app/src/", &["src/train.py"]),
        ("RUN python -m compileall /app/src", &[]),
        ("COPY requirements.txt /app/", &["requirements.txt"]),
        ("RUN pip install -r /app/requirements.txt", &[]),
        ("COPY data/ /app/data/", &["data/labels.csv"]),
        ("RUN python /app/src/train.py --check", &[]),
    ],
    &[
        ("FROM python:3.12-slim", &[]),
        ("COPY data/ /app/data/", &["data/labels.csv"]),
        ("RUN apt-get update && apt-get install -y libgl1 git", &[]),
        ("COPY requirements.txt /app/", &["requirements.txt"]),
        ("RUN pip install -r /app/requirements.txt", &[]),
        ("COPY src/ /app/src/", &["src/train.py"]),
        ("RUN python /app/src/train.py --check", &[]),
        ("EXPOSE 8080", &[]),
    ],
];

/// Which lines are built again when `changed` is another.
fn rebuilt(lines: &[Line], changed: &str) -> Option<Vec<bool>> {
    let text = lines.iter().map(|(line, _)| *line).collect::<Vec<_>>().join("\n");
    let context = |changed: &str| {
        let file =
            |path: &str| (path.to_owned(), Node::file(if path == changed { &b"new"[..] } else { &b"old"[..] }, 0o644));
        Context::new(FILES.map(file), &Ignore::default())
    };
    let options = Options::default();
    let first = build(text.as_bytes(), &context(""), &options, &Cache::default()).ok()?;
    let second = build(text.as_bytes(), &context(changed), &options, &first.cache).ok()?;
    Some((1..=lines.len()).map(|line| second.steps.iter().any(|step| step.line == line && !step.cached)).collect())
}

/// The link that opens the Dockerfile and its files in the lab.
fn opened(lines: &[Line]) -> String {
    let text = lines.iter().map(|(line, _)| *line).collect::<Vec<_>>().join("\n");
    format!("tab=container&text={}&with={}", encoded(&text), encoded(&FILES.join(",")))
}

fn listing(lines: &[Line], seconds: &[f64]) -> String {
    lines
        .iter()
        .zip(seconds)
        .map(|((line, _), s)| if *s > 0.0 { format!("{line}  # {s} s\n") } else { format!("{line}\n") })
        .collect()
}

/// The engine builds it twice, with one cache.
fn again(drawn: &Parameters) -> f64 {
    let lines = LAYOUTS[drawn.int("layout") as usize];
    let Some(rebuilt) = rebuilt(lines, drawn.name("changed")) else { return f64::NAN };
    rebuilt.iter().zip(drawn.list("seconds")).filter(|(again, _)| **again).map(|(_, s)| s).sum()
}
