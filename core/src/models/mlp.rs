use crate::Result;
use crate::graph::{Graph, GraphBuilder, Shape};
use crate::ops::Activation;

/// A multilayer perceptron: linear layers `fc1`, `fc2`, … with ReLU between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MlpConfig {
    /// The input image; it is flattened.
    pub input: Shape,
    /// Units of each hidden layer.
    pub hidden: Vec<usize>,
    /// Outputs.
    pub classes: usize,
}

impl MlpConfig {
    /// The graph.
    pub fn build(&self) -> Result<Graph> {
        let mut g = GraphBuilder::new(self.input);
        let mut x = g.flatten(g.input())?;
        for (i, &units) in self.hidden.iter().enumerate() {
            let name = format!("fc{}", i + 1);
            x = g.linear(&name, x, units)?;
            x = g.act(&name, x, Activation::Relu)?;
        }
        g.linear(&format!("fc{}", self.hidden.len() + 1), x, self.classes)?;
        Ok(g.build())
    }
}
