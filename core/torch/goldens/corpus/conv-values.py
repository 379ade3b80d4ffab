import torch
from torch import nn

# 平均をとるカーネル
x = torch.tensor([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]]])
conv = nn.Conv2d(1, 1, 2, bias=False)
with torch.no_grad():
    conv.weight.fill_(0.25)
y = conv(x)
print(y.tolist())
y.sum().backward()
print(conv.weight.grad.tolist())
