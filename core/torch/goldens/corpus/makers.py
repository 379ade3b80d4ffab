import torch

print(torch.eye(3))
print(torch.full((2, 2), 7.0))
print(torch.zeros_like(torch.tensor([1.0, 2.0])))
print(torch.ones(2, 2) * 3)
a = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
print(a.T)
print(a.tolist(), a.shape == torch.Size([2, 2]))
