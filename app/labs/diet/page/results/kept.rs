//! The trials as the record lists them, away from the bench.

use super::texts;
use super::words::full_title;
use crate::diet::messages::{TableFormat, Trial};
use crate::diet::page::state::diet_of;
use crate::diet::page::{TRIALS, test_ids};
use karui_shell::At;
use karui_shell::i18n::names;
use karui_shell::state::Lab;
use karui_ui::reactive::{flag, handler, list, text};
use karui_ui::{Lang, number, use_lang};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// A row for each trial, the newest first, and all of them as a file.
pub fn kept() -> AnyView {
    let (lab, lang) = (Lab::here(), use_lang());
    let diet = diet_of(lab);
    let t = move || texts::of(lang.get());
    let is_empty = move || diet.trials.with(Vec::is_empty);
    let rows = move || {
        let lang = lang.get();
        diet.trials.with(|trials| trials.iter().rev().map(|trial| row(lab, lang, trial)).collect())
    };
    let compare = move |_: MouseEvent| {
        lab.view.tab.set(TRIALS);
        lab.view.at.set(At::Bench);
    };
    view! {
        <h3>{text(move || lang.get().pick("実験室で残した結果", "Results kept at the lab"))}</h3>
        <p class="help" hidden=flag(move || !is_empty())>{text(move || t().no_trials)}</p>
        <ul class="run-list" data-testid=test_ids::KEPT_TRIALS>{list(rows)}</ul>
        <div class="row" hidden=flag(is_empty)>
            <button type="button" class="btn" on:click=handler(compare)>{text(move || t().to_trials)}</button>
            <button
                type="button"
                class="btn"
                data-testid=test_ids::KEPT_EXPORT
                on:click=handler(move |_: MouseEvent| diet.export_trials(TableFormat::Json))
            >
                {text(move || t().export_json)}
            </button>
        </div>
    }
    .into_any()
}

fn row(lab: Lab, lang: Lang, trial: &Trial) -> AnyView {
    let t = texts::of(lang);
    let (diet, id, title) = (diet_of(lab), trial.id, full_title(lang, trial));
    let scores = [&trial.scores.accuracy, &trial.scores.size].map(|figure| number::figure(lang, figure));
    let facts = [lang.of(names::data_kind(trial.data)), &*scores.join(" · ")].join(" · ");
    let delete = (t.delete_one)(&title);
    view! {
        <li>
            <p class="strong">{title}</p>
            <p class="num muted">{facts}</p>
            <div class="row">
                <button
                    type="button"
                    class="btn quiet small"
                    aria-label=delete
                    on:click=handler(move |_: MouseEvent| diet.delete_trial(id))
                >
                    {t.delete}
                </button>
            </div>
        </li>
    }
    .into_any()
}
