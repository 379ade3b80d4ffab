//! Numbers that were typed. One that says how large, how fast or how good something is comes from an expression, a figure of the
//! stage or a source that the sentence cites; counts, bit widths, years and names may be typed.

use crate::substitute::is_citation;

/// What makes a number a quantity.
const UNITS: [&str; 24] = [
    "%",
    "％",
    "パーセント",
    "percent",
    "ポイント",
    "points",
    "倍",
    "times",
    "×",
    "MB",
    "kB",
    "KB",
    "GB",
    "MiB",
    "KiB",
    "ms",
    "µs",
    "μs",
    "ミリ秒",
    "マイクロ秒",
    "万",
    "億",
    "million",
    "billion",
];

/// The numbers in `text` that are typed, each with its unit, sentence by sentence.
pub(crate) fn typed(text: &str) -> Vec<String> {
    sentences(text).into_iter().filter(|sentence| !sentence.contains(is_citation)).flat_map(of_sentence).collect()
}

fn sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(at) = end(rest) {
        let (sentence, after) = rest.split_at(at);
        all.push(sentence);
        rest = after;
    }
    all.push(rest);
    all
}

/// Where the first sentence ends.
fn end(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_end = match c {
            '。' | '？' | '！' => true,
            '.' | '?' | '!' => chars.peek().is_some_and(|(_, next)| next.is_whitespace()),
            _ => false,
        };
        if is_end {
            return Some(at + c.len_utf8());
        }
    }
    None
}

fn of_sentence(sentence: &str) -> Vec<String> {
    let chars: Vec<char> = sentence.chars().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        let is_inner = |i: usize| ['.', ','].contains(&chars[i]) && chars.get(i + 1).is_some_and(char::is_ascii_digit);
        while at < chars.len() && (chars[at].is_ascii_digit() || is_inner(at)) {
            at += 1;
        }
        let number: String = chars[start..at].iter().collect();
        let before: String = chars[..start].iter().collect();
        let after: String = chars[at..].iter().collect();
        let after = after.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
        let is_of_name =
            before.ends_with(|c: char| c.is_alphanumeric() && c.is_ascii() || ['-', '_', '/'].contains(&c));
        let unit = UNITS.iter().find(|unit| {
            // `3 × 3` is a kernel, `4 timestamps` no multiple. Japanese words follow without a space.
            after.strip_prefix(**unit).is_some_and(|rest| match **unit {
                "×" => !rest.trim_start().starts_with(|c: char| c.is_ascii_digit()),
                unit => !unit.is_ascii() || !rest.starts_with(|c: char| c.is_ascii_alphanumeric()),
            })
        });
        if !is_of_name && is_quantity(&number, &before, after, unit.is_some()) {
            found.push(format!("{number}{}", unit.map_or(String::new(), |unit| format!(" {unit}"))));
        }
    }
    found
}

fn is_quantity(number: &str, before: &str, after: &str, has_unit: bool) -> bool {
    let value: f64 = number.replace(',', "").parse().unwrap_or(0.0);
    if has_unit {
        // The ends of a scale are no measurement.
        return !([0.0, 100.0].contains(&value) && after.starts_with(['%', '％']));
    }
    // The value of a setting, `α = 0.5`.
    if before.trim_end().ends_with('=') {
        return false;
    }
    let is_year = (1900.0..2100.0).contains(&value) && !number.contains([',', '.']);
    number.contains(['.', ',']) || value >= 1000.0 && !is_year
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn quantities_are_told_from_counts_bits_years_and_names() {
        for (text, numbers) in [
            ("正解率は 91.2% でした。", vec!["91.2 %"]),
            ("サイズは 4 倍になります。", vec!["4 倍"]),
            ("It has 4.2 million weights and takes 30 ms.", vec!["4.2 million", "30 ms"]),
            ("It has 101,770 of them, or 101770.", vec!["101,770", "101770"]),
            ("A share of 0.25 is left.", vec!["0.25"]),
            ("int8 は 8 ビットで、256 段階です。", vec![]),
            ("In 2017, MobileNetV1 and ResNet-50 had 3×3 kernels; three of 4 steps.", vec![]),
            ("α = 0.5 と T = 4 では、0% から 100% まで動きます。", vec![]),
            ("It was 70.6% \u{100000}. Here it is 71.5%.", vec!["71.5 %"]),
            ("GPT-3.5 and F1 of 2:4 sparsity", vec![]),
        ] {
            assert_eq!(typed(text), numbers, "{text}");
        }
    }
}
