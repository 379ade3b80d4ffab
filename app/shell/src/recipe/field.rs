//! One setting of a technique: what it is, and the control for it. Settings are data; one function makes a field of any of
//! them.

use super::texts::{self, Texts};
use crate::state::Lab;
use crate::test_ids;
use karui_protocol::{Recipe, decimal};
use karui_ui::fields::{Field, NumberField, Options, Range, SelectField, SliderField, SwitchField};
use karui_ui::reactive::{maybe_view, memo};
use karui_ui::{FieldText, use_lang};
use leptos::prelude::*;
use std::rc::Rc;

/// A setting.
pub struct FieldSpec {
    /// Its control's `id`, and its name for tests.
    pub id: &'static str,
    /// What it is called, and one line of plain words.
    pub text: fn(&Texts) -> &FieldText,
    /// What it is set with.
    pub control: Control,
    /// When there is something to set.
    pub shown: fn(&Recipe) -> bool,
}

/// What a setting is set with. Each finds its place in a recipe, or nothing where the technique is off.
pub enum Control {
    /// One of a few values: what they are, and a function that sets one by its position and tells which is set.
    Choice(fn() -> Options, fn(&mut Recipe, Option<usize>) -> Option<usize>),
    /// A number.
    Number(Lens, Range),
    /// A number that is best moved while something is looked at.
    Slide(Lens, Range),
    /// A part of the whole, up to 99 %.
    Share(Lens),
    /// On or off.
    Switch(fn(&mut Recipe) -> Option<&mut bool>),
}

/// Where a number is in a recipe.
#[derive(Clone, Copy)]
pub enum Lens {
    /// A real number.
    Real(fn(&mut Recipe) -> Option<&mut f32>),
    /// A whole one.
    Whole(fn(&mut Recipe) -> Option<&mut usize>),
    /// A small whole one.
    Small(fn(&mut Recipe) -> Option<&mut u8>),
}

impl Lens {
    /// The number there; a decimal fraction keeps its own digits.
    fn get(self, recipe: &Recipe) -> Option<f64> {
        let recipe = &mut recipe.clone();
        match self {
            Lens::Real(at) => at(recipe).map(|value| decimal::double(*value)),
            Lens::Whole(at) => at(recipe).map(|value| *value as f64),
            Lens::Small(at) => at(recipe).map(|value| f64::from(*value)),
        }
    }

    fn set(self, recipe: &mut Recipe, to: f64) {
        match self {
            Lens::Real(at) => at(recipe).into_iter().for_each(|value| *value = to as f32),
            Lens::Whole(at) => at(recipe).into_iter().for_each(|value| *value = to as usize),
            Lens::Small(at) => at(recipe).into_iter().for_each(|value| *value = to as u8),
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
pub fn field(spec: &'static FieldSpec) -> AnyView {
    let lab = Lab::here();
    let is_shown = memo(move || lab.recipe.now.with(spec.shown));
    maybe_view(move || is_shown.get().then(|| shown(spec))).into_any()
}

fn shown(spec: &'static FieldSpec) -> AnyView {
    let (lab, lang) = (Lab::here(), use_lang());
    let words = move || (spec.text)(texts::of(lang.get()));
    let field = Field::new(spec.id, Signal::derive(move || words().label), Signal::derive(move || words().help));
    let field = field.testid(test_ids::KNOBS.contains(&spec.id).then_some(spec.id));
    match spec.control {
        Control::Choice(options, at) => choice(lab, field, options(), at),
        Control::Number(lens, range) => number(lab, field, lens, range, false),
        Control::Slide(lens, range) => number(lab, field, lens, range, true),
        Control::Share(lens) => share(lab, field, lens),
        Control::Switch(at) => switch(lab, field, at),
    }
}

fn choice(lab: Lab, field: Field, options: Options, at: fn(&mut Recipe, Option<usize>) -> Option<usize>) -> AnyView {
    let ids: Vec<_> = options.iter().map(|(id, _)| *id).collect();
    let all = ids.clone();
    let value = memo(move || {
        let chosen = at(&mut lab.recipe.now.get(), None).and_then(|chosen| all.get(chosen).copied());
        chosen.unwrap_or_default().to_owned()
    });
    let set = move |id: String| {
        let to = ids.iter().position(|one| *one == id);
        lab.recipe.change(lab, |recipe| {
            at(recipe, to);
        });
    };
    SelectField { field, options, value: value.into(), set: Rc::new(set) }.view()
}

fn number(lab: Lab, field: Field, lens: Lens, range: Range, has_slider: bool) -> AnyView {
    let value = memo(move || {
        let value = lab.recipe.now.with(|recipe| lens.get(recipe));
        value.map(|value| value.to_string()).unwrap_or_default()
    });
    let set = move |text: String| {
        let typed = decimal::number(&text).filter(|value| (range.min..=range.max).contains(value));
        if let Some(typed) = typed {
            lab.recipe.change(lab, |recipe| lens.set(recipe, typed));
        }
        typed.is_some()
    };
    NumberField { field, range, value: value.into(), set: Rc::new(set), has_slider }.view()
}

fn share(lab: Lab, field: Field, lens: Lens) -> AnyView {
    let value = memo(move || lab.recipe.now.with(|recipe| lens.get(recipe)).unwrap_or_default());
    let set = move |share| lab.recipe.change(lab, |recipe| lens.set(recipe, share));
    SliderField { field, value: value.into(), set: Rc::new(set) }.view()
}

fn switch(lab: Lab, field: Field, at: fn(&mut Recipe) -> Option<&mut bool>) -> AnyView {
    let value = Signal::derive(move || at(&mut lab.recipe.now.get()).is_some_and(|on| *on));
    let set = move |on| lab.recipe.press(lab, |recipe| at(recipe).into_iter().for_each(|value| *value = on));
    SwitchField { field, value, set: Rc::new(set) }.view()
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::recipe::{Cluster, NumberType};

    #[test]
    fn a_number_has_a_place_where_its_technique_is_on() {
        let bits = Lens::Small(|recipe| Some(&mut recipe.get_mut::<Cluster>()?.bits));
        let mut recipe = Recipe::default();
        bits.set(&mut recipe, 3.0);
        assert_eq!(bits.get(&recipe), None);
        recipe.put(Cluster::default());
        bits.set(&mut recipe, 3.0);
        assert_eq!(bits.get(&recipe), Some(3.0));
    }

    #[test]
    fn a_decimal_fraction_keeps_its_digits() {
        let lr = Lens::Real(|recipe| Some(&mut recipe.get_mut::<Cluster>()?.fine_tune.lr));
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
