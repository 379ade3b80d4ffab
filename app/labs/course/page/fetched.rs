//! Files of the course.

use karui_shell::pages::fetch_text;
use karui_ui::Lang;
use karui_ui::reactive::text;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use std::sync::Arc;

use super::{test_ids, texts};

/// How far a file is.
#[derive(Debug, Clone, PartialEq)]
pub enum Fetched<T> {
    /// It is on its way.
    Awaited,
    /// There is no such file, or it did not arrive.
    Failed,
    /// It is here.
    Here(Arc<T>),
}

impl<T> Fetched<T> {
    /// What it holds, where it is here.
    pub fn here(&self) -> Option<Arc<T>> {
        match self {
            Fetched::Here(it) => Some(it.clone()),
            Fetched::Awaited | Fetched::Failed => None,
        }
    }
}

/// Fetches a file of the course into `to`, unless `is_wanted` no longer holds when it comes.
pub fn fetch<T>(path: String, to: RwSignal<Fetched<T>>, is_wanted: impl Fn() -> bool + 'static)
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    to.set(Fetched::Awaited);
    spawn_local(async move {
        let read = file(&path).await;
        if is_wanted() {
            to.set(read.map_or(Fetched::Failed, |it| Fetched::Here(Arc::new(it))));
        }
    });
}

/// Whether a lesson or a step may be called so: what comes from an address is no path.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// The path of a lesson's file; `None` for a name that is none.
pub fn lesson_path(lang: Lang, id: &str) -> Option<String> {
    is_name(id).then(|| format!("lessons/{}/{id}.json", lang.id()))
}

/// A file of the course, where it arrives.
pub async fn file<T: DeserializeOwned>(path: &str) -> Option<T> {
    serde_json::from_str(&fetch_text(path).await?).ok()
}

/// That a file did not arrive, with a button to try again.
pub fn failed(again: impl Fn() + 'static) -> AnyView {
    let t = texts::use_texts();
    view! {
        <div class="notice fault inline" role="alert" data-testid=test_ids::LESSON_FAILED>
            <p>{text(move || t.get().failed)}</p>
            <button
                type="button"
                class="btn"
                on:click=karui_ui::reactive::handler(move |_: leptos::ev::MouseEvent| again())
            >
                {text(move || t.get().again)}
            </button>
        </div>
    }
    .into_any()
}

/// That a file is on its way.
pub fn awaited() -> AnyView {
    let t = texts::use_texts();
    view! { <p class="help" aria-busy="true">{text(move || t.get().awaited)}</p> }.into_any()
}
