//! Numbers in links and in fields. The standard library's conversion rounds correctly whatever it is given, for which it
//! carries ten kilobytes of tables that no page should wait for.

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
    let ten = |n: i32| (0..n.min(400)).fold(1.0f64, |product, _| product * 10.0);
    let value = mantissa as f64;
    let scaled = match power {
        _ if mantissa == 0 => 0.0,
        0.. => value * ten(power),
        // Two steps where one would be infinite.
        -300..0 => value / ten(-power),
        _ => value / ten(300) / ten(power.saturating_neg().saturating_sub(300)),
    };
    scaled.is_finite().then_some(sign * scaled)
}

/// The double with the decimal digits of `value`, for numbers that people wrote: 0.1 for the `f32` 0.1, where a plain conversion
/// gives 0.10000000149.
pub fn double(value: f32) -> f64 {
    number(&value.to_string()).unwrap_or(f64::from(value))
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
