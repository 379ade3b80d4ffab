"""Writes dynamic.json and dynamic.safetensors: layers under dynamic quantization, computed step by step: weights on
symmetric int8 grids, each image's input on the affine grid of its own range, a product of integers, then floats.

Float32 like quantize.json, for the same reason; the products of integers are exact (in float64). The linear layer with one
scale is also run by PyTorch itself (`torch.ao.nn.quantized.dynamic.Linear`), an image at a time, since PyTorch's grid is
that of the batch: the engine qnnpack, as fbgemm gives activations 7 bits only.
"""

import torch
import torch.nn.functional as F

from common import VERSION, Stream, setup, write_json, write_tensors

# name, weight in PyTorch's order, image, stride, padding
LAYERS = [
    ("conv", [13, 5, 3, 3], [5, 7, 6], 2, 1),
    ("pointwise", [16, 12, 1, 1], [12, 5, 5], 1, 0),
    ("depthwise", [16, 1, 3, 3], [16, 6, 6], 1, 1),
    ("depthwise_odd", [11, 1, 5, 5], [11, 7, 7], 2, 2),
    ("linear", [10, 37], [37], 1, 0),
]
# Images of very different ranges in one batch: were the grid the batch's, the first two would be lost in it.
SCALES = [0.02, 1.0, 30.0, 4.0]


def levels_of(x, scale, zero_point, low):
    """float32, as the engine and PyTorch divide; no value lies where rounding could decide."""
    steps = x / scale
    exact = x.double() / scale.double()
    assert ((exact - exact.floor() - 0.5).abs() > 1e-5).all()
    return (steps.round() + zero_point).clamp(low, 127).double()


def image_grid(x):
    low, high = x.min().clamp(max=0.0), x.max().clamp(min=0.0)
    scale = ((high - low) / 255).clamp(min=torch.finfo(torch.float32).eps)
    zero_point = (-128 - (low / scale).round()).clamp(-128, 127)
    return scale, zero_point


def layer(name, x, weight, stride, padding):
    """Σ of the integers for one image: float64 holds them exactly."""
    if name == "linear":
        return F.linear(x, weight)
    groups = weight.shape[0] if name.startswith("depthwise") else 1
    return F.conv2d(x.unsqueeze(0), weight, stride=stride, padding=padding, groups=groups).squeeze(0)


def pytorchs_own(x, weight, bias):
    torch.backends.quantized.engine = "qnnpack"
    module = torch.nn.Sequential(torch.nn.Linear(weight.shape[1], weight.shape[0]))
    with torch.no_grad():
        module[0].weight.copy_(weight)
        module[0].bias.copy_(bias)
    dynamic = torch.ao.quantization.quantize_dynamic(module, {torch.nn.Linear}, dtype=torch.qint8)
    levels, scale = dynamic[0].weight().int_repr().double(), torch.tensor(dynamic[0].weight().q_scale())
    return torch.stack([dynamic(image.unsqueeze(0)).squeeze(0) for image in x]), levels, scale


def quantized(name, x, weight_levels, scale, bias, stride, padding):
    """The whole layer, image by image."""
    outputs = []
    per_channel = scale.flatten().view(-1, *[1] * (x.dim() - 2))
    for image in x:
        image_scale, zero_point = image_grid(image)
        difference = levels_of(image, image_scale, zero_point, -128) - zero_point
        sums = layer(name, difference, weight_levels, stride, padding)
        outputs.append(sums * (image_scale.double() * per_channel.double()) + bias.double().view(-1, *per_channel.shape[1:]))
    return torch.stack(outputs)


def main():
    setup()
    cases, tensors = [], {}
    for name, weight_shape, image_shape, stride, padding in LAYERS:
        for granularity in ["tensor", "channel"]:
            key = f"{name}_{granularity}"
            stream = Stream("dynamic " + key)
            weight = stream.normal(*weight_shape, scale=0.3).float()
            bias = stream.normal(weight_shape[0]).float()
            x = torch.stack([stream.normal(*image_shape, scale=s, shift=0.3 * s).float() for s in SCALES])
            # The last image is what a ReLU leaves: its grid begins at 0.
            x[-1] = x[-1].relu()
            channels = weight.flatten(1).abs().max(dim=1).values
            largest = channels if granularity == "channel" else channels.max().expand_as(channels)
            scale = (largest / 127).view(-1, *[1] * (weight.dim() - 1))
            weight_levels = levels_of(weight, scale, 0, -127)
            output = quantized(name, x, weight_levels, scale, bias, stride, padding)
            if key == "linear_tensor":
                # PyTorch's weights have a level −128 too, and so a scale of their own: 255 steps instead of 254.
                theirs, their_levels, their_scale = pytorchs_own(x, weight, bias)
                mine = quantized(name, x, their_levels, their_scale, bias, stride, padding)
                assert ((theirs - mine).norm(dim=1) < 1e-6 * mine.norm(dim=1)).all(), theirs - mine
            tensors.update({f"{key}/{part}": t for part, t in
                            {"weight": weight, "bias": bias, "input": x, "output": output}.items()})
            cases.append({"name": key, "granularity": granularity, "stride": stride, "padding": padding})
    write_tensors("dynamic.safetensors", tensors)
    write_json("dynamic.json", {"torch": VERSION, "cases": cases})


if __name__ == "__main__":
    main()
