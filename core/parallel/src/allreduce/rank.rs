use super::plan::{How, Plan, Round};
use karui_spec::{Error, Result};
use std::ops::{AddAssign, Range};

/// A part of a buffer on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Message<T> {
    /// The sender's round.
    pub round: usize,
    /// The sender.
    pub from: usize,
    /// The receiver.
    pub to: usize,
    /// Which part of the buffer this is.
    pub range: Range<usize>,
    /// Its numbers.
    pub values: Vec<T>,
}

/// What a rank cannot go on without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// In which round it is.
    pub round: usize,
    /// From whom something is missing.
    pub from: usize,
}

/// One rank's part of a plan, as far as it has been done. It owns no buffer and moves no bytes: whoever holds both tells it what has
/// come, and gets from it what is to be sent.
#[derive(Debug, Clone)]
pub struct Rank<T> {
    rank: usize,
    len: usize,
    rounds: Vec<Round>,
    /// The round that it is in; the number of rounds when it is done.
    round: usize,
    /// Receives of this round that are done.
    received: usize,
    /// What came before its turn.
    early: Vec<Message<T>>,
    is_started: bool,
}

impl<T: Copy + AddAssign> Rank<T> {
    /// Rank `rank` of a plan, before it has begun.
    ///
    /// # Errors
    /// [`Error::Range`] where the plan has no such rank.
    pub fn new(plan: &Plan, rank: usize) -> Result<Self> {
        let none = || Error::range("rank", [0, plan.ranks.len().saturating_sub(1)], rank);
        let rounds = plan.ranks.get(rank).ok_or_else(none)?.clone();
        Ok(Rank { rank, len: plan.len, rounds, round: 0, received: 0, early: Vec::new(), is_started: false })
    }

    /// Begins with `buffer`, of the plan's length: what is to be sent at once.
    ///
    /// # Errors
    /// [`Error::Length`] for a buffer of another length, [`Error::Misuse`] where it has begun already.
    pub fn start(&mut self, buffer: &mut [T]) -> Result<Vec<Message<T>>> {
        Error::check_len("buffer", self.len, buffer.len())?;
        if self.is_started {
            return Err(Error::misuse("rank", "a rank that has not begun", self.rank.to_string()));
        }
        self.is_started = true;
        let mut out = self.sends(buffer);
        self.go_on(buffer, &mut out);
        Ok(out)
    }

    /// Takes a message in, at once or when its turn comes: what is to be sent now.
    ///
    /// # Errors
    /// [`Error::Length`] for a buffer or message of another length, [`Error::Misuse`] for a message that the plan does not have
    /// or that has come before; the rank stays as it was.
    pub fn receive(&mut self, message: Message<T>, buffer: &mut [T]) -> Result<Vec<Message<T>>> {
        Error::check_len("buffer", self.len, buffer.len())?;
        Error::check_len("message", message.range.len(), message.values.len())?;
        if !self.awaits(&message) {
            let Message { round, from, to, range, .. } = message;
            return Err(Error::misuse(
                "message",
                format!("one that rank {} awaits", self.rank),
                format!("round {round}, {from} to {to}, {}..{}", range.start, range.end),
            ));
        }
        self.early.push(message);
        let mut out = Vec::new();
        if self.is_started {
            self.go_on(buffer, &mut out);
        }
        Ok(out)
    }

    /// Whether nothing is left to do.
    pub fn is_done(&self) -> bool {
        self.is_started && self.round == self.rounds.len()
    }

    /// What it waits for; `None` before it has begun and when it is done.
    pub fn waiting(&self) -> Option<Waiting> {
        let next = self.rounds.get(self.round)?.receives.get(self.received)?;
        self.is_started.then_some(Waiting { round: self.round, from: next.from })
    }

    fn awaits(&self, message: &Message<T>) -> bool {
        let done = if message.round == self.round { self.received } else { 0 };
        let Some(round) = self.rounds.get(message.round).filter(|_| message.round >= self.round) else { return false };
        let is_planned = round.receives.iter().skip(done).any(|r| r.from == message.from && r.range == message.range);
        let has_come =
            self.early.iter().any(|m| (m.round, m.from, &m.range) == (message.round, message.from, &message.range));
        message.to == self.rank && is_planned && !has_come
    }

    /// Does all that can be done with what has come.
    fn go_on(&mut self, buffer: &mut [T], out: &mut Vec<Message<T>>) {
        while let Some(round) = self.rounds.get(self.round) {
            if let Some(next) = round.receives.get(self.received) {
                let is_next = |m: &Message<T>| m.round == self.round && m.from == next.from && m.range == next.range;
                let Some(at) = self.early.iter().position(is_next) else { return };
                let message = self.early.swap_remove(at);
                let part = buffer.get_mut(next.range.clone()).unwrap_or_default();
                match next.how {
                    How::Replace => part.copy_from_slice(&message.values),
                    How::Add => part.iter_mut().zip(message.values).for_each(|(sum, value)| *sum += value),
                }
                self.received += 1;
            } else {
                self.round += 1;
                self.received = 0;
                out.extend(self.sends(buffer));
            }
        }
    }

    /// What this round sends.
    fn sends(&self, buffer: &[T]) -> Vec<Message<T>> {
        let sends = self.rounds.get(self.round).map_or(&[][..], |round| &round.sends);
        let message = |send: &super::Send| Message {
            round: self.round,
            from: self.rank,
            to: send.to,
            range: send.range.clone(),
            values: buffer.get(send.range.clone()).unwrap_or_default().to_vec(),
        };
        sends.iter().map(message).collect()
    }
}
