//! Why a step was found in the cache or not, in words.

use super::texts::Texts;
use crate::container::messages::{Change, Step, Why};

/// The reason for tests: `hit`, `new`, or the fields that changed.
pub(super) fn id(why: &Why) -> String {
    match why {
        Why::Hit => "hit".to_owned(),
        Why::New => "new".to_owned(),
        Why::Changed(changes) => changes.iter().map(|change| &change.field[..]).collect::<Vec<_>>().join(","),
    }
}

/// A field of a key.
pub(super) fn field(t: &Texts, name: &str) -> String {
    let (kind, rest) = name.split_once(' ').unwrap_or((name, ""));
    match (kind, rest) {
        ("image", _) => t.field_image.into(),
        ("parent", _) => t.field_parent.into(),
        ("command", _) => t.field_command.into(),
        ("env", name) => (t.field_env)(name),
        ("folder", _) => t.field_folder.into(),
        ("user", _) => t.field_user.into(),
        ("file", path) => (t.field_file)(path),
        ("content", _) => t.field_content.into(),
        ("source", _) => t.field_source.into(),
        ("destination", _) => t.field_destination.into(),
        ("owner", _) => t.field_owner.into(),
        ("mode", _) => t.field_mode.into(),
        ("heredoc", name) => (t.field_heredoc)(name),
        ("text", _) => t.field_text.into(),
        ("mount", path) => (t.field_mount)(path),
        ("link", _) => "--link".into(),
        _ => name.to_owned(),
    }
}

/// A value as it fits a line: digests by their beginnings.
pub(super) fn short(value: &str) -> String {
    let word = |word: &str| if word.starts_with("sha256:") { word.chars().take(15).collect() } else { word.to_owned() };
    let short: String = value.split(' ').map(word).collect::<Vec<_>>().join(" ");
    if short.chars().count() > 160 { short.chars().take(159).chain(['…']).collect() } else { short }
}

/// The reason as a sentence.
pub(super) fn sentence(t: &Texts, step: &Step) -> String {
    match &step.why {
        Why::Hit => t.why_hit.into(),
        Why::New => t.why_new.into(),
        Why::Changed(changes) => match own(changes) {
            Some(change) => told(t, change, changes.len() > 1),
            None => t.why_parent.into(),
        },
    }
}

/// The first change that is not what happened above.
fn own(changes: &[Change]) -> Option<&Change> {
    changes.iter().find(|change| change.field != "parent")
}

fn told(t: &Texts, change: &Change, has_more: bool) -> String {
    let name = field(t, &change.field);
    let said = match (&change.old, &change.new) {
        (Some(old), Some(new)) if change.field.starts_with("file ") => match (old.split_once(' '), new.split_once(' '))
        {
            (Some((mode, bytes)), Some((now, again))) if bytes == again => (t.why_mode)(&name, mode, now),
            _ => (t.why_content)(&name),
        },
        (None, Some(_)) => (t.why_added)(&name),
        (Some(_), None) => (t.why_removed)(&name),
        _ => (t.why_changed)(&name),
    };
    if has_more { [&said, t.why_more].concat() } else { said }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::page::texts;
    use karui_ui::Lang;

    fn step(why: Why) -> Step {
        Step {
            stage: "0".into(),
            line: 1,
            instruction: "COPY a b".into(),
            cached: false,
            why,
            key: String::new(),
            fields: vec![],
            layer: None,
            declared: None,
            download: 0,
            milliseconds: 0.0,
            needs: vec![],
            commands: vec![],
        }
    }

    fn change(field: &str, old: &str, new: &str) -> Change {
        Change { field: field.into(), old: Some(old.into()), new: Some(new.into()) }
    }

    #[test]
    fn a_changed_permission_is_told_from_changed_content() {
        let t = texts::of(Lang::En);
        let mode = step(Why::Changed(vec![change("file /a", "0644 sha256:1", "0755 sha256:1")]));
        assert!(sentence(t, &mode).contains("0644") && sentence(t, &mode).contains("0755"));
        let content = step(Why::Changed(vec![change("file /a", "0644 sha256:1", "0644 sha256:2")]));
        assert!(!sentence(t, &content).contains("0644"));
        assert_ne!(sentence(t, &content), sentence(t, &mode));
    }

    #[test]
    fn only_what_happened_above_is_no_change_of_its_own() {
        let t = texts::of(Lang::En);
        assert_eq!(sentence(t, &step(Why::Changed(vec![change("parent", "1", "2")]))), t.why_parent);
        let both = vec![change("parent", "1", "2"), change("env A", "1", "2")];
        assert!(sentence(t, &step(Why::Changed(both.clone()))).contains('A'));
        assert_eq!(id(&Why::Changed(both)), "parent,env A");
    }

    #[test]
    fn digests_are_told_by_their_beginnings() {
        assert_eq!(short("0644 sha256:0123456789abcdef"), "0644 sha256:01234567");
        assert_eq!(short(&"x".repeat(500)).chars().count(), 160);
    }
}
