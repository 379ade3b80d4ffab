//! Guided tours: each step asks what is to be expected, does it on a network that shows it, and says what came, in words made
//! of the figures.

mod notes;
mod run;
mod texts;

pub use notes::TourNotes;

use super::results::summary;
use super::state::{DietState, diet_of};
use super::{run as run_bar, test_ids, told};
use karui_protocol::{Error, Recipe};
use karui_shell::i18n::names;
use karui_shell::recipe::{technique_name, texts as recipe_texts};
use karui_shell::state::{Lab, LinkProblem};
use karui_spec::tour::{Step, TOURS, Tour};
use karui_ui::reactive::{effect, flag, handler, maybe_view, memo, text, views};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use texts::say;

/// The tours to choose from, and the open one.
#[component]
pub(super) fn Tours() -> impl IntoView {
    let lab = Lab::here();
    let diet = diet_of(lab);
    effect(move || refuse_unknown(lab, &diet.tour.get()));
    let open = memo(move || diet.tour.with(|address| Tour::find(address).map(|(tour, _)| tour.technique)));
    let panel = move || open.get().and_then(Tour::of).map(|tour| panel(lab, tour));
    view! {
        <section class="part d-tours">
            <h3 id="tours">{say(|t| t.title)}</h3>
            <p class="help">{say(|t| t.help)}</p>
            <div class="d-tour-choices" role="group" aria-labelledby="tours">
                {views(TOURS.iter().map(|tour| choice(lab, tour)))}
            </div>
            {maybe_view(panel)}
        </section>
    }
    .into_any()
}

/// A link to a step that does not exist is told, and leaves the address.
fn refuse_unknown(lab: Lab, address: &str) {
    if !address.is_empty() && Tour::find(address).is_none() {
        let steps = TOURS.iter().flat_map(|tour| tour.steps.iter().map(|step| tour.address(step)));
        let problem = Error::Choice { field: "tour".into(), allowed: steps.collect(), got: address.into() };
        lab.link_problems.update(|all| all.push(LinkProblem::Value(problem)));
        diet_of(lab).tour.set(String::new());
    }
}

/// Opens a tour at its first step, or closes it.
fn choice(lab: Lab, tour: &'static Tour) -> AnyView {
    let (lang, diet) = (use_lang(), diet_of(lab));
    let is_open = memo(move || is_at(diet, tour, None));
    let toggle = move |_| {
        let first = tour.steps.first().filter(|_| !is_open.get_untracked());
        diet.tour.set(first.map(|step| tour.address(step)).unwrap_or_default());
    };
    view! {
        <button
            type="button"
            class="btn small d-tour-choice"
            data-testid=[test_ids::TOUR, tour.technique.id()].concat()
            aria-expanded=text(move || is_open.get().to_string())
            on:click=handler(toggle)
        >
            {text(move || technique_name(lang.get(), tour.technique))}
        </button>
    }
    .into_any()
}

/// Whether a tour is open, or this step of it.
fn is_at(diet: DietState, tour: &Tour, step: Option<&Step>) -> bool {
    diet.tour.with(|address| match (Tour::find(address), step) {
        (Some((open, at)), Some(step)) => open.technique == tour.technique && at.id == step.id,
        (Some((open, _)), None) => open.technique == tour.technique,
        (None, _) => false,
    })
}

fn panel(lab: Lab, tour: &'static Tour) -> AnyView {
    let lang = use_lang();
    view! {
        <ol class="d-tour" aria-label=text(move || technique_name(lang.get(), tour.technique))>
            {views(tour.steps.iter().enumerate().map(|(i, it)| step(lab, tour, i, it)))}
        </ol>
    }
    .into_any()
}

/// What is said of a step: its title, what is done, why what is claimed comes.
fn words(lang: Lang, tour: &Tour, step: &Step) -> [&'static str; 3] {
    (texts::of(lang).told)(&tour.address(step))
}

fn title_id(tour: &Tour, step: &Step) -> String {
    ["tour-", tour.technique.id(), "-", step.id].concat()
}

fn step(lab: Lab, tour: &'static Tour, i: usize, step: &'static Step) -> AnyView {
    let (lang, diet) = (use_lang(), diet_of(lab));
    let is_open = memo(move || is_at(diet, tour, Some(step)));
    let is_done = memo(move || diet.notes.with(|notes| notes.came(tour, step).is_some()));
    let number = (i + 1).to_string();
    let mark = move || {
        let t = texts::of(lang.get());
        let number = (t.step)(&number);
        if is_done.get() { [&number, " ✓ ", t.done].concat() } else { number }
    };
    let next = tour.steps.get(i + 1);
    view! {
        <li class="d-tour-step" class:open=flag(move || is_open.get())>
            <button
                type="button"
                class="d-tour-title"
                id=title_id(tour, step)
                data-testid=test_ids::TOUR_STEP
                data-step=step.id
                aria-expanded=text(move || is_open.get().to_string())
                on:click=handler(move |_| diet.tour.set(tour.address(step)))
            >
                <span class="muted">{text(mark)}</span>
                " "
                <strong>{text(move || words(lang.get(), tour, step)[0])}</strong>
            </button>
            {maybe_view(move || is_open.get().then(|| body(lab, tour, step, next)))}
        </li>
    }
    .into_any()
}

/// An open step: what is done and on what, the question, the button, what came.
fn body(lab: Lab, tour: &'static Tour, step: &'static Step, next: Option<&'static Step>) -> AnyView {
    let (lang, diet) = (use_lang(), diet_of(lab));
    let is_done = memo(move || diet.notes.with(|notes| notes.came(tour, step).is_some()));
    let is_running = memo(move || diet.notes.with(|notes| notes.running().is_some()));
    let cannot = move || is_running.get() || lab.is_under_way() || !diet.can_compress();
    let other = step.against.and_then(|id| tour.step(id));
    let against = other.map(|other| {
        let words = move || (texts::of(lang.get()).against)(words(lang.get(), tour, other)[0]);
        view! { <p class="help">{text(words)}</p> }
    });
    let onward = move || {
        let next = next.filter(|_| is_done.get())?;
        let go = move |_| {
            diet.tour.set(tour.address(next));
            // The button that was pressed goes with its step.
            focus(&title_id(tour, next));
        };
        Some(view! {
            <button type="button" class="btn small" data-testid=test_ids::TOUR_NEXT on:click=handler(go)>
                {say(|t| t.next)}
            </button>
        })
    };
    view! {
        <div class="d-tour-body">
            <p>{text(move || words(lang.get(), tour, step)[1])}</p>
            <p class="help">{text(move || stage(lang.get(), step))}</p>
            {against}
            {question(lab, tour, step)}
            <div class="row">
                <button
                    type="button"
                    class="btn primary"
                    data-testid=test_ids::TOUR_RUN
                    title=say(|t| t.sets_the_stage)
                    disabled=flag(cannot)
                    on:click=handler(move |_| diet.run_step(tour, step))
                >
                    {text(move || {
                        let t = texts::of(lang.get());
                        if is_done.get() { t.again } else { t.run }
                    })}
                </button>
                {maybe_view(onward)}
            </div>
            <p class="help num" role="status">{text(move || progress(lab, lang.get(), step))}</p>
            <div role="status">{maybe_view(move || said(lab, lang.get(), tour, step))}</div>
        </div>
    }
    .into_any()
}

fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        use wasm_bindgen::JsCast;
        let _ = element.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// Data, network and recipe, and how much is trained.
fn stage(lang: Lang, step: &Step) -> String {
    let (t, recipe) = (texts::of(lang), (step.recipe)());
    let name = |pair: karui_ui::Pair| lang.of(pair);
    let on = (t.on)(name(names::data_kind(step.data)), name(names::model_kind(step.model)), &summary(lang, &recipe));
    let integer = |n: usize| number::integer(lang, n as f64);
    match training_steps(step, &recipe) {
        0 => on,
        steps => [&*on, lang.pick("。", ". "), &(t.trains)(&integer(step.train_size), &integer(steps))].concat(),
    }
}

/// Optimizer steps of a step's recipe.
fn training_steps(step: &Step, recipe: &Recipe) -> usize {
    let of_epoch = step.experiment(&Default::default()).steps_per_epoch();
    recipe.trainings().map(|it| (it.epochs * of_epoch as f32).ceil() as usize).sum()
}

/// The question with its answers, one of which is chosen before it is known which comes.
fn question(lab: Lab, tour: &'static Tour, step: &'static Step) -> AnyView {
    let (lang, diet) = (use_lang(), diet_of(lab));
    let came = memo(move || {
        diet.notes.with(|notes| notes.came(tour, step).map(|[before, now]| step.question.came(before, now)))
    });
    let predicted = memo(move || diet.notes.with(|notes| notes.predicted(tour, step)));
    let answer = move |i: usize, band| {
        let is_it = move || predicted.get() == Some(i);
        let mark = move || if came.get() == Some(i) { texts::of(lang.get()).came } else { "" };
        view! {
            <button
                type="button"
                class="btn small"
                class:came=flag(move || came.get() == Some(i))
                data-testid=[test_ids::TOUR_PREDICT, &i.to_string()].concat()
                aria-pressed=text(move || is_it().to_string())
                disabled=flag(move || came.get().is_some())
                on:click=handler(move |_| diet.notes.update(|notes| notes.predict(tour, step, i)))
            >
                {text(move || told::answer(lang.get(), step.question.of, band))}
                <span class="d-came">{text(mark)}</span>
            </button>
        }
        .into_any()
    };
    let asked = move || told::question(lang.get(), step.question.of, step.against.is_some());
    view! {
        <fieldset class="d-predict">
            <legend><strong>{say(|t| t.predict)}</strong> " " {text(asked)}</legend>
            {views(step.question.answers().into_iter().enumerate().map(|(i, band)| answer(i, band)))}
        </fieldset>
    }
    .into_any()
}

/// What a step that is being done is at; empty where none is.
fn progress(lab: Lab, lang: Lang, step: &Step) -> String {
    let (t, diet) = (texts::of(lang), diet_of(lab));
    let Some((tour, present)) =
        diet.notes.with(|notes| notes.running().and_then(|it| Some((it.tour, *it.steps.first()?))))
    else {
        return String::new();
    };
    let mut parts: Vec<String> = Vec::new();
    if !std::ptr::eq(present, step) {
        parts.push((t.comparing)(words(lang, tour, present)[0]));
    }
    let Some(cooking) = diet.cooking.get() else {
        parts.push(t.preparing.into());
        return parts.concat();
    };
    parts.push(run_bar::words(lab, lang, recipe_texts::of(lang)));
    if cooking.step > 0 && !cooking.is_measuring {
        let now = js_sys::Date::now();
        let left = diet.notes.try_update_untracked(|notes| notes.left(now, cooking.step, cooking.steps)).flatten();
        parts.extend(left.map(|left| [lang.pick("、", ", "), &(t.left)(&number::wait(lang, left / 1e3))].concat()));
    }
    parts.concat()
}

/// What came of a step, in words made of its figures: whether the prediction held, and why it is so, or that it is not as it
/// usually is.
fn said(lab: Lab, lang: Lang, tour: &'static Tour, step: &'static Step) -> Option<AnyView> {
    let (t, diet) = (texts::of(lang), diet_of(lab));
    diet.notes.with(|notes| {
        let [before, now] = notes.came(tour, step)?;
        let held = step.claims().iter().all(|claim| claim.holds(before, now));
        let came = step.question.came(before, now);
        let answer = step.question.answers().get(came).map(|band| told::answer(lang, step.question.of, *band));
        let answer = answer.unwrap_or_default();
        let prediction = notes.predicted(tour, step).map(|predicted| {
            let is_right = predicted == came;
            let (class, words) =
                if is_right { ("good", (t.was_right)(&answer)) } else { ("muted", (t.was_wrong)(&answer)) };
            view! { <p class=class>{words}</p> }
        });
        let beside = step.against.and_then(|id| tour.step(id)).map(|it| (t.beside)(words(lang, tour, it)[0]));
        let figures = [&*beside.unwrap_or_default(), told::told(lang, before, now).as_str()].join(lang.pick("", " "));
        let why = if held { [t.why, ": ", words(lang, tour, step)[2]].concat() } else { t.parted.to_owned() };
        let state = if held { "held" } else { "parted" };
        Some(
            view! {
                <div class="d-tour-said" data-testid=test_ids::TOUR_SAID data-value=state>
                    {prediction}
                    <p class="num">{figures}</p>
                    <p>{why}</p>
                </div>
            }
            .into_any(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_says_what_is_done_and_why_in_both_languages() {
        for tour in &TOURS {
            for step in tour.steps {
                for lang in Lang::ALL {
                    assert!(words(lang, tour, step).iter().all(|it| !it.is_empty()), "{}", tour.address(step));
                }
                assert_ne!(words(Lang::Ja, tour, step), words(Lang::En, tour, step));
            }
        }
    }

    #[test]
    fn a_link_to_a_step_that_is_none_is_told_and_leaves_the_address() {
        Owner::new().with(|| {
            let lab = Lab::new(&[]);
            diet_of(lab).tour.set("quantize.int3".into());
            refuse_unknown(lab, "quantize.int3");
            assert_eq!(lab.link_problems.with_untracked(Vec::len), 1);
            assert!(diet_of(lab).tour.with_untracked(String::is_empty));
            refuse_unknown(lab, "prune.mask");
            assert_eq!(lab.link_problems.with_untracked(Vec::len), 1);
        });
    }
}
