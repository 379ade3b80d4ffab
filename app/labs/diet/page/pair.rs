//! Two recipes, run with one click and shown side by side.

use crate::diet::messages::{Diet, RECIPE, RecipeForm, Trial};
use crate::diet::page::TRIALS;
use crate::diet::page::state::DietState;
use karui_protocol::recipe::{Distill, Prune, PruneUnit};
use leptos::prelude::*;

/// Two recipes that are run one after the other, and then stand side by side.
#[derive(Debug, Clone)]
pub struct Pair {
    recipes: [RecipeForm; 2],
    /// The trials that those at the front have come to.
    done: Vec<u32>,
}

impl Pair {
    /// Nothing of it is done.
    pub fn new(recipes: [RecipeForm; 2]) -> Self {
        Pair { recipes, done: Vec::new() }
    }
}

impl DietState {
    /// Runs the recipe with the same share of channels masked, then with them removed, keeps both and shows them side
    /// by side.
    pub fn mask_and_remove(self) {
        let recipe = self.recipe.get_untracked();
        let Some(prune) = recipe.get::<Prune>() else { return };
        let recipes = [false, true]
            .map(|remove| recipe.clone().with(Prune { unit: PruneUnit::Channel, remove, ..prune.clone() }));
        self.run_pair(Pair::new(recipes.map(RecipeForm::Typed)));
    }

    /// Trains the student of the recipe without its teacher and then with it, keeps both and shows them side by side. A
    /// recipe that has no teacher is taught with the first settings of one.
    pub fn control_and_taught(self) {
        let recipe = self.recipe.get_untracked();
        let Some(&it) = recipe.get::<Distill>() else { return };
        let Distill { temperature, alpha, .. } = Distill::default();
        let taught = if it.is_control() { Distill { temperature, alpha, ..it } } else { it };
        let recipes = [it.control(), taught].map(|distill| recipe.clone().with(distill));
        self.run_pair(Pair::new(recipes.map(RecipeForm::Typed)));
    }

    /// Runs the next recipe of a pair; after the last one its trials are shown.
    pub(super) fn run_pair(self, pair: Pair) {
        match pair.recipes.get(pair.done.len()) {
            Some(RecipeForm::Typed(recipe)) => self.run_recipe(recipe),
            Some(form) => {
                self.lab.forget_faults(RECIPE);
                self.compress_as(form.clone(), true);
            }
            None => {
                self.compared.set(pair.done);
                self.lab.view.tab.set(TRIALS);
                return;
            }
        }
        self.pair.set_value(Some(pair));
    }

    /// Goes on with a pair after a result, which is a trial by now.
    pub(super) fn follow_pair(self, result: &Diet) {
        let Some(mut pair) = self.pair.get_value() else { return };
        let is_due = pair.recipes.get(pair.done.len()).is_some_and(|form| match form {
            RecipeForm::Typed(recipe) => *recipe == result.recipe,
            RecipeForm::Json(json) => *json == result.json,
        });
        // What was done before is no new trial.
        let is_it = |trial: &&Trial| trial.recipe == result.recipe && self.is_of_present(trial);
        let trial = untrack(|| self.trials.with(|trials| trials.iter().rev().find(is_it).map(|it| it.id)));
        if let (true, Some(id)) = (is_due, trial) {
            self.pair.set_value(None);
            pair.done.push(id);
            self.run_pair(pair);
        }
    }
}
