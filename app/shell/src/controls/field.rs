//! Fields of settings, each by its setting's name in links.

use crate::i18n::{PageTexts, Texts};
use crate::state::Lab;
use karui_protocol::{Error, Experiment, Settings};
use karui_ui::fields::{Field, NumberField, Options, Range, SelectField};
use karui_ui::reactive::memo;
use karui_ui::{FieldText, use_lang};
use leptos::prelude::*;
use std::rc::Rc;

/// What stands around the control of the setting `name`.
pub(super) fn field(
    name: &'static str,
    testid: &'static str,
    words: fn(&'static Texts) -> &'static FieldText,
) -> Field {
    let lang = use_lang();
    let label = Signal::derive(move || words(lang.get().t()).label);
    let help = Signal::derive(move || words(lang.get().t()).help);
    Field::new(name, label, help).testid(testid)
}

/// The field of a setting with a list of values.
pub(super) fn choice(field: Field, options: Options) -> AnyView {
    let (lab, name) = (Lab::here(), field.id);
    let set = move |id: String| {
        // A list holds only what is allowed.
        let _ = set(lab, name, &id);
    };
    SelectField { field, options, value: value(lab, name), set: Rc::new(set) }.view()
}

/// The field of a setting that is a number.
pub(super) fn number(field: Field) -> AnyView {
    let (lab, name) = (Lab::here(), field.id);
    let set = move |text: String| set(lab, name, &text).is_ok();
    NumberField {
        field: field.beside(),
        range: range(name),
        value: value(lab, name),
        set: Rc::new(set),
        has_slider: false,
    }
    .view()
}

/// A setting's value as links write it: the one form that every control and every range check shares.
fn value(lab: Lab, name: &'static str) -> Signal<String> {
    memo(move || lab.draft.with(|draft| Experiment::setting(name).map(|row| row.get(draft)).unwrap_or_default())).into()
}

fn set(lab: Lab, name: &str, value: &str) -> Result<(), Error> {
    let mut result = Ok(());
    lab.change(|experiment| result = experiment.set(name, value.trim()).unwrap_or(Ok(())));
    result
}

fn range(name: &str) -> Range {
    Experiment::setting(name).map(Range::of).unwrap_or_default()
}
