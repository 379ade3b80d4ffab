//! Images and filters, before and now.

use crate::train::messages::{Compared, FilterPairs, Pair, Side};
use karui_core::Result;
use karui_core::compress::report::reference;
use karui_core::data::Dataset;
use karui_core::measure::accuracy::Confusion;
use karui_core::ops::Role;
use karui_core::spec::recipe::Prune;
use karui_protocol::{Figure, Maps, Sample};
use karui_runtime::compressed::Compressed;
use karui_runtime::network::filters as filters_of;

/// An image as the network takes it in.
pub fn input(set: &Dataset, image: &[u8]) -> Vec<f32> {
    let mut input = vec![0.0; image.len()];
    set.normalize(image, &mut input);
    input
}

/// An image with what both say of it.
pub fn pair(sample: Sample, now: Vec<f32>) -> Pair {
    Pair { sample, now }
}

/// How both do on the images that they were examined on, whose classes are `labels`.
pub fn compared(it: &Compressed, labels: &[u8]) -> Compared {
    let [before, now] = &it.predicted;
    let count = before.len().min(now.len()).min(labels.len());
    let classes = it.now.graph.output_shape().len();
    let side = |predicted: &[u8]| {
        let confusion = Confusion::of(&labels[..count], &predicted[..count], classes);
        let per_class = (0..classes).map(|class| {
            let (hits, of) = confusion.class_hits(class);
            Figure::counted(hits, of)
        });
        Side {
            accuracy: Figure::counted(confusion.hits(), count as u64),
            per_class: per_class.collect(),
            confusion: confusion.counts().iter().copied().collect(),
        }
    };
    Compared {
        recipe: it.recipe.clone(),
        count,
        float: side(before),
        now: side(now),
        changed: (0..count).filter(|&i| before[i] != now[i]).collect(),
    }
}

/// What the first layer looks for, before and now.
///
/// # Errors
/// Where batch norm cannot be folded into the weights before.
pub fn filters(it: &Compressed) -> Result<FilterPairs> {
    let before = reference(&it.before, &it.now)?;
    let float = filters_of(&before.graph, &before.weights);
    let mut now = filters_of(&it.now.graph, &it.now.weights);
    // A weight that rounding has made zero is there; one that was pruned is not.
    if it.recipe.get::<Prune>().is_some() {
        let holes = |v: &mut f32| *v = if *v == 0.0 { f32::NAN } else { *v };
        now.iter_mut().flat_map(|maps| &mut maps.data).for_each(holes);
    }
    let mut gone = 0;
    let first = it.now.weights.params().iter().find(|p| p.role == Role::Weight);
    let name = first.and_then(|p| it.now.graph.nodes().get(p.node)).map(|node| node.name.as_str());
    if let Some((_, kept)) = it.kept_channels.iter().find(|(layer, _)| Some(layer.as_str()) == name) {
        let mut left = now.into_iter();
        let place = |(was, kept): (&Maps, &bool)| {
            let there = if *kept { left.next() } else { None };
            there.unwrap_or_else(|| {
                gone += 1;
                Maps { shape: was.shape, data: vec![f32::NAN; was.data.len()] }
            })
        };
        now = float.iter().zip(kept).map(place).collect();
    }
    Ok(FilterPairs { float, now, gone })
}
