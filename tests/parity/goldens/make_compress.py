"""Writes compress.json and compress.safetensors: what torch.nn.utils.prune masks, what fuse_conv_bn_eval folds, and the
singular values that numpy gives.

Tensors are in PyTorch's order, keys are `<case>/<tensor>`. Masks are whole numbers: 1 stays, 0 goes.
"""

import copy

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils import prune
from torch.nn.utils.fusion import fuse_conv_bn_eval, fuse_linear_bn_eval

from common import VERSION, Stream, setup, write_json, write_tensors

CASES = []  # what compress.json lists
TENSORS = {}  # what compress.safetensors holds


def record(name, kind, tensors, **attributes):
    assert name not in {case["name"] for case in CASES}, name
    TENSORS.update({f"{name}/{key}": value for key, value in tensors.items()})
    CASES.append({"name": name, "kind": kind, **attributes})


class Small(nn.Module):
    """Two convolutions and two linear layers on 8×8 grey images."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3, padding=1)
        self.conv2 = nn.Conv2d(6, 9, 3, padding=1)
        self.fc1 = nn.Linear(9 * 2 * 2, 11)
        self.fc2 = nn.Linear(11, 5)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc2(F.relu(self.fc1(x.flatten(1))))


def small(name):
    stream = Stream(name)
    module = Small().double()
    for parameter in module.parameters():
        parameter.data = stream.normal(*parameter.shape, scale=0.3)
    return module, dict(copy.deepcopy(module.state_dict()))


def layers(module):
    return [(name, child) for name, child in module.named_children()]


def masks(module):
    return {f"{name}.mask": child.weight_mask.long() for name, child in layers(module) if hasattr(child, "weight_mask")}


def make_elements(amount):
    for scope in ["layer", "global"]:
        name = f"l1_{scope}_{amount}"
        module, state = small(name)
        if scope == "global":
            targets = [(child, "weight") for _, child in layers(module)]
            prune.global_unstructured(targets, pruning_method=prune.L1Unstructured, amount=amount)
        else:
            for _, child in layers(module):
                prune.l1_unstructured(child, "weight", amount=amount)
        record(name, "elements", state | masks(module), scope=scope, amount=amount)


def make_channels(norm, amount):
    """Every layer but the last: its outputs are the network's."""
    name = f"ln_{norm}_{amount}"
    module, state = small(name)
    for _, child in layers(module)[:-1]:
        prune.ln_structured(child, "weight", amount=amount, n=norm, dim=0)
    record(name, "channels", state | masks(module), criterion="magnitude" if norm == 1 else "l2", amount=amount)


def make_fold(name, layer, bn, x):
    stream = Stream(name)
    for parameter in layer.parameters():
        parameter.data = stream.normal(*parameter.shape, scale=0.5)
    layer, bn = layer.double().eval(), bn.double().eval()
    bn.weight.data = stream.uniform(*bn.weight.shape, low=-1.5, high=1.5)
    bn.bias.data = stream.normal(*bn.bias.shape)
    bn.running_mean = stream.normal(*bn.running_mean.shape)
    bn.running_var = stream.uniform(*bn.running_var.shape, low=0.01, high=3.0)
    fuse = fuse_linear_bn_eval if isinstance(layer, nn.Linear) else fuse_conv_bn_eval
    with torch.no_grad():
        fused = fuse(layer, bn)
        # PyTorch's own fusion has to give what it is meant to give.
        input = stream.normal(*x)
        output = bn(layer(input))
        assert (fused(input) - output).abs().max() < 1e-12
    tensors = {f"layer.{key}": value for key, value in layer.state_dict().items()}
    tensors |= {f"bn.{key}": value for key, value in bn.state_dict().items() if key != "num_batches_tracked"}
    tensors |= {"weight": fused.weight, "bias": fused.bias, "input": input, "output": output}
    record(name, "fold", tensors, bias=layer.bias is not None, groups=getattr(layer, "groups", 0))


def make_values(name, rows, columns, rank=None):
    """Singular values of a linear layer's weights [rows, columns]."""
    stream = Stream(name)
    w = stream.normal(rows, columns)
    if rank is not None:
        w = (stream.normal(rows, rank) @ stream.normal(rank, columns)).float().double()
    values = torch.from_numpy(np.linalg.svd(w.numpy(), compute_uv=False))
    record(name, "singular_values", {"weight": w, "values": values})


def main():
    setup()
    for amount in [0.3, 0.5, 0.9]:
        make_elements(amount)
    for norm in [1, 2]:
        for amount in [0.25, 0.5, 0.7]:
            make_channels(norm, amount)
    make_fold("conv", nn.Conv2d(3, 5, 3, padding=1), nn.BatchNorm2d(5), (2, 3, 6, 6))
    make_fold("conv_without_bias", nn.Conv2d(3, 5, 3, padding=1, bias=False), nn.BatchNorm2d(5), (2, 3, 6, 6))
    depthwise = nn.Conv2d(4, 4, 3, padding=1, groups=4, bias=False)
    make_fold("depthwise", depthwise, nn.BatchNorm2d(4, eps=1e-3), (2, 4, 6, 6))
    make_fold("linear", nn.Linear(7, 5), nn.BatchNorm1d(5), (3, 7))
    make_values("tall", 90, 20)
    make_values("wide", 17, 60)
    make_values("square", 48, 48)
    make_values("of_rank_5", 40, 30, rank=5)
    write_json("compress.json", {"torch": VERSION, "numpy": np.__version__, "cases": CASES})
    write_tensors("compress.safetensors", TENSORS)


if __name__ == "__main__":
    main()
