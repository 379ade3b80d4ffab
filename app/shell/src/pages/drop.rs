//! Several files at once, dropped or chosen: what learners have exported. They are read here and go nowhere.

use karui_ui::reactive::{flag, handler, text};
use leptos::ev::{DragEvent, Event, MouseEvent};
use leptos::{html, prelude::*};
use std::rc::Rc;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList};

/// A box to drop files on, with a button to choose them. `choose` and `hint` are its words; `take` gets each file's name and text, no
/// text where it could not be read.
pub fn drop_files(
    testid: &'static str,
    choose: impl Fn() -> &'static str + Send + 'static,
    hint: impl Fn() -> &'static str + Send + 'static,
    begin: impl Fn() + 'static,
    take: impl Fn(String, Option<String>) + 'static,
) -> AnyView {
    let over = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let take = Rc::new(take);
    let read: Rc<dyn Fn(Option<FileList>)> = Rc::new(move |files| {
        begin();
        let files = files.map_or(Vec::new(), |files| (0..files.length()).filter_map(|i| files.get(i)).collect());
        let take = take.clone();
        leptos::task::spawn_local(async move {
            for file in files {
                take(file.name(), text_of(&file).await);
            }
        });
    });
    let dropped = {
        let read = read.clone();
        move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            read(event.data_transfer().and_then(|data| data.files()));
        }
    };
    let chosen = move |_: Event| {
        if let Some(input) = input.get_untracked() {
            read(input.files());
            // So that the same files can be chosen again.
            input.set_value("");
        }
    };
    view! {
        <div
            class="class-drop"
            class:over=flag(move || over.get())
            on:dragover=handler(move |event: DragEvent| {
                event.prevent_default();
                over.set(true);
            })
            on:dragleave=handler(move |_: DragEvent| over.set(false))
            on:drop=handler(dropped)
        >
            <button
                type="button"
                class="btn"
                on:click=handler(move |_: MouseEvent| input.get_untracked().iter().for_each(|input| input.click()))
            >
                {text(choose)}
            </button>
            <span class="help">{text(hint)}</span>
            <input type="file" node_ref=input hidden multiple accept=".json" data-testid=testid on:change=handler(chosen) />
        </div>
    }
    .into_any()
}

async fn text_of(file: &File) -> Option<String> {
    JsFuture::from(file.text()).await.ok()?.as_string()
}

/// Whose an exported file is, by its name: `sato-karui-trials (2).json` is Sato's.
pub fn who(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let kinds = ["karui-progress", "karui-trials", "karui-practice"];
    let name = kinds.iter().fold(stem.to_owned(), |name, kind| name.replace(kind, ""));
    let name = name.trim_matches(|c: char| c.is_whitespace() || "-_.".contains(c));
    if name.is_empty() { stem.into() } else { name.into() }
}
