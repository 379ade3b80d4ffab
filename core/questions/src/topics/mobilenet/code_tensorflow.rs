use crate::{Code, Framework, Kind, Template, Topic};

pub static M10T: Template = Template {
    id: "M10t",
    topic: Topic::Mobilenet,
    title: ("分離可能畳み込みのコード（TensorFlow）", "Separable convolutions in code (TensorFlow)"),
    source: "keras-docs",
    kind: Kind::Code {
        framework: Some(Framework::TensorFlow),
        rows: &[
            Code {
                stem: (
                    "入力チャネルごとに一つの 3×3 フィルタを掛ける層を作る。空欄に入るものを選べ。",
                    "A layer with one 3×3 filter for each input channel. What belongs into the gap?",
                ),
                code: "x = layers.____(kernel_size=3, padding='same', use_bias=False)(x)",
                right: "DepthwiseConv2D",
                why: (
                    "深さ方向の畳み込みです。チャネルどうしは混ぜません。",
                    "That is the depthwise convolution: channels are not mixed.",
                ),
                wrong: &[
                    (
                        "Conv2D",
                        (
                            "チャネルも混ぜる標準の畳み込みで、filters の指定も要ります。",
                            "The standard convolution, which mixes channels and wants filters.",
                        ),
                    ),
                    (
                        "SeparableConv2D",
                        (
                            "深さ方向と 1×1 を続けて行う層で、filters の指定が要ります。",
                            "Depthwise and pointwise in one, which wants filters.",
                        ),
                    ),
                    (
                        "Conv2DTranspose",
                        (
                            "出力を大きくする転置畳み込みです。",
                            "The transposed convolution, which makes outputs larger.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "深さ方向の畳み込みの後に置き、チャネルを混ぜる層を作る。空欄に入るものを選べ。",
                    "The layer behind a depthwise convolution that mixes channels. What belongs into the gap?",
                ),
                code: "x = layers.DepthwiseConv2D(3, padding='same', use_bias=False)(x)\nx = layers.BatchNormalization()(x)\nx = layers.ReLU(6.0)(x)\nx = layers.____(x)",
                right: "Conv2D(filters, kernel_size=1, use_bias=False)",
                why: (
                    "1×1 の畳み込みが、画素ごとにチャネルを混ぜます。",
                    "The 1×1 convolution mixes channels at each pixel.",
                ),
                wrong: &[
                    (
                        "DepthwiseConv2D(kernel_size=1)",
                        ("1×1 でも、深さ方向ではチャネルが混ざりません。", "Depthwise, even 1×1, mixes no channels."),
                    ),
                    (
                        "Conv2D(filters, kernel_size=3, padding='same')",
                        (
                            "空間方向も混ぜる標準の畳み込みになります。",
                            "That is a standard convolution, over space as well.",
                        ),
                    ),
                    (
                        "GlobalAveragePooling2D()",
                        (
                            "空間方向の平均を取る層で、チャネルは混ざりません。",
                            "That averages over space and mixes no channels.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "MobileNetV2 の逆残差ブロックの最後である。空欄に入るものを選べ。",
                    "The end of an inverted residual of MobileNetV2. What belongs into the gap?",
                ),
                code: "y = layers.Conv2D(c_out, 1, use_bias=False)(y)  # project\ny = layers.BatchNormalization()(y)\n____",
                right: "out = layers.Add()([x, y]) if stride == 1 and c_in == c_out else y",
                why: (
                    "形が同じときだけ入力を足します。射影の後に活性化関数は置きません。",
                    "The input is added only where shapes are equal; no activation follows the projection.",
                ),
                wrong: &[
                    (
                        "out = layers.ReLU(6.0)(y)",
                        (
                            "射影は線形のままにします。残差接続もありません。",
                            "The projection stays linear, and the residual is missing.",
                        ),
                    ),
                    (
                        "out = layers.Concatenate()([x, y])",
                        (
                            "連結するとチャネルが増えます。残差は足し算です。",
                            "That adds channels; a residual is a sum.",
                        ),
                    ),
                    (
                        "out = layers.Add()([x, y])",
                        (
                            "ストライド 2 やチャネル数が変わるブロックでは足せません。",
                            "With stride 2 or other channels they cannot be added.",
                        ),
                    ),
                ],
            },
        ],
    },
};
