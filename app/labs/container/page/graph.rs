//! The steps as a graph: a column for each stage, a row for each rank, so that what stands in one row could run at the same time.

use super::test_ids;
use super::texts::Texts;
use super::why::id;
use crate::container::messages::{Built, Step};
use karui_ui::html::{HtmlWriter, step as point, units};
use std::collections::BTreeMap;

const WIDTH: f64 = 190.0;
const HEIGHT: f64 = 34.0;
const GAP: (f64, f64) = (26.0, 18.0);
const HEAD: f64 = 24.0;
/// So many letters of an instruction have room in a box.
const LETTERS: usize = 20;

/// How many steps, one after the other, must be done before each.
pub(super) fn ranks(steps: &[Step]) -> Vec<usize> {
    let mut ranks: Vec<usize> = Vec::new();
    for (i, step) in steps.iter().enumerate() {
        let of = |at: &usize| ranks.get(*at).copied().unwrap_or_default() + 1;
        let needed = step.needs.iter().map(of).max().unwrap_or_default();
        // Steps that change only the configuration do not name each other, but they are done in their order.
        let before = i.checked_sub(1).filter(|at| steps.get(*at).is_some_and(|it| it.stage == step.stage));
        ranks.push(needed.max(before.map(|at| of(&at)).unwrap_or_default()));
    }
    ranks
}

pub(super) fn draw(m: &mut HtmlWriter, t: &Texts, built: &Built) {
    let mut columns: Vec<&str> = Vec::new();
    for stage in built.steps.iter().map(|step| &step.stage).chain(built.unneeded.iter().map(|step| &step.stage)) {
        if !columns.contains(&&stage[..]) {
            columns.push(stage);
        }
    }
    let ranks = ranks(&built.steps);
    let mut idle: BTreeMap<&str, usize> = BTreeMap::new();
    let left = |stage: &str| {
        columns.iter().position(|column| *column == stage).unwrap_or_default() as f64 * (WIDTH + GAP.0) + 4.0
    };
    let top = |rank: usize| HEAD + rank as f64 * (HEIGHT + GAP.1);
    let rows = ranks.iter().copied().chain([built.unneeded.len()]).max().unwrap_or_default() + 1;
    let (width, height) = (columns.len() as f64 * (WIDTH + GAP.0), top(rows));
    m.open("div", &[("class", "w-scroll k-graph"), ("tabindex", "0"), ("role", "region"), ("aria-label", t.graph)]);
    let size = ["0 0 ", &units(width), " ", &units(height)].concat();
    let attrs = [
        ("viewBox", &*size),
        ("width", &*units(width)),
        ("role", "img"),
        ("aria-label", t.graph_label),
        ("data-testid", test_ids::GRAPH),
    ];
    m.open("svg", &attrs);
    for column in &columns {
        m.label("k-lane", "start", left(column), 14.0, &(t.stage)(column));
    }
    for (step, rank) in built.steps.iter().zip(&ranks) {
        for need in &step.needs {
            let (Some(from), Some(at)) = (built.steps.get(*need), ranks.get(*need)) else { continue };
            let (x, y) = (left(&from.stage) + WIDTH / 2.0, top(*at) + HEIGHT);
            let (to_x, to_y) = (left(&step.stage) + WIDTH / 2.0, top(*rank));
            let middle = to_y - GAP.1 / 2.0;
            let line = if x == to_x {
                [point("M", x, y), point("L", to_x, to_y)].concat()
            } else {
                [point("M", x, y), point("L", x, middle), point("L", to_x, middle), point("L", to_x, to_y)].concat()
            };
            m.path("k-edge", &line);
        }
    }
    for (step, rank) in built.steps.iter().zip(&ranks) {
        let class = if step.cached { "k-node hit" } else { "k-node ran" };
        node(m, (class, step.line), (left(&step.stage), top(*rank)), &step.instruction, &id(&step.why));
    }
    for step in &built.unneeded {
        let at = idle.entry(&step.stage).or_default();
        node(m, ("k-node unneeded", step.line), (left(&step.stage), top(*at)), &step.instruction, "unneeded");
        *at += 1;
    }
    m.close("svg");
    m.close("div");
    m.span("p", "help", t.graph_note);
}

fn node(m: &mut HtmlWriter, (class, line): (&str, u32), (x, y): (f64, f64), text: &str, reason: &str) {
    let first = text.lines().next().unwrap_or_default();
    let short: String = if first.chars().count() > LETTERS {
        first.chars().take(LETTERS - 1).chain(['…']).collect()
    } else {
        first.to_owned()
    };
    m.open("g", &[("class", class), ("data-line", &line.to_string()), ("data-reason", reason)]);
    m.element("title", &[], first);
    let attrs =
        [("x", &*units(x)), ("y", &*units(y)), ("width", &*units(WIDTH)), ("height", &*units(HEIGHT)), ("rx", "5")];
    m.element("rect", &attrs, "");
    m.label("", "start", x + 8.0, y + 21.0, &[&line.to_string(), " ", &short].concat());
    m.close("g");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::messages::Why;

    fn step(stage: &str, needs: &[usize]) -> Step {
        Step {
            stage: stage.into(),
            line: 1,
            instruction: String::new(),
            cached: false,
            why: Why::New,
            key: String::new(),
            fields: vec![],
            layer: None,
            declared: None,
            download: 0,
            milliseconds: 0.0,
            needs: needs.to_vec(),
            commands: vec![],
        }
    }

    #[test]
    fn stages_that_do_not_need_each_other_stand_side_by_side() {
        let steps = [
            step("a", &[]),
            step("a", &[0]),
            step("b", &[]),
            step("b", &[2]),
            step("last", &[]),
            step("last", &[1, 4]),
            step("last", &[3, 5]),
        ];
        assert_eq!(ranks(&steps), [0, 1, 0, 1, 0, 2, 3]);
    }
}
