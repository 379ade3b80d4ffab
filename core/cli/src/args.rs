//! What can be asked for.

use crate::Failure;
use crate::agree::AgreeArgs;
use crate::compress::{CompressArgs, RecipeArgs};
use crate::container::{BuildArgs, DockerfileArgs};
use crate::federate::FederateArgs;
use crate::memory_plan::MemoryPlanArgs;
use crate::plans::{AllReduceArgs, MemoryArgs, PipelineArgs};
use crate::quiz::QuizArgs;
use crate::settings::SettingArgs;
use crate::variant::VariantArgs;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use karui_core::data::info;
use karui_core::graph::{Graph, Shape};
use karui_core::models::{self, Options};
use karui_core::spec::{AllReduce, DataKind};
use std::path::PathBuf;

/// Train small networks and make them smaller.
#[derive(Debug, Parser)]
#[command(name = "karui", version)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
    /// Print one JSON value on stdout.
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Parameters and multiply-adds of a network, layer by layer.
    Cost(SizedModelArgs),
    /// Train a network from its initial weights and test it.
    Train(TrainArgs),
    /// Test a network with given weights on the held-out images.
    Eval(EvalArgs),
    /// The logits of a network for given inputs.
    Predict(PredictArgs),
    /// Write a network in another file format.
    Export(ExportArgs),
    /// Make a trained network lighter by a recipe, and measure what that does.
    Compress(CompressArgs),
    /// Make a real network lighter, for which there are pictures without labels, and count on how many it says the same.
    Agree(AgreeArgs),
    /// The recipes that have names.
    Recipe(RecipeArgs),
    /// Federated learning: clients train on images of their own, the server takes the mean of their weights.
    Federate(FederateArgs),
    /// Train by plain gradient descent with gradients made smaller on their way, or with a batch and a learning rate made larger.
    Variant(VariantArgs),
    /// What it costs to bring the gradients of several workers together: rounds, bytes of each worker, time.
    Allreduce(AllReduceArgs),
    /// A pipeline's schedule in time: who does what when, waiting, and how many activations each worker holds.
    Pipeline(PipelineArgs),
    /// Bytes that each worker holds while a network is trained: data, tensor and pipeline parallel, ZeRO.
    Memory(MemoryArgs),
    /// The memory that a network needs to run on a board: values that are there at a time, layer by layer, and constants.
    MemoryPlan(MemoryPlanArgs),
    /// The lessons of the course: what there is, whether it holds, and what the page reads.
    Lessons(LessonsArgs),
    /// Questions on all of it: what there is, or one of them with its answer.
    Quiz(QuizArgs),
    /// The instructions of a Dockerfile as BuildKit's parser reads them.
    Dockerfile(DockerfileArgs),
    /// Build a container image from a Dockerfile and a folder, and say of each step why it was cached or not.
    Build(BuildArgs),
}

#[derive(Debug, ClapArgs)]
pub struct LessonsArgs {
    /// The folder that holds the lessons.
    #[arg(long, default_value = "www/lessons")]
    pub from: PathBuf,
    /// Say only what is wrong.
    #[arg(long)]
    pub check: bool,
    /// Write what the page reads into this folder.
    #[arg(long)]
    pub html: Option<PathBuf>,
}

/// Which network.
#[derive(Debug, ClapArgs)]
pub struct ModelArgs {
    /// mlp, lenet, mobilenet, mobilenet2, mobilenet3, cnn (small), lenet-300-100, lenet-5 or 2nn; mobilenet-v1, mobilenet-v2, mobilenet-v3-small or
    /// mobilenet-v3-large (the papers'); person or efficientnet-lite0 (with shipped weights); auto (predict and export):
    /// whichever of the papers' and the shipped networks the weights belong to.
    #[arg(long, default_value = "lenet")]
    pub model: String,
    /// Width multiplier of the MobileNets and of cnn.
    #[arg(long)]
    pub alpha: Option<f32>,
    /// Groups of the convolutions of cnn.
    #[arg(long)]
    pub groups: Option<usize>,
}

impl ModelArgs {
    /// The network for images of `shape` in `classes` classes.
    pub fn graph(&self, shape: Shape, classes: Option<usize>) -> Result<Graph, Failure> {
        let size = Some((shape.h, shape.w));
        let options = Options { alpha: self.alpha, groups: self.groups, size, channels: Some(shape.c), classes };
        Ok(models::named(&self.model, options)?)
    }
}

/// Which images.
#[derive(Debug, ClapArgs)]
pub struct DataArgs {
    /// fashion-mnist, mnist or shapes.
    #[arg(long, default_value = "fashion-mnist")]
    pub data: DataKind,
    /// The folder that holds the data sets.
    #[arg(long, env = "KARUI_DATA", default_value = "www/data")]
    pub data_dir: PathBuf,
}

impl DataArgs {
    /// The network that `model` names, for these images.
    pub fn graph(&self, model: &ModelArgs) -> Result<Graph, Failure> {
        let info = info(self.data);
        model.graph(info.shape, Some(info.classes.len()))
    }
}

/// Which network, where no data say its size.
#[derive(Debug, ClapArgs)]
pub struct SizedModelArgs {
    #[command(flatten)]
    pub model: ModelArgs,
    /// Height and width of the input.
    #[arg(long)]
    pub resolution: Option<usize>,
    /// Channels of the input.
    #[arg(long)]
    pub channels: Option<usize>,
    /// Outputs.
    #[arg(long)]
    pub classes: Option<usize>,
}

impl SizedModelArgs {
    /// The network; what is not given is its own default.
    pub fn graph(&self) -> Result<Graph, Failure> {
        let SizedModelArgs { model: ModelArgs { model, alpha, groups }, resolution, channels, classes } = self;
        let size = resolution.map(|r| (r, r));
        Ok(models::named(
            model,
            Options { alpha: *alpha, groups: *groups, size, channels: *channels, classes: *classes },
        )?)
    }
}

/// Where a network comes from: weights for one of the lab's, or a whole one.
#[derive(Debug, ClapArgs)]
pub struct FileArgs {
    /// The weights (safetensors).
    #[arg(long, required_unless_present = "packed", conflicts_with = "packed")]
    pub weights: Option<PathBuf>,
    /// A packed model (.karui), which needs no --model.
    #[arg(long)]
    pub packed: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub struct TrainArgs {
    #[command(flatten)]
    pub data: DataArgs,
    #[command(flatten)]
    pub model: ModelArgs,
    /// How many of the training images are used.
    #[arg(long, default_value_t = 60_000)]
    pub train: usize,
    #[command(flatten)]
    pub settings: SettingArgs<true>,
    /// Threads that share each batch, each with a network of its own.
    #[arg(long)]
    pub workers: Option<usize>,
    /// How they bring their gradients together: naive, server, tree, ring or halving.
    #[arg(long, default_value = "ring", requires = "workers")]
    pub algorithm: AllReduce,
    /// Where to keep the weights (safetensors).
    #[arg(long)]
    pub save: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub struct EvalArgs {
    #[command(flatten)]
    pub data: DataArgs,
    #[command(flatten)]
    pub model: ModelArgs,
    #[command(flatten)]
    pub file: FileArgs,
}

#[derive(Debug, ClapArgs)]
pub struct PredictArgs {
    #[command(flatten)]
    pub model: ModelArgs,
    /// Outputs; by default the network's own.
    #[arg(long)]
    pub classes: Option<usize>,
    #[command(flatten)]
    pub file: FileArgs,
    /// A safetensors file with one tensor `input` [N, C, H, W], fed as it is.
    #[arg(long)]
    pub input: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub struct ExportArgs {
    #[command(flatten)]
    pub model: SizedModelArgs,
    #[command(flatten)]
    pub file: FileArgs,
    /// The file format.
    #[arg(long)]
    pub format: Format,
    /// Where it goes.
    #[arg(long)]
    pub out: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// ONNX, for other runtimes.
    Onnx,
    /// Weights alone, as floats with PyTorch's names.
    Safetensors,
    /// Karui's packed model.
    Karui,
    /// TensorFlow Lite, for LiteRT and for microcontrollers.
    Tflite,
    /// One C99 file that runs the network, for boards.
    C,
    /// The same as an Arduino library (zip).
    Arduino,
}
