//! Numbers as they are asked for, written and read: one way for answers, choices and explanations.

use serde::{Deserialize, Serialize};

/// How a number is asked for and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// A whole number, exact.
    Integer,
    /// Rounded to so many decimals.
    Decimals(u32),
}

impl Format {
    /// Half of a step of the last digit that is asked for: what an entry may be off.
    pub fn tolerance(self) -> f64 {
        match self {
            // A whole number is right or wrong.
            Format::Integer => 1e-6,
            Format::Decimals(n) => 0.5 / 10f64.powi(n as i32) * (1.0 + 1e-9),
        }
    }

    /// Whether `value` stands so near the middle of two written numbers that rounding it would be a matter of taste; for a whole
    /// number, whether it is none.
    pub fn is_doubtful(self, value: f64) -> bool {
        match self {
            Format::Integer => !value.is_finite() || (value - value.round()).abs() > 1e-6 || value.abs() > 9e15,
            Format::Decimals(n) => {
                let scaled = value.abs() * 10f64.powi(n as i32);
                !scaled.is_finite() || scaled > 9e15 || (scaled.fract() - 0.5).abs() < 1e-6
            }
        }
    }
}

/// `value` as `format` has it, with commas between thousands: `-1,234.50`.
pub fn write(value: f64, format: Format) -> String {
    let decimals = match format {
        Format::Integer => 0,
        Format::Decimals(n) => n as usize,
    };
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let is_zero = digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    [sign, &grouped, fraction].concat()
}

/// The number that a learner has entered: full-width digits, commas, fractions (`73/576`), exponents (`1e6`, `1.2×10^6`), per cent, SI prefixes
/// (`25.6M`), 万 and 億. `None` for what is none.
pub fn read(entry: &str) -> Option<f64> {
    let plain: String = entry.chars().filter_map(half_width).collect();
    let value = match plain.split_once('/') {
        Some((above, below)) => read_one(above)? / read_one(below)?,
        None => read_one(&plain)?,
    };
    value.is_finite().then_some(value)
}

/// A character as ASCII has it; nothing for what only separates digits.
fn half_width(c: char) -> Option<char> {
    match c {
        ',' | '，' | '、' | '_' => None,
        c if c.is_whitespace() => None,
        '−' | '－' | '‐' | '–' | 'ー' => Some('-'),
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0),
        '。' => Some('.'),
        '⁄' | '÷' => Some('/'),
        c => Some(c),
    }
}

/// What may stand behind a number, and what it is multiplied by.
const SUFFIXES: [(&str, f64); 14] = [
    ("%", 1e-2),
    ("万", 1e4),
    ("億", 1e8),
    ("兆", 1e12),
    ("k", 1e3),
    ("K", 1e3),
    ("M", 1e6),
    ("G", 1e9),
    ("T", 1e12),
    ("m", 1e-3),
    ("u", 1e-6),
    ("µ", 1e-6),
    ("μ", 1e-6),
    ("n", 1e-9),
];

fn read_one(plain: &str) -> Option<f64> {
    // `1.2×10^6`, and `10^6` alone.
    let times = ['×', '*', '·', 'x'];
    if let Some((factor, power)) = plain.split_once("10^").or_else(|| plain.split_once("10**")) {
        let factor = match factor.strip_suffix(times) {
            Some(factor) => read_one(factor)?,
            None if factor.is_empty() => 1.0,
            None if factor == "-" => -1.0,
            None => return None,
        };
        let power = power.trim_start_matches('(').trim_end_matches(')').parse::<i32>().ok()?;
        return Some(factor * 10f64.powi(power)).filter(|value| value.is_finite());
    }
    let suffix = SUFFIXES.iter().find(|(suffix, _)| plain.ends_with(suffix));
    let (digits, factor) =
        suffix.map_or((plain, 1.0), |(suffix, factor)| (&plain[..plain.len() - suffix.len()], *factor));
    // Rust reads `inf` and `nan` as numbers; a learner does not mean them.
    let is_number = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'));
    (is_number && !digits.is_empty()).then(|| digits.parse::<f64>().ok().map(|value| value * factor)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_with_commas_and_the_digits_asked_for() {
        assert_eq!(write(1_234_567.0, Format::Integer), "1,234,567");
        assert_eq!(write(-1234.5, Format::Decimals(2)), "−1,234.50");
        assert_eq!(write(-0.001, Format::Decimals(2)), "0.00");
        assert_eq!(write(999.0, Format::Integer), "999");
    }

    #[test]
    fn entries_are_read_as_learners_write_them() {
        for (entry, value) in [
            ("０．１２７", 0.127),
            ("73/576", 73.0 / 576.0),
            ("1,048,576", 1_048_576.0),
            ("25.6M", 25.6e6),
            ("12.5 %", 0.125),
            ("−3", -3.0),
            ("－３", -3.0),
            ("3.2万", 32_000.0),
            ("1e-3", 1e-3),
            ("+4", 4.0),
            ("1.2×10^6", 1.2e6),
            ("１．２×１０＾６", 1.2e6),
            ("1.2e6", 1.2e6),
            ("5 * 10^-3", 5e-3),
            ("-10^3", -1e3),
            ("3×10^(-2)", 0.03),
            ("2.5k", 2500.0),
            ("３／４", 0.75),
        ] {
            assert!((read(entry).unwrap() - value).abs() <= 1e-12 * value.abs(), "{entry}");
        }
        for entry in
            ["", "abc", "1/0", "inf", "nan", "1//2", "--3", "1.2.3", "M", "/", "×10^6", "3×10^", "310^2", "1×10^999"]
        {
            assert_eq!(read(entry), None, "{entry}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for value in [0.0, -12.25, 1e6, 123_456.789] {
            let format = Format::Decimals(3);
            assert!((read(&write(value, format)).unwrap() - value).abs() <= format.tolerance());
        }
    }
}
