//! Images with what the network says of them.

use super::texts::use_texts;
use karui_protocol::{DataKind, Sample};
use karui_shell::i18n::class_name;
use karui_ui::canvas::PixelImage;
use karui_ui::reactive::{flag, handler, list, memo, text};
use karui_ui::{number, use_lang};
use leptos::prelude::*;

/// The most probable class and its probability.
pub fn top(probabilities: &[f32]) -> Option<(usize, f32)> {
    let better = |best: Option<(usize, f32)>, (i, &p): (usize, &f32)| match best {
        Some((_, q)) if q >= p => best,
        _ => Some((i, p)),
    };
    probabilities.iter().enumerate().fold(None, better)
}

/// Tiles of images: what each is, what the network takes it for, and how sure it is. Choosing one tells its index.
#[component]
pub fn ImageGrid(
    /// The images, in the order shown.
    #[prop(into)]
    samples: Signal<Vec<Sample>>,
    /// Whose classes they are of.
    #[prop(into)]
    data: Signal<DataKind>,
    /// The index (in the held-out set) of the chosen one.
    #[prop(into)]
    selected: Signal<Option<usize>>,
    /// Told the index of an image that is chosen.
    #[prop(into)]
    on_select: Callback<usize>,
    /// Whether their order is a ranking, as that of the worst ones.
    #[prop(optional)]
    ranked: bool,
) -> impl IntoView {
    let t = use_texts();
    let count = memo(move || samples.with(Vec::len));
    // Tiles belong to places, not to images: a new evaluation changes what they show and leaves the focus alone.
    let tiles = list(move || {
        let tile = |i: usize| {
            let sample = memo(move || samples.with(|s| s.get(i).cloned()));
            let rank = ranked.then_some(i + 1);
            view! { <li><Tile sample data selected on_select rank/></li> }
        };
        (0..count.get()).map(tile).collect()
    });
    view! {
        <ul class="w-images">{tiles}</ul>
        <p class="w-empty muted" hidden=flag(move || count.get() != 0)>
            {text(move || if ranked { t.get().no_mistakes } else { t.get().no_images })}
        </p>
    }
    .into_any()
}

#[component]
fn Tile(
    sample: Memo<Option<Sample>>,
    data: Signal<DataKind>,
    selected: Signal<Option<usize>>,
    on_select: Callback<usize>,
    rank: Option<usize>,
) -> impl IntoView {
    let (lang, t) = (use_lang(), use_texts());
    let of = move |read: fn(&Sample) -> usize| sample.with(|s| s.as_ref().map(read));
    let index = move || of(|s| s.index);
    let label = move || of(|s| usize::from(s.label));
    let guess = move || sample.with(|s| s.as_ref().and_then(|s| top(&s.probabilities)));
    let right = move || guess().map(|g| g.0) == label();
    let name = move |class: Option<usize>| class.map_or("", |c| class_name(lang.get(), data.get(), c));
    let sure = move || guess().map_or(0.0, |g| f64::from(g.1));
    let spoken = move || {
        let (label, guess) = (name(label()), name(guess().map(|g| g.0)));
        (t.get().tile)(label, guess, &number::percent(lang.get(), sure(), 0))
    };
    view! {
        <button
            type="button"
            class="w-tile"
            class:w-wrong=flag(move || !right())
            aria-pressed=text(move || (index().is_some() && index() == selected.get()).to_string())
            aria-description=text(spoken)
            on:click=handler(move |_| if let Some(index) = index() { on_select.run(index) })
        >
            <span class="w-tile-image">
                <PixelImage pixels=Signal::derive(move || sample.with(|s| s.as_ref().map(|s| s.pixels.clone())))/>
                {rank.map(|rank| view! { <span class="w-rank num">{rank}</span> }.into_any())}
            </span>
            <span class="w-tile-guess">
                <span class="w-mark">{text(move || if right() { "✓ " } else { "✗ " })}</span>
                {text(move || name(guess().map(|g| g.0)))}
            </span>
            <span class="w-bar" style:--share=text(move || number::plain(sure()))></span>
            <span class="w-tile-label muted">
                {text(move || if right() { number::percent(lang.get(), sure(), 0) } else { (t.get().really)(name(label())) })}
            </span>
        </button>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_most_probable_is_on_top() {
        assert_eq!(top(&[0.1, 0.45, 0.45]), Some((1, 0.45)));
        assert_eq!(top(&[]), None);
        assert_eq!(top(&[f32::NAN, 0.5]).map(|t| t.0), Some(1));
    }
}
