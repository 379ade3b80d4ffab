//! The messages of runs and weights beyond the present ones, which come with their code.

use karui_ui::messages;

messages! {
    /// The messages of runs and weights beyond the present ones.
    pub struct Texts;

    /// How many runs are kept.
    runs_title(count: &str): "保存された学習（{count} 件）", "Kept runs ({count})";
    /// How many are kept at most.
    runs_note(most: &str):
        "このブラウザーの中に、新しい順に {most} 件まで保存されます。それを超えると、古いものから削除されます。",
        "Kept in this browser, up to {most}: beyond that the oldest goes.";
    run_is_here: "表示中", "Shown now";
    run_open: "開く", "Open";
    run_delete: "削除", "Delete";
    run_accuracy(accuracy: &str): "正解率 {accuracy}", "accuracy {accuracy}";
    run_seed(seed: &str): "シード {seed}", "seed {seed}";
    run_is_elsewhere: "別のタブで使用中", "in another tab";
    checkpoint_title: "途中で終わった学習があります", "A run was interrupted";
    /// What was interrupted: network and data, percent done, when.
    checkpoint_text(network: &str, done: &str, when: &str):
        "{network}。{done} まで進んだところです（{when} に保存）。あとからでも「保存された学習」から再開できます。",
        "{network}, {done} done, stored {when}. You can also go on later, from “Kept runs”.";
    checkpoint_restore: "続きから再開する", "Go on from there";
    checkpoint_discard: "破棄する", "Discard it";
    link_title: "リンクで開いた実験です", "Opened from a link";
    link_trains:
        "このリンクは、ここで学習したネットワークを指しています。同じ設定と乱数シードで、学習し直しています。",
        "This link is to a network that was trained. It is being trained anew, with the same settings and seed. ";
    link_stop: "学習をやめる", "Do without it";
    link_wants_file:
        "このリンクは、ファイルから開いたネットワークを指していますが、リンクに重みは入っていません。送り主からファイルを受け取って開くと、同じ数値になります。        今の表示は、最初の重みのものです。",
        "This link is to a network that came from a file, and a link holds no weights. Ask for that file and open it: then the figures are         the same. What is shown now is of the first weights.";
    copied_trained:
        "リンクには、設定と乱数シードが入っています。開いた人のブラウザーでは、ネットワークを学習し直します。",
        "The link holds the settings and the seed: whoever opens it trains the network anew. ";
    /// How long that takes.
    copied_time(seconds: &str): "この端末での学習は約 {seconds} でした。", "Here that took about {seconds}.";
    copied_file:
        "重みはリンクに入りません。保存したファイルも、リンクと一緒に送ってください。",
        "The weights are not in the link: send their file along with it.";
    copied_unfinished:
        "学習の途中です。リンクには設定だけが入ります。学習が終わってからコピーすると、結果のネットワークを指すリンクになります。",
        "The run has not ended, so the link holds its settings alone. Copied once it has, it leads to the trained network.";
    brought_back_title: "前回学習したネットワークを表示しています", "Your trained network is back";
    /// What is shown: network and data, when, and the button that leads back.
    brought_back_text(network: &str, when: &str, reset: &str):
        "{network}（{when} に保存）。「{reset}」を押すと、学習前の表示に戻ります。学習したネットワークは「保存された学習」に残ります。",
        "{network}, stored {when}. “{reset}” shows the weights from before the run; the trained network stays among “Kept runs”.";
    has_replaced:
        "学習前に表示していた重みには、「最初に戻す」で戻せます。",
        "Reset brings back the weights that were here before the run.";
    /// What training would take the place of: its accuracy.
    will_replace(accuracy: &str):
        "学習を始めると、この重み（正解率 {accuracy}）は、シードから学習し直した重みに置き換わります。「最初に戻す」で、この重みに戻せます。",
        "Training starts anew from the seed and takes the place of these weights (accuracy {accuracy}). Reset brings them back.";
}
