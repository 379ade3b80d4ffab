//! A program's numbers, as short as tells them. They are Python's, not a language's: no commas, and the point is a point.

use super::trace::Number;

/// A number in four digits.
pub fn shown(value: f64) -> String {
    let size = value.abs();
    if value.is_nan() {
        return "nan".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf".into() } else { "-inf".into() };
    }
    if value == 0.0 {
        return "0".into();
    }
    if !(1e-4..1e6).contains(&size) {
        return format!("{value:.2e}");
    }
    let decimals = (3.0 - size.log10().floor()).clamp(0.0, 7.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// The first `most` of a tensor's values, which has `of` of them.
pub fn listed(values: &[Number], of: usize, most: usize) -> String {
    if of == 1 {
        return values.first().map(|value| shown(value.0)).unwrap_or_default();
    }
    let texts: Vec<String> = values.iter().take(most).map(|value| shown(value.0)).collect();
    let more = if of > texts.len() { ", …" } else { "" };
    ["[", &texts.join(", "), more, "]"].concat()
}

/// A shape as Python writes it.
pub fn shape(of: &[usize]) -> String {
    let sizes: Vec<String> = of.iter().map(ToString::to_string).collect();
    match &sizes[..] {
        [one] => format!("({one},)"),
        all => format!("({})", all.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_plain() {
        let all = [0.0, 1.0, -2.5, 0.333_333, 12345.678, 1e-7, 3e9, 0.00123, f64::NAN, f64::NEG_INFINITY];
        let expect = ["0", "1", "-2.5", "0.3333", "12346", "1.00e-7", "3.00e9", "0.00123", "nan", "-inf"];
        assert_eq!(all.map(shown), expect);
        assert_eq!(listed(&[Number(1.0), Number(2.0)], 9, 2), "[1, 2, …]");
        assert_eq!([shape(&[]), shape(&[3]), shape(&[2, 3])], ["()", "(3,)", "(2, 3)"]);
    }
}
