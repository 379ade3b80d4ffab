//! Fields of what the lab keeps in signals.

use karui_spec::decimal;
use karui_ui::fields::{Field, NumberField, Options, Range, SelectField};
use karui_ui::reactive::memo;
use karui_ui::{FieldText, Lang, use_lang};
use leptos::prelude::*;
use std::fmt::Display;
use std::rc::Rc;
use std::str::FromStr;

/// A field with its words.
pub fn field(id: &'static str, words: impl Fn(Lang) -> &'static FieldText + Copy + Send + Sync + 'static) -> Field {
    let lang = use_lang();
    Field::new(id, Signal::derive(move || words(lang.get()).label), Signal::derive(move || words(lang.get()).help))
}

/// A choice of one of a few values.
pub fn choice<T>(field: Field, options: Options, signal: RwSignal<T>) -> AnyView
where
    T: Copy + Display + FromStr + Send + Sync + 'static,
{
    let set = move |id: String| {
        if let Ok(value) = id.parse() {
            signal.set(value);
        }
    };
    let value = Signal::derive(move || signal.get().to_string());
    SelectField { field, options, value, set: Rc::new(set) }.view()
}

/// A whole number, with a slider.
pub fn count(field: Field, signal: RwSignal<usize>, [min, max]: [usize; 2]) -> AnyView {
    let set = move |text: String| {
        let value = decimal::number(&text).filter(|v| v.fract() == 0.0 && (min as f64..=max as f64).contains(v));
        if let Some(value) = value.map(|v| v as usize).filter(|value| signal.get_untracked() != *value) {
            signal.set(value);
        }
        value.is_some()
    };
    let range = Range { multiple_of: Some(1.0), ..Range::new(min as f64, max as f64, 1.0) };
    let value = memo(move || signal.get().to_string()).into();
    NumberField { field, range, value, set: Rc::new(set), has_slider: true }.view()
}
