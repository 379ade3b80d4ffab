//! Two images beside each other: the layers that they share are stored and sent once.

use super::state::{ContainerState, container_of};
use super::test_ids;
use super::texts::{self, Texts, say};
use crate::container::messages::{Image, Layer};
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::reactive::{flag, handler};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// What two images share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Shared {
    /// Layers from the lowest on that are the same in both: a store that knows layers by what lies below them has them once.
    layers: usize,
    /// Bytes of these, declared ones among them.
    bytes: u64,
    /// Bytes of the layers above them in one and in the other.
    own: [u64; 2],
}

fn weight(layers: &[Layer]) -> u64 {
    layers.iter().map(|layer| layer.bytes.saturating_add(layer.declared.0)).sum()
}

impl Shared {
    fn of(a: &Image, b: &Image) -> Self {
        let layers = a.layers.iter().zip(&b.layers).take_while(|(a, b)| a.diff_id == b.diff_id).count();
        let (below, above) = a.layers.split_at(layers);
        Shared {
            layers,
            bytes: weight(below),
            own: [weight(above), weight(b.layers.get(layers..).unwrap_or_default())],
        }
    }
}

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    let region = HtmlRegion::new("k-beside", move |m| {
        let (lang, t) = (lang.get(), texts::of(lang.get()));
        state.beside.with(|beside| {
            state.built.with(|built| {
                if let (Some((name, kept)), Some(built)) = (beside, built) {
                    draw(m, lang, t, ((t.preset_name)(name), kept), &built.image);
                }
            });
        });
    })
    .testid(test_ids::BESIDE);
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.beside_title)}</h3>
            <p class="help">{say(|t| t.beside_note)}</p>
            <div class="row">
                <button
                    type="button"
                    class="btn"
                    data-testid=test_ids::KEEP
                    disabled=flag(move || state.built.with(Option::is_none))
                    on:click=handler(move |_| keep(state))
                >
                    {say(|t| t.beside_keep)}
                </button>
            </div>
            {region.view()}
        </section>
    }
    .into_any()
}

fn keep(state: ContainerState) {
    let image = state.built.with_untracked(|built| built.as_ref().map(|built| built.image.clone()));
    let preset = state.preset.get_untracked();
    state.beside.set(image.map(|image| (preset, image)));
}

fn draw(m: &mut HtmlWriter, lang: Lang, t: &Texts, (name, kept): (&str, &Image), now: &Image) {
    let shared = Shared::of(kept, now);
    let bytes = |value: u64| number::bytes(lang, value as f64);
    let [first, second] = shared.own;
    let (count, value) = (shared.layers.to_string(), shared.bytes.to_string());
    let attrs = [("class", "num"), ("data-shared", &*count), ("data-value", &*value)];
    let together = bytes(shared.bytes + first + second);
    let apart = bytes(2 * shared.bytes + first + second);
    m.element("p", &attrs, &(t.beside_told)(shared.layers, &bytes(shared.bytes), &together, &apart));
    m.open("div", &[("class", "k-two")]);
    for (name, image) in [(name, kept), (t.beside_now, now)] {
        m.open("div", &[]);
        m.element("h4", &[], name);
        m.open("ol", &[("class", "k-pile"), ("reversed", "")]);
        for (i, layer) in image.layers.iter().enumerate().rev() {
            let is_shared = i < shared.layers;
            m.open("li", &[("class", if is_shared { "k-shared" } else { "" })]);
            m.span("code", "", &texts::made_by(t, &layer.created_by));
            m.open("span", &[("class", "k-weight num")]);
            m.text(&bytes(weight(std::slice::from_ref(layer))));
            if is_shared {
                m.text(t.beside_shared);
            }
            m.close("span");
            m.close("li");
        }
        m.close("ol");
        m.close("div");
    }
    m.close("div");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(id: &str, bytes: u64, declared: u64) -> Layer {
        Layer { diff_id: id.into(), bytes, declared: (declared, false), created_by: String::new(), entries: vec![] }
    }

    #[test]
    fn layers_are_shared_from_the_lowest_on() {
        let image = |layers| Image { layers, ..Image::default() };
        let a = image(vec![layer("base", 10, 90), layer("pip", 5, 0), layer("code", 1, 0)]);
        let b = image(vec![layer("base", 10, 90), layer("other", 7, 0), layer("code", 1, 0)]);
        // The same content above another layer is another layer for who stores them in chains.
        assert_eq!(Shared::of(&a, &b), Shared { layers: 1, bytes: 100, own: [6, 8] });
        assert_eq!(Shared::of(&a, &a), Shared { layers: 3, bytes: 106, own: [0, 0] });
        assert_eq!(Shared::of(&a, &Image::default()), Shared { layers: 0, bytes: 0, own: [106, 0] });
    }
}
