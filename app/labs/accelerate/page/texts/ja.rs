use super::Texts;
use crate::accelerate::messages::{Form, Way, Work};

pub static JA: Texts = Texts {
    title: "同じ計算を、いくつものやり方で",
    note: "同じ行列積や畳み込みを、素朴なループから GPU のカーネルまで順に実行し、この端末で速さを測ります。どの結果も基準の計算と比べ、合っているものだけを並べます。",
    what: "計算の種類",
    size: "大きさ n",
    work: |work| match work {
        Work::Product => "行列積",
        Work::Convolution => "3×3 畳み込み",
        Work::Branches => "条件分岐",
    },
    about: |work, workers| {
        match work {
        Work::Product => format!("n × n の行列どうしの積 C = A·B を求めます。ワーカーは {workers} 個です。"),
        Work::Convolution => {
            format!("n × n 画素・32 チャネルの画像に 3×3 の畳み込みを行い、32 チャネルを出力します。ワーカーは {workers} 個です。")
        }
        Work::Branches => "n × n 個の値のそれぞれに積和を 512 回行います。偶数番と奇数番では式が違い、if で分かれます。GPU だけで比べます。".into(),
    }
    },
    amount: |mega, bytes, each| {
        format!("演算 {mega} M 回、動かすデータは少なくとも {bytes}。1 バイトあたり {each} 演算です(演算強度)。")
    },
    time_all: "すべて測る",
    stop: "止める",
    timing: |way, left| format!("「{way}」を測定中…(残り {left})"),

    bars_title: "速さ",
    bars_note: "1 秒あたりの演算数(10 億回単位)。50 ミリ秒以上の繰り返しを数回測った中央値で、GPU は自身の時計(タイムスタンプ)があればそれで測ります。誤差は f64 の計算との差の最大で、最大値に対する比です。数値を押すと、測定のようすを表示します。",
    ways: |way| match way {
        Way::Plain => "素朴なループ",
        Way::Blocked => "キャッシュブロッキング",
        Way::Simd => "SIMD",
        Way::Workers => "複数ワーカー(MIMD)",
        Way::Strided => "GPU:飛び飛びのアクセス",
        Way::Naive => "GPU:1 スレッド 1 要素",
        Way::Tiled => "GPU:共有メモリのタイル",
        Way::Registers => "GPU:レジスタのタイル",
        Way::Half => "GPU:16 ビット浮動小数点(f16)",
        Way::Packed => "GPU:8 ビット整数の内積(int8)",
        Way::Divergent => "GPU:分岐がばらばら",
        Way::Uniform => "GPU:分岐がそろう",
    },
    short: |way| match way {
        Way::Plain => "ループ",
        Way::Blocked => "ブロッキング",
        Way::Simd => "SIMD",
        Way::Workers => "複数ワーカー",
        Way::Strided => "GPU 飛び飛び",
        Way::Naive => "GPU 1 スレッド 1 要素",
        Way::Tiled => "GPU 共有メモリ",
        Way::Registers => "GPU レジスタ",
        Way::Half => "GPU f16",
        Way::Packed => "GPU int8",
        Way::Divergent => "GPU 分岐ばらばら",
        Way::Uniform => "GPU 分岐そろう",
    },
    adds: |way| match way {
        Way::Plain => {
            "式のとおりに書いた多重ループです。B を列方向に飛び飛びに読むため、キャッシュがほとんど効きません。"
        }
        Way::Blocked => {
            "ループの順序を入れ替え、キャッシュに収まるブロックごとに計算します。連続した読み出しになり、コンパイラもベクトル命令を使えます。"
        }
        Way::Simd => {
            "Karui の学習に使う実装です。4 個の値を 1 命令で計算し、結果のタイルをレジスタに置いたまま足し込みます。"
        }
        Way::Workers => "結果の行を分けて、各ワーカーが別々のコアで同時に計算します。結果を受け渡す時間も含みます。",
        Way::Strided => {
            "隣り合うスレッドが縦に並ぶ要素を受け持ちます。読み書きの番地が 1 行ずつ離れ、まとめて転送できません。"
        }
        Way::Naive => {
            "隣り合うスレッドが横に並ぶ要素を受け持ちます。番地が連続し、1 回の転送にまとまります(コアレスアクセス)。"
        }
        Way::Tiled => "ワークグループの全員で A と B のタイルを共有メモリに写し、16 回ずつ使い回します。",
        Way::Registers => {
            "さらに、各スレッドが 4×4 個の結果をレジスタに持ちます。共有メモリから読んだ値を 4 回ずつ使います。"
        }
        Way::Half => "レジスタのタイルと同じ計算を 16 ビットで行います。動かすデータは半分、有効数字は約 3 桁です。",
        Way::Packed => {
            "A と B を 8 ビット整数に丸め、4 個の積和を 1 命令(dot4I8Packed)で行います。データは 4 分の 1 で、速さは整数演算の数です。"
        }
        Way::Divergent => {
            "隣り合うスレッドが違う分岐へ進みます。同時に進む組(ワープ)は両方の分岐を順に通り、そのたびに半分が休みます。"
        }
        Way::Uniform => {
            "同じ分岐の要素をワークグループごとに集めます。結果も演算数も同じで、休むスレッドがありません。"
        }
    },
    gain: |before, times| format!("「{before}」の {times} 倍 · "),
    apart: |apart| format!("誤差 {apart}"),
    is_wrong: |apart| format!("結果が基準と合いません(差は最大値の {apart})。順位には入れません。"),
    compile_failed: "コンパイルできません。下の行を確かめてください。",
    device_failed: |reason| format!("実行できませんでした({reason})。次の実行では GPU を取り直します。"),

    lacks: |feature| format!("この GPU では使えません({feature} がありません)。"),
    endless: |seconds| {
        format!(
            "{seconds} 秒たっても終わらないため、待つのをやめました。ループの終わる条件を確かめてください。次の実行には新しい GPU デバイスを使います。"
        )
    },

    stalled: |seconds| {
        format!(
            "GPU から {seconds} 秒返事がありません。終わらないカーネルがまだ動いていれば、ブラウザを開き直すと止まります。CPU の計算は続けられます。"
        )
    },

    software: "このブラウザの GPU はソフトウェアで動いています。GPU のカーネルの順位は、本物の GPU とは大きく違います。",

    roofline_title: "ルーフライン",
    roofline_note: "横軸は演算強度(1 バイトあたりの演算数)、縦軸は速さ。斜めの線はメモリ帯域、水平の線は演算性能の上限で、どちらもこの端末で測ります(CPU は 1 ワーカー分)。短い数値は動かすデータが少ない分、右に寄ります。点が屋根に近いほど、ハードウェアを使い切っています(Williams ほか 2009)。",
    roofline_waits: "「すべて測る」を押すと、上限の測定結果と各方法の点をここに描きます。",
    per_byte: "演算 / バイト",
    peak: "演算性能の上限",
    bandwidth: "メモリ帯域",

    network_title: "ネットワーク全体の推論",
    network_note: "いま選んでいるネットワークをまるごと、5 通りの装置と数値形式で動かします。64 枚ずつのバッチの速さと、検証用の画像 512 枚について「CPU・32 ビット」と同じクラスになる割合を測ります。バッチ正規化は畳み込みに統合し、int8 は訓練データでキャリブレーションして静的に量子化します。学習中なら一時停止します。",
    network_run: "ネットワークを測る",
    forms: |form| match form {
        Form::CpuSingle => "CPU・32 ビット浮動小数点",
        Form::CpuInt8 => "CPU・8 ビット整数",
        Form::GpuSingle => "GPU・32 ビット浮動小数点",
        Form::GpuHalf => "GPU・16 ビット浮動小数点",
        Form::GpuInt8 => "GPU・8 ビット整数",
    },
    form_adds: |form| match form {
        Form::CpuSingle => "1 ワーカーの SIMD です。ほかの形式はこれと比べます。",
        Form::CpuInt8 => "重みも活性も 8 ビットの整数で、積和は 32 ビットに足し込みます。",
        Form::GpuSingle => "1 回の推論を 1 つのコマンドバッファにまとめて送り、出力だけを読み戻します。",
        Form::GpuHalf => "重みと活性を 16 ビットで持ち、動かすデータが半分になります(shader-f16)。",
        Form::GpuInt8 => {
            "4 個の 8 ビット整数を 1 語に詰めます。本物の GPU では、その積和を 1 命令(dot4I8Packed)で行います。結果は CPU の整数計算とビット単位で一致します。"
        }
    },
    against_cpu: |times| format!("CPU・32 ビットの {times} 倍 · "),
    same_class: "同じクラスになった割合",

    kernel_title: "カーネルを読む・書き換える",
    kernel_note: "GPU で動く WGSL の全文です。定数やループを書き換えて実行すると、結果の正しさと速さがわかります。元に戻すのはいつでもできます。",
    kernel: "カーネル",
    source: "WGSL のソース",
    run: "実行する",
    reset: "元に戻す",
    right: |time, apart| format!("正しい結果です。1 回 {time}、誤差は最大 {apart}。"),
    line: |line, column| format!("{line} 行 {column} 桁: "),

    grid_title: "ワークグループの割り当て",
    grid_note: "結果 C を格子に切り、1 マスを 1 つのワークグループが受け持ちます。くっきりした色の部分が、いま読んでいる A の列と B の行です。ソースの GROUP_ROWS と GROUP_COLS に従います。",
    grid_drawing: |group| format!("{group} 番目のワークグループが読む A と B の範囲と、書く C の範囲"),
    which_group: "ワークグループ",
    which_step: "内側のループの進み",
    grid_told: |[across, down], [tall, wide]| {
        format!("ワークグループは横 {across} × 縦 {down} 個、1 つが {tall} 行 × {wide} 列を計算します。")
    },
    matrix: |work, which| match (work, which) {
        (Work::Convolution, 'A') => "A:窓(im2col)",
        (Work::Convolution, 'B') => "B:フィルタ",
        (Work::Convolution, _) => "C:出力",
        (_, 'A') => "A",
        (_, 'B') => "B",
        _ => "C",
    },
    one_group: "1 つのワークグループ",
    lanes_drawing: "1 つのワープの 32 スレッドと、それぞれが通る分岐",
    lanes_told: |is_divergent| {
        if is_divergent {
            "if と else を順に実行し、どちらでも半分のスレッドが休みます。"
        } else {
            "このワープは if だけを実行します。else は別のワークグループが通ります。"
        }
    },

    terms_title: "用語の対応",
    terms_note: "CUDA、OpenCL、WebGPU は、同じ仕組みを別の名前で呼びます。",
    thing: "仕組み",
    things: [
        "起動するスレッド全体",
        "協調できるスレッドの組",
        "1 本のスレッド",
        "足並みをそろえて進む組",
        "組で共有する速いメモリ",
        "全体から見えるメモリ",
        "スレッドごとの変数",
        "組の中の待ち合わせ",
        "命令を並べる列",
        "カーネル関数の印",
        "書く言語",
    ],
    kinds: [
        (
            "SIMD",
            "1 つの命令で、ベクトルレジスタに並んだ複数の値を計算します。幅は命令で決まり、WebAssembly では 128 ビット(f32 が 4 個)です。",
        ),
        (
            "SIMT",
            "多数のスレッドが同じプログラムを動かし、ハードウェアが組(ワープ)ごとに 1 つの命令を実行します。分岐は書けますが、組の中で分かれると順番に実行されます。GPU の方式です。",
        ),
        (
            "MIMD",
            "各コアが別々の命令列を別々のデータに実行します。複数のワーカーや、複数台の計算機がこれにあたります。",
        ),
        (
            "シストリックアレイ",
            "積和器を格子に並べ、値を隣へ送りながら計算します。メモリから読んだ値を何度も使え、命令の制御もほとんど要りません。TPU の行列演算器の方式です。",
        ),
    ],

    systolic_title: "シストリックアレイ",
    systolic_note: "A の行は左から右へ、B の列は上から下へ、1 拍に 1 マスずつ流れます。各マスは、出会った 2 つの値の積を自分の和に足します。",
    systolic_drawing: "3×3 のシストリックアレイ。色のついたマスが、この拍で積和を行っている",
    beat: "拍",
    beat_told: |step, of, busy| format!("{of} 拍のうち {step} 拍目:9 マスのうち {busy} マスが計算中。"),
};
