use crate::i18n::{Message, PageTexts};
use crate::labs::ScoresRow;
use crate::lazy::from_lab;
use crate::state::Lab;
use crate::test_ids;
use karui_protocol::{CurvePoint, CurveSet, Figure, Name, WeightsOrigin};
use karui_ui::figure::FigureButton;
use karui_ui::reactive::{flag, maybe_view, memo, optional, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// What it gives: large figures, always in view; each opens to show how it came about.
#[component]
pub(super) fn Scores() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let t = move || lang.get().t();
    // A lab's scoreboard takes the place of the session's.
    let own = lab.labs().iter().find_map(|row| row.scores.as_ref().map(|scores| (row.id, scores)));
    let is_own = move || own.is_some_and(|(_, scores)| (scores.is_shown)(lab));
    let own_view = move |of: fn(&ScoresRow) -> Name| own.map(|(id, scores)| from_lab(lab, id, of(scores)));
    view! {
        <aside class="scores" aria-label=text(move || t().zone_scores)>
            <div class="scores-main" hidden=flag(move || !is_own())>
                {maybe_view(move || own_view(|scores| scores.main))}
            </div>
            <div class="scores-main" hidden=flag(is_own)>
                <Accuracy />
                <Speed />
                <Size />
            </div>
            <div class="scores-more">
                <div class="scores-rest d-rest" hidden=flag(move || !is_own())>
                    {maybe_view(move || own_view(|scores| scores.more))}
                </div>
                <div class="scores-rest" hidden=flag(is_own)>
                    <Loss />
                    <Latency />
                    <dl class="facts">
                        <Fact label=|t| t.params figure=network_figure(lab, |network| network.params.clone()) />
                        <Fact label=|t| t.macs figure=network_figure(lab, |network| network.macs.clone()) />
                    </dl>
                </div>
                <p class="origin" data-testid=test_ids::WEIGHTS_ORIGIN data-value=optional(move || origin_id(lab))>
                    {text(move || lab.weights.with(|w| match w {
                        None => "…",
                        Some((WeightsOrigin::Initial, _)) if lab.is_under_way() => t().weights_in_training,
                        Some((origin, _)) => (t().weights_origin)(*origin),
                    }))}
                </p>
                {maybe_view(move || lab.lazy.later().map(|later| (later.files)()))}
            </div>
        </aside>
    }
    .into_any()
}

fn network_figure(lab: Lab, of: fn(&karui_protocol::Network) -> Figure) -> Signal<Option<Figure>> {
    Signal::derive(move || lab.network.with(|network| network.as_ref().map(of)))
}

fn origin_id(lab: Lab) -> Option<&'static str> {
    lab.weights.with(|weights| {
        weights.as_ref().map(|(origin, _)| match origin {
            WeightsOrigin::Initial => "initial",
            WeightsOrigin::Shipped => "shipped",
            WeightsOrigin::Trained => "trained",
            WeightsOrigin::Restored => "restored",
            WeightsOrigin::Imported => "imported",
        })
    })
}

/// What a tile shows: the raw value, the number with its unit, and the line below.
#[derive(Debug, Clone, Default, PartialEq)]
struct Shown {
    value: Option<f64>,
    number: String,
    unit: &'static str,
    note: String,
}

impl Shown {
    fn of(lang: Lang, figure: &Figure, note: String) -> Self {
        let (number, unit) = number::figure_parts(lang, figure);
        Shown { value: Some(figure.value), number, unit, note }
    }

    fn nothing_yet() -> Self {
        Shown { number: "—".into(), note: "\u{a0}".into(), ..Default::default() }
    }
}

/// One large figure. The tile carries the raw number; the button in it opens the figure's origin.
#[component]
fn Tile(
    testid: &'static str,
    label: Message,
    #[prop(into)] figure: Signal<Option<Figure>>,
    #[prop(into)] shown: Signal<Shown>,
) -> impl IntoView {
    let lang = use_lang();
    let shown = memo(move || shown.get());
    let label = Signal::derive(move || label(lang.get().t()).to_owned());
    view! {
        <div
            class="tile"
            data-testid=testid
            data-value=text(move || shown.with(|s| s.value.map(number::plain).unwrap_or_default()))
        >
            <FigureButton figure=figure label=label class="tile-button">
                <span class="tile-label">{text(move || label.get())}</span>
                <span class="tile-number num">
                    {text(move || shown.with(|s| s.number.clone()))}
                    <span class="tile-unit">{text(move || shown.with(|s| s.unit))}</span>
                </span>
                <span class="tile-note">{text(move || shown.with(|s| s.note.clone()))}</span>
            </FigureButton>
        </div>
    }
    .into_any()
}

/// A small figure in the list below the tiles.
#[component]
fn Fact(label: Message, #[prop(into)] figure: Signal<Option<Figure>>) -> impl IntoView {
    let lang = use_lang();
    let name = Signal::derive(move || label(lang.get().t()).to_owned());
    view! {
        <div class="fact">
            <dt>{text(move || name.get())}</dt>
            <dd>
                <FigureButton figure=figure label=name />
            </dd>
        </div>
    }
}

/// The last point of one curve.
fn last(lab: Lab, on: CurveSet) -> Option<CurvePoint> {
    lab.curve.with(|curve| curve.iter().rev().find(|point| point.on == on).copied())
}

/// The evaluation of the weights as they are: none while a run has not had its first.
fn figure_of(lab: Lab, of: fn(&karui_protocol::Evaluation) -> Figure) -> Option<Figure> {
    if lab.evaluation_is_old.get() { None } else { lab.evaluation.with(|e| e.as_ref().map(of)) }
}

#[component]
fn Accuracy() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let figure = Signal::derive(move || figure_of(lab, |e| e.accuracy.clone()));
    let shown = Signal::derive(move || {
        let (lang, t) = (lang.get(), lang.get().t());
        if let Some(figure) = figure.get() {
            return Shown::of(lang, &figure, held_out(lang, lab));
        }
        // Before the first evaluation of a run there are only points of the curves; that of step 0 is of weights that
        // have learnt nothing.
        let point = last(lab, CurveSet::Validation).filter(|p| p.step > 0).map(|p| (p, t.held_out));
        match point.or_else(|| last(lab, CurveSet::Train).map(|p| (p, t.last_batch))) {
            Some((point, note)) => {
                let value = f64::from(point.accuracy);
                let number = number::percent(lang, value, 1);
                Shown { value: Some(value), number, unit: "", note: note.into() }
            }
            None => Shown::nothing_yet(),
        }
    });
    view! { <Tile testid=test_ids::METRIC_ACCURACY label=|t| t.accuracy figure=figure shown=shown /> }
}

/// Of how many held-out images.
fn held_out(lang: Lang, lab: Lab) -> String {
    let of = lab.evaluation.with(|e| e.as_ref().map(|e| e.confusion.iter().sum::<u32>()));
    (lang.t().held_out_of)(&number::integer(lang, f64::from(of.unwrap_or(0))))
}

#[component]
fn Loss() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let figure = Signal::derive(move || figure_of(lab, |e| e.loss.clone()));
    // The loss of the last step, exactly as the engine has it.
    let of_step = move || lab.progress.with(|p| p.as_ref().and_then(|p| p.loss)).map(f64::from);
    let shown = Signal::derive(move || {
        let (lang, t) = (lang.get(), lang.get().t());
        match (figure.get(), of_step()) {
            (Some(figure), Some(step)) => Shown::of(
                lang,
                &figure,
                [t.held_out, &(t.training_loss)(&number::decimal(lang, step, 3))].join(t.separator),
            ),
            (Some(figure), None) => Shown::of(lang, &figure, t.held_out.into()),
            (None, Some(step)) => {
                Shown { value: Some(step), number: number::decimal(lang, step, 3), unit: "", note: t.last_batch.into() }
            }
            (None, None) => Shown::nothing_yet(),
        }
    });
    view! { <Tile testid=test_ids::METRIC_LOSS label=|t| t.loss figure=figure shown=shown /> }
}

#[component]
fn Speed() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let of_run = move || lab.progress.with(|p| p.as_ref().and_then(|p| p.images_per_second.clone()));
    let figure = Signal::derive(move || of_run().or_else(|| lab.throughput.get()));
    let shown = Signal::derive(move || {
        let (lang, t) = (lang.get(), lang.get().t());
        let note = if of_run().is_some() { t.while_training } else { t.inference_64 };
        figure.get().map_or_else(Shown::nothing_yet, |figure| Shown::of(lang, &figure, note.into()))
    });
    view! { <Tile testid=test_ids::METRIC_IMAGES_PER_SECOND label=|t| t.images_per_second figure=figure shown=shown /> }
}

#[component]
fn Size() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let figure = Signal::derive(move || lab.weights.with(|w| w.as_ref().map(|(_, size)| size.clone())));
    let shown = Signal::derive(move || {
        let note = lang.get().t().size_of_file.to_owned();
        figure.get().map_or_else(Shown::nothing_yet, |figure| Shown::of(lang.get(), &figure, note))
    });
    view! { <Tile testid=test_ids::METRIC_SIZE label=|t| t.size figure=figure shown=shown /> }
}

#[component]
fn Latency() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let figure = Signal::derive(move || lab.latency.get());
    let shown = Signal::derive(move || {
        let note = lang.get().t().inference_1.to_owned();
        figure.get().map_or_else(Shown::nothing_yet, |figure| Shown::of(lang.get(), &figure, note))
    });
    view! { <Tile testid=test_ids::METRIC_LATENCY label=|t| t.latency figure=figure shown=shown /> }
}
