//! The templates by topic: a folder each, with a file for each template that computes. Rows of data stand in files by their kind.

pub mod accelerators;
pub mod containers;
pub mod distillation;
pub mod distributed;
pub mod federated;
pub mod libraries;
pub mod mobilenet;
pub mod pruning;
pub mod quantization;

/// The modules of a topic's computed templates, and [`TEMPLATES`](crate::TEMPLATES)' part of it: those templates, then the rows.
macro_rules! templates {
    ($($module:ident),* $(,)?; $($row:path),* $(,)?) => {
        $(mod $module;)*

        /// The templates of this topic.
        pub static TEMPLATES: &[&crate::Template] = &[$(&$module::TEMPLATE,)* $(&$row,)*];
    };
}
use templates;

/// The templates of a set, by their names, titles and places in it.
macro_rules! set {
    ($kind:ident $of:ident, $topic:ident, $source:literal: $($name:ident $id:literal $at:literal $title:expr),+ $(,)?) => {
        $(pub static $name: $crate::Template = $crate::Template {
            id: $id,
            topic: $crate::Topic::$topic,
            title: $title,
            source: $source,
            kind: $crate::Kind::$kind { of: &$of, at: $at },
        };)+
    };
}
use set;
