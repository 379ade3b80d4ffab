use crate::spec::OptimizerKind;
use crate::{Error, Result};
use serde::{Deserialize, Serialize};

/// What an optimizer's rule leaves open beside learning rate and weight decay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficients {
    /// Momentum's μ.
    pub momentum: f32,
    /// Whether momentum looks ahead (Nesterov's, as Sutskever et al. 2013 write it).
    pub nesterov: bool,
    /// Adam's decay rates of the two moments.
    pub betas: [f64; 2],
    /// Adam's ε.
    pub eps: f32,
}

impl Default for Coefficients {
    /// μ = 0.9; Adam's as in the paper and in PyTorch.
    fn default() -> Self {
        Coefficients { momentum: 0.9, nesterov: false, betas: [0.9, 0.999], eps: 1e-8 }
    }
}

/// What an optimizer's step does to every weight alike.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Factors {
    /// The learning rate; Adam's is corrected for the first moment's start at zero.
    pub rate: f32,
    /// The part of the weight that is added to its gradient.
    pub decay: f32,
    /// By what the weight is multiplied first.
    pub shrink: f32,
    /// Adam's correction of the root of the second moment.
    pub inv_root: f32,
}

/// Turns gradients into steps, with PyTorch's arithmetic (torch.optim.SGD, Adam, AdamW, defaults but for the settings
/// here). Weight decay applies to every trained parameter, as it does there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Optimizer {
    kind: OptimizerKind,
    weight_decay: f32,
    /// Not stored: what is stored are runs of the lab, and those have the defaults.
    #[serde(skip)]
    coefficients: Coefficients,
    /// Steps done.
    t: i32,
    /// Momentum's velocity, or Adam's first moment.
    m: Vec<f32>,
    /// Adam's second moment.
    v: Vec<f32>,
}

impl Optimizer {
    /// An optimizer for `len` parameters.
    pub fn new(kind: OptimizerKind, weight_decay: f32, len: usize) -> Self {
        Self::with_coefficients(kind, weight_decay, Coefficients::default(), len)
    }

    /// [`Optimizer::new`] with other coefficients than the defaults.
    pub fn with_coefficients(kind: OptimizerKind, weight_decay: f32, coefficients: Coefficients, len: usize) -> Self {
        let (m, v) = match kind {
            OptimizerKind::Sgd => (0, 0),
            OptimizerKind::Momentum => (len, 0),
            OptimizerKind::Adam | OptimizerKind::AdamW => (len, len),
        };
        Optimizer { kind, weight_decay, coefficients, t: 0, m: vec![0.0; m], v: vec![0.0; v] }
    }

    /// Whether `other` has a state of the same form, so that it can take this one's place.
    pub fn same_form(&self, other: &Self) -> Result<()> {
        Error::check_len("optimizer state", self.m.len() + self.v.len(), other.m.len() + other.v.len())
    }

    /// The moments that there are: none, momentum's velocity, or Adam's first and second.
    pub fn moments(&self) -> Vec<&[f32]> {
        [&self.m[..], &self.v].into_iter().filter(|m| !m.is_empty()).collect()
    }

    /// The same after `steps` steps, with the moments that [`moments`](Self::moments) gave then.
    ///
    /// # Errors
    /// Where there are more or fewer moments, or of other lengths.
    pub fn with_state(mut self, steps: u64, moments: &[Vec<f32>]) -> Result<Self> {
        let own = [&mut self.m, &mut self.v].into_iter().filter(|m| !m.is_empty());
        let mut count = 0;
        for (own, new) in own.zip(moments) {
            Error::check_len("optimizer state", own.len(), new.len())?;
            own.copy_from_slice(new);
            count += 1;
        }
        Error::check_len("optimizer moments", self.moments().len(), count.max(moments.len()))?;
        self.t = i32::try_from(steps).unwrap_or(i32::MAX);
        Ok(self)
    }

    /// Steps done.
    pub const fn steps(&self) -> u64 {
        self.t as u64
    }

    /// The numbers of the next step, which is counted as done.
    pub(crate) fn advance(&mut self, lr: f32) -> Factors {
        self.t = self.t.saturating_add(1);
        let decay = self.weight_decay;
        let plain = Factors { rate: lr, decay, shrink: 1.0, inv_root: 1.0 };
        let [beta1, beta2] = self.coefficients.betas;
        let adam = Factors {
            rate: (f64::from(lr) / (1.0 - beta1.powi(self.t))) as f32,
            inv_root: (1.0 / (1.0 - beta2.powi(self.t)).sqrt()) as f32,
            ..plain
        };
        match self.kind {
            OptimizerKind::Sgd | OptimizerKind::Momentum => plain,
            OptimizerKind::Adam => adam,
            OptimizerKind::AdamW => Factors { decay: 0.0, shrink: 1.0 - lr * decay, ..adam },
        }
    }

    /// One step on `w` along `g`, both of the length given when made.
    pub fn step(&mut self, lr: f32, w: &mut [f32], g: &[f32]) {
        let f = self.advance(lr);
        match self.kind {
            OptimizerKind::Sgd => {
                for (w, g) in w.iter_mut().zip(g) {
                    *w -= f.rate * (g + f.decay * *w);
                }
            }
            OptimizerKind::Momentum => {
                // Velocity starts at zero, so the first step's is the gradient itself, as in PyTorch.
                let Coefficients { momentum, nesterov, .. } = self.coefficients;
                for ((w, g), m) in w.iter_mut().zip(g).zip(&mut self.m) {
                    let g = g + f.decay * *w;
                    *m = momentum * *m + g;
                    *w -= f.rate * if nesterov { g + momentum * *m } else { *m };
                }
            }
            OptimizerKind::Adam | OptimizerKind::AdamW => self.adam(f, w, g),
        }
    }

    /// Adam (Kingma and Ba 2015, alg. 1), with `decay·w` added to the gradient and `w` first multiplied by `shrink`
    /// (Loshchilov and Hutter 2019, alg. 2).
    fn adam(&mut self, f: Factors, w: &mut [f32], g: &[f32]) {
        let Coefficients { betas, eps, .. } = self.coefficients;
        let [b1, b2] = betas.map(|beta| beta as f32);
        let [c1, c2] = betas.map(|beta| (1.0 - beta) as f32);
        for (((w, g), m), v) in w.iter_mut().zip(g).zip(&mut self.m).zip(&mut self.v) {
            let g = g + f.decay * *w;
            *m = b1 * *m + c1 * g;
            *v = b2 * *v + c2 * g * g;
            *w = f.shrink * *w - f.rate * *m / (v.sqrt() * f.inv_root + eps);
        }
    }
}

/// The same step on the GPU; see `optimizer.wgsl`.
#[cfg(feature = "gpu")]
mod gpu {
    use super::*;
    use crate::gpu::kernel::{Kernel, Shader};

    static SHADER: Shader = Shader { name: "optimizer", sizes: &["LEN"], parts: &[include_str!("optimizer.wgsl")] };

    impl Factors {
        /// As they lie in the numbers of a step.
        pub(crate) const fn numbers(self) -> [f32; 4] {
            [self.rate, self.decay, self.shrink, self.inv_root]
        }
    }

    impl Optimizer {
        /// Reads the gradient and the report; changes `len` weights and their moments.
        pub(crate) fn kernel(&self, len: usize) -> Kernel {
            let kind = match self.kind {
                OptimizerKind::Sgd => 0.0,
                OptimizerKind::Momentum => 1.0,
                OptimizerKind::Adam | OptimizerKind::AdamW => 2.0,
            };
            // Runs of the lab train there, and have no momentum of Nesterov's.
            let Coefficients { momentum, nesterov: _, betas: [beta1, beta2], eps } = self.coefficients;
            let constants = vec![
                ("LEN", len as f64),
                ("KIND", kind),
                ("MOMENTUM", f64::from(momentum)),
                ("BETA1", beta1),
                ("BETA2", beta2),
                ("REST1", 1.0 - beta1),
                ("REST2", 1.0 - beta2),
                ("EPS", f64::from(eps)),
            ];
            Kernel::over(&SHADER, "update", len, constants)
        }

        /// Its moments, to change.
        pub(crate) fn moments_mut(&mut self) -> Vec<&mut [f32]> {
            [&mut self.m[..], &mut self.v].into_iter().filter(|m| !m.is_empty()).collect()
        }
    }
}
