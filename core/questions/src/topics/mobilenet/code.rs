use crate::{Code, Framework, Kind, Template, Topic};

pub static M10: Template = Template {
    id: "M10",
    topic: Topic::Mobilenet,
    title: ("分離可能畳み込みのコード", "Separable convolutions in code"),
    source: "pytorch-docs",
    kind: Kind::Code {
        framework: Some(Framework::PyTorch),
        rows: &[
            Code {
                stem: (
                    "3×3 の深さ方向の畳み込みを作る。空欄に入るものを選べ。",
                    "A 3×3 depthwise convolution. What belongs into the gap?",
                ),
                code: "depthwise = nn.Conv2d(c_in, c_in, kernel_size=3, padding=1, ____, bias=False)",
                right: "groups=c_in",
                why: (
                    "グループ数を入力チャネル数と等しくすると、各フィルタが 1 チャネルだけを見ます。",
                    "With as many groups as input channels each filter sees one channel.",
                ),
                wrong: &[
                    (
                        "groups=1",
                        ("既定の値で、標準の畳み込みになります。", "That is the default, a standard convolution."),
                    ),
                    (
                        "groups=3",
                        (
                            "カーネルの大きさとグループ数は関係ありません。",
                            "Groups have nothing to do with the kernel's size.",
                        ),
                    ),
                    ("dilation=c_in", ("カーネルの間隔を広げる引数です。", "That spaces the kernel out.")),
                    ("stride=c_in", ("出力の間引きの引数です。", "That skips places of the output.")),
                ],
            },
            Code {
                stem: (
                    "深さ方向の畳み込みの後に置く 1×1 の畳み込みを作る。空欄に入るものを選べ。",
                    "The pointwise convolution behind a depthwise one. What belongs into the gap?",
                ),
                code: "pointwise = nn.Conv2d(c_in, c_out, ____, bias=False)",
                right: "kernel_size=1",
                why: ("1×1 のカーネルで、画素ごとにチャネルを混ぜます。", "A 1×1 kernel mixes channels at each pixel."),
                wrong: &[
                    (
                        "kernel_size=1, groups=c_in",
                        ("グループに分けるとチャネルが混ざりません。", "In groups no channels are mixed."),
                    ),
                    (
                        "kernel_size=3, padding=1",
                        (
                            "空間方向も混ぜる標準の畳み込みになります。",
                            "That is a standard convolution, over space as well.",
                        ),
                    ),
                    (
                        "kernel_size=1, padding=1",
                        (
                            "1×1 に余白を付けると、出力が縦横 2 画素ずつ大きくなります。",
                            "Padding a 1×1 kernel makes the output larger by 2 each way.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "MobileNetV2 の逆残差ブロックの順伝播である。空欄に入るものを選べ。",
                    "The forward pass of an inverted residual. What belongs into the gap?",
                ),
                code: "def forward(self, x):\n    y = self.expand(x)      # 1x1, BN, ReLU6\n    y = self.depthwise(y)   # 3x3, BN, ReLU6\n    y = self.project(y)     # 1x1, BN\n    return ____",
                right: "x + y if self.stride == 1 and self.c_in == self.c_out else y",
                why: (
                    "形が同じときだけ入力を足し、足した後に活性化関数は置きません。",
                    "The input is added only where shapes are equal; no activation follows.",
                ),
                wrong: &[
                    (
                        "x + y",
                        (
                            "ストライド 2 やチャネル数が変わるブロックでは足せません。",
                            "With stride 2 or other channels they cannot be added.",
                        ),
                    ),
                    (
                        "F.relu6(y)",
                        (
                            "射影は線形のままにします。残差接続もありません。",
                            "The projection stays linear, and the residual is missing.",
                        ),
                    ),
                    (
                        "torch.cat([x, y], dim=1)",
                        (
                            "連結するとチャネルが増えます。残差は足し算です。",
                            "That adds channels; a residual is a sum.",
                        ),
                    ),
                    (
                        "x * y",
                        (
                            "積を取るのは Squeeze-and-Excitation のようなゲートです。",
                            "Products belong to gates such as squeeze-and-excitation.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "MobileNetV3 の h-swish を書く。空欄に入るものを選べ。",
                    "MobileNetV3's h-swish. What belongs into the gap?",
                ),
                code: "def h_swish(x):\n    return x * ____ / 6",
                right: "F.relu6(x + 3)",
                why: ("3 を足してから 0 と 6 の間に切り詰めます。", "3 is added, then it is kept between 0 and 6."),
                wrong: &[
                    (
                        "F.relu6(x)",
                        (
                            "3 を足していないので、負の側がすべて 0 になります。",
                            "Without the 3 all negative inputs give 0.",
                        ),
                    ),
                    (
                        "torch.sigmoid(x)",
                        (
                            "それを 6 で割っても swish にも h-swish にもなりません。",
                            "Divided by 6 that is neither swish nor h-swish.",
                        ),
                    ),
                    (
                        "F.relu(x + 3)",
                        (
                            "上限の 6 が無く、大きい x で x² に比例して増えます。",
                            "Without the bound 6 it grows with x².",
                        ),
                    ),
                    ("F.relu6(x - 3)", ("符号が逆です。", "The sign is wrong.")),
                ],
            },
        ],
    },
};
