use super::copy_link::CopyLink;
use crate::hooks;
use crate::i18n::{Lang, Texts, use_lang};
use crate::state::{EngineState, Lab, Theme};
use leptos::prelude::*;

/// The name, what this is, where it runs, and how it is looked at.
#[component]
pub(super) fn Header() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let t = move || lang.get().t();
    view! {
        <header class="top">
            <h1 class="brand">
                <span lang="ja" class="brand-ja">"軽い"</span>
                " "
                <span lang="en" class="brand-en">"Karui"</span>
            </h1>
            <p class="purpose">{move || t().purpose}</p>
            <DeviceBadge />
            <div class="tools">
                <CopyLink />
                <label>
                    <span class="visually-hidden">{move || t().language}</span>
                    <select
                        data-testid=hooks::LANG_SELECT
                        on:change=move |event| {
                            if let Some(lang) = Lang::from_id(&event_target_value(&event)) {
                                lab.view.choose_lang(lang);
                            }
                        }
                    >
                        {Lang::ALL
                            .map(|it| {
                                view! {
                                    <option value=it.id() lang=it.id() prop:selected=move || lang.get() == it>
                                        {it.name()}
                                    </option>
                                }
                            })
                            .to_vec()}
                    </select>
                </label>
                <label>
                    <span class="visually-hidden">{move || t().theme}</span>
                    <ThemeSelect />
                </label>
            </div>
        </header>
    }
    .into_any()
}

#[component]
fn ThemeSelect() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let choices: [(Option<Theme>, &str, fn(&Texts) -> &'static str); 3] = [
        (None, "auto", |t| t.theme_auto),
        (Some(Theme::Light), Theme::Light.id(), |t| t.theme_light),
        (Some(Theme::Dark), Theme::Dark.id(), |t| t.theme_dark),
    ];
    let options = choices.map(|(theme, id, name)| {
        view! {
            <option value=id prop:selected=move || lab.view.theme_asked.get() == theme>
                {move || name(lang.get().t())}
            </option>
        }
    });
    view! {
        <select
            data-testid=hooks::THEME_SELECT
            on:change=move |event| {
                let id = event_target_value(&event);
                lab.view.choose_theme(Theme::ALL.into_iter().find(|theme| theme.id() == id));
            }
        >
            {options.to_vec()}
        </select>
    }
}

/// Where the network runs, with which kernels; the engine's own state before that.
#[component]
fn DeviceBadge() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let name = move || match (lab.place.get(), lab.engine_state.get()) {
        (_, EngineState::Failed(_)) => "—".into(),
        (Some(place), EngineState::Ready(_)) if place.workers > 1 => format!("{} × {}", place.name, place.workers),
        (Some(place), EngineState::Ready(_)) => place.name,
        (None, EngineState::Ready(kernel)) => kernel,
        (_, EngineState::Starting) => format!("{}…", lang.get().t().engine_starting),
    };
    let device = move || lab.place.get().map(|place| place.device.id());
    view! {
        <p class="badge" data-testid=hooks::DEVICE_BADGE data-value=device title=move || lang.get().t().device.label>
            <span class="dot" class:on=move || matches!(lab.engine_state.get(), EngineState::Ready(_))></span>
            <span>{name}</span>
        </p>
    }
}
