//! A pad to draw on with mouse, finger or pen, that also takes pictures.

mod sheet;
mod stroke;

use crate::canvas::{canvas_in, put, readable_canvas, rgba};
use crate::reactive::{flag, handler, text};
use karui_spec::{Picture, Pixels};
use leptos::ev::{DragEvent, Event, PointerEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{html, web_sys};
use sheet::{SIDE, Sheet};
use std::time::Duration;
use stroke::Point;
use web_sys::{Blob, HtmlCanvasElement};

/// While drawing, at most one picture in this time is sent off.
const PACE: Duration = Duration::from_millis(90);

/// What lies on a pad, and what is done with it. Copy it freely.
#[derive(Clone, Copy)]
pub struct Drawing {
    canvas: NodeRef<html::Canvas>,
    sheet: StoredValue<Sheet, LocalStorage>,
    empty: RwSignal<bool>,
    waiting: StoredValue<bool>,
    on_picture: Callback<Picture>,
    on_no_picture: Callback<()>,
}

impl Drawing {
    /// An empty one. `on_picture` is told each picture to classify, `on_no_picture` when a file is none.
    pub fn new(on_picture: Callback<Picture>, on_no_picture: Callback<()>) -> Self {
        Drawing {
            canvas: NodeRef::new(),
            sheet: StoredValue::new_local(Sheet::default()),
            empty: RwSignal::new(true),
            waiting: StoredValue::new(false),
            on_picture,
            on_no_picture,
        }
    }

    /// Whether nothing lies on it; whoever calls it follows it.
    pub fn is_empty(self) -> bool {
        self.empty.get()
    }

    /// Takes off what was put on last.
    pub fn undo(self) {
        self.repaint(&Sheet::undo);
    }

    /// Takes everything off.
    pub fn clear(self) {
        self.repaint(&Sheet::clear);
    }

    /// Puts an image of the data set on it, alone.
    pub fn put(self, pixels: &Pixels) {
        let (w, h) = (pixels.shape.w, pixels.shape.h);
        if let Some((canvas, _)) = readable_canvas(w as u32, h as u32) {
            put(&canvas, &rgba(pixels), w, h);
            self.repaint(&|sheet| sheet.put(canvas.clone(), true));
        }
    }

    /// Puts the picture of an input of files on it.
    pub fn take_file(self, event: Event) {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        let file = input.files().and_then(|files| files.get(0));
        // The same file may be chosen again.
        input.set_value("");
        if let Some(file) = file {
            self.open(file.into());
        }
    }

    fn open(self, blob: Blob) {
        spawn_local(async move {
            match canvas_in(&blob).await {
                Some(picture) => self.repaint(&|sheet| sheet.put(picture.clone(), false)),
                None => self.on_no_picture.run(()),
            }
        });
    }

    fn send_now(self) {
        if self.empty.get_untracked() {
            return;
        }
        if let Some(picture) = self.canvas.get_untracked().and_then(|c| self.sheet.with_value(|s| s.picture(&c))) {
            self.on_picture.run(picture);
        }
    }

    /// The first change goes at once, the others together when the time is over.
    fn send_soon(self) {
        if self.waiting.get_value() {
            return;
        }
        self.waiting.set_value(true);
        set_timeout(
            move || {
                if self.waiting.try_update_value(std::mem::take) == Some(true) {
                    self.send_now();
                }
            },
            PACE,
        );
    }

    fn change(self, change: &dyn Fn(&mut Sheet, &HtmlCanvasElement)) {
        if let Some(canvas) = self.canvas.get_untracked() {
            self.sheet.update_value(|sheet| change(sheet, &canvas));
            self.empty.set(self.sheet.with_value(Sheet::is_empty));
        }
    }

    fn repaint(self, first: &dyn Fn(&mut Sheet)) {
        self.change(&|sheet, canvas| {
            first(sheet);
            sheet.paint(canvas);
        });
        self.send_now();
    }

    fn point(self, event: &PointerEvent) -> Point {
        let side = self.canvas.get_untracked().map_or(1.0, |c| f64::from(c.client_width()).max(1.0));
        let pressure = (event.pointer_type() == "pen").then(|| f64::from(event.pressure()));
        Point::new(f64::from(event.offset_x()) / side, f64::from(event.offset_y()) / side, pressure)
    }
}

/// The pad itself: what it is for and what becomes of it is said around it.
#[component]
pub fn Pad(
    /// What lies on it.
    drawing: Drawing,
    /// The canvas's `data-testid`.
    testid: &'static str,
    /// What it is called.
    #[prop(into)]
    label: Signal<&'static str>,
    /// What stands on it while it is empty.
    #[prop(into)]
    hint: Signal<&'static str>,
) -> impl IntoView {
    let pointer = StoredValue::new(None::<i32>);
    let over = RwSignal::new(false);
    drawing.canvas.on_load(move |c| drawing.sheet.with_value(|s| s.paint(&c)));
    let is_mine = move |event: &PointerEvent| pointer.get_value() == Some(event.pointer_id());
    let down = move |event: PointerEvent| {
        // A second finger draws nothing.
        if event.button() != 0 || pointer.get_value().is_some() {
            return;
        }
        event.prevent_default();
        pointer.set_value(Some(event.pointer_id()));
        if let Some(canvas) = drawing.canvas.get_untracked() {
            // Fails where the pointer has gone already.
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        drawing.change(&|s, canvas| s.begin(canvas, drawing.point(&event)));
        drawing.send_soon();
    };
    let go = move |event: PointerEvent| {
        if is_mine(&event) {
            drawing.change(&|s, canvas| s.extend(canvas, drawing.point(&event)));
            drawing.send_soon();
        }
    };
    let up = move |event: PointerEvent| {
        if is_mine(&event) {
            pointer.set_value(None);
            drawing.change(&|s, canvas| s.end(canvas));
            drawing.send_soon();
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(file) = event.data_transfer().and_then(|d| d.files()).and_then(|files| files.get(0)) {
            drawing.open(file.into());
        }
    };
    view! {
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
                node_ref=drawing.canvas
                width=SIDE
                height=SIDE
                data-testid=testid
                role="img"
                aria-label=text(move || label.get())
                on:pointerdown=handler(down)
                on:pointermove=handler(go)
                on:pointerup=handler(up)
                on:pointercancel=handler(up)
            ></canvas>
            <p class="w-pad-hint" hidden=flag(move || !drawing.is_empty())>{text(move || hint.get())}</p>
        </div>
    }
    .into_any()
}
