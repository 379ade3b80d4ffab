//! The number line as a drawing, and what it says as numbers.

use super::texts::{Texts, of};
use super::view::{AXIS, BAND, BASE, HEIGHT, TOP, scale};
use crate::diet::line::{BITS, QuantLine};
use karui_ui::html::chart::Scale;
use karui_ui::html::{HtmlWriter, step, units};
use karui_ui::ticks::ticks;
use karui_ui::{Lang, number};

/// Levels that lie closer, in pixels, are no marks but a ground.
const CLOSE: f64 = 3.5;

/// The drawing: a histogram of the weights, each of them where they are few, the grid's band and the axis of values.
pub fn drawing(m: &mut HtmlWriter, lang: Lang, line: &QuantLine, width: f64) {
    let (t, scale) = (of(lang), scale(line, width));
    let size = ["0 0 ", &units(width), " ", &units(HEIGHT)].concat();
    let words = told(lang, t, line);
    m.open("svg", &[("class", "r-chart q-chart"), ("viewBox", &size), ("role", "img"), ("aria-label", &words)]);
    histogram(m, t, line, &scale);
    band(m, lang, line, &scale);
    axis(m, lang, t, &scale);
    weight(m, line, &scale);
    m.close("svg");
}

fn histogram(m: &mut HtmlWriter, t: &Texts, line: &QuantLine, scale: &Scale) {
    let most = f64::from(line.counts.iter().copied().max().unwrap_or(1).max(1));
    let (min, max) = (f64::from(line.range.0), f64::from(line.range.1));
    let bin = (max - min) / line.counts.len().max(1) as f64;
    let (mut inside, mut outside) = (String::new(), String::new());
    for (i, &count) in line.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let (left, right) = (min + bin * i as f64, min + bin * (i + 1) as f64);
        let middle = (left + right) / 2.0;
        let is_clipped = middle < f64::from(line.ends.0) || middle > f64::from(line.ends.1);
        // The root, or one tall bar would leave nothing to see of the rest.
        let top = BASE - (f64::from(count) / most).sqrt() * (BASE - TOP);
        let (left, right) = (scale.at(left), scale.at(right).max(scale.at(left) + 1.5));
        let bar = [&step("M", left, BASE), "V", &units(top), "H", &units(right), "V", &units(BASE), "Z"].concat();
        if is_clipped { &mut outside } else { &mut inside }.push_str(&bar);
    }
    m.path("q-bars", &inside);
    m.path("q-bars clipped", &outside);
    let mut rug = String::new();
    for &value in &line.rug {
        rug.push_str(&[&step("M", scale.at(f64::from(value)), BASE + 2.0), "v7"].concat());
    }
    m.path("q-rug", &rug);
    m.label("title", "start", 2.0, 10.0, t.count);
}

/// The grid: a band from its first to its last level, a mark for each of them where there is room, and its ends to hold.
fn band(m: &mut HtmlWriter, lang: Lang, line: &QuantLine, scale: &Scale) {
    let ends = [line.ends.0, line.ends.1].map(f64::from);
    let [left, right] = ends.map(|end| scale.within(end));
    let attrs = [
        ("class", "q-band"),
        ("x", &*units(left)),
        ("y", &units(BAND.0)),
        ("width", &units((right - left).max(1.0))),
        ("height", &units(BAND.1 - BAND.0)),
    ];
    m.element("rect", &attrs, "");
    let value = |level: i32| f64::from(line.now.scale) * f64::from(level - line.now.zero_point);
    let gap = (scale.at(value(1)) - scale.at(value(0))).abs();
    if gap >= CLOSE {
        let mut marks = String::new();
        for level in line.levels.0..=line.levels.1 {
            let x = scale.at(value(level));
            if (scale.from..=scale.to).contains(&x) {
                marks.push_str(&[&step("M", x, BAND.0 + 3.0), "V", &units(BAND.1 - 3.0)].concat());
            }
        }
        m.path("q-levels", &marks);
    }
    let zero = scale.at(0.0);
    m.path("q-zero", &[&step("M", zero, BAND.0 - 4.0), "V", &units(AXIS)].concat());
    for (end, x) in ends.into_iter().zip([left, right]) {
        // An end that lies beyond the drawing is shown as an arrow would be: at its edge, hollow.
        let class = if scale.at(end) == x { "q-end" } else { "q-end beyond" };
        let y = units((BAND.0 + BAND.1) / 2.0);
        m.element("circle", &[("class", class), ("cx", &units(x)), ("cy", &y), ("r", "8")], "");
    }
    // The outer labels give way to that of the zero point.
    let y = BAND.1 + 14.0;
    let name = |level: i32| number::integer(lang, f64::from(level)).replace('-', "−");
    m.label("q-zero-point", "middle", zero, y, &["Z = ", &name(line.now.zero_point)].concat());
    for (level, x) in [(line.levels.0, left), (line.levels.1, right)] {
        if (x - zero).abs() > 44.0 {
            m.label("", "middle", x, y, &name(level));
        }
    }
}

fn axis(m: &mut HtmlWriter, lang: Lang, t: &Texts, scale: &Scale) {
    m.path("axis", &[&step("M", scale.from, AXIS), "H", &units(scale.to)].concat());
    let marks = ticks(scale.low, scale.high, if scale.to < 380.0 { 4 } else { 7 });
    for &value in &marks.at {
        let x = scale.at(value);
        m.path("axis", &[&step("M", x, AXIS), "v4"].concat());
        m.label("", "middle", x, AXIS + 16.0, &number::decimal(lang, value, marks.digits));
    }
    m.label("title", "end", scale.to, AXIS + 32.0, t.value);
}

/// The followed weight: from where it lies to the level that it goes to.
fn weight(m: &mut HtmlWriter, line: &QuantLine, scale: &Scale) {
    let (from, to) = (scale.within(f64::from(line.worked.value)), scale.within(f64::from(line.worked.back)));
    let way = [&step("M", from, TOP), "V", &units(BASE + 6.0), &step("L", to, BAND.0 + 2.0)].concat();
    m.path("q-way", &way);
    m.element("circle", &[("class", "q-back"), ("cx", &units(to)), ("cy", &units(BAND.0 + 4.0)), ("r", "3.5")], "");
    m.label("q-x", "middle", from, TOP - 5.0, "x");
}

/// What the drawing shows, in words.
pub fn told(lang: Lang, t: &Texts, line: &QuantLine) -> String {
    let value = |value: f32| number::significant(lang, f64::from(value), 3);
    let whole = |n: f64| number::integer(lang, n);
    let (layer, channels) = line.layers.get(line.layer).map_or(("", 0), |(name, channels)| (name.as_str(), *channels));
    let channel = line.ask.channel.map(|channel| whole(f64::from(channel.min(channels.saturating_sub(1)) + 1)));
    let grid = [value(line.now.scale), whole(f64::from(line.now.zero_point))];
    let levels = [line.levels.0, line.levels.1].map(|level| whole(f64::from(level)));
    let ends = [value(line.ends.0), value(line.ends.1)];
    let range = [value(line.range.0), value(line.range.1)];
    let errors = [line.rounding, line.clipping].map(|part| squares(lang, part.squares));
    let what = (t.whose)(channel.as_deref(), layer, &whole(line.count as f64));
    let of_grid = (t.grid_told)([&grid[0], &grid[1]], [&levels[0], &levels[1]], [&ends[0], &ends[1]]);
    let of_errors =
        (t.errors_told)(&whole(line.clipped as f64), [&errors[0], &errors[1]], &decibels(lang, line.error.sqnr));
    (t.told)([&what, &range[0], &range[1]], &of_grid, &of_errors)
}

/// Decibels; nothing is lost where there is no error.
pub fn decibels(lang: Lang, value: f64) -> String {
    if value.is_finite() { number::decimal(lang, value, 1) + " dB" } else { "∞".into() }
}

/// A sum of squares; small ones by powers of ten.
pub fn squares(lang: Lang, value: f64) -> String {
    if value > 0.0 && value < 1e-4 { number::tiny(value as f32) } else { number::significant(lang, value, 3) }
}

/// The formula, and the same with the followed weight's numbers put in.
pub fn formula(m: &mut HtmlWriter, lang: Lang, t: &Texts, line: &QuantLine) {
    let value = |value: f32| signed(number::significant(lang, f64::from(value), 3));
    let whole = |n: i32| signed(number::integer(lang, f64::from(n)));
    let (w, z) = (line.worked, line.now.zero_point);
    let (x, s) = (value(w.value), value(line.now.scale));
    let [low, high] = [line.levels.0, line.levels.1].map(whole);
    let shift = if z < 0 { [" − ", &whole(-z)].concat() } else { [" + ", &whole(z)].concat() };
    let back = if z < 0 { [" + ", &whole(-z)].concat() } else { [" − ", &whole(z)].concat() };
    let rounded = whole(w.unclamped.saturating_sub(z));
    m.open("div", &[("class", "q-formula num")]);
    let row = |m: &mut HtmlWriter, class: &str, parts: &[&str]| m.span("p", class, &parts.concat());
    row(m, "q-law", &["q = clamp(round(x ÷ S) + Z, qmin, qmax)"]);
    row(m, "", &["q = clamp(round(", &x, " ÷ ", &s, ")", &shift, ", ", &low, ", ", &high, ")"]);
    row(m, "", &["\u{2003}= clamp(", &rounded, &shift, ", …) = ", &whole(w.level)]);
    row(m, "q-law", &["x̂ = S × (q − Z)"]);
    row(m, "", &["x̂ = ", &s, " × (", &whole(w.level), &back, ") = ", &value(w.back)]);
    m.open("p", &[]);
    m.text(&(t.off_by)(&value(w.value - w.back)));
    if w.unclamped != w.level {
        m.text(" ");
        m.span("strong", "q-clipped", t.is_clipped);
    }
    m.close("p");
    m.close("div");
}

/// A number with the sign of mathematics.
fn signed(number: String) -> String {
    number.replace('-', "−")
}

/// Rounding, clipping, and both.
pub fn errors(m: &mut HtmlWriter, lang: Lang, t: &Texts, line: &QuantLine) {
    m.open("table", &[("class", "r-table q-errors")]);
    m.open("thead", &[]);
    m.open("tr", &[]);
    m.element("th", &[("scope", "col")], t.error);
    for head in [t.squares, t.sqnr] {
        m.element("th", &[("scope", "col"), ("class", "w-right")], head);
    }
    m.close("tr");
    m.close("thead");
    m.open("tbody", &[]);
    let clipping = (t.clipping)(&number::integer(lang, line.clipped as f64));
    for (class, name, part) in
        [("", t.rounding, line.rounding), ("clipped", &*clipping, line.clipping), ("", t.both, line.error)]
    {
        m.open("tr", &[("class", class)]);
        m.element("th", &[("scope", "row")], name);
        m.span("td", "w-right num", &squares(lang, part.squares));
        m.span("td", "w-right num", &decibels(lang, part.sqnr));
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

/// A button for each number of bits, with what the observer's grid of so many gives.
pub fn bits(m: &mut HtmlWriter, lang: Lang, t: &Texts, line: &QuantLine, chosen: u32) {
    let known = |bits: u32| line.by_bits.iter().find(|(of, _)| *of == bits).map(|(_, sqnr)| *sqnr);
    let most = line.by_bits.iter().map(|(_, sqnr)| *sqnr).filter(|sqnr| sqnr.is_finite()).fold(1.0, f64::max);
    m.open("div", &[("class", "q-bits"), ("role", "group"), ("aria-label", t.bits)]);
    for bits in BITS.0..=BITS.1 {
        let said = known(bits).map_or("—".into(), |sqnr| decibels(lang, sqnr));
        let pressed = (bits == chosen).to_string();
        let attrs = [
            ("type", "button"),
            ("class", "q-bit"),
            ("data-do", "bits"),
            ("data-at", &*bits.to_string()),
            ("aria-pressed", &pressed),
        ];
        m.open("button", &attrs);
        m.span("strong", "", &bits.to_string());
        m.span("span", "visually-hidden", t.bits_said);
        m.bar(known(bits).unwrap_or(0.0) / most, None);
        m.span("span", "num", &said);
        m.close("button");
    }
    m.close("div");
}

#[cfg(test)]
mod tests {
    use super::super::view::tests::line;
    use super::*;

    #[test]
    fn decibels_of_no_error_are_infinite() {
        assert_eq!(decibels(Lang::En, f64::INFINITY), "∞");
        assert_eq!(signed("-3".into()), "−3");
    }

    /// Numbers are written by the browser: only what needs none is drawn here.
    #[test]
    fn weights_outside_the_grid_are_drawn_apart() {
        let mut m = HtmlWriter::default();
        let mut line = line();
        histogram(&mut m, of(Lang::En), &line, &scale(&line, 400.0));
        let clipped = |html: &str| html.split("q-bars clipped\" d=\"").nth(1).unwrap().starts_with('"');
        assert!(clipped(&m.html), "{}", m.html);
        line.ends = (-0.2, 0.2);
        let mut m = HtmlWriter::default();
        histogram(&mut m, of(Lang::En), &line, &scale(&line, 400.0));
        assert!(!clipped(&m.html), "{}", m.html);
    }
}
