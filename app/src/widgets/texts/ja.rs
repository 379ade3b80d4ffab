use super::Texts;

/// Japanese.
pub static JA: Texts = Texts {
    figure_open: "この数値の根拠を見る",
    close: "閉じる",
    computed: "計算で求めた値",
    measured: "測定した値",
    source: "出典:",
    costs_nothing: "この層にはありません。畳み込み層と全結合層(パラメータ数ではバッチ正規化も)だけを数えます。",
    exact_bytes: |bytes| format!("({bytes} バイト)"),
    counted: |hits, of| format!("学習に使っていない {of} 枚のうち、{hits} 枚を正しく分類しました。"),
    agreed: |same, of| {
        format!(
            "{of} 枚の画像のうち {same} 枚で、軽量化後の 1 位のクラスが浮動小数点のモデルと同じでした。\
                 正解ラベルとは比べていないため、正解率ではなく一致率です。"
        )
    },
    averaged: |of| {
        format!(
            "学習に使っていない {of} 枚について、交差エントロピー誤差を平均した値です。小さいほどよく、0 が最小です。"
        )
    },
    stored: |bytes, format| format!("実際に書き出したファイル({format})の長さ: {bytes} バイト"),
    stored_again: "このファイルを読み込むと、すべての値が 1 ビットも違わずに元に戻ります。",
    strip: |n| format!("{n} 回の測定。点が 1 回分、縦線が中央値、帯が中央の半分"),
    images_per_second: "枚/秒",
    median: "中央値",
    spread: "ばらつき(四分位範囲の半分)",
    kernel: "使った実装(カーネル)",
    batch: "バッチサイズ",

    kernel_height: "カーネルの高さ",
    kernel_width: "カーネルの幅",
    channels_in: "入力チャネル数",
    channels_out: "出力チャネル数",
    groups: "グループ数",
    biases: "バイアスの数",
    out_height: "出力の高さ",
    out_width: "出力の幅",
    gamma: "スケール γ(チャネルごとに 1 個)",
    beta: "シフト β(チャネルごとに 1 個)",
    stored_values: "値の個数",
    layer_index: "層の番号",
    kernel_side: "カーネルの一辺",
    map_side: "出力特徴マップの一辺",

    curves: "学習曲線",
    loss: "損失",
    accuracy: "正解率",
    rate: "学習率",
    train: "訓練",
    valid: "検証",
    epochs: "エポック",
    steps: "ステップ",
    step_and_epoch: |step, epoch| format!("ステップ {step}(エポック {epoch})"),
    no_curve: "学習を始めると、ここに学習曲線が描かれます。",
    close_view: "最初の 1 割を除いて拡大",
    smoothing: "薄い線は記録した値(長い学習では数ステップの平均)、濃い線はその指数移動平均(過去の重み 0.85)。検証は学習に使っていない画像での値です。左右の矢印キーで各ステップの値を読めます。",

    no_images: "画像を読み込むと、ここに表示されます。",
    no_mistakes: "間違えた画像はありません。",
    tile: |label, guess, p| {
        if label == guess {
            format!("{label}。予測も{guess}(確率 {p})で正解")
        } else {
            format!("{label}。予測は{guess}(確率 {p})で不正解")
        }
    },
    really: |label| format!("正解 {label}"),

    confusion_caption: "混同行列:行が正解のクラス、列が予測したクラス。数は枚数、色の濃さは行の中での割合(平方根)",
    confusion_corner: "正解\u{2009}\\\u{2009}予測",
    confusion_hint: "マスを選ぶと、何を何と間違えたかを説明します。矢印キーでも移動できます。",
    rightly: |label, count, total, share| {
        format!("「{label}」{total} 枚のうち {count} 枚({share})を正しく分類しました。")
    },
    confused: |label, guess, count, total, share| {
        format!("「{label}」{total} 枚のうち {count} 枚({share})を「{guess}」と間違えました。")
    },
    per_class: "クラスごとの正解率",
    accuracy_of: |label| format!("「{label}」の正解率"),

    maps: |n| format!("マップ {n} 枚"),
    show_all: |n| format!("{n} 枚すべてを表示"),
    zero_is_neutral: "0 は中間の色。すべて同じ目盛り",
    rgb_groups: "3 枚で 1 つのフィルタ:左から赤・緑・青の成分です。",
    no_filters: "重みを読み込むと、最初の層のフィルタがここに表示されます。",
    no_activations: "画像と層を選ぶと、その層の出力(特徴マップ)がここに表示されます。",
    input_image: "入力画像",

    layers: "層の一覧",
    layer: "層",
    output: "出力 H×W×C",
    params: "パラメータ数",
    macs: "積和演算",
    bytes: "サイズ",
    time: "時間",
    whole_network: "ネットワーク全体",
    table_hint: "数値を押すと、計算式か測定の記録が開きます。画像 1 枚あたり、棒は全体に占める割合です。",
    measure: "時間を測る",
    op: |op| match op {
        "input" => "入力",
        "conv2d" => "畳み込み",
        "depthwise_conv2d" => "深さ方向畳み込み",
        "linear" => "全結合",
        "batch_norm" => "バッチ正規化",
        "relu" => "ReLU",
        "relu6" => "ReLU6",
        "sigmoid" => "シグモイド",
        "hard_sigmoid" => "ハードシグモイド",
        "hard_swish" => "ハードスウィッシュ",
        "silu" => "SiLU",
        "max_pool2d" => "最大値プーリング",
        "avg_pool2d" => "平均値プーリング",
        "global_avg_pool" => "大域平均プーリング",
        "add" => "加算(残差接続)",
        "multiply" => "乗算",
        "flatten" => "平坦化",
        "dropout" => "ドロップアウト",
        other => other,
    },
    drawing: "ネットワークの図。矢印キーで層を選べます",
    drawing_scale: "箱の高さと奥行きは出力の高さと幅、箱の厚みはチャネル数に比例します。細長い棒はベクトルで、長さは要素数の平方根に比例します。薄い板はバッチ正規化と活性化関数です。",

    pad: "手書き用の枠。描けないときは、下のサンプルか画像ファイルを選んでください",
    pad_hint: "ここに描くか、画像をドロップ",
    undo: "元に戻す",
    clear: "消す",
    open_picture: "画像を開く",
    offer: "描く代わりに、評価用の画像を載せることもできます:",
    put_on_pad: |label| format!("{label}の画像を載せる"),
    seen: "ネットワークへの入力",
    no_prediction: "描くと予測が出ます",
};
