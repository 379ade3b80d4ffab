//! A MobileNet beside the plain network that is as accurate: found among the learner's trials or the shipped weights, and
//! shown side by side with one click.

use super::measured::Kept;
use crate::diet::messages::{RecipeForm, Scores, Trial};
use crate::diet::page::TRIALS;
use crate::diet::page::state::DietState;
use karui_protocol::{DataKind, ModelKind, ModelSpec};
use leptos::prelude::*;

/// Accuracies that differ by no more than this count as equal: what 2,000 images tell apart.
const EQUAL: f64 = 0.01;

/// A plain network to stand beside the present one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rival {
    /// This trial of this network, which is as accurate.
    Equal(u32, ModelSpec),
    /// This network by its shipped weights, and the trial that it is, if it is one.
    Shipped(ModelSpec, Option<u32>),
}

/// What has to come before two networks can stand side by side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Awaited {
    /// The present network becomes a trial.
    Own(Rival),
    /// The other one does, to stand beside this trial.
    Other(u32),
}

/// The plain network to compare with a `model` on `data` that has these scores: of the trials with nothing done to them the
/// one nearest in accuracy, if that is near enough, else the shipped one. `None` for what is no MobileNet.
pub fn rival(trials: &[Trial], data: DataKind, model: ModelSpec, scores: &Scores) -> Option<Rival> {
    if !matches!(model.kind, ModelKind::Mobilenet | ModelKind::MobilenetV2 | ModelKind::MobilenetV3) {
        return None;
    }
    let plain =
        || trials.iter().filter(|it| it.data == data && it.model.kind == ModelKind::Cnn && it.recipe.is_empty());
    let apart = |trial: &Trial| (trial.scores.accuracy.value - scores.accuracy.value).abs();
    let nearest = plain().min_by(|a, b| apart(a).total_cmp(&apart(b))).filter(|trial| apart(trial) <= EQUAL);
    let kept = |spec: ModelSpec| plain().find(|trial| trial.model == spec).map(|trial| trial.id);
    let shipped = || shipped(data).map(|spec| Rival::Shipped(spec, kept(spec)));
    nearest.map(|trial| Rival::Equal(trial.id, trial.model)).or_else(shipped)
}

/// The plain network with shipped weights for `data`.
fn shipped(data: DataKind) -> Option<ModelSpec> {
    (data == DataKind::FashionMnist).then_some(ModelSpec::new(ModelKind::Cnn))
}

impl DietState {
    /// Shows the present network and `rival` side by side; what is no trial yet becomes one.
    pub fn compare_with(self, rival: Rival) {
        let is_own = |trial: &&Trial| trial.recipe.is_empty() && self.is_of_present(trial);
        match untrack(|| self.trials.with(|trials| trials.iter().find(is_own).map(|own| own.id))) {
            Some(own) => self.put_beside(own, rival),
            None => {
                self.compress_as(RecipeForm::Typed(Default::default()), true);
                self.awaited.set_value(Some(Awaited::Own(rival)));
            }
        }
    }

    fn put_beside(self, own: u32, rival: Rival) {
        match rival {
            Rival::Equal(other, _) | Rival::Shipped(_, Some(other)) => self.show_beside(own, other),
            Rival::Shipped(model, None) => {
                self.kept.set_value(Kept::No);
                self.awaited.set_value(Some(Awaited::Other(own)));
                self.lab.change(|experiment| experiment.model = model);
            }
        }
    }

    fn show_beside(self, own: u32, other: u32) {
        self.awaited.set_value(None);
        self.compared.set(vec![own, other]);
        self.lab.view.tab.set(TRIALS);
    }

    /// Goes on with a comparison, now that the trial `newest` has come.
    pub(super) fn follow_rival(self, newest: u32) {
        match self.awaited.get_value() {
            Some(Awaited::Own(rival)) => self.put_beside(newest, rival),
            Some(Awaited::Other(own)) => self.show_beside(own, newest),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::results::trial;
    use super::*;
    use karui_protocol::Figure;

    fn plain(id: u32, right: u64) -> Trial {
        let mut trial = trial(id, 1, 1);
        trial.model = ModelSpec { alpha: id as f32, ..ModelSpec::new(ModelKind::Cnn) };
        trial.scores.accuracy = Figure::counted(right, 2_000);
        trial
    }

    #[test]
    fn the_nearest_in_accuracy_is_the_rival_where_it_is_near() {
        let model = ModelSpec::new(ModelKind::Mobilenet);
        let scores = plain(0, 1_830).scores;
        let of = |trials: &[Trial], data| rival(trials, data, model, &scores);
        let trials = [plain(1, 1_700), plain(2, 1_835), plain(3, 1_829), plain(4, 1_850)];
        assert_eq!(of(&trials, DataKind::Mnist), Some(Rival::Equal(3, trials[2].model)));
        assert_eq!(of(&trials[..1], DataKind::Mnist), None);
        assert_eq!(of(&trials, DataKind::Shapes), None);
        let kept = |trials: &mut [Trial]| {
            trials.iter_mut().for_each(|trial| trial.data = DataKind::FashionMnist);
            match of(trials, DataKind::FashionMnist) {
                Some(Rival::Shipped(_, kept)) => kept,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!((kept(&mut []), kept(&mut [plain(2, 1_700)]), kept(&mut [plain(1, 1_700)])), (None, None, Some(1)));
        let lenet = ModelSpec::new(ModelKind::Lenet);
        assert_eq!(rival(&trials, DataKind::Mnist, lenet, &scores), None);
    }

    #[test]
    fn what_counts_as_shipped_is() {
        for &data in DataKind::ALL {
            let path = format!("{}/../../www/weights/{data}-cnn.safetensors", env!("CARGO_MANIFEST_DIR"));
            assert_eq!(std::path::Path::new(&path).exists(), shipped(data).is_some(), "{path}");
        }
    }
}
