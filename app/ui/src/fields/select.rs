use super::{Field, Options, Setter};
use crate::reactive::{flag, handler, text, views};
use crate::use_lang;
use leptos::prelude::*;
use leptos::web_sys::Event;

/// A choice of one of a few values.
pub struct SelectField {
    /// What stands around it.
    pub field: Field,
    /// What there is to choose from.
    pub options: Options,
    /// The id of the value that is chosen.
    pub value: Signal<String>,
    /// Takes in the id of another.
    pub set: Setter<String>,
}

impl SelectField {
    /// The field. Call it in a component's body.
    pub fn view(self) -> AnyView {
        let lang = use_lang();
        let SelectField { field, options, value, set } = self;
        let option = move |(id, name)| {
            view! {
                <option value=id prop:selected=flag(move || value.with(|value| value == id))>
                    {text(move || lang.get().of(name))}
                </option>
            }
        };
        let control = view! {
            <select
                id=field.id
                data-testid=field.testid
                data-value=text(move || value.get())
                aria-describedby=field.help_id()
                on:change=handler(move |event: Event| set(event_target_value(&event)))
            >
                {views(options.into_iter().map(option))}
            </select>
        };
        field.around(control.into_any())
    }
}
