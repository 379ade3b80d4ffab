//! The worker's shell. It owns what core must not know: the clock, the network, storage and other workers. One file
//! plays several roles, told apart by the worker's name: the page's one engine, the replicas that the engine starts to share
//! its batches with, and the helpers of labs.
//!
//! The engine is one loop over its [`mail`]: a request is answered at once or noted as work, and work is done in
//! slices of some milliseconds, so that a request never waits for long. It knows the [`lab`]s by their rows.

pub mod both;
pub mod checkpoint;
pub mod clock;
pub mod compressed;
mod curve;
pub mod data_store;
mod engine;
pub mod evaluate;
pub mod export;
pub mod fetch;
pub mod gpu;
pub mod lab;
pub mod locks;
pub mod mail;
mod manifest;
pub mod measure;
pub mod network;
pub mod post;
mod replica;
mod replicas;
mod run;
pub mod scope;
pub mod session;
mod shard;
pub mod storage;
pub mod stored;
pub mod task;
pub mod trainer;

use lab::LabRow;

/// Becomes what this worker's name says.
pub fn start(labs: &[LabRow]) {
    let name = scope::name();
    let helper = labs.iter().filter_map(|row| row.helper).find(|(helper, _)| *helper == name);
    match helper {
        Some((_, help)) => help(),
        None if name == scope::REPLICA => replica::start(),
        None => engine::start(labs),
    }
}
