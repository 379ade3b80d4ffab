//! How the run stands, in numbers: updates, bytes counted and by formula, the difference from one worker.

use super::state::Net;
use super::texts::{Texts, division_name, net_name, of, update_name};
use crate::parallel::messages::{Division, End, Progress, Training, Update};
use crate::parallel::page::allreduce::{algorithm_name, whole_bytes};
use crate::parallel::page::state::parallel_of;
use crate::parallel::page::test_ids;
use crate::parallel::page::texts::fault;
use karui_protocol::ModelKind;
use karui_shell::i18n::names::data_kind;
use karui_shell::state::Lab;
use karui_ui::reactive::{optional, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// Differences below this part of the largest number are those of rounding.
const ROUNDING: f32 = 1e-4;

pub fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), parallel_of(lab).training);
    let progress = move |of: fn(&Progress) -> String| state.progress.with(|it| it.as_ref().map(of));
    let stands = move || {
        let is_among_workers = state.run_of.get().is_some_and(|(run, _)| run.update.is_among_workers());
        stands(lang.get(), state.running.get(), state.progress.get(), state.end.get(), is_among_workers)
    };
    let bytes = move || {
        let lang = lang.get();
        state.progress.with(|it| it.as_ref().map(|it| bytes(lang, of(lang), it))).unwrap_or_default()
    };
    let difference = move || {
        let (lang, training) = (lang.get(), state.curves.with(|curves| curves.last().map(|curve| curve.training)));
        let difference = state.progress.with(|it| it.as_ref().and_then(|it| it.difference));
        training
            .zip(difference)
            .map(|(training, apart)| apart_told(lang, of(lang), training, apart))
            .unwrap_or_default()
    };
    view! {
        <p
            class="p-told num"
            role="status"
            data-testid=test_ids::PARALLEL_STATUS
            data-value=optional(move || progress(|it| it.updates.to_string()))
            data-state=text(move || match (state.running.get(), state.end.get()) {
                (Some(_), _) => "running",
                (None, Some((End::Failed(_), _))) => "failed",
                (None, Some(_)) => "ended",
                (None, None) => "",
            })
        >
            {text(stands)}
        </p>
        <p
            class="p-total num"
            data-testid=test_ids::PARALLEL_BYTES
            data-value=optional(move || progress(|it| it.counted.to_string()))
            data-formula=optional(move || progress(|it| it.formula.to_string()))
        >
            {text(bytes)}
        </p>
        <p
            class="help num"
            data-testid=test_ids::PARALLEL_DIFFERENCE
            data-value=optional(move || {
                state.progress.with(|it| it.as_ref().and_then(|it| it.difference)).map(|(apart, _)| apart.to_string())
            })
            data-largest=optional(move || {
                state.progress.with(|it| it.as_ref().and_then(|it| it.difference)).map(|(_, largest)| largest.to_string())
            })
        >
            {text(difference)}
        </p>
    }
    .into_any()
}

fn stands(
    lang: Lang,
    running: Option<Training>,
    progress: Option<Progress>,
    end: Option<(End, Option<karui_protocol::Figure>)>,
    is_among_workers: bool,
) -> String {
    let t = of(lang);
    let Some(it) = progress else {
        return match end {
            Some((End::Failed(error), _)) => fault(lang, &error),
            _ if running.is_some() => t.starting.to_owned(),
            _ => t.not_begun.to_owned(),
        };
    };
    let speed = number::images_per_second(lang, it.images as f64 / it.seconds.max(1e-9));
    let seconds = number::decimal(lang, it.seconds, 1);
    let [updates, images] = [it.updates, it.images].map(|n| number::integer(lang, n as f64));
    let mut told = (t.stands)(&updates, &images, &seconds, &speed, &loss(lang, it.loss));
    if let Some(rank) = it.lost.last() {
        let goes_on = running.is_some() || !matches!(end, Some((End::Failed(_), _)));
        if goes_on {
            told.push_str(&(t.lost)(is_among_workers, *rank));
        }
    }
    if it.staleness > 0.0 {
        told.push_str(&(t.stale)(&number::decimal(lang, it.staleness, 2)));
    }
    match end {
        Some((End::Failed(error @ karui_protocol::Error::Diverged { .. }), _)) => {
            told.push_str(&fault(lang, &error));
            told.push_str(t.diverged);
        }
        Some((End::Failed(error), _)) => told.push_str(&fault(lang, &error)),
        Some((_, Some(accuracy))) => told.push_str(&(t.accuracy)(&number::percent(lang, accuracy.value, 1))),
        _ => {}
    }
    told
}

/// A loss; of one that runs away it matters no more how large it is.
fn loss(lang: Lang, loss: f32) -> String {
    if loss >= 1e6 { of(lang).huge.to_owned() } else { number::decimal(lang, f64::from(loss), 3) }
}

/// What the last run was made with, and whether something else is chosen by now.
pub fn settings(lang: Lang, lab: Lab) -> Option<(String, bool)> {
    let (it, data, is_stale) = parallel_of(lab).training.last(lab)?;
    let way = if it.update.is_among_workers() { lang.of(algorithm_name(it.algorithm)) } else { "" };
    let network =
        Net::ALL.iter().copied().find(|net| net.kind() == it.network).map_or("", |net| lang.of(net_name(net)));
    let workers = (of(lang).workers)(it.workers);
    let parts = [
        lang.of(update_name(it.update)),
        way,
        &workers,
        network,
        lang.of(division_name(it.division)),
        lang.of(data_kind(data)),
    ];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Some((parts.join(lang.pick("、", ", ")), is_stale))
}

fn bytes(lang: Lang, t: &Texts, it: &Progress) -> String {
    let [counted, formula] = [it.counted, it.formula].map(|n| whole_bytes(lang, n as f64));
    (t.bytes)(it.counted == it.formula, &counted, &formula)
}

/// The difference from one worker, and where it comes from.
fn apart_told(lang: Lang, t: &Texts, training: Training, (apart, largest): (f32, f32)) -> String {
    if apart == 0.0 {
        return t.no_difference.to_owned();
    }
    let is_rounding = apart <= ROUNDING * largest;
    let why = match training.division {
        _ if is_rounding => t.why_rounding,
        Division::Sum => t.why_sum,
        Division::Unweighted => t.why_unweighted,
        _ if training.update == Update::Backup => t.why_backup,
        _ if training.network == ModelKind::Mobilenet => t.why_norm,
        _ => "",
    };
    [&(t.difference)(&amount(lang, apart), &amount(lang, largest)), why].concat()
}

/// A number of a gradient.
pub fn amount(lang: Lang, value: f32) -> String {
    if value >= 1e-3 { number::significant(lang, f64::from(value), 3) } else { number::tiny(value) }
}
