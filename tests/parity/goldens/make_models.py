"""Writes models.json: for each network every layer's output shape, parameters and multiply-adds, and what PyTorch's
default initializer does to every parameter.

Random streams differ between engines, so the initializer is given as facts: Conv2d and Linear draw weight and bias
uniformly from [-bound, bound] with bound = 1 / sqrt(fan_in) (`kaiming_uniform_` with a = sqrt(5), see
torch/nn/modules/{conv,linear}.py); batch norm starts at weight 1, bias 0. `observed` is what 64 draws of this script
really gave, the largest magnitude and the standard deviation, as a check on that formula.
"""

import torch
from torch import nn

from common import VERSION, setup, write_json
from models import build

NETWORKS = [
    ("mlp", (1, 28, 28), 1.0),
    ("mlp", (3, 32, 32), 1.0),
    ("lenet", (1, 28, 28), 1.0),
    ("lenet", (3, 32, 32), 1.0),
    ("mobilenet", (1, 28, 28), 1.0),
    ("mobilenet", (3, 32, 32), 0.25),
    ("mobilenet", (3, 32, 32), 0.5),
    ("mobilenet", (3, 32, 32), 0.75),
    ("mobilenet", (3, 32, 32), 1.0),
    ("mobilenet", (3, 32, 32), 1.4),
    ("mobilenet2", (1, 28, 28), 1.0),
    ("mobilenet2", (3, 32, 32), 0.25),
    ("mobilenet3", (1, 28, 28), 1.0),
    ("mobilenet3", (3, 32, 32), 0.25),
    ("cnn", (1, 28, 28), 1.0),
    ("cnn", (3, 32, 32), 0.5),
]
DRAWS = 64


def initializer(module, name, draws):
    samples = torch.stack([draw[name] for draw in draws]).double()
    observed = {"max_abs": round(samples.abs().max().item(), 6), "std": round(samples.std(correction=0).item(), 6)}
    parameter = name.rsplit(".", 1)[1]
    out = {"name": name, "shape": list(samples.shape[1:])}
    if isinstance(module, nn.BatchNorm2d):
        value = 1.0 if parameter == "weight" else 0.0
        assert (samples == value).all(), name
        return out | {"constant": value}
    fan_in = module.weight[0].numel()
    bound = fan_in**-0.5
    assert 0.9 * bound <= samples.abs().max() <= bound * (1 + 1e-6), name
    return out | {"fan_in": fan_in, "bound": bound, "std": bound / 3**0.5, "observed": observed}


def describe(model, input_shape, alpha):
    torch.manual_seed(0)
    draws = [dict(build(model, input_shape, alpha=alpha).named_parameters()) for _ in range(DRAWS)]
    network = build(model, input_shape, alpha=alpha).eval()
    modules = dict(network.named_modules())
    layers, handles = [], []

    def watch(name):
        def hook(module, _, output):
            shape = list(output.shape[1:])
            macs = 0
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                # One multiply-add per weight of an output channel, per output value; a bias adds none.
                macs = output[0].numel() * module.weight[0].numel()
            layers.append({"name": name, "output": shape, "params": sum(p.numel() for p in module.parameters()), "macs": macs})

        return hook

    for name, module in network.named_modules():
        if isinstance(module, (nn.Conv2d, nn.Linear, nn.BatchNorm2d)):
            handles.append(module.register_forward_hook(watch(name)))
    with torch.no_grad():
        network(torch.zeros(1, *input_shape))
    return {
        "model": model,
        "input_shape": list(input_shape),
        "alpha": alpha,
        "classes": 10,
        "params": sum(p.numel() for p in network.parameters()),
        "macs": sum(layer["macs"] for layer in layers),
        "layers": layers,
        "initializers": [initializer(modules[name.rsplit(".", 1)[0]], name, draws) for name in draws[0]],
    }


def main():
    setup()
    write_json("models.json", {"torch": VERSION, "networks": [describe(*network) for network in NETWORKS]})


if __name__ == "__main__":
    main()
