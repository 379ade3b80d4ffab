import torch

# テンソルの作り方と形
a = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
print(a)
print(a.shape)
print(a.dtype)
z = torch.zeros(2, 3)
o = torch.ones(3)
print(z)
print(o)
print(a.size(0), a.size(1), a.dim(), a.numel())
i = torch.tensor([1, 2, 3])
print(i, i.dtype)
