use super::{GpuExecutor, GpuInt8Executor};
use crate::exec::Mode;
use crate::gpu::{Gpu, Precision};
use crate::graph::fold_bn::fold_bn;
use crate::graph::{Graph, Model};
use crate::quant::Activations;
use crate::rng::Rng;
use crate::{Error, Result};

/// Runs a network that is trained and ready on a GPU, as a [`crate::exec::InferenceSession`] does on the CPU: images in, logits out,
/// which must be waited for. Batch norm is folded into the layers before it ([`fold_bn`]), so that it costs no kernels.
#[derive(Debug)]
pub struct GpuSession {
    executor: Executor,
    /// Images in the batch last run.
    images: usize,
}

/// What the network's numbers ask for.
#[derive(Debug)]
enum Executor {
    Floats(Box<GpuExecutor>),
    Integers(Box<GpuInt8Executor>),
}

impl GpuSession {
    /// A session of `net` in batches of up to `batch` images. Floats are stored as `precision` says; networks with fixed grids
    /// run in integers whatever it says. Zeros that `net` leaves out are computed with. Fails for activations whose range is
    /// that of each image, and as [`GpuExecutor::storing`] and [`GpuInt8Executor::new`] do.
    pub fn new(gpu: &Gpu, net: &Model, batch: usize, precision: Precision) -> Result<Self> {
        let executor = match net.activations {
            Activations::Static(_) => Executor::Integers(Box::new(GpuInt8Executor::new(gpu, net, batch)?)),
            Activations::Dynamic => {
                return Err(Error::misuse("activations", "floats or fixed grids on a GPU", "dynamic"));
            }
            Activations::Float => {
                let folded = fold_bn(net)?;
                let mut executor = GpuExecutor::storing(gpu, &folded.graph, batch, Mode::Inference, precision)?;
                executor.upload(&folded.weights)?;
                Executor::Floats(Box::new(executor))
            }
        };
        Ok(GpuSession { executor, images: 0 })
    }

    /// The graph that runs, which has no batch norm behind a layer.
    pub fn graph(&self) -> &Graph {
        match &self.executor {
            Executor::Floats(executor) => executor.graph(),
            Executor::Integers(executor) => executor.graph(),
        }
    }

    /// Images in its largest batch.
    pub fn batch(&self) -> usize {
        match &self.executor {
            Executor::Floats(executor) => executor.batch(),
            Executor::Integers(executor) => executor.batch(),
        }
    }

    /// Kernels for one batch.
    pub fn dispatches(&self) -> usize {
        match &self.executor {
            Executor::Floats(executor) => executor.dispatches(),
            Executor::Integers(executor) => executor.dispatches(),
        }
    }

    /// Bytes of the device's memory that hold weights and values; `None` for integers, which are not counted.
    pub fn bytes(&self) -> Option<u64> {
        match &self.executor {
            Executor::Floats(executor) => Some(executor.bytes()),
            Executor::Integers(_) => None,
        }
    }

    /// Submits `input [N, H, W, C]`, N being at most [`GpuSession::batch`]; a smaller batch takes as long as a whole one.
    pub fn forward(&mut self, input: &[f32]) -> Result<()> {
        let image = self.graph().input_shape().len();
        let most = self.batch() * image;
        if input.is_empty() || input.len() > most || !input.len().is_multiple_of(image) {
            return Err(Error::Length { what: "input".into(), expected: most, got: input.len() });
        }
        self.images = input.len() / image;
        if input.len() == most {
            return self.submit(input);
        }
        let mut whole = input.to_vec();
        whole.resize(most, 0.0);
        self.submit(&whole)
    }

    fn submit(&mut self, whole: &[f32]) -> Result<()> {
        match &mut self.executor {
            // Nothing is drawn in inference.
            Executor::Floats(executor) => executor.forward(whole, &Rng::new(0, 0)),
            Executor::Integers(executor) => executor.forward(whole),
        }
    }

    /// The logits `[N, classes]` of the batch last submitted.
    pub async fn output(&self) -> Result<Vec<f32>> {
        let mut all = match &self.executor {
            Executor::Floats(executor) => executor.output().await?,
            Executor::Integers(executor) => executor.output().await?,
        };
        all.truncate(self.images * self.graph().output_shape().len());
        Ok(all)
    }
}
