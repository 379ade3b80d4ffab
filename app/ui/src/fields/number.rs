use super::{Field, Setter, texts};
use crate::reactive::{effect, handler, optional, text};
use crate::{Lang, number, use_lang};
use karui_spec::decimal;
use leptos::web_sys::Event;
use leptos::{html, prelude::*};

/// The numbers that a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Range {
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// The step of the arrow keys; 0 where only the field's own step makes sense.
    pub step: f64,
    /// What every number is a multiple of, where that matters.
    pub multiple_of: Option<f64>,
}

impl Range {
    /// Any number from `min` to `max`, with the step of the arrow keys; 0 for any.
    pub const fn new(min: f64, max: f64, step: f64) -> Self {
        Range { min, max, step, multiple_of: None }
    }

    /// That of a setting that is a number; nothing for any other.
    pub fn of<S>(row: &karui_spec::Setting<S>) -> Self {
        let [min, max] = row.range().unwrap_or_default();
        Range { min, max, step: row.step(), multiple_of: row.multiple_of().map(|of| of as f64) }
    }

    /// What is said of a number that does not lie in it.
    fn refusal(self, lang: Lang) -> String {
        let [min, max] = [self.min, self.max].map(|bound| bound_text(lang, bound));
        match self.multiple_of {
            Some(step) => (texts::of(lang).out_of_steps)(&min, &max, &bound_text(lang, step)),
            None => (texts::of(lang).out_of_range)(&min, &max),
        }
    }
}

/// A bound of a range: large ones with separators, small ones as they are.
fn bound_text(lang: Lang, bound: f64) -> String {
    if bound >= 1_000.0 { number::integer(lang, bound) } else { number::significant(lang, bound, 4) }
}

/// A number that is typed. What is typed counts as soon as it is allowed; what is not is said when the field is left,
/// and the last good value stays in force.
pub struct NumberField {
    /// What stands around it.
    pub field: Field,
    /// What it takes.
    pub range: Range,
    /// The present number as links write it; empty while there is none.
    pub value: Signal<String>,
    /// Takes in what was typed, and tells whether it is allowed.
    pub set: Setter<String, bool>,
    /// Whether a slider stands beside it.
    pub has_slider: bool,
}

impl NumberField {
    /// The field. Call it in a component's body.
    pub fn view(self) -> AnyView {
        let lang = use_lang();
        let NumberField { field, range, value, set, has_slider } = self;
        let node = NodeRef::<html::Input>::new();
        let is_wrong = RwSignal::new(false);
        // Not `prop:value`: that would rewrite `0.10` to `0.1` under the hands of someone who types `0.105`.
        effect(move || {
            let (value, Some(input)) = (value.get(), node.get()) else { return };
            if decimal::number(&input.value()) != decimal::number(&value) {
                input.set_value(&value);
                is_wrong.set(false);
            }
        });
        let take = move |event: Event| {
            let is_allowed = set(event_target_value(&event).trim().to_owned());
            if event.type_() == "change" || is_allowed {
                is_wrong.set(!is_allowed);
            }
        };
        let [min, max] = [range.min, range.max].map(number::plain);
        let step = if range.step > 0.0 { number::plain(range.step) } else { "any".to_owned() };
        let wrong_id = [field.id, "-wrong"].concat();
        let input = view! {
            <input
                type="number"
                id=field.id
                node_ref=node
                class="num"
                data-testid=field.testid
                data-value=text(move || value.get())
                min=min.clone()
                max=max.clone()
                // The slider has steps; between them any number may be typed.
                step=if has_slider && range.step < 1.0 { "any".to_owned() } else { step.clone() }
                inputmode="decimal"
                autocomplete="off"
                aria-describedby=[&field.help_id(), " ", &wrong_id].concat()
                aria-invalid=optional(move || is_wrong.get().then_some("true"))
                on:input=handler(take.clone())
                on:change=handler(take.clone())
            />
        };
        let label = field.label;
        let control = match has_slider {
            true => view! {
                <div class="e-number">
                    <input
                        type="range"
                        min=min
                        max=max
                        step=step
                        prop:value=text(move || value.get())
                        aria-label=text(move || label.get())
                        on:input=handler(take)
                    />
                    {input}
                </div>
            }
            .into_any(),
            false => input.into_any(),
        };
        let wrong = move || if is_wrong.get() { range.refusal(lang.get()) } else { String::new() };
        let control = view! { {control} <p class="wrong" id=wrong_id role="status">{text(wrong)}</p> };
        field.around(control.into_any())
    }
}
