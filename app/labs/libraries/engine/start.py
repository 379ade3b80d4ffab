# What a marked program calls. It stands in a file of its own, so that lines told of errors are the program's.
import builtins
import sys
import _karui
import torch.lab
import _karui_builtins as own

# Not `from torch import lab`, which would ask torch for a name that it refuses.
lab = sys.modules["torch.lab"]

# MicroPython multiplies `0.1 * tensor` as floats where the tensor can become one: it would leave the tape without a word. So it
# cannot, and what a program calls as `float` asks it for its number.
del torch.Tensor.__float__

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
    # For the program alone: torch itself has Python's own.
    for name in ("dict", "isinstance", "max", "min", "sorted", "round", "print", "input", "exit"):
        scope[name] = getattr(own, name)
    scope["quit"] = own.exit
    for name in scope:
        _last[name] = scope[name]

    here = 0

    def line(number):
        nonlocal here
        here = number
        _told(scope)
        _karui.line(number)

    # Where a function was called from: what its caller's statement still does is that statement's.
    def at():
        return here

    def back(number, value=None):
        nonlocal here
        if here != number and number:
            here = number
            _karui.line(-number)
        return value

    def each(number, values):
        values = iter(values)
        while True:
            line(number)
            try:
                value = next(values)
            except StopIteration:
                return
            back(number)
            yield value

    builtins._karui_line = line
    builtins._karui_each = each
    builtins._karui_at = at
    builtins._karui_to = back
    builtins._karui_told = lambda: _told(scope)
    builtins._karui_shown = own.shown
    builtins._karui_float = own.number
    builtins._karui_dict = own.display
    builtins._karui_more = own.more
    builtins._karui_sort = own.sort
    builtins._karui_percent = own.percent
    builtins._karui_in_place = own.in_place
    builtins._karui_left = own.left
