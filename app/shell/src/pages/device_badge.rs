use crate::i18n::{PageTexts, names};
use crate::state::{Compared, EngineState, Lab};
use crate::test_ids;
use karui_protocol::{Device, Figure, decimal};
use karui_ui::figure::FigureButton;
use karui_ui::reactive::{flag, handler, maybe_view, optional, text};
use karui_ui::{number, use_lang};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// Where the network runs, with which kernels; the engine's own state before that. It opens to the choice of a device,
/// and to how fast each is.
#[component]
pub(super) fn DeviceBadge() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let is_open = RwSignal::new(false);
    let name = move || match (lab.place.get(), lab.engine_state.get()) {
        (_, EngineState::Failed(_)) => "—".to_owned(),
        (Some(place), EngineState::Ready(_)) if place.workers > 1 => format!("{} × {}", place.name, place.workers),
        (Some(place), EngineState::Ready(_)) => place.name,
        (None, EngineState::Ready(kernel)) => kernel,
        (_, EngineState::Starting { .. }) => format!("{}…", lang.get().t().engine_starting),
    };
    let device = move || lab.place.get().map(|place| place.device.id());
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            is_open.set(false);
        }
    };
    view! {
        <div class="device" on:keydown=handler(escape)>
            <button
                type="button"
                class="badge"
                data-testid=test_ids::DEVICE_BADGE
                data-value=optional(device)
                title=text(move || lang.get().t().device.label)
                aria-expanded=text(move || is_open.get().to_string())
                on:click=handler(move |_| is_open.update(|open| *open = !*open))
            >
                <span class="dot" class:on=flag(move || matches!(lab.engine_state.get(), EngineState::Ready(_)))></span>
                <span>{text(name)}</span>
            </button>
            {maybe_view(move || is_open.get().then(|| view! { <Devices on_close=move || is_open.set(false) /> }))}
        </div>
    }
    .into_any()
}

#[component]
fn Devices(on_close: impl Fn() + 'static) -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let t = move || lang.get().t();
    let choices: Vec<_> = Device::ALL
        .iter()
        .map(|&device| {
            let (ja, en) = names::device(device);
            let is_chosen = move || lab.draft.with(|draft| draft.device == device);
            view! {
                <button
                    type="button"
                    class="btn small"
                    class:primary=flag(is_chosen)
                    aria-pressed=text(move || is_chosen().to_string())
                    data-value=device.id()
                    on:click=handler(move |_| lab.change(|experiment| experiment.device = device))
                >
                    {text(move || lang.get().pick(ja, en))}
                </button>
            }
        })
        .collect();
    let speed = move |i: usize, device: Device, benchmark: RwSignal<Option<[Figure; 2]>>, testid: &'static str| {
        let (ja, en) = names::device(device);
        let label = Signal::derive(move || lang.get().pick(ja, en).to_owned());
        let figure = Signal::derive(move || benchmark.get().map(|both| both[i].clone()));
        view! {
            <div class="fact">
                <dt>{text(move || label.get())}</dt>
                <dd><FigureButton figure label testid /></dd>
            </div>
        }
    };
    let speeds = move |benchmark: RwSignal<Option<[Figure; 2]>>, testids: [&'static str; 2]| {
        view! {
            <dl hidden=flag(move || benchmark.with(Option::is_none))>
                {speed(0, Device::Cpu, benchmark, testids[0])}
                {speed(1, Device::WebGpu, benchmark, testids[1])}
            </dl>
        }
    };
    // Once there is something to compare.
    let is_on_gpu = move || {
        let is_gpu = lab.place.with(|place| place.as_ref().is_some_and(|it| it.device == Device::WebGpu));
        is_gpu && lab.progress.with(|progress| progress.as_ref().is_some_and(|it| it.step > 0))
    };
    let compared = move || match (lab.compared.get(), lang.get()) {
        (None, _) => String::new(),
        (Some(None), lang) => lang.t().device_comparing.into(),
        (Some(Some(Compared { gpu, cpu, apart })), lang) => match [cpu.last(), gpu.last()] {
            [Some(last), Some(last_on_gpu)] => {
                let loss = |loss: &f32| number::decimal(lang, f64::from(*loss), 6);
                (lang.t().device_compared)(gpu.len(), &number::tiny(apart), &loss(last), &loss(last_on_gpu))
            }
            _ => lang.t().device_not_compared.into(),
        },
    };
    let is_at_it = move || matches!(lab.compared.get(), Some(None));
    let apart = move || lab.compared.get().flatten().map(|it| decimal::text(it.apart));
    view! {
        <section class="devices card" data-testid=test_ids::DEVICES aria-label=text(move || t().device.label)>
            <div class="row" role="group" aria-label=text(move || t().device.label)>{choices}</div>
            <p>{text(move || if lab.device_benchmark.with(Option::is_some) { t().device_timed } else { t().device_untimed })}</p>
            {speeds(lab.device_benchmark, test_ids::DEVICE_SPEEDS)}
            <p hidden=flag(move || lab.validation_benchmark.with(Option::is_none))>{text(move || t().device_validated)}</p>
            {speeds(lab.validation_benchmark, test_ids::DEVICE_VALIDATION_SPEEDS)}
            <button
                type="button"
                class="btn small"
                data-testid=test_ids::DEVICE_COMPARE
                hidden=flag(move || !is_on_gpu())
                disabled=flag(is_at_it)
                on:click=handler(move |_| lab.compare_devices())
            >
                {text(move || t().device_compare)}
            </button>
            <p role="status" class="num" data-testid=test_ids::DEVICE_COMPARED data-value=optional(apart)>{text(compared)}</p>
            <p class="muted">{text(move || t().device_digits)}</p>
            <button type="button" class="btn small quiet" on:click=handler(move |_| on_close())>{text(move || t().close)}</button>
        </section>
    }
    .into_any()
}
