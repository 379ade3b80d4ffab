//! The picture itself: told what to show, it tells which layer was touched.

use super::cells::paint;
use super::flow::FlowFigure;
use super::layout::{Block, Layout, layout};
use super::texts::{Texts, say, use_texts};
use crate::diet::page::results::decibels;
use crate::diet::page::test_ids;
use crate::diet::picture::{Flow, NetworkPicture};
use karui_protocol::Pixels;
use karui_ui::canvas::{PixelImage, follow_width, use_canvas};
use karui_ui::reactive::{flag, handler, list, maybe_view, memo, optional, text};
use karui_ui::{Lang, number, use_lang};
use leptos::ev::KeyboardEvent;
use leptos::web_sys::{Element, HtmlElement};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// Weights whose noise is so far below them, in decibels, show no error.
const CLEAN: f32 = 50.0;

/// A network as blocks in a row, the image before them and its classes behind. What stands in it below them is the
/// children's.
#[component]
pub fn NetworkFigure(
    /// The network; nothing is drawn for `None`.
    #[prop(into)]
    picture: Signal<Option<NetworkPicture>>,
    /// An image that it sees.
    #[prop(into)]
    input: Signal<Option<Pixels>>,
    /// What its layers give for the image.
    #[prop(into)]
    flow: Signal<Option<Flow>>,
    /// Whether that is shown in place of the weights.
    gives: RwSignal<bool>,
    /// The open layer's name; empty where none is open.
    #[prop(into)]
    open: Signal<String>,
    /// Told the name of the layer that is touched.
    #[prop(into)]
    on_touch: Callback<String>,
    /// What stands below the blocks.
    children: Children,
) -> impl IntoView {
    let (lang, t) = (use_lang(), use_texts());
    let holder = NodeRef::<html::Div>::new();
    let width = follow_width(holder);
    let made = memo(move || {
        let width = width.get();
        picture.with(|picture| {
            let bytes = |it: &NetworkPicture| {
                let all: Vec<_> = it.layers.iter().map(|layer| layer.bytes()).chain(rest_to_see(it)).collect();
                layout(&all, width)
            };
            picture.as_ref().filter(|_| width > 0.0).map(bytes)
        })
    });
    let names = memo(move || {
        let of = |it: &NetworkPicture| it.layers.iter().map(|layer| layer.name.clone()).collect::<Vec<_>>();
        picture.with(|picture| picture.as_ref().map_or(Vec::new(), of))
    });
    let bytes = memo(move || picture.with(|picture| picture.as_ref().map(NetworkPicture::bytes)));
    // The layer that Tab comes to.
    let at = RwSignal::new(0);
    let key = move |event: KeyboardEvent| {
        let to = names.with_untracked(|names| step(&event.key(), at.get_untracked(), names.len()));
        let Some(to) = to else { return };
        event.prevent_default();
        let root = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
        let found =
            root.and_then(|root| root.query_selector(&["[data-at=\"", &to.to_string(), "\"]"].concat()).ok()?);
        if let Some(layer) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            // An element in the document takes the focus.
            let _ = layer.focus();
        }
        // What is open goes along.
        if open.with_untracked(|open| !open.is_empty())
            && let Some(name) = names.with_untracked(|names| names.get(to).cloned())
            && open.get_untracked() != name
        {
            on_touch.run(name);
        }
    };
    let layers = list(move || {
        let names = names.get();
        names.into_iter().enumerate().map(|(i, name)| layer(i, name, (picture, made), (open, on_touch, at))).collect()
    });
    let raw = move |of: fn((f64, f64)) -> f64| optional(move || bytes.get().map(|bytes| of(bytes).to_string()));
    let untrained = memo(move || picture.with(|picture| picture.as_ref().is_some_and(|it| it.is_untrained)));
    let classes = memo(move || picture.with(|picture| picture.as_ref().map_or(0, |it| it.classes)));
    let is_empty = memo(move || picture.with(Option::is_none));
    let choice = move |to: bool, name: fn(&Texts) -> &'static str| {
        view! {
            <button
                type="button"
                class="btn small"
                data-testid=if to { test_ids::SHOW_OUTPUTS } else { test_ids::SHOW_WEIGHTS }
                aria-pressed=text(move || (gives.get() == to).to_string())
                on:click=handler(move |_| gives.set(to))
            >
                {say(name)}
            </button>
        }
    };
    view! {
        <figure
            class="n-figure"
            data-testid=test_ids::NETWORK_PICTURE
            data-bytes=raw(|bytes| bytes.1)
            data-before=raw(|bytes| bytes.0)
        >
            <div class="n-head">
                <h3>{say(|t| t.title)}</h3>
                <div class="row" role="group" aria-label=say(|t| t.shown)>
                    {choice(false, |t| t.show_weights)} {choice(true, |t| t.show_outputs)}
                </div>
                <Balance bytes />
            </div>
            <div
                class="n-layers"
                class:named=flag(move || made.with(|made| made.as_ref().is_some_and(|it| it.has_names)))
                class:waits=flag(move || is_empty.get())
                hidden=flag(move || gives.get())
                node_ref=holder
                role="toolbar"
                aria-label=say(|t| t.layers)
                on:keydown=handler(key)
            >
                <p class="n-waits muted" hidden=flag(move || !is_empty.get())>{say(|t| t.waits)}</p>
                <span class="n-end" hidden=flag(move || is_empty.get())>
                    <span class="n-stand"><PixelImage pixels=input /></span>
                    <span class="n-name">{say(|t| t.input)}</span>
                </span>
                {layers}
                {rest(picture, made)}
                <span class="n-end" hidden=flag(move || is_empty.get())>
                    <span class="n-stand"><span class="n-classes" aria-hidden="true">{dots(classes)}</span></span>
                    <span class="n-name">{text(move || (t.get().classes)(classes.get()))}</span>
                </span>
            </div>
            {maybe_view(move || gives.get().then(|| view! { <FlowFigure flow /> }))}
            <p class="n-untrained" hidden=flag(move || !untrained.get())>{say(|t| t.untrained)}</p>
            {children()}
            <figcaption class="help">
                <p hidden=flag(move || gives.get())>{say(|t| t.note)}</p>
                <p class="n-keys" hidden=flag(move || gives.get()) aria-hidden="true">
                    <span>{say(|t| t.error)}</span>
                    <span class="n-key"><span>{say(|t| t.small)}</span><span class="n-scale error"></span><span>{say(|t| t.large)}</span></span>
                    <span>{say(|t| t.weights)}</span>
                    <span class="n-key"><span>"−"</span><span class="n-scale"></span><span>"+"</span></span>
                    <span>{say(|t| t.zero)}</span>
                </p>
                <p class="visually-hidden">{text(move || summary(picture, lang.get(), t.get()))}</p>
            </figcaption>
        </figure>
    }
    .into_any()
}

/// Which layer a key goes to.
fn step(key: &str, at: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowRight" | "ArrowDown" if at + 1 < count => Some(at + 1),
        "ArrowLeft" | "ArrowUp" if at > 0 => Some(at - 1),
        "Home" if count > 0 => Some(0),
        "End" if count > 0 => Some(count - 1),
        _ => None,
    }
}

type Shown = (Signal<Option<NetworkPicture>>, Memo<Option<Layout>>);

/// A layer: its block within what it was, and below it its name, its bytes and its decibels.
fn layer(
    i: usize,
    name: String,
    (picture, made): Shown,
    (open, on_touch, at): (Signal<String>, Callback<String>, RwSignal<usize>),
) -> AnyView {
    let (lang, t) = (use_lang(), use_texts());
    let block =
        memo(move || made.with(|made| made.as_ref().and_then(|it| it.blocks.get(i).copied()).unwrap_or_default()));
    // Bytes before and now, and decibels.
    let facts = memo(move || {
        picture.with(|picture| {
            let layer = picture.as_ref()?.layers.get(i)?;
            Some((layer.size.0.as_ref().map(|figure| figure.value), layer.size.1.value, layer.sqnr))
        })
    });
    let cells = memo(move || {
        picture.with(|picture| picture.as_ref().and_then(|it| it.layers.get(i)).map(|layer| layer.cells.clone()))
    });
    let track = move || {
        cells.track();
        block.track();
    };
    let canvas = use_canvas(track, move |on| {
        cells.with_untracked(|cells| {
            if let Some(cells) = cells {
                paint(&on, cells, block.get_untracked().cells);
            }
        });
    });
    let words = {
        let name = name.clone();
        move || {
            let (lang, t) = (lang.get(), t.get());
            facts.get().map_or(String::new(), |(was, now, sqnr)| told(lang, t, &name, (was, now), sqnr))
        }
    };
    let title = words.clone();
    let (shown, is_open, touched) = (name.clone(), name.clone(), name.clone());
    let is_open = memo(move || open.with(|open| *open == is_open));
    let noise = move || facts.get().and_then(|(_, _, sqnr)| sqnr);
    view! {
        <button
            type="button"
            class="n-layer"
            class:open=flag(move || is_open.get())
            data-at=i.to_string()
            data-layer=name
            data-bytes=optional(move || facts.get().map(|(_, now, _)| now.to_string()))
            data-before=optional(move || facts.get().and_then(|(was, ..)| was).map(|was| was.to_string()))
            data-sqnr=optional(move || noise().map(|sqnr| sqnr.to_string()))
            aria-label=text(words)
            aria-expanded=text(move || is_open.get().to_string())
            title=text(title)
            tabindex=text(move || if at.get() == i { "0" } else { "-1" })
            style:--place=text(move || pixels(block.get().place))
            style:--error=text(move || number::plain(share(noise()).into()))
            on:focus=handler(move |_| at.set(i))
            on:click=handler(move |_| on_touch.run(touched.clone()))
        >
            <span class="n-stand">{outline(block)} <span class="n-block" style:width=text(move || pixels(block.get().now[0])) style:height=text(move || pixels(block.get().now[1]))><canvas node_ref=canvas></canvas></span></span>
            // With spaces, or its name would not be what is read.
            <span class="n-name">{shown}</span> " "
            <span class="n-bytes num">{text(move || facts.get().map_or(String::new(), |f| number::bytes(lang.get(), f.1)))}</span> " "
            <span class="n-noise num">{text(move || noise().map_or(String::new(), |sqnr| decibels(lang.get(), sqnr)))}</span>
        </button>
    }
    .into_any()
}

/// What a block was.
fn outline(block: Memo<Block>) -> AnyView {
    let side = move |i: usize| text(move || pixels(block.get().was[i]));
    view! { <span class="n-was" style:width=side(0) style:height=side(1)></span> }.into_any()
}

/// The rest of the file before and now, where there is anything to see of it.
fn rest_to_see(it: &NetworkPicture) -> Option<(f64, f64)> {
    let (rest, all) = ((it.rest.0.value, it.rest.1.value), it.bytes());
    (rest.0.max(rest.1) > 0.01 * all.0.max(all.1)).then_some(rest)
}

/// Its block.
fn rest(picture: Signal<Option<NetworkPicture>>, made: Memo<Option<Layout>>) -> AnyView {
    let lang = use_lang();
    let is_seen = memo(move || picture.with(|picture| picture.as_ref().is_some_and(|it| rest_to_see(it).is_some())));
    let block =
        memo(move || made.with(|made| made.as_ref().and_then(|it| it.blocks.last().copied()).unwrap_or_default()));
    let bytes = memo(move || picture.with(|picture| picture.as_ref().map(|it| (it.rest.0.value, it.rest.1.value))));
    view! {
        <span
            class="n-layer n-rest"
            hidden=flag(move || !is_seen.get())
            data-rest=""
            data-bytes=optional(move || bytes.get().map(|(_, now)| now.to_string()))
            title=say(|t| t.rest_told)
            style:--place=text(move || pixels(block.get().place))
        >
            <span class="n-stand">{outline(block)} <span class="n-block" style:width=text(move || pixels(block.get().now[0])) style:height=text(move || pixels(block.get().now[1]))></span></span>
            <span class="n-name">{say(|t| t.rest)}</span>
            <span class="n-bytes num">{text(move || bytes.get().map_or(String::new(), |b| number::bytes(lang.get(), b.1)))}</span>
        </span>
    }
    .into_any()
}

fn dots(classes: Memo<usize>) -> AnyView {
    // More would be no row of dots.
    list(move || (0..classes.get().min(10)).map(|_| view! { <i></i> }).collect::<Vec<_>>()).into_any()
}

/// A balance with the network before on one side and as it is now on the other; and both weights in numbers.
#[component]
fn Balance(bytes: Memo<Option<(f64, f64)>>) -> impl IntoView {
    let (lang, t) = (use_lang(), use_texts());
    let ratio = move || bytes.get().map_or(1.0, |(was, now)| now / was.max(1.0));
    // The heavier side sinks.
    let tilt = move || [&(-14.0 * (1.0 - ratio()).clamp(-1.0, 1.0)).to_string(), "deg"].concat();
    let written = move |of: fn((f64, f64)) -> f64| {
        text(move || bytes.get().map_or(String::new(), |bytes| number::bytes(lang.get(), of(bytes))))
    };
    let name = move || {
        let say = |v: f64| number::bytes(lang.get(), v);
        bytes.get().map_or(String::new(), |(was, now)| (t.get().balance)(&say(was), &say(now)))
    };
    let change = move || match bytes.get() {
        Some((was, now)) if was != now => number::change(lang.get(), was, now),
        _ => String::new(),
    };
    view! {
        <p class="n-balance" role="img" aria-label=text(name) hidden=flag(move || bytes.get().is_none())>
            <span class="n-was-bytes num">{written(|bytes| bytes.0)}</span>
            <svg viewBox="0 0 96 44" aria-hidden="true">
                <path class="foot" d="M48 12V38M36 39.5H60" />
                <g class="beam" style:--tilt=text(tilt)>
                    <path d="M14 12H82" />
                    <g class="pan" transform="translate(14 12)"><g class="level"><path d="M0 0V5M-9 19H9" /><rect class="load was" x="-7" y="5" width="14" height="14" /></g></g>
                    <g class="pan" transform="translate(82 12)"><g class="level"><path d="M0 0V5M-9 19H9" /><g class="load now" style:--side=text(move || number::plain(ratio().sqrt().min(1.4)))><rect x="-7" y="-14" width="14" height="14" /></g></g></g>
                </g>
                <circle class="pivot" cx="48" cy="12" r="2.5" />
            </svg>
            <strong class="num">{written(|bytes| bytes.1)}</strong>
            <span class="n-change num">{text(change)}</span>
        </p>
    }
    .into_any()
}

/// A layer in words.
fn told(lang: Lang, t: &Texts, name: &str, (was, now): (Option<f64>, f64), sqnr: Option<f32>) -> String {
    let was = was.filter(|was| *was != now).map(|was| number::bytes(lang, was));
    let noise = sqnr.map(|sqnr| decibels(lang, sqnr));
    (t.layer)([name, &number::bytes(lang, now)], was.as_deref(), noise.as_deref())
}

/// The whole network in words.
fn summary(picture: Signal<Option<NetworkPicture>>, lang: Lang, t: &Texts) -> String {
    picture.with(|picture| {
        let layers = picture.iter().flat_map(|picture| &picture.layers);
        let one = |layer: &crate::diet::picture::LayerPicture| {
            let was = layer.size.0.as_ref().map(|figure| figure.value);
            told(lang, t, &layer.name, (was, layer.size.1.value), layer.sqnr)
        };
        layers.map(one).collect::<Vec<_>>().join(lang.pick("。", ". "))
    })
}

/// How much of the colour of an error a layer has, 0 … 1.
fn share(sqnr: Option<f32>) -> f32 {
    sqnr.map_or(0.0, |sqnr| (1.0 - sqnr / CLEAN).clamp(0.0, 1.0))
}

fn pixels(length: f64) -> String {
    // What there is can be seen, however little it is.
    let length = if length > 0.0 { length.max(2.0) } else { 0.0 };
    [&((length * 100.0).round() / 100.0).to_string(), "px"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_within_the_layers() {
        assert_eq!((step("ArrowRight", 0, 3), step("ArrowRight", 2, 3)), (Some(1), None));
        assert_eq!((step("ArrowLeft", 0, 3), step("Home", 2, 3), step("End", 0, 3)), (None, Some(0), Some(2)));
        assert_eq!((step("End", 0, 0), step("a", 1, 3)), (None, None));
    }

    #[test]
    fn the_error_of_what_has_not_changed_has_no_colour() {
        assert_eq!((share(None), share(Some(60.0)), share(Some(-3.0))), (0.0, 0.0, 1.0));
        assert!((share(Some(20.0)) - 0.6).abs() < 1e-6);
    }

    #[test]
    fn a_little_is_still_seen() {
        assert_eq!((pixels(0.0), pixels(0.3), pixels(12.345)), ("0px".into(), "2px".into(), "12.35px".into()));
    }
}
