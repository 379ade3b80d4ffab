use super::*;

#[test]
fn techniques_are_done_in_their_order_however_they_are_put() {
    let mut recipe = Recipe::default().with(Quantize::default()).with(Prune::default()).with(FoldBn);
    recipe.put(Prune { amount: 0.9, ..Prune::default() });
    let kinds: Vec<_> = recipe.kinds().collect();
    assert_eq!(kinds, [TechniqueKind::Prune, TechniqueKind::FoldBn, TechniqueKind::Quantize]);
    assert_eq!(recipe.get::<Prune>().map(|it| it.amount), Some(0.9));
    assert_eq!(recipe.get::<Cluster>(), None);
    recipe.remove(TechniqueKind::Prune);
    recipe.remove(TechniqueKind::Prune);
    assert_eq!(recipe, Recipe::default().with(FoldBn).with(Quantize::default()));
    assert_eq!(Recipe::full().kinds().collect::<Vec<_>>(), TechniqueKind::ALL);
}

#[test]
fn a_recipe_knows_what_it_needs() {
    let aware = Quantize { method: QuantMethod::Aware, calibration: 100, ..Quantize::default() };
    let prune = Prune { rounds: 3, fine_tune: FineTune::default(), criterion: Criterion::Gradient, ..Prune::default() };
    let recipe = Recipe::default().with(prune).with(aware);
    assert_eq!((recipe.trainings().count(), recipe.images(), recipe.trains()), (4, GRADIENT_IMAGES, true));
    assert!(recipe.with_needs().get::<FoldBn>().is_some());
    let weights = Quantize { method: QuantMethod::Weights, ..Quantize::default() };
    let recipe = Recipe::default().with(weights).with(Cluster::default());
    assert_eq!((recipe.trains(), recipe.images()), (false, 0));
    assert_eq!(recipe.clone().with_needs(), recipe);
    // However short: it waits for its button all the same.
    let taught = Distill { train: FineTune { epochs: 0.0, ..FineTune::default() }, ..Distill::default() };
    assert!(Recipe::default().with(taught).trains());
}

#[test]
fn settings_outside_their_range_are_named() {
    let error = |it: Technique| it.check().unwrap_err().to_string();
    let prune = Prune { amount: f32::NAN, ..Prune::default() };
    assert_eq!(error(prune.into()), "amount: expected 0 … 0.999, got `NaN`");
    let prune = Prune { layers: vec![("conv1".into(), 1.0)], ..Prune::default() };
    assert_eq!(error(prune.into()), "conv1: expected 0 … 0.999, got `1`");
    assert_eq!(error(Cluster { bits: 20, ..Cluster::default() }.into()), "bits: expected 1 … 8, got `20`");
    let cluster = Cluster { fine_tune: FineTune { epochs: -1.0, lr: 0.01 }, ..Cluster::default() };
    assert_eq!(error(cluster.into()), "epochs: expected 0 … 200, got `-1`");
    assert_eq!(Recipe::full().check(), Ok(()));
}

/// A recipe with every technique and settings that are not the defaults.
fn rich() -> Recipe {
    Recipe::default()
        .with(Distill { temperature: 2.0, hint: Hint::Attention, ..Distill::default() })
        .with(LowRank { energy: 0.75, ..LowRank::default() })
        .with(Prune { unit: PruneUnit::Channel, layers: vec![("conv1".into(), 0.5)], rounds: 3, ..Prune::default() })
        .with(FoldBn)
        .with(Cluster { bits: 4, fine_tune: FineTune { epochs: 0.5, lr: 0.25 } })
        .with(Quantize { method: QuantMethod::Aware, dtype: NumberType::Int4, ..Quantize::default() })
}

#[test]
fn files_and_links_given_away_are_read() {
    let text = r#"{"distill":{"temperature":2.0,"hint":"attention"},"low_rank":{"energy":0.75},
        "prune":{"unit":"channel","layers":[["conv1",0.5]],"rounds":3},"fold_bn":true,
        "cluster":{"bits":4,"fine_tune":{"epochs":0.5,"lr":0.25}},"quantize":{"method":"qat","dtype":"int4"}}"#;
    assert_eq!(serde_json::from_str::<Recipe>(text).unwrap(), rich());
    let written = serde_json::to_value(rich()).unwrap();
    let names: Vec<_> = written.as_object().unwrap().keys().collect();
    assert_eq!(names, ["distill", "low_rank", "prune", "fold_bn", "cluster", "quantize"]);
    let empty: Recipe = serde_json::from_str(r#"{"prune":null,"fold_bn":false}"#).unwrap();
    assert!(empty.is_empty());
}

#[test]
fn stored_recipes_are_read() {
    // What was written before a recipe was a list.
    let stored = [
        1, 1, 0, 0, 128, 63, 0, 0, 128, 62, 0, 0, 0, 64, 51, 51, 51, 63, 2, 0, 0, 128, 63, 0, 0, 64, 64, 10, 215, 35,
        60, 1, 0, 0, 64, 63, 0, 0, 128, 62, 0, 0, 0, 0, 10, 215, 35, 60, 1, 2, 0, 0, 0, 0, 0, 63, 1, 5, 99, 111, 110,
        118, 49, 0, 0, 0, 63, 1, 3, 0, 0, 0, 0, 0, 10, 215, 35, 60, 1, 1, 4, 0, 0, 0, 63, 0, 0, 128, 62, 1, 3, 1, 1, 0,
        0, 205, 204, 199, 66, 128, 2, 0, 0, 128, 63, 10, 215, 35, 60,
    ];
    let int8 = [0, 0, 0, 0, 0, 1, 2, 0, 1, 0, 0, 205, 204, 199, 66, 128, 2, 0, 0, 128, 63, 10, 215, 35, 60];
    // Then the rate of aware training was that of all training.
    let train = FineTune::default();
    let aware = Quantize { method: QuantMethod::Aware, dtype: NumberType::Int4, train, ..Quantize::default() };
    let static_int8 = Recipe::default().with(Quantize { train, ..Quantize::default() });
    for (bytes, recipe) in [(&stored[..], rich().with(aware)), (&int8, static_int8), (&[0; 6], Recipe::default())] {
        assert_eq!(postcard::from_bytes::<Recipe>(bytes).as_ref(), Ok(&recipe));
        assert_eq!(postcard::to_stdvec(&recipe).as_deref(), Ok(bytes));
    }
}
