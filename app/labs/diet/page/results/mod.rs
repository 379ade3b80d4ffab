//! What a recipe has come to, layer by layer, and all results that were kept.

mod changed;
mod filters;
mod histogram;
mod kept;
mod layers;
mod map;
mod pareto;
mod runs;
pub(super) mod sensitivity;
mod soft_targets;
mod texts;
mod trials;
mod words;

pub use histogram::details;
pub use kept::kept;
pub use layers::decibels;
#[cfg(test)]
pub use runs::tests::trial;
pub use trials::Trials;
pub use words::summary;

use crate::diet::messages::Diet;
use crate::diet::page::picture;
use crate::diet::page::state::diet_of;
use karui_protocol::Sample;
use karui_protocol::recipe::{Distill, Prune};
use karui_shell::state::Lab;
use karui_ui::canvas::follow_width;
use karui_ui::html::{HtmlRegion, RegionEvent};
use karui_ui::reactive::{flag, handler, text};
use karui_ui::{number, use_lang};
use leptos::{html, prelude::*};
use texts::{Texts, say};

/// Images to choose from for the soft targets.
const THUMBNAILS: usize = 8;

/// A part of the page: a heading, a line that says what to look for, and what there is to see.
fn part(title: impl Fn(&Texts) -> String + Send + 'static, note: fn(&Texts) -> &'static str, body: AnyView) -> AnyView {
    let lang = use_lang();
    view! {
        <section class="part r-part">
            <h3>{text(move || title(texts::of(lang.get())))}</h3>
            <p class="help">{say(note)}</p>
            {body}
        </section>
    }
    .into_any()
}

/// A part that is there only while `is_shown`.
fn shown(is_shown: impl Fn() -> bool + Send + 'static, body: AnyView) -> AnyView {
    view! { <div class="r-shown" hidden=flag(move || !is_shown())>{body}</div> }.into_any()
}

/// What the last recipe has come to: its layers, the images that changed their class; then how layers bear pruning.
#[component]
pub fn Results() -> impl IntoView {
    let lab = Lab::here();
    let diet = diet_of(lab);
    let has_result = move || diet.result.with(Option::is_some);
    view! {
        {shown(has_result, layers_part(lab))}
        {shown(has_result, changed_part(lab))}
        {sensitivity_part(lab)}
    }
    .into_any()
}

fn layers_part(lab: Lab) -> AnyView {
    let (lang, diet) = (use_lang(), diet_of(lab));
    let (result, selected) = (diet.result, diet.layer);
    let table = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        result.with(|result| {
            if let Some(diet) = result {
                layers::table(m, lang, texts::of(lang), &diet.layers, &selected.get());
            }
        });
    })
    .region(move || texts::of(lang.get()).layers_title.to_owned())
    .on_event(move |event: RegionEvent| {
        if event.action == "layer" && !event.is_look {
            let name = |result: &Option<Diet>| Some(result.as_ref()?.layers.get(event.at)?.name.clone());
            selected.set(result.with_untracked(name).unwrap_or_default());
            picture::show();
        }
    });
    part(|t| t.layers_title.to_owned(), |t| t.layers_note, table.view())
}

fn changed_part(lab: Lab) -> AnyView {
    let (lang, result) = (use_lang(), diet_of(lab).result);
    let tiles = HtmlRegion::new("r-changed", move |m| {
        let (lang, data, chosen) = (lang.get(), lab.shown().data, lab.view.image.get());
        let t = texts::of(lang);
        result.with(|result| match result {
            Some(diet) if diet.changed.is_empty() => m.span("p", "w-empty muted", t.changed_none),
            Some(diet) => changed::tiles(m, lang, t, data, &diet.changed, chosen),
            None => {}
        });
    })
    .on_event(move |event| choose_image(lab, &event));
    let title = |t: &Texts| t.changed_title.to_owned();
    let note = move || {
        let lang = lang.get();
        result.with(|result| {
            let count = result.as_ref().and_then(|diet| changed::counted(&diet.changed_count));
            let say = |v: u64| number::integer(lang, v as f64);
            count.map_or(String::new(), |(n, of)| (texts::of(lang).changed)(&say(n), &say(of)))
        })
    };
    view! {
        <section class="part r-part">
            <h3>{text(move || title(texts::of(lang.get())))}</h3>
            <p class="help">{text(note)}</p>
            {tiles.view()}
        </section>
    }
    .into_any()
}

fn choose_image(lab: Lab, event: &RegionEvent) {
    if event.action == "image" && !event.is_look {
        lab.view.image.set(Some(event.at));
    }
}

fn sensitivity_part(lab: Lab) -> AnyView {
    let (lang, diet) = (use_lang(), diet_of(lab));
    let holder = NodeRef::<html::Div>::new();
    let width = follow_width(holder);
    let amounts =
        Memo::new(move |_| diet.recipe.with(|r| r.get::<Prune>().map(|p| p.layers.clone()).unwrap_or_default()));
    let set = move |event: RegionEvent| {
        if event.is_look {
            return;
        }
        let amount = |layers: &[crate::diet::messages::LayerSensitivity]| {
            let layer = layers.get(event.at)?;
            let amount = match &*event.action {
                "amount" => Some(layer.points.get(event.part)?.0),
                "typed" => sensitivity::typed(&event.value)?,
                _ => return None,
            };
            Some((layer.name.clone(), amount))
        };
        if let Some((name, amount)) = diet.sensitivity.with_untracked(|layers| amount(layers)) {
            lab.recipe.change(lab, move |recipe| sensitivity::set_amount(recipe, &name, amount));
        }
    };
    let drawing = HtmlRegion::new("r-drawing", move |m| {
        let (lang, width) = (lang.get(), width.get());
        diet.sensitivity.with(|layers| {
            if width > 0.0 && !layers.is_empty() {
                let selected = diet.layer.get();
                sensitivity::drawing(m, lang, texts::of(lang), layers, &amounts.get(), &selected, width);
            }
        });
    })
    .on_event(set);
    let table = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        diet.sensitivity.with(|layers| sensitivity::table(m, lang, texts::of(lang), layers, &amounts.get()));
    })
    .region(move || texts::of(lang.get()).sensitivity_title.to_owned())
    .on_event(set);
    let is_empty = Memo::new(move |_| diet.sensitivity.with(Vec::is_empty));
    let button = move || {
        let t = texts::of(lang.get());
        match (diet.scans.get(), is_empty.get()) {
            (true, _) => t.scanning,
            (false, true) => t.scan,
            (false, false) => t.scan_again,
        }
    };
    // How many layers are done, of how many.
    let done = move || {
        if !diet.scans.get() {
            return String::new();
        }
        let lang = lang.get();
        let [done, of] = diet.sensitivity.with(|layers| {
            let done = layers.iter().filter(|layer| !layer.points.is_empty()).count();
            [done, layers.len()].map(|n| number::integer(lang, n as f64))
        });
        if diet.sensitivity.with(Vec::is_empty) { String::new() } else { [&*done, " / ", &of].concat() }
    };
    let body = view! {
        <p>
            <button
                type="button"
                class="btn"
                aria-busy=text(move || diet.scans.get().to_string())
                disabled=flag(move || diet.scans.get())
                on:click=handler(move |_| diet_of(lab).scan())
            >
                {text(button)}
            </button>
            " "
            <span class="muted num" role="status">{text(done)}</span>
        </p>
        <div node_ref=holder>{drawing.view()}</div>
        <details class="more" hidden=flag(move || is_empty.get())>
            <summary>{say(|t| t.as_table)}</summary>
            {table.view()}
        </details>
    };
    part(|t| t.sensitivity_title.to_owned(), |t| t.sensitivity_note, body.into_any())
}

/// What the student is shown of an image, beside the temperature that makes it so.
pub fn soft_part() -> AnyView {
    let (lab, lang) = (Lab::here(), use_lang());
    let diet = diet_of(lab);
    let samples =
        Memo::new(move |_| lab.samples.with(|all| all.iter().take(THUMBNAILS).cloned().collect::<Vec<Sample>>()));
    let temperature = Memo::new(move |_| diet.recipe.with(|recipe| recipe.get::<Distill>().map(|d| d.temperature)));
    // New weights say something else of the same image.
    Effect::new(move || {
        let has_weights = lab.evaluation.with(Option::is_some);
        if let (true, Some(image), Some(temperature)) = (has_weights, lab.inspected_image(), temperature.get()) {
            diet_of(lab).soften(image, temperature);
        }
    });
    let bars = HtmlRegion::new("r-soft", move |m| {
        let (lang, data, image) = (lang.get(), lab.shown().data, lab.inspected_image());
        let t = texts::of(lang);
        samples.with(|samples| {
            diet.soft_targets.with(|soft| soft_targets::bars(m, lang, t, data, samples, image, soft));
        });
    })
    .on_event(move |event| choose_image(lab, &event));
    let title = move |t: &Texts| {
        let temperature = temperature.get().unwrap_or(1.0);
        (t.soft_title)(&number::significant(lang.get(), f64::from(temperature), 3))
    };
    view! {
        <div class="d-soft">
            <h4>{text(move || title(texts::of(lang.get())))}</h4>
            {bars.view()}
            <p class="help">{say(|t| t.soft_note)}</p>
        </div>
    }
    .into_any()
}
