//! Trainings that are set beside each other, one after the other, in pauses of whatever else goes on.

use super::train::{Images, Wishes, score};
use super::wire::{SEED, model};
use crate::parallel::messages::{Contest, Standing, Told};
use karui_core::data::info;
use karui_core::exec::Cpu;
use karui_core::parallel::variant::VariantTrainer;
use karui_core::spec::Variant;
use karui_core::{Error, Result, models};
use karui_runtime::clock::{now, yield_now};
use karui_runtime::post::post_to_lab;
use std::cell::RefCell;
use std::rc::Rc;

/// The page is told every so many milliseconds.
const EVERY: f64 = 100.0;

/// Does them all, and tells the page.
pub async fn run(contest: Contest, images: Images, wishes: Rc<RefCell<Wishes>>) {
    let id = contest.id;
    let mut error = None;
    for (i, variant) in contest.variants.iter().enumerate() {
        if wishes.borrow().is_stopped {
            break;
        }
        if let Err(failed) = one(&contest, (i, *variant), &images, &wishes).await {
            error = Some(failed);
            break;
        }
    }
    post_to_lab(&Told::Judged { id, error });
}

async fn one(
    contest: &Contest,
    (i, variant): (usize, Variant),
    images: &Images,
    wishes: &Rc<RefCell<Wishes>>,
) -> Result<()> {
    let facts = info(images.kind);
    let graph = models::build(model(contest.network), facts.shape, facts.classes.len())?;
    let mut trainer = VariantTrainer::<Cpu>::new(&graph, contest.images.min(images.train.len()), variant, SEED)?;
    let steps = contest.steps(&variant);
    let (mut told, mut loss, mut seen, mut has_diverged) = (now(), 0.0, 0u32, false);
    // The mean of the last steps that were told.
    let mut mean = f32::NAN;
    let tell = |trainer: &VariantTrainer, loss, accuracy| {
        let updates = trainer.steps();
        let images = updates * variant.batch as u64;
        let standing = Standing { updates, images, loss, sent: trainer.sent(), accuracy };
        post_to_lab(&Told::Standing { id: contest.id, variant: i, standing });
    };
    while trainer.steps() < steps && !wishes.borrow().is_stopped && !has_diverged {
        match trainer.step(&images.train) {
            Ok(stats) => (loss, seen) = (loss + stats.loss, seen + 1),
            // That is a result, too.
            Err(Error::Diverged { .. }) => has_diverged = true,
            Err(error) => return Err(error),
        }
        let is_first = trainer.steps() == 1;
        if (is_first || now() - told >= EVERY) && seen > 0 {
            mean = loss / seen as f32;
            tell(&trainer, mean, None);
            (told, loss, seen) = (now(), 0.0, 0);
        }
        yield_now().await;
    }
    if wishes.borrow().is_stopped {
        return Ok(());
    }
    let loss = match seen {
        _ if has_diverged => f32::NAN,
        0 => mean,
        seen => loss / seen as f32,
    };
    tell(&trainer, loss, Some(score(&graph, trainer.weights(), &images.test)?));
    Ok(())
}
