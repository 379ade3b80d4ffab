//! What outlives a visit, in IndexedDB. Each kind of record has its keys:
//!
//! - `run LAYOUT ID`: a run's [`Checkpoint`], and `run-info 1 ID`: what is known of it without reading it ([`runs`]). A
//!   record of another build is never overwritten. Checkpoints of builds that kept only one lie under the number of their
//!   layout; they become runs.
//! - what a lab keeps, under a name of the lab's, and `stamp NAME`: who wrote it last.
//!
//! Several tabs share it all. A change is one transaction, so none of them takes anything from another.

mod database;
pub mod joined;
mod runs;
mod tabs;

use crate::checkpoint::Checkpoint;
use crate::clock::today;
use crate::mail::{Inbox, Mail};
use database::{Database, Store, problem};
use futures_channel::oneshot;
use karui_protocol::{Problem, RunId};
use runs::{INFOS, RunInfo, Tabs};
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::IdbTransactionMode::{Readonly, Readwrite};

/// Where runs, and what labs keep, are kept. Clones share it.
#[derive(Clone)]
pub struct Storage(Rc<Inner>);

struct Inner {
    inbox: Inbox,
    database: Database,
    tab: u64,
    /// Ends when the last of what was asked about runs is done: they are done one after the other.
    last: RefCell<Option<oneshot::Receiver<()>>>,
    /// Whether the learner knows that nothing can be stored.
    has_failed: Cell<bool>,
    /// Tabs whose end is waited for.
    watched: RefCell<Vec<u64>>,
}

/// What a lab kept.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// Its bytes; none where there is nothing.
    pub bytes: Option<Vec<u8>>,
    /// Of the one who wrote it.
    pub stamp: Stamp,
}

/// Tells whether a record is still as it was written. It is another after each change.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Stamp(Option<f64>);

impl Stamp {
    fn new() -> Self {
        Stamp(Some(tabs::random() as f64))
    }
}

/// What came of a change to what a lab keeps.
#[derive(Debug, Clone)]
pub struct Updated {
    /// The stamp of what is kept now.
    pub stamp: Stamp,
    /// What is kept now, where another tab had changed it: the lab has to take that in.
    pub merged: Option<Vec<u8>>,
}

/// A number for a new run. Later ones have greater ones.
pub fn new_run() -> RunId {
    RunId(((today() as u64) << 20) | (tabs::random() & 0xf_ffff))
}

impl Storage {
    /// Opens it and says [`Mail::Runs`].
    pub fn open(inbox: &Inbox) -> Self {
        let it = Storage(Rc::new(Inner {
            inbox: inbox.clone(),
            database: Database::default(),
            tab: tabs::random(),
            last: RefCell::default(),
            has_failed: Cell::new(false),
            watched: RefCell::default(),
        }));
        let task = it.clone();
        it.then(async move {
            tabs::live(task.0.tab).await;
            let tabs = task.tabs().await;
            // A visitor who only looks need not know that there is no storage.
            if let Ok(is_left) = task.0.database.transact(Readwrite, async |store| adopt(store, &tabs).await).await {
                task.tell_runs().await;
                if is_left {
                    task.0.inbox.push(Mail::StorageFailed(Problem::CheckpointUnreadable));
                }
            } else {
                task.0.inbox.push(Mail::Runs(Vec::new()));
            }
        });
        it
    }

    /// Says [`Mail::Runs`] anew.
    pub fn list_runs(&self) {
        let it = self.clone();
        self.then(async move { it.tell_runs().await });
    }

    /// Keeps a run as it is now, all of it or nothing, and says [`Mail::Runs`]. `is_here` tells whether it stays this tab's
    /// own. Says [`Mail::StorageFailed`] once when it cannot.
    pub fn put_run(&self, id: RunId, checkpoint: &Checkpoint, is_here: bool) {
        let bytes = checkpoint.encode();
        let info = RunInfo::new(id, if is_here { self.0.tab } else { 0 }, checkpoint, bytes.len());
        let it = self.clone();
        self.then(async move {
            let tabs = it.tabs().await;
            let put = it.0.database.transact(Readwrite, async |store| put(store, &info, &bytes, &tabs).await);
            let put = put.await;
            it.told(put, &tabs);
        });
    }

    /// Forgets a run, and says [`Mail::Runs`].
    pub fn delete_run(&self, id: RunId) {
        let it = self.clone();
        self.then(async move {
            let tabs = it.tabs().await;
            let left = it.0.database.transact(Readwrite, async |store| {
                let mut infos = infos(store).await?;
                for gone in infos.extract_if(.., |info| info.id == id) {
                    delete(store, &gone)?;
                }
                Ok(infos)
            });
            let left = left.await;
            it.told(left, &tabs);
        });
    }

    /// Makes a run this tab's own and says [`Mail::RunRead`], with the number of the session that asks.
    pub fn read_run(&self, session: u32, id: RunId) {
        let it = self.clone();
        self.then(async move {
            let tabs = it.tabs().await;
            let (database, read) =
                (&it.0.database, async |store: &Store, notes: bool| claim(store, id, &tabs, notes).await);
            let found = match database.transact(Readwrite, async |store| read(store, true).await).await {
                // Where nothing can be noted it can be read.
                Err(_) => database.transact(Readonly, async |store| read(store, false).await).await,
                found => found,
            };
            let found = found.unwrap_or_else(|error| Err(problem(&error)));
            it.0.inbox.push(Mail::RunRead(session, id, Box::new(found)));
            it.tell_runs().await;
        });
    }

    /// What a lab keeps under a name; nothing where there is no storage.
    pub async fn read(&self, name: &str) -> Kept {
        let read = self.0.database.transact(Readonly, async |store| {
            let stamp = Stamp(store.get(&stamp_key(name)).await?.as_f64());
            Ok(Kept { bytes: store.bytes(&name.into()).await?, stamp })
        });
        read.await.unwrap_or_default()
    }

    /// Changes what a lab keeps under a name, in one transaction. `known` is the stamp of what the lab has seen of it. Where
    /// it is still as it was, `mine` takes its place; where another tab has changed it, what `merge` makes of that. Nothing
    /// is kept where that is empty.
    ///
    /// # Errors
    /// [`Problem::StorageFull`] or [`Problem::StorageForbidden`], of which the learner is told.
    pub async fn update(
        &self,
        name: &str,
        known: Stamp,
        mine: &[u8],
        merge: impl Fn(Option<&[u8]>) -> Vec<u8>,
    ) -> Result<Updated, Problem> {
        let stamp = Stamp::new();
        let done = self.0.database.transact(Readwrite, async |store| {
            let stored = Stamp(store.get(&stamp_key(name)).await?.as_f64());
            // Without a stamp nothing was written since: the database is new, or was deleted.
            let is_known = stored == known || stored == Stamp::default();
            let merged = if is_known { None } else { Some(merge(store.bytes(&name.into()).await?.as_deref())) };
            let bytes = merged.as_deref().unwrap_or(mine);
            if bytes.is_empty() {
                store.delete(&name.into())?;
            } else {
                store.put_bytes(&name.into(), bytes)?;
            }
            store.put(&stamp_key(name), &stamp.0.into())?;
            Ok(Updated { stamp, merged })
        });
        let done = done.await.map_err(|error| problem(&error));
        self.has_ended(done.as_ref().err());
        done
    }

    /// Does `work` when all before it is done.
    fn then(&self, work: impl Future<Output = ()> + 'static) {
        let (done, next) = oneshot::channel();
        let before = self.0.last.replace(Some(next));
        spawn_local(async move {
            if let Some(before) = before {
                let _ = before.await;
            }
            work.await;
            // Nobody waits where nothing more was asked.
            let _ = done.send(());
        });
    }

    async fn tabs(&self) -> Tabs {
        Tabs { own: self.0.tab, living: tabs::living().await }
    }

    async fn tell_runs(&self) {
        let tabs = self.tabs().await;
        // One who cannot read it sees no runs; that nothing is kept is told by who writes.
        let found = self.0.database.transact(Readonly, async |store| infos(store).await).await.unwrap_or_default();
        self.tell(&found, &tabs);
    }

    fn told(&self, found: Result<Vec<RunInfo>, JsValue>, tabs: &Tabs) {
        match found {
            Ok(infos) => {
                self.has_ended(None);
                self.tell(&infos, tabs);
            }
            Err(error) => self.has_ended(Some(&problem(&error))),
        }
    }

    fn tell(&self, infos: &[RunInfo], tabs: &Tabs) {
        self.0.inbox.push(Mail::Runs(runs::listed(infos, tabs)));
        for info in infos.iter().filter(|info| info.is_elsewhere(tabs)) {
            self.watch(info.tab);
        }
    }

    /// What another tab has is to be had when that is closed.
    fn watch(&self, tab: u64) {
        if self.0.watched.borrow().contains(&tab) {
            return;
        }
        self.0.watched.borrow_mut().push(tab);
        let it = self.clone();
        spawn_local(async move {
            tabs::gone(tab).await;
            it.0.watched.borrow_mut().retain(|other| *other != tab);
            it.list_runs();
        });
    }

    /// The learner is told of a failure once, until something could be stored again.
    fn has_ended(&self, failed: Option<&Problem>) {
        let before = self.0.has_failed.replace(failed.is_some());
        if let (Some(problem), false) = (failed, before) {
            self.0.inbox.push(Mail::StorageFailed(problem.clone()));
        }
    }
}

fn stamp_key(name: &str) -> JsValue {
    ["stamp ", name].concat().into()
}

async fn infos(store: &Store) -> Result<Vec<RunInfo>, JsValue> {
    Ok(RunInfo::decode_all(&store.all_bytes(INFOS).await?))
}

fn delete(store: &Store, info: &RunInfo) -> Result<(), JsValue> {
    store.delete(&info.run_key().into())?;
    store.delete(&info.key().into())
}

/// Puts a run in; gives all that are kept then.
async fn put(store: &Store, info: &RunInfo, bytes: &[u8], tabs: &Tabs) -> Result<Vec<RunInfo>, JsValue> {
    let mut all = infos(store).await?;
    for gone in runs::put(&mut all, info.clone(), tabs) {
        delete(store, &gone)?;
    }
    store.put_bytes(&info.run_key().into(), bytes)?;
    store.put_bytes(&info.key().into(), &info.encode())?;
    Ok(all)
}

/// Makes runs of the checkpoints of builds that kept only one; gives whether one is left that this build cannot read, and
/// no run that it can.
async fn adopt(store: &Store, tabs: &Tabs) -> Result<bool, JsValue> {
    let mut is_left = false;
    for layout in store.numbers().await? {
        let bytes = store.bytes(&layout.into()).await?.unwrap_or_default();
        let Some(checkpoint) = runs::checkpoint(layout as u32, &bytes) else {
            is_left = true;
            continue;
        };
        let bytes = checkpoint.encode();
        let info = RunInfo::new(new_run(), 0, &checkpoint, bytes.len());
        put(store, &info, &bytes, tabs).await?;
        store.delete(&layout.into())?;
    }
    Ok(is_left && infos(store).await?.is_empty())
}

/// Reads a run and, where it `notes` it, makes it this tab's.
async fn claim(store: &Store, id: RunId, tabs: &Tabs, notes: bool) -> Result<Result<Checkpoint, Problem>, JsValue> {
    let Some(mut info) = infos(store).await?.into_iter().find(|info| info.id == id) else {
        return Ok(Err(Problem::RunGone));
    };
    if info.is_elsewhere(tabs) {
        return Ok(Err(Problem::RunElsewhere));
    }
    let bytes = store.bytes(&info.run_key().into()).await?.unwrap_or_default();
    let Some(checkpoint) = runs::checkpoint(info.layout, &bytes) else {
        return Ok(Err(Problem::CheckpointUnreadable));
    };
    if notes {
        info.tab = tabs.own;
        store.put_bytes(&info.key().into(), &info.encode())?;
    }
    Ok(Ok(checkpoint))
}
