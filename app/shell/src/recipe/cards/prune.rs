use super::{Card, epochs, rate};
use crate::i18n::PageTexts;
use crate::recipe::field::{Control, FieldSpec, Lens, always, choose};
use crate::recipe::names;
use crate::recipe::texts::say;
use crate::state::Lab;
use karui_protocol::Recipe;
use karui_protocol::recipe::{Criterion, Prune, PruneUnit, Scope, TechniqueKind};
use karui_ui::fields::{Range, options};
use karui_ui::reactive::{handler, maybe_view, memo, text};
use karui_ui::{number, use_lang};
use leptos::prelude::*;

fn is(recipe: &Recipe, of: fn(&Prune) -> bool) -> bool {
    recipe.get::<Prune>().is_some_and(of)
}

/// Two of four are always half.
fn has_amount(recipe: &Recipe) -> bool {
    is(recipe, |it| it.unit != PruneUnit::TwoOfFour)
}

fn trains(recipe: &Recipe) -> bool {
    is(recipe, |it| it.fine_tune.epochs > 0.0)
}

pub(super) static CARD: Card = Card {
    technique: TechniqueKind::Prune,
    toggle: "toggle-prune",
    text: |t| &t.prune,
    main: &[
        FieldSpec {
            id: "prune-kind",
            text: |t| &t.prune_unit,
            control: Control::Choice(
                || options(PruneUnit::ALL, PruneUnit::id, names::prune_unit),
                |r, to| choose(&mut r.get_mut::<Prune>()?.unit, PruneUnit::ALL, to),
            ),
            shown: always,
        },
        FieldSpec {
            id: "prune-amount",
            text: |t| &t.prune_amount,
            control: Control::Share(Lens::Real(|r| Some(&mut r.get_mut::<Prune>()?.amount))),
            shown: has_amount,
        },
        epochs("prune-epochs", |r| Some(&mut r.get_mut::<Prune>()?.fine_tune.epochs), always),
    ],
    more: &[
        FieldSpec {
            id: "prune-criterion",
            text: |t| &t.prune_criterion,
            control: Control::Choice(
                || options(Criterion::ALL, Criterion::id, names::criterion),
                |r, to| choose(&mut r.get_mut::<Prune>()?.criterion, Criterion::ALL, to),
            ),
            shown: always,
        },
        FieldSpec {
            id: "prune-scope",
            text: |t| &t.prune_scope,
            control: Control::Choice(
                || options(Scope::ALL, Scope::id, names::scope),
                |r, to| choose(&mut r.get_mut::<Prune>()?.scope, Scope::ALL, to),
            ),
            shown: has_amount,
        },
        FieldSpec {
            id: "prune-remove",
            text: |t| &t.prune_remove,
            control: Control::Switch(|r| Some(&mut r.get_mut::<Prune>()?.remove)),
            shown: |recipe| is(recipe, |it| it.unit == PruneUnit::Channel),
        },
        FieldSpec {
            id: "prune-rounds",
            text: |t| &t.prune_rounds,
            control: Control::Number(
                Lens::Whole(|r| Some(&mut r.get_mut::<Prune>()?.rounds)),
                Range::new(1.0, 10.0, 1.0),
            ),
            shown: trains,
        },
        rate("prune-lr", |r| Some(&mut r.get_mut::<Prune>()?.fine_tune.lr), trains),
        FieldSpec {
            id: "prune-rewind",
            text: |t| &t.prune_rewind,
            control: Control::Switch(|r| Some(&mut r.get_mut::<Prune>()?.rewind)),
            shown: trains,
        },
    ],
    extra: Some(layers),
};

/// The layers whose amounts differ, as the sensitivity plot sets them.
fn layers() -> AnyView {
    let (lab, lang) = (Lab::here(), use_lang());
    let own = memo(move || lab.recipe.now.with(|r| r.get::<Prune>().map_or(Vec::new(), |it| it.layers.clone())));
    let clear = move |_| lab.recipe.change(lab, |r| r.get_mut::<Prune>().into_iter().for_each(|it| it.layers.clear()));
    let words = move || {
        let lang = lang.get();
        let one = |(name, amount): &(String, f32)| [name, " ", &number::percent(lang, f64::from(*amount), 0)].concat();
        own.with(|own| own.iter().map(one).collect::<Vec<_>>().join(lang.t().separator))
    };
    let shown = move || {
        view! {
            <p class="d-layers">
                <strong>{say(|t| t.prune_layers)}</strong>
                <span class="num">{text(words)}</span>
                <button type="button" class="btn quiet small" on:click=handler(clear)>{say(|t| t.prune_layers_clear)}</button>
            </p>
        }
    };
    let has_own = memo(move || own.with(|own| !own.is_empty()));
    maybe_view(move || has_own.get().then(shown)).into_any()
}
