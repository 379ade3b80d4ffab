//! Answers in the record: how many there are, out and in with its one file, and away.

use super::state::{PracticeState, practice_of};
use super::{pending, state, test_ids, texts};
use crate::practice::messages::Practise;
use karui_shell::state::Lab;
use karui_shell::state::keeping::{FORM, Keeper, Keeping};
use karui_spec::question::Review;
use karui_ui::deletion::{Words, deletion};
use karui_ui::reactive::text;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The lab's name in the record's file.
const NAME: &str = "practice";

/// What the record's file has of it.
#[derive(Serialize, Deserialize)]
struct Kept {
    answers: Vec<Review>,
}

const KEEPER: Keeper = Keeper {
    name: NAME,
    is_ready: |lab| practice_of(lab).is_known.get(),
    write: |lab| {
        let answers = practice_of(lab).reviews.get_untracked().to_vec();
        serde_json::to_string(&Kept { answers }).unwrap_or_default()
    },
    take: |lab, text| {
        let Kept { answers } = serde_json::from_str(text).ok()?;
        let count = answers.len();
        lab.ask(&Practise::Add(answers));
        Some(count)
    },
};

/// What the record shows of practice.
pub fn view(lab: Lab) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    state::keep(lab);
    lab.state::<Keeping>().add(KEEPER);
    let count = move || practice.reviews.with(|reviews| reviews.len());
    let told = move || match count() {
        0 => t.get().none_yet.to_owned(),
        count => (t.get().kept)(&count.to_string()),
    };
    let words = move || Words { ask: t.get().forget, keep: t.get().forget_not, sure: t.get().forget_sure };
    let forget = move || {
        pending::forget();
        lab.ask(&Practise::Forget);
    };
    view! {
        <h3>{text(move || t.get().title)}</h3>
        <p data-testid=test_ids::KEPT data-value=text(move || count().to_string())>{text(told)}</p>
        {deletion(test_ids::FORGET, words, move || count() == 0, forget)}
    }
    .into_any()
}

/// The answers that an exported file holds: the record's, or an examination's alone; `None` where it is neither.
pub fn answers_in(text: &str) -> Option<Vec<Review>> {
    let file: Value = serde_json::from_str(text).ok()?;
    let is_it = file.get("form").and_then(Value::as_str) == Some(FORM);
    let kept = is_it.then(|| file.get("labs")?.get(NAME).cloned()).flatten()?;
    serde_json::from_value::<Kept>(kept).ok().map(|kept| kept.answers)
}

/// The answers of the examination that is looked at, as a file that the record takes in.
pub fn export(practice: PracticeState) {
    let answers = practice.sheet.with_untracked(|sheet| {
        sheet.iter().flat_map(|sheet| &sheet.items).filter_map(|item| item.review.clone()).collect()
    });
    let file = serde_json::json!({ "form": FORM, "done": [], "labs": { NAME: Kept { answers } } });
    karui_shell::pages::download::offer("karui-practice.json", file.to_string().as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_from_either_file() {
        let answer = r#"{"id":"Q1","seed":3,"level":"Two","is_right":true,"is_sure":false,"at":5.0}"#;
        let file = format!(r#"{{"form":"karui-progress 1","done":[],"labs":{{"practice":{{"answers":[{answer}]}}}}}}"#);
        let read = answers_in(&file).unwrap();
        assert_eq!((&*read[0].id, read[0].cause), ("Q1", None));
        for bad in
            ["", "[]", "{}", r#"{"form":"karui-progress 1","done":[]}"#, &file.replace("progress 1", "progress 9")]
        {
            assert_eq!(answers_in(bad), None, "{bad}");
        }
    }
}
