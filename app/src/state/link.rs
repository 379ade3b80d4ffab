//! What a link holds: the experiment, and how the lab is looked at.

use super::view::{Tab, Theme};
use crate::accelerate::FIRST_KERNEL;
use crate::i18n::Lang;
use crate::real::FIRST_NETWORK;
use karui_protocol::{Error, Experiment, MobilenetSpec, Pretrained, Task, Way, Work, decimal};

/// Everything in a link. What it does not say is `None`, or the experiment's default.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// All that decides a run.
    pub experiment: Experiment,
    /// The language asked for.
    pub lang: Option<Lang>,
    /// The theme asked for.
    pub theme: Option<Theme>,
    /// The stage's tab.
    pub tab: Tab,
    /// The inspected held-out image.
    pub image: Option<usize>,
    /// The inspected layer.
    pub layer: Option<usize>,
    /// The network that the explorer shows.
    pub explored: MobilenetSpec,
    /// Its open block.
    pub block: Option<usize>,
    /// The real network that runs.
    pub network: Pretrained,
    /// What the accelerator page computes.
    pub task: Task,
    /// The kernel in its editor.
    pub kernel: Way,
    /// The recipe as JSON, which the engine reads; empty where nothing is done.
    pub recipe: String,
}

impl Default for Link {
    fn default() -> Self {
        Link {
            experiment: Experiment::default(),
            lang: None,
            theme: None,
            tab: Tab::default(),
            image: None,
            layer: None,
            explored: MobilenetSpec::default(),
            block: None,
            network: FIRST_NETWORK,
            task: Task::default(),
            kernel: FIRST_KERNEL,
            recipe: String::new(),
        }
    }
}

/// A part of a link that means nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkProblem {
    /// There is no such setting.
    Unknown(String),
    /// Its value is not allowed.
    Value(Error),
}

/// The names of the experiment's settings, as its own query writes them.
fn is_setting(name: &str) -> bool {
    Experiment::default().to_query().split('&').any(|pair| pair.split('=').next() == Some(name))
}

impl Link {
    /// Reads a query, with or without `?`. Nonsense keeps its default and is told beside it.
    pub fn from_query(query: &str) -> (Self, Vec<LinkProblem>) {
        let mut link = Link::default();
        let mut problems = Vec::new();
        for pair in query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name), decoded(value));
            if let Err(problem) = link.set(&name, &value) {
                problems.push(problem);
            }
        }
        (link, problems)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), LinkProblem> {
        match name {
            "lang" => self.lang = Some(chosen(name, value, &Lang::ALL, Lang::id)?),
            "theme" => self.theme = Some(chosen(name, value, &Theme::ALL, Theme::id)?),
            "tab" => self.tab = chosen(name, value, &Tab::ALL, Tab::id)?,
            "image" => self.image = Some(index(name, value, 9_999)?),
            "layer" => self.layer = Some(index(name, value, 999)?),
            "recipe" => self.recipe = value.into(),
            "block" => self.block = Some(index(name, value, 99)?),
            "mobilenet" => self.explored.version = value.parse().map_err(LinkProblem::Value)?,
            "width" => self.explore(|spec| spec.alpha = decimal::number(value).map_or(f32::NAN, |v| v as f32))?,
            "resolution" => self.explore(|spec| spec.resolution = value.parse().unwrap_or(0))?,
            "classes" => self.explore(|spec| spec.classes = value.parse().unwrap_or(0))?,
            "work" => self.task = Task::of(chosen(name, value, &Work::ALL, Work::id)?),
            "size" => {
                let sizes = self.task.work.sizes();
                let size = value.parse().ok().filter(|size| sizes.contains(size));
                self.task.size = size.ok_or_else(|| wrong(name, format!("{sizes:?}"), value))?;
            }
            "kernel" => {
                let ways: Vec<Way> = self.task.work.ways().iter().copied().filter(|way| way.is_gpu()).collect();
                self.kernel = chosen(name, value, &ways, Way::id)?;
            }
            "network" => self.network = value.parse().map_err(LinkProblem::Value)?,
            _ if is_setting(name) => self.experiment.set(name, value).map_err(LinkProblem::Value)?,
            _ => return Err(LinkProblem::Unknown(name.into())),
        }
        Ok(())
    }

    /// Changes the explorer's network to another that there is.
    fn explore(&mut self, change: impl FnOnce(&mut MobilenetSpec)) -> Result<(), LinkProblem> {
        let mut spec = self.explored;
        change(&mut spec);
        self.explored = spec.checked().map_err(LinkProblem::Value)?;
        Ok(())
    }

    /// The query without `?`: the inverse of [`Link::from_query`].
    pub fn to_query(&self) -> String {
        let mut query = self.experiment.to_query();
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                query.push_str(&format!("&{name}={value}"));
            }
        };
        add("tab", (self.tab != Tab::default()).then(|| self.tab.id().into()));
        add("image", self.image.map(|i| i.to_string()));
        add("layer", self.layer.map(|i| i.to_string()));
        let spec = self.explored;
        let explores = self.tab == Tab::Mobilenet || spec != MobilenetSpec::default();
        let mut explored = |name, value: String| add(name, explores.then_some(value));
        explored("mobilenet", spec.version.id().into());
        explored("width", spec.alpha.to_string());
        explored("resolution", spec.resolution.to_string());
        explored("classes", spec.classes.to_string());
        add("block", self.block.map(|i| i.to_string()));
        add("network", (self.network != FIRST_NETWORK).then(|| self.network.id().into()));
        let accelerates = (self.task, self.kernel) != (Task::default(), FIRST_KERNEL);
        let mut accelerated = |name, value: String| add(name, accelerates.then_some(value));
        accelerated("work", self.task.work.id().into());
        accelerated("size", self.task.size.to_string());
        accelerated("kernel", self.kernel.id().into());
        add("recipe", (!self.recipe.is_empty()).then(|| encoded(&self.recipe)));
        add("lang", self.lang.map(|l| l.id().into()));
        add("theme", self.theme.map(|t| t.id().into()));
        query
    }

    /// Whether a learner who goes back would want to pass through `other`: not for every image looked at.
    pub fn is_another_place(&self, other: &Link) -> bool {
        let place = |link: &Link| (link.experiment, link.tab, link.network, link.recipe.clone());
        place(self) != place(other)
    }
}

fn chosen<T: Copy>(name: &str, value: &str, all: &[T], id: fn(T) -> &'static str) -> Result<T, LinkProblem> {
    all.iter().copied().find(|it| id(*it) == value).ok_or_else(|| {
        let ids: Vec<_> = all.iter().map(|it| id(*it)).collect();
        wrong(name, ids.join(" | "), value)
    })
}

fn index(name: &str, value: &str, most: usize) -> Result<usize, LinkProblem> {
    value.parse().ok().filter(|i| *i <= most).ok_or_else(|| wrong(name, format!("0 … {most}"), value))
}

fn wrong(name: &str, expected: String, got: &str) -> LinkProblem {
    LinkProblem::Value(Error::Setting { field: name.into(), expected, got: got.into() })
}

/// Percent-encodes all but what a query leaves as it is everywhere.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' | b':' | b',' => out.push(byte.into()),
            _ => {
                out.push('%');
                out.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
            }
        }
    }
    out
}

/// Undoes percent-encoding; what is not valid UTF-8 or not complete stays readable.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let code = (bytes[i] == b'%')
            .then(|| bytes.get(i + 1..i + 3))
            .flatten()
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(code.unwrap_or(if bytes[i] == b'+' { b' ' } else { bytes[i] }));
        i += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::{DataKind, MobilenetVersion, ModelKind};

    fn check(query: &str, expect: Link, problems: &[&str]) {
        let (link, found) = Link::from_query(query);
        let found: Vec<_> = found
            .iter()
            .map(|problem| match problem {
                LinkProblem::Unknown(name) => name.clone(),
                LinkProblem::Value(error) => error.to_string(),
            })
            .collect();
        assert_eq!((link, found), (expect, problems.iter().map(|s| s.to_string()).collect()));
    }

    #[test]
    fn a_link_says_how_the_lab_is_looked_at() {
        let link = Link {
            experiment: Experiment { data: DataKind::Mnist, ..Default::default() },
            lang: Some(Lang::En),
            theme: Some(Theme::Dark),
            tab: Tab::Draw,
            image: Some(12),
            layer: Some(3),
            explored: MobilenetSpec { version: MobilenetVersion::V3Small, alpha: 0.75, resolution: 160, classes: 10 },
            block: Some(4),
            network: Pretrained::EfficientnetLite0,
            task: Task { work: Work::Convolution, size: 112 },
            kernel: Way::Tiled,
            recipe: r#"{"prune":{"amount":0.9,"layers":[["a+b & 軽",1]]}}"#.into(),
        };
        check(&format!("?{}", link.to_query()), link, &[]);
        check("", Link::default(), &[]);
    }

    #[test]
    fn every_part_that_means_nothing_is_named() {
        let expect = Link { tab: Tab::Images, ..Default::default() };
        check(
            "?tab=images&theme=pink&image=-1&foo=1&lr=%3Cb%3E&lang&mobilenet=v4&width=9&resolution=100&network=cat&size=7",
            expect,
            &[
                "theme: expected light | dark, got `pink`",
                "image: expected 0 … 9999, got `-1`",
                "foo",
                "lr: expected 0.000001 … 10, got `<b>`",
                "lang: expected ja | en, got ``",
                "version: expected v1 | v2 | v3-small | v3-large, got `v4`",
                "alpha: expected 0.25 … 1.4, got `9`",
                "resolution: expected 96 … 224, a multiple of 32, got `100`",
                "pretrained: expected person | efficientnet-lite0, got `cat`",
                "size: expected [128, 256, 512], got `7`",
            ],
        );
    }

    #[test]
    fn broken_encoding_is_kept_as_it_is() {
        assert_eq!(decoded("%E8%BB%BD%zz%4"), "軽%zz%4");
        let (link, _) = Link::from_query("model=%6d%6C%70");
        assert_eq!(link.experiment.model.kind, ModelKind::Mlp);
    }
}
