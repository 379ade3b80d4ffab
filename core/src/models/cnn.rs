use super::width::{check_alpha, eights};
use crate::graph::{Graph, GraphBuilder, Shape};
use crate::ops::{Activation, BatchNorm, Conv2d, Op, Pad};
use crate::{Error, Result};

/// A plain convolutional network on the plan of the small MobileNetV1: a whole 3×3 convolution with batch norm and ReLU in
/// the place of each depthwise and pointwise pair; the mean over the picture; a linear layer. It is what
/// depthwise-separable convolutions are compared with (Howard et al. 2017, Table 4). In more groups than one, each of its
/// convolutions but the first, which reads the picture's colours, costs 1/groups (ResNeXt, Xie et al. 2017): with as many as
/// it has channels it would be a depthwise one.
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
    /// Groups of each convolution but the first; 1 for ordinary ones.
    pub groups: usize,
}

impl Default for CnnConfig {
    /// 32×32 colour images in 10 classes; the channels and strides of [`super::MobilenetV1Config::small`].
    fn default() -> Self {
        let small = super::MobilenetV1Config::small();
        let convs = std::iter::once(small.stem).chain(small.blocks).collect();
        CnnConfig { input: small.input, alpha: 1.0, classes: small.classes, convs, groups: 1 }
    }
}

impl CnnConfig {
    /// The graph.
    ///
    /// # Errors
    /// [`Error::Choice`] where `groups` does not divide all channels, with those that do.
    pub fn build(&self) -> Result<Graph> {
        check_alpha(self.alpha)?;
        self.check_groups()?;
        let mut g = GraphBuilder::new(self.input);
        let mut x = g.input();
        for (i, &(k, stride)) in self.convs.iter().enumerate() {
            let conv = Conv2d {
                out_channels: eights(k, self.alpha),
                kernel: [3; 2],
                stride: [stride; 2],
                pad: Pad::all(1),
                groups: if i == 0 { 1 } else { self.groups },
                bias: false,
            };
            x = g.push(format!("conv{}", i + 1), Op::Conv2d(conv), &[x])?;
            x = g.norm_act(&format!("bn{}", i + 1), x, BatchNorm::default(), Activation::Relu)?;
        }
        x = g.push("pool", Op::GlobalAvgPool, &[x])?;
        g.linear("fc", x, self.classes)?;
        Ok(g.build())
    }

    fn check_groups(&self) -> Result<()> {
        let channels: Vec<usize> = self.convs.iter().map(|&(k, _)| eights(k, self.alpha)).collect();
        let divides = |groups: usize| groups > 0 && channels.iter().all(|k| k.is_multiple_of(groups));
        if divides(self.groups) {
            return Ok(());
        }
        let least = channels.iter().min().copied().unwrap_or(1);
        let allowed = (1..=least).filter(|&groups| divides(groups)).map(|groups| groups.to_string()).collect();
        Err(Error::Choice { field: "groups".into(), allowed, got: self.groups.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::cost::cost;
    use crate::models::MobilenetV1Config;

    /// As many parts of the work as groups, but for the first convolution (Xie et al. 2017).
    #[test]
    fn groups_divide_the_cost_of_each_convolution_but_the_first() {
        let of = |groups| CnnConfig { alpha: 0.5, groups, ..CnnConfig::default() };
        let costs = |groups| -> Vec<[f64; 2]> {
            let layers = cost(&of(groups).build().unwrap()).layers;
            layers.iter().filter(|l| l.macs.value > 0.0).map(|l| [l.macs.value, l.params.value]).collect()
        };
        let whole = costs(1);
        for groups in [2, 4, 8] {
            for (i, (part, whole)) in costs(groups).iter().zip(&whole).enumerate() {
                let by = if i == 0 || i == 8 { 1.0 } else { groups as f64 };
                assert_eq!(part.map(|v| v * by), *whole, "{groups} {i}");
            }
        }
    }

    #[test]
    fn groups_that_do_not_divide_the_channels_are_refused() {
        let error = |groups| CnnConfig { alpha: 0.5, groups, ..CnnConfig::default() }.build().unwrap_err();
        for groups in [0, 3, 16] {
            let allowed = ["1", "2", "4", "8"].map(str::to_owned).to_vec();
            assert_eq!(error(groups), Error::Choice { field: "groups".into(), allowed, got: groups.to_string() });
        }
    }

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
