use crate::{Code, Kind, Template, Topic};

pub static AC1: Template = Template {
    id: "AC1",
    topic: Topic::Accelerators,
    title: ("CUDA のカーネル", "CUDA kernels"),
    source: "nvidia-cuda",
    kind: Kind::Code {
        framework: None,
        rows: &[
            Code {
                stem: (
                    "各スレッドが自分の要素を処理するため、空欄に入るものを選べ。",
                    "What makes each thread do its own element?",
                ),
                code: "__global__ void add(const float *a, const float *b, float *c, int n) {
    int i = ____;
    if (i < n) c[i] = a[i] + b[i];
}",
                right: "blockIdx.x * blockDim.x + threadIdx.x",
                why: (
                    "ブロックの番号 × ブロックの大きさ ＋ ブロック内の番号が、全体での番号です。",
                    "The block's number times the size of a block, and the number within it.",
                ),
                wrong: &[
                    (
                        "threadIdx.x * blockDim.x + blockIdx.x",
                        (
                            "ブロックとスレッドの番号が逆です。大きさが違うと、重複や抜けが出ます。",
                            "Block and thread are exchanged; elements are done twice or left out.",
                        ),
                    ),
                    (
                        "blockIdx.x * gridDim.x + threadIdx.x",
                        (
                            "gridDim はブロックの数です。掛けるのはブロックの大きさです。",
                            "gridDim counts blocks; what is needed is the size of a block.",
                        ),
                    ),
                    (
                        "blockIdx.x + threadIdx.x",
                        (
                            "違うブロックのスレッドが同じ要素を指します。",
                            "Threads of different blocks get the same element.",
                        ),
                    ),
                    (
                        "threadIdx.x",
                        ("どのブロックも先頭の要素だけを処理します。", "Every block does the first elements alone."),
                    ),
                ],
            },
            Code {
                stem: (
                    "n 個の要素すべてを処理できるように、空欄に入るものを選べ。",
                    "What launches enough blocks for all n elements?",
                ),
                code: "int threads = 256;
int blocks = ____;
add<<<blocks, threads>>>(a, b, c, n);",
                right: "(n + threads - 1) / threads",
                why: (
                    "整数の割り算は切り捨てるので、こうして切り上げます。",
                    "Whole division rounds down; this rounds up.",
                ),
                wrong: &[
                    (
                        "n / threads",
                        ("切り捨てられ、半端の要素が処理されません。", "That rounds down and leaves the rest undone."),
                    ),
                    (
                        "n * threads",
                        (
                            "ブロックが多すぎて、ほとんどのスレッドが何もしません。",
                            "Far too many blocks; most threads have nothing to do.",
                        ),
                    ),
                    ("(n - 1) / threads", ("1 ブロック足りません。", "That is one block short.")),
                    (
                        "threads / n",
                        (
                            "n が threads より大きいと 0 になり、起動に失敗します。",
                            "For n above threads that is 0, and the launch fails.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "タイルを読み終えてから使うため、空欄に入るものを選べ。",
                    "What makes sure that the tile is complete before it is used?",
                ),
                code: "__shared__ float tile[TILE][TILE];
tile[threadIdx.y][threadIdx.x] = a[row * n + k + threadIdx.x];
____;
for (int j = 0; j < TILE; ++j)
    sum += tile[threadIdx.y][j] * b[(k + j) * n + col];",
                right: "__syncthreads()",
                why: (
                    "ブロックの全スレッドがここまで来るのを待つので、書かれたタイルを全員が読めます。",
                    "All threads of the block come here before anybody goes on, so what was written can be read.",
                ),
                wrong: &[
                    (
                        "__threadfence()",
                        (
                            "書き込みの順序を保つだけで、他のスレッドを待ちません。",
                            "That orders writes; it waits for nobody.",
                        ),
                    ),
                    (
                        "cudaDeviceSynchronize()",
                        (
                            "ホスト側でカーネルの終わりを待つ関数です。",
                            "That is the host's, and waits for a kernel to end.",
                        ),
                    ),
                    (
                        "return",
                        ("そこでスレッドが終わり、積が計算されません。", "That ends the thread before the product."),
                    ),
                    ("__shared__ float sum", ("宣言であって、待つ働きはありません。", "A declaration does not wait.")),
                ],
            },
            Code {
                stem: (
                    "GPU の計算結果を CPU の配列に戻すため、空欄に入るものを選べ。",
                    "What brings the GPU's result back into the CPU's array?",
                ),
                code: "float *d_c;
cudaMalloc(&d_c, n * sizeof(float));
add<<<blocks, threads>>>(d_a, d_b, d_c, n);
cudaMemcpy(h_c, d_c, n * sizeof(float), ____);",
                right: "cudaMemcpyDeviceToHost",
                why: (
                    "送り先が h_c（ホスト）、送り元が d_c（デバイス）です。",
                    "The destination h_c is the host's, the source d_c the device's.",
                ),
                wrong: &[
                    ("cudaMemcpyHostToDevice", ("入力を送るときの向きです。", "That is the way of the input.")),
                    (
                        "cudaMemcpyDeviceToDevice",
                        ("デバイスの中でコピーする指定です。", "That copies within the device."),
                    ),
                    ("cudaMemcpyHostToHost", ("ホストの中でコピーする指定です。", "That copies within the host.")),
                ],
            },
            Code {
                stem: (
                    "PyTorch でモデルと入力を GPU に置くため、空欄に入るものを選べ。",
                    "What puts the input where the model is, in PyTorch?",
                ),
                code: r#"device = "cuda" if torch.cuda.is_available() else "cpu"
model = Net().to(device)
for x, y in loader:
    x, y = ____
    loss = criterion(model(x), y)"#,
                right: "x.to(device), y.to(device)",
                why: (
                    "Tensor の to は移した新しい Tensor を返すので、代入し直します。",
                    "to returns a tensor that lies there, so it is assigned again.",
                ),
                wrong: &[
                    (
                        "x.cpu(), y.cpu()",
                        (
                            "CPU に置くので、GPU にあるモデルとは計算できません。",
                            "That puts them on the CPU, away from the model.",
                        ),
                    ),
                    (
                        "device.to(x), device.to(y)",
                        ("device は文字列で、to をもちません。", "device is a string and has no to."),
                    ),
                    (
                        "model.to(x), model.to(y)",
                        (
                            "モデルの置き場所を変えるメソッドで、入力は移りません。",
                            "That would move the model, not the input.",
                        ),
                    ),
                ],
            },
        ],
    },
};
