//! A figure is a number that tells where it comes from: a button that opens the formula with this network's numbers
//! put in, or the measurement.

mod host;
mod origin;
mod strip;
mod symbols;
pub(crate) mod texts;

pub use host::{FigureHost, Opener, ShowOrigin};
pub use origin::{Origin, mathml};

use crate::reactive::{flag, handler, optional, text};
use crate::{number, use_lang};
use karui_spec::Figure;
use leptos::html;
use leptos::prelude::*;
use texts::use_texts;

/// The button. Without children it shows the figure itself.
#[component]
pub fn FigureButton(
    /// The number; `None` while there is none yet.
    #[prop(into)]
    figure: Signal<Option<Figure>>,
    /// What it is the number of: the popover's heading and part of the button's name.
    #[prop(into)]
    label: Signal<String>,
    /// For tests.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// What the button shows.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let lang = use_lang();
    let t = use_texts();
    let opener = Opener::here();
    let node = NodeRef::<html::Button>::new();
    let was_open = StoredValue::new(false);
    let shown = move || figure.with(|f| f.as_ref().map_or("—".into(), |f| number::figure(lang.get(), f)));
    // What the button shows instead has the label in it, and more: that is its name.
    let is_named = children.is_none();
    let name = move || format!("{}: {}. {}", label.get(), shown(), t.get().figure_open);
    let is_open = move || node.get().is_some_and(|b| opener.is_open_at(&b));
    let press = move |_| {
        let again = was_open.get_value();
        was_open.set_value(false);
        if again {
            opener.close();
        } else if let Some(button) = node.get_untracked() {
            opener.open(figure, label, button.into());
        }
    };
    view! {
        <button
            type="button"
            node_ref=node
            class=format!("w-figure num {class}")
            data-testid=testid
            data-value=text(move || figure.with(|f| f.as_ref().map(|f| number::plain(f.value)).unwrap_or_default()))
            aria-haspopup="dialog"
            aria-expanded=text(move || is_open().to_string())
            aria-label=optional(move || is_named.then(name))
            disabled=flag(move || figure.with(Option::is_none))
            // The press that closes an open popover must not open it again.
            on:pointerdown=handler(move |_| was_open.set_value(is_open()))
            on:click=handler(press)
        >
            {match children {
                Some(children) => children().into_any(),
                None => text(shown).into_any(),
            }}
        </button>
    }
    .into_any()
}
