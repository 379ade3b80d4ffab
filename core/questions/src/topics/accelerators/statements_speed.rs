use crate::{Kind, Statement, Template, Topic};

pub static AS2: Template = Template {
    id: "AS2",
    topic: Topic::Accelerators,
    title: ("ルーフラインと混合精度", "The roofline and mixed precision"),
    source: "williams2009",
    kind: Kind::Statements(&[
        Statement {
            id: "AS2a",
            text: (
                "演算強度は、{メモリとやり取りする 1 バイトあたりの演算回数|1 秒あたりの演算回数}である。",
                "Arithmetic intensity is how many operations are done {for each byte moved to or from memory|in a second}.",
            ),
            why: ("1 秒あたりの演算回数は性能です。", "Operations in a second are performance."),
            source: "",
        },
        Statement {
            id: "AS2b",
            text: (
                "演算強度が折れ点より小さいカーネルは、{メモリ帯域|演算性能}が律速である。",
                "A kernel whose intensity lies below the ridge is bound by {memory|arithmetic}.",
            ),
            why: ("上限は演算強度 × 帯域になります。", "Its bound is intensity times bandwidth."),
            source: "",
        },
        Statement {
            id: "AS2c",
            text: (
                "メモリ帯域が律速のカーネルでは、{読み書きするデータを減らす|演算器を増やす}と性能の上限が上がる。",
                "The bound of a kernel limited by memory rises with {fewer bytes to move|more arithmetic units}.",
            ),
            why: ("演算器は既に待っています。", "The units wait already."),
            source: "",
        },
        Statement {
            id: "AS2d",
            text: (
                "大きな行列どうしの積は、要素ごとの加算と比べて演算強度が{高い|低い}。",
                "Compared with an element-wise addition, a product of large matrices has {a high|a low} intensity.",
            ),
            why: ("n³ に比例する演算を n² に比例するデータで行います。", "Its work goes with n³, its data with n²."),
            source: "",
        },
        Statement {
            id: "AS2e",
            text: (
                "タイル化は、{グローバルメモリから読む量|積和演算の回数}を減らす。",
                "Tiling makes {reads from global memory|multiply-adds} fewer.",
            ),
            why: (
                "共有メモリに置いたタイルを何度も使います。演算の回数は変わりません。",
                "A tile in shared memory is used many times; the work is the same.",
            ),
            source: "",
        },
        Statement {
            id: "AS2f",
            text: (
                "混合精度学習では、更新の小さな変化を失わないように重みの複製を{ FP32 | FP16 }で持つ。",
                "Mixed-precision training keeps a copy of the weights in {FP32|FP16}, so that small updates are not lost.",
            ),
            why: (
                "FP16 の重みに小さな更新を足すと、丸めで消えることがあります。",
                "Added to an FP16 weight a small update may vanish in rounding.",
            ),
            source: "micikevicius2018",
        },
        Statement {
            id: "AS2g",
            text: (
                "損失スケーリングは、勾配が FP16 で{ 0 に丸められる|最大値を超える}のを防ぐために損失を大きくする。",
                "Loss scaling makes the loss larger, so that gradients {do not become 0|do not exceed the largest number} in FP16.",
            ),
            why: (
                "大きくしすぎるとあふれるので、あふれたら倍率を下げます。",
                "Where it makes them overflow, the scale is lowered.",
            ),
            source: "micikevicius2018",
        },
        Statement {
            id: "AS2h",
            text: (
                "損失を 2^k 倍して逆伝播したら、更新の前に勾配を{ 2^k で割る|そのまま使う}。",
                "After a backward pass with the loss times 2^k, gradients are {divided by 2^k|used as they are} for the update.",
            ),
            why: (
                "割らないと、学習率を 2^k 倍したのと同じになります。",
                "Otherwise that is 2^k times the learning rate.",
            ),
            source: "micikevicius2018",
        },
        Statement {
            id: "AS2i",
            text: (
                "アムダールの法則では、逐次の割合が 5% なら速度比は何台使っても{ 20 倍| 95 倍}を超えない。",
                "By Amdahl's law, with a serial share of 5% no number of processors makes it more than {20|95} times as fast.",
            ),
            why: ("上限は 1 / 0.05 です。", "The limit is 1 / 0.05."),
            source: "amdahl1967",
        },
        Statement {
            id: "AS2j",
            text: (
                "グスタフソンの法則は、台数を増やすとき{問題も大きくする|問題の大きさを保つ}場合を考える。",
                "Gustafson's law is about more processors {with a larger problem|with the same problem}.",
            ),
            why: ("問題の大きさを保つのはアムダールの法則です。", "Amdahl's law keeps the problem."),
            source: "gustafson1988",
        },
    ]),
};
