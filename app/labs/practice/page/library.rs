//! What the course's files say: the lessons' titles, and where things are written.

use karui_protocol::lesson::CourseMap;
use karui_shell::pages::fetch_text;
use karui_shell::state::{Lab, LabState};
use karui_ui::reactive::{effect, text};
use karui_ui::use_lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::texts;

/// A lesson's name, and its title by the language's id.
type Titled = (String, BTreeMap<String, String>);

/// A small bundle of handles: copy it freely.
#[derive(Clone, Copy)]
pub struct Library {
    /// The lessons, in the map's order; none before they are here.
    pub lessons: RwSignal<Arc<Vec<Titled>>>,
    /// What is cited, as HTML by its key, and in which language.
    sources: RwSignal<Arc<(String, BTreeMap<String, String>)>>,
    is_asked: StoredValue<bool>,
}

/// What practice knows of the course.
pub fn library_of(lab: Lab) -> Library {
    lab.state()
}

impl LabState for Library {
    fn new(_: Lab) -> Self {
        Library {
            lessons: RwSignal::new(Arc::default()),
            sources: RwSignal::new(Arc::default()),
            is_asked: StoredValue::new(false),
        }
    }
}

/// Fetches what is not here. Call it in the view's body.
pub fn keep(lab: Lab) {
    let library = library_of(lab);
    if library.is_asked.get_value() {
        return;
    }
    library.is_asked.set_value(true);
    spawn_local(async move {
        let map = fetch_text("lessons/course.json").await;
        if let Some(map) = map.and_then(|map| serde_json::from_str::<CourseMap>(&map).ok()) {
            let lessons = map.stations.into_iter().flat_map(|station| station.lessons);
            library.lessons.set(Arc::new(lessons.map(|entry| (entry.id, entry.title)).collect()));
        }
    });
    effect(move || {
        let lang = lab.view.lang.get().id().to_owned();
        spawn_local(async move {
            let all = fetch_text(&format!("lessons/{lang}/sources.json")).await;
            if let Some(all) = all.and_then(|all| serde_json::from_str(&all).ok()) {
                library.sources.set(Arc::new((lang, all)));
            }
        });
    });
}

/// Where something is written: authors, year, title; its key before that is here.
pub fn source(lab: Lab, key: String) -> AnyView {
    let (library, lang, t) = (library_of(lab), use_lang(), texts::use_texts());
    let html = move || {
        let all = library.sources.get();
        let here = all.1.get(&key).filter(|_| all.0 == lang.get().id()).cloned();
        here.unwrap_or_else(|| key.clone())
    };
    view! {
        <p class="help" data-testid=super::test_ids::SOURCE>
            {text(move || t.get().source)} ": " <span inner_html=text(html)></span>
        </p>
    }
    .into_any()
}
