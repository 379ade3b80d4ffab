use crate::{Kind, Statement, Template, Topic};

pub static P10: Template = Template {
    id: "P10",
    topic: Topic::Pruning,
    title: ("疎にしても速くならない理由", "Why zeros alone are not faster"),
    source: "han2015",
    kind: Kind::Statements(&[
        Statement {
            id: "P10a",
            text: (
                "非構造化枝刈りで重みを 0 にしても、密な行列積のカーネルは{ 0 も計算する| 0 を飛ばして計算する}。",
                "With weights set to 0 by unstructured pruning, a kernel for dense matrices {computes the zeros, too|skips the zeros}.",
            ),
            why: (
                "速くするには、疎行列のカーネルや対応するハードウェアが要ります。",
                "It takes kernels for sparse matrices, or hardware for them, to become faster.",
            ),
            source: "pytorch-docs",
        },
        Statement {
            id: "P10b",
            text: (
                "PyTorch の torch.nn.utils.prune で枝刈りすると、重みの要素数は{変わらない| 0 の分だけ減る}。",
                "After torch.nn.utils.prune in PyTorch, the weight has {as many elements as before|fewer elements, by the zeros}.",
            ),
            why: (
                "元の重みとマスクを持ち、その積を計算に使います。",
                "It keeps the weight and a mask, and uses their product.",
            ),
            source: "pytorch-docs",
        },
        Statement {
            id: "P10c",
            text: (
                "枝刈りで 0 にした密な行列を圧縮せずに保存すると、ファイルの大きさは{変わらない|疎度に比例して減る}。",
                "A dense matrix with pruned zeros, stored as it is, takes {as many bytes as before|fewer bytes, in proportion to its sparsity}.",
            ),
            why: (
                "0 も同じビット数で書かれます。疎な形式や可逆圧縮で初めて小さくなります。",
                "A zero takes as many bits. It becomes smaller in a sparse form or by compression.",
            ),
            source: "han2016",
        },
        Statement {
            id: "P10d",
            text: (
                "枝刈りでは、重要でない重みを{ちょうど 0 にする| 0 に近い値にする}。",
                "Pruning sets unimportant weights {exactly to 0|near 0}.",
            ),
            why: (
                "0 に近いだけでは保存も計算も省けません。",
                "What is only near 0 saves neither storage nor arithmetic.",
            ),
            source: "han2015",
        },
        Statement {
            id: "P10e",
            text: (
                "値と列番号を 4 バイトずつ持つ CSR 形式が、密な float32 の行列より小さくなるのは、密度がおよそ{ 50% を下回る| 95% を下回る}ときである。",
                "A CSR matrix of 4 bytes for a value and 4 for its column is smaller than the dense float32 one below a density of about {50%|95%}.",
            ),
            why: (
                "0 でない要素 1 個に 8 バイト要るので、半分が分かれ目です。",
                "Each value that is not 0 takes 8 bytes: half is where they break even.",
            ),
            source: "han2015",
        },
        Statement {
            id: "P10f",
            text: (
                "2:4 の構造化スパースで行列積が速くなるには、{対応した演算器が要る|重みの半分が 0 であれば足りる}。",
                "For 2:4 sparsity to make matrix products faster, {there have to be arithmetic units for it|it is enough that half of the weights are 0}.",
            ),
            why: (
                "対応する行列演算器が、残った 2 個だけを位置の番号で選んで計算します。",
                "Such units compute only the two that stay, chosen by their places.",
            ),
            source: "mishra2021",
        },
        Statement {
            id: "P10g",
            text: (
                "チャネルの枝刈りで実際にチャネルを取り除くと、推論は{通常の密なカーネルのまま速くなりうる|専用の疎行列カーネルでだけ速くなる}。",
                "Where channels are really removed, inference {can become faster with ordinary dense kernels|becomes faster only with kernels for sparse matrices}.",
            ),
            why: ("残った小さな密行列として計算できるためです。", "What is left is a smaller dense matrix."),
            source: "li2017",
        },
    ]),
};

pub static PS1: Template = Template {
    id: "PS1",
    topic: Topic::Pruning,
    title: ("構造化と非構造化", "Structured and unstructured"),
    source: "li2017",
    kind: Kind::Statements(&[
        Statement {
            id: "PS1a",
            text: (
                "個々の重みを独立に 0 にする方法は、{非構造化枝刈り|構造化枝刈り}である。",
                "Setting single weights to 0, each by itself, is {unstructured pruning|structured pruning}.",
            ),
            why: (
                "チャネルやフィルタなどの単位で取り除くのが構造化枝刈りです。",
                "Removing whole channels or filters is structured pruning.",
            ),
            source: "",
        },
        Statement {
            id: "PS1b",
            text: (
                "フィルタやチャネルの単位で取り除く方法は、{構造化枝刈り|非構造化枝刈り}である。",
                "Removing whole filters or channels is {structured pruning|unstructured pruning}.",
            ),
            why: (
                "規則的な形が保たれるので、密な計算のまま小さくなります。",
                "The shape stays regular, and the computation dense and smaller.",
            ),
            source: "",
        },
        Statement {
            id: "PS1c",
            text: (
                "同じ精度を保つとき、より高い疎度にできるのは一般に{非構造化枝刈り|構造化枝刈り}である。",
                "At the same accuracy, a higher sparsity is in general reached by {unstructured pruning|structured pruning}.",
            ),
            why: (
                "選べる単位が細かく、不要な重みだけを選べるためです。",
                "Its units are finer, so that only the useless weights go.",
            ),
            source: "mishra2021",
        },
        Statement {
            id: "PS1d",
            text: (
                "ある畳み込み層の出力チャネルを取り除くと、{次の層の対応する入力チャネル|次の層のすべての出力チャネル}も取り除かれる。",
                "When an output channel of a convolution is removed, {the matching input channel of the next layer|all output channels of the next layer} must go, too.",
            ),
            why: (
                "入力が無くなるので、それに掛かる重みも不要になります。",
                "The input is gone, and with it the weights on it.",
            ),
            source: "",
        },
        Statement {
            id: "PS1e",
            text: (
                "残差接続で足し合わされる二つの出力では、{同じ番号のチャネルを両方から|片方だけからチャネルを}取り除く必要がある。",
                "Where a residual connection adds two outputs, channels have to be removed {with the same numbers from both|from one of them alone}.",
            ),
            why: (
                "形が違うと足せません。依存するチャネルを一つの組として扱います。",
                "Different shapes cannot be added; channels that depend on each other go as a group.",
            ),
            source: "",
        },
        Statement {
            id: "PS1f",
            text: (
                "Network Slimming では、チャネルの重要度を{バッチ正規化の γ |畳み込みのバイアス}で測る。",
                "Network slimming measures a channel's importance by {batch norm's γ|the convolution's bias}.",
            ),
            why: (
                "γ に L1 正則化を掛けて学習し、小さいチャネルを取り除きます。",
                "It trains with an L1 penalty on γ and removes channels where it is small.",
            ),
            source: "liu2017",
        },
        Statement {
            id: "PS1g",
            text: (
                "2:4 の構造化スパースでは、連続する 4 個の重みのうち{ 2 個以上|ちょうど 4 個}を 0 にする。",
                "In 2:4 sparsity, of each four neighbouring weights {at least two|exactly four} are 0.",
            ),
            why: ("残るのは 2 個以下で、疎度は 50% です。", "Two at most stay: a sparsity of 50%."),
            source: "mishra2021",
        },
        Statement {
            id: "PS1h",
            text: (
                "He らのチャネル枝刈りでは、残すチャネルを{ LASSO | Ridge }回帰で選ぶ。",
                "In channel pruning by He et al., the channels that stay are chosen by {LASSO|ridge} regression.",
            ),
            why: (
                "L1 正則化の LASSO では、不要なチャネルの係数がちょうど 0 になります。",
                "With LASSO, an L1 penalty, the coefficients of useless channels become exactly 0.",
            ),
            source: "he2017",
        },
    ]),
};
