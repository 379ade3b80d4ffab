pairs = [("b", 1), ("a", 1), ("c", 0), ("d", 1), ("e", 0), ("f", 1), ("g", 0), ("h", 2), ("i", 1), ("j", 0)]
print(sorted(pairs, key=lambda pair: pair[1]))
print(sorted(pairs, key=lambda pair: pair[1], reverse=True))
pairs.sort(key=lambda pair: -pair[1])
print(pairs, max(pairs, key=lambda pair: pair[1]), min(pairs, key=lambda pair: pair[1]), max([], default=7))
