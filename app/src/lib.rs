//! Karui's page: settings on the left, the stage in the middle, results on the right. It holds no mathematics: what it
//! shows comes from the engine's worker as events ([`engine`]), is kept as signals ([`state`]) and laid out by
//! [`pages`] and [`widgets`].

mod accelerate;
mod controls;
mod diet;
mod engine;
mod explorer;
mod hooks;
mod i18n;
mod live;
mod pages;
mod real;
mod state;
mod widgets;

pub use pages::App;
