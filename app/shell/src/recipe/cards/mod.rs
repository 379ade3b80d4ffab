//! The techniques, a card each: a switch, a line that says what it does and what to watch, the main settings while it
//! is on, and the others behind a disclosure.

mod cluster;
mod distill;
mod fold_bn;
mod low_rank;
mod prune;
mod quantize;

use super::field::{Control, FieldSpec, Lens, field};
use super::texts::{self, CardText, Texts, say, use_texts};
use crate::state::Lab;
use karui_protocol::Recipe;
use karui_protocol::recipe::TechniqueKind;
use karui_ui::Lang;
use karui_ui::fields::Range;
use karui_ui::reactive::{flag, handler, maybe_view, memo, text, views};
use leptos::prelude::*;

/// A technique as the page shows it.
struct Card {
    /// Which.
    technique: TechniqueKind,
    /// For tests.
    toggle: &'static str,
    /// Its words.
    text: fn(&Texts) -> &CardText,
    /// The settings that come first.
    main: &'static [FieldSpec],
    /// The others.
    more: &'static [FieldSpec],
    /// What else belongs to it.
    extra: Option<fn() -> AnyView>,
}

/// All, in the order in which most learners meet them.
static CARDS: [&Card; 6] =
    [&quantize::CARD, &prune::CARD, &distill::CARD, &fold_bn::CARD, &cluster::CARD, &low_rank::CARD];

/// How long something is trained: the same two settings wherever a technique trains.
const fn epochs(id: &'static str, at: fn(&mut Recipe) -> Option<&mut f32>, shown: fn(&Recipe) -> bool) -> FieldSpec {
    FieldSpec { id, text: |t| &t.epochs, control: Control::Number(Lens::Real(at), Range::new(0.0, 20.0, 0.5)), shown }
}

/// How fast it learns.
const fn rate(id: &'static str, at: fn(&mut Recipe) -> Option<&mut f32>, shown: fn(&Recipe) -> bool) -> FieldSpec {
    FieldSpec { id, text: |t| &t.rate, control: Control::Number(Lens::Real(at), Range::new(1e-6, 1.0, 0.0)), shown }
}

/// Turns a technique on, with the settings that `last` has for it, or off.
fn turn(recipe: &mut Recipe, technique: TechniqueKind, last: Option<&Recipe>) {
    match last.and_then(|last| last.technique(technique)) {
        Some(with_settings) => recipe.put(with_settings.clone()),
        None => recipe.remove(technique),
    }
}

/// What a technique is called: the heading of its card.
pub fn technique_name(lang: Lang, technique: TechniqueKind) -> &'static str {
    let card = CARDS.iter().find(|card| card.technique == technique);
    card.map_or("", |card| (card.text)(texts::of(lang)).title)
}

/// What a lab adds to the card of a technique while it is on.
pub type Extra = (TechniqueKind, fn() -> AnyView);

/// The cards of the techniques that are `wanted`, with what a lab adds to them.
pub fn cards(wanted: fn(TechniqueKind) -> bool, extras: &'static [Extra]) -> AnyView {
    view! {
        <section class="d-cards" aria-label=say(|t| t.techniques)>
            {views(CARDS.into_iter().filter(|card| wanted(card.technique)).map(|it| card(it, extras)))}
        </section>
    }
    .into_any()
}

fn card(card: &'static Card, extras: &'static [Extra]) -> AnyView {
    let (lab, t) = (Lab::here(), use_texts());
    let recipe = lab.recipe.now;
    let is_on = memo(move || recipe.with(|recipe| recipe.technique(card.technique).is_some()));
    let toggle = move |_| {
        let on = !is_on.get_untracked();
        let last = lab.recipe.last.get_value();
        lab.recipe.press(lab, |recipe| turn(recipe, card.technique, on.then_some(&last)));
    };
    view! {
        <section class="d-card" class:on=flag(move || is_on.get()) aria-labelledby=[card.toggle, "-name"].concat()>
            <div class="d-card-head">
                <input
                    type="checkbox"
                    role="switch"
                    class="d-switch"
                    id=card.toggle
                    data-testid=card.toggle
                    prop:checked=flag(move || is_on.get())
                    aria-describedby=[card.toggle, "-help"].concat()
                    on:change=handler(toggle)
                />
                <h3>
                    <label for=card.toggle id=[card.toggle, "-name"].concat()>
                        {text(move || (card.text)(t.get()).title)}
                    </label>
                </h3>
                <p class="help" id=[card.toggle, "-help"].concat()>{text(move || (card.text)(t.get()).what)}</p>
            </div>
            {maybe_view(move || is_on.get().then(|| settings(card, extras)))}
        </section>
    }
    .into_any()
}

/// The settings of a technique that is on.
fn settings(card: &'static Card, extras: &'static [Extra]) -> AnyView {
    let knobs = |knobs: &'static [FieldSpec]| {
        let fields = views(knobs.iter().map(field));
        (!knobs.is_empty()).then(|| view! { <div class="d-knobs">{fields}</div> }.into_any())
    };
    let more = knobs(card.more).map(|knobs| {
        view! {
            <details class="more">
                <summary>{say(|t| t.more)}</summary>
                {knobs}
            </details>
        }
        .into_any()
    });
    let extras = extras.iter().filter(|(technique, _)| *technique == card.technique).map(|(_, extra)| extra());
    view! { {knobs(card.main)} {card.extra.map(|extra| extra())} {views(extras)} {more} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_card_turns_its_technique_on_and_off() {
        assert_eq!(CARDS.len(), TechniqueKind::ALL.len());
        for card in CARDS {
            let mut recipe = Recipe::default();
            turn(&mut recipe, card.technique, Some(&Recipe::full()));
            assert_eq!(recipe.kinds().collect::<Vec<_>>(), [card.technique]);
            turn(&mut recipe, card.technique, None);
            assert!(recipe.is_empty());
        }
    }
}
