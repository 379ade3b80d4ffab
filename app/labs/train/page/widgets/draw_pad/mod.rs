//! A pad to draw on with mouse, finger or pen, that also takes pictures.

mod sheet;
mod stroke;

use super::texts::{say, use_texts};
use karui_protocol::{DataKind, Picture, Problem, Sample};
use karui_shell::i18n::class_name;
use karui_shell::state::Prediction;
use karui_ui::canvas::{PixelImage, canvas_in, put, readable_canvas, rgba};
use karui_ui::reactive::{flag, handler, list, memo, text};
use karui_ui::use_lang;
use leptos::ev::{DragEvent, PointerEvent};
use leptos::prelude::*;
use leptos::{html, web_sys};
use sheet::{SIDE, Sheet};
use std::time::Duration;
use stroke::Point;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, HtmlCanvasElement};

/// While drawing, at most one picture in this time is sent off.
const PACE: Duration = Duration::from_millis(90);
/// Images of the data set that are offered.
const OFFERED: usize = 8;

/// What makes a view of the network's answer to what is on the pad; nothing while that is empty.
pub type Answers = Box<dyn FnOnce(Signal<Option<Prediction>>) -> AnyView>;

/// The pad, with what the network says of it.
#[component]
pub fn DrawPad(
    /// Whose classes they are.
    #[prop(into)]
    data: Signal<DataKind>,
    /// What the network says of the last picture.
    #[prop(into)]
    prediction: Signal<Option<Prediction>>,
    /// Shows it.
    answers: Answers,
    /// Images that can be put on the pad, for those who cannot draw.
    #[prop(into, optional)]
    samples: Signal<Vec<Sample>>,
    /// Told each picture to classify.
    #[prop(into)]
    on_picture: Callback<Picture>,
    /// Told when a file is no picture.
    #[prop(into)]
    on_fault: Callback<Problem>,
) -> impl IntoView {
    let (lang, t) = (use_lang(), use_texts());
    let canvas = NodeRef::<html::Canvas>::new();
    let sheet = StoredValue::new_local(Sheet::default());
    let empty = RwSignal::new(true);
    let pointer = StoredValue::new(None::<i32>);
    let waiting = StoredValue::new(false);
    let over = RwSignal::new(false);

    let send_now = move || {
        if empty.get_untracked() {
            return;
        }
        if let Some(picture) = canvas.get_untracked().and_then(|c| sheet.with_value(|s| s.picture(&c))) {
            on_picture.run(picture);
        }
    };
    // The first change goes at once, the others together when the time is over.
    let send_soon = move || {
        if waiting.get_value() {
            return;
        }
        waiting.set_value(true);
        set_timeout(
            move || {
                if waiting.try_update_value(std::mem::take) == Some(true) {
                    send_now();
                }
            },
            PACE,
        );
    };
    let change = move |change: &dyn Fn(&mut Sheet, &HtmlCanvasElement)| {
        if let Some(canvas) = canvas.get_untracked() {
            sheet.update_value(|s| change(s, &canvas));
            empty.set(sheet.with_value(Sheet::is_empty));
        }
    };
    let repaint = move |first: &dyn Fn(&mut Sheet)| {
        change(&|s, canvas| {
            first(s);
            s.paint(canvas);
        });
        send_now();
    };
    canvas.on_load(move |c| sheet.with_value(|s| s.paint(&c)));

    let point = move |event: &PointerEvent| {
        let side = canvas.get_untracked().map_or(1.0, |c| f64::from(c.client_width()).max(1.0));
        let pressure = (event.pointer_type() == "pen").then(|| f64::from(event.pressure()));
        Point::new(f64::from(event.offset_x()) / side, f64::from(event.offset_y()) / side, pressure)
    };
    let down = move |event: PointerEvent| {
        // A second finger draws nothing.
        if event.button() != 0 || pointer.get_value().is_some() {
            return;
        }
        event.prevent_default();
        pointer.set_value(Some(event.pointer_id()));
        if let Some(canvas) = canvas.get_untracked() {
            // Fails where the pointer has gone already.
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        change(&|s, canvas| s.begin(canvas, point(&event)));
        send_soon();
    };
    let go = move |event: PointerEvent| {
        if pointer.get_value() == Some(event.pointer_id()) {
            change(&|s, canvas| s.extend(canvas, point(&event)));
            send_soon();
        }
    };
    let up = move |event: PointerEvent| {
        if pointer.get_value() == Some(event.pointer_id()) {
            pointer.set_value(None);
            change(&|s, canvas| s.end(canvas));
            send_soon();
        }
    };

    let open = move |blob: Blob| {
        spawn_local(async move {
            match canvas_in(&blob).await {
                Some(picture) => repaint(&|s| s.put(picture.clone(), false)),
                None => on_fault.run(Problem::NotAPicture),
            }
        });
    };
    let chosen = move |event: leptos::ev::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        let file = input.files().and_then(|files| files.get(0));
        // The same file may be chosen again.
        input.set_value("");
        if let Some(file) = file {
            open(file.into());
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(file) = event.data_transfer().and_then(|d| d.files()).and_then(|files| files.get(0)) {
            open(file.into());
        }
    };
    let take = move |i: usize| {
        let pixels = samples.with_untracked(|s| s.get(i).map(|s| s.pixels.clone()));
        let Some(pixels) = pixels else { return };
        let (w, h) = (pixels.shape.w, pixels.shape.h);
        if let Some((canvas, _)) = readable_canvas(w as u32, h as u32) {
            put(&canvas, &rgba(&pixels), w, h);
            repaint(&|s| s.put(canvas.clone(), true));
        }
    };
    let offered = memo(move || samples.with(|s| s.len().min(OFFERED)));
    let offer = move |i: usize| {
        let sample = memo(move || samples.with(|s| s.get(i).cloned()));
        let name = move || {
            let class = sample.with(|s| s.as_ref().map_or(0, |s| usize::from(s.label)));
            (t.get().put_on_pad)(class_name(lang.get(), data.get(), class))
        };
        view! {
            <li>
                <button type="button" class="w-offer" aria-label=text(name) on:click=handler(move |_| take(i))>
                    <PixelImage pixels=Signal::derive(move || sample.with(|s| s.as_ref().map(|s| s.pixels.clone())))/>
                </button>
            </li>
        }
    };
    view! {
        <div class="w-draw">
            <div class="w-pad-side">
                <div
                    class="w-pad"
                    class:over=flag(move || over.get())
                    on:dragover=handler(move |event: DragEvent| {
                        event.prevent_default();
                        over.set(true);
                    })
                    on:dragleave=handler(move |_| over.set(false))
                    on:drop=handler(dropped)
                >
                    <canvas
                        node_ref=canvas
                        width=SIDE
                        height=SIDE
                        data-testid="draw-canvas"
                        role="img"
                        aria-label=say(|t| t.pad)
                        on:pointerdown=handler(down)
                        on:pointermove=handler(go)
                        on:pointerup=handler(up)
                        on:pointercancel=handler(up)
                    ></canvas>
                    <p class="w-pad-hint" hidden=flag(move || !empty.get())>{say(|t| t.pad_hint)}</p>
                </div>
                <div class="w-pad-tools">
                    <button type="button" class="btn" disabled=flag(move || empty.get()) on:click=handler(move |_| repaint(&Sheet::undo))>
                        {say(|t| t.undo)}
                    </button>
                    <button type="button" class="btn" disabled=flag(move || empty.get()) on:click=handler(move |_| repaint(&Sheet::clear))>
                        {say(|t| t.clear)}
                    </button>
                    <label class="btn w-file">
                        <input type="file" accept="image/*" class="visually-hidden" on:change=handler(chosen)/>
                        {say(|t| t.open_picture)}
                    </label>
                </div>
                <p class="w-note muted" hidden=flag(move || offered.get() == 0)>{say(|t| t.offer)}</p>
                <ul class="w-offers">{list(move || (0..offered.get()).map(offer).collect())}</ul>
            </div>
            // An empty pad is no picture: the last answer was to another.
            {answers(Signal::derive(move || prediction.get().filter(|_| !empty.get())))}
        </div>
    }
    .into_any()
}
