//! The messages of results and trials.

use karui_ui::messages;

messages! {
    /// The messages of results and trials.
    pub struct Texts;

    // Columns and axes
    layer: "層", "Layer";
    size: "サイズ", "Size";
    macs: "積和演算", "Multiply-adds";
    time: "推論時間", "Latency";
    density: "非零の割合", "Non-zero";
    sqnr: "SQNR", "SQNR";
    accuracy: "正解率", "Accuracy";
    throughput: "スループット", "Throughput";
    nonzero: "非零の重み", "Non-zero weights";
    before: "前", "before";
    now: "今", "now";

    // Layers
    layers_title: "層ごとの結果", "Layer by layer";
    layers_note:
        "行を選ぶと、上の図でその層が開きます。数値を押すと根拠が開きます。時間は 1 層ずつ別に測るので、合計は全体と一致しません。SQNR は量子化雑音に対する信号の比で、大きいほど元の重みに近く、6 dB の差がほぼ 1 ビットに当たります。",
        "Choose a row to open that layer in the picture above. A number opens to its origin. Each layer is timed by itself, so times do not add up to the whole's. SQNR is the ratio of signal to quantization noise: the higher, the closer to the original weights; 6 dB are about one bit.";
    weights: "重み", "Weights";
    activations: "出力（活性化関数の後）", "Outputs (after the activation)";
    no_histograms: "この層は形が変わったため、分布を比べられません。", "This layer has changed its form, so there is nothing to compare.";
    /// How many.
    levels(n: usize): "量子化の目盛り {n} 個", "quantization grid, {n} levels";
    value: "値", "value";
    count_root: "個数（平方根の目盛り）", "count (root scale)";
    /// What; its ends, where the fullest bin lies and its share before, the same now; how many levels.
    histogram(what: &str, [low, high, was_at, was, is_at, is]: &[String; 6], levels: usize):
        {
            let grid = if levels > 0 { format!("量子化の目盛りは {levels} 個。") } else { String::new() };
            format!(
                "{what}の分布。範囲は {low} から {high}。最も多い区間は、前が {was_at} 付近で全体の {was}、今が {is_at} 付近で {is}。{grid}"
            )
        },
        {
            let grid = if levels > 0 { format!(" The quantization grid has {levels} levels.") } else { String::new() };
            format!(
                "Distribution of {what} from {low} to {high}. The fullest bin was near {was_at} with {was} of all, and is now near {is_at} with {is}.{grid}"
            )
        };
    filters_title: "フィルタごとの枝刈り", "What pruning left of each filter";
    /// How many have gone, of how many.
    filters_note(gone: &str, of: &str):
        "出力チャネル（フィルタ）{of} 個のうち {gone} 個が取り除かれました。高さは枝刈り前の重みの大きさ（平均絶対値）、塗った部分が残った重み、枠だけのものが取り除かれたフィルタです。",
        "{gone} of {of} output channels (filters) are gone. The height is the mean magnitude of a filter’s weights before, the filled part what is left; an outline alone is a filter that was removed.";
    worst_channels: "影響の大きい出力チャネル", "Output channels that suffer most";
    worst_note:
        "SQNR の低い順です。量子化でテンソル全体が 1 つのスケールを共有すると、値の小さいチャネルほど粗く丸められます。チャネル単位にすると改善します。",
        "Lowest SQNR first. Where a whole tensor shares one scale, channels of small values are rounded most coarsely; a scale for each channel helps.";
    /// Its number.
    channel(n: u32): "チャネル {n}", "Channel {n}";

    // Changed images
    changed_title: "予測が変わった画像", "Images that changed their class";
    /// How many, of how many.
    changed(n: &str, of: &str):
        "評価用の画像 {of} 枚のうち、{n} 枚で予測クラスが変わりました。",
        "{n} of {of} held-out images changed their predicted class.";
    changed_none: "予測クラスが変わった画像はありません。", "No image changed its predicted class.";
    /// Class, class said before, class said now.
    changed_tile(label: &str, was: &str, is: &str):
        "正解は{label}。予測は前が{was}、今が{is}",
        "{label}, taken for {was} before and for {is} now";
    /// Class.
    really(label: &str): "正解 {label}", "is {label}";

    // Sensitivity
    sensitivity_title: "枝刈りの感度分析", "Sensitivity to pruning";
    sensitivity_note:
        "1 つの層だけを枝刈りし、正解率の落ち方を測ります。急に落ちる層ほど感度が高く、残すべき層です。点を選ぶと、その層の枝刈りの割合になります。",
        "One layer alone is pruned, and the accuracy measured. A layer whose line falls early is sensitive and should be kept. Choosing a point prunes that layer so much.";
    scan: "感度を測る", "Measure sensitivity";
    scan_again: "もう一度測る", "Measure again";
    scanning: "測定中…", "Measuring…";
    amount: "枝刈りの割合", "part pruned";
    own_amount: "この層の割合", "This layer's part";
    /// Of which layer.
    amount_of(layer: &str): "{layer} の枝刈りの割合（%）", "Part of {layer} to prune, in percent";
    /// How many layers.
    sensitivity_drawing(n: usize):
        "枝刈りの割合に対する正解率の折れ線。層 {n} 個。同じ値が下の表にあります。",
        "Accuracy over the part pruned, a line for each of {n} layers. The table below has the same values.";
    /// Layer, amount, accuracy.
    sensitivity_point(layer: &str, amount: &str, accuracy: &str):
        "{layer} だけを {amount} 枝刈りすると正解率 {accuracy}",
        "{layer} alone pruned by {amount}: accuracy {accuracy}";
    as_table: "表で読む・数値で指定する", "Read as a table, or type an amount";

    // Soft targets
    /// The temperature.
    soft_title(t: &str): "ソフトターゲット（T = {t}）", "Soft targets (T = {t})";
    soft_note:
        "教師モデルのロジットを温度 T で割ってからソフトマックスに通した確率です。T を上げるほど平らになり、クラスどうしの似かた（暗黙知）が生徒に伝わります。縦線は T = 1 の確率です。",
        "The teacher's logits are divided by the temperature T before the softmax. A higher T flattens the probabilities, so that the student learns which classes resemble each other. The upright marks are the probabilities at T = 1.";
    choose_image: "画像を選ぶ", "Choose an image";

    // Trials
    pareto_title: "正解率とコストのトレードオフ", "Accuracy against cost";
    pareto_note:
        "左上ほど、小さく速く正確です。コストと正解率の両方で上回るものがない点を結んだ線がパレートフロントです。3 つの図は縦軸が共通で、1 つの点に触れると、ほかの図の同じ記録も目立ちます。横軸は対数目盛り、点は今のデータセットの記録です。学習が終わるたびに、そのネットワークも点になります。",
        "Up and to the left is smaller, faster and more accurate. The Pareto front joins the points that no other one beats in both cost and accuracy. The three plots share their vertical axis: what you point at in one stands out in the others. Costs are on a logarithmic scale; dots are trials on the present data set. Each network that is trained becomes one, too.";
    accuracy_by_size: "正解率 × サイズ", "Accuracy × size";
    accuracy_by_time: "正解率 × 推論時間", "Accuracy × latency";
    accuracy_by_macs: "正解率 × 積和演算", "Accuracy × multiply-adds";
    literature: "文献の値", "from the literature";
    /// Title, how many marks, names of those on the front.
    pareto_drawing(title: &str, n: usize, front: &str):
        "{title}の散布図。点は {n} 個。パレートフロント: {front}",
        "Scatter plot, {title}, {n} marks. Pareto front: {front}";
    pareto_hint:
        "点に触れると名前と数値が出ます。押すと、その設定に戻ります。",
        "Point at a dot for its name and numbers. Press it to bring its settings back.";
    trial: "記録", "trial";
    trial_fits: "予算内の記録", "trial within budget";
    original: "圧縮前", "before compression";
    present: "今の結果（未記録）", "present result (not kept)";
    front: "パレートフロント", "Pareto front";
    budget: "予算", "Budget";
    budget_size: "サイズの上限（kB）", "Size at most (kB)";
    budget_time: "推論時間の上限（ms）", "Latency at most (ms)";
    fits: "予算内", "fits";
    does_not_fit: "超過", "over";
    // The map
    map_title: "実験の地図", "The trials as a map";
    map_note:
        "学習済みのネットワークから、どの手順を踏んで、どこに着いたかです。押すと、その記録のレシピが今の設定になります。点線は通り過ぎただけで、まだ記録のない段階です。",
        "From the trained network, which steps were taken and where they led. Press one to make its recipe the present one. Dashed steps were only passed through and have no trial yet.";
    map_root: "元のネットワーク", "Original";
    /// Epochs.
    map_tune(epochs: &str): "微調整 {epochs} エポック", "fine-tune {epochs} epochs";
    /// What was done, accuracy, size.
    map_node(name: &str, accuracy: &str, size: &str):
        "{name}、正解率 {accuracy}、{size}。このレシピを使う",
        "{name}: accuracy {accuracy}, {size}. Use this recipe";
    /// The least and the greatest accuracy.
    map_legend(least: &str, most: &str):
        "円の面積はバイト数、色の濃さは正解率（{least}〜{most}）です。",
        "A disc’s area is its bytes, its colour the accuracy ({least} to {most}).";

    runs_title: "記録の一覧", "Trials";
    runs_note:
        "名前は書き換えられます。数値の下は、圧縮前と比べた倍率と差です。2 件に印をつけると、並べて比べられます。",
        "Names can be edited. Below each number stands its change against the network before compression. Tick two trials to compare them.";
    keep_present: "今のネットワークを記録", "Keep the present network";
    /// A network.
    rival(network: &str): "積和演算の数が近い普通の CNN（{network}）に切り替える", "Change to the plain CNN of equal cost ({network})";
    /// A network.
    rival_by_accuracy(network: &str):
        "正解率が近い普通の CNN（{network}）と並べて比べる",
        "Compare with the plain CNN of equal accuracy ({network})";
    /// A network.
    rival_shipped(network: &str): "学習済みの普通の CNN（{network}）と並べて比べる", "Compare with the trained plain CNN ({network})";
    no_trials:
        "まだ記録がありません。「軽量化」の画面で手法を選んで実行すると、結果がここに残り、比べられるようになります。",
        "There are no trials yet. Choose techniques under “Compress” and run them: each result is kept here, to be compared.";
    name: "名前", "Name";
    techniques: "手法", "Techniques";
    compare: "比較", "Compare";
    /// A trial's name.
    compare_one(name: &str): "「{name}」を比べる", "Compare “{name}”";
    compare_title: "2 件の比較", "Two trials side by side";
    compare_hint: "一覧で 2 件に印をつけると、ここに並びます。", "Tick two trials in the table to see them here.";
    difference: "右 ÷ 左、差", "right ÷ left, or points";
    bring_back: "戻す", "Bring back";
    delete: "削除", "Delete";
    delete_one(name: &str): "「{name}」を削除", "Delete “{name}”";
    to_trials: "実験室で比べる", "Compare them at the lab";
    export_json: "JSON で保存", "Save as JSON";
    export_csv: "CSV で保存", "Save as CSV";
}
