//! Guided tours: for each technique some steps, each with the network that it is shown on, what is done to it, a question for
//! the learner to answer beforehand, and what is claimed to come of it. `tests/parity/tests/tours.rs` does every step on the
//! shipped networks and holds the claims to the figures; the page makes its words from the same ones.

mod claim;
mod table;

pub use claim::{Band, Claim, Measured, Quantity, SAME};
pub use table::TOURS;

use crate::recipe::TechniqueKind;
use crate::{DataKind, Experiment, ModelKind, ModelSpec, Recipe};

/// What is to be learnt of a technique, step by step.
#[derive(Debug)]
pub struct Tour {
    /// The technique.
    pub technique: TechniqueKind,
    /// Its steps, one after the other.
    pub steps: &'static [Step],
}

/// An experiment with a question and its answer.
#[derive(Debug)]
pub struct Step {
    /// Its id in links, within its tour.
    pub id: &'static str,
    /// The images.
    pub data: DataKind,
    /// The network, with its shipped weights.
    pub model: ModelKind,
    /// How many of the training images it may look at.
    pub train_size: usize,
    /// What is done.
    pub recipe: fn() -> Recipe,
    /// The step of the same tour whose result this one is compared with; `None` for the network as it is shipped.
    pub against: Option<&'static str>,
    /// What the learner is asked.
    pub question: Question,
    /// What is claimed to come besides the question's answer.
    pub also: &'static [Claim],
}

/// A question with two or three answers, of which always exactly one comes true.
#[derive(Debug)]
pub struct Question {
    /// What it asks for the change of.
    pub of: Quantity,
    /// Where one answer ends and the next begins, in ascending order.
    pub cuts: &'static [f64],
    /// Which answer is claimed to come true.
    pub expected: usize,
}

impl Question {
    /// Its answers, from the lowest to the highest change.
    pub fn answers(&self) -> Vec<Band> {
        let ends = |at: usize| self.cuts.get(at).copied();
        (0..=self.cuts.len()).map(|i| Band { from: i.checked_sub(1).and_then(ends), to: ends(i) }).collect()
    }

    /// Which answer has come true.
    pub fn came(&self, before: &Measured, now: &Measured) -> usize {
        let change = self.of.change(before, now);
        self.cuts.iter().filter(|cut| change >= **cut).count()
    }
}

impl Step {
    /// All that is claimed: the answer first.
    pub fn claims(&self) -> Vec<Claim> {
        let answer = self.question.answers().get(self.question.expected).copied();
        let answer = answer.map(|band| Claim { of: self.question.of, band });
        answer.into_iter().chain(self.also.iter().copied()).collect()
    }

    /// The settings that it is done with, made of those that there are: its data and network, and what its training depends on.
    pub fn experiment(&self, from: &Experiment) -> Experiment {
        let mut it = *from;
        let first = Experiment::default();
        (it.data, it.model, it.train_size) = (self.data, ModelSpec::new(self.model), self.train_size);
        (it.train.batch, it.train.seed) = (first.train.batch, first.train.seed);
        it
    }
}

impl Tour {
    /// The tour of a technique.
    pub fn of(technique: TechniqueKind) -> Option<&'static Tour> {
        TOURS.iter().find(|tour| tour.technique == technique)
    }

    /// One of its steps by its id.
    pub fn step(&self, id: &str) -> Option<&'static Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// A step as a link names it: `quantize.int4`; the first one where it names the tour alone.
    pub fn find(address: &str) -> Option<(&'static Tour, &'static Step)> {
        let (technique, step) = address.split_once('.').unwrap_or((address, ""));
        let tour = Tour::of(technique.parse().ok()?)?;
        let step = if step.is_empty() { tour.steps.first() } else { tour.step(step) };
        Some((tour, step?))
    }

    /// What a link says for one of its steps.
    pub fn address(&self, step: &Step) -> String {
        [self.technique.id(), ".", step.id].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    #[test]
    fn each_technique_has_a_tour_of_two_to_four_steps_with_addresses() {
        assert_eq!(TOURS.len(), TechniqueKind::ALL.len());
        for tour in &TOURS {
            assert!((2..=4).contains(&tour.steps.len()), "{}", tour.technique);
            for (i, step) in tour.steps.iter().enumerate() {
                let address = tour.address(step);
                let (found, at) = Tour::find(&address).unwrap();
                assert!(std::ptr::eq(found, tour) && std::ptr::eq(at, step), "{address}");
                assert_eq!((step.recipe)().check(), Ok(()), "{address}");
                assert!((step.recipe)().technique(tour.technique).is_some(), "{address}");
                assert_eq!(step.experiment(&Experiment::default()).check(), Ok(()), "{address}");
                // What it is compared with comes before it, on the same network with the same images.
                if let Some(id) = step.against {
                    let at = tour.steps.iter().position(|other| other.id == id).unwrap();
                    let other = &tour.steps[at];
                    assert!(at < i && (other.data, other.model) == (step.data, step.model), "{address}");
                }
            }
        }
        assert!(
            Tour::find("quantize").is_some() && Tour::find("quantize.nothing").is_none() && Tour::find("").is_none()
        );
    }

    #[test]
    fn the_answers_of_a_question_leave_no_gap() {
        for (tour, step) in TOURS.iter().flat_map(|tour| tour.steps.iter().map(move |step| (tour, step))) {
            let Question { of, cuts, expected } = step.question;
            let address = tour.address(step);
            assert!((1..=2).contains(&cuts.len()) && expected <= cuts.len(), "{address}");
            assert!(cuts.windows(2).all(|pair| pair[0] < pair[1]), "{address}");
            let answers = step.question.answers();
            for change in cuts.iter().flat_map(|cut| [cut - 0.01, *cut, cut + 0.01]) {
                assert_eq!(answers.iter().filter(|band| band.holds(change)).count(), 1, "{address}: {change}");
            }
            assert!(step.also.iter().all(|claim| claim.of != of), "{address}");
        }
    }
}
