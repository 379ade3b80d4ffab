//! What the networks say of the picture, and how fast.

use super::state::Known;
use super::{section, texts};
use crate::real::messages::{Answer, By, Classes};
use crate::real::page::state::real_of;
use karui_protocol::Figure;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter, RegionEvent};
use karui_ui::reactive::text;
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// The answer, the network of floats beside the lighter one, and the times.
pub fn part(lab: Lab) -> AnyView {
    let lang = use_lang();
    let region = HtmlRegion::new("real-answers", move |m| {
        let lang = lang.get();
        real_of(lab).with_seen(|known| draw(m, lang, known));
    })
    .on_event(move |event: RegionEvent| {
        if event.action == "by" && !event.is_look {
            real_of(lab).change(|known| known.by = BY.get(event.at).copied());
        }
    });
    // While the camera runs nobody could listen to it.
    let spoken = move || {
        let lang = lang.get();
        real_of(lab).with_seen(|known| match known.seen.as_ref().filter(|seen| !seen.is_live) {
            Some(seen) => first(lang, known, seen.light.as_ref().or(seen.float.as_ref())),
            None => String::new(),
        })
    };
    let body = view! {
        {region.view()}
        <p class="visually-hidden" role="status">{text(spoken)}</p>
    };
    section(|t| t.answer, |t| t.time_note, body.into_any())
}

const BY: [By; 3] = [By::Both, By::Float, By::Light];

fn first(lang: Lang, known: &Known, answer: Option<&Answer>) -> String {
    let top = answer.and_then(|answer| answer.top.first());
    top.map_or(String::new(), |&(class, p)| {
        (texts::of(lang).spoken)(&class_name(lang, known, class), &number::percent(lang, f64::from(p), 1))
    })
}

/// What output number `class` of the network that runs means.
fn class_name(lang: Lang, known: &Known, class: usize) -> String {
    let t = texts::of(lang);
    let number = || (t.class_number)(&number::integer(lang, class as f64));
    let named = known.network.as_ref().and_then(|network| match &network.classes {
        Classes::Person => t.persons.get(class).map(|&name| name.to_owned()),
        Classes::Imagenet => known.labels[lang.pick(0, 1)].get(class).cloned(),
        Classes::Own(names) => names.get(class).cloned(),
        Classes::Numbered(_) => None,
    });
    named.filter(|name| !name.is_empty()).unwrap_or_else(number)
}

fn draw(m: &mut HtmlWriter, lang: Lang, known: &Known) {
    let t = texts::of(lang);
    let Some(seen) = known.seen.as_ref().filter(|seen| seen.float.is_some() || seen.light.is_some()) else {
        m.span("p", "real-none muted", t.no_answer);
        return;
    };
    let is_both = seen.float.is_some() && seen.light.is_some();
    m.open("div", &[("class", if is_both { "real-pair" } else { "real-one" })]);
    let answers = [(t.float, &seen.float), (t.light, &seen.light)];
    let mut is_first = true;
    for ((name, answer), testid) in answers.into_iter().zip(["compare-float", "compare-now"]) {
        let Some(answer) = answer else { continue };
        let value = answer.top.first().map_or(String::new(), |(class, _)| class.to_string());
        let hook = [("data-testid", testid), ("data-value", &*value)];
        m.open("div", if is_both { &hook } else { &[] });
        if known.light.is_some() {
            m.element("h4", &[], name);
        }
        top(m, lang, known, answer, is_first);
        m.close("div");
        is_first = false;
    }
    m.close("div");
    m.open("dl", &[("class", "real-facts")]);
    let mut is_first = true;
    for (name, answer) in answers {
        if let Some(answer) = answer {
            let label = if known.light.is_some() { [t.time, ": ", name].concat() } else { t.time.to_owned() };
            fact(m, lang, label, &answer.time, is_first.then_some("frame-latency"));
            is_first = false;
        }
    }
    if let Some(preparation) = &seen.preparation {
        fact(m, lang, t.preparation.to_owned(), preparation, None);
    }
    if let Some(rate) = &seen.rate {
        fact(m, lang, t.rate.to_owned(), rate, Some("frame-rate"));
    }
    if let Some(first) = &seen.first {
        fact(m, lang, t.first.to_owned(), first, Some("first-answer"));
    }
    m.close("dl");
    if known.light.is_some() && known.camera.is_on() {
        let now = known.by.unwrap_or(By::Both);
        m.open("div", &[("class", "row"), ("role", "group"), ("aria-label", t.by)]);
        m.span("span", "help", t.by);
        for (i, by) in BY.into_iter().enumerate() {
            let name = [t.by_both, t.float, t.light][i];
            let attrs = [
                ("type", "button"),
                ("class", "btn small real-choice"),
                ("aria-pressed", if by == now { "true" } else { "false" }),
                ("data-do", "by"),
                ("data-at", &i.to_string()),
            ];
            m.element("button", &attrs, name);
        }
        m.close("div");
    }
}

/// The most probable class alone.
pub fn first_alone(m: &mut HtmlWriter, lang: Lang, known: &Known) {
    let answer = known.seen.as_ref().and_then(|seen| seen.light.as_ref().or(seen.float.as_ref()));
    if let Some(&(class, p)) = answer.and_then(|answer| answer.top.first()) {
        m.span("strong", "", &class_name(lang, known, class));
        m.span("span", "num", &number::percent(lang, f64::from(p), 1));
        m.bar(f64::from(p), None);
    }
}

fn top(m: &mut HtmlWriter, lang: Lang, known: &Known, answer: &Answer, is_first: bool) {
    m.open("ol", &[("class", "real-top")]);
    for (i, &(class, p)) in answer.top.iter().enumerate() {
        let name = class_name(lang, known, class);
        m.open("li", &[]);
        let value = p.to_string();
        let hook = [("data-testid", "top-class"), ("data-value", &*value)];
        m.element("span", if i == 0 && is_first { &hook } else { &[] }, &name);
        m.span("span", "num", &number::percent(lang, f64::from(p), 1));
        m.bar(f64::from(p), None);
        m.close("li");
    }
    m.close("ol");
}

/// A named figure of a list.
pub fn fact(m: &mut HtmlWriter, lang: Lang, name: String, figure: &Figure, testid: Option<&str>) {
    let value = figure.value.to_string();
    m.open("div", &[]);
    m.element("dt", &[], &name);
    let hook = [("data-testid", testid.unwrap_or_default()), ("data-value", &*value)];
    m.open("dd", if testid.is_some() { &hook } else { &[] });
    m.figure(lang, figure, name);
    m.close("dd");
    m.close("div");
}
