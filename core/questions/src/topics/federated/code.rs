use crate::{Code, Framework, Kind, Template, Topic};

pub static FC1: Template = Template {
    id: "FC1",
    topic: Topic::Federated,
    title: ("FedAvg のコード", "FedAvg in code"),
    source: "mcmahan2017",
    kind: Kind::Code {
        framework: Some(Framework::PyTorch),
        rows: &[
            Code {
                stem: (
                    "サーバーが件数に応じた平均を取るため、空欄に入るものを選べ。",
                    "What makes the server's mean weighted by examples?",
                ),
                code: "total = sum(n for n, _ in updates)
state = {}
for name in updates[0][1]:
    state[name] = sum(____ * w[name] for n, w in updates)
model.load_state_dict(state)",
                right: "n / total",
                why: ("全体に占める件数の割合で重みを付けます。", "Each counts by its share of the examples."),
                wrong: &[
                    (
                        "1 / len(updates)",
                        ("単純平均です。件数の違いを見ていません。", "That is the plain mean, blind to the examples."),
                    ),
                    (
                        "total / n",
                        (
                            "件数の少ないクライアントほど大きくなります。",
                            "That counts clients with fewer examples more.",
                        ),
                    ),
                    (
                        "n",
                        (
                            "割合にしていないので、重みが大きくなりすぎます。",
                            "Without a division the weights become far too large.",
                        ),
                    ),
                    ("1 / total", ("各クライアントの件数が掛かっていません。", "The client's own number is missing.")),
                ],
            },
            Code {
                stem: (
                    "クライアントが局所学習を始める前に行うことを、空欄に入れよ。",
                    "What does a client do before its local training?",
                ),
                code: "def client_update(model, global_state, loader, epochs, lr):
    ____
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
    return len(loader.dataset), model.state_dict()",
                right: "model.load_state_dict(global_state)",
                why: ("全員が同じグローバルモデルから始めます。", "Everybody starts from the same global model."),
                wrong: &[
                    (
                        "global_state.load_state_dict(model)",
                        (
                            "向きが逆で、global_state は辞書です。",
                            "The wrong way round, and global_state is a dictionary.",
                        ),
                    ),
                    (
                        "model.apply(reset_weights)",
                        (
                            "毎ラウンド初期値からやり直すことになります。",
                            "That would begin from initial weights in every round.",
                        ),
                    ),
                    (
                        "model.eval()",
                        ("学習ではなく評価の振る舞いになります。", "That switches to evaluation, not training."),
                    ),
                    (
                        "loader.dataset.send_to_server()",
                        ("データを送らないのが連合学習です。", "In federated learning no data are sent."),
                    ),
                ],
            },
            Code {
                stem: (
                    "毎ラウンド参加するクライアントを選ぶため、空欄に入るものを選べ。",
                    "What chooses the clients of a round?",
                ),
                code: "K = len(clients)
for round in range(rounds):
    m = max(int(C * K), 1)
    chosen = ____
    updates = [client_update(c, global_state) for c in chosen]
    global_state = weighted_average(updates)",
                right: "random.sample(clients, m)",
                why: ("m クライアントを重複なく無作為に選びます。", "It takes m clients at random, none twice."),
                wrong: &[
                    (
                        "clients[:m]",
                        (
                            "毎ラウンド同じクライアントだけが参加します。",
                            "The same clients would take part in every round.",
                        ),
                    ),
                    ("random.choice(clients)", ("1 クライアントだけを選びます。", "That takes one client alone.")),
                    (
                        "random.sample(clients, K)",
                        ("全員が参加し、C が効きません。", "All would take part, whatever C is."),
                    ),
                    ("clients[m:]", ("選ばれない側が参加します。", "That takes those who should be left out.")),
                ],
            },
        ],
    },
};
