//! The repository's lessons hold, and each check fails on a lesson that breaks its rule.

use karui_lessons::{Course, Lang};
use karui_spec::lesson::{Part, StepKind};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn the_lessons_of_the_repository_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/lessons");
    let course = Course::read(&root).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(|problem| format!("\nwww/lessons/{problem}")).collect::<String>())
    });
    assert!(!course.lessons.is_empty() && course.summaries().len() * Lang::ALL.len() == course.lessons.len());
}

const MAP: &str = r#"
[[station]]
id = "quantization"
ja = "量子化"
en = "Quantization"
lessons = ["grid"]

[lesson.grid]
minutes = 8
paths = ["30min"]
scope = { "2022" = "required", "2024" = "required", "2026" = "none" }
"#;

const SOURCES: &str = r#"
[jacob2018]
authors = ["B. Jacob", "S. Kligys"]
year = 2018
title = "Quantization & training"
where = "CVPR 2018, arXiv:1712.05877"
"#;

const LESSON: &str = r#"---
title: Grid
idea: Values become numbers of marks.
---

## Guess {#guess kind=predict stage="data=mnist&recipe=int8&tab=diet"}
It has {{params mlp}} parameters, {{measured size}}.

```predict
Question: What happens?
- [x] Nothing
- All
Why: So it is.
```

## Do {#try kind=try stage="data=mnist&recipe=int8&tab=diet"}
Look.

## How {#how kind=how}
$$ \frac{x}{ {{macs mlp}} } $$
It is as [@jacob2018] says; see [the guess](lesson:grid#guess).

## Mistaken {#mistaken kind=mistaken}
- one

## Check {#check kind=check}

```quiz
Question: Which?
- one
  Why: no
- [x] two
  Why: yes
```
"#;

/// A course in a folder of its own, with what stands in it: files by their names, LESSON in both languages at first.
struct Made(PathBuf);

impl Made {
    fn new() -> Made {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let name = format!("course-{}", MADE.fetch_add(1, Ordering::Relaxed));
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&root);
        ["ja", "en"].iter().for_each(|lang| fs::create_dir_all(root.join(lang)).unwrap());
        let made = Made(root);
        made.put("course.toml", MAP).put("sources.toml", SOURCES).put("ja/grid.md", LESSON).put("en/grid.md", LESSON)
    }

    fn put(self, name: &str, text: &str) -> Made {
        fs::write(self.0.join(name), text).unwrap();
        self
    }

    /// The same change in both languages.
    fn with(from: &str, to: &str) -> Made {
        assert!(LESSON.contains(from), "{from}");
        let changed = LESSON.replacen(from, to, 1);
        Made::new().put("ja/grid.md", &changed).put("en/grid.md", &changed)
    }

    /// What is wrong with it, one a line.
    fn said(&self) -> String {
        match Course::read(&self.0) {
            Ok(_) => String::new(),
            Err(problems) => problems.iter().map(|problem| format!("{problem}\n")).collect(),
        }
    }
}

#[test]
fn a_lesson_becomes_what_the_page_reads() {
    let made = Made::new();
    assert_eq!(made.said(), "");
    let course = Course::read(&made.0).unwrap();
    let (_, lesson) = &course.lessons[0];
    let kinds = lesson.steps.iter().map(|step| step.kind).collect::<Vec<_>>();
    assert_eq!(kinds, [StepKind::Predict, StepKind::Try, StepKind::How, StepKind::Mistaken, StepKind::Check]);
    let Part::Html(html) = &lesson.steps[0].parts[0] else { panic!() };
    assert!(html.contains("101,770") && html.contains("data-measured=\"size\""), "{html}");
    let Part::Question(question) = &lesson.steps[0].parts[1] else { panic!() };
    assert!(question.predicts && question.choices[0].right && question.why == "So it is.", "{question:?}");
    let stage = lesson.steps[0].stage.as_deref();
    assert_eq!(stage, Some("data=mnist&recipe=%7B%22quantize%22:%7B%7D%7D&tab=diet"));
    assert_eq!(lesson.steps[2].stage, None);
    let Part::Html(html) = &lesson.steps[2].parts[0] else { panic!() };
    assert!(html.contains("<math") && html.contains("101") && !html.contains("style="), "{html}");
    assert!(
        html.contains("href=\"?at=learn&amp;lesson=grid&amp;step=guess\"") && html.contains("href=\"#source-1\""),
        "{html}"
    );
    assert!(
        lesson.sources[0].contains("Quantization &amp; training")
            && lesson.sources[0].contains("arxiv.org/abs/1712.05877")
    );
    let to = made.0.join("out");
    course.write(&to).unwrap();
    let written: karui_spec::lesson::Lesson =
        serde_json::from_slice(&fs::read(to.join("en/grid.json")).unwrap()).unwrap();
    assert_eq!((&written, written.sources.len()), (&course.lessons[1].1, 1));
    let map: karui_spec::lesson::CourseMap =
        serde_json::from_slice(&fs::read(to.join("course.json")).unwrap()).unwrap();
    assert_eq!(map.stations[0].lessons[0].paths, ["30min", "all"]);
    let told = serde_json::to_value(course.summaries()).unwrap();
    let expected = serde_json::json!([{
        "id": "grid", "languages": ["ja", "en"], "steps": 5, "minutes": 8,
        "scope": { "2022": "required", "2024": "required", "2026": "none" },
    }]);
    assert_eq!(told, expected);
}

#[test]
fn what_breaks_a_rule_in_both_languages_is_named_with_its_line() {
    for (from, to, said) in [
        ("title: Grid\n", "", "grid.md:1: the file begins"),
        ("## Do {#try kind=try", "## Do {#try kind=play", "grid.md:16: a step's heading"),
        ("## Do {#try kind=try", "## Do {#guess kind=try", "a second step `guess`"),
        ("kind=mistaken", "kind=how", "a step of kind mistaken"),
        (" stage=\"data=mnist&recipe=int8&tab=diet\"}\nIt", "}\nIt", "grid.md:6: the first step has no stage"),
        ("tab=diet\"}\nLook", "tab=plan\"}\nLook", "grid.md:16: stage: tab: expected"),
        ("data=mnist&recipe=int8&tab=diet\"}\nLook", "data=cifar\"}\nLook", "stage: data: expected"),
        ("```quiz", "```predict", "grid.md:26: a step of kind check has a block ```quiz"),
        ("- [x] two", "- two", "one answer is right"),
        ("{{params mlp}}", "{{params vgg}}", "grid.md:7: `{{params vgg}}`"),
        ("{{measured size}}", "{{measured weight}}", "expected a figure"),
        ("\\frac{x}", "\\frac{x", "grid.md:20: formula"),
        ("Look.", "<b>Look</b>.", "grid.md:17: HTML in Markdown"),
        ("@jacob2018", "@jacob2019", "grid.md:21: sources.toml has no `jacob2019`"),
        ("lesson:grid#guess", "lesson:grid#gone", "grid.md:21: there is no lesson grid#gone"),
        ("Look.", "It is 91.2% good.", "grid.md:17: `91.2 %` is typed"),
        ("Values become", "Half of 0.5 becomes", "grid.md:3: `0.5` is typed"),
        ("## Guess", "Words\n\n## Guess", "text before the first step"),
    ] {
        let told = Made::with(from, to).said();
        assert!(told.contains(said), "{from} → {to}: {told}");
    }
}

#[test]
fn versions_that_differ_are_named() {
    for (from, to, said) in [
        ("#guess", "#predict", "ja/grid.md:0: steps: here guess, try"),
        ("kind=mistaken}", "kind=how}\n## M {#m kind=mistaken}", "steps: here"),
        (
            "stage=\"data=mnist&recipe=int8&tab=diet\"}\nLook",
            "stage=\"data=mnist&tab=diet\"}\nLook",
            "ja/grid.md:16: stage: here",
        ),
        ("- [x] Nothing\n- All", "- Nothing\n- [x] All", "questions: here predict (1 of 2 is right), in en predict (2"),
        ("{{params mlp}}", "{{macs mlp}}", "ja/grid.md:6: expressions: here"),
        ("$$ \\frac{x}{ {{macs mlp}} } $$", "{{macs mlp}}", "formulas: here 1, in en 0"),
        ("[@jacob2018]", "he", "ja/grid.md:19: citations: here jacob2018"),
    ] {
        let told = Made::new().put("en/grid.md", &LESSON.replacen(from, to, 1)).said();
        assert!(told.contains(said), "{from} → {to}: {told}");
    }
    let made = Made::new();
    fs::remove_file(made.0.join("en/grid.md")).unwrap();
    assert!(made.said().contains("ja/grid.md:0: not in en"), "{}", made.said());
}

#[test]
fn the_map_and_the_exceptions_are_checked() {
    for (from, to, said) in [
        ("lessons = [\"grid\"]", "lessons = [\"grid\", \"gone\"]", "course.toml:6: there is no [lesson.gone]"),
        ("lessons = [\"grid\"]", "lessons = []", "course.toml:8: not on the map"),
        ("lessons = [\"grid\"]", "lessons = [\"grid\", \"grid\"]", "twice on the map"),
        ("\"2026\" = \"none\"", "\"2027\" = \"none\"", "expected 2022, 2024, 2026"),
        ("\"2026\" = \"none\"", "\"2026\" = \"maybe\"", "course.toml:11: "),
        ("minutes = 8", "minutes = 90", "lesson.grid.minutes: expected 1 … 30, got `90`"),
        ("minutes = 8", "minutes = 90", "path 30min: expected 30 minutes at most, got `90`"),
        ("\"30min\"", "\"1h\"", "lesson.grid.paths: expected 30min | 2h | all, got `1h`"),
        ("[lesson.grid]", "[lesson.net]", "ja/grid.md:0: not on the map"),
    ] {
        let told = Made::new().put("course.toml", &MAP.replacen(from, to, 1)).said();
        assert!(told.contains(said), "{from} → {to}: {told}");
    }
    let exception =
        |reason: &str| format!("[[exception]]\nlesson = \"grid\"\nnumber = \"91.2 %\"\nreason = \"{reason}\"\n");
    let typed = || Made::with("Look.", "It is 91.2% good.");
    assert_eq!(typed().put("exceptions.toml", &exception("a quotation")).said(), "");
    assert!(typed().put("exceptions.toml", &exception("")).said().contains("is typed"));
    let unused = Made::new().put("exceptions.toml", &exception("a quotation")).said();
    assert!(unused.contains("exceptions.toml:3: an exception that nothing needs"), "{unused}");
}
