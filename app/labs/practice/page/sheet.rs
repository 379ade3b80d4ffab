//! A sheet on paper: the questions, and on a page of their own the answers.

use super::answer::{self, in_lang};
use super::items::Item;
use super::maths::html;
use super::state::practice_of;
use super::{plot, test_ids, texts};
use karui_shell::state::Lab;
use karui_spec::question::Answer;
use karui_ui::reactive::{handler, text, views};
use karui_ui::{Lang, use_lang};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The sheet as it will be printed.
pub fn view(lab: Lab) -> AnyView {
    let (practice, lang, t) = (practice_of(lab), use_lang(), texts::use_texts());
    let items = practice.printed.get();
    let say = lang.get();
    let print = move |_: MouseEvent| {
        // A browser that cannot print does nothing.
        let _ = window().print();
    };
    let mut shared = None;
    let mut questions = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let own = item.question.shared.clone();
        let head = own.clone().filter(|own| shared.as_ref() != Some(own));
        shared = own;
        questions.push(question(say, at, item, head.map(|head| in_lang(say, &head))));
    }
    let answers = items.iter().map(|item| {
        let why = in_lang(say, &item.question.explanation);
        let answer = html(&answer::written(say, &item.question.answer));
        view! { <li><strong inner_html=answer></strong> " — " <span inner_html=html(&why)></span></li> }
    });
    view! {
        <div class="print-sheet" data-testid=test_ids::SHEET>
            <div class="row no-print">
                <button type="button" class="btn primary" on:click=handler(print)>{text(move || t.get().print_now)}</button>
                <button type="button" class="btn quiet" data-testid=test_ids::LEAVE on:click=handler(move |_: MouseEvent| practice.leave())>
                    {text(move || t.get().leave)}
                </button>
            </div>
            <h2>{text(move || t.get().sheet_title)}</h2>
            <p>{text(move || t.get().sheet_name)}</p>
            <ol class="sheet-questions">{views(questions)}</ol>
            <section class="sheet-answers" data-testid=test_ids::SHEET_ANSWERS>
                <h2>{text(move || t.get().answers)}</h2>
                <ol>{views(answers)}</ol>
            </section>
        </div>
    }
    .into_any()
}

fn question(lang: Lang, at: usize, item: &Item, head: Option<String>) -> AnyView {
    let question = &item.question;
    let t = texts::of(lang);
    let choices = match &question.answer {
        Answer::Choice { choices, .. } => choices.iter().map(|choice| in_lang(lang, &choice.text)).collect(),
        Answer::Order { items, .. } => items.iter().map(|text| in_lang(lang, text)).collect(),
        Answer::Match { left, right, .. } => {
            let right: Vec<_> = right.iter().map(|text| in_lang(lang, text)).collect();
            let right = right.join(" / ");
            left.iter()
                .map(|text| [in_lang(lang, text), "： ＿＿＿ （".into(), right.clone(), "）".into()].concat())
                .collect()
        }
        Answer::Number { .. } => Vec::new(),
    };
    let line = matches!(question.answer, Answer::Number { .. } | Answer::Order { .. })
        .then(|| view! { <p>{t.your_number} "： ＿＿＿＿＿＿"</p> });
    let code = question.code.clone().map(|code| view! { <pre class="code">{code}</pre> });
    let list = (!choices.is_empty())
        .then(|| view! { <ol class="sheet-choices">{views(choices.into_iter().map(|text: String| view! { <li inner_html=html(&text)></li> }))}</ol> });
    view! {
        <li value=(at + 1).to_string()>
            {head.map(|head| view! { <p class="shared" inner_html=html(&head)></p> })}
            <p inner_html=html(&in_lang(lang, &question.stem))></p>
            {code}
            {question.figure.clone().map(plot::view)}
            {list}
            {line}
        </li>
    }
    .into_any()
}
