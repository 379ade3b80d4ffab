import torch

# 途中の値の勾配を見る
x = torch.tensor(2.0, requires_grad=True)
u = x * 3
u.retain_grad()
y = u * u
y.backward()
print(x.grad.item(), u.grad.item())
