//! What the footer opens.

mod keep;
mod kept;
mod texts;

use super::ID;
use karui_protocol::Name;
use karui_shell::{LabPage, PageCode};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use texts::say;

const ABOUT: Name = Name::new("about");

/// The lab as the page knows it.
pub static PAGE: LabPage = LabPage { foot: Some(ABOUT), ..LabPage::new(ID, &[], || Box::pin(code())) };

#[wasm_split(about, fallible, wasm_split_path = leptos::wasm_split)]
fn code() -> Result<PageCode, SplitLoaderError> {
    Ok(PageCode { view, on_event: |_, _| {} })
}

fn view(name: Name) -> AnyView {
    match name {
        ABOUT => view! { <About /> }.into_any(),
        _ => ().into_any(),
    }
}

/// What this is, what is kept, and whose work it is.
#[component]
fn About() -> impl IntoView {
    view! {
        <div class="a-about" data-testid="about">
            <section>
                <h2>{say(|t| t.title)}</h2>
                <p>{say(|t| t.what)}</p>
                <p>{say(|t| t.name)}</p>
                <p>{say(|t| t.author)}</p>
            </section>
            <keep::Keep />
            <section>
                <h2>{say(|t| t.licences)}</h2>
                <ul>
                    <li>"Karui: MIT"</li>
                    <li><a href="data/fashion-mnist/LICENSE">"Fashion-MNIST"</a> " © Zalando SE, MIT"</li>
                    <li><a href="data/mnist/LICENSE">"MNIST"</a> " © Yann LeCun, Corinna Cortes, CC BY-SA 3.0"</li>
                    <li><a href="weights/efficientnet-lite0.LICENSE">"EfficientNet-Lite0"</a> ", Apache-2.0"</li>
                    <li><a href="weights/person.LICENSE">{say(|t| t.person)}</a></li>
                    <li><a href="python/LICENSE">"MicroPython"</a> " © Damien P. George, MIT"</li>
                    <li><a href="photos/CREDITS.md">{say(|t| t.photos)}</a></li>
                    <li><a href="THIRD-PARTY.txt">{say(|t| t.crates)}</a></li>
                </ul>
            </section>
        </div>
    }
    .into_any()
}
