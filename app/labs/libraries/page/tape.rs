//! The tape, drawn: nodes from the leaves on the left to the loss on the right. It grows in forward, is walked by backward, and is gone.

use super::state::{LibrariesState, Moment};
use super::tensors::label;
use super::test_ids;
use super::texts::{self, Texts, say};
use super::trace::{Entry, Node, State, Trace};
use karui_ui::html::{HtmlRegion, HtmlWriter, step, units};
use karui_ui::use_lang;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Nodes that are drawn, the last ones.
const MOST: usize = 40;
/// A node's size, and the space between columns and rows.
const BOX: [f64; 2] = [126.0, 40.0];
const GAP: [f64; 2] = [34.0, 12.0];
/// Characters that a node has room for.
const ROOM: usize = 17;

/// The tape at a moment.
pub fn view(state: LibrariesState, moment: Memo<Moment>) -> AnyView {
    let lang = use_lang();
    let region = HtmlRegion::new("y-tape", move |m| {
        let t = texts::of(lang.get());
        state.trace.with(|trace| moment.with(|moment| draw(m, t, trace, moment)));
    })
    .testid(test_ids::TAPE)
    .region(move || texts::of(lang.get()).tape.to_owned());
    view! {
        <div>
            <h3>{say(|t| t.tape)}</h3>
            <p class="help">{say(|t| t.tape_note)}</p>
            {region.view()}
        </div>
    }
    .into_any()
}

/// A node with its place.
struct Placed<'a> {
    node: &'a Node,
    at: [f64; 2],
}

fn draw(m: &mut HtmlWriter, t: &Texts, trace: &Trace, moment: &Moment) {
    let nodes = shown(moment.state.nodes(trace));
    if nodes.is_empty() {
        m.span("p", "help", t.tape_none);
        return;
    }
    let nothing = Entry::default();
    let entry = moment.done.checked_sub(1).and_then(|at| trace.entries.get(at)).unwrap_or(&nothing);
    let added = entry.tape.added.iter().filter(|it| nodes.iter().any(|node| node.node == it.node)).count();
    let said = (t.tape_of)(nodes.len(), added, entry.tape.walked.len(), entry.tape.freed.len());
    m.span("p", "help", &said);
    let earlier = nodes.len().saturating_sub(MOST);
    let placed = place(&nodes[earlier..]);
    let end = |i: usize| placed.values().map(|it| it.at[i] + BOX[i]).fold(0.0, f64::max) + 2.0;
    let (width, height) = (units(end(0)), units(end(1)));
    let view_box = ["0 0 ", &width, " ", &height].concat();
    m.open(
        "svg",
        &[("width", &width), ("height", &height), ("viewBox", &view_box), ("role", "img"), ("aria-label", &said)],
    );
    for it in placed.values() {
        for input in it.node.inputs.iter().flatten().filter_map(|input| placed.get(input)) {
            let [x, y] = [input.at[0] + BOX[0], input.at[1] + BOX[1] / 2.0];
            let [to_x, to_y] = [it.at[0], it.at[1] + BOX[1] / 2.0];
            let middle = units((x + to_x) / 2.0);
            let is_walked = entry.tape.walked.contains(&it.node.node) && entry.tape.walked.contains(&input.node.node);
            let curve = [
                &step("M", x, y),
                "C",
                &middle,
                " ",
                &units(y),
                " ",
                &middle,
                " ",
                &units(to_y),
                " ",
                &units(to_x),
                " ",
                &units(to_y),
            ];
            m.path(if is_walked { "y-edge walked" } else { "y-edge" }, &curve.concat());
        }
    }
    for it in placed.values() {
        node(m, trace, &moment.state, entry, it);
    }
    m.close("svg");
    if earlier > 0 {
        m.span("p", "help", &(t.tape_earlier)(earlier));
    }
}

/// The nodes that are drawn: those that add to leaves only where something leads to them.
fn shown(nodes: Vec<&Node>) -> Vec<&Node> {
    let is_leaf = |node: &Node| node.inputs.is_empty();
    let is_used = |leaf: &Node| nodes.iter().any(|node| node.inputs.contains(&Some(leaf.node)));
    nodes.iter().copied().filter(|node| !is_leaf(node) || is_used(node)).collect()
}

/// Gives each node a column behind those that it needs, and leaves the one before whoever needs them first.
fn place<'a>(nodes: &[&'a Node]) -> BTreeMap<u64, Placed<'a>> {
    let mut columns: BTreeMap<u64, usize> = BTreeMap::new();
    for node in nodes {
        let behind = node.inputs.iter().flatten().filter_map(|input| columns.get(input)).max();
        let column = behind.map_or(usize::from(!node.inputs.is_empty()), |column| column + 1);
        columns.insert(node.node, column);
    }
    for leaf in nodes.iter().filter(|node| node.inputs.is_empty()) {
        let users = nodes.iter().filter(|node| node.inputs.contains(&Some(leaf.node)));
        if let Some(first) = users.filter_map(|user| columns.get(&user.node)).min().copied() {
            columns.insert(leaf.node, first.saturating_sub(1));
        }
    }
    let mut filled: BTreeMap<usize, usize> = BTreeMap::new();
    let mut placed = BTreeMap::new();
    // What ops made comes first in a column, so that the way from loss to input is straight.
    let in_order =
        nodes.iter().filter(|node| !node.inputs.is_empty()).chain(nodes.iter().filter(|node| node.inputs.is_empty()));
    for node in in_order {
        let column = columns.get(&node.node).copied().unwrap_or(0);
        let row = filled.entry(column).or_default();
        let at = [column as f64 * (BOX[0] + GAP[0]) + 1.0, *row as f64 * (BOX[1] + GAP[1]) + 1.0];
        *row += 1;
        placed.insert(node.node, Placed { node, at });
    }
    placed
}

fn node(m: &mut HtmlWriter, trace: &Trace, state: &State, entry: &Entry, it: &Placed) {
    let id = it.node.node;
    let walked = entry.tape.walked.iter().position(|walked| *walked == id);
    let is_added = entry.tape.added.iter().any(|added| added.node == id);
    let class = match (entry.tape.freed.contains(&id), walked, is_added) {
        (true, ..) => "y-node freed",
        (_, Some(_), _) => "y-node walked",
        (_, _, true) => "y-node added",
        _ => "y-node",
    };
    let [x, y] = it.at;
    m.open("g", &[("class", class), ("data-node", &id.to_string())]);
    let [w, h] = BOX.map(units);
    m.element("rect", &[("x", &units(x)), ("y", &units(y)), ("width", &w), ("height", &h), ("rx", "6")], "");
    m.label("y-op", "middle", x + BOX[0] / 2.0, y + 16.0, &short(&it.node.name));
    let of = state.tensor(trace, it.node.tensor).map(|tensor| label(state, trace, tensor)).unwrap_or_default();
    m.label("y-of", "middle", x + BOX[0] / 2.0, y + 32.0, &short(&of));
    if let Some(order) = walked {
        m.label("y-order", "end", x + BOX[0] - 4.0, y + 12.0, &(order + 1).to_string());
    }
    m.close("g");
}

/// A name that fits, by its end: that is where names of one model differ.
fn short(name: &str) -> String {
    let count = name.chars().count();
    if count <= ROOM {
        name.to_owned()
    } else {
        ["…", &name.chars().skip(count - ROOM + 1).collect::<String>()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_stand_behind_what_they_need_and_leaves_before_their_user() {
        let node = |node: u64, inputs: &[u64]| Node {
            node,
            inputs: inputs.iter().copied().map(Some).collect(),
            ..Node::default()
        };
        let all = [node(1, &[]), node(2, &[]), node(3, &[1]), node(4, &[3]), node(5, &[4, 2]), node(9, &[])];
        let nodes = shown(all.iter().collect());
        assert_eq!(nodes.len(), 5, "a leaf that nothing leads to is not drawn");
        let placed = place(&nodes);
        let column = |id| (placed[&id].at[0] / (BOX[0] + GAP[0])) as usize;
        assert_eq!([1, 2, 3, 4, 5].map(column), [0, 2, 1, 2, 3]);
        assert!(placed[&4].at[1] < placed[&2].at[1]);
    }
}
