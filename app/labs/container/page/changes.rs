//! Small changes at a press, each of which the cache takes in its own way.

use super::state::container_of;
use super::texts::{self, say};
use crate::container::messages::{File, Project};
use karui_shell::state::Lab;
use karui_ui::reactive::{flag, handler, text, views};
use karui_ui::use_lang;
use leptos::prelude::*;

/// A change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// A line more in the program.
    Code,
    /// Another time of the program's.
    Touch,
    /// Another permission of the program's.
    Mode,
    /// A line more in the list of packages.
    Packages,
    /// Other data.
    Data,
    /// A line more in the readme.
    Readme,
    /// Another value of the build arguments.
    Argument,
    /// The base image is published anew.
    Base,
}

impl Edit {
    /// All, in their order.
    pub const ALL: [Edit; 8] =
        [Edit::Code, Edit::Packages, Edit::Touch, Edit::Mode, Edit::Data, Edit::Readme, Edit::Argument, Edit::Base];

    /// Its name for tests.
    pub const fn id(self) -> &'static str {
        match self {
            Edit::Code => "code",
            Edit::Touch => "touch",
            Edit::Mode => "mode",
            Edit::Packages => "packages",
            Edit::Data => "data",
            Edit::Readme => "readme",
            Edit::Argument => "argument",
            Edit::Base => "base",
        }
    }

    /// Whether there is something in the project for it to change.
    pub fn applies(self, project: &Project) -> bool {
        let mut changed = project.clone();
        self.apply(&mut changed);
        changed != *project
    }

    /// Does it.
    pub fn apply(self, project: &mut Project) {
        let file = |project: &mut Project, path: &str, change: fn(&mut File)| {
            project.files.iter_mut().filter(|file| file.path == path).for_each(change);
        };
        match self {
            Edit::Code => file(project, "train.py", |file| file.text.push_str("# changed\n")),
            Edit::Touch => file(project, "train.py", |file| file.touched += 1),
            Edit::Mode => file(project, "train.py", |file| file.mode ^= 0o111),
            Edit::Packages => file(project, "requirements.txt", |file| file.text.push_str("tqdm\n")),
            Edit::Data => file(project, "data/train.csv", |file| file.filled += 1000),
            Edit::Readme => file(project, "README.md", |file| file.text.push_str("More.\n")),
            Edit::Argument => match project.args.first_mut() {
                Some((_, value)) => value.push('1'),
                None => project.args.push(("BUILD_DATE".to_owned(), "1".to_owned())),
            },
            Edit::Base => project.revision += 1,
        }
    }
}

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    let button = move |edit: Edit| {
        view! {
            <button
                type="button"
                class="btn small"
                data-edit=edit.id()
                disabled=flag(move || !state.project.with(|project| edit.applies(project)))
                on:click=handler(move |_| state.project.update(|project| edit.apply(project)))
            >
                {text(move || (texts::of(lang.get()).edit)(edit))}
            </button>
        }
    };
    view! {
        <details class="k-changes" open=true>
            <summary>{say(|t| t.changes)}</summary>
            <div class="row">{views(Edit::ALL.map(button))}</div>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::presets::PRESETS;

    #[test]
    fn every_change_changes_every_trainer() {
        for preset in &PRESETS {
            // Karui's own container holds no trainer: there is less to change.
            let of_trainers = |edit: &Edit| preset.id != "karui" || matches!(edit, Edit::Argument | Edit::Base);
            for edit in Edit::ALL.into_iter().filter(of_trainers) {
                assert!(edit.applies(&preset.project()), "{edit:?} of {}", preset.id);
            }
        }
    }
}
