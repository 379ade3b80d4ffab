//! What is said, in both languages at once.

use serde::{Deserialize, Serialize};

/// A sentence in both languages, as it is written down.
pub type Both = (&'static str, &'static str);

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// The same in both languages: a number, a name, code.
    pub fn same(text: impl Into<String>) -> Text {
        let text = text.into();
        Text { ja: text.clone(), en: text }
    }

    /// Whether either language has nothing to say.
    pub fn is_empty(&self) -> bool {
        self.ja.trim().is_empty() || self.en.trim().is_empty()
    }

    /// Both languages with `other` behind them, each after a blank line.
    pub fn then(self, other: &Text) -> Text {
        Text { ja: [&self.ja, "\n\n", &other.ja].concat(), en: [&self.en, "\n\n", &other.en].concat() }
    }
}

impl From<Both> for Text {
    fn from((ja, en): Both) -> Text {
        Text { ja: ja.into(), en: en.into() }
    }
}
