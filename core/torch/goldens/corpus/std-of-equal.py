import torch

x = torch.ones(3, requires_grad=True)
x.std().backward()
print(x.grad)
y = torch.tensor([[1.0, 1.0], [1.0, 3.0]], requires_grad=True)
y.std(dim=1).sum().backward()
print(y.grad)
