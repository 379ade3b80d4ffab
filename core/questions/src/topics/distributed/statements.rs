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
                "各層の順伝播と逆伝播のたびに all-reduce が要ります。",
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
                "勾配蓄積では、何回かのミニバッチの勾配を足してから、重みを{1 回だけ更新する|ミニバッチごとに更新する}。",
                "Gradient accumulation adds up the gradients of several minibatches and updates the weights {once|after each of them}.",
            ),
            why: ("小さいメモリで大きい実効バッチを使う方法です。", "So a large effective batch takes little memory."),
            source: "",
        },
        Statement {
            id: "D18c",
            text: (
                "同じ重みから始めれば、4 台の同期データ並列の 1 更新は、同じデータに対する 1 台での{4 回の勾配蓄積と同じ|4 回の更新と同じ}になる（バッチ正規化とドロップアウトがない場合）。",
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
                "PyTorch の DDP では no_sync() の中で行い、最後の 1 回だけ all-reduce します。",
                "In PyTorch's DDP that is no_sync(); the last backward pass does the all-reduce.",
            ),
            source: "",
        },
        Statement {
            id: "D18f",
            text: (
                "PyTorch の DDP は、逆伝播の{途中から|完了を待ってから}勾配の all-reduce を始め、計算と通信を重ねる。",
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

pub static DS1: Template = Template {
    id: "DS1",
    topic: Topic::Distributed,
    title: ("同期と非同期の更新", "Synchronous and asynchronous updates"),
    source: "chen2016",
    kind: Kind::Statements(&[
        Statement {
            id: "DS1a",
            text: (
                "同期 SGD の 1 ステップの時間は、{最も遅いワーカー|ワーカーの平均}で決まる。",
                "A step of synchronous SGD takes as long as {the slowest worker|the workers' average}.",
            ),
            why: ("全員の勾配がそろうのを待つからです。", "It waits for everybody's gradient."),
            source: "",
        },
        Statement {
            id: "DS1b",
            text: (
                "非同期 SGD では、{古い重みで計算された勾配|まだ計算されていない勾配}が更新に使われることがある。",
                "In asynchronous SGD an update may use {a gradient of old weights|a gradient that has not been computed yet}.",
            ),
            why: (
                "計算している間に他のワーカーが重みを更新するからで、古さを staleness と呼びます。",
                "While it was computed others have updated the weights; how old they are is called staleness.",
            ),
            source: "dean2012",
        },
        Statement {
            id: "DS1c",
            text: (
                "非同期 SGD は同期 SGD と比べて、{待ち時間が少ない|勾配が新しい}。",
                "Compared with synchronous SGD, asynchronous SGD has {less waiting|fresher gradients}.",
            ),
            why: (
                "待たない代わりに勾配が古くなり、収束が不安定になることがあります。",
                "The price is stale gradients, with which training may be less stable.",
            ),
            source: "",
        },
        Statement {
            id: "DS1d",
            text: (
                "staleness に上限を設ける方式（SSP）では、{最も速いワーカーが最も遅いワーカーを待つ|どのワーカーも待たない}ことがある。",
                "With bounded staleness (SSP) {the fastest worker waits for the slowest at times|no worker ever waits}.",
            ),
            why: (
                "進みの差が上限を超えるときだけ待つ、同期と非同期の中間です。",
                "It waits only where it would be too far ahead: between synchronous and asynchronous.",
            ),
            source: "ho2013",
        },
        Statement {
            id: "DS1e",
            text: (
                "バックアップワーカーを用いる同期 SGD では、{遅れて届いた勾配を捨てる|遅れて届いた勾配を次の更新に使う}。",
                "Synchronous SGD with backup workers {throws late gradients away|uses late gradients in the next update}.",
            ),
            why: (
                "更新に使う勾配はすべて同じ重みのものに保たれます。",
                "So all gradients of an update are those of the same weights.",
            ),
            source: "",
        },
        Statement {
            id: "DS1f",
            text: (
                "同期 SGD では、各更新に使われる勾配はすべて{同じ重み|異なる重み}で計算されている。",
                "All gradients that make an update of synchronous SGD were computed with {the same weights|different weights}.",
            ),
            why: (
                "だから 1 台で大きなバッチを使うのと同じ計算になります。",
                "So it computes what one worker with a large batch would.",
            ),
            source: "",
        },
        Statement {
            id: "DS1g",
            text: (
                "同期データ並列で台数を k 倍にし、1 台あたりのバッチを保つと、1 エポックの更新回数は{およそ k 分の 1|およそ k 倍}になる。",
                "With k times as many synchronous workers and the same batch on each, an epoch has {about a k-th of the|about k times as many} updates.",
            ),
            why: ("1 回の更新で使うデータが k 倍になるからです。", "An update uses k times as many images."),
            source: "goyal2017",
        },
        Statement {
            id: "DS1h",
            text: (
                "線形スケーリング則では、バッチサイズを k 倍にするとき学習率を{k 倍|k 分の 1}にする。",
                "By the linear scaling rule, with a batch k times as large the learning rate is {multiplied|divided} by k.",
            ),
            why: (
                "k 回の小さな更新を 1 回の大きな更新で近似するという考えです。",
                "One large update is to do what k small ones would.",
            ),
            source: "goyal2017",
        },
        Statement {
            id: "DS1i",
            text: (
                "学習率のウォームアップは、学習の{初期|終盤}に線形スケーリング則の近似が崩れるために使う。",
                "Warm-up of the learning rate is used because the linear scaling rule does not hold {at the beginning|at the end} of training.",
            ),
            why: (
                "重みが速く変わる初期には、k 回の更新を 1 回で近似できません。",
                "While weights change fast, one update does not do what k would.",
            ),
            source: "goyal2017",
        },
    ]),
};

pub static DS2: Template = Template {
    id: "DS2",
    topic: Topic::Distributed,
    title: ("集団通信とメモリ", "Collective communication and memory"),
    source: "rajbhandari2020",
    kind: Kind::Statements(&[
        Statement {
            id: "DS2a",
            text: (
                "all-reduce の後、{すべてのワーカーが|1 台のワーカーだけが}全員の値の合計を持つ。",
                "After an all-reduce {every worker has|only one worker has} the sum of all workers' values.",
            ),
            why: ("1 台だけが持つのは reduce です。", "One alone has it after a reduce."),
            source: "",
        },
        Statement {
            id: "DS2b",
            text: (
                "リング all-reduce で 1 台が送る量は、台数を増やしても{2S を超えない|台数に比例して増える}（S は勾配の大きさ）。",
                "In a ring all-reduce what one worker sends {stays below 2S|grows in proportion to the workers}, with a gradient of size S.",
            ),
            why: ("2(N−1)/N·S なので、N を増やすと 2S に近づくだけです。", "It is 2(N−1)/N·S, which comes near to 2S."),
            source: "patarasuk2009",
        },
        Statement {
            id: "DS2c",
            text: (
                "リング all-reduce の段数は、台数に対して{比例して増える|変わらない}ため、小さな勾配では遅延が効く。",
                "The rounds of a ring all-reduce {grow in proportion to the workers|do not depend on the workers}, so latency counts where gradients are small.",
            ),
            why: ("2(N−1) 段あり、1 段ごとに遅延がかかります。", "There are 2(N−1) rounds, each with its latency."),
            source: "patarasuk2009",
        },
        Statement {
            id: "DS2d",
            text: (
                "リング all-reduce は、{reduce-scatter と all-gather|broadcast と gather}の 2 段階からなる。",
                "A ring all-reduce consists of {a reduce-scatter and an all-gather|a broadcast and a gather}.",
            ),
            why: ("合計を分担して求め、それを全員に配ります。", "The sums are made chunk by chunk, then handed round."),
            source: "patarasuk2009",
        },
        Statement {
            id: "DS2e",
            text: (
                "パラメータサーバ方式では、台数が増えると{サーバ|各ワーカー}の通信がボトルネックになりやすい。",
                "With a parameter server, more workers make {the server's|each worker's} traffic the bottleneck.",
            ),
            why: (
                "サーバを通る量は台数に比例します。サーバを複数に分けて緩和します。",
                "What goes through the server grows with the workers; several servers share it.",
            ),
            source: "li2014",
        },
        Statement {
            id: "DS2f",
            text: (
                "ZeRO-1 がワーカーの間で分割するのは{オプティマイザの状態|モデルのパラメータ}である。",
                "What ZeRO-1 shares out among the workers is {the optimizer's states|the model's parameters}.",
            ),
            why: (
                "混合精度の Adam では 1 パラメータ 16 バイトのうち 12 バイトを占めます。",
                "In mixed-precision Adam they take 12 of the 16 bytes of a parameter.",
            ),
            source: "",
        },
        Statement {
            id: "DS2g",
            text: (
                "ZeRO-3 では、計算の前に各層のパラメータを{他のワーカーから集める|乱数から作り直す}。",
                "With ZeRO-3 a layer's parameters are {gathered from the other workers|drawn again at random} before they are used.",
            ),
            why: (
                "各ワーカーは自分の分だけを保持し、使うときに all-gather します。",
                "A worker keeps its own part alone and gathers the rest when it is needed.",
            ),
            source: "",
        },
        Statement {
            id: "DS2h",
            text: (
                "台数を増やしても学習が台数倍に速くならない主な理由の一つは、{勾配の通信|活性化関数の計算}に時間がかかることである。",
                "One main reason why N workers are not N times as fast is the time of {exchanging gradients|computing activation functions}.",
            ),
            why: ("通信は台数を増やしても減りません。", "Communication does not get less with more workers."),
            source: "goyal2017",
        },
        Statement {
            id: "DS2i",
            text: (
                "GPipe では、マイクロバッチを増やすとバブルの割合は{小さくなる|大きくなる}。",
                "With more microbatches the bubble's share of GPipe {becomes smaller|becomes larger}.",
            ),
            why: ("(p−1)/(m+p−1) なので、m を増やすと 0 に近づきます。", "It is (p−1)/(m+p−1), which goes to 0."),
            source: "huang2019",
        },
        Statement {
            id: "DS2j",
            text: (
                "1F1B は GPipe と比べて、{同時に保持する活性が少ない|バブルの割合が小さい}（段を交互に置かない場合）。",
                "Compared with GPipe, 1F1B without interleaving {holds fewer activations at a time|has a smaller bubble}.",
            ),
            why: (
                "バブルは同じで、逆伝播を早く始めるため保持するマイクロバッチが段数までに抑えられます。",
                "The bubble is the same; backward passes begin earlier, so no more microbatches are held than there are stages.",
            ),
            source: "narayanan2021",
        },
    ]),
};
