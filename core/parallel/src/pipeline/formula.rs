use super::{PipelineKind, Times};

/// How long each rank waits within a batch by the papers' formulas, for even stages and m ≥ p microbatches:
///
/// - GPipe (Huang et al. 2019, arXiv:1811.06965, §2.3) and 1F1B (Narayanan et al. 2021, arXiv:2104.04473, §2.2): (p−1)(F+B);
/// - interleaved, v stages on each rank (the same, §2.2), where p divides m: (p−1)(F+B)/v;
/// - ZB-H1 (Qi et al. 2024, arXiv:2401.10241, table 2), where the three times do not lie far apart: (p−1)(F+B−W).
///
/// `times` are those of all stages of a rank together. The share of the total time is bubble / (bubble + m·(F+B[+W])): for GPipe and
/// 1F1B (p−1)/(m+p−1), whatever F and B are.
pub fn bubble(kind: PipelineKind, ranks: usize, chunks: usize, times: Times) -> f64 {
    let Times { forward, backward, weight } = times;
    let hops = ranks.saturating_sub(1) as f64;
    match kind {
        PipelineKind::GPipe | PipelineKind::OneFOneB => hops * (forward + backward),
        PipelineKind::Interleaved => hops * (forward + backward) / chunks.max(1) as f64,
        PipelineKind::ZbH1 => hops * (forward + backward - weight),
    }
}
