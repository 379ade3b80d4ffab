use super::{Card, epochs, rate};
use crate::recipe::field::{Control, FieldSpec, Lens, always};
use karui_protocol::Recipe;
use karui_protocol::recipe::{LowRank, TechniqueKind};
use karui_ui::fields::Range;

fn trains(recipe: &Recipe) -> bool {
    recipe.get::<LowRank>().is_some_and(|it| it.fine_tune.epochs > 0.0)
}

pub(super) static CARD: Card = Card {
    technique: TechniqueKind::LowRank,
    toggle: "toggle-low-rank",
    text: |t| &t.low_rank,
    main: &[
        FieldSpec {
            id: "low-rank-energy",
            text: |t| &t.low_rank_energy,
            control: Control::Number(
                Lens::Real(|r| Some(&mut r.get_mut::<LowRank>()?.energy)),
                Range::new(0.05, 1.0, 0.05),
            ),
            shown: always,
        },
        epochs("low-rank-epochs", |r| Some(&mut r.get_mut::<LowRank>()?.fine_tune.epochs), always),
        rate("low-rank-lr", |r| Some(&mut r.get_mut::<LowRank>()?.fine_tune.lr), trains),
    ],
    more: &[FieldSpec {
        id: "low-rank-saving",
        text: |t| &t.low_rank_saving,
        control: Control::Number(
            Lens::Real(|r| Some(&mut r.get_mut::<LowRank>()?.saving)),
            Range::new(0.0, 0.95, 0.05),
        ),
        shown: always,
    }],
    extra: None,
};
