//! What a link holds of the bench beside the recipe: the open layer, and the two trials that stand side by side, as recipes.

use super::pair::Pair;
use super::state::{DietState, diet_of};
use crate::diet::messages::{RecipeForm, Scores, Trial};
use karui_shell::state::Lab;
use karui_ui::reactive::{effect, memo};
use leptos::prelude::*;

/// The names of its pairs: [`OPEN`] and [`COMPARED`].
pub const PAIRS: &[&str] = &["open", "compare", "beside"];
/// The layer of the picture that is open.
const OPEN: &[&str] = &["open"];
/// The recipes, in their JSON form, of the trials that are compared.
const COMPARED: &[&str] = &["compare", "beside"];

/// Keeps link and open layer in step.
pub fn bind_open(lab: Lab) {
    let layer = diet_of(lab).layer;
    lab.bind_pairs(
        OPEN,
        move |said| {
            layer.set(said.get("open").unwrap_or_default().into());
            Vec::new()
        },
        move || Some(layer.get()).filter(|name| !name.is_empty()).map(|name| ("open", name)).into_iter().collect(),
    );
}

/// Keeps link and comparison in step: what a link compares is looked for among the trials, or done anew.
pub fn bind_compared(lab: Lab) {
    let diet = diet_of(lab);
    lab.bind_pairs(
        COMPARED,
        move |said| {
            let both = COMPARED.iter().map(|name| said.get(name).map(str::to_owned)).collect::<Option<Vec<_>>>();
            diet.asked_pair.set(both.and_then(|both| both.try_into().ok()));
            Vec::new()
        },
        move || {
            let both = diet.asked_pair.get().or_else(|| diet.compared_recipes());
            both.map(|both| COMPARED.iter().copied().zip(both).collect()).unwrap_or_default()
        },
    );
    let is_due = memo(move || {
        let is_free = diet.can_compress() && !lab.awaits_run() && diet.cooking.with(Option::is_none);
        let is_known = diet.before.with(Option::is_some) && diet.brought.with(Option::is_none);
        is_free && is_known && diet.asked_pair.with(Option::is_some)
    });
    effect(move || {
        if let (true, Some(both)) = (is_due.get(), diet.asked_pair.get_untracked()) {
            untrack(|| diet.compare(both));
        }
    });
}

impl DietState {
    /// Puts the results of two recipes side by side; they are run where one of them is no trial of the present network.
    fn compare(self, both: [String; 2]) {
        self.asked_pair.set(None);
        let find = |json: &String| {
            self.trials
                .with(|trials| trials.iter().find(|it| it.json == *json && self.is_of_present(it)).map(|it| it.id))
        };
        match both.each_ref().map(find) {
            [Some(one), Some(other)] => self.compared.set(vec![one, other]),
            _ => self.run_pair(Pair::new(both.map(RecipeForm::Json))),
        }
    }

    /// The recipes of the compared trials, where both are of the present network: what a link can say of them.
    fn compared_recipes(self) -> Option<[String; 2]> {
        let ids: [u32; 2] = self.compared.get().try_into().ok()?;
        self.trials.with(|trials| {
            let find = |id| trials.iter().find(|it| it.id == id && self.is_of_present(it)).map(|it| it.json.clone());
            Some([find(ids[0])?, find(ids[1])?])
        })
    }

    /// Whether a trial began with the network that is shown.
    pub(super) fn is_of_present(self, trial: &Trial) -> bool {
        let shown = self.lab.shown();
        let measured = |it: &Scores| [it.size.value, it.accuracy.value, it.nonzero.value];
        (trial.data, trial.model) == (shown.data, shown.model)
            && self.before.with(|before| before.as_ref().map(measured)) == Some(measured(&trial.before))
    }
}
