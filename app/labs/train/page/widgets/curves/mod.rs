//! Loss, accuracy and learning rate over a run.

mod layout;
mod lines;
mod paint;

use super::texts::{Texts, say, use_texts};
use karui_protocol::{CurvePoint, CurveSet};
use karui_ui::canvas::use_canvas;
use karui_ui::reactive::{flag, handler, memo, text};
use karui_ui::{number, use_lang};
use layout::Layout;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use lines::{nearest, neighbour};
use paint::{Scene, paint, rate_text};
use std::cell::RefCell;
use std::rc::Rc;

/// The curves. Pointing, or the arrow keys, read the values of a step.
#[component]
pub fn CurveChart(
    /// All points of the run so far.
    #[prop(into)]
    points: Signal<Vec<CurvePoint>>,
    /// Optimizer steps of the whole run: the axis does not grow while it is drawn.
    #[prop(into)]
    steps: Signal<u64>,
    /// Optimizer steps of an epoch.
    #[prop(into)]
    steps_per_epoch: Signal<u64>,
) -> impl IntoView {
    let (lang, t) = (use_lang(), use_texts());
    let close = RwSignal::new(false);
    let cursor = RwSignal::new(None::<u64>);
    let layout = Rc::new(RefCell::new(None::<Layout>));
    let painted = layout.clone();
    let canvas = use_canvas(
        move || {
            points.track();
            steps.track();
            steps_per_epoch.track();
            close.track();
            cursor.track();
            lang.track();
        },
        move |on| {
            let made = points.try_with_untracked(|points| {
                let scene = Scene {
                    points,
                    steps: steps.get_untracked() as f64,
                    steps_per_epoch: steps_per_epoch.get_untracked() as f64,
                    close: close.get_untracked(),
                    cursor: cursor.get_untracked().map(|s| s as f64),
                    lang: lang.get_untracked(),
                    t: t.get_untracked(),
                };
                paint(&on, &scene)
            });
            painted.replace(made);
        },
    );
    let empty = memo(move || points.with(Vec::is_empty));
    let last = move || points.with(|p| p.last().map_or(0, |p| p.step));
    let point_at = move |event: PointerEvent| {
        if let Some(layout) = &*layout.borrow() {
            let step = layout.step(f64::from(event.offset_x()), f64::from(event.offset_y()));
            let found = points.with_untracked(|p| nearest(p, CurveSet::Train, step).map(|p| p.step));
            cursor.set(found);
        }
    };
    let key = move |event: KeyboardEvent| {
        let at = cursor.get_untracked().unwrap_or_else(|| points.with_untracked(|p| p.last().map_or(0, |p| p.step)));
        let to = points.with_untracked(|points| {
            let far = |forward: bool| {
                let jump = (steps.get_untracked() / 20).max(1);
                let to = if forward { at + jump } else { at.saturating_sub(jump) };
                nearest(points, CurveSet::Train, to as f64).map(|p| p.step)
            };
            match event.key().as_str() {
                "ArrowRight" | "ArrowUp" => Some(neighbour(points, at, true).unwrap_or(at)),
                "ArrowLeft" | "ArrowDown" => Some(neighbour(points, at, false).unwrap_or(at)),
                "PageUp" => far(true),
                "PageDown" => far(false),
                "Home" => nearest(points, CurveSet::Train, 0.0).map(|p| p.step),
                "End" => points.last().map(|p| p.step),
                _ => None,
            }
        });
        if to.is_some() {
            event.prevent_default();
            cursor.set(to);
        }
    };
    // The values at the cursor, or the last ones.
    let at = move |on: CurveSet| {
        memo(move || {
            let step = cursor.get().unwrap_or_else(last);
            points.with(|p| nearest(p, on, step as f64))
        })
    };
    let (train, valid) = (at(CurveSet::Train), at(CurveSet::Validation));
    let loss = move |at: Memo<Option<CurvePoint>>| {
        at.get().map_or("—".into(), |p| number::decimal(lang.get(), f64::from(p.loss), 4))
    };
    let accuracy = move |at: Memo<Option<CurvePoint>>| {
        at.get().map_or("—".into(), |p| number::percent(lang.get(), f64::from(p.accuracy), 1))
    };
    let step_text = move || {
        let step = train.get().map_or_else(last, |p| p.step);
        let epoch = step as f64 / steps_per_epoch.get().max(1) as f64;
        (t.get().step_and_epoch)(&number::integer(lang.get(), step as f64), &number::decimal(lang.get(), epoch, 2))
    };
    let rate = move || train.get().map_or("—".into(), |p| rate_text(lang.get(), f64::from(p.lr)));
    let spoken = move || {
        let t = t.get();
        if empty.get() {
            return t.no_curve.to_owned();
        }
        format!(
            "{}. {}: {} {}, {} {}. {}: {} {}, {} {}.",
            step_text(),
            t.loss,
            t.train,
            loss(train),
            t.valid,
            loss(valid),
            t.accuracy,
            t.train,
            accuracy(train),
            t.valid,
            accuracy(valid)
        )
    };
    let values = move |class: &'static str, name: fn(&Texts) -> &'static str, at: Memo<Option<CurvePoint>>| {
        view! {
            <span class=class>
                <strong>{say(name)}</strong>
                " "
                {say(|t| t.loss)}
                " "
                {text(move || loss(at))}
                " "
                {say(|t| t.accuracy)}
                " "
                {text(move || accuracy(at))}
            </span>
        }
    };
    view! {
        <div class="w-curves">
            <p class="w-readout num">
                {values("train", |t| t.train, train)}
                {values("valid", |t| t.valid, valid)}
                <span class="muted">{text(step_text)} " " {say(|t| t.rate)} " " {text(rate)}</span>
            </p>
            <div
                class="w-curves-plot"
                role="slider"
                tabindex="0"
                aria-label=say(|t| t.curves)
                aria-valuemin="0"
                aria-valuemax=text(move || steps.get().max(last()).to_string())
                aria-valuenow=text(move || cursor.get().unwrap_or_else(last).to_string())
                aria-valuetext=text(spoken)
                on:pointermove=handler(point_at.clone())
                on:pointerdown=handler(point_at)
                on:pointerleave=handler(move |_| cursor.set(None))
                on:blur=handler(move |_| cursor.set(None))
                on:keydown=handler(key)
            >
                <canvas node_ref=canvas aria-hidden="true"></canvas>
                <p class="w-empty muted" hidden=flag(move || !empty.get())>
                    {say(|t| t.no_curve)}
                </p>
            </div>
            <label class="w-check">
                <input type="checkbox" prop:checked=flag(move || close.get()) on:change=handler(move |event| close.set(event_target_checked(&event)))/>
                <span>{say(|t| t.close_view)}</span>
            </label>
            <p class="w-note muted">{say(|t| t.smoothing)}</p>
        </div>
    }
    .into_any()
}
