//! Which network: its version, width, resolution and classes; then what it costs in all.

use super::texts::{self, Texts, say};
use crate::mobilenet::messages::{Explorer, PUBLISHED};
use crate::mobilenet::page::state::explorer_of;
use crate::mobilenet::page::test_ids;
use karui_protocol::{Figure, MobilenetSpec, MobilenetVersion, Settings, decimal};
use karui_shell::i18n::PageTexts;
use karui_shell::state::Lab;
use karui_ui::figure::FigureButton;
use karui_ui::reactive::{effect, flag, handler, memo, optional, text, views};
use karui_ui::{Lang, Setting, number, use_lang};
use leptos::{html, prelude::*};
use web_sys::Event;

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
                {version(lab)}
                {views(NUMBERS.iter().filter_map(|dial| Some(number(lab, dial, MobilenetSpec::setting(dial.name)?))))}
            </div>
            <p class="help e-about">{text(about)}</p>
            <p class="wrong" role="status">{text(error)}</p>
            {totals(lab)}
        </section>
    }
    .into_any()
}

fn version(lab: Lab) -> AnyView {
    let (lang, spec) = (use_lang(), explorer_of(lab).spec);
    let option = move |version: MobilenetVersion| {
        view! {
            <option value=version.id() prop:selected=flag(move || spec.get().version == version)>
                {name(version)}
            </option>
        }
    };
    let choose = move |event: Event| {
        if let Ok(version) = event_target_value(&event).parse() {
            spec.update(|spec| spec.version = version);
        }
    };
    view! {
        <div class="field">
            <label for="e-version">{say(|t| t.version.label)}</label>
            <select
                id="e-version"
                data-testid=test_ids::MOBILENET_VERSION
                data-value=text(move || spec.get().version.id())
                aria-describedby="e-version-help"
                on:change=handler(choose)
            >
                {views(MobilenetVersion::ALL.iter().copied().map(option))}
            </select>
            <p class="help" id="e-version-help">{text(move || texts::of(lang.get()).version.help)}</p>
        </div>
    }
    .into_any()
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
struct Dial {
    /// Its name in links.
    name: &'static str,
    id: &'static str,
    testid: &'static str,
    text: fn(&Texts) -> &Setting,
}

static NUMBERS: [Dial; 3] = [
    Dial { name: "width", id: "e-alpha", testid: test_ids::ALPHA_INPUT, text: |t| &t.alpha },
    Dial { name: "resolution", id: "e-resolution", testid: test_ids::RESOLUTION_INPUT, text: |t| &t.resolution },
    Dial { name: "classes", id: "e-classes", testid: test_ids::CLASSES_INPUT, text: |t| &t.classes },
];

/// What is typed counts as soon as there is such a network; what does not is said when the field is left.
fn number(lab: Lab, dial: &'static Dial, row: &'static karui_protocol::Setting<MobilenetSpec>) -> AnyView {
    let (lang, spec) = (use_lang(), explorer_of(lab).spec);
    let node = NodeRef::<html::Input>::new();
    let is_wrong = RwSignal::new(false);
    let value = memo(move || row.get(&spec.get()));
    // Not `prop:value`: that would rewrite `0.50` to `0.5` under the hands of someone who types.
    effect(move || {
        let (value, Some(input)) = (value.get(), node.get()) else { return };
        if decimal::number(&input.value()) != decimal::number(&value) {
            input.set_value(&value);
            is_wrong.set(false);
        }
    });
    let set = move |event: Event| {
        let mut next = spec.get_untracked();
        let fits = row.set(&mut next, event_target_value(&event).trim()).is_ok();
        if fits && next != spec.get_untracked() {
            spec.set(next);
        }
        if event.type_() == "change" || fits {
            is_wrong.set(!fits);
        }
    };
    let ([min, max], by) = (row.range().unwrap_or_default(), row.step());
    let wrong = move || if is_wrong.get() { out_of_range(lang.get(), [min, max, by]) } else { String::new() };
    let [least, most, step] = [min, max, by].map(|v| v.to_string());
    let help = [dial.id, "-help"].concat();
    view! {
        <div class="field">
            <label for=dial.id>{text(move || (dial.text)(texts::of(lang.get())).label)}</label>
            <div class="e-number">
                <input
                    type="range"
                    min=least.clone()
                    max=most.clone()
                    step=step.clone()
                    prop:value=text(move || value.get())
                    aria-label=text(move || (dial.text)(texts::of(lang.get())).label)
                    on:input=handler(set)
                />
                <input
                    type="number"
                    id=dial.id
                    node_ref=node
                    class="num"
                    data-testid=dial.testid
                    data-value=text(move || value.get())
                    min=least
                    max=most
                    step=if by < 1.0 { "any".to_owned() } else { step }
                    inputmode="decimal"
                    autocomplete="off"
                    aria-describedby=help.clone()
                    aria-invalid=optional(move || is_wrong.get().then_some("true"))
                    on:input=handler(set)
                    on:change=handler(set)
                />
            </div>
            <p class="help" id=help>{text(move || (dial.text)(texts::of(lang.get())).help)}</p>
            <p class="wrong" role="status">{text(wrong)}</p>
        </div>
    }
    .into_any()
}

fn out_of_range(lang: Lang, bounds: [f64; 3]) -> String {
    let [least, most, step] = bounds.map(|v| number::significant(lang, v, 4));
    let range = (lang.t().out_of_range)(&least, &most);
    if bounds[2] > 1.0 {
        [&*range, lang.pick("(", " ("), &step, lang.pick(" 刻み)", " apart)")].concat()
    } else {
        range
    }
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
            let millions = number::significant(lang, f64::from(row.macs), 4);
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
