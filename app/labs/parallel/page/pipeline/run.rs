//! The schedule carried out: a batch through stages on real workers, and what was measured under what was planned.

use super::draw::{Looked, draw};
use super::state::{Piped, PipelineState};
use super::test_ids;
use super::texts::{of, say};
use crate::parallel::page::fields::{choice, field};
use crate::parallel::page::state::{can_ask, parallel_of};
use crate::parallel::page::texts::fault;
use crate::parallel::page::training::state::Net;
use crate::parallel::page::training::{amount, net_name};
use karui_parallel::pipeline::PipelineKind;
use karui_shell::state::Lab;
use karui_ui::fields::options;
use karui_ui::html::HtmlRegion;
use karui_ui::reactive::{flag, handler, optional, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

pub fn view(lab: Lab) -> AnyView {
    let (lang, all) = (use_lang(), parallel_of(lab));
    let state: PipelineState = all.pipeline;
    let net = field("p-pipe-net", |lang| &of(lang).net).testid(test_ids::PIPELINE_NET);
    let cannot = move || {
        let is_planned_alone = state.kind.get() == PipelineKind::ZbH1;
        !can_ask(lab) || state.running.get().is_some() || is_planned_alone || state.too_few().is_some()
    };
    let drawing = move |is_planned: bool| {
        HtmlRegion::new("w-scroll p-scroll r-plot", move |m| {
            let lang = lang.get();
            state.piped.with(|piped| {
                let Some(Ok(piped)) = piped else { return };
                let (measured, Ok(planned)) = (piped.timeline(), piped.planned()) else { return };
                let end = measured.makespan.max(planned.makespan);
                let shown = if is_planned { planned } else { measured };
                let time = |v: f64| [&number::significant(lang, v, 3), " ms"].concat();
                draw(m, lang, of(lang), &shown, end, time, &Looked { has_bubbles: false, bubble: None });
            });
        })
        .testid(if is_planned { test_ids::PIPELINE_PLANNED } else { test_ids::PIPELINE_MEASURED })
        .view()
    };
    let told = move || {
        let (lang, t) = (lang.get(), of(lang.get()));
        if state.kind.get() == PipelineKind::ZbH1 {
            return t.not_here.to_owned();
        }
        if state.running.get().is_some() {
            return t.running.to_owned();
        }
        if let Some(layers) = state.too_few() {
            return (t.too_few)(state.chunks_now() > 1, lang.of(net_name(state.net.get())), layers);
        }
        match state.piped.get() {
            None => t.not_run.to_owned(),
            Some(Err(error)) => fault(lang, &error),
            Some(Ok(piped)) => told(lang, &piped),
        }
    };
    let difference = move |which: fn(&Piped) -> f32| {
        state.piped.with(|piped| piped.as_ref()?.as_ref().ok().map(|piped| which(piped).to_string()))
    };
    let has_run = move || state.piped.with(|piped| matches!(piped, Some(Ok(_))));
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.run_title)}</h3>
            <p class="help">{say(|t| t.run_note)}</p>
            <div class="p-controls">{choice(net, options(Net::ALL, Net::id, net_name), state.net)}</div>
            {super::cuts::view(lab)}
            <div class="row">
                <button
                    type="button"
                    class="btn primary"
                    data-testid=test_ids::PIPELINE_RUN
                    disabled=flag(cannot)
                    on:click=handler(move |_| state.run(lab))
                >
                    {say(|t| t.run)}
                </button>
            </div>
            <p
                class="p-told num"
                role="status"
                data-testid=test_ids::PIPELINE_DIFFERENCE
                data-value=optional(move || difference(|piped| piped.difference.0))
                data-largest=optional(move || difference(|piped| piped.difference.1))
            >
                {text(told)}
            </p>
            <div hidden=flag(move || !has_run())>
                <h4>{say(|t| t.planned)}</h4>
                {drawing(true)}
                <h4>{say(|t| t.measured)}</h4>
                {drawing(false)}
            </div>
        </section>
    }
    .into_any()
}

fn told(lang: Lang, piped: &Piped) -> String {
    let t = of(lang);
    let [measured, planned] = [Some(piped.timeline()), piped.planned().ok()]
        .map(|timeline| timeline.map_or_else(String::new, |it| number::significant(lang, it.makespan, 3)));
    let (apart, largest) = piped.difference;
    let kept: Vec<String> = piped.kept.iter().map(|bytes| number::bytes(lang, *bytes as f64)).collect();
    let times = (t.ran)(&measured, &planned);
    let gradient = match apart {
        0.0 => t.same_gradient.to_owned(),
        _ => (t.gradient)(&amount(lang, apart), &amount(lang, largest)),
    };
    [&*times, &gradient, &(t.kept)(&kept.join(", "), &piped.cuts.join(", "))].concat()
}
