//! Filters and outputs of layers, before and now, on one scale.

use super::sides;
use super::state::compare_of;
use super::texts::{self, say};
use crate::train::messages::TrainRequest;
use crate::train::page::widgets::{MapTiles, limit};
use karui_protocol::Maps;
use karui_shell::state::Lab;
use karui_ui::canvas::PixelImage;
use karui_ui::reactive::{flag, memo, text};
use karui_ui::{number, use_lang};
use leptos::prelude::*;

/// Two sets of maps on one scale.
fn both(float: Signal<Vec<Maps>>, now: Signal<Vec<Maps>>) -> AnyView {
    let scale: Signal<f32> = memo(move || float.with(|maps| limit(maps)).max(now.with(|maps| limit(maps)))).into();
    let maps = |maps| view! { <div class="w-maps"><MapTiles maps scale /></div> }.into_any();
    sides(maps(float), maps(now), |_| String::new())
}

/// The first layer's weights.
pub fn filters(lab: Lab) -> AnyView {
    let (lang, it) = (use_lang(), compare_of(lab));
    it.ask(|| Some(TrainRequest::Filters));
    let of = move |is_now: bool| {
        Signal::derive(move || {
            it.filters.with(|it| {
                let it = it.as_ref();
                it.map(|it| if is_now { &it.now } else { &it.float }).cloned().unwrap_or_default()
            })
        })
    };
    let gone = move || {
        let (lang, gone) = (lang.get(), it.filters.with(|it| it.as_ref().map_or(0, |it| it.gone)));
        let t = texts::of(lang);
        if gone == 0 { t.holes.to_owned() } else { (t.filters_gone)(&number::integer(lang, gone as f64)) }
    };
    view! {
        <p class="help">{text(gone)}</p>
        {both(of(false), of(true))}
    }
    .into_any()
}

/// What the chosen layer makes of the chosen image.
pub fn activations(lab: Lab) -> AnyView {
    let (lang, it) = (use_lang(), compare_of(lab));
    it.ask_activations();
    let of = move |is_now: bool| {
        Signal::derive(move || {
            it.activations.with(|it| {
                let maps = it.as_ref().and_then(|it| if is_now { it.now.as_ref() } else { Some(&it.float) });
                maps.cloned().into_iter().collect::<Vec<_>>()
            })
        })
    };
    let image = Signal::derive(move || it.activations.with(|it| it.as_ref().map(|it| it.image.clone())));
    let said = move || {
        let lang = lang.get();
        let t = texts::of(lang);
        it.activations.with(|it| {
            let Some(it) = it else { return String::new() };
            let at = (t.outputs_of)(&it.at);
            match (&it.now, it.sqnr) {
                (None, _) => t.no_such_layer.to_owned(),
                (Some(_), Some(sqnr)) => at + &(t.outputs_noise)(&number::decimal(lang, f64::from(sqnr), 1)),
                (Some(now), None) if *now == it.float => at + t.outputs_same,
                (Some(_), None) => at,
            }
        })
    };
    view! {
        <div class="c-inspected">
            <figure class="w-input" hidden=flag(move || image.with(Option::is_none))>
                <PixelImage pixels=image />
                <figcaption class="muted">{say(|t| t.input_image)}</figcaption>
            </figure>
            <p class="help" role="status">{text(said)}</p>
        </div>
        {both(of(false), of(true))}
    }
    .into_any()
}
