use crate::{Code, Framework, Kind, Template, Topic};

pub static Q16T: Template = Template {
    id: "Q16t",
    topic: Topic::Quantization,
    title: ("偽量子化のコード（TensorFlow）", "Fake quantization in code (TensorFlow)"),
    source: "tensorflow-docs",
    kind: Kind::Code {
        framework: Some(Framework::TensorFlow),
        rows: &[
            Code {
                stem: (
                    "テンソルを int8 の格子に丸めて実数へ戻す関数がある。空欄に入るものを選べ。",
                    "This function rounds a tensor to an int8 grid and back. What belongs into the gap?",
                ),
                code: "def fake_quantize(x, scale, zero_point):\n    q = tf.clip_by_value(tf.round(x / scale) + zero_point, -128, 127)\n    return ____",
                right: "(q - zero_point) * scale",
                why: (
                    "量子化で S で割って Z を足したので、復元では Z を引いてから S を掛けます。",
                    "Quantizing divides by the scale and adds the zero point; the way back subtracts it, then multiplies.",
                ),
                wrong: &[
                    (
                        "q * scale - zero_point",
                        (
                            "Z は整数の側の量なので、S を掛ける前に引きます。",
                            "The zero point counts levels: it is subtracted before the scale multiplies.",
                        ),
                    ),
                    ("(q + zero_point) * scale", ("Z を二重に足しています。", "The zero point is added twice.")),
                    (
                        "(q - zero_point) / scale",
                        (
                            "割ると値の大きさが戻りません。S を掛けます。",
                            "Dividing does not bring the values back; multiply by the scale.",
                        ),
                    ),
                    (
                        "tf.cast(q, tf.int8)",
                        (
                            "整数のままでは偽量子化になりません。後段は浮動小数点で計算します。",
                            "Fake quantization gives floats; the layers behind compute in them.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "丸めを含む順伝播で、勾配はストレートスルー推定（丸めを恒等写像とみなす）で流したい。空欄に入るものを選べ。",
                    "The forward pass rounds; the gradient is to pass as if rounding were the identity (straight-through). What belongs into the gap?",
                ),
                code: "def round_ste(x):\n    return ____",
                right: "x + tf.stop_gradient(tf.round(x) - x)",
                why: (
                    "値は round(x) になり、stop_gradient の中には勾配が流れないので、x の勾配は 1 になります。",
                    "The value is round(x); nothing flows into stop_gradient, so the gradient of x is 1.",
                ),
                wrong: &[
                    (
                        "tf.round(x)",
                        (
                            "round の勾配は 0 とされ、前の層へ何も伝わりません。",
                            "The gradient of round is 0: nothing reaches the layers before.",
                        ),
                    ),
                    (
                        "tf.stop_gradient(tf.round(x))",
                        ("出力全体で勾配が止まります。", "That stops the gradient of the whole output."),
                    ),
                    (
                        "tf.round(x) + tf.stop_gradient(x)",
                        (
                            "値が x + round(x) になり、勾配は 0 です。",
                            "The value becomes x + round(x), and the gradient 0.",
                        ),
                    ),
                    (
                        "x - tf.stop_gradient(tf.round(x) - x)",
                        (
                            "符号が逆で、値が 2x − round(x) になります。",
                            "The sign is wrong: the value becomes 2x − round(x).",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "学習済みの Keras モデルを、重みも活性値も 8 ビット整数にする静的な学習後量子化で変換する。空欄に入るものを選べ。",
                    "A trained Keras model is converted by static post-training quantization, weights and activations in 8 bits. What belongs into the gap?",
                ),
                code: "converter = tf.lite.TFLiteConverter.from_keras_model(model)\nconverter.optimizations = [tf.lite.Optimize.DEFAULT]\nconverter.____\ntflite_model = converter.convert()",
                right: "representative_dataset = calibration_images",
                why: (
                    "活性値の範囲は、代表的な入力を流して測る（校正する）必要があります。無ければ活性値は実数のままです。",
                    "Ranges of activations are measured on representative inputs (calibration); without them activations stay floats.",
                ),
                wrong: &[
                    ("learning_rate = 0.001", ("変換器は学習をしません。", "A converter does not train.")),
                    (
                        "trainable = False",
                        (
                            "モデルの属性で、校正とは関係ありません。",
                            "That is a model's, and has nothing to do with calibration.",
                        ),
                    ),
                    (
                        "target_spec.supported_types = [tf.float16]",
                        ("それは重みを float16 にする設定です。", "That stores weights as float16."),
                    ),
                ],
            },
        ],
    },
};
