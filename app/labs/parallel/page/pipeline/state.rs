//! What is chosen of a pipeline, and what has been placed by hand.

use crate::parallel::messages::{Ask, Done, Layer, PipelineRun, Told};
use crate::parallel::page::training::state::Net;
use karui_parallel::pipeline::{
    Builder, Illegal, Op, PipelineKind, Place, Schedule, Size, Slot, Timeline, Times, Work, even_cuts, moved,
};
use karui_protocol::Error;
use karui_shell::state::Lab;
use leptos::prelude::*;

/// Stages, microbatches, stages of each rank, and how long a piece of work takes.
pub const STAGES: [usize; 2] = [2, 8];
pub const MICROBATCHES: [usize; 2] = [1, 32];
pub const CHUNKS: [usize; 2] = [2, 4];
pub const UNITS: [usize; 2] = [1, 9];
/// The most of what is built by hand.
pub const BY_HAND: usize = 6;

/// What is shown at first.
pub struct First {
    /// See [`PipelineState`].
    pub kind: PipelineKind,
    /// See [`PipelineState`].
    pub stages: usize,
    /// See [`PipelineState`].
    pub microbatches: usize,
    /// See [`PipelineState`].
    pub chunks: usize,
}

/// Four stages, eight microbatches.
pub const FIRST: First = First { kind: PipelineKind::GPipe, stages: 4, microbatches: 8, chunks: 2 };

/// The network at first: one with layers enough for the stages at first.
pub const FIRST_NET: Net = Net::Lenet;

/// Images of a microbatch that is really sent through.
pub const IMAGES: usize = 16;

/// A batch that has gone through a pipeline of workers.
#[derive(Debug, Clone, PartialEq)]
pub struct Piped {
    /// What was asked.
    pub run: PipelineRun,
    /// What each rank did.
    pub ranks: Vec<Vec<Done>>,
    /// The gradient against one worker's: the largest difference, and the largest number.
    pub difference: (f32, f32),
    /// The most bytes of activations that each rank kept.
    pub kept: Vec<u64>,
    /// The layer after which each cut is.
    pub cuts: Vec<String>,
}

impl Piped {
    /// In time, from the first piece on: milliseconds.
    pub fn timeline(&self) -> Timeline {
        let first = self.ranks.iter().flatten().map(|done| done.start).fold(f64::INFINITY, f64::min);
        let slot =
            |done: &Done| Slot { op: done.op(), start: done.start - first, end: done.end - first, waited_for: None };
        let ranks: Vec<Vec<Slot>> = self.ranks.iter().map(|rank| rank.iter().map(slot).collect()).collect();
        let makespan = ranks.iter().flatten().map(|slot| slot.end).fold(0.0, f64::max);
        Timeline { ranks, makespan }
    }

    /// The mean time of a stage for a microbatch, forward and backward, in milliseconds; nothing for a stage that there is not.
    pub fn times(&self, stage: usize) -> Option<[f64; 2]> {
        let (rank, chunk) = (stage % self.run.ranks.max(1), stage / self.run.ranks.max(1));
        let mean = |is_forward: bool| {
            let own = self.ranks.get(rank).into_iter().flatten();
            let own = own.filter(|done| done.chunk == chunk && done.is_forward == is_forward);
            let (sum, n) = own.fold((0.0, 0), |(sum, n), done| (sum + done.end - done.start, n + 1));
            (n > 0).then(|| sum / f64::from(n))
        };
        Some([mean(true)?, mean(false)?])
    }

    /// The same schedule as planned, where each stage takes its mean time.
    ///
    /// # Errors
    /// Those of the schedule.
    pub fn planned(&self) -> Result<Timeline, Error> {
        let PipelineRun { kind, ranks, microbatches, chunks, .. } = self.run;
        let schedule = Schedule::new(kind, ranks, microbatches, chunks)?;
        let of = |stage| {
            let [forward, backward] = self.times(stage).unwrap_or_default();
            Times { forward, backward, weight: 0.0 }
        };
        let times: Vec<Times> = (0..schedule.size().stages()).map(of).collect();
        Timeline::new(&schedule, &times, 0.0)
    }
}

impl Done {
    /// Which piece it is.
    fn op(&self) -> Op {
        let work = if self.is_forward { Work::F } else { Work::B };
        Op { work, microbatch: self.microbatch, chunk: self.chunk }
    }
}

/// What is chosen.
#[derive(Clone, Copy)]
pub struct PipelineState {
    /// The schedule.
    pub kind: RwSignal<PipelineKind>,
    /// p.
    pub stages: RwSignal<usize>,
    /// m.
    pub microbatches: RwSignal<usize>,
    /// v, where stages are interleaved.
    pub chunks: RwSignal<usize>,
    /// Units of time of a forward pass, of the input's gradient and of the weights' gradient.
    pub forward: RwSignal<usize>,
    /// See [`PipelineState::forward`].
    pub backward: RwSignal<usize>,
    /// See [`PipelineState::forward`].
    pub weight: RwSignal<usize>,
    /// The network that is sent through.
    pub net: RwSignal<Net>,
    /// The layers of the network that is sent through, and the nodes behind which it is cut; none of those where cuts are even.
    pub layers: RwSignal<Vec<Layer>>,
    /// See [`PipelineState::layers`].
    pub cuts: RwSignal<Vec<u16>>,
    /// The bubble that is looked at: its rank, and the place of the work behind it.
    pub bubble: RwSignal<Option<(usize, usize)>>,
    /// What has been placed by hand, in order; nothing where none is built.
    pub by_hand: RwSignal<Option<Vec<Place>>>,
    /// Why the last piece could not be placed.
    pub refused: RwSignal<Option<Illegal>>,
    /// A batch on its way, and the last that has gone through, or why none has.
    pub running: RwSignal<Option<PipelineRun>>,
    /// See [`PipelineState::running`].
    pub piped: RwSignal<Option<Result<Piped, Error>>>,
    asked: StoredValue<u32>,
}

impl PipelineState {
    /// As at first.
    pub fn new() -> Self {
        PipelineState {
            kind: RwSignal::new(FIRST.kind),
            stages: RwSignal::new(FIRST.stages),
            microbatches: RwSignal::new(FIRST.microbatches),
            chunks: RwSignal::new(FIRST.chunks),
            forward: RwSignal::new(1),
            backward: RwSignal::new(1),
            weight: RwSignal::new(1),
            net: RwSignal::new(FIRST_NET),
            layers: RwSignal::new(Vec::new()),
            cuts: RwSignal::new(Vec::new()),
            bubble: RwSignal::new(None),
            by_hand: RwSignal::new(None),
            refused: RwSignal::new(None),
            running: RwSignal::new(None),
            piped: RwSignal::new(None),
            asked: StoredValue::new(0),
        }
    }

    /// Stages on each rank.
    pub fn chunks_now(self) -> usize {
        if self.kind.get() == PipelineKind::Interleaved { self.chunks.get() } else { 1 }
    }

    /// Behind which layers the network is cut: as the learner has it, where that is of this network and so many stages, else evenly.
    /// Nothing where there are more stages than layers.
    pub fn cuts_now(self) -> Option<Vec<usize>> {
        let stages = self.stages.get() * self.chunks_now();
        self.layers.with(|layers| {
            let place = |id: &u16| layers.iter().position(|layer| layer.cut == Some(*id));
            let own = self.cuts.with(|cuts| cuts.iter().map(place).collect::<Option<Vec<_>>>());
            let own = own.filter(|own| own.len() + 1 == stages && own.is_sorted_by(|a, b| a < b));
            own.or_else(|| even_cuts(layers.len(), stages))
        })
    }

    /// How many stages the network can be cut into at most, where that is fewer than are chosen.
    pub fn too_few(self) -> Option<usize> {
        let layers = self.layers.with(Vec::len);
        (layers > 0 && layers < self.stages.get() * self.chunks_now()).then_some(layers)
    }

    /// The nodes of the learner's cuts, where they count.
    fn own_cuts(self) -> Vec<u16> {
        let now = self.cuts_now().unwrap_or_default();
        let ids = self.layers.with(|layers| now.iter().filter_map(|at| layers.get(*at)?.cut).collect::<Vec<u16>>());
        if self.cuts.with(|cuts| *cuts == ids) { ids } else { Vec::new() }
    }

    /// Puts a cut behind a layer, or as near to it as its neighbours allow.
    pub fn move_cut(self, which: usize, layer: usize) {
        let Some(cuts) = untrack(|| self.cuts_now()) else { return };
        let ids = self.layers.with_untracked(|layers| {
            let new = moved(&cuts, which, layer, layers.len());
            new.into_iter().filter_map(|at| layers.get(at)?.cut).collect::<Vec<u16>>()
        });
        if self.cuts.with_untracked(|now| *now != ids) {
            self.cuts.set(ids);
        }
    }

    /// The schedule that is chosen.
    ///
    /// # Errors
    /// Why there is none of these sizes.
    pub fn schedule(self) -> Result<Schedule, Error> {
        Schedule::new(self.kind.get(), self.stages.get(), self.microbatches.get(), self.chunks_now())
    }

    /// How long all stages of a rank take: the whole backward pass, unless the schedule has it in two halves.
    pub fn times(self) -> Times {
        let [forward, backward, weight] = [self.forward, self.backward, self.weight].map(|unit| unit.get() as f64);
        let is_split = self.kind.get() == PipelineKind::ZbH1;
        Times { forward, backward: if is_split { backward } else { backward + weight }, weight }
    }

    /// Sends a batch through the pipeline that is chosen.
    pub fn run(self, lab: Lab) {
        self.asked.update_value(|id| *id += 1);
        let run = PipelineRun {
            id: self.asked.get_value(),
            kind: self.kind.get_untracked(),
            ranks: self.stages.get_untracked(),
            microbatches: self.microbatches.get_untracked(),
            chunks: untrack(|| self.chunks_now()),
            network: self.net.get_untracked().kind(),
            images: IMAGES,
            cuts: untrack(|| self.own_cuts()),
        };
        self.running.set(Some(run.clone()));
        lab.ask(&Ask::Pipe(run));
    }

    /// Takes in what the engine tells.
    pub fn apply(self, told: Told) {
        let run = self.running.get_untracked();
        let is_asked = |id: u32| run.clone().filter(|run| run.id == id);
        let result = match told {
            Told::Layers(_, layers) => {
                self.layers.set(layers);
                None
            }
            Told::Piped { id, ranks, difference, kept, cuts } => {
                is_asked(id).map(|run| Ok(Piped { run, ranks, difference, kept, cuts }))
            }
            Told::NotPiped { id, error } => is_asked(id).map(|_| Err(error)),
            _ => None,
        };
        if result.is_some() {
            self.running.set(None);
            self.piped.set(result);
        }
    }

    /// What has been placed by hand.
    pub fn builder(self) -> Option<Builder> {
        let moves = self.by_hand.get()?;
        let splits_backward = self.kind.get() == PipelineKind::ZbH1;
        let (ranks, microbatches) = (self.stages.get().min(BY_HAND), self.microbatches.get().min(BY_HAND));
        let mut builder = Builder::new(Size { ranks, microbatches, chunks: 1, splits_backward }, None).ok()?;
        // What does not fit any more, since there are fewer stages now, is left out.
        moves.into_iter().for_each(|place| drop(builder.place(place)));
        Some(builder)
    }

    /// Places a piece, or says why not.
    pub fn place(self, place: Place) {
        let Some(builder) = untrack(|| self.builder()) else { return };
        match builder.check(place) {
            Ok(()) => {
                self.refused.set(None);
                self.by_hand.update(|moves| moves.get_or_insert_default().push(place));
            }
            Err(illegal) => self.refused.set(Some(illegal)),
        }
    }

    /// Takes the last piece back.
    pub fn undo(self) {
        self.refused.set(None);
        self.by_hand.update(|moves| {
            if let Some(moves) = moves {
                moves.pop();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_parallel::pipeline::{Op, Work};

    #[test]
    fn a_piece_that_cannot_be_placed_changes_nothing_and_says_why() {
        Owner::new().with(|| {
            let state = PipelineState::new();
            state.by_hand.set(Some(Vec::new()));
            let place = |rank, work, microbatch| Place { rank, op: Op { work, microbatch, chunk: 0 } };
            state.place(place(1, Work::F, 0));
            let needs = Illegal::Needs { place: place(1, Work::F, 0), needs: place(0, Work::F, 0) };
            assert_eq!(state.refused.get_untracked(), Some(needs));
            state.place(place(0, Work::F, 0));
            state.place(place(1, Work::F, 0));
            assert_eq!(state.refused.get_untracked(), None);
            assert_eq!(state.by_hand.get_untracked().map(|moves| moves.len()), Some(2));
            state.undo();
            assert_eq!(untrack(|| state.builder()).map(|builder| builder.ranks()[1].len()), Some(0));
        });
    }

    #[test]
    fn what_was_measured_is_planned_with_its_own_means() {
        Owner::new().with(|| {
            let state = PipelineState::new();
            let done = |is_forward, microbatch, start, end| Done { is_forward, microbatch, chunk: 0, start, end };
            let run = PipelineRun {
                id: 0,
                kind: PipelineKind::GPipe,
                ranks: 2,
                microbatches: 1,
                chunks: 1,
                network: karui_protocol::ModelKind::Mlp,
                images: IMAGES,
                cuts: vec![],
            };
            state.running.set(Some(run));
            let first = vec![done(true, 0, 10.0, 12.0), done(false, 0, 20.0, 23.0)];
            let second = vec![done(true, 0, 13.0, 14.0), done(false, 0, 14.0, 18.0)];
            let (ranks, kept) = (vec![first, second], vec![0, 0]);
            state.apply(Told::Piped {
                id: 1,
                ranks: ranks.clone(),
                difference: (0.0, 1.0),
                kept: kept.clone(),
                cuts: vec![],
            });
            assert!(state.piped.get_untracked().is_none());
            state.apply(Told::Piped { id: 0, ranks, difference: (0.0, 1.0), kept, cuts: vec![] });
            let piped = state.piped.get_untracked().unwrap().unwrap();
            assert_eq!(piped.timeline().makespan, 13.0);
            // 2 + 1 + 4 + 3, without the gaps.
            assert_eq!(piped.planned().unwrap().makespan, 10.0);
        });
    }

    #[test]
    fn cuts_of_another_number_of_stages_do_not_count() {
        Owner::new().with(|| {
            let state = PipelineState::new();
            let layer = |i: u16| Layer { name: format!("l{i}"), cut: (i < 5).then_some(10 + i), macs: 1, numbers: 1 };
            state.layers.set((0..6).map(layer).collect());
            state.stages.set(3);
            assert_eq!(untrack(|| state.cuts_now()), Some(vec![1, 3]));
            assert!(untrack(|| state.own_cuts()).is_empty());
            state.move_cut(0, 0);
            assert_eq!(untrack(|| state.cuts_now()), Some(vec![0, 3]));
            assert_eq!(untrack(|| state.own_cuts()), [10, 13]);
            state.stages.set(2);
            assert_eq!(untrack(|| state.cuts_now()), Some(vec![2]));
            assert!(untrack(|| state.own_cuts()).is_empty());
            assert_eq!(untrack(|| state.too_few()), None);
            state.stages.set(8);
            assert_eq!(untrack(|| state.cuts_now()), None);
            assert_eq!(untrack(|| state.too_few()), Some(6));
        });
    }

    #[test]
    fn only_a_schedule_with_halves_has_the_weights_gradient_apart() {
        Owner::new().with(|| {
            let state = PipelineState::new();
            state.weight.set(3);
            assert_eq!(untrack(|| state.times()).backward, 4.0);
            state.kind.set(PipelineKind::ZbH1);
            assert_eq!(untrack(|| state.times()).backward, 1.0);
        });
    }
}
