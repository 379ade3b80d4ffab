use crate::i18n::use_lang;
use leptos::prelude::*;

/// Whose data it is, and that nothing leaves the device.
#[component]
pub(super) fn Footer() -> impl IntoView {
    let lang = use_lang();
    let t = move || lang.get().t();
    view! {
        <footer class="foot">
            <p class="private">{move || t().private}</p>
            <p>
                {move || t().data_credits} ": "
                <a href="data/fashion-mnist/LICENSE">{move || t().credit_fashion}</a> " · "
                <a href="data/mnist/LICENSE">{move || t().credit_mnist}</a> " · "
                {move || t().credit_shapes}
            </p>
            <p>{move || t().licence}</p>
        </footer>
    }
    .into_any()
}
