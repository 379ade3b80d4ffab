use crate::{Code, Framework, Kind, Template, Topic};

pub static P16T: Template = Template {
    id: "P16t",
    topic: Topic::Pruning,
    title: ("枝刈りのコード（TensorFlow）", "Pruning in code (TensorFlow)"),
    source: "tensorflow-docs",
    kind: Kind::Code {
        framework: Some(Framework::TensorFlow),
        rows: &[
            Code {
                stem: (
                    "大きさによる枝刈りのマスクを作る。しきい値 t 以下の重みを 0 にするように空欄を埋めよ。",
                    "A mask for pruning by magnitude: weights up to a threshold t are to become 0. What belongs into the gap?",
                ),
                code: "mask = tf.cast(____, w.dtype)\nw.assign(w * mask)",
                right: "tf.abs(w) > t",
                why: (
                    "絶対値で比べるので、符号によらず小さい重みが消えます。",
                    "Magnitudes are compared: small weights go, whatever their sign.",
                ),
                wrong: &[
                    ("w > t", ("負の重みがすべて消えます。", "Every negative weight would go.")),
                    ("tf.abs(w) <= t", ("大きい重みの方が消えます。", "The large ones would go.")),
                    ("w != 0", ("すでに 0 のものだけが 0 のままです。", "Only what is 0 already would be 0.")),
                ],
            },
            Code {
                stem: (
                    "再学習の 1 ステップの後も、刈った重みを 0 のまま保つ。空欄に入るものを選べ。",
                    "Pruned weights are to stay at 0 after a step of fine-tuning. What belongs into the gap?",
                ),
                code: "optimizer.apply_gradients(zip(grads, variables))\nfor v, mask in zip(variables, masks):\n    ____",
                right: "v.assign(v * mask)",
                why: (
                    "更新で 0 でなくなった重みに、毎回マスクを掛け直します。",
                    "The step may move them off 0; the mask is applied again each time.",
                ),
                wrong: &[
                    ("v.assign_add(mask)", ("残す重みに 1 が足されます。", "That adds 1 to the weights that stay.")),
                    ("mask.assign(v * mask)", ("マスクの方が書き換わります。", "That changes the mask instead.")),
                    ("v.assign(tf.zeros_like(v))", ("すべての重みが消えます。", "Every weight would go.")),
                ],
            },
            Code {
                stem: (
                    "Dense 層の重み（形は [入力, 出力]）から、出力ユニットごとの L1 ノルムを求め、小さいユニットを除く。空欄に入るものを選べ。",
                    "Units of a Dense layer, whose kernel is [inputs, outputs], are ranked by their L1 norm. What belongs into the gap?",
                ),
                code: "kernel = layer.kernel\nnorms = tf.reduce_sum(tf.abs(kernel), ____)\nkeep = tf.argsort(norms, direction='DESCENDING')[:n]",
                right: "axis=0",
                why: (
                    "入力の軸 0 について足すと、出力ユニットごとに一つの値が残ります。",
                    "The sum over axis 0, the inputs, leaves one value for each unit.",
                ),
                wrong: &[
                    (
                        "axis=1",
                        (
                            "入力ごとの値になります。PyTorch の Linear では重みの形が逆です。",
                            "That is one for each input; PyTorch's Linear has its weight the other way round.",
                        ),
                    ),
                    ("axis=None", ("全体で一つの値になります。", "That is one value for all.")),
                    (
                        "axis=[0, 1]",
                        (
                            "両方の軸について足すので、全体で一つの値になります。",
                            "Both axes are summed: one value for all.",
                        ),
                    ),
                ],
            },
        ],
    },
};
