//! Maps as small pictures, all of one set on one scale.

use karui_protocol::{Maps, Pixels, Shape};
use karui_ui::canvas::{Rgb, palette};
use karui_ui::html::HtmlWriter;
use karui_ui::{Lang, number, use_theme};
use leptos::prelude::*;

/// Counts up when the theme's colours have changed: what is drawn with them reads it.
pub fn use_colours() -> RwSignal<u32> {
    let theme = use_theme();
    let colours = RwSignal::new(0u32);
    karui_ui::reactive::effect(move || {
        theme.track();
        // A frame later the style sheet shows the theme's colours.
        request_animation_frame(move || {
            let _ = colours.try_update(|n| *n += 1);
        });
    });
    colours
}

/// The greatest magnitude: both ends of the scale.
pub fn limit<'a>(maps: impl IntoIterator<Item = &'a Maps>) -> f32 {
    maps.into_iter().flat_map(|m| &m.data).filter(|v| v.is_finite()).fold(0.0, |most, v| most.max(v.abs()))
}

/// The ends of a scale on which a map can be read: a few outliers lie beyond them.
pub fn span(maps: &Maps) -> f32 {
    let count = maps.data.len().max(1) as f32;
    let square: f32 = maps.data.iter().filter(|v| v.is_finite()).map(|v| v * v / count).sum();
    limit([maps]).min(3.0 * square.sqrt())
}

/// A value's colour where ±`limit` are the ends.
pub fn colour(value: f32, limit: f32) -> Rgb {
    palette().diverging.signed(value, limit)
}

/// A tile for each channel. `mark` tells these from others of the same form.
pub fn tiles(m: &mut HtmlWriter, maps: &Maps, limit: f32, mark: &str) {
    let Shape { h, w, c } = maps.shape;
    m.open("div", &[("class", "e-tiles"), ("data-mark", mark)]);
    for channel in 0..c {
        let values = maps.data.iter().skip(channel).step_by(c);
        let data = values.flat_map(|v| colour(*v, limit).0).collect();
        m.picture(&Pixels { shape: Shape::new(h, w, 3), data });
    }
    m.close("div");
}

/// The scale in words: what its ends are. What lies beyond has the colour of the end.
pub fn scale(m: &mut HtmlWriter, lang: Lang, limit: f32) {
    let end = number::significant(lang, f64::from(limit), 3);
    m.open("div", &[("class", "w-scale num e-scale")]);
    m.span("span", "", &["≤ −", &end].concat());
    m.element("span", &[("class", "w-scale-bar"), ("aria-hidden", "true")], "");
    m.span("span", "", &["≥ +", &end].concat());
    m.close("div");
}
