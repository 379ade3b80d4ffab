use crate::spec::ScheduleKind;

/// The learning rate of each step of a run, as PyTorch's `StepLR(⌈steps/3⌉)`, `CosineAnnealingLR(steps)` and
/// `LinearLR(1/rise, 1, rise)` followed by the cosine give it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Schedule {
    /// Its form.
    pub kind: ScheduleKind,
    /// The learning rate at its highest.
    pub lr: f32,
    /// Steps of the whole run.
    pub steps: u64,
}

impl Schedule {
    /// The learning rate of step `step`, counted from 0.
    pub fn at(&self, step: u64) -> f32 {
        let lr = f64::from(self.lr);
        let at = match self.kind {
            ScheduleKind::Constant => lr,
            ScheduleKind::Step => lr * 0.1f64.powi((step / self.steps.div_ceil(3).max(1)).min(i32::MAX as u64) as i32),
            ScheduleKind::Cosine => lr * half_cosine(step, self.steps),
            ScheduleKind::WarmUp => {
                let rise = (self.steps / 10).max(1);
                if step < rise {
                    let start = 1.0 / rise as f64;
                    lr * (start + (1.0 - start) * step as f64 / rise as f64)
                } else {
                    lr * half_cosine(step - rise, self.steps.saturating_sub(rise))
                }
            }
        };
        at as f32
    }
}

/// `(1 + cos(π·step/steps)) / 2`, 0 from the end on.
fn half_cosine(step: u64, steps: u64) -> f64 {
    if step >= steps { 0.0 } else { (1.0 + (std::f64::consts::PI * step as f64 / steps as f64).cos()) / 2.0 }
}
