use super::{Card, epochs, rate};
use crate::controls::options;
use crate::diet::knob::{Dial, Knob, Place, always, choose};
use crate::diet::texts::{say, use_texts};
use crate::hooks;
use crate::i18n::{number, use_lang};
use crate::live::{act, flag, memo, part, text};
use crate::state::{Lab, Tab};
use karui_protocol::Recipe;
use karui_protocol::recipe::{Criterion, FineTune, Prune, PruneUnit, Scope, Technique};
use leptos::prelude::*;

fn is(recipe: &Recipe, of: fn(&Prune) -> bool) -> bool {
    recipe.prune.as_ref().is_some_and(of)
}

/// Two of four are always half.
fn has_amount(recipe: &Recipe) -> bool {
    is(recipe, |it| it.unit != PruneUnit::TwoOfFour)
}

fn trains(recipe: &Recipe) -> bool {
    is(recipe, |it| it.fine_tune.epochs > 0.0)
}

fn set(recipe: &mut Recipe, unit: PruneUnit, amount: f32, rounds: usize, epochs: f32) {
    let fine_tune = FineTune { epochs, ..FineTune::default() };
    recipe.prune = Some(Prune { unit, amount, rounds, fine_tune, ..Prune::default() });
}

pub(super) static CARD: Card = Card {
    technique: Technique::Prune,
    toggle: "toggle-prune",
    text: |t| &t.prune,
    main: &[
        Knob {
            id: "prune-kind",
            text: |t| &t.prune_unit,
            dial: Dial::Choice(
                || options(PruneUnit::ALL, PruneUnit::id),
                |r, to| choose(&mut r.prune.as_mut()?.unit, PruneUnit::ALL, to),
            ),
            shown: always,
        },
        Knob {
            id: "prune-amount",
            text: |t| &t.prune_amount,
            dial: Dial::Part(Place::Real(|r| Some(&mut r.prune.as_mut()?.amount))),
            shown: has_amount,
        },
        epochs("prune-epochs", |r| Some(&mut r.prune.as_mut()?.fine_tune.epochs), always),
    ],
    more: &[
        Knob {
            id: "prune-criterion",
            text: |t| &t.prune_criterion,
            dial: Dial::Choice(
                || options(Criterion::ALL, Criterion::id),
                |r, to| choose(&mut r.prune.as_mut()?.criterion, Criterion::ALL, to),
            ),
            shown: always,
        },
        Knob {
            id: "prune-scope",
            text: |t| &t.prune_scope,
            dial: Dial::Choice(
                || options(Scope::ALL, Scope::id),
                |r, to| choose(&mut r.prune.as_mut()?.scope, Scope::ALL, to),
            ),
            shown: has_amount,
        },
        Knob {
            id: "prune-remove",
            text: |t| &t.prune_remove,
            dial: Dial::Switch(|r| Some(&mut r.prune.as_mut()?.remove)),
            shown: |recipe| is(recipe, |it| it.unit == PruneUnit::Channel),
        },
        Knob {
            id: "prune-rounds",
            text: |t| &t.prune_rounds,
            dial: Dial::Number(Place::Whole(|r| Some(&mut r.prune.as_mut()?.rounds)), 1.0, 10.0, 1.0),
            shown: trains,
        },
        rate("prune-lr", |r| Some(&mut r.prune.as_mut()?.fine_tune.lr), trains),
        Knob {
            id: "prune-rewind",
            text: |t| &t.prune_rewind,
            dial: Dial::Switch(|r| Some(&mut r.prune.as_mut()?.rewind)),
            shown: trains,
        },
    ],
    steps: &[
        |recipe| set(recipe, PruneUnit::Element, 0.5, 1, 0.0),
        |recipe| set(recipe, PruneUnit::Element, 0.9, 1, 0.0),
        |recipe| set(recipe, PruneUnit::Element, 0.9, 3, 1.0),
        |recipe| set(recipe, PruneUnit::Channel, 0.5, 1, 1.0),
    ],
    extra: Some(extra),
};

fn extra() -> AnyView {
    view! { {layers()} {mask_and_remove()} }.into_any()
}

/// The same channels as zeros and taken out, one beside the other. The real networks have no trials.
fn mask_and_remove() -> AnyView {
    let (lab, t) = (Lab::here(), use_texts());
    let is_away = memo(move || lab.view.tab.get() == Tab::Real);
    view! {
        <div hidden=flag(move || is_away.get())>
            <button
                type="button"
                class="btn small"
                data-testid=hooks::MASK_AND_REMOVE
                disabled=flag(move || !lab.can_compress())
                on:click=act(move |_| lab.mask_and_remove())
            >
                {say(t, |t| t.prune_pair)}
            </button>
            <p class="help">{say(t, |t| t.prune_pair_help)}</p>
        </div>
    }
    .into_any()
}

/// The layers whose amounts differ, as the sensitivity plot sets them.
fn layers() -> AnyView {
    let (lab, lang, t) = (Lab::here(), use_lang(), use_texts());
    let own = memo(move || lab.diet.recipe.with(|r| r.prune.as_ref().map_or(Vec::new(), |it| it.layers.clone())));
    let clear = move |_| lab.change_recipe(|r| r.prune.iter_mut().for_each(|it| it.layers.clear()));
    let words = move || {
        let lang = lang.get();
        let one = |(name, amount): &(String, f32)| [name, " ", &number::percent(lang, f64::from(*amount), 0)].concat();
        own.with(|own| own.iter().map(one).collect::<Vec<_>>().join(lang.t().separator))
    };
    let shown = move || {
        view! {
            <p class="d-layers">
                <strong>{say(t, |t| t.prune_layers)}</strong>
                <span class="num">{text(words)}</span>
                <button type="button" class="btn quiet small" on:click=act(clear)>{say(t, |t| t.prune_layers_clear)}</button>
            </p>
        }
    };
    let has_own = memo(move || own.with(|own| !own.is_empty()));
    part(move || has_own.get().then(shown)).into_any()
}
