//! The tensors that a line touches, before it and behind it, and what names mean.

use super::numbers::{listed, shape};
use super::state::{LibrariesState, Moment};
use super::test_ids;
use super::texts::{self, Texts, say};
use super::trace::{State, Tensor, Trace, Value};
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::use_lang;
use leptos::prelude::*;

/// Values of a tensor that a table has room for.
const VALUES: usize = 4;
/// Tensors that are shown of a line.
const MOST: usize = 12;

/// The tensors of the statement that was done last.
pub fn view(state: LibrariesState, moment: Memo<Moment>) -> AnyView {
    let lang = use_lang();
    let region = HtmlRegion::new("y-table", move |m| {
        let t = texts::of(lang.get());
        state.trace.with(|trace| moment.with(|moment| draw(m, t, trace, moment)));
    })
    .testid(test_ids::TENSORS)
    .region(move || texts::of(lang.get()).tensors.to_owned());
    view! {
        <div>
            <h3>{say(|t| t.tensors)}</h3>
            {region.view()}
        </div>
    }
    .into_any()
}

fn draw(m: &mut HtmlWriter, t: &Texts, trace: &Trace, moment: &Moment) {
    let entry = moment.done.checked_sub(1).and_then(|at| trace.entries.get(at));
    let Some(entry) = entry else {
        m.span("p", "help", t.tensors_none);
        return;
    };
    if entry.brief {
        m.span("p", "help", t.brief);
        return;
    }
    let mut touched: Vec<u64> = Vec::new();
    let changed = entry.tensors.iter().map(|tensor| tensor.id);
    let read = entry.ops.iter().flat_map(|op| op.inputs.iter().copied().chain(op.output));
    for id in changed.chain(read) {
        if !touched.contains(&id) {
            touched.push(id);
        }
    }
    let named = |id: &u64| moment.state.name(trace, *id).is_none();
    touched.sort_by_key(named);
    let known: Vec<&Tensor> = touched
        .iter()
        .filter_map(|id| moment.state.tensor(trace, *id).or_else(|| moment.before.tensor(trace, *id)))
        .collect();
    if known.is_empty() {
        m.span("p", "help", t.tensors_none);
        return;
    }
    m.open("table", &[("class", "r-table")]);
    m.open("tr", &[]);
    for head in [t.tensor, t.values, t.gradient] {
        m.element("th", &[("scope", "col")], head);
    }
    m.close("tr");
    for tensor in known.iter().take(MOST) {
        row(m, t, trace, moment, tensor);
    }
    m.close("table");
    if known.len() > MOST {
        m.span("p", "help", &(t.more)(known.len() - MOST));
    }
}

fn row(m: &mut HtmlWriter, t: &Texts, trace: &Trace, moment: &Moment, tensor: &Tensor) {
    let before = moment.before.tensor(trace, tensor.id);
    let count = tensor.shape.iter().product();
    m.open("tr", &[]);
    m.open("th", &[("scope", "row")]);
    m.span("code", "y-name", &label(&moment.state, trace, tensor));
    m.open("span", &[("class", "y-kind")]);
    m.text(&shape(&tensor.shape));
    if tensor.requires_grad {
        m.text(" requires_grad");
    }
    if let Some(node) = &tensor.grad_fn {
        m.text(" · ");
        m.text(node);
    }
    m.close("span");
    m.close("th");
    let values = listed(&tensor.values, count, VALUES);
    let was = before.map(|before| listed(&before.values, count, VALUES)).filter(|was| *was != values);
    cell(m, t, was.as_deref(), &values);
    let grad = |of: &Tensor| of.grad.as_ref().map_or("None".to_owned(), |grad| listed(grad, count, VALUES));
    let now = grad(tensor);
    let was = before.map(grad).filter(|was| *was != now);
    if tensor.is_leaf && tensor.requires_grad || now != "None" {
        cell(m, t, was.as_deref(), &now);
    } else {
        m.span("td", "", "");
    }
    m.close("tr");
}

/// A value, under the one that it was.
fn cell(m: &mut HtmlWriter, t: &Texts, was: Option<&str>, is: &str) {
    m.open("td", &[("class", "num")]);
    if let Some(was) = was {
        m.open("s", &[]);
        m.span("span", "visually-hidden", t.before);
        m.text(was);
        m.close("s");
        m.span("b", "", is);
    } else {
        m.text(is);
    }
    m.close("td");
}

/// What a tensor is called: by the program, or by the node that made it.
pub fn label(state: &State, trace: &Trace, tensor: &Tensor) -> String {
    state.name(trace, tensor.id).unwrap_or_else(|| match &tensor.grad_fn {
        Some(node) => node.trim_end_matches("Backward0").to_lowercase(),
        None => format!("#{}", tensor.id),
    })
}

/// What the program's names mean.
pub fn variables(state: LibrariesState, moment: Memo<Moment>) -> AnyView {
    let lang = use_lang();
    let region = HtmlRegion::new("y-variables", move |m| {
        let t = texts::of(lang.get());
        state.trace.with(|trace| {
            moment.with(|moment| {
                if moment.state.variables.is_empty() {
                    m.span("p", "help", t.variables_none);
                }
                m.open("dl", &[]);
                for (name, value) in &moment.state.variables {
                    m.open("div", &[]);
                    m.span("dt", "", name);
                    m.span("dd", "num", &value_text(&moment.state, trace, value));
                    m.close("div");
                }
                m.close("dl");
            });
        });
    })
    .testid(test_ids::VARIABLES);
    view! {
        <div>
            <h3>{say(|t| t.variables)}</h3>
            {region.view()}
        </div>
    }
    .into_any()
}

fn value_text(state: &State, trace: &Trace, value: &Value) -> String {
    match value {
        Value::Tensor { tensor } => match state.tensor(trace, *tensor) {
            Some(it) if it.shape.iter().product::<usize>() == 1 => listed(&it.values, 1, 1),
            Some(it) => format!("tensor{}", shape(&it.shape)),
            None => format!("tensor #{tensor}"),
        },
        Value::Module { module } => format!("{module}(…)"),
        Value::Optimizer { optimizer } => format!("{optimizer}(…)"),
        Value::Plain(plain) => match plain {
            serde_json::Value::Number(number) => number.to_string(),
            serde_json::Value::Null => "None".to_owned(),
            serde_json::Value::Bool(true) => "True".to_owned(),
            serde_json::Value::Bool(false) => "False".to_owned(),
            serde_json::Value::String(text) => format!("'{text}'"),
            other => other.to_string(),
        },
    }
}
