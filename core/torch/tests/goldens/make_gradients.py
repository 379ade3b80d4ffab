"""Values and gradients of every op from PyTorch in float64, with PyTorch's own float32 error: gradients.json.

    python3 -m venv venv && venv/bin/pip install torch==2.15.0 && venv/bin/python make_gradients.py
"""

import json
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(7)
CASES = []


def case(name, calls, function, *inputs, grads=None):
    """`calls` are the session's: an op and its arguments, "$0" the first input, "#0" the first call's result.

    `function` is the same in PyTorch. The loss is the result times 1, 2, … over its count, summed.
    """

    def run(dtype):
        xs = [x.to(dtype).requires_grad_() if x.is_floating_point() else x for x in inputs]
        y = function(*xs)
        weights = (torch.arange(y.numel(), dtype=dtype) + 1).reshape(y.shape) / max(y.numel(), 1)
        (y * weights).sum().backward()
        return y.detach(), [x.grad if x.is_floating_point() else None for x in xs]

    y, gradients = run(torch.float64)
    y32, gradients32 = run(torch.float32)

    def error(a, b):
        return float((a.double() - b).abs().max()) if a.numel() else 0.0

    CASES.append(
        {
            "name": name,
            "inputs": [
                {"shape": list(x.shape), "values": x.flatten().tolist(), "int": not x.is_floating_point()} for x in inputs
            ],
            "calls": calls,
            "shape": list(y.shape),
            "value": y.flatten().tolist(),
            "value_error": error(y32, y),
            "gradients": [None if g is None else g.flatten().tolist() for g in gradients],
            "gradient_errors": [None if g is None else error(h, g) for g, h in zip(gradients, gradients32)],
        }
    )


def rand(*shape, low=-1.5, high=1.5):
    # Numbers that float32 has, so that both runs and the engine begin alike.
    return (torch.rand(shape) * (high - low) + low).float()


x, pos, far = rand(3, 5), rand(3, 5, low=0.2, high=2.0), rand(3, 5, low=-8, high=8)
for op, f, of in [
    ("neg", torch.neg, x), ("exp", torch.exp, x), ("log", torch.log, pos), ("sqrt", torch.sqrt, pos), ("abs", torch.abs, x),
    ("tanh", torch.tanh, x), ("sin", torch.sin, x), ("cos", torch.cos, x), ("sign", torch.sign, x), ("floor", torch.floor, x),
    ("ceil", torch.ceil, x), ("round", torch.round, x), ("reciprocal", torch.reciprocal, pos), ("relu", torch.relu, x),
    ("relu6", F.relu6, far), ("sigmoid", torch.sigmoid, far), ("silu", F.silu, far), ("hardsigmoid", F.hardsigmoid, far),
    ("hardswish", F.hardswish, far),
]:
    case(op, [[op, "$0"]], f, of)
case("clamp", [["clamp", "$0", -0.5, 0.75]], lambda x: x.clamp(-0.5, 0.75), x)
case("clamp from below", [["clamp", "$0", 0.1, None]], lambda x: x.clamp(min=0.1), x)
for p in [2, 3, 0.5, -1, 1.7, 0]:
    case("pow %s" % p, [["pow", "$0", p]], lambda x, p=p: x**p, pos)

PAIRS = {
    "add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "maximum": torch.maximum, "minimum": torch.minimum,
}
for op, f in PAIRS.items():
    for a, b in [((3, 4), (3, 4)), ((3, 4), (4,)), ((2, 1, 4), (3, 1)), ((3, 4), ()), ((1,), (3, 4)), ((4, 1), (1, 5))]:
        case("%s %s %s" % (op, list(a), list(b)), [[op, "$0", "$1"]], f, rand(*a), rand(*b, low=0.5, high=2.0))
    case(op + " itself", [[op, "$0", "$0"]], lambda x, f=f: f(x, x), pos)
for op, f in list(PAIRS.items())[:4]:
    case(op + " a number", [[op, "$0", [2.5]]], lambda x, f=f: f(x, torch.tensor(2.5, dtype=x.dtype)), x)
    case("a number " + op, [[op, [2.5], "$0"]], lambda x, f=f: f(torch.tensor(2.5, dtype=x.dtype), x), pos)
case("where", [["gt", "$0", [0.0]], ["where", "#0", "$0", "$1"]], lambda a, b: torch.where(a > 0, a, b), rand(3, 4), rand(4))

m = rand(2, 3, 4)
for dims in [None, 0, 1, -1, [0, 2], [0, 1, 2]]:
    for keep in [False, True]:
        of = {} if dims is None else {"dim": dims, "keepdim": keep}
        if dims is None and keep:
            continue
        case("sum %s %s" % (dims, keep), [["sum", "$0", dims, keep]], lambda x, of=of: x.sum(**of), m)
        case("mean %s %s" % (dims, keep), [["mean", "$0", dims, keep]], lambda x, of=of: x.mean(**of), m)
        case("var %s %s" % (dims, keep), [["var", "$0", dims, keep, 1]], lambda x, of=of: x.var(**of), m)
        case("std %s %s" % (dims, keep), [["std", "$0", dims, keep, 0]], lambda x, of=of: x.std(**of, correction=0), m)
case("norm", [["norm", "$0"]], lambda x: x.norm(), m)
ties = torch.tensor([[1.0, 3.0, 3.0], [3.0, -1.0, -1.0]])
for op in ["max", "min"]:
    case(op, [[op, "$0"]], lambda x, op=op: getattr(x, op)(), m)
    case(op + " with ties", [[op, "$0"]], lambda x, op=op: getattr(x, op)(), ties)
    for dim in [0, 1, 2, -1]:
        case("%s along %d" % (op, dim), [[op + "_along", "$0", dim, False]], lambda x, op=op, dim=dim: getattr(x, op)(dim)[0], m)
for dim in [0, 1, 2]:
    case("softmax %d" % dim, [["softmax", "$0", dim]], lambda x, dim=dim: x.softmax(dim), m)
    case("log_softmax %d" % dim, [["log_softmax", "$0", dim]], lambda x, dim=dim: x.log_softmax(dim), m)

case("view", [["view", "$0", [6, -1]]], lambda x: x.view(6, -1), m)
case("reshape of a transpose", [["transpose", "$0", 0, 2], ["reshape", "#0", [3, 8]]], lambda x: x.transpose(0, 2).reshape(3, 8), m)
case("flatten", [["flatten", "$0", 1, -1]], lambda x: x.flatten(1), m)
case("permute", [["permute", "$0", [2, 0, 1]]], lambda x: x.permute(2, 0, 1), m)
case("t", [["t", "$0"]], lambda x: x.t(), x)
case("squeeze", [["squeeze", "$0", None]], lambda x: x.squeeze(), rand(1, 3, 1))
case("squeeze one", [["squeeze", "$0", 0]], lambda x: x.squeeze(0), rand(1, 3, 1))
case("unsqueeze", [["unsqueeze", "$0", 1]], lambda x: x.unsqueeze(1), m)
case("expand", [["expand", "$0", [2, 3, 4]]], lambda x: x.expand(2, 3, 4), rand(3, 1))
case("cat", [["cat", ["$0", "$1", "$0"], 1]], lambda a, b: torch.cat([a, b, a], 1), rand(2, 3), rand(2, 2))
case("stack", [["stack", ["$0", "$1"], 1]], lambda a, b: torch.stack([a, b], 1), rand(2, 3), rand(2, 3))
case("clone", [["clone", "$0"]], lambda x: x.clone(), x)
at = torch.tensor([[0, 2], [2, 2]])
case("select", [["getitem", "$0", [1]]], lambda x: x[1], m)
case("slice", [["getitem", "$0", ["...", [1, None, 2]]]], lambda x: x[..., 1::2], m)
case("new axis", [["getitem", "$0", [[None, None, None], None, -1]]], lambda x: x[:, None, -1], m)
case("places", [["getitem", "$0", [[None, None, None], {"t": "$1"}]]], lambda x, at: x[:, at], m, at)
case("pairs of places", [["getitem", "$0", [{"t": "$1"}, {"t": "$2"}]]], lambda x, i, j: x[i, j], x, torch.tensor([0, 2, 2]), torch.tensor([4, 1, 1]))
case("mask", [["gt", "$0", [0.0]], ["getitem", "$0", [{"t": "#0"}]]], lambda x: x[x > 0], x)
case("gather", [["gather", "$0", 1, "$1"]], lambda x, at: x.gather(1, at), rand(2, 3), at)

for a, b in [((4,), (4,)), ((3, 4), (4,)), ((4,), (4, 2)), ((3, 4), (4, 5)), ((2, 3, 4), (4, 5)), ((2, 3, 4), (2, 4, 5)), ((17, 33), (33, 9)), ((1, 1), (1, 1))]:
    case("matmul %s %s" % (list(a), list(b)), [["matmul", "$0", "$1"]], torch.matmul, rand(*a), rand(*b))
for shape in [(3, 4), (4,), (2, 3, 4)]:
    case("linear %s" % list(shape), [["linear", "$0", "$1", "$2"]], F.linear, rand(*shape), rand(5, 4), rand(5))
    case("linear %s without bias" % list(shape), [["linear", "$0", "$1", None]], F.linear, rand(*shape), rand(5, 4))

image = rand(2, 4, 7, 6)
for groups, out, kernel, stride, padding in [
    (1, 3, (3, 3), (1, 1), (0, 0)), (1, 5, (3, 3), (2, 2), (1, 1)), (2, 6, (3, 3), (1, 1), (1, 1)), (4, 4, (3, 3), (1, 1), (1, 1)),
    (4, 4, (3, 3), (2, 2), (1, 1)), (4, 8, (2, 2), (1, 1), (0, 0)), (1, 8, (1, 1), (1, 1), (0, 0)), (1, 2, (3, 1), (1, 2), (1, 0)),
    (4, 4, (5, 5), (1, 1), (2, 2)),
]:
    case(
        "conv2d %s" % [groups, out, kernel, stride, padding],
        [["conv2d", "$0", "$1", "$2", list(stride), list(padding), groups]],
        lambda x, w, b, s=stride, p=padding, g=groups: F.conv2d(x, w, b, s, p, groups=g),
        image, rand(out, 4 // groups, *kernel), rand(out),
    )
for kernel, stride, padding in [((2, 2), (2, 2), (0, 0)), ((3, 3), (2, 2), (1, 1)), ((3, 2), (1, 2), (1, 0))]:
    of = dict(kernel_size=kernel, stride=stride, padding=padding)
    args = [list(kernel), list(stride), list(padding)]
    case("max_pool2d %s" % args, [["max_pool2d", "$0"] + args], lambda x, of=of: F.max_pool2d(x, **of), image)
    case("avg_pool2d %s" % args, [["avg_pool2d", "$0"] + args], lambda x, of=of: F.avg_pool2d(x, **of), image)
case("adaptive_avg_pool2d 1", [["adaptive_avg_pool2d", "$0", [1, 1]]], lambda x: F.adaptive_avg_pool2d(x, 1), image)
case("adaptive_avg_pool2d 7 3", [["adaptive_avg_pool2d", "$0", [7, 3]]], lambda x: F.adaptive_avg_pool2d(x, (7, 3)), image)
for shape in [(6, 4), (2, 4, 5), (2, 4, 7, 6)]:
    for training in [True, False]:
        case(
            "batch_norm %s %s" % (list(shape), training),
            [["full", [4], 0.25, "float32"], ["full", [4], 1.5, "float32"], ["batch_norm", "$0", "$1", "$2", "#0", "#1", training, 0.1, 1e-5]],
            lambda x, w, b, t=training: F.batch_norm(x, torch.full((4,), 0.25, dtype=x.dtype), torch.full((4,), 1.5, dtype=x.dtype), w, b, t),
            rand(*shape), rand(4), rand(4),
        )

logits, target = rand(6, 5, low=-3, high=3), torch.softmax(rand(6, 5).double(), 1).float()
labels = torch.tensor([0, 1, 2, 3, 4, 0])
for reduction in ["mean", "sum", "none"]:
    for op, f, a, b in [
        ("mse", F.mse_loss, logits, target), ("l1", F.l1_loss, logits, target), ("bce", F.binary_cross_entropy, rand(6, 5, low=0.05, high=0.95), target),
        ("bce_with_logits", F.binary_cross_entropy_with_logits, logits, target), ("kl_div", F.kl_div, logits, target),
    ]:
        case("%s %s" % (op, reduction), [[op, "$0", "$1", reduction]], lambda x, t, f=f, r=reduction: f(x, t, reduction=r), a, b)
    case("kl_div_log " + reduction, [["kl_div_log", "$0", "$1", reduction]], lambda x, t, r=reduction: F.kl_div(x, t, reduction=r, log_target=True), logits, rand(6, 5))
case("kl_div batchmean", [["kl_div", "$0", "$1", "batchmean"]], lambda x, t: F.kl_div(x, t, reduction="batchmean"), logits, target)
case("mse broadcast", [["mse", "$0", "$1", "mean"]], lambda x, t: F.mse_loss(x, t), rand(6, 1), rand(6))
for reduction in ["mean", "sum"]:
    for smoothing in [0.0, 0.1]:
        case(
            "cross_entropy %s %s" % (reduction, smoothing), [["cross_entropy", "$0", "$1", reduction, smoothing]],
            lambda x, t, r=reduction, s=smoothing: F.cross_entropy(x, t, reduction=r, label_smoothing=s), logits, labels,
        )
    case("cross_entropy of probabilities " + reduction, [["cross_entropy", "$0", "$1", reduction, 0.1]], lambda x, t, r=reduction: F.cross_entropy(x, t, reduction=r, label_smoothing=0.1), logits, target)
    case("nll " + reduction, [["nll", "$0", "$1", reduction]], lambda x, t, r=reduction: F.nll_loss(x, t, reduction=r), logits, labels)
# What is used twice, and a chain.
case("reuse", [["mul", "$0", "$0"], ["exp", "$0"], ["add", "#0", "#1"], ["mul", "#2", "$0"]], lambda x: (x * x + x.exp()) * x, x)

out = pathlib.Path(__file__).with_name("gradients.json")
text = ",\n".join(json.dumps(case, separators=(",", ":")) for case in CASES)
out.write_text('{"torch":"%s","cases":[\n%s\n]}\n' % (torch.__version__, text))
print(len(CASES), "cases")
