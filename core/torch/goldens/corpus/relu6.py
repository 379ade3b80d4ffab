import torch
from torch import nn

# ReLU6 は 6 で頭打ちになる
x = torch.tensor([-2.0, 0.5, 3.0, 7.0], requires_grad=True)
y = nn.ReLU6()(x)
print(y)
y.sum().backward()
print(x.grad)
