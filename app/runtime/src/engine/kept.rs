//! Runs that are kept: put away, listed, offered, brought back, taken up again.

use super::Engine;
use crate::checkpoint::Checkpoint;
use crate::post::{fault, open_session, post, session as session_number};
use crate::run::Run;
use karui_protocol::{About, Event, Experiment, KeptRun, Problem, RunId, RunPlace, RunState, WeightsOrigin};

/// What the engine knows of the runs that are kept.
pub(super) struct Kept {
    /// All of them, the newest first, once that is known.
    runs: Option<Vec<KeptRun>>,
    /// Which of them the learner is asked about.
    pub offer: Offer,
    /// Whether a run of an earlier visit was looked for to be brought back.
    has_looked_back: bool,
    /// The run that the session is to have.
    pub awaited: Option<Awaited>,
    /// It has been read, and waits for the trainer's code: the session's number, its own, and what was found.
    pub read: Option<(u32, RunId, Result<Checkpoint, Problem>)>,
}

/// Of the runs that were interrupted the one that is offered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Offer {
    /// The newest, while nothing was begun in this visit.
    Newest,
    /// The one that was left last.
    One(RunId),
    /// None: the learner has gone on to something else, and finds them in the list.
    Nothing,
}

/// A kept run that is being read.
pub(super) struct Awaited {
    run: KeptRun,
    /// Whether the learner asked for it.
    is_asked: bool,
}

impl Kept {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Kept { runs: None, offer: Offer::Newest, has_looked_back: false, awaited: None, read: None }
    }

    /// What the page is told of them. `here` is the present run and whether that is at its end.
    fn event(&self, here: Option<(RunId, bool)>) -> Option<Event> {
        let own = here.map(|(id, _)| id);
        let place = |run: &KeptRun| if Some(run.id) == own { RunPlace::Here } else { run.place };
        let runs: Vec<_> = self.runs.as_ref()?.iter().map(|run| KeptRun { place: place(run), ..*run }).collect();
        let mut interrupted = runs.iter().filter(|run| !run.is_finished && run.place == RunPlace::Stored);
        let offered = match self.offer {
            Offer::Newest => interrupted.next(),
            Offer::One(id) => interrupted.find(|run| run.id == id),
            Offer::Nothing => None,
        };
        let is_at_rest = here.is_none_or(|(_, is_over)| is_over);
        let offered = offered.filter(|_| is_at_rest).map(|run| run.id);
        Some(Event::Runs { runs, offered })
    }

    /// Once, when the runs are known: one that came to its end with these settings.
    fn look_back(&mut self, experiment: &Experiment) -> Option<KeptRun> {
        let runs = self.runs.as_ref().filter(|_| !self.has_looked_back)?;
        self.has_looked_back = true;
        runs.iter().find(|run| run.is_finished && run.experiment == *experiment).copied()
    }
}

impl Engine {
    /// Keeps a run that is left where it is.
    pub(super) fn put_away(&mut self, mut run: Run) {
        if run.is_under_way() {
            self.storage.put_run(run.id, &run.checkpoint(), false);
            self.kept.offer = Offer::One(run.id);
        }
    }

    pub(super) fn delete_run(&mut self, id: RunId) {
        self.kept.offer = Offer::Nothing;
        self.storage.delete_run(id);
    }

    /// Takes in which runs are kept.
    pub(super) fn runs_found(&mut self, runs: Vec<KeptRun>) {
        self.kept.runs = Some(runs);
        self.bring_back();
        self.tell_runs();
    }

    /// Tells which runs are kept, and offers one that was interrupted.
    pub(super) fn tell_runs(&self) {
        let Some(session) = &self.session else { return };
        let here = session.run.as_ref().map(|run| (run.id, run.state() == RunState::Finished));
        if let Some(event) = self.kept.event(here) {
            post(event);
        }
    }

    /// A network that was trained to the end with the settings of the first session is shown again.
    pub(super) fn bring_back(&mut self) {
        let Some(session) = &self.session else { return };
        if let Some(run) = self.kept.look_back(&session.experiment)
            && session.run.is_none()
        {
            self.await_run(session_number(), run, false);
        }
    }

    fn await_run(&mut self, number: u32, run: KeptRun, is_asked: bool) {
        self.kept.awaited = Some(Awaited { run, is_asked });
        self.storage.read_run(number, run.id);
    }

    /// Opens a session for a kept run, which comes as [`Mail::RunRead`](crate::mail::Mail::RunRead).
    pub(super) fn open_run(&mut self, number: u32, id: RunId) {
        let known = self.kept.runs.iter().flatten().find(|run| run.id == id).copied();
        let Some(run) = known else {
            open_session(number);
            return fault(About::STORAGE, Problem::RunGone);
        };
        self.kept.has_looked_back = true;
        self.configure(number, run.experiment);
        self.kept.offer = Offer::Nothing;
        self.await_run(number, run, true);
    }

    /// Goes on from a kept run, if it is still wanted.
    pub(super) fn run_read(&mut self, number: u32, id: RunId, found: Result<Checkpoint, Problem>) {
        let make = match (&found, self.trainer()) {
            (Ok(_), None) => return self.kept.read = Some((number, id, found)),
            (_, make) => make,
        };
        // The page may have gone on to another session meanwhile.
        let is_wanted = |it: &mut Awaited| number == session_number() && it.run.id == id;
        let Some(Awaited { run: kept, is_asked }) = self.kept.awaited.take_if(is_wanted) else { return };
        let Some(session) = &mut self.session else { return };
        let restored = found.and_then(|checkpoint| {
            let run = make.map(|make| Run::restore(kept.id, make, &session.graph, checkpoint));
            run.and_then(Result::ok).ok_or(Problem::CheckpointUnreadable)
        });
        match restored {
            Ok(mut run) => {
                run.tell();
                session.run = Some(run);
                self.told(WeightsOrigin::Restored);
                if !is_asked {
                    post(Event::BroughtBack(kept));
                }
            }
            Err(problem) => fault(About::STORAGE, problem),
        }
        self.tell_runs();
        self.answer_deferred();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(id: u64, is_finished: bool, place: RunPlace) -> KeptRun {
        let experiment = Experiment::default();
        let steps = experiment.steps();
        let step = if is_finished { steps } else { 1 };
        KeptRun { id: RunId(id), experiment, step, steps, is_finished, accuracy: None, stored_at: 0.0, bytes: 1, place }
    }

    fn offered(kept: &Kept, here: Option<(RunId, bool)>) -> Option<u64> {
        match kept.event(here) {
            Some(Event::Runs { offered, .. }) => offered.map(|id| id.0),
            _ => None,
        }
    }

    #[test]
    fn the_newest_interrupted_run_that_nobody_has_is_offered_while_none_is_under_way() {
        let mut kept = Kept::new();
        assert_eq!(kept.event(None), None);
        kept.runs = Some(vec![
            run(4, true, RunPlace::Stored),
            run(3, false, RunPlace::Elsewhere),
            run(2, false, RunPlace::Stored),
            run(1, false, RunPlace::Stored),
        ]);
        assert_eq!(offered(&kept, None), Some(2));
        assert_eq!(offered(&kept, Some((RunId(4), true))), Some(2));
        assert_eq!(offered(&kept, Some((RunId(9), false))), None);
        kept.offer = Offer::One(RunId(1));
        assert_eq!(offered(&kept, None), Some(1));
        // The one in hand is not offered to be taken up.
        assert_eq!(offered(&kept, Some((RunId(1), true))), None);
        kept.offer = Offer::Nothing;
        assert_eq!(offered(&kept, None), None);
    }

    #[test]
    fn a_finished_run_with_the_same_settings_is_brought_back_once() {
        let mut kept = Kept::new();
        let experiment = Experiment::default();
        // Before the storage has answered nothing is decided.
        assert_eq!(kept.look_back(&experiment), None);
        let other = Experiment { workers: 2, ..experiment };
        let all = vec![
            run(3, false, RunPlace::Stored),
            KeptRun { experiment: other, ..run(2, true, RunPlace::Stored) },
            run(1, true, RunPlace::Stored),
        ];
        kept.runs = Some(all.clone());
        assert_eq!(kept.look_back(&experiment).map(|run| run.id.0), Some(1));
        assert_eq!(kept.look_back(&experiment), None);
        let mut kept = Kept { runs: Some(all), ..Kept::new() };
        assert_eq!(kept.look_back(&other).map(|run| run.id.0), Some(2));
    }
}
