//! Taking a network to a board: its files, and whether it fits.

mod drawing;
mod texts;

use super::state::{DietState, diet_of};
use super::test_ids;
use crate::diet::memory::{Help, MemoryAsk, MemoryTold, NETWORKS};
use crate::diet::messages::DietRequest;
use drawing::{first_over, helps, peak, table};
use karui_protocol::FileFormat;
use karui_shell::state::{Lab, LabState};
use karui_spec::{BOARDS, Board};
use karui_ui::canvas::follow_width;
use karui_ui::html::HtmlRegion;
use karui_ui::reactive::{effect, flag, handler, memo, optional, text};
use karui_ui::{Lang, number, use_lang};
use leptos::ev::Event;
use leptos::{html, prelude::*};
use texts::{Texts, say, use_texts};
use web_sys::Element;

/// What the page knows of the memory that networks need.
#[derive(Clone, Copy)]
pub struct MemoryState {
    /// What is asked for.
    ask: RwSignal<MemoryAsk>,
    /// The board's place in [`BOARDS`].
    board: RwSignal<usize>,
    /// The last answer.
    told: RwSignal<Option<MemoryTold>>,
}

impl LabState for MemoryState {
    fn new(_lab: Lab) -> Self {
        MemoryState { ask: RwSignal::new(MemoryAsk::default()), board: RwSignal::new(0), told: RwSignal::new(None) }
    }
}

impl MemoryState {
    /// Takes in an answer; one to an earlier question is left.
    pub fn take(self, told: MemoryTold) {
        if told.ask == self.ask.get_untracked() {
            self.told.set(Some(told));
        }
    }
}

/// The files that boards take.
fn board_files() -> AnyView {
    let lab = Lab::here();
    let save = move |testid, name: fn(&Texts) -> &'static str, format| {
        view! {
            <button
                type="button"
                class="btn small"
                data-testid=testid
                disabled=flag(move || !diet_of(lab).can_compress())
                on:click=handler(move |_| diet_of(lab).export_network(format))
            >
                {say(name)}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="row">
            {save(test_ids::EXPORT_TFLITE, |t| t.tflite, FileFormat::Tflite)}
            {save(test_ids::EXPORT_C, |t| t.c, FileFormat::C)}
            {save(test_ids::EXPORT_ARDUINO, |t| t.arduino, FileFormat::Arduino)}
        </div>
        <p class="help">{say(|t| t.board_files)}</p>
    }
    .into_any()
}

/// Whether the network fits a board.
pub fn will_it_fit() -> AnyView {
    let (lab, lang, t) = (Lab::here(), use_lang(), use_texts());
    let MemoryState { board, told, .. } = lab.state();
    let is_open = RwSignal::new(true);
    ask_when_due(diet_of(lab), is_open);
    let holder = NodeRef::<html::Div>::new();
    let width = follow_width(holder);
    let with = move |draw: fn(&mut _, Lang, &Texts, &MemoryTold, &Board)| {
        move |m: &mut _| {
            let lang = lang.get();
            told.with(|told| told.iter().for_each(|told| draw(m, lang, texts::of(lang), told, &BOARDS[board.get()])));
        }
    };
    let picture = HtmlRegion::new("m-drawing", move |m| {
        let (lang, width) = (lang.get(), width.get());
        told.with(|told| {
            if let Some(told) = told.as_ref().filter(|_| width > 0.0) {
                drawing::drawing(m, lang, texts::of(lang), told, &BOARDS[board.get()], width);
            }
        });
    });
    let less = HtmlRegion::new("w-scroll", with(helps)).region(move || t.get().helps.to_owned());
    let rows = HtmlRegion::new("w-scroll r-scroll", with(table)).region(move || t.get().as_table.to_owned());
    let raw = move |of: fn(&MemoryTold) -> String| optional(move || told.with(|told| told.as_ref().map(of)));
    let fits = move || told.with(|told| told.as_ref().map(|told| BOARDS[board.get()].holds(told.arena, told.flash)));
    let is_empty = memo(move || told.with(Option::is_none));
    let has_no_help = memo(move || told.with(|told| told.as_ref().is_none_or(|told| told.helps.is_empty())));
    let verdict = move || {
        let lang = lang.get();
        told.with(|told| told.as_ref().map(|told| verdict(lang, t.get(), told, &BOARDS[board.get()])))
            .unwrap_or_default()
    };
    view! {
        <details
            class="part m-part"
            open=true
            on:toggle=handler(move |event: Event| is_open.set(event_target::<Element>(&event).has_attribute("open")))
            data-testid=test_ids::MEMORY_PLAN
            data-value=raw(|told| told.arena.to_string())
            data-flash=raw(|told| told.flash.to_string())
            data-peak=raw(|told| peak(told).map(|i| told.steps[i].name.clone()).unwrap_or_default())
        >
            <summary><h3>{say(|t| t.title)}</h3></summary>
            <p class="help">{say(|t| t.note)}</p>
            {board_files()}
            {choices(lab)}
            <p class="muted" hidden=flag(move || !is_empty.get())>{say(|t| t.waits)}</p>
            <div class="m-body" hidden=flag(move || is_empty.get())>
                <p
                    class="m-verdict num"
                    role="status"
                    data-testid=test_ids::FITS
                    data-value=optional(move || fits().map(|fits| u8::from(fits).to_string()))
                >
                    {text(verdict)}
                </p>
                <div node_ref=holder>{picture.view()}</div>
                <h4 hidden=flag(move || has_no_help.get())>{say(|t| t.helps)}</h4>
                {less.view()}
                <p class="help">{say(|t| t.patches)}</p>
                <details class="more">
                    <summary>{say(|t| t.as_table)}</summary>
                    {rows.view()}
                </details>
                <p class="help">
                    {say(|t| t.not_counted)} " "
                    <a href=text(move || BOARDS[board.get()].source.to_owned()) target="_blank" rel="noopener">
                        {say(|t| t.source)}
                    </a>
                </p>
            </div>
        </details>
    }
    .into_any()
}

/// Which board, which network, in which numbers.
fn choices(lab: Lab) -> AnyView {
    let MemoryState { ask, board, .. } = lab.state();
    let chosen = move |event: Event| event_target_value(&event).parse::<usize>().ok();
    let boards = BOARDS.iter().enumerate().map(|(i, it)| {
        let size = [it.name, ": ", &bytes(Lang::En, it.ram)].concat();
        view! { <option value=i.to_string() prop:selected=flag(move || board.get() == i)>{size}</option> }
    });
    let networks = NETWORKS.iter().enumerate().map(|(i, (name, _))| {
        view! {
            <option value=(i + 1).to_string() prop:selected=flag(move || ask.with(|ask| ask.network == Some(i as u8)))>
                {*name}
            </option>
        }
    });
    let numbers = move |value: &'static str, name: fn(&Texts) -> &'static str, is: Option<bool>| {
        view! {
            <option value=value prop:selected=flag(move || ask.with(|ask| ask.is_int8 == is))>{say(name)}</option>
        }
    };
    let in_place = move |event: Event| ask.update(|ask| ask.in_place = event_target_checked(&event));
    view! {
        <div class="q-whose">
            <label class="q-field">
                <span>{say(|t| t.board)}</span>
                <select
                    data-testid=test_ids::BOARD_SELECT
                    on:change=handler(move |event| board.set(chosen(event).unwrap_or(0).min(BOARDS.len() - 1)))
                >
                    {boards.collect_view()}
                </select>
            </label>
            <label class="q-field">
                <span>{say(|t| t.network)}</span>
                <select
                    data-testid=test_ids::MEMORY_NETWORK
                    on:change=handler(move |event| {
                        let at = chosen(event).unwrap_or(0).checked_sub(1).map(|at| at as u8);
                        ask.update(|ask| ask.network = at);
                    })
                >
                    <option value="0" prop:selected=flag(move || ask.with(|ask| ask.network.is_none()))>
                        {say(|t| t.this_network)}
                    </option>
                    {networks.collect_view()}
                </select>
            </label>
            <label class="q-field">
                <span>{say(|t| t.numbers)}</span>
                <select
                    data-testid=test_ids::MEMORY_NUMBERS
                    on:change=handler(move |event| {
                        let is_int8 = match &*event_target_value(&event) {
                            "int8" => Some(true),
                            "float32" => Some(false),
                            _ => None,
                        };
                        ask.update(|ask| ask.is_int8 = is_int8);
                    })
                >
                    {numbers("own", |t| t.own_numbers, None)}
                    {numbers("float32", |t| t.float, Some(false))}
                    {numbers("int8", |t| t.int8, Some(true))}
                </select>
            </label>
            <label class="m-check">
                <input
                    type="checkbox"
                    prop:checked=flag(move || ask.with(|ask| ask.in_place))
                    on:change=handler(in_place)
                />
                <span>{say(|t| t.in_place)}</span>
            </label>
        </div>
    }
    .into_any()
}

/// Asks, while it is looked at, whenever the question, the weights or what was done to them are others.
fn ask_when_due(diet: DietState, is_open: RwSignal<bool>) {
    let lab = diet.lab;
    let ask = lab.state::<MemoryState>().ask;
    let has_weights = memo(move || lab.evaluation.with(Option::is_some) && !lab.is_under_way());
    // The engine tells of a result twice: with its scores, and with its layers' times.
    let done =
        memo(move || diet.result.with(|it| it.as_ref().map(|it| (it.json.clone(), it.after.size.value.to_bits()))));
    effect(move || {
        let (ask, _) = (ask.get(), (done.get(), diet.weights_told.get()));
        if is_open.get() && (has_weights.get() || ask.network.is_some()) {
            lab.ask(&DietRequest::Memory(ask));
        }
    });
}

/// Whether it fits, by how much, and where most is needed.
fn verdict(lang: Lang, t: &Texts, told: &MemoryTold, board: &Board) -> String {
    let room = board.flash.map_or(t.card.to_owned(), |flash| bytes(lang, flash));
    let sizes = [told.arena, board.ram, told.flash].map(|n| bytes(lang, n));
    let sizes = [&*sizes[0], &*sizes[1], &*sizes[2], &*room];
    let says = if board.holds(told.arena, told.flash) { t.fits } else { t.bursts };
    let mut words = says(board.name, sizes);
    let (first, most) = (first_over(told, board.ram), peak(told));
    let more = [(first, t.bursts_at), (most.filter(|_| most != first), t.peak_at)];
    for (at, tell) in more {
        if let Some(step) = at.map(|at| &told.steps[at]) {
            words.push_str(lang.pick("", " "));
            words.push_str(&tell(&step.name, &bytes(lang, step.live)));
        }
    }
    words
}

fn help_name(lang: Lang, t: &Texts, help: Help) -> String {
    match help {
        Help::Int8 => t.to_int8.to_owned(),
        Help::Alpha(alpha) => (t.to_alpha)(&number::significant(lang, f64::from(alpha), 3)),
        Help::Resolution(side) => (t.to_resolution)(&number::integer(lang, f64::from(side))),
    }
}

/// A length as boards' makers give it, in units of 1,024.
fn bytes(lang: Lang, value: u64) -> String {
    let value = value as f64 / 1024.0;
    if value == 0.0 {
        "0".to_owned()
    } else if value < 10.0 {
        number::decimal(lang, value, 2) + " KiB"
    } else if value < 10_000.0 {
        number::integer(lang, value) + " KiB"
    } else {
        number::integer(lang, value / 1024.0) + " MiB"
    }
}
