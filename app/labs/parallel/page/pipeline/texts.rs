//! The messages of the pipeline.

use karui_parallel::pipeline::{Illegal, Op, PipelineKind, Place};
use karui_ui::{FieldText, Lang, messages, names};

names! {
    /// The schedules.
    pub fn kind_name(PipelineKind) {
        GPipe: "GPipe", "GPipe";
        OneFOneB: "1F1B", "1F1B";
        Interleaved: "インターリーブ 1F1B", "Interleaved 1F1B";
        ZbH1: "ゼロバブル（ZB-H1）", "Zero bubble (ZB-H1)";
    }
}

messages! {
    /// The messages of the pipeline.
    pub struct Texts;

    title: "パイプライン並列", "Pipeline parallel";
    note:
        "ネットワークを層の途中で切ってステージに分け、1 ステージを 1 ランクが受け持ちます（モデル並列の一種）。バッチはマイクロバッチに分けて流します。何もしていない時間（バブル）がどこに、なぜできるかを確かめてください。",
        "A network is cut into stages, one for each rank (a kind of model parallelism), and a batch flows through in microbatches. See where ranks are idle (bubbles), and why.";
    schedule = FieldText {
        label: "スケジュール", "Schedule";
        help: "各ランクがどの順に仕事をするか。", "In which order each rank does its work.";
    };
    stages = FieldText {
        label: "ランク数 p", "Ranks p";
        help: "ネットワークを何台で分けるか。", "How many share the network.";
    };
    microbatches = FieldText {
        label: "マイクロバッチ数 m", "Microbatches m";
        help: "多いほどバブルの割合は減ります。", "The more, the smaller the bubble's share.";
    };
    chunks = FieldText {
        label: "1 ランクのステージ数 v", "Stages of each rank v";
        help: "バブルは 1/v、通信は v 倍になります。", "A v-th of the bubble, v times the messages.";
    };
    forward = FieldText {
        label: "順伝播 F の時間", "Time of forward F";
        help: "1 マイクロバッチあたり。", "For a microbatch.";
    };
    backward = FieldText {
        label: "逆伝播 B の時間（入力の勾配）", "Time of backward B (of the input)";
        help: "前のステージが待っているのはこれです。", "What the stage before waits for.";
    };
    weight = FieldText {
        label: "逆伝播 W の時間（重みの勾配）", "Time of backward W (of the weights)";
        help: "ZB-H1 だけが B と分けて後回しにします。", "Only ZB-H1 puts it off, apart from B.";
    };
    timeline: "パイプラインの時間割", "The pipeline in time";
    time: "時間", "Time";
    rank(rank: usize): "ランク {rank}", "Rank {rank}";
    look: "破線のバブルを指すか選ぶと、何を待っているかを表示します。", "Point at a dashed bubble, or focus it: it says what it waits for.";
    waits(has_needs: bool, rank: usize, work: &str, needs: &str) => String {
        true => "ランク {rank} は {work} を始めたいが、{needs} が終わるのを待っています。", "Rank {rank} is to do {work} and waits for {needs}.";
        false => "ランク {rank} は {work} の前で空いています。", "Rank {rank} is idle before {work}.";
    };
    /// The whole time, the bubble's share counted and by formula.
    figures(makespan: &str, share: &str, formula: &str):
        "全体の時間 {makespan}、バブルの割合 {share}（論文の式では {formula}）",
        "In all {makespan}, the bubble is {share} of it (by the paper's formula {formula})";
    peaks(peaks: &str):
        "各ランクが同時に保持する活性値の最大（マイクロバッチ数、ランク 0 から）：{peaks}",
        "The most activations that each rank keeps at a time (in microbatches, from rank 0): {peaks}";
    about(kind: PipelineKind) => {
        PipelineKind::GPipe => "GPipe：順伝播をすべて終えてから逆伝播。バブルは（p−1）（F+B+W）、割合は (p−1)/(m+p−1) で、F、B、W の比によりません。活性値は m 個ぶん保持します。", "GPipe: all forward, then all backward. The bubble is (p−1)(F+B+W), its share (p−1)/(m+p−1), whatever F:B:W is. Activations of all m are kept.";
        PipelineKind::OneFOneB => "1F1B：ウォームアップの後は順伝播と逆伝播を 1 つずつ交互に行います。バブルは GPipe と同じで、活性値の保持が最大 p 個に減ります。", "1F1B: after a warm-up one forward, one backward. The bubble is GPipe's; what is gained is memory: p activations at most.";
        PipelineKind::Interleaved => "インターリーブ：1 ランクが離れた v 個のステージを持ち、バブルは 1/v。そのぶん通信と活性値が増えます。", "Interleaved: each rank has v stages far apart. A v-th of the bubble, for more messages and activations.";
        PipelineKind::ZbH1 => "ZB-H1：逆伝播を入力の勾配 B と重みの勾配 W に分け、誰も待っていない W をバブルに詰めます。バブルは（p−1）（F+B−W）。", "ZB-H1: the backward pass in two; W, for which nobody waits, fills the bubbles. The bubble is (p−1)(F+B−W).";
    };

    // By hand
    hand_title: "自分で組む", "By hand";
    hand_note:
        "仕事を 1 つずつ選んで、ランクの時間割に詰めます（6 ランク・6 マイクロバッチまで）。まだ置けない仕事を選ぶと、理由を表示します。上のスケジュールより短くできますか。",
        "Place one piece of work after the other (up to 6 ranks and microbatches). A piece that cannot be placed yet says why. Can you be faster than the schedule above?";
    build: "組み始める", "Begin";
    again: "最初から", "Begin again";
    undo: "1 つ戻す", "Undo";
    /// The time so far, the bubble's share, microbatches held by rank.
    built(is_whole: bool, makespan: &str, share: &str, held: &str) => String {
        true => "完成。全体の時間 {makespan}、バブル {share}。", "Complete: in all {makespan}, bubble {share}.";
        false => "ここまでの時間 {makespan}、バブル {share}。保持中の活性値：{held}。", "So far {makespan}, bubble {share}. Activations kept: {held}.";
    };

    // Cuts
    cuts_title: "ネットワークの切れ目", "Where the network is cut";
    cuts_note:
        "縦の線が切れ目です。左右に動かすか、選んで矢印キーを押してください。箱の高さは積和演算の数、色は受け持つランクです。時間は下で流したあとに入ります（1 マイクロバッチの平均、実測）。いちばん遅いステージが全体の速さを決めます。",
        "Upright bars are the cuts: drag them, or focus one and press the arrow keys. Boxes are as tall as their multiply-adds and have their rank's colour. Times come with the run below (means of a microbatch, measured). The slowest stage sets the pace.";
    cut(number: usize): "切れ目 {number}", "Cut {number}";
    behind(layer: &str): "{layer} のあと", "after {layer}";
    layer(name: &str, macs: &str): "{name}：積和演算 {macs}", "{name}: {macs} multiply-adds";
    /// Whether ranks have several stages, the network, and how many stages it can be cut into.
    too_few(has_chunks: bool, net: &str, layers: usize) => String {
        true => "{net} を切れるのは {layers} ステージまでです。ランク数 p と 1 ランクのステージ数 v の積を {layers} 以下にするか、ネットワークを替えてください。", "{net} can be cut into {layers} stages at most. Let ranks p times stages v be {layers} or fewer, or take another network.";
        false => "{net} を切れるのは {layers} ステージまでです。ランク数 p を {layers} 以下にするか、ネットワークを替えてください。", "{net} can be cut into {layers} stages at most. Let ranks p be {layers} or fewer, or take another network.";
    };
    even: "均等に戻す", "Even cuts again";
    stage: "ステージ", "Stage";
    rank_head: "ランク", "Rank";
    of_layers: "層", "Layers";
    macs: "積和演算（1 枚）", "Multiply-adds per image";
    passed_on: "次へ渡す数（1 枚）", "Numbers passed on per image";
    forward_time: "順伝播（ms）", "Forward (ms)";
    backward_time: "逆伝播（ms）", "Backward (ms)";

    // Carried out
    run_title: "実際に動かす", "Carried out";
    run_note:
        "ネットワークを切ってステージごとのワーカーに持たせ、上のスケジュールのとおりに 1 バッチを流します。ワーカーの数がこの端末のコア数より多いと、仕事どうしがコアを取り合い、計画より長くかかります。",
        "The network is cut, each worker has its stages, and a batch goes through by the schedule above. With more workers than this device has cores they get in each other's way, and it takes longer than planned.";
    net = FieldText {
        label: "ネットワーク", "Network";
        help: "切れる場所の数より 1 つ多いステージまで分けられます。", "It has as many stages at most as places to cut it, and one.";
    };
    run: "ステージのワーカーで動かす", "Run on stage workers";
    running: "動かしています…", "Running…";
    not_run: "まだ動かしていません。", "Not run yet.";
    not_here: "ZB-H1 は逆伝播を 2 つに分けます。この実行系の逆伝播は 1 つなので、計画だけを示します。", "ZB-H1 has the backward pass in two halves. Here it runs in one, so that there is the plan alone.";
    planned: "計画（測った平均の時間で）", "Planned (with the mean times measured)";
    measured: "実測", "Measured";
    /// Milliseconds.
    ran(measured: &str, planned: &str): "実測 {measured} ms、計画 {planned} ms（マイクロバッチは 16 枚）。", "Measured {measured} ms, planned {planned} ms (microbatches of 16 images). ";
    same_gradient: "勾配は、同じマイクロバッチを 1 台で順に処理した場合と完全に一致しました。", "The gradient is exactly that of one worker who does the same microbatches. ";
    gradient(apart: &str, largest: &str): "勾配は、同じマイクロバッチを 1 台で順に処理した場合と最大 {apart} しか違いません（最大値 {largest}）。", "The gradient differs from that of one worker who does the same microbatches by {apart} at most (its largest number is {largest}). ";
    kept(kept: &str, cuts: &str): "保持した活性値の最大（ランク 0 から）：{kept}。切った場所：{cuts} の後。", "The most activations kept, from rank 0: {kept}. Cut after {cuts}.";
}

/// `F3`, and of which of the rank's stages where it has several: `F3·1`.
pub fn op_name(op: Op) -> String {
    let chunk = if op.chunk > 0 { ["·", &op.chunk.to_string()].concat() } else { String::new() };
    format!("{:?}{}{chunk}", op.work, op.microbatch)
}

/// A piece of work with its rank.
pub fn place_name(lang: Lang, place: Place) -> String {
    let (rank, op) = (place.rank, op_name(place.op));
    match lang {
        Lang::Ja => format!("ランク {rank} の {op}"),
        Lang::En => format!("{op} of rank {rank}"),
    }
}

/// Why a piece cannot be placed.
pub fn illegal(lang: Lang, why: &Illegal) -> String {
    let name = |place: &Place| place_name(lang, *place);
    match (lang, why) {
        (Lang::Ja, Illegal::Needs { place, needs }) => {
            format!("{} はまだできません。先に {} が必要です。", name(place), name(needs))
        }
        (Lang::En, Illegal::Needs { place, needs }) => format!("{} needs {} first.", name(place), name(needs)),
        (Lang::Ja, Illegal::Done(place)) => format!("{} はもう終わっています。", name(place)),
        (Lang::En, Illegal::Done(place)) => format!("{} is done already.", name(place)),
        (_, other) => other.to_string(),
    }
}
