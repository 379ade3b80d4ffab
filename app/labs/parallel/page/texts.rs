//! The messages of the parts' row.

use super::state::Part;
use karui_protocol::Error;
use karui_ui::{Lang, messages};

messages! {
    /// The messages of the parts' row.
    pub struct Texts;

    parts: "分散処理の内容", "Parts of distributed training";
    part(part: Part) => {
        Part::AllReduce => "勾配の集約", "All-reduce";
        Part::Data => "データ並列", "Data parallel";
        Part::Compression => "勾配の圧縮", "Gradient compression";
        Part::Batch => "大きなバッチ", "Large batches";
        Part::Pipeline => "パイプライン並列", "Pipeline parallel";
        Part::Tensor => "テンソル並列", "Tensor parallel";
        Part::Memory => "メモリ", "Memory";
        Part::Federated => "連合学習", "Federated learning";
        Part::Speed => "速さの法則", "Laws of speed";
    };
    lost: "ワーカーが応答しなくなったため、ここで終えました。もう一度始めてください。", "A worker does not answer any more, so it ended here. Please start again.";
    diverged: "発散しました。損失が数の範囲を超えています。", "It has diverged: the loss left the range of numbers.";
    /// What the results shown were made with.
    belongs(is_stale: bool, settings: &str) => String {
        true => "表示中の結果の設定：{settings}。その後、設定が変わっています。", "The results shown are of {settings}. Settings have changed since.";
        false => "表示中の結果の設定：{settings}。", "The results shown are of {settings}.";
    };
}

/// Why a run could not go on, in the lab's words where it has some.
pub fn fault(lang: Lang, error: &Error) -> String {
    match error {
        Error::Misuse { what, .. } if matches!(&what[..], "worker" | "workers") => of(lang).lost.to_owned(),
        Error::Diverged { .. } => of(lang).diverged.to_owned(),
        other => karui_shell::i18n::error_text(lang, other),
    }
}
