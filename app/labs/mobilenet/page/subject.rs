//! The picture that is pushed through the network.

use super::texts::{self, say};
use crate::mobilenet::page::state::explorer_of;
use karui_protocol::{About, Fault, Picture, Problem};
use karui_shell::pages::Faults;
use karui_shell::state::Lab;
use karui_ui::canvas::{photo_at, photo_in};
use karui_ui::reactive::{flag, handler, text, views};
use karui_ui::use_lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use web_sys::Event;

/// A photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Photo {
    /// One that is delivered with the page, by its place in [`SHIPPED`].
    Shipped(usize),
    /// One of the learner's: how many were opened before it.
    Own(usize),
}

/// Photos that are delivered with the page, in the order of their names in the texts.
const SHIPPED: [&str; 6] = ["chelsea", "coffee", "rocket", "astronaut", "china", "flower"];

/// What is pushed through, to choose from.
pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), explorer_of(lab));
    let opened = StoredValue::new(0usize);
    let take = move |photo: Photo, picture: Option<Picture>| match picture {
        Some(picture) => {
            state.picture.set_value(Some(picture));
            state.photo.set(Some(photo));
        }
        None => lab.add_fault(Fault { about: About::PICTURE, problem: Problem::NotAPicture }),
    };
    let load = move |photo: Photo, picture: std::pin::Pin<Box<dyn Future<Output = Option<Picture>>>>| {
        spawn_local(async move { take(photo, picture.await) });
    };
    let ship = move |at: usize| {
        let address = ["photos/", SHIPPED[at], ".jpg"].concat();
        load(Photo::Shipped(at), Box::pin(photo_at(address)));
    };
    // A photo to begin with; where it cannot be had, a held-out image stays.
    spawn_local(async move {
        if let Some(picture) = photo_at(["photos/", SHIPPED[0], ".jpg"].concat()).await {
            take(Photo::Shipped(0), Some(picture));
        }
    });
    let choose = move |event: Event| match event_target_value(&event).parse::<usize>() {
        Ok(at) if at < SHIPPED.len() => ship(at),
        _ => {
            state.picture.set_value(None);
            state.photo.set(None);
        }
    };
    let open = move |event: Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        let file = input.files().and_then(|files| files.get(0));
        // The same file may be chosen again.
        input.set_value("");
        if let Some(file) = file {
            let own = Photo::Own(opened.get_value());
            opened.update_value(|n| *n += 1);
            load(own, Box::pin(photo_in(file.into())));
        }
    };
    let option = move |(value, is_chosen, name): (String, Option<Photo>, usize)| {
        view! {
            <option value=value prop:selected=flag(move || state.photo.get() == is_chosen)>
                {text(move || {
                    let t = texts::of(lang.get());
                    t.photos.get(name).copied().unwrap_or(t.held_out)
                })}
            </option>
        }
        .into_any()
    };
    let shipped = (0..SHIPPED.len()).map(|at| (at.to_string(), Some(Photo::Shipped(at)), at));
    let held_out = (String::new(), None, usize::MAX);
    let own = move || state.photo.get().is_some_and(|photo| matches!(photo, Photo::Own(_)));
    view! {
        <div class="row e-subject">
            <label for="e-subject">{say(|t| t.subject)}</label>
            <select id="e-subject" data-testid="explorer-subject" on:change=handler(choose)>
                {views(std::iter::once(held_out).chain(shipped).map(option))}
                <option value="own" disabled hidden=flag(move || !own()) prop:selected=flag(own)>
                    {say(|t| t.own_photo)}
                </option>
            </select>
            <label class="btn small w-file">
                <input type="file" accept="image/*" class="visually-hidden" on:change=handler(open) />
                {say(|t| t.own_photo)}
            </label>
        </div>
        <Faults about=About::PICTURE />
    }
    .into_any()
}
