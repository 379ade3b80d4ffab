//! Whether a network fits a board: by the plan in which the exported C program runs.

use crate::diet::memory::{Help, MemoryAsk, MemoryTold, NETWORKS, StepMemory, ValueMemory};
use karui_core::compress::Model;
use karui_core::data::info;
use karui_core::exec::{Element, MemoryPlan};
use karui_core::graph::Graph;
use karui_core::models::{self, Options};
use karui_core::{Error, Result};
use karui_protocol::{Experiment, ModelSpec};

/// The answer to `ask`, where `net` is the session's network as it is now, and `experiment` says how it was made, where nothing was
/// done to it since.
///
/// # Errors
/// Where there is no such network, or it has ops of training.
pub fn answer(ask: MemoryAsk, net: Option<&Model>, experiment: Option<&Experiment>) -> Result<MemoryTold> {
    let none = || Error::Misuse { what: "network".into(), expected: "one to plan for".into(), got: "none".into() };
    let named = ask.network.and_then(|at| NETWORKS.get(usize::from(at)));
    let (graph, own) = match (named, net) {
        (Some((name, _)), _) => (models::named(name, Options::default())?, Element::Float32),
        (None, Some(net)) if ask.network.is_none() => (net.graph.clone(), Element::of(net)),
        _ => return Err(none()),
    };
    let element = match ask.is_int8 {
        Some(is_int8) => element(is_int8),
        None => own,
    };
    let of = |graph: &Graph, element| MemoryPlan::of_untrained(graph, element, ask.in_place);
    let plan = of(&graph, element)?;
    let told = |help: Help, plan: MemoryPlan| (help, plan.arena_bytes as u64, plan.flash_bytes() as u64);
    let mut helps = Vec::new();
    if element == Element::Float32 {
        helps.push(told(Help::Int8, of(&graph, Element::Int8)?));
    }
    for (help, lighter) in lighter(named, experiment) {
        helps.push(told(help, of(&lighter?, element)?));
    }
    let steps = plan.steps.iter().map(|step| StepMemory {
        name: step.name.clone(),
        live: step.live_bytes as u64,
        flash: step.flash_bytes as u64,
    });
    let values = plan.values.iter().map(|value| ValueMemory {
        bytes: value.bytes as u64,
        offset: value.offset as u64,
        from: value.from as u32,
        to: value.to as u32,
    });
    Ok(MemoryTold {
        is_int8: element == Element::Int8,
        steps: steps.collect(),
        values: values.collect(),
        arena: plan.arena_bytes as u64,
        flash: plan.flash_bytes() as u64,
        helps,
        ask,
    })
}

fn element(is_int8: bool) -> Element {
    if is_int8 { Element::Int8 } else { Element::Float32 }
}

/// The same network narrower, and for smaller inputs, where it can be.
fn lighter(
    named: Option<&(&str, Option<(f32, usize)>)>,
    experiment: Option<&Experiment>,
) -> Vec<(Help, Result<Graph>)> {
    match (named, experiment) {
        (Some((name, Some((alpha, side)))), _) => {
            let (alpha, side) = (alpha / 2.0, side / 2);
            let narrow = Options { alpha: Some(alpha), ..Options::default() };
            let small = Options { size: Some((side, side)), ..Options::default() };
            vec![
                (Help::Alpha(alpha), models::named(name, narrow)),
                (Help::Resolution(side as u32), models::named(name, small)),
            ]
        }
        (None, Some(Experiment { data, model, .. })) if model.kind.has_width() => {
            let (info, alpha) = (info(*data), model.alpha / 2.0);
            let narrow = models::build(ModelSpec { alpha, ..*model }, info.shape, info.classes.len());
            // The least α that the page has need not have a half.
            if narrow.is_ok() { vec![(Help::Alpha(alpha), narrow)] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_core::graph::Weights;
    use karui_protocol::{DataKind, ModelKind};

    fn session(kind: ModelKind) -> (Model, Experiment) {
        let experiment = Experiment { model: ModelSpec::new(kind), ..Experiment::default() };
        let info = info(DataKind::FashionMnist);
        let graph = models::build(experiment.model, info.shape, info.classes.len()).unwrap();
        (Model::float(graph.clone(), Weights::zeros(&graph)), experiment)
    }

    #[test]
    fn integers_need_a_quarter_and_half_the_width_less() {
        let (net, experiment) = session(ModelKind::Mobilenet);
        let told = answer(MemoryAsk::default(), Some(&net), Some(&experiment)).unwrap();
        assert!(!told.is_int8 && told.values.len() == told.steps.len() + 1);
        let [(Help::Int8, int8, _), (Help::Alpha(alpha), narrow, flash)] = told.helps[..] else {
            panic!("{:?}", told.helps)
        };
        assert_eq!((4 * int8, alpha), (told.arena, experiment.model.alpha / 2.0));
        assert!(narrow < told.arena && flash < told.flash / 2);
    }

    #[test]
    fn real_networks_are_planned_by_their_structure() {
        for at in 0..NETWORKS.len() as u8 {
            let ask = MemoryAsk { network: Some(at), is_int8: Some(true), ..MemoryAsk::default() };
            let told = answer(ask, None, None).unwrap();
            assert!(told.is_int8 && told.arena >= told.steps.iter().map(|step| step.live).max().unwrap());
            assert_eq!(told.helps.len(), if NETWORKS[usize::from(at)].1.is_some() { 2 } else { 0 });
        }
        assert!(answer(MemoryAsk { network: Some(99), ..MemoryAsk::default() }, None, None).is_err());
        assert!(answer(MemoryAsk::default(), None, None).is_err());
    }
}
