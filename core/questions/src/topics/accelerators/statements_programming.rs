use crate::{Kind, Statement, Template, Topic};

pub static AS3: Template = Template {
    id: "AS3",
    topic: Topic::Accelerators,
    title: ("CUDA・OpenCL・WebGPU", "CUDA, OpenCL and WebGPU"),
    source: "khronos-opencl",
    kind: Kind::Statements(&[
        Statement {
            id: "AS3a",
            text: (
                "CUDA は、{NVIDIA の GPU |さまざまなメーカーのデバイス}のためのプログラミング環境である。",
                "CUDA is for programming {NVIDIA's GPUs|devices of various makers}.",
            ),
            why: ("さまざまなデバイスを対象とする標準は OpenCL です。", "The standard for various devices is OpenCL."),
            source: "nvidia-cuda",
        },
        Statement {
            id: "AS3b",
            text: (
                "OpenCL は、{Khronos Group |NVIDIA }が定める標準である。",
                "OpenCL is a standard of {the Khronos Group|NVIDIA}.",
            ),
            why: ("CPU、GPU、DSP、FPGA などを対象とします。", "It covers CPUs, GPUs, DSPs, FPGAs and others."),
            source: "",
        },
        Statement {
            id: "AS3c",
            text: (
                "OpenCL で書いたカーネルを別のデバイスに移したとき、そのまま保たれるのは{計算の内容|計算の速さ}である。",
                "When a kernel in OpenCL is taken to another device, what stays as it is, is {what it computes|how fast it is}.",
            ),
            why: ("速さは、デバイスごとの調整で決まります。", "Speed takes tuning for each device."),
            source: "",
        },
        Statement {
            id: "AS3d",
            text: (
                "WebGPU は、{ブラウザーから GPU で計算する|サーバーの GPU をコンテナに渡す}ための標準である。",
                "WebGPU is a standard for {computing on the GPU from a browser|giving a server's GPU to containers}.",
            ),
            why: ("シェーダは WGSL で書きます。", "Its shaders are written in WGSL."),
            source: "w3c-webgpu",
        },
        Statement {
            id: "AS3e",
            text: (
                "CUDA のカーネルの起動は、CPU から見て{非同期であり、終わりを待たずに次へ進む|同期であり、終わるまで次へ進まない}。",
                "Seen from the CPU, launching a CUDA kernel is {asynchronous: it goes on before the end|synchronous: it waits for the end}.",
            ),
            why: (
                "時間を測るときは、cudaDeviceSynchronize() などで終わりを待ちます。",
                "To measure its time one waits, as by cudaDeviceSynchronize().",
            ),
            source: "nvidia-cuda",
        },
        Statement {
            id: "AS3f",
            text: (
                "CUDA で `__global__` を付けた関数は、{CPU から起動され、GPU で実行される|GPU から呼ばれ、CPU で実行される}。",
                "In CUDA a function with `__global__` is {launched by the CPU and runs on the GPU|called by the GPU and runs on the CPU}.",
            ),
            why: (
                "GPU から呼ばれて GPU で実行される関数には `__device__` を付けます。",
                "What the GPU calls for itself has `__device__`.",
            ),
            source: "nvidia-cuda",
        },
        Statement {
            id: "AS3g",
            text: (
                "占有率を高くすると、{メモリの待ち時間を隠しやすくなる|1 スレッドが使えるレジスタが増える}。",
                "A higher occupancy {makes it easier to hide the latency of memory|leaves more registers for each thread}.",
            ),
            why: (
                "切り替えられるワープが増えます。使えるレジスタは減るので、速くなるとは限りません。",
                "There are more warps to switch to; each thread has fewer registers, so it need not be faster.",
            ),
            source: "nvidia-cuda",
        },
        Statement {
            id: "AS3h",
            text: (
                "1 スレッドが使うレジスタを増やすと、SM に同時に置けるスレッドは{減ることがある|増える}。",
                "With more registers for each thread, an SM holds {at times fewer|more} threads.",
            ),
            why: ("レジスタの総数は SM ごとに決まっています。", "An SM has a fixed number of registers."),
            source: "nvidia-cuda",
        },
        Statement {
            id: "AS3i",
            text: (
                "GPU の 1 コアの動作は、CPU の 1 コアと比べて{単純で遅い|複雑で速い}のが普通である。",
                "As a rule a single core of a GPU is {simpler and slower|more complex and faster} than one of a CPU.",
            ),
            why: ("数の多さで処理量を稼ぎます。", "It is their number that makes the throughput."),
            source: "lindholm2008",
        },
    ]),
};
