//! A schedule by hand: the learner places one piece of work after the other, and is told why one cannot be placed.

use super::draw::{Looked, draw};
use super::state::PipelineState;
use super::test_ids;
use super::texts::{Texts, illegal, of, op_name, say};
use karui_parallel::pipeline::{Builder, Illegal, Op, Place, Timeline, Work};
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::reactive::{flag, handler, memo, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// How it stands with a piece of work.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Piece {
    /// It could be placed now.
    Ready,
    /// Something has to be done before.
    Later,
    /// It is placed. It stays among the others: whoever placed it by a key goes on from there.
    Placed,
}

/// What has been placed, and in time.
#[derive(Debug, Clone, PartialEq)]
struct Built {
    timeline: Timeline,
    /// For each rank, all its work, and how it stands with it.
    pieces: Vec<Vec<(Op, Piece)>>,
    held: Vec<usize>,
    is_whole: bool,
}

impl Built {
    fn of(state: PipelineState) -> Option<Self> {
        let builder: Builder = state.builder()?;
        let size = builder.size();
        let timeline = builder.timeline(&vec![state.times(); size.stages()], 0.0).ok()?;
        let pieces = (0..size.ranks)
            .map(|rank| {
                let piece = |op: Op| match builder.check(Place { rank, op }) {
                    Ok(()) => Piece::Ready,
                    Err(Illegal::Done(_)) => Piece::Placed,
                    Err(_) => Piece::Later,
                };
                size.all(rank).map(|place| (place.op, piece(place.op))).collect()
            })
            .collect();
        let held = (0..size.ranks).map(|rank| builder.held(rank)).collect();
        Some(Built { timeline, pieces, held, is_whole: builder.finish().is_ok() })
    }
}

pub fn view(state: PipelineState) -> AnyView {
    let lang = use_lang();
    let built: Signal<Option<Built>> = memo(move || Built::of(state)).into();
    let drawing = HtmlRegion::new("w-scroll p-scroll r-plot", move |m| {
        let lang = lang.get();
        built.with(|built| {
            if let Some(built) = built {
                let end = built.timeline.makespan.max(8.0);
                let time = |v: f64| number::significant(lang, v, 3);
                draw(m, lang, of(lang), &built.timeline, end, time, &Looked { has_bubbles: false, bubble: None });
            }
        });
    })
    .testid(test_ids::PIPELINE_HAND);
    let pieces = HtmlRegion::new("p-pieces", move |m| {
        let lang = lang.get();
        built.with(|built| {
            if let Some(built) = built {
                pieces(m, of(lang), built);
            }
        });
    })
    .testid(test_ids::PIPELINE_PIECES)
    .on_event(move |event| {
        if !event.is_look && event.action == "place" {
            state.place(Place { rank: event.at, op: op_of(event.part) });
        }
    });
    let told = move || {
        let lang = lang.get();
        match (state.refused.get(), built.get()) {
            (Some(why), _) => illegal(lang, &why),
            (None, Some(built)) => stands(lang, of(lang), &built),
            (None, None) => String::new(),
        }
    };
    let is_building = move || state.by_hand.with(Option::is_some);
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.hand_title)}</h3>
            <p class="help">{say(|t| t.hand_note)}</p>
            <div class="row">
                <button
                    type="button"
                    class="btn"
                    data-testid=test_ids::PIPELINE_BUILD
                    on:click=handler(move |_| {
                        state.refused.set(None);
                        state.by_hand.set(Some(Vec::new()));
                    })
                >
                    {text(move || {
                        let t = of(lang.get());
                        if is_building() { t.again } else { t.build }
                    })}
                </button>
                <button type="button" class="btn" disabled=flag(move || !is_building()) on:click=handler(move |_| state.undo())>
                    {say(|t| t.undo)}
                </button>
            </div>
            {pieces.view()}
            <p
                class="p-told num"
                role="status"
                class:wrong=flag(move || state.refused.with(Option::is_some))
                data-testid=test_ids::PIPELINE_REFUSED
            >
                {text(told)}
            </p>
            {drawing.view()}
        </section>
    }
    .into_any()
}

fn pieces(m: &mut HtmlWriter, t: &Texts, built: &Built) {
    for (rank, pieces) in built.pieces.iter().enumerate() {
        m.open("div", &[("class", "p-rank"), ("role", "group"), ("aria-label", &(t.rank)(rank))]);
        m.span("span", "p-rank-name", &(t.rank)(rank));
        for (op, piece) in pieces {
            let (at, part) = (rank.to_string(), number_of(*op).to_string());
            let class = match piece {
                Piece::Ready => "btn small ready",
                Piece::Later => "btn small quiet",
                Piece::Placed => "btn small quiet placed",
            };
            let attrs = [
                ("type", "button"),
                ("class", class),
                ("aria-disabled", if *piece == Piece::Placed { "true" } else { "false" }),
                ("data-do", "place"),
                ("data-at", &*at),
                ("data-part", &*part),
            ];
            m.element("button", &attrs, &op_name(*op));
        }
        m.close("div");
    }
}

/// A piece as a number, for the drawing's events.
fn number_of(op: Op) -> usize {
    let work = match op.work {
        Work::F => 0,
        Work::B => 1,
        Work::W => 2,
    };
    op.microbatch * 3 + work
}

fn op_of(number: usize) -> Op {
    let work = [Work::F, Work::B, Work::W][number % 3];
    Op { work, microbatch: number / 3, chunk: 0 }
}

fn stands(lang: Lang, t: &Texts, built: &Built) -> String {
    let makespan = number::significant(lang, built.timeline.makespan, 4);
    let share = number::percent(lang, built.timeline.bubble_fraction(), 1);
    let held: Vec<String> = built.held.iter().map(usize::to_string).collect();
    (t.built)(built.is_whole, &makespan, &share, &held.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_comes_back_from_its_number() {
        for microbatch in 0..4 {
            for work in [Work::F, Work::B, Work::W] {
                let op = Op { work, microbatch, chunk: 0 };
                assert_eq!(op_of(number_of(op)), op);
            }
        }
    }
}
