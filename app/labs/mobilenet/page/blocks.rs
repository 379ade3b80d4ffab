//! The network as a row of boxes to scale, one for each block.

use super::texts::{self, Texts, say};
use crate::mobilenet::messages::{BlockForm, BlockInfo, Explorer};
use crate::mobilenet::page::state::explorer_of;
use karui_protocol::Shape;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter, step, units};
use karui_ui::reactive::text;
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// The height of the box of the largest output, and the width of one with [`CHANNELS`] channels.
const TALL: f64 = 44.0;
const WIDE: f64 = 30.0;
const CHANNELS: f64 = 1280.0;
/// Depth is drawn obliquely, shortened to this part of the height.
const OBLIQUE: f64 = 0.3;

/// The blocks; pressing one opens it.
pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), explorer_of(lab));
    let region = HtmlRegion::new("e-blocks", move |m| {
        let lang = lang.get();
        let open = state.block.get();
        state.built.with(|built| {
            if let Some(built) = built {
                draw(m, lang, texts::of(lang), built, open);
            }
        });
    })
    .on_event(move |event| {
        if event.action == "open" && !event.is_look {
            state.block.set(event.at);
        }
    });
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.blocks_title)}</h3>
            <p class="help">{text(move || texts::of(lang.get()).blocks_note)}</p>
            {region.view()}
        </section>
    }
    .into_any()
}

/// What a block is called.
pub(super) fn name(block: &BlockInfo) -> String {
    match (block.kind, block.name.rsplit('.').next()) {
        (BlockForm::Stem, _) => "stem".into(),
        (BlockForm::Head, _) => "head".into(),
        (_, Some(number)) => ["#", number].concat(),
        (_, None) => block.name.clone(),
    }
}

/// A block's share of the whole network's multiply-adds.
pub(super) fn share(block: &BlockInfo, built: &Explorer) -> f64 {
    if built.network.macs.value > 0.0 { block.macs.value / built.network.macs.value } else { 0.0 }
}

fn draw(m: &mut HtmlWriter, lang: Lang, t: &Texts, built: &Explorer, open: usize) {
    let largest = built.blocks.iter().map(|block| block.output.h).max().unwrap_or(1).max(1);
    m.open("ol", &[]);
    for (i, block) in built.blocks.iter().enumerate() {
        let share = share(block, built);
        let (form, output) = ((t.form)(block.kind), shape(block.output));
        let told = (t.block_told)(&name(block), form, &output, &number::percent(lang, share, 1));
        let attrs = [
            ("type", "button"),
            ("class", class(block.kind)),
            ("data-do", "open"),
            ("data-at", &i.to_string()),
            ("aria-pressed", if i == open { "true" } else { "false" }),
            ("aria-description", &told),
        ];
        m.open("li", &[]);
        m.open("button", &attrs);
        solid(m, block.output, largest);
        m.span("span", "e-name", &name(block));
        m.span("span", "e-shape num", &output);
        let stride = (t.stride)(block.stride);
        let marks: Vec<&str> =
            [(block.stride > 1, &*stride), (block.is_residual, t.residual), (block.has_gates, t.gates)]
                .into_iter()
                .filter_map(|(is, word)| is.then_some(word))
                .collect();
        m.span("span", "e-marks", &marks.join(" · "));
        m.bar(share, None);
        m.close("button");
        m.close("li");
    }
    m.close("ol");
}

fn class(form: BlockForm) -> &'static str {
    match form {
        BlockForm::Stem => "e-block stem",
        BlockForm::Separable => "e-block separable",
        BlockForm::InvertedResidual => "e-block inverted",
        BlockForm::Head => "e-block head",
    }
}

/// `56×56×64`, or `1000` for a vector.
pub(super) fn shape(shape: Shape) -> String {
    if shape.area() <= 1 { shape.c.to_string() } else { shape.to_string() }
}

/// A box as high and as deep as the output, as thick as its channels (their root, or thin ones could not be told apart).
fn solid(m: &mut HtmlWriter, output: Shape, largest: usize) {
    let h = (TALL * output.h as f64 / largest as f64).max(3.0);
    let d = (h * OBLIQUE).max(2.0);
    let w = (WIDE * (output.c as f64 / CHANNELS).sqrt()).clamp(3.0, WIDE * 1.2);
    let (width, height) = (56.0, 2.0 + TALL * (1.0 + OBLIQUE));
    let (x, y) = ((width - w - d) / 2.0, height - 1.0 - h);
    m.open("svg", &[("viewBox", &["0 0 ", &units(width), " ", &units(height)].concat()), ("aria-hidden", "true")]);
    let [ws, hs, ds] = [w, h, d].map(units);
    m.path("side", &[&step("M", x + w, y), "l", &ds, " -", &ds, "v", &hs, "l-", &ds, " ", &ds, "z"].concat());
    m.path("lid", &[&step("M", x, y), "l", &ds, " -", &ds, "h", &ws, "l-", &ds, " ", &ds, "z"].concat());
    m.path("front", &[&step("M", x, y), "h", &ws, "v", &hs, "h-", &ws, "z"].concat());
    m.close("svg");
}
