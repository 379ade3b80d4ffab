//! The results that are kept.

use super::{TRIALS, say};
use crate::diet::messages::{Diet, DietEvent, Scores, TableFormat, Timed, Trial};
use karui_core::spec::recipe::json;
use karui_core::spec::{Recipe, layout1};
use karui_protocol::{DataKind, Event, Experiment, Figure, How, Problem, decode};
use karui_runtime::clock::today;
use karui_runtime::lab::Context;
use karui_runtime::mail::Mail;
use karui_runtime::storage::{Kept, Stamp, Updated};
use karui_runtime::stored;
use serde::Deserialize;
use wasm_bindgen_futures::spawn_local;

/// The layout of what is stored. A change of a type in a [`Trial`] needs a new number, and the old form to be read.
const LATEST: u8 = 2;

/// No more are kept: the oldest goes.
const MOST: usize = 200;

/// The learner's results, oldest first. Other tabs add to what is stored, too.
#[derive(Default)]
pub struct Trials {
    list: Vec<Trial>,
    /// What is stored, as far as it is known here.
    stored: Vec<Trial>,
    stamp: Stamp,
    /// Whether there is something that is not stored yet.
    is_new: bool,
    /// Whether it is being stored.
    is_saving: bool,
}

/// What came of storing the trials as they were then.
pub struct Saved {
    then: Vec<Trial>,
    done: Result<Updated, Problem>,
}

impl Trials {
    /// Those that were stored; none where a later build stored them.
    pub fn read(kept: &Kept) -> Self {
        let list = kept.bytes.as_deref().and_then(decoded).unwrap_or_default();
        Trials { stored: list.clone(), list, stamp: kept.stamp, ..Trials::default() }
    }

    /// Stores them where there are new ones; what comes of it is for [`Trials::saved`].
    pub fn save(&mut self, context: &Context) {
        if self.is_saving || !std::mem::take(&mut self.is_new) {
            return;
        }
        self.is_saving = true;
        let (storage, inbox) = (context.storage.clone(), context.inbox.clone());
        let (then, stored, known) = (self.list.clone(), self.stored.clone(), self.stamp);
        spawn_local(async move {
            let merge = |theirs: Option<&[u8]>| {
                let theirs = theirs.and_then(decoded).unwrap_or_default();
                encoded(&merged(&stored, &then, theirs))
            };
            let done = storage.update(TRIALS, known, &encoded(&then), merge).await;
            inbox.push(Mail::LabNews(crate::diet::ID, Box::new(Saved { then, done })));
        });
    }

    /// Takes in what came of storing them. What could not be stored is tried again with the next change.
    pub fn saved(&mut self, Saved { then, done }: Saved) {
        self.is_saving = false;
        let Ok(Updated { stamp, merged: others }) = done else { return };
        self.stamp = stamp;
        match others.as_deref().and_then(decoded) {
            Some(stored) => {
                // More may have changed here meanwhile.
                self.list = merged(&then, &self.list, stored.clone());
                self.stored = stored;
                self.tell();
            }
            None => self.stored = then,
        }
    }

    /// Keeps a result and gives its number, if it is a result of its own. The same done to the same network is kept once, with its
    /// last figures.
    pub fn add(&mut self, experiment: &Experiment, diet: &Diet) -> Option<u32> {
        let measured = |it: &Scores| [it.size.value, it.accuracy.value, it.nonzero.value];
        let is_same = |trial: &&mut Trial| {
            trial.recipe == diet.recipe
                && (trial.data, trial.model) == (experiment.data, experiment.model)
                && measured(&trial.before) == measured(&diet.before)
                && measured(&trial.scores) == measured(&diet.after)
        };
        if let Some(trial) = self.list.iter_mut().find(is_same) {
            if diet.recipe.is_empty() {
                return None;
            }
            (trial.scores, trial.before) = (diet.after.clone(), diet.before.clone());
            let id = trial.id;
            self.changed();
            return Some(id);
        }
        let kernel = match &diet.after.latency.how {
            How::Timed { kernel, .. } => kernel.clone(),
            _ => String::new(),
        };
        let id = next_id(self.list.iter());
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
                "{{\"name\":{},\"data\":\"{}\",\"model\":\"{}\",\"alpha\":{},\"groups\":{},\"recipe\":{},\"kernel\":{},\"made_at\":{},\"before\":{{{}}},\"after\":{{{}}}}}",
                json::quoted(&t.name),
                t.data,
                t.model.kind,
                t.model.alpha,
                t.model.groups,
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
            "name,data,model,alpha,groups,recipe,kernel,made_at,{},{}",
            names.map(|n| format!("{n}_before")).join(","),
            names.join(",")
        )];
        for t in &self.list {
            let values = |s: &Scores| columns().map(|(_, figure)| figure(s).value.to_string()).join(",");
            lines.push(format!(
                "{},{},{},{},{},{},{},{},{},{}",
                quoted(&t.name),
                t.data,
                t.model.kind,
                t.model.alpha,
                t.model.groups,
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

/// Trials as they are stored.
fn encoded(list: &[Trial]) -> Vec<u8> {
    stored::write(LATEST, &list)
}

/// Trials as this or an earlier build stored them; `None` where a later one did.
fn decoded(bytes: &[u8]) -> Option<Vec<Trial>> {
    let mut list: Vec<Trial> = match stored::read(bytes) {
        (1, bytes) => decode::<Vec<Layout1>>(bytes)?.into_iter().map(Trial::from).collect(),
        (LATEST, bytes) => decode(bytes)?,
        _ => return None,
    };
    // Earlier builds had weights counted as if they were images.
    for figure in list.iter_mut().flat_map(|trial| [&mut trial.scores.nonzero, &mut trial.before.nonzero]) {
        if let How::Counted { hits, of } = figure.how {
            figure.how = How::Nonzero { nonzero: hits, of };
        }
    }
    Some(list)
}

/// What `theirs` becomes by what was done here since both were `base`: trials added, deleted and renamed.
fn merged(base: &[Trial], mine: &[Trial], mut theirs: Vec<Trial>) -> Vec<Trial> {
    // Two tabs may have given the same number.
    let is_same = |a: &Trial, b: &Trial| (a.id, a.made_at) == (b.id, b.made_at);
    let find = |list: &[Trial], it: &Trial| list.iter().find(|other| is_same(it, other)).cloned();
    theirs.retain(|trial| find(base, trial).is_none() || find(mine, trial).is_some());
    for trial in mine {
        match (find(base, trial), theirs.iter_mut().find(|other| is_same(trial, other))) {
            (Some(before), Some(other)) => {
                if before.name != trial.name {
                    other.name.clone_from(&trial.name);
                }
                if before.scores != trial.scores {
                    (other.before, other.scores) = (trial.before.clone(), trial.scores.clone());
                }
            }
            // Deleted there, or the same on both sides.
            (Some(_), None) | (None, Some(_)) => {}
            (None, None) => {
                let is_taken = theirs.iter().any(|other| other.id == trial.id);
                let id = if is_taken { next_id(theirs.iter().chain(mine)) } else { trial.id };
                theirs.push(Trial { id, ..trial.clone() });
            }
        }
    }
    theirs.drain(..theirs.len().saturating_sub(MOST));
    theirs
}

fn next_id<'a>(trials: impl Iterator<Item = &'a Trial>) -> u32 {
    trials.map(|trial| trial.id).max().unwrap_or(0) + 1
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

/// The first layout: networks without groups.
#[derive(Deserialize)]
struct Layout1 {
    id: u32,
    name: String,
    data: DataKind,
    model: layout1::ModelSpec,
    recipe: Recipe,
    json: String,
    scores: Scores,
    before: Scores,
    kernel: String,
    made_at: f64,
}

impl From<Layout1> for Trial {
    fn from(it: Layout1) -> Self {
        let Layout1 { id, name, data, model, recipe, json, scores, before, kernel, made_at } = it;
        Trial { id, name, data, model: model.into(), recipe, json, scores, before, kernel, made_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_core::spec::recipe::{Distill, Quantize};
    use karui_protocol::{Formula, ModelKind, ModelSpec, Unit};

    fn trial(id: u32, made_at: f64, name: &str) -> Trial {
        let figure = Figure::stored(1, "karui");
        let scores = Scores {
            size: figure.clone(),
            latency: figure.clone(),
            throughput: figure.clone(),
            accuracy: figure.clone(),
            macs: figure.clone(),
            nonzero: figure,
        };
        Trial {
            id,
            name: name.into(),
            data: DataKind::Shapes,
            model: Experiment::default().model,
            recipe: Recipe::default(),
            json: String::new(),
            before: scores.clone(),
            scores,
            kernel: String::new(),
            made_at,
        }
    }

    fn names(list: &[Trial]) -> Vec<(u32, &str)> {
        list.iter().map(|trial| (trial.id, &*trial.name)).collect()
    }

    #[test]
    fn two_tabs_lose_no_trial() {
        let base = vec![trial(1, 1.0, "a"), trial(2, 2.0, "b"), trial(3, 3.0, "c")];
        // One tab deletes b, renames c and adds d; the other renames a and adds e under the same number.
        let mine = vec![trial(1, 1.0, "a"), trial(3, 3.0, "C"), trial(4, 4.0, "d")];
        let theirs = vec![trial(1, 1.0, "A"), trial(2, 2.0, "b"), trial(3, 3.0, "c"), trial(4, 4.5, "e")];
        let both = merged(&base, &mine, theirs.clone());
        assert_eq!(names(&both), [(1, "A"), (3, "C"), (4, "e"), (5, "d")]);
        // Nothing was done here: theirs it is. Nothing there: mine.
        assert_eq!(merged(&base, &base, theirs.clone()), theirs);
        assert_eq!(merged(&base, &mine, base.clone()), mine);
        // Stored, it comes back without doubles though more was added meanwhile.
        let now = [mine.clone(), vec![trial(5, 6.0, "f")]].concat();
        let after = merged(&mine, &now, both);
        assert_eq!(names(&after), [(1, "A"), (3, "C"), (4, "e"), (5, "d"), (6, "f")]);
    }

    #[test]
    fn there_is_an_end_to_them() {
        let many = |from: u32| (0..MOST as u32).map(|i| trial(from + i, f64::from(from + i), "")).collect::<Vec<_>>();
        let both = merged(&[], &many(1_000), many(1));
        assert_eq!((both.len(), both[0].id), (MOST, 1_000));
    }

    #[test]
    fn trials_that_were_stored_are_read() {
        // The bytes as they always were: one trial up to its recipe, twelve figures, kernel and moment.
        let figure = [0, 0, 0, 0, 0, 0, 240, 63, 1, 5, 5, 107, 97, 114, 117, 105];
        let head: &[u8] = &[1, 7, 1, 97, 2, 1, 0, 0, 128, 63, 0, 0, 0, 0, 0, 0, 0];
        let bytes = [head, &figure.repeat(12), &[0, 0, 0, 0, 0, 0, 0, 4, 64]].concat();
        let trials = Trials::read(&Kept { bytes: Some(bytes), ..Kept::default() });
        assert_eq!(trials.list, [trial(7, 2.5, "a")]);
        assert_eq!(trials.stored, trials.list);
    }

    fn full() -> Trial {
        let figure = |value, unit| Figure::computed(value, unit, Formula::Nothing, "");
        let scores = Scores {
            size: figure(2_000, Unit::Bytes),
            latency: figure(3, Unit::Milliseconds),
            throughput: figure(1_000, Unit::ImagesPerSecond),
            accuracy: Figure::counted(9, 10),
            macs: figure(100, Unit::Count),
            nonzero: figure(50, Unit::Count),
        };
        Trial {
            id: 7,
            name: "軽い".into(),
            data: DataKind::Mnist,
            model: ModelSpec { alpha: 0.5, ..ModelSpec::new(ModelKind::Cnn) },
            recipe: Recipe::default().with(Distill::default()).with(Quantize::default()),
            json: "{}".into(),
            before: scores.clone(),
            scores,
            kernel: "simd128".into(),
            made_at: 1.75e12,
        }
    }

    #[test]
    fn trials_come_back_with_their_groups() {
        let mut it = full();
        it.model.groups = 4;
        let trials = Trials { list: vec![it.clone()], ..Trials::default() };
        assert_eq!(decoded(&encoded(&trials.list)), Some(vec![it]));
        let (csv, json) = (trials.csv(), trials.json());
        let cells: Vec<_> = csv.lines().map(|line| line.split(',').take(5).collect::<Vec<_>>().join(",")).collect();
        assert_eq!(cells, ["name,data,model,alpha,groups", "\"軽い\",mnist,cnn,0.5,4"]);
        assert_eq!(csv.lines().next().map(|head| head.split(',').count()), Some(20));
        assert!(json.contains(r#""model":"cnn","alpha":0.5,"groups":4,"recipe":{}"#), "{json}");
    }

    #[test]
    fn trials_of_networks_without_groups_are_read() {
        let it = full();
        // A tuple is stored as a struct is: its fields one after another.
        let model = (ModelKind::Cnn, 0.5f32);
        let old =
            (it.id, &it.name, it.data, model, &it.recipe, &it.json, &it.scores, &it.before, &it.kernel, it.made_at);
        let bytes = karui_protocol::encode(&vec![old]);
        assert_eq!(bytes[..15], [1, 7, 6, 232, 187, 189, 227, 129, 132, 1, 7, 0, 0, 0, 63]);
        assert_eq!(decoded(&bytes), Some(vec![it]));
        assert_eq!((decoded(&[]), decoded(&[0])), (None, Some(Vec::new())));
        assert_eq!(decoded(&stored::write(LATEST + 1, &0)), None);
    }
}
