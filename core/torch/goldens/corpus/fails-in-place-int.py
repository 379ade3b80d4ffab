import torch

a = torch.tensor([1, 2, 3])
a /= 2
print(a)
