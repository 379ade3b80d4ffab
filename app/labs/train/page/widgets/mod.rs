//! The page's own widgets: each shows what it is given and tells what was chosen. None knows the engine or computes
//! more than its layout.

mod blocks;
mod confusion;
mod curves;
mod draw_pad;
mod drawing;
mod images;
mod layer_table;
mod maps;
mod per_class;
mod predictions;
mod texts;

pub use confusion::Confusion;
pub use curves::CurveChart;
pub use draw_pad::DrawPad;
pub use drawing::NetworkDrawing;
pub use images::{ImageGrid, top};
pub use layer_table::LayerTable;
pub use maps::{ActivationGrid, FilterGrid, MapTiles, limit};
pub use per_class::PerClass;
pub use predictions::Predictions;
