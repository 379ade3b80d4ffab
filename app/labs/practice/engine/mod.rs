//! Makes questions, and keeps the answers together with other tabs.

use crate::practice::ID;
use crate::practice::messages::{Practise, Practised, Row};
use karui_protocol::decode;
use karui_questions::{TEMPLATES, find, lessons, paper, schedule};
use karui_runtime::lab::{Context, LabEngine, Loaded};
use karui_runtime::post::post_to_lab;
use karui_runtime::storage::joined::{Joined, Place};
use karui_runtime::storage::{Kept, Storage};
use karui_spec::question::{Filter, Level, Review, Review1, merge};
use std::any::Any;
use wasm_split_helpers::wasm_split;

static PLACE: Place<Review> = Place { lab: ID, key: "practice 1", layout: 2, older, merge };

/// Answers as they were kept before their causes were.
fn older(layout: u8, bytes: &[u8]) -> Option<Vec<Review>> {
    let all: Vec<Review1> = (layout == 1).then(|| decode(bytes)).flatten()?;
    Some(all.into_iter().map(Review::from).collect())
}

struct Practice(Joined<Review>);

#[wasm_split(practice, fallible)]
fn make(kept: Kept) -> Loaded {
    Ok(Box::new(Practice(Joined::new(&PLACE, kept))))
}

/// With what was kept; without a storage nothing was.
pub async fn load(storage: Storage) -> Loaded {
    make(storage.read(PLACE.key).await).await
}

impl Practice {
    fn tell(&self) {
        let reviews = self.0.all().to_vec();
        let standings = schedule::standings(&reviews);
        post_to_lab(&Practised::Kept { reviews, standings, is_stored: self.0.is_stored() });
    }
}

fn make_all<'a>(id: u32, questions: impl Iterator<Item = (&'a str, u64, Level)>) {
    // A link may name a template that there is not.
    let made = |(id, seed, level): (&str, u64, Level)| find(id)?.question(seed, level).ok();
    post_to_lab(&Practised::Questions { id, questions: questions.map(made).collect() });
}

impl LabEngine for Practice {
    fn answer(&mut self, request: &[u8], context: &mut Context) {
        match decode(request) {
            Some(Practise::List) => {
                let row = |template: &&karui_questions::Template| Row {
                    id: template.id.into(),
                    topic: template.topic,
                    title: template.title.into(),
                    lessons: lessons::of_template(template.id).map(str::to_owned).collect(),
                    framework: template.kind.framework(),
                };
                post_to_lab(&Practised::Templates(TEMPLATES.into_iter().flatten().map(row).collect()));
                self.tell();
            }
            Some(Practise::Make { id, questions }) => {
                make_all(id, questions.iter().map(|(id, seed, level)| (&id[..], *seed, *level)));
            }
            Some(Practise::Draw { id, paper, seed }) => make_all(id, paper::draw(&paper, seed).into_iter()),
            Some(Practise::Add(reviews)) => {
                self.0.add(reviews, context);
                self.tell();
            }
            Some(Practise::Forget) => {
                self.0.forget(context);
                self.tell();
            }
            Some(Practise::Plan { now, exam, minutes, framework }) => {
                let filter = Filter { framework, ..Filter::default() };
                let ids: Vec<&str> = paper::filtered(&filter).map(|template| template.id).collect();
                post_to_lab(&Practised::Plan(schedule::plan(self.0.all(), &ids, now, exam, minutes)));
            }
            None => {}
        }
    }

    fn advance(&mut self, _: &mut Context) -> bool {
        false
    }

    fn on_news(&mut self, news: Box<dyn Any>, context: &mut Context) {
        if self.0.on_news(news, context) {
            self.tell();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::encode;

    #[test]
    fn answers_of_earlier_builds_are_read() {
        // As they were laid out then: no cause behind the time.
        let earlier = [("Q1", 3u64, Level::Two, true, false, 5.0f64)];
        let read = older(1, &encode(&earlier.to_vec())).unwrap();
        assert_eq!((&*read[0].id, read[0].seed, read[0].at, read[0].cause), ("Q1", 3, 5.0, None));
        assert_eq!(older(3, &encode(&earlier.to_vec())), None);
    }
}
