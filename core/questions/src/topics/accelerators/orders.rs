use crate::{Kind, Order, Template, Topic};

pub static AO1: Template = Template {
    id: "AO1",
    topic: Topic::Accelerators,
    title: ("GPU で計算する手順", "The steps of computing on a GPU"),
    source: "nvidia-cuda",
    kind: Kind::Order(&Order {
        stem: (
            "CUDA で、CPU の側にある配列を GPU で処理して結果を得るまでの手順を並べよ。",
            "Put the steps of processing an array of the CPU's on a GPU with CUDA into order.",
        ),
        steps: &[
            ("GPU のメモリを確保する", "allocate memory on the GPU"),
            ("入力を CPU から GPU へ転送する", "transfer the input from CPU to GPU"),
            (
                "グリッドとブロックの大きさを指定してカーネルを起動する",
                "launch the kernel with a size of grid and blocks",
            ),
            ("各スレッドが自分の添字の要素を計算する", "each thread computes the element of its index"),
            ("結果を GPU から CPU へ転送する", "transfer the result from GPU to CPU"),
            ("GPU のメモリを解放する", "free the memory on the GPU"),
        ],
        why: (
            "カーネルは GPU のメモリにある値だけを扱うので、起動の前に入力を送り、終わってから結果を戻します。",
            "The kernel works on what is in the GPU's memory: the input goes there before, the result comes back after.",
        ),
    }),
};
