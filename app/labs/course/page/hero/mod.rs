//! One gesture on a trained network: its weights get fewer bits, and fewer of them are left; its answers, its picture and the
//! three large figures follow.

mod answers;

use super::state::course_of;
use super::{test_ids, texts};
use crate::course::messages::{CourseRequest, Seen};
use karui_protocol::recipe::{NumberType, Prune, QuantMethod, Quantize};
use karui_protocol::{Figure, Recipe, Scores, Verdict};
use karui_shell::ScoresRow;
use karui_shell::labs::Tab;
use karui_shell::state::Lab;
use karui_ui::figure::FigureButton;
use karui_ui::reactive::{effect, flag, handler, memo, text, views};
use karui_ui::{number, use_lang};
use leptos::ev::Event;
use leptos::prelude::*;

/// The slider's positions, and what weights become at each: at the first they stay 32-bit floats.
const POSITIONS: [Option<NumberType>; 5] =
    [None, Some(NumberType::Int8), Some(NumberType::Int4), Some(NumberType::Int2), Some(NumberType::Binary)];

/// Bits of a weight at a position.
fn bits(position: usize) -> u32 {
    POSITIONS.get(position).copied().flatten().map_or(32, NumberType::bits)
}

/// The recipe of the two sliders.
fn recipe(position: usize, amount: f32) -> Recipe {
    let quantize = POSITIONS.get(position).copied().flatten();
    let quantize = quantize.map(|dtype| Quantize { method: QuantMethod::Weights, dtype, ..Quantize::default() });
    let prune = (amount > 0.0).then(|| Prune { amount, ..Prune::default() });
    prune.map(Into::into).into_iter().chain(quantize.map(Into::into)).collect()
}

/// Where the sliders stand for a recipe.
fn position(recipe: &Recipe) -> usize {
    let dtype = recipe.get::<Quantize>().map(|it| it.dtype);
    POSITIONS.iter().position(|it| *it == dtype).unwrap_or(0)
}

fn amount(recipe: &Recipe) -> f32 {
    recipe.get::<Prune>().map_or(0.0, |it| it.amount)
}

/// The lab that compares networks: its first view has the picture, its row the figures.
fn bench(lab: Lab) -> Option<(Tab, &'static ScoresRow)> {
    lab.labs().iter().find_map(|row| Some((row.tabs.first()?.tab, row.scores.as_ref()?)))
}

/// Takes in what the network says of some images, unless the sliders have moved on.
pub fn apply(lab: Lab, seen: Seen) {
    if lab.recipe.now.with_untracked(|now| *now == seen.recipe) {
        course_of(lab).seen.set(Some(seen));
    }
}

/// Asks what the network says of some images whenever the sliders, its weights or the picture are others. Not while a run is
/// under way, which changes weights at each step.
fn ask_when_due(lab: Lab) {
    let is_free = memo(move || !lab.is_under_way());
    effect(move || {
        lab.prediction.track();
        let has_images = lab.samples.with(|samples| !samples.is_empty());
        let recipe = lab.recipe.now.get();
        if has_images && is_free.get() {
            lab.ask(&CourseRequest::Look(recipe));
        }
    });
}

/// The sliders, the answers and the figures; the picture is the stage's.
pub fn view(lab: Lab) -> AnyView {
    let (course, lang, t) = (course_of(lab), use_lang(), texts::use_texts());
    ask_when_due(lab);
    let Some((tab, scores)) = bench(lab) else { return ().into_any() };
    // The bench is found as it was left, unless a link has said since how it is to be.
    let shown = lab.view.tab;
    let (left_at, links) = (shown.get_untracked(), lab.links_read.get_value());
    shown.set(tab);
    on_cleanup(move || {
        if lab.links_read.get_value() == links {
            shown.set(left_at);
        }
    });
    let now = lab.recipe.now;
    let at = memo(move || now.with(position));
    let pruned = memo(move || now.with(amount));
    let change = move |position: usize, amount: f32| {
        lab.recipe.change(lab, move |all| *all = recipe(position, amount));
    };
    let to_bits = move |event: Event| {
        if let Ok(position) = event_target_value(&event).parse() {
            change(position, pruned.get_untracked());
        }
    };
    let to_amount = move |event: Event| {
        if let Ok(percent) = event_target_value(&event).parse::<f32>() {
            change(at.get_untracked(), percent / 100.0);
        }
    };
    // What was measured last stays until the new one comes, and says that it is behind.
    let known = RwSignal::new(None::<[Scores; 2]>);
    let is_due = memo(move || (scores.figures)(lab).is_none());
    Effect::new(move |_| {
        if let Some(figures) = (scores.figures)(lab) {
            known.set(Some(figures));
        }
    });
    let bits_words = move || (t.get().bits)(&bits(at.get()).to_string());
    let share = move || number::percent(lang.get(), f64::from(pruned.get()), 0);
    // What the answers bring at once need not wait for what is measured.
    let at_once = move |testid: &str| {
        let is_size = testid == test_ids::HERO_SIZE;
        let of = |seen: &Option<Seen>| {
            seen.as_ref().filter(|it| now.with(|now| *now == it.recipe)).map(|it| it.size.clone())
        };
        if is_size { course.seen.with(of) } else { None }
    };
    let tile = move |(testid, name, of): Tile| {
        let measured = move || known.with(|known| known.as_ref().map(|[_, now]| of(now).clone()));
        let figure = Signal::derive(move || at_once(testid).or_else(measured));
        let is_coming = memo(move || is_due.get() && at_once(testid).is_none());
        let before =
            move || known.with(|known| known.as_ref().map(|[before, _]| number::figure(lang.get(), of(before))));
        // The same machine's two speeds differ by chance, too.
        let is_unclear = memo(move || {
            testid == test_ids::HERO_SPEED && (scores.speed)(lab).is_some_and(|it| it.verdict() == Verdict::Noise)
        });
        let note = move || match (is_coming.get(), before()) {
            (true, Some(_)) => t.get().coming.to_owned(),
            (false, Some(was)) if is_unclear.get() => (t.get().unclear)(&was),
            (false, Some(was)) => (t.get().was)(&was),
            (_, None) => "\u{a0}".to_owned(),
        };
        let label = Signal::derive(move || name(t.get()).to_owned());
        let parts =
            move || figure.with(|it| it.as_ref().map_or(("—".into(), ""), |it| number::figure_parts(lang.get(), it)));
        let raw = move || figure.with(|it| it.as_ref().map(|it| it.value.to_string()).unwrap_or_default());
        view! {
            <div class="tile" data-testid=testid data-value=text(raw) aria-busy=text(move || is_coming.get().to_string())>
                <FigureButton figure=figure label=label class="tile-button">
                    <span class="tile-label">{text(move || label.get())}</span>
                    <span class="tile-number num">
                        {text(move || parts().0)} <span class="tile-unit">{text(move || parts().1)}</span>
                    </span>
                    <span class="tile-note">{text(note)}</span>
                </FigureButton>
            </div>
        }
    };
    view! {
        <section class="hero" aria-label=text(move || t.get().hero)>
            <div class="hero-sliders">
                // No `<output>`: the label would be its own.
                <label>
                    <span class="hero-label">
                        {text(move || t.get().hero_bits)} <span class="num">{text(bits_words)}</span>
                    </span>
                    <input
                        type="range"
                        min="0"
                        max="4"
                        step="1"
                        data-testid=test_ids::HERO_BITS
                        data-value=text(move || bits(at.get()).to_string())
                        prop:value=text(move || at.get().to_string())
                        aria-valuetext=text(bits_words)
                        on:input=handler(to_bits)
                    />
                    <span class="hero-ticks num" aria-hidden="true">
                        {views((0..POSITIONS.len()).map(|at| view! { <span>{bits(at)}</span> }))}
                    </span>
                </label>
                <label>
                    <span class="hero-label">
                        {text(move || t.get().hero_prune)} <span class="num">{text(share)}</span>
                    </span>
                    <input
                        type="range"
                        min="0"
                        max="95"
                        step="5"
                        data-testid=test_ids::HERO_PRUNE
                        data-value=text(move || pruned.get().to_string())
                        prop:value=text(move || (pruned.get() * 100.0).round().to_string())
                        aria-valuetext=text(share)
                        on:input=handler(to_amount)
                    />
                </label>
                <button
                    type="button"
                    class="btn quiet small"
                    hidden=flag(move || at.get() == 0 && pruned.get() == 0.0)
                    on:click=handler(move |_: leptos::ev::MouseEvent| change(0, 0.0))
                >
                    {text(move || t.get().hero_back)}
                </button>
            </div>
            {answers::view(lab)}
            <div class="hero-figures">{views(TILES.map(tile))}</div>
        </section>
    }
    .into_any()
}

type Tile = (&'static str, fn(&texts::Texts) -> &'static str, fn(&Scores) -> &Figure);

/// Size, speed, accuracy.
const TILES: [Tile; 3] = [
    (test_ids::HERO_SIZE, |t| t.size, |it| &it.size),
    (test_ids::HERO_SPEED, |t| t.speed, |it| &it.throughput),
    (test_ids::HERO_ACCURACY, |t| t.accuracy, |it| &it.accuracy),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sliders_and_the_recipe_say_the_same_and_nothing_is_trained() {
        assert!(recipe(0, 0.0).is_empty());
        for at in 0..POSITIONS.len() {
            let it = recipe(at, 0.4);
            assert_eq!((position(&it), amount(&it)), (at, 0.4));
            assert!(!it.trains() && it.check().is_ok());
        }
        assert_eq!([0, 1, 2, 3, 4].map(bits), [32, 8, 4, 2, 1]);
    }
}
