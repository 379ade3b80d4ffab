use super::{Card, epochs, rate};
use crate::recipe::field::{Control, FieldSpec, Lens, always};
use karui_protocol::Recipe;
use karui_protocol::recipe::{Cluster, FineTune, TechniqueKind};
use karui_ui::fields::Range;

fn trains(recipe: &Recipe) -> bool {
    recipe.get::<Cluster>().is_some_and(|it| it.fine_tune.epochs > 0.0)
}

fn set(recipe: &mut Recipe, bits: u8, epochs: f32) {
    recipe.put(Cluster { bits, fine_tune: FineTune { epochs, ..FineTune::default() } });
}

pub(super) static CARD: Card = Card {
    technique: TechniqueKind::Cluster,
    toggle: "toggle-cluster",
    text: |t| &t.cluster,
    main: &[
        FieldSpec {
            id: "cluster-bits",
            text: |t| &t.cluster_bits,
            control: Control::Number(
                Lens::Small(|r| Some(&mut r.get_mut::<Cluster>()?.bits)),
                Range::new(1.0, 8.0, 1.0),
            ),
            shown: always,
        },
        epochs("cluster-epochs", |r| Some(&mut r.get_mut::<Cluster>()?.fine_tune.epochs), always),
        rate("cluster-lr", |r| Some(&mut r.get_mut::<Cluster>()?.fine_tune.lr), trains),
    ],
    more: &[],
    steps: &[
        |recipe| set(recipe, 8, 0.0),
        |recipe| set(recipe, 5, 0.0),
        |recipe| set(recipe, 2, 0.0),
        |recipe| set(recipe, 2, 1.0),
    ],
    extra: None,
};
