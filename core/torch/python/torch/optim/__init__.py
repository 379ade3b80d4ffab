"""Optimizers: groups of parameters, whose state and steps are the engine's."""

import torch
from torch import Tensor, _call, _refuse
import torch.optim.lr_scheduler


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    _refuse("torch.optim." + name)


class Optimizer:
    def __init__(self, params, defaults):
        groups = list(params)
        if not groups:
            raise ValueError("optimizer got an empty parameter list")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        self.param_groups = []
        self._ids = []
        for group in groups:
            group = dict(group)
            members = group["params"]
            members = [members] if isinstance(members, Tensor) else list(members)
            for p in members:
                if not isinstance(p, Tensor):
                    raise TypeError("optimizer can only optimize Tensors, but one of the params is " + type(p).__name__)
            group["params"] = members
            for name, value in defaults.items():
                if name not in group:
                    group[name] = value
            self.param_groups.append(group)
            numbers = [group["lr"], group["weight_decay"], group["momentum"], group["betas"][0], group["betas"][1], group["eps"]]
            self._ids.append(_call("optimizer", self._kind, [p._id for p in members], *numbers))

    def zero_grad(self, set_to_none=True):
        _call("zero_grad", self._ids, set_to_none)

    def step(self, closure=None):
        if closure is not None:
            _refuse("Optimizer.step(closure)")
        _call("step", self._ids, [group["lr"] for group in self.param_groups])

    def state_dict(self):
        _refuse("Optimizer.state_dict")

    def load_state_dict(self, _):
        _refuse("Optimizer.load_state_dict")

    def add_param_group(self, _):
        _refuse("Optimizer.add_param_group")

    def __repr__(self):
        lines = [type(self).__name__ + " ("]
        for i, group in enumerate(self.param_groups):
            lines.append("Parameter Group %d" % i)
            for name in sorted(self._shown + ("differentiable", "foreach", "fused", "maximize")):
                lines.append("    " + name + ": " + str(group.get(name, None if name in ("foreach", "fused") else False)))
        return "\n".join(lines) + "\n)"


def _defaults(lr, weight_decay=0, momentum=0, betas=(0.9, 0.999), eps=1e-8):
    return {"lr": lr, "weight_decay": weight_decay, "momentum": momentum, "betas": betas, "eps": eps}


class SGD(Optimizer):
    _kind = "SGD"
    _shown = ("dampening", "lr", "momentum", "nesterov", "weight_decay")

    def __init__(self, params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        if dampening or nesterov:
            _refuse("SGD(dampening, nesterov)")
        Optimizer.__init__(self, params, _defaults(lr, weight_decay, momentum))
        for group in self.param_groups:
            group["dampening"] = 0


class Adam(Optimizer):
    _kind = "Adam"
    _shown = ("amsgrad", "betas", "capturable", "decoupled_weight_decay", "eps", "lr", "weight_decay")

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False):
        if amsgrad:
            _refuse("Adam(amsgrad=True)")
        Optimizer.__init__(self, params, _defaults(lr, weight_decay, 0, betas, eps))


class AdamW(Optimizer):
    _kind = "AdamW"
    _shown = Adam._shown

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False):
        if amsgrad:
            _refuse("AdamW(amsgrad=True)")
        Optimizer.__init__(self, params, _defaults(lr, weight_decay, 0, betas, eps))
        for group in self.param_groups:
            group["decoupled_weight_decay"] = True
