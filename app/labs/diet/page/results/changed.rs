//! Images whose class has changed.

use super::texts::Texts;
use crate::diet::messages::Changed;
use karui_protocol::{DataKind, Figure, How};
use karui_shell::i18n::class_name;
use karui_ui::Lang;
use karui_ui::html::HtmlWriter;

/// What a change was for the better or the worse.
fn verdict(changed: &Changed) -> (&'static str, &'static str) {
    match changed.label {
        label if label == changed.said.1 => ("w-tile", "✓ "),
        _ => ("w-tile w-wrong", "✗ "),
    }
}

/// Tiles: the image, what it is, what it was and is taken for. Pressing one chooses its image.
pub fn tiles(m: &mut HtmlWriter, lang: Lang, t: &Texts, data: DataKind, changed: &[Changed], chosen: Option<usize>) {
    m.open("ul", &[("class", "w-images")]);
    for one in changed {
        let name = |class: u8| class_name(lang, data, class.into());
        let (label, was, is) = (name(one.label), name(one.said.0), name(one.said.1));
        let (class, mark) = verdict(one);
        let pressed = if chosen == Some(one.index) { "true" } else { "false" };
        m.open("li", &[]);
        let attrs = [
            ("type", "button"),
            ("class", class),
            ("data-do", "image"),
            ("data-at", &*one.index.to_string()),
            ("aria-pressed", pressed),
            ("aria-description", &(t.changed_tile)(label, was, is)),
        ];
        m.open("button", &attrs);
        m.open("span", &[("class", "w-tile-image")]);
        m.picture(&one.pixels);
        m.close("span");
        m.open("span", &[("class", "w-tile-guess")]);
        m.text(was);
        m.text(" → ");
        m.span("span", "w-mark", mark);
        m.text(is);
        m.close("span");
        m.span("span", "w-tile-label muted", &(t.really)(label));
        m.close("button");
        m.close("li");
    }
    m.close("ul");
}

/// How many, of how many.
pub fn counted(figure: &Figure) -> Option<(u64, u64)> {
    match figure.how {
        How::Counted { hits, of } => Some((hits, of)),
        _ => None,
    }
}
