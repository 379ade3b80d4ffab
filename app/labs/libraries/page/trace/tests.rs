use super::*;

const PROGRAM: &str = r#"[
    {"step":0,"line":0},
    {"step":1,"line":1,"variables":{"w":{"tensor":1},"k":3,"ok":true},"tensors":[{"id":1,"name":"w","shape":[2],"requires_grad":true,"is_leaf":true,"values":[1,2.5]}]},
    {"step":2,"line":2,"output":"a\n","ops":[{"op":"sum","inputs":[1],"output":2}],"tensors":[{"id":2,"shape":[],"values":["nan"],"grad_fn":"SumBackward0"}],
     "variables":{"loss":{"tensor":2}},"tape":{"added":[{"node":1,"name":"AccumulateGrad","tensor":1,"inputs":[]},{"node":2,"name":"SumBackward0","tensor":2,"inputs":[1]}]}},
    {"step":3,"line":3,"tensors":[{"id":1,"name":"w","shape":[2],"requires_grad":true,"is_leaf":true,"values":[1,2.5],"grad":[1,1]}],"tape":{"walked":[2,1],"freed":[2]}},
    {"step":4,"line":4,"output":"b","gone":[2],"optimizers":[{"id":1,"kind":"SGD","lr":0.1,"step":1,"state":[{"tensor":1}]}]}
]"#;

fn trace() -> Trace {
    let mut trace = Trace::default();
    assert!(trace.push(PROGRAM));
    trace
}

#[test]
fn the_state_behind_a_statement_is_what_the_entries_up_to_it_tell() {
    let trace = trace();
    assert_eq!(trace.len(), 4, "nothing happens before the first line");
    let grad = |done| trace.state(done).tensor(&trace, 1).and_then(|w| w.grad.clone());
    assert_eq!([grad(1), grad(2)], [None, None]);
    assert_eq!(grad(3), Some(vec![Number(1.0), Number(1.0)]));
    let nodes = |done| trace.state(done).nodes(&trace).len();
    assert_eq!([0, 1, 2, 3, 4].map(nodes), [0, 0, 2, 2, 1], "freed nodes are seen once more");
    assert!(trace.state(3).tensor(&trace, 2).is_some() && trace.state(4).tensor(&trace, 2).is_none());
    assert_eq!(trace.state(4).optimizers(&trace)[0].kind, "SGD");
    assert_eq!([0, 1, 2, 4].map(|done| trace.output(done)), ["", "", "a\n", "a\nb"]);
    assert_eq!(trace.state(2).name(&trace, 2).as_deref(), Some("loss"));
}

#[test]
fn the_loss_and_changes_of_gradients_are_found() {
    let trace = trace();
    let (name, points) = trace.loss().unwrap();
    assert_eq!((name, points.len()), ("loss", 1));
    assert!(points[0].1.is_nan());
    assert_eq!(trace.trained(), ["w"]);
    assert_eq!([0, 2, 3].map(|done| trace.change("w", done, false)), [Some(3), Some(3), None]);
    assert_eq!([4, 3].map(|done| trace.change("w", done, true)), [Some(3), None]);
}

#[test]
fn a_state_far_in_is_the_same_by_a_kept_one_and_by_all_entries() {
    let mut trace = Trace::default();
    let entry = |i: usize| {
        let grad = if i.is_multiple_of(3) { format!(",\"grad\":[{i}]") } else { String::new() };
        format!(
            r#"{{"line":{},"variables":{{"i":{i}}},"tensors":[{{"id":{},"name":"w","shape":[1],"values":[{i}]{grad}}}],"tape":{{"added":[{{"node":{i}}}],"freed":[{}]}}}}"#,
            i % 7 + 1,
            i % 5,
            i.max(1) - 1
        )
    };
    let entries: Vec<String> = (0..1000).map(entry).collect();
    assert!(entries.chunks(90).all(|part| trace.push(&format!("[{}]", part.join(",")))));
    let mut state = State::default();
    for (at, entry) in trace.entries.iter().enumerate() {
        assert_eq!(state, trace.state(at));
        state.apply(at, entry);
    }
    assert!(!trace.push("[{]"));
}
