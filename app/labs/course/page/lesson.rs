//! A lesson: its text beside the stage, whose state each step sets.

use super::fetched::{self, Fetched, awaited, failed, fetch, lesson_path};
use super::plan::{Plan, as_lesson, origin, stage_of};
use super::state::{CourseState, course_of};
use super::{figures, map, present, progress, scroll, step, test_ids, texts};
use karui_protocol::lesson::Lesson;
use karui_shell::At;
use karui_shell::i18n::PageTexts;
use karui_shell::state::Lab;
use karui_ui::reactive::{effect, flag, handler, maybe_view, memo, text, views};
use karui_ui::{Lang, number, use_lang};
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// A step counts as reached, and sets the stage, when the text has rested so long.
const REST: Duration = Duration::from_millis(300);

/// The id of a lesson's title.
const TITLE: &str = "lesson-title";

/// The open lesson.
pub fn view(lab: Lab) -> AnyView {
    let (course, lang) = (course_of(lab), use_lang());
    let get = move || {
        let lang = lang.get_untracked();
        let of = move || untrack(|| (course.lesson.get(), course.plan.get(), lab.view.lang.get()));
        let wanted = of();
        let is_wanted = move || of() == wanted;
        let id = course.lesson.get_untracked();
        match lesson_path(lang, &id) {
            Some(path) => fetch(path, course.text, is_wanted),
            None if id.is_empty() => fetch_plan(course, lang, is_wanted),
            None => course.text.set(Fetched::Failed),
        }
    };
    let opened = memo(move || (course.lesson.get(), course.plan.get(), lang.get()));
    effect(move || {
        opened.track();
        if untrack(|| course.is_reading()) {
            get();
        }
    });
    map::fetch_once(course);
    let body = move || match course.text.get() {
        Fetched::Awaited => awaited(),
        Fetched::Failed => failed(get),
        Fetched::Here(lesson) => article(lab, lesson),
    };
    let t = texts::use_texts();
    view! {
        <div class="lesson">
            <button type="button" class="btn quiet small" on:click=handler(move |_: MouseEvent| course.open("", ""))>
                "← " {text(move || t.get().to_map)}
            </button>
            {maybe_view(move || Some(body()))}
        </div>
    }
    .into_any()
}

/// Fetches the lessons that a sequence takes steps of, and makes one of them.
fn fetch_plan(course: CourseState, lang: Lang, is_wanted: impl Fn() -> bool + 'static) {
    course.text.set(Fetched::Awaited);
    let plan = Plan::read(&course.plan.get_untracked());
    leptos::task::spawn_local(async move {
        let mut lessons = Vec::new();
        for path in plan.lessons().iter().filter_map(|id| lesson_path(lang, id)) {
            lessons.extend(fetched::file::<Lesson>(&path).await.map(Arc::new));
        }
        if is_wanted() {
            let whole = as_lesson(&plan, &lessons, texts::of(lang).sequence);
            course.text.set(whole.map_or(Fetched::Failed, |it| Fetched::Here(Arc::new(it))));
        }
    });
}

/// Its text.
fn article(lab: Lab, lesson: Arc<Lesson>) -> AnyView {
    let (course, lang, t) = (course_of(lab), use_lang(), texts::use_texts());
    let of = lesson.clone();
    let current = memo(move || course.position(&of));
    let shown = set_stage(lab, lesson.clone(), current);
    let ids: Vec<String> = lesson.steps.iter().map(|step| step.id.clone()).collect();
    present::keep(lab);
    scroll::follow(ids, move |step| {
        // One step is there at a time: it is not scrolled to.
        if !course.presents.get_untracked() && course.step.with_untracked(|now| now != step) {
            course.step.set(step.into());
        }
    });
    keys(course, lesson.clone(), current);
    // The address may name a step further down.
    let first = untrack(|| current.get());
    let at_first = lesson.steps.get(first).map(|step| step.id.clone()).unwrap_or_default();
    request_animation_frame(move || match first {
        0 => scroll::go_to_top(TITLE),
        _ => scroll::go(&at_first),
    });
    document().set_title(&format!("{} · Karui", lesson.title));
    on_cleanup(move || document().set_title(lab.view.lang.get_untracked().t().title));
    let of = lesson.clone();
    effect(move || {
        // Answers have figures, too.
        course.done.track();
        // A step shows the figures of its own stage; the others keep theirs, or have none yet.
        let of_stage = |at: &usize| stage_of(&of, *at) == shown.get();
        let steps = (0..of.steps.len()).filter(of_stage).map(|at| of.steps[at].id.clone());
        figures::fill(lab, lang.get(), steps.collect());
    });
    let steps = views((0..lesson.steps.len()).map(|at| step::view(lab, &lesson, at, current)));
    let sources = views((1..).zip(&lesson.sources).map(|(number, source)| {
        view! { <li id=format!("source-{number}") tabindex="-1" inner_html=source.clone()></li> }
    }));
    let has_none = lesson.sources.is_empty();
    view! {
        <article on:click=handler(move |event: MouseEvent| follow_link(course, &event))>
            <header class="lesson-head">
                <h2 id=TITLE tabindex="-1">{lesson.title.clone()}</h2>
                <p class="idea" hidden=lesson.idea.is_empty()>
                    <span class="idea-name">{text(move || t.get().idea)}</span>
                    <span inner_html=lesson.idea.clone()></span>
                </p>
            </header>
            {steps}
            {to_practice(lab, &lesson.id)}
            <footer class="lesson-sources" hidden=has_none>
                <h3>{text(move || t.get().sources)}</h3>
                <ol>{sources}</ol>
            </footer>
        </article>
        {bar(lab, lesson, current, shown)}
    }
    .into_any()
}

/// The way to the lesson's questions; a sequence has none of its own.
fn to_practice(lab: Lab, lesson: &str) -> Option<AnyView> {
    let (id, t) = (lesson.to_owned(), texts::use_texts());
    let href = format!("?at=practice&about={id}");
    let go = move |event: MouseEvent| {
        event.prevent_default();
        lab.go_to(At::Practice, vec![("about", id.clone())]);
    };
    (!lesson.is_empty()).then(|| {
        view! {
            <p>
                <a class="btn" href=href data-testid=test_ids::TO_PRACTICE on:click=handler(go)>
                    {text(move || t.get().practise)}
                </a>
            </p>
        }
        .into_any()
    })
}

/// Has the stage follow the step that is read, and keeps that it was reached. A run under way is not ended for it. Gives the step
/// whose stage is shown.
fn set_stage(lab: Lab, lesson: Arc<Lesson>, current: Memo<usize>) -> RwSignal<Option<usize>> {
    let shown = RwSignal::new(None);
    let course = course_of(lab);
    let of = lesson.clone();
    let mut rested = debounce(REST, move |at: usize| {
        let is_here = lab.view.at.get_untracked() == At::Learn && course.lesson.with_untracked(|id| *id == of.id);
        let Some(step) = of.steps.get(at).filter(|_| is_here) else { return };
        let (lesson, step) = origin(&of, &step.id);
        progress::add(lab, &lesson, &step, None);
        show(lab, &of, at, shown);
    });
    show(lab, &lesson, untrack(|| current.get()), shown);
    let is_free = memo(move || !lab.is_under_way());
    effect(move || {
        let at = current.get();
        is_free.track();
        rested(at);
    });
    shown
}

/// Brings the stage into the state of a step, unless it has been there since an earlier one.
fn show(lab: Lab, lesson: &Lesson, at: usize, shown: RwSignal<Option<usize>>) {
    let Some(owner) = stage_of(lesson, at).filter(|_| !untrack(|| lab.is_under_way())) else { return };
    let stage = |at: usize| lesson.steps.get(at).and_then(|step| step.stage.as_deref());
    // Where the lesson is gone meanwhile, so is the signal.
    let before = shown.try_get_untracked().flatten();
    if before == Some(owner) {
        return;
    }
    if let Some(query) = stage(owner).filter(|query| before.and_then(stage) != Some(*query)) {
        lab.set_stage(query);
    }
    shown.set(Some(owner));
}

/// Goes to a step.
fn go(course: CourseState, lesson: &Lesson, at: usize) {
    if let Some(step) = lesson.steps.get(at) {
        course.step.set(step.id.clone());
        scroll::go(&step.id);
    }
}

/// Goes to the step behind the last one: the next lesson, or the map.
fn leave(course: CourseState) {
    let next = untrack(|| map::next_lesson(course)).unwrap_or_default();
    course.open(&next, "");
}

/// The arrow keys go through the steps, where nothing else hears them.
fn keys(course: CourseState, lesson: Arc<Lesson>, current: Memo<usize>) {
    let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_in = |hears: &str| target.as_ref().and_then(|it| it.closest(hears).ok().flatten()).is_some();
        if is_in("select, textarea, input:not([type=range], [type=checkbox])")
            || event.alt_key()
            || event.ctrl_key()
            || event.meta_key()
        {
            return;
        }
        let (at, presents) = (untrack(|| current.get()), course.presents.get_untracked());
        // What an element in the stage hears itself is not the lesson's; a clicker's keys are, wherever the focus is.
        let is_free = !event.shift_key() && !is_in(".stage, .scores, .top, input, [role=tab]");
        match event.key().as_str() {
            "p" | "P" => course.presents.set(!presents),
            "Escape" if course.shows_code.get_untracked() => course.shows_code.set(false),
            "Escape" if presents => course.presents.set(false),
            "PageDown" if presents => go(course, &lesson, at + 1),
            "PageUp" if presents => go(course, &lesson, at.saturating_sub(1)),
            "ArrowRight" if is_free => go(course, &lesson, at + 1),
            "ArrowLeft" if is_free && at > 0 => go(course, &lesson, at - 1),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
}

/// Links between lessons and to sources stay on the page.
fn follow_link(course: CourseState, event: &MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let link = target.and_then(|element| element.closest("a").ok().flatten());
    let Some(href) = link.and_then(|link| link.get_attribute("href")) else { return };
    if let Some(source) = href.strip_prefix('#') {
        event.prevent_default();
        scroll::go_to_source(source);
    } else if let Some(query) = href.strip_prefix("?at=learn&lesson=") {
        event.prevent_default();
        let (lesson, step) = query.split_once("&step=").unwrap_or((query, ""));
        course.open(lesson, step);
    }
}

/// That the stage of the step is still being made, and how far that is; or that a run of the learner's holds it up.
fn stage_told(lab: Lab) -> impl Fn() -> String + Send + 'static {
    let (lang, t) = (use_lang(), texts::use_texts());
    let trained = memo(move || {
        let of_run = lab.progress.with(|it| it.as_ref().map(|it| it.step as f64 / it.steps.max(1) as f64));
        let of_run = of_run.filter(|_| lab.is_under_way());
        let labs = lab.labs();
        of_run
            .or_else(|| labs.iter().find_map(|row| row.scores.as_ref().and_then(|scores| (scores.done)(lab))))
            // In twentieths: the words are read out each time they change.
            .map(|done| (done * 20.0).floor() * 5.0)
    });
    move || match trained.get() {
        Some(percent) if percent > 0.0 => (t.get().stage_trains)(&number::percent(lang.get(), percent / 100.0, 0)),
        Some(_) if lab.is_under_way() => t.get().run_waits.into(),
        Some(_) => t.get().stage_measures.into(),
        None => String::new(),
    }
}

/// Where one is, back and next, and the way to the bench: always at hand.
fn bar(lab: Lab, lesson: Arc<Lesson>, current: Memo<usize>, shown: RwSignal<Option<usize>>) -> AnyView {
    let (course, t) = (course_of(lab), texts::use_texts());
    let count = lesson.steps.len();
    let [back, next] = [lesson.clone(), lesson.clone()];
    let is_last = memo(move || current.get() + 1 >= count);
    let of = lesson.clone();
    let open_in_bench = move |_: MouseEvent| {
        // The step just gone to need not have rested yet.
        show(lab, &of, current.get_untracked(), shown);
        lab.view.at.set(At::Bench);
    };
    let go_back = move |_: MouseEvent| go(course, &back, current.get_untracked().saturating_sub(1));
    let go_on = move |_: MouseEvent| match is_last.get_untracked() {
        true => leave(course),
        false => go(course, &next, current.get_untracked() + 1),
    };
    let words = move || match (is_last.get(), map::next_lesson(course)) {
        (false, _) => t.get().next,
        (true, Some(_)) => t.get().next_lesson,
        (true, None) => t.get().end,
    };
    view! {
        <div class="lesson-bar">
            <button
                type="button"
                class="btn"
                data-testid=test_ids::LESSON_BACK
                disabled=flag(move || current.get() == 0)
                on:click=handler(go_back)
            >
                "← " {text(move || t.get().back)}
            </button>
            <span class="num muted">{text(move || format!("{}/{count}", current.get() + 1))}</span>
            <button type="button" class="btn primary" data-testid=test_ids::LESSON_NEXT on:click=handler(go_on)>
                {text(words)} " →"
            </button>
            {present::toggle(lab)}
            {present::qr(lab, lesson.title.clone())}
            <button
                type="button"
                class="btn quiet"
                data-testid=test_ids::OPEN_IN_BENCH
                title=text(move || t.get().open_in_bench_help)
                on:click=handler(open_in_bench)
            >
                {text(move || t.get().open_in_bench)}
            </button>
        </div>
        <p class="help stage-told" role="status" data-testid=test_ids::STAGE_TOLD>{text(stage_told(lab))}</p>
    }
    .into_any()
}
