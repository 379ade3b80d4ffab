//! Which steps run again: each row changes one thing of a small project and names the lines that must be built, by BuildKit's
//! rules. They are those of `solver/llbsolver/ops/{exec,file}.go`, `cache/contenthash` and `frontend/dockerfile/dockerfile2llb` in
//! moby/buildkit, told in prose at docs.docker.com/build/cache/invalidation.

mod common;

use common::{File, built, try_build};
use karui_container::build::{Base, Cache, Options};
use std::collections::BTreeMap;

/// What is built: a Dockerfile, files, arguments.
#[derive(Clone)]
struct Project {
    dockerfile: String,
    files: Vec<File>,
    args: BTreeMap<String, String>,
    bases: Vec<Base>,
    target: Option<String>,
}

/// Requirements first, then the sources. Lines: 1 ARG, 2 FROM, 3 WORKDIR, 4 COPY, 5 RUN, 6 ENV, 7 ARG, 8 COPY, 9 RUN, 10 CMD.
const TRAINER: &str = r#"ARG BASE=python:3.12-slim
FROM $BASE
WORKDIR /app
COPY requirements.txt ./
RUN pip install -r requirements.txt
ENV MODE=train
ARG STAMP=1
COPY src/ src/
RUN touch ready
CMD ["python", "src/train.py"]
"#;

/// Two stages that do not need each other, a third that takes from both, and one that nobody needs. Lines: 1-3 a, 4-6 b, 7-8 idle,
/// 9-12 the last.
const STAGES: &str = "FROM debian AS a
COPY src/train.py /x/
RUN cp /x/train.py /out
FROM debian AS b
COPY requirements.txt /y/
RUN cp /y/requirements.txt /out
FROM debian AS idle
RUN touch /idle
FROM scratch
COPY --from=a /out /a
COPY --from=b /out /b
LABEL v=1
";

const FILES: [File; 6] = [
    ("requirements.txt", "torch==2.4\n", 0o644),
    ("src/train.py", "print(1)\n", 0o644),
    ("src/model.py", "layers = 2\n", 0o644),
    ("data/x.csv", "1,2\n", 0o644),
    ("README.md", "read\n", 0o644),
    (".dockerignore", "data\n*.md\n", 0o644),
];

fn project(dockerfile: &str) -> Project {
    Project {
        dockerfile: dockerfile.to_owned(),
        files: FILES.to_vec(),
        args: BTreeMap::new(),
        bases: Vec::new(),
        target: None,
    }
}

impl Project {
    fn replaced(mut self, from: &str, to: &str) -> Self {
        assert!(self.dockerfile.contains(from), "{from}");
        self.dockerfile = self.dockerfile.replacen(from, to, 1);
        self
    }

    fn file(mut self, path: &'static str, text: &'static str, mode: u32) -> Self {
        self.files.retain(|(own, ..)| *own != path);
        self.files.push((path, text, mode));
        self
    }

    fn without(mut self, path: &str) -> Self {
        self.files.retain(|(own, ..)| *own != path);
        self
    }

    fn arg(mut self, name: &str, value: &str) -> Self {
        self.args.insert(name.to_owned(), value.to_owned());
        self
    }

    fn base(mut self, name: &str, revision: &str) -> Self {
        let source = "test".to_owned();
        self.bases.push(Base {
            name: name.to_owned(),
            bytes: Some(1),
            download: None,
            source,
            revision: revision.to_owned(),
        });
        self
    }

    fn target(mut self, name: &str) -> Self {
        self.target = Some(name.to_owned());
        self
    }

    fn build(&self, cache: &Cache) -> karui_container::build::Build {
        let options = Options {
            build_args: self.args.clone(),
            bases: self.bases.clone(),
            target: self.target.clone(),
            ..Options::default()
        };
        try_build(&self.dockerfile, &self.files, &options, cache).unwrap()
    }

    /// The lines of the steps that make files and are not found in `cache`.
    fn runs(&self, cache: &Cache) -> Vec<usize> {
        let build = self.build(cache);
        build.steps.iter().filter(|step| step.layer.is_some() && !step.cached).map(|step| step.line).collect()
    }
}

/// The lines that run when `after` is built behind `before`.
#[track_caller]
fn check(why: &str, before: &Project, after: Project, lines: &[usize]) {
    let cache = before.build(&Cache::default()).cache;
    assert_eq!(after.runs(&cache), lines, "{why}");
    // Built once more, nothing runs.
    let cache = after.build(&cache).cache;
    assert_eq!(after.runs(&cache), Vec::<usize>::new(), "{why}: again");
    // And what was there before is still there.
    assert_eq!(before.runs(&cache), Vec::<usize>::new(), "{why}: back");
}

#[test]
fn a_first_build_runs_everything_that_is_needed() {
    assert_eq!(project(TRAINER).runs(&Cache::default()), [2, 3, 4, 5, 8, 9]);
    assert_eq!(
        project(STAGES).runs(&Cache::default()),
        [1, 2, 3, 5, 6, 10, 11],
        "b's base is a's, and idle is not needed"
    );
}

#[test]
fn files_count_by_content_and_mode() {
    let p = || project(TRAINER);
    let rows: &[(&str, Project, &[usize])] = &[
        ("nothing changed", p(), &[]),
        ("a source: from its COPY on", p().file("src/train.py", "print(2)\n", 0o644), &[8, 9]),
        ("another source", p().file("src/model.py", "layers = 3\n", 0o644), &[8, 9]),
        ("the requirements: from their COPY on", p().file("requirements.txt", "torch==2.5\n", 0o644), &[4, 5, 8, 9]),
        (
            "touched only: the same content in another order of files",
            p().file("src/train.py", "print(1)\n", 0o644),
            &[],
        ),
        ("a file's mode", p().file("src/train.py", "print(1)\n", 0o755), &[8, 9]),
        ("the requirements' mode", p().file("requirements.txt", "torch==2.4\n", 0o600), &[4, 5, 8, 9]),
        ("a file more in a copied folder", p().file("src/new.py", "", 0o644), &[8, 9]),
        ("a file less", p().without("src/model.py"), &[8, 9]),
        ("a file renamed", p().without("src/model.py").file("src/net.py", "layers = 2\n", 0o644), &[8, 9]),
        ("a file beside that no COPY names", p().file("notes.txt", "n", 0o644), &[]),
        ("an ignored file", p().file("data/x.csv", "3,4\n", 0o644), &[]),
        ("an ignored file more", p().file("data/y.csv", "5\n", 0o644), &[]),
        ("an ignored file less", p().without("README.md"), &[]),
        (".dockerignore itself, which no COPY names", p().file(".dockerignore", "data\n*.md\n# more\n", 0o644), &[]),
        (".dockerignore now hides a source", p().file(".dockerignore", "data\nsrc/model.py\n", 0o644), &[8, 9]),
        ("an empty file instead of none", p().file("src/empty", "", 0o644), &[8, 9]),
    ];
    for (why, after, lines) in rows {
        check(why, &p(), after.clone(), lines);
    }
}

#[test]
fn copying_everything_sees_everything_that_is_not_ignored() {
    let p = || project("FROM debian\nCOPY . /app/\nRUN touch /done\n");
    let rows: &[(&str, Project, &[usize])] = &[
        ("any file", p().file("notes.txt", "n", 0o644), &[2, 3]),
        ("an ignored one", p().file("data/x.csv", "9\n", 0o644), &[]),
        ("an ignored one more", p().file("b.md", "9\n", 0o644), &[]),
        (".dockerignore is a file, too", p().file(".dockerignore", "data\n*.md\n# more\n", 0o644), &[2, 3]),
        (
            ".dockerignore takes an ignored file back",
            p().file(".dockerignore", "data\n*.md\n!README.md\n", 0o644),
            &[2, 3],
        ),
    ];
    for (why, after, lines) in rows {
        check(why, &p(), after.clone(), lines);
    }
}

#[test]
fn lines_count_by_what_they_do() {
    let p = || project(TRAINER);
    let rows: &[(&str, Project, &[usize])] = &[
        ("a comment", p().replaced("WORKDIR", "# where\nWORKDIR"), &[]),
        ("the case of an instruction", p().replaced("COPY src/", "copy src/"), &[]),
        ("blanks before the arguments", p().replaced("RUN touch", "RUN   touch"), &[]),
        ("RUN's text", p().replaced("touch ready", "touch ready2"), &[9]),
        ("RUN in exec form is another command", p().replaced("RUN touch ready", r#"RUN ["touch", "ready"]"#), &[9]),
        ("the folder: from WORKDIR on", p().replaced("/app", "/srv"), &[3, 4, 5, 8, 9]),
        ("where COPY goes", p().replaced("COPY src/ src/", "COPY src/ lib/"), &[8, 9]),
        ("an early ENV: each RUN behind it has it", p().replaced("MODE=train", "MODE=test"), &[9]),
        // The copies between follow the first RUN; all lines are one further down.
        ("an ENV at the top", p().replaced("WORKDIR /app", "ENV X=1\nWORKDIR /app"), &[6, 9, 10]),
        ("CMD changes the configuration only", p().replaced("src/train.py\"]", "src/eval.py\"]"), &[]),
        ("LABEL changes the configuration only", p().replaced("CMD", "LABEL a=b\nCMD"), &[]),
        ("EXPOSE changes the configuration only", p().replaced("CMD", "EXPOSE 80\nCMD"), &[]),
        ("VOLUME changes the configuration only", p().replaced("CMD", "VOLUME /data\nCMD"), &[]),
        ("HEALTHCHECK changes the configuration only", p().replaced("CMD", "HEALTHCHECK CMD true\nCMD"), &[]),
        ("STOPSIGNAL changes the configuration only", p().replaced("CMD", "STOPSIGNAL SIGINT\nCMD"), &[]),
        ("ENTRYPOINT changes the configuration only", p().replaced("CMD", "ENTRYPOINT [\"x\"]\nCMD"), &[]),
        ("--chmod", p().replaced("COPY src/", "COPY --chmod=755 src/"), &[8, 9]),
        ("--chown", p().replaced("COPY src/", "COPY --chown=1000 src/"), &[8, 9]),
        ("ADD unpacks and is another step", p().replaced("COPY src/", "ADD src/"), &[8, 9]),
    ];
    for (why, after, lines) in rows {
        check(why, &p(), after.clone(), lines);
    }
    let user = || project("FROM debian\nUSER root\nCOPY src/ /src/\nRUN true\n");
    check("USER is in the key of RUN, not of COPY", &user(), user().replaced("USER root", "USER 0:0"), &[4]);
    let shell = || project("FROM debian\nRUN true\nSHELL [\"/bin/sh\", \"-c\"]\nRUN true\n");
    check("SHELL is part of RUN's arguments", &shell(), shell().replaced("\"-c\"]", "\"-ec\"]"), &[4]);
    let network = || project("FROM debian\nRUN true\nRUN --network=none true\n");
    check("--network", &network(), network().replaced("--network=none ", ""), &[3]);
}

#[test]
fn arguments_count_from_their_line_on_whether_used_or_not() {
    let p = || project(TRAINER);
    let rows: &[(&str, Project, &[usize])] = &[
        ("an argument: the RUN behind it, which does not use it", p().arg("STAMP", "2"), &[9]),
        ("its default, given", p().arg("STAMP", "1"), &[]),
        ("its default, changed", p().replaced("STAMP=1", "STAMP=3"), &[9]),
        ("an argument that nobody declares", p().arg("OTHER", "x"), &[]),
        ("a proxy that nobody declares", p().arg("HTTP_PROXY", "http://proxy"), &[]),
        ("the base by its argument", p().arg("BASE", "debian"), &[2, 3, 4, 5, 8, 9]),
        (
            "the argument moved behind the last RUN",
            p().replaced("ARG STAMP=1\n", "").replaced("CMD", "ARG STAMP=1\nCMD"),
            &[8],
        ),
    ];
    for (why, after, lines) in rows {
        check(why, &p(), after.clone(), lines);
    }
    let early = || project("FROM debian\nARG V=1\nRUN touch /a\nRUN touch /b\nCOPY src/ /src/\n");
    check("an early argument costs all", &early(), early().arg("V", "2"), &[3, 4, 5]);
    let declared = || project("FROM debian\nARG http_proxy\nRUN touch /a\n");
    check("a proxy that is declared counts", &declared(), declared().arg("http_proxy", "p"), &[3]);
    let env = || project("FROM debian\nARG V=1\nENV W=$V\nRUN touch /a\n");
    check("ENV from ARG", &env(), env().arg("V", "2"), &[4]);
    let copy = || project("FROM debian\nARG DIR=src\nCOPY $DIR /x/\n");
    check("a variable in COPY counts by what it says", &copy(), copy().replaced("$DIR", "src"), &[]);
    let global = || project("ARG V=1\nFROM debian\nRUN touch /a\nARG V\nRUN touch /b\n");
    check("a global argument, from where the stage names it", &global(), global().arg("V", "2"), &[5]);
}

#[test]
fn bases_count_by_their_digest() {
    let p = || project(TRAINER).base("python:3.12-slim", "1");
    check("the base was published again", &p(), project(TRAINER).base("python:3.12-slim", "2"), &[2, 3, 4, 5, 8, 9]);
    check("another tag is another image", &p(), p().replaced("3.12-slim", "3.13-slim"), &[2, 3, 4, 5, 8, 9]);
    let linked = || project("FROM debian\nRUN touch /a\nCOPY --link src/ /src/\nRUN touch /b\n");
    check("--link does not depend on what is below", &linked(), linked().replaced("debian", "ubuntu"), &[1, 2, 4]);
    check("--link and a RUN before it", &linked(), linked().replaced("touch /a", "touch /c"), &[2, 4]);
    check("--link and its own files", &linked(), linked().file("src/train.py", "x", 0o644), &[3, 4]);
    let plain = || project("FROM debian\nRUN touch /a\nCOPY src/ /src/\nRUN touch /b\n");
    check("without --link it does", &plain(), plain().replaced("touch /a", "touch /c"), &[2, 3, 4]);
    check(
        "--chmod takes --link away",
        &linked().replaced("--link", "--link --chmod=755"),
        linked().replaced("--link", "--link --chmod=755").replaced("touch /a", "touch /c"),
        &[2, 3, 4],
    );
}

#[test]
fn stages_count_by_what_is_taken_from_them() {
    let p = || project(STAGES);
    let rows: &[(&str, Project, &[usize])] = &[
        ("what stage a takes", p().file("src/train.py", "print(2)\n", 0o644), &[2, 3, 10, 11]),
        ("what stage b takes: a's steps are found", p().file("requirements.txt", "jax\n", 0o644), &[5, 6, 11]),
        (
            "a stage that runs again to the same result: what takes from it is found",
            p().replaced("RUN cp /x/train.py /out", "RUN cp  /x/train.py /out; true"),
            &[3],
        ),
        ("a stage that nobody needs", p().replaced("/idle", "/other"), &[]),
        ("the stage's name is in no key", p().replaced("AS idle", "AS lazy"), &[]),
        ("only stage a is wanted", p().target("a"), &[]),
    ];
    for (why, after, lines) in rows {
        check(why, &p(), after.clone(), lines);
    }
    let cache = project(STAGES).target("a").build(&Cache::default()).cache;
    assert_eq!(project(STAGES).runs(&cache), [5, 6, 10, 11], "what a's build has left is found");
    check(
        "a folder renamed above the copied name",
        &project("FROM debian\nCOPY src/train.py /x\n"),
        project("FROM debian\nCOPY lib/train.py /x\n").file("lib/train.py", "print(1)\n", 0o644),
        &[],
    );
    check(
        "a file renamed that is copied by its name",
        &project("FROM debian\nCOPY src/train.py /x\n"),
        project("FROM debian\nCOPY src/go.py /x\n").file("src/go.py", "print(1)\n", 0o644),
        &[2],
    );
    check(
        "a pattern finds a file more",
        &project("FROM debian\nCOPY src/*.py /x/\n"),
        project("FROM debian\nCOPY src/*.py /x/\n").file("src/z.py", "", 0o644),
        &[2],
    );
    check(
        "a pattern does not find it",
        &project("FROM debian\nCOPY src/*.py /x/\n"),
        project("FROM debian\nCOPY src/*.py /x/\n").file("src/z.txt", "", 0o644),
        &[],
    );
    check(
        "--exclude leaves it out",
        &project("FROM debian\nCOPY --exclude=*.txt src /x/\n"),
        project("FROM debian\nCOPY --exclude=*.txt src /x/\n").file("src/z.txt", "", 0o644),
        &[],
    );
}

#[test]
fn heredocs_and_mounts() {
    let run = || project("FROM debian\nRUN <<EOF\ntouch /a\nEOF\nRUN touch /b\n");
    check("a heredoc's text is RUN's", &run(), run().replaced("touch /a", "touch /c"), &[2, 5]);
    check("its name is not", &run(), run().replaced("<<EOF", "<<END").replaced("\nEOF", "\nEND"), &[]);
    let copy = || project("FROM debian\nARG V=1\nCOPY <<EOF /etc/v\nv=$V\nEOF\n");
    check("COPY's heredoc", &copy(), copy().replaced("v=$V", "w=$V"), &[3]);
    check("COPY's heredoc by its variables", &copy(), copy().arg("V", "2"), &[3]);
    check(
        "a quoted heredoc has none",
        &copy().replaced("<<EOF", "<<'EOF'"),
        copy().replaced("<<EOF", "<<'EOF'").arg("V", "2"),
        &[],
    );
    let bind = || project("FROM debian\nRUN --mount=type=bind,source=src,target=/src cp /src/train.py /t\n");
    check("a bound file", &bind(), bind().file("src/train.py", "2", 0o644), &[2]);
    check("a file beside what is bound", &bind(), bind().file("requirements.txt", "2", 0o644), &[]);
    let cached = || project("FROM debian\nRUN --mount=type=cache,target=/c,id=one touch /c/x /y\n");
    check("the name of a cache is not in the key", &cached(), cached().replaced("id=one", "id=two"), &[]);
    check("its target is", &cached(), cached().replaced("target=/c", "target=/d").replaced("/c/x", "/d/x"), &[2]);
    let secret = || project("FROM debian\nRUN --mount=type=secret,id=one,target=/s true\n");
    check("a secret mounted elsewhere", &secret(), secret().replaced("target=/s", "target=/t"), &[2]);
    let onbuild = || project("FROM debian AS base\nONBUILD COPY src/ /src/\nFROM base\nRUN touch /a\n");
    check(
        "a trigger runs in the stage that begins with it",
        &onbuild(),
        onbuild().file("src/train.py", "2", 0o644),
        &[3, 4],
    );
}

#[test]
fn a_miss_says_which_field_changed() {
    let reason = |before: Project, after: Project, line: usize| {
        let cache = before.build(&Cache::default()).cache;
        let build = after.build(&cache);
        build.steps.iter().find(|step| step.line == line && step.layer.is_some()).unwrap().reason.to_string()
    };
    let p = || project(TRAINER);
    let edited = || p().file("src/train.py", "print(2)\n", 0o644);
    let (old, new) = (digest("print(1)\n"), digest("print(2)\n"));
    assert_eq!(reason(p(), edited(), 8), format!("file /src/train.py: 0644 sha256:{old} -> 0644 sha256:{new}"));
    assert_eq!(reason(p(), edited(), 9), "the step before it is another");
    assert_eq!(reason(p(), edited(), 5), "found: nothing that the key holds has changed");
    let mode = reason(p(), p().file("src/train.py", "print(1)\n", 0o755), 8);
    assert!(mode.starts_with("file /src/train.py: 0644 ") && mode.contains("-> 0755 "), "{mode}");
    assert_eq!(reason(p(), p().arg("STAMP", "2"), 9), "env STAMP: 1 -> 2");
    assert_eq!(reason(p(), p().replaced("MODE=train", "MODE=test"), 9), "env MODE: train -> test");
    let command = reason(p(), p().replaced("touch ready", "touch go"), 9);
    assert_eq!(command, r#"command: ["/bin/sh","-c","touch ready"] -> ["/bin/sh","-c","touch go"]"#);
    let more = reason(p(), p().file("src/new.py", "", 0o644), 8);
    assert!(more.starts_with("file /src/new.py: none -> 0644 "), "{more}");
    assert_eq!(
        reason(p(), p().replaced("RUN touch", "RUN true\nRUN touch"), 9),
        r#"command: ["/bin/sh","-c","touch ready"] -> ["/bin/sh","-c","true"]"#
    );
    let first = project(TRAINER).build(&Cache::default());
    assert!(first.steps.iter().all(|step| step.reason.to_string() == "never built before" && !step.cached));
}

/// The beginning of a digest.
fn digest(text: &str) -> String {
    karui_container::fs::sha256(text.as_bytes()).trim_start_matches("sha256:").chars().take(12).collect()
}

#[test]
fn a_cache_comes_back_from_its_file() {
    let cache = project(TRAINER).build(&Cache::default()).cache;
    let read = Cache::from_json(&cache.to_json()).unwrap();
    assert_eq!(read, cache);
    assert_eq!(project(TRAINER).runs(&read), Vec::<usize>::new());
    assert!(Cache::from_json("{").is_err());
}

/// A change at the top of a long Dockerfile: each miss is explained by the record with the same text, of which there is one.
#[test]
fn each_of_many_misses_is_explained_by_its_own_line() {
    let text = |first: &str| {
        let rest: String = (1..1200).map(|i| format!("RUN echo {i} > /f{i}\n")).collect();
        format!("FROM debian\nRUN echo {first} > /f0\n{rest}")
    };
    let first = built(&text("a"), &[]);
    let again = try_build(&text("b"), &[], &Options::default(), &first.cache).unwrap();
    let reasons: Vec<String> = again.steps.iter().skip(1).map(|step| step.reason.to_string()).collect();
    assert!(reasons[0].contains("echo a") && reasons[0].contains("echo b"), "{}", reasons[0]);
    assert!(reasons[1..].iter().all(|reason| reason == "the step before it is another"), "{:?}", reasons.last());
}
