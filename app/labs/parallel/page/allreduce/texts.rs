//! The messages of the all-reduce.

use super::state::Wire;
use karui_parallel::allreduce::AllReduce;
use karui_ui::{FieldText, messages, names};

names! {
    /// The algorithms.
    pub fn algorithm_name(AllReduce) {
        Naive: "単純（ランク 0 に集めて配る）", "Naive (gather at rank 0, send back)";
        Server: "パラメータサーバー", "Parameter server";
        Tree: "木（ツリー）", "Tree";
        Ring: "リング", "Ring";
        Halving: "再帰的半減・倍化", "Recursive halving and doubling";
    }

    /// What connects machines.
    pub fn wire_name(Wire) {
        NvLink: "NVLink（GPU 間）", "NVLink (between GPUs)";
        Pcie: "PCIe 4.0 ×16", "PCIe 4.0 ×16";
        Ethernet: "10 ギガビット Ethernet", "10 Gbit Ethernet";
        Wifi: "家庭の Wi-Fi", "Home Wi-Fi";
    }
}

messages! {
    /// The messages of the all-reduce.
    pub struct Texts;

    title: "勾配をどう集約するか", "How gradients are brought together";
    note:
        "データ並列の各ワーカー（ランク）は、自分の分のデータから求めた勾配を持っています。全員が「全員分の和」を持つようにする通信が All-Reduce です。アルゴリズムを変え、どの区画がどこへ動くかを 1 ステップずつ確かめてください。",
        "In data-parallel training each worker (rank) has the gradient of its own share of the data. All-reduce is the communication after which everybody has the sum of all. Change the algorithm and follow, step by step, which part goes where.";
    algorithm = FieldText {
        label: "アルゴリズム", "Algorithm";
        help: "同じ和を、別の経路で求めます。", "The same sum by another route.";
    };
    workers = FieldText {
        label: "ワーカー数 N", "Workers N";
        help: "勾配を持つ台数です。", "How many have a gradient.";
    };
    length = FieldText {
        label: "勾配の長さ", "Length of the gradient";
        help: "4 バイトの数がいくつあるか。N で割り切れなくてもかまいません。", "How many numbers of 4 bytes. N need not divide it.";
    };
    back: "戻る", "Back";
    forward: "次へ", "Next";
    play: "再生", "Play";
    pause: "一時停止", "Pause";
    /// The round shown, of how many; messages, and bytes in all.
    round(is_added: bool, round: usize, steps: usize, messages: usize, bytes: &str) => String {
        true => "ステップ {round}/{steps}：メッセージ {messages} 個、計 {bytes}。受け取った側は自分の値に足し込みます。",
            "Step {round} of {steps}: {messages} messages, {bytes} in all. Receivers add them to their own.";
        false => "ステップ {round}/{steps}：メッセージ {messages} 個、計 {bytes}。でき上がった和なので、受け取った側は置き換えます。",
            "Step {round} of {steps}: {messages} messages, {bytes} in all. They are finished sums, which take the place of the receivers' own.";
    };
    done(workers: usize, steps: usize):
        "完了（{steps} ステップ）：どのランクも {workers} 台分の勾配の和を持っています。",
        "Done after {steps} steps: every rank has the sum of all {workers} gradients.";
    rank(rank: usize): "ランク {rank}", "Rank {rank}";
    server: "サーバー", "Server";
    drawing_note:
        "帯は各ランクの勾配、色は区画です（動いている区画には文字を付けます）。帯の中の数は「何台分の和か」で、N になると完成です。実線の矢印は足し込み、破線は置き換えです。",
        "The strips are the ranks' gradients, colours their parts (with a letter while they move). The number in a part says how many workers' gradients are in its sum; at N it is complete. Solid arrows are added, dashed ones replace.";

    // Bytes
    /// Counted, by formula, and whether they are the same.
    total(is_same: bool, counted: &str, formula: &str) => String {
        true => "全ランクが送るバイト数：数えた値 {counted} ＝ 式の値 {formula}", "Bytes sent by all ranks: counted {counted} = by formula {formula}";
        false => "全ランクが送るバイト数：数えた値 {counted} ≠ 式の値 {formula}", "Bytes sent by all ranks: counted {counted} ≠ by formula {formula}";
    };
    formula(algorithm: AllReduce) => {
        AllReduce::Naive => "式：ランク 0 は (N−1)·S を受け取り、同じく (N−1)·S を送ります。ほかは S ずつ。2 ステップ。", "Formula: rank 0 receives (N−1)·S and sends (N−1)·S, the others S each. 2 steps.";
        AllReduce::Server => "式：サーバーは N·S を受け取り、N·S を送ります。ワーカーは S ずつ。2 ステップ。", "Formula: the server receives N·S and sends N·S, workers S each. 2 steps.";
        AllReduce::Tree => "式：各ランクは、親に S、子それぞれに S を送ります。2⌈log₂N⌉ ステップ。", "Formula: each rank sends S to its parent and S to each child. 2⌈log₂N⌉ steps.";
        AllReduce::Ring => "式：どのランクも 2(N−1)/N·S。N が増えても 2S を超えません。2(N−1) ステップ。", "Formula: 2(N−1)/N·S for every rank, never more than 2S however large N is. 2(N−1) steps.";
        AllReduce::Halving => "式：N が 2 のべきなら、どのランクも 2(N−1)/N·S。2·log₂N ステップ（べきでなければ前後に 1 ステップずつ加わります）。", "Formula: 2(N−1)/N·S for every rank where N is a power of two, in 2·log₂N steps (one more before and after otherwise).";
    };
    table: "ランクごとのバイト数", "Bytes of each rank";
    links: "リンクごとのバイト数", "Bytes of each link";
    rank_head: "ランク", "Rank";
    sent: "送信", "Sent";
    received: "受信", "Received";
    by_formula: "式の値", "By formula";
    link_head: "リンク", "Link";
    messages: "メッセージ数", "Messages";
    bytes: "バイト数", "Bytes";

    // Times
    times_title: "何台で、どれだけかかるか", "How long it takes on how many machines";
    times_note:
        "n バイトのメッセージが α＋n/B 秒かかるとする α–β モデルです（α は遅延、B は帯域）。1 台が同時に送るのも受け取るのも 1 つずつで、遅延どうしは重なるとします。たとえば単純な方法で 63 台から届く遅延は、63α ではなく α です。ここの時間は実測ではなく、メッセージを 1 つずつ仮想の時計で進めたものと、式の値です。",
        "The α–β model: a message of n bytes takes α + n/B seconds (α the latency, B the bandwidth). A machine sends one message at a time and receives one at a time, and latencies overlap: 63 messages into one machine cost α once, not 63α. These times are not measured here: they follow each message on a virtual clock, and the formula.";
    wire = FieldText {
        label: "接続", "Link";
        help: "規格上の帯域と、代表的な遅延です。", "The bandwidth of its standard, and a typical latency.";
    };
    machines = FieldText {
        label: "台数 N = 2ᵏ の k", "k of N = 2ᵏ machines";
        help: "10 で 1,024 台です。", "10 are 1,024 machines.";
    };
    size = FieldText {
        label: "勾配の大きさ S = 10ᵏ バイトの k", "k of a gradient of S = 10ᵏ bytes";
        help: "8 は 1 億バイト（FP32 で 2,500 万パラメータ）です。", "8 are 100 million bytes (25 million parameters in FP32).";
    };
    /// α, B, N, S.
    constants(latency: &str, rate: &str, machines: &str, size: &str):
        "α = {latency}、B = {rate}、N = {machines} 台、S = {size}",
        "α = {latency}, B = {rate}, N = {machines} machines, S = {size}";
    chart: "勾配の大きさと All-Reduce の時間（両対数）", "Time of an all-reduce over the size of the gradient, both logarithmic";
    size_axis: "勾配の大きさ S", "Size of the gradient S";
    time_axis: "時間", "Time";
    short(algorithm: AllReduce) => {
        AllReduce::Naive => "単純", "Naive";
        AllReduce::Server => "サーバー", "Server";
        AllReduce::Tree => "木", "Tree";
        AllReduce::Ring => "リング", "Ring";
        AllReduce::Halving => "半減・倍化", "Halving";
    };
    seconds(n: &str): "{n} 秒", "{n} s";
    time_head: "時間の式", "Formula of the time";
    time_formula(algorithm: AllReduce) => {
        AllReduce::Naive => "2α＋2(N−1)·S/B", "2α + 2(N−1)·S/B";
        AllReduce::Server => "2α＋2N·S/B", "2α + 2N·S/B";
        AllReduce::Tree => "2log₂N·α＋2(2log₂N−1)·S/B", "2log₂N·α + 2(2log₂N−1)·S/B";
        AllReduce::Ring => "2(N−1)·α＋2(N−1)/N·S/B", "2(N−1)·α + 2(N−1)/N·S/B";
        AllReduce::Halving => "2log₂N·α＋2(N−1)/N·S/B", "2log₂N·α + 2(N−1)/N·S/B";
    };
    on_clock: "仮想の時計", "Virtual clock";
    too_many: "式のみ（メッセージが多すぎます）", "formula only (too many messages)";
    crossing(bytes: &str):
        "リングは {bytes} より小さい勾配では木に負けます（破線）。ステップ数 2(N−1) の分だけ遅延 α がかかるためです。大きな勾配では、帯域をむだなく使うリングが勝ちます。",
        "Below {bytes} (dashed) the ring loses to the tree, since it pays the latency α in each of its 2(N−1) steps. With large gradients the ring wins: it uses the bandwidth of every link.";
    no_crossing: "この台数では、リングが木に負ける大きさはありません。", "With so many machines the ring never loses to the tree.";
}
