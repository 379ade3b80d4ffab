use crate::{Code, Framework, Kind, Template, Topic};

pub static L4: Template = Template {
    id: "L4",
    topic: Topic::Libraries,
    title: ("学習ループの穴埋め", "Gaps in a training loop"),
    source: "pytorch-docs",
    kind: Kind::Code {
        framework: Some(Framework::PyTorch),
        rows: &[
            Code {
                stem: (
                    "1 バッチの学習である。空欄に入るものを選べ。",
                    "Training on one batch. What belongs into the gap?",
                ),
                code: "optimizer.zero_grad()\noutput = model(x)\nloss = criterion(output, y)\n____\noptimizer.step()",
                right: "loss.backward()",
                why: (
                    "損失から逆伝播して各パラメータの .grad を求めてから、step で更新します。",
                    "The loss is propagated back into each parameter's .grad before the step updates.",
                ),
                wrong: &[
                    (
                        "optimizer.backward()",
                        (
                            "最適化器に backward はありません。逆伝播するのは損失です。",
                            "Optimizers have no backward; it is the loss that has.",
                        ),
                    ),
                    ("loss.step()", ("損失に step はありません。", "A loss has no step.")),
                    ("model.backward()", ("モデルに backward はありません。", "A model has no backward.")),
                    (
                        "optimizer.zero_grad()",
                        ("勾配が計算されず、何も更新されません。", "No gradient is computed, and nothing updated."),
                    ),
                ],
            },
            Code {
                stem: (
                    "1 バッチの学習である。空欄に入るものを選べ。",
                    "Training on one batch. What belongs into the gap?",
                ),
                code: "optimizer.zero_grad()\noutput = model(x)\nloss = criterion(output, y)\nloss.backward()\n____",
                right: "optimizer.step()",
                why: ("計算した勾配で重みを更新します。", "The weights are updated by the gradients computed."),
                wrong: &[
                    ("model.step()", ("モデルに step はありません。", "A model has no step.")),
                    ("loss.step()", ("損失に step はありません。", "A loss has no step.")),
                    (
                        "optimizer.update()",
                        ("PyTorch の最適化器に update はありません。", "PyTorch's optimizers have no update."),
                    ),
                    (
                        "optimizer.zero_grad()",
                        ("更新する前に勾配を消してしまいます。", "That clears the gradients before they are used."),
                    ),
                ],
            },
            Code {
                stem: (
                    "検証データで正解率を求める。空欄に入るものを選べ。",
                    "Accuracy on validation data. What belongs into the gap?",
                ),
                code: "model.eval()\ncorrect = 0\nwith ____:\n    for x, y in loader:\n        correct += (model(x).argmax(dim=1) == y).sum().item()",
                right: "torch.no_grad()",
                why: (
                    "評価では勾配が要らないので、計算グラフの記録を止めてメモリを節約します。",
                    "No gradients are needed here: recording is stopped, which saves memory.",
                ),
                wrong: &[
                    (
                        "model.train()",
                        (
                            "学習モードに戻す呼び出しで、with と使うものではありません。",
                            "That switches to training mode, and is not for with.",
                        ),
                    ),
                    ("torch.enable_grad()", ("記録を有効にするもので、逆です。", "That turns recording on.")),
                    (
                        "torch.autograd.detect_anomaly()",
                        (
                            "異常な勾配を調べるもので、記録は止まりません。",
                            "That looks for anomalies and does not stop recording.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "nn.CrossEntropyLoss で学習する分類モデルである。空欄に入るものを選べ。",
                    "A classifier that is trained with nn.CrossEntropyLoss. What belongs into the gap?",
                ),
                code: "def forward(self, x):\n    x = F.relu(self.fc1(x))\n    return ____",
                right: "self.fc2(x)",
                why: (
                    "CrossEntropyLoss が内部で log softmax を計算するので、モデルはロジットを返します。",
                    "CrossEntropyLoss computes log softmax itself, so the model returns logits.",
                ),
                wrong: &[
                    (
                        "F.softmax(self.fc2(x), dim=1)",
                        (
                            "ソフトマックスが二重に掛かり、勾配が小さくなります。",
                            "Softmax would be applied twice, and gradients become small.",
                        ),
                    ),
                    (
                        "self.fc2(x).argmax(dim=1)",
                        ("argmax は微分できず、学習できません。", "argmax has no gradient to learn by."),
                    ),
                    (
                        "F.relu(self.fc2(x))",
                        (
                            "負のロジットが 0 にそろい、クラスを区別できなくなります。",
                            "Negative logits all become 0 and cannot be told apart.",
                        ),
                    ),
                    (
                        "torch.sigmoid(self.fc2(x))",
                        (
                            "ロジットが 0 から 1 に押し込まれ、確率が偏れません。",
                            "Logits squeezed between 0 and 1 leave no sharp probabilities.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "4 回に 1 回だけ更新して、4 倍のバッチと同じ平均勾配にしたい（勾配の蓄積）。空欄に入るものを選べ。",
                    "Gradient accumulation: an update every four batches is to use the mean gradient of a batch four times as large. What belongs into the gap?",
                ),
                code: "for i, (x, y) in enumerate(loader):\n    loss = criterion(model(x), y)\n    ____\n    if (i + 1) % 4 == 0:\n        optimizer.step()\n        optimizer.zero_grad()",
                right: "(loss / 4).backward()",
                why: (
                    "backward は .grad に足し込むので、4 で割った損失を 4 回逆伝播すると平均になります。",
                    "backward adds to .grad: four losses divided by 4 make the mean.",
                ),
                wrong: &[
                    ("loss.backward()", ("勾配の和になり、平均の 4 倍です。", "That is the sum, four times the mean.")),
                    (
                        "(loss * 4).backward()",
                        ("割るところを掛けています。", "That multiplies where it has to divide."),
                    ),
                    (
                        "(loss / 4).detach().backward()",
                        ("切り離した値からは逆伝播できません。", "A detached value has nothing to propagate back to."),
                    ),
                    (
                        "optimizer.zero_grad()",
                        (
                            "勾配が計算されず、ためたものも消えます。",
                            "No gradient is computed, and what was gathered goes.",
                        ),
                    ),
                ],
            },
        ],
    },
};
