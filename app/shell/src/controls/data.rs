use super::{
    Group,
    field::{Choice, Field, Number},
    help, options,
};
use crate::i18n::PageTexts;
use crate::{pages::Faults, state::Lab, test_ids};
use karui_protocol::{About, DataKind};
use karui_ui::use_lang;
use leptos::prelude::*;

/// The images to learn from.
#[component]
pub(super) fn Data() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let about = Signal::derive(move || (lang.get().t().about_data)(lab.draft.get().data));
    view! {
        <Group title=|t| t.group_data>
            <Field id="data" label=|t| t.data.label help=about>
                <Choice name="data" testid=test_ids::DATA_SELECT options=options(DataKind::ALL, DataKind::id) />
            </Field>
            <Field id="n" label=|t| t.train_size.label help=help(|t| t.train_size.help) beside=true>
                <Number name="n" testid=test_ids::TRAIN_SIZE_INPUT />
            </Field>
            <Faults about=About::DATA />
        </Group>
    }
    .into_any()
}
