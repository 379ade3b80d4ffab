//! Three kinds of virtualization, drawn to scale from the sizes of real packages, and what each isolates.

use super::test_ids;
use super::texts::scenes::{self as texts, Texts, say};
use crate::container::kinds::{Block, Kind, NUMPY, Size, TORCH};
use karui_ui::html::{HtmlRegion, HtmlWriter, units};
use karui_ui::reactive::{handler, text, views};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use web_sys::Event;

/// The drawing: a column for each kind.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 330.0;
const TOP: f64 = 24.0;
/// A block that is lower has no room for its name.
const LEAST: f64 = 13.0;
/// Most applications.
const MOST: u64 = 12;

pub(super) fn view() -> AnyView {
    let lang = use_lang();
    let (count, is_torch) = (RwSignal::new(4u64), RwSignal::new(false));
    let application = move || if is_torch.get() { TORCH } else { NUMPY };
    let drawing = HtmlRegion::new("k-scale r-chart", move |m| {
        let (lang, t) = (lang.get(), texts::of(lang.get()));
        draw(m, lang, t, application(), count.get());
    })
    .testid(test_ids::SCALE);
    let table = HtmlRegion::new("w-scroll r-scroll k-isolation", move |m| isolation(m, texts::of(lang.get())))
        .region(move || texts::of(lang.get()).isolation_title.to_owned());
    let sources = HtmlRegion::new("k-sources", move |m| sources(m, lang.get(), texts::of(lang.get()), application()));
    let choose = move |torch: bool| {
        view! {
            <button
                type="button"
                data-application=if torch { "torch" } else { "numpy" }
                aria-pressed=text(move || (is_torch.get() == torch).to_string())
                on:click=handler(move |_| is_torch.set(torch))
            >
                {text(move || (texts::of(lang.get()).application)(torch))}
            </button>
        }
    };
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.scale_title)}</h3>
            <p class="help">{say(|t| t.scale_note)}</p>
            <div class="row">
                <label for="k-count">{text(move || (texts::of(lang.get()).count)(count.get()))}</label>
                <input
                    id="k-count"
                    type="range"
                    min="1"
                    max=MOST.to_string()
                    prop:value=text(move || count.get().to_string())
                    on:input=handler(move |event: Event| {
                        if let Ok(typed) = event_target_value(&event).parse::<u64>() {
                            count.set(typed.clamp(1, MOST));
                        }
                    })
                />
                <span class="k-form">{views([false, true].map(choose))}</span>
            </div>
            {drawing.view()}
            {sources.view()}
        </section>
        <section class="part r-part">
            <h3>{say(|t| t.isolation_title)}</h3>
            <p class="help">{say(|t| t.isolation_note)}</p>
            {table.view()}
        </section>
    }
    .into_any()
}

const fn class(block: Block) -> &'static str {
    match block {
        Block::Application => "k-block application",
        Block::Kernel | Block::GuestKernel => "k-block kernel",
        Block::System | Block::GuestSystem => "k-block system",
        Block::Virtualizer => "k-block virtualizer",
        Block::BaseImage => "k-block image",
    }
}

fn draw(m: &mut HtmlWriter, lang: Lang, t: &Texts, application: Size, count: u64) {
    let most = Kind::ALL.iter().map(|kind| kind.bytes(application, count)).max().unwrap_or(1);
    let scale = (HEIGHT - TOP - 22.0) / most as f64;
    let column = WIDTH / Kind::ALL.len() as f64;
    let size = ["0 0 ", &units(WIDTH), " ", &units(HEIGHT)].concat();
    m.open("svg", &[("viewBox", &*size), ("role", "img"), ("aria-label", t.scale_label)]);
    for (i, kind) in Kind::ALL.into_iter().enumerate() {
        let (left, width) = (column * i as f64 + 8.0, column - 16.0);
        let bytes = kind.bytes(application, count);
        m.open("g", &[("data-kind", kind.id()), ("data-value", &bytes.to_string())]);
        m.label("k-kind", "start", left, 14.0, (t.kind)(kind));
        let mut bottom = HEIGHT - 20.0;
        for (block, size) in kind.shared() {
            bottom = box_of(m, t, (block, size), scale, (left, width), bottom);
        }
        let each = width / count as f64;
        for n in 0..count {
            let mut bottom = bottom;
            for (block, size) in kind.each(application) {
                let place = (left + each * n as f64, (each - 1.0).max(1.0));
                // Side by side, each as high as it takes a column of its own to keep its area.
                bottom = box_of(m, t, (block, size), scale * count as f64, place, bottom);
            }
        }
        m.label("num", "start", left, HEIGHT - 4.0, &number::bytes(lang, bytes as f64));
        m.close("g");
    }
    m.close("svg");
    m.open("ul", &[("class", "k-legend")]);
    for (class, name) in [
        ("application", (t.block)(Block::Application)),
        ("image", (t.block)(Block::BaseImage)),
        ("system", t.systems),
        ("kernel", t.kernels),
        ("virtualizer", (t.block)(Block::Virtualizer)),
    ] {
        m.element("li", &[("class", class)], name);
    }
    m.close("ul");
}

/// A block that stands on `bottom`; gives its top. Areas are bytes.
fn box_of(
    m: &mut HtmlWriter,
    t: &Texts,
    (block, size): (Block, Size),
    scale: f64,
    (left, width): (f64, f64),
    bottom: f64,
) -> f64 {
    let height = size.bytes as f64 * scale;
    let top = bottom - height;
    m.open("g", &[("class", class(block))]);
    m.element("title", &[], &[(t.block)(block), ": ", size.source].concat());
    let attrs = [("x", &*units(left)), ("y", &*units(top)), ("width", &*units(width)), ("height", &*units(height))];
    m.element("rect", &attrs, "");
    if height >= LEAST && width >= 90.0 {
        m.label("", "start", left + 5.0, top + height / 2.0 + 4.0, (t.block)(block));
    }
    m.close("g");
    top
}

/// The numbers behind the drawing.
fn sources(m: &mut HtmlWriter, lang: Lang, t: &Texts, application: Size) {
    m.open("details", &[]);
    m.element("summary", &[], t.sources);
    for kind in Kind::ALL {
        m.element("p", &[("class", "strong")], (t.kind)(kind));
        m.open("ul", &[]);
        let shared = kind.shared().into_iter().map(|it| (it, t.once));
        for ((block, size), often) in shared.chain(kind.each(application).into_iter().map(|it| (it, t.for_each))) {
            let bytes = number::bytes(lang, size.bytes as f64);
            m.element("li", &[], &[(t.block)(block), " ", often, ": ", &bytes, " (", size.source, ")"].concat());
        }
        m.close("ul");
    }
    m.close("details");
}

/// What keeps what apart.
fn isolation(m: &mut HtmlWriter, t: &Texts) {
    m.open("table", &[("class", "r-table")]);
    m.open("thead", &[]);
    m.open("tr", &[]);
    for head in t.isolation_heads {
        m.element("th", &[("scope", "col")], head);
    }
    m.close("tr");
    m.close("thead");
    m.open("tbody", &[]);
    for row in t.isolation.chunks(3) {
        m.open("tr", &[]);
        for (i, cell) in row.iter().enumerate() {
            if i == 0 {
                m.element("th", &[("scope", "row")], cell);
            } else {
                m.element("td", &[], cell);
            }
        }
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}
