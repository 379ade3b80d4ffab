//! The number line itself: told the weights and their grid, it tells what is asked next. It knows nothing of the bench.

use super::drawing::{bits, drawing, errors, formula};
use super::texts::{of, say, use_texts};
use super::view::{FACTORS, Grip, bounded, dragged, grip, pick_at, scale, value_at};
use crate::diet::line::{LineAsk, QuantLine};
use crate::diet::page::test_ids;
use karui_shell::recipe::names;
use karui_ui::canvas::follow_width;
use karui_ui::html::{HtmlRegion, RegionEvent};
use karui_ui::reactive::{flag, handler, list, memo, optional, text};
use karui_ui::{number, use_lang};
use leptos::ev::{Event, PointerEvent};
use leptos::{html, prelude::*};

/// Steps of the slider of scales in a doubling.
const STEPS: f64 = 20.0;

/// Weights on a number line, and a grid whose scale and zero point can be dragged. Whoever shows it answers `ask`: with
/// `line`, as soon as may be.
#[component]
pub fn NumberLine(
    /// The weights and the grid that were asked for; nothing is drawn for `None`.
    #[prop(into)]
    line: Signal<Option<QuantLine>>,
    /// What is asked for, which the controls change.
    ask: RwSignal<LineAsk>,
) -> impl IntoView {
    let (lang, t) = (use_lang(), use_texts());
    let holder = NodeRef::<html::Div>::new();
    let width = follow_width(holder);
    let picture = HtmlRegion::new("q-drawing", move |m| {
        line.with(|line| {
            if let Some(line) = line.as_ref().filter(|_| width.get() > 0.0) {
                drawing(m, lang.get(), line, width.get());
            }
        });
    });
    let choice = HtmlRegion::new("q-choice", move |m| {
        line.with(|line| {
            if let Some(line) = line {
                bits(m, lang.get(), of(lang.get()), line, ask.with(|ask| ask.bits));
            }
        });
    })
    .on_event(move |event: RegionEvent| {
        if event.action == "bits" && !event.is_look {
            ask.update(|ask| *ask = LineAsk { bits: event.at as u32, scale: None, zero_point: None, ..ask.clone() });
        }
    });
    let told = HtmlRegion::new("q-told", move |m| {
        line.with(|line| {
            if let Some(line) = line {
                formula(m, lang.get(), of(lang.get()), line);
                errors(m, lang.get(), of(lang.get()), line);
            }
        });
    });
    let raw = move |of: fn(&QuantLine) -> String| optional(move || line.with(|line| line.as_ref().map(of)));
    let is_empty = memo(move || line.with(Option::is_none));
    let [down, on_way, up, cancel] = dragging(line, ask, width.into());
    let chosen = move || {
        let lang = lang.get();
        line.with(|line| {
            let Some(line) = line else { return String::new() };
            let settings = line.ask.settings;
            let by = [names::observer(settings.observer), names::scheme(settings.scheme)].map(|name| lang.of(name));
            let scale = number::significant(lang, f64::from(line.chosen.scale), 3);
            (t.get().chosen)(by, [&scale, &number::integer(lang, f64::from(line.chosen.zero_point))])
        })
    };
    let is_by_hand = memo(move || ask.with(|ask| ask.scale.is_some() || ask.zero_point.is_some()));
    view! {
        <figure
            class="q-figure"
            data-testid=test_ids::QUANT_LINE
            data-scale=raw(|line| line.now.scale.to_string())
            data-zero-point=raw(|line| line.now.zero_point.to_string())
            data-bits=raw(|line| line.ask.bits.to_string())
            data-rounding=raw(|line| line.rounding.squares.to_string())
            data-clipping=raw(|line| line.clipping.squares.to_string())
            data-clipped=raw(|line| line.clipped.to_string())
            data-sqnr=raw(|line| line.error.sqnr.to_string())
        >
            <figcaption>
                <h4>{say(|t| t.title)}</h4>
                <p class="help">{say(|t| t.note)}</p>
            </figcaption>
            <p class="muted" hidden=flag(move || !is_empty.get())>{say(|t| t.waits)}</p>
            <div class="q-body" hidden=flag(move || is_empty.get())>
                {whose(line, ask)}
                {choice.view()}
                <div
                    class="q-hold"
                    node_ref=holder
                    on:pointerdown=down
                    on:pointermove=on_way
                    on:pointerup=up
                    on:pointercancel=cancel
                >
                    {picture.view()}
                </div>
                {sliders(line, ask)}
                <p class="q-chosen">
                    <span class="help">{text(chosen)}</span>
                    <button
                        type="button"
                        class="btn quiet small"
                        disabled=flag(move || !is_by_hand.get())
                        on:click=handler(move |_| ask.update(|ask| (ask.scale, ask.zero_point) = (None, None)))
                    >
                        {say(|t| t.reset)}
                    </button>
                </p>
                {told.view()}
                <p class="help">{say(|t| t.bits_note)}</p>
            </div>
        </figure>
    }
    .into_any()
}

type OnPointer = Box<dyn FnMut(PointerEvent)>;

/// What a pointer does: down, on its way, up again, and where it is taken away.
fn dragging(line: Signal<Option<QuantLine>>, ask: RwSignal<LineAsk>, width: Signal<f64>) -> [OnPointer; 4] {
    let held = StoredValue::new(None::<(i32, Grip)>);
    // The drawing itself hears no pointer, so that a place is always one within the holder.
    let place = |event: &PointerEvent| (f64::from(event.offset_x()), f64::from(event.offset_y()));
    let go = move |grip: Grip, x: f64| {
        let width = width.get_untracked();
        let change = line.with_untracked(|line| {
            let line = line.as_ref()?;
            let pick = pick_at(line, value_at(&scale(line, width), x));
            Some((dragged(line, width, grip, x), pick))
        });
        match change {
            Some((Some(steps), _)) => ask.update(|ask| match grip {
                Grip::End(_) => ask.scale = Some(steps.scale),
                _ => ask.zero_point = Some(steps.zero_point),
            }),
            Some((None, pick)) => ask.update(|ask| ask.pick = pick),
            None => {}
        }
    };
    let down = move |event: PointerEvent| {
        if event.button() != 0 || held.get_value().is_some() {
            return;
        }
        let at = place(&event);
        let found = line.with_untracked(|line| grip(line.as_ref()?, width.get_untracked(), at));
        let Some(found) = found else { return };
        event.prevent_default();
        held.set_value(Some((event.pointer_id(), found)));
        // Fails where the pointer has gone already.
        let _ = event_target::<leptos::web_sys::Element>(&event).set_pointer_capture(event.pointer_id());
        if found == Grip::Weight {
            go(found, at.0);
        }
    };
    let on_way = move |event: PointerEvent| {
        if let Some((_, grip)) = held.get_value().filter(|(id, _)| *id == event.pointer_id()) {
            go(grip, place(&event).0);
        }
    };
    let up = move |event: PointerEvent| {
        if held.get_value().is_some_and(|(id, _)| id == event.pointer_id()) {
            held.set_value(None);
        }
    };
    [handler(down), handler(on_way), handler(up), handler(up)]
}

/// Which weights.
fn whose(line: Signal<Option<QuantLine>>, ask: RwSignal<LineAsk>) -> AnyView {
    let (lang, t) = (use_lang(), use_texts());
    let names = memo(move || {
        let of = |line: &QuantLine| line.layers.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        line.with(|line| line.as_ref().map_or(Vec::new(), of))
    });
    let layer = memo(move || line.with(|line| line.as_ref().map_or(0, |line| line.layer)));
    let channels = memo(move || {
        line.with(|line| {
            line.as_ref().and_then(|line| line.layers.get(line.layer)).map_or(0, |(_, channels)| *channels)
        })
    });
    let channel = memo(move || ask.with(|ask| ask.channel.map_or(0, |channel| channel + 1)).min(channels.get()));
    let shown = move || {
        let [at, of] = [channel.get(), channels.get()].map(|n| number::integer(lang.get(), f64::from(n)));
        if channel.get() == 0 { (t.get().whole)(&of) } else { (t.get().channel_at)(&at, &of) }
    };
    let choose = move |event: Event| {
        let name = event_target_value(&event);
        ask.update(|ask| {
            let channel = ask.channel.map(|_| 0);
            *ask = LineAsk { layer: name, channel, scale: None, zero_point: None, ..ask.clone() };
        });
    };
    let slide = move |event: Event| {
        let at: u32 = event_target_value(&event).parse().unwrap_or(0);
        ask.update(|ask| {
            *ask = LineAsk { channel: at.checked_sub(1), scale: None, zero_point: None, ..ask.clone() };
        });
    };
    let option = move |(i, name): (usize, String)| {
        let value = name.clone();
        view! { <option value=value prop:selected=flag(move || layer.get() == i)>{name}</option> }
    };
    view! {
        <div class="q-whose">
            <label class="q-field">
                <span>{say(|t| t.layer)}</span>
                <select on:change=handler(choose)>{list(move || names.get().into_iter().enumerate().map(option).collect())}</select>
            </label>
            <label class="q-field">
                <span>{say(|t| t.channel)} " " <output class="num">{text(shown)}</output></span>
                <input
                    type="range"
                    min="0"
                    max=text(move || channels.get().to_string())
                    prop:value=text(move || channel.get().to_string())
                    aria-valuetext=text(shown)
                    on:input=handler(slide)
                />
            </label>
        </div>
    }
    .into_any()
}

/// Scale, zero point and the followed weight.
fn sliders(line: Signal<Option<QuantLine>>, ask: RwSignal<LineAsk>) -> AnyView {
    let lang = use_lang();
    let read = move |of: fn(&QuantLine) -> f64| move || line.with(|line| line.as_ref().map_or(0.0, of));
    let value = move |of: fn(&QuantLine) -> f64| {
        let read = read(of);
        move || number::significant(lang.get(), read(), 3)
    };
    let scale_at = move || {
        let chosen = read(|line| f64::from(line.chosen.scale))();
        let scale = ask.with(|ask| ask.scale).map_or(chosen, f64::from);
        if chosen > 0.0 { ((scale / chosen).log2() * STEPS).round().to_string() } else { "0".into() }
    };
    let set_scale = move |event: Event| {
        let at: f64 = event_target_value(&event).parse().unwrap_or(0.0);
        let wanted = line.with_untracked(|line| {
            let line = line.as_ref()?;
            (at != 0.0).then(|| bounded(line, f64::from(line.chosen.scale) * (at / STEPS).exp2()))
        });
        ask.update(|ask| ask.scale = wanted);
    };
    let zero_at = move || {
        let chosen = read(|line| f64::from(line.chosen.zero_point))();
        ask.with(|ask| ask.zero_point).map_or(chosen, f64::from).to_string()
    };
    let set_zero = move |event: Event| {
        let wanted = event_target_value(&event).parse().ok();
        ask.update(|ask| ask.zero_point = wanted);
    };
    let set_pick = move |event: Event| {
        let wanted = event_target_value(&event).parse().unwrap_or(0);
        ask.update(|ask| ask.pick = wanted);
    };
    let [least, most] = [FACTORS.0, FACTORS.1].map(|factor| (factor.log2() * STEPS).to_string());
    let (scale, zero) = (value(|line| f64::from(line.now.scale)), value(|line| f64::from(line.now.zero_point)));
    let weight = value(|line| f64::from(line.worked.value));
    view! {
        <div class="q-sliders">
            <label class="q-field">
                <span>{say(|t| t.scale)} " " <output class="num">{text(scale)}</output></span>
                <input
                    type="range"
                    data-testid=test_ids::QUANT_LINE_SCALE
                    min=least
                    max=most
                    prop:value=text(scale_at)
                    aria-valuetext=text(scale)
                    on:input=handler(set_scale)
                />
            </label>
            <label class="q-field">
                <span>{say(|t| t.zero_point)} " " <output class="num">{text(zero)}</output></span>
                <input
                    type="range"
                    data-testid=test_ids::QUANT_LINE_ZERO
                    min=text(move || number::plain(read(|line| f64::from(line.levels.0))()))
                    max=text(move || number::plain(read(|line| f64::from(line.levels.1))()))
                    prop:value=text(zero_at)
                    aria-valuetext=text(zero)
                    on:input=handler(set_zero)
                />
            </label>
            <label class="q-field">
                <span>{say(|t| t.pick)} " " <output class="num">{text(weight)}</output></span>
                <input
                    type="range"
                    min="0"
                    max="1000"
                    prop:value=text(move || ask.with(|ask| ask.pick).to_string())
                    aria-valuetext=text(weight)
                    on:input=handler(set_pick)
                />
            </label>
        </div>
    }
    .into_any()
}
