import torch

# 繰り返された軸の勾配は、和になる
m = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
b = torch.tensor([1.0, 1.0, 1.0], requires_grad=True)
s = torch.tensor([[2.0], [3.0]], requires_grad=True)
y = (m * s + b).sum()
y.backward()
print(b.grad)
print(s.grad)
