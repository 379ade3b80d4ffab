//! The recipe that the controls show, and the controls: a card for each technique. Which network it is done to is the
//! business of the lab that shows them.

mod cards;
mod field;
pub mod names;
pub mod texts;

pub use cards::{Extra, cards, technique_name};

use crate::state::Lab;
use karui_protocol::{LabId, Recipe};
use leptos::prelude::*;
use std::time::Duration;

/// A changed control counts when it has rested so long: a slider that is drawn is one change.
const REST: Duration = Duration::from_millis(250);

/// What follows a change of the recipe, after so long a rest.
pub type Follow = fn(Lab, Duration);

/// The recipe as the controls show it. A small bundle of handles: copy it freely.
#[derive(Clone, Copy)]
pub struct RecipeState {
    /// What is done. Change it by [`RecipeState::change`], so that it is tried.
    pub now: RwSignal<Recipe>,
    /// The last settings of each technique, for when it is switched on again. Every technique is in it.
    pub last: StoredValue<Recipe>,
    /// The lab, if any but the bench, whose panel has the controls now: they stand once in the document.
    pub shown_in: RwSignal<Option<LabId>>,
    /// What follows a change after so long a rest.
    on_change: StoredValue<Option<Follow>>,
}

impl RecipeState {
    /// Nothing is done.
    pub(crate) fn new() -> Self {
        RecipeState {
            now: RwSignal::new(Recipe::default()),
            last: StoredValue::new(Recipe::full()),
            shown_in: RwSignal::new(None),
            on_change: StoredValue::new(None),
        }
    }

    /// Has changes followed: the recipe is tried when the controls have rested.
    pub fn follow(self, on_change: Follow) {
        self.on_change.set_value(Some(on_change));
    }

    /// Changes the recipe as a control does that is being moved.
    pub fn change(self, lab: Lab, change: impl FnOnce(&mut Recipe)) {
        self.change_after(lab, REST, change);
    }

    /// The same by a press of a button, which is one change by itself.
    pub fn press(self, lab: Lab, change: impl FnOnce(&mut Recipe)) {
        self.change_after(lab, Duration::ZERO, change);
    }

    fn change_after(self, lab: Lab, rest: Duration, change: impl FnOnce(&mut Recipe)) {
        let before = self.now.get_untracked();
        let mut recipe = before.clone();
        change(&mut recipe);
        if recipe != before {
            self.show(&recipe);
            if let Some(follow) = self.on_change.get_value() {
                follow(lab, rest);
            }
        }
    }

    /// Has the controls show a recipe.
    pub fn show(self, recipe: &Recipe) {
        self.last.update_value(|last| put(last, recipe));
        self.now.set(recipe.clone());
    }
}

/// Puts the techniques of `recipe` into `last`, which keeps the settings of the others.
fn put(last: &mut Recipe, recipe: &Recipe) {
    recipe.techniques().iter().cloned().for_each(|technique| last.put(technique));
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::recipe::{Cluster, Distill, FineTune, FoldBn, Preset, Prune, Quantize, presets};

    #[test]
    fn a_recipe_that_trains_waits_for_its_button() {
        let waiting: Vec<_> = presets().iter().filter(|p| p.recipe.trains()).map(|Preset { id, .. }| *id).collect();
        assert_eq!(waiting, ["prune-90", "half-channels", "deep-compression", "student-t4", "everything"]);
        assert!(!Recipe::default().with(FoldBn).trains());
    }

    #[test]
    fn the_last_settings_of_what_is_off_are_kept() {
        let mut last = Recipe::full();
        let two_bits = Cluster { bits: 2, fine_tune: FineTune::default() };
        put(&mut last, &Recipe::default().with(two_bits));
        put(&mut last, &Recipe::default().with(Quantize::default()));
        assert_eq!(last.get(), Some(&two_bits));
        assert!(last.get::<Distill>().is_some() && last.get::<Prune>().is_some());
    }
}
