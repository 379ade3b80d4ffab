//! Karui's engine on the command line: the same graphs, kernels and training as in the page. With `--json`, one JSON value
//! on stdout; messages go to stderr; the exit code is not 0 when something failed.

mod agree;
mod args;
mod compress;
mod container;
mod data;
mod federate;
mod lessons;
mod memory_plan;
mod network;
mod plans;
mod quiz;
mod report;
mod run;
mod settings;
mod variant;
mod workers;

use args::{Args, Command};
use clap::Parser;
use std::io::ErrorKind;
use std::process::ExitCode;

/// Any failure, as the text that is shown.
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let args = Args::parse();
    let report = match &args.command {
        Command::Cost(args) => run::cost(args),
        Command::Train(args) => run::train(args),
        Command::Eval(args) => run::eval(args),
        Command::Predict(args) => run::predict(args),
        Command::Export(args) => run::export(args),
        Command::Compress(args) => compress::compress(args),
        Command::Agree(args) => agree::agree(args),
        Command::Federate(args) => federate::federate(args),
        Command::Variant(args) => variant::variant(args),
        Command::Allreduce(args) => plans::allreduce(args),
        Command::Pipeline(args) => plans::pipeline(args),
        Command::Memory(args) => plans::memory(args),
        Command::Recipe(_) => compress::list(),
        Command::MemoryPlan(args) => memory_plan::memory_plan(args),
        Command::Lessons(args) => lessons::lessons(args),
        Command::Quiz(args) => quiz::quiz(args),
        Command::Dockerfile(args) => container::dockerfile(args),
        Command::Build(args) => container::build(args),
    };
    // Recipes are JSON anyway: what a person would be shown of one is what goes into a file.
    let json = args.json || matches!(args.command, Command::Recipe(_));
    let told = report.and_then(|report| match report.write(&mut std::io::stdout().lock(), json) {
        // Whoever reads has read enough (`| head`).
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    });
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("karui: {failure}");
            ExitCode::FAILURE
        }
    }
}
