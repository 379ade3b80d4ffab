//! Numbers in links and in fields. The standard library's conversions are right whatever they are given, for which each way
//! carries ten kilobytes of code and tables that no page should wait for.

/// The number that `text` writes: a sign, digits with or without a point, a power of ten behind `e`. `None` for everything
/// else, infinities and NaN among it.
///
/// Up to 15 digits and powers of ten up to 22 the result is the nearest `f64` (both are exact there, and one operation
/// rounds once: Clinger 1990, "How to read floating point numbers accurately"); beyond, it may be a few units in the last
/// place off, and an `f32` made of it is still the nearest.
pub fn number(text: &str) -> Option<f64> {
    let (sign, rest) = match text.as_bytes() {
        [b'-', rest @ ..] => (-1.0, rest),
        [b'+', rest @ ..] => (1.0, rest),
        all => (1.0, all),
    };
    let at = rest.iter().position(|b| matches!(b, b'e' | b'E')).unwrap_or(rest.len());
    let (digits, exponent) = rest.split_at(at);
    let (mut mantissa, mut power, mut count, mut point) = (0u64, 0i32, 0, false);
    for &byte in digits {
        match byte {
            b'.' if !point => point = true,
            b'0'..=b'9' => {
                count += 1;
                // A nineteenth digit still fits; those behind it are too small to matter.
                if mantissa < 10u64.pow(18) {
                    mantissa = mantissa * 10 + u64::from(byte - b'0');
                    power -= i32::from(point);
                } else {
                    power += i32::from(!point);
                }
            }
            _ => return None,
        }
    }
    if count == 0 {
        return None;
    }
    if let [_, exponent @ ..] = exponent {
        power = power.saturating_add(std::str::from_utf8(exponent).ok()?.parse().ok()?);
    }
    let scaled = scaled(mantissa as f64, power);
    scaled.is_finite().then_some(sign * scaled)
}

/// `value` times ten to the power.
fn scaled(value: f64, power: i32) -> f64 {
    let ten = |n: i32| (0..n.min(400)).fold(1.0f64, |product, _| product * 10.0);
    match power {
        _ if value == 0.0 => 0.0,
        0.. => value * ten(power),
        // Two steps where one would be infinite.
        -300..0 => value / ten(-power),
        _ => value / ten(300) / ten(power.saturating_neg().saturating_sub(300)),
    }
}

/// The fewest decimal digits that are `value` and no other `f32`, without its sign, and the power of ten behind them: (125, −2) for
/// 1.25. Nothing for what is not finite.
pub fn digits(value: f32) -> Option<(u64, i32)> {
    let value = value.abs();
    if !value.is_finite() {
        return None;
    }
    if value == 0.0 {
        return Some((0, 0));
    }
    // An f64 has 29 bits more than are asked for, so what its powers of ten lack does not matter.
    let wide = f64::from(value);
    let mut exponent = 0;
    while scaled(1.0, exponent + 1) <= wide {
        exponent += 1;
    }
    while scaled(1.0, exponent) > wide {
        exponent -= 1;
    }
    // Nine are always enough.
    let of = |count: i32| {
        let power = exponent + 1 - count;
        (scaled(wide, -power).round(), power)
    };
    let (mantissa, power) =
        (1..9).map(of).find(|(mantissa, power)| scaled(*mantissa, *power) as f32 == value).unwrap_or_else(|| of(9));
    Some((mantissa as u64, power))
}

/// `value` as the standard library writes it.
pub fn text(value: f32) -> String {
    let Some((mantissa, power)) = digits(value) else {
        return if value.is_nan() {
            "NaN"
        } else if value > 0.0 {
            "inf"
        } else {
            "-inf"
        }
        .into();
    };
    let mut text = mantissa.to_string();
    match usize::try_from(power) {
        Ok(zeros) => text.extend(std::iter::repeat_n('0', if mantissa == 0 { 0 } else { zeros })),
        Err(_) => {
            let behind = power.unsigned_abs() as usize;
            while text.len() <= behind {
                text.insert(0, '0');
            }
            text.insert(text.len() - behind, '.');
        }
    }
    if value.is_sign_negative() {
        text.insert(0, '-');
    }
    text
}

/// The double with the decimal digits of `value`, for numbers that people wrote: 0.1 for the `f32` 0.1, where a plain conversion
/// gives 0.10000000149.
pub fn double(value: f32) -> f64 {
    digits(value).map_or(f64::from(value), |(mantissa, power)| scaled(mantissa as f64, power).copysign(value.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn what_is_written_is_read_again(bits in any::<u32>()) {
            let value = f32::from_bits(bits);
            prop_assume!(value.is_finite());
            prop_assert_eq!(number(&value.to_string()).map(|v| (v as f32).to_bits()), Some(bits), "{}", value);
            prop_assert_eq!(number(&format!("{value:e}")).map(|v| (v as f32).to_bits()), Some(bits), "{:e}", value);
        }

        #[test]
        fn what_is_written_is_what_the_standard_library_writes(bits in any::<u32>(), part in -1000i32..1000, scale in 1i32..1000) {
            for value in [f32::from_bits(bits), part as f32 / scale as f32] {
                prop_assert_eq!(text(value), value.to_string());
            }
            // Where powers of ten are exact.
            let value = part as f32 / scale as f32;
            prop_assert_eq!(double(value).to_bits(), number(&value.to_string()).unwrap().to_bits());
            for value in [f32::from_bits(bits)].into_iter().filter(|value| value.is_finite()) {
                prop_assert_eq!(double(value) as f32, value);
            }
        }

        #[test]
        fn short_decimals_are_the_nearest_double(mantissa in 0u64..1_000_000_000_000_000, power in -22i32..=0) {
            let text = format!("{mantissa}e{power}");
            prop_assert_eq!(number(&text), text.parse().ok());
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let known = text.parse::<f64>().ok().filter(|v| v.is_finite());
            let close = |a: f64, b: f64| (a - b).abs() <= 1e-14 * a.abs();
            match (number(&text), known) {
                (Some(a), Some(b)) => prop_assert!(close(a, b), "{text}: {a} {b}"),
                (a, b) => prop_assert_eq!(a, b, "{}", text),
            }
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "-", ".", "e3", "1e", "1e+", "1.2.3", "NaN", "inf", "0x10", " 1", "1_000", "1e400"] {
            assert_eq!(number(text), None, "{text}");
        }
        assert_eq!(number("+1.5e-1"), Some(0.15));
        assert_eq!(number("1e-400"), Some(0.0));
        assert_eq!(number("5.").zip(number(".5")), Some((5.0, 0.5)));
        assert_eq!(number(&"9".repeat(40)).map(|v| (v / 1e40).round()), Some(1.0));
    }
}
