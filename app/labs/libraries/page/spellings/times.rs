//! Who made the libraries, when, who keeps them, and what is history: with the sources.

use crate::libraries::page::texts::{self, Texts, say};
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::{Lang, use_lang};
use leptos::prelude::*;
use serde::Deserialize;
use std::sync::OnceLock;

/// What `core/torch/spellings/libraries.json` holds.
#[derive(Debug, Default, Deserialize)]
struct Libraries {
    as_of: String,
    libraries: Vec<Library>,
    mistakes: Vec<Mistake>,
}

#[derive(Debug, Deserialize)]
struct Both {
    ja: String,
    en: String,
}

#[derive(Debug, Deserialize)]
struct First {
    date: String,
}

#[derive(Debug, Deserialize)]
struct Latest {
    version: String,
    month: String,
}

#[derive(Debug, Deserialize)]
struct Library {
    name: String,
    execution: String,
    made_by: Both,
    first: First,
    license: String,
    keeper: Both,
    status: String,
    today: Both,
    latest: Option<Latest>,
    facts: Vec<Fact>,
}

#[derive(Debug, Deserialize)]
struct Fact {
    date: String,
    ja: String,
    en: String,
    source: String,
    checked: String,
}

#[derive(Debug, Deserialize)]
struct Mistake {
    wrong: Both,
    right: Both,
}

impl Both {
    fn of(&self, lang: Lang) -> &str {
        lang.pick(&self.ja, &self.en)
    }
}

const TEXT: &str = include_str!("../../../../../core/torch/spellings/libraries.json");

fn libraries() -> &'static Libraries {
    static ALL: OnceLock<Libraries> = OnceLock::new();
    // A test reads it; were it broken, nothing would be shown.
    ALL.get_or_init(|| serde_json::from_str(TEXT).unwrap_or_default())
}

/// The libraries and their times.
pub fn view() -> AnyView {
    let lang = use_lang();
    let region = HtmlRegion::new("y-times", move |m| {
        let lang = lang.get();
        let t = texts::of(lang);
        let all = libraries();
        m.span("p", "help", &(t.as_of)(&all.as_of));
        for library in &all.libraries {
            card(m, lang, t, library);
        }
        m.span("h3", "", t.mistakes);
        m.open("dl", &[]);
        for mistake in &all.mistakes {
            m.span("dt", "", mistake.wrong.of(lang));
            m.span("dd", "", mistake.right.of(lang));
        }
        m.close("dl");
    })
    .testid("libraries-times");
    view! {
        <section class="part r-part" id="times">
            <h3>{say(|t| t.times_title)}</h3>
            {region.view()}
        </section>
    }
    .into_any()
}

fn card(m: &mut HtmlWriter, lang: Lang, t: &Texts, it: &Library) {
    m.open("details", &[("class", if it.status == "active" { "y-library" } else { "y-library ended" })]);
    m.open("summary", &[]);
    m.span("b", "", &it.name);
    m.span(
        "span",
        "y-kind",
        &[&it.first.date, " · ", (t.execution)(&it.execution), " · ", (t.state)(&it.status)].concat(),
    );
    m.close("summary");
    m.span("p", "", it.today.of(lang));
    m.open("dl", &[]);
    let latest = it.latest.as_ref().map(|it| format!("{} ({})", it.version, it.month));
    let rows = [
        (t.made_first, it.made_by.of(lang)),
        (t.keeper, it.keeper.of(lang)),
        (t.license, &it.license),
        (t.latest, latest.as_deref().unwrap_or("–")),
    ];
    for (name, value) in rows {
        m.span("dt", "", name);
        m.span("dd", "", value);
    }
    m.close("dl");
    m.open("ul", &[]);
    for fact in &it.facts {
        m.open("li", &[]);
        m.text(&[&fact.date, ": ", lang.pick(&fact.ja, &fact.en), " — "].map(|it: &str| it).concat());
        if fact.source.starts_with("https://") {
            m.element("a", &[("href", &fact.source), ("rel", "noreferrer")], &fact.source);
        } else {
            m.text(&fact.source);
        }
        if fact.checked == "no" {
            m.text(t.unchecked);
        }
        m.close("li");
    }
    m.close("ul");
    m.close("details");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_library_says_who_and_when_with_sources() {
        let all: Libraries = serde_json::from_str(TEXT).unwrap();
        assert!(all.libraries.len() >= 8 && !all.mistakes.is_empty());
        for it in &all.libraries {
            assert!(!it.facts.is_empty() && it.facts.iter().all(|fact| !fact.source.is_empty()), "{}", it.name);
            assert!(["active", "ended"].contains(&it.status.as_str()), "{}", it.name);
        }
    }
}
