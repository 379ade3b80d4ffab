//! The results that are kept.

use super::say;
use crate::diet::messages::{Diet, DietEvent, Scores, TableFormat, Timed, Trial};
use karui_core::spec::recipe::json;
use karui_protocol::{Event, Experiment, Figure, How, decode, encode};
use karui_runtime::clock::today;

/// No more are kept: the oldest goes.
const MOST: usize = 200;

/// The learner's results, oldest first.
#[derive(Default)]
pub struct Trials {
    list: Vec<Trial>,
    /// Whether there is something that is not stored yet.
    pub is_new: bool,
}

impl Trials {
    /// Those that were stored; none where they are of a build with other types.
    pub fn read(bytes: &[u8]) -> Self {
        let mut list: Vec<Trial> = decode(bytes).unwrap_or_default();
        // Those of earlier builds have weights counted as if they were images.
        for figure in list.iter_mut().flat_map(|trial| [&mut trial.scores.nonzero, &mut trial.before.nonzero]) {
            if let How::Counted { hits, of } = figure.how {
                figure.how = How::Nonzero { nonzero: hits, of };
            }
        }
        Trials { list, is_new: false }
    }

    /// As bytes to store.
    pub fn bytes(&self) -> Vec<u8> {
        encode(&self.list)
    }

    /// Keeps a result and gives its number. A network to which nothing was done is kept once, however often it is measured.
    pub fn add(&mut self, experiment: &Experiment, diet: &Diet) -> Option<u32> {
        let is_same = |trial: &Trial| {
            let (then, now) = (&trial.scores, &diet.after);
            let measured = |it: &Scores| [it.size.value, it.accuracy.value, it.nonzero.value];
            trial.recipe.is_empty()
                && (trial.data, trial.model) == (experiment.data, experiment.model)
                && measured(then) == measured(now)
        };
        if diet.recipe.is_empty() && self.list.iter().any(is_same) {
            return None;
        }
        let kernel = match &diet.after.latency.how {
            How::Timed { kernel, .. } => kernel.clone(),
            _ => String::new(),
        };
        let id = self.list.iter().map(|t| t.id).max().unwrap_or(0) + 1;
        self.list.push(Trial {
            id,
            name: String::new(),
            data: experiment.data,
            model: experiment.model,
            recipe: diet.recipe.clone(),
            json: diet.json.clone(),
            scores: diet.after.clone(),
            before: diet.before.clone(),
            kernel,
            made_at: today(),
        });
        if self.list.len() > MOST {
            self.list.remove(0);
        }
        self.changed();
        Some(id)
    }

    /// Gives a result the speeds that it and the network before have side by side.
    pub fn put_times(&mut self, id: u32, timed: &Timed) {
        if let Some(trial) = self.list.iter_mut().find(|t| t.id == id) {
            timed.put(&mut trial.before, &mut trial.scores);
            self.changed();
        }
    }

    /// Gives a result another name.
    pub fn rename(&mut self, id: u32, name: &str) {
        if let Some(trial) = self.list.iter_mut().find(|t| t.id == id) {
            trial.name = name.trim().chars().take(80).collect();
            self.changed();
        }
    }

    /// Forgets a result.
    pub fn delete(&mut self, id: u32) {
        self.list.retain(|t| t.id != id);
        self.changed();
    }

    /// Tells the page of all.
    pub fn tell(&self) {
        say(DietEvent::Trials(self.list.clone()));
    }

    fn changed(&mut self) {
        self.is_new = true;
        self.tell();
    }

    /// All as a file.
    pub fn file(&self, format: TableFormat) -> Event {
        let (name, text) = match format {
            TableFormat::Csv => ("karui-trials.csv", self.csv()),
            TableFormat::Json => ("karui-trials.json", self.json()),
        };
        Event::File { name: name.into(), bytes: text.into_bytes() }
    }

    fn json(&self) -> String {
        let scores = |s: &Scores| {
            let of = |name: &str, figure: &Figure| format!("\"{name}\":{}", figure.value);
            columns().iter().map(|(name, figure)| of(name, figure(s))).collect::<Vec<_>>().join(",")
        };
        let one = |t: &Trial| {
            format!(
                "{{\"name\":{},\"data\":\"{}\",\"model\":\"{}\",\"alpha\":{},\"recipe\":{},\"kernel\":{},\"made_at\":{},\"before\":{{{}}},\"after\":{{{}}}}}",
                json::quoted(&t.name),
                t.data,
                t.model.kind,
                t.model.alpha,
                if t.json.is_empty() { "{}" } else { &t.json },
                json::quoted(&t.kernel),
                t.made_at,
                scores(&t.before),
                scores(&t.scores),
            )
        };
        format!("[{}]\n", self.list.iter().map(one).collect::<Vec<_>>().join(",\n"))
    }

    /// RFC 4180: quotes are doubled within quotes.
    fn csv(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let names = columns().map(|(name, _)| name);
        let mut lines = vec![format!(
            "name,data,model,alpha,recipe,kernel,made_at,{},{}",
            names.map(|n| format!("{n}_before")).join(","),
            names.join(",")
        )];
        for t in &self.list {
            let values = |s: &Scores| columns().map(|(_, figure)| figure(s).value.to_string()).join(",");
            lines.push(format!(
                "{},{},{},{},{},{},{},{},{}",
                quoted(&t.name),
                t.data,
                t.model.kind,
                t.model.alpha,
                quoted(&t.json),
                quoted(&t.kernel),
                t.made_at,
                values(&t.before),
                values(&t.scores),
            ));
        }
        lines.join("\r\n") + "\r\n"
    }
}

type Column = (&'static str, fn(&Scores) -> &Figure);

fn columns() -> [Column; 6] {
    [
        ("size_bytes", |s| &s.size),
        ("latency_ms", |s| &s.latency),
        ("images_per_second", |s| &s.throughput),
        ("accuracy", |s| &s.accuracy),
        ("macs", |s| &s.macs),
        ("nonzero", |s| &s.nonzero),
    ]
}
