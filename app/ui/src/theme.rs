//! The colours of the page: light or dark.

use leptos::prelude::*;

/// The colours of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Both.
    pub const ALL: [Theme; 2] = [Theme::Light, Theme::Dark];

    /// Its id in links, in storage and as `<html data-theme>`.
    pub const fn id(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// The theme in use, from the context that the page's root provides: call it in a component's body.
///
/// # Panics
/// Where nothing provides a `Signal<Theme>`.
pub fn use_theme() -> Signal<Theme> {
    expect_context()
}
