//! Write and build: the Dockerfile and its files on one side, what the builder made of them on the other.

use super::state::{Form, container_of, is_ready};
use super::texts::{self, say};
use super::{changes, checks, editor, kept, own, problem, steps, test_ids, tree};
use crate::container::messages::Project;
use crate::container::presets::{PRESETS, Preset};
use karui_shell::state::Lab;
use karui_ui::reactive::{flag, handler, text, views};
use karui_ui::use_lang;
use leptos::prelude::*;
use web_sys::Event;

pub(super) fn view(lab: Lab) -> AnyView {
    view! {
        <div class="k-build">
            {own::drop_zone(lab, written(lab))}
            <section class="part r-part k-made">
                <h3>{say(|t| t.build_title)}</h3>
                {changes::view(lab)}
                {buttons(lab)}
                {steps::view(lab)}
            </section>
        </div>
    }
    .into_any()
}

/// What the learner writes: the Dockerfile, and the files beside it.
fn written(lab: Lab) -> AnyView {
    view! {
        <section class="part r-part">
            {presets(lab)}
            {own::view(lab)}
            {editor::view(lab)}
            {arguments(lab)}
            {problem::view(lab)}
            {checks::view(lab)}
        </section>
        {tree::view(lab)}
    }
    .into_any()
}

/// Which Dockerfile is begun with, and what it is for.
pub(super) fn presets(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    let option = move |preset: &'static Preset| {
        view! {
            <option value=preset.id prop:selected=flag(move || state.preset.get() == preset.id)>
                {text(move || texts::preset(texts::of(lang.get()), preset.id).0)}
            </option>
        }
    };
    let choose = move |event: Event| {
        if let Some(preset) = Preset::named(&event_target_value(&event)) {
            state.open(preset);
        }
    };
    view! {
        <div class="k-preset">
            <label for="k-preset">{say(|t| t.preset)}</label>
            <select id="k-preset" data-testid=test_ids::PRESET on:change=handler(choose)>
                {views(PRESETS.iter().map(option))}
            </select>
        </div>
        <p class="help">{text(move || texts::preset(texts::of(lang.get()), state.preset.get()).1)}</p>
        {kept::view(lab)}
    }
    .into_any()
}

/// What is said on the command line of a build.
fn arguments(lab: Lab) -> AnyView {
    let state = container_of(lab);
    let input = move |id: &'static str,
                      name: &'static str,
                      hint: &'static str,
                      value: fn(&Project) -> String,
                      set: fn(&mut Project, &str)| {
        view! {
            <label class="k-flag" for=id>
                <code>{name}</code>
                <input
                    id=id
                    type="text"
                    spellcheck="false"
                    autocapitalize="off"
                    placeholder=hint
                    prop:value=text(move || state.project.with(value))
                    on:change=handler(move |event: Event| {
                        let typed = event_target_value(&event);
                        state.project.update(|project| set(project, typed.trim()));
                    })
                />
            </label>
        }
    };
    view! {
        <div class="k-flags">
            {input(
                "k-args",
                "--build-arg",
                "NAME=VALUE",
                |project| {
                    let pairs = project.args.iter().map(|(name, value)| [name, "=", value].concat());
                    pairs.collect::<Vec<_>>().join(" ")
                },
                |project, typed| {
                    let pairs = typed.split_whitespace().filter_map(|pair| pair.split_once('='));
                    project.args = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
                },
            )}
            {input(
                "k-target",
                "--target",
                "",
                |project| project.target.clone().unwrap_or_default(),
                |project, typed| project.target = Some(typed.to_owned()).filter(|typed| !typed.is_empty()),
            )}
        </div>
    }
    .into_any()
}

fn buttons(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    let label = move || {
        let t = texts::of(lang.get());
        if state.built.with(Option::is_some) { t.build_again } else { t.build }
    };
    view! {
        <div class="row">
            <button
                type="button"
                class="btn primary"
                data-testid=test_ids::BUILD
                disabled=flag(move || state.is_building.get() || !is_ready(lab))
                on:click=handler(move |_| state.build(lab))
            >
                {text(label)}
            </button>
            <button
                type="button"
                class="btn"
                data-testid=test_ids::FORGET
                disabled=flag(move || state.built.with(Option::is_none))
                on:click=handler(move |_| state.forget())
            >
                {say(|t| t.forget)}
            </button>
            <span class="k-form" role="group" aria-label=text(move || texts::of(lang.get()).form)>
                {views(Form::ALL.map(|form| view! {
                    <button
                        type="button"
                        data-form=form.id()
                        aria-pressed=text(move || (state.form.get() == form).to_string())
                        on:click=handler(move |_| state.form.set(form))
                    >
                        {text(move || (texts::of(lang.get()).form_of)(form))}
                    </button>
                }))}
            </span>
        </div>
    }
    .into_any()
}
