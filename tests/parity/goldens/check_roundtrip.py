"""Loads weights that Karui saved into the PyTorch modules, strictly, and prints what they compute.

    check_roundtrip.py --model lenet --weights w.safetensors --input x.safetensors [--expect y.safetensors]
    check_roundtrip.py --model mobilenet --alpha 0.5 --save w.safetensors [--seed 1]

The input file holds `input` [N, C, H, W], fed as it is, and may hold `labels` [N]. One JSON object is printed:
`logits`, and `accuracy` where there are labels. --expect names a file with `logits`, or the JSON that `karui predict`
prints, and makes the exit code tell whether they agree. --save goes the other way: it writes freshly initialized
PyTorch weights (with batch-norm statistics moved away from 0 and 1) for Karui to load.
"""

import argparse
import json
import sys

import torch
from safetensors.torch import load_file, save_file

from models import build

SHAPES = {"mlp": "1,28,28", "lenet": "1,28,28", "mobilenet": "3,32,32"}


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, choices=sorted(SHAPES))
    parser.add_argument("--input-shape", help="C,H,W (default: 1,28,28, for mobilenet 3,32,32)")
    parser.add_argument("--classes", type=int, default=10)
    parser.add_argument("--alpha", type=float, default=1.0)
    parser.add_argument("--weights")
    parser.add_argument("--input")
    parser.add_argument("--expect")
    parser.add_argument("--tolerance", type=float, default=1e-4, help="largest allowed difference of a logit")
    parser.add_argument("--save")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if not arguments.save and not (arguments.weights and arguments.input):
        parser.error("give --weights and --input, or --save")
    return arguments


def expected_logits(path):
    if path.endswith(".json"):
        with open(path) as file:
            return torch.tensor(json.load(file)["logits"])
    return load_file(path)["logits"]


def main():
    arguments = parse()
    shape = tuple(int(part) for part in (arguments.input_shape or SHAPES[arguments.model]).split(","))
    torch.manual_seed(arguments.seed)
    module = build(arguments.model, shape, arguments.classes, arguments.alpha)

    if arguments.save:
        for name, buffer in module.named_buffers():
            if name.endswith("running_mean"):
                buffer.uniform_(-0.5, 0.5)
            elif name.endswith("running_var"):
                buffer.uniform_(0.5, 2.0)
        save_file(module.state_dict(), arguments.save)
        return 0

    # strict: a missing or an unknown name is an error. (PyTorch itself forgives a missing `num_batches_tracked`.)
    module.load_state_dict(load_file(arguments.weights), strict=True)
    module.eval()
    tensors = load_file(arguments.input)
    with torch.no_grad():
        logits = module(tensors["input"])
    result = {"logits": logits.tolist()}
    if "labels" in tensors:
        result["accuracy"] = (logits.argmax(1) == tensors["labels"]).double().mean().item()
    if arguments.expect:
        result["largest_difference"] = (logits - expected_logits(arguments.expect)).abs().max().item()
        result["agrees"] = result["largest_difference"] <= arguments.tolerance
    print(json.dumps(result))
    return 0 if result.get("agrees", True) else 1


if __name__ == "__main__":
    sys.exit(main())
