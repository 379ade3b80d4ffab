use crate::{Kind, Statement, Template, Topic};

pub static D1: Template = Template {
    id: "D1",
    topic: Topic::Distributed,
    title: ("データ並列とモデル並列", "Data and model parallelism"),
    source: "dean2012",
    kind: Kind::Statements(&[
        Statement {
            id: "D1a",
            text: (
                "データ並列では、各ワーカーが{モデル全体の複製|モデルの一部分だけ}を持ち、異なるデータで勾配を計算する。",
                "In data parallelism each worker has {a copy of the whole model|only a part of the model} and computes gradients on different data.",
            ),
            why: (
                "データを分け、モデルは複製します。モデルを分けるのはモデル並列です。",
                "The data are divided and the model is copied; model parallelism divides the model.",
            ),
            source: "",
        },
        Statement {
            id: "D1b",
            text: (
                "モデル並列では、{1 つのモデルを分割して|同じモデルを複製して}複数のデバイスに置く。",
                "Model parallelism {divides one model among|puts copies of one model on} several devices.",
            ),
            why: (
                "1 台のメモリに収まらないモデルも学習できます。",
                "So a model can be trained that does not fit into one device's memory.",
            ),
            source: "",
        },
        Statement {
            id: "D1c",
            text: (
                "1 台の GPU のメモリにモデルが収まらないとき、まず必要になるのは{モデル並列|（状態を分割しない）データ並列}である。",
                "Where a model does not fit into one GPU's memory, what it takes first is {model parallelism|data parallelism that shares out no states}.",
            ),
            why: (
                "通常のデータ並列は各デバイスにモデル全体を置くので、メモリは減りません。",
                "Plain data parallelism puts the whole model on every device and saves no memory.",
            ),
            source: "",
        },
        Statement {
            id: "D1d",
            text: (
                "データ並列のワーカーの間で交換されるのは主に{勾配|訓練データ}である。",
                "What data-parallel workers exchange is mainly {gradients|training data}.",
            ),
            why: (
                "データは初めに分けたままで、勾配（または更新後の重み）をやり取りします。",
                "The data stay where they were dealt; gradients, or updated weights, travel.",
            ),
            source: "",
        },
        Statement {
            id: "D1e",
            text: (
                "パイプライン並列は、モデルを{層の並びに沿って|各層の行列の中で}分割する。",
                "Pipeline parallelism divides a model {along its sequence of layers|within each layer's matrices}.",
            ),
            why: (
                "層の中の行列を分けるのはテンソル並列です。",
                "What divides matrices within a layer is tensor parallelism.",
            ),
            source: "huang2019",
        },
        Statement {
            id: "D1f",
            text: (
                "テンソル並列では、1 つの層の{行列|ミニバッチ}を複数のデバイスに分ける。",
                "Tensor parallelism divides a layer's {matrices|minibatch} among several devices.",
            ),
            why: ("ミニバッチを分けるのはデータ並列です。", "What divides the minibatch is data parallelism."),
            source: "shoeybi2019",
        },
        Statement {
            id: "D1g",
            text: (
                "パイプライン並列でミニバッチをマイクロバッチに分けるのは、{デバイスの待ち時間を減らす|送る勾配の量を減らす}ためである。",
                "A pipeline takes a minibatch in microbatches {so that devices wait less|so that fewer gradients are sent}.",
            ),
            why: (
                "分けなければ、ある時点で働くデバイスは 1 つだけになります。",
                "Without them only one device would work at a time.",
            ),
            source: "huang2019",
        },
        Statement {
            id: "D1h",
            text: (
                "データ並列とモデル並列は{組み合わせて使える|同時には使えない}。",
                "Data and model parallelism {can be combined|cannot be used together}.",
            ),
            why: (
                "大規模モデルでは、データ・テンソル・パイプラインの 3 つを組み合わせます。",
                "Large models are trained with data, tensor and pipeline parallelism at once.",
            ),
            source: "narayanan2021",
        },
        Statement {
            id: "D1i",
            text: (
                "テンソル並列は通信の回数が多いので、{高速な接続をもつ同じノードの中|遅い接続で結ばれたノードの間}で使うのが普通である。",
                "Tensor parallelism communicates so often that it is usually kept {within a node, where links are fast|between nodes, where links are slow}.",
            ),
            why: (
                "各層の順伝播と逆伝播のたびに All-Reduce が要ります。",
                "It needs an all-reduce in every layer's forward and backward pass.",
            ),
            source: "shoeybi2019",
        },
    ]),
};

pub static D18: Template = Template {
    id: "D18",
    topic: Topic::Distributed,
    title: ("勾配蓄積と同期データ並列", "Gradient accumulation and synchronous data parallelism"),
    source: "li2020-ddp",
    kind: Kind::Statements(&[
        Statement {
            id: "D18a",
            text: (
                "ワーカーごとに同じ枚数で計算した平均勾配をさらに平均すると、全体のバッチの平均勾配{と一致する|の台数分の 1 になる}。",
                "The mean of the workers' mean gradients, each over as many images, {is the mean gradient of the whole batch|is the mean gradient of the whole batch over the number of workers}.",
            ),
            why: (
                "枚数が等しければ、平均の平均は全体の平均です。",
                "With equal numbers the mean of the means is the mean of all.",
            ),
            source: "goyal2017",
        },
        Statement {
            id: "D18b",
            text: (
                "勾配蓄積では、何回かのミニバッチの勾配を足してから、重みを{ 1 回だけ更新する|ミニバッチごとに更新する}。",
                "Gradient accumulation adds up the gradients of several minibatches and updates the weights {once|after each of them}.",
            ),
            why: ("小さいメモリで大きい実効バッチを使う方法です。", "So a large effective batch takes little memory."),
            source: "",
        },
        Statement {
            id: "D18c",
            text: (
                "同じ重みから始めれば、4 台の同期データ並列の 1 更新は、同じデータに対する 1 台での{ 4 回の勾配蓄積と同じ| 4 回の更新と同じ}になる（バッチ正規化とドロップアウトがない場合）。",
                "From the same weights, one update of 4 synchronous data-parallel workers equals {4 accumulated gradients|4 updates} of one worker on the same data, without batch normalization and dropout.",
            ),
            why: (
                "どちらも、更新前の同じ重みで計算した勾配の平均で 1 回だけ更新します。",
                "Both make one update, by the mean of gradients of the same weights.",
            ),
            source: "",
        },
        Statement {
            id: "D18d",
            text: (
                "バッチ正規化の統計量は、同期しない限り各ワーカーの{手元のミニバッチ|全ワーカーのバッチ}から計算される。",
                "Unless they are synchronized, the statistics of batch normalization come from {each worker's own minibatch|all workers' batches}.",
            ),
            why: (
                "このため勾配蓄積や 1 台の大きいバッチとは結果が一致しません（SyncBatchNorm は統計量も同期します）。",
                "So the result differs from one large batch; SyncBatchNorm brings the statistics together, too.",
            ),
            source: "",
        },
        Statement {
            id: "D18e",
            text: (
                "勾配蓄積とデータ並列を併用するとき、蓄積の途中では勾配の{通信を省ける|通信を毎回行わなければならない}。",
                "Where accumulation and data parallelism go together, the gradients {need not be exchanged|have to be exchanged} between the accumulated minibatches.",
            ),
            why: (
                "PyTorch の DDP では no_sync() の中で行い、最後の 1 回だけ All-Reduce します。",
                "In PyTorch's DDP that is no_sync(); the last backward pass does the all-reduce.",
            ),
            source: "",
        },
        Statement {
            id: "D18f",
            text: (
                "PyTorch の DDP は、逆伝播の{途中から|完了を待ってから}勾配の All-Reduce を始め、計算と通信を重ねる。",
                "PyTorch's DDP begins its all-reduce {while the backward pass still goes on|when the backward pass is over}, so that communication overlaps with the work.",
            ),
            why: (
                "出力側の層の勾配から順にバケットにまとめて送ります。",
                "Gradients go in buckets, the last layers' first.",
            ),
            source: "",
        },
        Statement {
            id: "D18g",
            text: (
                "勾配をバケットにまとめて送るのは、{小さな通信を何度も行うと遅延が積み重なる|勾配の精度が上がる}ためである。",
                "Gradients are sent in buckets because {many small messages add up their latencies|that makes gradients more precise}.",
            ),
            why: (
                "1 回ごとに一定の遅延がかかるので、まとめると合計が減ります。",
                "Each message has its latency; fewer messages have fewer of them.",
            ),
            source: "",
        },
    ]),
};
