use super::inverted_residual::{InvertedResidual, Style};
use super::padding::Padding;
use super::width::{check_alpha, eights};
use crate::Result;
use crate::graph::{Graph, GraphBuilder, Shape};
use crate::ops::{Activation, BatchNorm, Op};

/// A run of like blocks: a row of MobileNetV2's Table 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// Expansion t: the depthwise convolution has so many times the block's input channels.
    pub expansion: usize,
    /// Output channels c (before α).
    pub channels: usize,
    /// Blocks n.
    pub blocks: usize,
    /// Stride s of the first block; the others have 1.
    pub stride: usize,
    /// Height and width of the depthwise kernel.
    pub kernel: usize,
}

/// MobileNetV2 (Sandler et al. 2018) and the networks with the same plan: a convolution, inverted residuals with ReLU6,
/// a pointwise convolution, the mean over the picture, a linear layer. Dropout before that layer is left out: it does
/// nothing once the network is trained.
///
/// Tensor names are those of torchvision's `mobilenet_v2`: `features.0.0`, `features.1.conv.0.0`, …, `classifier.1`.
#[derive(Debug, Clone, PartialEq)]
pub struct MobilenetV2Config {
    /// The input image.
    pub input: Shape,
    /// Width multiplier α.
    pub alpha: f32,
    /// Outputs.
    pub classes: usize,
    /// Output channels (before α) and stride of the first convolution.
    pub stem: (usize, usize),
    /// The blocks.
    pub stages: Vec<Stage>,
    /// Output channels of the last convolution (before α).
    pub last: usize,
    /// Whether α below 1 leaves the last convolution as it is (§4, trade-off hyper-parameters).
    pub keeps_last: bool,
    /// The activation behind every batch norm but the projections'.
    pub activation: Activation,
    /// Batch norm's settings.
    pub norm: BatchNorm,
    /// How inputs are padded.
    pub padding: Padding,
}

const fn stage(expansion: usize, channels: usize, blocks: usize, stride: usize, kernel: usize) -> Stage {
    Stage { expansion, channels, blocks, stride, kernel }
}

impl MobilenetV2Config {
    /// The paper's network (Table 2) for 224×224 pictures in 1,000 classes: 3,504,872 parameters and 300,774,272
    /// multiply-adds, as torchvision's; the paper's own count (Table 4) is 3.4 million and 300 million.
    pub fn paper() -> Self {
        MobilenetV2Config {
            input: Shape::new(224, 224, 3),
            alpha: 1.0,
            classes: 1000,
            stem: (32, 2),
            stages: vec![
                stage(1, 16, 1, 1, 3),
                stage(6, 24, 2, 2, 3),
                stage(6, 32, 3, 2, 3),
                stage(6, 64, 4, 2, 3),
                stage(6, 96, 3, 1, 3),
                stage(6, 160, 3, 2, 3),
                stage(6, 320, 1, 1, 3),
            ],
            last: 1280,
            keeps_last: true,
            activation: Activation::Relu6,
            norm: BatchNorm::default(),
            padding: Padding::Symmetric,
        }
    }

    /// The lab's small one for 28×28 and 32×32 pictures: first convolution without stride, seven blocks. They expand 4 times
    /// where the paper's do 6 times, so that it costs about as much as the small MobileNetV1.
    pub fn small() -> Self {
        MobilenetV2Config {
            input: Shape::new(32, 32, 3),
            classes: 10,
            stem: (16, 1),
            stages: vec![stage(1, 16, 1, 1, 3), stage(4, 24, 2, 2, 3), stage(4, 48, 2, 2, 3), stage(4, 96, 2, 2, 3)],
            last: 256,
            keeps_last: false,
            ..Self::paper()
        }
    }

    /// EfficientNet-Lite0: EfficientNet-B0's blocks (Tan and Le 2019, Table 1) without squeeze-and-excite and with ReLU6 in
    /// the place of swish (<https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite>).
    pub fn efficientnet_lite0() -> Self {
        MobilenetV2Config {
            stages: vec![
                stage(1, 16, 1, 1, 3),
                stage(6, 24, 2, 2, 3),
                stage(6, 40, 2, 2, 5),
                stage(6, 80, 3, 2, 3),
                stage(6, 112, 3, 1, 5),
                stage(6, 192, 4, 2, 5),
                stage(6, 320, 1, 1, 3),
            ],
            norm: BatchNorm { eps: 1e-3, momentum: 0.01 },
            padding: Padding::Same,
            ..Self::paper()
        }
    }

    /// The graph.
    pub fn build(&self) -> Result<Graph> {
        check_alpha(self.alpha)?;
        let style = Style { norm: self.norm.clone(), padding: self.padding, part: "conv" };
        let mut g = GraphBuilder::new(self.input);
        let (k, stride) = self.stem;
        let mut x = g.input();
        x = style.conv(&mut g, "features.0", x, Some(eights(k, self.alpha)), 3, stride, self.activation)?;
        let mut index = 1;
        for stage in &self.stages {
            for i in 0..stage.blocks {
                let block = InvertedResidual {
                    kernel: stage.kernel,
                    expanded: g.shape(x).c * stage.expansion,
                    out: eights(stage.channels, self.alpha),
                    stride: if i == 0 { stage.stride } else { 1 },
                    squeezed: None,
                    activation: self.activation,
                };
                x = style.block(&mut g, &format!("features.{index}"), x, &block)?;
                index += 1;
            }
        }
        let last = eights(self.last, if self.keeps_last { self.alpha.max(1.0) } else { self.alpha });
        x = style.conv(&mut g, &format!("features.{index}"), x, Some(last), 1, 1, self.activation)?;
        x = g.push("pool", Op::GlobalAvgPool, &[x])?;
        g.linear("classifier.1", x, self.classes)?;
        Ok(g.build())
    }
}
