//! Which tabs live. Each holds a lock of its own for as long as its worker does. Where there are no locks no other tab is known.

use crate::locks::{freed, held, hold};
use crate::scope::home;

/// A number that no other tab has, and no other run.
pub fn random() -> u64 {
    (js_sys::Math::random() * (1u64 << 53) as f64) as u64
}

fn prefix() -> String {
    format!("karui {} tab ", home())
}

fn name(tab: u64) -> String {
    format!("{}{tab:x}", prefix())
}

/// Takes the lock of tab `tab` for as long as this worker lives.
pub async fn live(tab: u64) {
    hold(&name(tab)).await;
}

/// The tabs that live, this one among them.
pub async fn living() -> Vec<u64> {
    let prefix = prefix();
    let tab = |name: String| u64::from_str_radix(name.strip_prefix(&prefix)?, 16).ok();
    held().await.into_iter().filter_map(tab).collect()
}

/// Waits until a tab is gone.
pub async fn gone(tab: u64) {
    freed(&name(tab)).await;
}
