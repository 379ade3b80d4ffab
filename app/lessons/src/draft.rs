//! The form of a lesson's file, read without understanding what it says.
//!
//! ```text
//! ---
//! title: …
//! idea: …                        the idea in a sentence
//! ---
//!
//! ## Title {#guess kind=predict stage="data=mnist&model=lenet&tab=diet"}
//! Markdown, with {{expressions}}, $formulas$ and citations [@key].
//!
//! ```predict                     or ```quiz; see question.rs
//! …
//! ```
//! ```

use crate::question::Asked;
use crate::{Fault, Problem};
use karui_spec::lesson::StepKind;
use std::path::{Path, PathBuf};

/// A lesson's file taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Where it stands.
    pub file: PathBuf,
    /// Its title.
    pub title: Text,
    /// The idea in a sentence.
    pub idea: Text,
    /// Its steps.
    pub steps: Vec<DraftStep>,
}

/// A step of it.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftStep {
    /// The line of its heading.
    pub line: usize,
    /// Its name in links.
    pub id: String,
    /// What it is for.
    pub kind: StepKind,
    /// Its heading.
    pub title: String,
    /// The stage, as it was written.
    pub stage: Option<String>,
    /// What it says and asks.
    pub blocks: Vec<Block>,
}

/// A part of a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Markdown.
    Text(Text),
    /// A question.
    Question(Asked),
}

/// Markdown, and the line on which it begins.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text {
    /// The line, from 1.
    pub line: usize,
    /// The Markdown.
    pub markdown: String,
}

impl Draft {
    /// Takes `source` apart; `file` is told with what is wrong.
    ///
    /// # Errors
    /// All that is not of the form.
    pub fn read(file: &Path, source: &str) -> Result<Draft, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut lines = (1..).zip(source.lines()).peekable();
        let [mut title, mut idea] = [const { None }; 2];
        if lines.next_if(|(_, line)| line.trim_end() == "---").is_some() {
            for (line, text) in lines.by_ref().take_while(|(_, text)| text.trim_end() != "---") {
                match text.split_once(':') {
                    Some(("title", value)) => title = Some(Text { line, markdown: value.trim().into() }),
                    Some(("idea", value)) => idea = Some(Text { line, markdown: value.trim().into() }),
                    _ if text.trim().is_empty() => {}
                    _ => problems.push(Problem::new(file, line, Fault::FrontMatter("a name that is known"))),
                }
            }
        }
        for (field, name) in [(&title, "title"), (&idea, "idea")] {
            if field.as_ref().is_none_or(|text| text.markdown.is_empty()) {
                problems.push(Problem::new(file, 1, Fault::FrontMatter(name)));
            }
        }
        let mut steps: Vec<DraftStep> = Vec::new();
        let mut text = Text::default();
        while let Some((line, this)) = lines.next() {
            if let Some(heading) = this.strip_prefix("## ") {
                if steps.is_empty() && !text.markdown.is_empty() {
                    problems.push(Problem::new(file, text.line, Fault::TextBeforeSteps));
                    text = Text::default();
                }
                close(&mut steps, &mut text);
                match step(line, heading) {
                    Ok(step) if steps.iter().any(|other| other.id == step.id) => {
                        problems.push(Problem::new(file, line, Fault::SameStep(step.id)));
                    }
                    Ok(step) => steps.push(step),
                    Err(fault) => problems.push(Problem::new(file, line, fault)),
                }
                continue;
            }
            let predicts = match this.trim_end() {
                "```predict" => true,
                "```quiz" => false,
                // A text begins with its first line that is not empty.
                "" if text.markdown.is_empty() => continue,
                _ => {
                    if text.markdown.is_empty() {
                        text.line = line;
                    }
                    text.markdown.push_str(this);
                    text.markdown.push('\n');
                    continue;
                }
            };
            close(&mut steps, &mut text);
            let body: Vec<(usize, &str)> = lines.by_ref().take_while(|(_, text)| text.trim_end() != "```").collect();
            match (Asked::read(line, predicts, &body), steps.last_mut()) {
                (Ok(question), Some(step)) => step.blocks.push(Block::Question(question)),
                (Ok(_), None) => problems.push(Problem::new(file, line, Fault::TextBeforeSteps)),
                (Err((line, fault)), _) => problems.push(Problem::new(file, line, fault)),
            }
        }
        if steps.is_empty() && !text.markdown.trim().is_empty() {
            problems.push(Problem::new(file, text.line, Fault::TextBeforeSteps));
        }
        close(&mut steps, &mut text);
        problems.extend(whole(&steps).into_iter().map(|(line, fault)| Problem::new(file, line, fault)));
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Draft { file: file.into(), title: title.unwrap_or_default(), idea: idea.unwrap_or_default(), steps })
    }
}

/// Puts the text so far into the last step.
fn close(steps: &mut [DraftStep], text: &mut Text) {
    if let Some(step) = steps.last_mut() {
        let text = std::mem::take(text);
        if !text.markdown.trim().is_empty() {
            step.blocks.push(Block::Text(text));
        }
    }
}

/// The step that a heading begins.
fn step(line: usize, heading: &str) -> Result<DraftStep, Fault> {
    let wrong = |what: &str| Fault::Heading(what.into());
    let heading = heading.trim_end();
    let (title, attributes) = heading.rsplit_once("{#").ok_or_else(|| wrong("no `{#`"))?;
    let attributes = attributes.strip_suffix('}').ok_or_else(|| wrong("no `}`"))?;
    let (id, mut rest) = attributes.split_once(char::is_whitespace).unwrap_or((attributes, ""));
    if id.is_empty() || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        return Err(wrong("an id has small letters, digits and dashes"));
    }
    let (mut kind, mut stage) = (None, None);
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let (name, value) = rest.split_once('=').ok_or_else(|| wrong(rest))?;
        // A recipe is JSON, so that the other kind of quotes stands around it.
        let quote = value.chars().next().filter(|c| ['"', '\''].contains(c));
        let (value, after) = match quote {
            Some(quote) => value[1..].split_once(quote).ok_or_else(|| wrong("a quote is not closed"))?,
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        match name {
            "kind" => kind = Some(value.parse::<StepKind>().map_err(|error| wrong(&error.to_string()))?),
            "stage" => stage = Some(value.to_owned()),
            other => return Err(wrong(&format!("what is {other}?"))),
        }
        rest = after;
    }
    let kind = kind.ok_or_else(|| wrong("no kind"))?;
    Ok(DraftStep { line, id: id.into(), kind, title: title.trim().into(), stage, blocks: Vec::new() })
}

/// What is wrong with the steps as a whole.
fn whole(steps: &[DraftStep]) -> Vec<(usize, Fault)> {
    let mut wrong = Vec::new();
    for kind in StepKind::ALL.iter().filter(|kind| **kind != StepKind::Measure) {
        if !steps.iter().any(|step| step.kind == *kind) {
            wrong.push((0, Fault::NoStepOfKind(kind.to_string())));
        }
    }
    if let Some(first) = steps.first().filter(|first| first.stage.is_none()) {
        wrong.push((first.line, Fault::NoStage));
    }
    for step in steps {
        let asks = |predicts| {
            step.blocks.iter().any(|block| matches!(block, Block::Question(question) if question.predicts == predicts))
        };
        match step.kind {
            StepKind::Predict if !asks(true) => wrong.push((step.line, Fault::NoQuestion("predict", "predict"))),
            StepKind::Check if !asks(false) => wrong.push((step.line, Fault::NoQuestion("check", "quiz"))),
            _ => {}
        }
    }
    wrong
}
