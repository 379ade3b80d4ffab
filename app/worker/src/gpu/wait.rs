//! Waiting for a device that may never answer.

use super::Coming;
use crate::clock::sleep;
use karui_core::{Error, Result};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

/// A device answers within so many milliseconds, or it is held for lost. Compiling its kernels takes seconds at worst.
pub const PATIENCE: i32 = 30_000;

/// What `work` gives, or an error when the device does not answer.
pub fn patiently<'a, T: 'a>(work: impl Future<Output = Result<T>> + 'a) -> Coming<'a, T> {
    Box::pin(async move {
        within(PATIENCE, work).await.unwrap_or_else(|| {
            let got = format!("no answer in {} s", PATIENCE / 1000);
            Err(Error::Setting { field: "device".into(), expected: "an answer".into(), got })
        })
    })
}

/// What `work` gives, unless so many milliseconds are over before.
pub async fn within<T>(ms: i32, work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut end) = (pin!(work), pin!(sleep(ms)));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}
