use crate::{Code, Framework, Kind, Template, Topic};

pub static Q16: Template = Template {
    id: "Q16",
    topic: Topic::Quantization,
    title: ("偽量子化のコード", "Fake quantization in code"),
    source: "pytorch-docs",
    kind: Kind::Code {
        framework: Some(Framework::PyTorch),
        rows: &[
            Code {
                stem: (
                    "テンソルを int8 の格子に丸めて実数へ戻す関数がある。空欄に入るものを選べ。",
                    "This function rounds a tensor to an int8 grid and back. What belongs into the gap?",
                ),
                code: "def fake_quantize(x, scale, zero_point):\n    q = torch.clamp(torch.round(x / scale) + zero_point, -128, 127)\n    return ____",
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
                        "q.to(torch.int8)",
                        (
                            "整数のままでは偽量子化になりません。後段は浮動小数点で計算します。",
                            "Fake quantization gives floats; the layers behind compute in them.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "float のテンソルを int8 の整数にする。空欄に入るものを選べ。",
                    "A float tensor becomes int8 integers. What belongs into the gap?",
                ),
                code: "def quantize(x, scale, zero_point):\n    q = torch.round(x / scale) + zero_point\n    return ____.to(torch.int8)",
                right: "torch.clamp(q, -128, 127)",
                why: (
                    "範囲の外の値を端に切り詰めてから変換します。そのまま変換すると桁あふれします。",
                    "What lies outside is clamped to the ends first; a bare conversion would overflow.",
                ),
                wrong: &[
                    (
                        "torch.clamp(q, 0, 255)",
                        (
                            "それは符号なし 8 ビット（uint8）の範囲です。",
                            "That is the range of unsigned 8 bits (uint8).",
                        ),
                    ),
                    (
                        "torch.relu(q)",
                        (
                            "負の段が失われ、127 を超える値は残ります。",
                            "That drops the negative levels and keeps what exceeds 127.",
                        ),
                    ),
                    (
                        "q",
                        (
                            "範囲の外の値が int8 への変換で桁あふれします。",
                            "Values beyond the range overflow in the conversion.",
                        ),
                    ),
                    ("torch.clamp(q, -1, 1)", ("段が 3 つしか残りません。", "That leaves three levels.")),
                ],
            },
            Code {
                stem: (
                    "重みテンソル w（出力チャネルが先頭の次元、形は [out, in]）を対称な int8 にする。出力チャネルごとのスケールになるように空欄を埋めよ。",
                    "A weight w of shape [out, in] is quantized to symmetric int8 with a scale for each output channel. What belongs into the gap?",
                ),
                code: "scale = ____ / 127\nq = torch.clamp(torch.round(w / scale), -127, 127)",
                right: "w.abs().amax(dim=1, keepdim=True)",
                why: (
                    "入力の次元 1 について最大を取ると、出力チャネルごとに一つの値が残ります。",
                    "The maximum over dimension 1, the inputs, leaves one value for each output channel.",
                ),
                wrong: &[
                    (
                        "w.abs().max()",
                        ("テンソル全体で一つのスケールになります。", "That is one scale for the tensor."),
                    ),
                    (
                        "w.abs().amax(dim=0, keepdim=True)",
                        ("入力ごとのスケールになります。", "That is a scale for each input."),
                    ),
                    (
                        "w.amax(dim=1, keepdim=True)",
                        (
                            "絶対値を取らないと、負の側が大きいチャネルで範囲が足りません。",
                            "Without the magnitude, channels that reach further on the negative side do not fit.",
                        ),
                    ),
                    (
                        "w.abs().mean(dim=1, keepdim=True)",
                        ("平均では大きい重みが切り詰められます。", "With the mean, the large weights are clamped."),
                    ),
                ],
            },
            Code {
                stem: (
                    "丸めを含む順伝播で、勾配はストレートスルー推定（丸めを恒等写像とみなす）で流したい。空欄に入るものを選べ。",
                    "The forward pass rounds; the gradient is to pass as if rounding were the identity (straight-through). What belongs into the gap?",
                ),
                code: "def round_ste(x):\n    return ____",
                right: "x + (torch.round(x) - x).detach()",
                why: (
                    "値は round(x) になり、detach した差には勾配が流れないので、x の勾配は 1 になります。",
                    "The value is round(x); the detached difference has no gradient, so that of x is 1.",
                ),
                wrong: &[
                    (
                        "torch.round(x)",
                        (
                            "round の勾配は 0 なので、前の層へ何も伝わりません。",
                            "The gradient of round is 0: nothing reaches the layers before.",
                        ),
                    ),
                    (
                        "torch.round(x).detach()",
                        (
                            "出力が計算グラフから切り離され、勾配が流れません。",
                            "That cuts the output off the graph; no gradient flows.",
                        ),
                    ),
                    (
                        "x.detach() + torch.round(x)",
                        (
                            "値が x + round(x) になり、勾配は 0 です。",
                            "The value becomes x + round(x), and the gradient 0.",
                        ),
                    ),
                    (
                        "x - (torch.round(x) - x).detach()",
                        (
                            "符号が逆で、値が 2x − round(x) になります。",
                            "The sign is wrong: the value becomes 2x − round(x).",
                        ),
                    ),
                ],
            },
        ],
    },
};
