//! BuildKit's build checks: what is worth a warning in a Dockerfile that can be built (`frontend/dockerfile/linter` of moby/buildkit,
//! told at docs.docker.com/reference/build-checks). Names and conditions are BuildKit's; the sentences are ours.

mod casing;
mod files;
mod from;
mod stages;

use crate::build::Options;
use crate::dockerfile::{DirectiveName, Dockerfile, parse};
use crate::ignore::Ignore;
use crate::instruction::{BuildError, stages};
use serde::Serialize;
use std::collections::BTreeMap;

/// Declares the rules.
macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident $(($experimental:literal))? : $told:literal;)+) => {
        /// A rule, by BuildKit's name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        pub enum Rule {
            $($(#[$doc])* $rule,)+
        }

        impl Rule {
            /// All, in BuildKit's order.
            pub const ALL: &[Rule] = &[$(Rule::$rule),+];

            /// BuildKit's name for it.
            pub const fn name(self) -> &'static str {
                match self { $(Rule::$rule => stringify!($rule)),+ }
            }

            /// Whether Docker tells it only where `# check=experimental=…` asks for it.
            pub const fn is_experimental(self) -> bool {
                match self { $(Rule::$rule => false $(|| $experimental)?),+ }
            }

            /// What is wrong, `{}` standing for the words that a finding names.
            const fn told(self) -> &'static str {
                match self { $(Rule::$rule => $told),+ }
            }
        }
    };
}

rules! {
    /// A stage's name has capitals.
    StageNameCasing: "the stage name {} has capital letters";
    /// `FROM` and `AS` are not written alike.
    FromAsCasing: "{} and {} are not written in the same case";
    /// An empty line where an instruction goes on.
    NoEmptyContinuation: "an empty line stands inside of an instruction that goes on";
    /// Instructions are written in capitals and in small letters.
    ConsistentInstructionCasing: "{} is not written like most instructions of the file, in {}";
    /// Two stages with one name.
    DuplicateStageName: "there is another stage {}";
    /// A stage called `scratch` or `context`.
    ReservedStageName: "{} means something else: no stage should be called so";
    /// `CMD` or `ENTRYPOINT` for a shell, which keeps signals from the program.
    JSONArgsRecommended: "{} in shell form: the shell does not pass signals on to the program";
    /// `MAINTAINER`.
    MaintainerDeprecated: "MAINTAINER is out of use: say it by LABEL";
    /// A variable in `FROM` that no `ARG` before it declares.
    UndefinedArgInFrom: "FROM uses {}, which no ARG before the first stage declares";
    /// `WORKDIR app` without an absolute one before it.
    WorkdirRelativePath: "the folder {} depends on where the base image has its working directory";
    /// A variable that nothing declares.
    UndefinedVar: "the variable {} is not defined here";
    /// Two `CMD`, `ENTRYPOINT` or `HEALTHCHECK`: only the last counts.
    MultipleInstructionsDisallowed: "a later {} of the stage takes the place of this one";
    /// `ENV name value`.
    LegacyKeyValueFormat: "{} name value is the old form of {} name=value";
    /// The base image is for another platform than the stage.
    InvalidBaseImagePlatform: "the image {} is for {}, but {} is built";
    /// `--platform=$TARGETPLATFORM`, which is so anyway.
    RedundantTargetPlatform: "--platform={} says what holds without it";
    /// A variable whose name looks like that of a secret.
    SecretsUsedInArgOrEnv: "{} {} looks like a secret: it stays readable in the image";
    /// Without `--build-arg` the name of the base image is none.
    InvalidDefaultArgInFrom: "without build arguments {} is no valid name of an image";
    /// `--platform=linux/arm64`, always.
    FromPlatformFlagConstDisallowed: "--platform={} binds the stage to one platform";
    /// A source that `.dockerignore` leaves out.
    CopyIgnoredFile(true): "{} of {}, which .dockerignore leaves out";
    /// A comment before `FROM` or `ARG` that does not begin with its name.
    InvalidDefinitionDescription(true): "the comment above {} would be its description if it began with {}";
    /// `80/TCP`.
    ExposeProtoCasing: "the protocol of {} has capital letters";
    /// `127.0.0.1:80:80`.
    ExposeInvalidFormat: "{} names an address or a port of the host, which EXPOSE cannot bind";
}

/// Something worth a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// Its line, from 1.
    pub line: usize,
    /// The words of the Dockerfile that it is about, in the order in which the rule's sentence names them.
    pub words: Vec<String>,
}

impl Finding {
    /// The sentence in English.
    pub fn message(&self) -> String {
        let mut words = self.words.iter().map(String::as_str).chain(std::iter::repeat(""));
        let mut parts = self.rule.told().split("{}");
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            text.push_str(words.next().unwrap_or_default());
            text.push_str(part);
        }
        text
    }

    /// `{"rule", "line", "message", "experimental"}`.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "rule": self.rule.name(),
            "line": self.line,
            "message": self.message(),
            "experimental": self.rule.is_experimental(),
        })
    }
}

/// What is found, as it is found.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add<const N: usize>(&mut self, rule: Rule, line: usize, words: [&str; N]) {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        let finding = Finding { rule, line, words };
        if !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }
}

/// Checks a Dockerfile, in the order of its lines. `# check=skip=…` is heeded; experimental rules are always checked, and say so.
///
/// # Errors
/// A Dockerfile that cannot be built at all.
pub fn check(dockerfile: &[u8], ignore: &Ignore, options: &Options) -> Result<Vec<Finding>, BuildError> {
    let file = parse(dockerfile)?;
    let (global, stages) = stages(&file)?;
    let mut found = Findings::default();
    casing::check(&file, &mut found);
    files::check(dockerfile, &file, ignore, &mut found);
    let global = from::check(&file, &global, &stages, options, &mut found);
    stages::check(&file, &stages, &global, options, &mut found);
    let skipped = skipped(&file);
    let is_skipped = |rule: Rule| skipped.iter().any(|name| name == "all" || name.eq_ignore_ascii_case(rule.name()));
    let mut all: Vec<Finding> = found.0.into_iter().filter(|finding| !is_skipped(finding.rule)).collect();
    all.sort_by_key(|finding| (finding.line, finding.rule));
    Ok(all)
}

/// The rules that `# check=skip=A,B` names.
fn skipped(file: &Dockerfile) -> Vec<String> {
    let checks = file.directives.iter().filter(|directive| directive.name == DirectiveName::Check);
    let skip =
        checks.flat_map(|directive| directive.value.split(';')).filter_map(|part| part.trim().strip_prefix("skip="));
    skip.flat_map(|names| names.split(',')).map(|name| name.trim().to_owned()).collect()
}

/// Variables by their names.
type Variables = BTreeMap<String, String>;
