//! What is known of a kept run without reading it, and which runs stay.

use crate::checkpoint::{Checkpoint, LAYOUT};
use karui_protocol::{Experiment, KeptRun, MOST_RUNS, RunId, RunPlace, Settings, decode, encode};
use serde::{Deserialize, Serialize};

/// With what the keys of [`RunInfo`]s begin. A change of that type needs another number.
pub const INFOS: &str = "run-info 1 ";

/// The key of a checkpoint of this layout.
pub fn key(layout: u32, id: RunId) -> String {
    format!("run {layout} {:016x}", id.0)
}

/// A checkpoint from bytes of a layout; `None` where this build cannot read them.
pub fn checkpoint(layout: u32, bytes: &[u8]) -> Option<Checkpoint> {
    is_readable(layout).then(|| Checkpoint::decode(bytes)).flatten()
}

/// Whether this build reads a layout. Runs of others are left as they are.
fn is_readable(layout: u32) -> bool {
    layout == LAYOUT
}

/// The tabs that live, and which of them this one is.
pub struct Tabs {
    /// This one.
    pub own: u64,
    /// All of them.
    pub living: Vec<u64>,
}

impl Tabs {
    fn is_other(&self, tab: u64) -> bool {
        tab != self.own && self.living.contains(&tab)
    }
}

/// What is known of a run: a small record beside its checkpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunInfo {
    /// Which.
    pub id: RunId,
    /// The layout of its checkpoint.
    pub layout: u32,
    /// The tab in which it is present; 0 where it is in none.
    pub tab: u64,
    /// Its settings as a link has them, which every build reads.
    query: String,
    step: u64,
    steps: u64,
    is_finished: bool,
    loss: Option<f32>,
    accuracy: Option<f32>,
    stored_at: f64,
    /// The checkpoint's length.
    bytes: u64,
}

impl RunInfo {
    /// That of a checkpoint which takes `bytes` bytes.
    pub fn new(id: RunId, tab: u64, checkpoint: &Checkpoint, bytes: usize) -> Self {
        RunInfo {
            id,
            layout: LAYOUT,
            tab,
            query: checkpoint.experiment.to_query(),
            step: checkpoint.trainer.step,
            steps: checkpoint.experiment.steps(),
            is_finished: checkpoint.is_finished(),
            loss: checkpoint.loss,
            accuracy: checkpoint.curve.accuracy(),
            stored_at: checkpoint.stored_at,
            bytes: bytes as u64,
        }
    }

    /// The key of its checkpoint.
    pub fn run_key(&self) -> String {
        key(self.layout, self.id)
    }

    /// Its own key.
    pub fn key(&self) -> String {
        format!("{INFOS}{:016x}", self.id.0)
    }

    /// As bytes.
    pub fn encode(&self) -> Vec<u8> {
        encode(self)
    }

    /// Those of all records that are such.
    pub fn decode_all(records: &[Vec<u8>]) -> Vec<Self> {
        records.iter().filter_map(|bytes| decode(bytes)).collect()
    }

    /// Whether it has not ended and another tab has it.
    pub fn is_elsewhere(&self, tabs: &Tabs) -> bool {
        !self.is_finished && tabs.is_other(self.tab)
    }

    /// Whether both came to the same, to the last digit.
    fn is_same_as(&self, other: &RunInfo) -> bool {
        let end = |of: &RunInfo| (of.loss.map(f32::to_bits), of.accuracy.map(f32::to_bits));
        self.is_finished && other.is_finished && self.query == other.query && end(self) == end(other)
    }

    /// What the page is told of it; `None` where this build cannot read it.
    fn kept(&self, tabs: &Tabs) -> Option<KeptRun> {
        let mut experiment = Experiment::default();
        for pair in self.query.split('&') {
            let (name, value) = pair.split_once('=')?;
            experiment.set(name, value)?.ok()?;
        }
        is_readable(self.layout).then_some(KeptRun {
            id: self.id,
            experiment,
            step: self.step,
            steps: self.steps,
            is_finished: self.is_finished,
            accuracy: self.accuracy,
            stored_at: self.stored_at,
            bytes: self.bytes,
            place: if self.is_elsewhere(tabs) { RunPlace::Elsewhere } else { RunPlace::Stored },
        })
    }
}

/// What the page is told of all runs, the newest first.
pub fn listed(infos: &[RunInfo], tabs: &Tabs) -> Vec<KeptRun> {
    let mut all: Vec<KeptRun> = Vec::new();
    // A dozen, so each is put in its place: a general sort would make the worker larger.
    for run in infos.iter().filter_map(|info| info.kept(tabs)) {
        all.insert(all.partition_point(|other| other.stored_at >= run.stored_at), run);
    }
    all
}

/// Puts `new` among the runs that are kept, and takes out those that it replaces: its own earlier state, an older run that
/// came to the same, and the oldest where there are too many. What runs in another tab stays.
pub fn put(infos: &mut Vec<RunInfo>, new: RunInfo, tabs: &Tabs) -> Vec<RunInfo> {
    let (mut out, mut rest): (Vec<_>, Vec<_>) =
        infos.drain(..).partition(|info| info.id == new.id || new.is_same_as(info));
    while rest.len() >= MOST_RUNS {
        // Of runs that this build cannot read the next one's learner may think something else.
        let may_go = |info: &&RunInfo| is_readable(info.layout) && !info.is_elsewhere(tabs);
        let oldest = rest.iter().filter(may_go).min_by(|a, b| a.stored_at.total_cmp(&b.stored_at)).map(|info| info.id);
        let Some(oldest) = oldest else { break };
        out.extend(rest.extract_if(.., |info| info.id == oldest));
    }
    rest.push(new);
    *infos = rest;
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABS: Tabs = Tabs { own: 1, living: Vec::new() };

    fn info(id: u64, seed: u32, step: u64) -> RunInfo {
        let mut experiment = Experiment::default();
        experiment.train.seed = seed;
        RunInfo {
            id: RunId(id),
            layout: LAYOUT,
            tab: 0,
            query: experiment.to_query(),
            step,
            steps: 100,
            is_finished: step == 100,
            loss: Some(0.5),
            accuracy: Some(0.9),
            stored_at: id as f64,
            bytes: 10,
        }
    }

    fn ids(infos: &[RunInfo]) -> Vec<u64> {
        infos.iter().map(|info| info.id.0).collect()
    }

    #[test]
    fn a_run_replaces_its_own_earlier_state_and_one_that_came_to_the_same() {
        let mut all = vec![info(1, 1, 100), info(2, 2, 100), info(3, 3, 40), info(4, 3, 100)];
        assert_eq!(ids(&put(&mut all, info(3, 3, 60), &TABS)), [3]);
        assert_eq!(ids(&put(&mut all, info(5, 1, 100), &TABS)), [1]);
        // Another loss: it is not the same network.
        assert_eq!(ids(&put(&mut all, RunInfo { loss: Some(0.25), ..info(6, 2, 100) }, &TABS)), [0; 0]);
        // Interrupted runs at the same step may be of two tabs.
        assert_eq!(ids(&put(&mut all, info(7, 3, 60), &TABS)), [0; 0]);
        let mut left = ids(&all);
        left.sort();
        assert_eq!(left, [2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn the_oldest_goes_but_not_what_another_tab_trains() {
        let tabs = Tabs { own: 1, living: vec![1, 9] };
        let mut all = vec![RunInfo { tab: 9, ..info(0, 0, 50) }];
        for id in 1..=MOST_RUNS as u64 + 1 {
            let gone = put(&mut all, info(id, id as u32, 100), &tabs);
            let expected = (id as usize >= MOST_RUNS).then(|| id + 1 - MOST_RUNS as u64);
            assert_eq!(ids(&gone), Vec::from_iter(expected), "after {id}");
        }
        assert_eq!(all.len(), MOST_RUNS);
        // That tab is gone: its run is the oldest.
        assert_eq!(ids(&put(&mut all, info(99, 99, 100), &TABS)), [0]);
        // All are other tabs': none is taken from them.
        all.iter_mut().for_each(|info| (info.tab, info.is_finished) = (9, false));
        assert_eq!(ids(&put(&mut all, info(100, 100, 100), &tabs)), [0; 0]);
        assert_eq!(all.len(), MOST_RUNS + 1);
    }

    #[test]
    fn the_list_has_what_this_build_can_read_the_newest_first() {
        let tabs = Tabs { own: 1, living: vec![1, 9] };
        let newer = RunInfo { layout: LAYOUT + 1, ..info(4, 4, 100) };
        let strange = RunInfo { query: "data=shapes&hue=3".into(), ..info(5, 5, 100) };
        let all = [
            info(1, 1, 100),
            RunInfo { tab: 9, ..info(3, 3, 50) },
            RunInfo { tab: 9, ..info(2, 2, 100) },
            newer,
            strange,
        ];
        let list = listed(&all, &tabs);
        let shown: Vec<_> = list.iter().map(|run| (run.id.0, run.experiment.train.seed, run.place)).collect();
        // One that has ended is nobody's own.
        assert_eq!(shown, [(3, 3, RunPlace::Elsewhere), (2, 2, RunPlace::Stored), (1, 1, RunPlace::Stored)]);
        assert_eq!((list[1].is_finished, list[0].is_finished), (true, false));
        assert_eq!(listed(&all, &TABS)[0].place, RunPlace::Stored);
    }

    #[test]
    fn keys_sort_apart_and_infos_outlive_the_storage() {
        let info = info(0xabc, 1, 100);
        assert_eq!(info.run_key(), format!("run {LAYOUT} 0000000000000abc"));
        assert_eq!(info.key(), "run-info 1 0000000000000abc");
        assert_eq!(RunInfo::decode_all(&[info.encode(), vec![0xff; 3]]), [info]);
    }

    /// A checkpoint of layout 1 as it was stored: the default experiment after one step, with three weights.
    #[rustfmt::skip]
    const LAYOUT_1: &[u8] = &[
        0, 144, 78, 1, 0, 0, 128, 63, 1, 205, 204, 76, 61, 2, 64, 0, 0, 0, 0, 3, 1, 1, 0, 1, 3, 0, 0, 0, 63,
        0, 0, 128, 191, 0, 0, 64, 64, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 32, 64,
        0, 0, 0, 62, 205, 204, 76, 61, 1, 1, 0, 0, 16, 64, 0, 0, 0, 62, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 1, 1, 1, 0, 0, 32, 64, 0, 0, 128, 242, 32, 173, 121, 66,
    ];

    #[test]
    fn a_checkpoint_of_the_first_layout_is_read_and_listed() {
        let it = checkpoint(1, LAYOUT_1).unwrap();
        assert_eq!(it.experiment, Experiment::default());
        assert_eq!((it.trainer.step, &it.trainer.weights[..]), (1, &[0.5, -1.0, 3.0][..]));
        assert_eq!((it.validated, it.loss, it.curve.accuracy()), (Some(1), Some(2.5), Some(0.125)));
        let list = listed(&[RunInfo::new(RunId(5), 0, &it, LAYOUT_1.len())], &TABS);
        let run = KeptRun {
            id: RunId(5),
            experiment: Experiment::default(),
            step: 1,
            steps: Experiment::default().steps(),
            is_finished: false,
            accuracy: Some(0.125),
            stored_at: 1_764_460_800_000.0,
            bytes: LAYOUT_1.len() as u64,
            place: RunPlace::Stored,
        };
        assert_eq!(list, [run]);
        // Of a newer build, or damaged.
        assert_eq!(checkpoint(LAYOUT + 1, LAYOUT_1), None);
        assert_eq!(checkpoint(1, &LAYOUT_1[..50]), None);
    }
}
