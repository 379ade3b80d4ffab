use crate::{Kind, Statement, Template, Topic};

pub static F8: Template = Template {
    id: "F8",
    topic: Topic::Federated,
    title: ("連合学習とプライバシー", "Federated learning and privacy"),
    source: "kairouz2021",
    kind: Kind::Statements(&[
        Statement {
            id: "F8a",
            text: (
                "生データを送らなくても、勾配から訓練データを{復元できることがある|復元することはできない}。",
                "Even where raw data stay, training data {can at times|cannot} be reconstructed from gradients.",
            ),
            why: (
                "勾配に合うデータを最適化で探す攻撃が示されています。",
                "An attack searches for data that give the same gradients.",
            ),
            source: "zhu2019",
        },
        Statement {
            id: "F8b",
            text: (
                "連合学習だけでは、プライバシーは{保証されない|保証される}。",
                "Federated learning alone {does not guarantee|guarantees} privacy.",
            ),
            why: (
                "差分プライバシーやセキュア集約などと組み合わせます。",
                "It goes together with differential privacy or secure aggregation.",
            ),
            source: "",
        },
        Statement {
            id: "F8c",
            text: (
                "セキュア集約では、サーバーは{更新の合計だけ|各クライアントの更新}を知る。",
                "With secure aggregation the server learns {only the sum of|each client's own} updates.",
            ),
            why: ("打ち消し合うマスクを各自の更新に加えて送ります。", "Clients add masks that cancel in the sum."),
            source: "bonawitz2017",
        },
        Statement {
            id: "F8d",
            text: (
                "差分プライバシーを用いた SGD では、勾配を{切り詰めてから雑音を加える|そのまま暗号化する}。",
                "SGD with differential privacy {clips gradients and adds noise|encrypts gradients as they are}.",
            ),
            why: (
                "1 件の影響に上限を置き、それを雑音で隠します。",
                "The influence of one example is bounded, then hidden by noise.",
            ),
            source: "abadi2016-dp",
        },
        Statement {
            id: "F8e",
            text: (
                "差分プライバシーの ε を小さくすると、保護は{強く|弱く}なり、精度は下がりやすい。",
                "A smaller ε of differential privacy makes the protection {stronger|weaker} and accuracy tends to fall.",
            ),
            why: ("加える雑音が大きくなるからです。", "It takes more noise."),
            source: "abadi2016-dp",
        },
        Statement {
            id: "F8f",
            text: (
                "セキュア集約は、{個々の更新をサーバーから隠す|集約後のモデルから情報が漏れるのを防ぐ}技術である。",
                "Secure aggregation {hides single updates from the server|keeps the aggregated model from leaking}.",
            ),
            why: (
                "合計やモデルからの漏れには、差分プライバシーで備えます。",
                "Against what leaks from the sum or the model there is differential privacy.",
            ),
            source: "bonawitz2017",
        },
        Statement {
            id: "F8g",
            text: (
                "悪意のあるクライアントが偽の更新を送る攻撃は、連合学習で{起こりうる|起こりえない}。",
                "In federated learning malicious clients {can|cannot} send false updates.",
            ),
            why: (
                "サーバーからはデータが見えないので、外れた更新に強い平均などを使います。",
                "The server does not see their data; means that resist outliers help.",
            ),
            source: "",
        },
    ]),
};

pub static FS1: Template = Template {
    id: "FS1",
    topic: Topic::Federated,
    title: ("ローカルモデルとグローバルモデル", "Local and global models"),
    source: "mcmahan2017",
    kind: Kind::Statements(&[
        Statement {
            id: "FS1a",
            text: (
                "グローバルモデルは、{サーバー|1 つの端末}が各クライアントの学習結果をまとめて作る。",
                "The global model is made by {the server|one of the devices} from what the clients have trained.",
            ),
            why: ("まとめたものを次のラウンドでまた配ります。", "It is handed out again in the next round."),
            source: "",
        },
        Statement {
            id: "FS1b",
            text: (
                "ローカルモデルは、各クライアントが{自分のデータ|全クライアントのデータ}で学習したモデルである。",
                "A local model is trained by a client on {its own data|all clients' data}.",
            ),
            why: ("ほかのクライアントのデータは見えません。", "It does not see the others' data."),
            source: "",
        },
        Statement {
            id: "FS1c",
            text: (
                "FedAvg の各ラウンドの初めに、選ばれたクライアントは{同じグローバルモデル|前回の自分のローカルモデル}から学習を始める。",
                "At the beginning of a FedAvg round the chosen clients start from {the same global model|their own local models of last time}.",
            ),
            why: (
                "別々の初期値から学習した重みを平均しても、意味のあるモデルにならないことがあります。",
                "Averaging weights trained from different beginnings may make no sense.",
            ),
            source: "",
        },
        Statement {
            id: "FS1d",
            text: (
                "FedAvg の C = 0.1 は、毎ラウンド{クライアントの 1 割を選ぶ|各クライアントのデータの 1 割を使う}ことを表す。",
                "C = 0.1 of FedAvg means that in each round {a tenth of the clients is chosen|a tenth of each client's data is used}.",
            ),
            why: ("C は参加するクライアントの割合です。", "C is the share of clients that take part."),
            source: "",
        },
        Statement {
            id: "FS1e",
            text: (
                "データ並列の同期 SGD と比べて、FedAvg の平均は{低い頻度で|高い頻度で}行われる。",
                "Compared with synchronous data parallelism, FedAvg averages {less often|more often}.",
            ),
            why: ("複数回の局所更新ごとに 1 度だけ通信します。", "It communicates once behind many local updates."),
            source: "",
        },
        Statement {
            id: "FS1f",
            text: (
                "FedAvg で平均されるのは、局所更新を{終えた後|始める前}の重みである。",
                "What FedAvg averages are the weights {after|before} the local updates.",
            ),
            why: ("始める前の重みは全員同じです。", "Before them all have the same weights."),
            source: "",
        },
        Statement {
            id: "FS1g",
            text: (
                "キーボードの予測変換を端末のデータで改善する使い方は、{クロスデバイス学習|クロスサイロ学習}の代表例である。",
                "Improving a keyboard's predictions with the data of phones is a typical use of {cross-device|cross-silo} learning.",
            ),
            why: ("多数の端末が参加します。", "Very many devices take part."),
            source: "",
        },
    ]),
};
