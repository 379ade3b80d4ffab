import torch

# 値を範囲に収める
x = torch.tensor([-2.0, -0.5, 0.5, 2.0], requires_grad=True)
y = x.clamp(-1, 1)
print(y)
y.sum().backward()
print(x.grad)
print(torch.where(x > 0, x, torch.zeros(4)).tolist())
print(x.abs().tolist())
