//! Pipeline parallel: schedules in time, why there are bubbles, and a schedule put together by hand.

mod cuts;
mod draw;
mod hand;
mod run;
pub mod state;
mod texts;

use super::fields::{choice, count, field};
use super::state::parallel_of;
use super::test_ids;
use draw::{Looked, waits};
use karui_parallel::pipeline::{PipelineKind, Timeline, bubble};
use karui_protocol::Error;
use karui_shell::state::Lab;
use karui_ui::fields::options;
use karui_ui::html::HtmlRegion;
use karui_ui::reactive::{maybe_view, memo, optional, text};
use karui_ui::{number, use_lang};
use leptos::prelude::*;
use state::{CHUNKS, MICROBATCHES, PipelineState, STAGES, UNITS};
use texts::{kind_name, of, say};

/// A schedule in time, with what each rank keeps at most, in microbatches of one stage of a network in p stages.
#[derive(Debug, Clone, PartialEq)]
struct Planned {
    timeline: Timeline,
    peaks: Vec<f64>,
    /// The bubble's part of the time, by formula.
    formula: f64,
}

impl Planned {
    fn of(state: PipelineState) -> Result<Self, Error> {
        let (schedule, times, chunks) = (state.schedule()?, state.times(), state.chunks_now());
        let timeline = Timeline::even(&schedule, times)?;
        let kind = state.kind.get();
        let peaks = schedule.peaks(|_| 1).into_iter().map(|peak| peak as f64 / chunks as f64).collect();
        let weight = if kind == PipelineKind::ZbH1 { times.weight } else { 0.0 };
        let work = state.microbatches.get() as f64 * (times.forward + times.backward + weight);
        let waits = bubble(kind, state.stages.get(), chunks, times);
        Ok(Planned { timeline, peaks, formula: waits / (waits + work) })
    }
}

/// The part of the page.
pub fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), parallel_of(lab).pipeline);
    let planned: Signal<Result<Planned, Error>> = memo(move || Planned::of(state)).into();
    let kind = field("p-schedule", |lang| &of(lang).schedule).testid(test_ids::PIPELINE_SCHEDULE);
    let stages = field("p-stages", |lang| &of(lang).stages).testid(test_ids::PIPELINE_STAGES);
    let micro = field("p-micro", |lang| &of(lang).microbatches).testid(test_ids::PIPELINE_MICROBATCHES);
    let unit = move |id, signal, words: fn(&texts::Texts) -> &karui_ui::FieldText| {
        count(field(id, move |lang| words(of(lang))), signal, UNITS)
    };
    let chunks = move || {
        let field = field("p-chunks", |lang| &of(lang).chunks).testid(test_ids::PIPELINE_CHUNKS);
        (state.kind.get() == PipelineKind::Interleaved).then(|| count(field, state.chunks, CHUNKS))
    };
    let drawing = HtmlRegion::new("w-scroll p-scroll r-plot", move |m| {
        let (lang, looked) = (lang.get(), Looked { has_bubbles: true, bubble: state.bubble.get() });
        planned.with(|planned| {
            if let Ok(planned) = planned {
                let time = |v: f64| number::significant(lang, v, 3);
                draw::draw(m, lang, of(lang), &planned.timeline, planned.timeline.makespan, time, &looked);
            }
        });
    })
    .region(move || of(lang.get()).timeline.to_owned())
    .testid(test_ids::PIPELINE_TIMELINE)
    .on_event(move |event| {
        // Drawn anew, it gets its focus back, which is an event again.
        let looked = Some((event.at, event.part));
        if event.action == "bubble" && state.bubble.get_untracked() != looked {
            state.bubble.set(looked);
        }
    });
    let looked = move || {
        let lang = lang.get();
        let told = state.bubble.get().and_then(|(rank, i)| {
            planned.with(|planned| {
                let slot = planned.as_ref().ok()?.timeline.ranks.get(rank)?.get(i)?;
                Some(waits(lang, of(lang), rank, slot))
            })
        });
        told.unwrap_or_else(|| of(lang).look.to_owned())
    };
    let figures = move || {
        let lang = lang.get();
        planned.with(|planned| match planned {
            Err(error) => karui_shell::i18n::error_text(lang, error),
            Ok(it) => {
                let makespan = number::significant(lang, it.timeline.makespan, 4);
                let [share, formula] =
                    [it.timeline.bubble_fraction(), it.formula].map(|share| number::percent(lang, share, 1));
                (of(lang).figures)(&makespan, &share, &formula)
            }
        })
    };
    let peaks = move || {
        let lang = lang.get();
        planned.with(|planned| {
            let peaks = planned.as_ref().map_or(&[][..], |it| &it.peaks);
            let all: Vec<String> = peaks.iter().map(|peak| number::significant(lang, *peak, 3)).collect();
            (of(lang).peaks)(&all.join(", "))
        })
    };
    let share = move |of: fn(&Planned) -> f64| {
        planned.with(|planned| planned.as_ref().ok().map(|planned| of(planned).to_string()))
    };
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.title)}</h3>
            <p class="help">{say(|t| t.note)}</p>
            <div class="p-controls">
                {choice(kind, options(PipelineKind::ALL, PipelineKind::id, kind_name), state.kind)}
                {count(stages, state.stages, STAGES)}
                {count(micro, state.microbatches, MICROBATCHES)}
                {maybe_view(chunks)}
                {unit("p-f", state.forward, |t| &t.forward)}
                {unit("p-b", state.backward, |t| &t.backward)}
                {unit("p-w", state.weight, |t| &t.weight)}
            </div>
            <p
                class="p-total num"
                data-testid=test_ids::PIPELINE_BUBBLE
                data-value=optional(move || share(|it| it.timeline.bubble_fraction()))
                data-formula=optional(move || share(|it| it.formula))
                data-makespan=optional(move || share(|it| it.timeline.makespan))
            >
                {text(figures)}
            </p>
            {drawing.view()}
            <p class="p-told num" role="status" data-testid=test_ids::PIPELINE_TOLD>{text(looked)}</p>
            <p class="help num" data-testid=test_ids::PIPELINE_PEAKS>{text(peaks)}</p>
            <p class="help">{text(move || (of(lang.get()).about)(state.kind.get()))}</p>
        </section>
        {hand::view(state)}
        {run::view(lab)}
    }
    .into_any()
}
