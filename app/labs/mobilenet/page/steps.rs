//! Which inputs touch which output, step by step: a standard convolution, then the depthwise and the pointwise one, on
//! a small part of the real maps.

use super::texts::{self, StepWords, Texts, say};
use super::tiles::{colour, limit, use_colours};
use crate::mobilenet::messages::{Comparison, Crop};
use crate::mobilenet::page::state::explorer_of;
use karui_protocol::Maps;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter, units};
use karui_ui::reactive::{effect, flag, handler, memo, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use std::time::Duration;
use web_sys::Event;

/// Between two steps while they are played.
const BEAT: Duration = Duration::from_millis(450);
/// A cell's side, the air between tiles, the room for a tile's name.
const CELL: f64 = 12.0;
const AIR: f64 = 10.0;
const NAME: f64 = 14.0;

/// What is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Standard,
    Depthwise,
    Pointwise,
}

/// One value being computed: where it stands in the part that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct At {
    phase: Phase,
    row: usize,
    column: usize,
    /// Among the channels shown.
    channel: usize,
}

/// How many steps each phase has.
fn lengths(crop: &Crop) -> [usize; 3] {
    [&crop.output, &crop.depthwise, &crop.output].map(|maps| maps.shape.len())
}

/// Step `step` of all.
fn at(crop: &Crop, step: usize) -> At {
    let [standard, depthwise, _] = lengths(crop);
    let (phase, i, of) = match step {
        i if i < standard => (Phase::Standard, i, &crop.output),
        i if i < standard + depthwise => (Phase::Depthwise, i - standard, &crop.depthwise),
        i => (Phase::Pointwise, i - standard - depthwise, &crop.output),
    };
    let (area, w, c) = (of.shape.area().max(1), of.shape.w.max(1), of.shape.c.max(1));
    // The depthwise convolution goes through one channel after the other, the others through one place after the other.
    let (place, channel) = if phase == Phase::Depthwise { (i % area, i / area) } else { (i / c, i % c) };
    At { phase, row: place / w, column: place % w, channel }
}

/// The steps with their controls.
pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state, colours) = (use_lang(), explorer_of(lab), use_colours());
    let step = RwSignal::new(0usize);
    let plays = RwSignal::new(false);
    let comparison = memo(move || state.open.with(|open| open.as_ref().and_then(|open| open.comparison.clone())));
    let count = memo(move || comparison.with(|it| it.as_ref().map_or(0, |it| lengths(&it.crop).iter().sum::<usize>())));
    // Another block begins from its first step.
    effect(move || {
        comparison.track();
        step.set(0);
        plays.set(false);
    });
    let region = HtmlRegion::new("e-steps", move |m| {
        let (lang, _) = (lang.get(), colours.get());
        comparison.with(|it| {
            if let Some(it) = it {
                draw(m, lang, texts::of(lang), it, step.get());
            }
        });
    });
    let told = move || {
        let (lang, step) = (lang.get(), step.get());
        comparison.with(|it| it.as_ref().map_or(String::new(), |it| words(lang, texts::of(lang), it, step)))
    };
    let go = move |by: isize| {
        let last = count.get_untracked().saturating_sub(1);
        step.update(|step| *step = step.saturating_add_signed(by).min(last));
    };
    play(plays, move || {
        go(1);
        if step.get_untracked() + 1 >= count.get_untracked() {
            plays.set(false);
        }
    });
    let phase = move |of: Phase, name: fn(&Texts) -> &'static str| {
        let is_now = move || comparison.with(|it| it.as_ref().is_some_and(|it| at(&it.crop, step.get()).phase == of));
        let jump = move |_| {
            let lengths = comparison.with_untracked(|it| it.as_ref().map_or([0; 3], |it| lengths(&it.crop)));
            step.set(match of {
                Phase::Standard => 0,
                Phase::Depthwise => lengths[0],
                Phase::Pointwise => lengths[0] + lengths[1],
            });
        };
        view! {
            <button
                type="button"
                class="btn small"
                aria-pressed=text(move || is_now().to_string())
                on:click=handler(jump)
            >
                {say(name)}
            </button>
        }
        .into_any()
    };
    let button = move |label: fn(&Texts) -> &'static str, sign: &'static str, by: isize| {
        view! {
            <button type="button" class="btn small" aria-label=say(label) on:click=handler(move |_| go(by))>{sign}</button>
        }
        .into_any()
    };
    let play_label = move || {
        let t = texts::of(lang.get());
        if plays.get() { t.stop } else { t.play }
    };
    view! {
        <div class="e-stepper" hidden=flag(move || count.get() == 0)>
            <div class="e-phases" role="group">
                {phase(Phase::Standard, |t| t.standard)}
                {phase(Phase::Depthwise, |t| t.depthwise)}
                {phase(Phase::Pointwise, |t| t.pointwise)}
            </div>
            {region.view()}
            <div class="e-step-controls">
                {button(|t| t.back, "‹", -1)}
                <button
                    type="button"
                    class="btn small e-play"
                    aria-pressed=text(move || plays.get().to_string())
                    on:click=handler(move |_| plays.update(|plays| *plays = !*plays))
                >
                    {text(play_label)}
                </button>
                {button(|t| t.forward, "›", 1)}
                <input
                    type="range"
                    min="0"
                    data-testid="explorer-step"
                    max=text(move || count.get().saturating_sub(1).to_string())
                    prop:value=text(move || step.get().to_string())
                    aria-label=say(|t| t.step_slider)
                    aria-valuetext=text(told)
                    on:input=handler(move |event: Event| {
                        plays.set(false);
                        step.set(event_target_value(&event).parse().unwrap_or_default());
                    })
                />
            </div>
            <p class="e-told num" role="status">{text(told)}</p>
        </div>
    }
    .into_any()
}

/// Beats while `plays` is on.
fn play(plays: RwSignal<bool>, beat: impl Fn() + Clone + 'static) {
    let running = StoredValue::new(None::<IntervalHandle>);
    let stop = move || {
        if let Some(handle) = running.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    effect(move || {
        stop();
        if plays.get() {
            running.set_value(set_interval_with_handle(beat.clone(), BEAT).ok());
        }
    });
    on_cleanup(stop);
}

fn words(lang: Lang, t: &Texts, it: &Comparison, step: usize) -> String {
    let at = at(&it.crop, step);
    let [kh, kw] = it.kernel.map(|k| k.to_string());
    let c = it.input.c.to_string();
    let (of, channels, product, say) = match at.phase {
        Phase::Standard => (0, &it.crop.channels_out, [&*kh, "×", &kw, "×", &c].concat(), t.step_standard),
        Phase::Depthwise => (1, &it.crop.channels_in, [&*kh, "×", &kw].concat(), t.step_depthwise),
        Phase::Pointwise => (2, &it.crop.channels_out, ["1×1×", &c].concat(), t.step_pointwise),
    };
    say(&StepWords {
        row: at.row + 1,
        column: at.column + 1,
        channel: channels.get(at.channel).copied().unwrap_or_default(),
        product,
        each: number::integer(lang, it.each[of] as f64),
    })
}

/// A map's tiles: which values are there by now, and what is outlined.
struct Plane<'a> {
    title: &'a str,
    maps: &'a Maps,
    channels: &'a [usize],
    /// Whether it takes part in the present phase.
    is_on: bool,
    /// Whether the value at (row, column, channel) is known by now.
    is_known: &'a dyn Fn(usize, usize, usize) -> bool,
    /// The window outlined: row, column, rows, columns, and which channels.
    window: Option<(usize, usize, usize, usize, Option<usize>)>,
    /// Whether the window is written, not read.
    is_written: bool,
}

fn draw(m: &mut HtmlWriter, _lang: Lang, t: &Texts, it: &Comparison, step: usize) {
    let crop = &it.crop;
    let now = at(crop, step);
    let [kh, kw] = it.kernel;
    // A value is known once its step has come.
    let known = |phase: Phase| {
        move |row: usize, column: usize, channel: usize| {
            let [standard, depthwise, _] = lengths(crop);
            let of = if phase == Phase::Depthwise { &crop.depthwise } else { &crop.output };
            let place = row * of.shape.w + column;
            let i = match phase {
                Phase::Standard => place * of.shape.c + channel,
                Phase::Depthwise => standard + channel * of.shape.area() + place,
                Phase::Pointwise => standard + depthwise + place * of.shape.c + channel,
            };
            i <= step
        }
    };
    let (all, middle) = (|_, _, _| true, known(Phase::Depthwise));
    let output = known(if now.phase == Phase::Standard { Phase::Standard } else { Phase::Pointwise });
    let window = (now.row * it.stride, now.column * it.stride, kh, kw);
    let read = match now.phase {
        Phase::Standard => Some((window.0, window.1, window.2, window.3, None)),
        Phase::Depthwise => Some((window.0, window.1, window.2, window.3, Some(now.channel))),
        Phase::Pointwise => None,
    };
    let here = |channel| Some((now.row, now.column, 1, 1, channel));
    let planes = [
        Plane {
            title: t.input,
            maps: &crop.input,
            channels: &crop.channels_in,
            is_on: now.phase != Phase::Pointwise,
            is_known: &all,
            window: read,
            is_written: false,
        },
        Plane {
            title: t.middle,
            maps: &crop.depthwise,
            channels: &crop.channels_in,
            is_on: now.phase != Phase::Standard,
            is_known: &middle,
            window: match now.phase {
                Phase::Standard => None,
                Phase::Depthwise => here(Some(now.channel)),
                Phase::Pointwise => here(None),
            },
            is_written: now.phase == Phase::Depthwise,
        },
        Plane {
            title: t.output,
            maps: &crop.output,
            channels: &crop.channels_out,
            is_on: now.phase != Phase::Depthwise,
            is_known: &output,
            window: if now.phase == Phase::Depthwise { None } else { here(Some(now.channel)) },
            is_written: true,
        },
    ];
    for plane in &planes {
        tiles(m, t, plane);
    }
}

fn tiles(m: &mut HtmlWriter, t: &Texts, plane: &Plane) {
    let shape = plane.maps.shape;
    let limit = limit([plane.maps]);
    let (w, h) = (CELL * shape.w as f64, CELL * shape.h as f64);
    let wide = w.max(44.0);
    let width = shape.c as f64 * (wide + AIR) - AIR + 4.0;
    let size = ["-2 -2 ", &units(width), " ", &units(h + NAME + 4.0)].concat();
    m.open("figure", &[("class", if plane.is_on { "e-plane" } else { "e-plane off" })]);
    m.span("figcaption", "", plane.title);
    m.open("svg", &[("viewBox", &size), ("width", &units(width * 1.15)), ("aria-hidden", "true")]);
    for channel in 0..shape.c {
        let x = channel as f64 * (wide + AIR);
        m.open("g", &[("transform", &["translate(", &units(x), " 0)"].concat())]);
        for row in 0..shape.h {
            for column in 0..shape.w {
                let value = plane.maps.data[(row * shape.w + column) * shape.c + channel];
                let fill =
                    if (plane.is_known)(row, column, channel) { colour(value, limit).css() } else { "none".into() };
                let at = [units(column as f64 * CELL), units(row as f64 * CELL)];
                let side = units(CELL);
                let attrs = [("x", &*at[0]), ("y", &at[1]), ("width", &side), ("height", &side), ("fill", &fill)];
                m.element("rect", &attrs, "");
            }
        }
        if let Some((top, left, rows, columns, only)) = plane.window
            && only.is_none_or(|only| only == channel)
        {
            let [x, y, w, h] = [left, top, columns, rows].map(|v| units(v as f64 * CELL));
            let class = if plane.is_written { "e-window written" } else { "e-window" };
            m.element("rect", &[("class", class), ("x", &x), ("y", &y), ("width", &w), ("height", &h)], "");
        }
        let name = plane.channels.get(channel).map_or(String::new(), |&c| (t.channel)(c));
        m.label("", "start", 0.0, h + NAME - 2.0, &name);
        m.close("g");
    }
    m.close("svg");
    m.close("figure");
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::Shape;

    fn crop() -> Crop {
        let maps = |h, w, c| Maps { shape: Shape::new(h, w, c), data: vec![0.0; h * w * c] };
        Crop {
            channels_in: vec![0, 4],
            channels_out: vec![1, 2, 3],
            input: maps(5, 5, 2),
            depthwise: maps(3, 3, 2),
            output: maps(3, 3, 3),
        }
    }

    #[test]
    fn every_value_has_its_step() {
        let crop = crop();
        assert_eq!(lengths(&crop), [27, 18, 27]);
        let steps: Vec<At> = (0..72).map(|step| at(&crop, step)).collect();
        for (phase, channels) in [(Phase::Standard, 3), (Phase::Depthwise, 2), (Phase::Pointwise, 3)] {
            for row in 0..3 {
                for column in 0..3 {
                    for channel in 0..channels {
                        let one = At { phase, row, column, channel };
                        assert_eq!(steps.iter().filter(|at| **at == one).count(), 1, "{one:?}");
                    }
                }
            }
        }
        assert_eq!(steps[1], At { phase: Phase::Standard, row: 0, column: 0, channel: 1 });
        assert_eq!(steps[28], At { phase: Phase::Depthwise, row: 0, column: 1, channel: 0 });
    }
}
