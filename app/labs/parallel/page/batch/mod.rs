//! Large batches: the learning rate made as many times larger as the batch, at once or by and by, beside the paper's figures.

pub mod state;
mod texts;

use super::allreduce::head;
use super::compression::last;
use super::contest;
use super::contest::state::Row;
use super::fields::{choice, field};
use super::state::parallel_of;
use super::test_ids;
use super::training::net_name;
use super::training::state::Net;
use karui_shell::state::Lab;
use karui_spec::large_batch::GOYAL;
use karui_ui::fields::options;
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use state::{EPOCHS, IMAGES, Times, WAYS, variants};
use texts::{Texts, of, say, times_name};

/// The part of the page.
pub fn view(lab: Lab) -> AnyView {
    let (lang, all) = (use_lang(), parallel_of(lab));
    let state = all.batch;
    let times = field("p-times", |lang| &of(lang).times).testid(test_ids::BATCH_TIMES);
    let net = field("p-batch-net", |lang| &of(lang).net).testid(test_ids::BATCH_NET);
    let rows = state.contest.rows;
    let table = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        rows.with(|rows| table(m, lang, of(lang), rows));
    })
    .region(move || of(lang.get()).title.to_owned())
    .testid(test_ids::BATCH_TABLE);
    let curves = HtmlRegion::new("p-drawing r-plot", move |m| {
        let lang = lang.get();
        rows.with(|rows| {
            if rows.iter().any(|row| row.points.len() > 1) {
                let names: Vec<String> = WAYS.iter().map(|way| (of(lang).short)(*way).to_owned()).collect();
                contest::curves(m, lang, rows, &names);
            }
        });
    });
    let start = move || {
        let variants = variants(state.times.get_untracked());
        state.contest.start(lab, all.training.net.get_untracked().kind(), IMAGES, EPOCHS, variants);
    };
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.title)}</h3>
            <p class="help">{say(|t| t.note)}</p>
            <div class="p-live">
                <div class="p-controls">
                    {choice(times, options(Times::ALL, Times::id, times_name), state.times)}
                    {choice(net, options(Net::ALL, Net::id, net_name), all.training.net)}
                </div>
                <div class="p-view">
                    {contest::controls(lab, state.contest, [test_ids::BATCH_START, test_ids::BATCH_STOP, test_ids::BATCH_STATUS], start)}
                    {table.view()}
                    {curves.view()}
                </div>
            </div>
            <p class="help">{say(|t| t.about)}</p>
            <p class="help">{say(|t| t.source)}</p>
        </section>
    }
    .into_any()
}

/// What was measured, and the paper's; the paper's alone before anything was.
fn table(m: &mut HtmlWriter, lang: Lang, t: &Texts, rows: &[Row]) {
    m.open("table", &[("class", "r-table num")]);
    head(m, &[t.way, t.batch, t.rate, t.steps, t.loss, t.accuracy, t.paper]);
    m.open("tbody", &[]);
    for (i, way) in WAYS.iter().enumerate() {
        let row = rows.get(i);
        let told = |of: &dyn Fn(&Row) -> Option<String>| row.and_then(of).unwrap_or_default();
        let accuracy = told(&|row| row.accuracy().map(|it| it.to_string()));
        m.open("tr", &[("data-way", &format!("{way:?}")), ("data-accuracy", &accuracy)]);
        m.element("th", &[("scope", "row")], (t.name)(*way));
        m.element("td", &[], &told(&|row| Some(number::integer(lang, row.variant.batch as f64))));
        m.element("td", &[], &told(&|row| Some(rate(lang, row))));
        m.element("td", &[], &told(&|row| Some(number::integer(lang, row.standing.as_ref()?.updates as f64))));
        m.element("td", &[], &told(&|row| Some(last(lang, t.diverged, row))));
        m.element("td", &[], &told(&|row| row.accuracy().map(|it| number::percent(lang, it, 1))));
        let paper = GOYAL.iter().find(|(of, ..)| of == way);
        let paper = paper.map(|(_, mean, deviation)| {
            [&number::exact(lang, *mean, 4), " ± ", &number::exact(lang, *deviation, 2), " %"].concat()
        });
        m.element("td", &[], &paper.unwrap_or_default());
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

/// The learning rate: one, or from where to where.
fn rate(lang: Lang, row: &Row) -> String {
    let it = row.variant.rate;
    let number = |step| number::significant(lang, f64::from(it.at(step)), 3);
    if it.warm_up == 0 { number(0) } else { [&number(0), " → ", &number(it.warm_up)].concat() }
}
