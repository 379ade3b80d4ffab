//! One computation in the words of eight libraries, side by side: what means the same is marked in all of them, with what the engine
//! does for it; and when the nodes of each library's graph appear.

mod data;
mod moments;
mod times;

use super::state::libraries_of;
use super::texts::{self, Texts, say};
use data::{File, Role, Run, Spelling, spellings};
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter, RegionEvent};
use karui_ui::reactive::{flag, handler, text, views};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// The part.
pub fn view(lab: Lab) -> AnyView {
    let (lang, all) = (use_lang(), spellings());
    let state = libraries_of(lab);
    let role_button = move |role: &'static Role| {
        let is_it = move || state.role.with(|it| it.as_deref() == Some(role.id.as_str()));
        let press = move |_: web_sys::MouseEvent| {
            state
                .role
                .update(|it| *it = if it.as_deref() == Some(role.id.as_str()) { None } else { Some(role.id.clone()) });
        };
        view! {
            <button
                type="button"
                class="y-role"
                data-role=role.id.as_str()
                aria-pressed=text(move || is_it().to_string())
                on:click=handler(press)
            >
                {text(move || lang.get().pick(role.ja.as_str(), role.en.as_str()))}
            </button>
        }
    };
    let told = move || {
        let (lang, t) = (lang.get(), texts::of(lang.get()));
        state.role.with(|it| match all.roles.iter().find(|role| it.as_deref() == Some(role.id.as_str())) {
            None => t.role_none.to_owned(),
            Some(role) if role.ops.is_empty() => (t.role_plain)(lang.pick(&role.ja, &role.en)),
            Some(role) => (t.role_ops)(lang.pick(&role.ja, &role.en), &role.ops.join(", ")),
        })
    };
    view! {
        <section class="part r-part" id="spellings">
            <h3>{say(|t| t.spellings)}</h3>
            <p class="help">{say(|t| t.spellings_note)}</p>
            <div class="y-roles" role="group" aria-label=text(move || texts::of(lang.get()).roles)>
                {views(all.roles.iter().map(role_button))}
            </div>
            <p role="status" class="y-role-told" data-testid="spelling-role">{text(told)}</p>
            <div class="y-spellings">{views(all.spellings.iter().map(|it| spelling(lab, it)))}</div>
        </section>
        {moments::view()}
        {times::view()}
    }
    .into_any()
}

/// A spelling: its files, and what it really gave.
fn spelling(lab: Lab, it: &'static Spelling) -> AnyView {
    let lang = use_lang();
    let state = libraries_of(lab);
    let shown = move |m: &mut HtmlWriter| {
        let t = texts::of(lang.get());
        state.role.with(|role| {
            for file in &it.files {
                code(m, t, file, role.as_deref());
            }
        });
    };
    let hear = move |event: RegionEvent| {
        let lines = it.files.get(event.part).and_then(|file| file.roles.iter().find(|roles| roles.line == event.at));
        let Some(role) = lines.and_then(|lines| lines.roles.last()) else { return };
        if event.is_look || event.action == "role" {
            state.role.set(Some(role.clone()));
        }
    };
    let region = HtmlRegion::new("y-code", shown).region(move || it.name.clone()).on_event(hear);
    let note = move || lang.get().pick(it.note.ja.as_str(), it.note.en.as_str());
    view! {
        <article class="y-spelling" data-testid=["spelling-", &it.id].concat() data-execution=it.execution.as_str()>
            <h4>{it.name.as_str()}</h4>
            <p class="y-execution">{text(move || (texts::of(lang.get()).execution)(&it.execution))}</p>
            {region.view()}
            <p class="help" hidden=flag(move || note().is_empty())>{text(note)}</p>
            <p class="help num">{text(move || results(lang.get(), it))}</p>
        </article>
    }
    .into_any()
}

fn code(m: &mut HtmlWriter, t: &Texts, file: &'static File, role: Option<&str>) {
    m.span("h5", "", &file.name);
    m.open("pre", &[]);
    for (i, line) in file.text.lines().enumerate() {
        let number = i + 1;
        let roles = file.roles.iter().find(|roles| roles.line == number);
        let is_it = roles.is_some_and(|roles| roles.roles.iter().any(|it| Some(it.as_str()) == role));
        let (at, part) = (number.to_string(), file.at.to_string());
        let class = if is_it { "y-text same" } else { "y-text" };
        match roles {
            Some(_) => m.open("span", &[("class", class), ("data-do", "role"), ("data-at", &at), ("data-part", &part)]),
            None => m.open("span", &[("class", class)]),
        }
        m.text(line);
        m.text("\n");
        m.close("span");
    }
    m.close("pre");
    if !file.roles.iter().any(|roles| roles.roles.iter().any(|it| Some(it.as_str()) == role)) && role.is_some() {
        m.span("p", "help", t.role_absent);
    }
}

/// What a spelling gave, of its own running.
fn results(lang: Lang, it: &Spelling) -> String {
    let t = texts::of(lang);
    let one = |run: &Run| {
        let by = run.backend.as_ref().map_or(String::new(), |backend| format!(" ({backend})"));
        let losses = run.losses.as_ref().and_then(|losses| Some((losses.first()?, losses.last()?)));
        let losses = losses.map(|(first, last)| (t.ran_losses)(&six(*first), &six(*last)));
        let away = run.loss_difference.or(run.prediction_difference).unwrap_or(0.0);
        let said = losses.unwrap_or_else(|| t.ran_predicts.to_owned());
        [&*run.file, &by, ": ", &said, " ", &(t.ran_away)(&number::tiny(away as f32))].concat()
    };
    it.runs.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn six(value: f64) -> String {
    format!("{value:.6}")
}
