//! Who has which classes, and the accuracy after each round.

use super::state::Course;
use super::texts::{Texts, partition_name};
use karui_ui::html::chart::{Frame, Scale, apart};
use karui_ui::html::{HtmlWriter, step, units};
use karui_ui::{Lang, number};

const FRAME: Frame = Frame { width: 560.0, height: 260.0, left: 46.0, right: 420.0, top: 22.0, bottom: 218.0 };
const WIDTH: f64 = 560.0;
const LEFT: f64 = 96.0;

/// A bar of classes for each client; those who have trained in the last round are named in bold.
pub fn split(m: &mut HtmlWriter, t: &Texts, split: &[Vec<u32>], trained: &[usize]) {
    let row = if split.len() > 20 { 9.0 } else { 18.0 };
    let size = ["0 0 ", &units(WIDTH), " ", &units(row * split.len() as f64 + 4.0)].concat();
    m.open("svg", &[("class", "r-chart"), ("viewBox", &size), ("role", "img"), ("aria-label", t.classes)]);
    let most = split.iter().map(|counts| counts.iter().sum::<u32>()).max().unwrap_or(1).max(1);
    for (client, counts) in split.iter().enumerate() {
        let y = row * client as f64 + 2.0;
        let has_trained = trained.contains(&client);
        if row > 10.0 || client % 2 == 0 {
            let class = if has_trained { "p-name chosen" } else { "p-name" };
            m.label(class, "end", LEFT - 6.0, y + row.min(13.0), &(t.client)(client));
        }
        let mut x = LEFT;
        for (class, &count) in counts.iter().enumerate() {
            let width = (WIDTH - LEFT - 4.0) * f64::from(count) / f64::from(most);
            let name = ["p-class p-k", &class.to_string(), if has_trained { " whole" } else { "" }].concat();
            let attrs = [
                ("class", &*name),
                ("x", &*units(x)),
                ("y", &*units(y)),
                ("width", &*units(width)),
                ("height", &*units(row - 2.0)),
            ];
            m.element("rect", &attrs, "");
            if width > 14.0 && row > 10.0 {
                m.label("p-count", "middle", x + width / 2.0, y + 12.0, &class.to_string());
            }
            x += width;
        }
    }
    m.close("svg");
}

/// Accuracy over rounds, of the last runs.
pub fn curve(m: &mut HtmlWriter, lang: Lang, t: &Texts, courses: &[Course]) {
    let rounds = courses.iter().map(|course| course.accuracies.len()).max().unwrap_or(1).saturating_sub(1).max(1);
    let x = Scale { low: 0.0, high: rounds as f64, from: FRAME.left, to: FRAME.right, is_log: false };
    let y = Scale { low: 0.0, high: 1.0, from: FRAME.bottom, to: FRAME.top, is_log: false };
    FRAME.open(m, "r-chart", Some(t.curve));
    let x_marks: Vec<_> =
        x.marks(6).into_iter().filter(|v| v.fract() == 0.0).map(|v| (v, number::integer(lang, v))).collect();
    let y_marks: Vec<_> = y.marks(5).into_iter().map(|v| (v, number::percent(lang, v, 0))).collect();
    FRAME.axes(m, (&x, &x_marks, t.rounds), (&y, &y_marks, t.accuracy));
    let end = |course: &Course| course.accuracies.last().map_or(FRAME.bottom, |v| y.at(*v));
    let places = apart(&courses.iter().map(end).collect::<Vec<_>>(), 18.0, FRAME.top, FRAME.bottom);
    for (i, course) in courses.iter().enumerate() {
        let d: String = course
            .accuracies
            .iter()
            .enumerate()
            .map(|(round, v)| step(if round == 0 { "M" } else { "L" }, x.at(round as f64), y.at(*v)))
            .collect();
        let class = if i + 1 == courses.len() { " chosen" } else { "" };
        m.path(&["p-line p-s", &(course.federation.id % 5).to_string(), class].concat(), &d);
        let it = course.federation;
        let noise = it.noise.map_or(String::new(), |(_, z)| [" z=", &z.to_string()].concat());
        let name = [lang.of(partition_name(it.partition)), " E=", &it.epochs.to_string(), &noise].concat();
        m.label(&["p-name", class].concat(), "start", FRAME.right + 6.0, places[i] + 4.0, &name);
    }
    m.close("svg");
}

/// Some weights of one client, and what the server sees of them.
pub fn seen(m: &mut HtmlWriter, lang: Lang, t: &Texts, seen: &[(f32, u32)]) {
    if seen.is_empty() {
        return;
    }
    m.element("h4", &[], t.seen);
    m.open("table", &[("class", "r-table num")]);
    m.open("tbody", &[]);
    let row = |m: &mut HtmlWriter, name: &str, values: &mut dyn Iterator<Item = String>| {
        m.open("tr", &[]);
        m.element("th", &[("scope", "row")], name);
        values.for_each(|value| m.element("td", &[], &value));
        m.close("tr");
    };
    row(m, t.own, &mut seen.iter().map(|(own, _)| number::decimal(lang, f64::from(*own), 5)));
    row(m, t.sent, &mut seen.iter().map(|(_, sent)| number::integer(lang, f64::from(*sent))));
    m.close("tbody");
    m.close("table");
    m.element("p", &[("class", "help")], t.seen_note);
}
