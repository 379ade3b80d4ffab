import torch

# つなぐ (cat) と、重ねる (stack)
a = torch.tensor([1.0, 2.0])
b = torch.tensor([3.0, 4.0])
print(torch.cat([a, b]))
print(torch.stack([a, b]))
print(torch.stack([a, b], dim=1))
m = torch.tensor([[1.0, 2.0]], requires_grad=True)
y = torch.cat([m, m * 2], dim=0)
y.sum().backward()
print(y.shape, m.grad)
