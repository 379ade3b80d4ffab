//! The schedules of the literature, in the order of PyTorch's generator (torch.distributed.pipelining.schedules).

use super::{Op, PipelineKind, Size, Work};
use karui_spec::{Error, Result};

/// Each rank's work in order.
pub fn orders(kind: PipelineKind, size: Size) -> Result<Vec<Vec<Op>>> {
    let Size { ranks: p, microbatches: m, chunks: v, .. } = size;
    let allowed = match kind {
        PipelineKind::GPipe | PipelineKind::OneFOneB => [1, 1],
        PipelineKind::Interleaved => [2, 1024],
        PipelineKind::ZbH1 => [1, 1024],
    };
    if !(allowed[0]..=allowed[1]).contains(&v) {
        return Err(Error::range("chunks", allowed, v));
    }
    let rounds = (m / p).max(1);
    if v > 1 && m % rounds != 0 {
        return Err(Error::misuse("microbatches", format!("a multiple of {rounds} for {p} stages"), m.to_string()));
    }
    let order = |rank: usize| {
        let after = p - 1 - rank;
        // Microbatches that go through one stage of a rank before the next one's turn.
        let at_once = if v > 1 { m / rounds } else { m };
        let shared = if v > 1 { (v - 1) * at_once } else { 0 };
        match kind {
            PipelineKind::GPipe => Order { warm_up: m, at_once, lag: None },
            PipelineKind::OneFOneB => Order { warm_up: after, at_once, lag: None },
            PipelineKind::Interleaved => Order { warm_up: shared + 2 * after, at_once, lag: None },
            // The weights' gradients lag so far behind that every rank holds as much as the first.
            PipelineKind::ZbH1 => Order { warm_up: shared + after, at_once, lag: Some(rank) },
        }
    };
    Ok((0..p).map(|rank| order(rank).ops(m, v)).collect())
}

/// How one rank goes about it.
struct Order {
    /// Forwards before the first backward's own.
    warm_up: usize,
    /// Microbatches that follow each other through the same stage.
    at_once: usize,
    /// How many backwards are done before the first weights' gradient, where that is work of its own.
    lag: Option<usize>,
}

impl Order {
    /// Forwards to warm up, then one forward and one backward by turns, then the backwards that are left.
    fn ops(&self, microbatches: usize, chunks: usize) -> Vec<Op> {
        let all = microbatches * chunks;
        let warm_up = self.warm_up.min(all);
        let op = |work, i: usize| {
            let chunk = i / self.at_once % chunks;
            let microbatch = i / (self.at_once * chunks) * self.at_once + i % self.at_once;
            Op { work, microbatch, chunk: if work == Work::F { chunk } else { chunks - 1 - chunk } }
        };
        let mut ops: Vec<Op> = (0..warm_up).map(|i| op(Work::F, i)).collect();
        let mut weights = 0;
        for i in 0..all {
            if warm_up + i < all {
                ops.push(op(Work::F, warm_up + i));
            }
            ops.push(op(Work::B, i));
            if self.lag.is_some_and(|lag| i >= lag) {
                ops.push(op(Work::W, weights));
                weights += 1;
            }
        }
        if self.lag.is_some() {
            ops.extend((weights..all).map(|i| op(Work::W, i)));
        }
        ops
    }
}
