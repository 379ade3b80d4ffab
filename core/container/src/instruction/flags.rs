//! `--flag=value` of instructions (BuildKit's `bflag.go`).

use super::Refusal;

/// The flags that an instruction has.
#[derive(Default)]
pub(super) struct Flags<'a> {
    values: Vec<(&'a str, Option<&'a str>)>,
}

/// What a flag may be.
pub(super) enum Sort {
    Bool,
    Text,
    Texts,
}

impl<'a> Flags<'a> {
    /// Reads `written` by what is `known`.
    pub fn read(written: &'a [String], known: &[(&str, Sort)]) -> Result<Self, Refusal> {
        let mut flags = Self::default();
        for flag in written {
            let wrong = |problem, name: &str| Err(Refusal::Flag { problem, flag: name.to_owned() });
            let Some(text) = flag.strip_prefix("--") else { return wrong("arg should start with -- ", flag) };
            let (name, value) = match text.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (text, None),
            };
            let Some((_, sort)) = known.iter().find(|(known, _)| *known == name) else {
                return wrong("unknown flag", name);
            };
            if !matches!(sort, Sort::Texts) && flags.values.iter().any(|(known, _)| *known == name) {
                return wrong("duplicate flag specified", name);
            }
            match (sort, value) {
                (Sort::Bool, Some("")) | (Sort::Text | Sort::Texts, None) => {
                    return wrong("missing a value on flag", name);
                }
                (Sort::Bool, Some(got)) if !["true", "false"].contains(&&got.to_lowercase()[..]) => {
                    return Err(Refusal::FlagBoolean { flag: name.to_owned(), got: got.to_owned() });
                }
                _ => flags.values.push((name, value)),
            }
        }
        Ok(flags)
    }

    /// The value of a flag that may stand once.
    pub fn text(&self, name: &str) -> Option<String> {
        self.texts(name).pop().filter(|text| !text.is_empty())
    }

    /// All values of a flag.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let of = |(known, value): &(&str, Option<&str>)| (*known == name).then(|| value.unwrap_or_default().to_owned());
        self.values.iter().filter_map(of).collect()
    }

    /// Whether a flag is set.
    pub fn is_set(&self, name: &str) -> bool {
        self.values
            .iter()
            .any(|(known, value)| *known == name && value.is_none_or(|value| value.eq_ignore_ascii_case("true")))
    }
}
