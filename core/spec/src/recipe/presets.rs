use super::{Cluster, Distill, FineTune, FoldBn, NumberType, Prune, PruneUnit, QuantMethod, Quantize, Recipe, Scope};

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
    let int4 = Quantize { method: QuantMethod::Weights, dtype: NumberType::Int4, ..quantize };
    let none = Recipe::default;
    vec![
        Preset { id: "int8", recipe: none().with(quantize) },
        Preset { id: "int4-weights", recipe: none().with(int4) },
        Preset { id: "prune-90", recipe: none().with(prune_90.clone()) },
        Preset { id: "half-channels", recipe: none().with(channels.clone()) },
        Preset { id: "deep-compression", recipe: none().with(prune_90).with(Cluster { bits: 5, fine_tune }) },
        Preset { id: "student-t4", recipe: none().with(Distill::default()) },
        Preset { id: "everything", recipe: none().with(channels).with(FoldBn).with(quantize) },
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
        assert_eq!(recipe.get(), Some(&Quantize { dtype: NumberType::Int4, ..Quantize::default() }));
        assert!(serde_json::from_str::<Recipe>(r#"{"quantise":{}}"#).is_err());
    }

    #[test]
    fn without_labels_nothing_is_trained() {
        for Preset { recipe, .. } in presets() {
            let it = recipe.without_labels();
            assert_eq!(it.without_labels(), it);
            assert!(it.get::<Distill>().is_none() && !it.trains());
            assert!(it.get().is_none_or(|q: &Quantize| q.method != QuantMethod::Aware));
        }
        let int8 = Recipe::default().with(Quantize::default());
        assert_eq!(int8.without_labels(), int8);
    }
}
