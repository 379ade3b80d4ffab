use crate::{Kind, Pair, Pairs, Template, Topic};

pub static A1: Template = Template {
    id: "A1",
    topic: Topic::Accelerators,
    title: ("フリンの分類と SIMT", "Flynn's classes and SIMT"),
    source: "flynn1972",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」の説明として正しいものを選べ。", "What is {}?"),
        all: ("並列処理の分類と説明を対応させよ。", "Match each class with what it is."),
        pairs: &[
            Pair {
                left: ("SISD", "SISD"),
                right: (
                    "1 つの命令列が 1 つのデータ列を順に処理する",
                    "one stream of instructions works on one stream of data",
                ),
                why: ("従来の 1 コアの逐次処理です。", "That is a single core's serial work."),
            },
            Pair {
                left: ("SIMD", "SIMD"),
                right: (
                    "1 つの命令を、レジスタに並べた複数のデータに同時に適用する",
                    "one instruction is applied to several data side by side in a register",
                ),
                why: (
                    "CPU の AVX や NEON などのベクトル命令です。",
                    "That is what vector instructions such as AVX and NEON do.",
                ),
            },
            Pair {
                left: ("MISD", "MISD"),
                right: (
                    "複数の異なる命令列が同じデータを処理する",
                    "several streams of instructions work on the same data",
                ),
                why: ("実例は少なく、冗長系などが挙げられます。", "There are few examples, such as redundant systems."),
            },
            Pair {
                left: ("MIMD", "MIMD"),
                right: (
                    "複数のプロセッサが、それぞれ別の命令列で別のデータを処理する",
                    "several processors follow instructions of their own on data of their own",
                ),
                why: ("マルチコア CPU やクラスタです。", "That is a multi-core CPU, or a cluster."),
            },
            Pair {
                left: ("SIMT", "SIMT"),
                right: (
                    "同じ命令を実行するスレッドを束ねて進め、各スレッドは自分のレジスタと分岐をもつ",
                    "threads go in groups through the same instruction; each has registers and branches of its own",
                ),
                why: (
                    "GPU の方式で、束をワープと呼びます。フリンの 4 分類の後に名付けられました。",
                    "That is how GPUs work; the group is a warp. The name came after Flynn's four classes.",
                ),
            },
        ],
    }),
};

pub static A16: Template = Template {
    id: "A16",
    topic: Topic::Accelerators,
    title: ("CUDA と OpenCL の用語", "Terms of CUDA and OpenCL"),
    source: "khronos-opencl",
    kind: Kind::Pairs(&Pairs {
        one: ("CUDA の「{}」に当たる OpenCL の用語はどれか。", "What does OpenCL call CUDA's {}?"),
        all: ("CUDA の用語と、それに当たる OpenCL の用語を対応させよ。", "Match each term of CUDA with OpenCL's."),
        pairs: &[
            Pair {
                left: ("スレッド（thread）", "thread"),
                right: ("ワークアイテム（work-item）", "work-item"),
                why: ("カーネルを実行する最小の単位です。", "The smallest unit that runs a kernel."),
            },
            Pair {
                left: ("ブロック（thread block）", "thread block"),
                right: ("ワークグループ（work-group）", "work-group"),
                why: ("同期と共有メモリの単位です。", "It can synchronize and shares memory."),
            },
            Pair {
                left: ("グリッド（grid）", "grid"),
                right: ("インデックス空間（NDRange）", "NDRange, the index space"),
                why: ("1 回の起動の全体です。", "It is all of a launch."),
            },
            Pair {
                left: ("共有メモリ（shared memory）", "shared memory"),
                right: ("ローカルメモリ（local memory）", "local memory"),
                why: (
                    "ブロック（ワークグループ）の中で共有するメモリです。名前がまぎらわしいので注意します。",
                    "It is shared within a block or work-group; the names are easily confused.",
                ),
            },
            Pair {
                left: ("ローカルメモリ（local memory）", "local memory"),
                right: ("プライベートメモリ（private memory）", "private memory"),
                why: ("スレッド（ワークアイテム）ごとのメモリです。", "It belongs to one thread or work-item."),
            },
            Pair {
                left: ("ストリーミングマルチプロセッサ（SM）", "streaming multiprocessor"),
                right: ("計算ユニット（compute unit）", "compute unit"),
                why: (
                    "ブロック（ワークグループ）を実行するハードウェアです。",
                    "The hardware that runs a block or work-group.",
                ),
            },
        ],
    }),
};

pub static AM1: Template = Template {
    id: "AM1",
    topic: Topic::Accelerators,
    title: ("GPU のメモリの種類", "Kinds of GPU memory"),
    source: "nvidia-cuda",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」の説明として正しいものを選べ。", "What is {} of a GPU?"),
        all: ("GPU のメモリとその説明を対応させよ。", "Match each memory of a GPU with what it is."),
        pairs: &[
            Pair {
                left: ("レジスタ", "a register"),
                right: ("各スレッドだけが使う、最も速い記憶", "the fastest store, for one thread alone"),
                why: (
                    "多く使うと SM に置けるスレッドが減ります。",
                    "Many of them leave room for fewer threads on an SM.",
                ),
            },
            Pair {
                left: ("共有メモリ", "the shared memory"),
                right: (
                    "ブロック内のスレッドが読み書きする、SM の中のメモリ",
                    "memory within an SM that the threads of a block read and write",
                ),
                why: ("タイル化で、読み直しを減らすために使います。", "Tiling keeps there what is read again."),
            },
            Pair {
                left: ("グローバルメモリ", "the global memory"),
                right: (
                    "全スレッドから読み書きできる、容量が大きく遅いメモリ",
                    "large and slow memory that all threads read and write",
                ),
                why: ("GPU の DRAM（HBM や GDDR）にあります。", "It lies in the GPU's DRAM, HBM or GDDR."),
            },
            Pair {
                left: ("コンスタントメモリ", "the constant memory"),
                right: (
                    "カーネルからは読むだけの、キャッシュされる小さな領域",
                    "a small cached region that kernels only read",
                ),
                why: (
                    "全スレッドが同じ番地を読むときに速くなります。",
                    "It is fast where all threads read the same address.",
                ),
            },
            Pair {
                left: ("ホストメモリ", "the host memory"),
                right: (
                    "CPU の側にあり、GPU へは転送して使うメモリ",
                    "memory on the CPU's side, transferred to the GPU for use",
                ),
                why: (
                    "PCIe などを通るので、転送が律速になることがあります。",
                    "It goes through PCIe or the like, which may be the bottleneck.",
                ),
            },
        ],
    }),
};
