import torch

# w を掛け、b を足し、2 乗する: 3 つの節
x = torch.tensor(2.0)
w = torch.tensor(3.0, requires_grad=True)
b = torch.tensor(1.0, requires_grad=True)
t = torch.tensor(5.0)

u = w * x
v = u + b
e = v - t
loss = e * e
loss.backward()
print(loss.item())
print(w.grad.item(), b.grad.item())

# 連鎖律を手で
de = 2 * (3.0 * 2.0 + 1.0 - 5.0)
print(de * 2.0, de)
