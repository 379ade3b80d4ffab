use super::{
    Group,
    field::{Choice, Field, Number},
    help, options,
};
use crate::test_ids;
use karui_protocol::Device;
use leptos::prelude::*;

/// With what it is computed.
#[component]
pub(super) fn Computing() -> impl IntoView {
    view! {
        <Group title=|t| t.group_engine more=|t| t.more_engine>
            <Field id="device" label=|t| t.device.label help=help(|t| t.device.help)>
                <Choice name="device" testid=test_ids::DEVICE_SELECT options=options(Device::ALL, Device::id) />
            </Field>
            <Field id="workers" label=|t| t.workers.label help=help(|t| t.workers.help) beside=true>
                <Number name="workers" testid=test_ids::WORKERS_INPUT />
            </Field>
        </Group>
    }
    .into_any()
}
