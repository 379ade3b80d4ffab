//! A training step allocates nothing: everything was sized when the trainer was made.

use karui_core::graph::Shape;
use karui_core::models;
use karui_core::spec::{ModelKind, ModelSpec, OptimizerKind, ScheduleKind, TrainSpec};
use karui_core::train::Trainer;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The system's allocator, counting.
struct Counting;

static COUNT: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes on to `System` as it came; counting touches no memory that it hands out.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Relaxed);
        // SAFETY: the caller's duties are those of `System::alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller's duties are those of `System::dealloc`.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn a_training_step_allocates_nothing() {
    let spec = TrainSpec {
        optimizer: OptimizerKind::Adam,
        lr: 1e-3,
        schedule: ScheduleKind::Cosine,
        batch: 4,
        weight_decay: 1e-4,
        epochs: 1,
        seed: 1,
    };
    for kind in ModelKind::ALL {
        let graph = models::build(ModelSpec { kind: *kind, alpha: 0.25 }, Shape::new(32, 32, 3), 10).unwrap();
        let mut trainer: Trainer = Trainer::new(&graph, &spec, 4, 100).unwrap();
        let images = vec![0.5; 4 * graph.input_shape().len()];
        trainer.step(&images, &[0, 1, 2, 3]).unwrap();
        let before = COUNT.load(Relaxed);
        trainer.step(&images, &[3, 2, 1, 0]).unwrap();
        assert_eq!(COUNT.load(Relaxed) - before, 0, "{kind}");
    }
}
