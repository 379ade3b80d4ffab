//! Where the parts of a network's drawing lie.
//!
//! A layer with weights, a pooling or the like is a *unit*: a box to scale, with the batch norms and activations behind
//! it as thin slices of the same height. Units of one numbered block share a frame. Units flow from left to right and
//! go on in the next row, as words do.

use crate::train::page::widgets::blocks::block_of;
use karui_protocol::{Layer, Shape};

/// The greatest height of a box, without its depth.
const TALL: f64 = 64.0;
/// The greatest width of a box: that of the layer with the most channels.
const WIDE: f64 = 44.0;
/// Depth is drawn obliquely, shortened to this part of the height.
const OBLIQUE: f64 = 0.3;
/// A vector's width and depth.
const VECTOR: (f64, f64) = (10.0, 4.0);
const SLICE: f64 = 7.0;
const SLICE_GAP: f64 = 3.0;
/// Room for a unit's two lines of text.
const LABEL: f64 = 32.0;
/// A unit is at least as wide as its label.
const UNIT: f64 = 54.0;
const GAP: f64 = 12.0;
const ROW_GAP: f64 = 18.0;
const FRAME: f64 = 8.0;
/// At both ends of a row, for arrows to the next one.
const MARGIN: f64 = 9.0;
/// Room above the boxes for a frame's name.
const FRAME_NAME: f64 = 18.0;

/// What a box stands for; it decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The input image.
    Input,
    /// Multiplies by weights.
    Weights,
    /// Changes the shape or takes a mean or maximum.
    Shape,
    /// A slice: batch norm.
    Norm,
    /// A slice: a function of each value.
    Activation,
}

impl Kind {
    /// The kind of the op of this name.
    pub fn of(op: &str) -> Kind {
        match op {
            "input" => Kind::Input,
            "conv2d" | "depthwise_conv2d" | "linear" => Kind::Weights,
            "batch_norm" => Kind::Norm,
            "relu" | "relu6" | "sigmoid" | "hard_sigmoid" | "hard_swish" | "silu" | "dropout" => Kind::Activation,
            _ => Kind::Shape,
        }
    }

    const fn is_slice(self) -> bool {
        matches!(self, Kind::Norm | Kind::Activation)
    }
}

/// A layer's box: its front's upper left corner and size, and how far back it goes (to the upper right).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Block {
    /// The layer.
    pub layer: usize,
    /// What it stands for.
    pub kind: Kind,
    /// Left edge of the front.
    pub x: f64,
    /// Upper edge of the front.
    pub y: f64,
    /// Width of the front.
    pub w: f64,
    /// Height of the front.
    pub h: f64,
    /// Depth, both to the right and upwards.
    pub d: f64,
}

/// A unit's text: the name and the shape of its output.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The middle.
    pub x: f64,
    /// The first line's base.
    pub y: f64,
    /// The layer that it names.
    pub layer: usize,
    /// Its name, without the block's.
    pub name: String,
    /// Its output.
    pub shape: String,
}

/// A frame round the units of a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
    /// The block's name.
    pub name: String,
}

/// All parts of a drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// Its height; its width is the one given.
    pub height: f64,
    /// A box for each layer, in order.
    pub blocks: Vec<Block>,
    /// A text for each unit.
    pub labels: Vec<Label>,
    /// Frames.
    pub frames: Vec<Frame>,
    /// Arrows between units, each as points.
    pub arrows: Vec<Vec<(f64, f64)>>,
    /// Arrows that pass over units, as of a residual connection: from, to.
    pub bridges: Vec<[(f64, f64); 2]>,
}

/// Pixels per unit of each measure.
struct Scale {
    space: f64,
    channels: f64,
    vector: f64,
}

impl Scale {
    fn of(layers: &[Layer]) -> Self {
        let max = |value: fn(Shape) -> f64| layers.iter().map(|l| value(l.output)).fold(1.0, f64::max);
        Scale {
            space: TALL / max(|s| if s.area() > 1 { s.h.max(s.w) as f64 } else { 1.0 }),
            channels: (WIDE / max(|s| if s.area() > 1 { s.c as f64 } else { 1.0 })).min(2.0),
            vector: TALL / max(|s| if s.area() > 1 { 1.0 } else { (s.c as f64).sqrt() }),
        }
    }

    /// Width, height and depth of a box.
    fn size(&self, shape: Shape) -> (f64, f64, f64) {
        if shape.area() <= 1 {
            return (VECTOR.0, (self.vector * (shape.c as f64).sqrt()).max(4.0), VECTOR.1);
        }
        let (h, d) = (self.space * shape.h as f64, self.space * shape.w as f64 * OBLIQUE);
        ((self.channels * shape.c as f64).max(3.0), h.max(3.0), d.max(2.0))
    }
}

/// A box with its slices, before it has a place.
struct Unit {
    layers: Vec<usize>,
    block: Option<String>,
    width: f64,
}

fn units(layers: &[Layer], scale: &Scale) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for (i, layer) in layers.iter().enumerate() {
        let block = block_of(&layer.name).map(str::to_owned);
        let follows = layer.inputs == [i.wrapping_sub(1)];
        match units.last_mut() {
            Some(unit) if Kind::of(&layer.op).is_slice() && follows && unit.block == block => unit.layers.push(i),
            _ => units.push(Unit { layers: vec![i], block, width: 0.0 }),
        }
    }
    for unit in &mut units {
        let (w, _, d) = scale.size(layers[unit.layers[0]].output);
        let slices = (unit.layers.len() - 1) as f64;
        unit.width = (w + d + slices * (SLICE + SLICE_GAP)).max(UNIT);
    }
    units
}

/// Draws `layers` in a width of `width`.
pub fn layout(layers: &[Layer], width: f64) -> Drawing {
    let scale = Scale::of(layers);
    let units = units(layers, &scale);
    let mut drawing = Drawing::default();
    let mut top = 0.0;
    // Where the arrow to the next unit begins, and where it may turn.
    let mut from: Option<(f64, f64, f64)> = None;
    for row in rows(&units, width) {
        let sizes = row.iter().flat_map(|g| g.iter()).map(|u| scale.size(layers[u.layers[0]].output));
        let tall = sizes.map(|(_, h, d)| h + d).fold(14.0, f64::max);
        let height = FRAME_NAME + tall + LABEL + FRAME;
        let middle = top + FRAME_NAME + tall / 2.0;
        let mut x = MARGIN;
        for group in row {
            let (air, outer) = (air(group), outer(group));
            if let Some(name) = group[0].block.clone() {
                drawing.frames.push(Frame { x, y: top, w: outer, h: height, name });
            }
            let end = x + outer;
            x += air;
            for unit in group {
                let (left, right) = place(&mut drawing, layers, unit, &scale, x, middle, tall);
                if let Some(from) = from {
                    drawing.arrows.push(arrow(from, (left - 3.0, middle), top - ROW_GAP / 2.0));
                }
                from = Some((right + 3.0, middle, end + MARGIN / 2.0));
                x += unit.width + GAP;
            }
            x = end + GAP;
        }
        top += height + ROW_GAP;
        drawing.height = top - ROW_GAP;
    }
    bridges(&mut drawing, layers);
    drawing
}

/// Groups of units that stay together, in rows no wider than `width` where that can be.
fn rows(units: &[Unit], width: f64) -> Vec<Vec<&[Unit]>> {
    let mut rows: Vec<Vec<&[Unit]>> = Vec::new();
    let mut end = f64::INFINITY;
    for group in units.chunk_by(|a, b| a.block.is_some() && a.block == b.block) {
        match rows.last_mut() {
            Some(row) if end + GAP + outer(group) + MARGIN <= width => {
                end += GAP + outer(group);
                row.push(group);
            }
            _ => {
                end = MARGIN + outer(group);
                rows.push(vec![group]);
            }
        }
    }
    rows
}

/// Between a group's frame, if it has one, and its units.
fn air(group: &[Unit]) -> f64 {
    if group[0].block.is_some() { FRAME } else { 0.0 }
}

/// A group's width with its frame.
fn outer(group: &[Unit]) -> f64 {
    group.iter().map(|u| u.width).sum::<f64>() + GAP * (group.len() - 1) as f64 + 2.0 * air(group)
}

/// Puts a unit's boxes and text at `x`, round the height `middle` of a row that is `tall`. Gives the edges, left and
/// right, between which arrows run.
fn place(
    drawing: &mut Drawing,
    layers: &[Layer],
    unit: &Unit,
    scale: &Scale,
    x: f64,
    middle: f64,
    tall: f64,
) -> (f64, f64) {
    let first = unit.layers[0];
    let (w, h, d) = scale.size(layers[first].output);
    let slices = (unit.layers.len() - 1) as f64 * (SLICE + SLICE_GAP);
    // The boxes stand in the middle of the unit.
    let left = x + (unit.width - (w + d + slices)) / 2.0;
    let mut at = left;
    for (n, &layer) in unit.layers.iter().enumerate() {
        let kind = Kind::of(&layers[layer].op);
        let w = if n == 0 { w } else { SLICE };
        drawing.blocks.push(Block { layer, kind, x: at, y: middle - (h - d) / 2.0, w, h, d });
        at += w + SLICE_GAP;
    }
    let full = &layers[first].name;
    let name = unit.block.as_ref().and_then(|b| full.strip_prefix(b.as_str())).map_or(full.as_str(), |n| &n[1..]);
    drawing.labels.push(Label {
        x: x + unit.width / 2.0,
        y: middle + tall / 2.0 + 14.0,
        layer: first,
        name: name.to_owned(),
        shape: shape_text(layers[first].output),
    });
    (left, at - SLICE_GAP + d)
}

/// `28×28×16`, or `128` for a vector.
fn shape_text(shape: Shape) -> String {
    if shape.area() <= 1 { shape.c.to_string() } else { shape.to_string() }
}

/// From one unit (its edge, its height, where to turn) to the next; to the next row round the end of this one, between
/// the rows at height `between`.
fn arrow((x, y, turn): (f64, f64, f64), to: (f64, f64), between: f64) -> Vec<(f64, f64)> {
    if to.1 == y {
        return vec![(x, y), to];
    }
    let left = MARGIN / 2.0;
    vec![(x, y), (turn, y), (turn, between), (left, between), (left, to.1), to]
}

/// Connections to other layers than the one before.
fn bridges(drawing: &mut Drawing, layers: &[Layer]) {
    let top =
        |layer: usize| drawing.blocks.iter().find(|b| b.layer == layer).map(|b| (b.x + (b.w + b.d) / 2.0, b.y - b.d));
    let far = |(i, layer): (usize, &Layer)| {
        layer.inputs.iter().filter(move |&&from| from + 1 != i).map(move |&from| (from, i)).collect::<Vec<_>>()
    };
    let bridges = layers.iter().enumerate().flat_map(far).filter_map(|(a, b)| Some([top(a)?, top(b)?])).collect();
    drawing.bridges = bridges;
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::{Figure, Formula, Unit as Of};

    fn layer(name: &str, op: &str, inputs: &[usize], output: Shape) -> Layer {
        let zero = Figure::computed(0, Of::Count, Formula::Nothing, "0");
        let [params, macs, bytes] = [zero.clone(), zero.clone(), zero];
        Layer { name: name.into(), op: op.into(), inputs: inputs.into(), output, params, macs, bytes }
    }

    /// A stem, `blocks` depthwise-separable blocks, pooling and a linear layer: 5 + 6 · blocks layers.
    fn mobilenet(blocks: usize) -> Vec<Layer> {
        let mut layers = vec![layer("input", "input", &[], Shape::new(32, 32, 3))];
        let mut push = |name: String, op: &str, shape| {
            let before = layers.len() - 1;
            layers.push(layer(&name, op, &[before], shape));
        };
        push("conv1".into(), "conv2d", Shape::new(32, 32, 16));
        for i in 0..blocks {
            let shape = Shape::new(32 >> i.min(3), 32 >> i.min(3), 16 << i.min(4));
            for (part, op) in [("dw", "depthwise_conv2d"), ("bn1", "batch_norm"), ("bn1.relu", "relu")] {
                push(format!("blocks.{i}.{part}"), op, shape);
            }
            for (part, op) in [("pw", "conv2d"), ("bn2", "batch_norm"), ("bn2.relu", "relu")] {
                push(format!("blocks.{i}.{part}"), op, shape);
            }
        }
        push("pool".into(), "global_avg_pool", Shape::vector(256));
        push("fc".into(), "linear", Shape::vector(10));
        layers
    }

    /// Whatever the network and the width: a box for each layer, in order, inside the drawing, none on another's front.
    fn check(layers: &[Layer], width: f64) -> Drawing {
        let drawing = layout(layers, width);
        assert_eq!(drawing.blocks.iter().map(|b| b.layer).collect::<Vec<_>>(), (0..layers.len()).collect::<Vec<_>>());
        for b in &drawing.blocks {
            assert!(b.x >= 0.0 && b.x + b.w + b.d <= width, "{b:?} leaves {width}");
            assert!(b.y - b.d >= 0.0 && b.y + b.h <= drawing.height, "{b:?} leaves {}", drawing.height);
        }
        for pair in drawing.blocks.windows(2) {
            assert!(pair[0].x + pair[0].w <= pair[1].x || pair[1].y > pair[0].y, "{pair:?} overlap");
        }
        drawing
    }

    #[test]
    fn a_mobilenet_fits_a_phone_and_a_desk() {
        let phone = check(&mobilenet(7), 358.0);
        let desk = check(&mobilenet(7), 800.0);
        assert!(desk.height < phone.height);
        assert_eq!((desk.frames.len(), desk.labels.len()), (7, 2 + 14 + 2));
        assert_eq!(desk.labels[2].name, "dw");
    }

    #[test]
    fn units_are_joined_by_arrows() {
        let drawing = check(&mobilenet(1), 800.0);
        assert_eq!(drawing.arrows.len(), drawing.labels.len() - 1);
        assert!(drawing.arrows.iter().all(|a| a.len() == 2), "one row has straight arrows");
        assert!(check(&mobilenet(7), 358.0).arrows.iter().any(|a| a.len() > 2));
    }

    #[test]
    fn a_residual_connection_is_a_bridge() {
        let mut layers = mobilenet(1);
        let n = layers.len();
        layers.push(layer("add", "add", &[n - 1, n - 3], Shape::vector(10)));
        assert_eq!(check(&layers, 1200.0).bridges.len(), 1);
    }

    #[test]
    fn no_layers_is_an_empty_drawing() {
        assert_eq!(layout(&[], 300.0).blocks, []);
    }
}
