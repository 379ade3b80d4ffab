//! Numbers as each language writes them, by the browser's `Intl` where there is one.

use crate::{Lang, figure};
use karui_spec::{Figure, How, Unit};

/// How a number is written; making a formatter is slow, so one is kept for each.
#[derive(Clone, Copy, PartialEq)]
struct Style {
    lang: Lang,
    percent: bool,
    digits: Digits,
}

#[derive(Clone, Copy, PartialEq)]
enum Digits {
    /// Exactly so many after the point.
    Fixed(u32),
    /// At most so many that matter.
    Significant(u32),
    /// Exactly so many that matter: a measured value does not lose its last digit by being a zero.
    Exact(u32),
}

fn format(style: Style, value: f64) -> String {
    if value.is_finite() { written::format(style, value) } else { "—".into() }
}

/// By the browser.
#[cfg(target_arch = "wasm32")]
mod written {
    use super::{Digits, Style};
    use js_sys::{Array, Function, Object, Reflect};
    use std::cell::RefCell;
    use wasm_bindgen::JsValue;

    thread_local! {
        static FORMATTERS: RefCell<Vec<(Style, Function)>> = const { RefCell::new(Vec::new()) };
    }

    pub fn format(style: Style, value: f64) -> String {
        FORMATTERS.with_borrow_mut(|known| {
            let at = known.iter().position(|(s, _)| *s == style).unwrap_or_else(|| {
                known.push((style, formatter(style)));
                known.len() - 1
            });
            let text = known[at].1.call1(&JsValue::NULL, &value.into());
            text.ok().and_then(|text| text.as_string()).unwrap_or_default()
        })
    }

    fn formatter(style: Style) -> Function {
        let options = Object::new();
        let set = |name: &str, value: JsValue| {
            // A plain object takes every property.
            let _ = Reflect::set(&options, &name.into(), &value);
        };
        if style.percent {
            set("style", "percent".into());
        }
        match style.digits {
            Digits::Fixed(n) => {
                set("minimumFractionDigits", n.into());
                set("maximumFractionDigits", n.into());
            }
            Digits::Significant(n) => set("maximumSignificantDigits", n.into()),
            Digits::Exact(n) => {
                set("minimumSignificantDigits", n.into());
                set("maximumSignificantDigits", n.into());
            }
        }
        let locales = Array::of1(&style.lang.id().into());
        js_sys::Intl::NumberFormat::new(&locales, &options).format()
    }
}

/// Where there is no browser, as in tests of what is made of numbers: Japanese and English separate thousands alike.
#[cfg(not(target_arch = "wasm32"))]
mod written {
    use super::{Digits, Style};

    pub fn format(style: Style, value: f64) -> String {
        let value = if style.percent { value * 100.0 } else { value };
        let whole = if value == 0.0 { 1 } else { value.abs().log10().floor() as i32 + 1 };
        let text = match style.digits {
            Digits::Fixed(n) => format!("{value:.*}", n as usize),
            Digits::Significant(n) | Digits::Exact(n) => format!("{value:.*}", (n as i32 - whole).max(0) as usize),
        };
        let text = match style.digits {
            Digits::Significant(_) if text.contains('.') => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
            _ => text,
        };
        let (sign, digits) = text.strip_prefix('-').map_or(("", &text[..]), |digits| ("-", digits));
        let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
        let mut grouped = String::new();
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        [sign, &grouped, rest, if style.percent { "%" } else { "" }].concat()
    }
}

/// A number as programs read it, for attributes: all of its digits, no separators. Not by `Display`, which carries ten kilobytes.
pub fn plain(value: f64) -> String {
    #[cfg(target_arch = "wasm32")]
    return js_sys::Number::from(value).to_string_with_radix(10).map(String::from).unwrap_or_default();
    #[cfg(not(target_arch = "wasm32"))]
    value.to_string()
}

/// A whole number with separators: `60,000`.
pub fn integer(lang: Lang, value: f64) -> String {
    decimal(lang, value, 0)
}

/// A number with `digits` after the point.
pub fn decimal(lang: Lang, value: f64, digits: u32) -> String {
    format(Style { lang, percent: false, digits: Digits::Fixed(digits) }, value)
}

/// A part of one as a percentage with `digits` after the point: `91.2%`.
pub fn percent(lang: Lang, value: f64, digits: u32) -> String {
    format(Style { lang, percent: true, digits: Digits::Fixed(digits) }, value)
}

/// A number with at most `digits` that matter.
pub fn significant(lang: Lang, value: f64, digits: u32) -> String {
    format(Style { lang, percent: false, digits: Digits::Significant(digits) }, value)
}

/// A number with exactly `digits` that matter.
pub fn exact(lang: Lang, value: f64, digits: u32) -> String {
    format(Style { lang, percent: false, digits: Digits::Exact(digits) }, value)
}

/// A change of what is counted by this factor is told as a ratio, a smaller one as a percentage.
pub const AS_RATIO: f64 = 1.5;

/// Digits of a factor, as exactly as it matters.
fn factor(lang: Lang, factor: f64) -> String {
    exact(lang, factor, if factor < 100.0 { 2 } else { 3 })
}

/// How many times one is the other: `2.4 倍`, `2.4×`.
pub fn times(lang: Lang, by: f64) -> String {
    [&*factor(lang, by), lang.pick(" 倍", "×")].concat()
}

/// The same where it is known to lie between two: `1.7〜3.0 倍`, `1.7–3.0×`.
pub fn times_between(lang: Lang, low: f64, high: f64) -> String {
    [&*factor(lang, low), lang.pick("〜", "–"), &*times(lang, high)].concat()
}

/// So many times less, `by` from 1 on, for words behind it: `4.0 分の 1`, `4.0×`.
pub fn times_less(lang: Lang, by: f64) -> String {
    [&*factor(lang, by), lang.pick(" 分の 1", "×")].concat()
}

/// A ratio by itself: from 1 on as [`times`], below it as a part: `4.0 分の 1`, `1/4.0`.
pub fn ratio(lang: Lang, of: f64) -> String {
    match lang {
        _ if of >= 1.0 => times(lang, of),
        Lang::Ja => times_less(lang, 1.0 / of),
        Lang::En => ["1/", &factor(lang, 1.0 / of)].concat(),
    }
}

/// What has become of something that is counted: a ratio, or a signed percentage of what it was.
pub fn change(lang: Lang, was: f64, is: f64) -> String {
    let (of, by) = (is / was, is / was - 1.0);
    if of >= AS_RATIO || of <= 1.0 / AS_RATIO {
        return ratio(lang, of);
    }
    let part = percent(lang, by.abs(), if by.abs() < 0.1 { 1 } else { 0 });
    [if by < 0.0 { "−" } else { "+" }, &*part].concat()
}

/// A length in bytes, kB (1,000) or MB.
pub fn bytes(lang: Lang, value: f64) -> String {
    let (value, unit) = bytes_parts(lang, value);
    format!("{value} {unit}")
}

/// The number and the unit of [`bytes`], for a large figure with a small unit.
pub fn bytes_parts(lang: Lang, value: f64) -> (String, &'static str) {
    match value {
        v if v < 1e3 => (integer(lang, v), lang.pick("バイト", "bytes")),
        v if v < 1e6 => (exact(lang, v / 1e3, 3), "kB"),
        v => (exact(lang, v / 1e6, 3), "MB"),
    }
}

/// The number and the unit of a duration given in milliseconds, three digits that matter.
pub fn duration_parts(lang: Lang, milliseconds: f64) -> (String, &'static str) {
    match milliseconds {
        0.0 => (integer(lang, 0.0), "µs"),
        ms if ms < 0.1 => (exact(lang, ms * 1e3, 3), "µs"),
        ms if ms < 1e3 => (exact(lang, ms, 3), "ms"),
        ms => (integer(lang, ms), "ms"),
    }
}

/// A share, as exactly as its count allows: two digits after the point from 5,000 tries on.
fn fraction(lang: Lang, figure: &Figure) -> String {
    let is_fine = matches!(figure.how, How::Counted { of, .. } if of >= 5_000);
    percent(lang, figure.value, if is_fine { 2 } else { 1 })
}

/// A figure's number and its unit, for a large number with a small unit.
pub fn figure_parts(lang: Lang, figure: &Figure) -> (String, &'static str) {
    let v = figure.value;
    match figure.unit {
        Unit::Count => (integer(lang, v), ""),
        Unit::Bytes => bytes_parts(lang, v),
        Unit::Milliseconds => duration_parts(lang, v),
        Unit::ImagesPerSecond => (images_per_second(lang, v), figure::texts::of(lang).images_per_second),
        Unit::Fraction => (fraction(lang, figure), ""),
        Unit::Nats => (decimal(lang, v, 3), ""),
        Unit::Gflops => (significant(lang, v, 3), "GFLOP/s"),
        Unit::GigabytesPerSecond => (significant(lang, v, 3), "GB/s"),
    }
}

/// A figure's value with its unit.
pub fn figure(lang: Lang, figure: &Figure) -> String {
    match figure_parts(lang, figure) {
        (number, "") => number,
        (number, unit) => format!("{number} {unit}"),
    }
}

/// A small number in powers of ten: `7×10⁻⁷`.
pub fn tiny(value: f32) -> String {
    let Some((mantissa, power)) = karui_spec::decimal::digits(value).filter(|_| value > 0.0) else { return "0".into() };
    let mut exponent = power;
    let mut lead = mantissa;
    while lead > 99 {
        (lead, exponent) = (lead / 10, exponent + 1);
    }
    // Rounded once, from the first two digits and whether there were more: 9.7 hundredths are one tenth.
    if lead > 9 {
        (lead, exponent) = ((lead + 5) / 10, exponent + 1);
    }
    if lead > 9 {
        (lead, exponent) = (1, exponent + 1);
    }
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let power = (-exponent).max(0).to_string();
    let power: String = power.chars().filter_map(|c| digits.get(c.to_digit(10)? as usize)).collect();
    [&lead.to_string(), "×10⁻", &power].concat()
}

/// A speed: whole images where there are many.
pub fn images_per_second(lang: Lang, value: f64) -> String {
    if value >= 100.0 { integer(lang, value) } else { significant(lang, value, 3) }
}

/// A duration in seconds, in words fit for a wait: `約 2 分`.
pub fn wait(lang: Lang, seconds: f64) -> String {
    if !seconds.is_finite() || seconds < 0.0 {
        return "—".into();
    }
    let s = seconds.ceil();
    match s {
        s if s < 100.0 => format!("{} {}", integer(lang, s), lang.pick("秒", "s")),
        s if s < 6000.0 => format!("{} {}", integer(lang, (s / 60.0).ceil()), lang.pick("分", "min")),
        s => format!("{} {}", decimal(lang, s / 3600.0, 1), lang.pick("時間", "h")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_have_one_notation_in_each_language() {
        for (of, ja, en) in [
            (2.4, "2.4 倍", "2.4×"),
            (0.25, "4.0 分の 1", "1/4.0"),
            (26.51, "27 倍", "27×"),
            (0.0078125, "128 分の 1", "1/128"),
        ] {
            assert_eq!((ratio(Lang::Ja, of), ratio(Lang::En, of)), (ja.into(), en.into()));
        }
        assert_eq!(times_between(Lang::Ja, 1.71, 3.01), "1.7〜3.0 倍");
        assert_eq!(times_less(Lang::En, 4.0), "4.0×");
        assert_eq!((change(Lang::En, 828.0, 207.0), change(Lang::En, 200.0, 197.0)), ("1/4.0".into(), "−1.5%".into()));
        assert_eq!(change(Lang::Ja, 100.0, 120.0), "+20%");
    }

    #[test]
    fn small_numbers_have_one_digit_and_a_power_of_ten() {
        for (value, shown) in [(7.2e-7, "7×10⁻⁷"), (9.83e-8, "1×10⁻⁷"), (0.04, "4×10⁻²"), (0.0, "0")] {
            assert_eq!(tiny(value), shown);
        }
    }
}
