//! The page's own messages, what went wrong in words, and the names of settings' values.

mod faults;
pub mod names;
mod texts;

pub use faults::{error_text, no_gpu, problem_text};
pub use names::{class_name, op_name};
pub use texts::{Message, Texts};

use karui_ui::Lang;

/// The page's own messages in a language.
pub trait PageTexts {
    /// The messages.
    fn t(self) -> &'static Texts;
}

impl PageTexts for Lang {
    fn t(self) -> &'static Texts {
        texts::of(self)
    }
}
