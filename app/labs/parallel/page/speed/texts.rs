//! The messages of the laws of speed.

use karui_ui::{FieldText, messages};

messages! {
    /// The messages of the laws of speed.
    pub struct Texts;

    title: "台数を増やすと、どこまで速くなるか", "How much faster more machines are";
    note:
        "アムダールの法則は、同じ仕事を N 台で分けるときの上限です。並列にできない部分 s があると、台数を増やしても 1/s 倍を超えません。グスタフソンの法則は、台数とともに仕事も増やすときの見方です。点は、このページの「データ並列」で測った速さです。",
        "Amdahl's law is the limit for the same work on N machines: with a part s that cannot be divided, never more than 1/s. Gustafson's law lets the work grow with the machines. Points are the speeds that you have measured under “Data parallel” on this page.";
    serial = FieldText {
        label: "並列にできない部分 s（%）", "Part that cannot be divided s (%)";
        help: "5% なら、何台でも 20 倍までです。", "With 5% no number of machines is faster than 20 times.";
    };
    chart: "台数と速度向上（両対数）", "Speed-up over machines, both logarithmic";
    workers: "台数 N", "Machines N";
    speed_up: "速度向上（倍）", "Speed-up";
    efficiency: "効率（アムダール）", "Efficiency (Amdahl)";
    ideal: "理想（N 倍）", "Ideal (N)";
    amdahl: "アムダール", "Amdahl";
    gustafson: "グスタフソン", "Gustafson";
    comma: "、", ", ";
    /// Workers, how many times as fast, efficiency.
    point(n: &str, speed: &str, share: &str): "{n} 台で {speed} 倍（効率 {share}）", "{speed} times on {n} (efficiency {share})";
    fit(points: &str, serial: &str):
        "実測：{points}。アムダールの法則に当てはめると s = {serial} です。この端末のコア数より多いワーカーは、速くなりません。",
        "Measured: {points}. Fitted to Amdahl's law, s = {serial}. More workers than this device has cores make nothing faster.";
    slower(points: &str):
        "実測：{points}。台数を増やすと、かえって遅くなりました。アムダールの法則は、分けられない仕事がどれだけあっても 1 台より遅くはならないとするので、この結果には当てはまりません。遅くしているのは、勾配をやり取りする通信と、コアの取り合いです。計算の重いネットワーク（LeNet 型 CNN など）か、少ないワーカー数で試してください。",
        "Measured: {points}. More workers are slower. In Amdahl's law nothing is slower than one worker, however much cannot be divided: it does not describe this. What slows them down is communication, and that they share cores. Try a network with more to compute (the LeNet-style CNN), or fewer workers.";
    none: "「データ並列」で、ワーカー数 1 と 2 以上の学習を同じ設定でそれぞれ最後まで行うと、ここに点が出ます。", "Train under “Data parallel” with one worker and with more, to the end and alike otherwise: points will be shown here.";
    one: "ワーカー数を 2 以上にして、同じ設定でもう一度学習してください。", "Train once more with two workers or more, alike otherwise.";
}
