use super::{Card, epochs, rate};
use crate::recipe::field::{Control, FieldSpec, Lens, always, choose};
use crate::recipe::names;
use karui_protocol::Recipe;
use karui_protocol::recipe::{Granularity, NumberType, Observer, QuantMethod, Quantize, Scheme, TechniqueKind};
use karui_ui::fields::{Range, options};

fn is(recipe: &Recipe, of: fn(&Quantize) -> bool) -> bool {
    recipe.get::<Quantize>().is_some_and(of)
}

fn trains(recipe: &Recipe) -> bool {
    is(recipe, |it| it.method == QuantMethod::Aware)
}

/// Only integers have a grid whose place and range are a question.
fn has_range(recipe: &Recipe) -> bool {
    is(recipe, |it| it.dtype.is_integer() || it.method != QuantMethod::Weights)
}

fn calibrates(recipe: &Recipe) -> bool {
    is(recipe, |it| matches!(it.method, QuantMethod::Static | QuantMethod::Aware))
}

pub(super) static CARD: Card = Card {
    technique: TechniqueKind::Quantize,
    toggle: "toggle-quantize",
    text: |t| &t.quantize,
    main: &[
        FieldSpec {
            id: "quant-method",
            text: |t| &t.quant_method,
            control: Control::Choice(
                || options(QuantMethod::ALL, QuantMethod::id, names::quant_method),
                |r, to| choose(&mut r.get_mut::<Quantize>()?.method, QuantMethod::ALL, to),
            ),
            shown: always,
        },
        FieldSpec {
            id: "quant-dtype",
            text: |t| &t.quant_dtype,
            control: Control::Choice(
                || options(NumberType::ALL, NumberType::id, names::number_type),
                |r, to| choose(&mut r.get_mut::<Quantize>()?.dtype, NumberType::ALL, to),
            ),
            shown: always,
        },
        FieldSpec {
            id: "quant-granularity",
            text: |t| &t.quant_granularity,
            control: Control::Choice(
                || options(Granularity::ALL, Granularity::id, names::granularity),
                |r, to| choose(&mut r.get_mut::<Quantize>()?.granularity, Granularity::ALL, to),
            ),
            shown: always,
        },
        epochs("quant-epochs", |r| Some(&mut r.get_mut::<Quantize>()?.train.epochs), trains),
        rate("quant-lr", |r| Some(&mut r.get_mut::<Quantize>()?.train.lr), trains),
    ],
    more: &[
        FieldSpec {
            id: "quant-scheme",
            text: |t| &t.quant_scheme,
            control: Control::Choice(
                || options(Scheme::ALL, Scheme::id, names::scheme),
                |r, to| choose(&mut r.get_mut::<Quantize>()?.scheme, Scheme::ALL, to),
            ),
            shown: has_range,
        },
        FieldSpec {
            id: "quant-observer",
            text: |t| &t.quant_observer,
            control: Control::Choice(
                || options(Observer::ALL, Observer::id, names::observer),
                |r, to| choose(&mut r.get_mut::<Quantize>()?.observer, Observer::ALL, to),
            ),
            shown: has_range,
        },
        FieldSpec {
            id: "quant-percentile",
            text: |t| &t.quant_percentile,
            control: Control::Number(
                Lens::Real(|r| Some(&mut r.get_mut::<Quantize>()?.percentile)),
                Range::new(50.0, 100.0, 0.1),
            ),
            shown: |recipe| is(recipe, |it| it.observer == Observer::Percentile),
        },
        FieldSpec {
            id: "quant-calibration",
            text: |t| &t.quant_calibration,
            control: Control::Number(
                Lens::Whole(|r| Some(&mut r.get_mut::<Quantize>()?.calibration)),
                Range::new(16.0, 2_000.0, 16.0),
            ),
            shown: calibrates,
        },
    ],
    extra: None,
};
