//! Links that were given away open to the same page: what every lab keeps in them is read and written again.

use karui_labs::{PAGES, accelerate, mobilenet};
use karui_shell::state::Lab;
use karui_shell::state::link::{LinkProblem, of, read};
use leptos::prelude::*;

/// Reads `query` into the page, and gives what it would write and what meant nothing.
fn reread(query: &str) -> (String, Vec<String>) {
    Owner::new().with(|| {
        let lab = Lab::new(PAGES);
        let problems = read(lab, query).into_iter().map(|problem| match problem {
            LinkProblem::Unknown(name) => name,
            LinkProblem::Value(error) => error.to_string(),
        });
        let mut problems: Vec<String> = problems.collect();
        // What only the labs' own code understands is read when that is there.
        let own = [
            lab.read_pairs(|said| mobilenet::read_pairs(lab, said)),
            lab.read_pairs(|said| accelerate::read_pairs(lab, said)),
        ];
        problems.extend(own.concat().iter().map(ToString::to_string));
        (untrack(|| of(lab)).to_query(), problems)
    })
}

#[test]
fn all_that_a_link_says_is_kept() {
    // As links had them before there were groups and label smoothing, and as they are written since.
    let earlier = "data=mnist&n=60000&model=mobilenet&alpha=0.5&opt=adamw&lr=0.002&sched=warm-up&batch=128&wd=0.0005\
                   &epochs=12&seed=7&workers=4&device=webgpu&tab=draw&image=12&layer=3&weights=trained";
    let settings = &earlier.replace("&opt", "&groups=1&opt").replace("&epochs", "&smoothing=0&epochs");
    let labs = [
        r"recipe=%7B%22prune%22:%7B%22amount%22:0.9,%22layers%22:%5B%5B%22a%2Bb%20%26%20%E8%BB%BD%22,1%5D%5D%7D%7D&tour=prune.mask&open=conv1&compare=%7B%7D&beside=%7B%22fold_bn%22:%7B%7D%7D",
        "mobilenet=v3-small&width=0.75&resolution=160&classes=10&block=4",
        "network=efficientnet-lite0",
        "work=convolution&size=112&kernel=tiled",
    ];
    let with_labs = |settings: &str| [&[settings], &labs[..], &["lang=en&theme=dark"]].concat().join("&");
    let query = with_labs(settings);
    assert_eq!(reread(&format!("?{query}")), (query.clone(), vec![]));
    assert_eq!(reread(&format!("?{}", with_labs(earlier))), (query, vec![]));
    // Whatever the order, as links of other builds have it.
    let turned = labs.iter().rev().fold(settings.clone(), |query, part| [&query, "&", part].concat());
    let kept = [&[settings.as_str()], &labs[..]].concat().join("&");
    assert_eq!(reread(&turned), (kept, vec![]));
}

#[test]
fn a_lessons_step_has_an_address() {
    let step = "at=learn&lesson=quantization-grid&step=how";
    assert_eq!(reread(&format!("?{step}")), (step.into(), vec![]));
    assert_eq!(reread("?lesson=quantization-grid&step=how"), (step.into(), vec![]));
    assert_eq!(reread("?at=learn&lang=ja"), ("at=learn&lang=ja".into(), vec![]));
    // The bench does not name the lesson that one came from.
    assert!(!reread("?data=mnist").0.contains("lesson"));
}

#[test]
fn every_part_that_means_nothing_is_named() {
    let nothing = "tab=images&foo=1&mobilenet=v4&width=9&resolution=100&network=cat&size=7&kernel=plain&block=x";
    let (_, problems) = reread(nothing);
    assert_eq!(
        problems,
        [
            "foo",
            "network: expected person | efficientnet-lite0, got `cat`",
            "mobilenet: expected v1 | v2 | v3-small | v3-large, got `v4`",
            "width: expected 0.25 … 1.4, got `9`",
            "resolution: expected 96 … 224, a multiple of 32, got `100`",
            "block: expected 0 … 99, got `x`",
            "size: expected 128 | 256 | 512, got `7`",
            "kernel: expected strided | naive | tiled | registers | f16 | int8, got `plain`",
        ]
    );
}

#[test]
fn a_tab_is_read_by_its_name_in_links_and_by_the_one_that_it_had() {
    for name in ["compress", "diet"] {
        let (again, problems) = reread(&format!("?tab={name}"));
        assert!(again.contains("tab=compress") && problems.is_empty(), "{again} {problems:?}");
    }
}
