//! `docker run`, typed and done on the model: what process number 1 is, which ports answer, what is in the environment, what stays.

use super::state::{ContainerState, container_of};
use super::texts::scenes::{self as texts, Texts, say};
use super::{build, problem, test_ids};
use crate::container::messages::{First, LineKind, Started};
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::reactive::{flag, handler, text, views};
use karui_ui::use_lang;
use leptos::prelude::*;
use web_sys::Event;

/// Lines to begin with, by their names for tests.
const SCENES: [(&str, &str); 10] = [
    ("run", "docker run app"),
    ("args", "docker run app --epochs 9"),
    ("entrypoint", "docker run --entrypoint sh app -c 'cat train.py'"),
    ("publish", "docker run -p 8080:8000 app"),
    ("env", "docker run -e EPOCHS=9 app"),
    ("write", "docker run --entrypoint sh app -c 'mkdir -p /tmp/out && echo 0.93 > /tmp/out/score'"),
    ("lost", "docker run --entrypoint sh app -c 'cat /tmp/out/score'"),
    (
        "volume",
        "docker run -v scores:/var/tmp --entrypoint sh app -c 'echo 0.93 >> /var/tmp/score; cat /var/tmp/score'",
    ),
    ("bind", "docker run -v ./data:/tmp/data:ro --entrypoint sh app -c 'test -f /tmp/data/train.csv && echo found'"),
    ("gpu", "docker run --gpus all app"),
];

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    let told = HtmlRegion::new("k-started", move |m| {
        let t = texts::of(lang.get());
        let has_driver = state.has_driver.get();
        state.started.with(|started| match started {
            None => m.span("p", "help", t.not_started),
            Some(started) => draw(m, t, started, has_driver),
        });
    })
    .testid(test_ids::STARTED);
    let scene = move |(id, line): (&'static str, &'static str)| {
        view! {
            <button
                type="button"
                class="btn small"
                data-scene=id
                on:click=handler(move |_| {
                    state.line.set(line.to_owned());
                    state.start(lab);
                })
            >
                {text(move || (texts::of(lang.get()).scene)(id))}
            </button>
        }
    };
    view! {
        <section class="part r-part">
            {build::presets(lab)}
            {problem::view(lab)}
        </section>
        <section class="part r-part">
            <h3>{say(|t| t.scenes_title)}</h3>
            <p class="help">{say(|t| t.scenes_note)}</p>
            <div class="row">{views(SCENES.map(scene))}</div>
            <form
                class="k-line-form"
                on:submit=handler(move |event: web_sys::SubmitEvent| {
                    event.prevent_default();
                    state.start(lab);
                })
            >
                <input
                    type="text"
                    data-testid=test_ids::LINE
                    aria-label=text(move || texts::of(lang.get()).line)
                    spellcheck="false"
                    autocapitalize="off"
                    prop:value=text(move || state.line.get())
                    on:input=handler(move |event: Event| state.line.set(event_target_value(&event)))
                />
                <button type="submit" class="btn primary" data-testid=test_ids::START disabled=flag(move || state.built.with(Option::is_none))>
                    {say(|t| t.start)}
                </button>
            </form>
            <label class="row">
                <input
                    type="checkbox"
                    prop:checked=flag(move || state.has_driver.get())
                    on:change=handler(move |event: Event| state.has_driver.set(event_target_checked(&event)))
                />
                {say(|t| t.has_driver)}
            </label>
            {told.view()}
        </section>
    }
    .into_any()
}

/// What a sort of mistake means.
fn mistake(t: &Texts, kind: LineKind) -> &'static str {
    (t.line_wrong)(kind)
}

fn draw(m: &mut HtmlWriter, t: &Texts, it: &Started, has_driver: bool) {
    m.open("p", &[("class", "k-typed")]);
    m.span("code", "", &["$ ", &it.line].concat());
    m.close("p");
    if let Some(problem) = &it.problem {
        m.open("p", &[("class", "k-problem"), ("role", "alert")]);
        m.span("code", "", &problem.text);
        m.text(" ");
        m.text(mistake(t, problem.kind));
        m.close("p");
        return;
    }
    m.open("dl", &[("class", "k-told")]);
    command(m, t, it);
    row(m, t.runs_as, |m| m.text(if matches!(&it.user[..], "" | "root" | "0") { t.as_root } else { &it.user }));
    ports(m, t, it);
    row(m, t.environment, |m| {
        for (name, value) in &it.env {
            m.span("code", "k-chip", &[name, "=", value].concat());
        }
        m.span("p", "help", t.environment_note);
    });
    mounts(m, t, it);
    gpu(m, t, it, has_driver);
    row(m, t.happens, |m| happens(m, t, it));
    m.close("dl");
}

fn row(m: &mut HtmlWriter, name: &str, value: impl FnOnce(&mut HtmlWriter)) {
    m.element("dt", &[], name);
    m.open("dd", &[]);
    value(m);
    m.close("dd");
}

fn command(m: &mut HtmlWriter, t: &Texts, it: &Started) {
    row(m, t.process, |m| {
        m.open("p", &[("data-testid", test_ids::ARGV), ("data-value", &it.argv.join(" "))]);
        for (i, word) in it.argv.iter().enumerate() {
            let class = if i < it.of_entrypoint { "k-chip entrypoint" } else { "k-chip" };
            m.span("code", class, word);
        }
        m.close("p");
        let from = match (it.of_entrypoint, it.has_arguments) {
            (0, true) => t.from_line,
            (0, false) => t.from_cmd,
            (_, true) => t.from_entrypoint_and_line,
            (_, false) => t.from_entrypoint,
        };
        m.span("p", "help", from);
        let said = match &it.first {
            First::Program => t.by_itself.to_owned(),
            First::Shell(shell) => (t.by_shell)(shell),
            First::Init => t.by_init.to_owned(),
        };
        m.span("p", "help", &said);
    });
}

fn ports(m: &mut HtmlWriter, t: &Texts, it: &Started) {
    row(m, t.ports, |m| {
        if it.ports.is_empty() {
            m.text(t.no_ports);
        }
        for (container, host, is_exposed) in &it.ports {
            let said = match host {
                Some(host) => (t.published)(*host, container),
                None => (t.only_exposed)(container),
            };
            m.open(
                "p",
                &[("data-port", container), ("data-host", &host.map(|host| host.to_string()).unwrap_or_default())],
            );
            m.text(&said);
            if host.is_some() && !is_exposed {
                m.text(t.not_exposed);
            }
            m.close("p");
        }
    });
}

fn mounts(m: &mut HtmlWriter, t: &Texts, it: &Started) {
    if it.mounts.is_empty() {
        return;
    }
    row(m, t.mounts, |m| {
        for (source, target, is_bind, files) in &it.mounts {
            let kind = if *is_bind { t.bind } else { t.volume };
            m.element("p", &[], &[source, " → ", target, " (", kind, ")"].concat());
            let held = if files.is_empty() { t.holds_nothing.to_owned() } else { files.join(", ") };
            m.element("p", &[("class", "help"), ("data-volume", source)], &[t.holds, &held].concat());
        }
    });
}

fn gpu(m: &mut HtmlWriter, t: &Texts, it: &Started, has_driver: bool) {
    let conditions = [(t.gpu_flag, it.gpus), (t.gpu_driver, has_driver), (t.gpu_cuda, it.has_cuda)];
    let works = conditions.iter().all(|(_, holds)| *holds);
    row(m, "GPU", |m| {
        m.open("ul", &[("data-gpu", if works { "true" } else { "false" })]);
        for (name, holds) in conditions {
            m.element("li", &[], &[if holds { "✓ " } else { "✗ " }, name].concat());
        }
        m.close("ul");
        m.span("p", "help", if works { t.gpu_works } else { t.gpu_does_not });
    });
}

fn happens(m: &mut HtmlWriter, t: &Texts, it: &Started) {
    if let Some(failure) = &it.failure {
        m.open("p", &[("class", "k-problem"), ("data-testid", test_ids::FAILURE)]);
        m.span("code", "", failure);
        m.close("p");
        return;
    }
    let Some(wrote) = &it.wrote else {
        m.text(t.not_run);
        return;
    };
    if !it.output.is_empty() {
        m.element("pre", &[("data-testid", test_ids::OUTPUT)], &it.output);
    }
    m.element(
        "p",
        &[("data-wrote", &wrote.len().to_string())],
        if wrote.is_empty() { t.wrote_nothing } else { t.wrote },
    );
    for path in wrote {
        m.span("code", "k-chip", path);
    }
}

impl ContainerState {
    /// Starts a container by the line that is typed.
    pub fn start(self, lab: Lab) {
        let (line, project) = (self.line.get_untracked(), self.project.get_untracked());
        lab.ask(&crate::container::messages::Ask::Start { line, project });
    }
}
