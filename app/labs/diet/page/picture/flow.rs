//! An image on its way through the network: what each layer gives before and now, as small maps.

use super::texts::{say, use_texts};
use crate::diet::page::results::decibels;
use crate::diet::picture::{Flow, LayerFlow};
use karui_ui::canvas::{Paint, PixelImage, put, readable_canvas, use_canvas};
use karui_ui::reactive::{list, memo, optional, text};
use karui_ui::use_lang;
use leptos::prelude::*;

/// Between two maps, in CSS pixels.
const GAP: f64 = 2.0;

/// The layers in order, each with a row of maps before and one of the same now.
#[component]
pub fn FlowFigure(
    /// What there is to show; nothing while it is on its way.
    #[prop(into)]
    flow: Signal<Option<Flow>>,
) -> impl IntoView {
    let t = use_texts();
    let input = memo(move || flow.with(|flow| flow.as_ref().map(|it| it.pixels.clone())));
    let names = memo(move || {
        let of = |it: &Flow| it.layers.iter().map(|layer| layer.name.clone()).collect::<Vec<_>>();
        flow.with(|flow| flow.as_ref().map_or(Vec::new(), of))
    });
    let layers = list(move || names.get().into_iter().enumerate().map(|(i, name)| layer(i, name, flow)).collect());
    view! {
        <ol class="n-flow" aria-label=say(|t| t.flow)>
            <li class="n-flow-input">
                <span class="n-name">{say(|t| t.input)}</span>
                <PixelImage pixels=input />
                <span class="n-flow-rows"><span>{say(|t| t.before)}</span><span>{say(|t| t.now)}</span></span>
            </li>
            {layers}
        </ol>
        <p class="help">{text(move || t.get().flow_note)}</p>
    }
    .into_any()
}

/// A layer: its name, both rows of maps, and how far they are apart.
fn layer(i: usize, name: String, flow: Signal<Option<Flow>>) -> AnyView {
    let (lang, t) = (use_lang(), use_texts());
    let layer = memo(move || flow.with(|flow| flow.as_ref().and_then(|it| it.layers.get(i).cloned())));
    let canvas = use_canvas(
        move || layer.track(),
        move |on| {
            layer.with_untracked(|layer| {
                if let Some(layer) = layer {
                    paint(&on, layer);
                }
            });
        },
    );
    let read = move |of: fn(&LayerFlow) -> String| layer.with(|layer| layer.as_ref().map_or(String::new(), of));
    let sqnr = move || layer.with(|layer| layer.as_ref().and_then(|layer| layer.sqnr));
    let noise = move || match sqnr() {
        Some(sqnr) => decibels(lang.get(), sqnr),
        None if layer.with(|it| it.as_ref().is_some_and(|it| it.now.is_empty())) => "—".into(),
        None => String::new(),
    };
    let told = {
        let name = name.clone();
        move || {
            let at = read(|layer| if layer.at == layer.name { String::new() } else { layer.at.clone() });
            (t.get().flow_of)(&name, &at, &noise())
        }
    };
    let shown = name.clone();
    view! {
        <li data-flow=name data-sqnr=optional(move || sqnr().map(|sqnr| sqnr.to_string()))>
            <span class="n-name">{shown}</span>
            <canvas node_ref=canvas role="img" aria-label=text(told)></canvas>
            <span class="n-bytes num">{text(move || read(shape))}</span>
            <span class="n-noise num">{text(noise)}</span>
        </li>
    }
    .into_any()
}

/// `14×14×32`, or `128` for a vector.
fn shape(of: &LayerFlow) -> String {
    if of.shape.area() <= 1 { of.shape.c.to_string() } else { of.shape.to_string() }
}

/// Paints as many maps as there is room for, those before above those now.
fn paint(on: &Paint<'_>, layer: &LayerFlow) {
    let (height, width) = layer.side;
    let Some((small, _)) = readable_canvas(width as u32, height as u32) else { return };
    let row = (on.height - 2.0 * GAP) / 2.0;
    // A map keeps its form; a flat one is as wide as there is room.
    let size = fit([width as f64, height as f64], [on.width, row]);
    let count = (((on.width + GAP) / (size[0] + GAP)).floor() as usize).max(1);
    on.context.set_image_smoothing_enabled(false);
    for (values, top) in [(&layer.float, 0.0), (&layer.now, row + 2.0 * GAP)] {
        for (i, map) in values.chunks_exact((width * height).max(1)).take(count).enumerate() {
            let pixel = |value: &f32| {
                let [r, g, b] = on.palette.diverging.signed(*value, layer.limit).0;
                [r, g, b, if value.is_finite() { 255 } else { 0 }]
            };
            put(&small, &map.iter().flat_map(pixel).collect::<Vec<u8>>(), width, height);
            let left = i as f64 * (size[0] + GAP);
            // It was painted just now and has a size.
            let _ = on.context.draw_image_with_html_canvas_element_and_dw_and_dh(&small, left, top, size[0], size[1]);
        }
    }
}

/// The largest size of this form within `room`.
fn fit([width, height]: [f64; 2], room: [f64; 2]) -> [f64; 2] {
    let scale = (room[0] / width.max(1.0)).min(room[1] / height.max(1.0));
    [width * scale, height * scale]
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn a_map_keeps_its_form() {
        assert_eq!(fit([28.0, 28.0], [120.0, 40.0]), [40.0, 40.0]);
        assert_eq!(fit([16.0, 4.0], [80.0, 40.0]), [80.0, 20.0]);
    }
}
