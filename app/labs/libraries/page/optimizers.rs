//! What an optimizer keeps of its parameters.

use super::numbers::{listed, shown};
use super::state::{LibrariesState, Moment};
use super::tensors::label;
use super::test_ids;
use super::texts::{self, Texts, say};
use super::trace::{Moments, Number, Trace};
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::reactive::flag;
use karui_ui::use_lang;
use leptos::prelude::*;

/// Values of a state that a table has room for.
const VALUES: usize = 3;
/// Parameters that are shown.
const MOST: usize = 8;

/// One of the things that are kept of a parameter.
type Kept = fn(&Moments) -> &Option<Vec<Number>>;

/// The optimizers as they are at a moment.
pub fn view(state: LibrariesState, moment: Memo<Moment>) -> AnyView {
    let lang = use_lang();
    let is_none = move || state.trace.with(|trace| moment.with(|moment| moment.state.optimizers(trace).is_empty()));
    let region = HtmlRegion::new("y-table", move |m| {
        let t = texts::of(lang.get());
        state.trace.with(|trace| moment.with(|moment| draw(m, t, trace, moment)));
    })
    .testid(test_ids::OPTIMIZERS)
    .region(move || texts::of(lang.get()).optimizers.to_owned());
    view! {
        <div hidden=flag(is_none)>
            <h3>{say(|t| t.optimizers)}</h3>
            {region.view()}
        </div>
    }
    .into_any()
}

fn draw(m: &mut HtmlWriter, t: &Texts, trace: &Trace, moment: &Moment) {
    for it in moment.state.optimizers(trace) {
        m.span("p", "num", &(t.optimizer)(&it.kind, &shown(it.lr.0), it.step));
        let columns: [(&str, Kept); 3] = [
            ("momentum_buffer", |it| &it.momentum_buffer),
            ("exp_avg", |it| &it.exp_avg),
            ("exp_avg_sq", |it| &it.exp_avg_sq),
        ];
        let used: Vec<_> =
            columns.into_iter().filter(|(_, of)| it.state.iter().any(|moments| of(moments).is_some())).collect();
        if used.is_empty() {
            m.span("p", "help", t.optimizer_none);
            continue;
        }
        m.open("table", &[("class", "r-table")]);
        m.open("tr", &[]);
        m.element("th", &[("scope", "col")], t.parameter);
        for (name, _) in &used {
            m.element("th", &[("scope", "col")], name);
        }
        m.close("tr");
        for moments in it.state.iter().take(MOST) {
            let tensor = moment.state.tensor(trace, moments.tensor);
            let count = tensor.map_or(2, |tensor| tensor.shape.iter().product());
            m.open("tr", &[]);
            let name = tensor.map_or_else(String::new, |tensor| label(&moment.state, trace, tensor));
            m.element("th", &[("scope", "row")], &name);
            for (_, of) in &used {
                let text = of(moments).as_ref().map_or(String::new(), |values| listed(values, count, VALUES));
                m.span("td", "num", &text);
            }
            m.close("tr");
        }
        m.close("table");
        if it.state.len() > MOST {
            m.span("p", "help", &(t.more)(it.state.len() - MOST));
        }
    }
}
