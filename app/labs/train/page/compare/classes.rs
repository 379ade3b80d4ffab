//! What both take for what, and how well they do on each class.

use super::state::compare_of;
use super::texts::{self, Texts};
use super::{part, sides};
use crate::train::messages::{Compared, Side};
use crate::train::page::widgets::Confusion;
use karui_protocol::DataKind;
use karui_shell::i18n::class_name;
use karui_shell::state::Lab;
use karui_ui::html::HtmlRegion;
use karui_ui::html::HtmlWriter;
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// Confusions that are told in words, at most.
const TOLD: usize = 3;

/// Both confusion matrices, their difference, and both accuracies of each class.
#[component]
pub fn Classes() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let it = compare_of(lab);
    let data = Signal::derive(move || lab.shown().data);
    let counts = move |of: fn(&Compared) -> &Side| {
        Signal::derive(move || it.with(|it| of(it).confusion.clone()).unwrap_or_default())
    };
    let accuracy = move |is_now: bool| {
        it.with(|it| if is_now { it.now.accuracy.value } else { it.float.accuracy.value }.to_string())
            .unwrap_or_default()
    };
    let both = sides(
        view! { <Confusion counts=counts(|it| &it.float) data /> }.into_any(),
        view! { <Confusion counts=counts(|it| &it.now) data /> }.into_any(),
        accuracy,
    );
    let difference = HtmlRegion::new("w-confusion", move |m| {
        let (lang, data) = (lang.get(), data.get());
        it.with(|it| matrix(m, lang, data, &it.float.confusion, &it.now.confusion));
    });
    let told = move || {
        let (lang, data) = (lang.get(), data.get());
        it.with(|it| grown(lang, data, &it.float.confusion, &it.now.confusion)).unwrap_or_default()
    };
    let per_class = HtmlRegion::new("c-classes", move |m| {
        let (lang, data) = (lang.get(), data.get());
        it.with(|it| bars(m, lang, data, &it.float, &it.now));
    });
    let most = move || {
        let (lang, data) = (lang.get(), data.get());
        it.with(|it| lost(lang, data, &it.float, &it.now)).unwrap_or_default()
    };
    view! {
        {part(|t| t.confusion, Box::new(move || texts::of(lang.get()).confusion_note.to_owned()), both)}
        {part(|t| t.per_class, Box::new(most), per_class.view())}
        {part(|t| t.difference, Box::new(told), difference.view())}
    }
    .into_any()
}

/// A table of how many images more or fewer are taken for each class now.
fn matrix(m: &mut HtmlWriter, lang: Lang, data: DataKind, float: &[u32], now: &[u32]) {
    let t: &Texts = texts::of(lang);
    let n = now.len().isqrt();
    let by = |at: usize| change(float, now, at);
    let most = (0..n * n).map(|at| by(at).unsigned_abs()).max().unwrap_or(0).max(1);
    m.open("table", &[]);
    m.open("thead", &[]);
    m.open("tr", &[]);
    m.span("td", "w-corner muted", t.corner);
    for class in 0..n {
        m.open("th", &[("scope", "col")]);
        m.element("span", &[], class_name(lang, data, class));
        m.close("th");
    }
    m.close("tr");
    m.close("thead");
    m.open("tbody", &[]);
    for row in 0..n {
        m.open("tr", &[]);
        m.element("th", &[("scope", "row")], class_name(lang, data, row));
        for column in 0..n {
            let by = by(row * n + column);
            let kind = verdict(by, row == column);
            // The root makes small changes visible beside the largest.
            let share = (f64::from(by.unsigned_abs()) / f64::from(most)).sqrt();
            let level = ["", " l1", " l2", " l3", " l4"][(share * 4.0).ceil() as usize % 5];
            m.span("td", &["c-cell num", kind, level].concat(), &signed(lang, by));
        }
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

fn change(float: &[u32], now: &[u32], at: usize) -> i32 {
    let count = |of: &[u32]| of.get(at).copied().unwrap_or(0) as i32;
    count(now) - count(float)
}

/// The class of a cell: right ones that are lost are as bad as wrong ones that are gained.
fn verdict(by: i32, is_right: bool) -> &'static str {
    match by {
        0 => "",
        by if (by < 0) == is_right => " worse",
        _ => " better",
    }
}

fn signed(lang: Lang, by: i32) -> String {
    match by {
        0 => String::new(),
        by => [if by < 0 { "−" } else { "+" }, &number::integer(lang, f64::from(by.unsigned_abs()))].concat(),
    }
}

/// The confusions that have grown most, in words.
fn grown(lang: Lang, data: DataKind, float: &[u32], now: &[u32]) -> String {
    let t: &Texts = texts::of(lang);
    let n = now.len().isqrt().max(1);
    let mut wrong: Vec<(i32, usize)> =
        (0..now.len()).filter(|at| at / n != at % n).map(|at| (change(float, now, at), at)).collect();
    wrong.retain(|(by, _)| *by > 0);
    wrong.sort_by_key(|(by, at)| (-by, *at));
    let told: Vec<String> = wrong
        .iter()
        .take(TOLD)
        .map(|&(_, at)| {
            let count = |of: &[u32]| number::integer(lang, f64::from(of.get(at).copied().unwrap_or(0)));
            (t.taken)(class_name(lang, data, at / n), class_name(lang, data, at % n), &count(float), &count(now))
        })
        .collect();
    let most = if told.is_empty() { t.none_grown.to_owned() } else { (t.grown)(&told.join(lang.pick("、", ", "))) };
    [t.difference_note, &most].concat()
}

/// How much the accuracy of each class has changed, in points of a percent.
fn gains(float: &Side, now: &Side) -> Vec<f64> {
    float.per_class.iter().zip(&now.per_class).map(|(was, is)| (is.value - was.value) * 100.0).collect()
}

/// A pair of bars for each class.
fn bars(m: &mut HtmlWriter, lang: Lang, data: DataKind, float: &Side, now: &Side) {
    let t: &Texts = texts::of(lang);
    let gains = gains(float, now);
    let worst = losers(&gains);
    m.open("ul", &[("class", "w-classes c-pairs")]);
    for (class, (was, is)) in float.per_class.iter().zip(&now.per_class).enumerate() {
        let name = class_name(lang, data, class);
        m.open("li", &[("class", if worst.contains(&class) { "c-lost" } else { "" })]);
        m.span("span", "w-name", name);
        m.open("span", &[("class", "c-bars")]);
        m.bar(was.value, None);
        m.bar(is.value, None);
        m.close("span");
        m.figure(lang, was, [name, " · ", t.float].concat());
        m.figure(lang, is, [name, " · ", t.now].concat());
        m.span("span", "c-gain num", &points(lang, gains[class]));
        m.close("li");
    }
    m.close("ul");
}

fn points(lang: Lang, by: f64) -> String {
    if by == 0.0 {
        return "±0".to_owned();
    }
    [if by < 0.0 { "−" } else { "+" }, &number::decimal(lang, by.abs(), 1)].concat()
}

/// The classes that have lost most, the worst first.
fn losers(gains: &[f64]) -> Vec<usize> {
    let mut worst: Vec<usize> = (0..gains.len()).filter(|&class| gains[class] < 0.0).collect();
    worst.sort_by(|&a, &b| gains[a].total_cmp(&gains[b]));
    worst.truncate(TOLD);
    worst
}

/// Which classes have lost most, in words.
fn lost(lang: Lang, data: DataKind, float: &Side, now: &Side) -> String {
    let t: &Texts = texts::of(lang);
    let gains = gains(float, now);
    let told: Vec<String> = losers(&gains)
        .into_iter()
        .map(|class| {
            [class_name(lang, data, class), " ", &points(lang, gains[class]), lang.pick(" pt", " points")].concat()
        })
        .collect();
    if told.is_empty() { t.none_lost.to_owned() } else { (t.lost)(&told.join(lang.pick("、", ", "))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_classes_that_lost_most_come_first() {
        assert_eq!(losers(&[-1.0, 2.0, -3.0, 0.0, -0.5, -0.1]), [2, 0, 4]);
    }

    #[test]
    fn a_right_answer_that_is_lost_is_worse() {
        assert_eq!([verdict(-2, true), verdict(2, true)], [" worse", " better"]);
        assert_eq!([verdict(-1, false), verdict(2, false), verdict(0, true)], [" better", " worse", ""]);
        assert_eq!(change(&[5, 0, 1, 4], &[3, 2, 0, 5], 1), 2);
    }
}
