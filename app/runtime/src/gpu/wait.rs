//! Waiting for a device that may never answer.

use super::LocalBoxFuture;
use crate::clock::sleep;
use crate::post::post;
use futures_util::future::{Either, select};
use karui_core::{DeviceError, Error, Result};
use karui_protocol::Event;
use std::pin::pin;

/// A device answers within so many milliseconds, or it is held for lost. Compiling its kernels takes seconds at worst, on a
/// software adapter most of a minute.
const PATIENCE: i32 = 90_000;
/// Meanwhile the page hears so often, in milliseconds, that the engine lives.
const BEAT: i32 = Event::BEAT as i32 * 1_000;

/// What `work` gives, or an error when the device does not answer.
pub fn with_timeout<'a, T: 'a>(work: impl Future<Output = Result<T>> + 'a) -> LocalBoxFuture<'a, T> {
    Box::pin(async move {
        let silent = || Err(Error::Device(DeviceError::Silent { seconds: PATIENCE as u32 / 1000 }));
        unless(patience(), work).await.unwrap_or_else(silent)
    })
}

/// Ends when there is no more hope. Until then the page hears that the engine lives.
async fn patience() {
    for _ in 0..PATIENCE / BEAT {
        sleep(BEAT).await;
        post(Event::Waiting);
    }
}

/// What `work` gives, unless so many milliseconds are over before.
pub async fn within<T>(ms: i32, work: impl Future<Output = T>) -> Option<T> {
    unless(sleep(ms), work).await
}

/// What `work` gives, unless `end` comes before.
pub async fn unless<T>(end: impl Future<Output = ()>, work: impl Future<Output = T>) -> Option<T> {
    match select(pin!(work), pin!(end)).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    }
}
