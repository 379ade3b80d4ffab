# Python's `random`, from a seed the same numbers as CPython's: the engine's Mersenne Twister gives the bits.
import json
import math

import _karui

_normal = None


def _bits(k):
    # Words of 32 bits, the lowest first.
    bits, at = 0, 0
    while k > at:
        bits |= int(_karui.call("random_bits", "[%d]" % min(32, k - at))) << at
        at += 32
    return bits


getrandbits = _bits


def seed(a=None):
    global _normal
    _normal = None
    if a is None:
        import time

        a = time.ticks_us()
    if not isinstance(a, (int, bool)):
        raise NotImplementedError("random.seed(%s) はこの実験室にはありません（整数だけ） / random.seed takes whole numbers in this lab" % type(a).__name__)
    a = abs(int(a))
    words = []
    while a or not words:
        words.append(a & 0xFFFFFFFF)
        a >>= 32
    _karui.call("random_seed", json.dumps([words]))


def random():
    a, b = _bits(27), _bits(26)
    return (a * 67108864.0 + b) / 9007199254740992.0


def _below(n):
    k, m = 0, n
    while m:
        k += 1
        m >>= 1
    r = _bits(k)
    while r >= n:
        r = _bits(k)
    return r


def randrange(start, stop=None, step=1):
    if stop is None:
        start, stop = 0, start
    n = len(range(start, stop, step))
    if n <= 0:
        raise ValueError("empty range in randrange(%d, %d)" % (start, stop))
    return start + step * _below(n)


def randint(a, b):
    return randrange(a, b + 1)


def choice(of):
    if not len(of):
        raise IndexError("Cannot choose from an empty sequence")
    return of[_below(len(of))]


def shuffle(x):
    for i in range(len(x) - 1, 0, -1):
        j = _below(i + 1)
        x[i], x[j] = x[j], x[i]


def sample(population, k):
    n = len(population)
    if not 0 <= k <= n:
        raise ValueError("Sample larger than population or is negative")
    size = 21
    if k > 5:
        size += 4 ** math.ceil(math.log(k * 3) / math.log(4))
    result = []
    if n <= size:
        pool = list(population)
        for i in range(k):
            j = _below(n - i)
            result.append(pool[j])
            pool[j] = pool[n - i - 1]
    else:
        chosen = set()
        for i in range(k):
            j = _below(n)
            while j in chosen:
                j = _below(n)
            chosen.add(j)
            result.append(population[j])
    return result


def choices(population, weights=None, k=1):
    if weights is not None:
        raise NotImplementedError("random.choices(weights=…) はこの実験室にはありません / is not in this lab")
    return [population[math.floor(random() * len(population))] for _ in range(k)]


def uniform(a, b):
    return a + (b - a) * random()


def gauss(mu=0.0, sigma=1.0):
    global _normal
    z, _normal = _normal, None
    if z is None:
        angle = random() * 2.0 * math.pi
        radius = math.sqrt(-2.0 * math.log(1.0 - random()))
        z, _normal = math.cos(angle) * radius, math.sin(angle) * radius
    return mu + z * sigma


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise NotImplementedError("random." + name + " はこの実験室にはありません / random." + name + " is not in this lab")
