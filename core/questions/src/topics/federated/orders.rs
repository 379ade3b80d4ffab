use crate::{Kind, Order, Template, Topic};

pub static F9: Template = Template {
    id: "F9",
    topic: Topic::Federated,
    title: ("FedAvg の 1 ラウンド", "A round of FedAvg"),
    source: "mcmahan2017",
    kind: Kind::Order(&Order {
        stem: ("FedAvg の 1 ラウンドの手順を並べよ。", "Put the steps of a round of FedAvg into order."),
        steps: &[
            ("サーバーが参加するクライアントを選ぶ", "the server chooses the clients that take part"),
            ("サーバーがグローバルモデルの重みを送る", "the server sends them the global model's weights"),
            ("各クライアントが自分のデータで何度か局所更新を行う", "each client makes local updates on its own data"),
            ("各クライアントがローカルモデルの重みを送り返す", "each client sends its local model's weights back"),
            ("サーバーが件数に応じた重み付き平均を取る", "the server takes the mean weighted by examples"),
            ("サーバーが平均を新しいグローバルモデルとする", "the server makes the mean the new global model"),
        ],
        why: ("データは端末から出ず、行き来するのは重みだけです。", "No data leave a device: only weights travel."),
    }),
};
