//! Builds: what files the image holds, its configuration and history, what is refused, and the image read back.

mod common;

use common::{File, built, node_of, text_of, try_build};
use karui_container::build::{Cache, Options};
use karui_container::fs::{Content, sha256, tar};
use karui_container::run::{Declaration, Effect};
use serde_json::Value;
use std::collections::BTreeMap;

const FILES: [File; 4] =
    [("a.txt", "A", 0o644), ("src/m.py", "M", 0o755), ("src/deep/n.py", "N", 0o600), ("README.md", "R", 0o644)];

fn refused(dockerfile: &str) -> String {
    try_build(dockerfile, &FILES, &Options::default(), &Cache::default()).map(|_| ()).unwrap_err()
}

fn config(dockerfile: &str) -> Value {
    serde_json::from_str(&built(dockerfile, &FILES).image.config).unwrap()
}

#[test]
fn copy_puts_files_where_docker_puts_them() {
    // (instructions, path, text there)
    let rows: &[(&str, &str, Option<&str>)] = &[
        ("COPY a.txt /b.txt", "b.txt", Some("A")),
        ("COPY a.txt /d/", "d/a.txt", Some("A")),
        ("COPY a.txt /tmp", "tmp/a.txt", Some("A")),
        ("COPY a.txt rel/", "rel/a.txt", Some("A")),
        ("WORKDIR /w\nCOPY a.txt .", "w/a.txt", Some("A")),
        ("WORKDIR /w\nWORKDIR x\nCOPY a.txt y", "w/x/y", Some("A")),
        ("COPY src /x", "x/m.py", Some("M")),
        ("COPY src/ /x/", "x/deep/n.py", Some("N")),
        ("COPY src/* /x/", "x/m.py", Some("M")),
        ("COPY src/* /x/", "x/n.py", Some("N")),
        ("COPY a.txt src /x/", "x/a.txt", Some("A")),
        ("COPY --exclude=*.py src /x/", "x/m.py", None),
        ("COPY . /x/", "x/src/deep/n.py", Some("N")),
        ("COPY [\"a.txt\", \"/b c\"]", "b c", Some("A")),
        ("ENV T=/t\nCOPY a.txt $T/b", "t/b", Some("A")),
        ("COPY <<X /x\nhi\nX", "x", Some("hi\n")),
        ("ARG V=1\nCOPY <<X /x\nv=$V \"q\"\nX", "x", Some("v=1 \"q\"\n")),
        ("ARG V=1\nCOPY <<'X' /x\nv=$V\nX", "x", Some("v=$V\n")),
        ("COPY <<-X <<Y /d/\n\ttab\n\tX\ny\nY", "d/X", Some("tab\n")),
        ("COPY nothing* /x/", "x", None),
        ("RUN ln -s /srv /l\nCOPY a.txt /l/", "srv/a.txt", Some("A")),
        ("COPY --link a.txt /l/", "l/a.txt", Some("A")),
    ];
    for (instructions, path, expected) in rows {
        let build = built(&format!("FROM debian\n{instructions}\n"), &FILES);
        assert_eq!(text_of(&build, path).as_deref(), *expected, "{instructions}: {path}");
    }
    let build = built("FROM debian\nCOPY --chown=5:6 --chmod=700 src /x\n", &FILES);
    for path in ["x", "x/m.py", "x/deep", "x/deep/n.py"] {
        let node = node_of(&build, path).unwrap();
        assert_eq!((node.uid, node.gid), (5, 6), "{path}");
        assert!(path == "x" || node.mode == 0o700, "{path}: {:o}", node.mode);
    }
}

#[test]
fn run_executes_its_subset() {
    let rows: &[(&str, &str, Option<&str>)] = &[
        ("echo hi > /x", "x", Some("hi\n")),
        ("echo a >> /x; echo b >> /x", "x", Some("a\nb\n")),
        ("echo -n \"a b\" 'c  d' > /x", "x", Some("a b c  d")),
        ("printf '%s-%d\\n' a 1 b 2 > /x", "x", Some("a-1\nb-2\n")),
        ("printf 'a\\tb\\101\\n' > /x", "x", Some("a\tbA\n")),
        ("mkdir -p /d/e && touch /d/e/f && cp -r /d /g", "g/e/f", Some("")),
        ("mkdir /d && echo 1 > /d/a && mv /d /e", "e/a", Some("1\n")),
        ("echo 1 > /a && mv /a /tmp", "tmp/a", Some("1\n")),
        ("echo 1 > /a && cp /a /b && echo 2 > /a", "b", Some("1\n")),
        ("echo 1 > /a && rm /a", "a", None),
        ("rm -rf /etc /nothing", "etc/passwd", None),
        ("mkdir /d && touch /d/a /d/b /d/.c && rm -rf /d/*", "d/a", None),
        ("mkdir /d && touch /d/a /d/.c && rm -rf /d/*", "d/.c", Some("")),
        ("false || echo yes > /x", "x", Some("yes\n")),
        ("echo hi | cat > /x", "x", Some("hi\n")),
        ("printf 'a\\nb\\n' | cat | cat >> /x", "x", Some("a\nb\n")),
        ("false | true && echo last > /x", "x", Some("last\n")),
        ("! true | false && echo not > /x", "x", Some("not\n")),
        ("false && echo a | cat > /x; true", "x", None),
        ("cd /tmp | true; touch x", "x", Some("")),
        ("v=1; v=2 | true; echo $v > /x", "x", Some("1\n")),
        ("echo a > /a | cat > /x", "x", Some("")),
        ("set -e; false | true; echo on > /x", "x", Some("on\n")),
        ("mkdir /d && tar cf - -C /etc passwd | tar xf - -C /d", "d/passwd", None),
        ("echo v=$(cat /etc/hostname; echo 3) > /x", "x", Some("v=3\n")),
        ("echo \"$(printf 'a  b\\n\\n')\" > /x", "x", Some("a  b\n")),
        ("echo $(printf 'a  b') > /x", "x", Some("a b\n")),
        ("n=$(echo d); mkdir /$n && touch /$n/f", "d/f", Some("")),
        ("echo `echo \\`echo in\\`` > /x", "x", Some("in\n")),
        ("x=$(cd /tmp; pwd); echo $x $(pwd) > /x", "x", Some("/tmp /\n")),
        ("echo $(echo ')' \")\") > /x", "x", Some(") )\n")),
        ("false && echo yes > /x; true", "x", None),
        ("test -f /etc/passwd && echo f > /x", "x", Some("f\n")),
        ("[ -d /etc ] && [ ! -e /no ] && echo d > /x", "x", Some("d\n")),
        ("if_not=1; echo $if_not > /x", "x", Some("1\n")),
        ("X='a b'; printf '<%s>' $X \"$X\" > /x", "x", Some("<a><b><a b>")),
        ("echo ${NO:-def} ${HOME} > /x", "x", Some("def\n")),
        ("cd /tmp && pwd > x", "tmp/x", Some("/tmp\n")),
        ("cat /etc/group /etc/group > /x", "x", Some("root:x:0:\nroot:x:0:\n")),
        ("cat < /etc/group > /x", "x", Some("root:x:0:\n")),
        (
            "mkdir /t && echo 1 > /t/a && tar cf /t.tar -C /t a && rm -r /t && mkdir /u && tar -xf /t.tar -C /u",
            "u/a",
            Some("1\n"),
        ),
        ("echo a 2>/dev/null > /x # comment", "x", Some("a\n")),
        ("set -eux; echo 1 > /a; echo 2 > /b", "b", Some("2\n")),
        ("cat <<EOF > /x\nv=$((", "x", None),
    ];
    for (script, path, expected) in rows {
        let Ok(build) = try_build(&format!("FROM debian\nRUN {script}\n"), &[], &Options::default(), &Cache::default())
        else {
            assert_eq!(*expected, None, "{script}");
            continue;
        };
        assert_eq!(text_of(&build, path).as_deref(), *expected, "{script}: {path}");
    }
    let build =
        built("FROM debian\nRUN touch /a /b && chmod u+x,go= /a && chmod 4711 /b && chown 7:8 /b && ln -s a /c\n", &[]);
    assert_eq!(node_of(&build, "a").map(|node| node.mode), Some(0o700));
    assert_eq!(node_of(&build, "b").map(|node| (node.mode, node.uid, node.gid)), Some((0o4711, 7, 8)));
    assert_eq!(node_of(&build, "c").map(|node| node.content), Some(Content::Link("a".to_owned())));
    let here = "FROM debian\nENV A=1\nRUN <<EOF\nset -e\nmkdir /d\necho $A > /d/x\nEOF\nRUN cat <<X > /y\n$A '\"'\nX\n";
    assert_eq!(text_of(&built(here, &[]), "d/x").as_deref(), Some("1\n"));
    assert_eq!(text_of(&built(here, &[]), "y").as_deref(), Some("1 '\"'\n"));
}

#[test]
fn steps_that_fail_or_are_not_known_say_why() {
    let rows = [
        (
            "FROM debian\nRUN frobnicate --now\n",
            "line 2: process \"/bin/sh -c frobnicate --now\" did not complete successfully: `frobnicate --now` is not executed here: what does it change?",
        ),
        ("FROM debian\nRUN ls | wc -l\n", "`wc -l` is not executed here"),
        ("FROM debian\nRUN curl -fsSL https://a.b/c | sh -s x\n", "`sh -s x` is not executed here"),
        ("FROM debian\nRUN x=$(date)\n", "the output of `date` is not executed here"),
        ("FROM debian\nRUN x=$((1+1))\n", "arithmetic is not executed here"),
        ("FROM debian\nRUN echo a |\n", "an operator without a command"),
        ("FROM debian\nRUN | cat\n", "an operator without a command"),
        ("FROM debian\nRUN echo $(cat\n", "a parenthesis that nothing closes"),
        ("FROM debian\nADD https://a.b/c.tar.gz /x/\n", "`ADD https://a.b/c.tar.gz` is not executed here"),
        ("FROM debian\nADD --checksum=md5:1 https://a.b/c /x/\n", "invalid checksum digest format"),
        ("FROM debian\nADD https://github.com/a/b.git#v1 /x\n", "ADD from a git repository"),
        ("FROM debian\nRUN for i in a; do echo $i; done\n", "`for` is not executed here"),
        ("FROM debian\nRUN echo 'a\\nb'\n", "`echo` with a backslash"),
        ("FROM debian\nRUN ln a b\n", "ln: failed to access 'a': No such file or directory"),
        ("FROM debian\nRUN ln /etc /b\n", "ln: /etc: hard link not allowed for directory"),
        ("FROM debian\nRUN ln /etc/passwd /etc/group\n", "failed to create hard link '/etc/group': File exists"),
        ("FROM debian\nRUN false\n", "exit code: 1"),
        ("FROM debian\nRUN exit 3\n", "exit code: 3"),
        ("FROM debian\nRUN rm /nothing\n", "cannot remove '/nothing': No such file or directory"),
        ("FROM debian\nRUN mkdir /etc\n", "File exists"),
        ("FROM debian\nRUN cat /nothing\n", "No such file or directory"),
        ("FROM debian\nUSER 1000\nRUN touch /x\n", "/x: Permission denied"),
        ("FROM debian\nUSER app\nRUN true\n", "user app is in no /etc/passwd"),
        ("FROM scratch\nRUN true\n", "exec: /bin/sh: no such file or directory"),
        ("FROM debian\nCOPY none /x\n", "\"/none\": not found"),
        ("FROM debian\nCOPY a.txt src /x\n", "the destination must be a directory and end with a /"),
        ("FROM debian\nCOPY --chmod=9 a.txt /x\n", "invalid chmod parameter: '9'"),
        ("FROM debian\nCOPY --chown=app a.txt /x\n", "user app is in no /etc/passwd"),
        (
            "FROM debian AS x\nCOPY --from=later a /b\nFROM debian AS later\nFROM x\n",
            "needs to be defined before current stage",
        ),
        ("FROM debian\nCOPY --from=7 a /b\n", "invalid stage index 7"),
        ("FROM debian\nCOPY --from=$x a /b\n", "variable expansion is not supported for --from"),
        ("FROM debian\nCOPY --fro=x a /b\n", "unknown flag: fro"),
        ("FROM debian\nCOPY a\n", "COPY requires at least two arguments"),
        ("FROM debian\nFOO x\n", "line 2: unknown instruction: FOO"),
        ("RUN x\n", "no build stage in current context"),
        ("ARG x\n", "no stages to build"),
        ("FROM a b\n", "FROM requires either one or three arguments"),
        ("FROM a AS 1x\n", "invalid name for build stage: \"1x\""),
        ("FROM $none\n", "base name ($none) should not be blank"),
        ("FROM debian\nONBUILD ONBUILD RUN x\n", "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"),
        ("FROM debian\nONBUILD FROM x\n", "FROM isn't allowed as an ONBUILD trigger"),
        ("FROM debian\nSHELL bash\n", "SHELL requires the arguments to be in JSON form"),
        ("FROM debian\nHEALTHCHECK --interval=1x CMD a\n", "time: invalid duration"),
        ("FROM debian\nHEALTHCHECK FOO a\n", "Unknown type \"FOO\" in HEALTHCHECK (try CMD)"),
        ("FROM debian\nSTOPSIGNAL FOO\n", "Invalid signal: FOO"),
        ("FROM debian\nEXPOSE x\n", "invalid containerPort: x"),
        ("FROM debian\nWORKDIR\n", "WORKDIR requires exactly one argument"),
        ("FROM debian\nRUN --mount=type=foo,target=/x true\n", "unsupported mount type \"foo\""),
        ("FROM debian\nRUN --mount=type=cache true\n", "no target"),
        ("FROM debian\nENV a\n", "ENV must have two arguments"),
    ];
    for (dockerfile, expected) in rows {
        let told = refused(dockerfile);
        assert!(told.contains(expected), "{dockerfile}: {told}");
    }
    let options = Options { target: Some("none".to_owned()), ..Options::default() };
    let told = try_build("FROM debian\n", &[], &options, &Cache::default()).map(|_| ()).unwrap_err();
    assert!(told.contains("target stage \"none\" could not be found"), "{told}");
}

#[test]
fn what_is_not_executed_is_declared_and_says_so() {
    let apt = "FROM debian\nRUN apt-get update && apt-get install -y git\nRUN rm -rf /var/lib/apt/lists/*\n";
    let build = built(apt, &[]);
    let declared: Vec<_> = build.steps.iter().map(|step| step.declared.map(|declared| declared.bytes)).collect();
    assert_eq!(declared[1], Some(26_829_124 + 44_890 * 1024));
    // What is copied from another stage is on the disk once more, but comes over no line.
    let copied = built("FROM python:3.12-slim AS a\nFROM debian\nCOPY --from=a /etc /etc\n", &[]);
    let sizes = |step: usize| copied.steps[step].declared.map(|declared| (declared.bytes, declared.download));
    assert_eq!((sizes(0), sizes(2)), (Some((119_200_000, 43_188_023)), Some((119_200_000, 0))));
    assert_eq!(declared[2], None, "removing later makes a whiteout and saves nothing");
    let same = built("FROM debian\nRUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*\n", &[]);
    assert_eq!(same.steps[1].declared.map(|declared| declared.bytes), Some(44_890 * 1024), "in the same step it does");
    assert!(
        text_of(&build, "usr/share/declared/git")
            .unwrap()
            .starts_with("declared, not executed\ncommand: apt-get install -y git\n")
    );
    assert!(text_of(&build, "etc/karui-stand-in").unwrap().starts_with("A stand-in for the image debian:"));
    let cached = built("FROM debian\nRUN --mount=type=cache,target=/root/.cache/pip pip install torch\n", &[]);
    assert_eq!(text_of(&cached, "root/.cache/pip/torch"), None, "a cache mount is no part of the image");
    let pip = |flag: &str| {
        let files = [("requirements.txt", "# GPU\ntorch==2.9.1\nnumpy>=2\n", 0o644)];
        let text = format!("FROM debian\nCOPY requirements.txt .\nRUN pip install {flag} -r requirements.txt\n");
        built(&text, &files).steps[2].declared.unwrap()
    };
    // torch's wheel needs NVIDIA's, which hold CUDA: four times its own size.
    let (files, wheels) = (6_954_264_395, 4_067_412_530);
    assert_eq!((pip("--no-cache-dir").bytes, pip("--no-cache-dir").unknown), (files, true));
    assert_eq!(pip("").bytes, files + wheels, "downloaded wheels are kept, unless that is switched off");
    assert_eq!([pip("").download, pip("--no-cache-dir").download], [wheels; 2], "the same comes over the line");
    let missing = try_build("FROM debian\nRUN pip install -r r.txt\n", &[], &Options::default(), &Cache::default());
    assert!(missing.unwrap_err().contains("Could not open requirements file"));
    let own = Declaration {
        command: "frobnicate".to_owned(),
        effects: vec![Effect { path: "/opt/f".to_owned(), bytes: Some(5), download: None, source: "me".to_owned() }],
    };
    let options = Options { declarations: vec![own], ..Options::default() };
    let build =
        try_build("FROM debian\nRUN frobnicate --now && echo 1 > /x\n", &[], &options, &Cache::default()).unwrap();
    assert_eq!(build.steps[1].declared.map(|declared| declared.bytes), Some(5));
    assert_eq!(text_of(&build, "x").as_deref(), Some("1\n"));
}

#[test]
fn the_configuration_is_what_the_instructions_say() {
    let config = config(
        "FROM debian AS base\nENV A=1 B=\"x y\"\nCMD [\"old\"]\nFROM base\nARG C=3\nENV A=2 D=$C$A\nLABEL k=v \"l l\"=w\nUSER 5\nWORKDIR /w\nEXPOSE 80 90-91/udp\n\
         VOLUME /v\nSTOPSIGNAL SIGINT\nHEALTHCHECK --interval=1m30s --retries=3 CMD curl x\nENTRYPOINT exec top\nCMD [\"-b\"]\nONBUILD RUN x\nRUN true\n",
    );
    let own = &config["config"];
    let env: Vec<&str> = own["Env"].as_array().unwrap().iter().map(|pair| pair.as_str().unwrap()).collect();
    assert_eq!(env[1..], ["A=2", "B=x y", "D=31"], "the value of A is that of before the line");
    assert!(env[0].starts_with("PATH=/usr/local/sbin:"));
    assert_eq!(own["Labels"], serde_json::json!({"k": "v", "l l": "w"}));
    assert_eq!(
        (own["User"].as_str(), own["WorkingDir"].as_str(), own["StopSignal"].as_str()),
        (Some("5"), Some("/w"), Some("SIGINT"))
    );
    assert_eq!(own["ExposedPorts"], serde_json::json!({"80/tcp": {}, "90/udp": {}, "91/udp": {}}));
    assert_eq!(own["Volumes"], serde_json::json!({"/v": {}}));
    assert_eq!(
        own["Healthcheck"],
        serde_json::json!({"Test": ["CMD-SHELL", "curl x"], "Interval": 90_000_000_000u64, "Retries": 3})
    );
    assert_eq!(own["Entrypoint"], serde_json::json!(["/bin/sh", "-c", "exec top"]));
    assert_eq!(own["Cmd"], serde_json::json!(["-b"]));
    assert_eq!(own["OnBuild"], serde_json::json!(["RUN x"]));
    let history: Vec<(&str, bool)> = config["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["created_by"].as_str().unwrap(), line["empty_layer"] == true))
        .collect();
    assert!(history.contains(&("RUN |1 C=3 /bin/sh -c true # buildkit", false)), "{history:?}");
    assert!(history.contains(&("CMD [\"-b\"]", true)) && history.contains(&("WORKDIR /w", false)));
    let layers = config["rootfs"]["diff_ids"].as_array().unwrap().len();
    assert_eq!(history.iter().filter(|(_, is_empty)| !is_empty).count(), layers);
    let reset = self::config("FROM debian AS base\nCMD [\"old\"]\nFROM base\nENTRYPOINT [\"x\"]\n");
    assert_eq!(reset["config"]["Cmd"], Value::Null, "a new ENTRYPOINT takes the base's CMD away");
}

/// The OCI layout and docker's manifest name the same blobs, and each blob's name is its digest.
#[test]
fn the_image_reads_back() {
    let options = Options { name: Some("localhost:5000/me/x:v1".to_owned()), ..Options::default() };
    let build = try_build("FROM scratch\nCOPY . /app/\nCOPY a.txt /b\n", &FILES, &options, &Cache::default()).unwrap();
    let files: BTreeMap<String, Vec<u8>> = tar::read(&build.image.to_tar())
        .unwrap()
        .into_iter()
        .filter_map(|(path, node)| Some((path, node.bytes()?.to_vec())))
        .collect();
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("blobs/")) {
        assert_eq!(format!("sha256:{}", path.trim_start_matches("blobs/sha256/")), sha256(bytes));
    }
    let json = |path: &str| serde_json::from_slice::<Value>(&files[path]).unwrap();
    let blob = |digest: &Value| files[&format!("blobs/{}", digest.as_str().unwrap().replace(':', "/"))].clone();
    let index = json("index.json");
    let manifest: Value = serde_json::from_slice(&blob(&index["manifests"][0]["digest"])).unwrap();
    let config: Value = serde_json::from_slice(&blob(&manifest["config"]["digest"])).unwrap();
    assert_eq!(index["manifests"][0]["annotations"]["org.opencontainers.image.ref.name"], "v1");
    assert_eq!(manifest["config"]["digest"], build.image.id.as_str());
    let docker = json("manifest.json");
    assert_eq!(docker[0]["RepoTags"][0], "localhost:5000/me/x:v1");
    for (at, layer) in build.image.layers.iter().enumerate() {
        assert_eq!(manifest["layers"][at]["digest"], layer.diff_id.as_str());
        assert_eq!(manifest["layers"][at]["size"], layer.tar.len());
        assert_eq!(config["rootfs"]["diff_ids"][at], layer.diff_id.as_str());
        assert_eq!(docker[0]["Layers"][at], format!("blobs/{}", layer.diff_id.replace(':', "/")));
    }
    let chain = build.image.chain_ids();
    assert_eq!(
        chain[1],
        sha256(format!("{} {}", build.image.layers[0].diff_id, build.image.layers[1].diff_id).as_bytes())
    );
    assert_eq!(text_of(&build, "app/src/deep/n.py").as_deref(), Some("N"));
    // The same build is the same image, byte for byte.
    let again = try_build("FROM scratch\nCOPY . /app/\nCOPY a.txt /b\n", &FILES, &options, &Cache::default()).unwrap();
    assert_eq!(again.image.to_tar(), build.image.to_tar());
}

#[test]
fn stages_that_nothing_needs_are_told_and_steps_name_what_they_need() {
    let dockerfile = "FROM debian AS a\nRUN touch /a\nFROM debian AS idle\nRUN frobnicate\nFROM debian AS b\nCOPY --from=a /a /b\nRUN true\n";
    let build = built(dockerfile, &[]);
    let unneeded: Vec<_> = build.unneeded.iter().map(|step| (step.stage.as_str(), step.line)).collect();
    assert_eq!(unneeded, [("idle", 3), ("idle", 4)]);
    let needs: Vec<&[usize]> = build.steps.iter().map(|step| &step.needs[..]).collect();
    assert_eq!(needs, [&[][..], &[0], &[], &[1, 2], &[3]]);
    let told = build.to_json();
    assert_eq!(told["steps"][1]["stage"], "a");
    assert_eq!(told["image"]["layers"].as_array().unwrap().len(), 3);
    assert_eq!(
        told["steps"][1]["layer"]["diff_id"],
        build.image.layers.first().map(|_| told["steps"][1]["layer"]["diff_id"].clone()).unwrap()
    );
}

#[test]
fn what_a_url_gives_is_declared_and_its_checksum_is_in_the_key() {
    let of = |checksum: &str, bytes| {
        let own = Declaration {
            command: "ADD https://a.b/dir/model.pt?raw=1".into(),
            effects: vec![Effect {
                path: String::new(),
                bytes: Some(bytes),
                download: None,
                source: "told by the server".into(),
            }],
        };
        let options = Options { declarations: vec![own], ..Options::default() };
        let dockerfile = format!("FROM debian\nADD {checksum} https://a.b/dir/model.pt?raw=1 /models/\n");
        try_build(&dockerfile, &FILES, &options, &Cache::default()).unwrap()
    };
    let digest = |c: char| format!("--checksum=sha256:{}", c.to_string().repeat(64));
    let build = of(&digest('a'), 5000);
    let node = node_of(&build, "models/model.pt").unwrap();
    assert_eq!((node.mode, node.uid), (0o600, 0));
    let text = text_of(&build, "models/model.pt").unwrap();
    assert!(
        text.starts_with("declared, not fetched\nurl: https://a.b/dir/model.pt?raw=1\nstands for: 5000 bytes\n"),
        "{text}"
    );
    assert_eq!(build.steps[1].declared.map(|it| it.bytes), Some(5000));
    assert_ne!(build.steps[1].key, of(&digest('b'), 5000).steps[1].key);
    assert_eq!(build.steps[1].key, of(&digest('a'), 5000).steps[1].key);
}
