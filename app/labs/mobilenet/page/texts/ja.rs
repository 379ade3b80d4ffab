use super::Texts;
use crate::mobilenet::messages::BlockForm;
use karui_protocol::MobilenetVersion;
use karui_ui::Setting;

/// Japanese.
pub static JA: Texts = Texts {
    network_title: "MobileNet を組み立てる",
    network_note: "論文どおりの MobileNet を、幅と解像度を変えながら 1 層ずつ数えます。層の大きさも数値もすべてこの場で計算したもので、数値を押すと式が開きます。",
    version: Setting {
        label: "バージョン",
        help: "V1 は深さ方向分離可能畳み込み、V2 は逆残差ブロック、V3 は SE ブロックと h-swish を加えたものです。",
    },
    alpha: Setting {
        label: "幅 α",
        help: "各層のチャネル数に掛けます。積和演算とパラメータはほぼ α の 2 乗に比例します。",
    },
    resolution: Setting {
        label: "解像度 ρ",
        help: "入力画像の一辺の画素数。積和演算は 2 乗に比例し、パラメータは変わりません。",
    },
    classes: Setting {
        label: "クラス数", help: "最後の全結合層の出力数。ImageNet は 1,000 です。"
    },
    about: |version| match version {
        MobilenetVersion::V1 => {
            "標準の畳み込みを、チャネルごとの深さ方向畳み込みと、チャネルを混ぜる点単位(1×1)畳み込みに分けました。"
        }
        MobilenetVersion::V2 => {
            "1×1 でチャネルを広げ、深さ方向に畳み込み、1×1 で絞ります。絞った後に活性化関数を置かず(線形ボトルネック)、細いところどうしを残差接続でつなぎます。"
        }
        MobilenetVersion::V3Small => {
            "逆残差ブロックに SE ブロックと h-swish を加え、構造探索で各層の大きさを決めた小さい版です。"
        }
        MobilenetVersion::V3Large => {
            "逆残差ブロックに SE ブロックと h-swish を加え、構造探索で各層の大きさを決めた大きい版です。"
        }
    },
    params: "パラメータ",
    macs: "積和演算",
    bytes: "バイト数",
    whole: "ネットワーク全体",
    published_as: |millions, source| format!("論文の値は {millions} 百万回({source})。上の値はここで数えたものです。"),

    blocks_title: "ブロック",
    blocks_note: "高さと奥行きは出力の大きさ、厚みはチャネル数です。下の線は積和演算が全体に占める割合。押すとブロックが開きます。",
    form: |form| match form {
        BlockForm::Stem => "最初の畳み込み",
        BlockForm::Separable => "深さ方向分離可能畳み込み",
        BlockForm::InvertedResidual => "逆残差ブロック",
        BlockForm::Head => "分類部",
    },
    block_told: |block, form, output, share| format!("{block}、{form}、出力 {output}、積和演算の {share}"),
    residual: "残差",
    gates: "SE",
    stride: |n| format!("ストライド {n}"),

    table_title: "層の表",
    table_note: "ブロックごとの合計です。開いているブロックは、その中の層も並びます。",
    all_layers: "すべての層を並べる",
    block: "ブロックと層",
    input_output: "出力",
    share: "演算の割合",

    open_title: |block, form| format!("{block}: {form}"),
    about_form: |form| match form {
        BlockForm::Stem => {
            "画像を最初に受け取る標準の 3×3 畳み込みです。入力が 3 チャネルしかないので、分離しても得がありません。"
        }
        BlockForm::Separable => {
            "深さ方向畳み込みは場所の情報だけを、点単位畳み込みはチャネルの情報だけを混ぜます。標準の畳み込みはその両方を一度に行います。"
        }
        BlockForm::InvertedResidual => {
            "普通の残差ブロックは太い層どうしをつなぎ、途中を細くします。逆残差ブロックは細い層どうしをつなぎ、途中を広げてから深さ方向に畳み込みます。"
        }
        BlockForm::Head => "最後の特徴マップを場所について平均し、クラスごとのロジットにします。",
    },
    previous: "前のブロック",
    next: "次のブロック",
    subject: "入れる画像",
    held_out: "評価用の画像",
    photos: ["猫", "コーヒー", "ロケット", "宇宙飛行士", "中国の建物", "花"],
    own_photo: "写真を開く",
    weights_note: "画像は本物、重みは乱数で初期化したもの(シード 1)で、学習していません。バッチ正規化の平均と分散は、この画像で求めています。計算量も時間も、重みの値にはよりません。",
    trained_note: "画像も重みも本物です。重みは「人がいるか」を判定するように学習した MobileNetV1(α 0.25、96×96、2 クラス)のものです。",
    use_trained: "学習済みの重みで見る(V1、α 0.25、96×96、2 クラス)",
    seen_by: |side| format!("ネットワークに入る画像({side}×{side})"),
    waiting: "画像を通しています…",
    block_input: "このブロックの入力",
    channels: |n, of| format!("{of} チャネルのうち {n}"),

    compare_title: "標準の畳み込みと、深さ方向＋点単位の畳み込み",
    compare_note: "同じ特徴マップに両方を適用します。分けた側の重みの積を重みとする標準の畳み込みは、間に活性化関数がなければ同じ出力になります。1 ステップずつ進めて、どの入力がどの出力に使われるかを見てください。",
    standard: "標準の畳み込み",
    depthwise: "深さ方向畳み込み",
    pointwise: "点単位(1×1)畳み込み",
    separable: "深さ方向＋点単位",
    input: "入力",
    middle: "深さ方向の出力",
    output: "出力",
    channel: |c| format!("ch {c}"),
    play: "再生",
    stop: "停止",
    back: "1 つ戻る",
    forward: "1 つ進む",
    step_slider: "ステップ",
    step_standard: |s| {
        format!(
            "標準: 出力の {} 行 {} 列、チャネル {} の値は、全チャネルの窓 {} = {} 回の積和で決まります。",
            s.row, s.column, s.channel, s.product, s.each
        )
    },
    step_depthwise: |s| {
        format!(
            "深さ方向: {} 行 {} 列、チャネル {} の値は、同じチャネルの窓 {} = {} 回の積和で決まります。",
            s.row, s.column, s.channel, s.product, s.each
        )
    },
    step_pointwise: |s| {
        format!(
            "点単位: 出力の {} 行 {} 列、チャネル {} の値は、同じ場所の全チャネル {} = {} 回の積和で決まります。",
            s.row, s.column, s.channel, s.product, s.each
        )
    },
    milliseconds: "この端末での時間",
    timing: "測定中…",
    ratio: "積和演算の比",
    ratio_note: "出力チャネル数 N が大きいと第 1 項は無視でき、比は第 2 項だけでほぼ決まります。3×3 のカーネルなら約 9 分の 1 です。",
    measured_ratio: |ratio| {
        format!(
            "測った時間の比は {ratio}。深さ方向畳み込みは読み書きする値あたりの計算が少ないため、時間の比は積和演算の比より大きくなるのが普通です。"
        )
    },
    same_output: |difference, largest| {
        format!("二つの出力の差は最大 {difference}(出力の絶対値は最大 {largest})。丸め誤差の範囲で一致します。")
    },

    bottleneck_title: "線形ボトルネック",
    bottleneck_note: "絞った後のマップに ReLU を掛けると、負の値はすべて 0 になり、元に戻せません。チャネルが少ないところほど失うものが大きいので、V2 はここに活性化関数を置きません。",
    without_relu: "そのまま(線形)",
    with_relu: "ReLU を掛けた場合",
    lost: |n, of, share| format!("負の値は {of} 個のうち {n} 個({share})。ReLU はこれを捨てます。"),

    gates_title: "SE ブロック(squeeze-and-excite)",
    gates_note: "各チャネルを場所について平均し(squeeze)、小さな 2 層の全結合で 0〜1 のゲートにして(excite)、チャネル全体に掛けます。棒は 0.5 からのずれです。重みが乱数のうちは 0.5 の近くに並び、学習するとチャネルごとに開閉が分かれます。",
    gate: "ゲート",
    gates_drawing: |n, low, high| format!("{n} チャネルのゲートの棒グラフ。最小 {low}、最大 {high}"),

    function_title: |name| format!("活性化関数: {name}"),
    function_note: "塗りは、このマップで関数に入った値の分布です。h-swish は x·ReLU6(x+3)/6 で、swish(x·sigmoid(x))を指数関数なしで近似します。ReLU6 と違い、0 の少し下の負の値も残します。",
    argument: "入る値 x",
    value: "出る値",
    function_drawing: |name, share| format!("{name} のグラフと、入った値の分布。0 未満は {share}"),
    histogram: "入った値の分布",
    outside: |n| format!("範囲の外に {n} 個"),

    plot_title: "公表された正解率と積和演算",
    plot_note: "ImageNet の top-1 正解率の公表値です。ここで学習した結果ではありません。点の横の位置はここで数えた積和演算、縦線は今の設定のものです。点を選ぶとその設定になります。",
    plot_drawing: |n| format!("積和演算に対する正解率の散布図。公表値 {n} 点。同じ値が下の表にあります。"),
    plot_hint: "点に触れると、設定と数値が出ます。",
    accuracy: "top-1 正解率",
    millions: "積和演算(百万回)",
    yours: "今の設定",
    computed: "計算値",
    published: "公表値",
    source: "出典",
    as_table: "表で読む",
    choose: "選ぶ",
    sources_note: "公表値と計算値が食い違う行では、ほかの画面には計算値を出します。",
};
