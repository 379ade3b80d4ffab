//! Which network runs.

use super::commands::{ask, choose, fault, open};
use super::texts::{self, Texts};
use super::{file_button, section};
use crate::real::messages::{Classes, NETWORK, NetworkSource, Real, RealNetwork};
use crate::real::page::state::real_of;
use js_sys::Uint8Array;
use karui_protocol::{Pretrained, Problem};
use karui_shell::pages::Faults;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter, RegionEvent};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;

/// A larger file is not read: the page, the worker and the network each hold a copy.
const MOST_BYTES: u64 = 256_000_000;

/// The networks to choose from, and what is known of the one that runs.
pub fn part(lab: Lab) -> AnyView {
    let lang = use_lang();
    let region = HtmlRegion::new("real-networks", move |m| {
        let lang = lang.get();
        real_of(lab).with(|known| {
            let running = known.network.as_ref();
            let opened = running.and_then(|n| match &n.source {
                NetworkSource::Opened(name) => Some(name.as_str()),
                NetworkSource::Shipped(_) => None,
            });
            // One that is on its way counts as chosen.
            let chosen = known.chosen.filter(|_| opened.is_none() || known.fetching.is_some());
            choices(m, texts::of(lang), chosen, opened.filter(|_| known.fetching.is_none()));
            status(m, lang, known.fetching, running);
        });
    })
    .testid("real-network")
    .on_event(move |event| hear(lab, &event));
    let body = view! {
        {region.view()}
        <div class="row">
            {file_button("btn quiet small", "real-open", |t| t.open_network, (".safetensors", false), || false, chosen)}
        </div>
        <p class="help">{texts::say(|t| t.open_network_note)}</p>
        <Faults about=NETWORK />
    };
    section(|t| t.network, |t| t.network_note, body.into_any())
}

fn hear(lab: Lab, event: &RegionEvent) {
    match (&*event.action, event.is_look) {
        ("choose", false) => Pretrained::ALL.get(event.at).iter().for_each(|which| choose(lab, **which)),
        ("head", false) => ask(lab, Real::UseHead(event.at == 1)),
        _ => {}
    }
}

fn choices(m: &mut HtmlWriter, t: &Texts, chosen: Option<Pretrained>, opened: Option<&str>) {
    m.open("div", &[("class", "real-choices"), ("role", "group"), ("aria-label", t.network)]);
    for (i, &which) in Pretrained::ALL.iter().enumerate() {
        let (name, note) = match which {
            Pretrained::Person => (t.person, t.person_note),
            Pretrained::EfficientnetLite0 => (t.lite0, t.lite0_note),
        };
        let attrs =
            [("data-do", "choose"), ("data-at", &*i.to_string()), ("data-testid", &["real-", which.id()].concat())];
        choice(m, &attrs, chosen == Some(which), name, note);
    }
    if let Some(name) = opened {
        choice(m, &[], true, name, "");
    }
    m.close("div");
}

/// A button that is pressed or not.
fn choice(m: &mut HtmlWriter, attrs: &[(&'static str, &str)], is_chosen: bool, name: &str, note: &str) {
    let pressed = if is_chosen { "true" } else { "false" };
    let own = [("type", "button"), ("class", "btn real-choice"), ("aria-pressed", pressed)];
    m.open("button", &[&own, attrs].concat());
    m.element("strong", &[], name);
    m.span("span", "muted", note);
    m.close("button");
}

fn status(m: &mut HtmlWriter, lang: Lang, fetching: Option<(u64, u64)>, running: Option<&RealNetwork>) {
    let t = texts::of(lang);
    if let Some((received, total)) = fetching {
        let [of, all] = [received, total].map(|n| number::bytes(lang, n as f64));
        let words = match (received, total) {
            (0, _) => t.preparing.to_owned(),
            (_, 0) => (t.fetching_some)(&of),
            _ => (t.fetching)(&of, &all),
        };
        m.open("div", &[("class", "real-status"), ("role", "status")]);
        m.element("p", &[("class", "num")], &words);
        if total > 0 {
            let share = received as f64 / total as f64;
            m.element("progress", &[("max", "1"), ("value", &share.to_string()), ("aria-label", &words)], "");
        }
        m.close("div");
    } else if let Some(network) = running {
        m.open("dl", &[("class", "real-facts")]);
        m.open("div", &[]);
        let side = network.side.to_string();
        m.element("dt", &[("class", "num")], &(t.input)(&side));
        m.close("div");
        for (name, figure) in [(t.params, &network.params), (t.macs, &network.macs), (t.size, &network.size)] {
            m.open("div", &[]);
            m.element("dt", &[], name);
            m.open("dd", &[]);
            m.figure(lang, figure, name.to_owned());
            m.close("dd");
            m.close("div");
        }
        m.close("dl");
        if network.has_head {
            let is_own = matches!(network.classes, Classes::Own(_));
            m.open("div", &[("class", "real-choices")]);
            choice(m, &[("data-do", "head"), ("data-at", "0")], !is_own, t.original_layer, "");
            choice(m, &[("data-do", "head"), ("data-at", "1")], is_own, t.own_layer, "");
            m.close("div");
        }
    } else {
        m.open("div", &[("class", "real-status"), ("role", "status")]);
        m.close("div");
    }
}

fn chosen(lab: Lab, input: HtmlInputElement) {
    let file = input.files().and_then(|files| files.get(0));
    // The same file may be chosen again.
    input.set_value("");
    let Some(file) = file else { return };
    let bytes = file.size() as u64;
    if bytes > MOST_BYTES {
        return fault(lab, NETWORK, Problem::TooLarge { bytes, most: MOST_BYTES });
    }
    spawn_local(async move {
        match JsFuture::from(file.array_buffer()).await {
            Ok(buffer) => open(lab, file.name(), Uint8Array::new(&buffer).to_vec()),
            // It was moved or changed meanwhile.
            Err(_) => fault(lab, NETWORK, Problem::Damaged { file: file.name() }),
        }
    });
}
