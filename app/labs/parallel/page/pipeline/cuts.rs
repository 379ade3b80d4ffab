//! The network's drawing with its cuts, which are dragged, or moved by the arrow keys.

use super::texts::{Texts, of, say};
use crate::parallel::messages::{Ask, Layer};
use crate::parallel::page::allreduce::head;
use crate::parallel::page::state::{can_ask, parallel_of};
use crate::parallel::page::test_ids;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter, units};
use karui_ui::reactive::{effect, flag, handler, memo, optional};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

const WIDTH: f64 = 640.0;
const TOP: f64 = 12.0;
const HEIGHT: f64 = 84.0;
/// The whole drawing, with the names of the layers below.
const WHOLE: f64 = 152.0;

/// The layers, and behind which of them the network is cut; nothing where it has fewer layers than stages.
#[derive(Debug, Clone, PartialEq)]
struct Cut {
    layers: Vec<Layer>,
    cuts: Option<Vec<usize>>,
    ranks: usize,
}

impl Cut {
    /// The stage of a layer.
    fn stage(&self, layer: usize) -> usize {
        self.cuts.iter().flatten().filter(|cut| **cut < layer).count()
    }

    /// Where a cut behind a layer is drawn.
    fn x(&self, layer: usize) -> f64 {
        WIDTH * (layer + 1) as f64 / self.layers.len().max(1) as f64
    }

    /// The layer behind which is `share` of the drawing's width.
    fn layer(&self, share: f64) -> usize {
        (share * self.layers.len() as f64).round().max(1.0) as usize - 1
    }
}

pub fn view(lab: Lab) -> AnyView {
    let (lang, all) = (use_lang(), parallel_of(lab));
    let state = all.pipeline;
    effect(move || {
        let network = state.net.get().kind();
        if can_ask(lab) {
            lab.ask(&Ask::Layers(network));
        }
    });
    let cut: Signal<Cut> =
        memo(move || Cut { layers: state.layers.get(), cuts: state.cuts_now(), ranks: state.stages.get() }).into();
    let picture = HtmlRegion::new("w-scroll p-scroll r-plot", move |m| {
        let lang = lang.get();
        cut.with(|cut| draw(m, lang, of(lang), cut));
    })
    .testid(test_ids::PIPELINE_CUTS);
    let stages = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        state.piped.with(|piped| {
            let times = piped.as_ref().and_then(|it| it.as_ref().ok());
            cut.with(|cut| table(m, lang, of(lang), cut, &|stage| times.and_then(|piped| piped.times(stage))));
        });
    })
    .region(move || of(lang.get()).cuts_title.to_owned());
    let held = StoredValue::new(None::<usize>);
    let to = move |which: usize, layer: usize| {
        state.move_cut(which, layer);
    };
    let down = move |event: PointerEvent| {
        let Some(which) = which(event.target()) else { return };
        held.set_value(Some(which));
        let holder = event.current_target().and_then(|it| it.dyn_into::<Element>().ok());
        // It fails where the pointer is gone already; then no move follows either.
        let _ = holder.map(|holder| holder.set_pointer_capture(event.pointer_id()));
    };
    let on_way = move |event: PointerEvent| {
        let Some(which) = held.get_value() else { return };
        let holder = event.current_target().and_then(|it| it.dyn_into::<Element>().ok());
        let Some(svg) = holder.and_then(|holder| holder.query_selector("svg").ok().flatten()) else { return };
        let place = svg.get_bounding_client_rect();
        let share = (f64::from(event.client_x()) - place.left()) / place.width().max(1.0);
        let layer = cut.with_untracked(|cut| cut.layer(share));
        to(which, layer);
    };
    let up = move |_: PointerEvent| held.set_value(None);
    let pressed = move |event: KeyboardEvent| {
        let Some(which) = which(event.target()) else { return };
        let at = cut.with_untracked(|cut| cut.cuts.as_ref().and_then(|cuts| cuts.get(which).copied()));
        let Some(at) = at else { return };
        let layer = match &*event.key() {
            "ArrowLeft" | "ArrowDown" => at.saturating_sub(1),
            "ArrowRight" | "ArrowUp" => at + 1,
            "Home" => 0,
            "End" => usize::MAX,
            _ => return,
        };
        event.prevent_default();
        to(which, layer);
    };
    let shown = move || cut.with(|cut| cut.cuts.as_ref().map(|cuts| joined(cuts)));
    view! {
        <h4>{say(|t| t.cuts_title)}</h4>
        <p class="help">{say(|t| t.cuts_note)}</p>
        <div
            class="p-cuts"
            data-cuts=optional(shown)
            on:pointerdown=handler(down)
            on:pointermove=handler(on_way)
            on:pointerup=handler(up)
            on:pointercancel=handler(up)
            on:keydown=handler(pressed)
        >
            {picture.view()}
        </div>
        {stages.view()}
        <div class="row">
            <button
                type="button"
                class="btn quiet small"
                data-testid=test_ids::PIPELINE_EVEN
                disabled=flag(move || state.cuts.with(Vec::is_empty))
                on:click=handler(move |_: web_sys::MouseEvent| state.cuts.set(Vec::new()))
            >
                {say(|t| t.even)}
            </button>
        </div>
    }
    .into_any()
}

/// The cut that an event is of.
fn which(target: Option<web_sys::EventTarget>) -> Option<usize> {
    let element = target?.dyn_into::<Element>().ok()?;
    element.closest("[data-do=cut]").ok().flatten()?.get_attribute("data-at")?.parse().ok()
}

fn joined(cuts: &[usize]) -> String {
    cuts.iter().map(usize::to_string).collect::<Vec<_>>().join(",")
}

fn draw(m: &mut HtmlWriter, lang: Lang, t: &Texts, cut: &Cut) {
    if cut.layers.is_empty() {
        return;
    }
    let size = ["0 0 ", &units(WIDTH), " ", &units(WHOLE)].concat();
    let attrs = [("class", "r-chart p-timeline"), ("viewBox", &*size), ("role", "group"), ("aria-label", t.cuts_title)];
    m.open("svg", &attrs);
    let most = cut.layers.iter().map(|layer| layer.macs).max().unwrap_or(0).max(1) as f64;
    let width = WIDTH / cut.layers.len() as f64;
    for (i, layer) in cut.layers.iter().enumerate() {
        let (x, stage) = (width * i as f64, cut.stage(i));
        // As tall as the work is; what has next to none keeps a line.
        let tall = (HEIGHT * layer.macs as f64 / most).max(3.0);
        let class = ["p-box p-piece p-c", &(stage % cut.ranks.max(1) % 8).to_string()].concat();
        let [left, top, wide, high] = [x + 1.0, TOP + HEIGHT - tall, width - 2.0, tall].map(units);
        m.open("g", &[]);
        m.element("title", &[], &(t.layer)(&layer.name, &number::integer(lang, layer.macs as f64)));
        let attrs = [("class", &*class), ("x", &*left), ("y", &*top), ("width", &*wide), ("height", &*high)];
        m.element("rect", &attrs, "");
        m.close("g");
        let (middle, below) = (units(x + width / 2.0 + 4.0), units(TOP + HEIGHT + 12.0));
        let turn = ["rotate(60 ", &middle, " ", &below, ")"].concat();
        let attrs = [("class", "p-name"), ("x", &*middle), ("y", &*below), ("transform", &*turn)];
        m.element("text", &attrs, &layer.name);
    }
    let last = cut.layers.len().saturating_sub(2).to_string();
    for (i, &at) in cut.cuts.iter().flatten().enumerate() {
        let x = cut.x(at);
        let (number, now) = (i.to_string(), at.to_string());
        let name = (t.cut)(i + 1);
        let behind = (t.behind)(cut.layers.get(at).map_or("", |layer| &layer.name));
        let attrs = [
            ("class", "p-cut"),
            ("role", "slider"),
            ("tabindex", "0"),
            ("data-do", "cut"),
            ("data-at", &*number),
            ("aria-label", &*name),
            ("aria-valuemin", "0"),
            ("aria-valuemax", &*last),
            ("aria-valuenow", &*now),
            ("aria-valuetext", &*behind),
        ];
        m.open("g", &attrs);
        // What is taken hold of is wider than what is seen.
        let [left, line, top, high] = [x - 12.0, x - 2.0, TOP - 10.0, HEIGHT + 14.0].map(units);
        let grip = [("class", "p-grip"), ("x", &*left), ("y", &*top), ("width", "24"), ("height", &*high)];
        m.element("rect", &grip, "");
        let bar = [("class", "p-line-cut"), ("x", &*line), ("y", &*top), ("width", "4"), ("height", &*high)];
        m.element("rect", &bar, "");
        m.close("g");
    }
    m.close("svg");
}

/// The stages: layers, work, what goes on to the next, and how long they took.
fn table(m: &mut HtmlWriter, lang: Lang, t: &Texts, cut: &Cut, times: &dyn Fn(usize) -> Option<[f64; 2]>) {
    let Some(cuts) = cut.cuts.as_ref().filter(|_| !cut.layers.is_empty()) else { return };
    m.open("table", &[("class", "r-table num")]);
    head(m, &[t.stage, t.rank_head, t.of_layers, t.macs, t.passed_on, t.forward_time, t.backward_time]);
    m.open("tbody", &[]);
    let starts = std::iter::once(0).chain(cuts.iter().map(|cut| cut + 1));
    let ends = cuts.iter().copied().chain([cut.layers.len() - 1]);
    for (stage, (start, end)) in starts.zip(ends).enumerate() {
        let Some(layers) = cut.layers.get(start..=end) else { continue };
        let macs = layers.iter().map(|layer| layer.macs).sum::<u64>();
        m.open("tr", &[]);
        m.element("th", &[("scope", "row")], &stage.to_string());
        m.element("td", &[], &(stage % cut.ranks.max(1)).to_string());
        let names = [layers.first(), layers.last()].map(|layer| layer.map_or("", |layer| &layer.name));
        m.element("td", &[], &if layers.len() == 1 { names[0].to_owned() } else { names.join(" … ") });
        m.element("td", &[], &number::integer(lang, macs as f64));
        let numbers = layers.last().filter(|_| stage < cuts.len()).map(|layer| layer.numbers as f64);
        m.element("td", &[], &numbers.map_or_else(String::new, |n| number::integer(lang, n)));
        for time in times(stage).map_or([None, None], |both| both.map(Some)) {
            m.element("td", &[], &time.map_or_else(String::new, |ms| number::significant(lang, ms, 3)));
        }
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}
