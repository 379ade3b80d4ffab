//! The graph and the grids of its activations.

use super::{FORMAT, MAGIC, MAX_VALUES, VERSION};
use crate::format::bits::{BitReader, BitWriter};
use crate::graph::{Graph, GraphBuilder, Model};
use crate::ops::{Activation, BatchNorm, Conv2d, DepthwiseConv2d, Dropout, Linear, MaxPool2d, Op, Pad};
use crate::quant::{Activations, Affine};
use crate::{Error, Result, Shape};

const MAX_NODES: u64 = 10_000;
const MAX_NAME: u64 = 200;
/// The largest setting of an op: so large that nothing overflows when shapes are inferred.
const MAX_SETTING: u64 = 1 << 16;

const CONV: u8 = 1;
const DEPTHWISE: u8 = 2;
const LINEAR: u8 = 3;
const BATCH_NORM: u8 = 4;
const ACTIVATION: u8 = 5;
const POOL: u8 = 6;
const GLOBAL_MEAN: u8 = 7;
const SUM: u8 = 8;
const PRODUCT: u8 = 9;
const FLATTEN: u8 = 10;
const DROPOUT: u8 = 11;

/// Activations by their number in the file.
const ACTIVATIONS: [Activation; 6] = [
    Activation::Relu,
    Activation::Relu6,
    Activation::Sigmoid,
    Activation::HardSigmoid,
    Activation::HardSwish,
    Activation::Silu,
];

/// What a pooling takes of its window: the maximum.
const MAX: u8 = 0;

/// The header of `net`'s file. It is read back at once, so that no file is made that cannot be loaded.
pub fn write(net: &Model) -> Result<Vec<u8>> {
    let mut out = BitWriter::default();
    out.bytes(MAGIC);
    out.bytes(&[VERSION]);
    let nodes = net.graph.nodes();
    let Shape { h, w, c } = net.graph.input_shape();
    sizes(&mut out, &[h, w, c, nodes.len() - 1]);
    for (id, pair) in nodes.windows(2).enumerate() {
        let [before, node] = pair else { continue };
        op(&mut out, &node.op)?;
        sizes(&mut out, &node.inputs.iter().map(|&i| id.saturating_sub(i)).collect::<Vec<_>>());
        name(&mut out, &before.name, &node.name);
    }
    activations(&mut out, &net.activations, nodes.len())?;
    let bytes = out.finish();
    let (graph, _) = read(&mut BitReader::new(FORMAT, &bytes))?;
    value_count(&graph)?;
    if graph == net.graph { Ok(bytes) } else { Err(Error::format(FORMAT, "a graph in order", "another")) }
}

/// What [`write`] wrote.
pub fn read(input: &mut BitReader<'_>) -> Result<(Graph, Activations)> {
    let magic = input.bytes(MAGIC.len())?;
    if magic != MAGIC {
        return Err(input.misfit("KARUI", String::from_utf8_lossy(&magic)));
    }
    match input.read(8)? {
        version if version == u32::from(VERSION) => {}
        other => return Err(input.misfit(format!("version {VERSION}"), other.to_string())),
    }
    let [h, w, c] = read_sizes(input)?;
    let mut builder = GraphBuilder::new(checked(Shape::new(h, w, c))?);
    let count = input.varint(MAX_NODES - 1)? as usize;
    let mut last_name = "input".to_string();
    for id in 0..count {
        let op = read_op(input)?;
        let mut inputs = Vec::with_capacity(op.arity());
        for _ in 0..op.arity() {
            inputs.push(id - input.varint(id as u64)? as usize);
        }
        last_name = read_name(input, &last_name)?;
        let node = builder.push(last_name.clone(), op, &inputs)?;
        checked(builder.shape(node))?;
    }
    let activations = read_activations(input, count + 1)?;
    Ok((builder.build(), activations))
}

/// Values of all tensors of `graph`, counted without taking memory for them.
pub fn value_count(graph: &Graph) -> Result<u64> {
    let mut total = 0;
    for (id, node) in graph.nodes().iter().enumerate() {
        for p in node.op.params(graph.in_shape(id)) {
            let values = p.shape.iter().fold(1u64, |product, &n| product.saturating_mul(n as u64));
            if values > MAX_VALUES {
                return Err(Error::format(
                    FORMAT,
                    format!("tensors of at most {MAX_VALUES} values"),
                    values.to_string(),
                ));
            }
            total += values;
        }
    }
    Ok(total)
}

fn checked(shape: Shape) -> Result<Shape> {
    let values = [shape.w, shape.c].iter().fold(shape.h as u64, |product, &n| product.saturating_mul(n as u64));
    if (1..=MAX_VALUES).contains(&values) {
        return Ok(shape);
    }
    Err(Error::format(FORMAT, format!("activations of 1 … {MAX_VALUES} values"), shape.to_string()))
}

fn op(out: &mut BitWriter, op: &Op) -> Result<()> {
    let window = |out: &mut BitWriter, [kh, kw]: [usize; 2], [sh, sw]: [usize; 2], p: Pad| {
        sizes(out, &[kh, kw, sh, sw, p.top, p.bottom, p.left, p.right]);
    };
    match op {
        Op::Conv2d(o) => {
            out.bytes(&[CONV]);
            sizes(out, &[o.out_channels]);
            window(out, o.kernel, o.stride, o.pad);
            sizes(out, &[o.groups, o.bias.into()]);
        }
        Op::DepthwiseConv2d(o) => {
            out.bytes(&[DEPTHWISE]);
            window(out, o.kernel, o.stride, o.pad);
            sizes(out, &[o.bias.into()]);
        }
        Op::Linear(o) => {
            out.bytes(&[LINEAR]);
            sizes(out, &[o.out_features, o.bias.into()]);
        }
        Op::BatchNorm(o) => {
            out.bytes(&[BATCH_NORM]);
            out.float(o.eps);
            out.float(o.momentum);
        }
        Op::Activation(f) => {
            out.bytes(&[ACTIVATION, ACTIVATIONS.iter().position(|g| g == f).unwrap_or(usize::MAX) as u8]);
        }
        Op::MaxPool2d(o) => {
            out.bytes(&[POOL, MAX]);
            window(out, o.kernel, o.stride, o.pad);
        }
        Op::GlobalAvgPool => out.bytes(&[GLOBAL_MEAN]),
        Op::Add => out.bytes(&[SUM]),
        Op::Multiply => out.bytes(&[PRODUCT]),
        Op::Flatten => out.bytes(&[FLATTEN]),
        Op::Dropout(o) => {
            out.bytes(&[DROPOUT]);
            out.float(o.p);
        }
        // The input is no node of its own; other ops belong to training.
        other => return Err(Error::format(FORMAT, "ops of inference", other.name())),
    }
    Ok(())
}

fn read_op(input: &mut BitReader<'_>) -> Result<Op> {
    fn one<T: Copy>(input: &mut BitReader<'_>, items: &[T]) -> Result<T> {
        let i = input.read(8)? as usize;
        items.get(i).copied().ok_or_else(|| input.misfit(format!("0 … {}", items.len() - 1), i.to_string()))
    }
    fn window(input: &mut BitReader<'_>) -> Result<([usize; 2], [usize; 2], Pad)> {
        let [kh, kw, sh, sw, top, bottom, left, right] = read_sizes(input)?;
        Ok(([kh, kw], [sh, sw], Pad { top, bottom, left, right }))
    }
    let flag = |input: &mut BitReader<'_>| one(input, &[false, true]);
    Ok(match input.read(8)? as u8 {
        CONV => {
            let [out_channels] = read_sizes(input)?;
            let (kernel, stride, pad) = window(input)?;
            let [groups] = read_sizes(input)?;
            Op::Conv2d(Conv2d { out_channels, kernel, stride, pad, groups, bias: flag(input)? })
        }
        DEPTHWISE => {
            let (kernel, stride, pad) = window(input)?;
            Op::DepthwiseConv2d(DepthwiseConv2d { kernel, stride, pad, bias: flag(input)? })
        }
        LINEAR => {
            let [out_features] = read_sizes(input)?;
            Op::Linear(Linear { out_features, bias: flag(input)? })
        }
        BATCH_NORM => Op::BatchNorm(BatchNorm { eps: input.float()?, momentum: input.float()? }),
        ACTIVATION => Op::Activation(one(input, &ACTIVATIONS)?),
        POOL => {
            one(input, &[MAX])?;
            let (kernel, stride, pad) = window(input)?;
            Op::MaxPool2d(MaxPool2d { kernel, stride, pad })
        }
        GLOBAL_MEAN => Op::GlobalAvgPool,
        SUM => Op::Add,
        PRODUCT => Op::Multiply,
        FLATTEN => Op::Flatten,
        DROPOUT => Op::Dropout(Dropout { p: input.float()? }),
        other => return Err(input.misfit(format!("an op, {CONV} … {DROPOUT}"), other.to_string())),
    })
}

/// A name by what it shares with the one before it: `bn1.relu` after `bn1` costs its own five letters.
fn name(out: &mut BitWriter, before: &str, name: &str) {
    let shared = before.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    sizes(out, &[shared, name.len() - shared]);
    out.bytes(&name.as_bytes()[shared..]);
}

fn read_name(input: &mut BitReader<'_>, before: &str) -> Result<String> {
    let shared = input.varint(before.len() as u64)? as usize;
    let len = input.varint(MAX_NAME - shared as u64)? as usize;
    let mut name = before.as_bytes()[..shared].to_vec();
    name.extend(input.bytes(len)?);
    String::from_utf8(name).map_err(|_| input.misfit("a name in UTF-8", "other bytes"))
}

fn activations(out: &mut BitWriter, activations: &Activations, nodes: usize) -> Result<()> {
    let (kind, grids): (u8, &[Affine]) = match activations {
        Activations::Float => (0, &[]),
        Activations::Dynamic => (1, &[]),
        Activations::Static(grids) => (2, grids),
    };
    out.bytes(&[kind]);
    if kind < 2 {
        return Ok(());
    }
    Error::check_len("grids of activations", nodes, grids.len())?;
    let key = |a: &Affine| (a.scale.to_bits(), a.zero_point);
    let same = |i: usize| i > 0 && key(&grids[i]) == key(&grids[i - 1]);
    (0..nodes).for_each(|i| out.write(same(i).into(), 1));
    out.align();
    for (_, grid) in grids.iter().enumerate().filter(|(i, _)| !same(*i)) {
        let zero_point = i8::try_from(grid.zero_point)
            .map_err(|_| Error::format(FORMAT, "zero points of −128 … 127", grid.zero_point.to_string()))?;
        out.float(grid.scale);
        out.bytes(&zero_point.to_le_bytes());
    }
    Ok(())
}

fn read_activations(input: &mut BitReader<'_>, nodes: usize) -> Result<Activations> {
    match input.read(8)? {
        0 => return Ok(Activations::Float),
        1 => return Ok(Activations::Dynamic),
        2 => {}
        other => return Err(input.misfit("activations, 0 … 2", other.to_string())),
    }
    let same = (0..nodes).map(|_| Ok(input.read(1)? == 1)).collect::<Result<Vec<_>>>()?;
    input.align()?;
    let mut grids: Vec<Affine> = Vec::with_capacity(nodes);
    for same in same {
        let grid = match grids.last() {
            Some(&last) if same => last,
            _ => Affine { scale: input.float()?, zero_point: (input.read(8)? as u8 as i8).into() },
        };
        grids.push(grid);
    }
    Ok(Activations::Static(grids))
}

fn sizes(out: &mut BitWriter, sizes: &[usize]) {
    sizes.iter().for_each(|&n| out.varint(n as u64));
}

fn read_sizes<const N: usize>(input: &mut BitReader<'_>) -> Result<[usize; N]> {
    let mut sizes = [0; N];
    for size in &mut sizes {
        *size = input.varint(MAX_SETTING)? as usize;
    }
    Ok(sizes)
}
