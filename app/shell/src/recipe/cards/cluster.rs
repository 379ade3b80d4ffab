use super::{Card, epochs, rate};
use crate::recipe::field::{Control, FieldSpec, Lens, always};
use karui_protocol::Recipe;
use karui_protocol::recipe::{Cluster, TechniqueKind};
use karui_ui::fields::Range;

fn trains(recipe: &Recipe) -> bool {
    recipe.get::<Cluster>().is_some_and(|it| it.fine_tune.epochs > 0.0)
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
    extra: None,
};
