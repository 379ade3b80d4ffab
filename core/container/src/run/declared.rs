//! Commands that are not executed: what is known of what they leave behind, with its source.

use crate::paths::join;

/// What a declared command leaves at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Where.
    pub path: String,
    /// How many bytes; `None` where it is not known.
    pub bytes: Option<u64>,
    /// Where the number comes from, or why there is none.
    pub source: String,
}

/// What a caller says of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// The first words of the command.
    pub command: String,
    /// What it leaves behind.
    pub effects: Vec<Effect>,
}

impl Declaration {
    fn is_of(&self, words: &[String]) -> bool {
        let own: Vec<&str> = self.command.split_whitespace().collect();
        !own.is_empty() && words.len() >= own.len() && own.iter().zip(words).all(|(own, word)| own == word)
    }
}

/// Installed sizes in KiB of Debian packages.
const DEBIAN: [(&str, u64); 16] = [
    ("build-essential", 20),
    ("ca-certificates", 388),
    ("curl", 489),
    ("ffmpeg", 2388),
    ("g++", 14),
    ("gcc", 47),
    ("git", 44_890),
    ("libgl1", 652),
    ("libglib2.0-0", 4135),
    ("libgomp1", 312),
    ("make", 1592),
    ("python3", 81),
    ("python3-pip", 6678),
    ("unzip", 380),
    ("vim", 3650),
    ("wget", 3521),
];
const DEBIAN_SOURCE: &str = "Installed-Size in the package index of Debian 12.11, amd64; without what it depends on";
/// `du -sb /var/lib/apt/lists` of Debian 12.11 after `apt-get update`.
const LISTS: (u64, &str) = (26_829_124, "du -sb /var/lib/apt/lists in Debian 12.11 after apt-get update");
const UNKNOWN: &str = "not known: nobody has declared a size";

/// Commands that only tell something.
const TELLS: [&str; 17] = [
    "arch", "date", "df", "du", "env", "file", "free", "hostname", "id", "ldd", "ls", "nproc", "ps", "sleep", "uname",
    "which", "whoami",
];
/// Commands that change something, nobody knows how many bytes.
const CHANGES: [&str; 30] = [
    "apk", "apt", "apt-get", "bundle", "cargo", "cmake", "conda", "composer", "curl", "dnf", "dotnet", "g++", "gcc",
    "git", "go", "gradle", "ldconfig", "make", "mamba", "mvn", "npm", "npx", "pip", "pip3", "pnpm", "python",
    "python3", "uv", "wget", "yum",
];

/// What a command leaves behind by what the caller says; the last that fits.
pub(super) fn by_caller(words: &[String], declarations: &[Declaration]) -> Option<Vec<Effect>> {
    declarations.iter().rev().find(|declaration| declaration.is_of(words)).map(|own| own.effects.clone())
}

/// What a command leaves behind by the table; `None` where it does not know the command.
pub(super) fn known(words: &[String], folder: &str) -> Option<Vec<Effect>> {
    let name = words.first()?.rsplit('/').next()?;
    let arguments = words.get(1..).unwrap_or_default();
    let is_option = |word: &&String| !word.starts_with('-');
    let mut plain = arguments.iter().filter(is_option);
    let verb = plain.next().map(String::as_str).unwrap_or_default();
    let names: Vec<&str> = plain.map(String::as_str).collect();
    let at = |path: String, bytes, source: &str| Effect { path, bytes, source: source.to_owned() };
    if TELLS.contains(&name) || arguments.iter().any(|word| word == "--version" || word == "--help") {
        return Some(Vec::new());
    }
    Some(match (name, verb) {
        ("apt" | "apt-get", "update") => vec![at("/var/lib/apt/lists/declared".to_owned(), Some(LISTS.0), LISTS.1)],
        ("apt" | "apt-get", "clean" | "autoclean" | "dist-clean") => Vec::new(),
        ("apt" | "apt-get", "install") => {
            let package = |name: &&str| {
                let bare = name.split(['=', '/', ':']).next().unwrap_or_default();
                let known = DEBIAN.iter().find(|(known, _)| *known == bare).map(|(_, kib)| kib * 1024);
                at(format!("/usr/share/declared/{bare}"), known, if known.is_some() { DEBIAN_SOURCE } else { UNKNOWN })
            };
            names.iter().map(package).collect()
        }
        ("pip" | "pip3" | "uv", _) | ("python" | "python3", "pip") => {
            let mut effects = vec![at("/usr/local/lib/python3/site-packages/declared".to_owned(), None, UNKNOWN)];
            if !arguments.iter().any(|word| word == "--no-cache-dir" || word == "--no-cache") {
                effects.push(at("/root/.cache/pip/declared".to_owned(), None, UNKNOWN));
            }
            effects
        }
        // The file that it writes is named.
        ("curl" | "wget", _) => {
            let flags: &[&str] = if name == "curl" { &["-o", "--output"] } else { &["-O", "--output-document"] };
            let out =
                arguments.iter().position(|word| flags.contains(&&word[..])).and_then(|flag| arguments.get(flag + 1));
            let url = || arguments.iter().rfind(is_option).and_then(|url| url.rsplit('/').next());
            let file = out.map(String::as_str).or_else(url).filter(|name| !name.is_empty()).unwrap_or("index.html");
            vec![at(join(folder, file), None, UNKNOWN)]
        }
        _ if CHANGES.contains(&name) => vec![at(format!("/usr/local/share/declared/{name}"), None, UNKNOWN)],
        _ => return None,
    })
}
