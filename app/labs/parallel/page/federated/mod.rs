//! Federated learning: examples stay with the clients, and weights go to and fro.

mod draw;
pub mod state;
mod texts;

use super::fields::{choice, count, field};
use super::start::{Buttons, belongs, buttons};
use super::state::parallel_of;
use super::test_ids;
use super::texts::fault;
use karui_shell::i18n::names::data_kind;
use karui_shell::state::Lab;
use karui_spec::Partition;
use karui_ui::fields::options;
use karui_ui::html::HtmlRegion;
use karui_ui::reactive::{flag, handler, optional, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use state::{CLIENTS, CLIP, EPOCHS, LocalBatch, Masked, Noise, TENTHS};
use texts::{batch_name, masked_name, noise_name, of, partition_name, say};

/// The part of the page.
pub fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), parallel_of(lab).federated);
    let partition = field("p-split", |lang| &of(lang).split).testid(test_ids::FEDERATED_SPLIT);
    let clients = field("p-clients", |lang| &of(lang).clients).testid(test_ids::FEDERATED_CLIENTS);
    let tenths = field("p-fraction", |lang| &of(lang).fraction).testid(test_ids::FEDERATED_FRACTION);
    let epochs = field("p-epochs", |lang| &of(lang).epochs).testid(test_ids::FEDERATED_EPOCHS);
    let batch = field("p-batch", |lang| &of(lang).batch).testid(test_ids::FEDERATED_BATCH);
    let noise = field("p-noise", |lang| &of(lang).noise).testid(test_ids::FEDERATED_NOISE);
    let clip = field("p-clip", |lang| &of(lang).clip).testid(test_ids::FEDERATED_CLIP);
    let split = HtmlRegion::new("p-drawing r-plot", move |m| {
        let (lang, trained) = (lang.get(), state.trained.get());
        state.split.with(|split| {
            if !split.is_empty() {
                draw::split(m, of(lang), split, &trained);
            }
        });
    })
    .testid(test_ids::FEDERATED_CLASSES);
    let curve = HtmlRegion::new("p-drawing r-plot", move |m| {
        let lang = lang.get();
        state.courses.with(|courses| {
            if courses.iter().any(|course| course.accuracies.len() > 1) {
                draw::curve(m, lang, of(lang), courses);
            }
        });
    })
    .testid(test_ids::FEDERATED_CURVE);
    let accuracy = move || state.courses.with(|courses| courses.last()?.accuracies.last().copied());
    let told = move || {
        let (lang, t) = (lang.get(), of(lang.get()));
        if let Some(error) = state.error.get() {
            return fault(lang, &error);
        }
        match (state.round(), accuracy()) {
            (Some(round), Some(accuracy)) => (t.stands)(round, &number::percent(lang, accuracy, 1), state.left.get()),
            _ if state.left.get() > 0 => t.starting.to_owned(),
            _ => t.not_begun.to_owned(),
        }
    };
    let leaves = move || {
        let lang = lang.get();
        let bytes = state.bytes.get().map(|bytes| number::bytes(lang, bytes as f64));
        bytes.map_or_else(String::new, |bytes| (of(lang).leaves)(&bytes))
    };
    let is_busy = move || state.left.get() > 0;
    let one_more = view! {
        <button
            type="button"
            class="btn"
            data-testid=test_ids::FEDERATED_ROUND
            data-value=optional(move || state.round().map(|round| round.to_string()))
            disabled=flag(move || is_busy() || state.round().is_none())
            on:click=handler(move |_| state.more(lab, 1))
        >
            {say(|t| t.one_more)}
        </button>
    }
    .into_any();
    let masked = field("p-masked", |lang| &of(lang).masked).testid(test_ids::FEDERATED_MASKED);
    let seen = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        state.seen.with(|seen| draw::seen(m, lang, of(lang), seen));
    })
    .region(move || of(lang.get()).seen.to_owned())
    .testid(test_ids::FEDERATED_SEEN);
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.title)}</h3>
            <p class="help">{say(|t| t.note)}</p>
            <div class="p-live">
                <div class="p-controls">
                    {choice(partition, options(Partition::ALL, Partition::id, partition_name), state.partition)}
                    {count(clients, state.clients, CLIENTS)}
                    {count(tenths, state.tenths, TENTHS)}
                    {count(epochs, state.epochs, EPOCHS)}
                    {choice(batch, options(LocalBatch::ALL, LocalBatch::id, batch_name), state.batch)}
                    {choice(noise, options(Noise::ALL, Noise::id, noise_name), state.noise)}
                    {count(clip, state.clip, CLIP)}
                    {choice(masked, options(Masked::ALL, Masked::id, masked_name), state.masked)}
                </div>
                <div class="p-view">
                    {buttons(
                        lab,
                        Buttons { start: |lang| of(lang).start, stop: |lang| of(lang).stop },
                        [test_ids::FEDERATED_START, test_ids::FEDERATED_STOP],
                        is_busy,
                        move || state.start(lab),
                        move || state.stop(lab),
                        one_more,
                    )}
                    <p
                        class="p-total num"
                        role="status"
                        data-testid=test_ids::FEDERATED_ACCURACY
                        data-value=optional(move || accuracy().map(|accuracy| accuracy.to_string()))
                    >
                        {text(told)}
                    </p>
                    {belongs(move || settings(lang.get(), lab))}
                    {curve.view()}
                    <h4>{say(|t| t.classes)}</h4>
                    {split.view()}
                    <p class="help">{say(|t| t.classes_note)}</p>
                </div>
            </div>
            <p
                class="help num"
                data-testid=test_ids::FEDERATED_BYTES
                data-value=optional(move || state.bytes.get().map(|bytes| bytes.to_string()))
            >
                {text(leaves)}
            </p>
            {seen.view()}
            <p class="help">{say(|t| t.privacy)}</p>
        </section>
    }
    .into_any()
}

/// What the last run was made with, and whether something else is chosen by now.
fn settings(lang: Lang, lab: Lab) -> Option<(String, bool)> {
    let (it, data, is_stale) = parallel_of(lab).federated.last(lab)?;
    let batch = it.batch.map_or_else(|| "∞".to_owned(), |batch| batch.to_string());
    let mut parts = vec![
        lang.of(partition_name(it.partition)).to_owned(),
        format!("K={}", it.clients),
        format!("C={}", number::significant(lang, f64::from(it.fraction), 2)),
        format!("E={}", it.epochs),
        format!("B={batch}"),
    ];
    if let Some((clip, noise)) = it.noise {
        parts.push(format!("S={clip}"));
        parts.push(format!("z={noise}"));
    }
    if it.is_masked {
        parts.push(lang.of(masked_name(Masked::Masked)).to_owned());
    }
    parts.push(lang.of(data_kind(data)).to_owned());
    Some((parts.join(lang.pick("、", ", ")), is_stale))
}
