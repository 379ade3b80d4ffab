//! Challenges, judged by what the builder makes of the learner's project.

use crate::container::messages::{Challenge, Fact, Judged, Project};
use karui_container::build::{Build, Cache, Options};
use karui_container::check::{Rule, check};
use karui_container::fs::{Node, Tree};
use karui_container::ignore::Ignore;
use karui_container::run::Done;
use karui_container::stack::Stack;

/// No slim base is larger, compressed.
const SLIM: u64 = 60_000_000;

pub fn judged(challenge: Challenge, project: &Project, line: u32) -> Judged {
    let built = super::built(project, &Cache::default());
    let facts = match (challenge, built) {
        (Challenge::Line, Ok(_)) => vec![(Fact::Fails, false)],
        (Challenge::Line, Err(error)) => vec![(Fact::Line, error.line == line as usize)],
        (_, Err(_)) => vec![(Fact::Builds, false)],
        (Challenge::Rebuild, Ok(build)) => rebuild(project, &build),
        (Challenge::Small, Ok(build)) => small(&build),
        (Challenge::Same, Ok(build)) => same(project, &build),
        (Challenge::Privilege, Ok(build)) => privilege(project, &build),
    };
    Judged { challenge, line, facts }
}

/// All that a container of the image sees.
fn tree(build: &Build) -> Tree {
    let mut tree = Tree::default();
    build.image.layers.iter().for_each(|blob| blob.layer.apply(&mut tree));
    tree
}

fn has(tree: &Tree, is: impl Fn(&str) -> bool) -> bool {
    tree.iter().any(|(path, _)| is(path))
}

/// The trainer and its packages are in the image.
fn complete(tree: &Tree) -> Vec<(Fact, bool)> {
    vec![
        (Fact::Builds, true),
        (Fact::HasCode, has(tree, |path| path.ends_with("train.py")) && has(tree, |path| path.ends_with("model.py"))),
        (Fact::HasPackages, has(tree, |path| path.contains("site-packages/torch/"))),
    ]
}

fn rebuild(project: &Project, build: &Build) -> Vec<(Fact, bool)> {
    let mut edited = project.clone();
    edited.files.iter_mut().filter(|file| file.path == "train.py").for_each(|file| file.text.push_str("# edited\n"));
    let mut facts = complete(&tree(build));
    let again = super::built(&edited, &build.cache);
    let is_new = again.as_ref().is_ok_and(|again| {
        let text = |node: &Node| node.bytes().is_some_and(|bytes| bytes.ends_with(b"# edited\n"));
        tree(again).iter().any(|(path, node)| path.ends_with("train.py") && text(node))
    });
    let stays = again.is_ok_and(|again| {
        let declares = |done: &Done| matches!(done, Done::Declared { .. });
        again.steps.iter().filter(|step| step.done.iter().any(declares)).all(|step| step.cached)
    });
    facts.extend([(Fact::NewCode, is_new), (Fact::PackagesStay, stays)]);
    facts
}

fn small(build: &Build) -> Vec<(Fact, bool)> {
    let tree = tree(build);
    let stack = Stack::of(&build.image.layers.iter().map(|blob| &blob.layer).collect::<Vec<_>>());
    let (seen, stored) = stack.bytes();
    // Of the stage that the image is of: the last that begins with an image.
    let bases =
        build.steps.iter().rev().filter(|step| step.instruction.trim_start().to_uppercase().starts_with("FROM"));
    let base = bases.filter_map(|step| step.declared).map(|declared| declared.download).next().unwrap_or_default();
    let mut facts = complete(&tree);
    facts.extend([
        (Fact::NoWaste, seen == stored),
        (
            Fact::NoLeftovers,
            !has(&tree, |path| path.starts_with("root/.cache/pip/") || path.ends_with("apt/lists/declared")),
        ),
        (Fact::SmallBase, base <= SLIM),
    ]);
    facts
}

fn same(project: &Project, build: &Build) -> Vec<(Fact, bool)> {
    let is_digest = |image: &str| {
        let hex = image.split_once("@sha256:").map(|(_, hex)| hex).unwrap_or_default();
        hex.len() == 64 && hex.chars().all(|c| c.is_ascii_hexdigit())
    };
    let froms = build.steps.iter().filter(|step| step.instruction.to_uppercase().starts_with("FROM "));
    // A stage that begins with another needs nothing.
    let images = froms.filter(|step| step.needs.is_empty());
    let is_pinned = |step: &karui_container::build::Step| {
        step.instruction.split_whitespace().any(|word| word == "scratch" || is_digest(word))
    };
    let requirements = project.files.iter().filter(|file| file.path == "requirements.txt");
    let mut lines = requirements.flat_map(|file| file.text.lines()).map(str::trim);
    let pinned = |line: &str| {
        line.is_empty()
            || line.starts_with(['#', '-'])
            || line.split('#').next().is_some_and(|package| package.contains("=="))
    };
    // What a step names itself has to be pinned, too; options and files of requirements are not packages.
    let is_package = |word: &&str| !word.starts_with('-') && !word.ends_with(".txt") && !word.contains("://");
    let named = build.steps.iter().filter_map(|step| step.instruction.split_once("pip install "));
    let mut named = named.map(|(_, rest)| rest.split("&&").next().unwrap_or_default());
    let packages = lines.all(pinned)
        && named.all(|words| words.split_whitespace().filter(is_package).all(|word| word.contains("==")));
    let mut facts = complete(&tree(build));
    facts.extend([(Fact::PinnedBase, images.into_iter().all(is_pinned)), (Fact::PinnedPackages, packages)]);
    facts
}

fn privilege(project: &Project, build: &Build) -> Vec<(Fact, bool)> {
    let tree = tree(build);
    let user = build.image.settings.user.split(':').next().unwrap_or_default();
    let ignore = project.files.iter().find(|file| file.path == ".dockerignore").map(|file| file.text.as_bytes());
    let ignore = Ignore::parse(ignore.unwrap_or_default()).unwrap_or_default();
    let found = check(project.dockerfile.as_bytes(), &ignore, &Options::default()).unwrap_or_default();
    let is_free = |rule: Rule| found.iter().all(|finding| finding.rule != rule);
    let mut facts = complete(&tree);
    facts.extend([
        (Fact::NotRoot, !["", "root", "0"].contains(&user)),
        (Fact::NoSecrets, is_free(Rule::SecretsUsedInArgOrEnv)),
        (Fact::NoHistory, !has(&tree, |path| path.contains(".git/"))),
        (Fact::Signals, is_free(Rule::JSONArgsRecommended)),
    ]);
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::presets::Preset;

    fn passes(challenge: Challenge, project: &Project) -> Vec<Fact> {
        let judged = judged(challenge, project, 0);
        judged.facts.into_iter().filter(|(_, holds)| !holds).map(|(fact, _)| fact).collect()
    }

    fn project(preset: &str) -> Project {
        Preset::named(preset).unwrap().project()
    }

    #[test]
    fn code_behind_the_packages_rebuilds_cheaply() {
        assert_eq!(passes(Challenge::Rebuild, &project("copy-all")), [Fact::PackagesStay]);
        assert_eq!(passes(Challenge::Rebuild, &project("good")), []);
    }

    #[test]
    fn what_is_removed_late_makes_no_small_image() {
        assert_eq!(passes(Challenge::Small, &project("late-rm")), [Fact::NoWaste]);
        assert_eq!(passes(Challenge::Small, &project("good")), []);
        assert!(passes(Challenge::Small, &project("root")).contains(&Fact::SmallBase));
    }

    #[test]
    fn versions_and_digests_make_it_the_same_again() {
        let mut own = project("good");
        own.files
            .iter_mut()
            .filter(|file| file.path == "requirements.txt")
            .for_each(|it| it.text = "torch>=2\n".into());
        assert_eq!(passes(Challenge::Same, &own), [Fact::PinnedBase, Fact::PinnedPackages]);
        let mut pinned = project("good");
        let digest = ["python:3.12-slim@sha256:", &"0a".repeat(32)].concat();
        pinned.dockerfile = pinned.dockerfile.replace("python:3.12-slim", &digest);
        assert_eq!(passes(Challenge::Same, &pinned), []);
    }

    #[test]
    fn a_user_and_no_secrets_make_least_privilege() {
        let missing = passes(Challenge::Privilege, &project("root"));
        assert_eq!(missing, [Fact::NotRoot, Fact::NoSecrets, Fact::NoHistory, Fact::Signals]);
        assert_eq!(passes(Challenge::Privilege, &project("good")), []);
    }

    #[test]
    fn the_wrong_line_is_the_builders() {
        for (number, (text, line)) in crate::container::presets::PUZZLES.iter().enumerate() {
            let own = Project { dockerfile: (*text).to_owned(), ..project("good") };
            let holds = |line: u32| judged(Challenge::Line, &own, line).facts == [(Fact::Line, true)];
            assert!(holds(*line) && !holds(line + 1), "puzzle {number}");
        }
    }
}
