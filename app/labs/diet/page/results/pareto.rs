//! Accuracy over what it costs: a plot whose dots are trials.

use super::runs::Budget;
use super::texts::Texts;
use karui_ui::html::chart::{Frame, Scale};
use karui_ui::html::{HtmlWriter, step, units};
use karui_ui::{Lang, number};
use std::fmt::Write;

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The network before anything was done.
    Before,
    /// A trial, by its number.
    Trial(u32),
    /// The present result, where it is not kept.
    Present,
    /// A published result.
    Literature,
}

/// A mark of the plots.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What it stands for.
    pub kind: Kind,
    /// What it is called.
    pub name: String,
    /// Bytes, milliseconds and multiply-adds; no number where one is not known.
    pub cost: [f64; 3],
    /// The share of hits.
    pub accuracy: f64,
    /// Whether it lies in the budget; `None` where there is no budget.
    pub fits: Option<bool>,
    /// Whether it is the chosen one.
    pub is_selected: bool,
}

impl Mark {
    /// In words and numbers.
    pub fn told(&self, lang: Lang, t: &Texts) -> String {
        let fits = match self.fits {
            Some(true) => t.fits,
            Some(false) => t.does_not_fit,
            None => "",
        };
        let cost = |which: usize| self.cost[which].is_finite().then(|| cost(lang, which, self.cost[which]));
        let [size, time, macs] = [0, 1, 2].map(|which| cost(which).unwrap_or_default());
        let parts = [&self.name, &size, &time, &macs, &number::percent(lang, self.accuracy, 2), fits];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// A size, a time or a count with its unit.
fn cost(lang: Lang, which: usize, value: f64) -> String {
    let (value, unit) = match which {
        0 => number::bytes_parts(lang, value),
        1 => number::duration_parts(lang, value),
        _ => return [&*number::integer(lang, value), lang.pick(" 回", " multiply-adds")].concat(),
    };
    [&value, " ", unit].concat()
}

/// A round size, time or count, without needless zeros.
fn mark_text(lang: Lang, which: usize, value: f64) -> String {
    let (value, unit) = match which {
        0 if value >= 1e6 => (value / 1e6, "MB"),
        0 if value >= 1e3 => (value / 1e3, "kB"),
        0 => (value, "B"),
        2 if value >= 1e6 => (value / 1e6, "M"),
        2 => (value / 1e3, "k"),
        _ if value < 0.1 => (value * 1e3, "µs"),
        _ => (value, "ms"),
    };
    [&number::significant(lang, value, 3), " ", unit].concat()
}

/// Those that no other one beats in both: cheaper first, each more accurate than all cheaper ones.
pub fn front(points: &[(f64, f64)]) -> Vec<usize> {
    let is_known = |i: &usize| points[*i].0.is_finite() && points[*i].1.is_finite();
    let mut order: Vec<usize> = (0..points.len()).filter(is_known).collect();
    order.sort_by(|&a, &b| points[a].0.total_cmp(&points[b].0).then(points[b].1.total_cmp(&points[a].1)));
    let mut best = f64::NEG_INFINITY;
    order.retain(|&i| {
        let is_better = points[i].1 > best;
        best = best.max(points[i].1);
        is_better
    });
    order
}

const FRAME: Frame = Frame { width: 236.0, height: 262.0, left: 44.0, right: 228.0, top: 22.0, bottom: 226.0 };

/// The panels: accuracy over the size, the time and the multiply-adds.
const PANELS: usize = 3;

/// Accuracy over each of the costs, on one scale of accuracy, so that a dot lies at the same height in every panel. `budget` is
/// what a result may cost at most.
pub fn plot(m: &mut HtmlWriter, lang: Lang, t: &Texts, marks: &[Mark], budget: &Budget) {
    let y = Scale::over(marks.iter().map(|mark| mark.accuracy), (FRAME.bottom, FRAME.top), false);
    m.open("figure", &[("class", "r-figure r-panels")]);
    for which in 0..PANELS {
        panel(m, lang, t, marks, (which, budget.get(which).copied().flatten()), &y);
    }
    m.close("figure");
}

/// One panel: accuracy over the size (`which` = 0), the time (1) or the multiply-adds (2), on a scale of factors.
fn panel(m: &mut HtmlWriter, lang: Lang, t: &Texts, marks: &[Mark], (which, budget): (usize, Option<f64>), y: &Scale) {
    let points: Vec<(f64, f64)> = marks.iter().map(|mark| (mark.cost[which], mark.accuracy)).collect();
    let x = Scale::over(points.iter().map(|p| p.0).chain(budget), (FRAME.left, FRAME.right), true);
    let count = points.iter().filter(|p| p.0.is_finite()).count();
    // What others published was not measured here, and beats nothing.
    let own =
        marks.iter().zip(&points).map(|(mark, p)| if mark.kind == Kind::Literature { (f64::NAN, p.1) } else { *p });
    let front = front(&own.collect::<Vec<_>>());
    let title = [t.accuracy_by_size, t.accuracy_by_time, t.accuracy_by_macs][which];
    let best: Vec<&str> = front.iter().map(|&i| &*marks[i].name).collect();
    m.open("div", &[("class", "r-plot")]);
    FRAME.open(m, "r-chart r-pareto", Some(&(t.pareto_drawing)(title, count, &best.join(", "))));
    if let Some(budget) = budget {
        let edge = x.within(budget);
        let area = [step("M", FRAME.left, FRAME.top), "H".into(), units(edge), "V".into(), units(FRAME.bottom)];
        m.path("budget", &[&area.concat(), "H", &units(FRAME.left), "z"].concat());
        m.path("budget-edge", &[&step("M", edge, FRAME.top), "V", &units(FRAME.bottom)].concat());
    }
    let digits = if y.high - y.low < 0.05 { 1 } else { 0 };
    let x_marks: Vec<_> = x.marks(3).into_iter().map(|v| (v, mark_text(lang, which, v))).collect();
    let y_marks: Vec<_> = y.marks(5).into_iter().map(|v| (v, number::percent(lang, v, digits))).collect();
    FRAME.axes(m, (&x, &x_marks, [t.size, t.time, t.macs][which]), (y, &y_marks, t.accuracy));
    m.path("front", &steps(&front.iter().map(|&i| (x.at(points[i].0), y.at(points[i].1))).collect::<Vec<_>>()));
    m.close("svg");
    // What can be pressed lies over the picture, not in it: a picture has no parts for those who hear it.
    FRAME.open(m, "r-chart r-pareto r-over", None);
    for (i, mark) in marks.iter().enumerate() {
        let (x, y) = (x.at(points[i].0), y.at(points[i].1));
        if x.is_finite() && y.is_finite() {
            dot(m, mark, i, (x, y), &mark.told(lang, t));
        }
    }
    m.close("svg");
    m.close("div");
}

/// From each point along, then up to the next.
fn steps(points: &[(f64, f64)]) -> String {
    let mut d = String::new();
    for (i, (x, y)) in points.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = match i {
            0 => write!(d, "{}", step("M", *x, *y)),
            _ => write!(d, "H{}V{}", units(*x), units(*y)),
        };
    }
    d
}

fn dot(m: &mut HtmlWriter, mark: &Mark, i: usize, (x, y): (f64, f64), told: &str) {
    let at = i.to_string();
    let selected = if mark.is_selected { " selected" } else { "" };
    let class = ["r-dot ", shape_class(mark.kind, mark.fits), selected].concat();
    let place = ["translate(", &units(x), " ", &units(y), ")"].concat();
    let attrs = [
        ("class", &*class),
        ("transform", &place),
        ("data-at", &at),
        ("aria-label", told),
        ("data-do", if matches!(mark.kind, Kind::Trial(_)) { "use" } else { "look" }),
        ("role", if matches!(mark.kind, Kind::Trial(_)) { "button" } else { "img" }),
        ("tabindex", "0"),
    ];
    m.open("g", if matches!(mark.kind, Kind::Trial(_)) { &attrs } else { &attrs[..6] });
    m.path("hit", "M-11 -11h22v22h-22z");
    if mark.is_selected {
        m.element("circle", &[("class", "halo"), ("r", "11")], "");
    }
    shape(m, mark.kind, mark.fits);
    m.close("g");
}

fn shape_class(kind: Kind, fits: Option<bool>) -> &'static str {
    match (kind, fits) {
        (Kind::Before, _) => "before",
        (Kind::Present, _) => "present",
        (Kind::Literature, _) => "literature",
        (Kind::Trial(_), Some(true)) => "trial fits",
        (Kind::Trial(_), _) => "trial",
    }
}

/// Each kind has a shape of its own.
fn shape(m: &mut HtmlWriter, kind: Kind, fits: Option<bool>) {
    match (kind, fits) {
        (Kind::Trial(_), Some(true)) => m.path("shape", "M0 -7.5L7.5 0L0 7.5L-7.5 0z"),
        (Kind::Before, _) => m.element("circle", &[("class", "shape"), ("r", "7")], ""),
        (Kind::Literature, _) => m.path("shape", "M-6 -6L6 6M-6 6L6 -6"),
        _ => m.element("circle", &[("class", "shape"), ("r", "5")], ""),
    }
}

/// What the shapes mean.
pub fn legend(m: &mut HtmlWriter, t: &Texts, has_budget: bool, has_literature: bool) {
    let mut entry = |kind, fits, name: &str| {
        let class = ["r-dot ", shape_class(kind, fits)].concat();
        m.open("span", &[]);
        m.open("svg", &[("class", &*class), ("viewBox", "-9 -9 18 18"), ("aria-hidden", "true")]);
        shape(m, kind, fits);
        m.close("svg");
        m.text(name);
        m.close("span");
    };
    entry(Kind::Trial(0), None, t.trial);
    if has_budget {
        entry(Kind::Trial(0), Some(true), t.trial_fits);
    }
    entry(Kind::Before, None, t.original);
    entry(Kind::Present, None, t.present);
    if has_literature {
        entry(Kind::Literature, None, t.literature);
    }
    m.span("span", "r-key front", t.front);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_holds_what_nothing_beats() {
        let points = [(10.0, 0.9), (5.0, 0.8), (20.0, 0.89), (5.0, 0.7), (1.0, 0.2), (40.0, 0.95), (f64::NAN, 1.0)];
        assert_eq!(front(&points), [4, 1, 0, 5]);
        assert!(front(&[]).is_empty());
        assert_eq!(front(&[(1.0, 0.5), (1.0, 0.5)]).len(), 1);
    }

    #[test]
    fn the_front_is_drawn_in_steps() {
        assert_eq!(steps(&[(0.0, 9.0), (3.0, 5.0)]), "M0 9H3V5");
        assert_eq!(steps(&[]), "");
    }

    #[test]
    fn a_name_does_not_leave_its_attribute() {
        let name = "\"><script>".to_owned();
        let kind = Kind::Trial(1);
        let mark = Mark { kind, name, cost: [1.0; 3], accuracy: 0.5, fits: None, is_selected: true };
        let mut m = HtmlWriter::default();
        dot(&mut m, &mark, 0, (1.0, 2.0), &mark.name);
        assert!(!m.html.contains("<script"), "{}", m.html);
    }
}
