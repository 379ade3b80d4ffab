"""What the lab's own Python asks of the shim; programs do not see it."""

import _karui
from torch import Tensor, _call
from torch.nn import Module
from torch.optim import Optimizer

_known = {}


def _meaning(value):
    """What a variable means, for the trace; None for what it does not tell."""
    if isinstance(value, Tensor):
        return {"tensor": value._id}
    if isinstance(value, Module):
        return {"module": type(value).__name__}
    if isinstance(value, Optimizer):
        return {"optimizer": type(value).__name__, "ids": value._ids}
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else str(value)
    if isinstance(value, str):
        return value[:200]
    return _known


def variables(scope):
    """Tells which of a scope's names (a dict) mean something new."""
    changed, names = {}, []
    for name in list(scope.keys()):
        if name[0] == "_":
            continue
        value = scope[name]
        meaning = _meaning(value)
        if meaning is _known or name in _known and _known[name] == meaning:
            continue
        _known[name] = meaning
        changed[name] = meaning
        if isinstance(value, Module) and "_modules" in value.__dict__:
            for inner, parameter in value.named_parameters(name):
                names.append([inner, parameter._id])
    if names:
        _call("names", names)
    if changed:
        _call("variables", changed)


def line(number, scope=None):
    """The statement at this line begins; what the one before has done to the scope's names is told first."""
    if scope is not None:
        variables(scope)
    _karui.line(number)

