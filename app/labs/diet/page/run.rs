//! Running the recipe: the buttons, how far it is, and what can be taken away.

use crate::diet::messages::{Diet, RECIPE};
use crate::diet::page::state::diet_of;
use crate::diet::page::{test_ids, told};
use karui_protocol::{FileFormat, RecipeProgress};
use karui_shell::i18n::PageTexts;
use karui_shell::pages::{Faults, take_file};
use karui_shell::recipe::texts::{Texts, say, use_texts};
use karui_shell::state::Lab;
use karui_ui::reactive::{flag, handler, memo, text};
use karui_ui::{Lang, number, use_lang};
use leptos::{html, prelude::*};

/// Run, stop, reset, and how the recipe comes on. It stays in view, however long the cards are.
#[component]
pub(super) fn Run() -> impl IntoView {
    let lab = Lab::here();
    let diet = diet_of(lab);
    let is_empty = memo(move || diet.recipe.with(|recipe| recipe.is_empty()));
    let is_training = move || diet.cooking.with(|c| c.is_some_and(|c| c.steps > 0 && !c.is_measuring));
    let has_any = move || !is_empty.get() || diet.result.with(Option::is_some) || is_training();
    view! {
        <div class="run d-run" role="group" aria-label=say(|t| t.recipe)>
            <div class="run-buttons">
                <button
                    type="button"
                    class="btn primary"
                    data-testid=test_ids::RUN_RECIPE
                    disabled=flag(move || is_empty.get() || !diet_of(lab).can_compress())
                    on:click=handler(move |_| diet_of(lab).compress(true))
                >
                    {say(|t| t.run)}
                </button>
                <button
                    type="button"
                    class="btn"
                    data-testid=test_ids::RECIPE_STOP
                    disabled=flag(move || !is_training())
                    on:click=handler(move |_| diet_of(lab).stop_compress())
                >
                    {say(|t| t.stop)}
                </button>
                <button
                    type="button"
                    class="btn"
                    disabled=flag(move || !has_any())
                    on:click=handler(move |_| diet_of(lab).reset_compress())
                >
                    {say(|t| t.reset)}
                </button>
            </div>
            <Progress />
            <Faults about=RECIPE />
        </div>
    }
    .into_any()
}

#[component]
fn Progress() -> impl IntoView {
    let (lab, lang, t) = (Lab::here(), use_lang(), use_texts());
    let fraction = move || diet_of(lab).cooking.get().map_or(0.0, |c| fraction(&c));
    view! {
        <div class="progress-line">
            <div
                class="bar"
                role="progressbar"
                aria-label=say(|t| t.progress)
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=text(move || number::plain((fraction() * 100.0).round()))
            >
                <div class="fill" style:transform=text(move || ["scaleX(", &number::plain(fraction()), ")"].concat())></div>
            </div>
            <p class="progress-words num" role="status">{text(move || words(lab, lang.get(), t.get()))}</p>
        </div>
    }
    .into_any()
}

/// What the last recipe has come to, in words; none while the controls say something else, or a tour says it.
#[component]
pub(super) fn Told() -> impl IntoView {
    let (lang, diet) = (use_lang(), diet_of(Lab::here()));
    let words = move || {
        let lang = lang.get();
        let is_told = diet.by_tour.get() && diet.tour.with(|tour| !tour.is_empty());
        let is_hidden = diet.is_behind() || is_told;
        let said = |it: &Diet| {
            let [before, now] = &it.measured;
            told::result(lang, &it.recipe, before, now)
        };
        diet.result.with(|it| it.as_ref().filter(|_| !is_hidden).map(said)).unwrap_or_default()
    };
    view! {
        <p class="d-told num" role="status" data-testid=test_ids::RECIPE_TOLD>
            {text(words)}
        </p>
    }
    .into_any()
}

/// The part of its training that a recipe has done.
fn fraction(cooking: &RecipeProgress) -> f64 {
    match cooking {
        RecipeProgress { is_measuring: true, .. } => 1.0,
        RecipeProgress { step, steps, .. } => (*step as f64 / (*steps).max(1) as f64).min(1.0),
    }
}

/// What the bench is doing, or what can be done.
pub(super) fn words(lab: Lab, lang: Lang, t: &Texts) -> String {
    let diet = diet_of(lab);
    if let Some(cooking) = diet.cooking.get() {
        return match cooking {
            RecipeProgress { is_measuring: true, .. } => t.measuring.into(),
            RecipeProgress { technique: Some(technique), step, steps, loss, .. } => {
                let whole = |n: u64| number::integer(lang, n as f64);
                let mut parts = vec![(t.technique)(technique).to_owned()];
                if steps > 0 {
                    parts.push((t.at_step)(&whole(step), &whole(steps)));
                }
                parts.extend(loss.map(|loss| (t.loss)(&number::decimal(lang, f64::from(loss), 3))));
                parts.join(lang.t().separator)
            }
            _ if diet.before.with(Option::is_none) => t.measuring_before.into(),
            _ => t.fetching.into(),
        };
    }
    let recipe = diet.recipe.get();
    match () {
        () if lab.is_under_way() => t.training_first,
        () if recipe.is_empty() => t.nothing_on,
        () if !recipe.trains() => t.follows,
        () if !diet.is_behind() => t.done,
        () if diet.result.with(Option::is_some) => t.waits_behind,
        () => t.waits,
    }
    .into()
}

/// The network as a file, out and in.
#[component]
pub(super) fn TakeAway() -> impl IntoView {
    let lab = Lab::here();
    let input = NodeRef::<html::Input>::new();
    let save = move |testid, name: fn(&Texts) -> &'static str, format| {
        view! {
            <button
                type="button"
                class="btn small"
                data-testid=testid
                disabled=flag(move || !diet_of(lab).can_compress())
                on:click=handler(move |_| diet_of(lab).export_network(format))
            >
                {say(name)}
            </button>
        }
        .into_any()
    };
    view! {
        <section class="part">
            <h3>{say(|t| t.take_away)}</h3>
            <p class="help">{say(|t| t.take_away_note)}</p>
            <div class="row">
                {save(test_ids::EXPORT_PACKED, |t| t.save_packed, FileFormat::Packed)}
                {save(test_ids::EXPORT_ONNX, |t| t.save_onnx, FileFormat::Onnx)}
                {save(test_ids::EXPORT_SAFETENSORS, |t| t.save_safetensors, FileFormat::Safetensors)}
                <button
                    type="button"
                    class="btn quiet small"
                    disabled=flag(move || !diet_of(lab).can_compress())
                    on:click=handler(move |_| input.get().iter().for_each(|input| input.click()))
                >
                    {say(|t| t.open_packed)}
                </button>
                <input
                    type="file"
                    node_ref=input
                    hidden
                    accept=".karui"
                    data-testid=test_ids::OPEN_PACKED
                    on:change=handler(move |_| take_file(lab, input.get(), |lab, it| diet_of(lab).open_packed(it)))
                />
            </div>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_a_part_of_one() {
        let cooking =
            |step, steps, is_measuring| RecipeProgress { technique: None, step, steps, loss: None, is_measuring };
        assert_eq!(fraction(&cooking(0, 0, false)), 0.0);
        assert_eq!(fraction(&cooking(5, 20, false)), 0.25);
        assert_eq!(fraction(&cooking(30, 20, false)), 1.0);
        assert_eq!(fraction(&cooking(5, 20, true)), 1.0);
    }
}
