//! The open question: what is asked, where the answer is given, and what came of it.

use super::answer::{self, in_lang};
use super::library::{self, library_of};
use super::state::{Item, PracticeState, practice_of};
use super::{cause, mock, test_ids, texts};
use karui_shell::At;
use karui_shell::state::Lab;
use karui_spec::question::{Answer, Given, Level, Question, Text, Verdict};
use karui_ui::reactive::{handler, maybe_view, text, views};
use karui_ui::{Lang, use_lang};
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The open question of a drill or of a mock examination.
pub fn view(lab: Lab) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    let body = move || {
        let (item, is_mock) = practice.sheet.with(|sheet| {
            let sheet = sheet.as_ref()?;
            Some((sheet.items.get(sheet.at)?.clone(), sheet.ends.is_some()))
        })?;
        Some(one(lab, item, is_mock))
    };
    let leave = move |_: MouseEvent| practice.leave();
    let is_mock = practice.sheet.with_untracked(|sheet| sheet.as_ref().is_some_and(|sheet| sheet.ends.is_some()));
    view! {
        <div class="quiz" class:centre=is_mock on:keydown=handler(move |event: KeyboardEvent| on_key(practice, &event))>
            <button type="button" class="btn quiet" data-testid=test_ids::LEAVE on:click=handler(leave)>
                {text(move || t.get().leave)}
            </button>
            {mock::bar(lab)}
            {maybe_view(body)}
            {mock::tools(lab)}
        </div>
    }
    .into_any()
}

/// 1–4 choose, Enter answers.
fn on_key(practice: PracticeState, event: &KeyboardEvent) {
    let Some(Item { question, given, verdict, .. }) = practice.open() else { return };
    if is_elsewhere(event) {
        return;
    }
    let is_mock = practice.sheet.with_untracked(|sheet| sheet.as_ref().is_some_and(|sheet| sheet.ends.is_some()));
    let is_told = matches!(verdict, Some(Verdict::Right | Verdict::Wrong(_)));
    match (&question.answer, event.key().parse::<usize>()) {
        (Answer::Choice { choices, .. }, Ok(number)) if (1..=choices.len()).contains(&number) && !is_told => {
            practice.change(|item| item.given = Some(Given::Choice(number - 1)));
        }
        // A button that has the focus does what it says.
        _ if event.key() == "Enter" && !is_mock && !is_told && given.is_some() && is_choice(event) => {
            event.prevent_default();
            practice.answer(!event.shift_key());
        }
        _ => {}
    }
}

/// Whether a calculator or a memo hears the key.
fn is_elsewhere(event: &KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest(".examination-tools, textarea").is_ok_and(|it| it.is_some()))
}

/// Whether the focus is on a choice, or on nothing that Enter would press.
fn is_choice(event: &KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let is_no_button = |target: web_sys::Element| matches!(&*target.tag_name(), "ARTICLE" | "DIV" | "INPUT");
    target.is_none_or(|target| target.class_name() == "choice" || is_no_button(target))
}

fn paragraphs(of: String) -> AnyView {
    views(of.split("\n\n").map(|line| view! { <p>{line.to_owned()}</p> })).into_any()
}

fn one(lab: Lab, item: Item, is_mock: bool) -> AnyView {
    let (lang, t) = (use_lang(), texts::use_texts());
    let question = item.question.clone();
    let (id, seed) = (question.id.clone(), question.seed.to_string());
    let shared = question.shared.clone().map(|shared| shared_stem(shared, is_mock));
    let stem = question.clone();
    let code = question.code.clone().map(|code| view! { <pre class="code" tabindex="0">{code}</pre> });
    let formula = question.formula.clone().filter(|_| question.level == Level::One);
    let formula = formula.map(|formula| {
        view! {
            <p class="formula">
                <span class="course-label">{text(move || t.get().formula)}</span>
                " "
                <span class="num">{text(move || in_lang(lang.get(), &formula))}</span>
            </p>
        }
    });
    view! {
        <article class="card quiz-question" tabindex="-1" data-testid=test_ids::QUESTION data-id=id data-seed=seed>
            <p class="course-label">{text(move || lang.get().of(question.topic.name()))}</p>
            {shared}
            <div class="stem">{maybe_view(move || Some(paragraphs(in_lang(lang.get(), &stem.stem))))}</div>
            {code}
            {formula}
            {answer::view(lab, &item)}
            {(!is_mock).then(|| told(lab, item))}
        </article>
    }
    .into_any()
}

/// What the questions of a set share.
pub fn shared_stem(shared: Text, is_mock: bool) -> AnyView {
    let (lang, t) = (use_lang(), texts::use_texts());
    let head = is_mock.then(|| view! { <p class="course-label">{text(move || t.get().shared)}</p> });
    view! { {head} <p class="shared">{text(move || in_lang(lang.get(), &shared))}</p> }.into_any()
}

/// The buttons that answer, or what came of it.
fn told(lab: Lab, item: Item) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    let give =
        move |is_sure: bool, testid: &'static str, class: &'static str, label: fn(&texts::Texts) -> &'static str| {
            view! {
                <button
                    type="button"
                    class=class
                    data-testid=testid
                    on:click=handler(move |_: MouseEvent| practice.answer(is_sure))
                >
                    {text(move || label(t.get()))}
                </button>
            }
        };
    match item.verdict.clone() {
        None | Some(Verdict::Unreadable) => {
            let is_unreadable = item.verdict.is_some();
            view! {
                <p class="bad" role="alert" hidden=!is_unreadable>{text(move || t.get().unreadable)}</p>
                <div class="row">
                    {give(true, test_ids::ANSWER, "btn primary", |t| t.answer)}
                    {give(false, test_ids::UNSURE, "btn", |t| t.unsure)}
                </div>
                <p class="help">{text(move || t.get().keys)}</p>
            }
            .into_any()
        }
        Some(verdict) => view! {
            {explained(lab, &item, verdict)}
            {further(lab, item.question)}
        }
        .into_any(),
    }
}

/// The verdict with its reasons.
pub fn explained(lab: Lab, item: &Item, verdict: Verdict) -> AnyView {
    let (lang, t) = (use_lang(), texts::use_texts());
    let question = &item.question;
    // What was not answered has no cause.
    let answer = item.review.clone().filter(|answer| !answer.is_right && item.given.is_some());
    let is_right = verdict == Verdict::Right;
    let mistake = match verdict {
        Verdict::Wrong(mistake) => mistake,
        Verdict::Right | Verdict::Unreadable => None,
    };
    let mistake = mistake.map(|mistake| view! { <p>{text(move || in_lang(lang.get(), &mistake))}</p> });
    let (shown, why) = (question.clone(), question.clone());
    let formula = question.formula.clone().map(|formula| {
        view! { <p class="formula num">{text(move || in_lang(lang.get(), &formula))}</p> }
    });
    let source = library::source(lab, question.source.clone());
    let link = question.lab.clone().map(|link| {
        view! {
            <a class="btn" href=format!("?{link}") target="_blank" rel="noopener" data-testid=test_ids::LAB>
                {text(move || t.get().in_lab)}
            </a>
        }
    });
    view! {
        <div class="verdict" role="status">
            <p
                class=if is_right { "good" } else { "bad" }
                data-testid=test_ids::VERDICT
                data-value=u8::from(is_right).to_string()
            >
                <strong>{text(move || if is_right { t.get().right } else { t.get().wrong })}</strong>
            </p>
            {mistake}
            <div data-testid=test_ids::EXPLAIN>
                <p>
                    <span class="course-label">{text(move || t.get().right_answer)}</span>
                    " "
                    <strong class="num">{text(move || answer::written(lang.get(), &shown.answer))}</strong>
                </p>
                {formula}
                {maybe_view(move || Some(paragraphs(in_lang(lang.get(), &why.explanation))))}
                {source}
            </div>
            {answer.map(|answer| cause::view(lab, answer))}
            <div class="row">{link}{lesson(lab, &question.id)}</div>
        </div>
    }
    .into_any()
}

/// The way to the lesson that teaches what was asked.
fn lesson(lab: Lab, id: &str) -> Option<AnyView> {
    let (practice, lang, t) = (practice_of(lab), use_lang(), texts::use_texts());
    let of = |rows: &Arc<Vec<crate::practice::messages::Row>>| {
        rows.iter().find(|row| row.id == id).and_then(|row| row.lessons.first().cloned())
    };
    let lesson = practice.rows.with_untracked(of)?;
    let href = format!("?at=learn&lesson={lesson}");
    let titled = lesson.clone();
    let title = move || {
        let all = library_of(lab).lessons.get();
        let title = all.iter().find(|(id, _)| *id == titled).and_then(|(_, title)| title.get(lang.get().id()).cloned());
        (t.get().to_lesson)(&title.unwrap_or_default())
    };
    let go = move |event: MouseEvent| {
        event.prevent_default();
        lab.go_to(At::Learn, vec![("lesson", lesson.clone())]);
    };
    Some(
        view! { <a class="btn quiet" href=href data-testid=test_ids::TO_LESSON on:click=handler(go)>{text(title)}</a> }
            .into_any(),
    )
}

/// Where one goes on from an answered question.
fn further(lab: Lab, question: Arc<Question>) -> AnyView {
    let (practice, t, lang) = (practice_of(lab), texts::use_texts(), use_lang());
    let is_copied = RwSignal::new(false);
    let copy = move |_: MouseEvent| {
        let report = report(&question, lang.get_untracked());
        spawn_local(async move {
            let written = JsFuture::from(window().navigator().clipboard().write_text(&report)).await;
            is_copied.set(written.is_ok());
        });
    };
    let button = move |testid: &'static str,
                       class: &'static str,
                       label: fn(&texts::Texts) -> &'static str,
                       act: fn(PracticeState)| {
        view! {
            <button type="button" class=class data-testid=testid on:click=handler(move |_: MouseEvent| act(practice))>
                {text(move || label(t.get()))}
            </button>
        }
    };
    view! {
        <div class="row">
            {button(test_ids::NEXT, "btn primary", |t| t.next, PracticeState::next)}
            {button(test_ids::AGAIN, "btn", |t| t.again, |practice| practice.again(false))}
            {button(test_ids::SAME, "btn", |t| t.same, |practice| practice.again(true))}
            <button type="button" class="btn quiet" on:click=handler(copy)>
                {text(move || if is_copied.get() { t.get().copied } else { t.get().report })}
            </button>
        </div>
    }
    .into_any()
}

/// What a report of an error says: which question it is, and its words.
fn report(question: &Question, lang: Lang) -> String {
    let Question { id, seed, level, stem, answer, .. } = question;
    let shared = question.shared.as_ref().map_or_else(String::new, |shared| in_lang(lang, shared) + "\n> ");
    let (stem, answer) = (shared + &in_lang(lang, stem), answer::written(lang, answer));
    format!("Karui {id}, seed {seed}, level {}, {}\n> {stem}\n→ {answer}\n", *level as u32, lang.id())
}
