use super::{
    Group,
    field::{Choice, Field, Number},
    help, options,
};
use crate::{hooks, i18n::use_lang, pages::Faults, state::Lab};
use karui_protocol::{About, DataKind, Experiment};
use leptos::prelude::*;

/// The images to learn from.
#[component]
pub(super) fn Data() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let about = Signal::derive(move || (lang.get().t().about_data)(lab.draft.get().data));
    let sizes = Experiment::TRAIN_SIZE;
    view! {
        <Group title=|t| t.group_data>
            <Field id="data" label=|t| t.data.label help=about>
                <Choice name="data" testid=hooks::DATA_SELECT options=options(DataKind::ALL, DataKind::id) />
            </Field>
            <Field id="n" label=|t| t.train_size.label help=help(|t| t.train_size.help) beside=true>
                <Number
                    name="n"
                    testid=hooks::TRAIN_SIZE_INPUT
                    min=*sizes.start() as f64
                    max=*sizes.end() as f64
                    step="1000"
                />
            </Field>
            <Faults about=About::Data />
        </Group>
    }
    .into_any()
}
