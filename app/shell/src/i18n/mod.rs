//! The two languages of the page. Every message is a field of [`Texts`], and each language is one value of it: a
//! message that lacks a language does not compile.

mod en;
mod faults;
mod ja;
mod names;
mod texts;

pub use faults::{error_text, no_gpu, problem_text};
pub use names::{Named, class_name, op_name, option_name};
pub use texts::{Message, Texts};

use karui_ui::Lang;

/// The page's own messages in a language.
pub trait PageTexts {
    /// The messages.
    fn t(self) -> &'static Texts;
}

impl PageTexts for Lang {
    fn t(self) -> &'static Texts {
        self.pick(&ja::JA, &en::EN)
    }
}
