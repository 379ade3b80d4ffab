use super::Group;
use super::field::{choice, field, number};
use crate::i18n::{PageTexts, names};
use crate::{pages::Faults, state::Lab, test_ids};
use karui_protocol::{About, DataKind};
use karui_ui::fields::{Field, options};
use karui_ui::use_lang;
use leptos::prelude::*;

/// The images to learn from.
#[component]
pub(super) fn Data() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let help = Signal::derive(move || (lang.get().t().about_data)(lab.draft.get().data));
    let data = Field { help, ..field("data", test_ids::DATA_SELECT, |t| &t.data) };
    view! {
        <Group title=|t| t.group_data>
            {choice(data, options(DataKind::ALL, DataKind::id, names::data_kind))}
            {number(field("n", test_ids::TRAIN_SIZE_INPUT, |t| &t.train_size))}
            <Faults about=About::DATA />
        </Group>
    }
    .into_any()
}
