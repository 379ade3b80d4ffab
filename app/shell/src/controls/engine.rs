use super::Group;
use super::field::{choice, field, number};
use crate::i18n::names;
use crate::test_ids;
use karui_protocol::Device;
use karui_ui::fields::options;
use leptos::prelude::*;

/// With what it is computed.
#[component]
pub(super) fn Computing() -> impl IntoView {
    let device = field("device", test_ids::DEVICE_SELECT, |t| &t.device);
    view! {
        <Group title=|t| t.group_engine more=|t| t.more_engine>
            {choice(device, options(Device::ALL, Device::id, names::device))}
            {number(field("workers", test_ids::WORKERS_INPUT, |t| &t.workers))}
        </Group>
    }
    .into_any()
}
