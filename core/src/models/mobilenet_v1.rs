use super::padding::Padding;
use super::width::{check_alpha, make_divisible};
use crate::Result;
use crate::graph::{Graph, GraphBuilder, Shape};
use crate::ops::{Activation, BatchNorm, Op, Pad};

/// MobileNetV1 (Howard et al. 2017): a convolution, then blocks of depthwise and pointwise convolutions, each with
/// batch norm and ReLU; the mean over the picture; a linear layer.
///
/// Tensor names: `conv1`, `bn1`, `blocks.{i}.dw`, `.bn1`, `.pw`, `.bn2`, `fc`; for timm's see [`super::recognize`].
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
    /// Batch norm's settings.
    pub norm: BatchNorm,
    /// How inputs are padded.
    pub padding: Padding,
}

impl MobilenetV1Config {
    /// The paper's network (Table 1) for 224×224 pictures in 1,000 classes. Two numbers of its tables are misprints: Table 1
    /// has stride 2 for the last depthwise layer, whose output size there, and the authors' code, ask for 1; Table 2 has
    /// 1.19 % of all multiply-adds for the first convolution, whose 10,838,016 of 568,740,352 are 1.91 %.
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
            norm: BatchNorm::default(),
            padding: Padding::Symmetric,
        }
    }

    /// The paper's network as Keras builds it: α = 0.25 for 96×96 pictures in 2 classes, person or none (MLPerf Tiny's
    /// visual wake words; Banbury et al. 2021).
    pub fn person() -> Self {
        MobilenetV1Config {
            input: Shape::new(96, 96, 3),
            alpha: 0.25,
            classes: 2,
            norm: BatchNorm { eps: 1e-3, momentum: 0.01 },
            padding: Padding::Same,
            ..Self::paper()
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
        check_alpha(self.alpha)?;
        let mut g = GraphBuilder::new(self.input);
        let (k, stride) = self.stem;
        let mut x =
            g.conv("conv1", g.input(), self.scaled(k), 3, stride, self.padding.of(self.input, 3, stride), false)?;
        x = g.norm_act("bn1", x, self.norm.clone(), self.activation)?;
        for (i, &(k, stride)) in self.blocks.iter().enumerate() {
            let name = |part: &str| format!("blocks.{i}.{part}");
            let pad = self.padding.of(g.shape(x), 3, stride);
            x = g.depthwise(&name("dw"), x, 3, stride, pad)?;
            x = g.norm_act(&name("bn1"), x, self.norm.clone(), self.activation)?;
            x = g.conv(&name("pw"), x, self.scaled(k), 1, 1, Pad::default(), false)?;
            x = g.norm_act(&name("bn2"), x, self.norm.clone(), self.activation)?;
        }
        x = g.push("pool", Op::GlobalAvgPool, &[x])?;
        g.linear("fc", x, self.classes)?;
        Ok(g.build())
    }
}
