//! Challenges: a project with something to mend, and what the builder says of the learner's answer.

use super::state::{ContainerState, container_of};
use super::texts::scenes::{self as texts, Texts, say};
use super::{checks, editor, kept, problem, test_ids, tree};
use crate::container::messages::{Ask, Challenge, Project};
use crate::container::presets::{PUZZLES, Preset};
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::reactive::{effect, handler, maybe_view, memo, text, views};
use karui_ui::use_lang;
use leptos::prelude::*;

impl Challenge {
    /// The project that it begins with; of the wrong line, the puzzle of that number.
    fn project(self, puzzle: usize) -> Option<Project> {
        let preset = match self {
            Challenge::Rebuild => "copy-all",
            Challenge::Small => "late-rm",
            Challenge::Privilege => "root",
            Challenge::Same | Challenge::Line => "good",
        };
        let mut project = Preset::named(preset)?.project();
        match self {
            Challenge::Same => {
                let list = project.files.iter_mut().filter(|file| file.path == "requirements.txt");
                list.for_each(|file| file.text = "torch>=2\nnumpy\n".to_owned());
            }
            Challenge::Line => project.dockerfile = PUZZLES.get(puzzle % PUZZLES.len())?.0.to_owned(),
            _ => {}
        }
        Some(project)
    }
}

pub(super) fn view(lab: Lab) -> AnyView {
    let state = container_of(lab);
    // Whether a line is asked for: only then another view is drawn.
    let asks_line = memo(move || state.challenge.get().map(|challenge| challenge == Challenge::Line));
    let work = move || {
        let asks_line = asks_line.get()?;
        Some(view! {
            <section class="part r-part">
                {asks_line.then(|| lines(lab))}
                {(!asks_line).then(|| view! {
                    {editor::view(lab)}
                    {checks::view(lab)}
                    {problem::view(lab)}
                })}
            </section>
            {(!asks_line).then(|| tree::view(lab))}
        })
    };
    // What was judged is another project now.
    effect(move || {
        state.project.track();
        state.judged.set(None);
    });
    view! {
        <div class="k-build">
            <section class="part r-part k-list">
                <h3>{say(|t| t.challenges_title)}</h3>
                <p class="help">{say(|t| t.challenges_note)}</p>
                {kept::view(lab)}
                {views(Challenge::ALL.map(|challenge| card(lab, challenge)))}
            </section>
            <div class="k-write">{maybe_view(work)}</div>
        </div>
    }
    .into_any()
}

fn card(lab: Lab, challenge: Challenge) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    let begin = move |_: web_sys::MouseEvent| {
        let puzzle = state.puzzle.get_untracked();
        if let Some(project) = challenge.project(puzzle) {
            state.keep_own();
            state.begin(project);
            state.challenge.set(Some(challenge));
        }
        if challenge == Challenge::Line {
            state.puzzle.set(puzzle + 1);
        }
    };
    let is_open = move || state.challenge.get() == Some(challenge);
    let verdict = HtmlRegion::new("k-facts", move |m| {
        let t = texts::of(lang.get());
        state.judged.with(|judged| {
            if let Some(judged) = judged.as_ref().filter(|judged| judged.challenge == challenge) {
                facts(m, t, &judged.facts);
            }
        });
    });
    let is_judged_by_button = challenge != Challenge::Line;
    view! {
        <article class="k-challenge" data-testid=challenge.testid() data-open=text(move || is_open().to_string())>
            <h4>{text(move || (texts::of(lang.get()).challenge)(challenge))}</h4>
            <p>{text(move || (texts::of(lang.get()).challenge_task)(challenge))}</p>
            <div class="row">
                <button type="button" class="btn small" data-do="begin" on:click=handler(begin)>
                    {text(move || {
                        let t = texts::of(lang.get());
                        if is_open() && challenge == Challenge::Line { t.another } else { t.begin }
                    })}
                </button>
                {maybe_view(move || (is_open() && is_judged_by_button).then(|| view! {
                    <button
                        type="button"
                        class="btn small primary"
                        data-do="judge"
                        on:click=handler(move |_| state.judge(lab, challenge, 0))
                    >
                        {say(|t| t.judge)}
                    </button>
                }))}
            </div>
            {verdict.view()}
        </article>
    }
    .into_any()
}

fn facts(m: &mut HtmlWriter, t: &Texts, facts: &[(crate::container::messages::Fact, bool)]) {
    let passed = facts.iter().all(|(_, holds)| *holds);
    let attrs = [
        ("role", "status"),
        ("class", if passed { "k-right" } else { "k-wrong" }),
        ("data-passed", if passed { "true" } else { "false" }),
    ];
    m.element("p", &attrs, if passed { t.passed } else { t.not_passed });
    m.open("ul", &[]);
    for (fact, holds) in facts {
        m.element(
            "li",
            &[("data-holds", if *holds { "true" } else { "false" })],
            &[if *holds { "✓ " } else { "✗ " }, (t.fact)(*fact)].concat(),
        );
    }
    m.close("ul");
}

/// The lines of a Dockerfile that does not build, to choose from.
fn lines(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    HtmlRegion::new("k-puzzle", move |m| {
        m.span("p", "k-ask", texts::of(lang.get()).which_line);
        m.open("ol", &[("class", "k-guesses")]);
        let chosen = state.judged.with(|judged| judged.as_ref().map(|judged| judged.line));
        state.project.with(|project| {
            for (i, line) in project.dockerfile.lines().enumerate() {
                m.open("li", &[]);
                let number = (i + 1).to_string();
                let attrs = [
                    ("type", "button"),
                    ("data-testid", test_ids::PUZZLE),
                    ("data-do", "line"),
                    ("data-at", &*number),
                    ("aria-pressed", if chosen == Some(i as u32 + 1) { "true" } else { "false" }),
                ];
                m.open("button", &attrs);
                m.span("span", "num muted", &number);
                m.span("code", "", line);
                m.close("button");
                m.close("li");
            }
        });
        m.close("ol");
    })
    .on_event(move |event| {
        if event.action == "line" && !event.is_look {
            state.judge(lab, Challenge::Line, event.at as u32);
        }
    })
    .view()
}

impl ContainerState {
    /// Has the project judged.
    fn judge(self, lab: Lab, challenge: Challenge, line: u32) {
        let project = self.project.get_untracked();
        lab.ask(&Ask::Judge { challenge, project, line });
    }
}
