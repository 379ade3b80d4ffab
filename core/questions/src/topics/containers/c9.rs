//! What a file weighs that a later layer deletes.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text};

pub static TEMPLATE: Template = Template {
    id: "C9",
    topic: Topic::Containers,
    title: ("レイヤーで削除したファイル", "Files deleted in a later layer"),
    source: "oci-image",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let base = draw.int("base", 30..=120);
    let archive = draw.int("archive", 50..=400);
    let unpacked = archive + draw.int("growth", 10..=300);
    draw.note("unpacked", unpacked);
    let layers = draw.pick("layers", &[1, 2, 3]);
    let (b, a, u) = (base as f64, archive as f64, unpacked as f64);
    // Of three commands, which are one instruction: all; the first two; none.
    let value = if layers == 1 { b + u } else { b + a + u };
    let commands = match layers {
        1 => "RUN curl -O https://example.com/data.tar.gz && \\\n    tar xzf data.tar.gz && \\\n    rm data.tar.gz",
        2 => "RUN curl -O https://example.com/data.tar.gz && \\\n    tar xzf data.tar.gz\nRUN rm data.tar.gz",
        _ => "RUN curl -O https://example.com/data.tar.gz\nRUN tar xzf data.tar.gz\nRUN rm data.tar.gz",
    };
    let (why_ja, why_en) = if layers == 1 {
        (
            format!("同じ RUN の中で消したアーカイブはレイヤーに残らないので、{base} + {unpacked} = {value} MB"),
            format!("What is deleted within the same RUN is not in its layer: {base} + {unpacked} = {value} MB"),
        )
    } else {
        (
            format!("後の RUN で消しても前のレイヤーのアーカイブは残り、{base} + {archive} + {unpacked} = {value} MB"),
            format!("What a later RUN deletes stays in the layer before: {base} + {archive} + {unpacked} = {value} MB"),
        )
    };
    Calculation {
        stem: text!(
            "ベースイメージは {base} MB、data.tar.gz は {archive} MB、展開したデータは {unpacked} MB である。次の Dockerfile のイメージは何 MB か（レイヤーの圧縮や管理情報は数えない）。",
            "The base image has {base} MB, data.tar.gz {archive} MB and the unpacked data {unpacked} MB. How many MB has the image of this Dockerfile (compression and metadata are not counted)?"
        ),
        code: Some(format!("FROM debian:bookworm-slim\n{commands}\n")),
        formula: text!(
            "イメージの大きさ = 各レイヤーで加わったファイルの合計（後のレイヤーでの削除では減らない）",
            "size = the files that each layer adds; a later layer's deletion takes nothing away"
        ),
        value,
        format: Format::Integer,
        unit: ("MB", "MB"),
        wrong: vec![
            Wrong::new(
                if layers == 1 { b + a + u } else { b + u },
                (
                    "削除が同じ RUN の中か後の RUN かで変わります。レイヤーに残るのは RUN が終わったときの差分です。",
                    "It depends on whether the same RUN deletes: a layer has what is different at the end of its RUN.",
                ),
            ),
            Wrong::new(a + u, ("ベースイメージを数えていません。", "The base image is left out.")),
            Wrong::new(
                b + u - a,
                (
                    "削除しても、前のレイヤーの大きさは引かれません。",
                    "A deletion does not subtract from the layers before.",
                ),
            ),
            Wrong::new(u, ("展開したデータだけを数えています。", "That is the unpacked data alone.")),
            Wrong::new(
                b + 2.0 * a + u,
                (
                    "アーカイブを 2 回数えています。削除の記録（ホワイトアウト）の大きさはほぼ 0 です。",
                    "The archive is counted twice; the mark of a deletion, a whiteout, has hardly any size.",
                ),
            ),
            Wrong::new(b, ("RUN が作るレイヤーを数えていません。", "The layers that RUN makes are left out.")),
        ],
        steps: text!("{why_ja}。", "{why_en}."),
        lab: None,
    }
}

/// Commands write and delete files in layers; each layer's files count.
fn again(drawn: &Parameters) -> f64 {
    let files = [("archive", drawn.number("archive")), ("data", drawn.number("unpacked"))];
    let mut layers = vec![vec![("base", drawn.number("base"))]];
    for (command, layer) in [0, 1, 2].iter().zip(match drawn.int("layers") {
        1 => [1, 1, 1],
        2 => [1, 1, 2],
        _ => [1, 2, 3],
    }) {
        if layers.len() <= layer {
            layers.push(Vec::new());
        }
        match command {
            0 | 1 => layers[layer].push(files[*command as usize]),
            // Gone from its own layer; in layers below it stays.
            _ => layers[layer].retain(|(name, _)| *name != "archive"),
        }
    }
    layers.iter().flatten().map(|(_, size)| size).sum()
}
