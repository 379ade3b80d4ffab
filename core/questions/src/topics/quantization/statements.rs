use crate::{Kind, Statement, Template, Topic};

pub static Q17: Template = Template {
    id: "Q17",
    topic: Topic::Quantization,
    title: ("量子化で速くなる条件", "When quantization makes faster"),
    source: "krishnamoorthi2018",
    kind: Kind::Statements(&[
        Statement {
            id: "Q17a",
            text: (
                "int8 にすると、重みの容量は float32 の{およそ 4 分の 1|およそ 8 分の 1}になる。",
                "In int8 the weights take about {a quarter|an eighth} of what they take in float32.",
            ),
            why: ("32 ビットが 8 ビットになるので 4 分の 1 です。", "32 bits become 8: a quarter."),
            source: "",
        },
        Statement {
            id: "Q17b",
            text: (
                "量子化しても、積和演算の{回数は変わらない|回数は減る}。",
                "Quantizing {leaves the number of multiply-adds as it is|makes the multiply-adds fewer}.",
            ),
            why: (
                "変わるのは 1 回の演算の幅と、読み書きするバイト数です。",
                "What changes is the width of each and the bytes that are read and written.",
            ),
            source: "",
        },
        Statement {
            id: "Q17c",
            text: (
                "int8 の推論が速くなるのは、{8 ビット整数の演算命令とそれを使うカーネルがある|重みが 8 ビットで保存されている}場合である。",
                "Inference in int8 is faster where {there are instructions for 8-bit integers and kernels that use them|the weights are stored in 8 bits}.",
            ),
            why: (
                "保存だけを 8 ビットにして計算前に float へ戻すなら、演算は float のままです。",
                "Where they are turned back into floats before the arithmetic, the arithmetic stays that of floats.",
            ),
            source: "",
        },
        Statement {
            id: "Q17d",
            text: (
                "メモリ帯域が律速の層では、量子化によって{読むバイト数が減る|演算器のピーク性能が上がる}ため速くなりうる。",
                "A layer bound by memory can become faster by quantization because {fewer bytes are read|the peak of the arithmetic units rises}.",
            ),
            why: (
                "帯域が律速なら、時間はバイト数で決まります。",
                "Where bandwidth is the bound, time follows the bytes.",
            ),
            source: "williams2009",
        },
    ]),
};
