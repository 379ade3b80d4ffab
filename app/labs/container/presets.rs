//! Dockerfiles to begin with, good ones and bad ones, and the project that they are for: a small trainer.

use super::messages::{Declared, File, Project};

/// A Dockerfile to begin with.
pub struct Preset {
    /// Its name in links.
    pub id: &'static str,
    /// Its text.
    pub dockerfile: &'static str,
    /// `--build-arg` at first.
    pub args: &'static [(&'static str, &'static str)],
    /// `.dockerignore`; none where it is empty.
    pub ignore: &'static str,
}

/// What a project that is to be sent away leaves out.
const IGNORE: &str = "# What the image does not need\n.git\ndata\n*.md\n";

macro_rules! dockerfile {
    ($id:literal) => {
        Preset { id: $id, dockerfile: include_str!(concat!("presets/", $id, ".Dockerfile")), args: &[], ignore: IGNORE }
    };
}

/// The presets; the first is shown at first.
pub static PRESETS: [Preset; 10] = [
    Preset { ignore: "", ..dockerfile!("copy-all") },
    dockerfile!("good"),
    dockerfile!("multi-stage"),
    dockerfile!("link"),
    Preset { args: &[("BUILD_DATE", "2026-04-01")], ..dockerfile!("arg") },
    dockerfile!("late-rm"),
    Preset { ignore: "", ..dockerfile!("root") },
    dockerfile!("user"),
    dockerfile!("wrong"),
    Preset {
        id: KARUI,
        dockerfile: include_str!("../../../Dockerfile"),
        args: &[],
        ignore: include_str!("../../../.dockerignore"),
    },
];

/// Karui's own, from the root of the repository.
const KARUI: &str = "karui";

/// Dockerfiles that do not build, and the line at which the builder stops.
pub static PUZZLES: [(&str, u32); 3] = [
    (
        "FROM python:3.12-slim\nWORKDIR /app\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD [\"python\", \"train.py\"]\n",
        3,
    ),
    (
        "FROM python:3.12-slim\nWORKDIR /app\nCOPY train.py model.py ./\nCOPY data/ data/\nCMD [\"python\", \"train.py\"]\n",
        4,
    ),
    (
        "FROM python:3.12-slim\nWORKDIR /app\nCOPY train.py model.py ./\nUSER trainer\nRUN touch /tmp/ready\nCMD [\"python\", \"train.py\"]\n",
        5,
    ),
];

impl Preset {
    /// The preset of a name.
    pub fn named(id: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.id == id)
    }

    /// The project as it is at first.
    pub fn project(&self) -> Project {
        if self.id == KARUI {
            return self.karui();
        }
        let text = |path: &str, text: &str| file(path, text, 0);
        let mut files = vec![
            text("train.py", include_str!("presets/project/train.py")),
            text("model.py", include_str!("presets/project/model.py")),
            text("requirements.txt", "torch==2.9.1\nnumpy==2.3.5\n"),
            text("README.md", "# A small trainer\n"),
            file("data/train.csv", "x,y\n", 300_000),
            file("weights/best.pt", "weights\n", 400_000),
            text(".git/HEAD", "ref: refs/heads/main\n"),
        ];
        if !self.ignore.is_empty() {
            files.push(text(".dockerignore", self.ignore));
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let args = self.args.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Project { dockerfile: self.dockerfile.to_owned(), files, args: args.collect(), ..Project::default() }
    }
}

impl Preset {
    /// Some of Karui's own files, and what its build leaves behind.
    fn karui(&self) -> Project {
        let files = vec![
            File { mode: 0o755, ..file("lab", "#!/usr/bin/env bash\n", 20_000) },
            file("Cargo.toml", "[workspace]\n", 4_000),
            file("Cargo.lock", "version = 4\n", 90_000),
            file("app/src/main.rs", "fn main() {}\n", 1_000),
            file("core/src/lib.rs", "pub mod graph;\n", 2_000),
            file("www/index.html", "<!doctype html>\n", 6_000),
            file("target/debug/karui", "", 900_000),
            file(".git/HEAD", "ref: refs/heads/main\n", 0),
            file(".dockerignore", self.ignore, 0),
        ];
        let built =
            Declared { command: "./lab build".to_owned(), path: "/karui/dist/index.html".to_owned(), bytes: SITE };
        Project { dockerfile: self.dockerfile.to_owned(), files, declared: vec![built], ..Project::default() }
    }
}

/// Bytes of the published page with its data, weights and photos, when this was written.
const SITE: u64 = 87_686_665;

fn file(path: &str, text: &str, filled: u32) -> File {
    File { path: path.to_owned(), text: text.to_owned(), filled, mode: 0o644, ..File::default() }
}
