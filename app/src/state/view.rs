use crate::i18n::Lang;
use leptos::prelude::*;

/// A tab of the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Learning curves and sample predictions.
    #[default]
    Curves,
    /// The techniques that make the network lighter.
    Diet,
    /// All that was tried, side by side.
    Trials,
    /// The network as a drawing and a table.
    Layers,
    /// Filters and activations.
    Filters,
    /// Confusion, classes, worst mistakes.
    Images,
    /// The drawing pad.
    Draw,
    /// The MobileNets, block by block.
    Mobilenet,
    /// Trained networks on photographs and the camera.
    Real,
    /// The same work on CPU and GPU.
    Accelerate,
}

impl Tab {
    /// All, in their order on the page.
    pub const ALL: [Tab; 10] = [
        Tab::Curves,
        Tab::Diet,
        Tab::Trials,
        Tab::Layers,
        Tab::Filters,
        Tab::Images,
        Tab::Draw,
        Tab::Mobilenet,
        Tab::Real,
        Tab::Accelerate,
    ];

    /// Its id in links.
    pub const fn id(self) -> &'static str {
        match self {
            Tab::Curves => "curves",
            Tab::Diet => "diet",
            Tab::Trials => "trials",
            Tab::Layers => "layers",
            Tab::Filters => "filters",
            Tab::Images => "images",
            Tab::Draw => "draw",
            Tab::Mobilenet => "mobilenet",
            Tab::Real => "real",
            Tab::Accelerate => "accelerate",
        }
    }
}

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
    /// The stage's tab.
    pub tab: RwSignal<Tab>,
    /// The held-out image whose activations are shown.
    pub image: RwSignal<Option<usize>>,
    /// The layer whose output is shown.
    pub layer: RwSignal<Option<usize>>,
}

impl View {
    pub(super) fn new() -> Self {
        View {
            lang: RwSignal::new(Lang::default()),
            lang_asked: RwSignal::new(false),
            theme_asked: RwSignal::new(None),
            device_dark: RwSignal::new(false),
            tab: RwSignal::new(Tab::default()),
            image: RwSignal::new(None),
            layer: RwSignal::new(None),
        }
    }

    /// The theme in use.
    pub fn theme(self) -> Theme {
        self.theme_asked.get().unwrap_or(if self.device_dark.get() { Theme::Dark } else { Theme::Light })
    }
}
