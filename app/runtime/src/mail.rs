//! All that can happen to the engine, in the order in which it happened.

use crate::checkpoint::Checkpoint;
use crate::data_store::DataStore;
use crate::lab::LabEngine;
use crate::trainer::MakeTrainer;
use karui_protocol::{KeptRun, LabId, LabRequest, NoGpu, Problem, Request, RunId, decode};
use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Something that happened.
pub enum Mail {
    /// The page asks for something.
    Request(Request),
    /// More of the data has arrived, or all that was wanted.
    Data,
    /// Data could not be had.
    DataFailed(Rc<RefCell<DataStore>>, Problem),
    /// The shipped weights of a session, where there are any.
    Shipped(u32, Option<Vec<u8>>),
    /// The adapter's name that a session asks for, or why there is none.
    Adapter(u32, Result<String, NoGpu>),
    /// The runs that are kept, the newest first: at the start, and after each change.
    Runs(Vec<KeptRun>),
    /// A kept run that a session asked for.
    RunRead(u32, RunId, Box<Result<Checkpoint, Problem>>),
    /// The trainer's code, or why it did not come.
    Trainer(Result<MakeTrainer, Problem>),
    /// A picture of this number that a session asked about, as its images are, or why that could not be.
    Prepared(u32, u32, Result<Vec<u8>, Problem>),
    /// A lab's engine side, or why it did not come.
    Lab(LabId, Result<Box<dyn LabEngine>, Problem>),
    /// What a lab waited for.
    LabNews(LabId, Box<dyn Any>),
    /// The storage refused what was to be kept, or holds what cannot be read.
    StorageFailed(Problem),
}

/// The engine's letter box. Clones share it. A channel would not do: what waits is looked through.
#[derive(Clone, Default)]
pub struct Inbox(Rc<RefCell<Mailbox>>);

#[derive(Default)]
struct Mailbox {
    mail: VecDeque<Mail>,
    waker: Option<Waker>,
}

impl Inbox {
    /// Puts something in.
    pub fn push(&self, mail: Mail) {
        let mut inner = self.0.borrow_mut();
        inner.mail.push_back(mail);
        if let Some(waker) = inner.waker.take() {
            drop(inner);
            waker.wake();
        }
    }

    /// The oldest letter.
    pub fn pop(&self) -> Option<Mail> {
        self.0.borrow_mut().mail.pop_front()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().mail.is_empty()
    }

    /// Whether a later request of a kind waits, so that the present one need not be answered.
    pub fn holds(&self, kind: fn(&Request) -> bool) -> bool {
        self.0.borrow().mail.iter().any(|mail| matches!(mail, Mail::Request(request) if kind(request)))
    }

    /// The same of a lab's requests.
    pub fn holds_for_lab<R: LabRequest>(&self, kind: fn(&R) -> bool) -> bool {
        self.0.borrow().mail.iter().any(|mail| match mail {
            Mail::Request(Request::Lab { lab, payload, .. }) if *lab == R::LAB => {
                decode::<R>(payload).is_some_and(|request| kind(&request))
            }
            _ => false,
        })
    }

    /// Waits until there is a letter.
    pub async fn arrival(&self) {
        poll_fn(|context| {
            let mut inner = self.0.borrow_mut();
            if inner.mail.is_empty() {
                inner.waker = Some(context.waker().clone());
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
    }
}
