use crate::{Kind, Statement, Template, Topic};

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
                "層によって重みの大きさの尺度が違うと、全体（global）の枝刈りでは層ごとの疎度が{大きく異なりうる|等しくなる}。",
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
            why: (
                "重みを減らし、残りを少ない代表値にまとめ、その番号を可逆に符号化します。蒸留は含まれません。",
                "Weights go, the others share few values, and their numbers are coded without loss. Distillation is not among them.",
            ),
            source: "han2016",
        },
    ]),
};
