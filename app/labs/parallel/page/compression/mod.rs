//! Gradients made smaller on their way: bytes against accuracy.

pub mod state;
mod texts;

use super::allreduce::head;
use super::contest;
use super::contest::state::Row;
use super::fields::{choice, count, field};
use super::state::parallel_of;
use super::test_ids;
use super::training::net_name;
use super::training::state::Net;
use karui_shell::state::Lab;
use karui_ui::fields::options;
use karui_ui::html::chart::{Frame, Scale, apart};
use karui_ui::html::{HtmlRegion, HtmlWriter, units};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use state::{EPOCHS, IMAGES, RANK, Share, Workers};
use texts::{Texts, of, say, share_name, way, workers_name};

const FRAME: Frame = Frame { width: 560.0, height: 280.0, left: 50.0, right: 540.0, top: 26.0, bottom: 236.0 };

/// The part of the page.
pub fn view(lab: Lab) -> AnyView {
    let (lang, all) = (use_lang(), parallel_of(lab));
    let state = all.compression;
    let workers = field("p-among", |lang| &of(lang).workers).testid(test_ids::COMPRESSION_WORKERS);
    let share = field("p-share", |lang| &of(lang).share).testid(test_ids::COMPRESSION_SHARE);
    let rank = field("p-rank", |lang| &of(lang).rank).testid(test_ids::COMPRESSION_RANK);
    let net = field("p-pack-net", |lang| &of(lang).net).testid(test_ids::COMPRESSION_NET);
    let rows = state.contest.rows;
    let region = move |draw: fn(&mut HtmlWriter, Lang, &[Row])| {
        HtmlRegion::new("p-drawing r-plot", move |m| {
            let lang = lang.get();
            rows.with(|rows| draw(m, lang, rows));
        })
    };
    let table = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        rows.with(|rows| table(m, lang, of(lang), rows));
    })
    .region(move || of(lang.get()).title.to_owned())
    .testid(test_ids::COMPRESSION_TABLE);
    let start = move || {
        let variants = untrack(|| state.variants());
        state.contest.start(lab, all.training.net.get_untracked().kind(), IMAGES, EPOCHS, variants);
    };
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.title)}</h3>
            <p class="help">{say(|t| t.note)}</p>
            <div class="p-live">
                <div class="p-controls">
                    {choice(workers, options(Workers::ALL, Workers::id, workers_name), state.workers)}
                    {choice(share, options(Share::ALL, Share::id, share_name), state.share)}
                    {count(rank, state.rank, RANK)}
                    {choice(net, options(Net::ALL, Net::id, net_name), all.training.net)}
                </div>
                <div class="p-view">
                    {contest::controls(lab, state.contest, [test_ids::COMPRESSION_START, test_ids::COMPRESSION_STOP, test_ids::COMPRESSION_STATUS], start)}
                    {table.view()}
                    {region(chart).testid(test_ids::COMPRESSION_CHART).view()}
                    <h4>{say(|t| t.curves)}</h4>
                    {region(curves).view()}
                </div>
            </div>
            <p class="help">{say(|t| t.about)}</p>
            <p class="help">{say(|t| t.travel)}</p>
        </section>
    }
    .into_any()
}

fn table(m: &mut HtmlWriter, lang: Lang, t: &Texts, rows: &[Row]) {
    let Some(whole) = rows.first() else { return };
    m.open("table", &[("class", "r-table num")]);
    head(m, &[t.way, t.bytes, t.ratio, t.loss, t.accuracy]);
    m.open("tbody", &[]);
    for row in rows {
        let bytes = row.bytes().map(|bytes| bytes.to_string()).unwrap_or_default();
        let accuracy = row.accuracy().map(|accuracy| accuracy.to_string()).unwrap_or_default();
        m.open("tr", &[("data-bytes", &bytes), ("data-accuracy", &accuracy)]);
        m.element("th", &[("scope", "row")], &way(lang, row.variant.sent));
        m.element("td", &[], &row.bytes().map_or_else(String::new, |bytes| number::bytes(lang, bytes as f64)));
        let ratio = whole.bytes().zip(row.bytes()).filter(|(_, own)| *own > 0);
        m.element("td", &[], &ratio.map_or_else(String::new, |(all, own)| ratio_of(lang, all, own)));
        m.element("td", &[], &last(lang, t.diverged, row));
        m.element("td", &[], &row.accuracy().map_or_else(String::new, |it| number::percent(lang, it, 1)));
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

fn ratio_of(lang: Lang, all: u64, own: u64) -> String {
    number::ratio(lang, own as f64 / all as f64)
}

/// The last loss, or that there is none.
pub fn last(lang: Lang, diverged: &str, row: &Row) -> String {
    if row.has_diverged() {
        return diverged.to_owned();
    }
    row.points.last().map_or_else(String::new, |(_, loss)| number::decimal(lang, *loss, 3))
}

/// Those that are done: accuracy over bytes.
fn chart(m: &mut HtmlWriter, lang: Lang, rows: &[Row]) {
    let t = of(lang);
    let done: Vec<(f64, f64, String)> = rows
        .iter()
        .filter_map(|row| Some((row.bytes()? as f64, row.accuracy()?, way(lang, row.variant.sent))))
        .collect();
    if done.is_empty() {
        return;
    }
    let (low, high) = done.iter().fold((f64::MAX, 1.0f64), |(low, high), it| (low.min(it.0), high.max(it.0)));
    let x = Scale { low: low / 2.0, high: high * 2.0, from: FRAME.left, to: FRAME.right, is_log: true };
    // Near enough for differences of some points to be seen.
    let (worst, best) = done.iter().fold((1.0f64, 0.0f64), |(low, high), it| (low.min(it.1), high.max(it.1)));
    let (bottom, top) = ((worst - 0.08).max(0.0), (best + 0.04).min(1.0));
    let y = Scale { low: bottom, high: top, from: FRAME.bottom, to: FRAME.top, is_log: false };
    FRAME.open(m, "r-chart", Some(t.chart));
    let decades = (0..10).map(|k| 10f64.powi(k)).filter(|v| (x.low..=x.high).contains(v));
    let x_marks: Vec<_> = decades.map(|v| (v, number::bytes(lang, v))).collect();
    let y_marks: Vec<_> = y.marks(5).into_iter().map(|v| (v, number::percent(lang, v, 0))).collect();
    FRAME.axes(m, (&x, &x_marks, t.chart_bytes), (&y, &y_marks, t.accuracy));
    let places = apart(&done.iter().map(|it| y.at(it.1)).collect::<Vec<_>>(), 13.0, FRAME.top, FRAME.bottom);
    for ((bytes, accuracy, name), place) in done.iter().zip(places) {
        let (cx, cy) = (x.at(*bytes), y.at(*accuracy));
        m.element("circle", &[("class", "p-point"), ("cx", &*units(cx)), ("cy", &*units(cy)), ("r", "4")], "");
        // On the side where there is room.
        let is_right = cx > (FRAME.left + FRAME.right) / 2.0;
        let (anchor, dx) = if is_right { ("end", -8.0) } else { ("start", 8.0) };
        m.label("p-name", anchor, cx + dx, place + 4.0, name);
    }
    m.close("svg");
}

fn curves(m: &mut HtmlWriter, lang: Lang, rows: &[Row]) {
    if rows.iter().any(|row| row.points.len() > 1) {
        let names: Vec<String> = rows.iter().map(|row| way(lang, row.variant.sent)).collect();
        contest::curves(m, lang, rows, &names);
    }
}
