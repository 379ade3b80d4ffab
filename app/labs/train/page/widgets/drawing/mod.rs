//! The network as a drawing: boxes to scale, in the order of computation.

mod layout;

use super::texts::{Texts, say, use_texts};
use karui_protocol::{Figure, Layer, Network};
use karui_shell::i18n::op_name;
use karui_ui::canvas::SizeObserver;
use karui_ui::figure::FigureButton;
use karui_ui::reactive::{flag, handler, maybe_view, memo, text, views};
use layout::{Block, Drawing, Kind, layout};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use std::cell::RefCell;
use std::fmt::Write;

/// Boxes for layers: height and depth are the output's height and width, width is its channels; a bar is a vector, its
/// length the root of its features. Choosing one tells its layer.
#[component]
pub fn NetworkDrawing(
    /// The network.
    #[prop(into)]
    network: Signal<Option<Network>>,
    /// The chosen layer.
    #[prop(into)]
    selected: Signal<usize>,
    /// Told the layer that is chosen.
    #[prop(into)]
    on_select: Callback<usize>,
) -> impl IntoView {
    let lang = karui_ui::use_lang();
    let width = RwSignal::new(0.0);
    let holder = NodeRef::<html::Div>::new();
    let observer = StoredValue::new_local(RefCell::new(None::<SizeObserver>));
    holder.on_load(move |element| {
        let watched = element.clone();
        let made = SizeObserver::new(&element, move || {
            let now = f64::from(watched.client_width());
            // A hidden drawing has no width and keeps the one it had.
            if now > 0.0 && now != width.get_untracked() {
                width.set(now);
            }
        });
        observer.try_with_value(|o| o.replace(made));
    });
    let drawing = memo(move || {
        let width = width.get();
        network.with(|n| n.as_ref().filter(|_| width > 0.0).map(|n| layout(&n.layers, width.max(240.0))))
    });
    let key = move |event: KeyboardEvent| {
        let count = network.with_untracked(|n| n.as_ref().map_or(0, |n| n.layers.len()));
        let at = selected.get_untracked();
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" if at + 1 < count => at + 1,
            "ArrowLeft" | "ArrowUp" if at > 0 => at - 1,
            "Home" => 0,
            "End" if count > 0 => count - 1,
            _ => return,
        };
        event.prevent_default();
        on_select.run(to);
    };
    let name = move |layer: usize| {
        network.with(|n| {
            let layer = n.as_ref().and_then(|n| n.layers.get(layer));
            layer.map_or(String::new(), |l| format!("{}: {}, {}", l.name, op_name(lang.get(), &l.op), l.output))
        })
    };
    let picture = move || {
        let drawing = drawing.get()?;
        let size = format!("0 0 {} {}", width.get_untracked().max(240.0), drawing.height);
        let blocks = drawing.blocks.iter().map(|block| {
            let &Block { layer, kind, .. } = block;
            let class = match kind {
                Kind::Input => "w-block-box input",
                Kind::Weights => "w-block-box weights",
                Kind::Shape => "w-block-box shape",
                Kind::Norm => "w-block-box norm",
                Kind::Activation => "w-block-box activation",
            };
            view! {
                <g
                    id=format!("w-layer-{layer}")
                    role="option"
                    class=class
                    class:selected=flag(move || selected.get() == layer)
                    aria-selected=text(move || (selected.get() == layer).to_string())
                    aria-label=text(move || name(layer))
                    on:click=handler(move |_| on_select.run(layer))
                >
                    <title>{text(move || name(layer))}</title>
                    <g inner_html=faces(block)></g>
                </g>
            }
        });
        let view = view! {
            <svg
                viewBox=size
                role="listbox"
                tabindex="0"
                aria-label=say(|t| t.drawing)
                aria-activedescendant=text(move || format!("w-layer-{}", selected.get()))
                on:keydown=handler(key)
            >
                <g inner_html=background(&drawing)></g>
                {views(blocks)}
            </svg>
        };
        Some(view)
    };
    view! {
        <div class="w-drawing">
            <div class="w-drawing-holder" node_ref=holder>{maybe_view(picture)}</div>
            <LayerFacts network selected/>
            <p class="w-note muted">{say(|t| t.drawing_scale)}</p>
        </div>
    }
    .into_any()
}

/// A block's shapes as SVG; only the group that they stand in follows signals.
fn faces(block: &Block) -> String {
    let Block { x, y, w, h, .. } = block;
    let (hit, side, lid) = (hit(block), side(block), lid(block));
    format!(
        r#"<path class="w-hit" d="{hit}"/><path class="w-side" d="{side}"/><path class="w-lid" d="{lid}"/><rect class="w-front" x="{x}" y="{y}" width="{w}" height="{h}"/>"#
    )
}

/// Frames, arrows and texts as SVG: all that cannot be chosen and is never updated.
fn background(drawing: &Drawing) -> String {
    let mut svg = String::new();
    let mut add = |part: String| svg.push_str(&part);
    for f in &drawing.frames {
        let (x, y, w, h) = (f.x + 0.5, f.y + 0.5, f.w - 1.0, f.h - 1.0);
        add(format!(r#"<rect class="w-frame" x="{x}" y="{y}" width="{w}" height="{h}" rx="6"/>"#));
        let (x, y, name) = (f.x + 8.0, f.y + 13.0, escaped(&f.name));
        add(format!(r#"<text class="w-frame-name" x="{x}" y="{y}">{name}</text>"#));
    }
    for points in &drawing.arrows {
        let (line, head) = (polyline(points), arrow_head(points));
        add(format!(r#"<path class="w-arrow" d="{line}"/><path class="w-arrow-head" d="{head}"/>"#));
    }
    for [(x0, y0), (x1, y1)] in &drawing.bridges {
        let (over, middle) = (y0.min(*y1) - 14.0, (x0 + x1) / 2.0);
        add(format!(r#"<path class="w-arrow bridge" d="M{x0} {y0}Q{x0} {over} {middle} {over}T{x1} {y1}"/>"#));
    }
    for l in &drawing.labels {
        let (x, y, below, name, shape) = (l.x, l.y, l.y + 13.0, escaped(&l.name), escaped(&l.shape));
        add(format!(r#"<text class="w-unit-name" x="{x}" y="{y}" text-anchor="middle">{name}</text>"#));
        add(format!(r#"<text class="w-unit-shape num" x="{x}" y="{below}" text-anchor="middle">{shape}</text>"#));
    }
    svg
}

/// Text within markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The chosen layer in words and figures.
#[component]
fn LayerFacts(network: Signal<Option<Network>>, selected: Signal<usize>) -> impl IntoView {
    let (lang, t) = (karui_ui::use_lang(), use_texts());
    let layer = memo(move || network.with(|n| n.as_ref().and_then(|n| n.layers.get(selected.get()).cloned())));
    let read = move |of: fn(&Layer, &Texts) -> String| {
        text(move || layer.with(|l| l.as_ref().map_or(String::new(), |l| of(l, t.get()))))
    };
    let figure =
        move |read: fn(&Layer) -> &Figure| Signal::derive(move || layer.with(|l| l.as_ref().map(|l| read(l).clone())));
    let fact = move |name: fn(&Texts) -> &'static str, read: fn(&Layer) -> &Figure| {
        let label = Signal::derive(move || {
            let of = layer.with(|l| l.as_ref().map(|l| l.name.clone()).unwrap_or_default());
            format!("{} · {of}", name(t.get()))
        });
        view! {
            <div>
                <dt>{say(name)}</dt>
                <dd><FigureButton figure=figure(read) label/></dd>
            </div>
        }
    };
    view! {
        <div class="w-layer-facts" hidden=flag(move || layer.with(Option::is_none))>
            <p>
                <strong>{read(|l, _| l.name.clone())}</strong>
                " "
                {text(move || layer.with(|l| l.as_ref().map_or(String::new(), |l| op_name(lang.get(), &l.op).to_owned())))}
            </p>
            <dl>
                <div>
                    <dt>{say(|t| t.output)}</dt>
                    <dd class="num">{read(|l, _| l.output.to_string())}</dd>
                </div>
                {fact(|t| t.params, |l| &l.params)}
                {fact(|t| t.macs, |l| &l.macs)}
                {fact(|t| t.bytes, |l| &l.bytes)}
            </dl>
        </div>
    }
    .into_any()
}

fn side(b: &Block) -> String {
    let (x, y) = (b.x + b.w, b.y);
    format!("M{x} {y}l{d} -{d}v{h}l-{d} {d}z", d = b.d, h = b.h)
}

fn lid(b: &Block) -> String {
    format!("M{} {}l{d} -{d}h{w}l-{d} {d}z", b.x, b.y, d = b.d, w = b.w)
}

/// A little more than the box, so that thin ones can be hit with a finger.
fn hit(b: &Block) -> String {
    format!("M{} {}h{}v{}h-{}z", b.x - 1.5, b.y - b.d - 8.0, b.w + 3.0, b.h + b.d + 16.0, b.w + 3.0)
}

fn polyline(points: &[(f64, f64)]) -> String {
    let mut d = String::new();
    for (i, (x, y)) in points.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(d, "{}{x} {y}", if i == 0 { "M" } else { "L" });
    }
    d
}

/// A small triangle; arrows end going right.
fn arrow_head(points: &[(f64, f64)]) -> String {
    points.last().map(|(x, y)| format!("M{x} {y}l-5 -3v6z")).unwrap_or_default()
}
