//! What the page shows of a run and its network.

mod compare;
mod inspect;
mod panels;
mod test_ids;
mod widgets;

use super::ID;
use karui_protocol::Name;
use karui_shell::labs::Tab;
use karui_shell::{GroupRow, LabPage, PageCode, Panel, TabRow};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use panels::{ComparedStrip, Curves, CurvesPanel, DrawPanel, FiltersPanel, ImagesPanel, LayersPanel};

const CURVES: Tab = Tab::new("curves");
const LAYERS: Tab = Tab::new("layers");
const FILTERS: Tab = Tab::new("filters");
const IMAGES: Tab = Tab::new("images");
const DRAW: Tab = Tab::new("draw");
/// The chart of the first tab, which comes later than the rest of it.
const CHART: Name = Name::new("curve-chart");
/// The first images with what both networks say of them, in place of those of one.
const STRIP: Name = Name::new("compared-strip");

const TABS: &[TabRow] = &[
    TabRow {
        tab: CURVES,
        place: 10,
        title: |lang| lang.pick("学習曲線", "Curves"),
        panel: Panel::AtOnce(|| view! { <CurvesPanel /> }.into_any()),
    },
    TabRow { tab: IMAGES, place: 12, title: |lang| lang.pick("画像", "Images"), panel: Panel::Later },
    TabRow { tab: DRAW, place: 14, title: |lang| lang.pick("描いて試す", "Draw"), panel: Panel::Later },
    TabRow { tab: LAYERS, place: 20, title: |lang| lang.pick("層", "Layers"), panel: Panel::Later },
    TabRow {
        tab: FILTERS,
        place: 22,
        title: |lang| lang.pick("重みと出力", "Weights and activations"),
        panel: Panel::Later,
    },
];

const GROUPS: &[GroupRow] = &[
    GroupRow { id: Name::new("learn"), title: |lang| lang.pick("学習", "Train"), tabs: &[CURVES, IMAGES, DRAW] },
    GroupRow {
        id: Name::new("inside"), title: |lang| lang.pick("中を見る", "Look inside"), tabs: &[LAYERS, FILTERS]
    },
];

/// The lab as the page knows it.
pub static PAGE: LabPage = LabPage {
    groups: GROUPS,
    start: inspect::as_chosen,
    forget: compare::forget,
    is_fetched_ahead: true,
    ..LabPage::new(ID, TABS, || Box::pin(code()))
};

#[wasm_split(train, fallible, wasm_split_path = leptos::wasm_split)]
fn code() -> Result<PageCode, SplitLoaderError> {
    Ok(PageCode { view, on_event: compare::on_event })
}

fn view(name: Name) -> AnyView {
    match name {
        CHART => view! { <Curves /> }.into_any(),
        STRIP => view! { <ComparedStrip /> }.into_any(),
        LAYERS => view! { <LayersPanel /> }.into_any(),
        FILTERS => view! { <FiltersPanel /> }.into_any(),
        IMAGES => view! { <ImagesPanel /> }.into_any(),
        DRAW => view! { <DrawPanel /> }.into_any(),
        _ => ().into_any(),
    }
}
