use karui_spec::tour::Quantity;
use karui_ui::messages;

/// `1 point`, `5 points`.
fn of_points(points: &str) -> String {
    [points, if points == "1" { " point" } else { " points" }].concat()
}

messages! {
    /// What has come, in words.
    pub struct Texts;

    /// What stands between two sentences.
    space: "", " ";

    // Counts
    /// What has become of it, before, now.
    size(change: &str, was: &str, is: &str):
        "サイズは {change}（{was} → {is}）。", "The file {change} ({was} → {is}).";
    size_same(is: &str): "サイズは {is} のままです。", "The file has not changed ({is}).";
    macs(change: &str): "積和演算の数は {change}。", "Multiply-adds {change}.";
    weights_alone(change: &str):
        "0 でない重みの数は {change}が、積和演算の数は変わりません。",
        "Nonzero weights {change}, yet there are as many multiply-adds as before.";
    times_less(is_size: bool, times: &str) => String {
        true => "{times} になりました", "is {times} smaller";
        false => "{times} になりました", "are {times} fewer";
    };
    times_more(is_size: bool, times: &str) => String {
        true => "{times}になりました", "is {times} as long";
        false => "{times}になりました", "are {times} as many";
    };
    less(percent: &str): "{percent} 減りました", "went down by {percent}";
    more(percent: &str): "{percent} 増えました", "went up by {percent}";

    // Accuracy
    /// Accuracy, images.
    accuracy_equal(is: &str, images: &str):
        "正解率は {is} のままで、{images} 枚すべてで正誤が一致します。",
        "Accuracy is exactly the same, {is}: right and wrong on the same of {images} images.";
    /// Before, now, images, half the interval in points.
    accuracy_noise(was: &str, is: &str, images: &str, half: &str):
        "正解率は {was} から {is} で、変化は {images} 枚で測った誤差（±{half} pt）の範囲内です。",
        "Accuracy went from {was} to {is}, which is within the error of {images} images (±{half} points).";
    /// Before, now, points, interval.
    accuracy_up(was: &str, is: &str, points: &str, interval: &str):
        "正解率は {was} から {is} へ、{points} pt 上がりました（{interval}）。",
        "Accuracy rose by {points} points, from {was} to {is} ({interval}).";
    accuracy_down(was: &str, is: &str, points: &str, interval: &str):
        "正解率は {was} から {is} へ、{points} pt 下がりました（{interval}）。",
        "Accuracy fell by {points} points, from {was} to {is} ({interval}).";
    interval(low: &str, high: &str): "95% 信頼区間 {low}〜{high}", "95% confidence interval {low} to {high}";
    /// Points with their sign, interval.
    worth(points: &str, interval: &str):
        "同じ学習率での教師の効果: {points} pt（{interval}）",
        "What the teacher is worth at one learning rate: {points} points ({interval})";

    // Reasons
    by_distill: "小さな生徒のネットワークに置き換わったためです。", "A smaller student has taken the network's place.";
    by_low_rank:
        "大きな重み行列が、2 つの細い行列の積に置き換わったためです。",
        "Large weight matrices have become products of two thin ones.";
    by_no_low_rank:
        "2 つの行列に分けても、積和演算が目立って減る層はありませんでした。",
        "No layer had notably fewer multiply-adds as two matrices.";
    by_removal: "チャネルを取り除き、層そのものが細くなったためです。", "Channels were taken out, and the layers are thinner.";
    by_mask:
        "チャネルを 0 にしただけで、層の形は同じだからです。",
        "The channels were only set to zero: the layers have the shape they had.";
    by_zeros:
        "0 になった重みも、層の形の中に残っているからです。",
        "The weights that became zero still have their places in the layers.";
    by_folding:
        "バッチ正規化の係数が、畳み込みの重みとバイアスに含まれたためです。",
        "The coefficients of batch normalization went into the weights and biases of the convolutions.";
    by_nothing_to_fold:
        "このネットワークには、統合できるバッチ正規化がありません。",
        "This network has no batch normalization to fold.";
    by_cluster(values: &str):
        "層の重みは {values} 種類までの値を共有し、1 個ずつはその番号として保存されます。",
        "The weights of a layer share {values} values at most, and each is stored as an index.";
    by_quantize(bits: &str):
        "重み 1 個を、32 ビットではなく {bits} ビットで保存するためです。",
        "A weight is stored in {bits} bits instead of 32.";

    // Questions and answers
    /// Of what, and whether it is compared with an earlier step.
    question(it: (Quantity, bool)) => String {
        (Quantity::Size, false) => "サイズはどうなるでしょう。", "What becomes of the size?";
        (Quantity::Macs, false) => "積和演算の数はどうなるでしょう。", "What becomes of the number of multiply-adds?";
        (Quantity::Weights, false) => "0 でない重みの数はどうなるでしょう。", "What becomes of the number of nonzero weights?";
        (Quantity::Accuracy, false) => "正解率はどうなるでしょう。", "What becomes of accuracy?";
        (Quantity::Size, true) => "サイズは、比べる相手と比べてどうなるでしょう。", "What becomes of the size, beside that step's?";
        (Quantity::Macs, true) =>
            "積和演算の数は、比べる相手と比べてどうなるでしょう。",
            "What becomes of the number of multiply-adds, beside that step's?";
        (Quantity::Weights, true) =>
            "0 でない重みの数は、比べる相手と比べてどうなるでしょう。",
            "What becomes of the number of nonzero weights, beside that step's?";
        (Quantity::Accuracy, true) =>
            "正解率は、比べる相手と比べてどうなるでしょう。",
            "What becomes of accuracy, beside that step's?";
    };
    falls_more(points: &str): "{points} pt より多く下がる", { format!("Falls by more than {}", of_points(points)) };
    falls_between(least: &str, most: &str):
        "{least}〜{most} pt 下がる", "Falls by {least} to {most} points";
    falls_not(points: &str): "下がるとしても {points} pt まで", { format!("Falls by {} at most", of_points(points)) };
    rises_not(points: &str): "上がるとしても {points} pt まで", { format!("Rises by {} at most", of_points(points)) };
    rises_between(least: &str, most: &str):
        "{least}〜{most} pt 上がる", "Rises by {least} to {most} points";
    rises_more(points: &str): "{points} pt より多く上がる", { format!("Rises by more than {}", of_points(points)) };
    stays_within(points: &str): "変化は {points} pt 未満", { format!("Changes by less than {}", of_points(points)) };
    stays: "ほとんど変わらない", "Stays about the same";
    gets_less: "減る", "Goes down";
    less_not(times: &str): "{times} 分の 1 までは減らない", "Goes down, but not to 1/{times}";
    less_between(least: &str, most: &str):
        "{least} 分の 1 から {most} 分の 1 の間", "Between 1/{least} and 1/{most}";
    less_more(times: &str): "{times} 分の 1 より少なくなる", "Less than 1/{times}";
}
