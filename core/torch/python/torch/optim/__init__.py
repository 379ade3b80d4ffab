"""Optimizers: groups of parameters, whose state and steps are the engine's."""

from collections import OrderedDict

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
        self.defaults = defaults
        self._ids = []
        # What the engine was told of each group.
        self._rules = []
        for group in groups:
            self.add_param_group(group)

    def add_param_group(self, group):
        # Not dict(group), which in MicroPython takes no class of dict.
        group = OrderedDict([(name, group[name]) for name in group])
        members = group["params"]
        members = [members] if isinstance(members, Tensor) else list(members)
        for p in members:
            if not isinstance(p, Tensor):
                raise TypeError("optimizer can only optimize Tensors, but one of the params is " + type(p).__name__)
        taken = [p._id for other in self.param_groups for p in other["params"]]
        if any([p._id in taken for p in members]):
            raise ValueError("some parameters appear in more than one parameter group")
        group["params"] = members
        for name, value in self.defaults.items():
            if name not in group:
                group[name] = value
        self.param_groups.append(group)
        self._rules.append(self._rule(group))
        self._ids.append(self._made(group))

    def _rule(self, group):
        """All but the learning rate that a step of a group follows, and its parameters."""
        betas = group["betas"]
        nesterov = int(group.get("nesterov", False))
        return [group["weight_decay"], group["momentum"], betas[0], betas[1], group["eps"], nesterov], [p._id for p in group["params"]]

    def _made(self, group):
        numbers, members = self._rule(group)
        return _call("optimizer", self._kind, members, group["lr"], *numbers)

    def _follow(self):
        """A program may have given a group another rule, or more parameters: what was kept of those that it had stays."""
        for at, group in enumerate(self.param_groups):
            rule = self._rule(group)
            if rule == self._rules[at]:
                continue
            known = dict(zip(self._rules[at][1], _call("optimizer_state", self._ids[at])))
            self._rules[at] = rule
            self._ids[at] = self._made(group)
            kept = [known.get(handle) for handle in rule[1]]
            if self._kind == "SGD":
                # Without momentum there is nothing to keep; with it, what there is.
                kept = [one if one is not None and one[1] and rule[0][1] else None for one in kept]
            _call("load_optimizer_state", self._ids[at], kept)

    def zero_grad(self, set_to_none=True):
        self._follow()
        _call("zero_grad", self._ids, set_to_none)

    def step(self, closure=None):
        if closure is not None:
            _refuse("Optimizer.step(closure)")
        self._follow()
        _call("step", self._ids, [group["lr"] for group in self.param_groups])

    def state_dict(self):
        state, groups, first = {}, [], 0
        for group, id in zip(self.param_groups, self._ids):
            places = list(range(first, first + len(group["params"])))
            first += len(places)
            for place, known in zip(places, _call("optimizer_state", id)):
                if known is not None and known[1]:
                    state[place] = self._named(known[0], [torch._wrap(handle) for handle in known[1]])
            shown = {}
            for name in self._kept:
                shown[name] = group.get(name, None if name in ("foreach", "fused") else False)
            shown["params"] = places
            groups.append(shown)
        return {"state": state, "param_groups": groups}

    def load_state_dict(self, state_dict):
        groups, state = state_dict["param_groups"], state_dict["state"]
        if len(groups) != len(self.param_groups):
            raise ValueError("loaded state dict has a different number of parameter groups")
        for group, new in zip(self.param_groups, groups):
            if len(group["params"]) != len(new["params"]):
                raise ValueError("loaded state dict contains a parameter group that doesn't match the size of optimizer's group")
        for at, new in enumerate(groups):
            group = self.param_groups[at]
            for name in self._kept:
                if name in new:
                    group[name] = new[name]
            # The rule may be another, too.
            self._rules[at] = self._rule(group)
            self._ids[at] = self._made(group)
            known = [state.get(place) for place in new["params"]]
            _call("load_optimizer_state", self._ids[at], [None if one is None else self._numbered(one) for one in known])

    def _named(self, steps, moments):
        return {"step": torch.tensor(float(steps)), "exp_avg": moments[0], "exp_avg_sq": moments[1]}

    def _numbered(self, one):
        return [int(one["step"]), [one["exp_avg"]._id, one["exp_avg_sq"]._id]]

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
    _kept = ("lr", "momentum", "dampening", "weight_decay", "nesterov", "maximize", "foreach", "differentiable", "fused")

    def __init__(self, params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        if dampening:
            _refuse("SGD(dampening)")
        defaults = _defaults(lr, weight_decay, momentum)
        defaults["nesterov"] = nesterov
        defaults["dampening"] = 0
        Optimizer.__init__(self, params, defaults)

    def _named(self, steps, moments):
        return {"momentum_buffer": moments[0]}

    def _numbered(self, one):
        return [1, [one["momentum_buffer"]._id]]


class Adam(Optimizer):
    _kind = "Adam"
    _shown = ("amsgrad", "betas", "capturable", "decoupled_weight_decay", "eps", "lr", "weight_decay")
    _kept = (
        "lr", "betas", "eps", "weight_decay", "amsgrad", "maximize", "foreach", "capturable", "differentiable", "fused",
        "decoupled_weight_decay",
    )

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False):
        if amsgrad:
            _refuse("Adam(amsgrad=True)")
        Optimizer.__init__(self, params, _defaults(lr, weight_decay, 0, betas, eps))


class AdamW(Optimizer):
    _kind = "AdamW"
    _shown = Adam._shown
    _kept = Adam._kept

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False):
        if amsgrad:
            _refuse("AdamW(amsgrad=True)")
        Optimizer.__init__(self, params, _defaults(lr, weight_decay, 0, betas, eps))
        for group in self.param_groups:
            group["decoupled_weight_decay"] = True
