use super::inverted_residual::{InvertedResidual, Style};
use super::padding::Padding;
use super::width::{check_alpha, eights, make_divisible};
use crate::Result;
use crate::graph::{Graph, GraphBuilder, Shape};
use crate::ops::Activation::{HardSwish, Relu};
use crate::ops::{Activation, BatchNorm, Op};

/// One block of MobileNetV3: a row of its paper's tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bneck {
    /// Height and width of the depthwise kernel.
    pub kernel: usize,
    /// Channels of the depthwise convolution (before α), "exp size" in the tables.
    pub expanded: usize,
    /// Output channels (before α).
    pub out: usize,
    /// Whether it has squeeze-and-excite.
    pub squeeze_excite: bool,
    /// Its activation, ReLU or hard-swish.
    pub activation: Activation,
    /// Stride of the depthwise convolution.
    pub stride: usize,
}

/// MobileNetV3 (Howard et al. 2019): a convolution, inverted residuals with squeeze-and-excite and hard-swish, a
/// pointwise convolution, the mean over the picture, two linear layers. Dropout between those is left out: it does
/// nothing once the network is trained.
///
/// Tensor names are those of torchvision's `mobilenet_v3_small` and `mobilenet_v3_large`: `features.0.0`,
/// `features.1.block.0.0`, …, `classifier.0`, `classifier.3`. The paper's tables leave open the squeeze-and-excite layer's
/// inner width, a quarter of the expanded channels (§5.3), rounded to a multiple of 8 in the authors' code.
#[derive(Debug, Clone, PartialEq)]
pub struct MobilenetV3Config {
    /// The input image.
    pub input: Shape,
    /// Width multiplier α.
    pub alpha: f32,
    /// Outputs.
    pub classes: usize,
    /// Output channels (before α) and stride of the first convolution.
    pub stem: (usize, usize),
    /// The blocks.
    pub blocks: Vec<Bneck>,
    /// Units of the hidden linear layer (before α).
    pub hidden: usize,
    /// Batch norm's settings.
    pub norm: BatchNorm,
}

const fn bneck(kernel: usize, expanded: usize, out: usize, se: bool, activation: Activation, stride: usize) -> Bneck {
    Bneck { kernel, expanded, out, squeeze_excite: se, activation, stride }
}

impl MobilenetV3Config {
    /// MobileNetV3-Large (Table 1) for 224×224 pictures in 1,000 classes: 5,483,032 parameters and 216,589,760
    /// multiply-adds, as torchvision's; the paper's own count (Table 3) is 5.4 million and 219 million.
    pub fn large() -> Self {
        Self::paper(
            1280,
            vec![
                bneck(3, 16, 16, false, Relu, 1),
                bneck(3, 64, 24, false, Relu, 2),
                bneck(3, 72, 24, false, Relu, 1),
                bneck(5, 72, 40, true, Relu, 2),
                bneck(5, 120, 40, true, Relu, 1),
                bneck(5, 120, 40, true, Relu, 1),
                bneck(3, 240, 80, false, HardSwish, 2),
                bneck(3, 200, 80, false, HardSwish, 1),
                bneck(3, 184, 80, false, HardSwish, 1),
                bneck(3, 184, 80, false, HardSwish, 1),
                bneck(3, 480, 112, true, HardSwish, 1),
                bneck(3, 672, 112, true, HardSwish, 1),
                bneck(5, 672, 160, true, HardSwish, 2),
                bneck(5, 960, 160, true, HardSwish, 1),
                bneck(5, 960, 160, true, HardSwish, 1),
            ],
        )
    }

    /// MobileNetV3-Small (Table 2) for 224×224 pictures in 1,000 classes: 2,542,856 parameters and 56,510,400
    /// multiply-adds, as torchvision's; the paper's own count (Table 3) is 2.5 million and 56 million.
    pub fn small() -> Self {
        Self::paper(
            1024,
            vec![
                bneck(3, 16, 16, true, Relu, 2),
                bneck(3, 72, 24, false, Relu, 2),
                bneck(3, 88, 24, false, Relu, 1),
                bneck(5, 96, 40, true, HardSwish, 2),
                bneck(5, 240, 40, true, HardSwish, 1),
                bneck(5, 240, 40, true, HardSwish, 1),
                bneck(5, 120, 48, true, HardSwish, 1),
                bneck(5, 144, 48, true, HardSwish, 1),
                bneck(5, 288, 96, true, HardSwish, 2),
                bneck(5, 576, 96, true, HardSwish, 1),
                bneck(5, 576, 96, true, HardSwish, 1),
            ],
        )
    }

    /// The lab's small one for 28×28 and 32×32 pictures: first convolution without stride, seven blocks.
    pub fn tiny() -> Self {
        let blocks = vec![
            bneck(3, 16, 16, true, Relu, 1),
            bneck(3, 64, 24, false, Relu, 2),
            bneck(3, 72, 24, false, Relu, 1),
            bneck(5, 96, 48, true, HardSwish, 2),
            bneck(5, 144, 48, true, HardSwish, 1),
            bneck(5, 160, 64, true, HardSwish, 2),
            bneck(5, 256, 64, true, HardSwish, 1),
        ];
        MobilenetV3Config {
            input: Shape::new(32, 32, 3),
            classes: 10,
            stem: (16, 1),
            // PyTorch's defaults: a run of few steps would leave statistics of momentum 0.01 where they began.
            norm: BatchNorm::default(),
            ..Self::paper(128, blocks)
        }
    }

    fn paper(hidden: usize, blocks: Vec<Bneck>) -> Self {
        MobilenetV3Config {
            input: Shape::new(224, 224, 3),
            alpha: 1.0,
            classes: 1000,
            stem: (16, 2),
            blocks,
            hidden,
            norm: BatchNorm { eps: 1e-3, momentum: 0.01 },
        }
    }

    /// The graph.
    pub fn build(&self) -> Result<Graph> {
        check_alpha(self.alpha)?;
        let style = Style { norm: self.norm.clone(), padding: Padding::Symmetric, part: "block" };
        let mut g = GraphBuilder::new(self.input);
        let (k, stride) = self.stem;
        let mut x = g.input();
        x = style.conv(&mut g, "features.0", x, Some(eights(k, self.alpha)), 3, stride, HardSwish)?;
        for (i, b) in self.blocks.iter().enumerate() {
            let expanded = eights(b.expanded, self.alpha);
            let block = InvertedResidual {
                kernel: b.kernel,
                expanded,
                out: eights(b.out, self.alpha),
                stride: b.stride,
                squeezed: b.squeeze_excite.then(|| make_divisible((expanded / 4) as f32, 8)),
                activation: b.activation,
            };
            x = style.block(&mut g, &format!("features.{}", i + 1), x, &block)?;
        }
        // Six times the last block's channels in both tables (torchvision's code has it so for every α).
        let last = 6 * g.shape(x).c;
        x = style.conv(&mut g, &format!("features.{}", self.blocks.len() + 1), x, Some(last), 1, 1, HardSwish)?;
        x = g.push("pool", Op::GlobalAvgPool, &[x])?;
        x = g.linear("classifier.0", x, eights(self.hidden, self.alpha))?;
        x = g.act("classifier.0", x, HardSwish)?;
        g.linear("classifier.3", x, self.classes)?;
        Ok(g.build())
    }
}
