use crate::i18n::PageTexts;
use crate::state::Lab;
use crate::{lazy, test_ids};
use karui_ui::reactive::{handler, maybe_view, text, views};
use karui_ui::use_lang;
use leptos::prelude::*;

/// Whose data it is, and that nothing leaves the device.
#[component]
pub(super) fn Footer() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let t = move || lang.get().t();
    let opened = RwSignal::new(false);
    let open = move |id| {
        if !opened.get_untracked() {
            lab.lazy.want(lab, id);
            opened.set(true);
        }
    };
    let more = lab.labs().iter().filter_map(|row| row.foot.map(|name| (row.id, name))).map(move |(id, name)| {
        view! {
            <details class="more about" on:toggle=handler(move |_: leptos::ev::Event| open(id))>
                <summary data-testid=test_ids::ABOUT_OPEN>{text(move || t().about)}</summary>
                {maybe_view(move || opened.get().then(|| lazy::from_lab(lab, id, name)))}
            </details>
        }
    });
    view! {
        <footer class="foot">
            <p class="private">{text(move || t().private)}</p>
            <p>
                {text(move || t().data_credits)} ": "
                <a href="data/fashion-mnist/LICENSE">{text(move || t().credit_fashion)}</a> " · "
                <a href="data/mnist/LICENSE">{text(move || t().credit_mnist)}</a> " · "
                {text(move || t().credit_shapes)}
            </p>
            <p>{text(move || t().licence)}</p>
            {views(more)}
        </footer>
    }
    .into_any()
}
