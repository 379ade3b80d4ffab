//! Settings as data. All that is known of a setting stands in one row: its name in links, the values it may have, and where
//! it is kept. Links, ranges, checks, fields of the page and options of the command line follow from the rows.

use crate::{Error, Result, decimal};
use std::ops::RangeInclusive;

/// A setting of an `S`.
pub struct Setting<S: 'static> {
    /// Its name in links and errors.
    pub name: &'static str,
    /// Its values, and where they are kept.
    pub kind: Kind<S>,
}

/// The values that a setting may have, how to read the present one and how to put another in its place.
pub enum Kind<S: 'static> {
    /// One of a list, each by its id.
    Choice {
        /// The ids; they may depend on other settings.
        allowed: fn(&S) -> Vec<String>,
        /// The present one.
        get: fn(&S) -> String,
        /// Puts the value with this id, which is one of those allowed.
        set: fn(&mut S, &str),
    },
    /// A whole number.
    Integer {
        /// The least and the greatest.
        range: RangeInclusive<u64>,
        /// What every value is a multiple of.
        multiple_of: u64,
        /// The step of a field's arrow keys.
        step: u64,
        /// The present one.
        get: fn(&S) -> u64,
        /// Puts a value that lies within the range.
        set: fn(&mut S, u64),
    },
    /// A real number.
    Real {
        /// The least and the greatest.
        range: RangeInclusive<f32>,
        /// The step of a field's arrow keys; 0 where only the field's own step makes sense.
        step: f32,
        /// The present one.
        get: fn(&S) -> f32,
        /// Puts a value that lies within the range.
        set: fn(&mut S, f32),
    },
}

impl<S> Setting<S> {
    /// Its value in `all`, as links write it.
    pub fn get(&self, all: &S) -> String {
        match &self.kind {
            Kind::Choice { get, .. } => get(all),
            Kind::Integer { get, .. } => get(all).to_string(),
            Kind::Real { get, .. } => decimal::text(get(all)),
        }
    }

    /// Sets it in `all` to the value that `text` writes; `all` stays as it is where that is not allowed.
    ///
    /// # Errors
    /// [`Error::Choice`] or [`Error::Range`] where `text` is no value of the setting.
    pub fn set(&self, all: &mut S, text: &str) -> Result<()> {
        let refused = || self.refused(all, text);
        match &self.kind {
            Kind::Choice { allowed, set, .. } => {
                if !allowed(all).iter().any(|id| id == text) {
                    return Err(refused());
                }
                set(all, text);
            }
            Kind::Integer { range, multiple_of, set, .. } => {
                let whole = decimal::number(text).filter(|v| v.fract() == 0.0 && *v >= 0.0);
                let value = whole.map(|v| v as u64).filter(|v| is_within(range, *multiple_of, *v));
                set(all, value.ok_or_else(refused)?);
            }
            Kind::Real { range, set, .. } => {
                let value = decimal::number(text).map(|v| v as f32).filter(|v| range.contains(v));
                set(all, value.ok_or_else(refused)?);
            }
        }
        Ok(())
    }

    /// Checks its value in `all`.
    ///
    /// # Errors
    /// [`Error::Choice`] or [`Error::Range`] where the value is not allowed.
    pub fn check(&self, all: &S) -> Result<()> {
        let is_allowed = match &self.kind {
            Kind::Choice { allowed, get, .. } => allowed(all).contains(&get(all)),
            Kind::Integer { range, multiple_of, get, .. } => is_within(range, *multiple_of, get(all)),
            Kind::Real { range, get, .. } => range.contains(&get(all)),
        };
        if is_allowed { Ok(()) } else { Err(self.refused(all, &self.get(all))) }
    }

    /// The least and the greatest value of a number.
    pub fn range(&self) -> Option<[f64; 2]> {
        match &self.kind {
            Kind::Choice { .. } => None,
            Kind::Integer { range, .. } => Some([range.start(), range.end()].map(|v| *v as f64)),
            Kind::Real { range, .. } => Some([range.start(), range.end()].map(|v| decimal::double(*v))),
        }
    }

    /// The step of a field's arrow keys; 0 for any, and for what is no number.
    pub fn step(&self) -> f64 {
        match &self.kind {
            Kind::Choice { .. } => 0.0,
            Kind::Integer { step, .. } => *step as f64,
            Kind::Real { step, .. } => decimal::double(*step),
        }
    }

    /// What every value of a whole number is a multiple of, where not any will do.
    pub fn multiple_of(&self) -> Option<u64> {
        match &self.kind {
            Kind::Integer { multiple_of, .. } => Some(*multiple_of).filter(|of| *of > 1),
            Kind::Choice { .. } | Kind::Real { .. } => None,
        }
    }

    /// The ids to choose from; empty for a number.
    pub fn allowed(&self, all: &S) -> Vec<String> {
        match &self.kind {
            Kind::Choice { allowed, .. } => allowed(all),
            Kind::Integer { .. } | Kind::Real { .. } => Vec::new(),
        }
    }

    /// That `got` is no value of the setting.
    fn refused(&self, all: &S, got: &str) -> Error {
        let (field, got) = (self.name.to_owned(), got.to_owned());
        match (self.range(), &self.kind) {
            (Some([min, max]), Kind::Integer { multiple_of, .. }) => {
                Error::Range { field, min, max, multiple_of: *multiple_of, got }
            }
            (Some([min, max]), _) => Error::Range { field, min, max, multiple_of: 1, got },
            (None, _) => Error::Choice { field, allowed: self.allowed(all), got },
        }
    }
}

fn is_within(range: &RangeInclusive<u64>, multiple_of: u64, value: u64) -> bool {
    range.contains(&value) && value.is_multiple_of(multiple_of)
}

/// A struct whose fields are settings.
pub trait Settings: Sized + 'static {
    /// A row for each, in the order in which links write them.
    const TABLE: &'static [Setting<Self>];

    /// The row of this name.
    fn setting(name: &str) -> Option<&'static Setting<Self>> {
        Self::TABLE.iter().find(|setting| setting.name == name)
    }

    /// The settings as `name=value` pairs joined by `&`: a part of a link's query. Every one is written, so that a link keeps
    /// its meaning when a default changes.
    fn to_query(&self) -> String {
        let pairs: Vec<_> = Self::TABLE.iter().map(|row| [row.name, "=", &row.get(self)].concat()).collect();
        pairs.join("&")
    }

    /// Sets one by its name in links; `None` where none has this name.
    fn set(&mut self, name: &str, value: &str) -> Option<Result<()>> {
        Self::setting(name).map(|row| row.set(self, value))
    }

    /// Checks that every value is allowed.
    ///
    /// # Errors
    /// That of the first row whose value is not.
    fn check(&self) -> Result<()> {
        Self::TABLE.iter().try_for_each(|row| row.check(self))
    }
}

/// The kind of a setting whose values are a type made by `choice!`: the type, and the field's path.
macro_rules! one_of {
    ($type:ty, $($field:ident).+) => {
        $crate::setting::Kind::Choice {
            allowed: |_| <$type>::ALL.iter().map(|value| value.id().to_owned()).collect(),
            get: |all| all.$($field).+.id().to_owned(),
            set: |all, id| all.$($field).+ = id.parse().unwrap_or(all.$($field).+),
        }
    };
}

/// The kind of a whole number: its range, the step of arrow keys, its type and the field's path.
macro_rules! integer {
    ($range:expr, $step:expr, $type:ty, $($field:ident).+) => {
        $crate::setting::Kind::Integer {
            range: $range,
            multiple_of: 1,
            step: $step,
            get: |all| all.$($field).+ as u64,
            set: |all, value| all.$($field).+ = value as $type,
        }
    };
}

/// The kind of a real number: its range, the step of arrow keys and the field's path.
macro_rules! real {
    ($range:expr, $step:expr, $($field:ident).+) => {
        $crate::setting::Kind::Real {
            range: $range,
            step: $step,
            get: |all| all.$($field).+,
            set: |all, value| all.$($field).+ = value,
        }
    };
}

pub(crate) use {integer, one_of, real};

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Any `S` that its table allows, row by row.
    pub fn any<S: Settings + Default + Clone + std::fmt::Debug>() -> impl Strategy<Value = S> {
        let positions = prop::collection::vec(0.0f64..=1.0, S::TABLE.len());
        positions.prop_map(|positions| {
            let mut all = S::default();
            for (row, at) in S::TABLE.iter().zip(positions) {
                let value = match &row.kind {
                    Kind::Choice { allowed, .. } => {
                        let ids = allowed(&all);
                        ids[((at * ids.len() as f64) as usize).min(ids.len() - 1)].clone()
                    }
                    Kind::Integer { range, multiple_of, .. } => {
                        let steps = (range.end() - range.start()) / multiple_of;
                        (range.start() + (at * steps as f64) as u64 * multiple_of).to_string()
                    }
                    Kind::Real { range, .. } => {
                        let value = range.start() + at as f32 * (range.end() - range.start());
                        value.clamp(*range.start(), *range.end()).to_string()
                    }
                };
                row.set(&mut all, &value).unwrap();
            }
            all
        })
    }

    #[test]
    fn bounds_are_the_digits_that_were_written() {
        let row: Setting<f32> = Setting {
            name: "lr",
            kind: Kind::Real { range: 1e-6..=0.1, step: 0.05, get: |all| *all, set: |all, value| *all = value },
        };
        assert_eq!((row.range(), row.step()), (Some([1e-6, 0.1]), 0.05));
        assert_eq!(row.get(&0.1), "0.1");
        let mut value = 0.05;
        assert!(row.set(&mut value, "0.2").is_err() && row.set(&mut value, "").is_err());
        assert_eq!(value, 0.05);
        assert_eq!(row.set(&mut value, "1e-3"), Ok(()));
        assert_eq!(value, 0.001);
    }
}
