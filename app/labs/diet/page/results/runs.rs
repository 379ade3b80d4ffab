//! The trials as a table, and two of them side by side.

use super::texts::Texts;
use super::words::{network, summary, title, words};
use crate::diet::messages::{Scores, Trial};
use crate::diet::page::{test_ids, told};
use karui_protocol::recipe::Distill;
use karui_protocol::{Figure, How, Unit};
use karui_shell::i18n::names;
use karui_ui::html::HtmlWriter;
use karui_ui::{Lang, number};

/// What a trial may cost at most: bytes and milliseconds.
pub type Budget = [Option<f64>; 2];

/// Whether a result keeps to a budget; `None` where there is none.
pub fn fits(scores: &Scores, budget: &Budget) -> Option<bool> {
    let costs = [scores.size.value, scores.latency.value];
    let is_set = budget.iter().any(Option::is_some);
    is_set.then(|| costs.iter().zip(budget).all(|(cost, most)| most.is_none_or(|most| *cost <= most)))
}

/// A row for each trial, the newest first.
pub fn table(
    m: &mut HtmlWriter,
    lang: Lang,
    t: &Texts,
    trials: &[Trial],
    budget: &Budget,
    compared: &[u32],
    selected: Option<u32>,
) {
    m.open("table", &[("class", "r-table r-runs")]);
    m.open("thead", &[]);
    m.open("tr", &[]);
    for head in [t.compare, t.name, t.techniques] {
        m.element("th", &[("scope", "col")], head);
    }
    for head in [t.size, t.time, t.accuracy] {
        m.element("th", &[("scope", "col"), ("class", "w-right")], head);
    }
    if budget.iter().any(Option::is_some) {
        m.element("th", &[("scope", "col")], t.budget);
    }
    m.close("tr");
    m.close("thead");
    m.open("tbody", &[]);
    for trial in trials.iter().rev() {
        let worth = trials.iter().rev().find_map(|other| worth(lang, other, trial));
        let marks = [compared.contains(&trial.id), selected == Some(trial.id)];
        row(m, lang, t, trial, fits(&trial.scores, budget), marks, worth);
    }
    m.close("tbody");
    m.close("table");
}

fn row(
    m: &mut HtmlWriter,
    lang: Lang,
    t: &Texts,
    trial: &Trial,
    fits: Option<bool>,
    [is_compared, is_selected]: [bool; 2],
    worth: Option<(f64, String)>,
) {
    let at = trial.id.to_string();
    let name = title(lang, trial);
    m.open("tr", &[("class", if is_selected { "selected" } else { "" })]);
    m.open("td", &[]);
    let compare = [
        ("type", "checkbox"),
        ("data-do", "compare"),
        ("data-at", &*at),
        ("aria-label", &(t.compare_one)(&name)),
        ("checked", ""),
    ];
    m.open("input", if is_compared { &compare } else { &compare[..4] });
    m.close("td");
    name_cell(m, lang, t, trial, &at);
    m.open("td", &[("class", "r-words")]);
    for word in words(lang, &trial.recipe) {
        m.span("span", "r-word", &word);
    }
    if let Some((points, words)) = worth {
        let value = points.to_string();
        let attrs = [("class", "r-sub num"), ("data-testid", test_ids::TEACHER_WORTH), ("data-value", &*value)];
        m.element("span", &attrs, &words);
    }
    m.close("td");
    figures(m, lang, t, trial, &name);
    if let Some(fits) = fits {
        m.open("td", &[]);
        if fits {
            m.span("span", "r-fits", t.fits);
        } else {
            m.span("span", "muted", t.does_not_fit);
        }
        m.close("td");
    }
    m.close("tr");
}

/// What the teacher of `taught` is worth, in points and in words, where `control` is the same student without one.
fn worth(lang: Lang, control: &Trial, taught: &Trial) -> Option<(f64, String)> {
    let distill = taught.recipe.get::<Distill>().filter(|it| !it.is_control())?;
    let is_its_control = (control.data, control.model) == (taught.data, taught.model)
        && control.recipe == taught.recipe.clone().with(distill.control());
    let counts = |trial: &Trial| match trial.scores.accuracy.how {
        How::Counted { hits, of } => Some([hits, of]),
        _ => None,
    };
    is_its_control.then(|| Some(told::worth(lang, [counts(control)?, counts(taught)?])))?
}

/// The name as a field, with what was done as its placeholder; what it was made of and what can be done with it below.
fn name_cell(m: &mut HtmlWriter, lang: Lang, t: &Texts, trial: &Trial, at: &str) {
    m.open("th", &[("scope", "row")]);
    let attrs = [
        ("type", "text"),
        ("class", "r-name"),
        ("data-do", "rename"),
        ("data-at", at),
        ("maxlength", "60"),
        ("autocomplete", "off"),
        ("value", &*trial.name),
        ("placeholder", &title(lang, &Trial { name: String::new(), ..trial.clone() })),
        ("aria-label", t.name),
    ];
    m.open("input", &attrs);
    let of = [&*network(trial.model), lang.pick("・", " · "), lang.of(names::data_kind(trial.data))].concat();
    m.span("span", "r-sub muted", &of);
    m.open("span", &[("class", "r-acts")]);
    for (what, label, class) in [("use", t.bring_back, "btn small"), ("delete", t.delete, "btn small quiet")] {
        let attrs = [
            ("type", "button"),
            ("class", class),
            ("data-do", what),
            ("data-at", at),
            ("aria-label", &[label, ": ", &title(lang, trial)].concat()),
        ];
        m.element("button", &attrs, label);
    }
    m.close("span");
    m.close("th");
}

/// Size, time and accuracy, each with its change against the network before.
fn figures(m: &mut HtmlWriter, lang: Lang, t: &Texts, trial: &Trial, name: &str) {
    let (now, before) = (&trial.scores, &trial.before);
    let cells = [
        (t.size, &now.size, &before.size),
        (t.time, &now.latency, &before.latency),
        (t.accuracy, &now.accuracy, &before.accuracy),
    ];
    for (what, now, before) in cells {
        m.open("td", &[("class", "w-right")]);
        m.figure(lang, now, [name, " · ", what].concat());
        m.span("span", "r-sub muted num", &difference(lang, before, now));
        m.close("td");
    }
}

/// How `now` differs from `before`: points of accuracy, a factor of all else.
fn difference(lang: Lang, before: &Figure, now: &Figure) -> String {
    if now.unit == Unit::Fraction {
        let points = (now.value - before.value) * 100.0;
        let sign = if points < 0.0 { "−" } else { "+" };
        return [sign, &number::decimal(lang, points.abs(), 2), " pt"].concat();
    }
    number::ratio(lang, now.value / before.value)
}

/// Two trials with what lies between them.
pub fn comparison(m: &mut HtmlWriter, lang: Lang, t: &Texts, [a, b]: [&Trial; 2]) {
    m.open("table", &[("class", "r-table r-compare")]);
    m.open("thead", &[]);
    m.open("tr", &[]);
    m.element("td", &[], "");
    for head in [&title(lang, a), &title(lang, b), t.difference] {
        m.element("th", &[("scope", "col"), ("class", "w-right")], head);
    }
    m.close("tr");
    m.close("thead");
    m.open("tbody", &[]);
    let all = |s: &Scores| [&s.size, &s.latency, &s.throughput, &s.accuracy, &s.macs, &s.nonzero].map(Figure::clone);
    let (of_a, of_b) = (all(&a.scores), all(&b.scores));
    let names = [t.size, t.time, t.throughput, t.accuracy, t.macs, t.nonzero];
    for (i, what) in names.into_iter().enumerate() {
        m.open("tr", &[]);
        m.element("th", &[("scope", "row")], what);
        for (trial, figures) in [(a, &of_a), (b, &of_b)] {
            m.open("td", &[("class", "w-right")]);
            m.figure(lang, &figures[i], [&*title(lang, trial), " · ", what].concat());
            m.close("td");
        }
        m.span("td", "w-right num", &difference(lang, &of_a[i], &of_b[i]));
        m.close("tr");
    }
    if let Some((_, words)) = worth(lang, a, b).or_else(|| worth(lang, b, a)) {
        m.open("tr", &[]);
        m.element("td", &[("colspan", "4"), ("class", "num")], &words);
        m.close("tr");
    }
    m.open("tr", &[]);
    m.element("th", &[("scope", "row")], t.techniques);
    for trial in [a, b] {
        m.span("td", "w-right r-wrap", &summary(lang, &trial.recipe));
    }
    m.element("td", &[], "");
    m.close("tr");
    m.close("tbody");
    m.close("table");
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use karui_protocol::{DataKind, Formula, ModelKind, ModelSpec, Recipe};

    /// A trial of so many bytes and milliseconds.
    pub fn trial(id: u32, size: u64, time: u64) -> Trial {
        let figure = |value, unit| Figure::computed(value, unit, Formula::Nothing, "");
        let scores = Scores {
            size: figure(size, Unit::Bytes),
            latency: figure(time, Unit::Milliseconds),
            throughput: figure(1000, Unit::ImagesPerSecond),
            accuracy: Figure::counted(9, 10),
            macs: figure(100, Unit::Count),
            nonzero: figure(100, Unit::Count),
        };
        Trial {
            id,
            name: String::new(),
            data: DataKind::Mnist,
            model: ModelSpec::new(ModelKind::Lenet),
            recipe: Recipe::default(),
            json: "{}".into(),
            before: scores.clone(),
            scores,
            kernel: "cpu".into(),
            made_at: 0.0,
        }
    }

    #[test]
    fn both_limits_of_a_budget_count() {
        let scores = trial(1, 2_000, 3).scores;
        assert_eq!(fits(&scores, &[None, None]), None);
        assert_eq!(fits(&scores, &[Some(2_000.0), None]), Some(true));
        assert_eq!(fits(&scores, &[Some(2_000.0), Some(2.0)]), Some(false));
    }

    #[test]
    fn a_teacher_is_worth_what_its_student_has_over_the_control() {
        let of = |id, distill: Distill, hits| {
            let mut trial = Trial { recipe: Recipe::default().with(distill), ..trial(id, 1, 1) };
            trial.scores.accuracy = Figure::counted(hits, 2_000);
            trial
        };
        let taught = of(2, Distill::default(), 1_604);
        let worth = |control: &Trial| super::worth(Lang::En, control, &taught).map(|(points, _)| points);
        assert!(worth(&of(1, Distill::default().control(), 1_536)).is_some_and(|it| (it - 3.4).abs() < 1e-9));
        assert_eq!(worth(&of(1, Distill { width: 0.5, ..Distill::default() }.control(), 1_536)), None);
        assert_eq!(worth(&taught), None);
    }

    #[test]
    fn a_name_is_shown_and_not_run() {
        let mut m = HtmlWriter::default();
        let evil = Trial { name: "\"><script>alert(1)</script>".into(), ..trial(1, 1, 1) };
        name_cell(&mut m, Lang::En, super::super::texts::of(Lang::En), &evil, "1");
        assert!(!m.html.contains("<script") && m.html.contains("&quot;&gt;&lt;script"), "{}", m.html);
    }
}
