//! The scoreboard of the bench: each figure now, what it was before, and the change.

use crate::diet::messages::{Diet, Scores, Timed};
use crate::diet::page::state::diet_of;
use crate::diet::page::{DIET, TRIALS, test_ids};
use karui_protocol::{Comparison, Figure, How, Interval, Unit, Verdict};
use karui_shell::recipe::texts::{Texts, say, use_texts};
use karui_shell::state::Lab;
use karui_ui::figure::FigureButton;
use karui_ui::reactive::{flag, handler, maybe_view, memo, text, views};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// A figure of the scoreboard.
struct Score {
    testid: &'static str,
    verdict: &'static str,
    name: fn(&Texts) -> &'static str,
    of: fn(Scores) -> Figure,
}

/// Size, speed and accuracy, side by side on a phone.
static MAIN: [Score; 3] = [
    Score { testid: test_ids::SCORE_SIZE, verdict: test_ids::VERDICT_SIZE, name: |t| t.size, of: |s| s.size },
    Score {
        testid: test_ids::SCORE_THROUGHPUT,
        verdict: test_ids::VERDICT_THROUGHPUT,
        name: |t| t.throughput,
        of: |s| s.throughput,
    },
    Score {
        testid: test_ids::SCORE_ACCURACY,
        verdict: test_ids::VERDICT_ACCURACY,
        name: |t| t.accuracy,
        of: |s| s.accuracy,
    },
];

/// The others.
static MORE: [Score; 3] = [
    Score {
        testid: test_ids::SCORE_LATENCY,
        verdict: test_ids::VERDICT_LATENCY,
        name: |t| t.latency,
        of: |s| s.latency,
    },
    Score { testid: test_ids::SCORE_MACS, verdict: test_ids::VERDICT_MACS, name: |t| t.macs, of: |s| s.macs },
    Score {
        testid: test_ids::SCORE_NONZERO,
        verdict: test_ids::VERDICT_NONZERO,
        name: |t| t.nonzero,
        of: |s| s.nonzero,
    },
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
    view! {
        {views(MORE.iter().map(tile))}
        <p class="help d-batches">{say(|t| t.accuracy_images)}</p>
        <p class="help d-batches">{say(|t| t.batches)}</p>
        <div class="d-again">
            <MeasureAgain />
            <Busy />
        </div>
    }
    .into_any()
}

/// Whether the result was timed, and something more of that holds.
fn is_timed(lab: Lab, of: fn(&Timed) -> bool) -> Memo<bool> {
    let result = diet_of(lab).result;
    memo(move || result.with(|result| result.as_ref().and_then(|diet| diet.timed.as_ref()).is_some_and(of)))
}

/// Times the result once more.
#[component]
fn MeasureAgain() -> impl IntoView {
    let lab = Lab::here();
    let diet = diet_of(lab);
    let is_timed = is_timed(lab, |_| true);
    view! {
        <button
            type="button"
            class="btn quiet small"
            data-testid=test_ids::MEASURE_AGAIN
            title=say(|t| t.measure_again_help)
            hidden=flag(move || !is_timed.get())
            aria-busy=text(move || diet.measures_again.get().to_string())
            disabled=flag(move || diet.measures_again.get() || !diet_of(lab).can_compress())
            on:click=handler(move |_| diet_of(lab).measure_again())
        >
            {say(|t| t.measure_again)}
        </button>
    }
    .into_any()
}

/// Says so where the machine did something else while the result was timed.
#[component]
fn Busy() -> impl IntoView {
    let is_busy = is_timed(Lab::here(), Timed::is_busy);
    view! { <p class="help" role="status">{maybe_view(move || is_busy.get().then(|| say(|t| t.is_busy)))}</p> }
        .into_any()
}

/// The tile of a score. It carries both raw numbers; a button for each opens its origin.
fn tile(score: &'static Score) -> AnyView {
    let (lab, lang, t) = (Lab::here(), use_lang(), use_texts());
    let now = Signal::derive(move || diet_of(lab).now().map(score.of));
    let before = Signal::derive(move || diet_of(lab).before.get().map(score.of));
    let name = Signal::derive(move || (score.name)(t.get()).to_owned());
    let name_before = Signal::derive(move || (t.get().score_before)((score.name)(t.get())));
    let raw = |figure: Signal<Option<Figure>>| {
        text(move || figure.with(|f| f.as_ref().map(|f| number::plain(f.value)).unwrap_or_default()))
    };
    let parts = move || now.with(|f| f.as_ref().map_or(("—".into(), ""), |f| number::figure_parts(lang.get(), f)));
    let changed = memo(move || {
        diet_of(lab).result.with(|result| result.as_ref().map_or(Change::None, |diet| change(diet, score.of)))
    });
    view! {
        <div class="tile d-score" class:stale=flag(move || diet_of(lab).is_behind()) data-testid=score.testid data-value=raw(now) data-before=raw(before)>
            <FigureButton figure=now label=name class="tile-button">
                <span class="tile-label">
                    {text(move || name.get())} <span class="d-images">{text(move || now.with(|f| images(lang.get(), f.as_ref())))}</span>
                </span>
                <span class="tile-number num">
                    {text(move || parts().0)}
                    <span class="tile-unit">{text(move || parts().1)}</span>
                </span>
            </FigureButton>
            <strong
                class=text(move || ["d-change ", changed.get().class()].concat())
                data-testid=score.verdict
                data-value=text(move || changed.get().verdict())
            >
                {text(move || changed.get().text(lang.get(), t.get()))}
            </strong>
            <p class="d-before muted">
                <span>{text(move || t.get().before)} " " <FigureButton figure=before label=name_before /></span>
                <span class="d-interval num">{text(move || changed.get().interval(lang.get(), t.get()))}</span>
            </p>
        </div>
    }
    .into_any()
}

/// On how many images a share was counted: those of the bench are fewer than elsewhere.
fn images(lang: Lang, figure: Option<&Figure>) -> String {
    match figure.map(|figure| &figure.how) {
        Some(How::Counted { of, .. }) => ["n = ", &number::integer(lang, *of as f64)].concat(),
        _ => String::new(),
    }
}

/// What has become of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Change {
    /// There is nothing to compare.
    None,
    /// The two are being timed.
    Awaited,
    Same,
    /// A part of what was before more, or less where negative. Counted, so certain.
    Share(f64),
    /// Points of a percent, and where they lie.
    Points(f64, Interval),
    /// So many times as fast, and where that lies.
    Speed(f64, Interval, Verdict),
}

/// How the figure `of` a result differs from before, in the way that suits its unit.
fn change(diet: &Diet, of: fn(Scores) -> Figure) -> Change {
    let (before, now) = (of(diet.before.clone()), of(diet.after.clone()));
    let (was, is) = (before.value, now.value);
    let speed = |times: f64, of: fn(&Timed) -> &Comparison| match &diet.timed {
        Some(timed) => Change::Speed(times, of(timed).speedup, of(timed).verdict()),
        None => Change::Awaited,
    };
    match now.unit {
        _ if diet.is_unchanged => Change::Same,
        Unit::Milliseconds => speed(was / is, |timed| &timed.latency),
        Unit::ImagesPerSecond => speed(is / was, |timed| &timed.throughput),
        _ if was == is => Change::Same,
        Unit::Fraction => Change::Points((is - was) * 100.0, diet.accuracy_gain()),
        Unit::Count | Unit::Bytes | Unit::Nats | Unit::Gflops | Unit::GigabytesPerSecond => {
            Change::Share(is / was - 1.0)
        }
    }
}

impl Change {
    /// Its colour, which says no more than its sign or word does.
    fn class(self) -> &'static str {
        match self.verdict() {
            "faster" | "less" | "better" => "good",
            "slower" | "more" | "worse" => "bad",
            _ => "muted",
        }
    }

    /// For tests and styles: faster or slower; less or more of what is counted; better or worse accuracy; noise where the
    /// measurement does not tell; same; nothing while there is no verdict.
    fn verdict(self) -> &'static str {
        let of = |verdict, more, less| match verdict {
            Verdict::More => more,
            Verdict::Less => less,
            Verdict::Noise => "noise",
        };
        match self {
            Change::None | Change::Awaited => "",
            Change::Same => "same",
            Change::Share(by) => {
                if by < 0.0 {
                    "less"
                } else {
                    "more"
                }
            }
            Change::Points(_, gain) => of(gain.verdict(0.0, 0.0), "better", "worse"),
            Change::Speed(_, _, verdict) => of(verdict, "faster", "slower"),
        }
    }

    fn text(self, lang: Lang, t: &Texts) -> String {
        let signed = |by: f64, text: String| [if by < 0.0 { "−" } else { "+" }, &text].concat();
        match self {
            Change::None => String::new(),
            Change::Awaited => t.timing.into(),
            Change::Same => t.same.into(),
            Change::Share(by) => number::change(lang, 1.0, 1.0 + by),
            Change::Points(by, _) => signed(by, (t.points)(&number::decimal(lang, by.abs(), 2))),
            Change::Speed(.., Verdict::Noise) => t.within_noise.into(),
            Change::Speed(by, _, Verdict::More) => (t.faster)(&number::times(lang, by)),
            Change::Speed(by, _, Verdict::Less) => (t.slower)(&number::times(lang, 1.0 / by)),
        }
    }

    /// Where what it says lies; empty for what is certain.
    fn interval(self, lang: Lang, t: &Texts) -> String {
        match self {
            Change::Points(_, Interval { low, high }) => {
                let point = |by: f64| number::decimal(lang, by * 100.0, 1).replace('-', "−");
                (t.points_between)(&point(low), &point(high))
            }
            Change::Speed(_, Interval { low, high }, Verdict::Less) => {
                number::times_between(lang, 1.0 / high, 1.0 / low)
            }
            Change::Speed(_, Interval { low, high }, _) => number::times_between(lang, low, high),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAST: Interval = Interval { low: 1.9, high: 2.1 };
    const UNSURE: Interval = Interval { low: 0.9, high: 2.1 };
    const SLOW: Interval = Interval { low: 0.4, high: 0.6 };

    #[test]
    fn speed_is_a_verdict_only_where_the_interval_is_clear_of_one() {
        let of = |interval: Interval| Change::Speed(1.5, interval, interval.verdict(1.0, 0.03));
        assert_eq!((of(FAST).verdict(), of(FAST).class()), ("faster", "good"));
        assert_eq!((of(SLOW).verdict(), of(SLOW).class()), ("slower", "bad"));
        assert_eq!((of(UNSURE).verdict(), of(UNSURE).class()), ("noise", "muted"));
    }

    #[test]
    fn one_image_is_no_better_and_no_worse() {
        let of = |gained, lost| Change::Points(0.05, Interval::of_difference(gained, lost, 2_000));
        assert_eq!((of(1, 0).class(), of(0, 1).class()), ("muted", "muted"));
        assert_eq!((of(60, 4).class(), of(4, 60).class()), ("good", "bad"));
    }

    #[test]
    fn less_is_better_of_what_is_counted() {
        assert_eq!((Change::Share(-0.5).class(), Change::Share(0.5).class()), ("good", "bad"));
    }
}
