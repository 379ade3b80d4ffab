# Python's builtins where MicroPython's would do otherwise without a word. A program finds them under their usual names.
import math
from collections import OrderedDict

import torch

Tensor = torch.Tensor
_dict = dict
_isinstance = isinstance
_print = print
_round = round

# Stands in the place of a key: the value is a dict whose pairs belong here.
more = object()


class dict(OrderedDict):
    """In the order in which keys came, as Python's."""

    def __init__(self, pairs=(), **named):
        super().__init__()
        self.update(pairs, **named)

    def update(self, pairs=(), **named):
        for key, value in pairs.items() if hasattr(pairs, "items") else pairs:
            self[key] = value
        for key in named:
            self[key] = named[key]

    def copy(self):
        return dict(self)

    @staticmethod
    def fromkeys(keys, value=None):
        return dict([(key, value) for key in keys])

    def __repr__(self):
        return "{" + ", ".join([repr(key) + ": " + repr(value) for key, value in self.items()]) + "}"

    def __str__(self):
        return self.__repr__()

    def __eq__(self, other):
        if not _isinstance(other, _dict) or len(self) != len(other):
            return False
        for key, value in self.items():
            if key not in other or other[key] != value:
                return False
        return True

    def __or__(self, other):
        made = dict(self)
        made.update(other)
        return made


def display(pairs):
    """What stands between braces."""
    made = dict()
    for key, value in pairs:
        if key is more:
            made.update(value)
        else:
            made[key] = value
    return made


def number(value=0.0):
    return value.item() if _isinstance(value, Tensor) else float(value)


def isinstance(value, kinds):
    if type(kinds) is tuple:
        for kind in kinds:
            if isinstance(value, kind):
                return True
        return False
    if kinds is dict:
        return _isinstance(value, _dict)
    return kinds is int and (value is True or value is False) or _isinstance(value, kinds)


def _less(a, b):
    # MicroPython does not ask what stands right of a number.
    if _isinstance(b, Tensor) and not _isinstance(a, Tensor):
        return _truth(b > a)
    return _truth(a < b)


def _truth(value):
    return True if value else False


def _extreme(values, options, is_better):
    key = options.pop("key", None)
    has_default = "default" in options
    default = options.pop("default", None)
    for name in options:
        raise TypeError("unexpected keyword argument '" + name + "'")
    found = False
    best = of_best = None
    for value in values[0] if len(values) == 1 else values:
        of = value if key is None else key(value)
        if not found or is_better(of, of_best):
            found, best, of_best = True, value, of
    if not found:
        if has_default:
            return default
        raise ValueError("iterable argument is empty")
    return best


def max(*values, **options):
    return _extreme(values, options, lambda a, b: _less(b, a))


def min(*values, **options):
    return _extreme(values, options, _less)


def _merged(left, right):
    out, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if _less(right[j][0], left[i][0]):
            out.append(right[j])
            j += 1
        else:
            out.append(left[i])
            i += 1
    return out + left[i:] + right[j:]


def sorted(values, key=None, reverse=False):
    """Stable, as Python's: what is equal keeps its order."""
    values = list(values)
    runs = [[(value if key is None else key(value), value)] for value in (reversed(values) if reverse else values)]
    while len(runs) > 1:
        runs = [_merged(runs[i], runs[i + 1]) if i + 1 < len(runs) else runs[i] for i in range(0, len(runs), 2)]
    out = [value for _, value in runs[0]] if runs else []
    return list(reversed(out)) if reverse else out


def sort(of, *args, **options):
    """`of.sort(…)`."""
    if type(of) is not list:
        return of.sort(*args, **options)
    of[:] = sorted(of, *args, **options)


def print(*values, sep=" ", end="\n", file=None, flush=False):
    sep, end = " " if sep is None else sep, "\n" if end is None else end
    if file is None:
        _print(*values, sep=sep, end=end)
    else:
        _print(*values, sep=sep, end=end, file=file)


def round(x, n=None):
    """Of the number as it is stored, as Python rounds: 2.675 is a little less than that."""
    if not _isinstance(x, float) or n is None or n < 0 or not abs(x) < 2**53 / 10**n:
        return _round(x) if n is None else _round(x, n)
    part, power = math.frexp(x)
    whole, power = int(math.ldexp(part, 53)), power - 53
    up, down = (whole << power, 1) if power >= 0 else (whole, 1 << -power)
    up *= 10**n
    q, r = up // down, up % down
    if 2 * r > down or 2 * r == down and q & 1:
        q += 1
    return q / 10**n


def input(*_):
    raise NotImplementedError("input() はこの実験室にはありません / input() is not in this lab")


def exit(code=None):
    raise SystemExit(code)


_IN_PLACE = {"*": "__imul__", "/": "__itruediv__"}


def in_place(operator, a, b):
    """`a *= b` and the like: what `a` is from then on."""
    if _isinstance(a, Tensor):
        if operator not in _IN_PLACE:
            torch._refuse("tensor " + operator + "= …")
        return getattr(a, _IN_PLACE[operator])(b)
    if operator == "*":
        if type(a) is list:
            a[:] = a * b
        else:
            a *= b
    elif operator == "/":
        a /= b
    elif operator == "%":
        a %= b
    elif operator == "@":
        a @= b
    elif operator == "&":
        a &= b
    elif operator == "|":
        a |= b
    elif operator == "^":
        a ^= b
    elif operator == "**":
        a **= b
    elif operator == "//":
        a //= b
    elif operator == "<<":
        a <<= b
    else:
        a >>= b
    return a


class percent:
    """A text before `%`."""

    def __init__(self, text):
        self.text = text

    def __mod__(self, values):
        if not _isinstance(values, (tuple, Tensor)):
            return self.text % values
        given = values if _isinstance(values, tuple) else (values,)
        # What is shown as text stays what it is.
        kinds, parts = [], self.text.replace("%%", "").split("%")
        for part in parts[1:]:
            kinds += ["*"] * part.count("*") + [part.lstrip("#0123456789-+ .*")[:1]]
        numbers = [kinds[i] not in "sra" if i < len(kinds) else False for i in range(len(given))]
        return self.text % tuple([shown(value) if is_number else value for value, is_number in zip(given, numbers)])


class left:
    """A number left of a comparison."""

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return other > self.value if _isinstance(other, Tensor) else self.value < other

    def __le__(self, other):
        return other >= self.value if _isinstance(other, Tensor) else self.value <= other

    def __gt__(self, other):
        return other < self.value if _isinstance(other, Tensor) else self.value > other

    def __ge__(self, other):
        return other <= self.value if _isinstance(other, Tensor) else self.value >= other


def shown(value):
    """What an f-string shows of a value: PyTorch shows a tensor of no dimension as its number."""
    return value.item() if type(value) is Tensor and not value.shape else value

