//! The page: a header, the bench in three zones, a footer, and what is laid over it.

mod copy_link;
mod device_badge;
pub mod download;
mod drop;
mod faults;
mod fetch;
mod footer;
mod header;
mod notices;
pub mod pack;
pub(crate) mod part;
mod place;
mod run_bar;
pub mod runs;
mod scores;
mod stage;
mod tabs;
mod weights_file;

pub use drop::{drop_files, who};
pub use faults::Faults;
pub use fetch::fetch_text;
pub use weights_file::take_file;

use crate::controls::Controls;
use crate::i18n::PageTexts;
use crate::labs::Labs;
use crate::state::Lab;
use karui_ui::figure::FigureHost;
use karui_ui::reactive::text;
use leptos::prelude::*;

/// The whole page. The settings come from the address; the engine starts by itself.
#[component]
pub fn App(
    /// The labs, in any order.
    labs: Labs,
) -> impl IntoView {
    let lab = Lab::start(labs);
    view! {
        <FigureHost origin=Signal::derive(move || lab.lazy.later().map(|later| later.origin))>
            <a class="skip" href="#bench">{text(move || lab.view.lang.get().t().skip)}</a>
            <header::Header />
            <main
                id="bench"
                class="bench"
                data-at=text(move || place::layout(lab))
                data-tab=text(move || lab.view.tab.get().to_string())
                tabindex="-1"
            >
                <place::AtPlace />
                <tabs::Tabs />
                <Controls />
                <stage::Stage />
                <scores::Scores />
            </main>
            <footer::Footer />
            <notices::Notices />
        </FigureHost>
    }
}
