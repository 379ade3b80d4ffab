"""Writes ops.json and ops.safetensors: for every op, inputs, outputs and all gradients as PyTorch gives them.

Tensors are in PyTorch's order (activations NCHW, convolution weights OIHW, linear weights [out, in]), keys are
`<case>/<tensor>`. The gradients belong to sum(output * grad_output), with a random grad_output.
"""

import torch
import torch.nn.functional as F

from common import VERSION, Stream, largest_difference, setup, write_json, write_tensors

CASES = []  # what ops.json lists
TENSORS = {}  # what ops.safetensors holds


def record(name, op, attributes, forward, inputs, constants=None, grad_output=True):
    """Runs `forward(**tensors)` in float64 and float32 and keeps the float64 result.

    `inputs` get gradients, `constants` do not. `forward` returns the output, or the output and a dict of further
    results (running statistics). Without `grad_output` the output is a scalar and its gradient is 1.
    """
    assert name not in {case["name"] for case in CASES}, name
    constants = constants or {}
    seed_gradient = None
    results = {}
    for dtype in (torch.float64, torch.float32):
        cast = lambda t: t.to(dtype).clone() if t.is_floating_point() else t.clone()
        leaves = {key: cast(value).requires_grad_() for key, value in inputs.items()}
        output = forward(**leaves, **{key: cast(value) for key, value in constants.items()})
        output, further = output if isinstance(output, tuple) else (output, {})
        if seed_gradient is None and grad_output:
            seed_gradient = Stream(name + "/grad_output").normal(*output.shape)
        output.backward(cast(seed_gradient) if grad_output else None)
        result = {"output": output, **further}
        result |= {f"grad_{key}": leaf.grad for key, leaf in leaves.items()}
        results[dtype] = result

    golden = results[torch.float64]
    error = {key: largest_difference(results[torch.float32][key], value) for key, value in golden.items()}
    for key, value in golden.items():
        # A golden far from PyTorch's own float32 result would be a mistake in this script, not rounding.
        limit = 1e-4 * max(1.0, value.abs().max().item())
        assert error[key] <= limit, (name, key, error[key], limit)

    tensors = {**inputs, **constants, **golden}
    if grad_output:
        tensors["grad_output"] = seed_gradient
    TENSORS.update({f"{name}/{key}": value for key, value in tensors.items()})
    CASES.append({"name": name, "op": op, **attributes, "float32_error": error})


def pair(value):
    return list(value) if isinstance(value, (list, tuple)) else [value, value]


def same_padding(size, kernel, stride):
    """TensorFlow's "same": [before, after]; the odd pixel goes after."""
    total = max(0, (-(-size // stride) - 1) * stride + kernel - size)
    return [total // 2, total - total // 2]


def conv(name, shape, c_out, kernel, stride=1, padding=0, groups=1, bias=True, op="conv2d"):
    """padding: a number, or "same" in TensorFlow's sense, or [top, bottom, left, right]."""
    kernel, stride = pair(kernel), pair(stride)
    if padding == "same":
        sides = same_padding(shape[2], kernel[0], stride[0]) + same_padding(shape[3], kernel[1], stride[1])
    else:
        sides = list(padding) if isinstance(padding, (list, tuple)) else [padding] * 4
    stream = Stream(name)
    fan_in = shape[1] // groups * kernel[0] * kernel[1]
    inputs = {
        "input": stream.normal(*shape),
        "weight": stream.normal(c_out, shape[1] // groups, *kernel, scale=fan_in**-0.5),
    }
    if bias:
        inputs["bias"] = stream.normal(c_out)

    def forward(input, weight, bias=None):
        top, bottom, left, right = sides
        return F.conv2d(F.pad(input, (left, right, top, bottom)), weight, bias, stride=stride, groups=groups)

    attributes = {"kernel": kernel, "stride": stride, "padding": sides, "groups": groups, "bias": bias}
    record(name, op, attributes, forward, inputs)


def depthwise(name, shape, kernel, stride=1, padding=None, bias=False):
    padding = pair(kernel)[0] // 2 if padding is None else padding
    conv(name, shape, shape[1], kernel, stride, padding, shape[1], bias, op="depthwise_conv2d")


def conv_cases():
    # Names: channels in x channels out, kernel, stride, padding, groups. Sizes are odd or unequal on purpose.
    conv("conv2d_3x8_k1", (2, 3, 5, 7), 8, 1)
    conv("conv2d_8x12_k1_nobias", (2, 8, 5, 7), 12, 1, bias=False)
    conv("conv2d_19x5_k1", (3, 19, 3, 5), 5, 1)
    conv("conv2d_16x32_k1_nobias", (2, 16, 4, 4), 32, 1, bias=False)
    conv("conv2d_4x6_k1_s2", (2, 4, 7, 6), 6, 1, stride=2)
    conv("conv2d_1x16_k3_p1", (2, 1, 9, 9), 16, 3, padding=1)
    conv("conv2d_16x32_k3_p1", (2, 16, 7, 7), 32, 3, padding=1)
    conv("conv2d_3x5_k3_p0", (2, 3, 7, 9), 5, 3)
    conv("conv2d_3x16_k3_p1_nobias", (2, 3, 8, 8), 16, 3, padding=1, bias=False)
    conv("conv2d_5x7_k3_p2", (2, 5, 6, 5), 7, 3, padding=2)
    conv("conv2d_5x7_k3_s2_p1", (2, 5, 9, 7), 7, 3, stride=2, padding=1)
    conv("conv2d_4x8_k3_s2_p1_even", (2, 4, 8, 6), 8, 3, stride=2, padding=1)
    conv("conv2d_4x8_k3_s2_p0", (2, 4, 9, 8), 8, 3, stride=2)
    conv("conv2d_3x4_k3_s21_p1", (2, 3, 9, 7), 4, 3, stride=(2, 1), padding=1)
    conv("conv2d_3x6_k5_p2", (2, 3, 9, 7), 6, 5, padding=2)
    conv("conv2d_2x3_k5_s2_p1", (2, 2, 11, 9), 3, 5, stride=2, padding=1)
    conv("conv2d_3x5_k35_p1", (2, 3, 8, 9), 5, (3, 5), padding=1)
    conv("conv2d_4x4_k35_s21_sides", (2, 4, 9, 8), 4, (3, 5), stride=(2, 1), padding=(0, 2, 1, 3))
    conv("conv2d_3x8_k3_s2_same_even", (2, 3, 8, 8), 8, 3, stride=2, padding="same")
    conv("conv2d_3x8_k3_s2_same_mixed", (2, 3, 8, 7), 8, 3, stride=2, padding="same", bias=False)
    conv("conv2d_2x4_k5_s2_same", (2, 2, 10, 9), 4, 5, stride=2, padding="same")
    conv("conv2d_3x4_k2_same", (2, 3, 5, 6), 4, 2, padding="same")
    conv("conv2d_6x4_k3_p1_g2", (2, 6, 7, 5), 4, 3, padding=1, groups=2)
    conv("conv2d_8x12_k1_g2_nobias", (2, 8, 5, 5), 12, 1, groups=2, bias=False)
    conv("conv2d_8x8_k3_s2_p1_g4", (2, 8, 7, 9), 8, 3, stride=2, padding=1, groups=4)
    conv("conv2d_12x20_k3_p1_g4_nobias", (2, 12, 5, 6), 20, 3, padding=1, groups=4, bias=False)
    conv("conv2d_3x4_k3_whole", (2, 3, 3, 3), 4, 3)  # one output pixel
    conv("conv2d_3x4_k5_p2_tiny", (2, 3, 2, 3), 4, 5, padding=2)  # kernel larger than the image
    for channels in (1, 3, 8, 19):
        depthwise(f"depthwise_{channels}_k3", (2, channels, 7, 9), 3)
        depthwise(f"depthwise_{channels}_k3_s2", (2, channels, 9, 7), 3, stride=2)
        depthwise(f"depthwise_{channels}_k5", (2, channels, 7, 6), 5)
        depthwise(f"depthwise_{channels}_k5_s2", (2, channels, 9, 8), 5, stride=2)
    depthwise("depthwise_8_k3_s2_even", (2, 8, 8, 8), 3, stride=2)
    depthwise("depthwise_8_k3_bias", (3, 8, 5, 5), 3, bias=True)
    depthwise("depthwise_16_k3_s2_same", (2, 16, 8, 6), 3, stride=2, padding="same")
    depthwise("depthwise_8_k3_p0", (2, 8, 6, 7), 3, padding=0)
    depthwise("depthwise_4_k3_tiny", (2, 4, 2, 1), 3)


def linear_cases():
    for name, n, c_in, c_out, bias in (
        ("linear_7x5", 3, 7, 5, True),
        ("linear_32x10", 2, 32, 10, True),
        ("linear_33x19_nobias", 5, 33, 19, False),
        ("linear_128x16_nobias", 8, 128, 16, False),
        ("linear_1x1", 2, 1, 1, True),
    ):
        stream = Stream(name)
        inputs = {"input": stream.normal(n, c_in), "weight": stream.normal(c_out, c_in, scale=c_in**-0.5)}
        if bias:
            inputs["bias"] = stream.normal(c_out)
        forward = lambda input, weight, bias=None: F.linear(input, weight, bias)
        record(name, "linear", {"bias": bias}, forward, inputs)

    for name, shape, c_out in (("flatten_linear_5x3x4", (2, 5, 3, 4), 6), ("flatten_linear_8x7x7", (2, 8, 7, 7), 12)):
        # The features come in C, H, W order: an engine with another order inside must convert the weight.
        stream = Stream(name)
        features = shape[1] * shape[2] * shape[3]
        inputs = {
            "input": stream.normal(*shape),
            "weight": stream.normal(c_out, features, scale=features**-0.5),
            "bias": stream.normal(c_out),
        }
        forward = lambda input, weight, bias: F.linear(input.flatten(1), weight, bias)
        record(name, "flatten_linear", {"bias": True}, forward, inputs)

    record(
        "flatten",
        "flatten",
        {},
        lambda input: input.flatten(1),
        {"input": Stream("flatten").normal(2, 5, 3, 4)},
    )


def batch_norm(name, shape, training, momentum=0.1, eps=1e-5, scale=1.0, shift=0.0):
    stream = Stream(name)
    c = shape[1]
    inputs = {
        "input": stream.normal(*shape, scale=scale, shift=shift),
        "weight": stream.uniform(c, low=0.5, high=1.5),
        "bias": stream.normal(c, scale=0.5),
    }
    constants = {
        "running_mean": stream.normal(c, scale=0.5 * scale, shift=shift),
        "running_var": stream.uniform(c, low=0.5 * scale**2, high=2.0 * scale**2),
    }

    def forward(input, weight, bias, running_mean, running_var):
        output = F.batch_norm(input, running_mean, running_var, weight, bias, training, momentum, eps)
        if not training:
            return output
        # Updated in place: mean with the batch mean, variance with the *unbiased* batch variance.
        return output, {"new_running_mean": running_mean, "new_running_var": running_var}

    attributes = {"training": training, "momentum": momentum, "eps": eps}
    record(name, "batch_norm", attributes, forward, inputs, constants)


def batch_norm_cases():
    for mode, training in (("train", True), ("eval", False)):
        batch_norm(f"batch_norm_{mode}_3", (4, 3, 5, 7), training)
        batch_norm(f"batch_norm_{mode}_8", (2, 8, 4, 4), training)
        batch_norm(f"batch_norm_{mode}_19", (3, 19, 3, 5), training)
        batch_norm(f"batch_norm_{mode}_8_1x1", (5, 8, 1, 1), training)
        batch_norm(f"batch_norm_{mode}_6_eps", (2, 6, 5, 3), training, momentum=0.01, eps=1e-3, scale=0.05)
    # A mean fifty times the deviation: E[x^2] - E[x]^2 in float32 loses the variance here.
    batch_norm("batch_norm_train_4_far", (4, 4, 6, 6), True, scale=0.5, shift=25.0)


def elementwise_cases():
    functions = {
        "relu": torch.relu,
        "relu6": F.relu6,
        "hard_swish": F.hardswish,
        "hard_sigmoid": F.hardsigmoid,
        "sigmoid": torch.sigmoid,
        "silu": F.silu,
    }
    # The corners of the piecewise functions: which side a corner belongs to shows only in the gradient.
    corners = torch.tensor([[-100.0, -6.0, -4.0, -3.0, -2.5, -1.0, -0.0, 0.0, 1.0, 2.5, 3.0, 4.0, 6.0, 6.5, 7.0, 100.0]])
    for name, function in functions.items():
        forward = lambda input: function(input)
        record(name, name, {}, forward, {"input": Stream(name).normal(2, 5, 3, 7, scale=3.0)})
        record(f"{name}_corners", name, {}, forward, {"input": corners.double()})

    for name, forward in (("add", lambda input, input1: input + input1), ("multiply", lambda input, input1: input * input1)):
        for suffix, shape in (("", (2, 5, 3, 7)), ("_8", (3, 8, 4, 4)), ("_2d", (3, 10))):
            stream = Stream(name + suffix)
            record(name + suffix, name, {}, forward, {"input": stream.normal(*shape), "input1": stream.normal(*shape)})
    for name, shape in (("multiply_channels", (2, 5, 3, 7)), ("multiply_channels_8", (3, 8, 4, 5))):
        stream = Stream(name)
        inputs = {"input": stream.normal(*shape), "input1": stream.uniform(shape[0], shape[1], 1, 1)}
        record(name, "multiply", {"broadcast": "channels"}, lambda input, input1: input * input1, inputs)

    for name, p in (("dropout_half", 0.5), ("dropout_fifth", 0.2), ("dropout_none", 0.0)):
        stream = Stream(name)
        shape = (4, 25)
        mask = (stream.uniform(*shape) >= p).double()
        # F.dropout draws its own mask; this is its definition with a given one.
        forward = lambda input, mask: input * mask / (1 - p)
        record(name, "dropout", {"p": p}, forward, {"input": stream.normal(*shape)}, {"mask": mask})


def pooling_cases():
    for name, shape, kernel, stride, padding in (
        ("max_pool_k2_s2", (2, 5, 6, 8), 2, 2, 0),
        ("max_pool_k2_s2_odd", (2, 8, 7, 9), 2, 2, 0),
        ("max_pool_k3_s2_p1", (2, 5, 7, 8), 3, 2, 1),
        ("max_pool_k3_s1", (2, 3, 6, 5), 3, 1, 0),
        ("max_pool_k3_s1_p1", (2, 8, 5, 5), 3, 1, 1),
        ("max_pool_k23_s21", (2, 4, 6, 7), (2, 3), (2, 1), 0),
    ):
        kernel, stride, padding = pair(kernel), pair(stride), pair(padding)
        # Shifted below zero: a pool that pads with zeros instead of minus infinity is seen.
        values = Stream(name).normal(*shape, shift=-2.0)
        attributes = {"kernel": kernel, "stride": stride, "padding": [padding[0]] * 2 + [padding[1]] * 2}
        forward = lambda input: F.max_pool2d(input, kernel, stride, padding)
        record(name, "max_pool", attributes, forward, {"input": values})
    # Three values only, so most windows tie: the gradient goes to the first in row order.
    ties = Stream("max_pool_ties").integers(2, 4, 6, 6, high=3).double()
    for name, kernel, stride, padding in (("max_pool_ties_k2", 2, 2, 0), ("max_pool_ties_k3", 3, 2, 1)):
        attributes = {"kernel": pair(kernel), "stride": pair(stride), "padding": [padding] * 4}
        record(name, "max_pool", attributes, lambda input: F.max_pool2d(input, kernel, stride, padding), {"input": ties})

    for name, shape in (("global_avg_pool_5", (2, 5, 3, 7)), ("global_avg_pool_8", (3, 8, 4, 4))):
        # [N, C, H, W] -> [N, C, 1, 1]
        record(name, "global_avg_pool", {}, lambda input: F.adaptive_avg_pool2d(input, 1), {"input": Stream(name).normal(*shape)})


def cross_entropy_cases():
    for name, n, k, smoothing, scale in (
        ("cross_entropy", 5, 10, 0.0, 2.0),
        ("cross_entropy_3", 2, 3, 0.0, 1.0),
        ("cross_entropy_smooth", 5, 10, 0.1, 2.0),
        ("cross_entropy_extreme", 4, 7, 0.0, None),
        ("cross_entropy_extreme_smooth", 4, 7, 0.1, None),
    ):
        stream = Stream(name)
        if scale is None:
            # +-1e4: exp() of these is infinite or zero unless the maximum is taken off first.
            logits = (stream.integers(n, k, high=3) - 1).double() * 1e4
        else:
            logits = stream.normal(n, k, scale=scale)
        labels = stream.integers(n, high=k)
        # `output` is the loss, the mean over the batch; its own gradient is 1.
        forward = lambda input, labels: F.cross_entropy(input, labels, label_smoothing=smoothing)
        record(name, "softmax_cross_entropy", {"label_smoothing": smoothing}, forward, {"input": logits}, {"labels": labels}, grad_output=False)


def main():
    setup()
    conv_cases()
    linear_cases()
    batch_norm_cases()
    elementwise_cases()
    pooling_cases()
    cross_entropy_cases()
    write_tensors("ops.safetensors", TENSORS)
    write_json("ops.json", {"torch": VERSION, "cases": CASES})
    print(len(CASES), "cases")


if __name__ == "__main__":
    main()
