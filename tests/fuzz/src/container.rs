//! What the lab of containers reads: Dockerfiles, ignore files, tars, caches and command lines.

use crate::{Draw, Target};
use karui_container::build::{Build, Cache, Context, Options, build};
use karui_container::container::{RunLine, Volumes, start};
use karui_container::dockerfile::parse;
use karui_container::fs::{Layer, Node};
use karui_container::ignore::Ignore;
use karui_container::shell::Lex;
use std::sync::OnceLock;

pub fn targets() -> Vec<Target> {
    let texts = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>();
    let (cache, tars) = {
        let made = image();
        let tars = made.image.layers.iter().map(|blob| blob.tar.clone()).filter(|tar| tar.len() < 100_000).collect();
        (made.cache.to_json(), tars)
    };
    vec![
        Target::new("Dockerfiles", texts(&["FROM debian\n", DOCKERFILE]), |bytes| {
            let _ = try_build(bytes);
            parse(bytes).is_ok()
        })
        .with_pieces(PIECES),
        Target::new("ignore files", texts(&["*.log\n!a.log\n", "**/b\n# c\n/d/*"]), |bytes| {
            let Ok(ignore) = Ignore::parse(bytes) else { return false };
            let _ = ["a/b", "", "../x", &String::from_utf8_lossy(bytes)].map(|path| ignore.is_ignored(path));
            true
        })
        .with_pieces(PIECES),
        Target::new("words of a shell", texts(&["a ${b:-c} \"d\" 'e'"]), |bytes| {
            let text = String::from_utf8_lossy(bytes);
            Lex::new('\\').process(&text, &|name| Some(name.to_owned())).is_ok()
        })
        .with_pieces(PIECES),
        Target { mend: mend_tar, ..Target::new("tars", tars, |bytes| Layer::from_tar(bytes).is_ok()) },
        Target::new("build caches", vec![cache.into_bytes()], |bytes| {
            Cache::from_json(&String::from_utf8_lossy(bytes)).is_ok()
        }),
        Target::new(
            "lines of docker run",
            texts(&["docker run --rm -p 80:80 -e A=b -v x:/y image cat /x/a"]),
            |bytes| {
                let Ok(line) = RunLine::parse(&String::from_utf8_lossy(bytes)) else { return false };
                let _ = start(&image().image, &line, &mut Volumes::default());
                true
            },
        )
        .with_pieces(PIECES),
    ]
}

const DOCKERFILE: &str =
    "FROM debian AS x\nARG A=1\nENV B=$A\nCOPY . /x\nRUN ln -s a b && chmod 700 /x\nFROM x\nCMD [\"a\"]\n";

/// Builds `dockerfile` from a small project.
fn try_build(dockerfile: &[u8]) -> Option<Build> {
    let files = [("a", "1", 0o644), ("b/c", "2", 0o755)];
    let nodes = files.iter().map(|(path, text, mode)| ((*path).to_owned(), Node::file(text.as_bytes(), *mode)));
    let context = Context::new(nodes, &Ignore::parse(b"").ok()?);
    build(dockerfile, &context, &Options::default(), &Cache::default()).ok()
}

/// An image to start from, made once.
fn image() -> &'static Build {
    static IMAGE: OnceLock<Build> = OnceLock::new();
    IMAGE.get_or_init(|| try_build(DOCKERFILE.as_bytes()).expect("a Dockerfile of ours builds"))
}

/// Changes a header more than once, and puts its checksum right, so that what it says is looked at.
fn mend_tar(draw: &mut Draw, bytes: &mut [u8]) {
    let blocks = bytes.len() / 512;
    if blocks == 0 || draw.below(4) == 0 {
        return;
    }
    let block = draw.below(blocks) * 512;
    let header = &mut bytes[block..block + 512];
    header[draw.below(512)] = [0, b'0', b'7', b'/', b'.', 0xff][draw.below(6)];
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
}

/// Pieces that mean something, so that more than the first line of a parser is reached.
const PIECES: &[&str] = &[
    "FROM debian\n",
    "FROM scratch AS x\n",
    "RUN ",
    "COPY ",
    "ADD ",
    "ENV ",
    "ARG ",
    "LABEL ",
    "WORKDIR ",
    "USER ",
    "CMD ",
    "ONBUILD ",
    "HEALTHCHECK ",
    "EXPOSE ",
    "VOLUME ",
    "SHELL ",
    "STOPSIGNAL ",
    "\n",
    "\n",
    "\\\n",
    " ",
    "\t",
    "<<EOF",
    "\nEOF\n",
    "\"",
    "'",
    "$",
    "${",
    "}",
    ":-",
    "#",
    "%",
    "/",
    "a",
    "b=c",
    "--from=",
    "--chmod=",
    "--mount=type=",
    "cache",
    "bind",
    ",target=",
    "--link ",
    "*",
    "?",
    "[",
    "]",
    "..",
    ".",
    "&&",
    "||",
    ";",
    ">",
    ">>",
    "<",
    "|",
    "mkdir ",
    "rm -rf ",
    "cp -r ",
    "mv ",
    "ln -s ",
    "chmod ",
    "chown ",
    "cat ",
    "touch ",
    "tar cf ",
    "test -e ",
    "printf ",
    "echo ",
    "set -e",
    "/etc",
    "/tmp/x",
    "0755",
    "u+x",
    "1000:1000",
    "é",
    "\u{0}",
    "%s",
    "\\",
    "-",
    "!",
];
