import torch

a = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
# 全体、列ごと、行ごと
print(a.sum())
print(a.sum(dim=0))
print(a.sum(dim=1))
print(a.mean().item())
print(a.mean(dim=1, keepdim=True))
print(a.max().item(), a.min().item())
print(a.argmax(dim=1))
