use super::{Figure, Unit};

/// A sample spans at least so many milliseconds: a browser's clock is coarse.
const SAMPLE: f64 = 250.0;
/// The figure is the median of the latest samples.
const SAMPLES: usize = 40;

/// Images per second, by a clock that the caller reads.
#[derive(Debug, Clone)]
pub struct Speed {
    /// What a sample spans at least, in milliseconds.
    span: f64,
    samples: Vec<f64>,
    images: f64,
    time: f64,
    /// All milliseconds so far.
    spent: f64,
}

impl Default for Speed {
    fn default() -> Self {
        Speed::by(SAMPLE)
    }
}

impl Speed {
    /// By samples of `span` milliseconds at least.
    pub fn by(span: f64) -> Self {
        Speed { span, samples: Vec::new(), images: 0.0, time: 0.0, spent: 0.0 }
    }

    /// Milliseconds that it rests on.
    pub fn spent(&self) -> f64 {
        self.spent
    }

    /// So many images took so many milliseconds.
    pub fn add(&mut self, images: usize, ms: f64) {
        self.images += images as f64;
        self.time += ms;
        self.spent += ms;
        if self.time >= self.span {
            if self.samples.len() == SAMPLES {
                self.samples.remove(0);
            }
            self.samples.push(1000.0 * self.images / self.time);
            (self.images, self.time) = (0.0, 0.0);
        }
    }

    /// The figure. A run shorter than a sample is told by what there is of it.
    pub fn figure(&self, kernel: &str, batch: usize) -> Option<Figure> {
        let mut samples = self.samples.clone();
        if samples.is_empty() {
            if self.time <= 0.0 {
                return None;
            }
            samples.push(1000.0 * self.images / self.time);
        }
        Some(Figure::timed(samples, Unit::ImagesPerSecond, kernel, batch))
    }
}

#[cfg(test)]
mod tests {
    use super::Speed;

    #[test]
    fn a_sample_spans_many_steps_of_the_clock() {
        let mut speed = Speed::default();
        assert_eq!(speed.figure("cpu", 64), None);
        speed.add(64, 20.0);
        assert_eq!(speed.figure("cpu", 64).map(|f| f.value), Some(3_200.0));
        for _ in 0..1_000 {
            speed.add(64, 32.0);
        }
        assert_eq!(speed.figure("cpu", 64).map(|f| f.value), Some(2_000.0));
    }
}
