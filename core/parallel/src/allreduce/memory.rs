use super::{Plan, Rank};
use karui_spec::{Error, Result};
use std::ops::AddAssign;

/// Carries a plan out on one machine: every buffer becomes the sum of all. Of the messages under way, `next` says which arrives
/// now: a number below the one it is given. Where the plan has a server, its buffer is the last and its content does not matter.
///
/// # Errors
/// [`Error::Length`] where there are not as many buffers as ranks, or one has not the plan's length; [`Error::Misuse`] where the
/// ranks wait for one another, which no plan of [`Plan::new`] lets happen.
pub fn in_memory<T: Copy + AddAssign>(
    plan: &Plan,
    buffers: &mut [Vec<T>],
    mut next: impl FnMut(usize) -> usize,
) -> Result<()> {
    Error::check_len("buffers", plan.ranks.len(), buffers.len())?;
    let mut ranks = (0..buffers.len()).map(|rank| Rank::new(plan, rank)).collect::<Result<Vec<_>>>()?;
    let mut under_way = Vec::new();
    for (rank, buffer) in ranks.iter_mut().zip(buffers.iter_mut()) {
        under_way.extend(rank.start(buffer)?);
    }
    while !under_way.is_empty() {
        let at = next(under_way.len()).min(under_way.len() - 1);
        let message = under_way.swap_remove(at);
        let to = message.to;
        if let (Some(rank), Some(buffer)) = (ranks.get_mut(to), buffers.get_mut(to)) {
            under_way.extend(rank.receive(message, buffer)?);
        }
    }
    match ranks.iter().position(|rank| !rank.is_done()) {
        None => Ok(()),
        Some(rank) => Err(Error::misuse("plan", "one that comes to an end", format!("rank {rank} waits for ever"))),
    }
}
