//! The page's shell: settings on the left, the stage in the middle, results on the right. It holds no mathematics: what it
//! shows comes from the engine's worker as events ([`engine`]), is kept as signals ([`state`]) and laid out by [`pages`].
//! It knows the labs by their rows ([`labs`]).

pub mod controls;
pub mod engine;
pub mod i18n;
pub mod labs;
pub mod lazy;
pub mod pages;
pub mod recipe;
pub mod state;
pub mod test_ids;

pub use labs::{At, GroupRow, LabPage, Labs, LinkPart, Loading, PageCode, Panel, PlaceRow, ScoresRow, TabRow};
pub use pages::App;
