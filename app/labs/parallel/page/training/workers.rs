//! Who computes and who waits: a bar for each worker.

use super::texts::{Texts, of, say};
use crate::parallel::messages::{Ask, Progress};
use crate::parallel::page::state::parallel_of;
use crate::parallel::page::test_ids;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter, units};
use karui_ui::reactive::memo;
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

pub fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), parallel_of(lab).training);
    let bars = HtmlRegion::new("p-workers", move |m| {
        let lang = lang.get();
        state.progress.with(|progress| {
            if let Some(progress) = progress {
                draw(m, lang, of(lang), progress);
            }
        });
    })
    .testid(test_ids::PARALLEL_BARS);
    // Apart from the bars, which are drawn anew ten times a second: a button that is being pressed has to stay.
    let here = memo(move || {
        let can_leave = state.running.get().is_some_and(|training| training.update.is_among_workers());
        let here = state.progress.with(|it| it.as_ref().map(|it| it.workers.iter().map(|w| w.is_here).collect()));
        here.filter(|_| can_leave).unwrap_or_else(Vec::<bool>::new)
    });
    let presence = HtmlRegion::new("row p-presence", move |m| {
        let t = of(lang.get());
        for (rank, is_here) in here.get().into_iter().enumerate() {
            let action = if is_here { "leave" } else { "return" };
            let attrs =
                [("type", "button"), ("class", "btn small"), ("data-do", action), ("data-at", &*rank.to_string())];
            m.element("button", &attrs, &(t.presence)(is_here, rank));
        }
    })
    .testid(test_ids::PARALLEL_PRESENCE)
    .on_event(move |event| {
        if !event.is_look && matches!(&*event.action, "leave" | "return") {
            lab.ask(&Ask::Presence { worker: event.at, is_here: event.action == "return" });
        }
    });
    view! {
        <h4>{say(|t| t.bars)}</h4>
        {bars.view()}
        {presence.view()}
        <p class="help">{say(|t| t.bars_note)}</p>
    }
    .into_any()
}

fn draw(m: &mut HtmlWriter, lang: Lang, t: &Texts, progress: &Progress) {
    let longest = progress.workers.iter().map(|w| w.compute + w.wait).fold(1.0, f64::max);
    m.open("ul", &[("class", "p-bars")]);
    for (rank, worker) in progress.workers.iter().enumerate() {
        m.open("li", &[("data-compute", &worker.compute.to_string()), ("data-wait", &worker.wait.to_string())]);
        m.span("span", "p-worker", &(t.worker)(rank));
        let attrs =
            [("class", "p-bar"), ("viewBox", "0 0 100 1"), ("preserveAspectRatio", "none"), ("aria-hidden", "true")];
        m.open("svg", &attrs);
        let [compute, wait] = [worker.compute, worker.wait].map(|ms| 100.0 * ms / longest);
        m.element("rect", &[("class", "p-compute"), ("width", &units(compute)), ("height", "1")], "");
        let attrs = [("class", "p-wait"), ("x", &*units(compute)), ("width", &*units(wait)), ("height", "1")];
        m.element("rect", &attrs, "");
        m.close("svg");
        let [compute, wait] = [worker.compute, worker.wait].map(|ms| number::significant(lang, ms / 1000.0, 2));
        let mut told = (t.worker_told)(&compute, &wait, worker.delivered);
        if worker.dropped > 0 {
            told.push_str(&(t.dropped)(worker.dropped));
        }
        m.span("span", "num", &told);
        if !worker.is_here {
            m.span("span", "muted", t.away);
        }
        m.close("li");
    }
    m.close("ul");
}
