//! What stands between `{{` and `}}`.
//!
//! ```text
//! macs NETWORK [SETTING=…]… [layer=NAME] [FORMAT]     multiply-adds for one image
//! params …                                            trainable parameters
//! bytes … [bits=8]                                    bytes of all stored values, of 32 bits each or so many
//! published accuracy|macs|params NETWORK [alpha=…] [rho=…]    what the papers print
//! ratio A / B, eval ARITHMETIC                        + - * / ^ ( ), sqrt log2 round, and (macs …) and the like in parentheses
//! measured size|latency|…                             the stage's own figure, filled in on the page
//! ```
//!
//! NETWORK is a name of `karui_core::models::NAMES`; settings are `alpha`, `rho` (height and width of the input), `groups`,
//! `classes`, `channels`. FORMAT: `%`, `×`, `MB`, `kB`, `M` (millions), `int`, `N digits`.

mod arithmetic;
mod format;
mod network;

use crate::Lang;
pub use format::Format;

/// A figure of the stage.
pub const MEASURED: [&str; 7] =
    ["size", "latency", "throughput", "accuracy", "size-ratio", "accuracy-change", "macs-ratio"];

/// What an expression stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number, and how it is written.
    Number(f64, Format),
    /// A figure of the stage, one of [`MEASURED`].
    Measured(&'static str),
}

impl Value {
    /// What `text` stands for.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn of(text: &str) -> Result<Value, String> {
        let text = text.trim();
        let (head, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if head == "measured" {
            let known = MEASURED.iter().find(|name| **name == rest.trim());
            return known.map(|name| Value::Measured(name)).ok_or_else(|| expected("a figure", &MEASURED, rest.trim()));
        }
        let (body, format) = Format::split(rest);
        let (value, usual) = match head {
            "ratio" => (arithmetic::value(body)?, Format::Digits(3)),
            "eval" => (arithmetic::value(body)?, Format::Digits(4)),
            _ => network::value(head, body)?,
        };
        if !value.is_finite() {
            return Err("no finite number".into());
        }
        Ok(Value::Number(value, format.unwrap_or(usual)))
    }
}

/// The words that name an expression.
const HEADS: [&str; 7] = ["macs", "params", "bytes", "published", "ratio", "eval", "measured"];

fn expected(what: &str, known: &[&str], got: &str) -> String {
    format!("expected {what}: {}, got `{got}`", known.join(" | "))
}

/// `value` as text, and as LaTeX for formulas.
pub(crate) fn written(value: f64, format: Format, lang: Lang) -> [String; 2] {
    let text = format.write(value, lang);
    let latex = text.replace(',', "{,}").replace('%', r"\%").replace(" 倍", "").replace('×', "");
    let latex = match latex.find(|c: char| c.is_ascii_alphabetic()) {
        Some(at) => format!(r"{}\,\mathrm{{{}}}", latex[..at].trim_end(), &latex[at..]),
        None => latex,
    };
    [text, latex]
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_core::measure::cost::cost;
    use karui_core::models::{Options, named};

    fn text(expression: &str) -> String {
        match Value::of(expression) {
            Ok(Value::Number(value, format)) => written(value, format, Lang::En)[0].clone(),
            Ok(Value::Measured(name)) => name.into(),
            Err(error) => format!("! {error}"),
        }
    }

    #[test]
    fn numbers_are_those_of_the_engine() {
        let half = Options { alpha: Some(0.5), size: Some((160, 160)), ..Options::default() };
        let cost = cost(&named("mobilenet-v1", half).unwrap());
        let Ok(Value::Number(macs, _)) = Value::of("macs mobilenet-v1 alpha=0.5 rho=160") else { panic!() };
        assert_eq!(macs, cost.macs.value);
        let Ok(Value::Number(bytes, _)) = Value::of("bytes mobilenet-v1 alpha=0.5 rho=160 bits=8") else { panic!() };
        assert_eq!(bytes * 4.0, cost.bytes.value);
        // LeCun's networks are small enough to count by hand: 784 · 128 + 128 + 128 · 10 + 10.
        assert_eq!(text("params mlp"), "101,770");
        assert_eq!(text("macs mlp"), "101,632");
        assert_eq!(text("ratio (bytes mlp) / (bytes mlp bits=8) ×"), "4×");
    }

    #[test]
    fn arithmetic_and_formats() {
        assert_eq!(text("eval 1/256 + 1/9 %"), "11.5%");
        assert_eq!(text("eval 2 * (3 + 4)^2 int"), "98");
        assert_eq!(text("eval -2^2 int"), "−4");
        assert_eq!(text("eval 10 - 4 - 3 int"), "3");
        assert_eq!(text("eval 1,000 × 2 int"), "2,000");
        assert_eq!(text("eval log2(256) int"), "8");
        assert_eq!(text("eval 1/3 2 digits"), "0.33");
        assert_eq!(text("eval 1234.6 3 digits"), "1,235");
        assert_eq!(text("eval 1.5e6 MB"), "1.50 MB");
        assert_eq!(text("published macs mobilenet-v1 alpha=0.5"), "149M");
        assert_eq!(text("published accuracy mobilenet-v1 rho=160"), "67.2%");
        assert_eq!(written(568_740_352.0, Format::Integer, Lang::Ja)[1], "568{,}740{,}352");
        assert_eq!(written(1.5e6, Format::Megabytes, Lang::Ja)[1], r"1.50\,\mathrm{MB}");
    }

    #[test]
    fn what_means_nothing_is_refused() {
        for (wrong, why) in [
            ("weight mlp", "expected an expression"),
            ("macs vgg", "vgg"),
            ("macs mlp depth=2", "depth"),
            ("macs lenet layer=conv9", "conv9"),
            ("macs", "network"),
            ("published accuracy mobilenet-v1 alpha=0.3", "no published row"),
            ("published loss mobilenet-v1", "loss"),
            ("eval 1 / 0", "finite"),
            ("eval 1 +", "end"),
            ("eval (1", ")"),
            ("eval 1 ? 2", "?"),
            ("measured speed", "latency"),
        ] {
            let said = text(wrong);
            assert!(said.starts_with("! ") && said.contains(why), "{wrong}: {said}");
        }
    }
}
