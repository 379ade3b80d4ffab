//! When the nodes of a graph appear, drawn from what each library really did: all before a number flows, one by one with each line, or
//! once while a function is traced.

use super::data::{Event, spellings};
use crate::libraries::page::texts::{self, Texts, say};
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::use_lang;
use leptos::prelude::*;

/// Squares that an event has room for.
const MOST: usize = 16;

/// The drawing.
pub fn view() -> AnyView {
    let lang = use_lang();
    let libraries = HtmlRegion::new("y-moments", move |m| {
        let t = texts::of(lang.get());
        let rows = spellings().spellings.iter().filter(|it| it.execution != "file");
        let rows = rows
            .map(|it| (it.name.as_str(), (t.execution)(&it.execution), events(it.files.iter().flat_map(|f| &f.trace))));
        table(m, t, rows.collect());
    })
    .testid("spelling-moments")
    .region(move || texts::of(lang.get()).moments.to_owned());
    let branches = HtmlRegion::new("y-moments", move |m| {
        let t = texts::of(lang.get());
        let name = |id: &str| {
            let named = spellings().spellings.iter().find(|it| it.id == id);
            named.map_or("", |it| it.name.as_str())
        };
        let rows = spellings().branches.iter().map(|it| (name(&it.id), "", events(it.trace.iter())));
        table(m, t, rows.collect());
        for it in &spellings().branches {
            m.open("details", &[]);
            m.span("summary", "", name(&it.id));
            m.span("pre", "", &it.text);
            m.close("details");
        }
    })
    .testid("spelling-branches")
    .region(move || texts::of(lang.get()).branches.to_owned());
    view! {
        <section class="part r-part" id="moments">
            <h3>{say(|t| t.moments)}</h3>
            <p class="help">{say(|t| t.moments_note)}</p>
            {libraries.view()}
            <h3>{say(|t| t.branches)}</h3>
            <p class="help">{say(|t| t.branches_note)}</p>
            {branches.view()}
        </section>
    }
    .into_any()
}

fn events<'a>(all: impl Iterator<Item = &'a Event>) -> Vec<&'a Event> {
    all.collect()
}

type Row<'a> = (&'a str, &'a str, Vec<&'a Event>);

fn table(m: &mut HtmlWriter, t: &Texts, rows: Vec<Row>) {
    let last = rows.iter().flat_map(|row| &row.2).filter_map(|event| event.step).max();
    let steps: Vec<Option<usize>> = std::iter::once(None).chain((0..=last.unwrap_or(0)).map(Some)).collect();
    m.open("p", &[("class", "y-legend")]);
    for kind in ["node", "run", "walk", "print"] {
        m.open("span", &[]);
        m.span("i", &["y-dot ", kind].concat(), "");
        m.text((t.event)(kind));
        m.close("span");
    }
    m.close("p");
    m.open("table", &[("class", "r-table")]);
    m.open("tr", &[]);
    m.element("th", &[("scope", "col")], t.library);
    for step in &steps {
        m.element("th", &[("scope", "col")], &step.map_or_else(|| t.outside.to_owned(), |step| (t.round)(step + 1)));
    }
    m.close("tr");
    for (name, execution, events) in rows {
        m.open("tr", &[]);
        m.open("th", &[("scope", "row")]);
        m.text(name);
        m.span("span", "y-kind", execution);
        m.close("th");
        for step in &steps {
            let here: Vec<&&Event> = events.iter().filter(|event| event.step == *step).collect();
            let of = |kind: &str| here.iter().filter(|it| it.kind == kind).map(|it| it.items.len()).sum::<usize>();
            m.open("td", &[("data-nodes", &of("node").to_string()), ("data-runs", &of("run").to_string())]);
            m.open("div", &[("class", "y-events")]);
            for event in &here {
                lane(m, event);
            }
            m.close("div");
            m.span("span", "visually-hidden", &(t.counted)(of("node"), of("run")));
            m.close("td");
        }
        m.close("tr");
    }
    m.close("table");
}

/// What happened at a line.
fn lane(m: &mut HtmlWriter, event: &Event) {
    let kind = match event.kind.as_str() {
        "node" => "node",
        "run" => "run",
        "walk" => "walk",
        "print" => "print",
        _ => return,
    };
    let line = event.line.map_or(String::new(), |line| format!("{line}: "));
    let title = [&line, &event.items.join(", ")].map(String::as_str).concat();
    m.open("span", &[("class", "y-event"), ("title", &title)]);
    for _ in event.items.iter().take(MOST) {
        m.span("i", &["y-dot ", kind].concat(), "");
    }
    if event.items.len() > MOST {
        m.text(&format!("+{}", event.items.len() - MOST));
    }
    m.close("span");
}
