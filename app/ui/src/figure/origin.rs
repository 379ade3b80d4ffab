//! Where a figure comes from, in full.

use super::strip::{AXIS, HEIGHT, Strip, WIDTH, strip};
use super::symbols::symbols;
use super::texts::{Texts, use_texts};
use crate::reactive::{maybe_view, views};
use crate::{Lang, number, use_lang};
use karui_spec::{Figure, Formula, How, Interval, Unit};
use leptos::prelude::*;

include!(concat!(env!("OUT_DIR"), "/formulas.rs"));

/// The body of the popover.
#[component]
pub fn Origin(
    /// The figure that is told of.
    figure: Figure,
) -> impl IntoView {
    let (lang, texts) = (use_lang(), use_texts());
    maybe_view(move || {
        let (lang, t) = (lang.get(), texts.get());
        Some(match &figure.how {
            How::Computed { formula, substitution } => computed(lang, t, &figure, *formula, substitution).into_any(),
            How::Counted { hits, of } => {
                let Interval { low, high } = Interval::of_share(*hits, *of);
                let [low, high] = [low, high].map(|share| number::percent(lang, share, 1));
                let formula = |formula, letters: String| {
                    view! {
                        <div class="w-formula" inner_html=mathml(formula)></div>
                        <p class="muted">{letters}</p>
                        <p class="w-source muted">{t.source} " " <cite>{formula.source()}</cite></p>
                    }
                    .into_any()
                };
                let letters = (t.share_letters)(&number::integer(lang, *of as f64));
                view! {
                    {counted(lang, t, *hits, *of, t.counted)}
                    <p>{(t.share_lies)(&low, &high)}</p>
                    {formula(Formula::ShareInterval, letters)}
                    <details>
                        <summary>{t.difference}</summary>
                        <p>{t.difference_lies}</p>
                        {formula(Formula::DifferenceInterval, t.difference_letters.to_owned())}
                    </details>
                }
                .into_any()
            }
            How::Agreed { same, of } => counted(lang, t, *same, *of, t.agreed).into_any(),
            How::Nonzero { nonzero, of } => counted(lang, t, *nonzero, *of, t.nonzero).into_any(),
            How::Averaged { of } => {
                let of = number::integer(lang, *of as f64);
                view! { <Kind name=t.measured/> <p>{(t.averaged)(&of)}</p> }.into_any()
            }
            How::Timed { samples, spread, kernel, batch } => {
                timed(lang, t, &figure, samples, *spread, kernel, *batch).into_any()
            }
            How::Stored { format } => {
                let exact = number::integer(lang, figure.value);
                view! { <Kind name=t.measured/> <p>{(t.stored)(&exact, format)}</p> <p class="muted">{t.stored_again}</p> }
                    .into_any()
            }
        })
    })
}

/// Whether the figure was computed or measured.
#[component]
fn Kind(name: &'static str) -> impl IntoView {
    view! { <p class="w-kind">{name}</p> }
}

fn computed(lang: Lang, t: &'static Texts, figure: &Figure, formula: Formula, substitution: &str) -> impl IntoView {
    if formula == Formula::Nothing {
        return view! { <Kind name=t.computed/> <p>{t.costs_nothing}</p> }.into_any();
    }
    let result = match figure.unit {
        Unit::Fraction => number::percent(lang, figure.value, 2),
        _ => number::integer(lang, figure.value),
    };
    let substitution = substitution.split(' ').map(|word| grouped(lang, word)).collect::<Vec<_>>().join(" ");
    let legend = symbols(formula).iter().map(|symbol| {
        let (base, sub) = symbol.letters();
        view! { <dt><i>{base}</i><sub>{sub}</sub></dt> <dd>{symbol.name(t)}</dd> }
    });
    let source = formula.source();
    view! {
        <Kind name=t.computed/>
        <div class="w-formula" inner_html=mathml(formula)></div>
        <p class="w-substitution num">"= " {substitution} <br/> "= " <strong>{result}</strong></p>
        <dl class="w-symbols">{views(legend)}</dl>
        {(!source.is_empty()).then(|| view! { <p class="w-source muted">{t.source} " " <cite>{source}</cite></p> })}
    }
    .into_any()
}

/// Numbers get their separators; signs stay as they are.
fn grouped(lang: Lang, word: &str) -> String {
    word.parse::<u64>().map_or_else(|_| word.to_owned(), |n| number::integer(lang, n as f64))
}

fn counted(lang: Lang, t: &'static Texts, hits: u64, of: u64, words: fn(&str, &str) -> String) -> impl IntoView {
    let share = number::percent(lang, hits as f64 / of.max(1) as f64, 2);
    let [hits, of] = [hits, of].map(|n| number::integer(lang, n as f64));
    view! {
        <Kind name=t.measured/>
        <p class="w-substitution num">{hits.clone()} " ÷ " {of.clone()} " = " <strong>{share}</strong></p>
        <p>{words(&hits, &of)}</p>
    }
}

fn timed(
    lang: Lang,
    t: &'static Texts,
    figure: &Figure,
    samples: &[f64],
    spread: f64,
    kernel: &str,
    batch: usize,
) -> impl IntoView {
    let unit = figure.unit;
    let text = move |value: f64| number::figure(lang, &Figure { value, unit, how: How::Averaged { of: 0 } });
    let plot = strip(samples, figure.value, spread).map(|s| {
        view! {
            <svg
                class="w-strip"
                viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                role="img"
                aria-label=(t.strip)(samples.len())
                inner_html=drawn(lang, &s)
            ></svg>
        }
        .into_any()
    });
    let unit_name = match unit {
        Unit::Milliseconds => "ms",
        Unit::ImagesPerSecond => t.images_per_second,
        _ => "",
    };
    view! {
        <Kind name=t.measured/>
        <figure class="w-strip-figure">
            {plot}
            <figcaption class="muted">{(t.strip)(samples.len())} {(!unit_name.is_empty()).then(|| format!(" ({unit_name})"))}</figcaption>
        </figure>
        <dl class="w-facts">
            <dt>{t.median}</dt>
            <dd class="num">{text(figure.value)}</dd>
            <dt>{t.spread}</dt>
            <dd class="num">"± " {text(spread)}</dd>
            <dt>{t.kernel}</dt>
            <dd>{kernel.to_owned()}</dd>
            <dt>{t.batch}</dt>
            <dd class="num">{number::integer(lang, batch as f64)}</dd>
        </dl>
    }
}

/// The strip as SVG: nothing in it is ever updated.
fn drawn(lang: Lang, s: &Strip) -> String {
    let (left, right) = s.band;
    let (wide, high) = ((right - left).max(1.0), AXIS - 2.0);
    let mut svg = format!(
        r#"<rect class="band" x="{left}" y="2" width="{wide}" height="{high}"/><line class="axis" x1="0" x2="{WIDTH}" y1="{AXIS}" y2="{AXIS}"/>"#
    );
    let mut add = |part: String| svg.push_str(&part);
    for &(x, value) in &s.marks {
        let (to, below, value) = (AXIS + 4.0, HEIGHT - 4.0, number::decimal(lang, value, s.digits));
        add(format!(r#"<line class="axis" x1="{x}" x2="{x}" y1="{AXIS}" y2="{to}"/>"#));
        add(format!(r#"<text x="{x}" y="{below}" text-anchor="middle">{value}</text>"#));
    }
    add(format!(r#"<line class="median" x1="{0}" x2="{0}" y1="2" y2="{AXIS}"/>"#, s.median));
    for (x, y) in &s.dots {
        add(format!(r#"<circle cx="{x}" cy="{y}" r="3"/>"#));
    }
    svg
}
