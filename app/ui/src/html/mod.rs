//! Parts of the page that are drawn as one string of HTML or SVG whenever their data changes: tables, bars, plots. Forms
//! and layout are views; what is redrawn as a whole is an [`HtmlRegion`].

pub mod chart;
mod region;
mod writer;

pub use region::{HtmlRegion, RegionEvent};
pub use writer::{Attr, HtmlWriter, step, units};
