//! The messages of runs and weights beyond the present ones, which come with their code.

use karui_ui::messages;

messages! {
    /// The messages of runs and weights beyond the present ones.
    pub struct Texts;

    /// How many runs are kept.
    runs_title(count: &str): "保存された学習（{count} 件）", "Kept runs ({count})";
    /// How many are kept at most.
    runs_note(most: &str):
        "このブラウザの中に、新しい順に {most} 件まで保存されます。それを超えると、古いものから削除されます。",
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
