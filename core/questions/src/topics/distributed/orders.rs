use crate::{Kind, Order, Template, Topic};

pub static D14: Template = Template {
    id: "D14",
    topic: Topic::Distributed,
    title: ("パラメータサーバーを用いる同期 SGD の 1 ステップ", "A step of synchronous SGD with a parameter server"),
    source: "chen2016",
    kind: Kind::Order(&Order {
        stem: (
            "パラメータサーバーを用いる同期 SGD で、1 回の更新を行う手順を並べよ。",
            "Put the steps of one update of synchronous SGD with a parameter server into order.",
        ),
        steps: &[
            ("各ワーカーが最新の重みをサーバーから受け取る", "each worker takes the newest weights from the server"),
            (
                "各ワーカーが手元のミニバッチで順伝播を行い、損失を求める",
                "each worker goes forward with its own minibatch and has a loss",
            ),
            ("各ワーカーが逆伝播で勾配を求める", "each worker has its gradient by the backward pass"),
            ("各ワーカーが勾配をサーバーへ送る", "each worker sends its gradient to the server"),
            ("サーバーが全員の勾配のそろうのを待って平均する", "the server waits for all gradients and averages them"),
            ("サーバーが平均勾配で重みを更新する", "the server updates the weights by the mean gradient"),
        ],
        why: (
            "勾配は受け取った重みで計算され、全員分がそろって初めて平均と更新ができます。非同期では、そろうのを待たずに更新します。",
            "Gradients belong to the weights that were taken, and only when all are there can they be averaged. Asynchronously nobody waits.",
        ),
    }),
};

pub static DO1: Template = Template {
    id: "DO1",
    topic: Topic::Distributed,
    title: ("リング All-Reduce の流れ", "How a ring all-reduce goes"),
    source: "patarasuk2009",
    kind: Kind::Order(&Order {
        stem: (
            "リング All-Reduce で勾配を平均する流れを並べよ。",
            "Put the parts of averaging gradients by a ring all-reduce into order.",
        ),
        steps: &[
            (
                "各ワーカーが勾配を台数と同じ数のチャンクに分ける",
                "each worker cuts its gradient into as many chunks as there are workers",
            ),
            (
                "隣へチャンクを送り、受け取ったチャンクを自分の値に足すことを繰り返す",
                "chunks go to the neighbour and are added there, round after round",
            ),
            (
                "各ワーカーが、異なる 1 つのチャンクの合計を持つ",
                "each worker has the whole sum of one chunk, each of another",
            ),
            (
                "合計済みのチャンクを隣へ送り、受け取った値で置き換えることを繰り返す",
                "summed chunks go to the neighbour and replace what is there, round after round",
            ),
            ("すべてのワーカーが全チャンクの合計を持つ", "every worker has the sums of all chunks"),
            (
                "合計を台数で割って平均とし、重みを更新する",
                "the sums are divided by the number of workers, and the weights are updated",
            ),
        ],
        why: (
            "前半が reduce-scatter、後半が all-gather です。",
            "The first half is the reduce-scatter, the second the all-gather.",
        ),
    }),
};
