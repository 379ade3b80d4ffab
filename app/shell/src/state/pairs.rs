//! What links hold of labs whose code is not there yet: pairs as they are written, which the lab's code takes up when it comes.

use super::Lab;
use super::link::{LinkProblem, Pairs, Said};
use crate::labs::At;
use karui_protocol::Error;
use karui_ui::reactive::effect;
use leptos::prelude::*;

impl Lab {
    /// What a lab's own code reads of the link's pairs: what of them is wrong.
    pub fn read_pairs(self, read: impl Fn(Said) -> Vec<Error>) -> Vec<Error> {
        let pairs = self.pairs.get_untracked();
        let pairs: Vec<_> = pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        read(Said(&pairs))
    }

    /// What a link says by a name that only a lab's own code understands, empty for nothing; whoever calls it follows it.
    pub fn pair(self, name: &str) -> String {
        let of = |pairs: &Pairs| pairs.iter().find(|(other, _)| *other == name).map(|(_, value)| value.clone());
        self.pairs.with(of).unwrap_or_default()
    }

    /// Goes to a place of the page as a link with these pairs would, without loading the page again: what else links hold of that place's
    /// lab has its default.
    pub fn go_to(self, at: At, said: Pairs) {
        let row = self.labs().iter().find(|row| row.first_place() == at);
        let names = row.map_or(&[][..], |row| row.pairs);
        self.pairs.update(|pairs| {
            pairs.retain(|(name, _)| !names.contains(name));
            pairs.extend(said);
        });
        self.view.at.set(at);
    }

    /// The first of `names` of which a link says something; whoever calls it follows it.
    pub fn first_pair(self, names: &[&'static str]) -> Option<&'static str> {
        self.pairs.with(|pairs| names.iter().copied().find(|name| pairs.iter().any(|(other, _)| other == name)))
    }

    /// Keeps a lab's state and its pairs of the link in step from now on. `names`: its row's
    /// [`pairs`](crate::LabPage::pairs). `read` takes the state from what a link says, with defaults for the rest, and gives what is
    /// wrong; `write` gives the pairs of the state as it is, none for defaults, and is followed. Call it once, where the lab's code
    /// begins its view.
    pub fn bind_pairs(
        self,
        names: &'static [&'static str],
        read: impl Fn(Said) -> Vec<Error> + 'static,
        write: impl Fn() -> Pairs + 'static,
    ) {
        let is_own = move |name: &str| names.contains(&name);
        let written = StoredValue::new(Pairs::new());
        effect(move || {
            let own: Pairs = self.pairs.with(|pairs| pairs.iter().filter(|(name, _)| is_own(name)).cloned().collect());
            if written.with_value(|written| *written != own) {
                written.set_value(own.clone());
                let wrong = untrack(|| self.read_pairs(&read));
                if !wrong.is_empty() {
                    self.link_problems.update(|problems| problems.extend(wrong.into_iter().map(LinkProblem::Value)));
                }
            }
        });
        effect(move || {
            let own = write();
            if written.with_value(|written| *written != own) {
                written.set_value(own.clone());
                self.pairs.update(|pairs| {
                    pairs.retain(|(name, _)| !is_own(name));
                    pairs.extend(own);
                });
            }
        });
    }
}
