use super::Texts;

/// Japanese.
pub static JA: Texts = Texts {
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
