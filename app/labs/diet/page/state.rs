//! What the page knows of the diet bench.

use super::line::LineState;
use super::measured::Kept;
use super::pair::Pair;
use super::rivals::Awaited;
use super::staged::Staged;
use super::tours::TourNotes;
use crate::diet::messages::{Diet, LayerSensitivity, Scores, Trial};
use crate::diet::picture::{Flow, NetworkPicture};
use karui_protocol::{ModelSpec, Recipe, RecipeProgress};
use karui_shell::state::{Lab, LabState};
use leptos::prelude::*;

/// The bench's part of the page's state. A small bundle of handles: copy it freely.
#[derive(Clone, Copy)]
pub struct DietState {
    /// The page.
    pub lab: Lab,
    /// The recipe as the controls show it.
    pub recipe: RwSignal<Recipe>,
    /// A recipe's JSON form for the address: of the last result or of a link. Empty where nothing is done.
    pub json: RwSignal<String>,
    /// What every recipe is compared with; `None` while it is not known for these weights.
    pub before: RwSignal<Option<Scores>>,
    /// How a recipe under way comes on.
    pub cooking: RwSignal<Option<RecipeProgress>>,
    /// Whether the result is being timed once more.
    pub measures_again: RwSignal<bool>,
    /// What the last recipe has come to.
    pub result: RwSignal<Option<Diet>>,
    /// The network as the controls would have it, layer by layer.
    pub picture: RwSignal<Option<NetworkPicture>>,
    /// Whether the picture shows what layers give, in place of their weights.
    pub gives: RwSignal<bool>,
    /// What they give for the image that is looked at.
    pub flow: RwSignal<Option<Flow>>,
    /// Weights on a number line.
    pub(super) line: LineState,
    /// The name of the layer that is looked at; empty where none is.
    pub layer: RwSignal<String>,
    /// The plain network that costs as many multiply-adds as the present one.
    pub rival: RwSignal<Option<ModelSpec>>,
    /// All results that are kept, oldest first.
    pub trials: RwSignal<Vec<Trial>>,
    /// The trials that stand side by side, two at most.
    pub compared: RwSignal<Vec<u32>>,
    /// The recipes, in their JSON form, that a link has side by side, until they are.
    pub(super) asked_pair: RwSignal<Option<[String; 2]>>,
    /// How each layer bears pruning, as far as it is known.
    pub sensitivity: RwSignal<Vec<LayerSensitivity>>,
    /// Whether that is being found out.
    pub scans: RwSignal<bool>,
    /// The softened probabilities asked for by [`|lab, it| diet_of(lab).soften(it)`].
    pub soft_targets: RwSignal<Vec<f32>>,
    /// The step of a tour that is open, as a link names it; empty where none is.
    pub tour: RwSignal<String>,
    /// What was predicted in tours, and what came.
    pub notes: RwSignal<TourNotes>,
    /// Whether the present recipe is that of a tour's step.
    pub by_tour: RwSignal<bool>,
    /// A recipe that waits for its network.
    pub(super) staged: StoredValue<Option<Staged>>,
    /// Counts how often the weights became others.
    pub(super) weights_told: RwSignal<u32>,
    /// Whether the engine was asked for something since the weights came.
    pub(super) asked: RwSignal<bool>,
    /// A recipe that a link brought, in its JSON form, until there are weights to do it with.
    pub(super) brought: RwSignal<Option<String>>,
    /// Whether the result is to come, or has come, from a file: it need not be what the controls say.
    pub(super) opened: RwSignal<bool>,
    /// A link's recipe that the engine is reading, in its JSON form.
    pub(super) reads: StoredValue<Option<String>>,
    /// Counts the changes of controls, so that only the last one is tried.
    pub(super) changes: StoredValue<u32>,
    /// Two recipes that are run to be compared, while they are.
    pub(super) pair: StoredValue<Option<Pair>>,
    /// What a comparison with a plain network waits for.
    pub(super) awaited: StoredValue<Option<Awaited>>,
    /// Whether the network of the run that has ended here is among the trials.
    pub(super) kept: StoredValue<Kept>,
}

/// What the bench knows on this page.
pub fn diet_of(lab: Lab) -> DietState {
    lab.state()
}

impl LabState for DietState {
    fn new(lab: Lab) -> Self {
        DietState {
            lab,
            recipe: lab.recipe.now,
            json: RwSignal::new(String::new()),
            before: RwSignal::new(None),
            cooking: RwSignal::new(None),
            measures_again: RwSignal::new(false),
            result: RwSignal::new(None),
            picture: RwSignal::new(None),
            gives: RwSignal::new(false),
            flow: RwSignal::new(None),
            line: LineState::default(),
            layer: RwSignal::new(String::new()),
            trials: RwSignal::new(Vec::new()),
            compared: RwSignal::new(Vec::new()),
            asked_pair: RwSignal::new(None),
            sensitivity: RwSignal::new(Vec::new()),
            scans: RwSignal::new(false),
            soft_targets: RwSignal::new(Vec::new()),
            tour: RwSignal::new(String::new()),
            notes: RwSignal::new(TourNotes::default()),
            by_tour: RwSignal::new(false),
            staged: StoredValue::new(None),
            weights_told: RwSignal::new(0),
            asked: RwSignal::new(false),
            brought: RwSignal::new(None),
            opened: RwSignal::new(false),
            reads: StoredValue::new(None),
            changes: StoredValue::new(0),
            pair: StoredValue::new(None),
            awaited: StoredValue::new(None),
            kept: StoredValue::new(Kept::No),
            rival: RwSignal::new(None),
        }
    }
}

impl DietState {
    /// Forgets what is of other weights. The recipe and the trials stay.
    pub fn forget(self) {
        self.before.set(None);
        self.cooking.set(None);
        self.measures_again.set(false);
        self.result.set(None);
        // Of a run that begins the picture stays, until the weights that it ends with are drawn.
        if !untrack(|| self.lab.is_under_way()) {
            self.picture.set(None);
            self.flow.set(None);
        }
        self.line.forget();
        self.weights_told.update(|n| *n += 1);
        self.sensitivity.set(Vec::new());
        self.scans.set(false);
        self.soft_targets.set(Vec::new());
        self.asked.set(false);
        self.kept.set_value(Kept::No);
        self.rival.set(None);
        self.opened.set(false);
        if self.staged.with_value(Option::is_none) {
            self.notes.update(TourNotes::give_up);
        }
    }

    /// How the network does now: after the recipe, or as it is.
    pub fn now(self) -> Option<Scores> {
        self.result.with(|result| result.as_ref().map(|diet| diet.after.clone())).or_else(|| self.before.get())
    }

    /// The figures before and now, where they are of what the controls say.
    pub fn figures(self) -> Option<[Scores; 2]> {
        let is_due = self.is_behind() || self.brought.with(Option::is_some) || self.cooking.with(Option::is_some);
        if is_due { None } else { Some([self.before.get()?, self.now()?]) }
    }

    /// Whether what is shown is of another recipe than the controls': one that trains waits for its button.
    pub fn is_behind(self) -> bool {
        let done = self.result.with(|result| result.as_ref().map(|diet| diet.recipe.clone()));
        !self.opened.get() && done.unwrap_or_default() != self.recipe.get()
    }

    /// Takes the recipe of a link, in its JSON form; an empty one for a link without. Controls and figures follow when
    /// the engine has read it.
    pub fn bring(self, json: String) {
        if json == self.json.get_untracked() {
            return;
        }
        if json.is_empty() {
            self.recipe.set(Recipe::default());
        }
        self.asked.set(false);
        self.brought.set(Some(json.clone()));
        self.json.set(json);
    }
}
