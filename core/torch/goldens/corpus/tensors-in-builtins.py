import torch

accuracies = [torch.tensor(0.5), torch.tensor(0.9), torch.tensor(0.7)]
print(max(accuracies), min(accuracies), sorted(accuracies))
best = torch.tensor(0.0)
for accuracy in accuracies:
    best = max(best, accuracy)
print(best, max(0.2, best), min(best, 0.3))
accuracies.sort(reverse=True)
print(accuracies)
x = torch.tensor([3.0, 1.0, 2.0])
print(min(x), max(x), sorted(x), sum(x), max(accuracies, key=lambda a: -a))

loss = torch.tensor(0.25, requires_grad=True) * 3
correct = torch.tensor(3)
print(f"loss: {loss}, {loss:.3f}, {correct}/{6}, {x}")
print("{} {:.2f} {who}".format(loss, loss, who=correct), "%.4f %d" % (loss, correct), "%s" % correct)
print(0.5 < x, 2 >= x, -1.5 < x.min(), float(loss), [v for v in map(float, x)], flush=True)
print(isinstance(loss.item(), float), isinstance(1, (int, float)), type(0.5) is float, isinstance(True, int))
