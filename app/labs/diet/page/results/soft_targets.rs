//! The probabilities that a student learns from.

use super::texts::Texts;
use karui_protocol::{DataKind, Sample};
use karui_shell::i18n::class_name;
use karui_ui::html::HtmlWriter;
use karui_ui::{Lang, number};

/// The images to choose from, and the softened probabilities of the chosen one with those at T = 1 as marks.
pub fn bars(
    m: &mut HtmlWriter,
    lang: Lang,
    t: &Texts,
    data: DataKind,
    samples: &[Sample],
    chosen: Option<usize>,
    soft: &[f32],
) {
    m.open("div", &[("class", "r-choose"), ("role", "group"), ("aria-label", t.choose_image)]);
    for sample in samples {
        let pressed = if chosen == Some(sample.index) { "true" } else { "false" };
        let attrs = [
            ("type", "button"),
            ("data-do", "image"),
            ("data-at", &*sample.index.to_string()),
            ("aria-pressed", pressed),
            ("aria-label", class_name(lang, data, sample.label.into())),
        ];
        m.open("button", &attrs);
        m.picture(&sample.pixels);
        m.close("button");
    }
    m.close("div");
    let hard = samples.iter().find(|sample| Some(sample.index) == chosen).map(|sample| &sample.probabilities);
    m.open("ul", &[("class", "r-bars")]);
    for (class, &p) in soft.iter().enumerate() {
        m.open("li", &[]);
        m.span("span", "", class_name(lang, data, class));
        m.bar(p.into(), hard.and_then(|hard| hard.get(class)).map(|&p| p.into()));
        m.span("span", "num", &number::percent(lang, p.into(), 1));
        m.close("li");
    }
    m.close("ul");
}
