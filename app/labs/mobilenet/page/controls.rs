//! Which network: its version, width, resolution and classes; then what it costs in all.

use super::texts::{self, Texts, say};
use crate::mobilenet::messages::{Explorer, PUBLISHED};
use crate::mobilenet::page::state::explorer_of;
use crate::mobilenet::page::test_ids;
use karui_protocol::{Figure, MobilenetSpec, MobilenetVersion, Settings};
use karui_shell::state::Lab;
use karui_ui::fields::{Field, NumberField, Range, SelectField};
use karui_ui::figure::FigureButton;
use karui_ui::reactive::{memo, text, views};
use karui_ui::{FieldText, number as numbers, use_lang};
use leptos::prelude::*;
use std::rc::Rc;

/// The controls and the totals.
pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), explorer_of(lab));
    let about = move || (texts::of(lang.get()).about)(state.spec.get().version);
    let error = move || {
        state.error.with(|e| e.as_ref().map(|e| karui_shell::i18n::error_text(lang.get(), e)).unwrap_or_default())
    };
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.network_title)}</h3>
            <p class="help">{say(|t| t.network_note)}</p>
            <div class="e-controls">
                {version(state.spec)}
                {views(NUMBERS.iter().filter_map(|it| number(state.spec, it)))}
            </div>
            <p class="help e-about">{text(about)}</p>
            <p class="wrong" role="status">{text(error)}</p>
            {totals(lab)}
        </section>
    }
    .into_any()
}

fn version(spec: RwSignal<MobilenetSpec>) -> AnyView {
    let options =
        MobilenetVersion::ALL.iter().map(|version| (version.id(), (name(*version), name(*version)))).collect();
    let set = move |id: String| {
        if let Ok(version) = id.parse() {
            spec.update(|spec| spec.version = version);
        }
    };
    let value = Signal::derive(move || spec.get().version.id().to_owned());
    let field = field("e-version", test_ids::MOBILENET_VERSION, |t| &t.version);
    SelectField { field, options, value, set: Rc::new(set) }.view()
}

/// A network's name.
pub(super) const fn name(version: MobilenetVersion) -> &'static str {
    match version {
        MobilenetVersion::V1 => "MobileNetV1",
        MobilenetVersion::V2 => "MobileNetV2",
        MobilenetVersion::V3Small => "MobileNetV3-Small",
        MobilenetVersion::V3Large => "MobileNetV3-Large",
    }
}

/// A setting that is a number, with a slider beside its field.
struct Number {
    /// Its name in links.
    name: &'static str,
    id: &'static str,
    testid: &'static str,
    text: fn(&Texts) -> &FieldText,
}

static NUMBERS: [Number; 3] = [
    Number { name: "width", id: "e-alpha", testid: test_ids::ALPHA_INPUT, text: |t| &t.alpha },
    Number { name: "resolution", id: "e-resolution", testid: test_ids::RESOLUTION_INPUT, text: |t| &t.resolution },
    Number { name: "classes", id: "e-classes", testid: test_ids::CLASSES_INPUT, text: |t| &t.classes },
];

/// What is typed counts as soon as there is such a network.
fn number(spec: RwSignal<MobilenetSpec>, it: &'static Number) -> Option<AnyView> {
    let row = MobilenetSpec::setting(it.name)?;
    let set = move |text: String| {
        let mut next = spec.get_untracked();
        let is_allowed = row.set(&mut next, text.trim()).is_ok();
        if is_allowed && next != spec.get_untracked() {
            spec.set(next);
        }
        is_allowed
    };
    let field = NumberField {
        field: field(it.id, it.testid, it.text),
        range: Range::of(row),
        value: memo(move || row.get(&spec.get())).into(),
        set: Rc::new(set),
        has_slider: true,
    };
    Some(field.view())
}

fn field(id: &'static str, testid: &'static str, words: fn(&Texts) -> &FieldText) -> Field {
    let lang = use_lang();
    let words = move || words(texts::of(lang.get()));
    Field::new(id, Signal::derive(move || words().label), Signal::derive(move || words().help)).testid(testid)
}

/// Parameters, multiply-adds and bytes of the whole, each open to its formula.
fn totals(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), explorer_of(lab));
    let total = move |testid: &'static str, label: fn(&Texts) -> &'static str, of: fn(&Explorer) -> Figure| {
        let figure = Signal::derive(move || state.built.with(|built| built.as_ref().map(of)));
        let named = Signal::derive(move || {
            let t = texts::of(lang.get());
            [label(t), " · ", t.whole].concat()
        });
        view! {
            <div>
                <dt>{say(label)}</dt>
                <dd><FigureButton figure label=named testid class="e-total" /></dd>
            </div>
        }
        .into_any()
    };
    let published = move || {
        let lang = lang.get();
        let spec = state.spec.get();
        let told = PUBLISHED.iter().find(|row| row.spec() == spec).map(|row| {
            let millions = numbers::significant(lang, f64::from(row.macs), 4);
            (texts::of(lang).published_as)(&millions, row.source.citation())
        });
        told.unwrap_or_default()
    };
    view! {
        <dl class="e-totals">
            {total(test_ids::EXPLORER_PARAMS, |t| t.params, |built| built.network.params.clone())}
            {total(test_ids::EXPLORER_MACS, |t| t.macs, |built| built.network.macs.clone())}
            {total(test_ids::EXPLORER_BYTES, |t| t.bytes, |built| built.network.bytes.clone())}
        </dl>
        <p class="help e-published">{text(published)}</p>
    }
    .into_any()
}
