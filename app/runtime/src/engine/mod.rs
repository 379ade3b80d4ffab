//! The engine: reads its mail, answers, and works in between.

mod kept;
mod requests;
mod runs;

use crate::clock::yield_now;
use crate::data_store::{self, DataStore};
use crate::lab::{Context, LabRow, Labs, Turn};
use crate::mail::{Inbox, Mail};
use crate::network::describe;
use crate::post::{fault, open_session, post, session as session_number};
use crate::run::{Outcome, Run, running};
use crate::scope::{BUILD_ID, KERNEL, scope};
use crate::session::{Base, Session, read_weights};
use crate::storage::Storage;
use crate::{fetch, gpu};
use js_sys::Uint8Array;
use karui_core::data::info;
use karui_core::graph::Weights;
use karui_core::{Error, Result};
use karui_protocol::{
    About, DataKind, Device, Event, Experiment, LabId, Needs, Problem, Request, RunState, Settings, WeightsOrigin,
    decode,
};
use kept::Kept;
use runs::TrainerCode;
use std::cell::RefCell;
use std::panic;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

struct Engine {
    inbox: Inbox,
    storage: Storage,
    data_store: Rc<RefCell<DataStore>>,
    session: Option<Session>,
    /// The runs that are kept.
    kept: Kept,
    /// Requests that wait for the weights, or for a kept run.
    deferred: Vec<Request>,
    /// What trains.
    trainer: TrainerCode,
    /// What it can do beyond training.
    labs: Labs,
}

/// Becomes the engine, with these labs.
pub fn start(labs: &[LabRow]) {
    panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        // The last word; the page starts another worker.
        fault(About::ENGINE, Problem::EngineLost);
    }));
    let inbox = Inbox::default();
    let to = inbox.clone();
    let receive = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        match decode(&Uint8Array::new(&message.data()).to_vec()) {
            // Whatever waits in the letter box.
            Some(Request::Ping) => post(Event::Here),
            Some(request) => to.push(Mail::Request(request)),
            None => fault(About::ENGINE, Problem::BuildMismatch),
        }
    });
    scope().set_onmessage(Some(receive.as_ref().unchecked_ref()));
    receive.forget();
    let storage = Storage::open(&inbox);
    post(Event::Ready { build_id: BUILD_ID.into(), kernel: KERNEL.into() });
    let (data_store, labs) = (Rc::new(RefCell::new(DataStore::new(DataKind::FashionMnist))), Labs::new(labs));
    let engine = Engine {
        inbox,
        storage,
        data_store,
        session: None,
        kept: Kept::new(),
        deferred: Vec::new(),
        trainer: TrainerCode::Absent,
        labs,
    };
    spawn_local(engine.live());
}

impl Engine {
    async fn live(mut self) {
        loop {
            if !self.inbox.is_empty() {
                self.catch_up().await;
            }
            while let Some(mail) = self.inbox.pop() {
                self.read(mail);
            }
            match self.work().await {
                Ok(true) => yield_now().await,
                Ok(false) => self.inbox.arrival().await,
                Err(error) => self.fail(error),
            }
        }
    }

    /// Whoever asks sees the run as it is now.
    async fn catch_up(&mut self) {
        if let Some(run) = self.session.as_mut().and_then(|s| s.run.as_mut()) {
            run.catch_up().await;
        }
    }

    /// A part of the work that is to be done; gives whether there was any. What is looked at beside the session goes on
    /// in turns with it.
    async fn work(&mut self) -> Result<bool> {
        let (labs, mut context) = self.labs();
        let was_busy = labs.advance(Turn::Beside, &mut context);
        Ok(self.work_on_session().await? || was_busy)
    }

    async fn work_on_session(&mut self) -> Result<bool> {
        let Some(session) = &mut self.session else { return Ok(false) };
        if session.take_latency()? {
            return Ok(true);
        }
        if let Some((run, executors)) = session.run_and_executors()
            && run.is_active()
            && run.has_data(&self.data_store)
        {
            let outcome = run.advance(&self.data_store, executors, &self.inbox).await?;
            self.follow(outcome)?;
            return Ok(true);
        }
        let (labs, mut context) = self.labs();
        if labs.advance(Turn::AtRest, &mut context) {
            return Ok(true);
        }
        let Some(session) = &mut self.session else { return Ok(false) };
        if session.find_out(&self.data_store.borrow())? {
            return Ok(true);
        }
        if session.is_told() {
            self.trainer();
            self.labs.look_ahead(&self.inbox, &self.storage);
        }
        Ok(false)
    }

    /// The labs, and what they may work with.
    fn labs(&mut self) -> (&mut Labs, Context<'_>) {
        let Engine { inbox, storage, data_store, session, labs, .. } = self;
        (labs, Context { session: session.as_mut(), data_store, storage, inbox })
    }

    /// Has a lab answer. A run that is under way pauses for what works on weights that stay.
    fn ask_lab(&mut self, lab: LabId, needs: Needs, request: Vec<u8>) -> Result<()> {
        if needs.rest && self.session.as_ref().and_then(|s| s.run.as_ref()).is_some_and(Run::is_active) {
            self.pause()?;
        }
        let (labs, mut context) = self.labs();
        labs.answer(lab, needs, request, &mut context);
        Ok(())
    }

    /// What a slice of the run asks for.
    fn follow(&mut self, outcome: Outcome) -> Result<()> {
        let Some(session) = &mut self.session else { return Ok(()) };
        match outcome {
            Outcome::More => {}
            Outcome::Save => self.save(),
            Outcome::Epoch(evaluating) => {
                session.tell_epoch(&evaluating, &self.data_store.borrow())?;
                if session.run.as_ref().is_some_and(Run::is_worth_saving) {
                    self.save();
                }
            }
            Outcome::Stopped => match session.run.as_ref().map(Run::state) {
                Some(RunState::Finished) => self.save(),
                Some(RunState::Diverged) => session.look_again(&self.data_store.borrow()),
                _ => self.rest()?,
            },
        }
        Ok(())
    }

    /// An error that no request asked for: the run, if there is one, stops with the weights that it has.
    fn fail(&mut self, error: Error) {
        fault(About::TRAINING, Problem::Engine(error));
        if let Some(session) = &mut self.session {
            session.look_no_more();
            if let Some(run) = &mut session.run {
                run.pause();
                run.tell();
            }
        }
    }

    fn read(&mut self, mail: Mail) {
        match mail {
            Mail::Request(request) => self.answer(request),
            // It is looked at by the work that waits for it.
            Mail::Data => {}
            Mail::DataFailed(data_store, problem) => {
                if Rc::ptr_eq(&data_store, &self.data_store) {
                    self.data_failed(problem);
                }
            }
            Mail::Shipped(number, bytes) => {
                if number == session_number() {
                    self.shipped(bytes);
                }
            }
            Mail::Adapter(number, _) if number != session_number() => {}
            Mail::Adapter(_, Ok(name)) => {
                post(Event::Running { device: Device::WebGpu, name: gpu::kernel_on(&name), workers: 1 });
            }
            Mail::Adapter(_, Err(why)) => fault(About::ENGINE, Problem::NoGpu(why)),
            Mail::Runs(runs) => self.runs_found(runs),
            Mail::RunRead(number, id, found) => self.run_read(number, id, *found),
            Mail::Trainer(code) => self.trainer_arrived(code),
            Mail::Prepared(number, id, image) => {
                if number == session_number() {
                    self.prepared(id, image);
                }
            }
            Mail::Lab(id, lab) => {
                let (labs, mut context) = self.labs();
                labs.arrived(id, lab, &mut context);
            }
            Mail::LabNews(id, news) => {
                let (labs, mut context) = self.labs();
                labs.on_news(id, news, &mut context);
            }
            Mail::StorageFailed(problem) => fault(About::STORAGE, problem),
        }
    }

    fn answer(&mut self, request: Request) {
        let done = match request {
            Request::Configure { session, experiment } => {
                self.configure(session, experiment);
                Ok(())
            }
            Request::Train | Request::Step | Request::Pause | Request::Reset if self.kept.awaited.is_some() => {
                self.deferred.push(request);
                Ok(())
            }
            // In their order, also while the first of them waits for the trainer's code.
            Request::Train | Request::Step | Request::Pause | Request::Reset if self.awaits_trainer(&request) => {
                self.deferred.push(request);
                Ok(())
            }
            Request::Train => self.train(false),
            Request::Step => self.train(true),
            Request::Pause => self.pause(),
            Request::Reset => self.reset(),
            Request::Predict { .. }
            | Request::Inspect { .. }
            | Request::ExportWeights
            | Request::Lab { needs: Needs { weights: true, .. }, .. }
                if self.awaits_weights() =>
            {
                self.deferred.push(request);
                Ok(())
            }
            Request::Predict { id, picture } => {
                self.predict(id, picture);
                Ok(())
            }
            Request::Inspect { image, layer } => self.inspect(image, layer),
            Request::Measure => {
                if let Some(session) = &mut self.session {
                    session.measure();
                }
                Ok(())
            }
            Request::CompareDevices => {
                self.compare_devices();
                Ok(())
            }
            Request::ExportWeights => self.export(),
            Request::ImportWeights(bytes) => {
                self.import(&bytes);
                Ok(())
            }
            Request::OpenRun { session, run } => {
                self.open_run(session, run);
                Ok(())
            }
            Request::DeleteRun(run) => {
                self.delete_run(run);
                Ok(())
            }
            Request::ListRuns => {
                self.storage.list_runs();
                Ok(())
            }
            Request::Ping => Ok(()),
            Request::Lab { lab, needs, payload } => self.ask_lab(lab, needs, payload),
        };
        if let Err(error) = done {
            fault(About::TRAINING, Problem::Engine(error));
        }
    }

    fn awaits_weights(&self) -> bool {
        self.kept.awaited.is_some() || self.session.as_ref().is_some_and(|s| s.weights().is_none())
    }

    fn configure(&mut self, number: u32, experiment: Experiment) {
        self.leave_session();
        open_session(number);
        if let Err(error) = experiment.check() {
            return fault(About::SETTINGS, Problem::Engine(error));
        }
        let session = match Session::new(experiment) {
            Ok(session) => session,
            Err(error) => return fault(About::SETTINGS, Problem::Engine(error)),
        };
        post(Event::Network(describe(&session.graph)));
        post(running(experiment.workers));
        if experiment.device == Device::WebGpu {
            let inbox = self.inbox.clone();
            spawn_local(async move { inbox.push(Mail::Adapter(number, gpu::look().await)) });
        }
        self.session = Some(session);
        if self.data_store.borrow().kind() != experiment.data {
            self.data_store.borrow_mut().give_up();
            self.data_store = Rc::new(RefCell::new(DataStore::new(experiment.data)));
        }
        data_store::want(&self.data_store, 0, info(experiment.data).test_len, &self.inbox);
        spawn_local(fetch_shipped(number, experiment, self.inbox.clone()));
        self.idle();
        self.bring_back();
        self.tell_runs();
    }

    /// Leaves the present session; what its run has learnt is kept.
    fn leave_session(&mut self) {
        self.deferred.clear();
        self.kept.awaited = None;
        if let Some(run) = self.session.take().and_then(|session| session.run) {
            self.put_away(run);
        }
    }

    fn shipped(&mut self, bytes: Option<Vec<u8>>) {
        let Some(session) = &mut self.session else { return };
        let shipped = bytes.and_then(|bytes| match read_weights(&session.graph, &bytes) {
            Ok(weights) => Some(weights),
            // Of another width α: there are none for this network.
            Err(Error::Tensor { .. }) => None,
            Err(error) => {
                fault(About::WEIGHTS, Problem::Engine(error));
                None
            }
        });
        let base = match shipped {
            Some(weights) => Base { weights, origin: WeightsOrigin::Shipped },
            None => {
                let weights = Weights::init(&session.graph, u64::from(session.experiment.train.seed));
                Base { weights, origin: WeightsOrigin::Initial }
            }
        };
        let origin = base.origin;
        session.base = Some(base);
        if session.run.is_none() {
            self.told(origin);
        }
        self.answer_deferred();
    }

    /// Takes up what waited, when there are weights.
    fn answer_deferred(&mut self) {
        if !self.awaits_weights() {
            for request in std::mem::take(&mut self.deferred) {
                self.inbox.push(Mail::Request(request));
            }
        }
    }

    /// Tells the page of new weights.
    fn told(&mut self, origin: WeightsOrigin) {
        if let Some(session) = &mut self.session
            && let Err(error) = session.tell_weights(origin, &self.data_store.borrow())
        {
            fault(About::WEIGHTS, Problem::Engine(error));
        }
    }

    fn data_failed(&mut self, problem: Problem) {
        fault(About::DATA, problem);
        let Some(session) = &mut self.session else { return };
        let Some(run) = session.run.as_mut().filter(|run| run.is_active()) else { return };
        if run.step() == 0 {
            session.run = None;
            self.back_to_base();
        } else {
            run.pause();
            run.tell();
        }
    }
}

async fn fetch_shipped(number: u32, experiment: Experiment, inbox: Inbox) {
    let path = format!("weights/{}-{}.safetensors", experiment.data, experiment.model.kind);
    // Without them the network starts from the seed; the page says which weights it shows.
    let bytes = fetch::small(&path).await.unwrap_or(None);
    inbox.push(Mail::Shipped(number, bytes));
}
