//! How fast each way is, and what it adds to the one before.

use super::state::{AccelerateState, Timed};
use super::texts::{self, Texts, say};
use crate::diet::board::Board;
use crate::diet::markup::Markup;
use crate::hooks;
use crate::i18n::{Lang, number, use_lang};
use crate::state::Lab;
use karui_protocol::{Refusal, Way};
use leptos::prelude::*;

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), lab.accelerate);
    let board = Board::new("a-bars", move |m| draw(m, lang.get(), texts::of(lang.get()), state))
        .testid(hooks::ACCELERATOR_BARS);
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.bars_title)}</h3>
            <p class="help">{say(|t| t.bars_note)}</p>
            {board.view()}
        </section>
    }
    .into_any()
}

fn draw(m: &mut Markup, lang: Lang, t: &Texts, state: AccelerateState) {
    let ways = state.task.get().work.ways();
    let timed: Vec<Option<Timed>> = ways.iter().map(|way| state.of(*way)).collect();
    let right = |it: &Option<Timed>| it.as_ref().filter(|it| it.is_right()).map(|it| it.speed.value);
    let most = timed.iter().filter_map(right).fold(0.0, f64::max);
    let refused = state.refused.get();
    let is_software = |name: &str| ["swiftshader", "llvmpipe"].iter().any(|it| name.to_lowercase().contains(it));
    if state.ceilings.with(|all| matches!(all, Some((_, Ok((name, _)))) if is_software(name))) {
        m.span("p", "hint a-software", t.software);
    }
    m.open("ol", &[("class", "a-ways")]);
    for (i, (&way, timed)) in ways.iter().zip(&timed).enumerate() {
        let attrs = [("class", if way.is_gpu() { "a-way gpu" } else { "a-way" }), ("data-way", way.id())];
        m.open("li", &attrs);
        m.open("div", &[("class", "a-head")]);
        m.span("strong", "", t.way(way));
        match timed {
            Some(it) => {
                m.figure(lang, &it.speed, t.way(way).to_owned());
                m.figure(lang, &it.time, t.way(way).to_owned());
            }
            None => m.span("span", "muted", "—"),
        }
        m.close("div");
        m.bar(right(timed).map_or(0.0, |speed| speed / most), None);
        m.span("p", "help", (t.adds)(way));
        let why = refused.iter().find(|(it, _)| *it == way).map(|(_, why)| why);
        match (timed, why) {
            (_, Some(why)) => m.span("p", "wrong", &said(lang, t, why)),
            (Some(it), None) if !it.is_right() => {
                let apart = number::percent(lang, f64::from(it.difference), 2);
                m.span("p", "wrong", &(t.is_wrong)(&apart));
            }
            (Some(it), None) => {
                let apart = tiny(it.difference);
                let before = before(ways, way, i).and_then(|before| state.of(before));
                let gain = before.filter(Timed::is_right).map(|b| it.speed.value / b.speed.value);
                let gain = gain.map(|gain| (t.gain)(&number::significant(lang, gain, 2))).unwrap_or_default();
                m.span("p", "help num", &[&gain, &*(t.apart)(&apart)].concat());
            }
            (None, None) => {}
        }
        m.close("li");
    }
    m.close("ol");
}

/// The way that `way` is held against: the one before, on the same device.
fn before(ways: &[Way], way: Way, at: usize) -> Option<Way> {
    at.checked_sub(1).map(|i| ways[i]).filter(|before| before.is_gpu() == way.is_gpu())
}

/// A small number in powers of ten: `7×10⁻⁷`.
pub(super) fn tiny(value: f32) -> String {
    if value <= 0.0 {
        return "0".into();
    }
    let exponent = f64::from(value).log10().floor();
    let lead = (f64::from(value) / 10f64.powf(exponent)).round();
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let power = (-exponent).max(0.0).to_string();
    let power: String = power.chars().filter_map(|c| digits.get(c.to_digit(10)? as usize)).collect();
    format!("{lead}×10⁻{power}")
}

/// Why a kernel did not run, in the page's words.
pub(super) fn said(lang: Lang, t: &Texts, why: &Refusal) -> String {
    match why {
        Refusal::Compile(_) => t.compile_failed.into(),
        Refusal::NoGpu(why) => crate::i18n::no_gpu(lang, why),
        Refusal::Device { reason } => (t.device_failed)(reason),
    }
}
