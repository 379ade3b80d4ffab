//! What each tab of the stage shows: widgets laid out with a heading and a line that says what to look for.

use super::compare::{self, compare_of};
use super::widgets::{
    ActivationGrid, Confusion, CurveChart, DrawPad, FilterGrid, ImageGrid, LayerTable, NetworkDrawing, PerClass,
    Predictions,
};
use super::{CHART, CURVES, DRAW, FILTERS, ID, IMAGES, LAYERS, STRIP, test_ids};
use karui_protocol::{About, DataKind, Fault, Sample};
use karui_shell::i18n::{Message, PageTexts, Texts};
use karui_shell::lazy;
use karui_shell::pages::Faults;
use karui_shell::state::{Lab, Prediction};
use karui_ui::reactive::{flag, handler, list, maybe_view, memo, text};
use karui_ui::{number, use_lang};
use leptos::prelude::*;
use web_sys::Event;

/// Samples in the strip below the curves: one row on a wide page.
const STRIP_LEN: usize = 8;

/// A part of a panel.
#[component]
fn Part(
    title: Message,
    #[prop(optional)] note: Option<Message>,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class=format!("part {class}")>
            <h3>{text(move || title(lang.get().t()))}</h3>
            {note.map(|note| view! { <p class="help">{text(move || note(lang.get().t()))}</p> }.into_any())}
            {children()}
        </section>
    }
    .into_any()
}

/// The data set of what is shown.
fn data(lab: Lab) -> Signal<DataKind> {
    memo(move || lab.shown().data).into()
}

/// Choosing an image shows what the layers make of it.
fn inspect(lab: Lab) -> Callback<usize> {
    Callback::new(move |index| {
        lab.view.image.set(Some(index));
        lab.view.tab.set(FILTERS);
    })
}

/// What is there at once: the place of the curves, and the first images.
#[component]
pub(super) fn CurvesPanel() -> impl IntoView {
    let lab = Lab::here();
    let is_compared = move || compare::is_compressed(lab) && lab.view.tab.get() == CURVES;
    let has_curve = move || lab.is_under_way() || lab.curve.with(|curve| !curve.is_empty());
    let samples =
        Signal::derive(move || lab.samples.with(|all| all.iter().take(STRIP_LEN).cloned().collect::<Vec<Sample>>()));
    view! {
        <Part title=|t| t.curves_title note=|t: &Texts| t.curves_note>
            {maybe_view(move || Some(lazy::from_lab(lab, ID, CHART)))}
        </Part>
        // Before a run there is no curve to see: what the network says of images comes first then.
        <div class="strip" class:lead=flag(move || !has_curve())>
            <Part title=|t| t.samples_title note=|t: &Texts| t.samples_note>
                {maybe_view(move || is_compared().then(|| lazy::from_lab(lab, ID, STRIP)))}
                <div hidden=flag(is_compared)>
                    <ImageGrid samples=samples data=data(lab) selected=lab.view.image on_select=inspect(lab) />
                </div>
            </Part>
        </div>
    }
    .into_any()
}

/// The first images with what both networks say of them.
#[component]
pub(super) fn ComparedStrip() -> impl IntoView {
    let lab = Lab::here();
    view! {
        {compare::head(lab, CURVES)}
        <compare::Strip count=STRIP_LEN on_select=inspect(lab) />
    }
    .into_any()
}

/// The curves of the run.
#[component]
pub(super) fn Curves() -> impl IntoView {
    let lab = Lab::here();
    let steps = memo(move || {
        let running = lab.progress.with(|p| p.as_ref().map_or(0, |p| p.steps));
        if running > 0 { running } else { lab.draft.get().steps() }
    });
    let per_epoch = memo(move || lab.shown().steps_per_epoch() as u64);
    view! { <CurveChart points=lab.curve steps=steps steps_per_epoch=per_epoch /> }
}

#[component]
pub(super) fn LayersPanel() -> impl IntoView {
    let lab = Lab::here();
    let selected = memo(move || lab.inspected_layer());
    let select = Callback::new(move |layer| lab.view.layer.set(Some(layer)));
    let is_compared = compare_of(lab).is_shown(LAYERS);
    view! {
        {compare::head(lab, LAYERS)}
        {maybe_view(move || is_compared.get().then(|| compare::layers_part(lab)))}
        <Part title=|t| t.layers_title>
            <NetworkDrawing network=lab.network selected=selected on_select=select />
            <LayerTable
                network=lab.network
                times=lab.layer_times
                latency=lab.latency
                selected=selected
                on_select=select
                on_measure=move |()| lab.measure()
            />
        </Part>
    }
    .into_any()
}

#[component]
pub(super) fn FiltersPanel() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let maps = Signal::derive(move || lab.activations.with(|a| a.as_ref().map(|a| a.maps.clone())));
    let image = Signal::derive(move || lab.activations.with(|a| a.as_ref().map(|a| a.image.clone())));
    let layer = memo(move || lab.inspected_layer());
    let options = move || {
        let names = lab.network.with(|network| {
            let layers = network.as_ref().map_or(&[][..], |network| &network.layers);
            layers.iter().map(|layer| layer.name.clone()).collect::<Vec<_>>()
        });
        names
            .into_iter()
            .enumerate()
            .map(|(i, name)| {
                view! { <option value=i.to_string() prop:selected=flag(move || layer.get() == i)>{name}</option> }
            })
            .collect()
    };
    let choose = move |event: Event| {
        if let Ok(layer) = event_target_value(&event).parse() {
            lab.view.layer.set(Some(layer));
        }
    };
    let image_name = move || {
        let lang = lang.get();
        let index = lab.inspected_image();
        index.map_or(String::new(), |index| (lang.t().held_out_image)(&number::integer(lang, index as f64)))
    };
    let is_compared = compare_of(lab).is_shown(FILTERS);
    view! {
        {compare::head(lab, FILTERS)}
        <Part title=|t| t.filters_title note=|t: &Texts| t.filters_note>
            {maybe_view(move || is_compared.get().then(|| compare::filters(lab)))}
            <div hidden=flag(move || is_compared.get())><FilterGrid filters=lab.filters /></div>
        </Part>
        <Part title=|t| t.activations_title note=|t: &Texts| t.activations_note>
            <p class="row">
                <label for="layer">{text(move || lang.get().t().layer)}</label>
                <select id="layer" data-testid=test_ids::LAYER_SELECT on:change=handler(choose)>
                    {list(options)}
                </select>
                <span class="muted">{text(image_name)}</span>
            </p>
            {maybe_view(move || is_compared.get().then(|| compare::activations(lab)))}
            <div hidden=flag(move || is_compared.get())><ActivationGrid maps=maps image=image /></div>
        </Part>
    }
    .into_any()
}

#[component]
pub(super) fn ImagesPanel() -> impl IntoView {
    let lab = Lab::here();
    let is_compared = compare_of(lab).is_shown(IMAGES);
    view! {
        {compare::head(lab, IMAGES)}
        {maybe_view(move || Some(if is_compared.get() { two_networks(lab) } else { one_network(lab) }))}
    }
    .into_any()
}

fn two_networks(lab: Lab) -> AnyView {
    view! {
        {compare::images(lab, inspect(lab))}
        <compare::Classes />
    }
    .into_any()
}

fn one_network(lab: Lab) -> AnyView {
    let worst = Signal::derive(move || lab.evaluation.with(|e| e.as_ref().map_or(Vec::new(), |e| e.worst.clone())));
    let counts =
        Signal::derive(move || lab.evaluation.with(|e| e.as_ref().map(|e| e.confusion.clone()).unwrap_or_default()));
    view! {
        <div class="pair">
            <Part title=|t| t.confusion_title>
                <Confusion counts data=data(lab) />
            </Part>
            <Part title=|t| t.per_class_title>
                <PerClass evaluation=lab.evaluation data=data(lab) />
            </Part>
        </div>
        <Part title=|t| t.worst_title note=|t: &Texts| t.worst_note>
            <ImageGrid samples=worst data=data(lab) selected=lab.view.image on_select=inspect(lab) ranked=true />
        </Part>
    }
    .into_any()
}

#[component]
pub(super) fn DrawPanel() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let data = data(lab);
    let answers = move |prediction: Signal<Option<Prediction>>| {
        let is_compared = compare_of(lab).is_shown(DRAW);
        let shown = maybe_view(move || {
            Some(if is_compared.get() {
                compare::answers(lab, prediction)
            } else {
                view! { <Predictions prediction data /> }.into_any()
            })
        });
        shown.into_any()
    };
    view! {
        {compare::head(lab, DRAW)}
        <section class="part">
            <h3>{text(move || (lang.get().t().draw_title)(data.get()))}</h3>
            <p class="help">{text(move || lang.get().t().draw_note)}</p>
            <Faults about=About::PICTURE />
            <DrawPad
                data=data
                prediction=lab.prediction
                answers=Box::new(answers)
                samples=lab.samples
                on_picture=move |picture| lab.predict(picture)
                on_fault=move |problem| lab.add_fault(Fault { about: About::PICTURE, problem })
            />
        </section>
    }
    .into_any()
}
