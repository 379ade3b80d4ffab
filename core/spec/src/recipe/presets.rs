use super::{Cluster, Distill, FineTune, NumberType, Prune, PruneUnit, QuantMethod, Quantize, Recipe, Scope};

/// A recipe with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Preset {
    /// Its id in links and on the command line.
    pub id: &'static str,
    /// What it does.
    pub recipe: Recipe,
}

/// The recipes that run with one click, in the order in which they are listed.
pub fn presets() -> Vec<Preset> {
    let fine_tune = FineTune::default();
    let prune_90 = Prune { amount: 0.9, rounds: 3, fine_tune, ..Prune::default() };
    let channels = Prune { unit: PruneUnit::Channel, scope: Scope::Layer, amount: 0.5, fine_tune, ..Prune::default() };
    let quantize = Quantize::default();
    vec![
        Preset { id: "int8", recipe: Recipe { quantize: Some(quantize), ..Recipe::default() } },
        Preset {
            id: "int4-weights",
            recipe: Recipe {
                quantize: Some(Quantize { method: QuantMethod::Weights, dtype: NumberType::Int4, ..quantize }),
                ..Recipe::default()
            },
        },
        Preset { id: "prune-90", recipe: Recipe { prune: Some(prune_90.clone()), ..Recipe::default() } },
        Preset { id: "half-channels", recipe: Recipe { prune: Some(channels.clone()), ..Recipe::default() } },
        Preset {
            id: "deep-compression",
            recipe: Recipe {
                prune: Some(prune_90),
                cluster: Some(Cluster { bits: 5, fine_tune }),
                ..Recipe::default()
            },
        },
        Preset { id: "student-t4", recipe: Recipe { distill: Some(Distill::default()), ..Recipe::default() } },
        Preset {
            id: "everything",
            recipe: Recipe { prune: Some(channels), fold_bn: true, quantize: Some(quantize), ..Recipe::default() },
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_have_names_of_their_own_and_survive_json() {
        let presets = presets();
        for (i, preset) in presets.iter().enumerate() {
            assert!(presets[..i].iter().all(|other| other.id != preset.id && other.recipe != preset.recipe));
            let json = serde_json::to_string(&preset.recipe).unwrap();
            assert_eq!(serde_json::from_str::<Recipe>(&json).unwrap(), preset.recipe);
        }
    }

    #[test]
    fn what_json_leaves_out_has_its_default_and_what_is_no_setting_is_refused() {
        let recipe: Recipe = serde_json::from_str(r#"{"quantize":{"dtype":"int4"}}"#).unwrap();
        assert_eq!(recipe.quantize, Some(Quantize { dtype: NumberType::Int4, ..Quantize::default() }));
        assert!(serde_json::from_str::<Recipe>(r#"{"quantise":{}}"#).is_err());
    }

    #[test]
    fn without_labels_nothing_is_trained() {
        for Preset { recipe, .. } in presets() {
            let it = recipe.without_labels();
            assert_eq!(it.without_labels(), it);
            assert!(it.distill.is_none() && it.quantize.is_none_or(|q| q.method != QuantMethod::Aware));
            let trained = [it.prune.as_ref().map(|p| p.fine_tune), it.cluster.map(|c| c.fine_tune)];
            assert!(trained.into_iter().flatten().all(|t| t.epochs == 0.0));
        }
        let int8 = Recipe { quantize: Some(Quantize::default()), ..Recipe::default() };
        assert_eq!(int8.without_labels(), int8);
    }
}
