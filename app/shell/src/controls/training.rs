use super::Group;
use super::field::{choice, field, number};
use crate::i18n::{PageTexts, names};
use crate::{state::Lab, test_ids};
use karui_protocol::{OptimizerKind, ScheduleKind};
use karui_ui::fields::{Field, options};
use karui_ui::reactive::{handler, maybe_view, memo, text};
use karui_ui::{number as numbers, use_lang};
use leptos::prelude::*;

/// A learning rate that suits Adam, from the paper's own default.
const ADAM_RATE: f32 = 0.001;

/// How the network is trained.
#[component]
pub(super) fn Training() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let about_optimizer = Signal::derive(move || (lang.get().t().about_optimizer)(lab.draft.get().train.optimizer));
    let about_schedule = Signal::derive(move || (lang.get().t().about_schedule)(lab.draft.get().train.schedule));
    let optimizer = Field { help: about_optimizer, ..field("opt", test_ids::OPTIMIZER_SELECT, |t| &t.optimizer) };
    let schedule = Field { help: about_schedule, ..field("sched", test_ids::SCHEDULE_SELECT, |t| &t.schedule) };
    view! {
        <Group title=|t| t.group_training more=|t| t.more_training>
            {number(field("epochs", test_ids::EPOCHS_INPUT, |t| &t.epochs))}
            {choice(optimizer, options(OptimizerKind::ALL, OptimizerKind::id, names::optimizer_kind))}
            {number(field("lr", test_ids::LR_INPUT, |t| &t.lr).extra(view! { <AdamRate /> }))}
            {choice(schedule, options(ScheduleKind::ALL, ScheduleKind::id, names::schedule_kind))}
            {number(field("batch", test_ids::BATCH_INPUT, |t| &t.batch))}
            {number(field("wd", test_ids::WEIGHT_DECAY_INPUT, |t| &t.weight_decay))}
            {number(field("smoothing", test_ids::LABEL_SMOOTHING_INPUT, |t| &t.label_smoothing))}
            {number(field("seed", test_ids::SEED_INPUT, |t| &t.seed))}
        </Group>
    }
    .into_any()
}

/// Whoever changes from SGD to Adam and keeps its rate sees the loss jump: offer a rate that works.
#[component]
fn AdamRate() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let is_large = memo(move || {
        let train = lab.draft.get().train;
        matches!(train.optimizer, OptimizerKind::Adam | OptimizerKind::AdamW) && train.lr >= 10.0 * ADAM_RATE
    });
    let label = move || {
        let lang = lang.get();
        (lang.t().adam_rate)(&numbers::significant(lang, f64::from(ADAM_RATE), 1))
    };
    let button = move || {
        view! {
            <button type="button" class="hint" on:click=handler(move |_| lab.change(|e| e.train.lr = ADAM_RATE))>
                {text(label)}
            </button>
        }
    };
    maybe_view(move || is_large.get().then(button))
}
