use super::{Field, Setter};
use crate::reactive::{handler, text};
use crate::{number, use_lang};
use karui_spec::decimal;
use leptos::prelude::*;
use leptos::web_sys::Event;

/// A part of the whole, 0 to 0.99, set by a slider in percent.
pub struct SliderField {
    /// What stands around it.
    pub field: Field,
    /// The part.
    pub value: Signal<f64>,
    /// Takes in another.
    pub set: Setter<f64>,
}

impl SliderField {
    /// The field. Call it in a component's body.
    pub fn view(self) -> AnyView {
        let lang = use_lang();
        let SliderField { field, value, set } = self;
        let slide = move |event: Event| {
            if let Some(percent) = decimal::number(&event_target_value(&event)) {
                set(percent / 100.0);
            }
        };
        let shown = move || number::percent(lang.get(), value.get(), 0);
        let control = view! {
            <div class="d-slider">
                <input
                    type="range"
                    id=field.id
                    min="0"
                    max="99"
                    data-testid=field.testid
                    data-value=text(move || number::plain(value.get()))
                    prop:value=text(move || number::plain((value.get() * 100.0).round()))
                    aria-valuetext=text(shown)
                    aria-describedby=field.help_id()
                    on:input=handler(slide)
                />
                <output for=field.id class="num">{text(shown)}</output>
            </div>
        };
        field.around(control.into_any())
    }
}
