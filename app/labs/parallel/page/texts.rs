//! The messages of the parts' row.

use super::state::Part;
use karui_ui::messages;

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
}
