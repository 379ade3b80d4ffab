use crate::graph::{Graph, NodeId};
use std::ops::Range;

/// What a block of a network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// What comes before the first block: the first convolution.
    Stem,
    /// A depthwise and a pointwise convolution (MobileNetV1).
    Separable,
    /// An expansion, a depthwise convolution and a linear projection (MobileNetV2, V3 and EfficientNet-Lite).
    InvertedResidual,
    /// What comes behind the last block: the classifier, and the convolution before it.
    Head,
}

/// Nodes of a graph that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The beginning that the names of its nodes share; `stem` and `head` for those.
    pub name: String,
    /// What it is.
    pub kind: BlockKind,
    /// Its nodes.
    pub nodes: Range<NodeId>,
}

/// The blocks of a MobileNet or EfficientNet, told from its nodes' names, so that a pruned or folded one has them too;
/// none for other networks. They follow each other from node 1 to the last.
pub fn blocks(graph: &Graph) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut first, mut end) = (0, 0);
    for (id, node) in graph.nodes().iter().enumerate() {
        let Some((name, kind)) = block_of(&node.name) else { continue };
        end = id + 1;
        match blocks.last_mut() {
            Some(last) if last.name == name => last.nodes.end = end,
            last => {
                // A node without a block between two blocks belongs to the one before it.
                let start = last.map_or(id, |last| {
                    last.nodes.end = id;
                    id
                });
                if blocks.is_empty() {
                    first = id;
                }
                blocks.push(Block { name: name.into(), kind, nodes: start..end });
            }
        }
    }
    if blocks.is_empty() {
        return blocks;
    }
    blocks.insert(0, Block { name: "stem".into(), kind: BlockKind::Stem, nodes: 1..first });
    blocks.push(Block { name: "head".into(), kind: BlockKind::Head, nodes: end..graph.nodes().len() });
    blocks
}

/// The block that a node of this name belongs to: `blocks.3` of `blocks.3.dw`, `features.4` of `features.4.conv.0.0`.
fn block_of(node: &str) -> Option<(&str, BlockKind)> {
    let mut dots = node.match_indices('.').map(|(at, _)| at);
    let (first, second) = (dots.next()?, dots.next()?);
    let index = &node[first + 1..second];
    let part = node[second + 1..].split('.').next()?;
    let kind = match (&node[..first], part) {
        ("blocks", _) => BlockKind::Separable,
        // `features.0.0` and the like are convolutions before and behind the blocks.
        ("features", part) if part.parse::<usize>().is_err() => BlockKind::InvertedResidual,
        _ => return None,
    };
    index.parse::<usize>().is_ok().then_some((&node[..second], kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compress::Model;
    use crate::compress::fold_bn::fold_bn;
    use crate::graph::Weights;
    use crate::models::{LenetConfig, mobilenet, pretrained};
    use crate::spec::{MobilenetSpec, MobilenetVersion, Pretrained};

    #[test]
    fn every_node_but_the_input_is_in_one_block() {
        let of =
            |version| mobilenet(MobilenetSpec { version, alpha: 0.25, classes: 10, ..Default::default() }).unwrap();
        let lite = pretrained(Pretrained::EfficientnetLite0).unwrap();
        let counts = [(MobilenetVersion::V1, 13), (MobilenetVersion::V2, 17), (MobilenetVersion::V3Small, 11)];
        let graphs = counts.map(|(version, count)| (of(version), count)).into_iter().chain([(lite, 16)]);
        for (graph, count) in graphs {
            let folded = fold_bn(&Model::float(graph.clone(), Weights::zeros(&graph))).unwrap().graph;
            for graph in [graph, folded] {
                let blocks = blocks(&graph);
                assert_eq!(blocks.len(), count + 2);
                assert_eq!((blocks[0].kind, blocks[count + 1].kind), (BlockKind::Stem, BlockKind::Head));
                assert!(blocks[1..=count].iter().all(|b| b.kind == blocks[1].kind && !b.nodes.is_empty()));
                let ends: Vec<_> = blocks.iter().map(|b| b.nodes.end).collect();
                let starts: Vec<_> = blocks.iter().map(|b| b.nodes.start).collect();
                assert_eq!((starts[0], ends[count + 1]), (1, graph.nodes().len()));
                assert_eq!(starts[1..], ends[..=count]);
                for block in &blocks[1..=count] {
                    assert!(graph.nodes()[block.nodes.clone()].iter().all(|n| n.name.starts_with(&block.name)));
                }
            }
        }
        assert_eq!(blocks(&LenetConfig::default().build().unwrap()), []);
    }
}
