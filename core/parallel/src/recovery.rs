//! What follows where a worker of a synchronous run is gone in the midst of a step.
//!
//! A step is acknowledged once every member has said that it has applied it; only then the next one is begun. Nobody can apply a step to
//! which a member has given nothing, so those who are left have applied either all acknowledged steps, or one more. They give the
//! broken step up, and whoever has applied most gives its weights to the others: what was acknowledged is in them.

use karui_spec::{Error, Result};

/// How those who are left go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resume {
    /// Whose weights are those of all from now on.
    pub from: usize,
    /// Steps that are in them: the number of the next one.
    pub steps: u64,
    /// Who takes these weights, having applied fewer.
    pub behind: Vec<usize>,
}

/// Where a run goes on of which `acknowledged` steps are, by its members that are left and the steps that each has applied.
///
/// # Errors
/// [`Error::Misuse`] where nobody is left, or where one has applied fewer steps than were acknowledged, or two more: such a member did not
/// keep to the order.
pub fn resume(acknowledged: u64, left: &[(usize, u64)]) -> Result<Resume> {
    let allowed = acknowledged..=acknowledged.saturating_add(1);
    if let Some((member, steps)) = left.iter().find(|(_, steps)| !allowed.contains(steps)) {
        let expected = format!("{acknowledged} steps or one more");
        return Err(Error::misuse("worker", expected, format!("{steps} of worker {member}")));
    }
    // Of several the first: any has the same weights.
    let furthest = left.iter().copied().reduce(|best, other| if other.1 > best.1 { other } else { best });
    let (from, steps) = furthest.ok_or_else(|| Error::misuse("workers", "one that is left", "none"))?;
    let behind = left.iter().filter(|(_, own)| *own < steps).map(|(member, _)| *member).collect();
    Ok(Resume { from, steps, behind })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allreduce::{AllReduce, Message, Plan, Rank};
    use proptest::prelude::*;

    const IMAGES: u64 = 24;

    /// A gradient whose sums are exact whatever their order and the division, and which tells of the weights that it was computed with:
    /// a step left out, done twice or done on other weights ends elsewhere.
    fn gradient(step: u64, image: u64, weights: &[i64]) -> Vec<i64> {
        let mix = |i: usize, w: i64| (w ^ (w << 7)).wrapping_mul(0x9e37_79b9 + i as i64);
        let own = (step * IMAGES + image + 1) as i64;
        weights.iter().enumerate().map(|(i, w)| mix(i, *w).wrapping_add(own.wrapping_mul(own)) % 1_000_003).collect()
    }

    fn apply(weights: &mut [i64], sum: &[i64]) {
        weights.iter_mut().zip(sum).for_each(|(w, g)| *w = w.wrapping_sub(*g));
    }

    /// What one worker comes to.
    fn alone(len: usize, steps: u64) -> Vec<i64> {
        let mut weights = vec![1; len];
        for step in 0..steps {
            let mut sum = vec![0i64; len];
            for image in 0..IMAGES {
                sum.iter_mut().zip(gradient(step, image, &weights)).for_each(|(s, g)| *s = s.wrapping_add(g));
            }
            apply(&mut weights, &sum);
        }
        weights
    }

    #[derive(Debug, Clone)]
    struct Worker {
        member: usize,
        weights: Vec<i64>,
        steps: u64,
    }

    /// One step of all; where `dies` says after how many deliveries (counted on over the run) a member is gone, it is broken off then.
    /// Gives whether everybody has applied it.
    fn step(
        workers: &mut Vec<Worker>,
        algorithm: AllReduce,
        number: u64,
        next: &mut impl FnMut(usize) -> usize,
        dies: &mut Option<(usize, usize)>,
    ) -> bool {
        let (n, len) = (workers.len(), workers[0].weights.len());
        let plan = Plan::new(algorithm, n, len).unwrap();
        let mut ranks: Vec<Rank<i64>> = (0..plan.ranks.len()).map(|rank| Rank::new(&plan, rank).unwrap()).collect();
        let mut sums: Vec<Vec<i64>> = vec![vec![0; len]; plan.ranks.len()];
        let mut mail: Vec<Message<i64>> = Vec::new();
        for (place, worker) in workers.iter().enumerate() {
            for image in (0..IMAGES).filter(|image| *image as usize % n == place) {
                let own = gradient(number, image, &worker.weights);
                sums[place].iter_mut().zip(own).for_each(|(s, g)| *s = s.wrapping_add(g));
            }
        }
        let mut applied = vec![false; n];
        for rank in 0..ranks.len() {
            mail.extend(ranks[rank].start(&mut sums[rank]).unwrap());
        }
        loop {
            for place in 0..n {
                if ranks[place].is_done() && !applied[place] {
                    applied[place] = true;
                    apply(&mut workers[place].weights, &sums[place]);
                    workers[place].steps = number + 1;
                }
            }
            if let Some((who, 0)) = *dies {
                *dies = None;
                workers.remove(who % n);
                return false;
            }
            if mail.is_empty() {
                return applied.iter().all(|it| *it);
            }
            let message = mail.swap_remove(next(mail.len()));
            let to = message.to;
            mail.extend(ranks[to].receive(message, &mut sums[to]).unwrap());
            if let Some((_, left)) = dies {
                *left -= 1;
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        /// A worker that is killed at any moment, with messages in any order, loses no step that was acknowledged and doubles none: the rest
        /// ends bit for bit where one worker does.
        #[test]
        fn a_worker_that_is_killed_loses_no_acknowledged_step(
            algorithm in 0..AllReduce::ALL.len(),
            workers in 2usize..6,
            len in 1usize..12,
            steps in 1u64..7,
            deaths in proptest::collection::vec((0usize..6, 0usize..60), 1..5),
            mut seed in any::<u64>(),
        ) {
            let mut next = move |n: usize| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (seed >> 33) as usize % n.max(1)
            };
            let algorithm = AllReduce::ALL[algorithm];
            let mut all: Vec<Worker> =
                (0..workers).map(|member| Worker { member, weights: vec![1; len], steps: 0 }).collect();
            let mut deaths = deaths.into_iter();
            let mut dies = deaths.next();
            let mut acknowledged = 0;
            while acknowledged < steps {
                let before = acknowledged;
                if all.len() == 1 {
                    dies = None;
                }
                if step(&mut all, algorithm, acknowledged, &mut next, &mut dies) {
                    acknowledged += 1;
                    continue;
                }
                let left: Vec<(usize, u64)> = all.iter().map(|it| (it.member, it.steps)).collect();
                let Resume { from, steps, behind } = resume(acknowledged, &left).unwrap();
                prop_assert!(steps >= before);
                let weights = all.iter().find(|it| it.member == from).unwrap().weights.clone();
                for worker in all.iter_mut().filter(|it| behind.contains(&it.member)) {
                    worker.weights.clone_from(&weights);
                    worker.steps = steps;
                }
                acknowledged = steps;
                dies = deaths.next();
            }
            let expected = alone(len, steps);
            for worker in &all {
                prop_assert_eq!(&worker.weights, &expected);
            }
        }
    }

    #[test]
    fn nobody_left_and_who_does_not_keep_to_the_order_are_refused() {
        assert!(resume(3, &[]).is_err());
        assert!(resume(3, &[(0, 3), (1, 2)]).is_err());
        assert!(resume(3, &[(0, 5)]).is_err());
        let resumed = resume(3, &[(0, 3), (2, 4), (4, 4)]).unwrap();
        assert_eq!(resumed, Resume { from: 2, steps: 4, behind: vec![0] });
    }
}
