//! Whatever a program asks for is done or refused with a typed error, within a bounded memory.

mod common;

use common::Lab;
use karui_torch::{Kind, MEMORY};
use proptest::prelude::*;
use serde_json::{Value, json};

const OPS: &[&str] = &[
    "add",
    "sub",
    "mul",
    "div",
    "maximum",
    "minimum",
    "add_",
    "sub_",
    "mul_",
    "div_",
    "eq",
    "lt",
    "and",
    "floor_divide",
    "remainder",
    "where",
    "matmul",
    "linear",
    "conv2d",
    "batch_norm",
    "cat",
    "stack",
    "mse",
    "l1",
    "bce",
    "bce_with_logits",
    "kl_div",
    "kl_div_log",
    "cross_entropy",
    "nll",
    "setitem",
    "clamp",
    "pow",
    "sum",
    "mean",
    "var",
    "std",
    "norm",
    "max",
    "min",
    "max_along",
    "min_along",
    "argmax",
    "argmin",
    "all",
    "any",
    "softmax",
    "log_softmax",
    "view",
    "reshape",
    "flatten",
    "permute",
    "transpose",
    "t",
    "squeeze",
    "unsqueeze",
    "expand",
    "getitem",
    "gather",
    "max_pool2d",
    "avg_pool2d",
    "adaptive_avg_pool2d",
    "dropout",
    "to",
    "clone",
    "not",
    "exp",
    "log",
    "sqrt",
    "abs",
    "tanh",
    "sigmoid",
    "relu",
    "relu_",
    "neg",
    "tensor",
    "full",
    "eye",
    "arange",
    "linspace",
    "rand",
    "randn",
    "randint",
    "randperm",
    "manual_seed",
    "random_seed",
    "random_bits",
    "seed",
    "shuffle",
    "set_grad_enabled",
    "memory",
    "info",
    "shape",
    "item",
    "tolist",
    "repr",
    "grad",
    "set_grad",
    "set_data",
    "requires_grad",
    "retain_grad",
    "detach",
    "detach_",
    "copy_",
    "fill_",
    "uniform_",
    "normal_",
    "zero_grad_of",
    "names",
    "variables",
    "release",
    "save",
    "load",
    "backward",
    "optimizer",
    "step",
    "zero_grad",
    "schedule",
    "topk",
    "gradients",
    "clip_grad_norm",
    "clip_grad_value",
    "optimizer_state",
    "load_optimizer_state",
    "einsum",
];

/// An argument of any kind, small numbers more often than large ones.
fn argument() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        8 => (0_i64..12).prop_map(|v| json!(v)),
        2 => (-3_i64..4).prop_map(|v| json!(v)),
        1 => any::<i64>().prop_map(|v| json!(v)),
        1 => (-3.0..3.0_f64).prop_map(|v| json!(v)),
        1 => any::<bool>().prop_map(|v| json!(v)),
        1 => Just(Value::Null),
        1 => prop::sample::select(vec!["mean", "sum", "none", "nan", "inf", "...", "int64", "float32", "SGD", "Adam", "StepLR", "x"])
            .prop_map(|v| json!(v)),
        1 => (1_u64..12).prop_map(|id| json!({"t": id})),
        1 => prop::collection::vec(0_i64..4, 0..4).prop_map(|list| json!({"l": list})),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| prop::collection::vec(inner, 0..5).prop_map(Value::Array))
}

/// What an op's arguments are, a letter each: a tensor, a number or tensor (`n`), a whole number, a list of them, two sizes, a truth value, a
/// reduction, a list of tensors, an index, a float.
const SIGNATURES: &[(&str, &str)] = &[
    ("add", "nn"),
    ("mul", "nt"),
    ("div", "tn"),
    ("sub_", "tn"),
    ("maximum", "tt"),
    ("remainder", "tn"),
    ("ge", "tn"),
    ("where", "tnn"),
    ("matmul", "tt"),
    ("linear", "ttt"),
    ("conv2d", "tttppi"),
    ("batch_norm", "tttttbff"),
    ("cat", "Ti"),
    ("stack", "Ti"),
    ("mse", "ttr"),
    ("kl_div", "ttr"),
    ("bce", "ttr"),
    ("cross_entropy", "ttrf"),
    ("nll", "ttr"),
    ("setitem", "txn"),
    ("getitem", "tx"),
    ("sum", "tlb"),
    ("mean", "tlb"),
    ("var", "tlbf"),
    ("std", "tlbf"),
    ("max", "t"),
    ("max_along", "tib"),
    ("argmax", "tib"),
    ("softmax", "ti"),
    ("log_softmax", "ti"),
    ("view", "tl"),
    ("reshape", "tl"),
    ("flatten", "tii"),
    ("permute", "tl"),
    ("transpose", "tii"),
    ("t", "t"),
    ("squeeze", "ti"),
    ("unsqueeze", "ti"),
    ("expand", "tl"),
    ("gather", "tit"),
    ("max_pool2d", "tppp"),
    ("avg_pool2d", "tppp"),
    ("adaptive_avg_pool2d", "tp"),
    ("dropout", "tf"),
    ("exp", "t"),
    ("relu_", "t"),
    ("norm", "t"),
    ("sum", "t"),
    ("clone", "t"),
    ("tolist", "t"),
    ("repr", "t"),
    ("grad", "t"),
    ("set_grad", "tt"),
    ("set_data", "tt"),
    ("detach", "t"),
    ("copy_", "tt"),
    ("fill_", "tf"),
    ("retain_grad", "t"),
    ("requires_grad", "tb"),
    ("backward", "ttb"),
    ("set_grad_enabled", "b"),
    ("rand", "l"),
    ("randn", "l"),
    ("full", "lf"),
    ("step", "ll"),
    ("zero_grad", "lb"),
    ("pow", "tf"),
    ("clamp", "tff"),
    ("release", "T"),
    ("topk", "tiib"),
    ("gradients", "tTtbb"),
    ("clip_grad_norm", "Tff"),
    ("clip_grad_value", "Tf"),
];

/// A call whose arguments are of the kinds that its op takes, whatever their shapes.
fn likely() -> impl Strategy<Value = (&'static str, Value)> {
    let tensor = || prop_oneof![4 => 1_u64..9, 1 => 9_u64..40].prop_map(|id| json!(id));
    let small = || (-2_i64..5).prop_map(|v| json!(v));
    let float = || prop_oneof![(-2.0..2.0_f64).prop_map(|v| json!(v)), Just(json!(0)), Just(json!(1e-5))];
    let item = prop_oneof![
        small(),
        Just(Value::Null),
        Just(json!("...")),
        (small(), small(), 1_i64..3).prop_map(|(a, b, step)| json!([a, b, step])),
        tensor().prop_map(|id| json!({"t": id})),
        prop::collection::vec(0_i64..3, 1..3).prop_map(|list| json!({"l": list})),
    ];
    let parts = (
        prop::collection::vec(tensor(), 8),
        prop::collection::vec(small(), 8),
        prop::collection::vec(float(), 8),
        prop::collection::vec(prop::collection::vec(1_i64..4, 0..4), 4),
        prop::collection::vec(prop::collection::vec(0_i64..4, 2), 4),
        prop::collection::vec(item, 0..3),
        prop::collection::vec(any::<bool>(), 8),
    );
    (prop::sample::select(SIGNATURES), parts).prop_map(
        |((op, kinds), (tensors, ints, floats, lists, pairs, items, truths))| {
            let reductions = ["mean", "sum", "none", "batchmean"];
            let args = kinds.chars().enumerate().map(|(i, kind)| match kind {
                't' => tensors[i].clone(),
                'n' if truths[i] => json!([floats[i]]),
                'n' => tensors[i].clone(),
                'T' => json!(tensors[..3]),
                'i' => ints[i].clone(),
                'l' => json!(lists[i % 4]),
                'p' => json!(pairs[i % 4]),
                'b' => json!(truths[i]),
                'r' => json!(reductions[i]),
                'x' => json!(items),
                _ => floats[i].clone(),
            });
            (op, args.collect::<Value>())
        },
    )
}

fn call() -> impl Strategy<Value = (&'static str, Value)> {
    (prop::sample::select(OPS), prop::collection::vec(argument(), 0..7).prop_map(Value::Array))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var("FUZZ").is_ok() { 30_000 } else { 400 }))]

    #[test]
    fn arbitrary_calls_never_panic(calls in prop::collection::vec(prop_oneof![1 => call(), 3 => likely()], 1..80)) {
        let mut lab = Lab::new();
        // Something to work with: tensors 1 to 8.
        for shape in [json!([2, 3]), json!([3]), json!([1, 2, 4, 4]), json!([2, 2, 3, 3])] {
            let id = lab.make("randn", json!([shape]));
            lab.call("requires_grad", json!([id, true]));
        }
        lab.make("tensor", json!([[0, 1], null, false]));
        lab.make("tensor", json!([2.5, null, true]));
        lab.make("tensor", json!([[true, false], null, false]));
        lab.make("full", json!([[0, 3], 1.0, null]));
        lab.call("optimizer", json!(["Adam", [1, 2, 3, 4], 0.1, 0, 0, 0.9, 0.99, 1e-8]));
        for (i, (op, args)) in calls.iter().enumerate() {
            lab.0.line(i as u32);
            let _ = lab.ask(op, args);
            prop_assert!(lab.0.memory() <= MEMORY);
        }
        // The trace stays JSON.
        lab.trace();
    }

    #[test]
    fn arbitrary_text_is_no_call(op in ".{0,12}", args in ".{0,40}") {
        let mut lab = Lab::new();
        let _ = lab.0.call(&op, &args);
    }
}

fn refused(lab: &mut Lab, op: &str, args: Value) -> Kind {
    lab.ask(op, &args).expect_err(op).kind
}

#[test]
fn memory_is_bounded_with_a_clear_message() {
    let mut lab = Lab::new();
    assert_eq!(refused(&mut lab, "full", json!([[1 << 20, 1 << 10], 0.0, "float32"])), Kind::Memory);
    assert_eq!(refused(&mut lab, "randn", json!([[1 << 30, 1 << 30, 1 << 30]])), Kind::Memory);
    assert_eq!(refused(&mut lab, "arange", json!([0, 1e15, 1])), Kind::Memory);
    let x = lab.make("full", json!([[1 << 13, 1], 1.0, "float32"]));
    let t = lab.make("t", json!([x]));
    assert_eq!(refused(&mut lab, "matmul", json!([x, t])), Kind::Memory);
    // A program that never lets go of anything: what is old and large goes, what is small or a parameter stays.
    let w = lab.make("rand", json!([[1000, 1000]]));
    lab.call("requires_grad", json!([w, true]));
    let small = lab.make("tensor", json!([3.0, null, false]));
    lab.call("set_grad_enabled", json!([false]));
    let mut first = None;
    for _ in 0..200 {
        let y = lab.make("mul", json!([w, [2.0]]));
        first.get_or_insert(y);
        assert!(lab.0.memory() <= MEMORY);
    }
    assert_eq!(lab.call("item", json!([small])), json!(3.0));
    assert_eq!(lab.call("shape", json!([w])), json!([1000, 1000]));
    let error = lab.ask("shape", &json!([first])).unwrap_err();
    assert!(error.kind == Kind::Memory && error.message.contains("old step"), "{error}");
}

#[test]
fn what_pytorch_refuses_is_refused_in_its_class() {
    let mut lab = Lab::new();
    let w = lab.tensor(&[1.0, 2.0], &[2], true);
    let loss = |lab: &mut Lab| {
        let square = lab.make("mul", json!([w, w]));
        lab.make("sum", json!([square, null, false]))
    };
    let first = loss(&mut lab);
    lab.call("backward", json!([first, null, false]));
    let again = lab.ask("backward", &json!([first, null, false])).unwrap_err();
    assert!(again.kind == Kind::Runtime && again.message.contains("retain_graph"), "{again}");
    // What saves nothing can be walked again, as in PyTorch.
    let sum = lab.make("sum", json!([w, null, false]));
    lab.call("backward", json!([sum, null, false]));
    lab.call("backward", json!([sum, null, false]));
    assert_eq!(lab.grad(w).unwrap(), [4.0, 6.0]);
    let kept = loss(&mut lab);
    lab.call("backward", json!([kept, null, true]));
    lab.call("backward", json!([kept, null, false]));
    // A weight changed in place between forward and backward.
    let stale = loss(&mut lab);
    assert_eq!(refused(&mut lab, "add_", json!([w, [1.0]])), Kind::Runtime);
    lab.call("set_grad_enabled", json!([false]));
    lab.call("add_", json!([w, [1.0]]));
    lab.call("set_grad_enabled", json!([true]));
    let error = lab.ask("backward", &json!([stale, null, false])).unwrap_err();
    assert!(error.message.contains("in place"), "{error}");
    let plain = lab.tensor(&[1.0, 2.0], &[2], false);
    assert_eq!(refused(&mut lab, "backward", json!([plain, null, false])), Kind::Runtime);
    assert_eq!(refused(&mut lab, "backward", json!([w, null, false])), Kind::Runtime);
    assert_eq!(refused(&mut lab, "einsum", json!([w])), Kind::NotImplemented);
    assert_eq!(
        refused(&mut lab, "optimizer", json!(["RMSprop", [w], 0.1, 0, 0, 0.9, 0.9, 1e-8])),
        Kind::NotImplemented
    );
    assert_eq!(refused(&mut lab, "optimizer", json!(["SGD", [w], -0.1, 0, 0, 0.9, 0.9, 1e-8])), Kind::Value);
    assert_eq!(refused(&mut lab, "getitem", json!([w, [5]])), Kind::Index);
}

#[test]
fn a_saved_state_loads_again_and_is_safetensors() {
    let mut lab = Lab::new();
    let w = lab.tensor(&[1.5, -2.0, 0.25, 8.0], &[2, 2], true);
    lab.call("save", json!(["net.pt", [["fc.weight", w]]]));
    assert_eq!(lab.0.files(), ["net.pt"]);
    let file = lab.0.file("net.pt").unwrap().to_vec();
    assert!(String::from_utf8_lossy(&file).contains(r#""fc.weight":{"dtype":"F32","shape":[2,2]"#));
    let loaded = lab.call("load", json!(["net.pt"]));
    assert_eq!(loaded[0][0], "fc.weight");
    assert_eq!(lab.values(loaded[0][1].as_u64().unwrap()), [1.5, -2.0, 0.25, 8.0]);
    assert_eq!(refused(&mut lab, "load", json!(["other.pt"])), Kind::Value);
}

#[test]
fn a_graph_as_long_as_a_program_may_make_it_is_walked_and_dropped() {
    let mut lab = Lab::new();
    let w = lab.tensor(&[1.0], &[], true);
    let mut sum = lab.make("mul", json!([w, [1.0]]));
    for _ in 0..30_000 {
        sum = lab.make("add", json!([sum, w]));
    }
    lab.call("backward", json!([sum, null, false]));
    assert_eq!(lab.grad(w).unwrap(), [30_001.0]);
    drop(lab);
}
