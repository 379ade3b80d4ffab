//! Karui's engine on the command line: the same graphs, kernels and training as in the page. With `--json`, one JSON
//! object on stdout; messages go to stderr; the exit code is not 0 when something failed.

mod args;
mod compress;
mod data;
mod network;
mod report;
mod run;

use args::{Args, Command};
use clap::Parser;
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
        Command::Recipe(_) => compress::list(),
    };
    match report {
        Ok(report) => {
            report.print(args.json);
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("karui: {failure}");
            ExitCode::FAILURE
        }
    }
}
