//! The reader's language and theme: kept for the next visit where the browser allows it, and put into effect.

use super::view::View;
use karui_ui::reactive::effect;
use karui_ui::{Lang, Theme};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::Storage;

const LANG: &str = "karui.lang";
const THEME: &str = "karui.theme";

/// A browser that forbids storage throws; the page then keeps nothing.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

pub(super) fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

pub(super) fn store(key: &str, value: Option<&str>) {
    if let Some(storage) = storage() {
        // A full storage costs the preference, nothing else.
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

/// What was chosen on an earlier visit, else what the browser prefers.
pub(super) fn read(view: View) {
    let preferred = || {
        let languages = window().navigator().languages();
        languages.iter().filter_map(|tag| Lang::from_id(&tag.as_string()?)).next().unwrap_or(Lang::En)
    };
    view.lang.set(stored(LANG).and_then(|id| Lang::from_id(&id)).unwrap_or_else(preferred));
    view.theme_asked.set(stored(THEME).and_then(|id| Theme::ALL.into_iter().find(|theme| theme.id() == id)));
    if let Ok(Some(dark)) = window().match_media("(prefers-color-scheme: dark)") {
        view.device_dark.set(dark.matches());
        let query = dark.clone();
        let follow = Closure::<dyn FnMut()>::new(move || view.device_dark.set(query.matches()));
        dark.set_onchange(Some(follow.as_ref().unchecked_ref()));
        // As long-lived as the page.
        follow.forget();
    }
}

/// Puts language and theme into effect on the document, now and whenever they change.
pub(super) fn keep(view: View) {
    effect(move || {
        set_on_root("lang", view.lang.get().id());
    });
    effect(move || set_on_root("data-theme", view.theme().id()));
}

fn set_on_root(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        // Both names are valid, so this cannot fail.
        let _ = root.set_attribute(name, value);
    }
}

impl View {
    /// The reader asks for a language.
    pub fn choose_lang(self, lang: Lang) {
        store(LANG, Some(lang.id()));
        self.lang.set(lang);
        self.lang_asked.set(true);
    }

    /// The reader asks for a theme; `None`: as the device.
    pub fn choose_theme(self, theme: Option<Theme>) {
        store(THEME, theme.map(Theme::id));
        self.theme_asked.set(theme);
    }
}
