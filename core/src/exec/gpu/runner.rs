use super::{Gpu, GpuExecutor, Precision};
use crate::compress::fold_bn::fold_bn;
use crate::compress::{Activations, Network};
use crate::exec::Mode;
use crate::graph::Graph;
use crate::rng::Rng;
use crate::{Error, Result};

/// Runs a network that is trained and ready on a GPU, as [`crate::exec::runner()`] does on the CPU: images in, logits out,
/// which must be waited for. Batch norm is folded into the layers before it ([`fold_bn`]), so that it costs no kernels.
#[derive(Debug)]
pub struct GpuRunner {
    executor: GpuExecutor,
    /// Images in the batch last run.
    images: usize,
}

impl GpuRunner {
    /// A runner for `net` in batches of up to `batch` images, whose values and weights are stored as `precision` says. Zeros
    /// that `net` leaves out are computed with. Fails for networks whose activations are rounded to 8-bit integers.
    pub fn new(gpu: &Gpu, net: &Network, batch: usize, precision: Precision) -> Result<Self> {
        if net.activations != Activations::Float {
            return Err(Error::setting("activations", "floats on a GPU", "8-bit integers"));
        }
        let folded = fold_bn(net)?;
        let mut executor = GpuExecutor::storing(gpu, &folded.graph, batch, Mode::Inference, precision)?;
        executor.upload(&folded.weights)?;
        Ok(GpuRunner { executor, images: 0 })
    }

    /// The graph that runs, which has no batch norm behind a layer.
    pub fn graph(&self) -> &Graph {
        self.executor.graph()
    }

    /// Images in its largest batch.
    pub fn batch(&self) -> usize {
        self.executor.batch()
    }

    /// Kernels for one batch.
    pub fn dispatches(&self) -> usize {
        self.executor.dispatches()
    }

    /// Bytes of the device's memory that hold weights and values.
    pub fn bytes(&self) -> u64 {
        self.executor.bytes()
    }

    /// Submits `input [N, H, W, C]`, N being at most [`GpuRunner::batch`]; a smaller batch takes as long as a whole one.
    pub fn forward(&mut self, input: &[f32]) -> Result<()> {
        let image = self.graph().input_shape().len();
        let most = self.batch() * image;
        if input.is_empty() || input.len() > most || !input.len().is_multiple_of(image) {
            return Err(Error::Length { what: "input".into(), expected: most, got: input.len() });
        }
        self.images = input.len() / image;
        // Nothing is drawn in inference.
        let rng = Rng::new(0, 0);
        if input.len() == most {
            return self.executor.forward(input, &rng);
        }
        let mut whole = input.to_vec();
        whole.resize(most, 0.0);
        self.executor.forward(&whole, &rng)
    }

    /// The logits `[N, classes]` of the batch last submitted.
    pub async fn output(&self) -> Result<Vec<f32>> {
        let mut all = self.executor.output().await?;
        all.truncate(self.images * self.graph().output_shape().len());
        Ok(all)
    }
}
