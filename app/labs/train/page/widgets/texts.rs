//! The widgets' messages.

use karui_ui::messages;

messages! {
    /// The widgets' messages.
    pub struct Texts;

    // Curves
    curves: "学習曲線", "Learning curves";
    loss: "損失", "Loss";
    accuracy: "正解率", "Accuracy";
    rate: "学習率", "Learning rate";
    train: "訓練", "train";
    valid: "検証", "validation";
    epochs: "エポック", "epochs";
    steps: "ステップ", "steps";
    /// Step, epoch.
    step_and_epoch(step: &str, epoch: &str): "ステップ {step}（エポック {epoch}）", "Step {step} (epoch {epoch})";
    no_curve: "学習を始めると、ここに学習曲線が描かれます。", "Start training, and the learning curves are drawn here.";
    close_view: "最初の 1 割を除いて拡大", "Closer, without the first tenth";
    smoothing:
        "薄い線は記録した値（長い学習では数ステップの平均）、濃い線はその指数移動平均（過去の重み 0.85）。検証は学習に使っていない画像での値です。左右の矢印キーで各ステップの値を読めます。",
        "Pale: as recorded (in a long run the mean of a few steps). Dark: its exponential moving average (the past weighs 0.85). Validation: on images that were not trained on. The left and right arrow keys read the values of a step.";

    // Images
    no_images: "画像を読み込むと、ここに表示されます。", "Images appear here once they are loaded.";
    no_mistakes: "間違えた画像はありません。", "No image was misclassified.";
    /// Class, predicted class, probability.
    tile(label: &str, guess: &str, p: &str):
        {
            if label == guess {
                format!("{label}。予測も{guess}（確率 {p}）で正解")
            } else {
                format!("{label}。予測は{guess}（確率 {p}）で不正解")
            }
        },
        {
            if label == guess {
                format!("{label}, correctly taken for {guess} (probability {p})")
            } else {
                format!("{label}, wrongly taken for {guess} (probability {p})")
            }
        };
    /// Class.
    really(label: &str): "正解 {label}", "is {label}";

    // Confusion
    confusion_caption:
        "混同行列：行が正解のクラス、列が予測したクラス。数は枚数、色の濃さは行の中での割合（平方根）",
        "Confusion matrix: a row for each class, a column for what it was taken for. Numbers count images; the colour is the (root of the) share of the row.";
    confusion_corner: "正解\u{2009}\\\u{2009}予測", "is \\ taken for";
    confusion_hint:
        "マスを選ぶと、何を何と間違えたかを説明します。矢印キーでも移動できます。",
        "Choose a cell to read what was taken for what. The arrow keys move.";
    /// Class, count, of how many, share.
    rightly(label: &str, count: &str, total: &str, share: &str):
        "「{label}」{total} 枚のうち {count} 枚（{share}）を正しく分類しました。",
        "{count} of {total} images of “{label}” ({share}) were classified correctly.";
    /// Class, predicted class, count, of how many, share.
    confused(label: &str, guess: &str, count: &str, total: &str, share: &str):
        "「{label}」{total} 枚のうち {count} 枚（{share}）を「{guess}」と間違えました。",
        "{count} of {total} images of “{label}” ({share}) were taken for “{guess}”.";
    per_class: "クラスごとの正解率", "Accuracy of each class";
    /// Class.
    accuracy_of(label: &str): "「{label}」の正解率", "Accuracy on “{label}”";

    // Maps
    /// How many.
    maps(n: usize): "マップ {n} 枚", "{n} maps";
    /// How many.
    show_all(n: usize): "{n} 枚すべてを表示", "Show all {n}";
    zero_is_neutral: "0 は中間の色。すべて同じ目盛り", "0 has the neutral colour; one scale for all";
    rgb_groups: "3 枚で 1 つのフィルタ：左から赤・緑・青の成分です。", "Three together are one filter: its red, green and blue part.";
    no_filters: "重みを読み込むと、最初の層のフィルタがここに表示されます。", "The first layer's filters appear here once there are weights.";
    no_activations:
        "画像と層を選ぶと、その層の出力（特徴マップ）がここに表示されます。",
        "Choose an image and a layer to see what the layer makes of it.";
    input_image: "入力画像", "input image";

    // The network
    layers: "層の一覧", "Layers";
    layer: "層", "Layer";
    output: "出力 H×W×C", "Output H×W×C";
    params: "パラメータ数", "Parameters";
    macs: "積和演算", "Multiply-adds";
    bytes: "サイズ", "Size";
    time: "時間", "Time";
    whole_network: "ネットワーク全体", "Whole network";
    table_hint:
        "数値を押すと、計算式か測定の記録が開きます。画像 1 枚あたり、棒は全体に占める割合です。時間は 1 層ずつ別に測るので、合計は全体の時間と一致しません。",
        "A number opens to its formula or its measurement. All for one image; bars are shares of the whole. Times are taken of one layer after another: they do not add up to the whole network's.";
    measure: "時間を測る", "Measure times";
    drawing: "ネットワークの図。矢印キーで層を選べます", "Drawing of the network; the arrow keys choose a layer";
    drawing_scale:
        "箱の高さと奥行きは出力の高さと幅、箱の厚みはチャネル数に比例します。細長い棒はベクトルで、長さは要素数の平方根に比例します。薄い板はバッチ正規化と活性化関数です。",
        "A box's height and depth are its output's height and width, its thickness the channels. A slim bar is a vector; its length is the root of its features. Thin plates are batch norms and activations.";

    // The pad
    pad:
        "手書き用の枠。描けないときは、下のサンプルか画像ファイルを選んでください",
        "Drawing pad. If you cannot draw, choose one of the images below or a file";
    pad_hint: "ここに描くか、画像をドロップ", "Draw here, or drop a picture";
    undo: "元に戻す", "Undo";
    clear: "消す", "Clear";
    open_picture: "画像を開く", "Open a picture";
    offer: "描く代わりに、評価用の画像を載せることもできます：", "Instead of drawing, put a held-out image on the pad:";
    /// Class.
    put_on_pad(label: &str): "{label}の画像を載せる", "Put an image of {label} on the pad";
    seen: "ネットワークへの入力", "what the network sees";
    no_prediction: "描くと予測が出ます", "Draw to see a prediction";
}
