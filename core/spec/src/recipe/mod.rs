//! A recipe: which techniques make a network lighter, with their settings. One JSON form in links, on the command line
//! and in exports; a setting that is not given has its default.

mod cluster;
mod distill;
mod fine_tune;
mod fold_bn;
mod form;
#[cfg(feature = "json")]
pub mod json;
mod low_rank;
mod presets;
mod prune;
mod quantize;
mod technique;

pub use cluster::Cluster;
pub use distill::{Distill, Hint, Student};
pub use fine_tune::FineTune;
pub use fold_bn::FoldBn;
pub use low_rank::LowRank;
pub use presets::{Preset, presets};
pub use prune::{Criterion, GRADIENT_IMAGES, Prune, PruneUnit, Scope};
pub use quantize::{Granularity, NumberType, Observer, QuantMethod, Quantize, Scheme};
pub use technique::{Technique, TechniqueCase, TechniqueKind, TechniqueSettings};

use crate::Result;
use fine_tune::training_rows;
use serde::{Deserialize, Serialize};

/// What is done to a network: techniques, each once at most, in the order of [`TechniqueKind::ALL`]: a student is taught before
/// it is cut, and what is left is cut before it is rounded.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(into = "form::Form", from = "form::Form")]
pub struct Recipe(Vec<Technique>);

impl Recipe {
    /// Every technique with its defaults.
    pub fn full() -> Self {
        TechniqueKind::ALL.iter().map(|kind| kind.with_defaults()).collect()
    }

    /// Its techniques, in the order in which they are done.
    pub fn techniques(&self) -> &[Technique] {
        &self.0
    }

    /// Their kinds.
    pub fn kinds(&self) -> impl Iterator<Item = TechniqueKind> + '_ {
        self.0.iter().map(Technique::kind)
    }

    /// The technique of a kind.
    pub fn technique(&self, kind: TechniqueKind) -> Option<&Technique> {
        self.0.iter().find(|it| it.kind() == kind)
    }

    /// The settings of a technique, where it is done.
    pub fn get<T: TechniqueCase>(&self) -> Option<&T> {
        self.0.iter().find_map(T::of)
    }

    /// The same, to be changed.
    pub fn get_mut<T: TechniqueCase>(&mut self) -> Option<&mut T> {
        self.0.iter_mut().find_map(T::of_mut)
    }

    /// Has `technique` done, in its place, instead of one of its kind.
    pub fn put(&mut self, technique: impl Into<Technique>) {
        let technique = technique.into();
        let at = self.0.partition_point(|it| (it.kind() as usize) < technique.kind() as usize);
        match self.0.get_mut(at).filter(|it| it.kind() == technique.kind()) {
            Some(it) => *it = technique,
            None => self.0.insert(at, technique),
        }
    }

    /// The recipe with `technique` in it.
    pub fn with(mut self, technique: impl Into<Technique>) -> Self {
        self.put(technique);
        self
    }

    /// Leaves a technique out.
    pub fn remove(&mut self, kind: TechniqueKind) {
        self.0.retain(|it| it.kind() != kind);
    }

    /// Whether it does nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each training that it asks for, in order.
    pub fn trainings(&self) -> impl Iterator<Item = FineTune> + '_ {
        self.0.iter().flat_map(|it| std::iter::repeat_n(it.training(), it.rounds())).flatten()
    }

    /// Whether it is one that trains. Teaching a student and rounding while training are, however short they are set.
    pub fn trains(&self) -> bool {
        let is_aware = |it: &Quantize| it.method == QuantMethod::Aware;
        self.get::<Distill>().is_some()
            || self.get().is_some_and(is_aware)
            || self.trainings().any(|it| it.epochs > 0.0)
    }

    /// Training images that it looks at besides its training.
    pub fn images(&self) -> usize {
        self.0.iter().map(Technique::images).max().unwrap_or(0)
    }

    /// The recipe with what its techniques need to be done before them.
    pub fn with_needs(self) -> Self {
        if self.0.iter().any(Technique::needs_folding) { self.with(FoldBn) } else { self }
    }

    /// What of it can be done without labels, for a network whose training images are not here: distillation and
    /// training after a technique fall away, and what needs either is done the simplest way without.
    pub fn without_labels(&self) -> Self {
        self.0.iter().cloned().filter_map(Technique::without_labels).collect()
    }

    /// Whether all settings are within their ranges.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(&self) -> Result<()> {
        self.0.iter().try_for_each(Technique::check)
    }
}

impl FromIterator<Technique> for Recipe {
    fn from_iter<I: IntoIterator<Item = Technique>>(techniques: I) -> Self {
        techniques.into_iter().fold(Recipe::default(), Recipe::with)
    }
}

#[cfg(test)]
mod tests;
