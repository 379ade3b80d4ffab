//! An image on its way through the network of the picture, before and after its recipe.

use crate::diet::picture::{Flow, LayerFlow, spread};
use karui_core::Result;
use karui_core::compress::Model;
use karui_core::compress::report::report;
use karui_protocol::{Maps, Pixels, Recipe};
use karui_runtime::both::Both;
use std::rc::Rc;

/// Channels shown of a layer, and values of one that is a vector, at most.
const CHANNELS: usize = 8;
const FEATURES: usize = 64;

/// What a picture is of.
#[derive(Clone)]
pub struct Pictured {
    /// The recipe.
    pub recipe: Recipe,
    /// The network before, and after the recipe.
    pub networks: [Rc<Model>; 2],
    /// The channels that have stayed.
    pub kept: Rc<[(String, Vec<bool>)]>,
}

impl Pictured {
    pub fn new(recipe: &Recipe, networks: [Model; 2], kept: &[(String, Vec<bool>)]) -> Self {
        Pictured { recipe: recipe.clone(), networks: networks.map(Rc::new), kept: kept.into() }
    }

    /// What its layers give for held-out image `image`, whose pixels are `input` as networks take them in.
    ///
    /// # Errors
    /// Where a network does not run.
    pub fn flow(&self, image: usize, pixels: Pixels, input: &[f32]) -> Result<Flow> {
        let [before, now] = [&*self.networks[0], &*self.networks[1]];
        let both = Both::new([before, now], &self.kept, input)?;
        let layers = report(before, now, &self.kept)?.into_iter().filter_map(|layer| {
            let found = both.outputs(layer.before?)?;
            let (at, sqnr) = (before.graph.nodes()[found.at].name.clone(), found.sqnr());
            let chosen = chosen(&found.float);
            let (side, float) = maps(&found.float, &chosen);
            let same = found.now.filter(|now| now.shape == found.float.shape);
            let shown = same.map_or(Vec::new(), |now| maps(&now, &chosen).1);
            let finite = float.iter().chain(&shown).filter(|v| v.is_finite());
            let limit = finite.fold(0.0, |most: f32, v| most.max(v.abs()));
            let name = now.graph.nodes()[layer.node].name.clone();
            Some(LayerFlow { name, at, shape: found.float.shape, side, float, now: shown, limit, sqnr })
        });
        Ok(Flow { recipe: self.recipe.clone(), image, pixels, layers: layers.collect() })
    }
}

/// The channels that are shown.
fn chosen(maps: &Maps) -> Vec<usize> {
    spread(maps.shape.c, if maps.shape.area() <= 1 { FEATURES } else { CHANNELS }).collect()
}

/// These channels as maps one after the other, and the sides of each; those of a vector as one map that is about square, filled up
/// with what is no number.
fn maps(of: &Maps, chosen: &[usize]) -> ((usize, usize), Vec<f32>) {
    let shape = of.shape;
    if shape.area() <= 1 {
        let width = (1..).find(|width| width * width >= chosen.len()).unwrap_or(1);
        let height = chosen.len().div_ceil(width);
        let mut values: Vec<f32> = chosen.iter().filter_map(|&c| of.data.get(c).copied()).collect();
        values.resize(width * height, f32::NAN);
        return ((height, width), values);
    }
    let channel = |&c: &usize| of.data.iter().skip(c).step_by(shape.c).copied();
    ((shape.h, shape.w), chosen.iter().flat_map(channel).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_core::compress::{Outcome, Progress, run_recipe};
    use karui_core::data::{Dataset, Sampling, Split, shapes};
    use karui_core::graph::Weights;
    use karui_core::models;
    use karui_core::spec::recipe::{FineTune, NumberType, Prune, PruneUnit, QuantMethod, Quantize, Scope};
    use karui_core::task::{Context, block_on};
    use karui_core::train::TrainContext;
    use karui_protocol::{DataKind, Experiment, ModelKind, ModelSpec, Shape};

    fn flow(recipe: &Recipe) -> Flow {
        let mut set = Dataset::new(DataKind::Shapes);
        shapes::extend(&mut set, Split::Test, 4, 4).unwrap();
        let graph = models::build(ModelSpec::new(ModelKind::Lenet), set.shape(), set.classes()).unwrap();
        let weights = Weights::init(&graph, 3);
        let before = Model::float(graph, weights);
        let experiment = Experiment { data: DataKind::Shapes, ..Experiment::default() };
        let context = TrainContext { sampling: Sampling::from(&experiment), images: &set };
        let Outcome { network, kept_channels } =
            block_on(run_recipe(before.clone(), recipe, &context, &Context::<Progress>::unobserved())).unwrap();
        let mut input = vec![0.0; set.shape().len()];
        set.normalize(set.image(1).unwrap(), &mut input);
        let pixels = Pixels { shape: set.shape(), data: set.image(1).unwrap().to_vec() };
        Pictured::new(recipe, [before, network], &kept_channels).flow(1, pixels, &input).unwrap()
    }

    #[test]
    fn rounding_shows_in_every_layer_and_nothing_done_in_none() {
        let same = flow(&Recipe::default());
        assert_eq!(same.layers.iter().map(|it| &*it.name).collect::<Vec<_>>(), ["conv1", "conv2", "fc1", "fc2"]);
        for layer in &same.layers {
            assert_eq!(layer.float.len(), layer.now.len(), "{}", layer.name);
            assert!(layer.float.iter().zip(&layer.now).all(|(a, b)| a == b || a.is_nan() && b.is_nan()));
            assert!(layer.limit > 0.0 && layer.sqnr.is_none());
            let maps = layer.float.len() / (layer.side.0 * layer.side.1);
            assert!((1..=CHANNELS).contains(&maps));
        }
        let quantize = Quantize { method: QuantMethod::Weights, dtype: NumberType::Int4, ..Quantize::default() };
        let rounded = flow(&Recipe::default().with(quantize));
        for (layer, was) in rounded.layers.iter().zip(&same.layers) {
            // What fills up a map is no number, which equals nothing.
            let bits = |values: &[f32]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&layer.float), bits(&was.float), "{}: the network before is the same one", layer.name);
            assert!(layer.now != was.now && layer.sqnr.is_some_and(|it| (3.0..60.0).contains(&it)), "{layer:?}");
        }
    }

    #[test]
    fn a_channel_that_has_gone_is_no_number_in_its_place() {
        let prune = Prune {
            unit: PruneUnit::Channel,
            amount: 0.5,
            scope: Scope::Layer,
            remove: true,
            fine_tune: FineTune::NONE,
            ..Prune::default()
        };
        let flow = flow(&Recipe::default().with(prune));
        let gone = |layer: &&LayerFlow| {
            let area = layer.side.0 * layer.side.1;
            layer.now.chunks(area).filter(|map| map.iter().all(|v| v.is_nan())).count()
        };
        let of_maps = || flow.layers.iter().filter(|layer| layer.shape.area() > 1);
        assert!(
            of_maps().any(|layer| gone(&layer) > 0),
            "{:?}",
            of_maps().map(|it| (&it.name, gone(&it))).collect::<Vec<_>>()
        );
        for layer in of_maps() {
            assert!(gone(&layer) < layer.now.len() / (layer.side.0 * layer.side.1), "{}", layer.name);
            assert!(layer.float.iter().all(|v| v.is_finite()));
        }
    }

    #[test]
    fn a_vector_is_a_map_that_is_about_square() {
        let of = Maps { shape: Shape { h: 1, w: 1, c: 10 }, data: (0..10).map(|i| i as f32).collect() };
        let (side, values) = maps(&of, &chosen(&of));
        assert_eq!((side, values.len()), ((3, 4), 12));
        assert!(values[9] == 9.0 && values[10].is_nan());
    }
}
