//! Published accuracy over multiply-adds, with the learner's network marked.

use super::controls::name;
use super::texts::{self, Texts, say};
use crate::mobilenet::messages::{PUBLISHED, Published};
use crate::mobilenet::page::state::explorer_of;
use karui_protocol::{Figure, MobilenetSpec, MobilenetVersion};
use karui_shell::state::Lab;
use karui_ui::html::chart::{Frame, Scale};
use karui_ui::html::{HtmlRegion, HtmlWriter, step, units};
use karui_ui::reactive::text;
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

const FRAME: Frame = Frame { width: 440.0, height: 300.0, left: 46.0, right: 428.0, top: 22.0, bottom: 262.0 };

/// The plot, and the same as a table.
pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), explorer_of(lab));
    let looked_at = RwSignal::new(None::<usize>);
    let choose = move |at: usize| {
        if let Some(row) = PUBLISHED.get(at) {
            state.spec.set(row.spec());
        }
    };
    let plot = HtmlRegion::new("e-drawing r-plot", move |m| {
        let (lang, spec) = (lang.get(), state.spec.get());
        let yours = state.built.with(|built| built.as_ref().map(|built| built.network.macs.value));
        state.published.with(|computed| draw(m, lang, texts::of(lang), computed, &spec, yours));
    })
    .testid("explorer-plot")
    .on_event(move |event| {
        if event.is_look {
            looked_at.set((event.action == "choose").then_some(event.at));
        } else if event.action == "choose" {
            choose(event.at);
        }
    });
    let table = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        state.published.with(|computed| table(m, lang, texts::of(lang), computed));
    })
    .region(move || texts::of(lang.get()).plot_title.to_owned())
    .on_event(move |event| {
        if !event.is_look && event.action == "choose" {
            choose(event.at);
        }
    });
    let told = move || {
        let lang = lang.get();
        let row = looked_at.get().and_then(|at| PUBLISHED.get(at));
        row.map_or_else(|| texts::of(lang).plot_hint.to_owned(), |row| words(lang, texts::of(lang), row))
    };
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.plot_title)}</h3>
            <p class="help">{say(|t| t.plot_note)}</p>
            {plot.view()}
            // The same is each mark's name for those who hear it.
            <p class="r-told num" aria-hidden="true">{text(told)}</p>
            {legend()}
            <details class="more">
                <summary>{say(|t| t.as_table)}</summary>
                <p class="help">{say(|t| t.sources_note)}</p>
                {table.view()}
            </details>
        </section>
    }
    .into_any()
}

/// A row's network: `MobileNetV1 α 0.5, ρ 224`.
fn title(row: &Published) -> String {
    [name(row.version), " α ", &row.alpha.to_string(), ", ρ ", &row.resolution.to_string()].concat()
}

fn words(lang: Lang, t: &Texts, row: &Published) -> String {
    let accuracy = number::percent(lang, f64::from(row.accuracy) / 100.0, 1);
    let macs = number::significant(lang, f64::from(row.macs), 4);
    let parts = [&title(row), &[t.accuracy, " ", &accuracy].concat(), &[t.millions, " ", &macs].concat()];
    [&parts.map(String::as_str).join(" · "), " · ", row.source.citation()].concat()
}

/// The multiply-adds that a row's mark stands at, in millions: as computed here, once that is known.
fn millions(row: &Published, computed: Option<&[Figure; 2]>) -> f64 {
    computed.map_or(f64::from(row.macs), |[macs, _]| macs.value / 1e6)
}

fn draw(m: &mut HtmlWriter, lang: Lang, t: &Texts, computed: &[[Figure; 2]], spec: &MobilenetSpec, yours: Option<f64>) {
    let at = |i: usize, row: &Published| (millions(row, computed.get(i)), f64::from(row.accuracy) / 100.0);
    let points: Vec<(f64, f64)> = PUBLISHED.iter().enumerate().map(|(i, row)| at(i, row)).collect();
    let yours = yours.map(|macs| macs / 1e6);
    let x = Scale::over(points.iter().map(|p| p.0).chain(yours), (FRAME.left, FRAME.right), true);
    let y = Scale::over(points.iter().map(|p| p.1), (FRAME.bottom, FRAME.top), false);
    FRAME.open(m, "r-chart", Some(&(t.plot_drawing)(PUBLISHED.len())));
    let x_marks: Vec<_> = x.marks(7).into_iter().map(|v| (v, number::significant(lang, v, 3))).collect();
    let y_marks: Vec<_> = y.marks(6).into_iter().map(|v| (v, number::percent(lang, v, 0))).collect();
    FRAME.axes(m, (&x, &x_marks, t.millions), (&y, &y_marks, t.accuracy));
    if let Some(yours) = yours {
        let at = x.at(yours);
        m.path("e-yours", &[&step("M", at, FRAME.top), "V", &units(FRAME.bottom)].concat());
        let (anchor, by) = if at > (FRAME.left + FRAME.right) / 2.0 { ("end", -5.0) } else { ("start", 5.0) };
        m.label("e-yours-name", anchor, at + by, FRAME.top + 8.0, t.yours);
    }
    m.close("svg");
    // What can be pressed lies over the picture, not in it: a picture has no parts for those who hear it.
    FRAME.open(m, "r-chart r-over", None);
    for (i, (row, (px, py))) in PUBLISHED.iter().zip(&points).enumerate() {
        let place = ["translate(", &units(x.at(*px)), " ", &units(y.at(*py)), ")"].concat();
        let is_chosen = row.spec() == *spec;
        let attrs = [
            ("class", if is_chosen { "e-mark selected" } else { "e-mark" }),
            ("transform", &*place),
            ("data-do", "choose"),
            ("data-at", &i.to_string()),
            ("role", "button"),
            ("tabindex", "0"),
            ("aria-label", &words(lang, t, row)),
        ];
        m.open("g", &attrs);
        m.path("hit", "M-10 -10h20v20h-20z");
        m.path(class(row.version), form(row.version));
        m.close("g");
    }
    m.close("svg");
}

/// Each version has a shape of its own: circle, square, triangles.
const fn form(version: MobilenetVersion) -> &'static str {
    match version {
        MobilenetVersion::V1 => "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
        MobilenetVersion::V2 => "M-4.5 -4.5h9v9h-9z",
        MobilenetVersion::V3Small => "M0 5.5L-6 -4.5H6z",
        MobilenetVersion::V3Large => "M0 -6.5L7 5.5H-7z",
    }
}

const fn class(version: MobilenetVersion) -> &'static str {
    match version {
        MobilenetVersion::V1 => "shape v1",
        MobilenetVersion::V2 => "shape v2",
        MobilenetVersion::V3Small | MobilenetVersion::V3Large => "shape v3",
    }
}

fn legend() -> AnyView {
    let region = HtmlRegion::new("r-legend", |m| {
        for &version in MobilenetVersion::ALL {
            m.open("span", &[("class", "e-key")]);
            m.open("svg", &[("viewBox", "-8 -8 16 16"), ("aria-hidden", "true"), ("class", "e-mark")]);
            m.path(class(version), form(version));
            m.close("svg");
            m.text(name(version));
            m.close("span");
        }
    });
    region.view()
}

/// Published and computed side by side.
fn table(m: &mut HtmlWriter, lang: Lang, t: &Texts, computed: &[[Figure; 2]]) {
    m.open("table", &[("class", "r-table")]);
    m.open("thead", &[]);
    m.open("tr", &[]);
    m.element("th", &[("scope", "col")], "");
    let pair = |what: &str, which: &str| [what, lang.pick("・", ", "), which].concat();
    let heads = [
        t.accuracy.to_owned(),
        pair(t.millions, t.published),
        pair(t.millions, t.computed),
        pair(t.params, t.published),
        pair(t.params, t.computed),
    ];
    for head in &heads {
        m.element("th", &[("scope", "col"), ("class", "w-right r-wrap")], head);
    }
    m.element("th", &[("scope", "col")], t.source);
    m.close("tr");
    m.close("thead");
    m.open("tbody", &[]);
    for (i, row) in PUBLISHED.iter().enumerate() {
        m.open("tr", &[]);
        m.open("th", &[("scope", "row")]);
        let title = title(row);
        let attrs = [
            ("type", "button"),
            ("class", "r-link"),
            ("data-do", "choose"),
            ("data-at", &*i.to_string()),
            ("aria-label", &[t.choose, ": ", &title].concat()),
        ];
        m.element("button", &attrs, &title);
        m.close("th");
        m.span("td", "w-right num", &number::percent(lang, f64::from(row.accuracy) / 100.0, 1));
        for (published, which, digits) in [(row.macs, 0, 4), (row.params, 1, 3)] {
            m.span("td", "w-right num", &millions_text(lang, published, digits));
            m.open("td", &[("class", "w-right")]);
            if let Some(figures) = computed.get(i) {
                let figure = &figures[which];
                m.figure(lang, figure, [[t.macs, t.params][which], " · ", &title].concat());
                let factor = f64::from(published) / (figure.value / 1e6) - 1.0;
                // Half a unit of the published number's last digit is no difference.
                if factor.abs() > 0.02 {
                    let sign = if factor < 0.0 { "−" } else { "+" };
                    let told = [t.published, " ", sign, &number::percent(lang, factor.abs(), 0)].concat();
                    m.span("span", "r-sub muted", &told);
                }
            }
            m.close("td");
        }
        m.span("td", "r-wrap muted", row.source.citation());
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

/// A published number of millions, with its own digits.
fn millions_text(lang: Lang, millions: f32, digits: u32) -> String {
    [&number::significant(lang, f64::from(millions), digits), " M"].concat()
}
