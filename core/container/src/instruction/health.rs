//! `HEALTHCHECK`.

use super::Refusal;
use super::flags::{Flags, Sort};
use crate::dockerfile::Command;
use crate::quote::quoted;
use serde::Serialize;

/// How to tell whether a container is well. Times in nanoseconds, as the image's configuration holds them; 0 is the engine's own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Health {
    /// `NONE`, or `CMD` or `CMD-SHELL` with the command.
    #[serde(rename = "Test")]
    pub test: Vec<String>,
    /// Between two checks.
    #[serde(rename = "Interval", skip_serializing_if = "is_zero")]
    pub interval: i64,
    /// After which a check has failed.
    #[serde(rename = "Timeout", skip_serializing_if = "is_zero")]
    pub timeout: i64,
    /// In which failures do not count.
    #[serde(rename = "StartPeriod", skip_serializing_if = "is_zero")]
    pub start_period: i64,
    /// Between two checks in that time.
    #[serde(rename = "StartInterval", skip_serializing_if = "is_zero")]
    pub start_interval: i64,
    /// Failures in a row after which it is unwell.
    #[serde(rename = "Retries", skip_serializing_if = "is_zero")]
    pub retries: i64,
}

fn is_zero(value: &i64) -> bool {
    *value == 0
}

/// Reads the instruction.
pub(super) fn health(command: &Command) -> Result<Health, Refusal> {
    let wrong = |text: String| Err(Refusal::Health(text));
    let Some((kind, arguments)) = command.value.split_first() else {
        return Err(Refusal::Arguments { instruction: "HEALTHCHECK", expected: "at least one argument" });
    };
    match &kind.to_uppercase()[..] {
        "NONE" if arguments.is_empty() => Ok(Health { test: vec!["NONE".to_owned()], ..Health::default() }),
        "NONE" => wrong("HEALTHCHECK NONE takes no arguments".to_owned()),
        "CMD" => {
            let names = ["interval", "timeout", "start-period", "start-interval", "retries"];
            let flags = Flags::read(&command.flags, &names.map(|name| (name, Sort::Text)))?;
            if arguments.is_empty() {
                return wrong("Missing command after HEALTHCHECK CMD".to_owned());
            }
            let time = |name: &'static str| match flags.text(name) {
                None => Ok(0),
                Some(text) => match duration(&text) {
                    None => Err(Refusal::Health(format!("time: invalid duration {}", quoted(&text)))),
                    Some(1..1_000_000) => {
                        Err(Refusal::Health(format!("Interval {} cannot be less than 1ms", quoted(name))))
                    }
                    Some(time) if time < 0 => {
                        Err(Refusal::Health(format!("Interval {} cannot be less than 1ms", quoted(name))))
                    }
                    Some(time) => Ok(time),
                },
            };
            let retries = match flags.text("retries") {
                None => 0,
                Some(text) => match text.parse::<i32>() {
                    Err(_) => return wrong(format!("strconv.ParseInt: parsing {}: invalid syntax", quoted(&text))),
                    Ok(count) if count < 0 => return wrong(format!("--retries cannot be negative ({count})")),
                    Ok(count) => i64::from(count),
                },
            };
            let form = if command.json { "CMD" } else { "CMD-SHELL" };
            Ok(Health {
                test: [&[form.to_owned()], arguments].concat(),
                interval: time("interval")?,
                timeout: time("timeout")?,
                start_period: time("start-period")?,
                start_interval: time("start-interval")?,
                retries,
            })
        }
        other => wrong(format!("Unknown type {} in HEALTHCHECK (try CMD)", quoted(other))),
    }
}

/// Go's durations, `1m30s` or `1.5h`, in nanoseconds.
fn duration(text: &str) -> Option<i64> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    let mut total = 0.0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let value: f64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        // The longer units first: `ms` is no `m`.
        let units = [("ns", 1.0), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9)];
        let (unit, length) = units.into_iter().find(|(unit, _)| rest.starts_with(unit))?;
        total += value * length;
        rest = rest.get(unit.len()..)?;
    }
    (total < 9.2e18).then_some((sign * total) as i64)
}
