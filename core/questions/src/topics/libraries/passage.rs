use crate::topics::set;
use crate::{Gap, Passage};

set!(Gap TEXT, Libraries, "pytorch-docs":
    LG1_1 "LG1-1" 0 ("長文の空欄：勾配を求める", "Gaps in a text: gradients"),
    LG1_2 "LG1-2" 1 ("長文の空欄：更新の前に", "Gaps in a text: before the update"),
    LG1_3 "LG1-3" 2 ("長文の空欄：評価のとき", "Gaps in a text: evaluation"),
);

static TEXT: Passage = Passage {
    id: "LG1",
    text: (
        "PyTorch の学習ループでは、順伝播で損失を求めた後、{0} を呼ぶと、計算グラフを逆にたどって各パラメータの .grad に値が足し込まれる。足し込まれるので、次のバッチの前に {1} 必要がある。検証データで評価するときは、Dropout や Batch Normalization の振る舞いを変えるために {2} を呼ぶ。",
        "In a training loop of PyTorch, once the forward pass has given the loss, {0} goes through the graph backwards and adds to each parameter's .grad. Because it adds, before the next batch one has to {1}. For validation, {2} changes how Dropout and batch normalization behave.",
    ),
    gaps: &[
        Gap {
            right: ("loss.backward()", "loss.backward()"),
            why: (
                "逆伝播は損失の Tensor のメソッドです。値の更新は別の呼び出しが行います。",
                "Propagating back is a method of the loss; the update is another call.",
            ),
            wrong: &[
                (
                    ("optimizer.step()", "optimizer.step()"),
                    (
                        "それは求めた勾配で重みを更新する呼び出しです。",
                        "That updates the weights by gradients found before.",
                    ),
                ),
                (
                    ("loss.item()", "loss.item()"),
                    ("損失を Python の数値として取り出すだけです。", "That only takes the loss as a number."),
                ),
                (
                    ("model.forward(x)", "model.forward(x)"),
                    ("順伝播をもう一度行うことになります。", "That is the forward pass again."),
                ),
                (
                    ("loss.detach()", "loss.detach()"),
                    ("計算グラフから切り離すもので、逆です。", "That cuts it off the graph."),
                ),
            ],
        },
        Gap {
            right: ("勾配を 0 に戻す", "set the gradients back to zero"),
            why: (
                "optimizer.zero_grad() を呼ばないと、前のバッチの勾配に足されます。",
                "Without optimizer.zero_grad() the new gradients are added to those of the batch before.",
            ),
            wrong: &[
                (
                    ("学習率を 0 に戻す", "set the learning rate back to zero"),
                    ("学習率はバッチごとに消すものではありません。", "The rate is not cleared for each batch."),
                ),
                (
                    ("重みを初期値に戻す", "set the weights back to their initial values"),
                    ("学習がやり直しになってしまいます。", "That would begin training again."),
                ),
                (
                    ("データの順序を並べ替える", "shuffle the data"),
                    ("並べ替えはエポックごとに DataLoader が行います。", "A DataLoader does that, for each epoch."),
                ),
            ],
        },
        Gap {
            right: ("model.eval()", "model.eval()"),
            why: (
                "eval() は評価の振る舞いに切り替えます。勾配の記録を止めるのは torch.no_grad() です。",
                "eval() switches to evaluation; what stops recording is torch.no_grad().",
            ),
            wrong: &[
                (
                    ("model.train()", "model.train()"),
                    ("学習の振る舞いに切り替えるもので、逆です。", "That switches to training."),
                ),
                (
                    ("torch.no_grad()", "torch.no_grad()"),
                    ("勾配の記録を止めるだけで、Dropout は働いたままです。", "That stops recording; Dropout goes on."),
                ),
                (("model.zero_grad()", "model.zero_grad()"), ("勾配を消すだけです。", "That only clears gradients.")),
            ],
        },
    ],
};
