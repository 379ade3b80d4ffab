use crate::graph::{Graph, GraphBuilder, Shape};
use crate::ops::{Activation, BatchNorm, Op, Pad};
use crate::{Error, Result};

/// MobileNetV1 (Howard et al. 2017): a convolution, then blocks of depthwise and pointwise convolutions, each with
/// batch norm and ReLU; the mean over the picture; a linear layer.
///
/// Tensor names: `conv1`, `bn1`, `blocks.{i}.dw`, `.bn1`, `.pw`, `.bn2`, `fc`.
#[derive(Debug, Clone, PartialEq)]
pub struct MobilenetV1Config {
    /// The input image.
    pub input: Shape,
    /// Width multiplier α: channels are multiplied by it (§3.3).
    pub alpha: f32,
    /// Outputs.
    pub classes: usize,
    /// Output channels (before α) and stride of the first convolution.
    pub stem: (usize, usize),
    /// Output channels (before α) and stride of each block.
    pub blocks: Vec<(usize, usize)>,
    /// Channels are rounded to a multiple of this, as in the authors' code.
    pub divisor: usize,
    /// The activation behind every batch norm.
    pub activation: Activation,
}

impl MobilenetV1Config {
    /// The paper's network (Table 1) for 224×224 pictures in 1,000 classes. The table prints stride 2 for the last
    /// depthwise layer; its own output sizes, and the authors' code, have 1.
    pub fn paper() -> Self {
        let mut blocks = vec![(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)];
        blocks.extend([(512, 1); 5]);
        blocks.extend([(1024, 2), (1024, 1)]);
        MobilenetV1Config {
            input: Shape::new(224, 224, 3),
            alpha: 1.0,
            classes: 1000,
            stem: (32, 2),
            blocks,
            divisor: 8,
            activation: Activation::Relu,
        }
    }

    /// The lab's small one for 28×28 and 32×32 pictures: first convolution without stride, seven blocks.
    pub fn small() -> Self {
        MobilenetV1Config {
            input: Shape::new(32, 32, 3),
            classes: 10,
            stem: (16, 1),
            blocks: vec![(32, 1), (64, 2), (64, 1), (128, 2), (128, 1), (256, 2), (256, 1)],
            ..Self::paper()
        }
    }

    /// `channels` at width α.
    fn scaled(&self, channels: usize) -> usize {
        make_divisible(channels as f32 * self.alpha, self.divisor)
    }

    /// The graph.
    pub fn build(&self) -> Result<Graph> {
        if !(self.alpha > 0.0 && self.alpha <= 16.0) || self.divisor == 0 {
            return Err(Error::setting("alpha", "0 < α ≤ 16", self.alpha.to_string()));
        }
        let mut g = GraphBuilder::new(self.input);
        let (k, stride) = self.stem;
        let mut x = g.conv("conv1", g.input(), self.scaled(k), 3, stride, Pad::all(1), false)?;
        x = g.norm_act("bn1", x, BatchNorm::default(), self.activation)?;
        for (i, &(k, stride)) in self.blocks.iter().enumerate() {
            let name = |part: &str| format!("blocks.{i}.{part}");
            x = g.depthwise(&name("dw"), x, 3, stride, Pad::all(1))?;
            x = g.norm_act(&name("bn1"), x, BatchNorm::default(), self.activation)?;
            x = g.conv(&name("pw"), x, self.scaled(k), 1, 1, Pad::default(), false)?;
            x = g.norm_act(&name("bn2"), x, BatchNorm::default(), self.activation)?;
        }
        x = g.push("pool", Op::GlobalAvgPool, &[x])?;
        g.linear("fc", x, self.classes)?;
        Ok(g.build())
    }
}

/// `value` rounded to a multiple of `divisor`, at least one of it and never more than a tenth below `value`
/// (the MobileNet authors' `_make_divisible`).
pub fn make_divisible(value: f32, divisor: usize) -> usize {
    let d = divisor as f32;
    let rounded = ((value + d / 2.0) / d).floor() as usize * divisor;
    let at_least = rounded.max(divisor);
    if (at_least as f32) < 0.9 * value { at_least + divisor } else { at_least }
}
