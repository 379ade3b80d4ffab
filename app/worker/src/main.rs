//! The engine's worker. It owns what core must not know: the clock, the network, storage and other workers. One file
//! plays three parts, told apart by the worker's name: the page's one engine, the replicas that the engine starts to share
//! its batches with, and the workers among which the accelerator page divides one task.
//!
//! The engine is one loop over its [`mail`]: a request is answered at once or noted as work, and work is done in
//! slices of some milliseconds, so that a request never waits for long.

mod accelerate;
mod checkpoint;
mod clock;
mod curve;
mod diet;
mod engine;
mod evaluate;
mod explore;
mod fetch;
mod gpu;
mod library;
mod mail;
mod manifest;
mod measure;
mod network;
mod post;
mod real;
mod replica;
mod replicas;
mod run;
mod scope;
mod session;
mod shard;
mod speed;
mod storage;

fn main() {
    match scope::name().as_str() {
        scope::REPLICA => replica::start(),
        accelerate::NAME => accelerate::start_hand(),
        _ => engine::start(),
    }
}
