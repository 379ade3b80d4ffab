//! For a class: a link to a sheet, the sheet on paper, and what came of it, from exported files.

use super::state::practice_of;
use super::{choose, home, keeping, test_ids, texts};
use karui_shell::pages::{drop_files, who};
use karui_shell::state::Lab;
use karui_spec::question::{Paper, Review};
use karui_ui::reactive::{flag, handler, list, memo, text};
use karui_ui::{Lang, number, use_lang};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What a learner's file holds of answers.
#[derive(Debug, Clone, PartialEq)]
struct Shared {
    who: String,
    answers: Vec<Review>,
}

/// The section, closed at first.
pub fn view(lab: Lab) -> AnyView {
    let t = texts::use_texts();
    view! {
        <details class="teacher">
            <summary data-testid=test_ids::TEACHER>{text(move || t.get().teacher)}</summary>
            {link(lab)}
            {results(lab)}
        </details>
    }
    .into_any()
}

/// A sheet of what is chosen above: its link, and on paper.
fn link(lab: Lab) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    let count = RwSignal::new(home::LENGTHS[0].to_string());
    let seed = RwSignal::new(super::state::fresh());
    let is_same = RwSignal::new(true);
    let paper = move || {
        practice.about.track();
        practice.scope.track();
        practice.framework.track();
        let count = count.get().parse().unwrap_or(home::LENGTHS[0]);
        let seed = is_same.get().then(|| seed.get());
        Paper { filter: practice.filter(), count, level: practice.level.get(), seed }
    };
    let address = move || {
        let at = window().location();
        let base = [at.origin().unwrap_or_default(), at.pathname().unwrap_or_default()].concat();
        format!("{base}?at=practice&paper={}", paper().write())
    };
    let counts = move || home::LENGTHS.map(|count| (count.to_string(), home::length(t.get(), count))).to_vec();
    let mode = move |same: bool, label: fn(&texts::Texts) -> &'static str| {
        view! {
            <button
                type="button"
                aria-pressed=text(move || (is_same.get() == same).to_string())
                on:click=handler(move |_: MouseEvent| is_same.set(same))
            >
                {text(move || label(t.get()))}
            </button>
        }
    };
    let print = move |_: MouseEvent| practice.print(untrack(|| Paper { level: practice.level.get(), ..paper() }));
    view! {
        <div class="teacher-link">
            <p class="help">{text(move || t.get().teacher_lead)}</p>
            {choose::select(
                "teacher-count",
                move || t.get().count,
                counts,
                count.into(),
                move |value| count.set(value),
            )}
            <div class="field" role="group" aria-label=text(move || t.get().whose)>
                <span class="course-label">{text(move || t.get().whose)}</span>
                <span class="levels beside">{mode(true, |t| t.same_for_all)}{mode(false, |t| t.each_own)}</span>
            </div>
            <div class="field">
                <label for="teacher-link">{text(move || t.get().link)}</label>
                <input
                    type="text"
                    readonly
                    id="teacher-link"
                    data-testid=test_ids::TEACHER_LINK
                    prop:value=text(address)
                    on:focus=handler(|event: leptos::ev::FocusEvent| event_target::<web_sys::HtmlInputElement>(&event).select())
                />
            </div>
            <div class="row">
                <button
                    type="button"
                    class="btn"
                    disabled=flag(move || !is_same.get())
                    on:click=handler(move |_: MouseEvent| seed.set(super::state::fresh()))
                >
                    {text(move || t.get().other_sheet)}
                </button>
                <button
                    type="button"
                    class="btn"
                    data-testid=test_ids::PRINT
                    disabled=flag(move || practice.rows.with(|rows| rows.is_empty()))
                    on:click=handler(print)
                >
                    {text(move || t.get().print)}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// What a class knew: each learner's share, and the questions that most got wrong first.
fn results(lab: Lab) -> AnyView {
    let (lang, t) = (use_lang(), texts::use_texts());
    let all = RwSignal::new(Vec::<Shared>::new());
    let refused = RwSignal::new(Vec::<String>::new());
    let take = move |name: String, file: Option<String>| match file.and_then(|file| keeping::answers_in(&file)) {
        Some(answers) => all.update(|all| join(all, Shared { who: who(&name), answers })),
        None => refused.update(|refused| refused.push(name)),
    };
    let told = move || match refused.get() {
        names if names.is_empty() => String::new(),
        names => (t.get().refused)(&names.join(lang.get().pick("、", ", "))),
    };
    let is_empty = memo(move || all.with(Vec::is_empty));
    let learners = move || {
        let lang = lang.get();
        all.get().iter().map(|it| row(lang, it.who.clone(), it.answers.iter().map(|it| it.is_right))).collect()
    };
    let skills = move || skills(lab, lang.get(), &all.get());
    let table = move |head: fn(&texts::Texts) -> &'static str, testid: &'static str| {
        (text(move || head(t.get())), text(move || t.get().right_of_all), testid)
    };
    let (who_head, share_head, who_id) = table(|t| t.learner, test_ids::CLASS_LEARNERS);
    let (skill_head, skill_share, skill_id) = table(|t| t.skill, test_ids::CLASS_SKILLS);
    view! {
        <div class="teacher-results">
            <h4>{text(move || t.get().class)}</h4>
            {drop_files(
                test_ids::CLASS_FILES,
                move || t.get().class_choose,
                move || t.get().class_drop,
                move || refused.set(Vec::new()),
                take,
            )}
            <p class="help bad" role="status">{text(told)}</p>
            <div hidden=flag(move || is_empty.get())>
                <table class="record-table">
                    <thead><tr><th scope="col">{who_head}</th><th scope="col">{share_head}</th></tr></thead>
                    <tbody data-testid=who_id>{list(learners)}</tbody>
                </table>
                <table class="record-table">
                    <thead><tr><th scope="col">{skill_head}</th><th scope="col">{skill_share}</th></tr></thead>
                    <tbody data-testid=skill_id>{list(skills)}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

/// Of the same learner, what another file adds.
fn join(all: &mut Vec<Shared>, new: Shared) {
    match all.iter_mut().find(|old| old.who == new.who) {
        Some(old) => karui_spec::question::merge(&mut old.answers, new.answers),
        None => all.push(new),
    }
}

fn row(lang: Lang, name: String, answers: impl Iterator<Item = bool>) -> AnyView {
    let (mut right, mut all) = (0, 0);
    for is_right in answers {
        right += u32::from(is_right);
        all += 1;
    }
    let share = number::percent(lang, f64::from(right) / f64::from(all.max(1)), 0);
    let told = (texts::of(lang).share)(&right.to_string(), &all.to_string());
    view! { <tr><th scope="row">{name}</th><td class="num">{told} " · " {share}</td></tr> }.into_any()
}

/// A row for each kind of question, the least known first.
fn skills(lab: Lab, lang: Lang, all: &[Shared]) -> Vec<AnyView> {
    let practice = practice_of(lab);
    let mut of: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    for answer in all.iter().flat_map(|it| &it.answers) {
        of.entry(&answer.id).or_default().push(answer.is_right);
    }
    let share = |answers: &[bool]| answers.iter().filter(|right| **right).count() as f64 / answers.len().max(1) as f64;
    let mut of: Vec<_> = of.into_iter().collect();
    of.sort_by(|(_, a), (_, b)| share(a).total_cmp(&share(b)));
    let rows = practice.rows.get();
    let title = |id: &str| {
        let known = rows.iter().find(|row| row.id == id);
        known.map_or_else(|| id.to_owned(), |row| [id, " ", &super::answer::in_lang(lang, &row.title)].concat())
    };
    of.into_iter().map(|(id, answers)| row(lang, title(id), answers.into_iter())).collect()
}
