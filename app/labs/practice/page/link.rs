//! What a link says of practice.

use super::items::Sheet;
use super::state::practice_of;
use karui_protocol::Error;
use karui_shell::state::Lab;
use karui_shell::state::link::{Pairs, Said};
use karui_spec::question::{Level, Paper};
use leptos::prelude::*;

/// What links hold of practice: the question that is open, as `ID.SEED.LEVEL`; a sheet that a teacher gave; what the questions are about,
/// a topic or a lesson.
pub const PAIRS: &[&str] = &["quiz", "paper", "about"];

/// Keeps state and link in step. The question that a link names is `asked` for when there is an engine.
pub fn bind(lab: Lab, asked: RwSignal<Option<(String, u64, Level)>>) {
    let practice = practice_of(lab);
    lab.bind_pairs(
        PAIRS,
        move |said: Said| {
            let (question, mut errors) = said.one("quiz", named);
            let (paper, wrong) = said.one("paper", Paper::read);
            errors.extend(wrong);
            // An examination has no link that one could come back by.
            if question.is_none()
                && practice.sheet.with_untracked(|sheet| sheet.as_ref().is_some_and(|it| it.ends.is_none()))
            {
                practice.sheet.set(None);
            }
            asked.set(question);
            practice.paper.set(paper);
            practice.about.set(said.get("about").unwrap_or_default().into());
            errors
        },
        move || {
            let question = practice.sheet.with(|sheet| sheet.as_ref().and_then(Sheet::pair));
            let paper = practice.paper.get().map(|paper| ("paper", paper.write()));
            let about = Some(("about", practice.about.get())).filter(|(_, about)| !about.is_empty());
            question.into_iter().chain(paper).chain(about).collect::<Pairs>()
        },
    );
}

/// The question that a link names.
fn named(value: &str) -> Result<(String, u64, Level), Error> {
    let wrong = || Error::choice("quiz", &["ID.SEED.LEVEL"], value);
    let mut parts = value.split('.');
    let (Some(id), Some(seed), Some(level), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(wrong());
    };
    let seed = seed.parse().map_err(|_| wrong())?;
    let level = level.parse().ok().and_then(Level::of).ok_or_else(wrong)?;
    Ok((id.into(), seed, level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_a_question() {
        assert_eq!(named("Q1.42.3"), Ok(("Q1".into(), 42, Level::Three)));
        for bad in ["", "Q1", "Q1.x.2", "Q1.1.4", "Q1.1.2.3", "Q1.-1.2"] {
            assert!(named(bad).is_err(), "{bad}");
        }
    }
}
