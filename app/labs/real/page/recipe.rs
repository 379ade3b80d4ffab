//! The diet bench's techniques on the network that runs, and what they come to.

use super::answers::fact;
use super::commands::{compress, export, reset};
use super::state::Known;
use super::texts::{self, Texts};
use super::{button, section};
use crate::real::ID;
use crate::real::messages::{Agreement, Light, RECIPE};
use crate::real::page::TAB;
use crate::real::page::state::real_of;
use karui_protocol::recipe::TechniqueKind;
use karui_protocol::{Figure, FileFormat};
use karui_shell::pages::Faults;
use karui_shell::recipe::{cards, technique_name};
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::reactive::{effect, flag, maybe_view, memo, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// The techniques, the run, and the result.
pub fn part(lab: Lab) -> AnyView {
    let lang = use_lang();
    let real = real_of(lab);
    let recipe = lab.recipe.now;
    // The cards stand once in the document, on the tab that is looked at.
    let is_here = memo(move || lab.view.tab.get() == TAB);
    effect(move || lab.recipe.shown_in.set(is_here.get().then_some(ID)));
    let is_off = move || {
        let is_empty = recipe.with(|recipe| recipe.without_labels().is_empty());
        is_empty || real.with(|known| known.network.is_none() || known.cooking.is_some())
    };
    let is_cut = move || recipe.with(|recipe| recipe.without_labels() != *recipe);
    let say = move |words: fn(&Texts) -> &'static str| move || words(texts::of(lang.get())).to_owned();
    let words = move || {
        let t = texts::of(lang.get());
        real.with(|known| match known.cooking {
            Some(cooking) if cooking.is_measuring => t.measuring.to_owned(),
            Some(cooking) => {
                let name = cooking.technique.map_or(t.lighten, |technique| technique_name(lang.get(), technique));
                let mut words = (t.cooking)(name);
                if cooking.steps > 0 {
                    let [done, of] = [cooking.step, cooking.steps].map(|n| number::integer(lang.get(), n as f64));
                    words.push_str(&(t.layers_done)(&done, &of));
                }
                words
            }
            None if recipe.with(|recipe| recipe.is_empty()) => t.nothing_on.to_owned(),
            None => String::new(),
        })
    };
    let region = HtmlRegion::new("real-result", move |m| {
        let lang = lang.get();
        real.with(|known| {
            if let Some(light) = &known.light {
                result(m, lang, light, known.agreement.as_ref());
            }
        });
    })
    .testid("real-result");
    let body = view! {
        {maybe_view(move || is_here.get().then(|| cards(|technique| technique != TechniqueKind::Distill, &[])))}
        <p class="help" hidden=flag(move || !is_cut())>{texts::say(|t| t.left_out)}</p>
        <div class="row">
            {button("btn primary", Some("real-run-recipe"), say(|t| t.run), is_off, move || compress(lab))}
            {button("btn", Some("real-undo"), say(|t| t.undo), move || real.with(|known| known.light.is_none() && known.cooking.is_none()), move || reset(lab))}
            <p class="real-words" role="status">{text(words)}</p>
        </div>
        <Faults about=RECIPE />
        {region.view()}
    };
    section(|t| t.lighten, |t| t.lighten_note, body.into_any())
}

fn result(m: &mut HtmlWriter, lang: Lang, light: &Light, agreement: Option<&Agreement>) {
    let t = texts::of(lang);
    m.open("table", &[("class", "real-table")]);
    m.element("caption", &[("class", "visually-hidden")], t.result);
    m.open("thead", &[]);
    m.open("tr", &[]);
    m.element("td", &[], "");
    for name in [t.before, t.now, t.ratio] {
        m.element("th", &[("scope", "col")], name);
    }
    m.close("tr");
    m.close("thead");
    m.open("tbody", &[]);
    let rows = [
        (t.size, &light.size, "real-size"),
        (t.latency, &light.latency, "real-latency"),
        (t.macs, &light.macs, "real-macs"),
    ];
    for (name, (before, now), testid) in rows {
        row(m, lang, name, before, now, testid);
    }
    m.close("tbody");
    m.close("table");
    let done = light.recipe.kinds().map(|technique| technique_name(lang, technique)).collect::<Vec<_>>();
    m.span("p", "help", &(t.done)(&done.join(lang.pick("・", ", "))));
    if let Some(agreement) = agreement {
        m.open("dl", &[("class", "real-facts")]);
        fact(m, lang, t.agreement.to_owned(), &agreement.share, Some("real-agreement"));
        m.close("dl");
        let of = number::integer(lang, agreement.of as f64);
        m.span("p", "help", &(t.agreement_note)(&of));
        m.span("p", "help", &[t.agreement_alike, t.agreement_own].join(lang.pick("", " ")));
    }
    if light.factored.1 > 0 {
        let [some, all] = [light.factored.0, light.factored.1].map(|n| number::integer(lang, n as f64));
        m.span("p", "help", &(t.factored)(&some, &all));
    }
    if light.calibrated_on > 0 {
        m.span("p", "help", &(t.calibrated)(&number::integer(lang, light.calibrated_on as f64)));
    }
}

fn row(m: &mut HtmlWriter, lang: Lang, name: &str, before: &Figure, now: &Figure, testid: &str) {
    m.open(
        "tr",
        &[("data-testid", testid), ("data-value", &now.value.to_string()), ("data-before", &before.value.to_string())],
    );
    m.element("th", &[("scope", "row")], name);
    for (figure, when) in [(before, texts::of(lang).before), (now, texts::of(lang).now)] {
        m.open("td", &[]);
        m.figure(lang, figure, [name, ", ", when].concat());
        m.close("td");
    }
    let ratio = number::ratio(lang, now.value / before.value.max(f64::MIN_POSITIVE));
    m.element("td", &[("class", "num")], &ratio);
    m.close("tr");
}

/// The network in use as a file.
pub fn take_away(lab: Lab) -> AnyView {
    let lang = use_lang();
    let save = move |testid, words: fn(&Texts) -> &'static str, format| {
        let is_off = move || real_of(lab).with(|known: &Known| known.network.is_none());
        button(
            "btn small",
            Some(testid),
            move || words(texts::of(lang.get())).to_owned(),
            is_off,
            move || export(lab, format),
        )
    };
    let body = view! {
        <div class="row">
            {save("real-export-packed", |t| t.save_packed, FileFormat::Packed)}
            {save("real-export-onnx", |t| t.save_onnx, FileFormat::Onnx)}
            {save("real-export-tflite", |t| t.save_tflite, FileFormat::Tflite)}
            {save("real-export-c", |t| t.save_c, FileFormat::C)}
            {save("real-export-safetensors", |t| t.save_safetensors, FileFormat::Safetensors)}
        </div>
    };
    section(|t| t.take_away, |t| t.take_away_note, body.into_any())
}
