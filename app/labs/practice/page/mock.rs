//! A mock examination: a clock, all questions at a glance, and the review afterwards.

use super::answer::{self, in_lang};
use super::items::Item;
use super::question::{explained, paragraphs, shared_stem};
use super::state::{PracticeState, practice_of};
use super::{calculator, keeping, plot, test_ids, texts};
use karui_shell::state::Lab;
use karui_ui::reactive::{effect, handler, list, maybe_view, memo, text, views};
use karui_ui::use_lang;
use leptos::ev::MouseEvent;
use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::prelude::*;
use std::time::Duration;

/// The clock and the questions, above the open one; nothing in a drill.
pub fn bar(lab: Lab) -> AnyView {
    let practice = practice_of(lab);
    let ends = memo(move || practice.sheet.with(|sheet| sheet.as_ref().and_then(|sheet| sheet.ends)));
    maybe_view(move || ends.get().map(|ends| examination(lab, ends))).into_any()
}

fn examination(lab: Lab, ends: f64) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    let left = RwSignal::new(ends - js_sys::Date::now());
    let tick = move || left.set(ends - js_sys::Date::now());
    if let Ok(handle) = set_interval_with_handle(tick, Duration::from_millis(500)) {
        on_cleanup(move || handle.clear());
    }
    effect(move || {
        if left.get() <= 0.0 {
            practice.finish();
        }
    });
    let told = move || {
        let seconds = (left.get().max(0.0) / 1e3).ceil() as u64;
        (t.get().left)(&(seconds / 60).to_string(), &format!("{:02}", seconds % 60))
    };
    let is_hidden = RwSignal::new(false);
    let place = move || {
        let (count, at) = practice.sheet.with(|sheet| sheet.as_ref().map_or((0, 0), |it| (it.items.len(), it.at)));
        (t.get().question_of)(&(at + 1).to_string(), &count.to_string())
    };
    view! {
        <div class="examination">
            <strong>{text(move || t.get().mock)}</strong>
            <span class="num" data-testid=test_ids::MOCK_PLACE>{text(place)}</span>
            <button
                type="button"
                class="btn quiet num"
                title=text(move || t.get().clock)
                aria-pressed=text(move || is_hidden.get().to_string())
                on:click=handler(move |_: MouseEvent| is_hidden.update(|hidden| *hidden = !*hidden))
            >
                {text(move || if is_hidden.get() { t.get().clock.into() } else { told() })}
            </button>
        </div>
    }
    .into_any()
}

/// What stands below the open question of an examination: the way to the others, calculator and memo; nothing in a drill.
pub fn tools(lab: Lab) -> AnyView {
    let practice = practice_of(lab);
    let is_mock = memo(move || practice.sheet.with(|sheet| sheet.as_ref().is_some_and(|sheet| sheet.ends.is_some())));
    maybe_view(move || is_mock.get().then(|| below(practice, lab))).into_any()
}

fn below(practice: PracticeState, lab: Lab) -> AnyView {
    let t = texts::use_texts();
    let jumps = move || {
        let (count, at) = practice.sheet.with(|sheet| sheet.as_ref().map_or((0, 0), |it| (it.items.len(), it.at)));
        (0..count).map(|i| jump(lab, i, i == at)).collect()
    };
    let go = move |by: isize| {
        practice.sheet.update(|sheet| {
            if let Some(sheet) = sheet.as_mut() {
                sheet.at = sheet.at.saturating_add_signed(by).min(sheet.items.len().saturating_sub(1));
            }
        });
    };
    let is_flagged = move || {
        practice.sheet.with(|sheet| {
            sheet.as_ref().and_then(|sheet| sheet.items.get(sheet.at)).is_some_and(|item| item.is_flagged)
        })
    };
    let open = RwSignal::new(None::<Tool>);
    // Without an answer, and to come back to.
    let rest = move || {
        practice.sheet.with(|sheet| {
            let items = sheet.iter().flat_map(|sheet| &sheet.items);
            items.fold([0, 0], |[open, flagged], it| {
                [open + usize::from(it.given.is_none()), flagged + usize::from(it.is_flagged)]
            })
        })
    };
    let is_asked = RwSignal::new(false);
    let finish = move |_: MouseEvent| {
        // A number that is being typed is drawn nowhere anew.
        if untrack(rest) == [0, 0] { practice.finish() } else { is_asked.set(true) }
    };
    let ask = move || {
        let [open, flagged] = rest().map(|n| n.to_string());
        is_asked.get().then(|| {
            view! {
                <div class="notice inline finish-ask" role="alert">
                    <p>{text(move || (t.get().finish_ask)(&open, &flagged))}</p>
                    <div class="row">
                        <button
                            type="button"
                            class="btn"
                            data-testid=test_ids::MOCK_FINISH_NOT
                            on:click=handler(move |_: MouseEvent| is_asked.set(false))
                        >
                            {text(move || t.get().finish_not)}
                        </button>
                        <button
                            type="button"
                            class="btn primary"
                            data-testid=test_ids::MOCK_FINISH_SURE
                            on:click=handler(move |_: MouseEvent| practice.finish())
                        >
                            {text(move || t.get().finish)}
                        </button>
                    </div>
                </div>
            }
        })
    };
    let tool = move |tool: Tool, testid: &'static str, label: fn(&texts::Texts) -> &'static str| {
        let toggle = move |_: MouseEvent| open.update(|open| *open = Some(tool).filter(|tool| *open != Some(*tool)));
        view! {
            <button
                type="button"
                class="btn"
                data-testid=testid
                aria-expanded=text(move || (open.get() == Some(tool)).to_string())
                on:click=handler(toggle)
            >
                {text(move || label(t.get()))}
            </button>
        }
    };
    let shown = move || {
        Some(match open.get()? {
            Tool::Calculator => calculator::view(),
            Tool::Memo => memo_pad(practice),
        })
    };
    view! {
        <div class="examination-tools">
            <div class="row">
                <button type="button" class="btn" data-testid=test_ids::MOCK_BACK on:click=handler(move |_: MouseEvent| go(-1))>
                    {text(move || t.get().back)}
                </button>
                <button type="button" class="btn" data-testid=test_ids::MOCK_NEXT on:click=handler(move |_: MouseEvent| go(1))>
                    {text(move || t.get().forward)}
                </button>
                <button
                    type="button"
                    class="btn"
                    data-testid=test_ids::MOCK_FLAG
                    aria-pressed=text(move || is_flagged().to_string())
                    on:click=handler(move |_: MouseEvent| practice.change(|item| item.is_flagged = !item.is_flagged))
                >
                    {text(move || t.get().flag)}
                </button>
                {tool(Tool::Calculator, test_ids::MOCK_CALCULATOR, |t| t.calculator)}
                {tool(Tool::Memo, test_ids::MOCK_MEMO, |t| t.memo)}
                <button
                    type="button"
                    class="btn primary"
                    data-testid=test_ids::MOCK_FINISH
                    on:click=handler(finish)
                >
                    {text(move || t.get().finish)}
                </button>
            </div>
            {maybe_view(ask)}
            {maybe_view(shown)}
            <nav class="jumps" aria-label=text(move || t.get().jump)>{list(jumps)}</nav>
        </div>
    }
    .into_any()
}

/// What can be laid beside a question.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Tool {
    Calculator,
    Memo,
}

/// A place for notes, as the board of a test centre is. It is not kept.
fn memo_pad(practice: PracticeState) -> AnyView {
    let t = texts::use_texts();
    let write = move |event: leptos::ev::Event| practice.memo.set(event_target_value(&event));
    view! {
        <div class="field">
            <label for="mock-memo-text">{text(move || t.get().memo_help)}</label>
            <textarea
                id="mock-memo-text"
                rows="6"
                data-testid=test_ids::MEMO_TEXT
                prop:value=practice.memo.get_untracked()
                on:input=handler(write)
            ></textarea>
        </div>
    }
    .into_any()
}

fn jump(lab: Lab, at: usize, is_open: bool) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    let state = practice.sheet.with(|sheet| {
        let item = sheet.as_ref().and_then(|sheet| sheet.items.get(at));
        item.map_or("", |item| match (item.is_flagged, item.given.is_some()) {
            (true, _) => "flagged",
            (false, true) => "given",
            (false, false) => "",
        })
    });
    let go = move |_: MouseEvent| practice.sheet.update(|sheet| sheet.iter_mut().for_each(|sheet| sheet.at = at));
    view! {
        <button
            type="button"
            data-testid=format!("{}-{}", test_ids::MOCK_JUMP, at + 1)
            data-value=state
            aria-label=text(move || (t.get().jump_to)(&(at + 1).to_string()))
            aria-current=is_open.then_some("true")
            on:click=handler(go)
        >
            {at + 1}
        </button>
    }
    .into_any()
}

/// What came of a mock examination, question by question.
pub fn reviewed(lab: Lab) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    let Some(sheet) = practice.sheet.get_untracked() else { return ().into_any() };
    let [right, of] = sheet.score();
    let share = right as f64 / of.max(1) as f64;
    let told = move || (t.get().result)(&right.to_string(), &of.to_string());
    let leave = move |_: MouseEvent| practice.leave();
    view! {
        <div class="quiz">
            <button type="button" class="btn quiet" data-testid=test_ids::LEAVE on:click=handler(leave)>
                {text(move || t.get().leave)}
            </button>
            <h2 tabindex="-1" data-testid=test_ids::MOCK_RESULT data-value=share.to_string()>{text(told)}</h2>
            <button
                type="button"
                class="btn"
                data-testid=test_ids::MOCK_EXPORT
                on:click=handler(move |_: MouseEvent| keeping::export(practice))
            >
                {text(move || t.get().export)}
            </button>
            {views(sheet.items.into_iter().enumerate().map(|(at, item)| one(lab, at, item)))}
        </div>
    }
    .into_any()
}

fn one(lab: Lab, at: usize, item: Item) -> AnyView {
    let (lang, t) = (use_lang(), texts::use_texts());
    let stem = item.question.clone();
    let code = item.question.code.clone().map(|code| view! { <pre class="code" tabindex="0">{code}</pre> });
    let is_missing = item.given.is_none();
    let shown = item.clone();
    let given = move || answer::given(lang.get(), &shown).unwrap_or_else(|| t.get().nothing_given.into());
    let shared = item.question.shared.clone().map(|shared| shared_stem(shared, false));
    let verdict = item.verdict.clone().unwrap_or(karui_spec::question::Verdict::Wrong(None));
    view! {
        <article class="card quiz-question">
            <p class="course-label">{text(move || (t.get().jump_to)(&(at + 1).to_string()))}</p>
            {shared}
            <div class="stem">{maybe_view(move || Some(paragraphs(in_lang(lang.get(), &stem.stem))))}</div>
            {code}
            {item.question.figure.clone().map(plot::view)}
            <p class:help=is_missing>
                <span class="course-label">{text(move || t.get().given)}</span>
                " "
                <span>{text(given)}</span>
            </p>
            {explained(lab, &item, verdict)}
        </article>
    }
    .into_any()
}
