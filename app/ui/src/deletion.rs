//! Deleting what cannot be brought back.

use crate::reactive::{flag, handler, text};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The words of a [`deletion`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Words {
    /// What the button does.
    pub ask: &'static str,
    /// To leave it.
    pub keep: &'static str,
    /// To do it.
    pub sure: &'static str,
}

/// A button that deletes once a second one, which it brings up, is pressed. In its own place there is the way back meanwhile, so
/// that a double click deletes nothing. The second has the test id with `-sure` behind it.
pub fn deletion(
    testid: &'static str,
    words: impl Fn() -> Words + Copy + Send + Sync + 'static,
    is_empty: impl Fn() -> bool + Copy + Send + Sync + 'static,
    delete: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let is_asked = RwSignal::new(false);
    let confirm = move |_: MouseEvent| {
        is_asked.set(false);
        delete();
    };
    view! {
        <button
            type="button"
            class="btn quiet"
            data-testid=testid
            disabled=flag(is_empty)
            on:click=handler(move |_: MouseEvent| is_asked.update(|asked| *asked = !*asked))
        >
            // Both take their room: a button that shrinks would let the other one slip under the pointer.
            <span class="either">
                <span class:off=flag(move || is_asked.get())>{text(move || words().ask)}</span>
                <span class:off=flag(move || !is_asked.get())>{text(move || words().keep)}</span>
            </span>
        </button>
        <button
            type="button"
            class="btn quiet"
            data-testid=format!("{testid}-sure")
            hidden=flag(move || !is_asked.get() || is_empty())
            on:click=handler(confirm)
        >
            {text(move || words().sure)}
        </button>
    }
    .into_any()
}
