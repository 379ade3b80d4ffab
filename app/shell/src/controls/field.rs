//! One setting: its term, its control, and a line of plain words.

use crate::i18n::Message;
use crate::i18n::PageTexts;
use crate::state::Lab;
use karui_protocol::{Error, Experiment, Setting, Settings, decimal};
use karui_ui::reactive::{effect, flag, handler, memo, optional, text};
use karui_ui::{Lang, number, use_lang};
use leptos::{html, prelude::*};
use web_sys::Event;

/// A setting's value as links write it.
fn value_of(experiment: &Experiment, name: &str) -> String {
    Experiment::setting(name).map(|row| row.get(experiment)).unwrap_or_default()
}

/// The frame around a control: label, control, help.
#[component]
pub(super) fn Field(
    /// The control's `id`.
    id: &'static str,
    /// The term.
    label: Message,
    /// The line below, in the page's language.
    #[prop(into)]
    help: Signal<&'static str>,
    /// Whether the control stands beside its label, not below.
    #[prop(optional)]
    beside: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="field" class:beside=beside>
            <label for=id>{text(move || label(lang.get().t()))}</label>
            {children()}
            <p class="help" id=format!("{id}-help")>{text(move || help.get())}</p>
        </div>
    }
    .into_any()
}

/// A setting with a list of values.
#[component]
pub(super) fn Choice(
    /// Its name in links, and its `id`.
    name: &'static str,
    /// For tests.
    testid: &'static str,
    /// Each value's id and its name in Japanese and English.
    options: Vec<(&'static str, (&'static str, &'static str))>,
) -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let value = memo(move || lab.draft.with(|draft| value_of(draft, name)));
    let options: Vec<_> = options
        .into_iter()
        .map(|(id, (ja, en))| {
            view! {
                <option value=id prop:selected=flag(move || value.with(|v| v == id))>
                    {text(move || lang.get().pick(ja, en))}
                </option>
            }
        })
        .collect();
    view! {
        <select
            id=name
            data-testid=testid
            aria-describedby=format!("{name}-help")
            on:change=handler(move |event: Event| {
                // A list holds only what is allowed.
                let _ = set(lab, name, &event_target_value(&event));
            })
        >
            {options}
        </select>
    }
    .into_any()
}

fn set(lab: Lab, name: &str, value: &str) -> Result<(), Error> {
    let mut result = Ok(());
    lab.change(|experiment| result = experiment.set(name, value.trim()).unwrap_or(Ok(())));
    result
}

/// A setting that is a number. What is typed counts as soon as it lies in the setting's range; what does not is said
/// when the learner leaves the field, and the last good value stays in force.
#[component]
pub(super) fn Number(
    /// Its name in links, and its `id`.
    name: &'static str,
    /// For tests.
    testid: &'static str,
) -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let row = Experiment::setting(name);
    let [min, max] = row.and_then(Setting::range).unwrap_or_default();
    let step = row.map(Setting::step).filter(|step| *step > 0.0).map_or("any".to_owned(), |step| step.to_string());
    let node = NodeRef::<html::Input>::new();
    let is_wrong = RwSignal::new(false);
    let value = memo(move || lab.draft.with(|draft| value_of(draft, name)));
    // Not `prop:value`: that would rewrite `0.10` to `0.1` under the hands of someone who types `0.105`.
    effect(move || {
        let (value, Some(input)) = (value.get(), node.get()) else { return };
        let (typed, meant) = (decimal::number(&input.value()), decimal::number(&value));
        if typed != meant {
            input.set_value(&value);
            is_wrong.set(false);
        }
    });
    let bound = move |bound: f64| bound_text(lang.get(), bound);
    view! {
        <input
            type="number"
            id=name
            node_ref=node
            class="num"
            data-testid=testid
            min=min.to_string()
            max=max.to_string()
            step=step
            inputmode="decimal"
            autocomplete="off"
            aria-describedby=format!("{name}-help {name}-wrong")
            aria-invalid=optional(move || is_wrong.get().then_some("true"))
            on:input=handler(move |event: Event| {
                if set(lab, name, &event_target_value(&event)).is_ok() {
                    is_wrong.set(false);
                }
            })
            on:change=handler(move |event: Event| is_wrong.set(set(lab, name, &event_target_value(&event)).is_err()))
        />
        <p class="wrong" id=format!("{name}-wrong") role="status">
            {text(move || match is_wrong.get() {
                true => (lang.get().t().out_of_range)(&bound(min), &bound(max)),
                false => String::new(),
            })}
        </p>
    }
    .into_any()
}

/// A bound of a range: large ones with separators, small ones as they are.
fn bound_text(lang: Lang, bound: f64) -> String {
    if bound >= 1_000.0 { number::integer(lang, bound) } else { number::significant(lang, bound, 3) }
}
