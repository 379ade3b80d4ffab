//! What a link holds of the lab: a pair for each thing chosen, none where it is as at first.

use super::state::{ParallelState, can_ask, parallel_of};
use crate::parallel::messages::{Division, Update};
use karui_protocol::Error;
use karui_shell::state::Lab;
use karui_shell::state::link::Said;
use karui_spec::Partition;
use karui_ui::reactive::effect;
use leptos::prelude::*;
use std::fmt::Display;
use std::str::FromStr;

/// The names of its pairs.
pub const NAMES: &[&str] = &[
    "way", "reduce", "ranks", "length", "hop", "wire", "machines", "message", "update", "division", "net", "slow",
    "factor", "axis", "pipe", "stages", "micro", "chunks", "forward", "backward", "weight", "zero", "holds", "all",
    "tensor", "depth", "split", "clients", "tenths", "passes", "local", "noise", "clip", "masked", "serial", "among",
    "share", "rank", "k", "what", "sharers", "staged", "cuts",
];

/// A pair: its name, what is written of it, and how it is taken from a link, by its default where that says nothing.
struct Row {
    name: &'static str,
    write: Box<dyn Fn() -> Option<String>>,
    read: Box<dyn Fn(Said) -> Vec<Error>>,
}

/// A choice.
fn choice<T>(name: &'static str, signal: RwSignal<T>, default: T) -> Row
where
    T: Copy + PartialEq + Display + FromStr<Err = Error> + Send + Sync + 'static,
{
    parsed(name, signal, default, |text| text.parse())
}

/// A whole number.
fn count(name: &'static str, signal: RwSignal<usize>, default: usize, [min, max]: [usize; 2]) -> Row {
    parsed(name, signal, default, move |text| {
        let value = text.parse().ok().filter(|value| (min..=max).contains(value));
        value.ok_or_else(|| Error::range(name, [min, max], text))
    })
}

fn parsed<T>(
    name: &'static str,
    signal: RwSignal<T>,
    default: T,
    parse: impl Fn(&str) -> Result<T, Error> + 'static,
) -> Row
where
    T: Copy + PartialEq + Display + Send + Sync + 'static,
{
    let write = move || Some(signal.get()).filter(|value| *value != default).map(|value| value.to_string());
    let read = move |said: Said| {
        let (value, wrong) = said.one(name, &parse);
        signal.set(value.unwrap_or(default));
        wrong
    };
    Row { name, write: Box::new(write), read: Box::new(read) }
}

fn rows(state: ParallelState) -> Vec<Row> {
    use super::allreduce::state as reduce;
    use super::state::Part;
    use super::{batch, compression, federated, memory, pipeline, tensor, training};
    let (a, b, c, d, e) = (state.reduce, state.training, state.pipeline, state.memory, state.federated);
    let (f, g) = (state.compression, state.tensor);
    let first = reduce::FIRST;
    vec![
        choice("way", state.part, Part::AllReduce),
        choice("reduce", a.algorithm, first.algorithm),
        count("ranks", a.workers, first.workers, reduce::WORKERS),
        count("length", a.length, first.length, reduce::LENGTH),
        count("hop", a.hop, 0, [0, reduce::MOST_STEPS]),
        choice("wire", a.wire, first.wire),
        count("machines", a.machines, first.machines, reduce::MACHINES),
        count("message", a.message, first.message, reduce::MESSAGE),
        choice("update", b.update, Update::Synchronous),
        choice("division", b.division, Division::Even),
        choice("net", b.net, training::state::Net::Mlp),
        count("slow", b.slow, 1, training::state::SLOW),
        count("factor", b.factor, 1, training::state::FACTOR),
        choice("axis", b.axis, training::state::Axis::Seconds),
        choice("pipe", c.kind, pipeline::state::FIRST.kind),
        count("stages", c.stages, pipeline::state::FIRST.stages, pipeline::state::STAGES),
        count("micro", c.microbatches, pipeline::state::FIRST.microbatches, pipeline::state::MICROBATCHES),
        count("chunks", c.chunks, pipeline::state::FIRST.chunks, pipeline::state::CHUNKS),
        count("forward", c.forward, 1, pipeline::state::UNITS),
        count("backward", c.backward, 1, pipeline::state::UNITS),
        count("weight", c.weight, 1, pipeline::state::UNITS),
        choice("zero", d.stage, memory::state::Stage::Zero0),
        choice("holds", d.example, memory::state::Example::Paper),
        count("all", d.workers, memory::state::FIRST_WORKERS, memory::state::WORKERS),
        count("tensor", d.tensor, 1, memory::state::PARTS),
        count("depth", d.pipeline, 1, memory::state::PARTS),
        choice("split", e.partition, Partition::Iid),
        count("clients", e.clients, federated::state::FIRST_CLIENTS, federated::state::CLIENTS),
        count("tenths", e.tenths, federated::state::FIRST_TENTHS, federated::state::TENTHS),
        count("passes", e.epochs, 1, federated::state::EPOCHS),
        choice("local", e.batch, federated::state::LocalBatch::Ten),
        choice("noise", e.noise, federated::state::Noise::Off),
        count("clip", e.clip, federated::state::FIRST_CLIP, federated::state::CLIP),
        choice("masked", e.masked, federated::state::Masked::Open),
        count("serial", state.serial, super::speed::FIRST, super::speed::SERIAL),
        choice("among", f.workers, compression::state::Workers::Four),
        choice("share", f.share, compression::state::Share::Hundredth),
        count("rank", f.rank, compression::state::FIRST_RANK, compression::state::RANK),
        choice("k", state.batch.times, batch::state::Times::Sixteen),
        choice("what", g.what, tensor::state::What::Pair),
        count("sharers", g.workers, tensor::state::WORKERS[0], tensor::state::WORKERS),
        choice("staged", c.net, pipeline::state::FIRST_NET),
        cuts(c.cuts),
    ]
}

/// Where a pipeline's network is cut: numbers of nodes, joined by dots.
fn cuts(signal: RwSignal<Vec<u16>>) -> Row {
    let write = move || {
        let all: Vec<String> = signal.with(|cuts| cuts.iter().map(u16::to_string).collect());
        Some(all.join(".")).filter(|text| !text.is_empty())
    };
    let read = move |said: Said| {
        let parse = |text: &str| {
            let wrong = |_| Error::misuse("cuts", "numbers joined by dots", text);
            text.split('.').map(|number| number.parse().map_err(wrong)).collect::<Result<Vec<u16>, Error>>()
        };
        let (value, wrong) = said.one("cuts", parse);
        signal.set(value.unwrap_or_default());
        wrong
    };
    Row { name: "cuts", write: Box::new(write), read: Box::new(read) }
}

/// Takes the state from a link; gives what is wrong.
pub fn read(lab: Lab, said: Said) -> Vec<Error> {
    rows(parallel_of(lab)).iter().flat_map(|row| (row.read)(said)).collect()
}

/// Keeps state, link and engine in step.
pub fn bind(lab: Lab) {
    let (read, write) = (rows(parallel_of(lab)), rows(parallel_of(lab)));
    effect(move || {
        if !can_ask(lab) {
            untrack(|| parallel_of(lab).interrupt());
        }
    });
    lab.bind_pairs(
        NAMES,
        move |said| read.iter().flat_map(|row| (row.read)(said)).collect(),
        move || write.iter().filter_map(|row| Some((row.name, (row.write)()?))).collect(),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_has_its_name_in_the_row_of_the_lab() {
        Owner::new().with(|| {
            let state = parallel_of(Lab::new(&[]));
            let names: Vec<_> = rows(state).iter().map(|row| row.name).collect();
            assert_eq!(names, NAMES);
            // Nothing is written of what is as at first.
            assert!(rows(state).iter().all(|row| untrack(|| (row.write)()).is_none()));
        });
    }
}
