"""Layers: what they hold and how they are printed. What they compute is the engine's."""

import math
import sys
from collections import OrderedDict

import torch
from torch import Tensor, _call, _new, _refuse, _wrap
import torch.nn.functional
import torch.nn.init
import torch.nn.utils

F = functional = sys.modules["torch.nn.functional"]
init = sys.modules["torch.nn.init"]
utils = sys.modules["torch.nn.utils"]


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    _refuse("torch.nn." + name)


class Parameter(Tensor):
    def __init__(self, data, requires_grad=True):
        self._id = _call("detach", data._id)
        if requires_grad:
            _call("requires_grad", self._id, True)

    def __repr__(self):
        return "Parameter containing:\n" + _call("repr", self._id)

    __str__ = __repr__


class _Buffer:
    """Marks a tensor that is kept with a module but not trained."""

    def __init__(self, value):
        self.value = value


_set = object.__setattr__
_delete = object.__delattr__


def _need(module):
    """PyTorch's error where super().__init__() was left out."""
    if "_modules" not in module.__dict__:
        raise AttributeError("a module or parameter is assigned before Module.__init__() was called: call super().__init__() first")


class Module:
    def __init__(self):
        _set(self, "training", True)
        _set(self, "_parameters", OrderedDict())
        _set(self, "_buffers", OrderedDict())
        _set(self, "_modules", OrderedDict())

    def __setattr__(self, name, value):
        if isinstance(value, Parameter):
            _need(self)
            self._forget(name)
            self._parameters[name] = value
        elif isinstance(value, Module):
            _need(self)
            if name not in self._modules:
                self._forget(name)
            self._modules[name] = value
        elif "_modules" in self.__dict__ and name in self._modules:
            if value is not None:
                raise TypeError("cannot assign '" + type(value).__name__ + "' as child module '" + name + "' (torch.nn.Module or None expected)")
            self._modules[name] = value
        elif "_modules" in self.__dict__ and name in self._parameters:
            if value is not None:
                raise TypeError("cannot assign a " + type(value).__name__ + " as parameter '" + name + "'")
            self._parameters[name] = value
        elif "_modules" in self.__dict__ and name in self._modules:
            if value is not None:
                raise TypeError("cannot assign a " + type(value).__name__ + " as child module '" + name + "'")
            self._modules[name] = value
        elif "_modules" in self.__dict__ and name in self._buffers:
            self._buffers[name] = value
        _set(self, name, value)

    def _forget(self, name):
        """What had the name belongs to the module no longer."""
        for which in (self._parameters, self._buffers, self._modules):
            if name in which:
                del which[name]

    def __delattr__(self, name):
        if "_modules" in self.__dict__:
            self._forget(name)
        _delete(self, name)

    def __call__(self, *args, **options):
        if "_modules" not in self.__dict__:
            raise AttributeError("'" + type(self).__name__ + "' object has no attribute '_modules': call super().__init__() first")
        return self.forward(*args, **options)

    def forward(self, *_):
        raise NotImplementedError("Module [" + type(self).__name__ + '] is missing the required "forward" function')

    def register_buffer(self, name, value):
        self._buffers[name] = value
        _set(self, name, value)

    def register_parameter(self, name, value):
        self._parameters[name] = value
        _set(self, name, value)

    def add_module(self, name, module):
        if module is not None and not isinstance(module, Module):
            raise TypeError(type(module).__name__ + " is not a Module subclass")
        self._modules[name] = module
        _set(self, name, module)

    register_module = add_module

    def register_forward_hook(self, *_):
        _refuse("Module.register_forward_hook")

    # What it holds.

    def named_modules(self, prefix=""):
        yield prefix, self
        for name, module in self.named_children():
            for inner in module.named_modules(prefix + ("." if prefix else "") + name):
                yield inner

    def modules(self):
        for _, module in self.named_modules():
            yield module

    def named_children(self):
        return iter([(name, module) for name, module in self._modules.items() if module is not None])

    def children(self):
        return iter([module for module in self._modules.values() if module is not None])

    def _named(self, which, prefix=""):
        for path, module in self.named_modules(prefix):
            for name, value in getattr(module, which).items():
                if value is not None:
                    yield path + ("." if path else "") + name, value

    def named_parameters(self, prefix=""):
        seen = []
        for name, value in self._named("_parameters", prefix):
            # A weight that two layers share is one parameter.
            if value._id not in seen:
                seen.append(value._id)
                yield name, value

    def parameters(self):
        for _, value in self.named_parameters():
            yield value

    def named_buffers(self):
        return self._named("_buffers")

    def buffers(self):
        for _, value in self._named("_buffers"):
            yield value

    def _state(self, out, prefix):
        for which in (self._parameters, self._buffers):
            for name, value in which.items():
                if value is not None:
                    out[prefix + name] = value.detach()
        for name, module in self.named_children():
            module._state(out, prefix + name + ".")

    def state_dict(self):
        out = OrderedDict()
        self._state(out, "")
        return out

    def load_state_dict(self, state, strict=True):
        own = self.state_dict()
        # PyTorch, too, does not ask for counts that a file without them leaves out.
        lost = [name for name in own if name not in state and not name.endswith("num_batches_tracked")]
        extra = [name for name in state if name not in own]
        wrong = [name for name in own if name in state and tuple(own[name].shape) != tuple(state[name].shape)]
        if wrong or strict and (lost or extra):
            lines = ["Error(s) in loading state_dict for " + type(self).__name__ + ":"]
            if extra:
                lines.append("\tUnexpected key(s) in state_dict: " + ", ".join(['"' + name + '"' for name in extra]) + ".")
            if lost:
                lines.append("\tMissing key(s) in state_dict: " + ", ".join(['"' + name + '"' for name in lost]) + ".")
            for name in wrong:
                lines.append("\tsize mismatch for " + name + ": " + str(state[name].shape) + " in the file, " + str(own[name].shape) + " here.")
            raise RuntimeError("\n".join(lines))
        for name, value in own.items():
            if name in state:
                _call("copy_", value._id, state[name]._id)
        return _Loaded(lost, extra)

    # What is done to all of it.

    def train(self, mode=True):
        for module in self.modules():
            _set(module, "training", mode)
        return self

    def eval(self):
        return self.train(False)

    def zero_grad(self, set_to_none=True):
        _call("zero_grad_of", [p._id for p in self.parameters()], set_to_none)

    def requires_grad_(self, on=True):
        for p in self.parameters():
            p.requires_grad_(on)
        return self

    def apply(self, function):
        for module in self.children():
            module.apply(function)
        function(self)
        return self

    def to(self, *targets, **options):
        for target in list(targets) + list(options.values()):
            if target is not torch.float32:
                torch.device(target)
        return self

    def cpu(self):
        return self

    def float(self):
        return self

    def cuda(self, *_):
        _refuse("Module.cuda()")

    # How it is printed.

    def extra_repr(self):
        return ""

    def __repr__(self):
        lines = []
        for name, module in self._modules.items():
            lines.append("(" + name + "): " + repr(module).replace("\n", "\n  "))
        extra = self.extra_repr()
        head = type(self).__name__ + "("
        if not lines:
            return head + extra + ")"
        return head + "\n  " + "\n  ".join(lines) + "\n)"

    def __str__(self):
        return self.__repr__()


class _Loaded:
    def __init__(self, missing_keys, unexpected_keys):
        self.missing_keys = missing_keys
        self.unexpected_keys = unexpected_keys

    def __repr__(self):
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        return "_IncompatibleKeys(missing_keys=" + repr(self.missing_keys) + ", unexpected_keys=" + repr(self.unexpected_keys) + ")"


def _text(value):
    return str(value)


def _pair(value):
    return tuple(value) if isinstance(value, (tuple, list)) else (value, value)


def _uniform(shape, bound):
    return Parameter(_wrap(_call("rand", list(shape), -bound, bound)))


# Layers with weights.


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        Module.__init__(self)
        self.in_features = in_features
        self.out_features = out_features
        # PyTorch's first weights: uniform within 1/sqrt(fan_in).
        bound = 1 / math.sqrt(in_features) if in_features > 0 else 0
        self.weight = _uniform((out_features, in_features), bound)
        if bias:
            self.bias = _uniform((out_features,), bound)
        else:
            self.register_parameter("bias", None)

    def forward(self, x):
        return F.linear(x, self.weight, self.bias)

    def extra_repr(self):
        return "in_features=%d, out_features=%d, bias=%s" % (self.in_features, self.out_features, self.bias is not None)


class Conv2d(Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode="zeros", device=None, dtype=None):
        Module.__init__(self)
        if _pair(dilation) != (1, 1):
            _refuse("Conv2d(dilation=" + str(dilation) + ")")
        if padding_mode != "zeros":
            _refuse("Conv2d(padding_mode='" + padding_mode + "')")
        if groups <= 0 or in_channels % groups or out_channels % groups:
            raise ValueError("in_channels and out_channels must be divisible by groups")
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = _pair(kernel_size)
        self.stride = _pair(stride)
        shown = padding
        if padding == "same":
            if self.stride != (1, 1) or not (self.kernel_size[0] % 2 and self.kernel_size[1] % 2):
                _refuse("Conv2d(padding='same') of an even window or with a stride")
            padding = (self.kernel_size[0] // 2, self.kernel_size[1] // 2)
        elif padding == "valid":
            padding = 0
        self.padding = _pair(padding)
        self._shown = shown
        self.groups = groups
        each = in_channels // groups
        bound = 1 / math.sqrt(each * self.kernel_size[0] * self.kernel_size[1])
        self.weight = _uniform((out_channels, each) + self.kernel_size, bound)
        if bias:
            self.bias = _uniform((out_channels,), bound)
        else:
            self.register_parameter("bias", None)

    def forward(self, x):
        return F.conv2d(x, self.weight, self.bias, self.stride, self.padding, 1, self.groups)

    def extra_repr(self):
        text = "%d, %d, kernel_size=%s, stride=%s" % (self.in_channels, self.out_channels, _text(self.kernel_size), _text(self.stride))
        if self._shown in ("same", "valid") or self.padding != (0, 0):
            text += ", padding=" + (self._shown if self._shown in ("same", "valid") else _text(self.padding))
        if self.groups != 1:
            text += ", groups=%d" % self.groups
        if self.bias is None:
            text += ", bias=False"
        return text


class _BatchNorm(Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True, bias=True, track_running_stats=True):
        Module.__init__(self)
        if not affine or not track_running_stats or momentum is None:
            _refuse(type(self).__name__ + " without weights, running statistics or momentum")
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.weight = Parameter(torch.ones(num_features))
        self.bias = Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        if x.dim() not in self._dims:
            raise ValueError("expected an input of " + self._expected + " dimensions, got " + str(x.dim()))
        if self.training:
            _call("add_", self.num_batches_tracked._id, [1])
        return F.batch_norm(x, self.running_mean, self.running_var, self.weight, self.bias, self.training, self.momentum, self.eps)

    def extra_repr(self):
        return "%d, eps=%s, momentum=%s, affine=True, bias=True, track_running_stats=True" % (self.num_features, str(self.eps), str(self.momentum))


class BatchNorm2d(_BatchNorm):
    _dims = (4,)
    _expected = "4"


class BatchNorm1d(_BatchNorm):
    _dims = (2, 3)
    _expected = "2 or 3"


# Functions as layers.


def _function(name, function):
    class Layer(Module):
        def __init__(self, inplace=False):
            Module.__init__(self)
            self.inplace = inplace

        def forward(self, x):
            if self.inplace:
                _call(function + "_", x._id)
                return x
            return _wrap(_call(function, x._id))

        def __repr__(self):
            return name + ("(inplace=True)" if self.inplace else "()")

    return Layer


class ReLU(_function("ReLU", "relu")):
    pass


class ReLU6(_function("ReLU6", "relu6")):
    pass


class SiLU(_function("SiLU", "silu")):
    pass


class Hardsigmoid(_function("Hardsigmoid", "hardsigmoid")):
    pass


class Hardswish(_function("Hardswish", "hardswish")):
    pass


class Sigmoid(Module):
    def forward(self, x):
        return x.sigmoid()


class Tanh(Module):
    def forward(self, x):
        return x.tanh()


class Identity(Module):
    def __init__(self, *_, **options):
        Module.__init__(self)

    def forward(self, x):
        return x


class Softmax(Module):
    def __init__(self, dim=None):
        Module.__init__(self)
        self.dim = dim

    def forward(self, x):
        return F.softmax(x, self.dim)

    def extra_repr(self):
        return "dim=" + str(self.dim)


class LogSoftmax(Softmax):
    def forward(self, x):
        return F.log_softmax(x, self.dim)


class MaxPool2d(Module):
    def __init__(self, kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False):
        Module.__init__(self)
        if dilation != 1 or return_indices or ceil_mode:
            _refuse("MaxPool2d(dilation, return_indices, ceil_mode)")
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding

    def forward(self, x):
        return F.max_pool2d(x, self.kernel_size, self.stride, self.padding)

    def extra_repr(self):
        return "kernel_size=%s, stride=%s, padding=%s, dilation=1, ceil_mode=False" % (_text(self.kernel_size), _text(self.stride), _text(self.padding))


class AvgPool2d(Module):
    def __init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
        Module.__init__(self)
        if ceil_mode or not count_include_pad:
            _refuse("AvgPool2d(ceil_mode, count_include_pad)")
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding

    def forward(self, x):
        return F.avg_pool2d(x, self.kernel_size, self.stride, self.padding)

    def extra_repr(self):
        return "kernel_size=%s, stride=%s, padding=%s" % (_text(self.kernel_size), _text(self.stride), _text(self.padding))


class AdaptiveAvgPool2d(Module):
    def __init__(self, output_size):
        Module.__init__(self)
        self.output_size = output_size

    def forward(self, x):
        return F.adaptive_avg_pool2d(x, self.output_size)

    def extra_repr(self):
        return "output_size=" + _text(self.output_size)


class Flatten(Module):
    def __init__(self, start_dim=1, end_dim=-1):
        Module.__init__(self)
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, x):
        return x.flatten(self.start_dim, self.end_dim)

    def extra_repr(self):
        return "start_dim=%d, end_dim=%d" % (self.start_dim, self.end_dim)


class Dropout(Module):
    def __init__(self, p=0.5, inplace=False):
        Module.__init__(self)
        if p < 0 or p > 1:
            raise ValueError("dropout probability has to be between 0 and 1, but got " + str(p))
        self.p = p
        self.inplace = inplace

    def forward(self, x):
        return F.dropout(x, self.p, self.training)

    def extra_repr(self):
        return "p=%s, inplace=%s" % (str(self.p), str(self.inplace))


class Sequential(Module):
    def __init__(self, *layers):
        Module.__init__(self)
        if len(layers) == 1 and isinstance(layers[0], dict):
            for name, layer in layers[0].items():
                self.add_module(name, layer)
        else:
            for i, layer in enumerate(layers):
                self.add_module(str(i), layer)

    def forward(self, x):
        for layer in self._modules.values():
            x = layer(x)
        return x

    def append(self, layer):
        self.add_module(str(len(self._modules)), layer)
        return self

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return self.children()

    def __getitem__(self, key):
        layers = list(self._modules.values())
        return Sequential(*layers[key]) if isinstance(key, torch._slice) else layers[key]


class ModuleList(Sequential):
    def __init__(self, layers=()):
        Sequential.__init__(self, *layers)

    def forward(self, *_):
        raise NotImplementedError("a ModuleList has no forward: call its layers one by one")


# Losses.


class _Loss(Module):
    def __init__(self, reduction="mean"):
        Module.__init__(self)
        self.reduction = reduction


class MSELoss(_Loss):
    def forward(self, x, target):
        return F.mse_loss(x, target, reduction=self.reduction)


class L1Loss(_Loss):
    def forward(self, x, target):
        return F.l1_loss(x, target, reduction=self.reduction)


class BCELoss(_Loss):
    def forward(self, x, target):
        return F.binary_cross_entropy(x, target, reduction=self.reduction)


class BCEWithLogitsLoss(_Loss):
    def forward(self, x, target):
        return F.binary_cross_entropy_with_logits(x, target, reduction=self.reduction)


class NLLLoss(_Loss):
    def forward(self, x, target):
        return F.nll_loss(x, target, reduction=self.reduction)


class CrossEntropyLoss(_Loss):
    def __init__(self, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
        _Loss.__init__(self, reduction)
        if weight is not None or ignore_index != -100:
            _refuse("CrossEntropyLoss(weight, ignore_index)")
        self.label_smoothing = label_smoothing

    def forward(self, x, target):
        return F.cross_entropy(x, target, reduction=self.reduction, label_smoothing=self.label_smoothing)


class KLDivLoss(_Loss):
    def __init__(self, reduction="mean", log_target=False):
        _Loss.__init__(self, reduction)
        self.log_target = log_target

    def forward(self, x, target):
        return F.kl_div(x, target, reduction=self.reduction, log_target=self.log_target)
