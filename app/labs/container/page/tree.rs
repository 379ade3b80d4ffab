//! The build context: its files with what `.dockerignore` makes of them, and the open one to be changed.

use super::state::{ContainerState, container_of};
use super::test_ids;
use super::texts::{self, Texts, say};
use crate::container::messages::File;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::reactive::{handler, maybe_view, memo, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use web_sys::Event;

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    let region = HtmlRegion::new("k-tree", move |m| draw(m, lang.get(), texts::of(lang.get()), state))
        .testid(test_ids::TREE)
        .on_event(move |event| {
            if event.is_look || event.action != "open" {
                return;
            }
            let path =
                state.project.with_untracked(|project| project.files.get(event.at).map(|file| file.path.clone()));
            let is_open = state.file.get_untracked() == path;
            state.file.set(path.filter(|_| !is_open));
        });
    let (added, wrong) = (RwSignal::new(String::new()), RwSignal::new(None::<Wrong>));
    let add = move |_: web_sys::MouseEvent| {
        let Some(path) = usable(state, &added.get_untracked(), wrong) else { return };
        state.project.update(|project| {
            project.files.push(File { path: path.clone(), mode: 0o644, ..File::default() });
            project.files.sort_by(|a, b| a.path.cmp(&b.path));
        });
        state.file.set(Some(path));
        added.set(String::new());
    };
    // The open file by its path: what is typed into it does not draw its form anew.
    let open = memo(move || state.file.get());
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.tree_title)}</h3>
            <p class="help">{say(|t| t.tree_note)}</p>
            {region.view()}
            <div class="row">
                <input
                    type="text"
                    class="k-path"
                    aria-label=text(move || texts::of(lang.get()).new_path)
                    placeholder="utils.py"
                    spellcheck="false"
                    autocapitalize="off"
                    prop:value=text(move || added.get())
                    on:input=handler(move |event: Event| added.set(event_target_value(&event)))
                />
                <button type="button" class="btn small" on:click=handler(add)>{say(|t| t.add)}</button>
            </div>
            {told(wrong)}
            {maybe_view(move || open.get().map(|path| form(state, path)))}
        </section>
    }
    .into_any()
}

/// What is wrong with what was typed.
type Wrong = fn(&Texts) -> &'static str;

/// The path that was typed, where a file may have it; what is wrong with it otherwise.
fn usable(state: ContainerState, typed: &str, wrong: RwSignal<Option<Wrong>>) -> Option<String> {
    let Some(path) = File::path(typed) else {
        wrong.set(Some(|t| t.path_wrong));
        return None;
    };
    let is_taken = state.project.with_untracked(|project| project.files.iter().any(|file| file.path == path));
    wrong.set(is_taken.then_some(|t| t.path_taken));
    (!is_taken).then_some(path)
}

fn told(wrong: RwSignal<Option<Wrong>>) -> AnyView {
    let lang = use_lang();
    let said = move || wrong.get().map_or("", |wrong| wrong(texts::of(lang.get()))).to_owned();
    view! { <p class="k-wrong" role="status" data-testid=test_ids::FILE_WRONG>{text(said)}</p> }.into_any()
}

fn draw(m: &mut HtmlWriter, lang: Lang, t: &Texts, state: ContainerState) {
    let open = state.file.get();
    m.open("ul", &[]);
    state.project.with(|project| {
        state.looked.with(|looked| {
            for (i, file) in project.files.iter().enumerate() {
                let ignored = looked.ignored.iter().find(|(path, _)| *path == file.path).map(|(_, line)| *line);
                let is_open = open.as_ref() == Some(&file.path);
                m.open("li", &[("class", if ignored.is_some() { "ignored" } else { "" }), ("data-path", &file.path)]);
                let attrs = [
                    ("type", "button"),
                    ("class", "r-link"),
                    ("data-do", "open"),
                    ("data-at", &*i.to_string()),
                    ("aria-expanded", if is_open { "true" } else { "false" }),
                ];
                m.element("button", &attrs, &file.path);
                m.span("span", "num muted", &format!("{:o}", file.mode));
                m.span("span", "num muted", &number::bytes(lang, file.bytes() as f64));
                if let Some(line) = ignored {
                    m.span("span", "k-ignored", &(t.ignored)(line));
                }
                m.close("li");
            }
        });
    });
    m.close("ul");
}

/// The form of a file: its text, name and permissions.
fn form(state: ContainerState, path: String) -> AnyView {
    let (lang, wrong) = (use_lang(), RwSignal::new(None::<Wrong>));
    let of_path = {
        let path = path.clone();
        move |project: &crate::container::messages::Project| {
            project.files.iter().find(|file| file.path == path).cloned()
        }
    };
    let Some(file) = state.project.with_untracked(&of_path) else { return ().into_any() };
    let change = {
        let path = path.clone();
        move |change: &dyn Fn(&mut File)| {
            state.project.update(|project| project.files.iter_mut().filter(|file| file.path == path).for_each(change));
        }
    };
    let now = {
        let of_path = of_path.clone();
        move || state.project.with(|project| of_path(project)).unwrap_or_default()
    };
    let (typed, mode, touch, renamed) = (change.clone(), change.clone(), change.clone(), path.clone());
    let (now_text, now_mode, now_touched) = (now.clone(), now.clone(), now);
    let rename = move |event: Event| {
        let typed = event_target_value(&event);
        if typed.trim() == renamed {
            return wrong.set(None);
        }
        let Some(to) = usable(state, &typed, wrong) else { return };
        state.project.update(|project| {
            project.files.iter_mut().filter(|file| file.path == renamed).for_each(|file| file.path.clone_from(&to));
            project.files.sort_by(|a, b| a.path.cmp(&b.path));
        });
        state.file.set(Some(to));
    };
    let gone = path.clone();
    let delete = move |_: web_sys::MouseEvent| {
        state.project.update(|project| project.files.retain(|file| file.path != gone));
        state.file.set(None);
    };
    view! {
        <div class="k-file">
            <div class="k-flags">
                <label for="k-name">
                    {say(|t| t.name)}
                    <input id="k-name" type="text" spellcheck="false" autocapitalize="off" prop:value=path on:change=handler(rename) />
                </label>
                <label for="k-mode">
                    {say(|t| t.mode)}
                    <input
                        id="k-mode"
                        type="text"
                        inputmode="numeric"
                        maxlength="4"
                        prop:value=text(move || format!("{:o}", now_mode().mode))
                        on:change=handler(move |event: Event| {
                            let bits = u32::from_str_radix(event_target_value(&event).trim(), 8);
                            match bits.ok().filter(|bits| *bits <= 0o7777) {
                                Some(bits) => {
                                    wrong.set(None);
                                    mode(&|file| file.mode = bits);
                                }
                                None => wrong.set(Some(|t| t.mode_wrong)),
                            }
                        })
                    />
                </label>
                <button type="button" class="btn small" data-do="touch" on:click=handler(move |_| touch(&|file| file.touched += 1))>
                    {text(move || (texts::of(lang.get()).touch)(now_touched().touched))}
                </button>
                <button type="button" class="btn small" data-do="delete" on:click=handler(delete)>{say(|t| t.delete)}</button>
            </div>
            {told(wrong)}
            <textarea
                data-testid=test_ids::FILE_TEXT
                aria-label=text(move || texts::of(lang.get()).file_text)
                rows="8"
                spellcheck="false"
                autocapitalize="off"
                wrap="off"
                prop:value=text(move || now_text().text)
                on:input=handler(move |event: Event| {
                    let text = event_target_value(&event);
                    typed(&|file| file.text.clone_from(&text));
                })
            ></textarea>
            {(file.filled > 0).then(|| view! { <p class="help">{say(|t| t.filled)}</p> })}
            {(!file.binary.is_empty()).then(|| view! { <p class="help">{say(|t| t.binary)}</p> })}
        </div>
    }
    .into_any()
}
