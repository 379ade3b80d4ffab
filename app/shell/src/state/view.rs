use crate::labs::{At, Tab};
use karui_ui::{Lang, Theme};
use leptos::prelude::*;

/// How the lab is looked at; nothing of it changes a result.
#[derive(Clone, Copy)]
pub struct View {
    /// The language in use.
    pub lang: RwSignal<Lang>,
    /// The language, where a link or the learner asked for one: then links carry it on.
    pub lang_asked: RwSignal<bool>,
    /// The theme that was asked for; `None`: as the device.
    pub theme_asked: RwSignal<Option<Theme>>,
    /// Whether the device prefers dark.
    pub device_dark: RwSignal<bool>,
    /// Where on the page the learner is.
    pub at: RwSignal<At>,
    /// The stage's tab.
    pub tab: RwSignal<Tab>,
    /// The part of the tab that a link points at: the `id` of an element, empty for none. It is gone to once; links that are written have none.
    pub part: RwSignal<String>,
    /// The held-out image whose activations are shown.
    pub image: RwSignal<Option<usize>>,
    /// The layer whose output is shown.
    pub layer: RwSignal<Option<usize>>,
}

impl View {
    pub(super) fn new(first: Tab) -> Self {
        View {
            lang: RwSignal::new(Lang::default()),
            lang_asked: RwSignal::new(false),
            theme_asked: RwSignal::new(None),
            device_dark: RwSignal::new(false),
            at: RwSignal::new(At::Bench),
            tab: RwSignal::new(first),
            part: RwSignal::new(String::new()),
            image: RwSignal::new(None),
            layer: RwSignal::new(None),
        }
    }

    /// The theme in use.
    pub fn theme(self) -> Theme {
        self.theme_asked.get().unwrap_or(if self.device_dark.get() { Theme::Dark } else { Theme::Light })
    }
}
