//! The trained weights that one of the networks has.

use karui_runtime::fetch;
use karui_runtime::mail::{Inbox, Mail};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Their file; of `Pretrained::Person`.
const FILE: &str = "weights/person.safetensors";

/// The file, as far as it has come.
#[derive(Clone, Default)]
pub struct Trained(Rc<RefCell<State>>);

#[derive(Default)]
enum State {
    #[default]
    Unasked,
    Asked,
    /// There, or not to be had: then weights are drawn, and the page says so.
    Come(Option<Rc<[u8]>>),
}

impl Trained {
    /// Whether it is known if there are any.
    pub fn has_come(&self) -> bool {
        matches!(*self.0.borrow(), State::Come(_))
    }

    /// The file's bytes, or `Some(None)` where they are not to be had. `None` while they are on their way: something
    /// arrives in the inbox with them.
    pub fn bytes(&self, inbox: &Inbox) -> Option<Option<Rc<[u8]>>> {
        match &*self.0.borrow() {
            State::Come(bytes) => return Some(bytes.clone()),
            State::Asked => return None,
            State::Unasked => {}
        }
        *self.0.borrow_mut() = State::Asked;
        let (state, inbox) = (self.0.clone(), inbox.clone());
        spawn_local(async move {
            let bytes = fetch::small(FILE).await.ok().flatten();
            *state.borrow_mut() = State::Come(bytes.map(Rc::from));
            inbox.push(Mail::Data);
        });
        None
    }
}
