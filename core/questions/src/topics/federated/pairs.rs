use crate::{Kind, Pair, Pairs, Template, Topic};

pub static FM1: Template = Template {
    id: "FM1",
    topic: Topic::Federated,
    title: ("連合学習の用語", "Terms of federated learning"),
    source: "kairouz2021",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」の説明として正しいものを選べ。", "What is {}?"),
        all: ("用語とその説明を対応させよ。", "Match each term with what it is."),
        pairs: &[
            Pair {
                left: ("FedSGD", "FedSGD"),
                right: (
                    "各クライアントが勾配を 1 回だけ求めて送り、サーバーが平均して更新する",
                    "clients send one gradient each; the server averages them and makes an update",
                ),
                why: ("通信の回数が多くなります。", "It communicates often."),
            },
            Pair {
                left: ("FedAvg", "FedAvg"),
                right: (
                    "各クライアントが何度も局所更新を行い、サーバーが重みを件数に応じて平均する",
                    "clients make many local updates; the server averages their weights by their examples",
                ),
                why: ("通信の回数を減らします。", "It communicates less."),
            },
            Pair {
                left: ("FedProx", "FedProx"),
                right: (
                    "局所の損失に、グローバルモデルから離れることへの罰則を加える",
                    "adds a penalty on leaving the global model to the local loss",
                ),
                why: ("データや計算力のばらつきに備えます。", "It is for clients that differ in data and in speed."),
            },
            Pair {
                left: ("SCAFFOLD", "SCAFFOLD"),
                right: (
                    "制御変量で、クライアントごとの更新の偏りを補正する",
                    "corrects each client's drift by control variates",
                ),
                why: ("クライアントドリフトを減らします。", "It makes client drift smaller."),
            },
            Pair {
                left: ("セキュア集約", "secure aggregation"),
                right: (
                    "個々の更新を隠したまま、合計だけをサーバーが求める",
                    "lets the server have the sum of updates while each stays hidden",
                ),
                why: ("打ち消し合うマスクなどを使います。", "Masks cancel in the sum."),
            },
            Pair {
                left: ("差分プライバシー", "differential privacy"),
                right: (
                    "1 件のデータの有無が結果からほとんど分からないように雑音を加える",
                    "adds noise, so that the result hardly tells whether one example was there",
                ),
                why: ("ε が小さいほど強い保護です。", "A smaller ε protects more."),
            },
        ],
    }),
};
