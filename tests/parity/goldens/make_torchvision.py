"""Writes torchvision.json: the tensors of torchvision's and timm's MobileNets, by name and shape, and what the networks
compute with made-up weights.

    pip install torchvision==0.29.2 timm==1.0.31
    make_torchvision.py                    # writes the golden
    make_torchvision.py --check KARUI      # holds the command line to networks at their full size

A file of weights would be a megabyte for each network, so every value, of weights and inputs alike, is a hash of its
tensor's name and its place: `value` here and in tests/torchvision.rs. Outputs are computed in float64.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import timm
import torch
import torchvision
from safetensors.torch import save_file
from timm.models.efficientnet import _gen_mobilenet_v1

from common import VERSION, setup, write_json

CLASSES, IMAGES = 10, 3


def hashed(name: str, count: int) -> np.ndarray:
    """`count` numbers in [0, 1): FNV-1a of the name, then MurmurHash3's finalizer of that and the place."""
    h = 0x811C9DC5
    for byte in name.encode():
        h = (h ^ byte) * 0x01000193 & 0xFFFFFFFF
    x = (h + np.arange(1, count + 1, dtype=np.uint64) * 0x9E3779B9) & 0xFFFFFFFF
    x ^= x >> 16
    x = x * 0x85EBCA6B & 0xFFFFFFFF
    x ^= x >> 13
    x = x * 0xC2B2AE35 & 0xFFFFFFFF
    x ^= x >> 16
    return x / 2.0**32


def value(name: str, shape) -> torch.Tensor:
    """A tensor by its name: statistics and scales around 1, shifts around 0, weights such that sums keep their size."""
    u = hashed(name, int(np.prod(shape)))
    if name == "input":
        u = 4.0 * u - 2.0
    elif len(shape) > 1:
        u = (2.0 * u - 1.0) * np.sqrt(6.0 / np.prod(shape[1:]))
    elif name.endswith(("weight", "running_var")):
        u = 0.5 + u
    else:
        u = u - 0.5
    return torch.from_numpy(u.astype(np.float32)).reshape(shape)


def fill(network):
    state = network.state_dict()
    for name, tensor in state.items():
        if tensor.is_floating_point():
            state[name] = value(name, tensor.shape)
    network.load_state_dict(state)
    return network.eval()


def networks():
    """(file's kind, α, resolution, network): narrow ones on small inputs."""
    models = torchvision.models
    yield "mobilenet_v2", 0.35, 64, models.mobilenet_v2(width_mult=0.35, num_classes=CLASSES)
    # α = 1.4 is where the last layer grows too; at 32 its last features are a single position.
    yield "mobilenet_v2", 1.4, 32, models.mobilenet_v2(width_mult=1.4, num_classes=CLASSES)
    yield "mobilenet_v3_small", 0.35, 64, models.mobilenet_v3_small(width_mult=0.35, num_classes=CLASSES)
    yield "mobilenet_v3_large", 0.25, 64, models.mobilenet_v3_large(width_mult=0.25, num_classes=CLASSES)
    yield "mobilenetv1_100", 0.25, 64, _gen_mobilenet_v1("mobilenetv1_100", 0.25, num_classes=CLASSES)


def images(resolution):
    return value("input", (IMAGES, 3, resolution, resolution))


def describe(name, alpha, resolution, network):
    fill(network)
    with torch.no_grad():
        exact = network.double()(images(resolution).double())
        float32 = network.float()(images(resolution))
    tensors = [[name, list(t.shape)] for name, t in network.state_dict().items() if t.is_floating_point()]
    return {
        "name": name,
        "alpha": alpha,
        "resolution": resolution,
        "logits": [[round(v, 6) for v in row] for row in exact.tolist()],
        "float32_error": float(f"{(exact - float32).abs().max().item():.3g}"),
        "tensors": tensors,
    }


def check(karui: str):
    """torchvision's state_dict as it is saved, the classes and widths that pretrained files have."""
    create = {
        "mobilenet-v2": torchvision.models.mobilenet_v2(),
        "mobilenet-v3-small": torchvision.models.mobilenet_v3_small(),
        "mobilenet-v3-large": torchvision.models.mobilenet_v3_large(),
        "auto": timm.create_model("mobilenetv1_100"),
    }
    with tempfile.TemporaryDirectory() as folder:
        weights, inputs = Path(folder) / "weights.safetensors", Path(folder) / "input.safetensors"
        save_file({"input": images(96)}, inputs)
        for model, network in create.items():
            save_file(fill(network).state_dict(), weights)
            command = [karui, "predict", "--model", model, "--weights", weights, "--input", inputs, "--json"]
            answer = subprocess.run(command, check=True, capture_output=True).stdout
            got = torch.tensor(json.loads(answer)["logits"])
            with torch.no_grad():
                float32 = network(images(96))
                exact = network.double()(images(96).double())
            off, torchs = (((it - exact).abs().max() / exact.abs().max()).item() for it in (got, float32))
            print(f"{model}: {len(got)} inputs, off by {off:.1e} of the largest logit, PyTorch in float32 by {torchs:.1e}")
            assert got.shape == exact.shape and off < 5 * torchs + 1e-6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", metavar="KARUI")
    arguments = parser.parse_args()
    setup()
    if arguments.check:
        return check(arguments.check)
    versions = {"torch": VERSION, "torchvision": torchvision.__version__.split("+")[0], "timm": timm.__version__}
    write_json("torchvision.json", versions | {"networks": [describe(*network) for network in networks()]})


if __name__ == "__main__":
    main()
