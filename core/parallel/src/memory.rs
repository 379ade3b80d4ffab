//! What each worker holds while it trains: parameters, gradients, the optimizer's states and activations.

use karui_spec::{Error, Result};

/// Which of a worker's states are shared out among the data-parallel workers (Rajbhandari et al. 2020, "ZeRO", arXiv:1910.02054, §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zero {
    /// None: plain data parallel.
    Zero0,
    /// The optimizer's (P_os).
    Zero1,
    /// Gradients too (P_os+g).
    Zero2,
    /// Parameters too (P_os+g+p; FSDP).
    Zero3,
}

impl Zero {
    /// All, by their number.
    pub const ALL: [Zero; 4] = [Zero::Zero0, Zero::Zero1, Zero::Zero2, Zero::Zero3];

    /// By its number, 0 … 3.
    ///
    /// # Errors
    /// [`Error::Range`] for another.
    pub fn new(stage: usize) -> Result<Self> {
        Self::ALL.get(stage).copied().ok_or_else(|| Error::range("zero", [0, 3], stage))
    }

    /// Parameters that a worker sends in one step, in multiples of the model (the same, §7): the gradient is reduced and scattered (1),
    /// updated parameters are gathered (1), and with [`Zero::Zero3`] gathered twice, before the forward and the backward pass.
    pub const fn volume(self) -> usize {
        if matches!(self, Zero::Zero3) { 3 } else { 2 }
    }
}

/// Bytes for each parameter of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerParameter {
    /// The parameter.
    pub parameter: u64,
    /// Its gradient.
    pub gradient: u64,
    /// What the optimizer keeps of it.
    pub optimizer: u64,
}

impl PerParameter {
    /// Adam in mixed precision: parameter and gradient in 16 bits; a copy of the parameter, momentum and variance in 32 (K = 12;
    /// arXiv:1910.02054, §3.1).
    pub const MIXED_ADAM: PerParameter = PerParameter { parameter: 2, gradient: 2, optimizer: 12 };
    /// In 32 bits throughout, with an optimizer that keeps `moments` numbers of each parameter: SGD 0, momentum 1, Adam 2.
    pub const fn float32(moments: u64) -> Self {
        PerParameter { parameter: 4, gradient: 4, optimizer: 4 * moments }
    }
}

/// How the workers share the work: all of them are tensor × pipeline × data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ways {
    /// Workers that have the same part of the network, and a part of the batch each.
    pub data: u64,
    /// Workers that share each layer's matrices.
    pub tensor: u64,
    /// Stages of the pipeline.
    pub pipeline: u64,
}

impl Ways {
    /// Of `workers` in all, those that tensor and pipeline leave to data.
    ///
    /// # Errors
    /// [`Error::Misuse`] where one is 0 or their number is no multiple of tensor × pipeline.
    pub fn new(workers: u64, tensor: u64, pipeline: u64) -> Result<Self> {
        let model = tensor.checked_mul(pipeline).unwrap_or(0);
        if model == 0 || workers == 0 || !workers.is_multiple_of(model) {
            let expected = format!("a multiple of {tensor} × {pipeline}");
            return Err(Error::misuse("workers", expected, workers.to_string()));
        }
        Ok(Ways { data: workers / model, tensor, pipeline })
    }
}

/// Bytes that the worker that holds most has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Memory {
    /// Of parameters.
    pub parameters: u64,
    /// Of gradients.
    pub gradients: u64,
    /// Of the optimizer's states.
    pub optimizer: u64,
    /// Of activations.
    pub activations: u64,
}

impl Memory {
    /// Of a model of `parameters` parameters whose layers can be divided evenly.
    pub fn of_states(parameters: u64, bytes: PerParameter, ways: Ways, zero: Zero) -> Self {
        let own = parameters.div_ceil(ways.tensor * ways.pipeline);
        let held = |from: Zero| if zero >= from { own.div_ceil(ways.data) } else { own };
        Memory {
            parameters: bytes.parameter * held(Zero::Zero3),
            gradients: bytes.gradient * held(Zero::Zero2),
            optimizer: bytes.optimizer * held(Zero::Zero1),
            activations: 0,
        }
    }

    /// With activations: of one microbatch the whole network keeps `bytes`. A stage keeps its part of each microbatch that is under
    /// way, at the first stage of 1F1B as many as there are stages ([`crate::pipeline::Schedule::peaks`] counts them for any schedule).
    pub fn with_activations(self, bytes: u64, ways: Ways, microbatches: u64) -> Self {
        let under_way = microbatches.clamp(1, ways.pipeline);
        Memory { activations: (bytes * under_way).div_ceil(ways.tensor * ways.pipeline), ..self }
    }

    /// All of it.
    pub fn total(&self) -> u64 {
        self.parameters + self.gradients + self.optimizer + self.activations
    }
}

/// A transformer's layer, for [`transformer_layer`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransformerLayer {
    /// Tokens of a sequence, s.
    pub sequence: u64,
    /// Sequences of a microbatch, b.
    pub batch: u64,
    /// Features of a token, h.
    pub hidden: u64,
    /// Attention's heads, a.
    pub heads: u64,
}

/// How a transformer's layer is divided and what it keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// Everything; matrices are divided among the tensor-parallel workers, norms and dropouts are not.
    All,
    /// Everything; norms and dropouts are divided too, along the sequence.
    SequenceParallel,
    /// The layer's input alone; the rest is computed again in the backward pass.
    Recomputed,
}

/// Bytes of activations that one of `tensor` workers keeps of a layer, in 16 bits (Korthikanti et al. 2022, arXiv:2205.05198, table 2):
/// sbh(34 + 5as/h) on one worker, sbh(10 + 24/t + 5as/(ht)) on t, sbh/t·(34 + 5as/h) with the sequence divided too, 2sbh recomputed.
pub fn transformer_layer(layer: TransformerLayer, tensor: u64, keeping: Keeping) -> u64 {
    let TransformerLayer { sequence: s, batch: b, hidden: h, heads: a } = layer;
    let t = tensor.max(1);
    let sbh = s * b * h;
    let scores = 5 * a * s * s * b;
    match keeping {
        // Two norms' inputs (4), the inputs of attention and of the two-layer network (4), two dropouts' masks (2).
        Keeping::All => 10 * sbh + (24 * sbh + scores).div_ceil(t),
        Keeping::SequenceParallel => (34 * sbh + scores).div_ceil(t),
        Keeping::Recomputed => 2 * sbh,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gigabytes(parameters: f64, workers: u64, zero: Zero) -> f64 {
        let ways = Ways::new(workers, 1, 1).unwrap();
        Memory::of_states(parameters as u64, PerParameter::MIXED_ADAM, ways, zero).total() as f64 / 1e9
    }

    /// arXiv:1910.02054, table 1 (and figure 1 for 64 workers, where the paper prints 1.9 for 1.875).
    #[test]
    fn the_table_of_the_zero_paper() {
        for (parameters, workers, expected) in [
            (7.5e9, 1, [120.0, 120.0, 120.0, 120.0]),
            (7.5e9, 4, [120.0, 52.5, 41.3, 30.0]),
            (7.5e9, 16, [120.0, 35.6, 21.6, 7.5]),
            (7.5e9, 64, [120.0, 31.4, 16.6, 1.88]),
            (7.5e9, 256, [120.0, 30.4, 15.4, 0.47]),
            (7.5e9, 1024, [120.0, 30.1, 15.1, 0.12]),
            (128e9, 64, [2048.0, 536.0, 284.0, 32.0]),
            (1e12, 64, [16000.0, 4187.0, 2218.0, 250.0]),
            (1.5e9, 1, [24.0, 24.0, 24.0, 24.0]),
        ] {
            for (zero, expected) in Zero::ALL.into_iter().zip(expected) {
                let got = gigabytes(parameters, workers, zero);
                // To the digits that are printed.
                let digit = [1.0, 0.1, 0.01][if expected >= 1000.0 {
                    0
                } else if expected > 2.0 {
                    1
                } else {
                    2
                }];
                assert!(
                    (got - expected).abs() <= digit,
                    "{parameters} on {workers}, {zero:?}: {got}, printed {expected}"
                );
            }
        }
        assert_eq!(Zero::ALL.map(Zero::volume), [2, 2, 2, 3]);
        assert!(Zero::new(4).is_err());
    }

    #[test]
    fn tensor_and_pipeline_divide_first() {
        let ways = Ways::new(64, 4, 2).unwrap();
        assert_eq!(ways, Ways { data: 8, tensor: 4, pipeline: 2 });
        let of = |zero| Memory::of_states(8_000_000, PerParameter::MIXED_ADAM, ways, zero);
        assert_eq!(of(Zero::Zero0).total(), 16_000_000);
        assert_eq!(
            of(Zero::Zero1),
            Memory { parameters: 2_000_000, gradients: 2_000_000, optimizer: 1_500_000, activations: 0 }
        );
        assert_eq!(of(Zero::Zero3).total(), 2_000_000);
        assert_eq!(PerParameter::float32(2), PerParameter { parameter: 4, gradient: 4, optimizer: 8 });
        // What does not divide: the largest part.
        let odd = Memory::of_states(10, PerParameter::float32(0), Ways::new(3, 1, 1).unwrap(), Zero::Zero3);
        assert_eq!((odd.parameters, odd.optimizer), (16, 0));
        for (workers, tensor, pipeline) in [(6, 4, 1), (0, 1, 1), (4, 0, 1), (4, 1, 0)] {
            assert!(Ways::new(workers, tensor, pipeline).is_err());
        }
    }

    #[test]
    fn a_pipeline_saves_no_activations_at_its_first_stage() {
        let of = |pipeline, microbatches| {
            let ways = Ways::new(pipeline, 1, pipeline).unwrap();
            Memory::default().with_activations(1_000_000, ways, microbatches).activations
        };
        assert_eq!([of(1, 8), of(4, 8), of(4, 2)], [1_000_000, 1_000_000, 500_000]);
        // As many as 1F1B holds.
        let peaks =
            crate::pipeline::Schedule::new(karui_spec::PipelineKind::OneFOneB, 4, 8, 1).unwrap().peaks(|_| 250_000);
        assert_eq!(peaks.into_iter().max(), Some(of(4, 8)));
    }

    /// GPT-3's layer (s = 2048, b = 1, h = 12288, a = 96), where 5as/h = 80.
    #[test]
    fn a_transformers_layer() {
        let layer = TransformerLayer { sequence: 2048, batch: 1, hidden: 12288, heads: 96 };
        let sbh = 2048 * 12288;
        assert_eq!(transformer_layer(layer, 1, Keeping::All), sbh * 114);
        assert_eq!(transformer_layer(layer, 8, Keeping::All), sbh * (10 + 3 + 10));
        assert_eq!(transformer_layer(layer, 8, Keeping::SequenceParallel), sbh * 114 / 8);
        assert_eq!(transformer_layer(layer, 8, Keeping::Recomputed), sbh * 2);
    }
}
