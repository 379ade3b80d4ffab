"""What the golden makers share: seeded tensors, the float64 rule, and writing files that do not change without cause.

Every golden is computed in float64 from inputs that are exact in float32, and rounded to float32 once, at the
end. A golden in float32 would carry PyTorch's own summation order; this one carries the true value, and a kernel
under test is charged only for its own rounding. Each maker also runs PyTorch in float32 and writes down how far
*that* was from the golden ("float32_error", largest absolute difference): a tolerance below it would ask for more
than PyTorch gives.
"""

import json
import pathlib

import torch
from safetensors.torch import save_file

VERSION = torch.__version__.split("+")[0]
HERE = pathlib.Path(__file__).resolve().parent


def setup():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)


class Stream:
    """Seeded float32-exact values as float64 tensors; one stream per case, so that adding a case moves no other."""

    def __init__(self, name: str):
        # hash() differs from run to run; this does not.
        seed = 0
        for byte in name.encode():
            seed = (seed * 131 + byte) % (1 << 61)
        self.generator = torch.Generator().manual_seed(seed)

    def normal(self, *shape, scale=1.0, shift=0.0):
        values = torch.randn(*shape, generator=self.generator, dtype=torch.float32) * scale + shift
        return values.double()

    def uniform(self, *shape, low=0.0, high=1.0):
        values = torch.rand(*shape, generator=self.generator, dtype=torch.float32) * (high - low) + low
        return values.double()

    def integers(self, *shape, high):
        return torch.randint(high, shape, generator=self.generator)


def rounded(tensor):
    """float64 -> float32; whole numbers stay int64."""
    tensor = tensor.detach()
    return (tensor.float() if tensor.is_floating_point() else tensor).contiguous().clone()


def largest_difference(a, b) -> float:
    if a.numel() == 0:
        return 0.0
    return float(f"{(a.double() - b.double()).abs().max().item():.3g}")


def write_tensors(name: str, tensors: dict):
    save_file({key: rounded(tensors[key]) for key in sorted(tensors)}, HERE / name)
    print(f"{name}: {len(tensors)} tensors, {(HERE / name).stat().st_size:,} bytes")


def write_json(name: str, value):
    """Top-level fields one a line, and the elements of top-level lists one a line: readable, and diffs stay small."""
    fields = []
    for key, field in value.items():
        if isinstance(field, list) and field and isinstance(field[0], dict):
            text = "[\n" + ",\n".join("  " + json.dumps(element) for element in field) + "\n ]"
        else:
            text = json.dumps(field)
        fields.append(f" {json.dumps(key)}: {text}")
    (HERE / name).write_text("{\n" + ",\n".join(fields) + "\n}\n")
    print(f"{name}: {(HERE / name).stat().st_size:,} bytes")
