//! How fast each way is, and what it adds to the one before.

use super::state::{AccelerateState, Timed};
use super::texts::{self, Texts, say};
use crate::accelerate::messages::{KernelVariant, Refusal};
use crate::accelerate::page::state::accelerator_of;
use crate::accelerate::page::test_ids;
use karui_protocol::is_software;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), accelerator_of(lab));
    let region = HtmlRegion::new("a-bars", move |m| draw(m, lang.get(), texts::of(lang.get()), state))
        .testid(test_ids::ACCELERATOR_BARS);
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.bars_title)}</h3>
            <p class="help">{say(|t| t.bars_note)}</p>
            {region.view()}
        </section>
    }
    .into_any()
}

fn draw(m: &mut HtmlWriter, lang: Lang, t: &Texts, state: AccelerateState) {
    let ways = state.task.get().work.variants();
    let timed: Vec<Option<Timed>> = ways.iter().map(|way| state.of(*way)).collect();
    let right = |it: &Option<Timed>| it.as_ref().filter(|it| it.is_right()).map(|it| it.speed.value);
    let most = timed.iter().filter_map(right).fold(0.0, f64::max);
    let refused = state.refused.get();
    if state.ceilings.with(|all| matches!(all, Some((_, Ok((name, _)))) if is_software(name))) {
        m.span("p", "hint a-software", t.software);
    }
    let has_none = without_gpu(m, lang, t, state);
    m.open("ol", &[("class", "a-ways")]);
    for (&way, timed) in ways.iter().zip(&timed) {
        let attrs = [("class", if way.is_gpu() { "a-way gpu" } else { "a-way" }), ("data-way", way.id())];
        m.open("li", &attrs);
        m.open("div", &[("class", "a-head")]);
        m.span("strong", "", t.way(way));
        m.open("span", &[("class", "a-figures")]);
        match timed {
            Some(it) => {
                m.figure(lang, &it.speed, t.way(way).to_owned());
                m.figure(lang, &it.time, t.way(way).to_owned());
            }
            None => m.span("span", "muted", "—"),
        }
        m.close("span");
        m.close("div");
        // What no device here can do is described, and that is all.
        if !(has_none && way.is_gpu()) {
            m.bar(right(timed).map_or(0.0, |speed| speed / most), None);
        }
        m.span("p", "help", (t.adds)(way));
        let why = refused.iter().find(|(it, _)| *it == way).map(|(_, why)| why);
        match (timed, why) {
            (_, Some(Refusal::NoGpu(_))) => {}
            (_, Some(why @ Refusal::Lacks { .. })) => m.span("p", "help a-lacks", &said(lang, t, why)),
            (_, Some(why)) => m.span("p", "wrong", &said(lang, t, why)),
            (Some(it), None) if !it.is_right() => {
                let apart = number::percent(lang, f64::from(it.difference), 2);
                m.span("p", "wrong", &(t.is_wrong)(&apart));
            }
            (Some(it), None) => {
                let before = before(ways, way).and_then(|before| state.of(before)).filter(Timed::is_right);
                let gain = before.map(|b| {
                    let times = number::times(lang, it.speed.value / b.speed.value);
                    (t.gain)(t.way(b.way), &times)
                });
                let apart = (t.apart)(&number::tiny(it.difference));
                m.span("p", "help num", &[&*gain.unwrap_or_default(), &*apart].concat());
            }
            (None, None) => {}
        }
        m.close("li");
    }
    m.close("ol");
}

/// Where there is no GPU: why, what the CPU's ways show in its place, and that no other device's run is shipped. Gives whether
/// that is so.
pub(super) fn without_gpu(m: &mut HtmlWriter, lang: Lang, t: &Texts, state: AccelerateState) -> bool {
    let Some(why) = state.no_gpu() else { return false };
    m.open("div", &[("class", "hint a-without")]);
    m.span("p", "", &karui_shell::i18n::no_gpu(lang, &why));
    m.span("p", "", t.on_the_cpu);
    m.span("p", "", t.no_record);
    m.close("div");
    true
}

/// The way that `way` adds something to: the one before, on the same device; short numbers are held against long ones.
fn before(ways: &[KernelVariant], way: KernelVariant) -> Option<KernelVariant> {
    if way.needs().is_some() {
        return Some(KernelVariant::Registers);
    }
    let at = ways.iter().position(|it| *it == way)?.checked_sub(1)?;
    Some(ways[at]).filter(|before| before.is_gpu() == way.is_gpu())
}

/// Why a kernel did not run, in the page's words.
pub(super) fn said(lang: Lang, t: &Texts, why: &Refusal) -> String {
    match why {
        Refusal::Compile(_) => t.compile_failed.into(),
        Refusal::NoGpu(why) => karui_shell::i18n::no_gpu(lang, why),
        Refusal::Lacks { feature } => (t.lacks)(feature),
        Refusal::Endless { seconds } => (t.endless)(*seconds),
        Refusal::Stalled { seconds } => (t.stalled)(*seconds),
        Refusal::Device { reason } => (t.device_failed)(reason),
    }
}
