//! Two recipes that differ in one setting, run with one click and shown side by side.

use crate::diet::page::TRIALS;
use crate::diet::page::state::DietState;
use karui_protocol::Recipe;
use karui_protocol::recipe::{Distill, Prune, PruneUnit};
use leptos::prelude::*;

/// Two recipes that are run one after the other, and then stand side by side.
#[derive(Debug, Clone)]
pub struct Pair {
    recipes: [Recipe; 2],
    /// The trials that those at the front have come to.
    done: Vec<u32>,
}

impl DietState {
    /// Runs the recipe with the same share of channels masked, then with them removed, keeps both and shows them side
    /// by side.
    pub fn mask_and_remove(self) {
        let recipe = self.recipe.get_untracked();
        let Some(prune) = recipe.get::<Prune>() else { return };
        let recipes = [false, true]
            .map(|remove| recipe.clone().with(Prune { unit: PruneUnit::Channel, remove, ..prune.clone() }));
        self.run_pair(Pair { recipes, done: Vec::new() });
    }

    /// Trains the student of the recipe without its teacher and then with it, keeps both and shows them side by side. A
    /// recipe that has no teacher is taught with the first settings of one.
    pub fn control_and_taught(self) {
        let recipe = self.recipe.get_untracked();
        let Some(&it) = recipe.get::<Distill>() else { return };
        let Distill { temperature, alpha, .. } = Distill::default();
        let taught = if it.is_control() { Distill { temperature, alpha, ..it } } else { it };
        let recipes = [it.control(), taught].map(|distill| recipe.clone().with(distill));
        self.run_pair(Pair { recipes, done: Vec::new() });
    }

    /// Runs the next recipe of a pair; after the last one its trials are shown.
    fn run_pair(self, pair: Pair) {
        match pair.recipes.get(pair.done.len()) {
            Some(recipe) => {
                self.run_recipe(recipe);
                self.pair.set_value(Some(pair));
            }
            None => {
                self.compared.set(pair.done);
                self.lab.view.tab.set(TRIALS);
            }
        }
    }

    /// Goes on with a pair after a result of `recipe`, which is the newest trial.
    pub(super) fn follow_pair(self, recipe: &Recipe) {
        let Some(mut pair) = self.pair.get_value() else { return };
        let newest = self.trials.with_untracked(|trials| trials.last().map(|trial| trial.id));
        if let (true, Some(id)) = (pair.recipes.get(pair.done.len()) == Some(recipe), newest) {
            self.pair.set_value(None);
            pair.done.push(id);
            self.run_pair(pair);
        }
    }
}
