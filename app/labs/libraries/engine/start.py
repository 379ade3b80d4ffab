# What a marked program calls. It stands in a file of its own, so that lines told of errors are the program's.
import builtins
import sys
import _karui
import torch.lab

# Not `from torch import lab`, which would ask torch for a name that it refuses.
lab = sys.modules["torch.lab"]

# MicroPython multiplies `0.1 * tensor` as floats where the tensor can become one: it would leave the tape without a word. So it
# cannot, and `float` asks it for its number.
del torch.Tensor.__float__
_float = float


def _number(value=0.0):
    return value.item() if isinstance(value, torch.Tensor) else _float(value)


_last = {}
_nothing = object()


def _told(scope):
    # Names that mean another thing than when it was looked at last.
    changed = None
    for name in scope:
        value = scope[name]
        if _last.get(name, _nothing) is not value:
            _last[name] = value
            if changed is None:
                changed = {}
            changed[name] = value
    if changed:
        lab.variables(changed)


def begin(scope):
    # For the program alone: torch itself asks what is a float.
    scope["float"] = _number
    for name in scope:
        _last[name] = scope[name]

    def line(number):
        _told(scope)
        _karui.line(number)

    def each(number, values):
        values = iter(values)
        while True:
            line(number)
            try:
                value = next(values)
            except StopIteration:
                return
            yield value

    builtins._karui_line = line
    builtins._karui_each = each
    builtins._karui_shown = lab.shown
    builtins._karui_told = lambda: _told(scope)
