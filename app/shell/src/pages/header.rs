use super::copy_link::CopyLink;
use super::device_badge::DeviceBadge;
use super::place::Places;
use crate::i18n::{Message, PageTexts};
use crate::state::Lab;
use crate::test_ids;
use karui_ui::reactive::{flag, handler, text, views};
use karui_ui::{Lang, Theme, use_lang};
use leptos::prelude::*;
use web_sys::Event;

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
            <Places />
            <p class="purpose">{text(move || t().purpose)}</p>
            <DeviceBadge />
            <div class="tools">
                <CopyLink />
                <label>
                    <span class="visually-hidden">{text(move || t().language)}</span>
                    <select
                        data-testid=test_ids::LANG_SELECT
                        on:change=handler(move |event: Event| {
                            if let Some(lang) = Lang::from_id(&event_target_value(&event)) {
                                lab.view.choose_lang(lang);
                            }
                        })
                    >
                        {views(Lang::ALL.map(|it| {
                            view! {
                                <option value=it.id() lang=it.id() prop:selected=flag(move || lang.get() == it)>
                                    {it.name()}
                                </option>
                            }
                        }))}
                    </select>
                </label>
                <label>
                    <span class="visually-hidden">{text(move || t().theme)}</span>
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
    let choices: [(Option<Theme>, &str, Message); 3] = [
        (None, "auto", |t| t.theme_auto),
        (Some(Theme::Light), Theme::Light.id(), |t| t.theme_light),
        (Some(Theme::Dark), Theme::Dark.id(), |t| t.theme_dark),
    ];
    let options = choices.into_iter().map(|(theme, id, name)| {
        view! {
            <option value=id prop:selected=flag(move || lab.view.theme_asked.get() == theme)>
                {text(move || name(lang.get().t()))}
            </option>
        }
    });
    view! {
        <select
            data-testid=test_ids::THEME_SELECT
            on:change=handler(move |event: Event| {
                let id = event_target_value(&event);
                lab.view.choose_theme(Theme::ALL.into_iter().find(|theme| theme.id() == id));
            })
        >
            {views(options)}
        </select>
    }
}
