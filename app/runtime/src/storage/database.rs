//! IndexedDB as futures: one database with one store, opened again where it was closed under us.

use crate::scope::{home, scope};
use js_sys::{Array, Promise, Uint8Array};
use karui_protocol::Problem;
use std::cell::RefCell;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

/// The store's name is that of what it held first.
const STORE: &str = "checkpoints";

/// The database of this page: `karui <address of the page>`.
#[derive(Default)]
pub struct Database {
    connection: RefCell<Option<IdbDatabase>>,
}

impl Database {
    /// Does `work` in one transaction: all of it or nothing, and nobody's work in between. It may be done twice: a
    /// connection that was lost, as when the database was deleted, is made anew once.
    ///
    /// # Errors
    /// What the browser says, see [`problem`].
    pub async fn transact<T>(
        &self,
        mode: IdbTransactionMode,
        work: impl AsyncFn(&Store) -> Result<T, JsValue>,
    ) -> Result<T, JsValue> {
        let mut is_again = false;
        loop {
            // What depends on the work is this much: the module has it once for each caller.
            let done = match self.begin(mode).await {
                Ok(begun) => {
                    let found = work(&begun.store).await;
                    begun.end(found.is_ok()).await.and(found)
                }
                Err(error) => Err(error),
            };
            match &done {
                Err(error) if !is_again && problem(error) != Problem::StorageFull => is_again = true,
                _ => return done,
            }
            self.connection.take();
        }
    }

    async fn begin(&self, mode: IdbTransactionMode) -> Result<Begun, JsValue> {
        let transaction = self.connected().await?.transaction_with_str_and_mode(STORE, mode)?;
        let store = Store(transaction.object_store(STORE)?);
        Ok(Begun { end: completion(&transaction), transaction, store })
    }

    async fn connected(&self) -> Result<IdbDatabase, JsValue> {
        if let Some(db) = &*self.connection.borrow() {
            return Ok(db.clone());
        }
        let db = open().await?;
        *self.connection.borrow_mut() = Some(db.clone());
        Ok(db)
    }
}

/// A transaction under way.
struct Begun {
    transaction: IdbTransaction,
    end: Promise,
    store: Store,
}

impl Begun {
    /// Waits for its end, having given it up where the work in it failed.
    async fn end(self, is_good: bool) -> Result<(), JsValue> {
        if !is_good {
            // It fails where the browser has given it up already.
            let _ = self.transaction.abort();
        }
        // Waited for in any case, or nobody would hear of its end.
        let end = JsFuture::from(self.end).await;
        if is_good { end.map(drop) } else { Ok(()) }
    }
}

async fn open() -> Result<IdbDatabase, JsValue> {
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
    // Whoever wants to delete it, or a newer build that wants another, must not wait for this one.
    let close = db.clone();
    let close = Closure::once_into_js(move || close.close());
    db.set_onversionchange(Some(close.unchecked_ref()));
    Ok(db)
}

/// What the browser's error comes to for a learner.
pub fn problem(error: &JsValue) -> Problem {
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("QuotaExceededError") => Problem::StorageFull,
        _ => Problem::StorageForbidden,
    }
}

/// The store within a transaction.
pub struct Store(IdbObjectStore);

impl Store {
    /// The record under a key; `undefined` where there is none.
    pub async fn get(&self, key: &JsValue) -> Result<JsValue, JsValue> {
        JsFuture::from(outcome(&self.0.get(key)?)).await
    }

    /// The bytes under a key.
    pub async fn bytes(&self, key: &JsValue) -> Result<Option<Vec<u8>>, JsValue> {
        Ok(bytes_of(&self.get(key).await?))
    }

    /// The bytes of all records whose keys are texts that begin with `prefix`, in the order of their keys.
    pub async fn all_bytes(&self, prefix: &str) -> Result<Vec<Vec<u8>>, JsValue> {
        let range = IdbKeyRange::bound(&prefix.into(), &[prefix, "\u{ffff}"].concat().into())?;
        let all: Array = JsFuture::from(outcome(&self.0.get_all_with_key(&range)?)).await?.unchecked_into();
        Ok(all.iter().filter_map(|record| bytes_of(&record)).collect())
    }

    /// The keys that are numbers: they come before texts.
    pub async fn numbers(&self) -> Result<Vec<f64>, JsValue> {
        let range = IdbKeyRange::upper_bound(&f64::INFINITY.into())?;
        let all: Array = JsFuture::from(outcome(&self.0.get_all_keys_with_key(&range)?)).await?.unchecked_into();
        Ok(all.iter().filter_map(|key| key.as_f64()).collect())
    }

    /// Puts a record in place of what was there. That it could not be is the transaction's error.
    pub fn put(&self, key: &JsValue, record: &JsValue) -> Result<(), JsValue> {
        self.0.put_with_key(record, key).map(drop)
    }

    /// The same with bytes.
    pub fn put_bytes(&self, key: &JsValue, bytes: &[u8]) -> Result<(), JsValue> {
        self.put(key, &Uint8Array::from(bytes))
    }

    /// Forgets a record.
    pub fn delete(&self, key: &JsValue) -> Result<(), JsValue> {
        self.0.delete(key).map(drop)
    }
}

fn bytes_of(record: &JsValue) -> Option<Vec<u8>> {
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
