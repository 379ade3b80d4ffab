//! Commands that are not executed: what is known of what they leave behind, with its source.

use crate::paths::join;

/// What a declared command leaves at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Where.
    pub path: String,
    /// How many bytes on disk; `None` where it is not known.
    pub bytes: Option<u64>,
    /// How many bytes come over the line for it; `None` where none do or it is not known.
    pub download: Option<u64>,
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

/// Debian packages: installed size in KiB, bytes of the package itself.
const DEBIAN: [(&str, u64, u64); 16] = [
    ("build-essential", 20, 7_704),
    ("ca-certificates", 388, 160_948),
    ("curl", 489, 315_764),
    ("ffmpeg", 2388, 1_821_764),
    ("g++", 14, 1_356),
    ("gcc", 47, 5_216),
    ("git", 44_890, 7_264_380),
    ("libgl1", 652, 88_448),
    ("libglib2.0-0", 4135, 1_403_216),
    ("libgomp1", 312, 115_772),
    ("make", 1592, 395_632),
    ("python3", 81, 26_300),
    ("python3-pip", 6678, 1_324_972),
    ("unzip", 380, 166_504),
    ("vim", 3650, 1_567_756),
    ("wget", 3521, 937_340),
];
const DEBIAN_SOURCE: &str =
    "Installed-Size and Size in the package index of Debian 12, amd64; without what it depends on";
/// `du -sb /var/lib/apt/lists` of Debian 12.11 after `apt-get update`.
const LISTS: (u64, &str) = (26_829_124, "du -sb /var/lib/apt/lists in Debian 12.11 after apt-get update");
const UNKNOWN: &str = "not known: nobody has declared a size";

/// Commands that only tell something.
const TELLS: [&str; 17] = [
    "arch", "date", "df", "du", "env", "file", "free", "hostname", "id", "ldd", "ls", "nproc", "ps", "sleep", "uname",
    "which", "whoami",
];
/// Commands that change something, nobody knows how many bytes.
const CHANGES: [&str; 27] = [
    "apk", "apt", "apt-get", "bundle", "cargo", "cmake", "conda", "composer", "curl", "dnf", "dotnet", "g++", "gcc",
    "git", "go", "gradle", "ldconfig", "make", "mamba", "mvn", "npm", "npx", "pnpm", "python", "python3", "wget",
    "yum",
];

/// What a command leaves behind by what the caller says; the last that fits.
pub(super) fn by_caller(words: &[String], declarations: &[Declaration]) -> Option<Vec<Effect>> {
    declarations.iter().rev().find(|declaration| declaration.is_of(words)).map(|own| own.effects.clone())
}

/// Wheels on PyPI for CPython 3.12 and manylinux, x86-64: name, version, bytes of the files in it, bytes of the wheel itself.
const WHEELS: [(&str, &str, u64, u64); 2] =
    [("numpy", "2.3.5", 57_522_497, 16_606_086), ("torch", "2.9.1", 1_722_510_083, 899_742_281)];
/// What pip installs with that torch, but for setuptools (in the autumn of 2026, by `tests/goldens/wheel_sizes.py`): CUDA is in the
/// nvidia-… wheels.
const TORCH_NEEDS: [(&str, &str, u64, u64); 24] = [
    ("filelock", "4.3.1", 1_127_068, 244_559),
    ("fsspec", "2026.9.0", 810_582, 221_738),
    ("jinja2", "3.1.6", 496_892, 134_899),
    ("markupsafe", "3.0.4", 67_294, 22_985),
    ("mpmath", "1.3.0", 1_950_197, 536_198),
    ("networkx", "3.7", 7_298_220, 2_142_205),
    ("nvidia-cublas-cu12", "12.8.4.1", 869_571_101, 594_346_921),
    ("nvidia-cuda-cupti-cu12", "12.8.90", 42_519_186, 10_248_621),
    ("nvidia-cuda-nvrtc-cu12", "12.8.93", 222_208_780, 88_040_029),
    ("nvidia-cuda-runtime-cu12", "12.8.90", 4_991_977, 954_765),
    ("nvidia-cudnn-cu12", "9.10.2.21", 1_053_624_755, 706_758_467),
    ("nvidia-cufft-cu12", "11.3.3.83", 281_139_226, 193_118_695),
    ("nvidia-cufile-cu12", "1.13.1.3", 3_347_697, 1_197_834),
    ("nvidia-curand-cu12", "10.3.9.90", 138_917_483, 63_619_976),
    ("nvidia-cusolver-cu12", "11.7.3.90", 405_119_140, 267_506_905),
    ("nvidia-cusparse-cu12", "12.5.8.93", 388_351_850, 288_216_466),
    ("nvidia-cusparselt-cu12", "0.7.1", 452_024_081, 287_193_691),
    ("nvidia-nccl-cu12", "2.27.5", 429_655_582, 322_348_229),
    ("nvidia-nvjitlink-cu12", "12.8.93", 94_180_576, 39_254_836),
    ("nvidia-nvshmem-cu12", "3.3.20", 187_852_918, 124_657_145),
    ("nvidia-nvtx-cu12", "12.8.90", 367_247, 89_954),
    ("sympy", "1.14.0", 26_841_861, 6_299_353),
    ("triton", "3.5.1", 619_107_832, 170_470_207),
    ("typing-extensions", "4.16.0", 182_767, 45_571),
];
const WHEEL_SOURCE: &str = "the wheel on PyPI for CPython 3.12, manylinux x86-64";

/// What `pip install` names: its words, and the lines of files behind `-r`.
///
/// # Errors
/// A file that is not there, in pip's words.
fn requirements(arguments: &[String], read: &dyn Fn(&str) -> Option<String>) -> Result<Vec<String>, String> {
    let mut named = Vec::new();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let file = match (&word[..], word.strip_prefix("--requirement=").or_else(|| word.strip_prefix("-r"))) {
            ("-r" | "--requirement", _) => words.next().map(String::as_str),
            (_, file) => file,
        };
        match file {
            Some(file) => {
                let text = read(file).ok_or_else(|| {
                    format!("ERROR: Could not open requirements file: [Errno 2] No such file or directory: '{file}'")
                })?;
                let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
                named.extend(lines.filter(|line| !line.is_empty() && !line.starts_with('-')).map(str::to_owned));
            }
            // These take a word.
            None if ["-i", "--index-url", "--extra-index-url", "-c", "-t", "--target"].contains(&&word[..]) => {
                words.next();
            }
            None if word.starts_with('-') => {}
            None => named.push(word.clone()),
        }
    }
    Ok(named)
}

/// What `pip install` leaves behind: each package by its name, and the downloaded wheels unless that is switched off.
fn pip(arguments: &[String], read: &dyn Fn(&str) -> Option<String>) -> Result<Vec<Effect>, String> {
    let keeps = !arguments.iter().any(|word| word == "--no-cache-dir" || word == "--no-cache");
    let after = arguments.iter().position(|word| word == "install").map_or(arguments.len(), |at| at + 1);
    let mut effects = Vec::new();
    for requirement in requirements(arguments.get(after..).unwrap_or_default(), read)? {
        let end = requirement.find(['=', '<', '>', '!', '~', '[', ';', ' ', '@']).unwrap_or(requirement.len());
        let (name, version) = requirement.split_at(end);
        // Not a package of PyPI's but a folder or an address.
        let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric()) && !name.contains(['/', ':']);
        let name = if is_name { name.to_lowercase() } else { "other".to_owned() };
        let wheel = WHEELS.iter().find(|(known, of, ..)| *known == name && version == format!("=={of}"));
        let source = if wheel.is_some() { WHEEL_SOURCE } else { UNKNOWN };
        let mut add = |name: &str, source: &str, sizes: Option<(u64, u64)>| {
            let (files, wheel) = (sizes.map(|(files, _)| files), sizes.map(|(_, wheel)| wheel));
            // Where the images python:3.12 have them.
            let path = format!("/usr/local/lib/python3.12/site-packages/{name}/declared");
            if effects.iter().any(|own: &Effect| own.path == path) {
                return;
            }
            effects.push(Effect { path, bytes: files, download: wheel, source: source.to_owned() });
            if keeps {
                let path = format!("/root/.cache/pip/{name}");
                effects.push(Effect { path, bytes: wheel, download: None, source: source.to_owned() });
            }
        };
        add(&name, source, wheel.map(|(_, _, files, bytes)| (*files, *bytes)));
        if wheel.is_some_and(|(name, ..)| *name == "torch") {
            TORCH_NEEDS.iter().for_each(|(name, version, files, bytes)| {
                add(name, &format!("{version}, which torch needs: {WHEEL_SOURCE}"), Some((*files, *bytes)));
            });
        }
    }
    Ok(effects)
}

/// What a command leaves behind by the table; `None` where it does not know the command. `read` reads a text of the image.
///
/// # Errors
/// What a command says that cannot do its work.
pub(super) fn known(
    words: &[String],
    folder: &str,
    read: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Vec<Effect>>, String> {
    let name = words.first().and_then(|word| word.rsplit('/').next()).unwrap_or_default();
    if let ("pip" | "pip3" | "uv", _) | ("python" | "python3", Some("pip")) = (name, words.get(2).map(String::as_str)) {
        return pip(words, read).map(Some);
    }
    Ok(known_by_name(words, folder))
}

fn known_by_name(words: &[String], folder: &str) -> Option<Vec<Effect>> {
    let name = words.first()?.rsplit('/').next()?;
    let arguments = words.get(1..).unwrap_or_default();
    let is_option = |word: &&String| !word.starts_with('-');
    let mut plain = arguments.iter().filter(is_option);
    let verb = plain.next().map(String::as_str).unwrap_or_default();
    let names: Vec<&str> = plain.map(String::as_str).collect();
    let at = |path: String, bytes, source: &str| Effect { path, bytes, download: None, source: source.to_owned() };
    if TELLS.contains(&name) || arguments.iter().any(|word| word == "--version" || word == "--help") {
        return Some(Vec::new());
    }
    Some(match (name, verb) {
        ("apt" | "apt-get", "update") => vec![at("/var/lib/apt/lists/declared".to_owned(), Some(LISTS.0), LISTS.1)],
        ("apt" | "apt-get", "clean" | "autoclean" | "dist-clean") => Vec::new(),
        ("apt" | "apt-get", "install") => {
            let package = |name: &&str| {
                let bare = name.split(['=', '/', ':']).next().unwrap_or_default();
                let known = DEBIAN.iter().find(|(known, ..)| *known == bare);
                let source = if known.is_some() { DEBIAN_SOURCE } else { UNKNOWN };
                let own = at(format!("/usr/share/declared/{bare}"), known.map(|(_, kib, _)| kib * 1024), source);
                Effect { download: known.map(|(.., bytes)| *bytes), ..own }
            };
            names.iter().map(package).collect()
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
