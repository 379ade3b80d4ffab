//! Programs to begin with.

use karui_ui::Lang;

/// A program.
#[derive(Debug)]
pub struct Program {
    /// Its name in links.
    pub id: &'static str,
    /// Its text; comments in both languages, the Japanese one first.
    text: &'static str,
}

/// What stands between the two languages of a comment.
const BETWEEN: &str = " | ";

impl Program {
    /// The program called `id`.
    pub fn named(id: &str) -> Option<&'static Program> {
        PROGRAMS.iter().find(|program| program.id == id)
    }

    /// Its text with comments in one language.
    pub fn text(&self, lang: Lang) -> String {
        localized(self.text, lang)
    }

    /// Whether a text is this program, in any language.
    pub fn is(&self, text: &str) -> bool {
        [Lang::Ja, Lang::En].iter().any(|lang| self.text(*lang) == text)
    }
}

/// A text with each comment in one language.
pub fn localized(text: &str, lang: Lang) -> String {
    let line = |line: &str| match line.split_once("# ").and_then(|(code, both)| Some((code, both.split_once(BETWEEN)?)))
    {
        Some((code, (ja, en))) => format!("{code}# {}", lang.pick(ja, en)),
        None => line.to_owned(),
    };
    text.lines().map(|it| line(it) + "\n").collect()
}

macro_rules! programs {
    ($($id:literal)+) => {
        &[$(Program { id: $id, text: include_str!(concat!($id, ".py")) }),+]
    };
}

/// All, the one that is shown first at the front.
pub static PROGRAMS: &[Program] = programs! { "basic" "three-nodes" "adam" "classes" "images" };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_in_one_language_and_code_is_the_same() {
        for program in PROGRAMS {
            let [ja, en] = [Lang::Ja, Lang::En].map(|lang| program.text(lang));
            assert!(ja != en && !en.contains(BETWEEN) && !ja.contains(BETWEEN), "{}", program.id);
            assert!(en.is_ascii(), "{}", program.id);
            let code = |text: &str| -> Vec<String> {
                text.lines().map(|line| line.split('#').next().unwrap_or_default().to_owned()).collect()
            };
            assert_eq!(code(&ja), code(&en));
            assert!(Program::named(program.id).is_some_and(|it| it.is(&ja)));
        }
    }
}
