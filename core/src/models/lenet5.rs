use crate::Result;
use crate::graph::{Graph, GraphBuilder, Shape};
use crate::ops::{Activation, Pad};

/// LeNet-5 as Caffe has it (`examples/mnist/lenet.prototxt`), the network of the tables of Han et al. 2015 and 2016: two
/// 5×5 convolutions without padding, each with a 2×2 maximum and no activation; hidden units with ReLU; the classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lenet5Config {
    /// The input image.
    pub input: Shape,
    /// Output channels of both convolutions.
    pub channels: [usize; 2],
    /// Units of the hidden linear layer.
    pub hidden: usize,
    /// Outputs.
    pub classes: usize,
}

impl Default for Lenet5Config {
    /// 28×28 grey images; 20 and 50 channels; 500 units; 10 classes: 431,080 parameters.
    fn default() -> Self {
        Lenet5Config { input: Shape::new(28, 28, 1), channels: [20, 50], hidden: 500, classes: 10 }
    }
}

impl Lenet5Config {
    /// The graph.
    pub fn build(&self) -> Result<Graph> {
        let mut g = GraphBuilder::new(self.input);
        let mut x = g.input();
        for (i, &k) in self.channels.iter().enumerate() {
            x = g.conv(&format!("conv{}", i + 1), x, k, 5, 1, Pad::default(), true)?;
            x = g.max_pool(&format!("pool{}", i + 1), x, 2)?;
        }
        x = g.flatten(x)?;
        x = g.linear("fc1", x, self.hidden)?;
        x = g.act("fc1", x, Activation::Relu)?;
        g.linear("fc2", x, self.classes)?;
        Ok(g.build())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::cost::cost;

    #[test]
    fn has_caffes_parameters() {
        assert_eq!(cost(&Lenet5Config::default().build().unwrap()).params.value, 431_080.0);
    }
}
