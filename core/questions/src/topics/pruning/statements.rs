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
                "非構造化枝刈りで重みを 0 にしても、密な行列積のカーネルは{0 も計算する|0 を飛ばして計算する}。",
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
                "PyTorch の torch.nn.utils.prune で枝刈りすると、重みの要素数は{変わらない|0 の分だけ減る}。",
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
                "枝刈りでは、重要でない重みを{ちょうど 0 にする|0 に近い値にする}。",
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
                "値と列番号を 4 バイトずつ持つ CSR 形式が、密な float32 の行列より小さくなるのは、密度がおよそ{50 % を下回る|95 % を下回る}ときである。",
                "A CSR matrix of 4 bytes for a value and 4 for its column is smaller than the dense float32 one below a density of about {50 %|95 %}.",
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
                "2:4 の構造化スパースが速くなるのは、{それに対応した演算器がある|疎度が 50 % である}場合である。",
                "2:4 sparsity is faster where {there are arithmetic units for it|the sparsity is 50 %}.",
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
                "Network Slimming では、チャネルの重要度を{バッチ正規化の γ|畳み込みのバイアス}で測る。",
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
                "2:4 の構造化スパースでは、連続する 4 個の重みのうち{2 個以上|ちょうど 4 個}を 0 にする。",
                "In 2:4 sparsity, of each four neighbouring weights {at least two|exactly four} are 0.",
            ),
            why: ("残るのは 2 個以下で、疎度は 50 % です。", "Two at most stay: a sparsity of 50 %."),
            source: "mishra2021",
        },
    ]),
};

pub static PS2: Template = Template {
    id: "PS2",
    topic: Topic::Pruning,
    title: ("何を、いつ刈るか", "What to prune, and when"),
    source: "han2015",
    kind: Kind::Statements(&[
        Statement {
            id: "PS2a",
            text: (
                "大きさによる枝刈りでは、{絶対値が小さい|値が負である}重みから取り除く。",
                "Pruning by magnitude takes out the weights {of the least magnitude|that are negative} first.",
            ),
            why: ("大きな負の重みも出力に強く効きます。", "A large negative weight matters as much as a positive one."),
            source: "",
        },
        Statement {
            id: "PS2b",
            text: (
                "枝刈りの後の再学習では、{残った重みを更新し、0 にした重みは 0 のまま保つ|0 にした重みだけを更新する}。",
                "Fine-tuning after pruning {updates the weights that are left and keeps the zeros|updates the zeros alone}.",
            ),
            why: ("マスクを掛けて、刈った重みが戻らないようにします。", "A mask keeps the pruned weights at 0."),
            source: "",
        },
        Statement {
            id: "PS2c",
            text: (
                "少しずつ刈って再学習することを繰り返すと、一度に同じ疎度まで刈るより精度を{保ちやすい|失いやすい}。",
                "Pruning little by little with training in between {keeps accuracy better than|loses more accuracy than} pruning to the same sparsity at once.",
            ),
            why: (
                "残った重みが、失われた分を補う時間を得ます。",
                "The weights that are left get time to make up for those that went.",
            ),
            source: "",
        },
        Statement {
            id: "PS2d",
            text: (
                "Zhu と Gupta の三次スケジュールは、疎度を{初めに速く、終わりに遅く|初めに遅く、終わりに速く}上げる。",
                "Zhu and Gupta's cubic schedule raises the sparsity {fast at first and slowly at the end|slowly at first and fast at the end}.",
            ),
            why: ("冗長な重みが多いうちに多く刈ります。", "Much goes while there are many redundant weights."),
            source: "zhu2017",
        },
        Statement {
            id: "PS2e",
            text: (
                "SNIP は、枝刈りする重みを{学習の前の初期値|学習が終わった後の重み}で選ぶ。",
                "SNIP chooses the weights to prune at {the initial values, before training|the weights after training}.",
            ),
            why: (
                "一つのバッチの、勾配と重みの積の大きさを感度とみなします。",
                "It takes the magnitude of gradient times weight on one batch for their sensitivity.",
            ),
            source: "lee2019",
        },
        Statement {
            id: "PS2f",
            text: (
                "OBD（Optimal Brain Damage）の重要度は、損失の{二階微分|一階微分}に基づく。",
                "OBD (optimal brain damage) takes importance from the loss's {second|first} derivative.",
            ),
            why: (
                "極小では一階微分がほぼ 0 なので、½h·w² で損失の増加を見積もります。",
                "At a minimum the first is about 0; ½h·w² estimates what the loss gains.",
            ),
            source: "lecun1990",
        },
        Statement {
            id: "PS2g",
            text: (
                "OBD は、ヘッセ行列の{対角成分だけ|すべての成分}を用いる。",
                "OBD uses {the diagonal of the Hessian alone|all of the Hessian}.",
            ),
            why: (
                "非対角も使うのが OBS（Optimal Brain Surgeon）です。",
                "OBS (optimal brain surgeon) uses the rest, too.",
            ),
            source: "hassibi1993",
        },
        Statement {
            id: "PS2h",
            text: (
                "一次のテイラー展開による重要度は、{勾配と重みの積の大きさ|勾配だけの大きさ}である。",
                "The first-order Taylor importance is {the product of gradient and weight|the magnitude of the gradient alone}.",
            ),
            why: (
                "重みを 0 にしたときの損失の変化を一次で見積もった値です。",
                "It estimates to first order what the loss changes by when the weight becomes 0.",
            ),
            source: "molchanov2017",
        },
        Statement {
            id: "PS2i",
            text: (
                "層によって重みの大きさの尺度が違うと、全体（global）の枝刈りでは層ごとの疎度が{大きく異なりうる|必ず等しくなる}。",
                "Where layers have weights of different scales, global pruning gives their sparsities {that may differ widely|that are all equal}.",
            ),
            why: (
                "一つのしきい値を全層に使うので、重みの小さい層が多く刈られます。",
                "One threshold for all: layers of small weights lose more.",
            ),
            source: "han2015",
        },
    ]),
};

pub static PS3: Template = Template {
    id: "PS3",
    topic: Topic::Pruning,
    title: ("宝くじ仮説と関連する結果", "The lottery ticket and what followed"),
    source: "frankle2019",
    kind: Kind::Statements(&[
        Statement {
            id: "PS3a",
            text: (
                "宝くじ仮説の当たりくじは、{枝刈りで残った部分ネットワークとその初期値|枝刈りで取り除いた重み}である。",
                "A winning ticket of the lottery ticket hypothesis is {the subnetwork that pruning leaves, with its initial values|the weights that pruning removes}.",
            ),
            why: (
                "構造と初期値の組で、単独で元に近い精度まで学習できます。",
                "Structure and initial values together: alone it trains to about the original accuracy.",
            ),
            source: "",
        },
        Statement {
            id: "PS3b",
            text: (
                "宝くじ仮説の実験では、枝刈りの後、残った重みを{最初の初期値に戻して|新しい乱数で初期化して}学習し直す。",
                "In the lottery ticket experiment the weights that are left train again {from their original initial values|from new random values}.",
            ),
            why: (
                "乱数で初期化し直した部分ネットワークは、同じ精度に届きにくくなります。",
                "With new random values the subnetwork does worse.",
            ),
            source: "",
        },
        Statement {
            id: "PS3c",
            text: (
                "宝くじ仮説の論文で小さい当たりくじを見つけたのは、{反復枝刈り|一度だけの枝刈り}の方である。",
                "In the lottery ticket paper, smaller winning tickets were found by {iterative pruning|one-shot pruning}.",
            ),
            why: ("刈る、戻す、学習することを繰り返します。", "It prunes, rewinds and trains again and again."),
            source: "",
        },
        Statement {
            id: "PS3d",
            text: (
                "大きなネットワークでは、初期値ではなく{学習の初期の時点の重み|学習が終わった後の重み}まで戻すと当たりくじが見つかりやすい。",
                "For large networks tickets are found more easily by rewinding to {weights from early in training|weights from after training}.",
            ),
            why: ("late rewinding と呼ばれます。", "This is called late rewinding."),
            source: "frankle2020",
        },
        Statement {
            id: "PS3e",
            text: (
                "Liu らの報告では、構造化枝刈りで得た小さな構造を{乱数の初期値から学習しても、再学習と同程度の精度になる|乱数の初期値から学習することはできない}ことが多い。",
                "Liu et al. report that a small structure found by structured pruning, {trained from random values, often reaches the accuracy of fine-tuning|often cannot be trained from random values}.",
            ),
            why: (
                "重みを引き継ぐことより、見つかった構造に価値がある場合を示しています。",
                "Then the structure is worth more than the weights that were kept.",
            ),
            source: "liu2019",
        },
        Statement {
            id: "PS3f",
            text: (
                "Deep Compression の三段階は、枝刈り、{重み共有による量子化|蒸留}、ハフマン符号化の順である。",
                "The three stages of Deep Compression are pruning, {quantization by weight sharing|distillation} and Huffman coding.",
            ),
            why: ("蒸留は含まれません。", "Distillation is not among them."),
            source: "han2016",
        },
    ]),
};
