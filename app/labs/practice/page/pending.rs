//! Answers that the engine may not have stored yet: a page that is left has them brought again by the next one. To bring one twice does
//! no harm, as answers join.

use super::browser::{store, stored, unstore};
use karui_spec::question::Review;

/// The name in the browser's storage.
const NAME: &str = "karui-answers";
/// So many of the last ones: what is older was stored long ago.
const MOST: usize = 64;

/// The answers.
pub fn all() -> Vec<Review> {
    stored(NAME).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Adds to them, at once.
pub fn add(more: &[Review]) {
    let mut all = all();
    all.extend_from_slice(more);
    let older = all.len().saturating_sub(MOST);
    store(NAME, &serde_json::to_string(&all[older..]).unwrap_or_default());
}

/// All answers were deleted.
pub fn forget() {
    unstore(NAME);
}
