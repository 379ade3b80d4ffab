//! The two languages of the page.

use leptos::prelude::*;

/// A text in Japanese and in English.
pub type Pair = (&'static str, &'static str);

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 日本語.
    #[default]
    Ja,
    /// English.
    En,
}

impl Lang {
    /// Both, in the order in which the control lists them.
    pub const ALL: [Lang; 2] = [Lang::Ja, Lang::En];

    /// Its tag (BCP 47), as in links and `<html lang>`.
    pub const fn id(self) -> &'static str {
        self.pick("ja", "en")
    }

    /// Its own name for itself.
    pub const fn name(self) -> &'static str {
        self.pick("日本語", "English")
    }

    /// The language with this tag; regions are ignored, as in `ja-JP`.
    pub fn from_id(tag: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| tag.split('-').next() == Some(lang.id()))
    }

    /// The one of two values that is in this language.
    pub const fn pick<T: Copy>(self, ja: T, en: T) -> T {
        match self {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    /// The text of a pair that is in this language.
    pub const fn of(self, (ja, en): Pair) -> &'static str {
        self.pick(ja, en)
    }
}

/// The page's language, from the context that its root provides: call it in a component's body.
///
/// # Panics
/// Where nothing provides a `Signal<Lang>`.
pub fn use_lang() -> Signal<Lang> {
    expect_context()
}
