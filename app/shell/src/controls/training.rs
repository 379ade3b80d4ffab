use super::{
    Group,
    field::{Choice, Field, Number},
    help, options,
};
use crate::i18n::PageTexts;
use crate::{state::Lab, test_ids};
use karui_protocol::{OptimizerKind, ScheduleKind};
use karui_ui::reactive::{handler, maybe_view, memo, text};
use karui_ui::{number, use_lang};
use leptos::prelude::*;

/// A learning rate that suits Adam, from the paper's own default.
const ADAM_RATE: f32 = 0.001;

/// How the network is trained.
#[component]
pub(super) fn Training() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let about_optimizer = Signal::derive(move || (lang.get().t().about_optimizer)(lab.draft.get().train.optimizer));
    let about_schedule = Signal::derive(move || (lang.get().t().about_schedule)(lab.draft.get().train.schedule));
    view! {
        <Group title=|t| t.group_training more=|t| t.more_training>
            <Field id="epochs" label=|t| t.epochs.label help=help(|t| t.epochs.help) beside=true>
                <Number name="epochs" testid=test_ids::EPOCHS_INPUT />
            </Field>
            <Field id="opt" label=|t| t.optimizer.label help=about_optimizer>
                <Choice
                    name="opt"
                    testid=test_ids::OPTIMIZER_SELECT
                    options=options(OptimizerKind::ALL, OptimizerKind::id)
                />
            </Field>
            <Field id="lr" label=|t| t.lr.label help=help(|t| t.lr.help) beside=true>
                <Number name="lr" testid=test_ids::LR_INPUT />
                <AdamRate />
            </Field>
            <Field id="sched" label=|t| t.schedule.label help=about_schedule>
                <Choice
                    name="sched"
                    testid=test_ids::SCHEDULE_SELECT
                    options=options(ScheduleKind::ALL, ScheduleKind::id)
                />
            </Field>
            <Field id="batch" label=|t| t.batch.label help=help(|t| t.batch.help) beside=true>
                <Number name="batch" testid=test_ids::BATCH_INPUT />
            </Field>
            <Field id="wd" label=|t| t.weight_decay.label help=help(|t| t.weight_decay.help) beside=true>
                <Number name="wd" testid=test_ids::WEIGHT_DECAY_INPUT />
            </Field>
            <Field id="seed" label=|t| t.seed.label help=help(|t| t.seed.help) beside=true>
                <Number name="seed" testid=test_ids::SEED_INPUT />
            </Field>
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
        (lang.t().adam_rate)(&number::significant(lang, f64::from(ADAM_RATE), 1))
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
