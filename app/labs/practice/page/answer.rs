//! What is to be given for an answer: a choice, a number, an order, partners.

use super::items::Item;
use super::maths;
use super::state::practice_of;
use super::{test_ids, texts};
use karui_shell::state::Lab;
use karui_spec::question::{Answer, Choice, Given, Text, Verdict};
use karui_ui::reactive::{handler, text, views};
use karui_ui::{Lang, use_lang};
use leptos::ev::{Event, MouseEvent};
use leptos::prelude::*;

/// A text in the page's language.
pub fn in_lang(lang: Lang, of: &Text) -> String {
    if lang == Lang::Ja { of.ja.clone() } else { of.en.clone() }
}

/// Where the open question's answer is given. `item` is the question as it stands now.
pub fn view(lab: Lab, item: &Item) -> AnyView {
    match &item.question.answer {
        Answer::Choice { choices, right } => choice_list(lab, item, choices, *right),
        Answer::Number { unit, .. } => number(lab, item, unit.clone()),
        Answer::Order { items, .. } => order(lab, item, items),
        Answer::Match { left, right, .. } => partners(lab, item, left, right),
    }
}

fn choice_list(lab: Lab, item: &Item, choices: &[Choice], right: usize) -> AnyView {
    let practice = practice_of(lab);
    let given = match item.given {
        Some(Given::Choice(at)) => Some(at),
        _ => None,
    };
    let is_told = item.verdict.is_some();
    let one = |at: usize| {
        let Choice { text: said, why } = choices[at].clone();
        let state = is_told.then_some(match (at == right, given == Some(at)) {
            (true, _) => "right",
            (false, true) => "wrong",
            (false, false) => "other",
        });
        // Said once: what the explanation says already is not said under each choice.
        let why = (is_told && !item.question.explanation.ja.contains(&why.ja))
            .then(|| view! { <p class="why" inner_html=maths::set(why)></p> });
        view! {
            <li>
                <button
                    type="button"
                    class="choice"
                    data-testid=test_ids::choice(at + 1)
                    data-value=state
                    aria-pressed=(given == Some(at)).to_string()
                    disabled=is_told
                    on:click=handler(move |_: MouseEvent| practice.give(Given::Choice(at)))
                >
                    <span class="num" aria-hidden="true">{at + 1}</span>
                    <span inner_html=maths::set(said)></span>
                </button>
                {why}
            </li>
        }
    };
    view! { <ol class="choices">{views((0..choices.len()).map(one))}</ol> }.into_any()
}

fn number(lab: Lab, item: &Item, unit: Text) -> AnyView {
    let (practice, lang, t) = (practice_of(lab), use_lang(), texts::use_texts());
    let written = match &item.given {
        Some(Given::Number(entry)) => entry.clone(),
        _ => String::new(),
    };
    let is_told = matches!(item.verdict, Some(Verdict::Right | Verdict::Wrong(_)));
    // The item is not drawn anew while it is typed: that would take the focus away.
    let write = move |event: Event| practice.type_number(event_target_value(&event));
    view! {
        <div class="field">
            <label for="quiz-number">{text(move || t.get().your_number)}</label>
            <span class="with-unit">
                <input
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    id="quiz-number"
                    data-testid=test_ids::NUMBER
                    aria-describedby="quiz-number-help"
                    value=written
                    disabled=is_told
                    on:input=handler(write)
                />
                <span>{text(move || in_lang(lang.get(), &unit))}</span>
            </span>
            <p class="help" id="quiz-number-help">{text(move || t.get().number_help)}</p>
        </div>
    }
    .into_any()
}

fn order(lab: Lab, item: &Item, items: &[Text]) -> AnyView {
    let (practice, lang, t) = (practice_of(lab), use_lang(), texts::use_texts());
    let order = match &item.given {
        Some(Given::Order(order)) => order.clone(),
        _ => (0..items.len()).collect(),
    };
    let is_told = item.verdict.is_some();
    let last = order.len().saturating_sub(1);
    let one = |place: usize| {
        let said = items[order[place]].clone();
        let swap = {
            let order = order.clone();
            move |with: usize| {
                let mut order = order.clone();
                order.swap(place, with);
                practice.give(Given::Order(order));
            }
        };
        let (up, down) = (swap.clone(), swap);
        view! {
            <li class="ordered">
                <span>{text(move || in_lang(lang.get(), &said))}</span>
                <button
                    type="button"
                    class="btn quiet"
                    aria-label=text(move || t.get().up)
                    disabled=is_told || place == 0
                    on:click=handler(move |_: MouseEvent| up(place - 1))
                >
                    "↑"
                </button>
                <button
                    type="button"
                    class="btn quiet"
                    aria-label=text(move || t.get().down)
                    disabled=is_told || place == last
                    on:click=handler(move |_: MouseEvent| down(place + 1))
                >
                    "↓"
                </button>
            </li>
        }
    };
    view! { <ol class="order">{views((0..order.len()).map(one))}</ol> }.into_any()
}

fn partners(lab: Lab, item: &Item, left: &[Text], right: &[Text]) -> AnyView {
    let (practice, lang, t) = (practice_of(lab), use_lang(), texts::use_texts());
    // One beyond the last stands for none.
    let none = right.len();
    let of = match &item.given {
        Some(Given::Match(of)) => of.clone(),
        _ => vec![none; left.len()],
    };
    let is_told = item.verdict.is_some();
    let one = |place: usize| {
        let (said, of) = (left[place].clone(), of.clone());
        let chosen = of[place];
        let option = |at: usize| {
            let said = right[at].clone();
            view! {
                <option value=at.to_string() selected=chosen == at>
                    {text(move || in_lang(lang.get(), &said))}
                </option>
            }
        };
        let choose = move |event: Event| {
            let mut of = of.clone();
            of[place] = event_target_value(&event).parse().unwrap_or(none);
            practice.give(Given::Match(of));
        };
        let id = format!("quiz-partner-{place}");
        view! {
            <li class="partner">
                <label for=id.clone()>{text(move || in_lang(lang.get(), &said))}</label>
                <select id=id data-testid=format!("quiz-partner-{}", place + 1) disabled=is_told on:change=handler(choose)>
                    <option value=none.to_string() selected=chosen == none>{text(move || t.get().choose)}</option>
                    {views((0..right.len()).map(option))}
                </select>
            </li>
        }
    };
    view! { <ol class="partners" role="group" aria-label=text(move || t.get().partner)>{views((0..left.len()).map(one))}</ol> }
        .into_any()
}

/// The right answer in words.
pub fn written(lang: Lang, answer: &Answer) -> String {
    match answer {
        Answer::Choice { choices, right } => in_lang(lang, &choices[*right].text),
        Answer::Number { value, format, unit, .. } => {
            let unit = in_lang(lang, unit);
            let between = if unit.is_empty() || unit.starts_with('%') { "" } else { " " };
            [&*karui_spec::question::write(*value, *format), between, &unit].concat()
        }
        Answer::Order { items, right } => {
            right.iter().map(|&at| in_lang(lang, &items[at])).collect::<Vec<_>>().join(" → ")
        }
        Answer::Match { left, right, partner } => {
            let pairs = left
                .iter()
                .zip(partner)
                .map(|(left, &at)| [in_lang(lang, left), in_lang(lang, &right[at])].join(" — "));
            pairs.collect::<Vec<_>>().join(if lang == Lang::Ja { "、" } else { "; " })
        }
    }
}

/// What was given, in words; nothing where nothing was.
pub fn given(lang: Lang, item: &Item) -> Option<String> {
    Some(match (&item.question.answer, item.given.as_ref()?) {
        (Answer::Choice { choices, .. }, Given::Choice(at)) => in_lang(lang, &choices.get(*at)?.text),
        (_, Given::Number(entry)) => entry.clone(),
        (Answer::Order { items, .. }, Given::Order(order)) => {
            order.iter().filter_map(|&at| Some(in_lang(lang, items.get(at)?))).collect::<Vec<_>>().join(" → ")
        }
        (Answer::Match { left, right, .. }, Given::Match(of)) => {
            let pair =
                |(left, &at): (&Text, &usize)| Some([in_lang(lang, left), in_lang(lang, right.get(at)?)].join(" — "));
            left.iter().zip(of).filter_map(pair).collect::<Vec<_>>().join(if lang == Lang::Ja { "、" } else { "; " })
        }
        _ => return None,
    })
}
