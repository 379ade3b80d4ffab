use crate::i18n::PageTexts;
use crate::{state::Lab, test_ids};
use karui_ui::reactive::{effect, flag, handler, maybe_view, text};
use karui_ui::use_lang;
use leptos::{html, prelude::*};
use std::time::Duration;
use wasm_bindgen_futures::JsFuture;

/// How long the word of success stands.
const SAID_FOR: Duration = Duration::from_secs(3);

#[derive(Debug, Clone, PartialEq)]
enum Outcome {
    None,
    Copied,
    /// The clipboard is not available: the link, to be copied by hand.
    ByHand(String),
}

/// The button that copies the link to the experiment, and says whether it could.
#[component]
pub(super) fn CopyLink() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let t = move || lang.get().t();
    let outcome = RwSignal::new(Outcome::None);
    let copy = move |_| {
        let link = lab.link();
        lab.has_copied.set(true);
        leptos::task::spawn_local(async move {
            if write_to_clipboard(&link).await {
                outcome.set(Outcome::Copied);
                set_timeout(
                    move || {
                        outcome.update(|o| {
                            if *o == Outcome::Copied {
                                *o = Outcome::None
                            }
                        })
                    },
                    SAID_FOR,
                );
            } else {
                outcome.set(Outcome::ByHand(link));
            }
        });
    };
    let by_hand = maybe_view(move || match outcome.get() {
        Outcome::ByHand(link) => Some(view! { <ByHand link=link on_close=move || outcome.set(Outcome::None) /> }),
        _ => None,
    });
    view! {
        <div class="copy-link">
            <button type="button" class="btn quiet" data-testid=test_ids::COPY_LINK on:click=handler(copy)>
                // Both texts lie in one cell, so that the button never changes its width.
                <span class="swap" class:off=flag(move || outcome.get() == Outcome::Copied)>{text(move || t().copy_link)}</span>
                <span class="swap" class:off=flag(move || outcome.get() != Outcome::Copied) aria-hidden="true">
                    {text(move || t().link_copied)}
                </span>
            </button>
            <span class="visually-hidden" role="status">
                {text(move || if outcome.get() == Outcome::Copied { t().link_copied } else { "" })}
            </span>
            {by_hand}
        </div>
    }
    .into_any()
}

/// `navigator.clipboard` is missing on insecure hosts and may be forbidden elsewhere.
async fn write_to_clipboard(text: &str) -> bool {
    let navigator = window().navigator();
    let exists = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object());
    exists && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

#[component]
fn ByHand(link: String, on_close: impl Fn() + 'static) -> impl IntoView {
    let lang = use_lang();
    let node = NodeRef::<html::Input>::new();
    effect(move || {
        if let Some(input) = node.get() {
            // Selected at once, so that one key press copies it.
            let _ = input.focus();
            input.select();
        }
    });
    view! {
        <div class="by-hand card" role="alert">
            <p>{text(move || lang.get().t().copy_by_hand)}</p>
            <div class="row">
                <input type="text" readonly node_ref=node prop:value=link aria-label=text(move || lang.get().t().copy_link) />
                <button type="button" class="btn" on:click=handler(move |_| on_close())>{text(move || lang.get().t().close)}</button>
            </div>
        </div>
    }
}
