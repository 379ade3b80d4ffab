//! Runs from beginning to end: begun, paused, saved, given up.

use super::Engine;
use super::kept::Offer;
use crate::data_store;
use crate::mail::Mail;
use crate::post::{fault, post, session as session_number};
use crate::run::Run;
use crate::storage::new_run;
use crate::trainer::{self, MakeTrainer};
use karui_core::Result;
use karui_core::accelerate::difference;
use karui_core::data::info;
use karui_protocol::{About, Event, Problem, Progress, Request, RunState, WeightsOrigin};
use wasm_bindgen_futures::spawn_local;

fn is_train(request: &Request) -> bool {
    matches!(request, Request::Train | Request::Step)
}

/// Whether runs can be had.
#[derive(Clone, Copy)]
pub(super) enum TrainerCode {
    /// Nobody has asked for it.
    Absent,
    /// It is on its way.
    Fetched,
    /// It is here.
    Here(MakeTrainer),
}

impl Engine {
    /// The trainer's code, or it is sent for.
    pub(super) fn trainer(&mut self) -> Option<MakeTrainer> {
        match self.trainer {
            TrainerCode::Here(make) => return Some(make),
            TrainerCode::Fetched => {}
            TrainerCode::Absent => {
                self.trainer = TrainerCode::Fetched;
                let inbox = self.inbox.clone();
                spawn_local(async move { inbox.push(Mail::Trainer(trainer::fetched().await)) });
            }
        }
        None
    }

    /// Runs can be had, or not: then what waits for one is given up. The next that is asked for sends for the code again.
    pub(super) fn trainer_arrived(&mut self, code: std::result::Result<MakeTrainer, Problem>) {
        match code {
            Ok(make) => {
                self.trainer = TrainerCode::Here(make);
                if let Some((number, id, found)) = self.kept.read.take() {
                    self.run_read(number, id, found);
                }
            }
            Err(problem) => {
                self.trainer = TrainerCode::Absent;
                if self.deferred.iter().any(is_train) {
                    self.deferred.retain(|request| !is_train(request));
                    fault(About::TRAINING, problem.clone());
                    self.idle();
                }
                if let Some((number, id, _)) = self.kept.read.take() {
                    self.run_read(number, id, Err(problem));
                }
            }
        }
        self.answer_deferred();
    }

    /// Whether a request about the run has to wait for the trainer's code, which is sent for where it is wanted, or for one
    /// that does.
    pub(super) fn awaits_trainer(&mut self, request: &Request) -> bool {
        self.deferred.iter().any(is_train) || is_train(request) && self.trainer().is_none()
    }

    pub(super) fn train(&mut self, single: bool) -> Result<()> {
        let Some(make) = self.trainer() else { return Ok(()) };
        self.labs.run_begins();
        let Some(session) = &mut self.session else { return Ok(()) };
        let experiment = session.experiment;
        data_store::want(&self.data_store, experiment.train_size, info(experiment.data).test_len, &self.inbox);
        match &mut session.run {
            Some(run) if run.state() == RunState::Paused => run.resume(single),
            Some(run) if run.is_active() => run.go_on(single),
            none_or_over => {
                let mut run = Run::new(new_run(), make, &session.graph, &experiment)?;
                run.resume(single);
                *none_or_over = Some(run);
                session.tell_origin(WeightsOrigin::Initial);
            }
        }
        session.look_no_more();
        if let Some(run) = &mut session.run {
            run.tell();
        }
        self.kept.offer = Offer::Nothing;
        Ok(())
    }

    /// Has the CPU do what the run's GPU began with.
    pub(super) fn compare_devices(&self) {
        let Some(run) = self.session.as_ref().and_then(|s| s.run.as_ref()) else { return };
        let (compared, number) = (run.compare(&self.data_store), session_number());
        spawn_local(async move {
            match compared.await {
                _ if session_number() != number => {}
                Ok([gpu, cpu]) => {
                    let apart = difference(&cpu, &gpu);
                    post(Event::Compared { gpu, cpu, apart });
                }
                Err(error) => fault(About::TRAINING, Problem::Engine(error)),
            }
        });
    }

    pub(super) fn pause(&mut self) -> Result<()> {
        match self.session.as_mut().and_then(|s| s.run.as_mut()) {
            Some(run) if run.is_active() => {
                run.pause();
                run.tell();
                self.rest()
            }
            Some(run) => {
                run.tell();
                Ok(())
            }
            None => {
                self.idle();
                Ok(())
            }
        }
    }

    /// A run has paused: it is kept, and its weights are looked at meanwhile.
    pub(super) fn rest(&mut self) -> Result<()> {
        let Some(session) = &mut self.session else { return Ok(()) };
        if session.run.as_ref().is_some_and(Run::is_under_way) {
            session.tell_weights(WeightsOrigin::Trained, &self.data_store.borrow())?;
            self.save();
        }
        Ok(())
    }

    pub(super) fn save(&mut self) {
        if let Some(run) = self.session.as_mut().and_then(|s| s.run.as_mut()) {
            self.storage.put_run(run.id, &run.checkpoint(), true);
        }
    }

    pub(super) fn reset(&mut self) -> Result<()> {
        if let Some(run) = self.session.as_mut().and_then(|session| session.run.take())
            && run.state() != RunState::Finished
        {
            self.delete_run(run.id);
        }
        self.back_to_base();
        self.tell_runs();
        Ok(())
    }

    /// The state after `Configure`.
    pub(super) fn back_to_base(&mut self) {
        self.idle();
        if let Some(origin) = self.session.as_ref().and_then(|s| s.base.as_ref()).map(|b| b.origin) {
            self.told(origin);
        }
    }

    /// Tells that there is no run.
    pub(super) fn idle(&self) {
        let steps = self.session.as_ref().map_or(0, |s| s.experiment.steps());
        post(Event::Progress(Progress {
            state: RunState::Idle,
            step: 0,
            steps,
            loss: None,
            images_per_second: None,
            seconds_left: None,
        }));
    }
}
