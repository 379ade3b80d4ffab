//! Where the learner stands: each topic's share of right answers, with how much that says.

use super::state::practice_of;
use super::{test_ids, texts};
use karui_shell::state::Lab;
use karui_spec::question::Standing;
use karui_ui::reactive::{list, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// The map of the skills.
pub fn view(lab: Lab) -> AnyView {
    let (practice, lang, t) = (practice_of(lab), use_lang(), texts::use_texts());
    let rows = move || practice.standings.get().iter().map(|standing| row(lang.get(), standing)).collect();
    view! {
        <section class="standing" data-testid=test_ids::SKILL_MAP>
            <h3>{text(move || t.get().standing)}</h3>
            <p class="help">{text(move || t.get().standing_help)}</p>
            <ul class="standings">{list(rows)}</ul>
        </section>
    }
    .into_any()
}

fn row(lang: Lang, standing: &Standing) -> AnyView {
    let t = texts::of(lang);
    let name = lang.of(standing.topic.name());
    let [right, all] = standing.right.map(|n| n.to_string());
    let [done, of] = standing.asked.map(|n| n.to_string());
    let bar = standing.share.map(|share| {
        let percent = |share: f64| format!("{:.1}%", 100.0 * share);
        let (low, width) = (percent(share.low), percent(share.high - share.low));
        let at = percent(f64::from(standing.right[0]) / f64::from(standing.right[1].max(1)));
        let told = [share.low, share.high].map(|end| number::percent(lang, end, 0)).join(" – ");
        view! {
            <span class="range" aria-hidden="true">
                <span class="interval" style:left=low style:width=width></span>
                <span class="point" style:left=at></span>
            </span>
            <span class="num">{(t.share)(&right, &all)} " · " {told}</span>
        }
    });
    let empty = bar.is_none().then(|| view! { <span class="help">{t.none_yet}</span> });
    let causes = karui_spec::question::Cause::ALL.iter().zip(standing.causes).filter(|(_, count)| *count > 0);
    let causes: Vec<String> = causes.map(|(cause, count)| format!("{} {count}", (t.cause_name)(*cause))).collect();
    let causes = (!causes.is_empty())
        .then(|| view! { <span class="help causes-told">{t.cause} ": " {causes.join(lang.pick("、", ", "))}</span> });
    view! {
        <li>
            <strong>{name}</strong>
            {bar}
            {empty}
            <span class="help num">{(t.asked)(&done, &of)}</span>
            {causes}
        </li>
    }
    .into_any()
}
