//! A distribution before and now, in one drawing.

use super::filters;
use super::layers::decibels;
use super::texts::{Texts, of};
use crate::diet::picture::LayerPicture;
use karui_protocol::Histograms;
use karui_ui::html::chart::{Frame, Scale, outline};
use karui_ui::html::{HtmlWriter, step};
use karui_ui::ticks::ticks;
use karui_ui::{Lang, number};

const FRAME: Frame = Frame { width: 360.0, height: 184.0, left: 10.0, right: 350.0, top: 18.0, bottom: 148.0 };

/// Of levels that are more than this, no one could tell one from the next.
const LEVELS: usize = 40;

/// A layer's weights, its outputs where they are known, and its channels that have suffered most.
pub fn details(m: &mut HtmlWriter, lang: Lang, layer: &LayerPicture, activations: Option<&Histograms>) {
    let t = of(lang);
    m.open("div", &[("class", "r-pair")]);
    for (title, histograms) in [(t.weights, layer.weights.as_ref()), (t.activations, activations)] {
        if let Some(histograms) = histograms {
            drawing(m, lang, t, title, histograms);
        }
    }
    m.close("div");
    if layer.weights.is_none() && activations.is_none() {
        m.span("p", "w-empty muted", t.no_histograms);
    }
    if !layer.filters.is_empty() {
        filters::drawing(m, lang, t, &layer.filters);
    }
    if !layer.worst_channels.is_empty() {
        worst(m, lang, t, &layer.worst_channels);
    }
}

fn drawing(m: &mut HtmlWriter, lang: Lang, t: &Texts, title: &str, h: &Histograms) {
    let most = h.before.iter().chain(&h.after).copied().max().unwrap_or(0).max(1);
    let x = Scale { low: f64::from(h.min), high: f64::from(h.max), from: FRAME.left, to: FRAME.right, is_log: false };
    // The root, or a grid's few tall bars would leave nothing to see of the rest.
    let top = |count: &u32| FRAME.bottom - (f64::from(*count) / f64::from(most)).sqrt() * (FRAME.bottom - FRAME.top);
    let shape = |counts: &[u32]| {
        let tops: Vec<f64> = counts.iter().map(top).collect();
        outline(&tops, (FRAME.left, FRAME.right), FRAME.bottom)
    };
    let marks = ticks(x.low, x.high, 5);
    let said = |value: f64| number::decimal(lang, value, marks.digits);
    let peak_text = |counts: &[u32]| {
        let (at, share) = peak(counts);
        let middle = x.low + (x.high - x.low) * (at as f64 + 0.5) / counts.len().max(1) as f64;
        [number::significant(lang, middle, 2), number::percent(lang, share, 0)]
    };
    let ([was_at, was], [is_at, is]) = (peak_text(&h.before), peak_text(&h.after));
    let [low, high] = [x.low, x.high].map(|v| number::significant(lang, v, 3));
    let spoken = (t.histogram)(title, &[low, high, was_at, was, is_at, is], h.grid.len());
    m.open("figure", &[("class", "r-figure")]);
    m.open("figcaption", &[]);
    m.span("strong", "", title);
    for (class, name) in [("r-key before", t.before), ("r-key now", t.now)] {
        m.span("span", class, name);
    }
    if !h.grid.is_empty() {
        m.span("span", "r-key grid", &(t.levels)(h.grid.len()));
    }
    m.close("figcaption");
    FRAME.open(m, "r-chart r-histogram", Some(&spoken));
    m.path("now", &shape(&h.after));
    m.path("before", &shape(&h.before));
    if h.grid.len() <= LEVELS {
        let mut d = String::new();
        for &level in h.grid.iter().filter(|&&v| (h.min..=h.max).contains(&v)) {
            d.push_str(&[&step("M", x.at(f64::from(level)), FRAME.bottom), "v-8"].concat());
        }
        m.path("grid-level", &d);
    }
    let marks: Vec<_> = marks.at.iter().map(|&v| (v, said(v))).collect();
    FRAME.axes(m, (&x, &marks, t.value), (&x, &[], t.count_root));
    m.close("svg");
    m.close("figure");
}

/// The fullest bin and its share of all.
fn peak(counts: &[u32]) -> (usize, f64) {
    let all: f64 = counts.iter().map(|&c| f64::from(c)).sum();
    let best = counts.iter().enumerate().fold((0, 0), |best, (i, &c)| if c > best.1 { (i, c) } else { best });
    (best.0, f64::from(best.1) / all.max(1.0))
}

fn worst(m: &mut HtmlWriter, lang: Lang, t: &Texts, channels: &[(u32, f32)]) {
    let most = channels.iter().map(|c| c.1).filter(|v| v.is_finite()).fold(1.0, f32::max);
    m.span("h4", "", t.worst_channels);
    m.span("p", "help", t.worst_note);
    m.open("ul", &[("class", "r-bars")]);
    for &(channel, value) in channels {
        m.open("li", &[]);
        m.span("span", "", &(t.channel)(channel));
        m.bar(f64::from(value / most), None);
        m.span("span", "num", &decibels(lang, value));
        m.close("li");
    }
    m.close("ul");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_bin_is_found() {
        assert_eq!(peak(&[1, 6, 3, 6]), (1, 0.375));
        assert_eq!(peak(&[]), (0, 0.0));
    }
}
