use super::Group;
use super::field::{choice, field, number};
use crate::i18n::{PageTexts, names};
use crate::{pages::Faults, state::Lab, test_ids};
use karui_protocol::{About, ModelKind, ModelSpec};
use karui_ui::fields::{Field, options};
use karui_ui::reactive::{maybe_view, memo};
use karui_ui::use_lang;
use leptos::prelude::*;

/// The network to train.
#[component]
pub(super) fn NetworkSettings() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let help = Signal::derive(move || (lang.get().t().about_model)(lab.draft.get().model.kind));
    let model = Field { help, ..field("model", test_ids::MODEL_SELECT, |t| &t.model) };
    let has_width = memo(move || lab.draft.get().model.kind.has_width());
    let width = || number(field("alpha", test_ids::MODEL_ALPHA_INPUT, |t| &t.alpha));
    let has_groups = memo(move || lab.draft.get().model.kind.has_groups());
    let groups = || {
        let field = field("groups", test_ids::MODEL_GROUPS_SELECT, |t| &t.groups).beside();
        choice(field, ModelSpec::GROUPS.map(|id| (id, (id, id))).to_vec())
    };
    view! {
        <Group title=|t| t.group_network more=|t| t.more_network>
            {choice(model, options(ModelKind::ALL, ModelKind::id, names::model_kind))}
            {maybe_view(move || has_width.get().then(width))}
            {maybe_view(move || has_groups.get().then(groups))}
            <Faults about=About::WEIGHTS />
        </Group>
    }
    .into_any()
}
