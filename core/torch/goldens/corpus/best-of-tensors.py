import torch

accuracies = [torch.tensor(0.5), torch.tensor(0.9), torch.tensor(0.7)]
print(max(accuracies), min(accuracies))
print(sorted(accuracies))
best = torch.tensor(0.0)
for accuracy in accuracies:
    best = max(best, accuracy)
print(best)
pairs = [("b", 1), ("a", 1), ("c", 0), ("d", 1), ("e", 0), ("f", 1), ("g", 0), ("h", 1), ("i", 0), ("j", 1)]
print(sorted(pairs, key=lambda pair: pair[1]))
print(sorted(pairs, key=lambda pair: pair[1], reverse=True))
print(max([3, 1, 2]), min("b", "a"), max([], default=-1), isinstance(1.5, float), isinstance(1.5, (int, float)))
print("end", flush=True)
