use super::{
    Group,
    field::{Choice, Field, Number},
    help, options,
};
use crate::live::{memo, part};
use crate::{hooks, i18n::use_lang, pages::Faults, state::Lab};
use karui_protocol::{About, Experiment, ModelKind};
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
                <Choice name="model" testid=hooks::MODEL_SELECT options=options(ModelKind::ALL, ModelKind::id) />
            </Field>
            {part(move || has_width.get().then(width))}
            <Faults about=About::Weights />
        </Group>
    }
    .into_any()
}

fn width() -> AnyView {
    let widths = Experiment::ALPHA;
    view! {
        <Field id="alpha" label=|t| t.alpha.label help=help(|t| t.alpha.help) beside=true>
            <Number
                name="alpha"
                testid=hooks::ALPHA_INPUT
                min=f64::from(*widths.start())
                max=f64::from(*widths.end())
                step="0.25"
            />
        </Field>
    }
    .into_any()
}
