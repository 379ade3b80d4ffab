//! Layers, before and now: what they give, and how far that is off.

use crate::train::messages::{ActivationPair, LayerPair};
use karui_core::compress::Model;
use karui_core::compress::quantize::sqnr;
use karui_core::compress::report::report;
use karui_core::data::Dataset;
use karui_core::exec::{Cpu, Executor, InferenceSession, Mode};
use karui_core::format::packed;
use karui_core::graph::NodeId;
use karui_core::ops::Op;
use karui_core::{Error, Result};
use karui_protocol::{Figure, Maps, Pixels, Shape};
use karui_runtime::compressed::Compressed;

/// Held-out images over which a layer's outputs are compared.
const IMAGES: usize = 16;

/// The same images through both networks.
struct Both {
    /// Every value of the network before.
    before: Executor<Cpu>,
    /// What the instructions of the network now gave, each by the node whose value that is.
    now: Vec<(NodeId, Vec<f32>)>,
}

impl Both {
    /// Runs both on `images [N, H, W, C]`: the one before in floats, the one now as it is measured.
    fn new(it: &Compressed, images: &[f32]) -> Result<Self> {
        let n = (images.len() / it.before.graph.input_shape().len().max(1)).max(1);
        let mut before = Executor::new(&it.before.graph, n, Mode::Inspect)?;
        before.forward(&it.before.weights, images)?;
        let mut now = Vec::new();
        let mut session: InferenceSession = InferenceSession::new(&it.now, n)?;
        session.inspect(images, &mut |node, value| now.push((node, value.to_vec())))?;
        Ok(Both { before, now })
    }

    /// Where the outputs of layer `layer` of the network before can be compared: at the layer itself, or, where the network now
    /// computes it together with what follows it, behind that. Gives the node before, its name, and its value now.
    fn meet(&self, it: &Compressed, layer: NodeId) -> Option<(NodeId, &[f32])> {
        let nodes = it.before.graph.nodes();
        let mut at = layer;
        // A layer that only renames its input has no value of its own.
        while matches!(nodes.get(at)?.op, Op::Flatten | Op::Dropout(_)) {
            at = *nodes[at].inputs.first()?;
        }
        loop {
            let name = &nodes.get(at)?.name;
            let is_it = |(node, _): &&(NodeId, Vec<f32>)| it.now.graph.nodes()[*node].name == *name;
            if let Some((_, value)) = self.now.iter().find(is_it) {
                return Some((at, value));
            }
            let mut consumers = it.before.graph.consumers(at);
            match (consumers.next(), consumers.next()) {
                (Some(next), None) if matches!(nodes[next].op, Op::BatchNorm(_) | Op::Activation(_)) => at = next,
                _ => return None,
            }
        }
    }

    /// Signal to noise of a layer's outputs in decibels.
    fn sqnr(&self, it: &Compressed, layer: NodeId) -> Option<f32> {
        let (at, now) = self.meet(it, layer)?;
        noise(self.before.value(at)?, now)
    }
}

/// Signal to noise in decibels, where both have the same form and differ.
fn noise(before: &[f32], now: &[f32]) -> Option<f32> {
    let ratio = (before.len() == now.len()).then(|| sqnr(before, now) as f32);
    ratio.filter(|ratio| ratio.is_finite())
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
    let both = Both::new(it, &input(&image.data))?;
    let nodes = it.before.graph.nodes();
    let met = both.meet(it, layer);
    let at = met.map_or(layer, |(at, _)| at);
    let (Some(node), Some(float)) = (nodes.get(at), both.before.value(at)) else {
        return Err(Error::range("layer", [0, it.before.graph.output()], layer));
    };
    let now = met.map(|(_, now)| maps(it, at, now));
    Ok(ActivationPair {
        layer,
        at: node.name.clone(),
        image,
        sqnr: now.as_ref().and_then(|now| noise(float, &now.data)),
        float: Maps { shape: node.shape, data: float.to_vec() },
        now,
    })
}

/// The outputs of node `at` of the network before as they are now: each channel at its place, where some were removed.
fn maps(it: &Compressed, at: NodeId, now: &[f32]) -> Maps {
    let node = &it.before.graph.nodes()[at];
    let same = it.now.graph.nodes().iter().find(|other| other.name == node.name);
    let shape = same.map_or(node.shape, |node| node.shape);
    let Some(kept) = kept_at(it, at).filter(|kept| kept.iter().filter(|kept| **kept).count() == shape.c) else {
        return Maps { shape, data: now.to_vec() };
    };
    let mut data = Vec::with_capacity(shape.area() * kept.len());
    for pixel in now.chunks_exact(shape.c.max(1)) {
        let mut left = pixel.iter();
        data.extend(kept.iter().map(|kept| if *kept { left.next().copied() } else { None }.unwrap_or(f32::NAN)));
    }
    Maps { shape: Shape { c: kept.len(), ..shape }, data }
}

/// Which channels of node `at` of the network before have stayed: those of the layer that they come from.
fn kept_at(it: &Compressed, at: NodeId) -> Option<&[bool]> {
    let node = it.before.graph.nodes().get(at)?;
    match it.kept_channels.iter().find(|(layer, _)| *layer == node.name) {
        Some((_, kept)) => Some(kept),
        None => match node.op {
            Op::BatchNorm(_) | Op::Activation(_) | Op::MaxPool2d(_) | Op::GlobalAvgPool => {
                kept_at(it, *node.inputs.first()?)
            }
            _ => None,
        },
    }
}

/// What has become of each layer that has weights now.
///
/// # Errors
/// Where a network does not run or cannot be packed.
pub fn layers(it: &Compressed, set: &Dataset) -> Result<Vec<LayerPair>> {
    let n = IMAGES.min(set.len());
    let mut images = vec![0.0; n * set.shape().len()];
    set.batch(&(0..n as u32).collect::<Vec<_>>(), &mut images, &mut vec![0; n])?;
    let both = Both::new(it, &images)?;
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
        outputs: layer.before.and_then(|node| both.sqnr(it, node)),
    });
    Ok(layers.collect())
}
