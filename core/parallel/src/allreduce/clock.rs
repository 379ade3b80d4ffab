use super::{Message, Plan, Rank};
use karui_spec::{Error, Result};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// What a connection costs: n bytes take `latency + n / bandwidth` (Hockney 1994; α and 1/β). A machine sends one message at a time
/// and receives one at a time, both at once; latencies overlap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// α, seconds.
    pub latency: f64,
    /// Bytes per second.
    pub bandwidth: f64,
}

impl Link {
    /// # Errors
    /// [`Error::Misuse`] unless the latency is 0 or more and the bandwidth more than 0, both finite.
    pub fn check(self) -> Result<()> {
        for (what, value, least) in
            [("latency", self.latency, "0 at least"), ("bandwidth", self.bandwidth, "more than 0")]
        {
            let fits = if what == "latency" { value >= 0.0 } else { value > 0.0 };
            if !(fits && value.is_finite()) {
                return Err(Error::misuse(what, least, value.to_string()));
            }
        }
        Ok(())
    }
}

/// A message with its times.
#[derive(Debug, Clone, PartialEq)]
pub struct Transit {
    /// The sender's round.
    pub round: usize,
    /// The sender.
    pub from: usize,
    /// The receiver.
    pub to: usize,
    /// What is moved.
    pub bytes: usize,
    /// When it begins to leave the sender, seconds.
    pub start: f64,
    /// When the receiver has all of it.
    pub end: f64,
}

/// A plan in time.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// In the order in which they arrive.
    pub transits: Vec<Transit>,
    /// When each rank has the sum, seconds.
    pub ready: Vec<f64>,
}

impl Timeline {
    /// When all ranks have it.
    pub fn seconds(&self) -> f64 {
        self.ready.iter().copied().fold(0.0, f64::max)
    }
}

/// What happens to a message at a time.
#[derive(Debug)]
struct Event {
    time: f64,
    /// Which of simultaneous ones is first.
    order: usize,
    has_arrived: bool,
    transit: Transit,
    message: Message<Nothing>,
}

/// The numbers of a simulated message; only how many there are matters.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Nothing;

impl std::ops::AddAssign for Nothing {
    fn add_assign(&mut self, _: Self) {}
}

impl Ord for Event {
    // A heap gives the greatest first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.time.total_cmp(&self.time).then(other.order.cmp(&self.order))
    }
}
impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Event {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Event {}

/// The plan on a virtual clock, `bytes` to a number. Rank r begins at `starts[r]` seconds (when its gradient is there), or at 0
/// where nothing is said of it.
///
/// # Errors
/// Those of [`Link::check`].
pub fn simulate(plan: &Plan, bytes: usize, link: Link, starts: &[f64]) -> Result<Timeline> {
    link.check()?;
    let count = plan.ranks.len();
    let mut ranks = (0..count).map(|rank| Rank::new(plan, rank)).collect::<Result<Vec<Rank<Nothing>>>>()?;
    let mut buffer = vec![Nothing; plan.len];
    let starts: Vec<f64> = (0..count).map(|r| starts.get(r).copied().unwrap_or(0.0).max(0.0)).collect();
    let (mut out_free, mut in_free, mut ready) = (starts.clone(), vec![0.0f64; count], starts.clone());
    let (mut events, mut order, mut transits) = (BinaryHeap::new(), 0, Vec::new());
    let mut send = |now: f64, messages: Vec<Message<Nothing>>, events: &mut BinaryHeap<Event>| {
        for message in messages {
            let bytes = bytes * message.range.len();
            let Message { round, from, to, .. } = message;
            let start = out_free[from].max(now);
            out_free[from] = start + bytes as f64 / link.bandwidth;
            let transit = Transit { round, from, to, bytes, start, end: start + link.latency };
            order += 1;
            events.push(Event { time: transit.end, order, has_arrived: false, transit, message });
        }
    };
    for (rank, &start) in ranks.iter_mut().zip(&starts) {
        send(start, rank.start(&mut buffer)?, &mut events);
    }
    while let Some(Event { time, order, has_arrived, mut transit, message }) = events.pop() {
        let to = transit.to;
        if has_arrived {
            // A late starter takes in what has come when it begins.
            let now = time.max(starts[to]);
            transits.push(transit);
            let messages = ranks[to].receive(message, &mut buffer)?;
            ready[to] = now;
            send(now, messages, &mut events);
        } else {
            transit.end = time.max(in_free[to]) + transit.bytes as f64 / link.bandwidth;
            in_free[to] = transit.end;
            events.push(Event { time: transit.end, order, has_arrived: true, transit, message });
        }
    }
    Ok(Timeline { transits, ready })
}
