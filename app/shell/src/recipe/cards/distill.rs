use super::{Card, epochs, rate};
use crate::recipe::field::{Control, FieldSpec, Lens, always, choose};
use crate::recipe::names;
use karui_protocol::recipe::{Distill, Hint, TechniqueKind};
use karui_protocol::{ModelKind, Recipe};
use karui_ui::fields::{Range, options};

fn has_hint(recipe: &Recipe) -> bool {
    recipe.get::<Distill>().is_some_and(|it| it.hint != Hint::None)
}

pub(super) static CARD: Card = Card {
    technique: TechniqueKind::Distill,
    toggle: "toggle-distill",
    text: |t| &t.distill,
    main: &[
        FieldSpec {
            id: "distill-student",
            text: |t| &t.distill_student,
            control: Control::Choice(
                || options(ModelKind::ALL, ModelKind::id, crate::i18n::names::model_kind),
                |r, to| choose(&mut r.get_mut::<Distill>()?.student.kind, ModelKind::ALL, to),
            ),
            shown: always,
        },
        FieldSpec {
            id: "distill-width",
            text: |t| &t.distill_width,
            control: Control::Number(
                Lens::Real(|r| Some(&mut r.get_mut::<Distill>()?.width)),
                Range::new(0.05, 2.0, 0.05),
            ),
            shown: always,
        },
        FieldSpec {
            id: "distill-alpha",
            text: |t| &t.distill_alpha,
            control: Control::Number(
                Lens::Real(|r| Some(&mut r.get_mut::<Distill>()?.alpha)),
                Range::new(0.0, 1.0, 0.1),
            ),
            shown: always,
        },
        epochs("distill-epochs", |r| Some(&mut r.get_mut::<Distill>()?.train.epochs), always),
        FieldSpec {
            id: "distill-temperature",
            text: |t| &t.distill_temperature,
            control: Control::Slide(
                Lens::Real(|r| Some(&mut r.get_mut::<Distill>()?.temperature)),
                Range::new(0.5, 20.0, 0.5),
            ),
            shown: always,
        },
    ],
    more: &[
        FieldSpec {
            id: "distill-hint",
            text: |t| &t.distill_hint,
            control: Control::Choice(
                || options(Hint::ALL, Hint::id, names::hint),
                |r, to| choose(&mut r.get_mut::<Distill>()?.hint, Hint::ALL, to),
            ),
            shown: always,
        },
        FieldSpec {
            id: "distill-beta",
            text: |t| &t.distill_beta,
            control: Control::Number(
                Lens::Real(|r| Some(&mut r.get_mut::<Distill>()?.beta)),
                Range::new(0.0, 1_000.0, 0.5),
            ),
            shown: has_hint,
        },
        rate("distill-lr", |r| Some(&mut r.get_mut::<Distill>()?.train.lr), always),
    ],
    extra: None,
};
