//! The steps of a build: hit or run, why, what each adds. Before a build that comes after a change, the learner says which will run.

use super::state::{ContainerState, Form, container_of};
use super::test_ids;
use super::texts::{self, Texts};
use super::why::{field, id, sentence, short};
use super::{graph, time};
use crate::container::messages::{Built, Command, Step, Why};
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// In a guess, the line that says that nothing runs.
const NONE: u32 = 0;
/// Bytes a second of a line of 100 Mbit/s, by which downloaded bytes become a time.
pub(super) const LINE: f64 = 12.5e6;

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    let region = HtmlRegion::new("k-steps", move |m| {
        let (lang, t) = (lang.get(), texts::of(lang.get()));
        let is_changed = state.is_changed();
        state.built.with(|built| match built {
            None => m.span("p", "help k-empty", t.not_built),
            Some(_) if is_changed => guesses(m, t, state),
            Some(built) => {
                summary(m, lang, t, built, state);
                match state.form.get() {
                    Form::Rows => rows(m, lang, t, built, state),
                    Form::Graph => graph::draw(m, t, built),
                    Form::Time => time::draw(m, lang, t, built),
                }
            }
        });
    })
    .on_event(move |event| match &event.action[..] {
        _ if event.is_look => {}
        "open" => state.step.update(|open| *open = Some(event.at).filter(|at| *open != Some(*at))),
        "guess" => state.guess.update(|guess| toggle(guess, event.at as u32)),
        _ => {}
    });
    region.view()
}

/// Takes a line in or out; a line, and that none runs, take each other out.
fn toggle(guess: &mut BTreeSet<u32>, line: u32) {
    if !guess.remove(&line) {
        if line == NONE {
            guess.clear();
        } else {
            guess.remove(&NONE);
        }
        guess.insert(line);
    }
}

/// Which of the steps will run?
fn guesses(m: &mut HtmlWriter, t: &Texts, state: ContainerState) {
    let guess = state.guess.get();
    m.span("p", "k-ask", t.guess);
    m.open("ul", &[("class", "k-guesses")]);
    let mut button = |line: u32, text: &str| {
        m.open("li", &[]);
        let attrs = [
            ("type", "button"),
            ("data-testid", test_ids::GUESS),
            ("data-do", "guess"),
            ("data-at", &*line.to_string()),
            ("aria-pressed", if guess.contains(&line) { "true" } else { "false" }),
        ];
        m.open("button", &attrs);
        if line != NONE {
            m.span("span", "num muted", &line.to_string());
        }
        m.span("code", "", text);
        m.close("button");
        m.close("li");
    };
    state.looked.with(|looked| {
        for (line, text) in &looked.lines {
            button(*line, text.lines().next().unwrap_or_default());
        }
    });
    button(NONE, t.guess_none);
    m.close("ul");
}

/// How many of `steps` were guessed right; steps of the same line count once.
pub(super) fn right(steps: &[Step], guess: &BTreeSet<u32>) -> (usize, usize) {
    let lines: BTreeSet<u32> = steps.iter().map(|step| step.line).collect();
    let ran = |line: u32| steps.iter().any(|step| step.line == line && !step.cached);
    (lines.iter().filter(|line| ran(**line) == guess.contains(line)).count(), lines.len())
}

fn summary(m: &mut HtmlWriter, lang: Lang, t: &Texts, built: &Built, state: ContainerState) {
    let hits = built.steps.iter().filter(|step| step.cached).count();
    let time = number::significant(lang, built.milliseconds, 2);
    m.open("p", &[("class", "k-summary"), ("role", "status")]);
    m.text(&(t.summary)(built.build, built.steps.len() - hits, hits, &time));
    m.close("p");
    state.guessed.with(|guess| {
        if let Some(guess) = guess {
            let (right, of) = right(&built.steps, guess);
            let attrs = [("class", "k-score"), ("data-testid", test_ids::GUESSED), ("data-value", &*right.to_string())];
            m.element("p", &attrs, &(t.guessed)(right, of));
        }
    });
}

fn rows(m: &mut HtmlWriter, lang: Lang, t: &Texts, built: &Built, state: ContainerState) {
    let (open, guessed) = (state.step.get(), state.guessed.get());
    m.open("ol", &[("class", "k-rows")]);
    for (i, step) in built.steps.iter().enumerate() {
        let is_stage = i == 0 || built.steps.get(i - 1).is_some_and(|before| before.stage != step.stage);
        if is_stage {
            m.element("li", &[("class", "k-stage")], &(t.stage)(&step.stage));
        }
        row(m, lang, t, (i, step), open == Some(i), guessed.as_ref());
    }
    for (i, step) in built.unneeded.iter().enumerate() {
        let is_stage = i == 0 || built.unneeded.get(i - 1).is_some_and(|before| before.stage != step.stage);
        if is_stage {
            m.element("li", &[("class", "k-stage unneeded")], &(t.stage_unneeded)(&step.stage));
        }
        m.open("li", &[("class", "k-row unneeded"), ("data-line", &step.line.to_string())]);
        m.span("span", "num muted", &step.line.to_string());
        m.span("code", "", step.instruction.lines().next().unwrap_or_default());
        m.close("li");
    }
    m.close("ol");
}

fn row(
    m: &mut HtmlWriter,
    lang: Lang,
    t: &Texts,
    (i, step): (usize, &Step),
    is_open: bool,
    guess: Option<&BTreeSet<u32>>,
) {
    let attrs = [
        ("class", if step.cached { "k-row hit" } else { "k-row ran" }),
        ("data-testid", test_ids::STEP),
        ("data-line", &*step.line.to_string()),
        ("data-cached", if step.cached { "true" } else { "false" }),
        ("data-reason", &*id(&step.why)),
    ];
    m.open("li", &attrs);
    let attrs = [
        ("type", "button"),
        ("class", "k-head"),
        ("data-do", "open"),
        ("data-at", &*i.to_string()),
        ("aria-expanded", if is_open { "true" } else { "false" }),
    ];
    m.open("button", &attrs);
    m.span("span", "num muted", &step.line.to_string());
    m.span("code", "", step.instruction.lines().next().unwrap_or_default());
    m.span("strong", "k-badge", if step.cached { t.hit } else { t.ran });
    m.close("button");
    m.open("p", &[("class", "k-why")]);
    m.text(&sentence(t, step));
    if let Some(guess) = guess {
        let is_right = guess.contains(&step.line) != step.cached;
        m.span(
            "span",
            if is_right { "k-right" } else { "k-wrong" },
            if is_right { t.as_guessed } else { t.not_as_guessed },
        );
    }
    m.close("p");
    costs(m, lang, t, step);
    if is_open {
        details(m, lang, t, step);
    }
    m.close("li");
}

/// What a step adds: bytes that were computed, bytes that are declared; and what comes over a line for it, in bytes and in time.
fn costs(m: &mut HtmlWriter, lang: Lang, t: &Texts, step: &Step) {
    if step.layer.is_none() && step.declared.is_none() {
        return;
    }
    m.open("p", &[("class", "k-costs num")]);
    if let Some(bytes) = step.layer {
        m.span("span", "", &(t.computed)(&number::bytes(lang, bytes as f64)));
    }
    if let Some((bytes, unknown)) = step.declared {
        if bytes > 0 {
            m.span("span", "k-declared", &(t.declared)(&number::bytes(lang, bytes as f64)));
        }
        if step.download > 0 {
            let seconds = number::significant(lang, step.download as f64 / LINE, 2);
            m.span("span", "k-declared", &(t.fetched)(&number::bytes(lang, step.download as f64), &seconds));
        }
        if unknown {
            m.span("span", "k-declared", t.unknown_bytes);
        }
    }
    m.close("p");
}

/// The open step: what changed in its key, what the key is made of, what its commands did.
fn details(m: &mut HtmlWriter, lang: Lang, t: &Texts, step: &Step) {
    m.open("div", &[("class", "k-details")]);
    if let Why::Changed(changes) = &step.why {
        m.open("div", &[("class", "w-scroll")]);
        m.open("table", &[("class", "r-table")]);
        m.open("thead", &[]);
        m.open("tr", &[]);
        for head in [t.key_field, t.old, t.new] {
            m.element("th", &[("scope", "col")], head);
        }
        m.close("tr");
        m.close("thead");
        m.open("tbody", &[]);
        for change in changes {
            m.open("tr", &[]);
            m.element("th", &[("scope", "row")], &field(t, &change.field));
            for value in [&change.old, &change.new] {
                m.open("td", &[]);
                m.span("code", "", &value.as_deref().map_or(t.absent.to_owned(), short));
                m.close("td");
            }
            m.close("tr");
        }
        m.close("tbody");
        m.close("table");
        m.close("div");
    }
    for Command { text, declared } in &step.commands {
        m.open("div", &[("class", "k-command")]);
        m.span("code", "", text);
        m.span("span", "muted", if declared.is_some() { t.not_executed } else { t.executed });
        for (path, bytes, source) in declared.iter().flatten() {
            let bytes = bytes.map_or(t.unknown_bytes.to_owned(), |bytes| number::bytes(lang, bytes as f64));
            m.element("p", &[("class", "help")], &[path, ": ", &bytes, " (", source, ")"].concat());
        }
        m.close("div");
    }
    m.open("details", &[]);
    m.element("summary", &[], t.key);
    m.open("dl", &[("class", "k-key")]);
    for (name, value) in [("sha256", &step.key)].into_iter().chain(step.fields.iter().map(|(n, v)| (&n[..], v))) {
        m.element("dt", &[], &field(t, name));
        m.open("dd", &[]);
        m.span("code", "", &short(value));
        m.close("dd");
    }
    m.close("dl");
    m.close("details");
    m.close("div");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(line: u32, cached: bool) -> Step {
        Step {
            stage: "0".into(),
            line,
            instruction: String::new(),
            cached,
            why: Why::New,
            key: String::new(),
            fields: vec![],
            layer: None,
            declared: None,
            download: 0,
            milliseconds: 0.0,
            needs: vec![],
            commands: vec![],
        }
    }

    #[test]
    fn a_guess_is_right_where_what_runs_was_said_and_what_does_not_was_not() {
        let steps = [step(1, true), step(2, false), step(3, false)];
        assert_eq!(right(&steps, &BTreeSet::from([2, 3])), (3, 3));
        assert_eq!(right(&steps, &BTreeSet::from([1, 2])), (1, 3));
        assert_eq!(right(&steps, &BTreeSet::from([NONE])), (1, 3));
    }

    #[test]
    fn that_none_runs_and_a_line_take_each_other_out() {
        let mut guess = BTreeSet::new();
        toggle(&mut guess, 2);
        toggle(&mut guess, NONE);
        assert_eq!(guess, BTreeSet::from([NONE]));
        toggle(&mut guess, 3);
        assert_eq!(guess, BTreeSet::from([3]));
        toggle(&mut guess, 3);
        assert!(guess.is_empty());
    }
}
