//! The messages of trainings beside each other.

use karui_ui::messages;

messages! {
    /// The messages of trainings beside each other.
    pub struct Texts;

    start: "順に学習する", "Train them in turn";
    stop: "止める", "Stop";
    not_begun: "まだ始めていません。", "Not begun yet.";
    stands(done: usize, all: usize): "{all} 通りのうち {done} 通りが終わりました…", "{done} of {all} are done …";
    done(done: usize, all: usize): "{all} 通りのうち {done} 通りの学習が終わりました。", "{done} of {all} are done.";
    curves: "学習した画像の枚数と損失", "Loss over images trained on";
    images: "学習した画像（枚）", "Images trained on";
    loss: "損失", "Loss";
}
