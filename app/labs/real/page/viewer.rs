//! What the network is shown: a picture of the list, one that is dropped, or the camera.

use super::camera::{self, Camera};
use super::commands::{remove, show};
use super::pictures::{SIDE, Shown, To, chosen, dropped};
use super::texts::{self, Texts};
use super::{button, classes, file_button, section};
use crate::real::messages::CAMERA;
use crate::real::page::state::real_of;
use karui_shell::pages::Faults;
use karui_shell::state::Lab;
use karui_ui::canvas::context_of;
use karui_ui::html::{HtmlRegion, HtmlWriter, RegionEvent};
use karui_ui::reactive::{effect, flag, handler, text};
use karui_ui::{Lang, number, use_lang};
use leptos::ev::DragEvent;
use leptos::{html, prelude::*};

/// The picture with its controls, and the list.
pub fn part(lab: Lab) -> AnyView {
    let lang = use_lang();
    let real = real_of(lab);
    let is_on = move || real.with(|known| known.camera.is_on());
    let over = RwSignal::new(false);
    let say = move |words: fn(&Texts) -> &'static str| move || words(texts::of(lang.get())).to_owned();
    let camera_words = move || {
        let t = texts::of(lang.get());
        real.with(|known| match known.camera {
            Camera::Off => t.camera_start,
            Camera::Asking => t.camera_asking,
            Camera::On(_) => t.camera_stop,
        })
        .to_owned()
    };
    let press_camera =
        move || if real.peek(|known| known.camera.is_on()) { camera::stop(lab) } else { camera::start(lab) };
    let drag = move |is_over: bool| {
        handler(move |event: DragEvent| {
            event.prevent_default();
            over.set(is_over);
        })
    };
    let drop = handler(move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        event.data_transfer().iter().for_each(|data| dropped(lab, data));
    });
    let body = view! {
        <div class="real-stage">
            <div class="real-view" class:over=flag(move || over.get()) on:dragover=drag(true) on:dragleave=drag(false) on:drop=drop>
                {canvas(lab)}
                {video(lab)}
            </div>
            {classes::shutter(lab)}
        </div>
        <div class="row">
            {button("btn", Some("camera-start"), camera_words, move || real.with(|known| matches!(known.camera, Camera::Asking)), press_camera)}
            {button("btn quiet", Some("camera-keep"), say(|t| t.keep_frame), move || !is_on(), move || camera::keep(lab))}
            {file_button("btn quiet", "picture-open", |t| t.open_pictures, ("image/*", true), || false, |lab, input| chosen(lab, &input, To::List))}
        </div>
        <Faults about=CAMERA />
        {photo_list(lab)}
        <p class="help"><a href="photos/CREDITS.md">{texts::say(|t| t.credits)}</a></p>
    };
    // Frames of a hidden page are nobody's business.
    let hidden = window_event_listener_untyped("visibilitychange", move |_| {
        if document().hidden() {
            camera::stop(lab);
        }
    });
    on_cleanup(move || hidden.remove());
    section(|t| t.look, |t| t.look_note, body.into_any())
}

/// The picture that is shown.
fn canvas(lab: Lab) -> AnyView {
    let lang = use_lang();
    let node = NodeRef::<html::Canvas>::new();
    effect(move || {
        let Some(context) = node.get().and_then(|canvas| context_of(&canvas)) else { return };
        let side = f64::from(SIDE);
        context.clear_rect(0.0, 0.0, side, side);
        real_of(lab).with(|known| {
            if let Some(picture) = known.at.and_then(|at| known.pictures.get(at)) {
                // A canvas with pixels can always be drawn.
                let _ = context.draw_image_with_html_canvas_element(&picture.canvas, 0.0, 0.0);
            }
        });
    });
    view! {
        <canvas
            node_ref=node
            width=SIDE
            height=SIDE
            role="img"
            aria-label=text(move || texts::of(lang.get()).view)
            hidden=flag(move || real_of(lab).with(|known| known.camera.is_on()))
        ></canvas>
    }
    .into_any()
}

/// The camera's picture.
fn video(lab: Lab) -> AnyView {
    let lang = use_lang();
    let node = NodeRef::<html::Video>::new();
    node.on_load(move |video| {
        video.set_muted(true);
        real_of(lab).known.update_value(|known| known.video = Some(video));
    });
    view! {
        <video
            node_ref=node
            playsinline=true
            aria-label=text(move || texts::of(lang.get()).view)
            hidden=flag(move || !real_of(lab).with(|known| known.camera.is_on()))
        ></video>
    }
    .into_any()
}

fn photo_list(lab: Lab) -> AnyView {
    let lang = use_lang();
    HtmlRegion::new("real-photos", move |m| {
        let lang = lang.get();
        real_of(lab).with(|known| {
            let changed = known.agreement.as_ref().map_or(&[][..], |it| &it.changed);
            let at = known.at.filter(|_| !known.camera.is_on());
            draw_list(m, lang, &known.pictures, at, changed);
        });
    })
    .testid("photo-list")
    .on_event(move |event: RegionEvent| match (&*event.action, event.is_look) {
        ("show", false) => show(lab, event.at),
        ("remove", false) => remove(lab, event.at),
        _ => {}
    })
    .view()
}

/// The name of a picture: a shipped one's own, a number for each of the learner's.
fn name(lang: Lang, pictures: &[Shown], at: usize) -> String {
    let t = texts::of(lang);
    match pictures.get(at).and_then(|picture| picture.shipped) {
        Some(shipped) => t.photo.get(shipped).copied().unwrap_or_default().to_owned(),
        None => {
            let own = pictures.iter().take(at + 1).filter(|picture| picture.shipped.is_none()).count();
            (t.own_picture)(&number::integer(lang, own as f64))
        }
    }
}

fn draw_list(m: &mut HtmlWriter, lang: Lang, pictures: &[Shown], shown: Option<usize>, changed: &[usize]) {
    let t = texts::of(lang);
    m.open("ul", &[("class", "real-list"), ("aria-label", t.pictures)]);
    for (i, picture) in pictures.iter().enumerate() {
        let (at, name) = (i.to_string(), name(lang, pictures, i));
        let pressed = if shown == Some(i) { "true" } else { "false" };
        let differs = changed.contains(&i);
        let label = if differs { [&name, ": ", t.differs].concat() } else { name.clone() };
        m.open("li", &[]);
        let attrs = [
            ("type", "button"),
            ("class", "real-photo"),
            ("data-do", "show"),
            ("data-at", &at),
            ("aria-pressed", pressed),
            ("aria-label", &label),
            ("title", &label),
        ];
        m.open("button", &attrs);
        m.open("img", &[("src", &picture.small), ("alt", ""), ("width", "72"), ("height", "72")]);
        if differs {
            m.span("span", "real-differs", "≠");
        }
        m.close("button");
        if picture.shipped.is_none() {
            let label = (t.remove)(&name);
            let attrs = [
                ("type", "button"),
                ("class", "real-remove"),
                ("data-do", "remove"),
                ("data-at", &at),
                ("aria-label", &label),
            ];
            m.element("button", &attrs, "×");
        }
        m.close("li");
    }
    m.close("ul");
    if !changed.is_empty() {
        m.open("p", &[("class", "help")]);
        m.text(&["≠ ", t.differs].concat());
        m.close("p");
    }
}
