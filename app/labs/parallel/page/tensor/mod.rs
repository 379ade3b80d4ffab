//! Tensor parallel: the blocks of the matrices, what is added up among the workers, and that it is one worker's result.

mod draw;
pub mod state;
mod texts;

use super::allreduce::head;
use super::fields::{choice, count, field};
use super::state::{can_ask, parallel_of};
use super::test_ids;
use super::training::amount;
use crate::parallel::messages::{Divided, Joined};
use karui_shell::state::Lab;
use karui_ui::fields::options;
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::reactive::{effect, optional, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use state::{WORKERS, What};
use texts::{Texts, of, say, what_name};

/// The part of the page.
pub fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), parallel_of(lab).tensor);
    // Of the data that are chosen: other ones are other numbers.
    effect(move || {
        if can_ask(lab) {
            state.ask(lab);
        }
    });
    let what = field("p-what", |lang| &of(lang).what).testid(test_ids::TENSOR_WHAT);
    let workers = field("p-sharers", |lang| &of(lang).workers).testid(test_ids::TENSOR_WORKERS);
    let region = move |class: &'static str, draw: fn(&mut HtmlWriter, Lang, (&Divided, &Joined), Option<usize>)| {
        HtmlRegion::new(class, move |m| {
            let (lang, looked) = (lang.get(), state.looked.get());
            state.joined.with(|joined| {
                if let Some(Ok((divided, joined))) = joined {
                    draw(m, lang, (divided, joined), looked);
                }
            });
        })
    };
    let look = move |event: karui_ui::html::RegionEvent| {
        if event.action == "block" && state.looked.get_untracked() != Some(event.at) {
            state.looked.set(Some(event.at));
        }
    };
    let told = move || {
        let lang = lang.get();
        state.joined.with(|joined| match joined {
            None => of(lang).computing.to_owned(),
            Some(Err(error)) => karui_shell::i18n::error_text(lang, error),
            Some(Ok((_, joined))) => same(lang, joined),
        })
    };
    // The worst of the three, as a part of the largest number.
    let worst = move || {
        state.joined.with(|joined| {
            let (_, joined) = joined.as_ref()?.as_ref().ok()?;
            let parts = joined.differences.iter().map(|(apart, largest)| apart / largest.max(f32::MIN_POSITIVE));
            Some(parts.fold(0.0f32, f32::max).to_string())
        })
    };
    let exchanged = move |which: usize| {
        state.joined.with(|joined| Some(joined.as_ref()?.as_ref().ok()?.1.exchanged[which].to_string()))
    };
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.title)}</h3>
            <p class="help">{say(|t| t.note)}</p>
            <div class="p-live">
                <div class="p-controls">
                    {choice(what, options(What::ALL, What::id, what_name), state.what)}
                    {count(workers, state.workers, WORKERS)}
                </div>
                <div class="p-view">
                    <p class="help">{text(move || (of(lang.get()).about)(state.what.get()))}</p>
                    {region("p-drawing p-blocks r-plot", draw::draw).testid(test_ids::TENSOR_BLOCKS).on_event(look).view()}
                    <p
                        class="p-told num"
                        role="status"
                        data-testid=test_ids::TENSOR_DIFFERENCE
                        data-value=optional(worst)
                        data-forward=optional(move || exchanged(0))
                        data-backward=optional(move || exchanged(1))
                    >
                        {text(told)}
                    </p>
                </div>
            </div>
            {region("w-scroll r-scroll", table).region(move || of(lang.get()).first.to_owned()).testid(test_ids::TENSOR_TABLE).view()}
        </section>
    }
    .into_any()
}

/// That it is the same, and what is sent for it.
fn same(lang: Lang, joined: &Joined) -> String {
    let t = of(lang);
    let part = |(apart, largest): (f32, f32)| {
        if apart == 0.0 { t.none.to_owned() } else { amount(lang, apart / largest.max(f32::MIN_POSITIVE)) }
    };
    let [output, input, weights] = joined.differences.map(part);
    let [forward, backward] = joined.exchanged.map(|numbers| number::integer(lang, numbers as f64));
    let is_sum = joined.sizes.len() > 1;
    [
        (t.forward)(is_sum, &forward, joined.images),
        (t.backward)(&backward),
        " ".to_owned(),
        (t.same)(&output, &input, &weights),
    ]
    .concat()
}

/// The first numbers of the first image's output: of each worker, their sum, and one worker's.
fn table(m: &mut HtmlWriter, lang: Lang, (divided, joined): (&Divided, &Joined), looked: Option<usize>) {
    let t = of(lang);
    let row = |m: &mut HtmlWriter, name: &str, held: &str, values: &[f32], class: &str| {
        m.open("tr", &[("class", class)]);
        m.element("th", &[("scope", "row")], name);
        m.element("td", &[], held);
        for value in values {
            m.element("td", &[], &number::decimal(lang, f64::from(*value), 4));
        }
        m.close("tr");
    };
    m.element("h4", &[], t.first);
    m.open("table", &[("class", "r-table num")]);
    let numbers: Vec<String> = (0..joined.alone.len()).map(|i| i.to_string()).collect();
    let heads: Vec<&str> = ["", t.part].into_iter().chain(numbers.iter().map(String::as_str)).collect();
    head(m, &heads);
    m.open("tbody", &[]);
    for (rank, block) in joined.blocks.iter().enumerate() {
        let held = held(lang, t, block);
        let class = if looked == Some(rank) { "chosen" } else { "" };
        row(m, &(t.worker)(rank), &held, &block.output, class);
    }
    if !divided.is_convolution {
        let sum: Vec<f32> =
            (0..joined.alone.len()).map(|i| joined.blocks.iter().filter_map(|it| it.output.get(i)).sum()).collect();
        row(m, t.sum, "", &sum, "p-sum");
    }
    row(m, t.alone, "", &joined.alone, "");
    m.close("tbody");
    m.close("table");
}

/// Which units a worker has, and how many weights.
fn held(lang: Lang, t: &Texts, block: &crate::parallel::messages::Block) -> String {
    let (from, to) = block.units;
    (t.holds)(from, to.saturating_sub(1), &number::integer(lang, block.weights as f64))
}
