//! Every argument of every command at its ends: what is refused is told, and nothing panics, hangs or takes all memory.
#![cfg(unix)]

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Values at the ends of what can be written, and what is no value at all.
const ENDS: [&str; 11] =
    ["", "0", "-1", "0.5", "NaN", "inf", "1e39", "4294967296", "18446744073709551615", "/", "/dev/null"];
/// Bytes of address space that a command may have, in kB for `ulimit -v`.
const MEMORY: u32 = 6_000_000;
/// So long a command may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The commands with arguments that make them quick, which stand before the one that is tried.
const COMMANDS: [&[&str]; 14] = [
    &["cost"],
    &["train", "--data", "shapes", "--model", "mlp", "--train", "64", "--epochs", "1"],
    &["eval", "--data", "shapes", "--model", "mlp", "--weights", "www/weights/shapes-mlp.safetensors"],
    &["predict", "--model", "mlp", "--weights", "www/weights/shapes-mlp.safetensors", "--input", "/dev/null"],
    &[
        "export",
        "--model",
        "mlp",
        "--weights",
        "www/weights/shapes-mlp.safetensors",
        "--format",
        "onnx",
        "--out",
        "/dev/null",
    ],
    &[
        "compress",
        "--data",
        "shapes",
        "--model",
        "mlp",
        "--weights",
        "www/weights/shapes-mlp.safetensors",
        "--recipe",
        "int8",
        "--test",
        "20",
    ],
    &["federate", "--data", "shapes", "--model", "mlp", "--clients", "2", "--rounds", "1", "--train", "64"],
    &["allreduce", "--algorithm", "ring", "--workers", "3", "--bytes", "100"],
    &["pipeline", "--schedule", "gpipe", "--stages", "2", "--microbatches", "3"],
    &["memory", "--params", "1000", "--zero", "1", "--workers", "2"],
    &["memory-plan"],
    &["lessons", "--check"],
    &["quiz", "--list"],
    &["quiz", "--id", "Q1", "--seed", "7"],
];

struct Told {
    code: Option<i32>,
    stderr: String,
}

/// A folder that has the repository's `www` and nothing else: what `--out=0` names is written there.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("arguments");
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let www = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www").canonicalize().unwrap();
        std::os::unix::fs::symlink(www, folder.join("www")).unwrap();
        folder
    })
}

/// Runs a command with little memory; `None` where it did not end in time.
fn run(args: &[&str]) -> Option<Told> {
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_karui")])
        .args(args)
        .arg("--json")
        .current_dir(folder())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stderr.take().unwrap();
    // Read beside it: a command that says much would wait for its reader.
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    Some(Told { code: status.code(), stderr: reader.join().unwrap() })
}

/// The arguments of a command that take a value, from its own help.
fn arguments(command: &str) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_karui")).args([command, "--help"]).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let of_line = |line: &str| {
        let line = line.trim_start();
        // `-o, --out <FILE>`.
        let line = line.split_once(", ").filter(|(short, _)| short.len() == 2).map_or(line, |(_, long)| long);
        let (name, value) = line.split_once(' ')?;
        (name.starts_with("--") && value.starts_with('<')).then(|| name.to_owned())
    };
    help.lines().filter_map(of_line).collect()
}

/// What is wrong with how a value is met, if anything.
fn fault(args: &[&str], name: &str) -> Option<String> {
    let Some(told) = run(args) else { return Some("does not end".into()) };
    // Progress may stand before it, and what a mistake consists of behind it.
    let failures = told.stderr.lines().filter(|line| line.starts_with("karui: ")).count();
    let names = told.stderr.contains(name.trim_start_matches('-')) || told.stderr.contains('\'');
    match told.code {
        Some(0) => None,
        Some(1) if failures == 1 => None,
        // The parser of arguments says in a few lines what is wrong and how to ask for help.
        Some(2) if names => None,
        code => Some(format!("ends with {code:?}: {}", told.stderr.trim())),
    }
}

#[test]
fn every_argument_at_its_ends_is_done_or_refused() {
    let mut tried = 0;
    let mut faults = Vec::new();
    for base in COMMANDS {
        let names = arguments(base[0]);
        assert!(!names.is_empty(), "{base:?}");
        for name in &names {
            // Where a command would write is no number; a folder and a device are refused like any other place.
            for value in ENDS {
                let without: Vec<&str> = match base.iter().position(|it| it == name) {
                    Some(at) => {
                        base.iter().enumerate().filter(|(i, _)| *i != at && *i != at + 1).map(|(_, it)| *it).collect()
                    }
                    None => base.to_vec(),
                };
                let argument = format!("{name}={value}");
                let args = [&without[..], &[&argument]].concat();
                tried += 1;
                if let Some(fault) = fault(&args, name) {
                    faults.push(format!("karui {}: {fault}", args.join(" ")));
                }
            }
        }
    }
    assert!(tried > 500, "{tried}");
    assert!(faults.is_empty(), "{} of {tried}:\n{}", faults.len(), faults.join("\n"));
}
