use super::{CardText, Setting, Texts};
use karui_protocol::recipe::TechniqueKind;

/// Japanese, in the terms of the E資格 syllabus.
pub static JA: Texts = Texts {
    presets: "ワンクリックで試す",
    preset: |id| match id {
        "int8" => ("int8 に量子化", "重みも計算も 8 ビット整数に"),
        "int4-weights" => ("重みだけ int4", "重みを 4 ビットで保存し、計算は浮動小数点"),
        "prune-90" => ("枝刈り 90%", "3 回に分けて刈り、そのつど学習し直す"),
        "half-channels" => ("チャネルを半分に", "構造化枝刈りで計算量そのものを減らす"),
        "deep-compression" => ("Deep Compression", "枝刈り 90%、重み共有、ハフマン符号"),
        "student-t4" => ("蒸留(T = 4)", "幅 1/4 の生徒が教師のソフトターゲットに学ぶ"),
        "everything" => ("全部のせ", "チャネル枝刈り、BN の統合、int8"),
        _ => ("", ""),
    },

    techniques: "軽量化の手法",
    more: "くわしい設定",
    tour: "順を追って試す",
    set_so: "この設定にする",
    epochs: Setting {
        label: "追加の学習(エポック)", help: "0 なら学習しません。学習で正解率が戻ることがあります。"
    },
    rate: Setting {
        label: "学習率", help: "余弦曲線に沿って 0 まで下げます。大きすぎると発散します。"
    },

    quantize: CardText {
        title: "量子化",
        what: "数値を少ないビット数で表します。ファイルが小さくなり、整数で計算できれば速くもなります。ビット数を減らすほど丸め誤差が増えます。",
        steps: &[
            "int8、テンソル単位:層の重み全体で 1 つのスケールを使います。サイズは約 1/4、正解率はほとんど変わりません。",
            "int8、チャネル単位:出力チャネルごとにスケールを持ちます。値の幅がチャネルで違う層でも、誤差が小さくなります。",
            "int4:目盛りは 15 段しかありません。学習せずに丸めると、正解率がどこまで落ちるかを見てください。",
            "int4 と量子化認識学習:丸めた値で順伝播しながら学習します。落ちた正解率がどこまで戻るかを比べてください。",
        ],
    },
    quant_method: Setting {
        label: "方式",
        help: "静的は活性値の範囲を前もって調べ、動的は実行のたびに測ります。QAT は丸めを入れて学習します。",
    },
    quant_dtype: Setting {
        label: "数値の型",
        help: "重み 1 個のビット数を決めます。1〜2 ビットでは、学習なしではまず崩れます。",
    },
    quant_granularity: Setting {
        label: "粒度", help: "スケールを共有する範囲です。細かいほど誤差が減ります。"
    },
    quant_scheme: Setting {
        label: "対称/非対称",
        help: "対称では 0 がちょうど目盛りの中央に来ます。活性値は常に非対称です。",
    },
    quant_observer: Setting {
        label: "範囲の決め方",
        help: "外れ値を切り捨てると目盛りは細かくなりますが、端の値は飽和します。",
    },
    quant_percentile: Setting { label: "残す割合(%)", help: "これより外側の値を切り捨てます。" },
    quant_calibration: Setting {
        label: "キャリブレーションの枚数",
        help: "活性値の範囲を調べる訓練画像です。少なすぎると範囲を見誤ります。",
    },

    prune: CardText {
        title: "枝刈り(プルーニング)",
        what: "重要でない重みやチャネルを取り除きます。重みを 0 にするだけでは計算は減りません。チャネルを実際に取り除くと、計算も速度も変わります。",
        steps: &[
            "マスクだけで 50%:小さい重みを 0 にします。積和演算の数は変わらないことを確かめてください。",
            "学習なしで 90%:残りは 10 個に 1 個です。正解率が大きく落ちます。",
            "3 回に分け、刈るたびに学習:残った重みが埋め合わせます。同じ 90% でも正解率が違います。",
            "チャネルを実際に除去:層そのものが細くなり、積和演算も推論時間も減ります。",
        ],
    },
    prune_unit: Setting {
        label: "取り除く単位",
        help: "細かい単位ほど正解率を保ちやすく、大きい単位ほど実際に速くなります。",
    },
    prune_amount: Setting {
        label: "取り除く割合", help: "大きくするほど小さくなり、ある所から正解率が急に落ちます。"
    },
    prune_criterion: Setting {
        label: "重要度の基準",
        help: "何を重要とみなすかです。無作為と比べると、基準の価値が分かります。",
    },
    prune_scope: Setting {
        label: "比べる範囲", help: "全体で比べると、余裕のある層から多く取り除かれます。"
    },
    prune_remove: Setting {
        label: "チャネルを実際に取り除く", help: "切ると 0 にするだけで、計算量は減りません。"
    },
    prune_rounds: Setting {
        label: "回数",
        help: "何回に分けて刈るかです。3 次のスケジュールで少しずつ割合を上げます。",
    },
    prune_rewind: Setting {
        label: "初期値に巻き戻す",
        help: "残った重みやチャネルを初期値に戻してから学習します(宝くじ仮説)。",
    },
    prune_layers: "層ごとの割合:",
    prune_layers_clear: "すべて同じに戻す",
    prune_pair: "マスクだけと除去を並べる",
    prune_pair_help: "同じ割合のチャネルを、0 にした場合と取り除いた場合で実行し、「比較」に並べます。",

    distill: CardText {
        title: "知識蒸留",
        what: "学習済みの教師モデルの出力を手本に、小さな生徒モデルを学習します。生徒を 1 から学習するので時間がかかります。",
        steps: &[
            "教師なしの対照実験:同じ生徒を正解ラベルだけで学習します。比べる基準になります。",
            "温度 T = 1:教師の確率をそのまま手本にします。ほとんど 1 か 0 で、得られる情報は多くありません。",
            "温度 T = 4:確率をなだらかにしたソフトターゲットです。「シャツはコートに似ている」という知識も伝わります。",
            "ヒントを加える:教師が画像のどこに強く反応するかもまねます。",
        ],
    },
    distill_student: Setting {
        label: "生徒モデル", help: "いまのネットワーク(教師)の代わりになります。"
    },
    distill_width: Setting { label: "生徒の幅", help: "チャネル数と隠れユニット数の倍率です。" },
    distill_temperature: Setting {
        label: "温度 T",
        help: "高いほど確率がなだらかになり、クラスどうしの似かたが見えます。",
    },
    distill_alpha: Setting {
        label: "ソフトターゲットの重み α",
        help: "0 なら正解ラベルだけ、1 なら教師だけに学びます。",
    },
    distill_hint: Setting {
        label: "ヒント", help: "出力のほかに、教師の中間層から学ぶものです。"
    },
    distill_beta: Setting {
        label: "ヒントの重み β", help: "大きすぎると、出力を合わせる学習を妨げます。"
    },
    distill_control: "同じ生徒を教師なしで学習",
    distill_control_help: "正解ラベルだけで学習した結果を「比較」に残します。差が教師の効果です。",

    fold_bn: CardText {
        title: "バッチ正規化の統合(フォールディング)",
        what: "推論時のバッチ正規化は 1 次式なので、直前の畳み込みの重みとバイアスに含められます。結果は丸め誤差を除いて変わりません。",
        steps: &[
            "統合する:バッチ正規化の層が消え、正解率は変わりません。MobileNet 型で速度の差を見てください。",
            "続けて int8 に:整数演算では統合が前提です。量子化の前に自動で行われます。",
        ],
    },

    cluster: CardText {
        title: "重み共有(クラスタリング)",
        what: "重みを k 平均法で少数の値にまとめ、番号だけを保存します。番号はハフマン符号でさらに縮みます。それだけでは速くなりませんが、int8 の量子化と組み合わせると、共有する値が整数の目盛りに載り、整数で計算できます。",
        steps: &[
            "8 ビット:層ごとに 256 個の値。正解率はほとんど変わりません。",
            "5 ビット:32 個の値。Deep Compression の全結合層と同じです。",
            "2 ビット:4 個の値しか使えません。正解率が落ちます。",
            "2 ビットで学習:共有する 4 個の値そのものを学習し直します。",
        ],
    },
    cluster_bits: Setting {
        label: "番号のビット数", help: "b ビットなら、層ごとに 2 の b 乗個の値を使えます。"
    },

    low_rank: CardText {
        title: "低ランク近似",
        what: "重み行列を特異値分解し、小さい特異値を捨てて 2 つの細い行列の積にします。全結合層と 1×1 畳み込みに使います。",
        steps: &[
            "エネルギー 99%:ほぼ元のままです。小さくなる層だけが置き換わります。",
            "90%:ランクが下がり、パラメータ数と積和演算が減ります。",
            "60%:近似が粗くなり、正解率に表れます。",
            "60% で学習:2 つの行列を学習し直します。",
        ],
    },
    low_rank_energy: Setting {
        label: "残すエネルギー",
        help: "特異値の二乗和のうち残す割合です。これで各層のランクが決まります。",
    },
    low_rank_saving: Setting {
        label: "置き換える基準(減る割合)",
        help: "重みがこの割合より減らない層は、そのまま残します。層を置き換えるたびに誤差が積み重なるためです。",
    },

    recipe: "軽量化の実行",
    run: "実行して記録",
    stop: "打ち切って最良を残す",
    reset: "元に戻す",
    technique: |technique| match technique {
        TechniqueKind::Distill => "蒸留中",
        TechniqueKind::LowRank => "低ランク近似中",
        TechniqueKind::Prune => "枝刈り中",
        TechniqueKind::FoldBn => "バッチ正規化を統合中",
        TechniqueKind::Cluster => "クラスタリング中",
        TechniqueKind::Quantize => "量子化中",
    },
    progress: "軽量化の進み具合",
    measuring: "結果を測定中",
    measuring_before: "元のネットワークを測定中",
    fetching: "画像を用意しています",
    at_step: |step, steps| format!("ステップ {step}/{steps}"),
    loss: |loss| format!("損失 {loss}"),
    nothing_on: "手法を選ぶと、サイズ・速さ・正解率の変化が表示されます。",
    follows: "設定を変えるとすぐに測り直します。「実行して記録」で比較に残ります。",
    waits: "学習を含むため、「実行して記録」を押すと始まります。",
    waits_behind: "学習を含むため、ボタンを押すまで実行されません。数値はいまの設定のものではありません。",
    done: "完了しました。",
    training_first: "学習が終わるか、最初に戻すと使えます。",

    take_away: "持ち帰る",
    take_away_note: "いまのネットワークをファイルに保存します。Karui 形式のファイルの長さが、表示されているサイズです。動的量子化の ONNX は、画像を 1 枚ずつ渡すとここと同じ計算になります(規格では範囲をバッチ全体で測るため)。",
    save_onnx: "ONNX",
    save_safetensors: "safetensors",
    save_packed: "Karui 形式",
    open_packed: "Karui 形式を開く",

    size: "サイズ",
    latency: "推論時間",
    throughput: "スループット",
    accuracy: "正解率",
    macs: "積和演算",
    nonzero: "非零の重み",
    before: "元",
    score_before: |name| format!("{name}(元のネットワーク)"),
    points: |points| format!("{points} pt"),
    faster: |times| format!("×{times} 速い"),
    slower: |times| format!("×{times} 遅い"),
    same: "±0",
    within_noise: "ほぼ同じ",
};
