use crate::i18n::PageTexts;
use karui_ui::reactive::text;
use karui_ui::use_lang;
use leptos::prelude::*;

/// Whose data it is, and that nothing leaves the device.
#[component]
pub(super) fn Footer() -> impl IntoView {
    let lang = use_lang();
    let t = move || lang.get().t();
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
        </footer>
    }
    .into_any()
}
