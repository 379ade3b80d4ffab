//! All that can happen to the engine, in the order in which it happened.

use crate::checkpoint::Checkpoint;
use crate::engine::part::{Kind, Part};
use crate::library::Library;
use karui_protocol::{NoGpu, Problem, Request};
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
    DataFailed(Rc<RefCell<Library>>, Problem),
    /// The shipped weights of a session, where there are any.
    Shipped(u32, Option<Vec<u8>>),
    /// The adapter's name that a session asks for, or why there is none.
    Adapter(u32, Result<String, NoGpu>),
    /// What the storage held at the start.
    Found(Result<Option<Checkpoint>, Problem>),
    /// A part of the engine, or why it did not come.
    Part(Kind, Result<Box<dyn Part>, Problem>),
    /// What a part waited for.
    News(Kind, Box<dyn Any>),
    /// The storage refused a checkpoint.
    StorageFailed(Problem),
}

/// The engine's letter box. Clones share it.
#[derive(Clone, Default)]
pub struct Inbox(Rc<RefCell<Letters>>);

#[derive(Default)]
struct Letters {
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
