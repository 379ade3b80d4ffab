//! What the build checks say, at the lines.

use super::state::container_of;
use super::test_ids;
use super::texts::{self, Texts, rule, say};
use crate::container::messages::Warning;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::use_lang;
use leptos::prelude::*;

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    let region = HtmlRegion::new("k-checks", move |m| {
        let t = texts::of(lang.get());
        state.looked.with(|looked| {
            let count = looked.warnings.len();
            m.open("details", if count > 0 { &[("open", "")] } else { &[] });
            let attrs = [("data-testid", test_ids::CHECKS), ("data-value", &*count.to_string())];
            m.element("summary", &attrs, &(t.checks)(count));
            m.open("ul", &[]);
            looked.warnings.iter().for_each(|warning| row(m, t, warning));
            m.close("ul");
            m.close("details");
        });
    });
    view! {
        {region.view()}
        <p class="visually-hidden">{say(|t| t.checks_note)}</p>
    }
    .into_any()
}

fn row(m: &mut HtmlWriter, t: &Texts, warning: &Warning) {
    m.open("li", &[("data-line", &warning.line.to_string()), ("data-rule", &warning.rule)]);
    m.span("span", "num", &(t.at_line)(warning.line));
    m.text(" ");
    m.text(rule(t, &warning.rule));
    m.text(" ");
    m.span(
        "code",
        "muted",
        &[&warning.rule[..], if warning.words.is_empty() { "" } else { ": " }, &warning.words.join(", ")].concat(),
    );
    if warning.experimental {
        m.span("span", "muted", t.experimental);
    }
    m.close("li");
}
