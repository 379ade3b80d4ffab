//! The network as a drawing: boxes to scale, in the order of computation.

mod layout;

use super::canvas::SizeObserver;
use super::figure::FigureButton;
use super::texts::{Texts, say, use_texts};
use crate::live::{act, flag, part, text};
use karui_protocol::{Figure, Layer, Network};
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
    let t = use_texts();
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
    let drawing = Memo::new(move |_| {
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
            layer.map_or(String::new(), |l| format!("{}: {}, {}", l.name, (t.get().op)(&l.op), l.output))
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
                    on:click=act(move |_| on_select.run(layer))
                >
                    <title>{text(move || name(layer))}</title>
                    <path class="w-hit" d=hit(block)/>
                    <path class="w-side" d=side(block)/>
                    <path class="w-lid" d=lid(block)/>
                    <rect class="w-front" x=block.x y=block.y width=block.w height=block.h/>
                </g>
            }
        });
        let view = view! {
            <svg
                viewBox=size
                role="listbox"
                tabindex="0"
                aria-label=say(t, |t| t.drawing)
                aria-activedescendant=text(move || format!("w-layer-{}", selected.get()))
                on:keydown=act(key)
            >
                {background(&drawing)}
                {blocks.collect_view()}
            </svg>
        };
        Some(view)
    };
    view! {
        <div class="w-drawing">
            <div class="w-drawing-holder" node_ref=holder>{part(picture)}</div>
            <LayerFacts network selected/>
            <p class="w-note muted">{say(t, |t| t.drawing_scale)}</p>
        </div>
    }
    .into_any()
}

/// Frames, arrows and texts: all that cannot be chosen.
fn background(drawing: &Drawing) -> impl IntoView + use<> {
    let frames = drawing.frames.iter().map(|f| {
        view! {
            <rect class="w-frame" x=f.x + 0.5 y=f.y + 0.5 width=f.w - 1.0 height=f.h - 1.0 rx="6"/>
            <text class="w-frame-name" x=f.x + 8.0 y=f.y + 13.0>{f.name.clone()}</text>
        }
    });
    let arrows = drawing.arrows.iter().map(|points| {
        view! { <path class="w-arrow" d=polyline(points)/> <path class="w-arrow-head" d=arrow_head(points)/> }
    });
    let bridges = drawing.bridges.iter().map(|[(x0, y0), (x1, y1)]| {
        let (over, middle) = (y0.min(*y1) - 14.0, (x0 + x1) / 2.0);
        view! { <path class="w-arrow bridge" d=format!("M{x0} {y0}Q{x0} {over} {middle} {over}T{x1} {y1}")/> }
    });
    let labels = drawing.labels.iter().map(|l| {
        view! {
            <text class="w-unit-name" x=l.x y=l.y text-anchor="middle">{l.name.clone()}</text>
            <text class="w-unit-shape num" x=l.x y=l.y + 13.0 text-anchor="middle">{l.shape.clone()}</text>
        }
    });
    (frames.collect_view(), arrows.collect_view(), bridges.collect_view(), labels.collect_view())
}

/// The chosen layer in words and figures.
#[component]
fn LayerFacts(network: Signal<Option<Network>>, selected: Signal<usize>) -> impl IntoView {
    let t = use_texts();
    let layer = Memo::new(move |_| network.with(|n| n.as_ref().and_then(|n| n.layers.get(selected.get()).cloned())));
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
                <dt>{say(t, name)}</dt>
                <dd><FigureButton figure=figure(read) label/></dd>
            </div>
        }
    };
    view! {
        <div class="w-layer-facts" hidden=flag(move || layer.with(Option::is_none))>
            <p>
                <strong>{read(|l, _| l.name.clone())}</strong>
                " "
                {read(|l, t| (t.op)(&l.op).to_owned())}
            </p>
            <dl>
                <div>
                    <dt>{say(t, |t| t.output)}</dt>
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
