import torch

print(torch.tensor([3.5]).item())
print(torch.tensor([1.0, 2.0]).item())
