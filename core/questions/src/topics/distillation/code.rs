use crate::{Code, Framework, Kind, Template, Topic};

pub static K6: Template = Template {
    id: "K6",
    topic: Topic::Distillation,
    title: ("蒸留のコード", "Distillation in code"),
    source: "pytorch-docs",
    kind: Kind::Code {
        framework: Some(Framework::PyTorch),
        rows: &[
            Code {
                stem: (
                    "ソフトターゲットの損失を計算する。空欄に入るものを選べ。",
                    "The loss of soft targets. What belongs into the gap?",
                ),
                code: "import torch.nn.functional as F\n\ndef soft_loss(student_logits, teacher_logits, T):\n    return F.kl_div(\n        ____,\n        F.softmax(teacher_logits / T, dim=1),\n        reduction='batchmean',\n    ) * T * T",
                right: "F.log_softmax(student_logits / T, dim=1)",
                why: (
                    "F.kl_div の第 1 引数は対数確率です。温度で割ってから log_softmax を取ります。",
                    "The first argument of F.kl_div is a log-probability: divide by T, then log_softmax.",
                ),
                wrong: &[
                    (
                        "F.softmax(student_logits / T, dim=1)",
                        (
                            "確率のままでは正しい KL になりません。対数確率を渡します。",
                            "A probability gives no divergence; it has to be its logarithm.",
                        ),
                    ),
                    (
                        "F.log_softmax(student_logits, dim=1)",
                        ("生徒の側も温度で割ります。", "The student's logits are divided by T as well."),
                    ),
                    (
                        "F.log_softmax(student_logits / T, dim=0)",
                        (
                            "次元 0 はバッチです。正規化するのはクラスの次元 1 です。",
                            "Dimension 0 is the batch; classes are dimension 1.",
                        ),
                    ),
                    (
                        "student_logits / T",
                        ("ロジットのままでは確率になっていません。", "Logits are no log-probabilities."),
                    ),
                ],
            },
            Code {
                stem: (
                    "数学の定義どおり、クラスについて足し、バッチについて平均した KL を求める。空欄に入るものを選べ。",
                    "The divergence is to be summed over classes and averaged over the batch. What belongs into the gap?",
                ),
                code: "loss = F.kl_div(\n    F.log_softmax(student / T, dim=1),\n    F.softmax(teacher / T, dim=1),\n    reduction=____,\n) * T**2",
                right: "'batchmean'",
                why: (
                    "batchmean は要素の和をバッチの大きさで割ります。",
                    "With batchmean the sum of all elements is divided by the batch.",
                ),
                wrong: &[
                    (
                        "'mean'",
                        (
                            "全要素数で割るので、クラス数の分だけ小さくなります。",
                            "That divides by all elements: too small by the number of classes.",
                        ),
                    ),
                    (
                        "'sum'",
                        (
                            "バッチについて平均されず、バッチの大きさに比例します。",
                            "That is not averaged and grows with the batch.",
                        ),
                    ),
                    (
                        "'none'",
                        (
                            "要素ごとの値のままで、スカラーの損失になりません。",
                            "That leaves a value for each element, no loss.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "蒸留の学習ループの一部である。教師のための計算グラフは記録しない。空欄に入るものを選べ。",
                    "Part of a training loop with distillation; no graph is to be recorded for the teacher. What belongs into the gap?",
                ),
                code: "teacher.eval()\nstudent.train()\nfor x, y in loader:\n    with ____:\n        t = teacher(x)\n    s = student(x)\n    loss = alpha * soft_loss(s, t, T) + (1 - alpha) * F.cross_entropy(s, y)\n    optimizer.zero_grad()\n    loss.backward()\n    optimizer.step()",
                right: "torch.no_grad()",
                why: (
                    "教師は更新しないので、勾配のための記録は要りません。メモリも計算も減ります。",
                    "The teacher is not updated: nothing has to be recorded for gradients, which saves memory and time.",
                ),
                wrong: &[
                    (
                        "torch.enable_grad()",
                        (
                            "教師の計算グラフまで記録し、無駄にメモリを使います。",
                            "That records the teacher's graph, too.",
                        ),
                    ),
                    (
                        "torch.autograd.set_detect_anomaly(True)",
                        (
                            "異常を調べるための設定で、勾配の記録は止まりません。",
                            "That looks for anomalies; it does not stop recording.",
                        ),
                    ),
                    (
                        "torch.autocast(device_type='cuda')",
                        (
                            "計算の精度を変える設定で、勾配の記録は止まりません。",
                            "That changes the precision; it does not stop recording.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "ソフトターゲットと正解ラベルの両方で生徒を学習する。空欄に入るものを選べ。",
                    "A student learns from soft targets and labels. What belongs into the gap?",
                ),
                code: "def distillation_loss(s, t, y, T, alpha):\n    soft = F.kl_div(F.log_softmax(s / T, dim=1),\n                    F.softmax(t / T, dim=1), reduction='batchmean')\n    hard = ____\n    return alpha * T**2 * soft + (1 - alpha) * hard",
                right: "F.cross_entropy(s, y)",
                why: (
                    "正解ラベルとの項は T = 1 の生徒の出力で計算します。F.cross_entropy はロジットを受け取ります。",
                    "The labels' part takes the student's output at T = 1; F.cross_entropy takes logits.",
                ),
                wrong: &[
                    (
                        "F.cross_entropy(t, y)",
                        (
                            "教師の出力では生徒へ勾配が流れません。",
                            "With the teacher's output no gradient reaches the student.",
                        ),
                    ),
                    (
                        "F.cross_entropy(F.softmax(s, dim=1), y)",
                        ("ソフトマックスが二重に掛かります。", "That applies softmax twice."),
                    ),
                    ("F.mse_loss(s, t)", ("ラベル y が使われていません。", "The labels y are not used.")),
                    (
                        "F.cross_entropy(s, t.argmax(dim=0))",
                        (
                            "教師の予測をバッチ方向に取っていて、ラベル y も使っていません。",
                            "That takes the teacher's guess over the batch and leaves out the labels y.",
                        ),
                    ),
                ],
            },
        ],
    },
};
