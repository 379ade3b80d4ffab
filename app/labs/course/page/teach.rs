//! A teacher's page: steps are chosen, put in order and given stages; what comes of it is one link. And what a class has found.

use super::class;
use super::fetched::{self, Fetched, awaited, failed, lesson_path};
use super::map::{self, fetch_once, in_lang};
use super::plan::{Item, Plan};
use super::present::{code, link};
use super::state::{CourseState, course_of};
use super::{test_ids, texts};
use karui_protocol::lesson::{CourseMap, Entry, Lesson};
use karui_shell::At;
use karui_shell::state::Lab;
use karui_shell::state::link::read;
use karui_ui::reactive::{effect, flag, handler, list, maybe_view, memo, text, views};
use karui_ui::use_lang;
use leptos::ev::{Event, MouseEvent};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What the page works with.
#[derive(Clone, Copy)]
struct Desk {
    lab: Lab,
    course: CourseState,
    plan: Memo<Plan>,
    /// The lessons that are here, in the page's language.
    lessons: RwSignal<Vec<Arc<Lesson>>>,
    /// Which step's pasted link was none.
    refused: RwSignal<Option<usize>>,
}

impl Desk {
    fn change(self, change: impl FnOnce(&mut Plan)) {
        let mut plan = self.plan.get_untracked();
        change(&mut plan);
        self.refused.set(None);
        self.course.plan.set(plan.write());
    }

    /// Fetches a lesson, unless it is here.
    fn want(self, id: &str) {
        let lang = self.lab.view.lang.get_untracked();
        let is_here = self.lessons.with_untracked(|all| all.iter().any(|lesson| lesson.id == id));
        let Some(path) = lesson_path(lang, id).filter(|_| !is_here) else { return };
        leptos::task::spawn_local(async move {
            let lesson = fetched::file::<Lesson>(&path).await;
            // In another language by now, or asked for twice.
            let is_wanted = |lesson: &Lesson| {
                let is_here = self.lessons.with_untracked(|all| all.iter().any(|it| it.id == lesson.id));
                self.lab.view.lang.get_untracked() == lang && !is_here
            };
            if let Some(lesson) = lesson.filter(is_wanted) {
                self.lessons.update(|all| all.push(Arc::new(lesson)));
            }
        });
    }

    fn lesson(self, id: &str) -> Option<Arc<Lesson>> {
        self.lessons.with(|all| all.iter().find(|lesson| lesson.id == id).cloned())
    }
}

/// The page.
pub fn view(lab: Lab) -> AnyView {
    let (course, lang, t) = (course_of(lab), use_lang(), texts::use_texts());
    fetch_once(course);
    let plan = memo(move || course.plan.with(|plan| Plan::read(plan)));
    let desk = Desk { lab, course, plan, lessons: RwSignal::new(Vec::new()), refused: RwSignal::new(None) };
    effect(move || {
        lang.get();
        desk.lessons.set(Vec::new());
    });
    effect(move || {
        lang.get();
        plan.with(Plan::lessons).iter().for_each(|id| desk.want(id));
    });
    document().set_title(&format!("{} · Karui", t.get_untracked().teach));
    let chooser = move || match course.map.get() {
        Fetched::Awaited => awaited(),
        Fetched::Failed => failed(move || map::get(course)),
        Fetched::Here(map) => chooser(desk, map),
    };
    view! {
        <div class="teach">
            <button type="button" class="btn quiet small" on:click=handler(move |_: MouseEvent| course.open("", ""))>
                "← " {text(move || t.get().to_map)}
            </button>
            <header class="course-head">
                <h2>{text(move || t.get().teach)}</h2>
                <p>{text(move || t.get().teach_lead)}</p>
            </header>
            <div class="teach-desk">
                <section aria-label=text(move || t.get().teach_choose)>
                    <h3>{text(move || t.get().teach_choose)}</h3>
                    {maybe_view(move || Some(chooser()))}
                </section>
                {sequence(desk)}
            </div>
            {class::view()}
        </div>
    }
    .into_any()
}

/// All lessons; one that is opened shows its steps.
fn chooser(desk: Desk, map: Arc<CourseMap>) -> AnyView {
    let entries = map.stations.iter().flat_map(|station| &station.lessons);
    view! { <ul class="teach-lessons">{views(entries.map(|entry| lesson_view(desk, entry)))}</ul> }.into_any()
}

fn lesson_view(desk: Desk, entry: &Entry) -> AnyView {
    let (lang, t) = (use_lang(), texts::use_texts());
    let title = entry.title.clone();
    let [id, of, asked] = [(); 3].map(|()| entry.id.clone());
    let steps = move || desk.lesson(&id).map(|lesson| steps_view(desk, &lesson));
    let is_awaited = move || desk.lesson(&of).is_none();
    view! {
        <li>
            <details on:toggle=handler(move |_: Event| desk.want(&asked)) data-testid=test_ids::teach_lesson(&entry.id)>
                <summary>{text(move || in_lang(lang.get(), &title))}</summary>
                <p class="help" hidden=flag(move || !is_awaited())>{text(move || t.get().awaited)}</p>
                {maybe_view(steps)}
            </details>
        </li>
    }
    .into_any()
}

fn steps_view(desk: Desk, lesson: &Lesson) -> AnyView {
    let t = texts::use_texts();
    let item = |step: &str| Item { lesson: lesson.id.clone(), step: step.into(), stage: None };
    let all: Vec<Item> = lesson.steps.iter().map(|step| item(&step.id)).collect();
    let step = |step: &karui_protocol::lesson::Step| {
        let (item, title, kind) = (item(&step.id), step.title.clone(), step.kind);
        let is_same = title == (t.get_untracked().kind)(kind);
        let name = title.clone();
        view! {
            <li>
                <span>
                    <span class="step-kind" hidden=is_same>{text(move || (t.get().kind)(kind))}</span>
                    " "
                    {title}
                </span>
                <button
                    type="button"
                    class="btn quiet small"
                    data-testid=test_ids::TEACH_ADD
                    data-value=item.step.clone()
                    aria-label=text(move || (t.get().teach_add_step)(&name))
                    on:click=handler(move |_: MouseEvent| desk.change(|plan| plan.items.push(item.clone())))
                >
                    {text(move || t.get().teach_add)}
                </button>
            </li>
        }
    };
    view! {
        <ul class="teach-steps">{views(lesson.steps.iter().map(step))}</ul>
        <button
            type="button"
            class="btn quiet small"
            on:click=handler(move |_: MouseEvent| desk.change(|plan| plan.items.extend(all.iter().cloned())))
        >
            {text(move || t.get().teach_add_all)}
        </button>
    }
    .into_any()
}

/// The sequence with its link.
fn sequence(desk: Desk) -> AnyView {
    let t = texts::use_texts();
    let count = memo(move || desk.plan.with(|plan| plan.items.len()));
    let items = move || {
        let plan = desk.plan.get();
        let last = plan.items.len().saturating_sub(1);
        plan.items.into_iter().enumerate().map(|(at, item)| item_view(desk, at, last, item)).collect()
    };
    let title = move || desk.plan.with(|plan| plan.title.clone());
    let rename = move |event: Event| desk.change(|plan| plan.title = event_target_value(&event));
    view! {
        <section aria-label=text(move || t.get().teach_sequence)>
            <h3>{text(move || t.get().teach_sequence)}</h3>
            <label class="teach-title">
                <span class="course-label">{text(move || t.get().teach_title)}</span>
                <input
                    type="text"
                    maxlength="60"
                    data-testid=test_ids::TEACH_TITLE
                    prop:value=text(title)
                    on:change=handler(rename)
                />
            </label>
            <p class="help" hidden=flag(move || count.get() > 0)>{text(move || t.get().teach_empty)}</p>
            <ol class="teach-items" hidden=flag(move || count.get() == 0)>{list(items)}</ol>
            {maybe_view(move || (count.get() > 0).then(|| outcome(desk)))}
        </section>
    }
    .into_any()
}

/// A step of the sequence.
fn item_view(desk: Desk, at: usize, last: usize, item: Item) -> AnyView {
    let t = texts::use_texts();
    let named = item.clone();
    let name = memo(move || {
        let lesson = desk.lesson(&named.lesson);
        let step = lesson.as_ref().and_then(|lesson| lesson.steps.iter().find(|step| step.id == named.step));
        match (&lesson, step) {
            (Some(lesson), Some(step)) => (step.title.clone(), lesson.title.clone()),
            _ => (format!("{}.{}", named.lesson, named.step), String::new()),
        }
    });
    let set = move |event: Event| match stage_in(desk.lab, &event_target_value(&event)) {
        Ok(stage) => desk.change(|plan| plan.items[at].stage = stage),
        Err(()) => desk.refused.set(Some(at)),
    };
    let tool =
        move |testid: &'static str, sign: &'static str, help: fn(&texts::Texts) -> texts::Named, to: Option<usize>| {
            let go = move |_: MouseEvent| {
                let Some(to) = to else { return desk.change(|plan| drop(plan.items.remove(at))) };
                desk.change(|plan| plan.items.swap(at, to));
                // The focus goes along.
                request_animation_frame(move || focus(testid, to));
            };
            view! {
                <button
                    type="button"
                    class="btn quiet small"
                    id=format!("{testid}-{at}")
                    data-testid=testid
                    disabled={to.is_some_and(|to| to > last)}
                    aria-label=text(move || help(t.get())(&name.with(|(step, _)| step.clone())))
                    on:click=handler(go)
                >
                    {sign}
                </button>
            }
        };
    view! {
        <li data-testid=test_ids::TEACH_ITEM data-value=format!("{}.{}", item.lesson, item.step)>
            <p class="teach-name">
                <strong>{text(move || name.with(|(step, _)| step.clone()))}</strong>
                " "
                <span class="muted">{text(move || name.with(|(_, lesson)| lesson.clone()))}</span>
            </p>
            <div class="teach-tools">
                {tool(test_ids::TEACH_UP, "↑", |t| t.teach_up, Some(at.wrapping_sub(1)))}
                {tool(test_ids::TEACH_DOWN, "↓", |t| t.teach_down, Some(at + 1))}
                {tool(test_ids::TEACH_REMOVE, "×", |t| t.teach_remove, None)}
            </div>
            <label class="teach-stage">
                <span class="help">{text(move || t.get().teach_stage)}</span>
                <input
                    type="text"
                    data-testid=test_ids::TEACH_STAGE
                    placeholder=text(move || t.get().teach_stage_own)
                    value=item.stage.clone().unwrap_or_default()
                    on:change=handler(set)
                />
            </label>
            <p class="help bad" role="status" data-testid=test_ids::TEACH_REFUSED>
                {text(move || if desk.refused.get() == Some(at) { t.get().teach_refused } else { "" })}
            </p>
        </li>
    }
    .into_any()
}

fn focus(testid: &str, at: usize) {
    let button = document().get_element_by_id(&format!("{testid}-{at}"));
    if let Some(button) = button.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element in the document takes the focus.
        let _ = button.focus();
    }
}

/// The state of a stage in a pasted link; `None` for nothing pasted.
///
/// # Errors
/// Where that is no link to the bench, or something of it means nothing.
fn stage_in(lab: Lab, text: &str) -> Result<Option<String>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let query = text.split_once('?').map_or(text, |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    // Read as the page itself reads it, into a page that nobody sees.
    let is_read = Owner::new().with(|| {
        let unseen = Lab::new(lab.labs());
        read(unseen, query).is_empty() && unseen.view.at.get_untracked() == At::Bench
    });
    let is_state = |pair: &&str| !["lang=", "theme=", "at="].iter().any(|own| pair.starts_with(own));
    let state: Vec<&str> = query.split('&').filter(is_state).collect();
    let is_whole = is_read && !state.is_empty() && !query.contains(char::is_whitespace);
    if is_whole { Ok(Some(state.join("&"))) } else { Err(()) }
}

/// What comes of it: one link, as a lesson and in a room.
fn outcome(desk: Desk) -> AnyView {
    let (course, t) = (desk.course, texts::use_texts());
    let address = memo(move || link(desk.lab, course));
    let open = move |presents: bool| {
        course.step.set(String::new());
        course.lesson.set(String::new());
        course.presents.set(presents);
        course.teaches.set(false);
    };
    view! {
        <label class="teach-title">
            <span class="course-label">{text(move || t.get().teach_link)}</span>
            <input type="text" readonly data-testid=test_ids::TEACH_LINK prop:value=text(move || address.get()) />
        </label>
        <div class="row">
            <button
                type="button"
                class="btn primary"
                data-testid=test_ids::TEACH_OPEN
                on:click=handler(move |_: MouseEvent| open(false))
            >
                {text(move || t.get().teach_open)}
            </button>
            <button type="button" class="btn" on:click=handler(move |_: MouseEvent| open(true))>
                {text(move || t.get().present)}
            </button>
        </div>
        {maybe_view(move || Some(code(address.get())))}
    }
    .into_any()
}
