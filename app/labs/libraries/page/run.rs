//! The lab's part that runs programs: the program on one side, what its lines do on the other.

use super::breaks::Break;
use super::programs::{PROGRAMS, Program};
use super::state::{LibrariesState, Moment, Phase, is_ready, libraries_of};
use super::texts::{self, say};
use super::{TAB, controls, loss, optimizers, problem, tape, tensors, test_ids};
use crate::libraries::messages::Ask;
use karui_shell::state::Lab;
use karui_ui::editor::{Editor, EditorNode, show_line};
use karui_ui::reactive::{effect, flag, handler, memo, text, views};
use karui_ui::use_lang;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::{Event, KeyboardEvent};

/// The panel.
pub fn view(lab: Lab) -> AnyView {
    let state = libraries_of(lab);
    let moment = memo(move || {
        // Of another run it is another moment.
        state.phase.track();
        state.moment()
    });
    let node = EditorNode::new();
    effect(move || {
        let moment = moment.get();
        let (line, len) = state.trace.with(|trace| (now(trace, &moment), trace.len()));
        // At the end of a program that was broken by a click, what was broken is seen.
        let broken = state.broken.with(|broken| broken.as_ref().and_then(|(_, lines)| lines.first().copied()));
        let line = broken.filter(|_| moment.done == len).or(line.map(|line| line as usize));
        if let Some(line) = line {
            show_line(node, line);
        }
    });
    // Ctrl + Enter runs, as in notebooks.
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && untrack(|| is_ready(lab)) {
            event.prevent_default();
            if state.phase.get_untracked() != Phase::Running {
                state.run(lab);
            }
        }
    };
    view! {
        <p class="help">{say(|t| t.note)}</p>
        <div class="y-run" on:keydown=handler(on_key)>
            {controls::bar(lab, moment)}
            <section class="part r-part y-write">
                {presets(lab)}
                {editor(state, moment, node)}
                {problem::view(lab, node)}
            </section>
            <section class="part r-part y-told">
                {output(state, moment)}
                {controls::view(lab)}
                {loss::view(state, moment)}
                {tensors::view(state, moment)}
                {tape::view(state, moment)}
                {optimizers::view(state, moment)}
                {tensors::variables(state, moment)}
            </section>
            {breaking(lab)}
        </div>
    }
    .into_any()
}

/// Has an interpreter wait while the tab is looked at. What an engine was asked that is lost has ended.
pub fn keep(lab: Lab) {
    let state = libraries_of(lab);
    let is_ready = memo(move || is_ready(lab));
    // An example that was not touched speaks the page's language.
    effect(move || {
        let lang = lab.view.lang.get();
        let program = Program::named(state.preset.get_untracked());
        let is_untouched = state.ran.with_untracked(Option::is_none);
        if let Some(program) = program.filter(|it| is_untouched && state.source.with_untracked(|source| it.is(source)))
        {
            state.source.set(program.text(lang));
        }
    });
    effect(move || {
        if !is_ready.get() {
            state.phase.update(|phase| {
                if *phase == Phase::Running {
                    *phase = Phase::Ended(crate::libraries::messages::End::Lost, 0.0);
                }
            });
        } else if lab.view.tab.get() == TAB {
            lab.ask(&Ask::Prepare);
        }
    });
}

/// The line that the last statement done is in.
pub fn now(trace: &super::trace::Trace, moment: &Moment) -> Option<u32> {
    let last = moment.done.checked_sub(1)?;
    trace.entries.get(last).map(|entry| entry.line)
}

fn editor(state: LibrariesState, moment: Memo<Moment>, node: EditorNode) -> AnyView {
    let lang = use_lang();
    let mark = move |line: usize| {
        let is_wrong = state.failure().is_some_and(|failure| failure.line as usize == line);
        let is_now = !state.is_changed()
            && state.trace.with(|trace| moment.with(|moment| now(trace, moment))) == Some(line as u32);
        let is_broken = state.broken.with(|broken| broken.as_ref().is_some_and(|(_, lines)| lines.contains(&line)));
        match (is_wrong, is_now, is_broken) {
            (true, _, false) => "wrong",
            (true, _, true) => "wrong broken",
            (_, true, false) => "now",
            (_, true, true) => "now broken",
            (_, _, true) => "broken",
            _ => "",
        }
    };
    Editor {
        testid: test_ids::EDITOR,
        label: Arc::new(move || texts::of(lang.get()).editor),
        value: Arc::new(move || state.source.get()),
        typed: Box::new(move |source| state.edit(source)),
        mark: Box::new(mark),
    }
    .view(node)
}

fn presets(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), libraries_of(lab));
    let is_broken = move || state.broken.with(Option::is_some);
    let is_own = move || {
        let named = Program::named(state.preset.get());
        !is_broken() && state.source.with(|source| !named.is_some_and(|program| program.is(source)))
    };
    let is_other = move || is_own() || is_broken();
    let option = move |program: &'static Program| {
        view! {
            <option value=program.id prop:selected=flag(move || state.preset.get() == program.id && !is_other())>
                {text(move || (texts::of(lang.get()).program_name)(program.id))}
            </option>
        }
    };
    let choose = move |event: Event| match Program::named(&event_target_value(&event)) {
        Some(program) => state.open(program, lang.get_untracked()),
        None => state.open_own(),
    };
    let seed = move |event: Event| {
        if let Ok(seed) = event_target_value(&event).trim().parse() {
            state.seed.set(seed);
        }
    };
    view! {
        <div class="y-preset">
            <label for="y-program">{say(|t| t.program)}</label>
            <select id="y-program" data-testid=test_ids::PROGRAM on:change=handler(choose)>
                {views(PROGRAMS.iter().map(option))}
                <option value="" disabled=flag(move || state.own.with(Option::is_none)) prop:selected=flag(is_own)>
                    {text(move || (texts::of(lang.get()).program_name)(""))}
                </option>
                <option value="broken" disabled=true hidden=flag(move || !is_broken()) prop:selected=flag(is_broken)>
                    {say(|t| t.breaks_program)}
                </option>
            </select>
            <label for="y-seed" title=text(move || texts::of(lang.get()).seed_note)>{say(|t| t.seed)}</label>
            <input
                id="y-seed"
                type="number"
                min="0"
                max="4294967295"
                step="1"
                data-testid=test_ids::SEED
                prop:value=text(move || state.seed.get().to_string())
                on:change=handler(seed)
            />
        </div>
    }
    .into_any()
}

fn breaking(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), libraries_of(lab));
    let button = move |which: Break| {
        let is_it = move || state.broken.with(|broken| broken.as_ref().is_some_and(|(it, _)| *it == which));
        view! {
            <button
                type="button"
                class="btn small"
                data-testid=["break-", which.id()].concat()
                aria-pressed=text(move || is_it().to_string())
                disabled=flag(move || !is_ready(lab))
                on:click=handler(move |_| state.break_it(lab, which, lang.get_untracked()))
            >
                {text(move || (texts::of(lang.get()).break_name)(which))}
            </button>
        }
    };
    view! {
        <section class="part r-part y-breaks" id="break">
            <h3>{say(|t| t.breaks)}</h3>
            <p class="help">{say(|t| t.breaks_note)}</p>
            <div class="row">{views(Break::ALL.map(button))}</div>
            {loss::compared(state)}
        </section>
    }
    .into_any()
}

fn output(state: LibrariesState, moment: Memo<Moment>) -> AnyView {
    let lang = use_lang();
    let printed = move || {
        let done = moment.with(|moment| moment.done);
        state.trace.with(|trace| trace.output(done).to_owned())
    };
    // A long one is told by its end.
    let shown = move || {
        let all = printed();
        let from = all.char_indices().rev().nth(MOST_OUTPUT).map_or(0, |(at, _)| at);
        all[from..].to_owned()
    };
    let none = move || if printed().is_empty() { texts::of(lang.get()).output_none } else { "" };
    view! {
        <div class="y-output">
            <h3 id="y-output">{say(|t| t.output)}</h3>
            <pre data-testid=test_ids::OUTPUT tabindex="0" role="region" aria-labelledby="y-output">{text(shown)}</pre>
            <p class="help">{text(none)}</p>
        </div>
    }
    .into_any()
}

/// Characters of the output that are shown.
const MOST_OUTPUT: usize = 20_000;
