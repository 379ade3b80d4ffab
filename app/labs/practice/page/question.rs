//! The open question: what is asked, where the answer is given, and what came of it.

use super::answer::{self, in_lang};
use super::items::Item;
use super::library::{self, library_of};
use super::state::{PracticeState, practice_of};
use super::{cause, maths, mock, plot, test_ids, texts};
use karui_shell::At;
use karui_shell::state::Lab;
use karui_spec::question::{Answer, Given, Level, Question, Text, Verdict};
use karui_ui::reactive::{effect, handler, maybe_view, memo, text, views};
use karui_ui::{Lang, use_lang};
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
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
    keep_focus(practice);
    let is_mock = practice.sheet.with_untracked(|sheet| sheet.as_ref().is_some_and(|sheet| sheet.ends.is_some()));
    view! {
        <div class="quiz" class:centre=is_mock on:keydown=handler(move |event: KeyboardEvent| on_key(practice, &event))>
            <button type="button" class="btn quiet" data-testid=test_ids::LEAVE on:click=handler(leave)>
                {text(move || t.get().leave)}
            </button>
            {mock::bar(lab)}
            {maybe_view(move || ahead(practice))}
            {maybe_view(body)}
            {mock::tools(lab)}
        </div>
    }
    .into_any()
}

/// Where a review stands, and that a question is of a kind that was wrong.
fn ahead(practice: PracticeState) -> Option<AnyView> {
    let t = texts::use_texts();
    let ahead = practice.sheet.with(|sheet| sheet.as_ref().map(|sheet| sheet.ahead.clone()))?;
    let (left, is_review, is_step) = (ahead.left().to_string(), ahead.is_review, ahead.is_step);
    let left = is_review.then(|| {
        let value = left.clone();
        view! {
            <p class="help" data-testid=test_ids::REVIEW_LEFT data-value=value>
                {text(move || (t.get().left_of_review)(&left))}
            </p>
        }
    });
    let step = is_step.then(|| view! { <p class="help">{text(move || t.get().step)}</p> });
    (left.is_some() || step.is_some()).then(|| view! { {left} {step} }.into_any())
}

/// Gives the focus to the question when another one opens, and when it is told: keys are heard, and screen readers begin there.
fn keep_focus(practice: PracticeState) {
    let open = memo(move || {
        practice.sheet.with(|sheet| {
            let sheet = sheet.as_ref()?;
            let item = sheet.items.get(sheet.at)?;
            let is_told = matches!(item.verdict, Some(Verdict::Right | Verdict::Wrong(_)));
            let place = (sheet.at, item.question.id.clone(), item.question.seed, is_told);
            Some((place, item.given.clone()))
        })
    });
    let last = StoredValue::new(None);
    effect(move || {
        let Some((place, _)) = open.get() else { return };
        let (is_told, is_same) = (place.3, last.get_value().as_ref() == Some(&place));
        last.set_value(Some(place));
        request_animation_frame(move || {
            let Ok(Some(article)) = document().query_selector(".quiz .quiz-question") else { return };
            let Ok(article) = article.dyn_into::<web_sys::HtmlElement>() else { return };
            // What was given is drawn anew, which may leave the focus nowhere.
            let is_lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
            if is_same && !is_lost {
                return;
            }
            // What was answered stays where it is under the eye.
            if !is_told
                && !is_same
                && let Some(quiz) = article.parent_element()
            {
                quiz.scroll_into_view();
            }
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            // An element in the document takes the focus.
            let _ = article.focus_with_options(&options);
        });
    });
}

/// 1–4 choose, Enter answers, and goes on.
fn on_key(practice: PracticeState, event: &KeyboardEvent) {
    let Some(Item { question, given, verdict, .. }) = practice.open() else { return };
    if is_elsewhere(event) {
        return;
    }
    let is_mock = practice.sheet.with_untracked(|sheet| sheet.as_ref().is_some_and(|sheet| sheet.ends.is_some()));
    let is_told = matches!(verdict, Some(Verdict::Right | Verdict::Wrong(_)));
    match (&question.answer, event.key().parse::<usize>()) {
        (Answer::Choice { choices, .. }, Ok(number)) if (1..=choices.len()).contains(&number) && !is_told => {
            practice.give(Given::Choice(number - 1));
        }
        _ if event.key() == "Enter" && !is_mock && is_told && is_choice(event) => {
            event.prevent_default();
            practice.next();
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
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest(".examination-tools, textarea").is_ok_and(|it| it.is_some()))
}

/// Whether the focus is on a choice, or on nothing that Enter would press.
fn is_choice(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let is_no_button = |target: web_sys::Element| matches!(&*target.tag_name(), "ARTICLE" | "DIV" | "INPUT");
    target.is_none_or(|target| target.class_name() == "choice" || is_no_button(target))
}

/// A text's paragraphs, with their formulas set.
pub fn paragraphs(of: String) -> AnyView {
    views(of.split("\n\n").map(|line| view! { <p inner_html=maths::html(line)></p> })).into_any()
}

fn one(lab: Lab, item: Item, is_mock: bool) -> AnyView {
    let (lang, t) = (use_lang(), texts::use_texts());
    let question = item.question.clone();
    let (id, seed) = (question.id.clone(), question.seed.to_string());
    let figure = question.figure.clone().map(plot::view);
    let topic = question.topic.name();
    let shared = question.shared.clone().map(|shared| shared_stem(shared, is_mock));
    let stem = question.clone();
    let code = question.code.clone().map(|code| view! { <pre class="code" tabindex="0">{code}</pre> });
    let formula = question.formula.clone().filter(|_| question.level == Level::One);
    let formula = formula.map(|formula| {
        view! {
            <p class="formula">
                <span class="course-label">{text(move || t.get().formula)}</span>
                " "
                <span class="num" inner_html=maths::set(formula)></span>
            </p>
        }
    });
    view! {
        <article class="card quiz-question" tabindex="-1" data-testid=test_ids::QUESTION data-id=id data-seed=seed>
            <p class="course-label">{text(move || lang.get().of(topic))}</p>
            {shared}
            <div class="stem">{maybe_view(move || Some(paragraphs(in_lang(lang.get(), &stem.stem))))}</div>
            {code}
            {figure}
            {formula}
            {answer::view(lab, &item)}
            {(!is_mock).then(|| told(lab, item))}
        </article>
    }
    .into_any()
}

/// What the questions of a set share.
pub fn shared_stem(shared: Text, is_mock: bool) -> AnyView {
    let t = texts::use_texts();
    let head = is_mock.then(|| view! { <p class="course-label">{text(move || t.get().shared)}</p> });
    view! { {head} <p class="shared" inner_html=maths::set(shared)></p> }.into_any()
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
            let (is_unreadable, is_bare) = (item.verdict.is_some(), item.is_bare);
            let keys = match &item.question.answer {
                Answer::Choice { choices, .. } => Some(Some(choices.len().to_string())),
                Answer::Number { .. } => Some(None),
                Answer::Order { .. } | Answer::Match { .. } => None,
            };
            let keys = keys.map(|choices| {
                let told = move || {
                    choices.as_ref().map_or_else(|| t.get().keys_number.into(), |choices| (t.get().keys)(choices))
                };
                view! { <p class="help">{text(told)}</p> }
            });
            view! {
                <p class="bad" role="alert" hidden=!is_unreadable>{text(move || t.get().unreadable)}</p>
                <p class="bad" role="alert" hidden=!is_bare>{text(move || t.get().bare)}</p>
                <div class="row">
                    {give(true, test_ids::ANSWER, "btn primary", |t| t.answer)}
                    {give(false, test_ids::UNSURE, "btn", |t| t.unsure)}
                </div>
                {keys}
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
    let mistake = mistake.map(|mistake| view! { <p inner_html=maths::set(mistake)></p> });
    let (shown, why) = (question.clone(), question.clone());
    let formula = question.formula.clone().map(|formula| {
        view! { <p class="formula num" inner_html=maths::set(formula)></p> }
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
                    <strong class="num" inner_html=text(move || maths::html(&answer::written(lang.get(), &shown.answer)))></strong>
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
    let (after, is_last) = practice.sheet.with_untracked(|sheet| {
        let ahead = sheet.as_ref().map(|sheet| &sheet.ahead);
        let after = ahead.and_then(|ahead| ahead.again_after(&question.id));
        (after, ahead.is_some_and(|ahead| ahead.is_review && ahead.left() == 0))
    });
    let after = after.map(|after| {
        let told = move || match after {
            0 => t.get().again_next.to_owned(),
            after => (t.get().again_after)(&after.to_string()),
        };
        view! { <p class="help">{text(told)}</p> }
    });
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
        {after}
        <div class="row">
            {button(
                test_ids::NEXT,
                "btn primary",
                if is_last { |t: &texts::Texts| t.done_review } else { |t: &texts::Texts| t.next },
                PracticeState::next,
            )}
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
