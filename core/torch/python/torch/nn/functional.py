"""Layers without weights of their own."""

import sys

from torch import Tensor, _call, _refuse, _wrap


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    _refuse("torch.nn.functional." + name)


def _pair(value):
    return list(value) if isinstance(value, (tuple, list)) else [value, value]


def linear(x, weight, bias=None):
    return _wrap(_call("linear", x._id, weight._id, None if bias is None else bias._id))


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    if dilation not in (1, (1, 1)):
        _refuse("conv2d(dilation=" + str(dilation) + ")")
    return _wrap(_call("conv2d", x._id, weight._id, None if bias is None else bias._id, _pair(stride), _pair(padding), groups))


def batch_norm(x, running_mean, running_var, weight, bias, training=False, momentum=0.1, eps=1e-5):
    return _wrap(_call("batch_norm", x._id, weight._id, bias._id, running_mean._id, running_var._id, training, momentum, eps))


def relu(x, inplace=False):
    if inplace:
        _call("relu_", x._id)
        return x
    return _wrap(_call("relu", x._id))


def relu6(x, inplace=False):
    return _wrap(_call("relu6", x._id))


def silu(x):
    return _wrap(_call("silu", x._id))


def hardsigmoid(x):
    return _wrap(_call("hardsigmoid", x._id))


def hardswish(x):
    return _wrap(_call("hardswish", x._id))


def sigmoid(x):
    return x.sigmoid()


def tanh(x):
    return x.tanh()


def _last(x, dim):
    """PyTorch guesses where no dimension is given, and warns."""
    if dim is None:
        return 0 if x.dim() in (0, 1, 3) else 1
    return dim


def softmax(x, dim=None):
    return _wrap(_call("softmax", x._id, _last(x, dim)))


def log_softmax(x, dim=None):
    return _wrap(_call("log_softmax", x._id, _last(x, dim)))


def max_pool2d(x, kernel_size, stride=None, padding=0):
    return _wrap(_call("max_pool2d", x._id, _pair(kernel_size), _pair(kernel_size if stride is None else stride), _pair(padding)))


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    return _wrap(_call("avg_pool2d", x._id, _pair(kernel_size), _pair(kernel_size if stride is None else stride), _pair(padding)))


def adaptive_avg_pool2d(x, output_size):
    return _wrap(_call("adaptive_avg_pool2d", x._id, _pair(output_size)))


def dropout(x, p=0.5, training=True, inplace=False):
    if not training or p == 0:
        return x
    return _wrap(_call("dropout", x._id, p))


def one_hot(x, num_classes=-1):
    if num_classes < 0:
        num_classes = int(x.max().item()) + 1
    from torch import eye, int64

    return eye(num_classes)[x].to(int64)


# Losses.


def _loss(name, x, target, reduction, *more):
    return _wrap(_call(name, x._id, target._id, reduction, *more))


def mse_loss(x, target, reduction="mean"):
    if tuple(x.shape) != tuple(target.shape):
        print(
            "UserWarning: mse_loss: the target's size (%s) is not the input's (%s); both are repeated to one shape, which is likely not meant"
            % (target.shape, x.shape),
            file=sys.stderr,
        )
    return _loss("mse", x, target, reduction)


def l1_loss(x, target, reduction="mean"):
    return _loss("l1", x, target, reduction)


def binary_cross_entropy(x, target, reduction="mean"):
    return _loss("bce", x, target, reduction)


def binary_cross_entropy_with_logits(x, target, reduction="mean"):
    return _loss("bce_with_logits", x, target, reduction)


def cross_entropy(x, target, reduction="mean", label_smoothing=0.0):
    return _loss("cross_entropy", x, target, reduction, label_smoothing)


def nll_loss(x, target, reduction="mean"):
    return _loss("nll", x, target, reduction)


def kl_div(x, target, reduction="mean", log_target=False):
    return _loss("kl_div_log" if log_target else "kl_div", x, target, reduction)
