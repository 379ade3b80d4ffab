//! What outlives a visit, in IndexedDB: database `karui <address of the page>`, store `checkpoints`. A checkpoint lies
//! under the number of its layout, so that a record of another build is never overwritten; what labs keep lies
//! under names of theirs.

use crate::checkpoint::{Checkpoint, LAYOUT};
use crate::mail::{Inbox, Mail};
use crate::scope::{home, scope};
use js_sys::{Promise, Uint8Array};
use karui_protocol::Problem;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    DomException, IdbDatabase, IdbKeyRange, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode,
};

const STORE: &str = "checkpoints";

/// Where checkpoints are kept.
#[derive(Clone)]
pub struct Storage {
    inbox: Inbox,
    state: Rc<RefCell<State>>,
}

enum State {
    Opening,
    Open(IdbDatabase),
    /// The browser has none for us. It is said when there is something to store: a visitor who only looks need not
    /// know.
    Missing,
    /// The browser refuses; it has been told once and is not asked again.
    Refused,
}

impl Storage {
    /// Opens it and says [`Mail::Found`].
    pub fn open(inbox: &Inbox) -> Self {
        let it = Storage { inbox: inbox.clone(), state: Rc::new(RefCell::new(State::Opening)) };
        let task = it.clone();
        spawn_local(async move {
            let found = match database().await {
                Ok(db) => {
                    let found = read_checkpoint(&db).await;
                    *task.state.borrow_mut() = State::Open(db);
                    found.map_err(|error| problem(&error)).and_then(|stored| stored)
                }
                Err(_) => {
                    *task.state.borrow_mut() = State::Missing;
                    Ok(None)
                }
            };
            task.inbox.push(Mail::Found(found));
        });
        it
    }

    /// Stores a checkpoint in place of the last, all of it or nothing. Says [`Mail::StorageFailed`] once when it
    /// cannot.
    pub fn put(&self, checkpoint: &Checkpoint) {
        let bytes = Uint8Array::from(checkpoint.encode().as_slice());
        self.write(move |store| store.put_with_key(&bytes, &LAYOUT.into()).map(drop));
    }

    /// Stores bytes under a name, in place of what was there.
    pub fn put_bytes(&self, name: &'static str, bytes: &[u8]) {
        let bytes = Uint8Array::from(bytes);
        self.write(move |store| store.put_with_key(&bytes, &name.into()).map(drop));
    }

    /// Forgets what is stored under a name.
    pub fn delete_bytes(&self, name: &'static str) {
        if matches!(*self.state.borrow(), State::Open(_)) {
            self.write(move |store| store.delete(&name.into()).map(drop));
        }
    }

    /// Forgets the checkpoint.
    pub fn delete(&self) {
        if matches!(*self.state.borrow(), State::Open(_)) {
            self.write(|store| store.delete(&LAYOUT.into()).map(drop));
        }
    }

    fn write(&self, change: impl FnOnce(&web_sys::IdbObjectStore) -> Result<(), JsValue>) {
        let transaction = match &*self.state.borrow() {
            State::Open(db) => db.transaction_with_str_and_mode(STORE, IdbTransactionMode::Readwrite),
            State::Missing => Err(JsValue::NULL),
            State::Opening | State::Refused => return,
        };
        // Transactions on one store are carried out in the order in which they are made.
        let made = transaction.and_then(|t| change(&t.object_store(STORE)?).map(|()| t));
        let it = self.clone();
        spawn_local(async move {
            let done = match made {
                Ok(transaction) => JsFuture::from(completion(&transaction)).await.map(drop),
                Err(error) => Err(error),
            };
            if let Err(error) = done {
                let before = std::mem::replace(&mut *it.state.borrow_mut(), State::Refused);
                if !matches!(before, State::Refused) {
                    it.inbox.push(Mail::StorageFailed(problem(&error)));
                }
            }
        });
    }
}

fn problem(error: &JsValue) -> Problem {
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("QuotaExceededError") => Problem::StorageFull,
        _ => Problem::StorageForbidden,
    }
}

async fn database() -> Result<IdbDatabase, JsValue> {
    let factory = scope().indexed_db()?.ok_or(JsValue::NULL)?;
    let request = factory.open_with_u32(&format!("karui {}", home()), 1)?;
    let opened = request.clone();
    let make = Closure::once_into_js(move || {
        if let Ok(db) = opened.result() {
            let _ = db.unchecked_into::<IdbDatabase>().create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(make.unchecked_ref()));
    let db: IdbDatabase = JsFuture::from(outcome(request.unchecked_ref::<IdbOpenDbRequest>())).await?.unchecked_into();
    // A newer build of the page that wants another database must not wait for this one.
    let close = db.clone();
    let close = Closure::once_into_js(move || close.close());
    db.set_onversionchange(Some(close.unchecked_ref()));
    Ok(db)
}

/// What is stored: a checkpoint, nothing, or one that this build cannot read.
async fn read_checkpoint(db: &IdbDatabase) -> Result<Result<Option<Checkpoint>, Problem>, JsValue> {
    let store = db.transaction_with_str(STORE)?.object_store(STORE)?;
    // Numbers come before texts: this counts checkpoints of all layouts.
    let numbers = IdbKeyRange::upper_bound(&f64::INFINITY.into())?;
    let (record, count) = (store.get(&LAYOUT.into())?, store.count_with_key(&numbers)?);
    let record = JsFuture::from(outcome(&record)).await?;
    if record.is_undefined() {
        let others = JsFuture::from(outcome(&count)).await?.as_f64().unwrap_or(0.0);
        return Ok(if others > 0.0 { Err(Problem::CheckpointUnreadable) } else { Ok(None) });
    }
    let bytes = record.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
    Ok(bytes.and_then(|b| Checkpoint::decode(&b)).map(Some).ok_or(Problem::CheckpointUnreadable))
}

/// The bytes stored under a name; `None` where there are none, or no storage.
pub async fn read(name: &str) -> Option<Vec<u8>> {
    let db = database().await.ok()?;
    let record = db.transaction_with_str(STORE).ok()?.object_store(STORE).ok()?.get(&name.into()).ok()?;
    let record = JsFuture::from(outcome(&record)).await.ok()?;
    db.close();
    record.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}

fn outcome(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let (good, bad) = (request.clone(), request.clone());
        let good = Closure::once_into_js(move || resolve.call1(&JsValue::NULL, &good.result().unwrap_or_default()));
        let bad = Closure::once_into_js(move || {
            let error = bad.error().ok().flatten().map_or(JsValue::NULL, JsValue::from);
            reject.call1(&JsValue::NULL, &error)
        });
        request.set_onsuccess(Some(good.unchecked_ref()));
        request.set_onerror(Some(bad.unchecked_ref()));
    })
}

fn completion(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let of = transaction.clone();
        let abort = Closure::once_into_js(move || {
            let error = of.error().map_or(JsValue::NULL, JsValue::from);
            reject.call1(&JsValue::NULL, &error)
        });
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(abort.unchecked_ref()));
    })
}
