//! The steps on a time line: when each could begin and how long it takes, by the bytes to be downloaded or as it was computed here. Stages that do not
//! wait for each other lie side by side.

use super::steps::LINE;
use super::test_ids;
use super::texts::Texts;
use crate::container::messages::{Built, Step};
use karui_ui::html::chart::{Frame, Scale};
use karui_ui::html::{HtmlWriter, units};
use karui_ui::{Lang, number};

const WIDTH: f64 = 640.0;
const LEFT: f64 = 210.0;
const ROW: f64 = 22.0;
const TOP: f64 = 8.0;
/// So many letters of an instruction have room.
const LETTERS: usize = 24;

/// When a step is done.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Span {
    /// Seconds since the build began.
    start: f64,
    /// The same.
    end: f64,
    /// Whether its length is that of a download on an assumed line; else it was computed here.
    is_declared: bool,
}

/// How long a step takes in seconds, and whether that is a download. What is in the cache takes no time.
fn seconds(step: &Step) -> (f64, bool) {
    match step.download {
        _ if step.cached => (0.0, false),
        0 => (step.milliseconds / 1000.0, false),
        bytes => (bytes as f64 / LINE, true),
    }
}

/// Each step as soon as what it needs and the step before it in its stage are done.
fn spans(steps: &[Step]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (i, step) in steps.iter().enumerate() {
        let end = |at: usize| spans.get(at).map_or(0.0, |span| span.end);
        let before = i.checked_sub(1).filter(|at| steps.get(*at).is_some_and(|it| it.stage == step.stage));
        let start = step.needs.iter().copied().chain(before).map(end).fold(0.0, f64::max);
        let (length, is_declared) = seconds(step);
        spans.push(Span { start, end: start + length, is_declared });
    }
    spans
}

pub(super) fn draw(m: &mut HtmlWriter, lang: Lang, t: &Texts, built: &Built) {
    let spans = spans(&built.steps);
    let whole = spans.iter().map(|span| span.end).fold(0.0, f64::max);
    let sum: f64 = spans.iter().map(|span| span.end - span.start).sum();
    let in_words = |value: f64| number::significant(lang, value, 3);
    m.open("div", &[("class", "w-scroll k-graph"), ("tabindex", "0"), ("role", "region"), ("aria-label", t.time_line)]);
    let bottom = TOP + ROW * built.steps.len() as f64;
    let frame = Frame { width: WIDTH, height: bottom + 34.0, left: LEFT, right: WIDTH - 14.0, top: TOP, bottom };
    let x = Scale { low: 0.0, high: whole.max(1e-9), from: frame.left, to: frame.right, is_log: false };
    let [whole_said, sum_said] = [whole, sum].map(|value| value.to_string());
    let attrs = [("data-testid", test_ids::TIME), ("data-value", &*whole_said), ("data-sum", &*sum_said)];
    m.open("div", &attrs);
    frame.open(m, "r-chart k-time", Some(t.time_line));
    let marks: Vec<_> = x.marks(6).into_iter().map(|v| (v, in_words(v))).collect();
    frame.axes(m, (&x, &marks, t.time_axis), (&x, &[], ""));
    for (i, (step, span)) in built.steps.iter().zip(&spans).enumerate() {
        let y = TOP + ROW * i as f64;
        let first = step.instruction.lines().next().unwrap_or_default();
        let short: String = first.chars().take(LETTERS).collect();
        m.label("k-name", "start", 4.0, y + 15.0, &[&step.line.to_string(), " ", &short].concat());
        let class = match (step.cached, span.is_declared) {
            (true, _) => "k-span hit",
            (_, true) => "k-span declared",
            (_, false) => "k-span computed",
        };
        let words = if step.cached { t.hit } else { (t.time_of)(span.is_declared) };
        let title = [first, ": ", &in_words(span.end - span.start), " s, ", words].concat();
        let line = step.line.to_string();
        m.open("g", &[("class", class), ("data-line", &line), ("data-start", &span.start.to_string())]);
        m.element("title", &[], &title);
        // What takes next to no time keeps a mark.
        let (left, right) = (x.at(span.start), x.at(span.end));
        let attrs = [
            ("x", &*units(left)),
            ("y", &*units(y + 4.0)),
            ("width", &*units((right - left).max(3.0))),
            ("height", &*units(ROW - 8.0)),
        ];
        m.element("rect", &attrs, "");
        m.close("g");
    }
    m.close("svg");
    m.close("div");
    m.close("div");
    m.element("p", &[("class", "num")], &(t.time_told)(&in_words(whole), &in_words(sum)));
    m.span("p", "help", t.time_note);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::messages::Why;

    fn step(stage: &str, needs: &[usize], download: u64, cached: bool) -> Step {
        Step {
            stage: stage.into(),
            line: 1,
            instruction: "RUN pip install x".into(),
            cached,
            why: Why::New,
            key: String::new(),
            fields: vec![],
            layer: None,
            // Bytes on disk take no time on a line.
            declared: Some((download * 3, false)),
            download,
            milliseconds: 500.0,
            needs: needs.to_vec(),
            commands: vec![],
        }
    }

    #[test]
    fn stages_run_side_by_side_and_what_is_cached_takes_no_time() {
        let bytes = |seconds: f64| (seconds * LINE) as u64;
        let steps = [
            step("a", &[], bytes(4.0), false),
            step("a", &[0], 0, false),
            step("b", &[], bytes(2.0), false),
            step("b", &[2], bytes(9.0), true),
            step("last", &[1, 3], 0, false),
            step("copied", &[4], 0, false),
        ];
        let got: Vec<(f64, f64)> = spans(&steps).iter().map(|span| (span.start, span.end)).collect();
        assert_eq!(got, [(0.0, 4.0), (4.0, 4.5), (0.0, 2.0), (2.0, 2.0), (4.5, 5.0), (5.0, 5.5)]);
        let declared: Vec<bool> = spans(&steps).iter().map(|span| span.is_declared).collect();
        assert_eq!(declared, [true, false, true, false, false, false]);
    }
}
