//! The engine's optimizers, one for each parameter, as PyTorch's keep their state, and learning rates by epoch.

use crate::error::{Kind, Result, TorchError, missing, value};
use crate::session::Session;
use crate::trace::{MAX_VALUES, MomentsEntry, Number, OptimizerEntry};
use karui_core::spec::OptimizerKind;
use karui_core::train::{Coefficients, Optimizer};

/// A group of parameters with one rule.
#[derive(Debug)]
pub(crate) struct Optim {
    kind: OptimizerKind,
    lr: f64,
    weight_decay: f32,
    coefficients: Coefficients,
    pub params: Vec<u64>,
    /// Made at a parameter's first gradient.
    state: Vec<Option<Optimizer>>,
}

impl Optim {
    /// As `torch.optim` names it. `numbers` are the learning rate, weight decay, momentum, both betas, ε, and
    /// whether momentum is Nesterov's: 0 or 1.
    pub fn new(kind: &str, params: Vec<u64>, numbers: [f64; 7]) -> Result<Self> {
        let [lr, weight_decay, momentum, beta1, beta2, eps, nesterov] = numbers;
        let bad = |what: &str, got: f64| value(format!("{kind}: {what} cannot be {got}"));
        let numbers = [("the learning rate", lr), ("weight_decay", weight_decay), ("momentum", momentum), ("eps", eps)];
        if let Some((what, got)) = numbers.into_iter().find(|(_, v)| v.is_nan() || *v < 0.0) {
            return bad(what, got);
        }
        if let Some(beta) = [beta1, beta2].into_iter().find(|beta| !(0.0..1.0).contains(beta)) {
            return bad("a beta", beta);
        }
        if nesterov != 0.0 && momentum == 0.0 {
            return value("Nesterov momentum requires a momentum and zero dampening");
        }
        let kind = match kind {
            "SGD" if momentum == 0.0 => OptimizerKind::Sgd,
            "SGD" => OptimizerKind::Momentum,
            "Adam" => OptimizerKind::Adam,
            "AdamW" => OptimizerKind::AdamW,
            _ => return missing(&format!("torch.optim.{kind}")),
        };
        let nesterov = nesterov != 0.0;
        let coefficients = Coefficients { momentum: momentum as f32, nesterov, betas: [beta1, beta2], eps: eps as f32 };
        let state = params.iter().map(|_| None).collect();
        Ok(Optim { kind, lr, weight_decay: weight_decay as f32, coefficients, params, state })
    }

    /// What is kept of each parameter: steps done and the moments; nothing before its first step.
    pub fn state(&self) -> Vec<Option<(u64, Vec<Vec<f32>>)>> {
        let of = |it: &Optimizer| (it.steps(), it.moments().into_iter().map(<[f32]>::to_vec).collect());
        self.state.iter().map(|state| state.as_ref().map(of)).collect()
    }

    /// Takes the place of what is kept of parameter `at`.
    pub fn set_state(&mut self, at: usize, known: Option<(u64, Vec<Vec<f32>>)>, len: usize) -> Result<()> {
        let Some(place) = self.state.get_mut(at) else { return value("loaded state of a parameter that there is not") };
        *place = match known {
            None => None,
            Some((steps, moments)) => {
                let new = Optimizer::with_coefficients(self.kind, self.weight_decay, self.coefficients, len);
                let new = new.with_state(steps, &moments);
                Some(new.map_err(|error| TorchError::new(Kind::Value, error.to_string()))?)
            }
        };
        Ok(())
    }

    /// As the trace tells it.
    pub fn told(&self, id: u64) -> OptimizerEntry {
        let numbers = |m: &&[f32]| m.iter().take(MAX_VALUES).map(|v| Number(f64::from(*v))).collect();
        let state = self.params.iter().zip(&self.state).filter_map(|(tensor, state)| {
            let moments = state.as_ref()?.moments();
            let mut entry = MomentsEntry { tensor: *tensor, momentum_buffer: None, exp_avg: None, exp_avg_sq: None };
            match self.kind {
                OptimizerKind::Sgd => {}
                OptimizerKind::Momentum => entry.momentum_buffer = moments.first().map(numbers),
                OptimizerKind::Adam | OptimizerKind::AdamW => {
                    entry.exp_avg = moments.first().map(numbers);
                    entry.exp_avg_sq = moments.get(1).map(numbers);
                }
            }
            Some(entry)
        });
        let kind = match self.kind {
            OptimizerKind::Sgd | OptimizerKind::Momentum => "SGD",
            OptimizerKind::Adam => "Adam",
            OptimizerKind::AdamW => "AdamW",
        };
        let step = self.state.iter().flatten().map(Optimizer::steps).max().unwrap_or(0);
        OptimizerEntry { id, kind, lr: Number(self.lr), step, state: state.collect() }
    }
}

/// One step of optimizer `id` with learning rate `lr`: parameters without a gradient stay as they are.
pub(crate) fn step(session: &mut Session, id: u64, lr: f64) -> Result<()> {
    let Some(mut optim) = session.optimizers.remove(&id) else {
        return Err(TorchError::new(Kind::Runtime, format!("there is no optimizer {id}")));
    };
    optim.lr = lr;
    let done = step_each(session, &mut optim, lr as f32);
    session.optimizers.insert(id, optim);
    session.changed_optimizers.insert(id);
    done
}

fn step_each(session: &mut Session, optim: &mut Optim, lr: f32) -> Result<()> {
    for (id, state) in optim.params.iter().zip(&mut optim.state) {
        let tensor = session.tensor(*id)?;
        let Some(grad) = tensor.grad.clone() else { continue };
        let array = tensor.array.clone();
        if grad.shape() != array.shape() {
            return Err(TorchError::new(Kind::Runtime, "a gradient has another shape than its parameter"));
        }
        let state = state.get_or_insert_with(|| {
            Optimizer::with_coefficients(optim.kind, optim.weight_decay, optim.coefficients, array.len())
        });
        // Copied: it may be a view of the very values that change.
        let g = grad.floats().to_vec();
        array.update(&mut |w| state.step(lr, w, &g))?;
        session.touch(*id, &array);
    }
    Ok(())
}

/// The learning rate of epoch `t` behind that of epoch `t − 1`, `lr`: PyTorch's recursive forms, so that it prints the same digits.
pub(crate) fn schedule(kind: &str, lr: f64, base: f64, t: i64, numbers: &[f64]) -> Result<f64> {
    let at = |i: usize| numbers.get(i).copied().unwrap_or(f64::NAN);
    let epoch = t as f64;
    Ok(match kind {
        // step_size, gamma
        "StepLR" if t == 0 || epoch % at(0) != 0.0 => lr,
        "StepLR" => lr * at(1),
        // gamma, milestones …
        "MultiStepLR" => lr * at(0).powi(numbers.iter().skip(1).filter(|m| **m == epoch).count() as i32),
        // gamma
        "ExponentialLR" => {
            if t == 0 {
                lr
            } else {
                lr * at(0)
            }
        }
        // start_factor, end_factor, total_iters
        "LinearLR" if t == 0 => lr * at(0),
        "LinearLR" if epoch > at(2) => lr,
        "LinearLR" => lr * (1.0 + (at(1) - at(0)) / (at(2) * at(0) + (epoch - 1.0) * (at(1) - at(0)))),
        // T_max, eta_min
        "CosineAnnealingLR" => {
            let (most, low) = (at(0), at(1));
            let wave = |t: f64| 1.0 + (std::f64::consts::PI * t / most).cos();
            if t == 0 {
                lr
            } else if (epoch - 1.0 - most) % (2.0 * most) == 0.0 {
                lr + (base - low) * (1.0 - (std::f64::consts::PI / most).cos()) / 2.0
            } else {
                wave(epoch) / wave(epoch - 1.0) * (lr - low) + low
            }
        }
        _ => return missing(&format!("torch.optim.lr_scheduler.{kind}")),
    })
}
