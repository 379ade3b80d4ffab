use super::{Graph, Node, NodeId, Shape};
use crate::ops::{Activation, BatchNorm, Conv2d, DepthwiseConv2d, Linear, MaxPool2d, Op, Pad};
use crate::{Error, Result};

/// Builds a [`Graph`] node by node. Each method takes the node it continues from and gives the new one.
#[derive(Debug)]
pub struct GraphBuilder {
    nodes: Vec<Node>,
}

impl GraphBuilder {
    /// A graph with nothing but its input.
    pub fn new(input: Shape) -> Self {
        let node = Node { name: "input".into(), op: Op::Input, inputs: Vec::new(), shape: input };
        GraphBuilder { nodes: vec![node] }
    }

    /// The input node.
    pub const fn input(&self) -> NodeId {
        0
    }

    /// The shape of node `id`'s output.
    pub fn shape(&self, id: NodeId) -> Shape {
        self.nodes[id].shape
    }

    /// Adds any op. Fails where its shapes do not fit.
    pub fn push(&mut self, name: impl Into<String>, op: Op, inputs: &[NodeId]) -> Result<NodeId> {
        let name = name.into();
        let fail =
            |expected: String, got: String| Error::Shape { op: op.name().into(), node: name.clone(), expected, got };
        if inputs.len() != op.arity() {
            return Err(fail(format!("{} inputs", op.arity()), inputs.len().to_string()));
        }
        if let Some(&late) = inputs.iter().find(|&&i| i >= self.nodes.len()) {
            return Err(fail("inputs that come before it".into(), format!("node {late}")));
        }
        if self.nodes.iter().any(|n| n.name == name) {
            return Err(fail("a name of its own".into(), name.clone()));
        }
        let shapes: Vec<Shape> = inputs.iter().map(|&i| self.nodes[i].shape).collect();
        let shape = op.infer(&shapes).map_err(|(expected, got)| fail(expected, got))?;
        self.nodes.push(Node { name, op, inputs: inputs.into(), shape });
        Ok(self.nodes.len() - 1)
    }

    /// A square convolution of `k` output channels.
    pub fn conv(
        &mut self,
        name: &str,
        x: NodeId,
        k: usize,
        kernel: usize,
        stride: usize,
        pad: Pad,
        bias: bool,
    ) -> Result<NodeId> {
        let op = Conv2d { out_channels: k, kernel: [kernel; 2], stride: [stride; 2], pad, groups: 1, bias };
        self.push(name, Op::Conv2d(op), &[x])
    }

    /// A square depthwise convolution, without bias.
    pub fn depthwise(&mut self, name: &str, x: NodeId, kernel: usize, stride: usize, pad: Pad) -> Result<NodeId> {
        let op = DepthwiseConv2d { kernel: [kernel; 2], stride: [stride; 2], pad, bias: false };
        self.push(name, Op::DepthwiseConv2d(op), &[x])
    }

    /// A fully connected layer of `k` outputs, with bias.
    pub fn linear(&mut self, name: &str, x: NodeId, k: usize) -> Result<NodeId> {
        self.push(name, Op::Linear(Linear { out_features: k, bias: true }), &[x])
    }

    /// Batch norm, then an activation; the activation's node is named after the norm.
    pub fn norm_act(&mut self, name: &str, x: NodeId, norm: BatchNorm, act: Activation) -> Result<NodeId> {
        let x = self.push(name, Op::BatchNorm(norm), &[x])?;
        self.act(name, x, act)
    }

    /// An activation behind the node called `after`.
    pub fn act(&mut self, after: &str, x: NodeId, act: Activation) -> Result<NodeId> {
        self.push(format!("{after}.{}", act.name()), Op::Activation(act), &[x])
    }

    /// A maximum over `size × size` windows side by side.
    pub fn max_pool(&mut self, name: &str, x: NodeId, size: usize) -> Result<NodeId> {
        self.push(name, Op::MaxPool2d(MaxPool2d::square(size)), &[x])
    }

    /// A vector of features.
    pub fn flatten(&mut self, x: NodeId) -> Result<NodeId> {
        self.push("flatten", Op::Flatten, &[x])
    }

    /// The finished graph; its output is the node added last.
    pub fn build(self) -> Graph {
        Graph { nodes: self.nodes }
    }
}
