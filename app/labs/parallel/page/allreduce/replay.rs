//! A plan carried out round by round, as it is drawn: in place of numbers, whose gradients are in a sum.

use karui_parallel::allreduce::{How, Message, Plan, Rank};
use karui_protocol::Error;
use std::ops::{AddAssign, Range};

/// Whose gradients are in a sum: a bit for each rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts(u32);

impl Parts {
    /// Rank `rank`'s alone.
    pub fn of(rank: usize) -> Self {
        Parts(1 << rank)
    }

    /// How many.
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }
}

impl AddAssign for Parts {
    #[allow(clippy::suspicious_op_assign_impl)]
    fn add_assign(&mut self, other: Self) {
        // The same gradient twice in a sum would be a wrong plan: it shows as one too few at the end.
        self.0 ^= other.0;
    }
}

/// A part of a buffer on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// The sender.
    pub from: usize,
    /// The receiver.
    pub to: usize,
    /// Which part.
    pub range: Range<usize>,
    /// Whether the receiver adds it to its own; else it takes its place.
    pub is_added: bool,
}

/// A round: what each rank has when it begins, and what is sent in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// For each rank, each number of its buffer.
    pub held: Vec<Vec<Parts>>,
    /// What is on its way.
    pub sent: Vec<Transfer>,
}

/// The rounds of a plan, and after them how it ends.
///
/// # Errors
/// Those of [`Rank::receive`], which no plan of [`Plan::new`] brings about.
pub fn replay(plan: &Plan) -> Result<Vec<Frame>, Error> {
    let count = plan.ranks.len();
    let mut ranks = (0..count).map(|rank| Rank::new(plan, rank)).collect::<Result<Vec<Rank<Parts>>, _>>()?;
    // A server begins with nothing.
    let own = |rank| if rank < plan.workers { Parts::of(rank) } else { Parts::default() };
    let mut held: Vec<Vec<Parts>> = (0..count).map(|rank| vec![own(rank); plan.len]).collect();
    let mut mail: Vec<Message<Parts>> = Vec::new();
    for (rank, buffer) in ranks.iter_mut().zip(&mut held) {
        mail.extend(rank.start(buffer)?);
    }
    let mut frames = Vec::with_capacity(plan.steps() + 1);
    for round in 0..plan.steps() {
        let (now, later): (Vec<_>, Vec<_>) = mail.into_iter().partition(|message| message.round == round);
        mail = later;
        let transfer = |m: &Message<Parts>| {
            let receives = plan.ranks.get(m.to).and_then(|rounds| rounds.get(round)).map(|round| &round.receives);
            let own = receives.into_iter().flatten().find(|r| r.from == m.from && r.range == m.range);
            let is_added = own.is_some_and(|receive| receive.how == How::Add);
            Transfer { from: m.from, to: m.to, range: m.range.clone(), is_added }
        };
        frames.push(Frame { held: held.clone(), sent: now.iter().map(transfer).collect() });
        for message in now {
            let to = message.to;
            if let (Some(rank), Some(buffer)) = (ranks.get_mut(to), held.get_mut(to)) {
                mail.extend(rank.receive(message, buffer)?);
            }
        }
    }
    frames.push(Frame { held, sent: Vec::new() });
    Ok(frames)
}

/// The pieces into which the buffer is cut: between any two places where a message begins or ends.
pub fn pieces(plan: &Plan) -> Vec<Range<usize>> {
    let sends = plan.ranks.iter().flatten().flat_map(|round| &round.sends);
    let mut bounds: Vec<usize> = sends.flat_map(|send| [send.range.start, send.range.end]).collect();
    bounds.extend([0, plan.len]);
    bounds.sort_unstable();
    bounds.dedup();
    bounds.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::state::{LENGTH, MOST_STEPS, WORKERS};
    use super::*;
    use karui_parallel::allreduce::{AllReduce, traffic};

    #[test]
    fn at_the_end_everybody_has_the_sum_of_all_and_what_was_drawn_is_what_the_formula_says() {
        for &algorithm in AllReduce::ALL {
            for workers in WORKERS[0]..=WORKERS[1] {
                for len in [LENGTH[0], 7, 18, LENGTH[1]] {
                    let plan = Plan::new(algorithm, workers, len).unwrap();
                    let frames = replay(&plan).unwrap();
                    assert_eq!(frames.len(), plan.steps() + 1);
                    assert!(plan.steps() <= MOST_STEPS);
                    let last = frames.last().unwrap();
                    assert!(last.held.iter().flatten().all(|parts| parts.count() == workers as u32));
                    for rank in 0..plan.ranks.len() {
                        let drawn = frames.iter().flat_map(|frame| &frame.sent).filter(|t| t.from == rank);
                        let sent: usize = drawn.map(|t| t.range.len()).sum();
                        assert_eq!(
                            sent,
                            traffic(algorithm, workers, len, rank).sent,
                            "{algorithm} {workers} {len} {rank}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_ring_is_cut_into_as_many_pieces_as_there_are_workers() {
        let of = |algorithm| pieces(&Plan::new(algorithm, 4, 18).unwrap());
        assert_eq!(of(AllReduce::Ring), [0..5, 5..10, 10..14, 14..18]);
        let whole = 0..18;
        assert_eq!(of(AllReduce::Tree), [whole]);
    }
}
