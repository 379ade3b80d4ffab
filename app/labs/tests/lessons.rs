//! What the course says of the page is what the page knows: every stage of every lesson is read by the page's own reader of links.

use karui_labs::PAGES;
use karui_lessons::{Course, PARTS, TABS};
use karui_shell::At;
use karui_shell::labs::tabs;
use karui_shell::state::Lab;
use karui_shell::state::link::{of, read};
use leptos::prelude::*;
use std::path::Path;

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
fn the_views_of_stages_are_the_tabs_of_the_page() {
    let mut all: Vec<String> = tabs(PAGES).iter().map(|row| row.tab.to_string()).collect();
    let mut known = TABS.map(str::to_owned);
    all.sort();
    known.sort();
    assert_eq!(all, known);
}
