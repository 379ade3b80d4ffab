//! The camera: asked for when the learner asks, stopped when the tab is left or hidden. Frames go to the engine's worker
//! and nowhere else.

use super::commands::{fault, forget_faults, look};
use super::pictures::{self, SIDE};
use crate::real::messages::{CAMERA, Photo};
use crate::real::page::state::real_of;
use js_sys::{Object, Reflect};
use karui_protocol::{NoCamera, Problem};
use karui_shell::state::Lab;
use karui_ui::canvas::{Context, readable_canvas};
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DomException, HtmlCanvasElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

/// How the camera is.
#[derive(Default)]
pub enum Camera {
    /// Not in use.
    #[default]
    Off,
    /// The browser asks the learner.
    Asking,
    /// It runs.
    On(MediaStream),
}

impl Camera {
    /// Whether it runs.
    pub fn is_on(&self) -> bool {
        matches!(self, Camera::On(_))
    }
}

thread_local! {
    /// Where frames are read: made once, since there are sixty a second.
    static SHEET: RefCell<Option<(HtmlCanvasElement, Context)>> = const { RefCell::new(None) };
}

/// Asks for the camera and shows its picture.
pub fn start(lab: Lab) {
    forget_faults(lab, CAMERA);
    let is_off = real_of(lab).change(|known| {
        let is_off = matches!(known.camera, Camera::Off);
        if is_off {
            known.camera = Camera::Asking;
        }
        is_off
    });
    if is_off != Some(true) {
        return;
    }
    spawn_local(async move {
        match opened().await {
            Ok(stream) => run(lab, stream).await,
            Err(why) => refuse(lab, why),
        }
    });
}

fn refuse(lab: Lab, why: NoCamera) {
    stop(lab);
    fault(lab, CAMERA, Problem::NoCamera(why));
}

/// The camera's stream.
async fn opened() -> Result<MediaStream, NoCamera> {
    let navigator = window().navigator();
    // Absent where the page is not served securely, whatever the types say.
    let devices = Reflect::get(&navigator, &"mediaDevices".into()).unwrap_or_default();
    if !devices.is_object() {
        return Err(NoCamera::NotOffered);
    }
    let devices: web_sys::MediaDevices = devices.unchecked_into();
    let constraints = MediaStreamConstraints::new();
    constraints.set_video(&wishes());
    let asked = devices.get_user_media_with_constraints(&constraints).map_err(|error| why(&error))?;
    let stream = JsFuture::from(asked).await.map_err(|error| why(&error))?;
    Ok(stream.unchecked_into())
}

/// A small picture, often, of what lies before the learner: what a camera cannot do it may leave.
fn wishes() -> JsValue {
    let wishes = Object::new();
    for (name, value) in [("width", 640), ("height", 480), ("frameRate", 60)] {
        let ideal = Object::new();
        // A fresh object takes any property.
        let _ = Reflect::set(&ideal, &"ideal".into(), &value.into());
        let _ = Reflect::set(&wishes, &name.into(), &ideal);
    }
    wishes.into()
}

/// Why the browser gives no camera (Media Capture and Streams, §10.6).
fn why(error: &JsValue) -> NoCamera {
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("NotFoundError" | "OverconstrainedError") => NoCamera::Missing,
        Some("NotReadableError" | "AbortError") => NoCamera::Busy,
        Some("NotAllowedError" | "SecurityError") => NoCamera::Refused,
        _ => NoCamera::NotOffered,
    }
}

async fn run(lab: Lab, stream: MediaStream) {
    let video =
        real_of(lab).peek(|known| if matches!(known.camera, Camera::Asking) { known.video.clone() } else { None });
    // The tab was left while the browser asked.
    let Some(video) = video else { return end(&stream) };
    if let Some(track) = stream.get_video_tracks().get(0).dyn_ref::<MediaStreamTrack>() {
        let lost = Closure::once_into_js(move || refuse(lab, NoCamera::Lost));
        track.set_onended(Some(lost.unchecked_ref()));
    }
    video.set_src_object(Some(&stream));
    real_of(lab).change(|known| known.camera = Camera::On(stream));
    if let Ok(playing) = video.play() {
        // It fails where the camera was stopped in the meantime.
        let _ = JsFuture::from(playing).await;
    }
    look(lab);
}

fn end(stream: &MediaStream) {
    for track in stream.get_tracks() {
        if let Some(track) = track.dyn_ref::<MediaStreamTrack>() {
            track.set_onended(None);
            track.stop();
        }
    }
}

/// Stops it.
pub fn stop(lab: Lab) {
    if real_of(lab).peek(|known| matches!(known.camera, Camera::Off)) {
        return;
    }
    real_of(lab).change(|known| {
        if let Camera::On(stream) = std::mem::take(&mut known.camera) {
            end(&stream);
        }
        if let Some(video) = &known.video {
            video.set_src_object(None);
        }
        known.seen = None;
    });
    look(lab);
}

/// What it shows now; `None` before its first frame.
pub fn frame(lab: Lab) -> Option<Photo> {
    let video = real_of(lab).peek(|known| known.video.clone())?;
    let (width, height) = (video.video_width(), video.video_height());
    if width == 0 || height == 0 {
        return None;
    }
    let photo = SHEET.with_borrow_mut(|sheet| {
        if sheet.is_none() {
            *sheet = readable_canvas(SIDE, SIDE);
        }
        let (canvas, context) = sheet.as_ref()?;
        pictures::draw(context, &video, width, height)?;
        pictures::photo_of(canvas, context)
    });
    if photo.is_none() {
        refuse(lab, NoCamera::Frame);
    }
    photo
}

/// The frame of now as a picture to keep.
pub fn keep(lab: Lab) {
    let video = real_of(lab).peek(|known| known.video.clone());
    if let Some(video) = video.filter(|video| video.video_width() > 0)
        && let Some(picture) = pictures::shown(&video, video.video_width(), video.video_height(), None)
    {
        super::commands::add(lab, picture, false);
    }
}
