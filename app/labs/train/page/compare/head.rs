//! Which two networks are compared, on which images.

use super::state::compare_of;
use super::texts;
use crate::train::messages::COMPARE;
use karui_protocol::recipe::{Quantize, TechniqueKind};
use karui_protocol::{How, Recipe};
use karui_shell::labs::Tab;
use karui_shell::pages::Faults;
use karui_shell::recipe::technique_name;
use karui_shell::state::Lab;
use karui_ui::html::HtmlRegion;
use karui_ui::reactive::maybe_view;
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// What stands above each view while there are two networks: what was done, both accuracies and of which images they are.
pub fn head(lab: Lab, tab: Tab) -> AnyView {
    let it = compare_of(lab);
    it.watch();
    let is_shown = it.is_shown(tab);
    view! {
        <Faults about=COMPARE />
        {maybe_view(move || is_shown.get().then(|| shown(lab)))}
    }
    .into_any()
}

fn shown(lab: Lab) -> AnyView {
    let lang = use_lang();
    let region = HtmlRegion::new("c-head", move |m| {
        let lang = lang.get();
        let t = texts::of(lang);
        // Of all images, where the original network was also asked about the others.
        let all = lab.evaluation.with(|evaluation| {
            let figure = evaluation.as_ref().map(|it| it.accuracy.clone())?;
            let How::Counted { of, .. } = figure.how else { return None };
            Some((figure, of))
        });
        compare_of(lab).with(|it| {
            let count = number::integer(lang, it.count as f64);
            m.open("dl", &[]);
            for (class, name, side) in [("c-float", t.float, &it.float), ("c-now", t.now, &it.now)] {
                m.open("div", &[("class", class)]);
                m.element("dt", &[], name);
                m.open("dd", &[]);
                m.figure(lang, &side.accuracy, [t.accuracy, " · ", name].concat());
                m.close("dd");
                m.close("div");
            }
            m.close("dl");
            m.open("p", &[("class", "help")]);
            m.span("strong", "", &done(lang, &it.recipe));
            m.text(&(t.on_images)(&count));
            if let Some((figure, of)) = all.filter(|(_, of)| *of > it.count as u64) {
                m.text(&(t.on_all)(&number::integer(lang, of as f64)));
                m.figure(lang, &figure, [t.accuracy, " · ", t.float].concat());
                m.text(t.on_all_end);
            }
            // A recipe that waits for its button has come to nothing yet.
            if !it.recipe.is_empty() && lab.recipe.now.with(|now| *now != it.recipe) {
                m.span("span", "c-behind", t.is_behind);
            }
            m.close("p");
        });
    });
    region.view()
}

/// What was done, in order.
fn done(lang: Lang, recipe: &Recipe) -> String {
    if recipe.is_empty() {
        return texts::of(lang).from_file.to_owned();
    }
    let name = |kind: TechniqueKind| match recipe.get::<Quantize>().filter(|_| kind == TechniqueKind::Quantize) {
        Some(quantize) => [technique_name(lang, kind), lang.pick("(", " ("), quantize.dtype.id(), ")"].concat(),
        None => technique_name(lang, kind).to_owned(),
    };
    let all: Vec<String> = recipe.techniques().iter().map(|technique| name(technique.kind())).collect();
    all.join(" → ")
}
