//! Karui's own Dockerfile: it is read, has no warnings, and its steps are executed as far as this builder executes anything.

mod common;

use common::try_build;
use karui_container::build::{Cache, Options};
use karui_container::check::check;
use karui_container::ignore::Ignore;
use karui_container::run::{Declaration, Effect};

const DOCKERFILE: &str = include_str!("../../../Dockerfile");
const IGNORE: &str = include_str!("../../../.dockerignore");

#[test]
fn our_own_dockerfile_has_no_warnings() {
    let found = check(DOCKERFILE.as_bytes(), &Ignore::parse(IGNORE.as_bytes()).unwrap(), &Options::default()).unwrap();
    assert_eq!(found, []);
}

#[test]
fn our_own_dockerfile_builds_and_serves_without_root() {
    let effects = vec![Effect {
        path: "/karui/dist/index.html".into(),
        bytes: Some(1),
        download: None,
        source: "this test".into(),
    }];
    let options =
        Options { declarations: vec![Declaration { command: "./lab build".into(), effects }], ..Options::default() };
    let files = [("lab", "#!/usr/bin/env bash\n", 0o755), ("target/x", "1", 0o644), (".dockerignore", IGNORE, 0o644)];
    let build = try_build(DOCKERFILE, &files, &options, &Cache::default()).unwrap();
    let settings = &build.image.settings;
    assert_eq!(settings.user, "65534:65534");
    assert_eq!(settings.exposed_ports.keys().collect::<Vec<_>>(), ["8080/tcp"]);
    assert!(common::node_of(&build, "srv/index.html").is_some());
    assert!(common::node_of(&build, "karui").is_none(), "sources stay in the first stage");
}
