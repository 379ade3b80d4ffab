use super::{fetched, tell};
use crate::real::messages::Told;
use karui_runtime::mail::Inbox;

/// Whether the names of ImageNet's classes were asked for.
#[derive(Default)]
pub struct Labels {
    is_asked: bool,
}

impl Labels {
    /// Fetches them, the first time.
    pub fn want(&mut self, inbox: &Inbox) {
        if !std::mem::replace(&mut self.is_asked, true) {
            fetched::labels(inbox);
        }
    }

    /// Tells the page. What did not arrive is asked for again with the next network.
    pub fn arrived(&mut self, en: Option<Vec<u8>>, ja: Option<Vec<u8>>) {
        self.is_asked = en.is_some() && ja.is_some();
        let text = |bytes: Option<Vec<u8>>| bytes.and_then(|b| String::from_utf8(b).ok()).unwrap_or_default();
        tell(Told::Labels { en: text(en), ja: text(ja) });
    }
}
