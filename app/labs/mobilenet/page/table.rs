//! The network as a table: a line for each block, with its layers where it is open.

use super::blocks::{name, shape, share};
use super::texts::{self, Texts, say};
use crate::mobilenet::messages::{BlockInfo, Explorer};
use crate::mobilenet::page::state::explorer_of;
use crate::mobilenet::page::test_ids;
use karui_protocol::{Figure, Layer};
use karui_shell::i18n::op_name;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::reactive::{handler, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use web_sys::Event;

/// The table; pressing a block's name opens it.
pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), explorer_of(lab));
    let all = RwSignal::new(false);
    let region = HtmlRegion::new("w-scroll r-scroll e-table", move |m| {
        let (lang, open, all) = (lang.get(), state.block.get(), all.get());
        state.built.with(|built| {
            if let Some(built) = built {
                table(m, lang, texts::of(lang), built, open, all);
            }
        });
    })
    .region(move || texts::of(lang.get()).table_title.to_owned())
    .on_event(move |event| {
        if event.action == "open" && !event.is_look {
            state.block.set(event.at);
        }
    });
    // The input is no layer.
    let layers = move || state.built.with(|b| b.as_ref().map_or(0, |b| b.network.layers.len().saturating_sub(1)));
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.table_title)}</h3>
            <p class="help">{say(|t| t.table_note)}</p>
            <label class="e-check">
                <input type="checkbox" on:change=handler(move |event: Event| all.set(event_target_checked(&event))) />
                {say(|t| t.all_layers)}
            </label>
            <div data-testid=test_ids::EXPLORER_TABLE data-value=text(move || layers().to_string())>{region.view()}</div>
        </section>
    }
    .into_any()
}

fn table(m: &mut HtmlWriter, lang: Lang, t: &Texts, built: &Explorer, open: usize, all: bool) {
    m.open("table", &[("class", "r-table")]);
    m.open("thead", &[]);
    m.open("tr", &[]);
    m.element("th", &[("scope", "col")], t.block);
    m.element("th", &[("scope", "col")], t.input_output);
    for head in [t.params, t.macs, t.bytes, t.share] {
        m.element("th", &[("scope", "col"), ("class", "w-right")], head);
    }
    m.close("tr");
    m.close("thead");
    for (i, block) in built.blocks.iter().enumerate() {
        m.open("tbody", &[]);
        block_row(m, lang, t, built, block, (i, i == open));
        if all || i == open {
            for layer in &built.network.layers[block.layers.0..block.layers.1] {
                layer_row(m, lang, t, built, block, layer);
            }
        }
        m.close("tbody");
    }
    m.open("tfoot", &[]);
    m.open("tr", &[]);
    m.element("th", &[("scope", "row"), ("colspan", "2")], t.whole);
    let network = &built.network;
    figures(m, lang, t, t.whole, [&network.params, &network.macs, &network.bytes]);
    m.element("td", &[], "");
    m.close("tr");
    m.close("tfoot");
    m.close("table");
}

fn block_row(
    m: &mut HtmlWriter,
    lang: Lang,
    t: &Texts,
    built: &Explorer,
    block: &BlockInfo,
    (at, is_open): (usize, bool),
) {
    let name = name(block);
    m.open("tr", &[("class", if is_open { "e-row selected" } else { "e-row" })]);
    m.open("th", &[("scope", "rowgroup")]);
    let attrs = [
        ("type", "button"),
        ("class", "r-link"),
        ("data-do", "open"),
        ("data-at", &*at.to_string()),
        ("aria-pressed", if is_open { "true" } else { "false" }),
    ];
    m.element("button", &attrs, &name);
    m.span("span", "r-sub muted", (t.form)(block.kind));
    m.close("th");
    m.span("td", "num", &shape(block.output));
    figures(m, lang, t, &name, [&block.params, &block.macs, &block.bytes]);
    share_cell(m, lang, share(block, built));
    m.close("tr");
}

fn layer_row(m: &mut HtmlWriter, lang: Lang, t: &Texts, built: &Explorer, block: &BlockInfo, layer: &Layer) {
    let short = layer.name.strip_prefix(&*block.name).map_or(&*layer.name, |rest| rest.trim_start_matches('.'));
    m.open("tr", &[("class", "e-layer")]);
    m.open("th", &[("scope", "row")]);
    m.text(op_name(lang, &layer.op));
    m.span("span", "r-sub muted", short);
    m.close("th");
    m.span("td", "num", &shape(layer.output));
    figures(m, lang, t, &layer.name, [&layer.params, &layer.macs, &layer.bytes]);
    let whole = built.network.macs.value;
    share_cell(m, lang, if whole > 0.0 { layer.macs.value / whole } else { 0.0 });
    m.close("tr");
}

fn figures(m: &mut HtmlWriter, lang: Lang, t: &Texts, name: &str, of: [&Figure; 3]) {
    for (what, figure) in [t.params, t.macs, t.bytes].into_iter().zip(of) {
        m.open("td", &[("class", if figure.value == 0.0 { "w-right nothing" } else { "w-right" })]);
        m.figure(lang, figure, [what, " · ", name].concat());
        m.close("td");
    }
}

fn share_cell(m: &mut HtmlWriter, lang: Lang, share: f64) {
    m.open("td", &[("class", "w-right")]);
    m.span("span", "num", &number::percent(lang, share, 1));
    m.bar(share, None);
    m.close("td");
}
