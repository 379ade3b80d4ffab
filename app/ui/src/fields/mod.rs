//! Fields of forms: a label, its control, a line of help, and what is wrong with what was typed. A field is told its value
//! and tells what was chosen; where the value is kept is its owner's.

mod number;
mod select;
mod slider;
mod switch;
mod texts;

pub use number::{NumberField, Range};
pub use select::SelectField;
pub use slider::SliderField;
pub use switch::SwitchField;

use crate::Pair;
use crate::reactive::text;
use leptos::prelude::*;
use std::rc::Rc;

/// What a field does with what was chosen.
pub type Setter<T, R = ()> = Rc<dyn Fn(T) -> R>;

/// The values to choose from: each one's id, with its name.
pub type Options = Vec<(&'static str, Pair)>;

/// The options of an enum whose values have ids and names.
pub fn options<T: Copy>(all: &[T], id: fn(T) -> &'static str, name: fn(T) -> Pair) -> Options {
    all.iter().map(|value| (id(*value), name(*value))).collect()
}

/// What stands around every control.
pub struct Field {
    /// The control's `id`; those of its help and its error begin with it.
    pub id: &'static str,
    /// For tests.
    pub testid: Option<&'static str>,
    /// What it is called.
    pub label: Signal<&'static str>,
    /// One line of plain words.
    pub help: Signal<&'static str>,
    /// Whether the control stands beside its label, not below.
    pub is_beside: bool,
    /// What else belongs to it, between the control and the help.
    pub extra: Option<AnyView>,
}

impl Field {
    /// A field whose control stands below its label.
    pub fn new(id: &'static str, label: Signal<&'static str>, help: Signal<&'static str>) -> Self {
        Field { id, testid: None, label, help, is_beside: false, extra: None }
    }

    /// For tests.
    pub fn testid(mut self, testid: impl Into<Option<&'static str>>) -> Self {
        self.testid = testid.into();
        self
    }

    /// Puts the control beside the label.
    pub fn beside(mut self) -> Self {
        self.is_beside = true;
        self
    }

    /// Adds what else belongs to it.
    pub fn extra(mut self, extra: impl IntoAny) -> Self {
        self.extra = Some(extra.into_any());
        self
    }

    /// The `id` of the line of help.
    fn help_id(&self) -> String {
        [self.id, "-help"].concat()
    }

    /// The whole field round its control.
    fn around(self, control: AnyView) -> AnyView {
        let Field { id, label, help, is_beside, extra, .. } = self;
        view! {
            <div class="field" class:beside=is_beside>
                <label for=id>{text(move || label.get())}</label>
                {control}
                {extra}
                <p class="help" id=[id, "-help"].concat()>{text(move || help.get())}</p>
            </div>
        }
        .into_any()
    }
}
