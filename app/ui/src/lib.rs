//! What the page is made of, whatever it shows: views that follow signals ([`reactive`]), messages in both languages
//! ([`messages!`](crate::messages), [`number`]), parts of the page drawn as HTML ([`html`]) or on a canvas ([`canvas`]), a [`pad`] to draw on,
//! fields of forms ([`fields`]), a button that deletes ([`deletion`]), a field for programs ([`editor`]) and numbers that tell where they come from ([`figure`]). It knows no lab and no engine.

pub mod canvas;
pub mod deletion;
pub mod editor;
pub mod fields;
pub mod figure;
pub mod html;
mod lang;
mod messages;
pub mod number;
pub mod pad;
pub mod reactive;
mod theme;
pub mod ticks;

pub use lang::{Lang, Pair, use_lang};
pub use messages::{FieldText, Messages, Terms, said, use_messages};
pub use theme::{Theme, use_theme};
