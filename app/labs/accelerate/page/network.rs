//! The session's network as a whole: how fast on each device, in each form of its numbers, and whether it says the same.

use super::bars::{said, without_gpu};
use super::controls::under_way;
use super::state::{AccelerateState, Asked, Ran};
use super::texts::{self, Texts, say};
use crate::accelerate::messages::{Refusal, Target};
use crate::accelerate::page::state::accelerator_of;
use crate::accelerate::page::test_ids;
use karui_protocol::{Figure, How, is_software};
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::reactive::{flag, handler};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), accelerator_of(lab));
    let region = HtmlRegion::new("a-forms", move |m| draw(m, lang.get(), texts::of(lang.get()), state))
        .testid(test_ids::ACCELERATOR_FORMS);
    view! {
        <section class="part r-part" id="whole-network">
            <h3>{say(|t| t.network_title)}</h3>
            <p class="help">{say(|t| t.network_note)}</p>
            <div class="row">
                <button
                    type="button"
                    class="btn primary"
                    data-testid=test_ids::ACCELERATOR_NETWORK
                    disabled=flag(move || state.waiting.with(|all| !all.is_empty()))
                    on:click=handler(move |_| state.run_forms(lab))
                >
                    {say(|t| t.network_run)}
                </button>
                {under_way(state, |asked| matches!(asked, Asked::Target(_)))}
            </div>
            {region.view()}
        </section>
    }
    .into_any()
}

fn draw(m: &mut HtmlWriter, lang: Lang, t: &Texts, state: AccelerateState) {
    let found = state.forms.get();
    let of = |form: Target| found.iter().find(|(it, _)| *it == form).map(|(_, found)| found);
    let speed = |form: Target| of(form).and_then(|it| it.as_ref().ok()).map(|it| it.speed.value);
    let most = Target::ALL.into_iter().filter_map(speed).fold(0.0, f64::max);
    let kernel = |form: Target| match of(form) {
        Some(Ok(Ran { speed: Figure { how: How::Timed { kernel, .. }, .. }, .. })) => is_software(kernel),
        _ => false,
    };
    if Target::ALL.into_iter().filter(|form| form.is_gpu()).any(kernel) {
        m.span("p", "hint a-software", t.software);
    }
    let has_none = !found.is_empty() && without_gpu(m, lang, t, state);
    m.open("ol", &[("class", "a-ways")]);
    for form in Target::ALL {
        let name = (t.forms)(form);
        m.open("li", &[("class", if form.is_gpu() { "a-way gpu" } else { "a-way" }), ("data-form", form.id())]);
        m.open("div", &[("class", "a-head")]);
        m.span("strong", "", name);
        m.open("span", &[("class", "a-figures")]);
        match of(form) {
            Some(Ok(it)) => m.figure(lang, &it.speed, name.to_owned()),
            _ => m.span("span", "muted", "—"),
        }
        m.close("span");
        m.close("div");
        if !(has_none && form.is_gpu()) {
            m.bar(speed(form).map_or(0.0, |speed| speed / most), None);
        }
        m.span("p", "help", (t.form_adds)(form));
        match of(form) {
            Some(Ok(it)) => compared(m, lang, t, form, it, speed(Target::CpuSingle)),
            Some(Err(Refusal::NoGpu(_))) => {}
            Some(Err(why @ Refusal::Lacks { .. })) => m.span("p", "help a-lacks", &said(lang, t, why)),
            Some(Err(why)) => m.span("p", "wrong", &said(lang, t, why)),
            None => {}
        }
        m.close("li");
    }
    m.close("ol");
}

/// Beside 32-bit floats on the CPU: times as fast, and the share of images given the same class.
fn compared(m: &mut HtmlWriter, lang: Lang, t: &Texts, form: Target, it: &Ran, cpu: Option<f64>) {
    m.open("p", &[("class", "help num")]);
    if let (Some(cpu), true) = (cpu, form != Target::CpuSingle) {
        m.span("span", "", &(t.against_cpu)(&number::times(lang, it.speed.value / cpu)));
    }
    m.span("span", "", &format!("{} ", t.same_class));
    m.figure(lang, &it.agreement, t.same_class.to_owned());
    m.close("p");
}
