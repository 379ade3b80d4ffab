//! Bytes of each rank and of each link, counted in the plan, beside the formula.

use super::state::ReduceState;
use super::texts::{Texts, of, say};
use super::{BYTES, Played, test_ids};
use karui_parallel::allreduce::{Plan, traffic};
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::reactive::text;
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use std::collections::BTreeMap;

pub fn view(state: ReduceState, played: Signal<Option<Played>>) -> AnyView {
    let lang = use_lang();
    let sums = Signal::derive(move || played.with(|it| it.as_ref().map_or([0, 0], |it| sums(&it.plan))));
    let told = move || {
        let (lang, [counted, formula]) = (lang.get(), sums.get());
        (of(lang).total)(counted == formula, &bytes(lang, counted), &bytes(lang, formula))
    };
    let ranks = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        played.with(|played| {
            if let Some(played) = played {
                ranks(m, lang, of(lang), &played.plan);
            }
        });
    })
    .region(move || of(lang.get()).table.to_owned())
    .testid(test_ids::PARALLEL_TABLE);
    let links = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        played.with(|played| {
            if let Some(played) = played {
                links(m, lang, of(lang), &played.plan);
            }
        });
    })
    .region(move || of(lang.get()).links.to_owned());
    view! {
        <p
            class="p-total num"
            data-testid=test_ids::PARALLEL_BYTES
            data-value=text(move || sums.get()[0].to_string())
            data-formula=text(move || sums.get()[1].to_string())
        >
            {text(told)}
        </p>
        <p class="help num">{text(move || (of(lang.get()).formula)(state.algorithm.get()))}</p>
        {ranks.view()}
        <details class="more">
            <summary>{say(|t| t.links)}</summary>
            {links.view()}
        </details>
    }
    .into_any()
}

/// Bytes that all ranks send: counted in the plan, and by formula.
pub fn sums(plan: &Plan) -> [usize; 2] {
    let formula = (0..plan.ranks.len()).map(|rank| traffic(plan.algorithm, plan.workers, plan.len, rank).sent);
    [plan.sent().iter().sum::<usize>(), formula.sum()].map(|numbers| BYTES * numbers)
}

fn bytes(lang: Lang, n: usize) -> String {
    whole_bytes(lang, n as f64)
}

fn ranks(m: &mut HtmlWriter, lang: Lang, t: &Texts, plan: &Plan) {
    m.open("table", &[("class", "r-table num")]);
    head(m, &[t.rank_head, t.sent, t.by_formula, t.received, t.by_formula]);
    m.open("tbody", &[]);
    for (rank, (sent, received)) in plan.sent().into_iter().zip(plan.received()).enumerate() {
        let name = if rank == plan.workers { t.server.to_owned() } else { (t.rank)(rank) };
        let formula = traffic(plan.algorithm, plan.workers, plan.len, rank);
        m.open("tr", &[]);
        m.element("th", &[("scope", "row")], &name);
        for n in [sent, formula.sent, received, formula.received] {
            m.element("td", &[], &bytes(lang, BYTES * n));
        }
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

fn links(m: &mut HtmlWriter, lang: Lang, t: &Texts, plan: &Plan) {
    let mut all: BTreeMap<(usize, usize), [usize; 2]> = BTreeMap::new();
    for (from, rounds) in plan.ranks.iter().enumerate() {
        for send in rounds.iter().flat_map(|round| &round.sends) {
            let [messages, numbers] = all.entry((from, send.to)).or_default();
            (*messages, *numbers) = (*messages + 1, *numbers + send.range.len());
        }
    }
    m.open("table", &[("class", "r-table num")]);
    head(m, &[t.link_head, t.messages, t.bytes]);
    m.open("tbody", &[]);
    let name = |rank: usize| if rank == plan.workers { t.server.to_owned() } else { rank.to_string() };
    for ((from, to), [messages, numbers]) in all {
        m.open("tr", &[]);
        m.element("th", &[("scope", "row")], &[&name(from), " → ", &name(to)].concat());
        m.element("td", &[], &messages.to_string());
        m.element("td", &[], &bytes(lang, BYTES * numbers));
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

/// The heads of a table's columns.
pub fn head(m: &mut HtmlWriter, names: &[&str]) {
    m.open("thead", &[]);
    m.open("tr", &[]);
    for name in names {
        m.element("th", &[("scope", "col")], name);
    }
    m.close("tr");
    m.close("thead");
}

/// Bytes to the last one, as counters have them.
pub fn whole_bytes(lang: Lang, n: f64) -> String {
    [&*number::integer(lang, n), lang.pick(" バイト", " bytes")].concat()
}
