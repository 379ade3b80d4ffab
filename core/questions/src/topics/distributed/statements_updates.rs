use crate::{Kind, Statement, Template, Topic};

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
                "staleness に上限を設ける方式（SSP）では、{先へ進みすぎたワーカーが遅いワーカーを待つことがある|どのワーカーも待つことはない}。",
                "With bounded staleness (SSP) {a worker that is too far ahead may have to wait for the slowest|no worker ever has to wait}.",
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
                "同期データ並列で台数を k 倍にし、1 台あたりのバッチを保つと、1 エポックの更新回数は{およそ k 分の 1 |およそ k 倍}になる。",
                "With k times as many synchronous workers and the same batch on each, an epoch has {about a k-th of the|about k times as many} updates.",
            ),
            why: ("1 回の更新で使うデータが k 倍になるからです。", "An update uses k times as many images."),
            source: "goyal2017",
        },
        Statement {
            id: "DS1h",
            text: (
                "線形スケーリング則では、バッチサイズを k 倍にするとき学習率を{ k 倍| k 分の 1 }にする。",
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
                "All-Reduce の後、{すべてのワーカーが|1 台のワーカーだけが}全員の値の合計を持つ。",
                "After an all-reduce {every worker has|only one worker has} the sum of all workers' values.",
            ),
            why: ("1 台だけが持つのは reduce です。", "One alone has it after a reduce."),
            source: "",
        },
        Statement {
            id: "DS2b",
            text: (
                "大きさ S の勾配のリング All-Reduce で 1 台が送る量は、台数 N を増やすと{ 2S に近づく| N に比例して増える}。",
                "In a ring all-reduce of a gradient of size S, what one worker sends {comes near to 2S|grows in proportion to N} with more workers N.",
            ),
            why: ("2(N−1)/N·S なので、2S を超えることはありません。", "It is 2(N−1)/N·S, which never exceeds 2S."),
            source: "patarasuk2009",
        },
        Statement {
            id: "DS2c",
            text: (
                "リング All-Reduce の段数は、台数に対して{比例して増える|変わらない}ため、小さな勾配では遅延が効く。",
                "The rounds of a ring all-reduce {grow in proportion to the workers|do not depend on the workers}, so latency counts where gradients are small.",
            ),
            why: ("2(N−1) 段あり、1 段ごとに遅延がかかります。", "There are 2(N−1) rounds, each with its latency."),
            source: "patarasuk2009",
        },
        Statement {
            id: "DS2d",
            text: (
                "リング All-Reduce は、{reduce-scatter と all-gather |broadcast と gather }の 2 段階からなる。",
                "A ring all-reduce consists of {a reduce-scatter and an all-gather|a broadcast and a gather}.",
            ),
            why: ("合計を分担して求め、それを全員に配ります。", "The sums are made chunk by chunk, then handed round."),
            source: "patarasuk2009",
        },
        Statement {
            id: "DS2e",
            text: (
                "パラメータサーバー方式では、台数が増えると{サーバー|各ワーカー}の通信がボトルネックになりやすい。",
                "With a parameter server, more workers make {the server's|each worker's} traffic the bottleneck.",
            ),
            why: (
                "サーバーを通る量は台数に比例します。サーバーを複数に分けて緩和します。",
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
                "1F1B は GPipe と比べて、{同時に保持する活性値が少ない|バブルの割合が小さい}（段を交互に置かない場合）。",
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
