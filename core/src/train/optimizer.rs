use crate::spec::OptimizerKind;
use crate::{Error, Result};
use serde::{Deserialize, Serialize};

/// Momentum's μ.
const MOMENTUM: f32 = 0.9;
/// Adam's decay rates and ε, as in the paper and in PyTorch.
const BETA1: f64 = 0.9;
const BETA2: f64 = 0.999;
const EPS: f32 = 1e-8;

/// Turns gradients into steps, with PyTorch's arithmetic (torch.optim.SGD, Adam, AdamW, defaults but for the settings
/// here). Weight decay applies to every trained parameter, as it does there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Optimizer {
    kind: OptimizerKind,
    weight_decay: f32,
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
        let (m, v) = match kind {
            OptimizerKind::Sgd => (0, 0),
            OptimizerKind::Momentum => (len, 0),
            OptimizerKind::Adam | OptimizerKind::AdamW => (len, len),
        };
        Optimizer { kind, weight_decay, t: 0, m: vec![0.0; m], v: vec![0.0; v] }
    }

    /// Whether `other` has a state of the same form, so that it can take this one's place.
    pub fn same_form(&self, other: &Self) -> Result<()> {
        Error::check_len("optimizer state", self.m.len() + self.v.len(), other.m.len() + other.v.len())
    }

    /// One step on `w` along `g`, both of the length given when made.
    pub fn step(&mut self, lr: f32, w: &mut [f32], g: &[f32]) {
        self.t = self.t.saturating_add(1);
        let decay = self.weight_decay;
        match self.kind {
            OptimizerKind::Sgd => {
                for (w, g) in w.iter_mut().zip(g) {
                    *w -= lr * (g + decay * *w);
                }
            }
            OptimizerKind::Momentum => {
                // Velocity starts at zero, so the first step's is the gradient itself, as in PyTorch.
                for ((w, g), m) in w.iter_mut().zip(g).zip(&mut self.m) {
                    *m = MOMENTUM * *m + (g + decay * *w);
                    *w -= lr * *m;
                }
            }
            OptimizerKind::Adam => self.adam(lr, decay, 1.0, w, g),
            OptimizerKind::AdamW => self.adam(lr, 0.0, 1.0 - lr * decay, w, g),
        }
    }

    /// Adam (Kingma and Ba 2015, alg. 1), with `decay·w` added to the gradient and `w` first multiplied by `shrink`
    /// (Loshchilov and Hutter 2019, alg. 2).
    fn adam(&mut self, lr: f32, decay: f32, shrink: f32, w: &mut [f32], g: &[f32]) {
        let step_size = (f64::from(lr) / (1.0 - BETA1.powi(self.t))) as f32;
        let inv_root = (1.0 / (1.0 - BETA2.powi(self.t)).sqrt()) as f32;
        let (b1, b2) = (BETA1 as f32, BETA2 as f32);
        let (c1, c2) = ((1.0 - BETA1) as f32, (1.0 - BETA2) as f32);
        for (((w, g), m), v) in w.iter_mut().zip(g).zip(&mut self.m).zip(&mut self.v) {
            let g = g + decay * *w;
            *m = b1 * *m + c1 * g;
            *v = b2 * *v + c2 * g * g;
            *w = shrink * *w - step_size * *m / (v.sqrt() * inv_root + EPS);
        }
    }
}
