//! The network beside what a recipe has made of it: each view of the lab for both, where there are two.

mod answers;
mod classes;
mod head;
mod layers;
mod maps;
mod state;
mod texts;
mod tiles;

pub use answers::answers;
pub use classes::Classes;
pub use head::head;
pub use layers::layers_part;
pub use maps::{activations, filters};
pub use state::{compare_of, forget, is_compressed, on_event};
use texts::say;
pub use tiles::{Strip, images};

use karui_ui::reactive::text;
use leptos::prelude::*;
use texts::Texts;

/// The `data-testid`s of the two sides.
const FLOAT: &str = "compare-float";
const NOW: &str = "compare-now";

/// One view beside the other: of the original network, and of the compressed one.
fn sides(float: AnyView, now: AnyView, value: impl Fn(bool) -> String + Copy + Send + 'static) -> AnyView {
    let side = |testid: &'static str, title: fn(&Texts) -> &'static str, is_now: bool, body: AnyView| {
        let class = if is_now { "c-side c-now" } else { "c-side c-float" };
        view! {
            <section class=class data-testid=testid data-value=text(move || value(is_now))>
                <h4>{say(title)}</h4>
                {body}
            </section>
        }
        .into_any()
    };
    view! {
        <div class="c-sides">
            {side(FLOAT, |t| t.float, false, float)}
            {side(NOW, |t| t.now, true, now)}
        </div>
    }
    .into_any()
}

/// A part of a panel that is there only for two networks.
fn part(title: fn(&Texts) -> &'static str, note: Box<dyn Fn() -> String + Send>, body: AnyView) -> AnyView {
    view! {
        <section class="part">
            <h3>{say(title)}</h3>
            <p class="help">{text(note)}</p>
            {body}
        </section>
    }
    .into_any()
}
