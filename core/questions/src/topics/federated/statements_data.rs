use crate::{Kind, Statement, Template, Topic};

pub static F5: Template = Template {
    id: "F5",
    topic: Topic::Federated,
    title: ("連合学習のデータと端末", "Data and devices of federated learning"),
    source: "mcmahan2017",
    kind: Kind::Statements(&[
        Statement {
            id: "F5a",
            text: (
                "連合学習では、各クライアントのデータの分布は一般に{互いに異なる（Non-IID）|互いに同じ（IID）}。",
                "In federated learning the clients' data are in general {distributed differently (non-IID)|distributed alike (IID)}.",
            ),
            why: (
                "使う人や機関によって、データの種類も量も違います。",
                "Users and institutions differ in what they have and how much of it.",
            ),
            source: "",
        },
        Statement {
            id: "F5b",
            text: (
                "連合学習では、各クライアントのデータの量は一般に{大きく異なる|等しい}。",
                "In federated learning the amounts of the clients' data are in general {very different|equal}.",
            ),
            why: (
                "だから FedAvg は件数で重みを付けて平均します。",
                "So FedAvg weighs its mean by the number of examples.",
            ),
            source: "",
        },
        Statement {
            id: "F5c",
            text: (
                "連合学習で送受信されるのは、主に{モデルの重みや更新|訓練データ}である。",
                "What travels in federated learning is mainly {weights or updates of the model|training data}.",
            ),
            why: ("データは端末や機関に置いたままにします。", "The data stay where they are."),
            source: "",
        },
        Statement {
            id: "F5d",
            text: (
                "FedAvg の平均では、訓練データの{多い|少ない}クライアントの重みが大きく効く。",
                "In FedAvg's mean a client with {more|fewer} training examples counts more.",
            ),
            why: ("n_k / n を掛けて足します。", "Its weight is n_k / n."),
            source: "",
        },
        Statement {
            id: "F5e",
            text: (
                "Non-IID のデータで局所更新を増やしすぎると、各クライアントのモデルが{自分のデータの最適点に寄っていく|互いに近づいていく}。",
                "With non-IID data and too many local updates the clients' models {drift to the optima of their own data|come nearer to each other}.",
            ),
            why: (
                "クライアントドリフトといい、平均しても全体の最適点に着かないことがあります。",
                "That is client drift: their mean may miss the optimum of all data.",
            ),
            source: "karimireddy2020",
        },
        Statement {
            id: "F5f",
            text: (
                "FedProx は、局所の損失に{サーバーのモデルからの離れ具合に対する罰則|訓練データの量に対する罰則}を加える。",
                "FedProx adds to the local loss a penalty {on the distance from the server's model|on the amount of training data}.",
            ),
            why: ("局所モデルが離れすぎるのを抑えます。", "It holds local models back from going too far."),
            source: "li2020-fedprox",
        },
        Statement {
            id: "F5g",
            text: (
                "端末が学習の途中で離脱したとき、FedAvg のサーバーは{届いたクライアントの更新だけで平均する|学習全体をやり直す}のが普通である。",
                "When devices drop out, a FedAvg server usually {averages the updates that have come|begins training anew}.",
            ),
            why: (
                "通信や電源の都合で離脱することを前提にしています。",
                "Devices are expected to drop out for want of power or a connection.",
            ),
            source: "",
        },
        Statement {
            id: "F5h",
            text: (
                "FedAvg でローカルエポックを増やすと、同じ精度に達するまでの通信のラウンド数は{減る|増える}ことが多い。",
                "With more local epochs FedAvg often needs {fewer|more} rounds of communication for the same accuracy.",
            ),
            why: (
                "端末の計算を増やして通信を減らすのが FedAvg の考えです。",
                "FedAvg trades work on the devices for communication.",
            ),
            source: "",
        },
        Statement {
            id: "F5i",
            text: (
                "FedSGD は、FedAvg で{全データのバッチによる更新を 1 回だけ行う|局所更新を無限に行う}場合に当たる。",
                "FedSGD is FedAvg with {one update on all of the client's data|endless local updates}.",
            ),
            why: ("E = 1、B = ∞ の場合です。", "That is E = 1 and B = ∞."),
            source: "",
        },
    ]),
};

pub static F7: Template = Template {
    id: "F7",
    topic: Topic::Federated,
    title: ("クロスデバイスとクロスサイロ", "Cross-device and cross-silo"),
    source: "kairouz2021",
    kind: Kind::Statements(&[
        Statement {
            id: "F7a",
            text: (
                "クロスデバイス学習のクライアントは、主に{スマートフォンなどの多数の端末|病院や企業などの少数の組織}である。",
                "The clients of cross-device learning are mainly {very many devices such as phones|a few organizations such as hospitals}.",
            ),
            why: ("組織どうしで行うのはクロスサイロ学習です。", "Among organizations it is cross-silo."),
            source: "",
        },
        Statement {
            id: "F7b",
            text: (
                "クロスサイロ学習のクライアントの数は、ふつう{ 2 〜 100 程度|数百万以上}である。",
                "Cross-silo learning has typically {2 to 100|millions of} clients.",
            ),
            why: ("病院や企業などの組織が単位です。", "A client is an organization."),
            source: "",
        },
        Statement {
            id: "F7c",
            text: (
                "クロスデバイス学習では、1 つのラウンドに{一部の端末だけ|すべての端末}が参加する。",
                "In cross-device learning {some of the devices|all devices} take part in a round.",
            ),
            why: (
                "電源や通信の条件を満たす端末から選びます。",
                "They are chosen from those with power and a connection.",
            ),
            source: "",
        },
        Statement {
            id: "F7d",
            text: (
                "クロスサイロ学習では、クライアントは{ほぼ常に参加できる|めったに参加できない}のが普通である。",
                "As a rule cross-silo clients are {nearly always|hardly ever} available.",
            ),
            why: ("組織のサーバーで動くからです。", "They run on the organizations' servers."),
            source: "",
        },
        Statement {
            id: "F7e",
            text: (
                "クロスデバイス学習のクライアントは、ラウンドの間で状態を{保てないことが多い|保てるのが普通である}。",
                "Cross-device clients {often cannot|as a rule can} keep a state from round to round.",
            ),
            why: (
                "次にいつ選ばれるか分からず、1 度しか参加しない端末もあります。",
                "Nobody knows when a device is chosen again; some take part once.",
            ),
            source: "",
        },
        Statement {
            id: "F7f",
            text: (
                "クロスデバイス学習で主な制約になりやすいのは、{通信|組織の間の契約}である。",
                "What limits cross-device learning first is often {communication|contracts between organizations}.",
            ),
            why: ("端末の回線は遅く、切れることもあります。", "The devices' connections are slow and break off."),
            source: "",
        },
        Statement {
            id: "F7g",
            text: (
                "データセンターでの分散深層学習では、データは{自由に混ぜて分け直せる|各クライアントに固定されている}。",
                "In distributed training within a data centre, data {can be mixed and dealt again|are fixed to their clients}.",
            ),
            why: (
                "連合学習ではデータは生まれた所に固定され、分け直せません。",
                "In federated learning they stay where they came to be.",
            ),
            source: "",
        },
        Statement {
            id: "F7h",
            text: (
                "クロスサイロ学習では、{同じ利用者の異なる特徴量|同じ特徴量だけ}を持つ組織が協力する垂直型もある。",
                "In cross-silo learning organizations may also have {different features of the same users|the same features alone} (vertical learning).",
            ),
            why: (
                "利用者が異なり特徴量が同じものは水平型です。",
                "Other users with the same features make it horizontal.",
            ),
            source: "",
        },
    ]),
};
