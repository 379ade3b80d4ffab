//! The build checks: for each rule a Dockerfile that it speaks of, with the lines, and one like it that it does not. Conditions are
//! those of docs.docker.com/reference/build-checks and of `dockerfile2llb/convert_lint.go` in moby/buildkit.

mod common;

use common::{built, context};
use karui_container::build::Options;
use karui_container::check::{Rule, check};
use karui_container::ignore::Ignore;

/// Rule, a Dockerfile that it speaks of, the lines that it names, one that it does not speak of.
type Case = (Rule, &'static str, &'static [usize], &'static str);

const CASES: &[Case] = &[
    (Rule::StageNameCasing, "FROM debian AS Build", &[1], "FROM debian AS build"),
    (Rule::FromAsCasing, "FROM debian as a\nfrom debian AS b", &[1, 2], "FROM debian AS a\nfrom debian as b"),
    (Rule::FromAsCasing, "FROM debian As a", &[1], "From debian As a"),
    (Rule::NoEmptyContinuation, "FROM debian\nRUN touch a \\\n\n  b", &[4], "FROM debian\nRUN touch a \\\n# b\n  b"),
    (Rule::ConsistentInstructionCasing, "FROM debian\nrun true\nRUN true", &[2], "from debian\nrun true"),
    (Rule::ConsistentInstructionCasing, "FROM debian\nRun true", &[2], "arg A=1\nFROM debian\nRUN true"),
    (Rule::DuplicateStageName, "FROM debian AS a\nFROM alpine AS a", &[2], "FROM debian AS a\nFROM alpine AS b"),
    (Rule::ReservedStageName, "FROM debian AS scratch\nFROM debian AS context", &[1, 2], "FROM scratch AS base"),
    (Rule::JSONArgsRecommended, "FROM debian\nENTRYPOINT a\nCMD b", &[2, 3], "FROM debian\nENTRYPOINT [\"a\"]"),
    (Rule::JSONArgsRecommended, "FROM debian\nCMD b", &[2], "FROM debian\nSHELL [\"bash\", \"-c\"]\nCMD b"),
    (Rule::MaintainerDeprecated, "FROM debian\nMAINTAINER a", &[2], "FROM debian\nLABEL maintainer=a"),
    (Rule::UndefinedArgInFrom, "FROM debian:$V", &[1], "ARG V=12\nFROM --platform=$BUILDPLATFORM debian:$V"),
    (Rule::UndefinedArgInFrom, "FROM debian\nARG V=1\nFROM debian:$V", &[3], "ARG V\nFROM debian:$V"),
    (Rule::WorkdirRelativePath, "FROM debian\nWORKDIR app", &[2], "FROM debian\nWORKDIR /srv\nWORKDIR app"),
    (Rule::WorkdirRelativePath, "FROM debian\nWORKDIR app", &[2], "FROM debian AS a\nWORKDIR /s\nFROM a\nWORKDIR app"),
    (Rule::UndefinedVar, "FROM debian\nCOPY $FILE /", &[2], "FROM debian\nARG FILE\nCOPY $FILE /\nRUN echo $HOME"),
    (Rule::UndefinedVar, "FROM debian\nENV P=$PTH:/a", &[2], "FROM debian\nENV PATH=$PATH:/a\nARG A=1 B=$A"),
    (Rule::UndefinedVar, "FROM debian\nLABEL v=$V\nARG V", &[2], "FROM debian AS a\nENV V=1\nFROM a\nLABEL v=$V"),
    (Rule::UndefinedVar, "FROM debian\nLABEL v=$PYTHON_VERSION", &[2], "FROM python:3.12\nLABEL v=$PYTHON_VERSION"),
    (
        Rule::MultipleInstructionsDisallowed,
        "FROM debian\nCMD [\"a\"]\nCMD [\"b\"]\nCMD [\"c\"]",
        &[2, 3],
        "FROM debian AS a\nCMD [\"a\"]\nFROM a\nCMD [\"b\"]\nENTRYPOINT [\"c\"]",
    ),
    (
        Rule::LegacyKeyValueFormat,
        "FROM debian\nENV A b c\nLABEL v 1",
        &[2, 3],
        "FROM debian\nENV \"A\"=b\nLABEL \"a b\"=1",
    ),
    (Rule::InvalidBaseImagePlatform, "FROM arm64v8/debian", &[1], "FROM amd64/debian\nFROM library/debian"),
    (
        Rule::InvalidBaseImagePlatform,
        "FROM --platform=linux/amd64 arm64v8/debian",
        &[1],
        "FROM --platform=linux/arm64 arm64v8/debian",
    ),
    (
        Rule::RedundantTargetPlatform,
        "FROM --platform=$TARGETPLATFORM debian",
        &[1],
        "FROM --platform=$BUILDPLATFORM debian",
    ),
    (
        Rule::SecretsUsedInArgOrEnv,
        "FROM debian\nARG API_KEY\nENV db_password=1",
        &[2, 3],
        "FROM debian\nENV KEYBOARD=jp",
    ),
    (Rule::SecretsUsedInArgOrEnv, "FROM debian\nENV TOKEN=1", &[2], "FROM debian\nARG PUBLIC_KEY=1\nENV TOKEN_FILE=/t"),
    (Rule::InvalidDefaultArgInFrom, "ARG TAG\nFROM debian:$TAG", &[2], "ARG TAG\nFROM debian:${TAG:-12}"),
    (Rule::InvalidDefaultArgInFrom, "ARG BASE\nFROM $BASE", &[2], "ARG V\nFROM ghcr.io:443/a/b:1$V"),
    (
        Rule::FromPlatformFlagConstDisallowed,
        "FROM --platform=linux/amd64 debian",
        &[1],
        "FROM --platform=linux/arm64 debian AS build_arm64",
    ),
    (Rule::CopyIgnoredFile, "FROM debian\nCOPY data/x.csv /\nADD a.md /", &[2, 3], "FROM debian\nCOPY src /\nCOPY . /"),
    (Rule::CopyIgnoredFile, "FROM debian\nCOPY ./data /", &[2], "FROM debian AS a\nFROM debian\nCOPY --from=a data /"),
    (
        Rule::InvalidDefinitionDescription,
        "# what this is\nFROM debian AS base\n# a number\nARG V=1",
        &[2, 4],
        "# syntax=docker/dockerfile:1\nFROM debian AS a\n# V is a number\nARG V=1\n# more\n\nARG W\n# none\nFROM a",
    ),
    (Rule::ExposeProtoCasing, "FROM debian\nEXPOSE 80/TCP 53/Udp", &[2], "FROM debian\nEXPOSE 80/tcp 53/udp 90"),
    (
        Rule::ExposeInvalidFormat,
        "FROM debian\nEXPOSE 127.0.0.1:80:80 8080:80",
        &[2],
        "FROM debian\nEXPOSE 80 8000-8010",
    ),
];

/// The lines of a rule's findings, each once.
fn lines(rule: Rule, dockerfile: &str) -> Vec<usize> {
    let ignore = Ignore::parse(b"data\n*.md\n").unwrap();
    let found = check(dockerfile.as_bytes(), &ignore, &Options::default()).unwrap();
    let mut lines: Vec<usize> = found.iter().filter(|it| it.rule == rule).map(|it| it.line).collect();
    lines.dedup();
    lines
}

#[test]
fn every_rule_speaks_where_it_should_and_nowhere_else() {
    for (rule, bad, expected, good) in CASES {
        assert_eq!(lines(*rule, bad), *expected, "{}: {bad}", rule.name());
        assert_eq!(lines(*rule, good), [0; 0], "{}: {good}", rule.name());
    }
}

#[test]
fn every_rule_has_a_case() {
    assert_eq!(Rule::ALL.len(), 22);
    for rule in Rule::ALL {
        assert!(CASES.iter().any(|(own, ..)| own == rule), "{}", rule.name());
    }
}

#[test]
fn a_finding_names_what_it_is_about() {
    let found = check(b"FROM debian AS Build\nENV API_KEY=1\n", &Ignore::default(), &Options::default()).unwrap();
    let messages: Vec<String> =
        found.iter().map(|it| format!("{} {} {}", it.line, it.rule.name(), it.message())).collect();
    assert_eq!(
        messages,
        [
            "1 StageNameCasing the stage name Build has capital letters",
            "2 SecretsUsedInArgOrEnv ENV API_KEY looks like a secret: it stays readable in the image",
        ]
    );
    assert_eq!(found[0].to_json()["experimental"], false);
}

#[test]
fn what_the_file_skips_is_not_told() {
    let lines = |head: &str| {
        let text = format!("{head}FROM debian AS B\nCMD a\n");
        let found = check(text.as_bytes(), &Ignore::default(), &Options::default()).unwrap();
        found.iter().map(|it| it.rule).collect::<Vec<_>>()
    };
    assert_eq!(lines(""), [Rule::StageNameCasing, Rule::JSONArgsRecommended]);
    assert_eq!(lines("# check=skip=JSONArgsRecommended;error=true\n"), [Rule::StageNameCasing]);
    assert_eq!(lines("# check=skip=all\n"), []);
}

#[test]
fn a_pattern_that_takes_back_leaves_the_question_open() {
    let ignore = Ignore::parse(b"data\n!data/x.csv\n").unwrap();
    let found = check(b"FROM debian\nCOPY data /\n", &ignore, &Options::default()).unwrap();
    assert_eq!(found, []);
    assert_eq!(context(&[(".dockerignore", "data", 0o644), ("data/x", "1", 0o644)]).ignored.len(), 1);
}

#[test]
fn a_port_of_the_host_is_left_out_of_the_image() {
    let build = built("FROM scratch\nEXPOSE 127.0.0.1:8080:80/TCP\n", &[]);
    assert_eq!(build.image.settings.exposed_ports.keys().collect::<Vec<_>>(), ["80/tcp"]);
}
