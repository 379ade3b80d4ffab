//! Networks that several tests are made with.

use karui_core::graph::{Graph, GraphBuilder, Shape};
use karui_core::ops::{Activation, BatchNorm, Conv2d, DepthwiseConv2d, Dropout, Linear, MaxPool2d, Op, Pad};

/// A network with every op, most of them with settings that are not square and not the same on all sides.
pub fn every_op(input: Shape) -> karui_core::Result<Graph> {
    let mut g = GraphBuilder::new(input);
    let pad = Pad { top: 0, bottom: 1, left: 1, right: 0 };
    let conv = Conv2d { out_channels: 4, kernel: [3, 2], stride: [1, 2], pad, groups: 1, bias: true };
    let x = g.push("a", Op::Conv2d(conv.clone()), &[0])?;
    let x = g.push("groups", Op::Conv2d(Conv2d { groups: 2, bias: false, pad: Pad::all(1), ..conv }), &[x])?;
    let x = g.push("norm", Op::BatchNorm(BatchNorm { eps: 1e-3, momentum: 0.01 }), &[x])?;
    let x = g.act("norm", x, Activation::Relu6)?;
    let depthwise = DepthwiseConv2d { kernel: [2, 1], stride: [1, 1], pad, bias: true };
    let y = g.push("深さ", Op::DepthwiseConv2d(depthwise), &[x])?;
    let y = g.push("max", Op::MaxPool2d(MaxPool2d { kernel: [2, 2], stride: [1, 1], pad }), &[y])?;
    let s = g.push("squeeze", Op::GlobalAvgPool, &[y])?;
    let s = g.push("excite", Op::Linear(Linear { out_features: 4, bias: false }), &[s])?;
    let s = g.act("excite", s, Activation::HardSigmoid)?;
    let y = g.push("scaled", Op::Multiply, &[y, s])?;
    let y = g.push("sum", Op::Add, &[y, y])?;
    let y = g.act("sum", y, Activation::Silu)?;
    let y = g.flatten(y)?;
    let y = g.push("dropout", Op::Dropout(Dropout { p: 0.25 }), &[y])?;
    let y = g.linear("last", y, 3)?;
    g.act("last", y, Activation::Sigmoid)?;
    Ok(g.build())
}

/// A network with every op that the integer executors know, each in its place, for images of `size × size × 3`.
pub fn every_integer_op(size: usize) -> karui_core::Result<Graph> {
    let mut g = GraphBuilder::new(Shape::new(size, size, 3));
    let depthwise = |kernel: usize, stride: usize| {
        Op::DepthwiseConv2d(DepthwiseConv2d {
            kernel: [kernel; 2],
            stride: [stride; 2],
            pad: Pad::all(kernel / 2),
            bias: true,
        })
    };
    let pool = Op::MaxPool2d(MaxPool2d { kernel: [3; 2], stride: [2; 2], pad: Pad::all(1) });
    let stem = g.conv("stem", g.input(), 16, 3, 2, Pad::all(1), true)?;
    let stem = g.act("stem", stem, Activation::Relu6)?;
    let x = g.push("dw", depthwise(3, 1), &[stem])?;
    let x = g.act("dw", x, Activation::Relu)?;
    let x = g.conv("pw", x, 16, 1, 1, Pad::default(), true)?;
    let sum = g.push("sum", Op::Add, &[stem, x])?;
    let x = g.push("dw5", depthwise(5, 1), &[sum])?;
    let x = g.act("dw5", x, Activation::HardSwish)?;
    // Squeeze and excite.
    let s = g.push("squeeze", Op::GlobalAvgPool, &[x])?;
    let s = g.conv("reduce", s, 8, 1, 1, Pad::default(), true)?;
    let s = g.act("reduce", s, Activation::Relu)?;
    let s = g.conv("expand", s, 16, 1, 1, Pad::default(), true)?;
    let s = g.act("expand", s, Activation::HardSigmoid)?;
    let x = g.push("excite", Op::Multiply, &[x, s])?;
    let y = g.act("excite", x, Activation::Silu)?;
    let x = g.push("product", Op::Multiply, &[x, y])?;
    let grouped = Conv2d { out_channels: 24, kernel: [3; 2], stride: [1; 2], pad: Pad::all(1), groups: 4, bias: true };
    let x = g.push("grouped", Op::Conv2d(grouped), &[x])?;
    let x = g.push("max", pool, &[x])?;
    let x = g.flatten(x)?;
    let x = g.linear("fc1", x, 20)?;
    let x = g.act("fc1", x, Activation::Sigmoid)?;
    g.linear("fc2", x, 10)?;
    Ok(g.build())
}
