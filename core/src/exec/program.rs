//! A network as those read it who write it for another machine: kernel calls in order with their integers, and the place of
//! each value.

use super::int8::prepare::{self, Prepared};
use super::plan::Plan;
use super::{Element, MemoryPlan, Mode};
use crate::graph::{Model, NodeId};
use crate::ops::{Activation, Reference};
use crate::quant::Affine;
use crate::{Error, Result};

pub(crate) use super::int8::prepare::{Constants, weight_scales};

/// A model's kernel calls.
#[derive(Debug)]
pub(crate) struct Program {
    /// Where everything lies; its steps are the calls.
    pub memory: MemoryPlan,
    /// The activation fused behind each call.
    pub acts: Vec<Option<Activation>>,
    /// The integers of each call; none where the network is one of floats.
    pub constants: Vec<Constants>,
}

impl Program {
    /// The calls of a network of integers: those of the integer executor, with weights in their own order.
    ///
    /// # Errors
    /// As [`super::InferenceSession::new`].
    pub fn integers(net: &Model) -> Result<Self> {
        let Prepared { plan, constants, .. } = Prepared::new::<Reference>(net, 1)?;
        Ok(Self::of(net, &plan, constants))
    }

    /// The calls of a network of floats in which `fuses` says which activations become part of the layer before them.
    ///
    /// # Errors
    /// Where the weights do not belong to the graph.
    pub fn floats(net: &Model, fuses: impl Fn(Activation) -> bool) -> Result<Self> {
        prepare::check_layout(net)?;
        let plan = Plan::fusing(&net.graph, &net.weights, 1, Mode::Inference, fuses);
        Ok(Self::of(net, &plan, Vec::new()))
    }

    fn of(net: &Model, plan: &Plan, constants: Vec<Constants>) -> Self {
        let acts = plan.instructions.iter().map(|it| it.act).collect();
        Program { memory: MemoryPlan::of_plan(&net.graph, plan, Element::of(net), true), acts, constants }
    }
}

/// The grid of the value of `node`.
///
/// # Errors
/// Where the network has no fixed grids.
pub(crate) fn grid(net: &Model, node: NodeId) -> Result<Affine> {
    let grids = prepare::grids(net)?;
    grids.get(node).copied().ok_or_else(|| Error::misuse("node", "one with a grid", node.to_string()))
}
