//! Transfer learning: the learner's classes, their pictures, and the last layer that learns them.

use super::commands::{ask, change_classes, take_for_class, train};
use super::pictures::{To, chosen};
use super::texts::{self, Texts};
use super::{answers, button, file_button, section};
use crate::real::messages::{CLASSES, Change, OwnClass, Real, Training};
use crate::real::page::state::real_of;
use karui_protocol::Bytes;
use karui_shell::pages::{Faults, take_file};
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter, RegionEvent};
use karui_ui::reactive::{flag, handler, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use std::time::Duration;

/// While the button is held, a picture is taken so often.
const EVERY: Duration = Duration::from_millis(200);
/// With fewer held-out pictures than this their share is called a rough guide.
const FEW: u32 = 100;

/// The classes, and their training.
pub fn part(lab: Lab) -> AnyView {
    let lang = use_lang();
    let real = real_of(lab);
    let has_none = move || real.with(|known| known.classes.is_empty());
    let say = move |words: fn(&Texts) -> &'static str| move || words(texts::of(lang.get())).to_owned();
    let region = HtmlRegion::new("real-classes", move |m| {
        let lang = lang.get();
        real.with(|known| draw(m, lang, &known.classes, known.class));
    })
    .testid("class-list")
    .on_event(move |event| hear(lab, event));
    let delete = move || {
        let classes = real.peek(|known| known.classes.len());
        (0..classes).rev().for_each(|class| change_classes(lab, Change::Delete(class)));
    };
    let cannot_train = move || {
        real.with(|known| {
            let is_busy = known.training.is_some_and(|training| !training.is_done);
            is_busy || known.network.is_none() || known.classes.len() < 2
        })
    };
    let status = HtmlRegion::new("real-training", move |m| {
        let lang = lang.get();
        real.with(|known| known.training.iter().for_each(|training| progress(m, lang, training)));
    })
    .testid("head-result");
    let body = view! {
        {region.view()}
        <div class="row">
            {button("btn", Some("class-add"), say(|t| t.class_add), || false, move || add(lab, lang.get_untracked()))}
            {file_button("btn quiet", "class-files", |t| t.add_files, ("image/*", true), has_none, |lab, input| chosen(lab, &input, To::Class))}
        </div>
        <div class="row">
            {button("btn primary", Some("head-train"), say(|t| t.train), cannot_train, move || train(lab))}
        </div>
        <Faults about=CLASSES />
        {status.view()}
        <div class="row">
            {button("btn quiet small", Some("classes-save"), say(|t| t.save_classes), has_none, move || ask(lab, Real::ExportClasses))}
            {file_button("btn quiet small", "classes-open", |t| t.open_classes, (".safetensors", false), || false, |lab, input| {
                take_file(lab, Some(input), |lab, bytes| change_classes(lab, Change::Open(Bytes(bytes))));
            })}
            {button("btn quiet small", Some("classes-delete"), say(|t| t.delete_classes), has_none, delete)}
        </div>
        <p class="help">{texts::say(|t| t.classes_stored)}</p>
    };
    section(|t| t.transfer, |t| t.transfer_note, body.into_any())
}

/// Adds a class, and collects for it.
fn add(lab: Lab, lang: Lang) {
    let real = real_of(lab);
    let n = real.peek(|known| known.classes.len());
    real.change(|known| known.class = n);
    change_classes(lab, Change::Add((texts::of(lang).class_new)(&number::integer(lang, n as f64 + 1.0))));
}

/// What stands between the camera's picture and the answer: the class that is collected for, the button that takes a picture for
/// it, and, where the answers themselves have no room beside, the first of them.
pub fn shutter(lab: Lab) -> AnyView {
    let lang = use_lang();
    let real = real_of(lab);
    let chips = HtmlRegion::new("real-chips", move |m| {
        let lang = lang.get();
        real.with(|known| {
            let t = texts::of(lang);
            if known.classes.is_empty() {
                m.element("button", &[("type", "button"), ("class", "btn small"), ("data-do", "add")], t.class_add);
            }
            for (i, class) in known.classes.iter().enumerate() {
                let attrs = [
                    ("type", "button"),
                    ("class", "btn small real-choice"),
                    ("data-do", "class"),
                    ("data-at", &*i.to_string()),
                    ("aria-pressed", if i == known.class { "true" } else { "false" }),
                ];
                let count = number::integer(lang, class.count as f64);
                m.element("button", &attrs, &[&class.name, " · ", &count].concat());
            }
        });
    })
    .region(move || texts::of(lang.get()).transfer.to_owned())
    .on_event(move |event| match &*event.action {
        "add" if !event.is_look => add(lab, lang.get_untracked()),
        _ => hear(lab, event),
    });
    let first = HtmlRegion::new("real-first", move |m| {
        let lang = lang.get();
        real.with_seen(|known| answers::first_alone(m, lang, known));
    });
    view! {
        <div class="real-shutter">
            {chips.view()}
            {take_button(lab)}
            <p class="help">{texts::say(|t| t.take_note)}</p>
            // The answers say it to those who hear them.
            <div aria-hidden="true">{first.view()}</div>
        </div>
    }
    .into_any()
}

/// Takes a picture for the chosen class; while it is held with the camera on, one after the other.
fn take_button(lab: Lab) -> AnyView {
    let lang = use_lang();
    let real = real_of(lab);
    let held = StoredValue::new_local(None::<IntervalHandle>);
    let release = move || {
        if let Some(interval) = held.try_update_value(Option::take).flatten() {
            interval.clear();
        }
    };
    let hold = move || {
        release();
        let again = move || {
            if real.peek(|known| known.camera.is_on()) {
                take_for_class(lab)
            }
        };
        held.set_value(set_interval_with_handle(again, EVERY).ok());
    };
    on_cleanup(release);
    let words = move || {
        let t = texts::of(lang.get());
        real.with(|known| known.classes.get(known.class).map_or(t.take_none.into(), |class| (t.take)(&class.name)))
    };
    view! {
        <button
            type="button"
            class="btn real-take"
            data-testid="class-take"
            disabled=flag(move || real.with(|known| known.classes.is_empty()))
            on:click=handler(move |_| take_for_class(lab))
            on:pointerdown=handler(move |_| hold())
            on:pointerup=handler(move |_| release())
            on:pointerleave=handler(move |_| release())
            on:pointercancel=handler(move |_| release())
        >
            {text(words)}
        </button>
    }
    .into_any()
}

fn hear(lab: Lab, event: RegionEvent) {
    if event.is_look {
        return;
    }
    match &*event.action {
        "class" => {
            real_of(lab).change(|known| known.class = event.at);
        }
        "rename" => change_classes(lab, Change::Rename(event.at, event.value)),
        "delete" => change_classes(lab, Change::Delete(event.at)),
        "drop" => change_classes(lab, Change::Drop(event.at, event.part)),
        _ => {}
    }
}

fn draw(m: &mut HtmlWriter, lang: Lang, classes: &[OwnClass], chosen: usize) {
    let t = texts::of(lang);
    for (i, class) in classes.iter().enumerate() {
        let at = i.to_string();
        let is_chosen = i == chosen;
        m.open("div", &[("class", if is_chosen { "real-class on" } else { "real-class" })]);
        m.open("div", &[("class", "row")]);
        let label = (t.class_choose)(&class.name);
        let pressed = if is_chosen { "true" } else { "false" };
        let attrs = [
            ("type", "button"),
            ("class", "btn small real-choice"),
            ("data-do", "class"),
            ("data-at", &at),
            ("aria-pressed", pressed),
        ];
        m.element("button", &attrs, if is_chosen { t.class_chosen } else { &label });
        let name = (t.class_name)(&number::integer(lang, i as f64 + 1.0));
        let attrs = [
            ("type", "text"),
            ("data-do", "rename"),
            ("data-at", &at),
            ("data-testid", "class-name"),
            ("value", &class.name),
            ("aria-label", &name),
            ("maxlength", "40"),
            ("autocomplete", "off"),
        ];
        m.open("input", &attrs);
        let count = (t.count)(&number::integer(lang, class.count as f64));
        m.element(
            "span",
            &[("class", "num"), ("data-testid", "class-count"), ("data-value", &class.count.to_string())],
            &count,
        );
        let label = (t.class_delete)(&class.name);
        let attrs = [
            ("type", "button"),
            ("class", "btn quiet small"),
            ("data-do", "delete"),
            ("data-at", &at),
            ("aria-label", &label),
        ];
        m.element("button", &attrs, "×");
        m.close("div");
        m.open("div", &[("class", "real-pictures")]);
        let first = class.count - class.latest.len().min(class.count);
        for (j, picture) in class.latest.iter().enumerate() {
            let label = (t.drop_picture)(&class.name, &number::integer(lang, (first + j) as f64 + 1.0));
            let attrs = [
                ("type", "button"),
                ("data-do", "drop"),
                ("data-at", &*at),
                ("data-part", &(first + j).to_string()),
                ("aria-label", &label),
                ("title", &label),
            ];
            m.open("button", &attrs);
            m.picture(picture);
            m.close("button");
        }
        m.close("div");
        m.close("div");
    }
}

/// How training comes on, and what it has come to.
fn progress(m: &mut HtmlWriter, lang: Lang, it: &Training) {
    let t = texts::of(lang);
    let whole = |n: u64| number::integer(lang, n as f64);
    if !it.is_done {
        let (part, of) = (it.seen as u64 + it.step, it.pictures as u64 + it.steps);
        let words = match it.loss {
            Some(loss) => {
                (t.training_steps)(&whole(it.step), &whole(it.steps), &number::decimal(lang, f64::from(loss), 3))
            }
            None => (t.training_features)(&whole(it.seen as u64), &whole(it.pictures as u64)),
        };
        m.open("div", &[("class", "real-status")]);
        m.element("p", &[("class", "num"), ("role", "status")], &words);
        m.element("progress", &[("max", &of.to_string()), ("value", &part.to_string()), ("aria-label", &words)], "");
        m.close("div");
        return;
    }
    let say = |(hits, of): (u32, u32), words: fn(&str, &str, &str) -> String| {
        let share = number::percent(lang, f64::from(hits) / f64::from(of.max(1)), 0);
        words(&whole(hits.into()), &whole(of.into()), &share)
    };
    m.open("div", &[("role", "status")]);
    m.span("p", "num", &say(it.trained, t.trained));
    if it.held_out.1 == 0 {
        m.span("p", "num", t.held_out_none);
    } else {
        let value = f64::from(it.held_out.0) / f64::from(it.held_out.1);
        let attrs = [("class", "num"), ("data-testid", "head-accuracy"), ("data-value", &*value.to_string())];
        m.element("p", &attrs, &say(it.held_out, t.held_out));
    }
    if it.held_out.1 < FEW {
        m.span("p", "help", t.few);
    }
    m.close("div");
}
