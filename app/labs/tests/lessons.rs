//! What the course says of the page is what the page knows: every stage of every lesson is read by the page's own reader of links, and so is
//! what a question opens.

use karui_labs::PAGES;
use karui_labs::{accelerate, container, libraries, mobilenet, parallel};
use karui_lessons::{Course, PAIRS, PARTS, TABS};
use karui_shell::At;
use karui_shell::labs::tabs;
use karui_shell::state::Lab;
use karui_shell::state::link::{of, read};
use leptos::prelude::*;
use std::path::Path;

#[test]
fn every_question_opens_a_lab_that_understands_it() {
    use karui_questions::{Level, TEMPLATES};
    let mut count = 0;
    for template in TEMPLATES.into_iter().flatten() {
        for seed in 0..20 {
            let Some(link) = template.question(seed, Level::Two).unwrap().lab else { continue };
            Owner::new().with(|| {
                let lab = Lab::new(PAGES);
                let problems = read(lab, &link);
                assert!(problems.is_empty(), "{}: {link}: {problems:?}", template.id);
                let of_labs =
                    [accelerate::read_pairs, container::read_pairs, mobilenet::read_pairs, parallel::read_pairs];
                let wrong: Vec<_> = of_labs.iter().flat_map(|of| lab.read_pairs(|said| of(lab, said))).collect();
                assert!(wrong.is_empty(), "{}: {link}: {wrong:?}", template.id);
            });
            count += 1;
        }
    }
    assert!(count > 0);
}

#[test]
fn every_stage_is_a_link_of_the_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/lessons");
    let course = Course::read(&root).unwrap();
    let stages = course.lessons.iter().flat_map(|(_, lesson)| &lesson.steps).filter_map(|step| step.stage.as_ref());
    let mut count = 0;
    for stage in stages {
        Owner::new().with(|| {
            let lab = Lab::new(PAGES);
            let problems = read(lab, stage);
            assert!(problems.is_empty(), "{stage}: {problems:?}");
            // What only the labs' own code understands, that code reads.
            let of_labs = [
                accelerate::read_pairs,
                container::read_pairs,
                libraries::read_pairs,
                mobilenet::read_pairs,
                parallel::read_pairs,
            ];
            let wrong: Vec<_> = of_labs.iter().flat_map(|of| lab.read_pairs(|said| of(lab, said))).collect();
            assert!(wrong.is_empty(), "{stage}: {wrong:?}");
            // What it points at is a part of its own tab, as the list has it.
            let (tab, part) = (lab.view.tab.get_untracked(), lab.view.part.get_untracked());
            let is_there = part.is_empty() || PARTS.contains(&(tab.as_str(), &part));
            assert!(is_there, "{stage}: {tab} has no {part}");
            // Setting the stage does the same as opening the link.
            let link = untrack(|| of(lab)).to_query();
            let lab = Lab::new(PAGES);
            lab.view.at.set(At::Learn);
            lab.set_stage(stage);
            lab.view.at.set(At::Bench);
            assert_eq!(untrack(|| of(lab)).to_query(), link);
        });
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn what_only_labs_understand_of_stages_is_what_they_say() {
    // Settings have tables of their own.
    let by_table = ["mobilenet", "accelerate"];
    let rows = PAGES.iter().filter(|row| row.places.is_empty() && !row.pairs.is_empty());
    let rows = rows.filter(|row| !by_table.contains(&row.tabs[0].tab.as_str()));
    let mut of_labs: Vec<_> = rows.map(|row| (row.tabs[0].tab.to_string(), row.pairs.to_vec())).collect();
    let mut known = PAIRS.map(|(tab, names)| (tab.to_owned(), names.to_vec()));
    of_labs.sort();
    known.sort();
    assert_eq!(of_labs, known);
}

#[test]
fn the_views_of_stages_are_the_tabs_of_the_page() {
    let mut all: Vec<String> = tabs(PAGES).iter().map(|row| row.tab.to_string()).collect();
    let mut known = TABS.map(str::to_owned);
    all.sort();
    known.sort();
    assert_eq!(all, known);
}
