//! Data parallel, really: workers of this browser train one network together, and what they send is counted.

mod curve;
pub mod state;
mod texts;
mod told;
mod workers;

use super::allreduce::{algorithm_name, state as reduce, texts as reduce_texts};
use super::fields::{choice, count, field};
use super::start::{Buttons, belongs, buttons};
use super::state::{can_ask, parallel_of};
use super::test_ids;
use crate::parallel::messages::{Ask, Division, Update};
use karui_parallel::allreduce::AllReduce;
use karui_shell::state::Lab;
use karui_ui::fields::options;
use karui_ui::reactive::{effect, flag, handler, text};
use karui_ui::use_lang;
use leptos::prelude::*;
use state::{FACTOR, Net, SLOW};
pub use texts::net_name;
use texts::{division_name, of, say, update_name};
pub use told::amount;

/// The part of the page.
pub fn view(lab: Lab) -> AnyView {
    let (lang, all) = (use_lang(), parallel_of(lab));
    let state = all.training;
    keep_slow(lab);
    let update = field("p-update", |lang| &of(lang).update).testid(test_ids::PARALLEL_MODE);
    let algorithm = field("p-algorithm", |lang| &reduce_texts::of(lang).algorithm).testid(test_ids::PARALLEL_ALGORITHM);
    let workers = field("p-workers", |lang| &reduce_texts::of(lang).workers).testid(test_ids::PARALLEL_WORKERS);
    let net = field("p-net", |lang| &of(lang).net).testid(test_ids::PARALLEL_NET);
    let division = field("p-division", |lang| &of(lang).division).testid(test_ids::PARALLEL_DIVISION);
    let slow = field("p-slow", |lang| &of(lang).slow).testid(test_ids::PARALLEL_SLOW);
    let factor = field("p-factor", |lang| &of(lang).factor).testid(test_ids::PARALLEL_FACTOR);
    let about = move || (of(lang.get()).about)(state.update.get());
    let is_running = move || state.running.get().is_some();
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.title)}</h3>
            <p class="help">{say(|t| t.note)}</p>
            <div class="p-live">
                <div class="p-controls">
                    {choice(update, options(Update::ALL, Update::id, update_name), state.update)}
                    {choice(algorithm, options(AllReduce::ALL, AllReduce::id, algorithm_name), all.reduce.algorithm)}
                    {count(workers, all.reduce.workers, reduce::WORKERS)}
                    {choice(net, options(Net::ALL, Net::id, net_name), state.net)}
                    {choice(division, options(Division::ALL, Division::id, division_name), state.division)}
                    {count(slow, state.slow, SLOW)}
                    {count(factor, state.factor, FACTOR)}
                </div>
                <div class="p-view">
                    <p class="help">{text(about)}</p>
                    {buttons(
                        lab,
                        Buttons { start: |lang| of(lang).start, stop: |lang| of(lang).stop },
                        [test_ids::PARALLEL_START, test_ids::PARALLEL_STOP],
                        is_running,
                        move || state.start(lab),
                        move || lab.ask(&Ask::Stop),
                        ().into_any(),
                    )}
                    {belongs(move || told::settings(lang.get(), lab))}
                    {told::view(lab)}
                    {curve::view(lab)}
                    {export(lab)}
                </div>
            </div>
            {workers::view(lab)}
        </section>
    }
    .into_any()
}

/// The same experiment for machines of one's own.
fn export(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), parallel_of(lab).training);
    let why = move || {
        let error = state.no_script.get().map(|error| karui_shell::i18n::error_text(lang.get(), &error));
        error.map(|error| [of(lang.get()).no_script, &error].concat()).unwrap_or_default()
    };
    view! {
        <h4>{say(|t| t.export_title)}</h4>
        <p class="help">{say(|t| t.export_note)}</p>
        <div class="row">
            <button
                type="button"
                class="btn"
                data-testid=test_ids::PARALLEL_EXPORT
                disabled=flag(move || !can_ask(lab))
                on:click=handler(move |_: web_sys::MouseEvent| state.export(lab))
            >
                {say(|t| t.export)}
            </button>
        </div>
        <p class="help" role="status">{text(why)}</p>
    }
    .into_any()
}

/// A worker made slow while a run goes on is slow from then on.
fn keep_slow(lab: Lab) {
    let state = parallel_of(lab).training;
    let before = StoredValue::new(None);
    effect(move || {
        let now = (state.slow.get() - 1, state.factor.get() as u32);
        let earlier: Option<(usize, u32)> = before.get_value();
        before.set_value(Some(now));
        let Some((worker, _)) = earlier.filter(|earlier| *earlier != now) else { return };
        if state.running.with_untracked(Option::is_none) {
            return;
        }
        if worker != now.0 {
            lab.ask(&Ask::Slow { worker, factor: 1 });
        }
        lab.ask(&Ask::Slow { worker: now.0, factor: now.1 });
    });
}
