use crate::{Kind, Statement, Template, Topic};

pub static MS2: Template = Template {
    id: "MS2",
    topic: Topic::Mobilenet,
    title: ("MobileNetV3 と関連する手法", "MobileNetV3 and what belongs to it"),
    source: "howard2019",
    kind: Kind::Statements(&[
        Statement {
            id: "MS2a",
            text: (
                "MobileNetV3 の構造は、{ハードウェアを考慮した探索（NAS）と NetAdapt |人手による設計だけ}で決められた。",
                "The architecture of MobileNetV3 was found by {hardware-aware search (NAS) and NetAdapt|design by hand alone}.",
            ),
            why: (
                "NAS でブロックを、NetAdapt で層ごとの幅を調整します。",
                "NAS finds the blocks, NetAdapt the width of each layer.",
            ),
            source: "",
        },
        Statement {
            id: "MS2b",
            text: (
                "NetAdapt がモデルを細くするときに予算とするのは、{目標の端末で測った実行時間|学習データの枚数}である。",
                "The budget by which NetAdapt narrows a model is {the latency measured on the target device|the amount of training data}.",
            ),
            why: (
                "積和演算の数のような間接の指標ではなく、測った値を使います。",
                "It uses measured values, not a proxy such as multiply-adds.",
            ),
            source: "yang2018",
        },
        Statement {
            id: "MS2c",
            text: (
                "h-swish は、swish のシグモイドを{ ReLU6 を使った折れ線|指数関数}に置き換えた関数である。",
                "In h-swish the sigmoid of swish is replaced by {a piecewise line of ReLU6|an exponential}.",
            ),
            why: (
                "指数関数が要らず、整数演算でも計算しやすくなります。",
                "It needs no exponential and suits integer arithmetic.",
            ),
            source: "",
        },
        Statement {
            id: "MS2d",
            text: (
                "h-swish(x) は、x が 3 以上のとき{ x と等しい| 6 と等しい}。",
                "Where x is 3 or more, h-swish(x) is {x|6}.",
            ),
            why: (
                "ReLU6(x + 3) が 6 になり、6 で割って x だけが残ります。",
                "ReLU6(x + 3) is 6, and divided by 6 leaves x.",
            ),
            source: "",
        },
        Statement {
            id: "MS2e",
            text: (
                "Squeeze-and-Excitation（SE）は、{チャネルごと|位置ごと}の重みを求めて特徴マップに掛ける。",
                "Squeeze-and-excitation (SE) multiplies feature maps by a weight for {each channel|each place}.",
            ),
            why: (
                "各チャネルの平均から、小さな二層でチャネルの重みを作ります。",
                "Two small layers make the weights from each channel's mean.",
            ),
            source: "hu2018",
        },
        Statement {
            id: "MS2f",
            text: (
                "Squeeze-and-Excitation の squeeze は、{大域平均プーリング|3×3 の畳み込み}で各チャネルを一つの値にまとめる。",
                "The squeeze of squeeze-and-excitation makes one value of each channel by {global average pooling|a 3×3 convolution}.",
            ),
            why: (
                "空間方向の情報をまとめた後、チャネル間の関係を学びます。",
                "With space summed up, the relations among channels are learnt.",
            ),
            source: "hu2018",
        },
        Statement {
            id: "MS2g",
            text: (
                "MobileNetV3 では、h-swish を主に{解像度の低い深い層|最初の解像度の高い層だけ}で使う。",
                "MobileNetV3 uses h-swish mostly in {deep layers of low resolution|the first layers of high resolution alone}.",
            ),
            why: (
                "特徴マップが小さい深い層では、活性化関数の費用が小さくて済みます。",
                "In deep layers the maps are small, and so is the cost of an activation.",
            ),
            source: "",
        },
        Statement {
            id: "MS2h",
            text: (
                "拡張畳み込み（dilated convolution）は、{重みを増やさずに受容野を広げる|受容野を変えずに重みを減らす}。",
                "A dilated convolution {widens the receptive field without more weights|has fewer weights with the same receptive field}.",
            ),
            why: ("カーネルの要素の間隔を空けて入力を見ます。", "Its kernel looks at inputs with gaps between them."),
            source: "yu2016",
        },
    ]),
};
