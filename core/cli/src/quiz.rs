//! Questions: `karui quiz`.

use crate::Failure;
use crate::report::Report;
use clap::{Args as ClapArgs, ValueEnum};
use karui_questions::{Answer, Level, Parameters, TEMPLATES, Text, Topic, Value as Drawn, find, write};
use serde_json::{Map, Value, json};

#[derive(Debug, ClapArgs)]
pub struct QuizArgs {
    /// List what there is.
    #[arg(long, conflicts_with = "id", required_unless_present = "id")]
    pub list: bool,
    /// Of this topic only.
    #[arg(long, requires = "list", value_parser = topic)]
    pub topic: Option<Topic>,
    /// The question of this name.
    #[arg(long)]
    pub id: Option<String>,
    /// Which of its questions.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// 1: the formula is given; 2: choices; 3: the answer is written.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=3))]
    pub level: u32,
    /// The language.
    #[arg(long, default_value = "ja")]
    pub lang: Lang,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Japanese.
    Ja,
    /// English.
    En,
}

fn topic(name: &str) -> Result<Topic, String> {
    let all = || Topic::ALL.map(Topic::id).join(", ");
    Topic::ALL.into_iter().find(|topic| topic.id() == name).ok_or_else(|| format!("expected one of {}", all()))
}

/// `karui quiz`.
pub fn quiz(args: &QuizArgs) -> Result<Report, Failure> {
    match &args.id {
        None => Ok(Report::Rows(list(args.topic))),
        Some(id) => one(args, id),
    }
}

fn list(of: Option<Topic>) -> Vec<Value> {
    let all = TEMPLATES.into_iter().flatten().filter(|template| of.is_none_or(|topic| template.topic == topic));
    let row = |template: &&karui_questions::Template| {
        let scope: Map<String, Value> =
            template.topic.scope().into_iter().map(|(year, scope)| (year.to_owned(), json!(scope))).collect();
        json!({
            "id": template.id,
            "topic": template.topic.id(),
            "form": template.kind.form(),
            "levels": Level::ALL.map(|level| level as u32),
            "scope": scope,
        })
    };
    all.map(row).collect()
}

fn one(args: &QuizArgs, id: &str) -> Result<Report, Failure> {
    let template = find(id).ok_or_else(|| format!("--id: there is no question `{id}` (see karui quiz --list)"))?;
    let level = Level::of(args.level).ok_or("--level: expected 1 … 3")?;
    let question = template.question(args.seed, level)?;
    let say = |text: &Text| if args.lang == Lang::Ja { text.ja.clone() } else { text.en.clone() };
    let all = |texts: &[Text]| texts.iter().map(say).collect::<Vec<_>>();
    let (choices, answer) = match &question.answer {
        Answer::Choice { choices, right } => (choices.iter().map(|choice| say(&choice.text)).collect(), json!(right)),
        Answer::Number { value, .. } => (Vec::new(), json!(value)),
        Answer::Order { items, right } => (all(items), json!(right)),
        Answer::Match { right, partner, .. } => (all(right), json!(partner)),
    };
    let written = match &question.answer {
        Answer::Choice { choices, right } => say(&choices[*right].text),
        Answer::Number { value, format, unit, .. } => [write(*value, *format), say(unit)].join(" "),
        Answer::Order { items, right } => right.iter().map(|&i| say(&items[i])).collect::<Vec<_>>().join(" → "),
        Answer::Match { left, right, partner } => {
            let pairs = left.iter().zip(partner).map(|(left, &at)| [say(left), say(&right[at])].join(" — "));
            pairs.collect::<Vec<_>>().join("; ")
        }
    };
    let (stem, explanation) = (say(&question.stem), say(&question.explanation));
    let shown = choices.iter().enumerate().map(|(i, choice)| format!("  {}. {choice}\n", i + 1)).collect::<String>();
    let code = question.code.as_ref().map_or(String::new(), |code| format!("\n{code}\n"));
    let text = format!("{stem}\n{code}{shown}\n{written}\n{explanation}\n");
    let json = json!({
        "id": question.id,
        "seed": question.seed,
        "level": question.level as u32,
        "topic": question.topic.id(),
        "parameters": parameters(&question.parameters),
        "stem": stem,
        "code": question.code,
        "formula": question.formula.as_ref().map(say),
        "left": match &question.answer { Answer::Match { left, .. } => Some(all(left)), _ => None },
        "choices": choices,
        "answer": answer,
        "value": question.value,
        "explanation": explanation,
        "source": question.source,
        "lab": question.lab.map(|link| format!("?{link}")),
    });
    Ok(Report::Told { json, text })
}

fn parameters(drawn: &Parameters) -> Map<String, Value> {
    let value = |value: &Drawn| match value {
        Drawn::Int(value) => json!(value),
        Drawn::Real(value) => json!(value),
        Drawn::List(values) => json!(values),
        Drawn::Name(name) => json!(name),
    };
    drawn.0.iter().map(|(name, drawn)| (name.clone(), value(drawn))).collect()
}
