use super::{
    Group,
    field::{Choice, Field, Number},
    help, options,
};
use crate::i18n::PageTexts;
use crate::{pages::Faults, state::Lab, test_ids};
use karui_protocol::{About, ModelKind};
use karui_ui::reactive::{maybe_view, memo};
use karui_ui::use_lang;
use leptos::prelude::*;

/// The network to train.
#[component]
pub(super) fn NetworkSettings() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let about = Signal::derive(move || (lang.get().t().about_model)(lab.draft.get().model.kind));
    let has_width = memo(move || lab.draft.get().model.kind.has_width());
    view! {
        <Group title=|t| t.group_network more=|t| t.more_network>
            <Field id="model" label=|t| t.model.label help=about>
                <Choice name="model" testid=test_ids::MODEL_SELECT options=options(ModelKind::ALL, ModelKind::id) />
            </Field>
            {maybe_view(move || has_width.get().then(width))}
            <Faults about=About::WEIGHTS />
        </Group>
    }
    .into_any()
}

fn width() -> AnyView {
    view! {
        <Field id="alpha" label=|t| t.alpha.label help=help(|t| t.alpha.help) beside=true>
            <Number name="alpha" testid=test_ids::MODEL_ALPHA_INPUT />
        </Field>
    }
    .into_any()
}
