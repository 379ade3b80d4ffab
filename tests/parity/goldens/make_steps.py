"""Writes steps-<model>-<optimizer>.{json,safetensors}: ten training steps of each network.

The tensors: `images` [pool, C, H, W], `labels` [pool], `init/<name>`, `logits0` [8, classes] and `grad0/<name>` of
the first batch, `losses` [10] (each before its step), `final/<name>` after the tenth step, and `final_logits`
[pool, classes] of the network that results, in evaluation mode. <name> is a state_dict name: parameters and running
statistics. The JSON holds what else a run needs: the batches as indices into the pool, and the optimizer's settings
under PyTorch's names. Weight decay reaches every parameter, biases and batch norm too; Adam adds it to the gradient,
AdamW takes it off the weight.

Ten steps amplify rounding: a pre-activation near zero falls on the other side of a ReLU, and Adam divides a
gradient near zero by its own size. So `float32_error` is the worst of 8 float32 runs of PyTorch whose initial
weights were moved by about one unit in the last place, and for `final/` there is also `float32_drift`: the norm of the
difference over the norm of the way from `init` to `final`. A single weight may well be off by a learning rate; a tensor
as a whole may not.

`grad0` is compared value by value, so no pre-activation of the first step may lie on a kink: within rounding of a place
where the slope jumps, both slopes are right, and which one a kernel takes is a matter of the order of its sums. (An
earlier stream had one 1.8e-7 below zero: taking it for positive moves the first filter's gradient from 1.09497649 to
1.08789832, in float64.) `kink_margins` is, for each step, the least distance of a pre-activation from a kink over the
largest error of its layer in PyTorch's own float32: a loss behind a step where it is small may be another one.
"""

import sys

import torch
import torch.nn.functional as F
from torch.overrides import TorchFunctionMode

from common import VERSION, Stream, largest_difference, setup, write_json, write_tensors
from models import build

STEPS, BATCH, POOL, CLASSES = 10, 8, 16, 10
TRIALS = 8
# What a run is picked for: the first of its `kink_margins`, and `float32_drift`, half of what tests/parity/src/steps.rs allows.
LEAST_MARGIN = 2.0
MOST_DRIFT = 0.005

# Where the slope of an activation jumps, by the name of its function in PyTorch.
KINKS = {"relu": (0.0,), "hardtanh": (0.0, 6.0), "hardswish": (-3.0, 3.0), "hardsigmoid": (-3.0, 3.0)}

RUNS = [
    # file name, random stream, model, its settings, optimizer, its settings. A MobileNet step has 10^5 pre-activations, and
    # with most streams one of them lies within rounding of a kink: see LEAST_MARGIN.
    ("mlp-sgd", "mlp-sgd", "mlp", {"input_shape": (1, 28, 28)}, "sgd", {"lr": 0.1}),
    ("lenet-momentum", "lenet-momentum", "lenet", {"input_shape": (1, 28, 28)}, "momentum", {"lr": 0.05, "momentum": 0.9, "weight_decay": 1e-4}),
    ("lenet-adam", "lenet-adam", "lenet", {"input_shape": (1, 28, 28)}, "adam", {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0.0}),
    ("mobilenet-adam", "mobilenet-adam-24", "mobilenet", {"input_shape": (3, 32, 32), "alpha": 0.5}, "adam", {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 1e-4}),
    ("mobilenet-adamw", "mobilenet-adamw-7", "mobilenet", {"input_shape": (3, 32, 32), "alpha": 0.25}, "adamw", {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0.05}),
    ("mobilenet2-adam", "mobilenet2-adam-16", "mobilenet2", {"input_shape": (1, 28, 28), "alpha": 0.25}, "adam", {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 1e-4}),
    ("mobilenet3-momentum", "mobilenet3-momentum-1", "mobilenet3", {"input_shape": (1, 28, 28), "alpha": 0.25}, "momentum", {"lr": 0.02, "momentum": 0.9, "weight_decay": 1e-4}),
    ("cnn-adamw", "cnn-adamw-0", "cnn", {"input_shape": (1, 28, 28), "alpha": 0.125}, "adamw", {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0.05}),
    ("cnn-grouped-momentum", "cnn-grouped-momentum-1", "cnn", {"input_shape": (1, 28, 28), "alpha": 0.25, "groups": 4, "label_smoothing": 0.1}, "momentum", {"lr": 0.02, "momentum": 0.9, "weight_decay": 1e-4}),
]


def make_optimizer(name, parameters, settings):
    classes = {"sgd": torch.optim.SGD, "momentum": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
    return classes[name](parameters, **settings)


def train(dtype, init, images, labels, batches, model, smoothing, optimizer, settings, seen):
    """Ten steps from `init` in `dtype`: {tensor name: value}. `seen` gets what went into activations in each."""
    module = model.to(dtype)
    module.load_state_dict({key: value.clone() for key, value in init.items()})
    module.train()
    steps = make_optimizer(optimizer, module.parameters(), settings)
    out, losses = {}, []
    for step, batch in enumerate(batches):
        steps.zero_grad()
        with Watch() as watch:
            logits = module(images[batch].to(dtype))
        seen.append([(kinks, x.detach()) for kinks, x in watch.seen])
        loss = F.cross_entropy(logits, labels[batch], label_smoothing=smoothing)
        loss.backward()
        if step == 0:
            out["logits0"] = logits.detach().clone()
            out |= {f"grad0/{key}": p.grad.clone() for key, p in module.named_parameters()}
        steps.step()
        losses.append(loss.item())
    out["losses"] = torch.tensor(losses, dtype=torch.float64)
    out |= {f"final/{key}": value.clone() for key, value in module.state_dict().items()}
    module.eval()
    with torch.no_grad():
        out["final_logits"] = module(images.to(dtype))
    return out


class Watch(TorchFunctionMode):
    """Keeps what goes into activations with kinks."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def __torch_function__(self, function, types, args=(), kwargs=None):
        name = getattr(function, "__name__", "")
        # Activations of torch.nn.functional call those of torch by the same name.
        if name in KINKS and not (self.seen and self.seen[-1][1] is args[0]):
            self.seen.append((KINKS[name], args[0]))
        return function(*args, **(kwargs or {}))


def kink_margins(golden, single):
    """Of each step, from what two runs have seen."""
    margins = [
        min(
            min((true - kink).abs().min().item() for kink in kinks) / (true - rounded.double()).abs().max().item()
            for (kinks, true), (_, rounded) in zip(*step, strict=True)
        )
        for step in zip(golden, single, strict=True)
    ]
    return [float(f"{margin:.3g}") for margin in margins]


def make(name, stream_name, model, model_settings, optimizer, settings):
    torch.manual_seed(1)
    module = build(model, model_settings["input_shape"], CLASSES, model_settings.get("alpha", 1.0), model_settings.get("groups", 1))
    init = {key: value.clone() for key, value in module.state_dict().items()}
    norms = {name for name, part in module.named_modules() if isinstance(part, torch.nn.BatchNorm2d)}
    for key in init:
        # Batch norm starts at weight 1, bias 0; other values show a swapped or a forgotten one.
        if key.rsplit(".", 1)[0] in norms and key.endswith((".weight", ".bias")):
            stream = Stream(stream_name + key)
            low = 0.6 if key.endswith(".weight") else -0.4
            init[key] = stream.uniform(*init[key].shape, low=low, high=low + 0.8).float()

    stream = Stream(stream_name)
    # Each class has a pattern of its own under noise, so that ten steps learn something and no image is blank.
    labels = torch.arange(POOL) % CLASSES
    patterns = stream.normal(CLASSES, *model_settings["input_shape"])
    images = (patterns[labels] + stream.normal(POOL, *model_settings["input_shape"], scale=0.5)).float()
    batches = [torch.randperm(POOL, generator=torch.Generator().manual_seed(step))[:BATCH].tolist() for step in range(STEPS)]

    arguments = (init, images, labels, batches, module, model_settings.get("label_smoothing", 0.0), optimizer, settings)
    exact = []
    golden = train(torch.float64, *arguments, exact)
    margins = None
    error = {key: 0.0 for key in golden}
    drift = {key: 0.0 for key in golden if key.startswith("final/") and golden[key].is_floating_point()}
    for trial in range(TRIALS):
        nudged = dict(init)
        if trial > 0:
            noise = Stream(f"{stream_name}/{trial}")
            for key, value in init.items():
                if value.is_floating_point():
                    nudged[key] = value * (1 + 6e-8 * noise.normal(*value.shape).float())
        rounded = []
        single = train(torch.float32, nudged, *arguments[1:], rounded)
        if trial == 0:
            margins = kink_margins(exact, rounded)
            if margins[0] < LEAST_MARGIN:
                sys.exit(f"{name}: a pre-activation is {margins[0]} of float32's error from a kink; try another stream")
        for key, value in golden.items():
            error[key] = max(error[key], largest_difference(single[key], value))
        for key in drift:
            way = (golden[key] - init[key.removeprefix("final/")]).norm()
            drift[key] = max(drift[key], float(f"{((single[key] - golden[key]).norm() / way).item():.3g}"))

    assert max(drift.values()) <= MOST_DRIFT, f"{name}: float32 runs of PyTorch part by {max(drift.values())}; try another stream"
    tensors = {"images": images, "labels": labels, **golden} | {f"init/{key}": value for key, value in init.items()}
    write_tensors(f"steps-{name}.safetensors", tensors)
    write_json(
        f"steps-{name}.json",
        {
            "torch": VERSION,
            "model": model,
            **model_settings,
            "classes": CLASSES,
            "optimizer": optimizer,
            **settings,
            "schedule": "constant",
            "steps": STEPS,
            "batches": batches,
            "losses": golden["losses"].tolist(),
            "kink_margins": margins,
            "float32_error": error,
            "float32_drift": drift,
        },
    )
    worst = [sorted(table.items(), key=lambda item: -item[1])[:3] for table in (error, drift)]
    print("  losses", [round(value, 4) for value in golden["losses"].tolist()])
    print("  float32 PyTorch is off by at most", worst)


def main():
    setup()
    for run in RUNS:
        if len(sys.argv) < 2 or run[0] in sys.argv[1:]:
            make(*run)


if __name__ == "__main__":
    main()
