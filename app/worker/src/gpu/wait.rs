//! Waiting for a device that may never answer.

use super::Coming;
use crate::clock::sleep;
use karui_core::{Error, Result};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

/// A device answers within so many milliseconds, or it is held for lost. Compiling its kernels takes seconds at worst.
const PATIENCE: i32 = 30_000;

/// What `work` gives, or an error when the device does not answer.
pub fn patiently<'a, T: 'a>(work: impl Future<Output = Result<T>> + 'a) -> Coming<'a, T> {
    Box::pin(async move {
        let (mut work, mut end) = (pin!(work), pin!(sleep(PATIENCE)));
        poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(done),
            Poll::Pending => end.as_mut().poll(context).map(|()| {
                let got = format!("no answer in {} s", PATIENCE / 1000);
                Err(Error::Setting { field: "device".into(), expected: "an answer".into(), got })
            }),
        })
        .await
    })
}
