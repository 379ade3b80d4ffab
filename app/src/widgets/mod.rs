//! The page's own widgets: each shows what it is given and tells what was chosen. None knows the engine or computes
//! more than its layout.

mod blocks;
pub mod canvas;
mod color;
mod confusion;
mod curves;
mod draw_pad;
mod drawing;
mod figure;
mod images;
mod layer_table;
mod maps;
mod palette;
mod per_class;
pub mod pixels;
mod predictions;
mod texts;
pub mod ticks;

pub use canvas::SizeObserver;
pub use color::Rgb;
pub use confusion::Confusion;
pub use curves::CurveChart;
pub use draw_pad::{DrawPad, photo_at, photo_in};
pub use drawing::NetworkDrawing;
pub use figure::{FigureButton, FigureHost, Opener, Origin, mathml};
pub use images::ImageGrid;
pub use layer_table::LayerTable;
pub use maps::{ActivationGrid, FilterGrid};
pub use palette::palette;
pub use per_class::PerClass;
pub use texts::op_name;
