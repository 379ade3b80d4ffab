use crate::Lang;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Format {
    /// As a part of a hundred, three digits that matter.
    Percent,
    /// As a multiple, three digits that matter.
    Times,
    /// Bytes in units of 10⁶, three digits that matter.
    Megabytes,
    /// Bytes in units of 10³.
    Kilobytes,
    /// Bytes in the unit that suits them.
    Bytes,
    /// Millions, three digits that matter.
    Millions,
    /// Rounded, with separators.
    Integer,
    /// So many digits that matter; all of those before the point.
    Digits(usize),
}

impl Format {
    /// What stands before a format at the end of `text`, and the format.
    pub(super) fn split(text: &str) -> (&str, Option<Format>) {
        let text = text.trim();
        let words = [
            ("%", Format::Percent),
            ("×", Format::Times),
            ("MB", Format::Megabytes),
            ("kB", Format::Kilobytes),
            ("M", Format::Millions),
            ("int", Format::Integer),
        ];
        let ends = |word: &str| text.strip_suffix(word).filter(|rest| rest.ends_with(char::is_whitespace));
        if let Some((rest, format)) = words.iter().find_map(|(word, format)| Some((ends(word)?, *format))) {
            return (rest.trim_end(), Some(format));
        }
        let digits = ends("digits").or_else(|| ends("digit")).and_then(|rest| {
            let (rest, count) = rest.trim_end().rsplit_once(char::is_whitespace)?;
            Some((rest, Format::Digits(count.parse().ok().filter(|count| (1..=15).contains(count))?)))
        });
        digits.map_or((text, None), |(rest, format)| (rest.trim_end(), Some(format)))
    }

    /// `value` in a language.
    pub(super) fn write(self, value: f64, lang: Lang) -> String {
        match self {
            Format::Percent => format!("{}%", significant(value * 100.0, 3)),
            Format::Times => match lang {
                Lang::Ja => format!("{} 倍", significant(value, 3)),
                Lang::En => format!("{}×", significant(value, 3)),
            },
            Format::Megabytes => format!("{} MB", significant(value / 1e6, 3)),
            Format::Kilobytes => format!("{} kB", significant(value / 1e3, 3)),
            Format::Bytes => match (value, lang) {
                (v, Lang::Ja) if v < 1e3 => format!("{} バイト", significant(v, 1)),
                (v, Lang::En) if v < 1e3 => format!("{} bytes", significant(v, 1)),
                (v, _) if v < 1e6 => Format::Kilobytes.write(v, lang),
                (v, _) => Format::Megabytes.write(v, lang),
            },
            Format::Millions => format!("{}M", significant(value / 1e6, 3)),
            Format::Integer => significant(value, 1),
            Format::Digits(digits) => {
                let text = significant(value, digits);
                // Zeros that only fill up say nothing of a number that was computed.
                match text.contains('.') {
                    true if digits > 3 => text.trim_end_matches('0').trim_end_matches('.').into(),
                    _ => text,
                }
            }
        }
    }
}

/// `value` with `digits` that matter, all of those before the point, and separators.
fn significant(value: f64, digits: usize) -> String {
    let size = value.abs();
    let before =
        if size < 1.0 { (size.max(1e-300).log10().floor() as i32) + 1 } else { size.log10().floor() as i32 + 1 };
    // A whole number says no more with zeros behind the point.
    let is_whole = (size - size.round()).abs() < 1e-9 * size.max(1.0);
    let places = if is_whole { 0 } else { (digits as i32 - before).max(0) as usize };
    let text = format!("{size:.places$}");
    let (whole, part) = text.split_once('.').map_or((&text[..], None), |(whole, part)| (whole, Some(part)));
    let mut out = String::from(if value < 0.0 { "−" } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(part) = part {
        out.push('.');
        out.push_str(part);
    }
    out
}
