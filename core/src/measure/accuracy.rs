//! How well a network classifies: counts over held-out images.

use ndarray::{Array2, ArrayView2};

/// How often each class was taken for each.
#[derive(Debug, Clone, PartialEq)]
pub struct Confusion(Array2<u32>);

impl Confusion {
    /// Nothing counted, for `classes` classes.
    pub fn new(classes: usize) -> Self {
        Confusion(Array2::zeros((classes, classes)))
    }

    /// Of images whose classes are `labels` and were taken for `predicted`, over as many as both have.
    pub fn of(labels: &[u8], predicted: &[u8], classes: usize) -> Self {
        let mut confusion = Confusion::new(classes);
        labels.iter().zip(predicted).for_each(|(&label, &predicted)| confusion.count(label, predicted.into()));
        confusion
    }

    /// Counts an image; one whose label is no class is not counted.
    pub fn count(&mut self, label: u8, predicted: usize) {
        if let Some(count) = self.0.get_mut([usize::from(label), predicted]) {
            *count += 1;
        }
    }

    /// `[label, predicted]`.
    pub fn counts(&self) -> ArrayView2<'_, u32> {
        self.0.view()
    }

    /// Images classified rightly.
    pub fn hits(&self) -> u64 {
        self.0.diag().iter().map(|&count| u64::from(count)).sum()
    }

    /// Right ones and all of class `class`.
    pub fn class_hits(&self, class: usize) -> (u64, u64) {
        let Some(row) = self.0.outer_iter().nth(class) else { return (0, 0) };
        (u64::from(row[class]), row.iter().map(|&count| u64::from(count)).sum())
    }
}

/// Counts of classified images, filled batch by batch.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    classes: usize,
    confusion: Confusion,
    /// The loss of each image, in the order added.
    losses: Vec<f32>,
    /// The predicted class of each image, in the order added.
    predicted: Vec<u8>,
}

impl Score {
    /// An empty score for `classes` classes.
    pub fn new(classes: usize) -> Self {
        Score { classes, confusion: Confusion::new(classes), losses: Vec::new(), predicted: Vec::new() }
    }

    /// Counts a batch: `logits [N, classes]`, one label each. A label that is no class counts as wrong.
    pub fn add(&mut self, logits: &[f32], labels: &[u8]) {
        for (z, &label) in logits.chunks_exact(self.classes).zip(labels) {
            let predicted = argmax(z);
            self.confusion.count(label, predicted);
            self.predicted.push(predicted as u8);
            self.losses.push(cross_entropy(z, label));
        }
    }

    /// Images counted.
    pub fn count(&self) -> u64 {
        self.losses.len() as u64
    }

    /// Images classified rightly.
    pub fn hits(&self) -> u64 {
        self.confusion.hits()
    }

    /// The mean cross-entropy.
    pub fn mean_loss(&self) -> f64 {
        self.losses.iter().map(|&l| f64::from(l)).sum::<f64>() / self.losses.len().max(1) as f64
    }

    /// How often each class was taken for each: `[label, predicted]`.
    pub fn confusion(&self) -> ArrayView2<'_, u32> {
        self.confusion.counts()
    }

    /// The predicted classes, in the order added.
    pub fn predicted(&self) -> &[u8] {
        &self.predicted
    }

    /// Right ones and all of class `class`.
    pub fn class_hits(&self, class: usize) -> (u64, u64) {
        self.confusion.class_hits(class)
    }

    /// The places (in the order added) of the `n` wrongly classified images with the highest loss, worst first.
    pub fn worst(&self, labels: &[u8], n: usize) -> Vec<usize> {
        // Few are kept, so each is put in its place: a sort of all would make the worker larger.
        let mut worst: Vec<usize> = Vec::new();
        for i in (0..self.losses.len().min(labels.len())).filter(|&i| self.predicted[i] != labels[i]) {
            let at = worst.partition_point(|&j| self.losses[j].total_cmp(&self.losses[i]).is_ge());
            if at < n {
                worst.truncate(n - 1);
                worst.insert(at, i);
            }
        }
        worst
    }
}

/// The place of the largest value, the first of equals; 0 for none.
pub fn argmax(values: &[f32]) -> usize {
    let mut best = 0;
    for (i, v) in values.iter().enumerate() {
        if *v > values[best] {
            best = i;
        }
    }
    best
}

fn cross_entropy(logits: &[f32], label: u8) -> f32 {
    let max = f64::from(logits.iter().copied().fold(f32::NEG_INFINITY, f32::max));
    let log_sum = max + logits.iter().map(|&z| (f64::from(z) - max).exp()).sum::<f64>().ln();
    logits.get(usize::from(label)).map_or(f32::INFINITY, |&z| (log_sum - f64::from(z)) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn counts_hits_losses_and_the_worst() {
        let mut score = Score::new(2);
        score.add(&[2.0, 0.0, 0.0, 3.0, 0.0, 1.0], &[0, 0, 0]);
        assert_eq!((score.hits(), score.count(), score.confusion()), (1, 3, arr2(&[[1, 2], [0, 0]]).view()));
        assert_eq!(score.confusion, Confusion::of(&[0, 0, 0], score.predicted(), 2));
        assert_eq!(Confusion::of(&[1, 7], &[1, 0], 2).class_hits(1), (1, 1));
        assert_eq!(score.worst(&[0, 0, 0], 5), [1, 2]);
        assert_eq!((score.worst(&[0, 0, 0], 1), score.worst(&[0, 0, 0], 0)), (vec![1], vec![]));
        let expected = (0..3).map(|i| [(-2f64).exp(), 3f64.exp(), 1f64.exp()][i].ln_1p()).sum::<f64>() / 3.0;
        assert!((score.mean_loss() - expected).abs() < 1e-6);
    }
}
