//! The block of MobileNetV2, MobileNetV3 and EfficientNet-Lite: a pointwise expansion, a depthwise convolution, a
//! pointwise projection without activation, and the input added where it has the output's shape (Sandler et al. 2018,
//! §3.3); V3 puts squeeze-and-excite behind the depthwise convolution (Howard et al. 2019, §5.3).

use super::padding::Padding;
use crate::Result;
use crate::graph::{GraphBuilder, NodeId};
use crate::ops::{Activation, BatchNorm, Op, Pad};

/// Settings of one block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct InvertedResidual {
    /// Height and width of the depthwise kernel.
    pub kernel: usize,
    /// Channels of the depthwise convolution; there is no expansion where they are the input's.
    pub expanded: usize,
    /// Output channels.
    pub out: usize,
    /// Step of the depthwise convolution.
    pub stride: usize,
    /// Channels between the two layers of squeeze-and-excite, where there is one.
    pub squeezed: Option<usize>,
    /// The activation behind all but the projection.
    pub activation: Activation,
}

/// What the blocks of one network share.
#[derive(Debug, Clone)]
pub(super) struct Style {
    /// Batch norm's settings.
    pub norm: BatchNorm,
    /// How inputs are padded.
    pub padding: Padding,
    /// torchvision's names: `conv` for V2 (`conv.0.0`, …, the projection's `conv.2` and norm's `conv.3`), `block` for V3,
    /// where each layer has an index of its own.
    pub part: &'static str,
}

impl Style {
    /// A convolution of `kernel`, or a depthwise one where `k` is none, with its norm and activation; its nodes are named
    /// `{name}.0` and `{name}.1`, as torchvision's `Conv2dNormActivation`.
    pub fn conv(
        &self,
        g: &mut GraphBuilder,
        name: &str,
        x: NodeId,
        k: Option<usize>,
        kernel: usize,
        stride: usize,
        act: Activation,
    ) -> Result<NodeId> {
        let pad = self.padding.of(g.shape(x), kernel, stride);
        let (conv, norm) = (format!("{name}.0"), format!("{name}.1"));
        let x = match k {
            Some(k) => g.conv(&conv, x, k, kernel, stride, pad, false)?,
            None => g.depthwise(&conv, x, kernel, stride, pad)?,
        };
        g.norm_act(&norm, x, self.norm.clone(), act)
    }

    /// The block called `name` behind node `input`.
    pub fn block(&self, g: &mut GraphBuilder, name: &str, input: NodeId, b: &InvertedResidual) -> Result<NodeId> {
        let part = |i: usize| format!("{name}.{}.{i}", self.part);
        let mut x = input;
        let mut i = 0;
        if b.expanded != g.shape(input).c {
            x = self.conv(g, &part(i), x, Some(b.expanded), 1, 1, b.activation)?;
            i += 1;
        }
        x = self.conv(g, &part(i), x, None, b.kernel, b.stride, b.activation)?;
        i += 1;
        if let Some(squeezed) = b.squeezed {
            x = squeeze_excite(g, &part(i), x, squeezed)?;
            i += 1;
        }
        // The projection has no activation; V2 counts it and its norm as two parts.
        let flat = self.part == "conv";
        let [conv, norm] = if flat { [part(i), part(i + 1)] } else { [0, 1].map(|j| format!("{}.{j}", part(i))) };
        x = g.conv(&conv, x, b.out, 1, 1, Pad::default(), false)?;
        x = g.push(norm, Op::BatchNorm(self.norm.clone()), &[x])?;
        let is_residual = b.stride == 1 && g.shape(x) == g.shape(input);
        if is_residual { g.push(format!("{name}.add"), Op::Add, &[input, x]) } else { Ok(x) }
    }
}

/// Squeeze-and-excite (Hu et al. 2018): each channel is multiplied by a factor that two small layers make of the means
/// of all channels; hard-sigmoid bounds it (Howard et al. 2019, §5.3).
fn squeeze_excite(g: &mut GraphBuilder, name: &str, x: NodeId, squeezed: usize) -> Result<NodeId> {
    let (c, [fc1, fc2]) = (g.shape(x).c, ["fc1", "fc2"].map(|part| format!("{name}.{part}")));
    let mut s = g.push(format!("{name}.avgpool"), Op::GlobalAvgPool, &[x])?;
    s = g.conv(&fc1, s, squeezed, 1, 1, Pad::default(), true)?;
    s = g.act(&fc1, s, Activation::Relu)?;
    s = g.conv(&fc2, s, c, 1, 1, Pad::default(), true)?;
    s = g.act(&fc2, s, Activation::HardSigmoid)?;
    g.push(format!("{name}.scale"), Op::Multiply, &[x, s])
}
