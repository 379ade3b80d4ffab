use crate::differences::differences;
use crate::draft::{Block, Draft, DraftStep, Text};
use crate::map::{self, EXCEPTIONS, Exception, ExceptionsFile, MAP, MapFile, SOURCES, Source};
use crate::render::{Contents, Renderer};
use crate::{Fault, Lang, Problem, stage};
use karui_spec::lesson::{Choice, CourseMap, Entry, Lesson, Part, Question, Scope, Station, Step, StepKind};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The whole course, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Its map.
    pub map: CourseMap,
    /// Every lesson in every language.
    pub lessons: Vec<(Lang, Lesson)>,
    /// All that lessons and questions cite, as HTML by its key.
    pub bibliography: [(Lang, BTreeMap<String, String>); 2],
}

/// What there is of a lesson, for whoever counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Its name in links.
    pub id: String,
    /// The languages that it is there in.
    pub languages: Vec<String>,
    /// How many steps it has.
    pub steps: usize,
    /// How many minutes it takes.
    pub minutes: u32,
    /// What each version of the syllabus says of it.
    pub scope: BTreeMap<String, Scope>,
}

/// What a lesson's file told, besides the lesson: what the other version and the rest of the course are held against.
pub(crate) struct Told {
    pub file: PathBuf,
    pub idea: Contents,
    pub steps: Vec<ToldStep>,
}

pub(crate) struct ToldStep {
    pub line: usize,
    pub id: String,
    pub kind: StepKind,
    pub stage: Option<String>,
    pub questions: Vec<String>,
    pub contents: Contents,
}

type Sources = BTreeMap<String, Source>;

impl Course {
    /// Reads the course below `root`, the folder with a folder for each language.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(root: &Path) -> Result<Course, Vec<Problem>> {
        let mut problems = Vec::new();
        let (map, map_text) = taken(map::read::<MapFile>(root, MAP), &mut problems);
        let (sources, _) = taken(map::read::<Sources>(root, SOURCES), &mut problems);
        let (exceptions, exceptions_text) = taken(map::read::<ExceptionsFile>(root, EXCEPTIONS), &mut problems);
        problems.extend(map::check(&map, &map_text));
        let mut lessons: Vec<(Lang, Lesson, Told)> = Vec::new();
        for lang in Lang::ALL {
            for path in files(root, lang, &mut problems) {
                match lesson(root, &path, lang, &sources) {
                    Ok((lesson, told)) => lessons.push((lang, lesson, told)),
                    Err(faults) => problems.extend(faults),
                }
            }
        }
        let has = |lang: Lang, id: &str| root.join(lang.id()).join(format!("{id}.md")).exists();
        for (lang, lesson, told) in &lessons {
            for other in Lang::ALL.into_iter().filter(|other| other != lang) {
                match lessons.iter().find(|(lang, it, _)| (*lang, &it.id) == (other, &lesson.id)) {
                    Some((_, _, theirs)) if *lang == Lang::Ja => problems.extend(differences(told, theirs, other)),
                    Some(_) => {}
                    None if has(other, &lesson.id) => {}
                    None => problems.push(Problem::new(&told.file, 0, Fault::OneLanguage(other.id()))),
                }
            }
            if !map.lesson.contains_key(&lesson.id) {
                problems.push(Problem::new(&told.file, 0, Fault::NotOnMap));
            }
            problems.extend(dead_references(told, &lessons));
        }
        for id in map.lesson.keys().filter(|id| !Lang::ALL.iter().any(|lang| has(*lang, id))) {
            let line = map::line_of(&map_text, &format!("lesson.{id}"));
            problems.push(Problem::new(MAP, line, Fault::NoTarget(format!("ja/{id}.md"))));
        }
        problems.extend(typed_numbers(&lessons, &exceptions.exception, &exceptions_text));
        if !problems.is_empty() {
            return Err(problems);
        }
        let lessons: Vec<(Lang, Lesson)> = lessons.into_iter().map(|(lang, lesson, _)| (lang, lesson)).collect();
        let of = |lang: Lang| sources.iter().map(|(key, source)| (key.clone(), source.html(lang))).collect();
        let bibliography = Lang::ALL.map(|lang| (lang, of(lang)));
        Ok(Course { map: map_of(map, &lessons), lessons, bibliography })
    }

    /// Writes what the page reads: `course.json`, `LANGUAGE/ID.json` of every lesson, and `LANGUAGE/sources.json`, all that is cited by
    /// its key.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn write(&self, to: &Path) -> io::Result<()> {
        fs::create_dir_all(to)?;
        fs::write(to.join("course.json"), serde_json::to_vec(&self.map)?)?;
        for (lang, all) in &self.bibliography {
            let folder = to.join(lang.id());
            fs::create_dir_all(&folder)?;
            fs::write(folder.join("sources.json"), serde_json::to_vec(all)?)?;
        }
        for (lang, lesson) in &self.lessons {
            let folder = to.join(lang.id());
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(format!("{}.json", lesson.id)), serde_json::to_vec(lesson)?)?;
        }
        Ok(())
    }

    /// What there is of every lesson, in the map's order.
    pub fn summaries(&self) -> Vec<Summary> {
        let entries = self.map.stations.iter().flat_map(|station| &station.lessons);
        let summary = |entry: &Entry| Summary {
            id: entry.id.clone(),
            languages: entry.title.keys().rev().cloned().collect(),
            steps: entry.steps.len(),
            minutes: entry.minutes,
            scope: entry.scope.clone(),
        };
        entries.map(summary).collect()
    }
}

/// What was read, or its default and the problem.
fn taken<T: Default>(read: Result<T, Problem>, problems: &mut Vec<Problem>) -> T {
    read.unwrap_or_else(|problem| {
        problems.push(problem);
        T::default()
    })
}

/// The lessons' files of a language.
fn files(root: &Path, lang: Lang, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let folder = root.join(lang.id());
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) => {
            problems.push(Problem::new(lang.id(), 0, Fault::File(error.to_string())));
            return Vec::new();
        }
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut all: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    all.sort();
    all
}

/// Reads a lesson's file.
fn lesson(root: &Path, path: &Path, lang: Lang, sources: &Sources) -> Result<(Lesson, Told), Vec<Problem>> {
    let id = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
    let file = path.strip_prefix(root).unwrap_or(path);
    let source =
        fs::read_to_string(path).map_err(|error| vec![Problem::new(file, 0, Fault::File(error.to_string()))])?;
    let draft = Draft::read(file, &source)?;
    let mut problems = Vec::new();
    let mut renderer = Renderer::new(lang);
    let idea = renderer.inline(&draft.idea);
    let mut told = Told { file: file.into(), idea: renderer.take(), steps: Vec::new() };
    let steps = draft.steps.iter().map(|draft| {
        let stage = draft.stage.as_deref().map(stage::normal).transpose().unwrap_or_else(|what| {
            problems.push(Problem::new(file, draft.line, Fault::Stage(what)));
            None
        });
        let parts = parts(draft, &mut renderer);
        let contents = renderer.take();
        let questions = draft.blocks.iter().filter_map(signature).collect();
        let (line, kind) = (draft.line, draft.kind);
        told.steps.push(ToldStep { line, id: draft.id.clone(), kind, stage: stage.clone(), questions, contents });
        Step { id: draft.id.clone(), kind, title: draft.title.clone(), stage, parts }
    });
    let steps: Vec<Step> = steps.collect();
    let contents = || told.steps.iter().map(|step| &step.contents).chain([&told.idea]);
    let faults = contents().flat_map(|contents| &contents.faults);
    problems.extend(faults.map(|(line, fault)| Problem::new(file, *line, fault.clone())));
    let cited = renderer.cited;
    for key in cited.iter().filter(|key| !sources.contains_key(*key)) {
        let line = map::line_of(&source, &format!("@{key}"));
        problems.push(Problem::new(file, line, Fault::NoSource(key.clone())));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let sources = cited.iter().filter_map(|key| Some(sources.get(key)?.html(lang))).collect();
    Ok((Lesson { id, title: draft.title.markdown, idea, steps, sources }, told))
}

/// What a step says and asks.
fn parts(draft: &DraftStep, renderer: &mut Renderer) -> Vec<Part> {
    let part = |block: &Block| match block {
        Block::Text(text) => Part::Html(renderer.block(text)),
        Block::Question(asked) => {
            let mut inline = |text: &Text| renderer.inline(text);
            Part::Question(Question {
                predicts: asked.predicts,
                ask: inline(&asked.ask),
                choices: asked
                    .answers
                    .iter()
                    .map(|answer| Choice { text: inline(&answer.text), right: answer.right, why: inline(&answer.why) })
                    .collect(),
                why: inline(&asked.why),
            })
        }
    };
    draft.blocks.iter().map(part).collect()
}

/// What a question must have in common with its translation.
fn signature(block: &Block) -> Option<String> {
    let Block::Question(asked) = block else { return None };
    let kind = if asked.predicts { "predict" } else { "quiz" };
    let right = asked.answers.iter().position(|answer| answer.right).map_or(0, |at| at + 1);
    Some(format!("{kind} ({right} of {} is right)", asked.answers.len()))
}

fn dead_references(told: &Told, lessons: &[(Lang, Lesson, Told)]) -> Vec<Problem> {
    let references = told.steps.iter().flat_map(|step| &step.contents.references);
    let is_there = |to: &str| {
        let (id, step) = to.split_once('#').map_or((to, None), |(id, step)| (id, Some(step)));
        lessons.iter().any(|(_, lesson, _)| {
            lesson.id == id && step.is_none_or(|step| lesson.steps.iter().any(|it| it.id == step))
        })
    };
    let dead = references.filter(|(_, to)| !is_there(to));
    dead.map(|(line, to)| Problem::new(&told.file, *line, Fault::NoTarget(format!("lesson {to}")))).collect()
}

/// Numbers that are typed and no exception, and exceptions that nothing needs.
fn typed_numbers(lessons: &[(Lang, Lesson, Told)], exceptions: &[Exception], text: &str) -> Vec<Problem> {
    let mut used = vec![false; exceptions.len()];
    let mut problems = Vec::new();
    for (_, lesson, told) in lessons {
        let contents = told.steps.iter().map(|step| &step.contents).chain([&told.idea]);
        for (line, number) in contents.flat_map(|contents| &contents.typed) {
            let is_it = |it: &Exception| {
                it.number == *number && [&lesson.id[..], "*"].contains(&&it.lesson[..]) && !it.reason.trim().is_empty()
            };
            let mut excepted = false;
            for (exception, used) in exceptions.iter().zip(&mut used).filter(|(it, _)| is_it(it)) {
                let _ = exception;
                (*used, excepted) = (true, true);
            }
            if !excepted {
                problems.push(Problem::new(&told.file, *line, Fault::TypedNumber(number.clone())));
            }
        }
    }
    for (exception, _) in exceptions.iter().zip(used).filter(|(_, used)| !used) {
        let what = format!("{} in {}", exception.number, exception.lesson);
        let line = map::line_of(text, &exception.number);
        problems.push(Problem::new(EXCEPTIONS, line, Fault::UnusedException(what)));
    }
    problems
}

/// The map with what the lessons say of themselves.
fn map_of(file: MapFile, lessons: &[(Lang, Lesson)]) -> CourseMap {
    let by_language = |id: &str, of: fn(&Lesson) -> &String| {
        let versions = lessons.iter().filter(|(_, lesson)| lesson.id == id);
        versions.map(|(lang, lesson)| (lang.id().to_owned(), of(lesson).clone())).collect::<BTreeMap<_, _>>()
    };
    let entry = |id: &String| {
        let row = file.lesson.get(id)?.clone();
        let steps = lessons.iter().find(|(_, lesson)| lesson.id == *id)?.1.steps.iter();
        let parts = steps.clone().flat_map(|step| &step.parts);
        let questions = parts.filter(|part| matches!(part, Part::Question(_))).count();
        let mut paths = row.paths;
        if !paths.iter().any(|path| path == "all") {
            paths.push("all".into());
        }
        Some(Entry {
            id: id.clone(),
            title: by_language(id, |lesson| &lesson.title),
            idea: by_language(id, |lesson| &lesson.idea),
            minutes: row.minutes,
            paths,
            scope: row.scope,
            steps: steps.map(|step| step.id.clone()).collect(),
            questions,
        })
    };
    let station = |row: &map::StationRow| Station {
        id: row.id.clone(),
        name: [("ja", &row.ja), ("en", &row.en)].map(|(lang, name)| (lang.to_owned(), name.clone())).into(),
        lessons: row.lessons.iter().filter_map(entry).collect(),
    };
    CourseMap {
        versions: map::VERSIONS.map(str::to_owned).into(),
        paths: map::PATHS.map(str::to_owned).into(),
        stations: file.station.iter().map(station).collect(),
    }
}
