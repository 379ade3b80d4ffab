//! What both say of a picture.

use super::state::compare_of;
use super::texts::{self, Texts};
use super::{FLOAT, NOW};
use crate::train::messages::TrainRequest;
use crate::train::page::widgets::top;
use karui_protocol::DataKind;
use karui_shell::i18n::class_name;
use karui_shell::state::{Lab, Prediction};
use karui_ui::html::HtmlRegion;
use karui_ui::reactive::text;
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// Both answers in words, whether they differ, and both probabilities of each class.
pub fn answers(lab: Lab, prediction: Signal<Option<Prediction>>) -> AnyView {
    let (lang, it) = (use_lang(), compare_of(lab));
    it.ask(move || lab.prediction.with(Option::is_some).then_some(TrainRequest::Picture));
    let region = HtmlRegion::new("c-answers", move |m| {
        let (lang, data) = (lang.get(), lab.shown().data);
        let t = texts::of(lang);
        let now = it.picture.get().unwrap_or_default();
        prediction.with(|prediction| {
            let (float, now) = match prediction {
                Some(prediction) => (&prediction.probabilities[..], &now[..]),
                None => (&[][..], &[][..]),
            };
            let differs = differ(float, now).is_some();
            m.open("div", &[("class", if differs { "c-cards c-differs" } else { "c-cards" })]);
            for (class, testid, name, probabilities) in
                [("c-card c-float", FLOAT, t.float, float), ("c-card c-now", NOW, t.now, now)]
            {
                let best = top(probabilities);
                let value = best.map_or(String::new(), |(class, _)| class.to_string());
                m.open("div", &[("class", class), ("data-testid", testid), ("data-value", &value)]);
                m.element("h4", &[], name);
                m.open("p", &[]);
                m.span("strong", "", best.map_or("—", |(class, _)| class_name(lang, data, class)));
                m.span("span", "num", &best.map_or(String::new(), |(_, p)| percent(lang, p)));
                m.close("p");
                m.close("div");
            }
            m.close("div");
            m.open("ul", &[("class", "w-classes c-pairs")]);
            for class in 0..it.with(|it| it.now.per_class.len()).unwrap_or_default() {
                m.open("li", &[]);
                m.span("span", "w-name", class_name(lang, data, class));
                m.open("span", &[("class", "c-bars")]);
                for probabilities in [float, now] {
                    m.bar(probabilities.get(class).copied().unwrap_or_default().into(), None);
                }
                m.close("span");
                for probabilities in [float, now] {
                    let value = probabilities.get(class).map_or("—".into(), |p| percent(lang, *p));
                    m.span("span", "num", &value);
                }
                m.close("li");
            }
            m.close("ul");
        });
    });
    let said = move || {
        let (lang, data) = (lang.get(), lab.shown().data);
        let now = it.picture.get().unwrap_or_default();
        prediction.with(|p| p.as_ref().map_or(String::new(), |p| sentence(lang, data, &p.probabilities, &now)))
    };
    view! {
        <div class="c-answer">
            <p class="c-said" role="status">{text(said)}</p>
            {region.view()}
        </div>
    }
    .into_any()
}

fn percent(lang: Lang, p: f32) -> String {
    number::percent(lang, f64::from(p), 1)
}

/// The two classes where both have answered and not the same.
fn differ(float: &[f32], now: &[f32]) -> Option<(usize, usize)> {
    let (float, now) = (top(float)?.0, top(now)?.0);
    (float != now).then_some((float, now))
}

fn sentence(lang: Lang, data: DataKind, float: &[f32], now: &[f32]) -> String {
    let t: &Texts = texts::of(lang);
    let name = |class| class_name(lang, data, class);
    match (differ(float, now), top(float), top(now)) {
        (Some((float, now)), ..) => (t.answers_differ)(name(float), name(now)),
        (None, Some((class, before)), Some((_, after))) => {
            (t.answers_agree)(name(class), &percent(lang, before), &percent(lang, after))
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_must_have_answered_to_differ() {
        assert_eq!(differ(&[0.9, 0.1], &[0.2, 0.8]), Some((0, 1)));
        assert_eq!((differ(&[0.9, 0.1], &[0.6, 0.4]), differ(&[0.9, 0.1], &[])), (None, None));
    }
}
