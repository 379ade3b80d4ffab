//! The form in which recipes are written, in links, files and stored results: a field for each technique.

use super::{Cluster, Distill, FoldBn, LowRank, Prune, Quantize, Recipe};
use serde::{Deserialize, Serialize};

/// A recipe as it is written. In JSON a name is an object of settings, or null. The binary form of stored results has no names:
/// it is this very order, so a further field makes results that were stored before unreadable, unless they are read by a form
/// without it.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Form {
    distill: Option<Distill>,
    low_rank: Option<LowRank>,
    prune: Option<Prune>,
    fold_bn: bool,
    cluster: Option<Cluster>,
    quantize: Option<Quantize>,
}

impl From<Recipe> for Form {
    fn from(recipe: Recipe) -> Self {
        Form {
            distill: recipe.get().copied(),
            low_rank: recipe.get().copied(),
            prune: recipe.get().cloned(),
            fold_bn: recipe.get::<FoldBn>().is_some(),
            cluster: recipe.get().copied(),
            quantize: recipe.get().copied(),
        }
    }
}

impl From<Form> for Recipe {
    fn from(form: Form) -> Self {
        let Form { distill, low_rank, prune, fold_bn, cluster, quantize } = form;
        let techniques = [
            distill.map(Into::into),
            low_rank.map(Into::into),
            prune.map(Into::into),
            fold_bn.then(|| FoldBn.into()),
            cluster.map(Into::into),
            quantize.map(Into::into),
        ];
        techniques.into_iter().flatten().collect()
    }
}
