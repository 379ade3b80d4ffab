//! The same images through a network and through what a recipe has made of it: what each layer gives, and how far apart that is.

use karui_core::Result;
use karui_core::compress::quantize::sqnr;
use karui_core::exec::{Cpu, Executor, InferenceSession, Mode};
use karui_core::graph::{Model, NodeId};
use karui_core::ops::Op;
use karui_protocol::{Maps, Shape};

/// Both networks with every value that images have given in them.
pub struct Both<'a> {
    before: &'a Model,
    now: &'a Model,
    kept_channels: &'a [(String, Vec<bool>)],
    /// Every value of the network before.
    float: Executor<Cpu>,
    /// What the instructions of the network now gave, each by the node whose value that is.
    given: Vec<(NodeId, Vec<f32>)>,
}

/// What a layer gives in both.
pub struct Outputs {
    /// The node of the network before whose value it is.
    pub at: NodeId,
    /// The value before.
    pub float: Maps,
    /// The value now, each channel at its place and no number where it was removed; `None` where the network now has none.
    pub now: Option<Maps>,
}

impl Outputs {
    /// Signal to noise in decibels, where both have the same form and differ.
    pub fn sqnr(&self) -> Option<f32> {
        noise(&self.float.data, &self.now.as_ref()?.data)
    }
}

impl<'a> Both<'a> {
    /// Runs both on `images [N, H, W, C]`: the one before in floats, the one now as it is measured. `kept_channels` are those
    /// that have stayed, where some were removed.
    ///
    /// # Errors
    /// Where a network does not run.
    pub fn new(
        [before, now]: [&'a Model; 2],
        kept_channels: &'a [(String, Vec<bool>)],
        images: &[f32],
    ) -> Result<Self> {
        let n = (images.len() / before.graph.input_shape().len().max(1)).max(1);
        let mut float = Executor::new(&before.graph, n, Mode::Inspect)?;
        float.forward(&before.weights, images)?;
        let mut given = Vec::new();
        let mut session: InferenceSession = InferenceSession::new(now, n)?;
        session.inspect(images, &mut |node, value| given.push((node, value.to_vec())))?;
        Ok(Both { before, now, kept_channels, float, given })
    }

    /// Where the outputs of layer `layer` of the network before can be compared: at the layer itself, or, where the network now
    /// computes it together with what follows it, behind that. Gives the node before, and its value now.
    fn meet(&self, layer: NodeId) -> Option<(NodeId, &[f32])> {
        let nodes = self.before.graph.nodes();
        let mut at = layer;
        // A layer that only renames its input has no value of its own.
        while matches!(nodes.get(at)?.op, Op::Flatten | Op::Dropout(_)) {
            at = *nodes[at].inputs.first()?;
        }
        loop {
            let name = &nodes.get(at)?.name;
            let is_it = |(node, _): &&(NodeId, Vec<f32>)| self.now.graph.nodes()[*node].name == *name;
            if let Some((_, value)) = self.given.iter().find(is_it) {
                return Some((at, value));
            }
            let mut consumers = self.before.graph.consumers(at);
            match (consumers.next(), consumers.next()) {
                (Some(next), None) if matches!(nodes[next].op, Op::BatchNorm(_) | Op::Activation(_)) => at = next,
                _ => return None,
            }
        }
    }

    /// What layer `layer` of the network before, and its counterpart now, give; `None` where there is no such layer.
    pub fn outputs(&self, layer: NodeId) -> Option<Outputs> {
        let met = self.meet(layer);
        let at = met.map_or(layer, |(at, _)| at);
        let (node, float) = (self.before.graph.nodes().get(at)?, self.float.value(at)?);
        let now = met.map(|(_, now)| self.in_place(at, now));
        Some(Outputs { at, float: Maps { shape: node.shape, data: float.to_vec() }, now })
    }

    /// Signal to noise of a layer's outputs in decibels.
    pub fn sqnr(&self, layer: NodeId) -> Option<f32> {
        let (at, now) = self.meet(layer)?;
        noise(self.float.value(at)?, now)
    }

    /// The outputs of node `at` of the network before as they are now: each channel at its place, where some were removed.
    fn in_place(&self, at: NodeId, now: &[f32]) -> Maps {
        let node = &self.before.graph.nodes()[at];
        let same = self.now.graph.nodes().iter().find(|other| other.name == node.name);
        let shape = same.map_or(node.shape, |node| node.shape);
        let is_whole = |kept: &&[bool]| kept.iter().filter(|kept| **kept).count() == shape.c;
        let Some(kept) = self.kept_at(at).filter(is_whole) else {
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
    fn kept_at(&self, at: NodeId) -> Option<&[bool]> {
        let node = self.before.graph.nodes().get(at)?;
        match self.kept_channels.iter().find(|(layer, _)| *layer == node.name) {
            Some((_, kept)) => Some(kept),
            None => match node.op {
                Op::BatchNorm(_) | Op::Activation(_) | Op::MaxPool2d(_) | Op::GlobalAvgPool => {
                    self.kept_at(*node.inputs.first()?)
                }
                _ => None,
            },
        }
    }
}

/// Signal to noise in decibels, where both have the same form and differ.
fn noise(before: &[f32], now: &[f32]) -> Option<f32> {
    let ratio = (before.len() == now.len()).then(|| sqnr(before, now) as f32);
    ratio.filter(|ratio| ratio.is_finite())
}
