//! The builder behind the page: it keeps the cache from build to build, and the last image.

mod judge;
mod problem;
mod report;
mod start;

use crate::container::messages::{Ask, File, Looked, Project, Told, Warning};
use karui_container::build::{Base, Build, Cache, Context as Files, Options, build};
use karui_container::check::{Finding, check};
use karui_container::container::Volumes;
use karui_container::dockerfile::parse;
use karui_container::fs::Node;
use karui_container::ignore::Ignore;
use karui_container::instruction::{BuildError, Refusal, stages};
use karui_container::run::{Declaration, Effect};
use karui_protocol::decode;
use karui_runtime::clock::now;
use karui_runtime::lab::{Context, LabEngine, Loaded};
use karui_runtime::post::post_to_lab;
use wasm_split_helpers::wasm_split;

/// What an image is called that is taken away.
const NAME: &str = "karui-lab:latest";

#[derive(Default)]
struct Builder {
    cache: Cache,
    last: Option<Build>,
    volumes: Volumes,
}

#[wasm_split(container, fallible)]
fn make() -> Loaded {
    Ok(Box::new(Builder::default()))
}

/// The builder.
pub async fn load() -> Loaded {
    make().await
}

impl LabEngine for Builder {
    fn answer(&mut self, request: &[u8], _: &mut Context) {
        if let Some(told) = decode(request).map(|ask| self.told(ask)) {
            post_to_lab(&told);
        }
    }

    fn advance(&mut self, _: &mut Context) -> bool {
        false
    }
}

impl Builder {
    fn told(&mut self, ask: Ask) -> Told {
        match ask {
            Ask::Look { id, project } => Told::Looked(Box::new(look(id, &project))),
            Ask::Build { id, project, forget } => {
                if forget {
                    self.cache = Cache::default();
                    self.volumes.clear();
                }
                let begun = now();
                match timed(&project, &self.cache, Some(now)) {
                    Ok(made) => {
                        self.cache = made.cache.clone();
                        let told = report::built(id, &made, now() - begun);
                        self.last = Some(made);
                        Told::Built(Box::new(told))
                    }
                    Err(error) => Told::Refused { id, problem: problem::of(&error, &project) },
                }
            }
            Ask::Start { line, project } => {
                let image = self.last.as_ref().map(|build| &build.image);
                Told::Started(Box::new(start::started(&line, &project, image, &mut self.volumes)))
            }
            Ask::Judge { challenge, project, line } => Told::Judged(judge::judged(challenge, &project, line)),
            Ask::Image => Told::Image(self.last.as_ref().map(|build| build.image.to_tar()).unwrap_or_default()),
        }
    }
}

/// What `.dockerignore` says, or what is wrong with it.
fn ignore(project: &Project) -> Result<Ignore, BuildError> {
    let text = project.files.iter().find(|file| file.path == ".dockerignore").map(|file| file.text.as_bytes());
    Ignore::parse(text.unwrap_or_default()).map_err(|error| BuildError::new(0, Refusal::Ignore(error)))
}

/// The files as the builder takes them.
fn context(project: &Project) -> Result<Files, BuildError> {
    let ignore = ignore(project)?;
    Ok(Files::new(project.files.iter().map(|file| (file.path.clone(), node(file))), &ignore))
}

fn node(file: &File) -> Node {
    let mut bytes = [file.text.as_bytes(), &file.binary].concat();
    bytes.resize(bytes.len() + file.filled as usize, 0);
    Node::file(bytes, file.mode & 0o7777)
}

/// Builds a project on what `cache` holds.
fn built(project: &Project, cache: &Cache) -> Result<Build, BuildError> {
    timed(project, cache, None)
}

/// The same, with the time that each step takes by `clock`.
fn timed(project: &Project, cache: &Cache, clock: Option<fn() -> f64>) -> Result<Build, BuildError> {
    let declarations = project.declared.iter().map(|own| Declaration {
        command: own.command.clone(),
        effects: vec![Effect {
            path: own.path.clone(),
            bytes: Some(own.bytes),
            download: None,
            source: "declared on this page".into(),
        }],
    });
    let options = Options { declarations: declarations.collect(), clock, ..options(project) };
    build(project.dockerfile.as_bytes(), &context(project)?, &options, cache)
}

/// What is said on the command line.
fn options(project: &Project) -> Options {
    Options {
        target: project.target.clone(),
        build_args: project.args.iter().cloned().collect(),
        declarations: Vec::new(),
        bases: if project.revision == 0 { Vec::new() } else { bases(project) },
        name: Some(NAME.to_owned()),
        clock: None,
    }
}

/// The images that stages begin with, published anew.
fn bases(project: &Project) -> Vec<Base> {
    let Ok(file) = parse(project.dockerfile.as_bytes()) else { return Vec::new() };
    let Ok((_, stages)) = stages(&file) else { return Vec::new() };
    let again = |name: &str| Base { revision: format!("r{}", project.revision), ..Base::known(name) };
    stages.iter().map(|stage| again(&stage.base)).collect()
}

/// Reads a project without building it.
fn look(id: u32, project: &Project) -> Looked {
    let mut looked = Looked { id, ..Looked::default() };
    let told = |error: BuildError| Some(problem::of(&error, project));
    match context(project) {
        Ok(files) => looked.ignored = files.ignored.iter().map(|(path, line)| (path.clone(), *line as u32)).collect(),
        Err(error) => looked.problem = told(error),
    }
    let ignore = ignore(project).unwrap_or_default();
    if let Ok(found) = check(project.dockerfile.as_bytes(), &ignore, &options(project)) {
        looked.warnings = found.into_iter().map(warning).collect();
    }
    match parse(project.dockerfile.as_bytes()) {
        Err(error) => looked.problem = told(error.into()),
        Ok(file) => {
            looked.lines =
                file.commands.iter().map(|it| (it.start_line as u32, it.original.trim().to_owned())).collect();
            if let Err(error) = stages(&file) {
                looked.problem = told(error);
            }
        }
    }
    looked
}

fn warning(found: Finding) -> Warning {
    Warning {
        rule: found.rule.name().to_owned(),
        line: found.line as u32,
        experimental: found.rule.is_experimental(),
        words: found.words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::presets::PRESETS;

    #[test]
    fn every_preset_builds_and_all_of_it_is_cached_the_second_time() {
        for preset in &PRESETS {
            let project = preset.project();
            let first = built(&project, &Cache::default()).unwrap();
            let again = built(&project, &first.cache).unwrap();
            assert!(again.steps.iter().all(|step| step.cached), "{}", preset.id);
        }
    }

    #[test]
    fn good_examples_have_no_warnings_and_the_wrong_one_has_eleven() {
        let rules = |id: &str| {
            let looked = look(0, &crate::container::presets::Preset::named(id).unwrap().project());
            assert_eq!(looked.problem, None);
            let mut rules: Vec<String> = looked.warnings.into_iter().map(|it| it.rule).collect();
            rules.sort();
            rules.dedup();
            rules
        };
        for id in ["good", "multi-stage", "link", "user", "karui"] {
            assert_eq!(rules(id), [""; 0], "{id}");
        }
        assert_eq!(rules("wrong").len(), 11);
    }

    #[test]
    fn a_base_that_was_published_anew_leaves_linked_copies_in_the_cache() {
        let mut project = crate::container::presets::Preset::named("link").unwrap().project();
        let first = built(&project, &Cache::default()).unwrap();
        project.revision = 1;
        let again = built(&project, &first.cache).unwrap();
        let of_context = |step: &&karui_container::build::Step| step.instruction.starts_with("COPY --link train.py");
        assert!(again.steps.iter().filter(of_context).all(|step| step.cached));
        assert!(again.steps.iter().any(|step| !step.cached));
    }
}

#[cfg(all(test, feature = "page"))]
#[test]
fn the_page_has_a_sentence_for_every_rule() {
    let names: Vec<&str> = karui_container::check::Rule::ALL.iter().map(|rule| rule.name()).collect();
    assert_eq!(names, crate::container::page::RULES);
}
