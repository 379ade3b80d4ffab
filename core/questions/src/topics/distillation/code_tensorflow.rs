use crate::{Code, Framework, Kind, Template, Topic};

pub static K6T: Template = Template {
    id: "K6t",
    topic: Topic::Distillation,
    title: ("蒸留のコード（TensorFlow）", "Distillation in code (TensorFlow)"),
    source: "keras-docs",
    kind: Kind::Code {
        framework: Some(Framework::TensorFlow),
        rows: &[
            Code {
                stem: (
                    "ソフトターゲットの損失を計算する。keras.losses.KLDivergence は二つの確率分布を受け取る。空欄に入るものを選べ。",
                    "The loss of soft targets. keras.losses.KLDivergence takes two distributions. What belongs into the gap?",
                ),
                code: "kl = keras.losses.KLDivergence()\n\ndef soft_loss(teacher_logits, student_logits, T):\n    return kl(\n        tf.nn.softmax(teacher_logits / T, axis=1),\n        ____,\n    ) * T ** 2",
                right: "tf.nn.softmax(student_logits / T, axis=1)",
                why: (
                    "教師も生徒も温度で割ってからソフトマックスを取ります。Keras の KLDivergence は対数ではなく確率を受け取ります。",
                    "Both are divided by T before the softmax; Keras's KLDivergence takes probabilities, not logarithms.",
                ),
                wrong: &[
                    (
                        "tf.nn.log_softmax(student_logits / T, axis=1)",
                        (
                            "対数確率を受け取るのは PyTorch の F.kl_div です。",
                            "Log-probabilities are what PyTorch's F.kl_div takes.",
                        ),
                    ),
                    (
                        "tf.nn.softmax(student_logits, axis=1)",
                        ("生徒の側も温度で割ります。", "The student's logits are divided by T as well."),
                    ),
                    ("tf.nn.softmax(student_logits / T, axis=0)", ("軸 0 はバッチです。", "Axis 0 is the batch.")),
                    (
                        "student_logits / T",
                        ("ロジットのままでは確率になっていません。", "Logits are no probabilities."),
                    ),
                ],
            },
            Code {
                stem: (
                    "蒸留の学習の 1 ステップである。空欄に入るものを選べ。",
                    "A training step of distillation. What belongs into the gap?",
                ),
                code: "t = teacher(x, training=False)\nwith tf.GradientTape() as tape:\n    s = student(x, training=True)\n    loss = alpha * soft_loss(t, s, T) + (1 - alpha) * hard_loss(y, s)\ngrads = tape.gradient(loss, ____)\noptimizer.apply_gradients(zip(grads, student.trainable_variables))",
                right: "student.trainable_variables",
                why: (
                    "更新するのは生徒だけです。教師は固定します。",
                    "The student alone is updated; the teacher stays as it is.",
                ),
                wrong: &[
                    (
                        "teacher.trainable_variables",
                        (
                            "教師は更新しません。勾配もテープの外です。",
                            "The teacher is not updated, and lies outside of the tape.",
                        ),
                    ),
                    (
                        "teacher.trainable_variables + student.trainable_variables",
                        ("教師は固定します。", "The teacher stays as it is."),
                    ),
                    (
                        "student.losses",
                        ("正則化項の一覧で、変数ではありません。", "Those are regularization terms, not variables."),
                    ),
                    (
                        "s",
                        ("出力についての勾配では重みを更新できません。", "Gradients of outputs do not update weights."),
                    ),
                ],
            },
            Code {
                stem: (
                    "教師を推論に使うが、学習中に変わらないようにする。空欄に入るものを選べ。",
                    "The teacher is used for inference and is not to change while the student learns. What belongs into the gap?",
                ),
                code: "teacher = keras.models.load_model('teacher.keras')\n____\nfor x, y in dataset:\n    train_step(x, y, teacher(x, training=False))",
                right: "teacher.trainable = False",
                why: (
                    "重みが trainable_variables から外れ、更新の対象になりません。",
                    "Its weights are no longer among trainable_variables and are never updated.",
                ),
                wrong: &[
                    (
                        "teacher.compile(optimizer='adam')",
                        ("学習の設定をするだけです。", "That only sets up training."),
                    ),
                    (
                        "teacher.reset_states()",
                        ("再帰型ネットワークの状態を消すものです。", "That clears the states of recurrent networks."),
                    ),
                    (
                        "teacher.set_weights(student.get_weights())",
                        ("生徒の重みで教師を上書きしてしまいます。", "That overwrites the teacher with the student."),
                    ),
                ],
            },
        ],
    },
};
