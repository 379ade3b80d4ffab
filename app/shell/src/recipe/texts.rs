//! The messages of techniques, their cards and the run of a recipe.

use karui_protocol::recipe::TechniqueKind;
use karui_ui::{FieldText, messages};

/// What a technique is called, what it does and what to watch.
pub struct CardText {
    /// The term.
    pub title: &'static str,
    /// What it does and what to watch.
    pub what: &'static str,
}

messages! {
    /// The messages of techniques, their cards and the run of a recipe.
    pub struct Texts;

    // Presets
    presets: "ワンクリックで試す", "Try with one click";
    /// By the preset's id: its name, and what it does.
    preset(id: &str) -> (&'static str, &'static str) => {
        "int8" => ("int8 に量子化", "重みも計算も 8 ビット整数に"), ("Quantize to int8", "Weights and arithmetic in 8-bit integers");
        "int4-weights" =>
            ("重みだけ int4", "重みを 4 ビットで保存し、計算は浮動小数点"),
            ("Weights in int4", "Stored in 4 bits, computed as floats");
        "prune-90" => ("枝刈り 90%", "3 回に分けて刈り、そのつど学習し直す"), ("Prune 90%", "In three rounds, with training after each");
        "half-channels" =>
            ("チャネルを半分に", "構造化枝刈りで計算量そのものを減らす"),
            ("Half the channels", "Structured pruning saves real arithmetic");
        "deep-compression" =>
            ("Deep Compression", "枝刈り 90%、重み共有、ハフマン符号"),
            ("Deep Compression", "Prune 90%, share weights, Huffman coding");
        "student-t4" =>
            ("蒸留（T = 4）", "幅 1/4 の生徒が教師のソフトターゲットに学ぶ"),
            ("Distill, T = 4", "A student of a quarter of the width learns soft targets");
        "everything" => ("三つの組み合わせ", "チャネル枝刈り、BN の統合、int8"), ("Three together", "Prune channels, fold batch norm, int8");
        _ => ("", ""), ("", "");
    };

    // Cards
    techniques: "軽量化の手法", "Techniques";
    more: "くわしい設定", "More settings";
    epochs = FieldText {
        label: "追加の学習（エポック）", "Further training (epochs)";
        help: "0 なら学習しません。学習で正解率が戻ることがあります。", "0 for none. Training can bring accuracy back.";
    };
    rate = FieldText {
        label: "学習率", "Learning rate";
        help: "余弦曲線に沿って 0 まで下げます。大きすぎると発散します。", "It falls to 0 along a cosine. If too high, the loss diverges.";
    };

    quantize = CardText {
        title: "量子化", "Quantization";
        what:
            "数値を少ないビット数で表します。ファイルが小さくなり、整数で計算できれば速くもなります。ビット数を減らすほど丸め誤差が増えます。",
            "Numbers in fewer bits: a smaller file, and a faster one where integers are computed with. The fewer the bits, the larger the rounding error.";
    };
    quant_method = FieldText {
        label: "方式", "Method";
        help:
            "静的は活性値の範囲を前もって調べ、動的は実行のたびに測ります。QAT は、丸める前のネットワークを教師にして、丸めながら学習します。",
            "Static finds the ranges of activations beforehand, dynamic as they come. QAT rounds while it learns, with the unrounded network as its teacher.";
    };
    quant_dtype = FieldText {
        label: "数値の型", "Number type";
        help:
            "重み 1 個のビット数を決めます。1〜2 ビットでは、学習なしではまず崩れます。",
            "The bits of a weight. One or two need training, or the network falls apart.";
    };
    quant_granularity = FieldText {
        label: "粒度", "Granularity";
        help: "スケールを共有する範囲です。細かいほど誤差が減ります。", "What shares a scale. The finer, the less error.";
    };
    quant_scheme = FieldText {
        label: "対称/非対称", "Symmetric or not";
        help:
            "対称では 0 がちょうど目盛りの中央に来ます。活性値は常に非対称です。",
            "Symmetric: zero is the middle of the grid. Activations are always asymmetric.";
    };
    quant_observer = FieldText {
        label: "範囲の決め方", "Range";
        help:
            "外れ値を切り捨てると目盛りは細かくなりますが、端の値は飽和します。",
            "Cutting outliers off makes a finer grid, but the outermost values saturate.";
    };
    quant_percentile = FieldText {
        label: "残す割合（%）", "Kept (percent)";
        help: "これより外側の値を切り捨てます。", "Values further out are cut off.";
    };
    quant_calibration = FieldText {
        label: "キャリブレーションの枚数", "Calibration images";
        help:
            "活性値の範囲を調べる訓練画像です。少なすぎると範囲を見誤ります。",
            "Training images for the ranges of activations. Too few misjudge them.";
    };

    prune = CardText {
        title: "枝刈り（プルーニング）", "Pruning";
        what:
            "重要でない重みやチャネルを取り除きます。重みを 0 にするだけでは計算は減りません。チャネルを実際に取り除くと、計算も速度も変わります。",
            "Takes out weights or channels that matter little. Zeros alone save no arithmetic; channels that are really removed do, and time too.";
    };
    prune_unit = FieldText {
        label: "取り除く単位", "Taken out at a time";
        help: "細かい単位ほど正解率を保ちやすく、大きい単位ほど実際に速くなります。", "Small units keep accuracy better; large ones are really faster.";
    };
    prune_amount = FieldText {
        label: "取り除く割合", "Part taken out";
        help:
            "大きくするほど小さくなり、ある所から正解率が急に落ちます。",
            "The more, the smaller; from some point on accuracy falls off a cliff.";
    };
    prune_criterion = FieldText {
        label: "重要度の基準", "What counts as important";
        help:
            "何を重要とみなすかです。無作為と比べると、基準の価値が分かります。学習が収束すると勾配はどれも小さく、それだけでは重みの要不要を判断できません。",
            "Compare with random to see what a criterion is worth. Once training has converged every gradient is small, and alone says little of what a weight is worth.";
    };
    prune_scope = FieldText {
        label: "比べる範囲", "Compared";
        help: "全体で比べると、余裕のある層から多く取り除かれます。", "Across the network, layers with room to spare give up more.";
    };
    prune_remove = FieldText {
        label: "チャネルを実際に取り除く", "Really remove channels";
        help: "切ると 0 にするだけで、計算量は減りません。", "If off they are only set to 0, which saves no arithmetic.";
    };
    prune_rounds = FieldText {
        label: "回数", "Rounds";
        help: "何回に分けて刈るかです。3 次のスケジュールで少しずつ割合を上げます。", "In how many goes; the part rises along a cubic schedule.";
    };
    prune_rewind = FieldText {
        label: "初期値に巻き戻す", "Rewind to initial values";
        help:
            "残った重みやチャネルを初期値に戻してから学習します（宝くじ仮説）。",
            "What is left starts over from its initial values (lottery ticket hypothesis).";
    };
    prune_layers: "層ごとの割合：", "By layer:";
    prune_layers_clear: "すべて同じに戻す", "All the same again";
    prune_pair: "マスクだけと除去を並べる", "Mask and removal side by side";
    prune_pair_help:
        "同じ割合のチャネルを、0 にした場合と取り除いた場合で実行し、「比較」に並べます。",
        "Runs the same share of channels as zeros and taken out, and puts both beside each other under “Compare”.";

    distill = CardText {
        title: "知識蒸留", "Distillation";
        what:
            "学習済みの教師モデルの出力を手本に、小さな生徒モデルを学習します。生徒を 1 から学習するので時間がかかります。",
            "A small student learns from the outputs of the trained teacher. It is trained from scratch, which takes a while.";
    };
    distill_student = FieldText {
        label: "生徒モデル", "Student";
        help: "今のネットワーク（教師）の代わりになります。", "It takes the place of the present network, the teacher.";
    };
    distill_width = FieldText {
        label: "生徒の幅", "Width of the student";
        help: "チャネル数と隠れユニット数の倍率です。", "Multiplies its channels and hidden units.";
    };
    distill_temperature = FieldText {
        label: "温度 T", "Temperature T";
        help:
            "高いほど確率がなだらかになり、クラスどうしの似かたが見えます。",
            "The higher, the softer the probabilities, and the more they tell of what is alike.";
    };
    distill_alpha = FieldText {
        label: "ソフトターゲットの重み α", "Weight of soft targets α";
        help: "0 なら正解ラベルだけ、1 なら教師だけに学びます。", "0 learns from labels alone, 1 from the teacher alone.";
    };
    distill_hint = FieldText {
        label: "ヒント", "Hint";
        help: "出力のほかに、教師の中間層から学ぶものです。", "What else it learns from, within the teacher.";
    };
    distill_beta = FieldText {
        label: "ヒントの重み β", "Weight of the hint β";
        help: "大きすぎると、出力を合わせる学習を妨げます。", "Too much gets in the way of the outputs.";
    };
    distill_control: "教師ありとなしを並べる", "With and without the teacher, side by side";
    distill_control_help:
        "同じ生徒を、正解ラベルだけで学習した対照実験と、教師に学んだ場合とで実行し、「比較」に並べます。生徒の学習には Adam を使います。合う学習率は同じとは限らないので、学習率を変えたときの最もよい結果どうしも比べてください。",
        "Trains the same student as a control, from labels alone, and then with the teacher, and puts both beside each other under “Compare”. Students learn by Adam. The rates that suit them may differ, so compare the best of each at several rates, too.";

    fold_bn = CardText {
        title: "バッチ正規化の統合（フォールディング）", "Batch-norm folding";
        what:
            "推論時のバッチ正規化は 1 次式なので、直前の畳み込みの重みとバイアスに含められます。結果は丸め誤差を除いて変わりません。",
            "At inference batch norm is a linear map, so it can go into the weights and bias of the convolution before it. Up to rounding, nothing changes.";
    };

    cluster = CardText {
        title: "重み共有（クラスタリング）", "Weight sharing (clustering)";
        what:
            "重みを k 平均法で少数の値にまとめ、番号だけを保存します。番号はハフマン符号でさらに縮みます。それだけでは速くなりませんが、int8 の量子化と組み合わせると、共有する値が整数の目盛りに載り、整数で計算できます。",
            "k-means gathers the weights around a few values, and only their indices are stored, in a Huffman code. By itself no faster; together with int8 quantization the shared values become levels of the grid, and it runs in integers.";
    };
    cluster_bits = FieldText {
        label: "番号のビット数", "Bits of an index";
        help: "b ビットなら、層ごとに 2 の b 乗個の値を使えます。", "With b bits each layer has 2 to the b values.";
    };

    low_rank = CardText {
        title: "低ランク近似", "Low-rank approximation";
        what:
            "重み行列を特異値分解し、小さい特異値を捨てて 2 つの細い行列の積にします。全結合層と 1×1 畳み込みに使います。",
            "Singular value decomposition: small singular values are dropped, and a matrix becomes the product of two thin ones. For linear layers and 1×1 convolutions.";
    };
    low_rank_energy = FieldText {
        label: "残すエネルギー", "Energy kept";
        help:
            "特異値の二乗和のうち残す割合です。これで各層のランクが決まります。",
            "The share of the squared singular values. It decides each layer's rank.";
    };
    low_rank_saving = FieldText {
        label: "置き換える基準（減る割合）", "Least saving";
        help:
            "重みがこの割合より減らない層は、そのまま残します。層を置き換えるたびに誤差が積み重なるためです。",
            "A layer whose weights would not become fewer by more than this stays whole: each one replaced adds its error.";
    };

    // The run
    recipe: "軽量化の実行", "Running the recipe";
    run: "実行して記録", "Run and keep";
    stop: "止めて最良を使う", "Stop, use the best";
    reset: "元に戻す", "Undo all";
    technique(technique: TechniqueKind) => {
        TechniqueKind::Distill => "蒸留中", "Distilling";
        TechniqueKind::LowRank => "低ランク近似中", "Factorizing";
        TechniqueKind::Prune => "枝刈り中", "Pruning";
        TechniqueKind::FoldBn => "バッチ正規化を統合中", "Folding batch norm";
        TechniqueKind::Cluster => "クラスタリング中", "Clustering";
        TechniqueKind::Quantize => "量子化中", "Quantizing";
    };
    progress: "軽量化の進み具合", "Progress of the recipe";
    measuring: "結果を測定中", "Measuring the result";
    measuring_before: "圧縮前のネットワークを測定中", "Measuring the network before compression";
    fetching: "画像を用意しています", "Preparing images";
    /// The step, of how many.
    at_step(step: &str, steps: &str): "ステップ {step}/{steps}", "step {step}/{steps}";
    loss(loss: &str): "損失 {loss}", "loss {loss}";
    nothing_on: "手法を選ぶと、サイズ・速さ・正解率の変化が表示されます。", "Switch a technique on to see size, speed and accuracy change.";
    follows:
        "設定を変えるとすぐに測り直します。「実行して記録」で比較に残ります。",
        "Every change is measured at once. “Run and keep” adds the result to the comparison.";
    waits: "学習を含むため、「実行して記録」を押すと始まります。", "This trains, so it begins when you press “Run and keep”.";
    waits_behind:
        "学習を含むため、ボタンを押すまで実行されません。数値は今の設定のものではありません。",
        "This trains, so it waits for the button. The figures are not those of these settings.";
    done: "完了しました。", "Done.";
    training_first: "学習が終わるか、最初に戻すと使えます。", "Available once the training run has ended or is reset.";

    // Taking away
    take_away: "ファイルに書き出す", "Save as a file";
    take_away_note:
        "今のネットワークをファイルに保存します。Karui 形式のファイルの長さが、表示されているサイズです。動的量子化の ONNX は、画像を 1 枚ずつ渡すとここと同じ計算になります（規格では範囲をバッチ全体で測るため）。",
        "Saves the network as it is now. The size shown is the length of the Karui file. Dynamic ONNX computes the same as here where images come one by one: the standard takes one range for a whole batch.";
    save_onnx: "ONNX", "ONNX";
    save_safetensors: "safetensors", "safetensors";
    save_packed: "Karui 形式", "Karui file";
    open_packed: "Karui 形式を開く", "Open a Karui file";

    // The scoreboard
    size: "サイズ", "Size";
    latency: "推論時間", "Latency";
    throughput: "スループット", "Throughput";
    accuracy: "正解率", "Accuracy";
    macs: "積和演算", "Multiply-adds";
    nonzero: "非零の重み", "Nonzero weights";
    before: "前", "before";
    /// A score's name, in words for the figure before.
    score_before(name: &str): "{name}（圧縮前）", "{name} before compression";
    /// Points of a percent.
    points(points: &str): "{points} pt", "{points} pt";
    /// So many times as fast.
    faster(times: &str): "{times}速い", "{times} faster";
    /// So many times as slow.
    slower(times: &str): "{times}遅い", "{times} slower";
    same: "±0", "±0";
    within_noise: "測りきれません", "within the noise";
    /// The two networks are being timed in turn.
    timing: "計測中…", "timing…";
    /// Where a difference in points lies.
    points_between(low: &str, high: &str): "{low}〜{high} pt", "{low} to {high} pt";
    batches:
        "推論時間は 1 枚だけを通す時間（バッチサイズ 1）、スループットは 64 枚ずつまとめて通したときに 1 秒で処理できる枚数（バッチサイズ 64）です。まとめると、重みの読み出しや呼び出しの手間を 64 枚で分け合えるので、1 枚あたりは速くなります。",
        "Latency is the time of one image by itself (batch size 1); throughput is how many images a second come through 64 at a time (batch size 64). Together they share the reading of the weights and the cost of each call, so each takes less.";
    accuracy_images:
        "正解率の n は測った画像の枚数です。ここでは、すぐ答えられるように検証用画像の先頭 2,000 枚で測ります。「学習」の画面ではすべてで測るので、同じネットワークでも少し違います。",
        "n is how many images accuracy was counted on: here the first 2,000 held-out ones, so as to answer at once. Under “Train” it is all of them, so the same network has a slightly other accuracy.";
    measure_again: "静かな状態で測り直す", "Measure again in quiet";
    measure_again_help:
        "圧縮前のネットワークと今のネットワークを交互に、長めに測ります。他のタブやアプリを閉じておくと、区間が狭くなります。",
        "Times the network before and now in turn, and for longer. Close other tabs and programs first: the interval \
        gets narrower.";
    is_busy:
        "測定値が大きくばらついています。この端末で、他の処理が動いているようです。",
        "The measurements scatter widely: this machine seems to be doing something else.";
}
