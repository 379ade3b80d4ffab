//! The two languages of the page. Every message is a field of [`Texts`], and each language is one value of it: a
//! message that lacks a language does not compile.

mod en;
mod faults;
mod ja;
mod names;
pub mod number;
mod texts;

pub use faults::{error_text, no_gpu, problem_text};
pub use names::{Named, class_name, option_name};
pub use texts::{Message, Setting, Terms, Texts};

use crate::live::{Live, text};
use crate::state::Lab;
use leptos::prelude::*;

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

    /// The page's messages.
    pub const fn t(self) -> &'static Texts {
        self.pick(&ja::JA, &en::EN)
    }
}

/// The page's language, from context: call it in a component's body.
pub fn use_lang() -> Signal<Lang> {
    Lab::here().view.lang.into()
}

/// The choice of a part's messages by language, in the module of its `Texts`, whose values are `ja::JA` and `en::EN`.
macro_rules! by_language {
    () => {
        /// The messages in a language.
        pub const fn of(lang: $crate::i18n::Lang) -> &'static Texts {
            lang.pick(&ja::JA, &en::EN)
        }

        /// A message, in a view; call it in a component's body.
        pub fn say(message: fn(&Texts) -> &'static str) -> $crate::live::Live<String> {
            $crate::i18n::said(of, message)
        }
    };
}

pub(crate) use by_language;

/// A message of a part's own texts, in a view; call it in a component's body.
pub fn said<T: 'static>(of: fn(Lang) -> &'static T, message: fn(&T) -> &'static str) -> Live<String> {
    let lang = use_lang();
    text(move || message(of(lang.get())))
}
