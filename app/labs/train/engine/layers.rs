//! Layers, before and now: what they give, and how far that is off.

use crate::train::messages::{ActivationPair, LayerPair};
use karui_core::compress::Model;
use karui_core::compress::report::report;
use karui_core::data::Dataset;
use karui_core::format::packed;
use karui_core::graph::NodeId;
use karui_core::{Error, Result};
use karui_protocol::{Figure, Pixels};
use karui_runtime::both::Both;
use karui_runtime::compressed::Compressed;

/// Held-out images over which a layer's outputs are compared.
const IMAGES: usize = 16;

/// The same images through both.
fn both<'a>(it: &'a Compressed, images: &[f32]) -> Result<Both<'a>> {
    Both::new([&it.before, &it.now], &it.kept_channels, images)
}

/// What layer `layer` of the network before, and its counterpart now, make of an image; `input` makes of pixels what a network
/// takes in.
///
/// # Errors
/// Where there is no such layer, or a network does not run.
pub fn activations(
    it: &Compressed,
    image: Pixels,
    input: &dyn Fn(&[u8]) -> Vec<f32>,
    layer: NodeId,
) -> Result<ActivationPair> {
    let both = both(it, &input(&image.data))?;
    let nodes = it.before.graph.nodes();
    let Some(found) = both.outputs(layer) else {
        return Err(Error::range("layer", [0, it.before.graph.output()], layer));
    };
    let (at, sqnr) = (nodes[found.at].name.clone(), found.sqnr());
    Ok(ActivationPair { layer, at, image, sqnr, float: found.float, now: found.now })
}

/// What has become of each layer that has weights now.
///
/// # Errors
/// Where a network does not run or cannot be packed.
pub fn layers(it: &Compressed, set: &Dataset) -> Result<Vec<LayerPair>> {
    let n = IMAGES.min(set.len());
    let mut images = vec![0.0; n * set.shape().len()];
    set.batch(&(0..n as u32).collect::<Vec<_>>(), &mut images, &mut vec![0; n])?;
    let both = both(it, &images)?;
    let sizes = |net: &Model| packed::layer_sizes(net);
    let (before, now) = (sizes(&it.before)?, sizes(&it.now)?);
    let size = |sizes: &[(usize, usize)], node| {
        Figure::stored(sizes.iter().filter(|(n, _)| *n == node).map(|(_, bytes)| bytes).sum(), "karui")
    };
    let layers = report(&it.before, &it.now, &it.kept_channels)?.into_iter().map(|layer| LayerPair {
        name: it.now.graph.nodes()[layer.node].name.clone(),
        size: (layer.before.map(|node| size(&before, node)), size(&now, layer.node)),
        density: layer.density,
        weights: layer.sqnr,
        outputs: layer.before.and_then(|node| both.sqnr(node)),
    });
    Ok(layers.collect())
}
