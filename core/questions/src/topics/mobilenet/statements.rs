use crate::{Kind, Statement, Template, Topic};

pub static M6: Template = Template {
    id: "M6",
    topic: Topic::Mobilenet,
    title: ("MobileNetV2 の逆残差ブロック", "The inverted residual of MobileNetV2"),
    source: "sandler2018",
    kind: Kind::Statements(&[
        Statement {
            id: "M6a",
            text: (
                "MobileNetV2 のブロックは、{1×1 で拡張し、3×3 の深さ方向の畳み込みの後に 1×1 で縮める|1×1 で縮め、3×3 の標準の畳み込みの後に 1×1 で広げる}。",
                "A block of MobileNetV2 {expands by 1×1, convolves depthwise by 3×3 and narrows by 1×1|narrows by 1×1, convolves by a standard 3×3 and widens by 1×1}.",
            ),
            why: (
                "後者は ResNet のボトルネックの並びで、太さの順が逆なので逆残差と呼びます。",
                "The latter is the bottleneck of ResNet; here the widths are the other way round, hence inverted.",
            ),
            source: "",
        },
        Statement {
            id: "M6b",
            text: (
                "逆残差ブロックの最後の 1×1 の射影の後には、{活性化関数を置かない|ReLU6 を置く}。",
                "Behind the last 1×1 projection of an inverted residual stands {no activation|ReLU6}.",
            ),
            why: (
                "少ないチャネルに ReLU を掛けると情報が失われるため、線形なボトルネックにします。",
                "With few channels ReLU would lose information: the bottleneck is linear.",
            ),
            source: "",
        },
        Statement {
            id: "M6c",
            text: (
                "逆残差ブロックの入力を出力に足すのは、{ストライドが 1 で、入力と出力のチャネル数が等しい|ストライドが 2 で、チャネル数が増える}ときである。",
                "An inverted residual adds its input to its output where {the stride is 1 and the channels in and out are as many|the stride is 2 and the channels grow}.",
            ),
            why: ("形が同じでなければ足せません。", "Only equal shapes can be added."),
            source: "",
        },
        Statement {
            id: "M6d",
            text: (
                "逆残差ブロックの残差接続は、{チャネルの少ない両端|チャネルの多い中央}どうしを結ぶ。",
                "The residual connection of an inverted residual joins {the narrow ends|the wide middle}.",
            ),
            why: (
                "残しておく特徴マップが小さく、メモリを節約できます。",
                "The maps to be kept are small, which saves memory.",
            ),
            source: "",
        },
        Statement {
            id: "M6e",
            text: (
                "MobileNetV2 の拡張率 t は、{中間のチャネル数を入力の何倍にするか|解像度を何倍にするか}を表す。",
                "The expansion factor t of MobileNetV2 says by how much {the channels within the block exceed the input's|the resolution is multiplied}.",
            ),
            why: ("論文の標準の値は 6 です。", "The paper's usual value is 6."),
            source: "",
        },
        Statement {
            id: "M6f",
            text: (
                "ストライド 2 の逆残差ブロックで、解像度を下げるのは{深さ方向の畳み込み|最初の 1×1 の拡張}である。",
                "In an inverted residual of stride 2, the resolution is reduced by {the depthwise convolution|the first 1×1 expansion}.",
            ),
            why: ("拡張は下げる前の解像度で計算します。", "The expansion still runs at the full resolution."),
            source: "",
        },
        Statement {
            id: "M6g",
            text: (
                "ReLU6 は、出力を{ 0 以上 6 以下| 0 以上 1 以下}に制限する。",
                "ReLU6 keeps its output {from 0 to 6|from 0 to 1}.",
            ),
            why: (
                "上限があるので、低い精度の固定小数点でも扱いやすくなります。",
                "Its bound makes it robust in arithmetic of low precision.",
            ),
            source: "",
        },
    ]),
};

pub static MS1: Template = Template {
    id: "MS1",
    topic: Topic::Mobilenet,
    title: ("深さ方向分離可能畳み込み", "Depthwise-separable convolutions"),
    source: "howard2017",
    kind: Kind::Statements(&[
        Statement {
            id: "MS1a",
            text: (
                "深さ方向の畳み込み（depthwise）は、{チャネルごとに空間方向の|位置ごとにチャネル方向の}畳み込みを行う。",
                "A depthwise convolution convolves {each channel over space|each place over channels}.",
            ),
            why: ("チャネルを混ぜるのは 1×1 の畳み込みです。", "Channels are mixed by the 1×1 convolution."),
            source: "",
        },
        Statement {
            id: "MS1b",
            text: (
                "1×1 の畳み込み（pointwise）は、{チャネルを混ぜる|隣の画素を混ぜる}。",
                "A pointwise (1×1) convolution mixes {channels|neighbouring pixels}.",
            ),
            why: (
                "受容野は 1 画素で、空間方向の情報は混ざりません。",
                "It sees one pixel and mixes nothing over space.",
            ),
            source: "",
        },
        Statement {
            id: "MS1c",
            text: (
                "深さ方向分離可能畳み込みの計算量は、K = 3 のとき標準の畳み込みの{ 9 分の 1 より大きい| 9 分の 1 より小さい}。",
                "With K = 3 a depthwise-separable convolution costs {more than a ninth|less than a ninth} of a standard one.",
            ),
            why: ("比は 1/N + 1/9 で、1/N の分だけ 1/9 を上回ります。", "The ratio is 1/N + 1/9, above 1/9 by 1/N."),
            source: "",
        },
        Statement {
            id: "MS1d",
            text: (
                "出力チャネル数 N が大きくなると、分離可能畳み込みの計算量の比は{ 1/K² に近づく| 0 に近づく}。",
                "As the output channels N grow, the cost ratio of a separable convolution comes near {1/K²|0}.",
            ),
            why: ("1/N + 1/K² のうち 1/N だけが小さくなります。", "Of 1/N + 1/K² only 1/N becomes small."),
            source: "",
        },
        Statement {
            id: "MS1e",
            text: (
                "MobileNetV1 の積和演算の大部分を占めるのは{ 1×1 の畳み込み|深さ方向の畳み込み}である。",
                "Most of MobileNetV1's multiply-adds are in {the 1×1 convolutions|the depthwise convolutions}.",
            ),
            why: ("論文ではおよそ 95% が 1×1 の畳み込みです。", "In the paper about 95% are."),
            source: "",
        },
        Statement {
            id: "MS1f",
            text: (
                "幅の倍率 α は、{各層のチャネル数|層の数}に掛ける。",
                "The width multiplier α multiplies {the channels of each layer|the number of layers}.",
            ),
            why: (
                "MobileNet の論文の二つの倍率は、幅 α と解像度 ρ です。深さではありません。",
                "The paper's multipliers are for width, α, and resolution, ρ; not for depth.",
            ),
            source: "",
        },
        Statement {
            id: "MS1g",
            text: (
                "解像度の倍率 ρ を小さくすると、{計算量は減るがパラメータ数は変わらない|計算量もパラメータ数も減る}。",
                "A smaller resolution multiplier ρ makes {the computation less but leaves the parameters|both the computation and the parameters less}.",
            ),
            why: (
                "畳み込みの重みは位置で共有され、画像の大きさによりません。",
                "All places share a convolution's weights, whatever the picture's size.",
            ),
            source: "",
        },
        Statement {
            id: "MS1h",
            text: (
                "MobileNetV1 の全体を α で細くすると、計算量はおよそ{ α² | α }に比例する。",
                "Narrowing all of MobileNetV1 by α makes its computation go about with {α²|α}.",
            ),
            why: (
                "大部分を占める 1×1 の層で、入力と出力の両方のチャネルが α 倍になるためです。",
                "In the pointwise layers, which are most of it, channels in and out both shrink by α.",
            ),
            source: "",
        },
        Statement {
            id: "MS1i",
            text: (
                "MobileNet の論文では、同じ計算量なら{細いモデル|浅いモデル}の方が精度が高かった。",
                "In the MobileNet paper, at the same computation {the narrower|the shallower} model was more accurate.",
            ),
            why: (
                "層を減らすより、チャネルを減らす方が良い結果でした。",
                "To make channels fewer was better than to make layers fewer.",
            ),
            source: "",
        },
        Statement {
            id: "MS1j",
            text: (
                "深さ方向の畳み込みの層は、標準の畳み込みより演算強度（FLOP/バイト）が{低い|高い}。",
                "A depthwise convolution has {a lower|a higher} arithmetic intensity, FLOP per byte, than a standard one.",
            ),
            why: (
                "読んだ値を使い回す回数が少なく、メモリ帯域が律速になりやすくなります。",
                "Each value is used fewer times; memory becomes the bound.",
            ),
            source: "ma2018",
        },
        Statement {
            id: "MS1k",
            text: (
                "積和演算の数が 9 分の 1 になった層の実行時間は、{9 分の 1 まで短くなるとは限らない|9 分の 1 になる}。",
                "The time of a layer with a ninth of the multiply-adds {need not shrink to a ninth|is a ninth}.",
            ),
            why: (
                "メモリの読み書きやカーネルの効率が時間を決めることがあります。",
                "Memory and how well the kernel runs may decide.",
            ),
            source: "ma2018",
        },
        Statement {
            id: "MS1l",
            text: (
                "グループ畳み込みでグループ数を入力チャネル数と等しくし、出力も同じ数にすると、{深さ方向の畳み込み|1×1 の畳み込み}になる。",
                "A grouped convolution with as many groups as channels in and out is {a depthwise convolution|a pointwise convolution}.",
            ),
            why: ("各グループが 1 チャネルだけを見ます。", "Each group sees one channel."),
            source: "",
        },
        Statement {
            id: "MS1m",
            text: (
                "出力チャネル数を固定してカーネルの大きさ K を大きくすると、標準の畳み込みに対する分離可能畳み込みの計算量の比は{小さくなる|大きくなる}。",
                "With the output channels fixed, a larger kernel K makes the cost ratio of a separable convolution to a standard one {smaller|larger}.",
            ),
            why: (
                "比 1/N + 1/K² のうち 1/K² が小さくなります。",
                "Of the ratio 1/N + 1/K², the part 1/K² becomes smaller.",
            ),
            source: "",
        },
        Statement {
            id: "MS1n",
            text: (
                "入力 M、出力 N チャネルの K×K の深さ方向分離可能畳み込みの重みは、バイアスがなければ{ K²M + MN | K²MN }個である。",
                "A K×K depthwise-separable convolution of M channels in and N out has, without biases, {K²M + MN|K²MN} weights.",
            ),
            why: (
                "深さ方向に K²M、1×1 に MN 個です。K²MN は標準の畳み込みです。",
                "Depthwise K²M and pointwise MN; K²MN is a standard convolution.",
            ),
            source: "",
        },
    ]),
};
