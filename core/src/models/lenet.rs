use crate::Result;
use crate::graph::{Graph, GraphBuilder, Shape};
use crate::ops::{Activation, Pad};

/// A small convolutional network in LeNet's manner (LeCun et al. 1998), with 3×3 kernels, ReLU and maximum pooling:
/// each of `channels` is a convolution, ReLU and a 2×2 pooling; then `hidden` units and the classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LenetConfig {
    /// The input image.
    pub input: Shape,
    /// Output channels of each convolution.
    pub channels: Vec<usize>,
    /// Units of the hidden linear layer.
    pub hidden: usize,
    /// Outputs.
    pub classes: usize,
}

impl Default for LenetConfig {
    /// 28×28 grey images; 16 and 32 channels; 128 units; 10 classes: 206,922 parameters.
    fn default() -> Self {
        LenetConfig { input: Shape::new(28, 28, 1), channels: vec![16, 32], hidden: 128, classes: 10 }
    }
}

impl LenetConfig {
    /// The graph.
    pub fn build(&self) -> Result<Graph> {
        let mut g = GraphBuilder::new(self.input);
        let mut x = g.input();
        for (i, &k) in self.channels.iter().enumerate() {
            let name = format!("conv{}", i + 1);
            x = g.conv(&name, x, k, 3, 1, Pad::all(1), true)?;
            x = g.act(&name, x, Activation::Relu)?;
            x = g.max_pool(&format!("pool{}", i + 1), x, 2)?;
        }
        x = g.flatten(x)?;
        x = g.linear("fc1", x, self.hidden)?;
        x = g.act("fc1", x, Activation::Relu)?;
        g.linear("fc2", x, self.classes)?;
        Ok(g.build())
    }
}
