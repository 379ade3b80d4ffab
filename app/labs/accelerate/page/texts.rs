//! The accelerator page's messages.

use crate::accelerate::messages::{KernelVariant, Target, Workload};
use crate::accelerate::page::state::Asked;
use karui_ui::messages;

messages! {
    /// The accelerator page's messages.
    pub struct Texts;

    // What is computed
    title: "同じ計算を、いくつものやり方で", "The same work in several ways";
    note:
        "同じ行列積や畳み込みを、素朴なループから GPU のカーネルまで順に実行し、この端末で速さを測ります。どの結果も基準の計算と比べ、合っているものだけを並べます。",
        "The same matrix product or convolution, from plain loops to kernels of the GPU, timed on this device. Every result is held against a reference, and only those that agree are ranked.";
    what: "計算の種類", "Workload";
    size: "大きさ n", "Size n";
    work(work: Workload) => {
        Workload::Product => "行列積", "Matrix product";
        Workload::Convolution => "3×3 畳み込み", "3×3 convolution";
        Workload::Branches => "条件分岐", "Branches";
    };
    /// What is done, and by how many workers at most.
    about(work: Workload, workers: usize) => String {
        Workload::Product =>
            "n × n の行列どうしの積 C = A·B を求めます。ワーカーは {workers} 個です。",
            "The product C = A·B of two n × n matrices. {workers} workers.";
        Workload::Convolution =>
            "n × n 画素・32 チャネルの画像に 3×3 の畳み込みを行い、32 チャネルを出力します。ワーカーは {workers} 個です。",
            "A 3×3 convolution of an image of n × n pixels and 32 channels, to 32 channels. {workers} workers.";
        Workload::Branches =>
            "n × n 個の値のそれぞれに積和を 512 回行います。偶数番と奇数番では式が違い、if で分かれます。GPU だけで比べます。",
            "Each of n × n values takes 512 multiply-adds, by one formula at even places and by another at odd ones: an if. On the GPU only.";
    };
    /// Millions of operations, bytes, operations per byte.
    amount(mega: &str, bytes: &str, each: &str):
        "演算 {mega} M 回、動かすデータは少なくとも {bytes}。1 バイトあたり {each} 演算です（演算強度）。",
        "{mega} million operations on at least {bytes}: {each} operations per byte (arithmetic intensity).";
    time_all: "すべて測る", "Measure all";
    stop: "止める", "Stop";
    /// The way being timed, and how many are left.
    timing(way: &str, left: usize): "「{way}」を測定中…（残り {left}）", "Timing “{way}”… ({left} left)";

    // Bars
    bars_title: "速さ", "Speed";
    bars_note:
        "1 秒あたりの演算数（10 億回単位）。50 ミリ秒以上の繰り返しを数回測った中央値で、GPU は自身の時計（タイムスタンプ）があればそれで測ります。誤差は f64 の計算との差の最大で、最大値に対する比です。数値を押すと、測定のようすを表示します。",
        "Billions of operations per second: the median of several loops of 50 ms or more, by the GPU's own clock (timestamps) where it has one. The error is the largest difference from a computation in f64, as a part of the largest value. Press a number to see the samples.";
    variants(way: KernelVariant) => {
        KernelVariant::Plain => "素朴なループ", "Plain loops";
        KernelVariant::Blocked => "キャッシュブロッキング", "Cache-blocked";
        KernelVariant::Simd => "SIMD", "SIMD";
        KernelVariant::Workers => "複数ワーカー（MIMD）", "Several workers (MIMD)";
        KernelVariant::Strided => "GPU：飛び飛びのアクセス", "GPU: strided access";
        KernelVariant::Naive => "GPU：1 スレッド 1 要素", "GPU: a thread per value";
        KernelVariant::Tiled => "GPU：共有メモリのタイル", "GPU: tiles in shared memory";
        KernelVariant::Registers => "GPU：レジスタのタイル", "GPU: tiles in registers";
        KernelVariant::Half => "GPU：16 ビット浮動小数点（f16）", "GPU: 16-bit floats (f16)";
        KernelVariant::Packed => "GPU：8 ビット整数の内積（int8）", "GPU: 8-bit integer dot products (int8)";
        KernelVariant::Divergent => "GPU：分岐がばらばら", "GPU: divergent branches";
        KernelVariant::Uniform => "GPU：分岐がそろう", "GPU: uniform branches";
    };
    /// A way's name in a drawing.
    short(way: KernelVariant) => {
        KernelVariant::Plain => "ループ", "loops";
        KernelVariant::Blocked => "ブロッキング", "blocked";
        KernelVariant::Simd => "SIMD", "SIMD";
        KernelVariant::Workers => "複数ワーカー", "workers";
        KernelVariant::Strided => "GPU 飛び飛び", "GPU strided";
        KernelVariant::Naive => "GPU 1 スレッド 1 要素", "GPU thread per value";
        KernelVariant::Tiled => "GPU 共有メモリ", "GPU shared memory";
        KernelVariant::Registers => "GPU レジスタ", "GPU registers";
        KernelVariant::Half => "GPU f16", "GPU f16";
        KernelVariant::Packed => "GPU int8", "GPU int8";
        KernelVariant::Divergent => "GPU 分岐ばらばら", "GPU divergent";
        KernelVariant::Uniform => "GPU 分岐そろう", "GPU uniform";
    };
    adds(way: KernelVariant) => {
        KernelVariant::Plain =>
            "式のとおりに書いた多重ループです。B を列方向に飛び飛びに読むため、キャッシュがほとんど効きません。",
            "The loops as the formula has them. B is read down its columns, far apart, so that the cache hardly helps.";
        KernelVariant::Blocked =>
            "ループの順序を入れ替え、キャッシュに収まるブロックごとに計算します。連続した読み出しになり、コンパイラもベクトル命令を使えます。",
            "The loops in another order, over blocks that fit the cache. What is read lies side by side, and the compiler can use vectors.";
        KernelVariant::Simd =>
            "Karui の学習に使う実装です。4 個の値を 1 命令で計算し、結果のタイルをレジスタに置いたまま足し込みます。",
            "What Karui trains with: one instruction computes four values, and a tile of the result stays in registers.";
        KernelVariant::Workers =>
            "結果の行を分けて、各ワーカーが別々のコアで同時に計算します。結果を受け渡す時間も含みます。",
            "The rows are divided among workers, each on a core of its own. Handing over the results is included.";
        KernelVariant::Strided =>
            "隣り合うスレッドが縦に並ぶ要素を受け持ちます。読み書きの番地が 1 行ずつ離れ、まとめて転送できません。",
            "Neighbouring threads make values one below the other: what they read and write lies a row apart and cannot be moved together.";
        KernelVariant::Naive =>
            "隣り合うスレッドが横に並ぶ要素を受け持ちます。番地が連続し、1 回の転送にまとまります（コアレスアクセス）。",
            "Neighbouring threads make values side by side: their addresses are consecutive and move in one transaction (coalescing).";
        KernelVariant::Tiled =>
            "ワークグループの全員で A と B のタイルを共有メモリに写し、16 回ずつ使い回します。",
            "A workgroup copies tiles of A and B to shared memory and uses each value 16 times.";
        KernelVariant::Registers =>
            "さらに、各スレッドが 4×4 個の結果をレジスタに持ちます。共有メモリから読んだ値を 4 回ずつ使います。",
            "In addition each thread keeps 4×4 values in registers and uses what it reads from shared memory four times.";
        KernelVariant::Half =>
            "レジスタのタイルと同じ計算を 16 ビットで行います。動かすデータは半分、有効数字は約 3 桁です。",
            "The tiles in registers with 16-bit floats: half the bytes to move, about three significant digits.";
        KernelVariant::Packed =>
            "A と B を 8 ビット整数に丸め、4 個の積和を 1 命令（dot4I8Packed）で行います。データは 4 分の 1 で、速さは整数演算の数です。",
            "A and B rounded to 8-bit integers; one instruction (dot4I8Packed) multiplies and adds four. A quarter of the bytes; the speed counts integer operations.";
        KernelVariant::Divergent =>
            "隣り合うスレッドが違う分岐へ進みます。同時に進む組（ワープ）は両方の分岐を順に通り、そのたびに半分が休みます。",
            "Neighbouring threads take different branches. Those that run in lockstep (a warp) go both ways in turn, half of them idle each time.";
        KernelVariant::Uniform =>
            "同じ分岐の要素をワークグループごとに集めます。結果も演算数も同じで、休むスレッドがありません。",
            "Values of one branch are gathered in a workgroup. Same results, same operations, no idle threads.";
    };
    /// The way before, and how many times as fast this one is.
    gain(before: &str, times: &str): "「{before}」の {times} · ", "{times} “{before}” · ";
    /// The largest difference from the reference.
    apart(apart: &str): "誤差 {apart}", "error {apart}";
    is_wrong(apart: &str):
        "結果が基準と合いません（差は最大値の {apart}）。順位には入れません。",
        "The result is not the reference's ({apart} of the largest value apart), so it is not ranked.";
    compile_failed: "コンパイルできません。下の行を確かめてください。", "It does not compile. See the lines below.";
    device_failed(reason: &str):
        "実行できませんでした（{reason}）。次の実行では GPU を取り直します。",
        "It did not run ({reason}). The next run asks for the GPU anew.";
    /// What the adapter does not have.
    lacks(feature: &str): "この GPU では使えません（{feature} がありません）。", "Not on this adapter: it has no {feature}.";
    /// Seconds that it was waited for.
    endless(seconds: u32):
        "{seconds} 秒たっても終わらないため、待つのをやめました。ループの終わる条件を確かめてください。次の実行には新しい GPU デバイスを使います。",
        "It did not end within {seconds} s and is no longer waited for. See when its loops end. The next run takes a new device.";
    /// Likewise, where it is the device that does not answer.
    stalled(seconds: u32):
        "GPU から {seconds} 秒返事がありません。終わらないカーネルがまだ動いていれば、ブラウザーを開き直すと止まります。CPU の計算は続けられます。",
        "The GPU has not answered for {seconds} s. If a kernel without an end is still running, reopening the browser ends it. The CPU's ways go on.";

    // Without a GPU
    on_the_cpu:
        "CPU だけでも、高速化の要点は確かめられます。素朴なループとキャッシュブロッキングの差はメモリの使い方、SIMD との差は 1 命令で扱うデータの数（SIMD）、ワーカーとの差はコアの数（MIMD）によるものです。下の GPU の方法は、説明とカーネルのソースを読めます。",
        "The CPU alone shows the essentials. From plain loops to cache blocking it is how memory is used, from there to SIMD how many values an instruction computes, and from there to workers how many cores there are (MIMD). The GPU’s ways can be read below, with their kernels’ sources.";
    no_record:
        "ほかの装置での測定結果を代わりに見せることはしていません。Karui に、本物の GPU での実測記録はまだ収録していません。",
        "No other device’s figures stand in for yours: Karui ships no recorded run of a real GPU so far.";

    /// Where the GPU is software.
    software:
        "このブラウザーの GPU はソフトウェアで動いています。GPU のカーネルの順位は、本物の GPU とは大きく違います。",
        "This browser's GPU is software. How its kernels rank is quite another matter on a real one.";

    // Roofline
    roofline_title: "ルーフライン", "Roofline";
    roofline_note:
        "横軸は演算強度（1 バイトあたりの演算数）、縦軸は速さ。斜めの線はメモリ帯域、水平の線は演算性能の上限で、どちらもこの端末で測ります（CPU は 1 ワーカー分）。短い数値は動かすデータが少ない分、右に寄ります。点が屋根に近いほど、ハードウェアを使い切っています（Williams ほか 2009）。",
        "Across: arithmetic intensity, operations per byte. Up: speed. The slope is the memory's bandwidth, the level the arithmetic's limit, both measured on this device (the CPU's with one worker). Short numbers lie further to the right, since fewer bytes move. The nearer to its roof a dot is, the better it uses the hardware (Williams et al. 2009).";
    roofline_waits:
        "「すべて測る」を押すと、上限の測定結果と各方法の点をここに描きます。",
        "Press “Measure all”: the measured limits and each way's dot are drawn here.";
    per_byte: "演算 / バイト", "operations / byte";
    peak: "演算性能の上限", "peak arithmetic";
    bandwidth: "メモリ帯域", "memory bandwidth";

    // A whole network
    network_title: "ネットワーク全体の推論", "Inference with a whole network";
    network_note:
        "今選んでいるネットワークをまるごと、5 通りの装置と数値形式で動かします。64 枚ずつのバッチの速さと、検証用の画像 512 枚について「CPU・32 ビット」と同じクラスになる割合を測ります。バッチ正規化は畳み込みに統合し、int8 は訓練データでキャリブレーションして静的に量子化します。学習中なら一時停止します。",
        "Runs the present network as a whole on each device and in each number format. Measured are the speed in batches of 64 and how many of 512 held-out images get the class that 32-bit floats on the CPU give them. Batch norm is folded into the convolutions; int8 is static quantization, calibrated on training images. A training run pauses for it.";
    network_run: "ネットワークを測る", "Time the network";
    forms(form: Target) => {
        Target::CpuSingle => "CPU・32 ビット浮動小数点", "CPU, 32-bit floats";
        Target::CpuInt8 => "CPU・8 ビット整数", "CPU, 8-bit integers";
        Target::GpuSingle => "GPU・32 ビット浮動小数点", "GPU, 32-bit floats";
        Target::GpuHalf => "GPU・16 ビット浮動小数点", "GPU, 16-bit floats";
        Target::GpuInt8 => "GPU・8 ビット整数", "GPU, 8-bit integers";
    };
    form_adds(form: Target) => {
        Target::CpuSingle => "1 ワーカーの SIMD です。ほかの形式はこれと比べます。", "SIMD in one worker: what the others are compared with.";
        Target::CpuInt8 =>
            "重みも活性値も 8 ビットの整数で、積和は 32 ビットに足し込みます。",
            "Weights and activations are 8-bit integers; products are summed in 32 bits.";
        Target::GpuSingle =>
            "1 回の推論を 1 つのコマンドバッファにまとめて送り、出力だけを読み戻します。",
            "A batch is one command buffer; only the output is read back.";
        Target::GpuHalf =>
            "重みと活性値を 16 ビットで持ち、動かすデータが半分になります（shader-f16）。",
            "Weights and activations are stored in 16 bits, so half as much data moves (shader-f16).";
        Target::GpuInt8 =>
            "4 個の 8 ビット整数を 1 語に詰めます。本物の GPU では、その積和を 1 命令（dot4I8Packed）で行います。結果は CPU の整数計算とビット単位で一致します。",
            "Four 8-bit integers to a word; a real GPU multiplies and adds them in one instruction (dot4I8Packed). The results equal the CPU’s integers bit for bit.";
    };
    /// How many times as fast as 32-bit floats on the CPU.
    against_cpu(times: &str): "CPU・32 ビットの {times} · ", "{times} 32-bit floats on the CPU · ";
    same_class: "同じクラスになった割合", "Share given the same class";

    // The kernel
    kernel_title: "カーネルを読む・書き換える", "Read and change a kernel";
    kernel_note:
        "GPU で動く WGSL の全文です。定数やループを書き換えて実行すると、結果の正しさと速さがわかります。元に戻すのはいつでもできます。",
        "The whole WGSL as the GPU runs it. Change a constant or a loop and run it: you see whether it is right, and how fast. You can always go back.";
    kernel: "カーネル", "Kernel";
    source: "WGSL のソース", "WGSL source";
    run: "実行する", "Run";
    reset: "元に戻す", "Reset";
    /// Time and difference of a right result.
    right(time: &str, apart: &str):
        "正しい結果です。1 回 {time}、誤差は最大 {apart}。",
        "Right. {time} a run, with an error of {apart} at most.";
    /// Line and column.
    line(line: u32, column: u32): "{line} 行 {column} 桁: ", "Line {line}, column {column}: ";

    // The grid
    grid_title: "ワークグループの割り当て", "Who computes what";
    grid_note:
        "結果 C を格子に切り、1 マスを 1 つのワークグループが受け持ちます。くっきりした色の部分が、今読んでいる A の列と B の行です。ソースの GROUP_ROWS と GROUP_COLS に従います。",
        "The result C is cut into a grid, and a workgroup makes each square. The strong colour is what it reads of A and B at the moment. The drawing follows GROUP_ROWS and GROUP_COLS in the source.";
    grid_drawing(group: usize):
        "{group} 番目のワークグループが読む A と B の範囲と、書く C の範囲",
        "What workgroup {group} reads of A and B and writes of C";
    which_group: "ワークグループ", "Workgroup";
    which_step: "内側のループの進み", "Along the inner loop";
    /// Workgroups across and down; rows and columns of a workgroup's tile.
    grid_told([across, down]: [usize; 2], [tall, wide]: [usize; 2]):
        "ワークグループは横 {across} × 縦 {down} 個、1 つが {tall} 行 × {wide} 列を計算します。",
        "{across} × {down} workgroups (across × down), each making {tall} rows × {wide} columns.";
    matrix(of: (Workload, char)) => {
        (Workload::Convolution, 'A') => "A：窓（im2col）", "A: windows (im2col)";
        (Workload::Convolution, 'B') => "B：フィルタ", "B: filters";
        (Workload::Convolution, _) => "C：出力", "C: output";
        (_, 'A') => "A", "A";
        (_, 'B') => "B", "B";
        _ => "C", "C";
    };
    one_group: "1 つのワークグループ", "One workgroup";
    lanes_drawing: "1 つのワープの 32 スレッドと、それぞれが通る分岐", "The 32 threads of a warp and the branch that each takes";
    lanes_told(is_divergent: bool) => {
        true =>
            "if と else を順に実行し、どちらでも半分のスレッドが休みます。",
            "It runs if and else in turn; half of its threads idle in both.";
        false =>
            "このワープは if だけを実行します。else は別のワークグループが通ります。",
            "This warp runs the if only; another workgroup takes the else.";
    };

    // Terms
    terms_title: "用語の対応", "Terms side by side";
    terms_note:
        "CUDA、OpenCL、WebGPU は、同じ仕組みを別の名前で呼びます。",
        "CUDA, OpenCL and WebGPU have other names for the same things.";
    thing: "仕組み", "What";
    things = [
        "起動するスレッド全体", "All threads of a launch";
        "協調できるスレッドの組", "Threads that can cooperate";
        "1 本のスレッド", "One thread";
        "足並みをそろえて進む組", "Threads in lockstep";
        "組で共有する速いメモリ", "Fast memory shared by a group";
        "全体から見えるメモリ", "Memory that all see";
        "スレッドごとの変数", "A thread's own variables";
        "組の中の待ち合わせ", "Waiting for the group";
        "命令を並べる列", "Order of commands";
        "カーネル関数の印", "Mark of a kernel";
        "書く言語", "Language";
    ];
    kinds = {
        "SIMD", "SIMD":
            "1 つの命令で、ベクトルレジスタに並んだ複数の値を計算します。幅は命令で決まり、WebAssembly では 128 ビット（f32 が 4 個）です。",
            "One instruction computes several values in a vector register. The instruction fixes the width: 128 bits, four f32, in WebAssembly.";
        "SIMT", "SIMT":
            "多数のスレッドが同じプログラムを動かし、ハードウェアが組（ワープ）ごとに 1 つの命令を実行します。分岐は書けますが、組の中で分かれると順番に実行されます。GPU の方式です。",
            "Many threads run one program, and the hardware executes one instruction for a group of them (a warp). Threads may branch, but where a warp divides, its ways are run in turn. This is what GPUs do.";
        "MIMD", "MIMD":
            "各コアが別々の命令列を別々のデータに実行します。複数のワーカーや、複数台の計算機がこれにあたります。",
            "Each core runs its own instructions on its own data: several workers, or several machines.";
        "シストリックアレイ", "Systolic array":
            "積和器を格子に並べ、値を隣へ送りながら計算します。メモリから読んだ値を何度も使え、命令の制御もほとんど要りません。TPU の行列演算器の方式です。",
            "Multiply-add units in a lattice hand values to their neighbours. What is read from memory is used many times, with hardly any control: the matrix unit of a TPU.";
    };

    // The systolic array
    systolic_title: "シストリックアレイ", "A systolic array";
    systolic_note:
        "A の行は左から右へ、B の列は上から下へ、1 拍に 1 マスずつ流れます。各マスは、出会った 2 つの値の積を自分の和に足します。",
        "Rows of A move to the right and columns of B move down, one cell a beat. Each cell adds the product of the two values that meet in it to its own sum.";
    systolic_drawing:
        "3×3 のシストリックアレイ。色のついたマスが、この拍で積和を行っている",
        "A systolic array of 3×3; coloured cells multiply and add in this beat";
    beat: "拍", "Beat";
    /// The step, of how many, and busy cells.
    beat_told(step: usize, of: usize, busy: usize):
        "{of} 拍のうち {step} 拍目：9 マスのうち {busy} マスが計算中。",
        "Beat {step} of {of}: {busy} of 9 cells at work.";
}

impl Texts {
    /// The name of what was asked for.
    pub fn asked(&self, asked: Asked) -> &'static str {
        match asked {
            Asked::KernelVariant(way) => self.way(way),
            Asked::Target(form) => (self.forms)(form),
        }
    }

    /// A way's name.
    pub fn way(&self, way: KernelVariant) -> &'static str {
        (self.variants)(way)
    }
}
