//! Signed maps as pictures: filters and activations, all of one set on one scale.

use super::texts::{say, use_texts};
use karui_protocol::{Maps, Pixels};
use karui_ui::canvas::{PixelImage, palette, put};
use karui_ui::reactive::{effect, flag, handler, list, memo, text, views};
use karui_ui::{number, use_lang, use_theme};
use leptos::html;
use leptos::prelude::*;

/// Tiles shown before one asks for all.
const AT_FIRST: usize = 64;

/// Values in a row where a layer's output of `features` has no height and width.
fn vector_row(features: usize) -> usize {
    match features {
        0..=16 => features.max(1),
        17..=256 => 16,
        _ => 64,
    }
}

/// One map: `width` values in each row.
#[derive(Debug, Clone, PartialEq)]
struct Tile {
    width: usize,
    values: Vec<f32>,
}

/// The tiles of a set of maps: a tile for each channel, or one for a vector of features. The channels of one filter of
/// a colour image stay together, as do all tiles of each inner list.
fn tiles(maps: &[Maps]) -> Vec<Vec<Tile>> {
    maps.iter().map(split).collect()
}

fn split(maps: &Maps) -> Vec<Tile> {
    let (shape, data) = (maps.shape, &maps.data);
    if shape.area() <= 1 {
        return vec![Tile { width: vector_row(shape.c), values: data.clone() }];
    }
    let channel = |k: usize| data.iter().skip(k).step_by(shape.c).copied().collect();
    (0..shape.c).map(|k| Tile { width: shape.w, values: channel(k) }).collect()
}

/// The tiles (group, place in it) that are laid out together: those of a group, but one group of many is laid out as
/// many of one.
fn cells(groups: &[usize]) -> Vec<Vec<(usize, usize)>> {
    match groups {
        &[n] => (0..n).map(|i| vec![(0, i)]).collect(),
        _ => groups.iter().enumerate().map(|(g, &n)| (0..n).map(|i| (g, i)).collect()).collect(),
    }
}

/// The greatest magnitude: both ends of the scale.
pub fn limit(maps: &[Maps]) -> f32 {
    maps.iter().flat_map(|m| &m.data).filter(|v| v.is_finite()).fold(0.0, |max, v| max.max(v.abs()))
}

/// The weights of the first layer that sees the image: a convolution's filters, or a linear layer's weights in the
/// image's shape.
#[component]
pub fn FilterGrid(
    /// The filters.
    #[prop(into)]
    filters: Signal<Vec<Maps>>,
) -> impl IntoView {
    let coloured = memo(move || filters.with(|f| f.first().is_some_and(|f| f.shape.c == 3)));
    view! {
        <div class="w-maps">
            <MapTiles maps=filters/>
            <p class="w-note muted" hidden=flag(move || !coloured.get())>
                {say(|t| t.rgb_groups)}
            </p>
            <p class="w-empty muted" hidden=flag(move || !filters.with(Vec::is_empty))>
                {say(|t| t.no_filters)}
            </p>
        </div>
    }
    .into_any()
}

/// What a layer makes of an image, beside the image.
#[component]
pub fn ActivationGrid(
    /// The layer's output.
    #[prop(into)]
    maps: Signal<Option<Maps>>,
    /// The image it was computed from.
    #[prop(into)]
    image: Signal<Option<Pixels>>,
) -> impl IntoView {
    let none = memo(move || maps.with(Option::is_none));
    view! {
        <div class="w-maps w-activations">
            <figure class="w-input" hidden=flag(move || none.get())>
                <PixelImage pixels=image/>
                <figcaption class="muted">{say(|t| t.input_image)}</figcaption>
            </figure>
            <MapTiles maps=Signal::derive(move || maps.with(|m| m.iter().cloned().collect()))/>
            <p class="w-empty muted" hidden=flag(move || !none.get())>
                {say(|t| t.no_activations)}
            </p>
        </div>
    }
    .into_any()
}

/// Tiles on the diverging scale, and the scale. What is no number is left out.
#[component]
pub fn MapTiles(
    /// The maps.
    maps: Signal<Vec<Maps>>,
    /// The magnitude at both ends of the scale, where it is not the greatest of these maps.
    #[prop(optional)]
    scale: Option<Signal<f32>>,
) -> impl IntoView {
    let (lang, t) = (use_lang(), use_texts());
    let all = RwSignal::new(false);
    let tiles = memo(move || maps.with(|m| tiles(m)));
    let limit = memo(move || scale.map_or_else(|| maps.with(|m| limit(m)), |scale| scale.get()));
    // How many tiles each group has: new numbers in the same arrangement repaint the tiles and make none.
    let groups = memo(move || tiles.with(|t| t.iter().map(Vec::len).collect::<Vec<_>>()));
    let count = memo(move || groups.with(|g| g.iter().sum::<usize>()));
    let vectors = memo(move || maps.with(|m| m.first().is_some_and(|m| m.shape.area() <= 1)));
    let shown = list(move || {
        let mut left = if all.get() { usize::MAX } else { AT_FIRST };
        let fits = |cell: &Vec<(usize, usize)>| {
            let fits = left > 0;
            left = left.saturating_sub(cell.len());
            fits
        };
        let tile = |(g, i): (usize, usize)| {
            let tile = memo(move || tiles.with(|t| t.get(g).and_then(|t| t.get(i).cloned())));
            view! { <MapTile tile limit/> }
        };
        let cell = |cell: Vec<(usize, usize)>| {
            let several = cell.len() > 1;
            view! { <li class:several=several>{views(cell.into_iter().map(tile))}</li> }
        };
        cells(&groups.get()).into_iter().take_while(fits).map(cell).collect()
    });
    let bound = move |sign: f64| {
        let text = number::significant(lang.get(), f64::from(limit.get()), 3);
        if sign < 0.0 { format!("−{text}") } else { format!("+{text}") }
    };
    view! {
        <ul class="w-map-tiles" class:vectors=flag(move || vectors.get()) aria-label=text(move || (t.get().maps)(count.get()))>
            {shown}
        </ul>
        <button type="button" class="btn w-more" hidden=flag(move || count.get() <= AT_FIRST || all.get()) on:click=handler(move |_| all.set(true))>
            {text(move || (t.get().show_all)(count.get()))}
        </button>
        <div class="w-scale num" hidden=flag(move || count.get() == 0)>
            <span>{text(move || bound(-1.0))}</span>
            <span class="w-scale-bar" aria-hidden="true"></span>
            <span>{text(move || bound(1.0))}</span>
            <span class="muted">{say(|t| t.zero_is_neutral)}</span>
        </div>
    }
    .into_any()
}

#[component]
fn MapTile(tile: Memo<Option<Tile>>, limit: Memo<f32>) -> impl IntoView {
    let theme = use_theme();
    let node = NodeRef::<html::Canvas>::new();
    effect(move || {
        theme.track();
        limit.track();
        tile.track();
        // A frame later the style sheet shows the theme's colours.
        request_animation_frame(move || {
            let (Some(canvas), Some(limit)) = (node.try_get_untracked().flatten(), limit.try_get_untracked()) else {
                return;
            };
            tile.try_with_untracked(|tile| {
                let Some(tile) = tile else { return };
                let scale = &palette().diverging;
                let mut bytes: Vec<u8> = Vec::with_capacity(4 * tile.values.len());
                for &v in &tile.values {
                    let [r, g, b] = scale.signed(v, limit).0;
                    bytes.extend([r, g, b, if v.is_nan() { 0 } else { 255 }]);
                }
                // The last row of a vector may be short.
                let height = tile.values.len().div_ceil(tile.width.max(1));
                bytes.resize(4 * tile.width * height, 0);
                put(&canvas, &bytes, tile.width, height);
            });
        });
    });
    view! { <canvas node_ref=node class="w-pixels" width="1" height="1" aria-hidden="true"></canvas> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::Shape;

    #[test]
    fn channels_become_tiles() {
        let maps = Maps { shape: Shape::new(1, 2, 2), data: vec![1.0, -2.0, 3.0, -4.0] };
        let tile = |values: &[f32]| Tile { width: 2, values: values.to_vec() };
        assert_eq!(split(&maps), [tile(&[1.0, 3.0]), tile(&[-2.0, -4.0])]);
        assert_eq!(limit(&[maps]), 4.0);
    }

    #[test]
    fn the_channels_of_a_filter_stay_together() {
        assert_eq!(cells(&[3, 3]), [[(0, 0), (0, 1), (0, 2)], [(1, 0), (1, 1), (1, 2)]]);
        assert_eq!(cells(&[2]), [[(0, 0)], [(0, 1)]]);
    }

    #[test]
    fn a_vector_is_one_tile() {
        let maps = Maps { shape: Shape::vector(20), data: vec![f32::NAN; 20] };
        assert_eq!(split(&maps).len(), 1);
        assert_eq!(split(&maps)[0].width, 16);
        assert_eq!([0, 10, 128, 1568].map(vector_row), [1, 10, 16, 64]);
        assert_eq!(limit(&[maps]), 0.0);
    }
}
