//! Memory: what each worker holds, with the states shared out or not.

pub mod state;
mod texts;

use super::allreduce::head;
use super::fields::{choice, count, field};
use super::state::parallel_of;
use super::test_ids;
use karui_parallel::memory::{Memory, PerParameter, Ways, Zero};
use karui_protocol::{Error, OptimizerKind};
use karui_shell::state::Lab;
use karui_ui::fields::options;
use karui_ui::html::{HtmlRegion, HtmlWriter, units};
use karui_ui::reactive::{memo, optional, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use state::{Example, MemoryState, PARTS, Stage, WORKERS};
use texts::{Texts, example_name, of, say, stage_name};

/// A model, and what a worker holds of it for each stage of ZeRO.
#[derive(Debug, Clone, PartialEq)]
struct Held {
    parameters: u64,
    bytes: PerParameter,
    all: [Memory; 4],
}

impl Held {
    fn of(lab: Lab, state: MemoryState) -> Result<Option<Self>, Error> {
        let [workers, tensor, pipeline] = [state.workers, state.tensor, state.pipeline].map(|n| n.get() as u64);
        let ways = Ways::new(workers, tensor, pipeline)?;
        let (parameters, bytes, activations) = match state.example.get() {
            Example::Paper => (7_500_000_000, PerParameter::MIXED_ADAM, 0),
            Example::Own => {
                let shown = lab.shown();
                let moments = match shown.train.optimizer {
                    OptimizerKind::Sgd => 0,
                    OptimizerKind::Momentum => 1,
                    OptimizerKind::Adam | OptimizerKind::AdamW => 2,
                };
                let known = lab.network.with(|network| {
                    let network = network.as_ref()?;
                    let numbers: usize = network.layers.iter().map(|layer| layer.output.len()).sum();
                    Some((network.params.value as u64, numbers as u64))
                });
                let Some((parameters, numbers)) = known else { return Ok(None) };
                // A worker has its share of the batch, and of each image the output of every layer in 32 bits.
                let images = (shown.train.batch as u64).div_ceil(ways.data);
                (parameters, PerParameter::float32(moments), 4 * numbers * images)
            }
        };
        let all = Zero::ALL.map(|zero| {
            Memory::of_states(parameters, bytes, ways, zero).with_activations(activations, ways, ways.pipeline)
        });
        Ok(Some(Held { parameters, bytes, all }))
    }
}

/// The part of the page.
pub fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), parallel_of(lab).memory);
    let held: Signal<Result<Option<Held>, Error>> = memo(move || Held::of(lab, state)).into();
    let chosen = move || held.with(|held| held.as_ref().ok()?.as_ref().map(|held| held.all[state.stage.get().index()]));
    let example = field("p-example", |lang| &of(lang).example).testid(test_ids::MEMORY_EXAMPLE);
    let stage = field("p-zero", |lang| &of(lang).stage).testid(test_ids::ZERO_STAGE);
    let workers = field("p-all", |lang| &of(lang).workers).testid(test_ids::MEMORY_WORKERS);
    let tensor = field("p-tensor", |lang| &of(lang).tensor).testid(test_ids::MEMORY_TENSOR);
    let pipeline = field("p-pipes", |lang| &of(lang).pipeline).testid(test_ids::MEMORY_PIPELINE);
    let bars = HtmlRegion::new("p-memory p-drawing", move |m| {
        let (lang, stage) = (lang.get(), state.stage.get());
        held.with(|held| {
            if let Ok(Some(held)) = held {
                bars(m, lang, of(lang), held, stage);
            }
        });
    })
    .testid(test_ids::MEMORY_BARS);
    let table = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        if let Some(memory) = chosen() {
            table(m, lang, of(lang), memory);
        }
    })
    .region(move || of(lang.get()).title.to_owned());
    let told = move || {
        let lang = lang.get();
        let t = of(lang);
        held.with(|held| match held {
            Err(_) => {
                let [all, tensor, pipeline] = [state.workers, state.tensor, state.pipeline].map(|n| n.get());
                let (below, above) = multiples(all, tensor * pipeline);
                (t.misfit)(all, tensor * pipeline, below, above)
            }
            Ok(None) => t.no_network.to_owned(),
            Ok(Some(held)) => {
                let total = bytes(lang, held.all[state.stage.get().index()].total());
                (t.total)(&total, &number::integer(lang, held.parameters as f64))
            }
        })
    };
    let formula = move || {
        let t = of(lang.get());
        let PerParameter { parameter, gradient, optimizer } =
            held.with(|held| held.as_ref().ok().and_then(|held| held.as_ref().map(|held| held.bytes)))?;
        Some((t.formula)(state.stage.get(), parameter, gradient, optimizer))
    };
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.title)}</h3>
            <p class="help">{say(|t| t.note)}</p>
            <div class="p-live">
                <div class="p-controls">
                    {choice(example, options(Example::ALL, Example::id, example_name), state.example)}
                    {choice(stage, options(Stage::ALL, Stage::id, stage_name), state.stage)}
                    {count(workers, state.workers, WORKERS)}
                    {count(tensor, state.tensor, PARTS)}
                    {count(pipeline, state.pipeline, PARTS)}
                </div>
                <div class="p-view">
                    <p
                        class="p-total num"
                        data-testid=test_ids::MEMORY_PER_WORKER
                        data-value=optional(move || chosen().map(|memory| memory.total().to_string()))
                    >
                        {text(told)}
                    </p>
                    <p class="help num">{text(move || formula().unwrap_or_default())}</p>
                    {bars.view()}
                </div>
            </div>
            {table.view()}
            <p class="help">{text(move || (of(lang.get()).about)(state.stage.get()))}</p>
        </section>
    }
    .into_any()
}

/// The multiples of `of` that are next to `n` among what can be chosen; below the first one the first.
fn multiples(n: usize, of: usize) -> (usize, usize) {
    let most = WORKERS[1] / of.max(1) * of;
    let below = (n / of.max(1) * of).clamp(of, most);
    (below, (below + of).min(most))
}

/// Bytes, also many.
fn bytes(lang: Lang, n: u64) -> String {
    if n >= 1_000_000_000 {
        [&number::exact(lang, n as f64 / 1e9, 3), " GB"].concat()
    } else {
        number::bytes(lang, n as f64)
    }
}

fn parts(memory: Memory) -> [u64; 4] {
    [memory.parameters, memory.gradients, memory.optimizer, memory.activations]
}

fn bars(m: &mut HtmlWriter, lang: Lang, t: &Texts, held: &Held, chosen: Stage) {
    let most = held.all.iter().map(Memory::total).max().unwrap_or(1).max(1) as f64;
    m.open("ul", &[("class", "p-bars wide")]);
    for &stage in Stage::ALL {
        let memory = held.all[stage.index()];
        m.open("li", if stage == chosen { &[("class", "chosen")] } else { &[] });
        m.span("span", "p-worker", lang.of(stage_name(stage)));
        let attrs =
            [("class", "p-bar"), ("viewBox", "0 0 100 1"), ("preserveAspectRatio", "none"), ("aria-hidden", "true")];
        m.open("svg", &attrs);
        let mut x = 0.0;
        for (i, part) in parts(memory).into_iter().enumerate() {
            let width = 100.0 * part as f64 / most;
            let class = ["p-part p-s", &i.to_string()].concat();
            m.element("rect", &[("class", &class), ("x", &units(x)), ("width", &units(width)), ("height", "1")], "");
            x += width;
        }
        m.close("svg");
        m.span("span", "num", &bytes(lang, memory.total()));
        m.close("li");
    }
    m.close("ul");
    m.open("p", &[("class", "p-legend")]);
    for (i, name) in [t.parameters, t.gradients, t.optimizer, t.activations].into_iter().enumerate() {
        m.open("span", &[("class", &["p-key p-s", &i.to_string()].concat())]);
        m.close("span");
        m.span("span", "", name);
    }
    m.close("p");
}

fn table(m: &mut HtmlWriter, lang: Lang, t: &Texts, memory: Memory) {
    m.open("table", &[("class", "r-table num")]);
    head(m, &[t.what, t.bytes]);
    m.open("tbody", &[]);
    for (name, part) in [t.parameters, t.gradients, t.optimizer, t.activations].into_iter().zip(parts(memory)) {
        m.open("tr", &[]);
        m.element("th", &[("scope", "row")], name);
        m.element("td", &[], &bytes(lang, part));
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_advised_can_be_chosen_and_fits() {
        assert_eq!(multiples(64, 7), (63, 70));
        assert_eq!(multiples(3, 7), (7, 14));
        assert_eq!(multiples(1024, 7), (1022, 1022));
        for n in WORKERS[0]..=WORKERS[1] {
            for of in 1..=PARTS[1] * PARTS[1] {
                let (below, above) = multiples(n, of);
                assert!(
                    [below, above].iter().all(|it| it.is_multiple_of(of) && (of..=WORKERS[1]).contains(it)),
                    "{n} {of}"
                );
            }
        }
    }
}
