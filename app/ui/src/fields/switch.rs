use super::{Field, Setter};
use crate::reactive::{flag, handler};
use leptos::prelude::*;
use leptos::web_sys::Event;

/// On or off.
pub struct SwitchField {
    /// What stands around it.
    pub field: Field,
    /// Whether it is on.
    pub value: Signal<bool>,
    /// Turns it on or off.
    pub set: Setter<bool>,
}

impl SwitchField {
    /// The field.
    pub fn view(self) -> AnyView {
        let SwitchField { field, value, set } = self;
        let control = view! {
            <input
                type="checkbox"
                id=field.id
                class="d-switch"
                data-testid=field.testid
                prop:checked=flag(move || value.get())
                aria-describedby=field.help_id()
                on:change=handler(move |event: Event| set(event_target_checked(&event)))
            />
        };
        field.around(control.into_any())
    }
}
