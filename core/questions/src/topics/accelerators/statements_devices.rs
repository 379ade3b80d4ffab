use crate::{Kind, Statement, Template, Topic};

pub static A13: Template = Template {
    id: "A13",
    topic: Topic::Accelerators,
    title: ("CPU・GPU・TPU・FPGA・ASIC", "CPU, GPU, TPU, FPGA, ASIC"),
    source: "jouppi2017",
    kind: Kind::Statements(&[
        Statement {
            id: "A13a",
            text: (
                "CPU は GPU と比べて、{1 つの処理を短い遅延で終える|大量の同じ処理を一度に行う}ことに向いた設計である。",
                "Compared with a GPU, a CPU is designed {to finish one task with little delay|to do very many equal tasks at once}.",
            ),
            why: (
                "分岐予測や大きなキャッシュに面積を使います。",
                "Its area goes to branch prediction and large caches.",
            ),
            source: "",
        },
        Statement {
            id: "A13b",
            text: (
                "GPU は、{多数のスレッドを切り替えて|分岐予測を強化して}メモリの待ち時間を隠す。",
                "A GPU hides the latency of memory {by switching among many threads|by better branch prediction}.",
            ),
            why: (
                "あるワープがデータを待つ間に、別のワープを実行します。",
                "While a warp waits for data another one runs.",
            ),
            source: "",
        },
        Statement {
            id: "A13c",
            text: (
                "TPU は、{行列の積和演算|条件分岐の多い処理}に特化した専用回路（ASIC）である。",
                "A TPU is a chip made for {multiply-adds of matrices|work with many branches}.",
            ),
            why: (
                "シストリックアレイで行列積を行い、汎用性を減らして効率を上げています。",
                "Its systolic array does matrix products; less generality buys efficiency.",
            ),
            source: "",
        },
        Statement {
            id: "A13d",
            text: (
                "シストリックアレイは、読み込んだ値を演算器から隣の演算器へ渡すことで{メモリの読み出し|積和演算の回数}を減らす。",
                "A systolic array hands values from cell to cell and so needs fewer {reads of memory|multiply-adds}.",
            ),
            why: (
                "演算回数は同じで、1 度読んだ値を何度も使います。",
                "The work is the same; a value that was read once is used many times.",
            ),
            source: "kung1982",
        },
        Statement {
            id: "A13e",
            text: (
                "FPGA は、製造した後で{回路の構成を書き換えられる|回路の構成を変えられない}。",
                "The circuit of an FPGA {can be changed|cannot be changed} after it was made.",
            ),
            why: ("変えられないのは ASIC です。", "An ASIC's cannot."),
            source: "",
        },
        Statement {
            id: "A13f",
            text: (
                "ASIC は FPGA と比べて、{電力効率は高いが開発費が大きい|回路を後から変えられるが電力効率は低い}。",
                "Compared with an FPGA, an ASIC {is more efficient but costs more to develop|can be changed later but is less efficient}.",
            ),
            why: (
                "用途を固定する代わりに効率を上げた回路です。",
                "It is fixed for its use and gains efficiency by that.",
            ),
            source: "",
        },
        Statement {
            id: "A13g",
            text: (
                "第 1 世代の TPU は、{推論|学習}のために作られ、8 ビット整数の積和を行う。",
                "The first TPU was made for {inference|training} and multiplies 8-bit integers.",
            ),
            why: (
                "256×256 の演算器をもち、学習に使えるのは第 2 世代からです。",
                "It has 256×256 units; training came with the second generation.",
            ),
            source: "",
        },
        Statement {
            id: "A13h",
            text: (
                "処理が逐次的で分岐が多いとき、GPU を使うと{かえって遅くなることがある|CPU より速くなる}。",
                "For serial work with many branches a GPU {may be slower|is faster} than a CPU.",
            ),
            why: (
                "GPU は同じ処理を多数のデータに行うときに力を出します。",
                "A GPU is strong where the same is done with many data.",
            ),
            source: "",
        },
        Statement {
            id: "A13i",
            text: (
                "小さな行列の計算では、GPU への{データ転送やカーネル起動の時間|浮動小数点の誤差}のために CPU のほうが速いことがある。",
                "For small matrices a CPU may be faster because of {the time for transfers and launches|rounding errors} of the GPU.",
            ),
            why: ("計算が短いと、固定の手間が目立ちます。", "Where the work is short the fixed cost shows."),
            source: "nvidia-cuda",
        },
    ]),
};

pub static AS1: Template = Template {
    id: "AS1",
    topic: Topic::Accelerators,
    title: ("SIMD と SIMT と MIMD", "SIMD, SIMT and MIMD"),
    source: "lindholm2008",
    kind: Kind::Statements(&[
        Statement {
            id: "AS1a",
            text: (
                "SIMT では、ワープの中の各スレッドが自分の{レジスタ|プログラムのコピー}をもつ。",
                "In SIMT each thread of a warp has its own {registers|copy of the program}.",
            ),
            why: (
                "命令の取り出しは共通で、状態はスレッドごとです。",
                "Instructions are fetched in common; the state is each thread's own.",
            ),
            source: "",
        },
        Statement {
            id: "AS1b",
            text: (
                "ワープの中でスレッドが異なる分岐に進むと、{各経路が順に実行される|各経路が同時に実行される}。",
                "Where threads of a warp take different branches, the ways are run {one after the other|at the same time}.",
            ),
            why: ("その間、別の経路のスレッドは休みます。", "Meanwhile the threads of the other ways are idle."),
            source: "",
        },
        Statement {
            id: "AS1c",
            text: (
                "異なるワープが異なる分岐に進むことは、{性能の低下をもたらさない|分岐発散として性能を下げる}。",
                "Different warps taking different branches {costs no performance|is divergence and costs performance}.",
            ),
            why: ("発散は 1 つのワープの中でだけ問題になります。", "Divergence is a matter of one warp."),
            source: "",
        },
        Statement {
            id: "AS1d",
            text: (
                "マルチコア CPU の各コアが別々のプログラムを実行する形は、{MIMD |SIMD }に当たる。",
                "A multi-core CPU whose cores run different programs is {MIMD|SIMD}.",
            ),
            why: ("命令列もデータ列も複数です。", "Both instructions and data are several streams."),
            source: "flynn1972",
        },
        Statement {
            id: "AS1e",
            text: (
                "1 つの命令で、レジスタに並んだ 8 個の数を同時に足す形は、{SIMD |MIMD }に当たる。",
                "One instruction that adds eight numbers side by side in a register is {SIMD|MIMD}.",
            ),
            why: ("命令は 1 つ、データは複数です。", "One instruction, several data."),
            source: "flynn1972",
        },
        Statement {
            id: "AS1f",
            text: (
                "SIMD では、データの幅（レーン数）を{プログラムかコンパイラが意識して|ハードウェアがスレッドとして隠して}ベクトル命令を使う。",
                "With SIMD the number of lanes {is seen by the program or its compiler|is hidden by hardware behind threads}, which uses vector instructions.",
            ),
            why: (
                "SIMT では 1 スレッド分のコードを書き、束ねるのはハードウェアです。",
                "With SIMT one writes the code of one thread and the hardware groups them.",
            ),
            source: "",
        },
        Statement {
            id: "AS1g",
            text: (
                "ワープの隣り合うスレッドが{連続した番地|離れた番地}を読むと、読み出しは少ないセクタにまとめられる。",
                "Where neighbouring threads of a warp read {consecutive|distant} addresses, the reads become few sectors.",
            ),
            why: ("結合（coalescing）と呼びます。", "That is called coalescing."),
            source: "nvidia-cuda",
        },
        Statement {
            id: "AS1h",
            text: (
                "CUDA で、共有メモリを共用し、__syncthreads() で同期できるのは{同じブロック|異なるブロック}のスレッドどうしである。",
                "In CUDA, threads of {the same block|different blocks} share the shared memory and can synchronize by __syncthreads().",
            ),
            why: ("共有メモリと __syncthreads() はブロックの中で働きます。", "Both work within a block."),
            source: "nvidia-cuda",
        },
        Statement {
            id: "AS1i",
            text: (
                "NVIDIA の GPU のワープは{ 32 | 64 }スレッドからなる。",
                "A warp of an NVIDIA GPU has {32|64} threads.",
            ),
            why: (
                "ブロックのスレッド数が 32 の倍数でないと、最後のワープに休むレーンが出ます。",
                "Where a block's threads are no multiple of 32, the last warp has idle lanes.",
            ),
            source: "nvidia-cuda",
        },
    ]),
};
