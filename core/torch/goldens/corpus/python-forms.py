import torch
class Box:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return "B%d" % self.v
print(sorted([Box(2), Box(1)]), max(Box(1), Box(5)), min([Box(3), Box(2)], key=lambda b: -b.v))
def gen(n):
    for i in range(n):
        yield i * 2
print(list(gen(3)), sum(x for x in gen(4)), {i: i*i for i in range(3)}, [i for i in range(3) if i > 1])
def fib(n):
    if n < 2: return n
    return fib(n-1) + fib(n-2)
print(fib(10))
config = {
    "lr": 0.1,   # rate
    "layers": [1, 2, {"in": 3}],
    "f": lambda x, y=2: x + y,
}
print(config["f"](1), config["layers"], list(config))
for k in config: print(k, end=" ", flush=True)
print()
hist = {"train": [], "val": []}
hist["train"].append(1)
print(hist)
s = {1, 2}
s |= {3}
print(len(s))
x = 5
x **= 2
x //= 3; x %= 5
print(x)
class C:
    count = 0
    def inc(self, by=1):
        self.count += by
        self.count *= 2
        return self
    @property
    def double(self): return self.count * 2
    @staticmethod
    def s(x): return x
print(C().inc().inc(3).count, C().inc().double, C.s(4))
def outer():
    total = 0
    def inner(k):
        nonlocal total
        total += k
        total *= 2
    inner(1); inner(2)
    return total
print(outer())
try:
    fib("a")
except TypeError as e:
    print("TypeError")
def multi():
    return 1, 2
a, b = multi()
print(a, b, f"{a}{b}", f"{a!r}", f"{a:>3}|{b:<{a+3}}|", f"{ {'q': 1}['q'] }")
w = torch.tensor([1., 2.], requires_grad=True)
with torch.no_grad():
    w *= 2
    w /= 4
print(w, w.tolist() == [0.5, 1.0])
d = dict(zip("ab", [1, 2])); print(d, dict([(1, 2)]), dict(d, c=3))
print(isinstance({}, dict), isinstance([], (list, tuple)), "%s %d%%" % ("a", 3), "{:>5}".format("ab"), "{x}".format(x=1), sorted("hello"), sorted({"b": 1, "a": 2}))
print({"a": 1} == {"a": 1}, {"a": 1} != {"a": 2}, len({}), not {}, {"x": {"y": 1}}["x"]["y"])
def kw(**o):
    return sorted(o.items())
print(kw(b=1, a=2), kw(**{"z": 1}))
m = torch.nn.Sequential(torch.nn.Linear(1, 1))
print({n: tuple(p.shape) for n, p in m.named_parameters()})
opt = torch.optim.SGD([{"params": m.parameters(), "lr": 0.1}], lr=0.5); print(opt.param_groups[0]["lr"])
