//! What is in the image of a multi-stage build.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text};

pub static TEMPLATE: Template = Template {
    id: "C17",
    topic: Topic::Containers,
    title: ("マルチステージビルドの大きさ", "The size of a multi-stage build"),
    source: "docker-build",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let big = draw.int("builder_base", 300..=1200);
    let tools = draw.int("tools", 50..=600);
    let source = draw.int("source", 5..=80);
    let binary = draw.int("binary", 10..=150);
    let small = draw.int("final_base", 5..=120);
    let config = draw.int("config", 1..=9);
    let sum = |all: &[i64]| all.iter().sum::<i64>() as f64;
    let value = sum(&[small, binary, config]);
    let text = "FROM golang:1.23 AS build\nRUN apt-get update && apt-get install -y protobuf-compiler\nCOPY . /src\nRUN cd /src && go build -o /server\n\nFROM debian:bookworm-slim\nCOPY --from=build /server /server\nCOPY config.toml /etc/server.toml\nCMD [\"/server\"]\n";
    Calculation {
        stem: text!(
            "次の Dockerfile で、golang:1.23 は {big} MB、apt-get が加えるものは {tools} MB、COPY . のソースは {source} MB、/server は {binary} MB、debian:bookworm-slim は {small} MB、config.toml は {config} MB である。出来上がるイメージは何 MB か。",
            "In this Dockerfile golang:1.23 has {big} MB, apt-get adds {tools} MB, the sources of COPY . have {source} MB, /server {binary} MB, debian:bookworm-slim {small} MB and config.toml {config} MB. How many MB has the image that comes of it?"
        ),
        code: Some(text.to_owned()),
        formula: text!(
            "最終イメージ = 最後のステージのベース + そのステージで加えたもの",
            "image = the last stage's base + what that stage adds"
        ),
        value,
        format: Format::Integer,
        unit: ("MB", "MB"),
        wrong: vec![
            Wrong::new(
                sum(&[big, tools, source, binary, small, binary, config]),
                ("前のステージのレイヤーは最終イメージに入りません。", "Layers of earlier stages are not in the image."),
            ),
            Wrong::new(
                sum(&[big, tools, source, binary]),
                ("ビルド用のステージの大きさです。", "That is the build stage."),
            ),
            Wrong::new(
                sum(&[small, config]),
                ("COPY --from で写した /server を数えていません。", "/server, which COPY --from brings, is left out."),
            ),
            Wrong::new(
                sum(&[binary, config]),
                ("最後のステージのベースイメージを数えていません。", "The last stage's base is left out."),
            ),
            Wrong::new(
                sum(&[small, source, binary, config]),
                ("ソースは前のステージにだけあります。", "The sources are in the earlier stage alone."),
            ),
            Wrong::new(
                sum(&[small, tools, binary, config]),
                (
                    "apt-get で入れたものは前のステージにだけあります。",
                    "What apt-get installed is in the earlier stage alone.",
                ),
            ),
        ],
        steps: text!(
            "最後の FROM から後だけが残ります。{small} + {binary} + {config} = {value} MB。",
            "Only what comes from the last FROM on stays: {small} + {binary} + {config} = {value} MB."
        ),
        lab: None,
    }
}

/// All that was named, less what the build stage alone has.
fn again(drawn: &Parameters) -> f64 {
    let names = ["builder_base", "tools", "source", "binary", "final_base", "config"];
    let all: i64 = names.iter().map(|name| drawn.int(name)).sum();
    let left: i64 = names[..3].iter().map(|name| drawn.int(name)).sum();
    (all - left) as f64
}
