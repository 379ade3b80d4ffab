//! Makes questions, and keeps the answers together with other tabs.

use crate::practice::ID;
use crate::practice::messages::{Practise, Practised, Row};
use karui_protocol::decode;
use karui_questions::{TEMPLATES, find, schedule};
use karui_runtime::lab::{Context, LabEngine, Loaded};
use karui_runtime::post::post_to_lab;
use karui_runtime::storage::joined::{Joined, Place};
use karui_runtime::storage::{Kept, Storage};
use karui_spec::question::{Review, merge};
use std::any::Any;
use wasm_split_helpers::wasm_split;

static PLACE: Place<Review> = Place { lab: ID, key: "practice 1", layout: 1, merge };

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

impl LabEngine for Practice {
    fn answer(&mut self, request: &[u8], context: &mut Context) {
        match decode(request) {
            Some(Practise::List) => {
                let row = |template: &&karui_questions::Template| Row {
                    id: template.id.into(),
                    topic: template.topic,
                    title: template.title.into(),
                };
                post_to_lab(&Practised::Templates(TEMPLATES.into_iter().flatten().map(row).collect()));
                self.tell();
            }
            Some(Practise::Make { id, questions }) => {
                // A link may name a template that there is not.
                let made = |(id, seed, level): &(String, u64, _)| find(id)?.question(*seed, *level).ok();
                post_to_lab(&Practised::Questions { id, questions: questions.iter().map(made).collect() });
            }
            Some(Practise::Add(reviews)) => {
                self.0.add(reviews, context);
                self.tell();
            }
            Some(Practise::Forget) => {
                self.0.forget(context);
                self.tell();
            }
            Some(Practise::Plan { now, exam, minutes }) => {
                let ids: Vec<&str> = TEMPLATES.into_iter().flatten().map(|template| template.id).collect();
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
