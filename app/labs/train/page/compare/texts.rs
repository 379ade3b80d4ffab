//! The messages of comparisons.

use karui_ui::messages;

messages! {
    /// The messages of comparisons.
    pub struct Texts;

    float: "元のネットワーク", "Original";
    now: "軽量化後", "Compressed";
    short_float: "元", "orig.";
    short_now: "後", "comp.";
    accuracy: "正解率", "Accuracy";

    // Which images
    /// How many.
    on_images(n: &str):
        "。どちらも評価用画像の最初の {n} 枚での値です。",
        ". Both are measured on the first {n} held-out images.";
    /// How many.
    on_all(n: &str): "元のネットワークを {n} 枚すべてで測ると ", " On all {n} the original network reaches ";
    on_all_end: " です。", ".";
    from_file: "ファイルから開いたネットワーク", "A network from a file";
    is_behind:
        "今の設定はまだ実行していません。ここに見えるのは、最後に実行した結果です。",
        "The settings have changed since and were not run yet: this is the last result.";

    // The pad
    /// Class before, class now.
    answers_differ(float: &str, now: &str):
        "軽量化で答えが変わりました:「{float}」→「{now}」",
        "Compression has changed the answer: “{float}” → “{now}”";
    /// Class, probability before, probability now.
    answers_agree(class: &str, float: &str, now: &str):
        "どちらも「{class}」（確率 {float} → {now}）",
        "Both say “{class}” (probability {float} → {now})";

    // Classes
    confusion: "混同行列", "Confusion matrices";
    confusion_note: "同じ画像を、二つのネットワークがどう分類したかです。", "How the two classified the same images.";
    difference: "混同行列の差", "How the confusion changed";
    difference_note:
        "軽量化後の枚数から元の枚数を引いた値です。橙は悪くなった、青はよくなったマスです。",
        "Images of the compressed network less those of the original. Orange is worse, blue is better. ";
    corner: "正解\u{2009}\\\u{2009}予測", "is \\ taken for";
    /// Class, predicted class, count before, count now.
    taken(label: &str, guess: &str, float: &str, now: &str):
        "「{label}」を「{guess}」（{float} → {now} 枚）",
        "“{label}” for “{guess}” ({float} → {now})";
    /// Confusions.
    grown(most: &str): "もっとも増えた間違い:{most}。", "Mistakes that grew most: {most}.";
    none_grown: "増えた間違いはありません。", "No mistake has become more frequent.";
    per_class: "クラスごとの正解率", "Accuracy by class";
    /// Classes with their losses.
    lost(most: &str): "もっとも下がったクラス:{most}。", "Classes that lost most: {most}.";
    none_lost: "正解率が下がったクラスはありません。", "No class has lost accuracy.";

    // Images
    changed: "答えが変わった画像", "Images whose answer changed";
    /// How many, of how many.
    changed_note(n: &str, of: &str):
        "{of} 枚のうち {n} 枚で、二つのネットワークの答えが違います。最初の 12 枚までを示します。選ぶと、各層の反応を「重み」で見られます。",
        "The two answer differently on {n} of {of} images; the first 12 are shown. Choose one to see each layer's response under “Weights”.";
    worst: "元のネットワークが大きく間違えた画像", "The worst mistakes of the original network";
    worst_note: "正解クラスの確率が低かった順です。", "Those whose true class got the lowest probability come first.";
    /// Class.
    really(label: &str): "正解 {label}", "is {label}";
    /// Class, predicted class before, now.
    tile(label: &str, float: &str, now: &str):
        { if float == now { format!("正解は{label}。どちらの予測も{now}") } else { format!("正解は{label}。予測は元が{float}、軽量化後は{now}に変わった") } },
        { if float == now { format!("{label}, both take it for {now}") } else { format!("{label}, taken for {float} before, for {now} after compression") } };

    // Weights and outputs
    holes:
        "同じ位置が同じフィルタです。枝刈りで取り除いた重みは、穴（斜線）として見えます。",
        "The same place is the same filter. Weights that were pruned are holes (hatched).";
    /// How many.
    filters_gone(n: &str):
        "同じ位置が同じフィルタです。取り除いた {n} 個のフィルタは斜線になっています。",
        "The same place is the same filter. The {n} filters that were removed are hatched.";
    input_image: "入力画像", "input image";
    /// Layer.
    outputs_of(layer: &str): "「{layer}」の出力です。", "The outputs of “{layer}”.";
    /// Decibels.
    outputs_noise(sqnr: &str):
        "二つの差は、信号対雑音比で {sqnr} dB です（6 dB 高いと、ずれは半分）。",
        " Signal to noise between the two: {sqnr} dB (6 dB more halve the error).";
    outputs_same: "二つの出力は同じです。", " Both give the same.";
    no_such_layer:
        "軽量化後のネットワークには、この層に当たるものがありません。",
        "The compressed network has no counterpart of this layer.";

    // Layers
    layers: "層ごとの変化", "What became of each layer";
    layers_note:
        "サイズは保存ファイルでのバイト数です。ずれは元の値に対する信号対雑音比で、小さいほどずれが大きく、棒が長くなります。出力は評価用の 16 枚で、軽量化後の推論そのもので測ります。この下の図と表は、元のネットワークのものです。",
        "Sizes are bytes of the packed file. Errors are ratios of signal to noise against the original: the lower, the larger the error and the longer the bar. Outputs are those of the compressed inference itself, over 16 held-out images. The drawing and the table below are of the original network.";
    layer: "層", "Layer";
    size_float: "サイズ（元）", "Size (original)";
    size_now: "サイズ（軽量化後）", "Size (compressed)";
    left: "0 でない重み", "Weights not zero";
    weights_error: "重みのずれ", "Error of weights";
    outputs_error: "出力のずれ", "Error of outputs";
}
