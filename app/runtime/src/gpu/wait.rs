//! Waiting for a device that may never answer.

use super::LocalBoxFuture;
use crate::clock::sleep;
use crate::post::post;
use karui_core::{DeviceError, Error, Result};
use karui_protocol::Event;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

/// A device answers within so many milliseconds, or it is held for lost. Compiling its kernels takes seconds at worst, on a
/// software adapter most of a minute.
const PATIENCE: i32 = 90_000;
/// Meanwhile the page hears so often, in milliseconds, that the engine lives.
const BEAT: i32 = 3_000;

/// What `work` gives, or an error when the device does not answer.
pub fn with_timeout<'a, T: 'a>(work: impl Future<Output = Result<T>> + 'a) -> LocalBoxFuture<'a, T> {
    Box::pin(async move {
        let mut work = pin!(work);
        for _ in 0..PATIENCE / BEAT {
            if let Some(done) = within(BEAT, work.as_mut()).await {
                return done;
            }
            post(Event::Waiting);
        }
        Err(Error::Device(DeviceError::Silent { seconds: PATIENCE as u32 / 1000 }))
    })
}

/// What `work` gives, unless so many milliseconds are over before.
pub async fn within<T>(ms: i32, work: impl Future<Output = T>) -> Option<T> {
    unless(sleep(ms), work).await
}

/// What `work` gives, unless `end` comes before.
pub async fn unless<T>(end: impl Future<Output = ()>, work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut end) = (pin!(work), pin!(end));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}
