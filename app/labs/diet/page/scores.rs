//! The scoreboard of the bench: each figure now, what it was before, and the change.

use crate::diet::messages::Scores;
use crate::diet::page::state::diet_of;
use crate::diet::page::{DIET, TRIALS, test_ids};
use karui_protocol::{Figure, How, Unit};
use karui_shell::recipe::texts::{Texts, use_texts};
use karui_shell::state::Lab;
use karui_ui::figure::FigureButton;
use karui_ui::reactive::{memo, text, views};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// A figure of the scoreboard.
struct Score {
    testid: &'static str,
    name: fn(&Texts) -> &'static str,
    of: fn(Scores) -> Figure,
}

/// Size, speed and accuracy, side by side on a phone.
static MAIN: [Score; 3] = [
    Score { testid: test_ids::SCORE_SIZE, name: |t| t.size, of: |s| s.size },
    Score { testid: test_ids::SCORE_THROUGHPUT, name: |t| t.throughput, of: |s| s.throughput },
    Score { testid: test_ids::SCORE_ACCURACY, name: |t| t.accuracy, of: |s| s.accuracy },
];

/// The others.
static MORE: [Score; 3] = [
    Score { testid: test_ids::SCORE_LATENCY, name: |t| t.latency, of: |s| s.latency },
    Score { testid: test_ids::SCORE_MACS, name: |t| t.macs, of: |s| s.macs },
    Score { testid: test_ids::SCORE_NONZERO, name: |t| t.nonzero, of: |s| s.nonzero },
];

/// Whether the scoreboard is the bench's: while the bench is looked at, or a recipe has come to something.
pub fn is_shown(lab: Lab) -> bool {
    let is_open = [DIET, TRIALS].contains(&lab.view.tab.get());
    is_open || (diet_of(lab).result.with(Option::is_some) && !lab.is_under_way())
}

/// Size, speed, accuracy.
#[component]
pub fn MainScores() -> impl IntoView {
    views(MAIN.iter().map(tile))
}

/// What else is known.
#[component]
pub fn MoreScores() -> impl IntoView {
    views(MORE.iter().map(tile))
}

/// The tile of a score. It carries both raw numbers; a button for each opens its origin.
fn tile(score: &'static Score) -> AnyView {
    let (lab, lang, t) = (Lab::here(), use_lang(), use_texts());
    let now = Signal::derive(move || diet_of(lab).now().map(score.of));
    let before = Signal::derive(move || diet_of(lab).before.get().map(score.of));
    let name = Signal::derive(move || (score.name)(t.get()).to_owned());
    let name_before = Signal::derive(move || (t.get().score_before)((score.name)(t.get())));
    let raw = |figure: Signal<Option<Figure>>| {
        text(move || figure.with(|f| f.as_ref().map(|f| f.value.to_string()).unwrap_or_default()))
    };
    let parts = move || now.with(|f| f.as_ref().map_or(("—".into(), ""), |f| number::figure_parts(lang.get(), f)));
    let changed = memo(move || match (before.get(), now.get()) {
        (Some(before), Some(now)) if diet_of(lab).result.with(Option::is_some) => change(&before, &now),
        _ => Change::None,
    });
    view! {
        <div class="tile d-score" data-testid=score.testid data-value=raw(now) data-before=raw(before)>
            <FigureButton figure=now label=name class="tile-button">
                <span class="tile-label">{text(move || name.get())}</span>
                <span class="tile-number num">
                    {text(move || parts().0)}
                    <span class="tile-unit">{text(move || parts().1)}</span>
                </span>
            </FigureButton>
            <strong class=text(move || ["d-change ", changed.get().class()].concat())>
                {text(move || changed.get().text(lang.get(), t.get()))}
            </strong>
            <p class="d-before muted">
                {text(move || t.get().before)} " " <FigureButton figure=before label=name_before />
            </p>
        </div>
    }
    .into_any()
}

/// What has become of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Change {
    /// There is nothing to compare.
    None,
    Same,
    /// The difference is no larger than what two measurements of the same thing may differ by.
    WithinNoise,
    /// A part of what was before more, or less where negative.
    Share(f64),
    /// Points of a percent.
    Points(f64),
    /// So many times as fast.
    Faster(f64),
    /// So many times as slow.
    Slower(f64),
}

/// How `now` differs from `before`, in the way that suits its unit.
fn change(before: &Figure, now: &Figure) -> Change {
    let (was, is) = (before.value, now.value);
    let spread = |figure: &Figure| if let How::Timed { spread, .. } = figure.how { spread } else { 0.0 };
    let times = |times: f64| if times >= 1.0 { Change::Faster(times) } else { Change::Slower(1.0 / times) };
    match now.unit {
        _ if was == is => Change::Same,
        Unit::Milliseconds | Unit::ImagesPerSecond if (was - is).abs() <= spread(before) + spread(now) => {
            Change::WithinNoise
        }
        Unit::Milliseconds => times(was / is),
        Unit::ImagesPerSecond => times(is / was),
        Unit::Fraction => Change::Points((is - was) * 100.0),
        Unit::Count | Unit::Bytes | Unit::Nats | Unit::Gflops | Unit::GigabytesPerSecond => {
            Change::Share(is / was - 1.0)
        }
    }
}

impl Change {
    /// Its colour, which says no more than its sign or word does.
    fn class(self) -> &'static str {
        match self {
            Change::Faster(_) => "good",
            Change::Slower(_) => "bad",
            // Less is better of what is counted, more of accuracy.
            Change::Share(by) if by < 0.0 => "good",
            Change::Points(by) if by > 0.0 => "good",
            Change::Share(_) | Change::Points(_) => "bad",
            Change::None | Change::Same | Change::WithinNoise => "muted",
        }
    }

    fn text(self, lang: Lang, t: &Texts) -> String {
        let signed = |by: f64, text: String| [if by < 0.0 { "−" } else { "+" }, &text].concat();
        let times = |times: f64| number::exact(lang, times, if times < 10.0 { 2 } else { 3 });
        match self {
            Change::None => String::new(),
            Change::Same => t.same.into(),
            Change::WithinNoise => t.within_noise.into(),
            Change::Share(by) => signed(by, number::percent(lang, by.abs(), if by.abs() < 0.1 { 1 } else { 0 })),
            Change::Points(by) => signed(by, (t.points)(&number::decimal(lang, by.abs(), 2))),
            Change::Faster(by) => (t.faster)(&times(by)),
            Change::Slower(by) => (t.slower)(&times(by)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timed(value: f64, unit: Unit) -> Figure {
        let how = How::Timed { samples: vec![value], spread: 0.1, kernel: String::new(), batch: 1 };
        Figure { value, unit, how }
    }

    #[test]
    fn each_unit_has_its_own_change() {
        assert_eq!(change(&Figure::stored(400, "a"), &Figure::stored(100, "a")), Change::Share(-0.75));
        assert_eq!(change(&Figure::counted(90, 100), &Figure::counted(65, 100)), Change::Points(-25.0));
        assert_eq!(change(&Figure::counted(9, 10), &Figure::counted(9, 10)), Change::Same);
        let ms = |value| timed(value, Unit::Milliseconds);
        assert_eq!(change(&ms(4.0), &ms(2.0)), Change::Faster(2.0));
        assert_eq!(change(&ms(2.0), &ms(4.0)), Change::Slower(2.0));
        let speed = |value| timed(value, Unit::ImagesPerSecond);
        assert_eq!(change(&speed(2.0), &speed(4.0)), Change::Faster(2.0));
    }

    #[test]
    fn what_a_clock_cannot_tell_apart_is_no_change() {
        let ms = |value| timed(value, Unit::Milliseconds);
        assert_eq!(change(&ms(2.0), &ms(1.9)), Change::WithinNoise);
    }

    #[test]
    fn less_is_better_of_what_is_counted_and_worse_of_accuracy() {
        assert_eq!((Change::Share(-0.5).class(), Change::Points(-0.5).class()), ("good", "bad"));
    }
}
