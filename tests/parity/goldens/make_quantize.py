"""Writes quantize.json and quantize.safetensors: fake quantization with its gradients, and the grids that PyTorch's
observers find, with the level ranges of the TFLite int8 specification.

Unlike the other goldens these are float32 throughout: a grid is made of float32 scales, and a value lies on one level or
on another. No value here is within float32 rounding of the middle between two levels (checked below), so the levels are
the same whether one divides by the scale or multiplies by its inverse.
"""

import torch
from torch.ao.quantization import observer as observers

from common import VERSION, Stream, setup, write_json, write_tensors

CASES = []  # what quantize.json lists
TENSORS = {}  # what quantize.safetensors holds

# Number type and scheme -> levels (TFLite int8 specification; 4 bits in the same manner).
LEVELS = {
    ("int8", "symmetric"): (-127, 127),
    ("int8", "affine"): (-128, 127),
    ("int4", "symmetric"): (-7, 7),
    ("int4", "affine"): (-8, 7),
}


def check_no_middles(x, scale):
    steps = x.double() / scale.double()
    assert ((steps - steps.floor() - 0.5).abs() > 2e-5).all()


def fake_quantize_case(name, scale, zero_point, spread):
    """Values inside and outside of the grid, and its ends."""
    stream = Stream(name)
    x = stream.normal(301, scale=spread).float()
    ends = [scale * (level - zero_point) for level in (-128, -127, 0, 126, 127)]
    # A quarter of a step over the ends still rounds to them and lets the gradient through; three quarters do not.
    ends += [ends[0] - 0.25 * scale, ends[0] - 0.75 * scale, ends[4] + 0.25 * scale, ends[4] + 0.75 * scale]
    x = torch.cat([x, torch.tensor(ends), torch.zeros(1)]).requires_grad_()
    check_no_middles(x.detach(), torch.tensor(scale))
    y = torch.fake_quantize_per_tensor_affine(x, scale, zero_point, -128, 127)
    grad = stream.normal(*y.shape).float()
    y.backward(grad)
    assert 0 < (x.grad == 0).sum() < 200, name
    tensors = {"input": x, "output": y, "grad_output": grad, "grad_input": x.grad}
    TENSORS.update({f"{name}/{key}": value for key, value in tensors.items()})
    CASES.append({"name": name, "kind": "fake_quantize", "scale": float(torch.tensor(scale)), "zero_point": zero_point})


def stream_case(name, observer, batches, scale, shift=0.0, positive=False):
    """The grid that an observer of activations finds on a stream of batches."""
    stream = Stream(name)
    x = torch.stack([stream.normal(400, scale=scale * (1 + i / 4), shift=shift).float() for i in range(batches)])
    if positive:
        x = x.relu()
    kinds = {
        "min-max": observers.MinMaxObserver,
        "moving-average": observers.MovingAverageMinMaxObserver,
        "histogram": observers.HistogramObserver,
    }
    watch = kinds[observer](dtype=torch.qint8, qscheme=torch.per_tensor_affine, quant_min=-128, quant_max=127)
    for batch in x:
        watch(batch)
    scale, zero_point = watch.calculate_qparams()
    TENSORS[f"{name}/input"] = x
    # Written as JSON numbers, which hold every float32.
    CASES.append(
        {
            "name": name,
            "kind": "stream",
            "observer": observer,
            "scale": scale.item(),
            "zero_point": int(zero_point.item()),
        }
    )


def weight_case(name, shape, dtype, scheme, granularity, spread=1.0, shift=0.0):
    """A weight tensor on the grid of its least and greatest value; output channels are PyTorch's axis 0."""
    low, high = LEVELS[dtype, scheme]
    stream = Stream(name)
    x = stream.normal(*shape, scale=spread, shift=shift).float()
    # Channels of different size, which is what per-channel scales are for.
    x = x * torch.linspace(0.3, 3.0, shape[0]).reshape(-1, *[1] * (len(shape) - 1))
    per_channel = granularity == "channel"
    kind = observers.PerChannelMinMaxObserver if per_channel else observers.MinMaxObserver
    qscheme = getattr(torch, f"per_{granularity}_{scheme}")
    watch = kind(dtype=torch.qint8, qscheme=qscheme, quant_min=low, quant_max=high)
    watch(x)
    scale, zero_point = watch.calculate_qparams()
    scale, zero_point = scale.float(), zero_point.int()
    check_no_middles(x, scale.reshape(-1, *[1] * (len(shape) - 1)))
    x.requires_grad_()
    if per_channel:
        y = torch.fake_quantize_per_channel_affine(x, scale, zero_point, 0, low, high)
    else:
        y = torch.fake_quantize_per_tensor_affine(x, scale.item(), int(zero_point.item()), low, high)
    grad = stream.normal(*shape).float()
    y.backward(grad)
    tensors = {"input": x, "output": y, "grad_output": grad, "grad_input": x.grad}
    tensors |= {"scale": scale, "zero_point": zero_point.long()}
    TENSORS.update({f"{name}/{key}": value for key, value in tensors.items()})
    attributes = {"dtype": dtype, "scheme": scheme, "granularity": granularity}
    CASES.append({"name": name, "kind": "weight", **attributes})


def main():
    setup()
    fake_quantize_case("fake_quantize_0", 0.05, 0, 4.0)
    fake_quantize_case("fake_quantize_relu", 0.0235, -128, 3.0)
    fake_quantize_case("fake_quantize_17", 0.0117, 17, 1.0)
    fake_quantize_case("fake_quantize_127", 0.0313, 127, 4.0)
    for observer in ("min-max", "moving-average", "histogram"):
        stream_case(f"stream_{observer}_normal", observer, 5, 1.0)
        stream_case(f"stream_{observer}_shifted", observer, 5, 0.7, shift=0.9)
        stream_case(f"stream_{observer}_relu", observer, 5, 2.0, positive=True)
    stream_case("stream_min-max_above", "min-max", 2, 0.1, shift=5.0)
    stream_case("stream_min-max_below", "min-max", 2, 0.1, shift=-5.0)
    for dtype, scheme in LEVELS:
        for granularity in ("tensor", "channel"):
            weight_case(f"conv_{dtype}_{scheme}_{granularity}", (6, 3, 3, 3), dtype, scheme, granularity, 0.3)
            weight_case(f"linear_{dtype}_{scheme}_{granularity}", (7, 29), dtype, scheme, granularity, 0.2, 0.05)
    write_tensors("quantize.safetensors", TENSORS)
    write_json("quantize.json", {"torch": VERSION, "cases": CASES})


if __name__ == "__main__":
    main()
