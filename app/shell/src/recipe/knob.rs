//! One setting of a technique: what it is, and the control for it. Settings are data; one function makes a control of
//! any of them.

use super::texts::{Setting, Texts, use_texts};
use crate::i18n::PageTexts;
use crate::state::Lab;
use crate::test_ids;
use karui_protocol::{Recipe, decimal};
use karui_ui::reactive::{effect, flag, handler, maybe_view, memo, optional, text, views};
use karui_ui::{number, use_lang};
use leptos::{html, prelude::*};
use web_sys::Event;

/// A setting.
pub struct Knob {
    /// Its control's `id`, and its name for tests.
    pub id: &'static str,
    /// What it is called, and one line of plain words.
    pub text: fn(&Texts) -> &Setting,
    /// What it is set with.
    pub dial: Dial,
    /// When there is something to set.
    pub shown: fn(&Recipe) -> bool,
}

/// The values of a choice: each one's id, with its name in Japanese and English.
pub type Names = Vec<(&'static str, (&'static str, &'static str))>;

/// What a setting is set with. Each finds its place in a recipe, or nothing where the technique is off.
pub enum Dial {
    /// One of a few values: what they are, and a function that sets one by its position and tells which is set.
    Choice(fn() -> Names, fn(&mut Recipe, Option<usize>) -> Option<usize>),
    /// A number between two others, with the step of the arrow keys; 0 for any.
    Number(Place, f64, f64, f64),
    /// A part of the whole, up to 99 %.
    Part(Place),
    /// On or off.
    Switch(fn(&mut Recipe) -> Option<&mut bool>),
}

/// Where a number is in a recipe.
#[derive(Clone, Copy)]
pub enum Place {
    /// A real number.
    Real(fn(&mut Recipe) -> Option<&mut f32>),
    /// A whole one.
    Whole(fn(&mut Recipe) -> Option<&mut usize>),
    /// A small whole one.
    Small(fn(&mut Recipe) -> Option<&mut u8>),
}

impl Place {
    /// The number there; a decimal fraction keeps its own digits.
    fn get(self, recipe: &Recipe) -> Option<f64> {
        let recipe = &mut recipe.clone();
        match self {
            Place::Real(at) => at(recipe).and_then(|value| decimal::number(&value.to_string())),
            Place::Whole(at) => at(recipe).map(|value| *value as f64),
            Place::Small(at) => at(recipe).map(|value| f64::from(*value)),
        }
    }

    fn set(self, recipe: &mut Recipe, to: f64) {
        match self {
            Place::Real(at) => at(recipe).into_iter().for_each(|value| *value = to as f32),
            Place::Whole(at) => at(recipe).into_iter().for_each(|value| *value = to as usize),
            Place::Small(at) => at(recipe).into_iter().for_each(|value| *value = to as u8),
        }
    }
}

/// Sets `value` to one of `all` by its position, and tells the position that is set.
pub fn choose<T: Copy + PartialEq>(value: &mut T, all: &[T], to: Option<usize>) -> Option<usize> {
    if let Some(to) = to.and_then(|to| all.get(to)) {
        *value = *to;
    }
    all.iter().position(|one| one == value)
}

/// Whether there is something to set at any time.
pub fn always(_: &Recipe) -> bool {
    true
}

/// The field of a setting, which comes and goes with there being something to set.
pub fn field(knob: &'static Knob) -> AnyView {
    let lab = Lab::here();
    let is_shown = memo(move || lab.recipe.now.with(knob.shown));
    maybe_view(move || is_shown.get().then(|| framed(knob))).into_any()
}

/// Label, control and help.
fn framed(knob: &'static Knob) -> AnyView {
    let t = use_texts();
    let control = match knob.dial {
        Dial::Choice(names, at) => choice(knob.id, names(), at),
        Dial::Number(place, least, most, step) => number(knob.id, place, least, most, step),
        Dial::Part(place) => slider(knob.id, place),
        Dial::Switch(at) => switch(knob.id, at),
    };
    view! {
        <div class="field">
            <label for=knob.id>{text(move || (knob.text)(t.get()).label)}</label>
            {control}
            <p class="help" id=[knob.id, "-help"].concat()>{text(move || (knob.text)(t.get()).help)}</p>
        </div>
    }
    .into_any()
}

fn testid(id: &'static str) -> Option<&'static str> {
    test_ids::KNOBS.contains(&id).then_some(id)
}

fn described(id: &str) -> String {
    [id, "-help"].concat()
}

fn choice(id: &'static str, names: Names, at: fn(&mut Recipe, Option<usize>) -> Option<usize>) -> AnyView {
    let (lab, lang) = (Lab::here(), use_lang());
    let now = memo(move || at(&mut lab.recipe.now.get(), None));
    let ids: Vec<_> = names.iter().map(|(id, _)| *id).collect();
    let one = move |(i, (id, (ja, en))): (usize, (&'static str, (&'static str, &'static str)))| {
        view! {
            <option value=id prop:selected=flag(move || now.get() == Some(i))>
                {text(move || lang.get().pick(ja, en))}
            </option>
        }
        .into_any()
    };
    let change = move |event: Event| {
        let value = event_target_value(&event);
        let to = ids.iter().position(|id| *id == value);
        lab.recipe.change(lab, |recipe| {
            at(recipe, to);
        });
    };
    view! {
        <select id=id data-testid=testid(id) aria-describedby=described(id) on:change=handler(change)>
            {views(names.into_iter().enumerate().map(one))}
        </select>
    }
    .into_any()
}

/// What is typed counts as soon as it lies in the range; what does not is said when the field is left.
fn number(id: &'static str, place: Place, least: f64, most: f64, step: f64) -> AnyView {
    let (lab, lang) = (Lab::here(), use_lang());
    let node = NodeRef::<html::Input>::new();
    let is_wrong = RwSignal::new(false);
    let value = memo(move || lab.recipe.now.with(|recipe| place.get(recipe)));
    // Not `prop:value`: that would rewrite `0.10` to `0.1` under the hands of someone who types `0.105`.
    effect(move || {
        let (Some(value), Some(input)) = (value.get(), node.get()) else { return };
        if decimal::number(&input.value()) != Some(value) {
            input.set_value(&value.to_string());
            is_wrong.set(false);
        }
    });
    let set = move |event: Event| {
        let typed = decimal::number(&event_target_value(&event)).filter(|value| (least..=most).contains(value));
        if let Some(typed) = typed {
            lab.recipe.change(lab, |recipe| place.set(recipe, typed));
        }
        if event.type_() == "change" || typed.is_some() {
            is_wrong.set(typed.is_none());
        }
    };
    let wrong = move || {
        let lang = lang.get();
        let bound = |bound: f64| number::significant(lang, bound, 4);
        if is_wrong.get() { (lang.t().out_of_range)(&bound(least), &bound(most)) } else { String::new() }
    };
    let step = if step > 0.0 { step.to_string() } else { "any".to_owned() };
    view! {
        <input
            type="number"
            id=id
            node_ref=node
            class="num"
            data-testid=testid(id)
            min=least.to_string()
            max=most.to_string()
            step=step
            inputmode="decimal"
            autocomplete="off"
            aria-describedby=described(id)
            aria-invalid=optional(move || is_wrong.get().then_some("true"))
            on:input=handler(set)
            on:change=handler(set)
        />
        <p class="wrong" role="status">{text(wrong)}</p>
    }
    .into_any()
}

fn slider(id: &'static str, place: Place) -> AnyView {
    let (lab, lang) = (Lab::here(), use_lang());
    let value = memo(move || lab.recipe.now.with(|recipe| place.get(recipe)).unwrap_or_default());
    let set = move |event: Event| {
        if let Some(percent) = decimal::number(&event_target_value(&event)) {
            lab.recipe.change(lab, |recipe| place.set(recipe, percent / 100.0));
        }
    };
    let shown = move || number::percent(lang.get(), value.get(), 0);
    view! {
        <div class="d-slider">
            <input
                type="range"
                id=id
                min="0"
                max="99"
                data-testid=testid(id)
                data-value=text(move || value.get().to_string())
                prop:value=text(move || (value.get() * 100.0).round().to_string())
                aria-valuetext=text(shown)
                aria-describedby=described(id)
                on:input=handler(set)
            />
            <output for=id class="num">{text(shown)}</output>
        </div>
    }
    .into_any()
}

fn switch(id: &'static str, at: fn(&mut Recipe) -> Option<&mut bool>) -> AnyView {
    let lab = Lab::here();
    let is_on = move || at(&mut lab.recipe.now.get()).is_some_and(|on| *on);
    let set = move |event: Event| {
        let on = event_target_checked(&event);
        lab.recipe.press(lab, |recipe| at(recipe).into_iter().for_each(|value| *value = on));
    };
    view! {
        <input
            type="checkbox"
            id=id
            class="d-switch"
            prop:checked=flag(is_on)
            aria-describedby=described(id)
            on:change=handler(set)
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::recipe::{Cluster, NumberType};

    #[test]
    fn a_number_has_a_place_where_its_technique_is_on() {
        let bits = Place::Small(|recipe| Some(&mut recipe.get_mut::<Cluster>()?.bits));
        let mut recipe = Recipe::default();
        bits.set(&mut recipe, 3.0);
        assert_eq!(bits.get(&recipe), None);
        recipe.put(Cluster::default());
        bits.set(&mut recipe, 3.0);
        assert_eq!(bits.get(&recipe), Some(3.0));
    }

    #[test]
    fn a_decimal_fraction_keeps_its_digits() {
        let lr = Place::Real(|recipe| Some(&mut recipe.get_mut::<Cluster>()?.fine_tune.lr));
        let mut recipe = Recipe::default().with(Cluster::default());
        lr.set(&mut recipe, 0.1);
        assert_eq!(lr.get(&recipe), Some(0.1));
    }

    #[test]
    fn a_choice_goes_by_position() {
        let mut dtype = NumberType::Int8;
        assert_eq!(choose(&mut dtype, NumberType::ALL, None), Some(0));
        assert_eq!(choose(&mut dtype, NumberType::ALL, Some(1)), Some(1));
        assert_eq!((dtype, choose(&mut dtype, NumberType::ALL, Some(99))), (NumberType::Int4, Some(1)));
    }
}
