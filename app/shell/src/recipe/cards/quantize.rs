use super::{Card, epochs, rate};
use crate::controls::options;
use crate::recipe::knob::{Dial, Knob, Place, always, choose};
use karui_protocol::Recipe;
use karui_protocol::recipe::{Granularity, NumberType, Observer, QuantMethod, Quantize, Scheme, TechniqueKind};

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

fn set(recipe: &mut Recipe, dtype: NumberType, granularity: Granularity, method: QuantMethod) {
    recipe.put(Quantize { dtype, granularity, method, ..Quantize::default() });
}

pub(super) static CARD: Card = Card {
    technique: TechniqueKind::Quantize,
    toggle: "toggle-quantize",
    text: |t| &t.quantize,
    main: &[
        Knob {
            id: "quant-method",
            text: |t| &t.quant_method,
            dial: Dial::Choice(
                || options(QuantMethod::ALL, QuantMethod::id),
                |r, to| choose(&mut r.get_mut::<Quantize>()?.method, QuantMethod::ALL, to),
            ),
            shown: always,
        },
        Knob {
            id: "quant-dtype",
            text: |t| &t.quant_dtype,
            dial: Dial::Choice(
                || options(NumberType::ALL, NumberType::id),
                |r, to| choose(&mut r.get_mut::<Quantize>()?.dtype, NumberType::ALL, to),
            ),
            shown: always,
        },
        Knob {
            id: "quant-granularity",
            text: |t| &t.quant_granularity,
            dial: Dial::Choice(
                || options(Granularity::ALL, Granularity::id),
                |r, to| choose(&mut r.get_mut::<Quantize>()?.granularity, Granularity::ALL, to),
            ),
            shown: always,
        },
        epochs("quant-epochs", |r| Some(&mut r.get_mut::<Quantize>()?.train.epochs), trains),
        rate("quant-lr", |r| Some(&mut r.get_mut::<Quantize>()?.train.lr), trains),
    ],
    more: &[
        Knob {
            id: "quant-scheme",
            text: |t| &t.quant_scheme,
            dial: Dial::Choice(
                || options(Scheme::ALL, Scheme::id),
                |r, to| choose(&mut r.get_mut::<Quantize>()?.scheme, Scheme::ALL, to),
            ),
            shown: has_range,
        },
        Knob {
            id: "quant-observer",
            text: |t| &t.quant_observer,
            dial: Dial::Choice(
                || options(Observer::ALL, Observer::id),
                |r, to| choose(&mut r.get_mut::<Quantize>()?.observer, Observer::ALL, to),
            ),
            shown: has_range,
        },
        Knob {
            id: "quant-percentile",
            text: |t| &t.quant_percentile,
            dial: Dial::Number(Place::Real(|r| Some(&mut r.get_mut::<Quantize>()?.percentile)), 50.0, 100.0, 0.1),
            shown: |recipe| is(recipe, |it| it.observer == Observer::Percentile),
        },
        Knob {
            id: "quant-calibration",
            text: |t| &t.quant_calibration,
            dial: Dial::Number(Place::Whole(|r| Some(&mut r.get_mut::<Quantize>()?.calibration)), 16.0, 2_000.0, 16.0),
            shown: calibrates,
        },
    ],
    steps: &[
        |recipe| set(recipe, NumberType::Int8, Granularity::Tensor, QuantMethod::Static),
        |recipe| set(recipe, NumberType::Int8, Granularity::Channel, QuantMethod::Static),
        |recipe| set(recipe, NumberType::Int4, Granularity::Channel, QuantMethod::Static),
        |recipe| set(recipe, NumberType::Int4, Granularity::Channel, QuantMethod::Aware),
    ],
    extra: None,
};
