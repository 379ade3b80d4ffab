//! A template: one skill, of which every seed is a question.

use crate::code::{self, Code};
use crate::draw::Draw;
use crate::order::{self, Order};
use crate::pairs::{self, Pairs};
use crate::question::{self, Calculation};
use crate::set::{self, Passage, Scene};
use crate::statement::{self, Statement};
use crate::{Both, Framework, Level, Topic};
use crate::{Parameters, Question};

/// What a template draws from.
pub enum Kind {
    /// A computation; `again` finds the answer by another way from the same parameters.
    Calculation {
        /// Draws the parameters and computes.
        make: fn(&mut Draw) -> Calculation,
        /// The second way.
        again: fn(&Parameters) -> f64,
    },
    /// Sentences to be judged.
    Statements(&'static [Statement]),
    /// Things that belong together.
    Pairs(&'static Pairs),
    /// Steps to be put in order.
    Order(&'static Order),
    /// Code with a gap.
    Code {
        /// The library that it is written for, where another could have been.
        framework: Option<Framework>,
        /// What is drawn from.
        rows: &'static [Code],
    },
    /// One gap of a text that has several.
    Gap {
        /// The text.
        of: &'static Passage,
        /// Which.
        at: usize,
    },
    /// One computation of a situation that allows several.
    Part {
        /// The situation.
        of: &'static Scene,
        /// Which.
        at: usize,
    },
}

impl Kind {
    /// The name of its form.
    pub const fn form(&self) -> &'static str {
        match self {
            Kind::Calculation { .. } => "numeric",
            Kind::Statements(_) => "statements",
            Kind::Pairs(_) => "matching",
            Kind::Order(_) => "ordering",
            Kind::Code { .. } => "code",
            Kind::Gap { .. } => "gap",
            Kind::Part { .. } => "numeric",
        }
    }

    /// The library whose code is read, where it is to be chosen.
    pub const fn framework(&self) -> Option<Framework> {
        match self {
            Kind::Code { framework, .. } => *framework,
            _ => None,
        }
    }

    /// The set that it is of, and its place there.
    pub const fn set(&self) -> Option<(&'static str, usize)> {
        match self {
            Kind::Gap { of, at } => Some((of.id, *at)),
            Kind::Part { of, at } => Some((of.id, *at)),
            _ => None,
        }
    }

    /// The second way to the answer, where it is computed.
    pub fn again(&self) -> Option<fn(&Parameters) -> f64> {
        match self {
            Kind::Calculation { again, .. } => Some(*again),
            Kind::Part { of, at } => of.again.get(*at).copied(),
            _ => None,
        }
    }
}

/// One skill.
pub struct Template {
    /// Its name: a letter for the topic and a number.
    pub id: &'static str,
    /// What it is about.
    pub topic: Topic,
    /// What it asks for, in a few words.
    pub title: Both,
    /// Where what it teaches is written: a key of `www/lessons/sources.toml`.
    pub source: &'static str,
    /// What it draws from.
    pub kind: Kind,
}

/// No seed's draw was fit to be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("template {id}, seed {seed}: no fit draw ({why})")]
pub struct Rejected {
    /// The template.
    pub id: &'static str,
    /// The seed.
    pub seed: u64,
    /// What was wrong with the last draw.
    pub why: &'static str,
}

/// Draws until one is fit, so many times at most.
const DRAWS: u64 = 200;

impl Template {
    /// The question of a seed.
    ///
    /// # Errors
    /// Where no draw was fit: two choices alike, an answer in the middle of two written numbers. The tests of all templates show that
    /// it does not come to that.
    pub fn question(&self, seed: u64, level: Level) -> Result<Question, Rejected> {
        let mut why = "";
        for attempt in 0..DRAWS {
            let mut draw = Draw::new(seed, self.stream(level) + attempt, level);
            let made = match &self.kind {
                Kind::Calculation { make, .. } => {
                    let calculation = make(&mut draw);
                    question::of_calculation(&mut draw, calculation)
                }
                Kind::Statements(rows) => statement::question(&mut draw, rows),
                Kind::Pairs(pairs) => pairs::question(&mut draw, pairs),
                Kind::Order(order) => order::question(&mut draw, order),
                Kind::Code { rows, .. } => code::question(&mut draw, rows),
                Kind::Gap { of, at } => set::gap(&mut draw, of, *at),
                Kind::Part { of, at } => set::part(&mut draw, of, *at),
            };
            match made {
                Ok(made) => return Ok(made.asked(self, seed, level, draw.done())),
                Err(reason) => why = reason,
            }
        }
        Err(Rejected { id: self.id, seed, why })
    }

    /// A stream of random numbers of its own (FNV-1a of its name), [`DRAWS`] apart from its other levels'. The parts of a situation
    /// draw by the same one.
    fn stream(&self, level: Level) -> u64 {
        let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        let name = if let Kind::Part { of, .. } = self.kind { of.id } else { self.id };
        let name = name.bytes().fold(0xcbf2_9ce4_8422_2325, hash);
        (name >> 24) * 4 * DRAWS + level as u64 * DRAWS
    }
}
