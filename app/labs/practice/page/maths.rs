//! Formulas as they are set: questions are plain text, with `x_i` for an index, `2^k` for a power, and code between backticks.

use super::answer::in_lang;
use karui_spec::question::Text;
use karui_ui::html::HtmlWriter;
use karui_ui::reactive::{Reactive, text};
use karui_ui::use_lang;
use leptos::prelude::Get;

/// A text as HTML in the page's language.
pub fn set(of: Text) -> Reactive<String> {
    let lang = use_lang();
    text(move || html(&in_lang(lang.get(), &of)))
}

/// The text as HTML.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Every second part stands between backticks.
    for (i, part) in text.split('`').enumerate() {
        match i % 2 {
            0 => out.push_str(&formula(part)),
            _ => out.push_str(&["<code>", &escaped(part), "</code>"].concat()),
        }
    }
    out
}

fn escaped(text: &str) -> String {
    let mut writer = HtmlWriter::default();
    writer.text(text);
    writer.html
}

fn formula(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    while let Some(&c) = chars.get(at) {
        let raised = (c == '^').then(|| raised(&chars[at + 1..])).flatten();
        let lowered = (c == '_' && is_base(&chars[..at])).then(|| index(&chars[at + 1..])).flatten();
        let (tag, (inside, length)) = match (raised, lowered) {
            (Some(raised), _) => ("sup", raised),
            (_, Some(lowered)) => ("sub", lowered),
            _ => {
                out.push_str(&escaped(&c.to_string()));
                at += 1;
                continue;
            }
        };
        out.push_str(&["<", tag, ">", &formula(&inside), "</", tag, ">"].concat());
        at += 1 + length;
    }
    out
}

/// The exponent that text begins with, and how many letters it takes: a number or a name with its sign, or what brackets hold.
fn raised(text: &[char]) -> Option<(String, usize)> {
    if text.first() == Some(&'(') {
        let mut depth = 0;
        let end = text.iter().position(|c| {
            depth += i32::from(*c == '(') - i32::from(*c == ')');
            depth == 0
        })?;
        return Some((text[1..end].iter().collect(), end + 1));
    }
    let sign = usize::from(matches!(text.first(), Some('-' | '−')));
    let length = sign + text[sign..].iter().take_while(|c| c.is_ascii_alphanumeric()).count();
    (length > sign).then(|| (text[..length].iter().collect::<String>().replace('-', "−"), length))
}

/// Whether what stands before an underscore is a symbol: a letter by itself, or a bracket.
fn is_base(before: &[char]) -> bool {
    match before {
        [.., before, last] => *last == ')' || is_symbol(*last) && !(before.is_ascii_alphanumeric() || *before == '_'),
        [last] => is_symbol(*last),
        [] => false,
    }
}

fn is_symbol(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'α'..='ω' | 'Α'..='Ω' | '\u{302}')
}

/// The index that text begins with: names of variables in programs are longer.
fn index(text: &[char]) -> Option<(String, usize)> {
    let length = text.iter().take_while(|c| c.is_ascii_alphanumeric()).count();
    let index: String = text[..length].iter().collect();
    let is_index = (1..=3).contains(&length) || index == "next";
    (is_index && text.get(length) != Some(&'_')).then_some((index, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indices_powers_and_code_are_set() {
        for (plain, set) in [
            ("S_x Σ (q_x − Z_x)", "S<sub>x</sub> Σ (q<sub>x</sub> − Z<sub>x</sub>)"),
            ("2^6 × 10^-5 < 1", "2<sup>6</sup> × 10<sup>−5</sup> &lt; 1"),
            ("1 − (1 − η·a_k)^E", "1 − (1 − η·a<sub>k</sub>)<sup>E</sup>"),
            ("u^(n−1)·x", "u<sup>n−1</sup>·x"),
            ("softmax(z)_y", "softmax(z)<sub>y</sub>"),
            ("K²·C_out·C_next", "K²·C<sub>out</sub>·C<sub>next</sub>"),
            ("`docker run -v a_b` を", "<code>docker run -v a_b</code> を"),
            // Programs have names of their own.
            ("zero_grad と x_train と a_b_c", "zero_grad と x_train と a_b_c"),
            ("a ^ b", "a ^ b"),
        ] {
            assert_eq!(html(plain), set);
        }
    }
}
