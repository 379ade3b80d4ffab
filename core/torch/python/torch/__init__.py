"""PyTorch's meaning on Karui's engine: handles of tensors, and no mathematics. Runs in MicroPython and in CPython."""

import json
import math
import sys

import _karui

_dumps = json.dumps
_loads = json.loads
_ask = _karui.call

_ERRORS = {
    "RuntimeError": RuntimeError,
    "ValueError": ValueError,
    "TypeError": TypeError,
    "IndexError": IndexError,
    "NotImplementedError": NotImplementedError,
    "MemoryError": MemoryError,
}


def _call(op, *args):
    answer = _ask(op, _dumps(args))
    if answer[0] == "!":
        name, message = answer[1:].split(" ", 1)
        raise _ERRORS.get(name, RuntimeError)(message)
    return _loads(answer)


def _refuse(name):
    raise NotImplementedError(name + " はこの実験室にはありません / " + name + " is not in this lab")


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    _refuse("torch." + name)


class _Slices:
    def __getitem__(self, key):
        return key


_slice = type(_Slices()[0:1])


def _make_slice(*parts):
    """`slice(…)`, which MicroPython has no way to call."""
    if len(parts) == 1:
        return _Slices()[: parts[0]]
    return _Slices()[parts[0] : parts[1] : parts[2] if len(parts) == 3 else None]


if sys.implementation.name == "micropython":
    import builtins

    builtins.slice = _make_slice


class dtype:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return "torch." + self.name


float32 = float = dtype("float32")
int64 = long = dtype("int64")
bool = dtype("bool")
pi = math.pi
inf = math.inf
nan = math.nan
_DTYPES = {"float32": float32, "int64": int64, "bool": bool}

# Python's own, behind torch's names.
_float = type(0.5)
_int = type(0)
_bool = type(True)


def _dtype(of):
    if of is None:
        return None
    if of is _float:
        return "float32"
    if of is _int:
        return "int64"
    if of is _bool:
        return "bool"
    if isinstance(of, dtype):
        return of.name
    raise TypeError("dtype: expected a torch.dtype")


class device:
    def __init__(self, type, index=None):
        type = str(type)
        if type.split(":")[0] != "cpu":
            _refuse("device " + type)
        self.type = "cpu"
        self.index = index

    def __repr__(self):
        return "device(type='cpu')"

    def __str__(self):
        return "cpu"

    def __eq__(self, other):
        return str(other) == "cpu"

    def __hash__(self):
        return hash("cpu")


class Size(tuple):
    """A tuple that prints as torch.Size([2, 3])."""

    def numel(self):
        n = 1
        for size in self:
            n *= size
        return n

    def __repr__(self):
        return "torch.Size([" + ", ".join([str(size) for size in self]) + "])"

    def __str__(self):
        return self.__repr__()


def _plain(value):
    """A number as JSON has it: infinities and what is no number as texts."""
    if isinstance(value, Tensor):
        return value.item()
    if type(value) is _float and (value != value or value in (math.inf, -math.inf)):
        return "nan" if value != value else "inf" if value > 0 else "-inf"
    return value


def _operand(other):
    if isinstance(other, Tensor):
        return other._id
    if isinstance(other, (_int, _float)):
        return [_plain(other)]
    raise TypeError("expected a Tensor or a number, not " + type(other).__name__)


def _shape(sizes):
    """Sizes as numbers, or as one list of them."""
    if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)):
        sizes = sizes[0]
    return [_plain(size) for size in sizes]


def _pair(op):
    def forward(self, other):
        if not isinstance(other, (Tensor, _int, _float)):
            return NotImplemented
        return _wrap(_call(op, self._id, _operand(other)))

    return forward


def _pair_swapped(op):
    def backward(self, other):
        return _wrap(_call(op, _operand(other), self._id))

    return backward


def _pair_inplace(op):
    def inplace(self, other):
        _call(op, self._id, _operand(other))
        return self

    return inplace


def _product(name, *dims):
    """A product of tensors of so many dimensions, and no others."""

    def product(self, other):
        if (self.dim(), other.dim()) != dims:
            raise RuntimeError("%s: expected %dD and %dD tensors, but got %dD and %dD" % ((name,) + dims + (self.dim(), other.dim())))
        return self @ other

    return product


def _single(op):
    def method(self):
        return _wrap(_call(op, self._id))

    return method


def _single_inplace(op):
    def method(self):
        _call(op, self._id)
        return self

    return method


def _item(item):
    """One item between brackets, for the engine."""
    if item is None:
        return None
    if item is Ellipsis:
        return "..."
    if isinstance(item, _slice):
        return [_plain(item.start), _plain(item.stop), _plain(item.step)]
    if isinstance(item, Tensor):
        return {"t": item._id}
    if isinstance(item, (list, range)):
        return {"l": list(item)}
    return item


def _index(key):
    return [_item(item) for item in key] if isinstance(key, tuple) else [_item(key)]


def _dims(dim):
    return list(dim) if isinstance(dim, (tuple, list)) else dim


class _Pair(tuple):
    """Values and places, as max(dim) gives them."""

    _kind = "max"

    @property
    def values(self):
        return self[0]

    @property
    def indices(self):
        return self[1]

    def __repr__(self):
        return "torch.return_types." + self._kind + "(\nvalues=" + repr(self[0]) + ",\nindices=" + repr(self[1]) + ")"


class _MinPair(_Pair):
    _kind = "min"


class _TopPair(_Pair):
    _kind = "topk"


class _GradFn:
    def __init__(self, name):
        self._name = name

    def name(self):
        return self._name

    def __repr__(self):
        return "<" + self._name + " object>"


class Tensor:
    def __init__(self, *sizes):
        if len(sizes) == 1 and isinstance(sizes[0], (list, tuple)):
            self._id = _call("tensor", _data(sizes[0]), "float32", False)
        else:
            self._id = _call("full", _shape(sizes), 0.0, "float32")

    def __del__(self):
        _release(self)

    # What it is.

    @property
    def shape(self):
        return Size(_call("shape", self._id))

    def size(self, dim=None):
        return self.shape if dim is None else self.shape[dim]

    def dim(self):
        return len(_call("shape", self._id))

    @property
    def ndim(self):
        return self.dim()

    def numel(self):
        return self.shape.numel()

    nelement = numel

    def __len__(self):
        shape = _call("shape", self._id)
        if not shape:
            raise TypeError("len() of a 0-d tensor")
        return shape[0]

    @property
    def dtype(self):
        return _DTYPES[_call("info", self._id)[1]]

    @property
    def device(self):
        return device("cpu")

    @property
    def requires_grad(self):
        return _call("info", self._id)[2]

    @requires_grad.setter
    def requires_grad(self, on):
        _call("requires_grad", self._id, on)

    def requires_grad_(self, on=True):
        _call("requires_grad", self._id, on)
        return self

    @property
    def is_leaf(self):
        return _call("info", self._id)[3]

    @property
    def grad_fn(self):
        name = _call("info", self._id)[4]
        return None if name is None else _GradFn(name)

    def is_contiguous(self):
        return _call("info", self._id)[5]

    @property
    def grad(self):
        handle = _call("grad", self._id)
        if handle is None:
            return None
        known = self.__dict__.get("_grad")
        if known is None or known._id != handle:
            known = _wrap(handle)
            self._grad = known
        return known

    @grad.setter
    def grad(self, value):
        _call("set_grad", self._id, None if value is None else value._id)

    @property
    def data(self):
        return self.detach()

    @data.setter
    def data(self, value):
        _call("set_data", self._id, value._id)

    @property
    def T(self):
        return self.t()

    def item(self):
        value = _call("item", self._id)
        return _float(value) if isinstance(value, str) else value

    def tolist(self):
        return _numbers(_call("tolist", self._id))

    def __repr__(self):
        return _call("repr", self._id)

    def __str__(self):
        return _call("repr", self._id)

    def __format__(self, form):
        # A tensor of no dimension is shown as its number, a Parameter is not.
        return format(self.item(), form) if type(self) is Tensor and not self.shape else format(str(self), form)

    # In MicroPython this would make floats of `0.1 * tensor`: whoever runs programs there takes it away.
    def __float__(self):
        return _float(self.item())

    def __int__(self):
        return _int(self.item())

    def __bool__(self):
        if self.numel() != 1:
            raise RuntimeError("the truth of a tensor of more than one value is not clear: use .any() or .all()")
        return _bool(self.item())

    def __iter__(self):
        for i in range(len(self)):
            yield self[i]

    def __hash__(self):
        return self._id

    def numpy(self):
        _refuse("Tensor.numpy()")

    # The tape.

    def backward(self, gradient=None, retain_graph=False, create_graph=False):
        if create_graph:
            _refuse("backward(create_graph=True)")
        _call("backward", self._id, None if gradient is None else gradient._id, retain_graph)

    def retain_grad(self):
        _call("retain_grad", self._id)

    def detach(self):
        return _wrap(_call("detach", self._id))

    def detach_(self):
        _call("detach_", self._id)
        return self

    def clone(self):
        return _wrap(_call("clone", self._id))

    def contiguous(self):
        return self if self.is_contiguous() else self.clone()

    # Kinds of numbers and places.

    def to(self, *targets, **options):
        out = self
        for target in list(targets) + list(options.values()):
            if isinstance(target, Tensor):
                target = target.dtype
            if isinstance(target, dtype) or target in (_float, _int, _bool):
                out = _wrap(_call("to", out._id, _dtype(target)), out)
            else:
                device(target)
        return out

    def float(self):
        return self.to(float32)

    def long(self):
        return self.to(int64)

    def int(self):
        _refuse("Tensor.int() (torch.int32; .long() gives torch.int64)")

    def bool(self):
        return self.to(bool)

    def type(self, to=None):
        if to is None:
            return {"float32": "torch.FloatTensor", "int64": "torch.LongTensor", "bool": "torch.BoolTensor"}[self.dtype.name]
        return self.to(to)

    def type_as(self, other):
        return self.to(other.dtype)

    def cpu(self):
        return self

    def cuda(self, *_):
        _refuse("Tensor.cuda()")

    # Pairs.

    __add__ = _pair("add")
    __sub__ = _pair("sub")
    __mul__ = _pair("mul")
    __truediv__ = _pair("div")
    __floordiv__ = _pair("floor_divide")
    __mod__ = _pair("remainder")
    __radd__ = _pair_swapped("add")
    __rsub__ = _pair_swapped("sub")
    __rmul__ = _pair_swapped("mul")
    __rtruediv__ = _pair_swapped("div")
    __rfloordiv__ = _pair_swapped("floor_divide")
    __rmod__ = _pair_swapped("remainder")
    __iadd__ = _pair_inplace("add_")
    __isub__ = _pair_inplace("sub_")
    __imul__ = _pair_inplace("mul_")

    def __itruediv__(self, other):
        if self.dtype is not float32:
            raise RuntimeError("result type Float can't be cast to the desired output type " + {"int64": "Long", "bool": "Bool"}[self.dtype.name])
        _call("div_", self._id, _operand(other))
        return self

    __eq__ = eq = _pair("eq")
    __ne__ = ne = _pair("ne")
    __lt__ = lt = _pair("lt")
    __le__ = le = _pair("le")
    __gt__ = gt = _pair("gt")
    __ge__ = ge = _pair("ge")
    __and__ = logical_and = _pair("and")
    __or__ = logical_or = _pair("or")
    __xor__ = logical_xor = _pair("xor")
    mul = multiply = _pair("mul")
    div = true_divide = _pair("div")
    mul_ = _pair_inplace("mul_")
    div_ = __itruediv__
    maximum = _pair("maximum")
    minimum = _pair("minimum")

    def add(self, other, alpha=1):
        return self + (other if alpha == 1 else other * alpha)

    def sub(self, other, alpha=1):
        return self - (other if alpha == 1 else other * alpha)

    subtract = sub

    def add_(self, other, alpha=1):
        self += other if alpha == 1 else other * alpha
        return self

    def sub_(self, other, alpha=1):
        self -= other if alpha == 1 else other * alpha
        return self

    def __pow__(self, power):
        if isinstance(power, Tensor):
            _refuse("a tensor to the power of a tensor")
        if isinstance(power, _int) and power < 0 and self.dtype is not float32:
            raise RuntimeError("Integers to negative integer powers are not allowed.")
        return _wrap(_call("pow", self._id, _plain(power)))

    pow = __pow__

    def __rpow__(self, base):
        _refuse("a number to the power of a tensor")

    def square(self):
        return self ** 2

    def __matmul__(self, other):
        return _wrap(_call("matmul", self._id, other._id))

    matmul = __matmul__
    mm = _product("mm", 2, 2)
    bmm = _product("bmm", 3, 3)
    mv = _product("mv", 2, 1)
    dot = _product("dot", 1, 1)

    # Single values.

    __neg__ = neg = _single("neg")
    __abs__ = abs = _single("abs")
    __invert__ = logical_not = _single("not")
    exp = _single("exp")
    log = _single("log")
    sqrt = _single("sqrt")
    sin = _single("sin")
    cos = _single("cos")
    tanh = _single("tanh")
    sigmoid = _single("sigmoid")
    relu = _single("relu")
    sign = _single("sign")
    floor = _single("floor")
    ceil = _single("ceil")
    round = _single("round")
    reciprocal = _single("reciprocal")
    relu_ = _single_inplace("relu_")

    def clamp(self, min=None, max=None):
        return _wrap(_call("clamp", self._id, _plain(min), _plain(max)))

    clip = clamp

    # Over axes.

    def sum(self, dim=None, keepdim=False):
        return _wrap(_call("sum", self._id, _dims(dim), keepdim))

    def mean(self, dim=None, keepdim=False):
        return _wrap(_call("mean", self._id, _dims(dim), keepdim))

    def var(self, dim=None, unbiased=True, keepdim=False, correction=None):
        return _wrap(_call("var", self._id, _dims(dim), keepdim, _correction(unbiased, correction)))

    def std(self, dim=None, unbiased=True, keepdim=False, correction=None):
        return _wrap(_call("std", self._id, _dims(dim), keepdim, _correction(unbiased, correction)))

    def norm(self, p=2):
        if p != 2:
            _refuse("norm(p=" + str(p) + ")")
        return _wrap(_call("norm", self._id))

    def max(self, dim=None, keepdim=False):
        return _extreme("max", self, dim, keepdim)

    def min(self, dim=None, keepdim=False):
        return _extreme("min", self, dim, keepdim)

    def topk(self, k, dim=-1, largest=True, sorted=True):
        values, places = _call("topk", self._id, k, dim, largest)
        return _TopPair((_wrap(values), _wrap(places)))

    def argmax(self, dim=None, keepdim=False):
        return _wrap(_call("argmax", self._id, dim, keepdim))

    def argmin(self, dim=None, keepdim=False):
        return _wrap(_call("argmin", self._id, dim, keepdim))

    def all(self):
        return _wrap(_call("all", self._id))

    def any(self):
        return _wrap(_call("any", self._id))

    def softmax(self, dim):
        return _wrap(_call("softmax", self._id, dim))

    def log_softmax(self, dim):
        return _wrap(_call("log_softmax", self._id, dim))

    # Shapes.

    def view(self, *sizes):
        return _wrap(_call("view", self._id, _shape(sizes)))

    def reshape(self, *sizes):
        return _wrap(_call("reshape", self._id, _shape(sizes)))

    def view_as(self, other):
        return self.view(other.shape)

    def flatten(self, start_dim=0, end_dim=-1):
        return _wrap(_call("flatten", self._id, start_dim, end_dim))

    def t(self):
        return _wrap(_call("t", self._id))

    def transpose(self, dim0, dim1):
        return _wrap(_call("transpose", self._id, dim0, dim1))

    def permute(self, *dims):
        return _wrap(_call("permute", self._id, _shape(dims)))

    def squeeze(self, dim=None):
        return _wrap(_call("squeeze", self._id, dim))

    def unsqueeze(self, dim):
        return _wrap(_call("unsqueeze", self._id, dim))

    def expand(self, *sizes):
        return _wrap(_call("expand", self._id, _shape(sizes)))

    def gather(self, dim, index):
        return _wrap(_call("gather", self._id, dim, index._id))

    def __getitem__(self, key):
        return _wrap(_call("getitem", self._id, _index(key)))

    def __setitem__(self, key, value):
        if isinstance(value, (list, tuple)):
            value = tensor(value)
        _call("setitem", self._id, _index(key), _operand(value))

    # In place.

    def zero_(self):
        _call("fill_", self._id, 0)
        return self

    def fill_(self, value):
        _call("fill_", self._id, _plain(value))
        return self

    def copy_(self, other):
        _call("copy_", self._id, other._id)
        return self

    def uniform_(self, a=0.0, b=1.0):
        _call("uniform_", self._id, a, b)
        return self

    def normal_(self, mean=0.0, std=1.0):
        _call("normal_", self._id, mean, std)
        return self

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        _refuse("Tensor." + name)


_new = object.__new__


def _wrap(handle, known=None):
    if known is not None and known._id == handle:
        return known
    made = _new(Tensor)
    made._id = handle
    return made


def _release(made):
    """CPython tells when a tensor is gone; MicroPython does not, and the engine lets go of old results by itself."""
    handle = made.__dict__.get("_id")
    if handle is not None and _karui is not None:
        try:
            _ask("release", "[[" + str(handle) + "]]")
        except Exception:
            pass


def _correction(unbiased, correction):
    if correction is not None:
        return correction
    return 1 if unbiased else 0


def _extreme(op, x, dim, keepdim):
    if dim is None:
        return _wrap(_call(op, x._id))
    if isinstance(dim, Tensor):
        return _wrap(_call(op + "imum", x._id, dim._id))
    values, places = _call(op + "_along", x._id, dim, keepdim)
    return (_Pair if op == "max" else _MinPair)((_wrap(values), _wrap(places)))


def _numbers(values):
    if isinstance(values, list):
        return [_numbers(value) for value in values]
    return _float(values) if isinstance(values, str) else values


def _data(values):
    if isinstance(values, _int) and not -(2**63) <= values < 2**63:
        raise RuntimeError("Overflow when unpacking long long")
    if isinstance(values, Tensor):
        return values.tolist()
    if isinstance(values, (list, tuple, range)):
        return [_data(value) for value in values]
    return _plain(values)


# Making tensors.


def tensor(data, dtype=None, requires_grad=False, device=None):
    kind = _dtype(dtype)
    if kind is None and isinstance(data, Tensor):
        kind = data.dtype.name
    return _wrap(_call("tensor", _data(data), kind, requires_grad))


def as_tensor(data, dtype=None, device=None):
    if isinstance(data, Tensor):
        return data if dtype is None else data.to(dtype)
    return tensor(data, dtype)


def FloatTensor(data):
    return tensor(data, float32)


def LongTensor(data):
    return tensor(data, int64)


def from_numpy(array):
    _refuse("torch.from_numpy")


def _finish(handle, requires_grad):
    made = _wrap(handle)
    if requires_grad:
        _call("requires_grad", handle, True)
    return made


def full(size, fill_value, dtype=None, requires_grad=False, device=None):
    return _finish(_call("full", _shape((size,)), _plain(fill_value), _dtype(dtype)), requires_grad)


def zeros(*sizes, dtype=None, requires_grad=False, device=None):
    return _finish(_call("full", _shape(sizes), 0.0, _dtype(dtype)), requires_grad)


def ones(*sizes, dtype=None, requires_grad=False, device=None):
    return _finish(_call("full", _shape(sizes), 1.0, _dtype(dtype)), requires_grad)


# Values that nobody has set are zeros here.
empty = zeros


def zeros_like(x, dtype=None, requires_grad=False):
    return _finish(_call("full", list(x.shape), 0.0, _dtype(dtype) or x.dtype.name), requires_grad)


def ones_like(x, dtype=None, requires_grad=False):
    return _finish(_call("full", list(x.shape), 1.0, _dtype(dtype) or x.dtype.name), requires_grad)


def full_like(x, fill_value):
    return _wrap(_call("full", list(x.shape), _plain(fill_value), x.dtype.name))


empty_like = zeros_like


def eye(n):
    return _wrap(_call("eye", n))


def arange(start, end=None, step=1, dtype=None, requires_grad=False, device=None):
    if end is None:
        start, end = 0, start
    return _finish(_call("arange", _plain(start), _plain(end), _plain(step), _dtype(dtype)), requires_grad)


def linspace(start, end, steps, requires_grad=False, device=None):
    return _finish(_call("linspace", _plain(start), _plain(end), steps), requires_grad)


def rand(*sizes, requires_grad=False, device=None):
    return _finish(_call("rand", _shape(sizes)), requires_grad)


def randn(*sizes, requires_grad=False, device=None):
    return _finish(_call("randn", _shape(sizes)), requires_grad)


def _need_float(name, x):
    if x.dtype is not float32:
        raise NotImplementedError(name + ": not for " + x.dtype.name)


def rand_like(x):
    _need_float("rand_like", x)
    return _wrap(_call("rand", list(x.shape)))


def randn_like(x):
    _need_float("randn_like", x)
    return _wrap(_call("randn", list(x.shape)))


def normal(mean, std, size):
    return _wrap(_call("randn", _shape((size,)), mean, std))


def randint(low, high=None, size=None, device=None):
    if size is None:
        low, high, size = 0, low, high
    return _wrap(_call("randint", low, high, _shape((size,))))


def randperm(n):
    return _wrap(_call("randperm", n))


def manual_seed(seed):
    _call("manual_seed", seed)


# Functions that are methods too.


def _function(name):
    def function(x, *args, **options):
        return getattr(x, name)(*args, **options)

    return function


add = _function("add")
sub = subtract = _function("sub")
mul = multiply = _function("mul")
div = divide = _function("div")
pow = _function("pow")
square = _function("square")
matmul = _function("matmul")
mm = _function("mm")
bmm = _function("bmm")
mv = _function("mv")
dot = _function("dot")
neg = negative = _function("neg")
abs = _function("abs")
exp = _function("exp")
log = _function("log")
sqrt = _function("sqrt")
sin = _function("sin")
cos = _function("cos")
tanh = _function("tanh")
sigmoid = _function("sigmoid")
relu = _function("relu")
sign = _function("sign")
floor = _function("floor")
ceil = _function("ceil")
round = _function("round")
reciprocal = _function("reciprocal")
clamp = clip = _function("clamp")
sum = _function("sum")
mean = _function("mean")
var = _function("var")
std = _function("std")
norm = _function("norm")
max = _function("max")
min = _function("min")
maximum = _function("maximum")
minimum = _function("minimum")
argmax = _function("argmax")
argmin = _function("argmin")
all = _function("all")
any = _function("any")
softmax = _function("softmax")
log_softmax = _function("log_softmax")
reshape = _function("reshape")
flatten = _function("flatten")
t = _function("t")
transpose = _function("transpose")
permute = _function("permute")
squeeze = _function("squeeze")
unsqueeze = _function("unsqueeze")
gather = _function("gather")
topk = _function("topk")
eq = _function("eq")
ne = _function("ne")
lt = _function("lt")
le = _function("le")
gt = _function("gt")
ge = _function("ge")
logical_and = _function("logical_and")
logical_or = _function("logical_or")
logical_not = _function("logical_not")
clone = _function("clone")
numel = _function("numel")


def equal(a, b):
    return a.shape == b.shape and _bool((a == b).all().item())


def allclose(a, b, rtol=1e-5, atol=1e-8):
    return _bool(((a - b).abs() <= b.abs() * rtol + atol).all().item())


def where(condition, a, b):
    return _wrap(_call("where", condition._id, _operand(a), _operand(b)))


def cat(tensors, dim=0):
    return _wrap(_call("cat", [x._id for x in tensors], dim))


concat = cat


def stack(tensors, dim=0):
    return _wrap(_call("stack", [x._id for x in tensors], dim))


def numel(x):
    return x.numel()


def is_tensor(x):
    return isinstance(x, Tensor)


# Whether gradients are wanted.


class _GradMode:
    on = True

    def __init__(self, on=None):
        if on is not None:
            self.on = on

    def __enter__(self):
        self.before = _call("set_grad_enabled", self.on)

    def __exit__(self, *_):
        _call("set_grad_enabled", self.before)

    def __call__(self, function):
        def wrapped(*args, **options):
            before = _call("set_grad_enabled", self.on)
            try:
                return function(*args, **options)
            finally:
                _call("set_grad_enabled", before)

        return wrapped


class no_grad(_GradMode):
    on = False

    def __init__(self, function=None):
        # As @torch.no_grad without brackets.
        self.function = function

    def __call__(self, *args, **options):
        if self.function is None:
            return _GradMode.__call__(self, *args, **options)
        return _GradMode.__call__(self, self.function)(*args, **options)


inference_mode = no_grad


class enable_grad(_GradMode):
    on = True


class set_grad_enabled(_GradMode):
    def __init__(self, on):
        self.before = _call("set_grad_enabled", on)
        self.on = on

    def __enter__(self):
        _call("set_grad_enabled", self.on)


def is_grad_enabled():
    return _call("is_grad_enabled")


class cuda:
    @staticmethod
    def is_available():
        return False

    @staticmethod
    def manual_seed(_):
        pass

    manual_seed_all = manual_seed


# Files of named tensors.


def save(state, path):
    """A safetensors file, whatever its name; `state` is a state_dict."""
    if not hasattr(state, "items"):
        _refuse("torch.save of anything but a state_dict")
    pairs = []
    for name, value in state.items():
        if not isinstance(value, Tensor):
            _refuse("torch.save of anything but a state_dict")
        pairs.append([name, value._id])
    _call("save", str(path), pairs)


def load(path, map_location=None, weights_only=True):
    from collections import OrderedDict

    return OrderedDict([(name, _wrap(handle)) for name, handle in _call("load", str(path))])


class autograd:
    @staticmethod
    def grad(outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, allow_unused=None):
        if create_graph:
            _refuse("torch.autograd.grad(create_graph=True)")
        if isinstance(outputs, (list, tuple)):
            if len(outputs) != 1:
                _refuse("torch.autograd.grad of several outputs")
            outputs = outputs[0]
        if isinstance(grad_outputs, (list, tuple)):
            grad_outputs = grad_outputs[0]
        members = [inputs] if isinstance(inputs, Tensor) else list(inputs)
        given = None if grad_outputs is None else grad_outputs._id
        found = _call("gradients", outputs._id, [x._id for x in members], given, retain_graph, allow_unused)
        return tuple([None if handle is None else _wrap(handle) for handle in found])


# Not `from . import nn`, which would ask for a name that __getattr__ refuses.
import torch.nn
import torch.optim
import torch.utils
