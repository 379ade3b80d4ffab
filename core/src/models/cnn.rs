use super::width::{check_alpha, eights};
use crate::Result;
use crate::graph::{Graph, GraphBuilder, Shape};
use crate::ops::{Activation, BatchNorm, Op, Pad};

/// A plain convolutional network on the plan of the small MobileNetV1: a whole 3×3 convolution with batch norm and ReLU in
/// the place of each depthwise and pointwise pair; the mean over the picture; a linear layer. It is what
/// depthwise-separable convolutions are compared with (Howard et al. 2017, Table 4).
///
/// Tensor names: `conv1`, `bn1`, …, `conv8`, `bn8`, `fc`.
#[derive(Debug, Clone, PartialEq)]
pub struct CnnConfig {
    /// The input image.
    pub input: Shape,
    /// Width multiplier α: channels are multiplied by it and rounded as MobileNetV1's.
    pub alpha: f32,
    /// Outputs.
    pub classes: usize,
    /// Output channels (before α) and stride of each convolution.
    pub convs: Vec<(usize, usize)>,
}

impl Default for CnnConfig {
    /// 32×32 colour images in 10 classes; the channels and strides of [`super::MobilenetV1Config::small`].
    fn default() -> Self {
        let small = super::MobilenetV1Config::small();
        let convs = std::iter::once(small.stem).chain(small.blocks).collect();
        CnnConfig { input: small.input, alpha: 1.0, classes: small.classes, convs }
    }
}

impl CnnConfig {
    /// The graph.
    pub fn build(&self) -> Result<Graph> {
        check_alpha(self.alpha)?;
        let mut g = GraphBuilder::new(self.input);
        let mut x = g.input();
        for (i, &(k, stride)) in self.convs.iter().enumerate() {
            x = g.conv(&format!("conv{}", i + 1), x, eights(k, self.alpha), 3, stride, Pad::all(1), false)?;
            x = g.norm_act(&format!("bn{}", i + 1), x, BatchNorm::default(), Activation::Relu)?;
        }
        x = g.push("pool", Op::GlobalAvgPool, &[x])?;
        g.linear("fc", x, self.classes)?;
        Ok(g.build())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::cost::cost;
    use crate::models::MobilenetV1Config;

    /// A pair costs 1/K + 1/9 of the whole convolution in its place (Howard et al. 2017, §3.1).
    #[test]
    fn each_convolution_costs_what_the_paper_says_it_does() {
        let (whole, pairs) = (CnnConfig::default().build().unwrap(), MobilenetV1Config::small().build().unwrap());
        let macs = |graph: &Graph| -> Vec<f64> {
            let layers = cost(graph).layers;
            layers.iter().map(|l| l.macs.value).filter(|&m| m > 0.0).collect()
        };
        let (whole, pairs) = (macs(&whole), macs(&pairs));
        assert_eq!((whole.len(), pairs.len()), (9, 16));
        for (i, &(k, stride)) in MobilenetV1Config::small().blocks.iter().enumerate() {
            let part = (pairs[1 + 2 * i] + pairs[2 + 2 * i]) / whole[1 + i];
            assert!((part - (1.0 / k as f64 + 1.0 / 9.0)).abs() < 1e-12, "{i} {stride}: {part}");
        }
    }
}
