//! `docker run`, by the rules of docs.docker.com/reference/dockerfile ("Understand how CMD and ENTRYPOINT interact"), of `-p` and
//! EXPOSE, of the environment, and of what outlives a container.

mod common;

use common::built;
use karui_container::container::{CommandError, Container, Port, RunLine, Volumes, start};

fn run(dockerfile: &str, line: &str, volumes: &mut Volumes) -> Result<Container, CommandError> {
    start(&built(dockerfile, &[]).image, &RunLine::parse(line)?, volumes)
}

fn argv(rest: &str, line: &str) -> Vec<String> {
    run(&format!("FROM debian\n{rest}\n"), line, &mut Volumes::new()).unwrap().argv
}

#[test]
fn arguments_take_the_place_of_cmd_and_follow_entrypoint() {
    let both = "ENTRYPOINT [\"train\"]\nCMD [\"--epochs\", \"3\"]";
    for (rest, line, expected) in [
        (both, "docker run a", &["train", "--epochs", "3"][..]),
        (both, "docker run a --epochs 9", &["train", "--epochs", "9"]),
        (both, "docker run --entrypoint sh a", &["sh"]),
        (both, "docker run --entrypoint=sh a -c 'echo hi'", &["sh", "-c", "echo hi"]),
        ("CMD [\"train\"]", "docker run a bash", &["bash"]),
        ("CMD train", "docker run -it --rm a", &["/bin/sh", "-c", "train"]),
        // What comes behind the script of a shell is its $0: the program never sees it.
        ("ENTRYPOINT train\nCMD [\"x\"]", "docker run a", &["/bin/sh", "-c", "train", "x"]),
    ] {
        assert_eq!(argv(rest, line), expected, "{rest}: {line}");
    }
    assert_eq!(run("FROM debian", "docker run a", &mut Volumes::new()), Err(CommandError::NoCommand));
}

/// With CMD alone, arguments take its place: the first of them is the program.
#[test]
fn arguments_without_an_entrypoint_are_a_program_that_is_not_there() {
    let of = |text: &str, line| run(text, line, &mut Volumes::new()).map(|container| container.argv);
    let debian = "FROM debian\nCMD [\"python\", \"train.py\"]\n";
    let error = of(debian, "docker run a --epochs 9").unwrap_err();
    assert_eq!(error, CommandError::NoProgram("--epochs".to_owned()));
    assert_eq!(error.to_string(), "exec: \"--epochs\": executable file not found in $PATH");
    // What is in the base image is not known here.
    assert!(of(debian, "docker run a nvidia-smi").is_ok());
    let own = "FROM scratch\nCOPY a.txt /bin/serve\nCMD [\"serve\"]\n";
    let files = [("a.txt", "a", 0o755)];
    let started = |line: &str| {
        start(&built(own, &files).image, &RunLine::parse(line).unwrap(), &mut Volumes::new()).map(|it| it.argv)
    };
    assert_eq!(started("docker run a"), Ok(vec!["serve".to_owned()]));
    assert_eq!(started("docker run a /bin/serve"), Ok(vec!["/bin/serve".to_owned()]));
    for program in ["ls", "/bin/none"] {
        assert_eq!(started(&format!("docker run a {program}")), Err(CommandError::NoProgram(program.to_owned())));
    }
    assert_eq!(RunLine::parse("docker run \"a"), Err(CommandError::Quote));
    assert_eq!(RunLine::parse("docker run --init a").map(|line| line.init), Ok(true));
}

#[test]
fn expose_opens_nothing_and_p_needs_no_expose() {
    let ports =
        |line: &str| run("FROM debian\nEXPOSE 8000\nCMD [\"train\"]\n", line, &mut Volumes::new()).unwrap().ports;
    let port = |container: &str, host, is_exposed| Port { container: container.into(), host, is_exposed };
    assert_eq!(ports("docker run a"), [port("8000/tcp", None, true)]);
    assert_eq!(ports("docker run -p 80:8000 a"), [port("8000/tcp", Some(80), true)]);
    assert_eq!(ports("docker run -p 80:9000 a"), [port("9000/tcp", Some(80), false), port("8000/tcp", None, true)]);
    assert_eq!(ports("docker run -P a"), [port("8000/tcp", Some(32768), true)]);
}

#[test]
fn arg_is_gone_and_env_can_be_set_anew() {
    let text = "FROM debian\nARG A=1\nENV B=2 C=3\nCMD [\"train\"]\n";
    let env = run(text, "docker run -e C=4 a", &mut Volumes::new()).unwrap().env;
    let get = |name: &str| env.iter().find(|(own, _)| own == name).map(|(_, value)| &value[..]);
    assert_eq!([get("A"), get("B"), get("C")], [None, Some("2"), Some("4")]);
}

#[test]
fn what_is_written_goes_with_the_container_unless_a_volume_holds_it() {
    let text = "FROM debian\nRUN mkdir /data && echo old > /data/a\n";
    let mut volumes = Volumes::new();
    let sh = |line: &str, volumes: &mut Volumes| run(text, line, volumes).unwrap();
    let first = sh("docker run a sh -c 'echo new > /data/b'", &mut volumes);
    assert!(first.layer.unwrap().entries().any(|(path, _)| path == "data/b"));
    assert!(sh("docker run a sh -c 'cat /data/b'", &mut volumes).failure.is_some(), "another container never saw it");
    let held = sh("docker run -v v:/data a sh -c 'echo new > /data/b'", &mut volumes);
    assert!(held.layer.unwrap().is_empty());
    assert_eq!(sh("docker run -v v:/data a sh -c 'cat /data/a /data/b'", &mut volumes).output, "old\nnew\n");
    // A folder of the host hides what the image has there.
    assert!(sh("docker run -v ./host:/data a sh -c 'cat /data/a'", &mut volumes).failure.is_some());
    let shut = sh("docker run -v v:/data:ro a sh -c 'echo no > /data/c'", &mut volumes);
    assert!(shut.failure.is_some());
}

#[test]
fn a_program_is_named_and_not_run() {
    let container = run("FROM python:3.12\nCMD [\"python\", \"a.py\"]\n", "docker run a", &mut Volumes::new()).unwrap();
    assert_eq!((container.layer, container.failure), (None, None));
}

#[test]
fn what_is_no_docker_run_is_refused() {
    let refused = |line: &str| RunLine::parse(line).unwrap_err();
    assert_eq!(refused("ls"), CommandError::NotRun);
    assert_eq!(refused("docker run"), CommandError::NoImage);
    assert_eq!(refused("docker run --frob a"), CommandError::Flag("--frob".into()));
    for line in ["docker run -p x a", "docker run -v data a", "docker run -v a:b a", "docker run -e"] {
        assert!(matches!(refused(line), CommandError::Value { .. }), "{line}");
    }
    let user = run("FROM debian\nCMD [\"a\"]\n", "docker run -u nobody2 a", &mut Volumes::new());
    assert_eq!(user, Err(CommandError::User("nobody2".into())));
}
