"""First weights, in place."""

import math

import torch


def _fans(x):
    shape = x.shape
    each = 1
    for size in shape[2:]:
        each *= size
    return shape[1] * each, shape[0] * each


def uniform_(x, a=0.0, b=1.0):
    with torch.no_grad():
        return x.uniform_(a, b)


def normal_(x, mean=0.0, std=1.0):
    with torch.no_grad():
        return x.normal_(mean, std)


def constant_(x, value):
    with torch.no_grad():
        return x.fill_(value)


def zeros_(x):
    return constant_(x, 0.0)


def ones_(x):
    return constant_(x, 1.0)


def xavier_uniform_(x, gain=1.0):
    fan_in, fan_out = _fans(x)
    bound = math.sqrt(3.0) * gain * math.sqrt(2.0 / (fan_in + fan_out))
    return uniform_(x, -bound, bound)


def xavier_normal_(x, gain=1.0):
    fan_in, fan_out = _fans(x)
    return normal_(x, 0.0, gain * math.sqrt(2.0 / (fan_in + fan_out)))


def _kaiming(x, a, mode, nonlinearity):
    gain = {"relu": math.sqrt(2.0), "leaky_relu": math.sqrt(2.0 / (1 + a * a)), "linear": 1.0, "sigmoid": 1.0, "tanh": 5.0 / 3}[nonlinearity]
    return gain / math.sqrt(_fans(x)[0 if mode == "fan_in" else 1])


def kaiming_uniform_(x, a=0, mode="fan_in", nonlinearity="leaky_relu"):
    bound = math.sqrt(3.0) * _kaiming(x, a, mode, nonlinearity)
    return uniform_(x, -bound, bound)


def kaiming_normal_(x, a=0, mode="fan_in", nonlinearity="leaky_relu"):
    return normal_(x, 0.0, _kaiming(x, a, mode, nonlinearity))
