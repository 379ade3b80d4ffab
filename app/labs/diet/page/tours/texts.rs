use karui_ui::messages;

messages! {
    /// The messages of guided tours.
    pub struct Texts;

    title: "順を追って試す", "Guided tours";
    help:
        "効果がはっきり出るネットワークと設定で、1 手ずつ試します。先に予想し、測った結果で確かめてください。",
        "One move at a time, on networks and settings that show it clearly. Predict first, then see what is measured.";
    /// A step's number.
    step(number: &str): "ステップ {number}", "Step {number}";
    /// Data, network, what is done.
    on(data: &str, network: &str, recipe: &str): "{data}・{network}・{recipe}", "{data} · {network} · {recipe}";
    /// Training images, optimizer steps.
    trains(images: &str, steps: &str):
        "訓練画像 {images} 枚で {steps} ステップ学習するため、数秒から数十秒かかります。",
        "It trains for {steps} steps on {images} images, which takes seconds to tens of seconds.";
    /// The title of the step that this one is compared with.
    against(title: &str): "比べる相手: 「{title}」の結果", "Compared with the result of “{title}”";
    predict: "予想する", "Your prediction";
    run: "実行して確かめる", "Run it and see";
    again: "もう一度実行する", "Run it again";
    sets_the_stage:
        "データ、ネットワーク、手法の設定が、このステップのものに切り替わります。",
        "Data, network and techniques switch to those of this step.";
    preparing: "学習済みネットワークを用意しています", "Fetching the trained network";
    /// How long.
    left(wait: &str): "残り約 {wait}", "about {wait} left";
    comparing(title: &str): "先に、比べる相手の「{title}」を実行しています。", "First “{title}”, which it is compared with.";
    /// The answer that came.
    was_right(answer: &str): "予想は当たりました（「{answer}」）。", "You predicted it: “{answer}”.";
    was_wrong(answer: &str): "予想は外れました。結果は「{answer}」です。", "Not as you predicted. It came out as “{answer}”.";
    beside(title: &str): "「{title}」と比べると、", "Beside “{title}”:";
    why: "理由", "Why";
    parted:
        "この実行の値は、いつもの範囲から外れました。学習の順序や端末の計算の丸めかたで変わることがあります。設定を変えずにもう一度試すか、下の図で層ごとの違いを確かめてください。",
        "The figures of this run lie outside what is usual here. The order of training and the rounding of this machine's arithmetic play a part. Run it once more as it is, or look at the layers below.";
    next: "次のステップへ", "Next step";
    came: "結果", "what came";
    done: "済み", "done";

    /// By a step's address: its title, what is done, and why what is claimed comes.
    told(address: &str) -> [&'static str; 3] => {
        "quantize.int8" => [
            "int8 に量子化",
            "学習済みの重みと活性値を 8 ビット整数に丸めます（学習後量子化、PTQ）。重みのスケールは出力チャネルごとに決めます。",
            "float32 の 4 バイトが 1 バイトになり、そこにスケールなどが加わります。8 ビットの目盛りは 255 段あり、丸め誤差は小さいままです。",
        ], [
            "Quantize to int8",
            "The trained weights and activations are rounded to 8-bit integers (post-training quantization), with a scale for each output channel.",
            "The 4 bytes of a float become 1, and scales come on top. With 255 levels the rounding error stays small.",
        ];
        "quantize.int4" => [
            "int4、テンソル単位",
            "ビット数を 4 に減らし、層の重み全体で 1 つのスケールを共有します。学習はしません。",
            "目盛りは 15 段だけです。値の幅が広いチャネルに合わせたスケールでは、幅の狭いチャネルの重みがほとんど 0 か 1 段に丸められます。深さ方向畳み込みのように重みの少ない層ほど、影響を受けます。",
        ], [
            "int4 per tensor",
            "4 bits, and one scale for all weights of a layer. Nothing is trained.",
            "There are 15 levels only. A scale that suits the channels of wide range rounds those of narrow range to zero or one level. Layers of few weights suffer most, such as depthwise convolutions.",
        ];
        "quantize.channels" => [
            "int4、チャネル単位",
            "ビット数は 4 のまま、スケールを出力チャネルごとに持たせます。",
            "チャネルごとの値の幅に目盛りが合うため、同じ 15 段でも丸め誤差が減ります。代わりに、チャネルの数だけスケールを保存します。",
        ], [
            "int4 per channel",
            "Still 4 bits, with a scale for each output channel.",
            "Each channel has a grid that fits its range, so the same 15 levels round with less error. The price is a scale for each channel.",
        ];
        "quantize.aware" => [
            "int4 と量子化認識学習（QAT）",
            "テンソル単位の int4 に戻し、順伝播で丸めながら 1 エポック学習します。丸める前のネットワークが教師になります。",
            "重みは、丸められたあとで正しく答えられる位置へ動きます。丸めの勾配は素通し（STE）で近似し、スケールも一緒に学習します。",
        ], [
            "int4 with quantization-aware training",
            "int4 per tensor once more, now trained for an epoch with rounding in the forward pass. The unrounded network is its teacher.",
            "The weights move to where they answer well once they are rounded. Rounding lets gradients pass straight through (STE), and the scales learn too.",
        ];
        "prune.weights" => [
            "重みを 98% 刈る",
            "絶対値の小さい重みから 98% を 0 にします。学習はしません。",
            "残りは 50 個に 1 個です。絶対値が小さくても、これだけ多く失えば出力は大きく変わります。0 の重みは保存を省けますが、層の形は変わらないので積和演算の数は同じです。",
        ], [
            "Prune 98% of the weights",
            "The 98% of smallest magnitude become zero. Nothing is trained.",
            "One weight in fifty is left. Small as the others were, so many of them matter together. Zeros need not be stored, but the layers keep their shapes, and with them the multiply-adds.",
        ];
        "prune.fine-tuning" => [
            "刈ってから微調整",
            "同じ 98% を刈ったあと、残った重みだけを 1 エポック学習します。",
            "残った重みが、失われた重みの役割を引き受けます。刈られた重みは 0 のままなので、サイズは変わりません。",
        ], [
            "Prune, then fine-tune",
            "The same 98%, and then an epoch of training for the weights that stay.",
            "The weights that stay take over from those that went. What was pruned stays zero, so the size is the same.",
        ];
        "prune.mask" => [
            "チャネルの半分をマスク",
            "各層の重要でないチャネルの半分を、0 にするだけで残しておきます。",
            "0 を掛ける計算も、計算として行われます。マスクは「どれが要らないか」を示すだけで、軽くはしません。",
        ], [
            "Mask half of the channels",
            "In each layer the half of the channels that matters least is set to zero, and stays where it is.",
            "Multiplying by zero is a multiplication. A mask says what is not needed; by itself it makes nothing lighter.",
        ];
        "prune.removal" => [
            "チャネルの半分を実際に除去",
            "同じチャネルを、層から取り除きます（構造化枝刈り）。",
            "ある層の出力チャネルが半分になると、次の層の入力も半分になるため、間の層の積和演算は 4 分の 1 近くまで減ります。取り除くのは 0 にしたのと同じチャネルなので、予測は変わりません。",
        ], [
            "Really remove half of the channels",
            "The same channels are taken out of the layers (structured pruning).",
            "With half the outputs of one layer the next has half the inputs: inner layers fall to nearly a quarter of the multiply-adds. The channels are those that were zero, so predictions stay.",
        ];
        "distill.control" => [
            "対照実験: 教師なしの生徒",
            "幅 4 分の 1 の小さな生徒を、200 枚の正解ラベルだけで 1 から学習します。教師の効果を測るための基準です。",
            "生徒は小さく、見た画像も少ないためです。この正解率を、教師がいた場合と比べます。",
        ], [
            "The control: a student without a teacher",
            "A small student of a quarter of the width learns from scratch, from the labels of 200 images. It is what the teacher is measured against.",
            "The student is small and has seen few images. This accuracy is what the taught student is compared with.",
        ];
        "distill.teacher" => [
            "教師に学ぶ（T = 4）",
            "同じ生徒、同じ画像、同じ回数で、教師のソフトターゲットにも学びます。温度 T = 4、α = 0.7 です。",
            "差が教師の効果です。生徒は、どちらも Adam で学習します（更新の大きさが勾配の大きさによらないため）。なだらかな確率は「シャツはコートに似ている」といった、クラスどうしの関係を伝えます。画像が多いと、この差はほとんどなくなります。",
        ], [
            "Taught at T = 4",
            "The same student, images and steps, now with the teacher's soft targets: temperature T = 4, α = 0.7.",
            "The difference is what the teacher is worth. Both students learn by Adam, whose steps do not depend on the size of gradients. Softened probabilities tell how classes are related: that a shirt is much like a coat. With many images hardly any of the difference is left.",
        ];
        "distill.temperature" => [
            "温度を 1 に下げる",
            "教師の確率を、なだらかにせずそのまま手本にします（T = 1）。",
            "よく学習した教師の確率は、ほとんど 1 か 0 です。正解ラベルとあまり変わらず、クラスどうしの関係があまり伝わりません。",
        ], [
            "Temperature 1",
            "The teacher's probabilities as they are, not softened.",
            "A well-trained teacher's probabilities are nearly all 1 or 0. They say little more than the labels, and not much of how classes are related.",
        ];
        "fold-bn.fold" => [
            "MobileNet のバッチ正規化を統合",
            "推論時のバッチ正規化は 1 次式です。その係数を、直前の畳み込みの重みとバイアスに含めます。",
            "（w·x + b） に γ/σ を掛けて β などを足すのも、また 1 次式だからです。層と係数が減り、答えは丸め誤差を除いて同じです。",
        ], [
            "Fold the batch norms of a MobileNet",
            "At inference batch normalization is a linear map. Its coefficients go into the weights and biases of the convolution before it.",
            "A linear map of (w·x + b) is another one. There are fewer layers and coefficients, and up to rounding the answers are the same.",
        ];
        "fold-bn.nothing" => [
            "LeNet では?",
            "同じことを、バッチ正規化を使わない LeNet で試します。",
            "LeNet にはバッチ正規化の層がなく、統合するものがありません。",
        ], [
            "And with LeNet?",
            "The same for LeNet, which has no batch normalization.",
            "There is nothing in it to fold.",
        ];
        "fold-bn.int8" => [
            "続けて int8 に",
            "統合した MobileNet を int8 に量子化します。整数の推論では統合が前提です。",
            "統合で、重みとバイアスだけの層になりました。そのまま整数の積和演算と、1 回のスケール合わせで計算できます。",
        ], [
            "Then int8",
            "The folded MobileNet is quantized to int8. Integer arithmetic asks for folding.",
            "Folded layers have weights and biases only: integer products, and one change of scale at the end.",
        ];
        "cluster.5-bits" => [
            "32 種類の値を共有（5 ビット）",
            "層ごとに重みを k 平均法で 32 個の値にまとめ、5 ビットの番号で保存します。番号はハフマン符号で縮みます。",
            "重みの分布に合わせて 32 個の値を選ぶため、誤差が小さいままです。",
        ], [
            "32 shared values (5 bits)",
            "In each layer k-means gathers the weights around 32 values, stored as 5-bit indices in a Huffman code.",
            "The 32 values lie where the weights are, so the error stays small.",
        ];
        "cluster.2-bits" => [
            "4 種類の値を共有（2 ビット）",
            "値を 4 個に減らします。学習はしません。",
            "1 層の重みが 4 種類の値だけになり、もとの値から大きくずれます。深さ方向畳み込みのように 1 チャネルの重みが少ない層では、誤差が打ち消し合いません。",
        ], [
            "4 shared values (2 bits)",
            "Only 4 values, and nothing is trained.",
            "Four values for a whole layer lie far from what the weights were. Where a channel has few weights, as in depthwise convolutions, the errors do not cancel.",
        ];
        "cluster.training" => [
            "共有する値を学習",
            "同じ 2 ビットで、共有する 4 個の値を 1 エポック学習します。",
            "番号は変えずに、同じ値を共有する重みの勾配を平均して、その値を動かします。ファイルの大きさはほぼ同じです。",
        ], [
            "The shared values learn",
            "The same 2 bits, and the 4 values learn for an epoch.",
            "Indices stay; each value moves by the mean of its weights' gradients. The file is about as long as it was.",
        ];
        "low-rank.90" => [
            "エネルギーの 90% を残す",
            "MLP の重み行列を特異値分解し、特異値の二乗和の 90% を残して、2 つの細い行列の積にします。",
            "784×128 の行列を、784×r と r×128 の積に置き換えます。r が小さければ、重みも積和演算も減ります。大きい特異値が、出力のほとんどを決めています。",
        ], [
            "Keep 90% of the energy",
            "The weight matrix of an MLP by its singular values: 90% of the sum of their squares is kept, as the product of two thin matrices.",
            "The 784×128 matrix becomes 784×r times r×128. With a small r there are fewer weights and multiply-adds; the large singular values decide most of the output.",
        ];
        "low-rank.60" => [
            "60% まで減らす",
            "残すエネルギーを 60% にします。学習はしません。",
            "捨てた 40% には、クラスを見分けるための方向も含まれていました。",
        ], [
            "Only 60%",
            "60% of the energy is kept, and nothing is trained.",
            "The 40% that went held directions that tell classes apart.",
        ];
        "low-rank.training" => [
            "2 つの行列を学習",
            "同じ 60% のランクで、2 つの行列を 1 エポック学習します。",
            "ランクは同じでも、限られた方向をクラスを見分けるのに使うよう、学び直せるためです。",
        ], [
            "Both matrices learn",
            "The same ranks, and both matrices learn for an epoch.",
            "The rank stays, but the few directions that are left learn to tell classes apart.",
        ];
        _ => ["", "", ""], ["", "", ""];
    };
}
