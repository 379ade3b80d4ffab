use crate::{Code, Framework, Kind, Template, Topic};

pub static P16: Template = Template {
    id: "P16",
    topic: Topic::Pruning,
    title: ("枝刈りのコード", "Pruning in code"),
    source: "pytorch-docs",
    kind: Kind::Code {
        framework: Some(Framework::PyTorch),
        rows: &[
            Code {
                stem: (
                    "層の重みを、絶対値の小さい順に 30% 枝刈りする。空欄に入るものを選べ。",
                    "30% of a layer's weights are pruned, those of least magnitude. What belongs into the gap?",
                ),
                code: "import torch.nn.utils.prune as prune\n\nlayer = torch.nn.Linear(256, 128)\nprune.____(layer, name='weight', amount=0.3)",
                right: "l1_unstructured",
                why: (
                    "個々の重みを L1（絶対値）の小さい順に選びます。",
                    "It chooses single weights by L1, their magnitude.",
                ),
                wrong: &[
                    (
                        "ln_structured",
                        (
                            "次元を単位に刈る構造化枝刈りで、引数 n と dim が要ります。",
                            "That prunes whole slices of a dimension, and wants n and dim.",
                        ),
                    ),
                    (
                        "random_unstructured",
                        ("大きさによらず、無作為に選びます。", "That chooses at random, whatever the magnitudes."),
                    ),
                    (
                        "remove",
                        (
                            "マスクを重みに焼き込む関数で、選ぶ働きはありません。",
                            "That makes the mask permanent; it chooses nothing.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "枝刈りのマスクを重みに焼き込み、weight_orig と weight_mask を取り除く。空欄に入るものを選べ。",
                    "The mask is made permanent, and weight_orig and weight_mask go. What belongs into the gap?",
                ),
                code: "prune.l1_unstructured(layer, 'weight', amount=0.5)\n# ... fine-tune ...\n____",
                right: "prune.remove(layer, 'weight')",
                why: (
                    "マスクを掛けた重みが通常のパラメータになります。枝刈りが取り消されるわけではありません。",
                    "The masked weight becomes an ordinary parameter; the pruning is not undone.",
                ),
                wrong: &[
                    (
                        "del layer.weight",
                        ("重みそのものを消そうとしています。", "That would delete the weight itself."),
                    ),
                    (
                        "layer.weight_mask.zero_()",
                        ("マスクがすべて 0 になり、重みがすべて消えます。", "With a mask of zeros every weight goes."),
                    ),
                    (
                        "prune.identity(layer, 'weight')",
                        ("何も刈らないマスクを加える関数です。", "That adds a mask which prunes nothing."),
                    ),
                    ("layer.zero_grad()", ("勾配を消すだけです。", "That only clears gradients.")),
                ],
            },
            Code {
                stem: (
                    "大きさによる枝刈りのマスクを自分で作る。全要素の半分を残すように空欄を埋めよ。",
                    "A mask for pruning by magnitude, written by hand: half of the elements are to stay. What belongs into the gap?",
                ),
                code: "threshold = ____\nmask = (w.abs() > threshold).to(w.dtype)\nw.data.mul_(mask)",
                right: "w.abs().median()",
                why: (
                    "絶対値の中央値をしきい値にすると、およそ半分が残ります。",
                    "With the median magnitude as the threshold about half stay.",
                ),
                wrong: &[
                    (
                        "w.median()",
                        (
                            "符号付きの中央値は 0 に近く、ほとんど刈られません。",
                            "The signed median lies near 0: hardly anything goes.",
                        ),
                    ),
                    (
                        "w.abs().max()",
                        (
                            "最大値より大きい重みは無く、すべて消えます。",
                            "Nothing exceeds the maximum: everything goes.",
                        ),
                    ),
                    (
                        "0.5",
                        (
                            "重みの尺度によらない値では、残る割合が決まりません。",
                            "A fixed value says nothing on the share that stays.",
                        ),
                    ),
                    ("w.abs().min()", ("最小の重みしか消えません。", "Only the least goes.")),
                ],
            },
            Code {
                stem: (
                    "再学習で、刈った重みを 0 のまま保つ。空欄に入るものを選べ。",
                    "Fine-tuning that keeps pruned weights at 0. What belongs into the gap?",
                ),
                code: "for x, y in loader:\n    optimizer.zero_grad()\n    F.cross_entropy(model(x), y).backward()\n    optimizer.step()\n    with torch.no_grad():\n        for p, mask in masks.items():\n            ____",
                right: "p.mul_(mask)",
                why: (
                    "更新で 0 でなくなった重みに、毎回マスクを掛け直します。",
                    "The step may move them off 0; the mask is applied again each time.",
                ),
                wrong: &[
                    ("p.add_(mask)", ("残す重みに 1 が足されます。", "That adds 1 to the weights that stay.")),
                    ("mask.mul_(p)", ("マスクの方が書き換わります。", "That changes the mask instead.")),
                    ("p.zero_()", ("すべての重みが消えます。", "Every weight would go.")),
                    (
                        "p.grad.mul_(mask)",
                        (
                            "更新の後に勾配を消しても遅く、モーメンタムも残ります。",
                            "Behind the step it is too late for the gradient.",
                        ),
                    ),
                ],
            },
        ],
    },
};
