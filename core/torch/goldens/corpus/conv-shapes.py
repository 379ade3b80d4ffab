import torch
from torch import nn

# 畳み込みの出力の大きさと、重みの数
x = torch.ones(1, 3, 8, 8)
for layer in [
    nn.Conv2d(3, 4, 3),
    nn.Conv2d(3, 4, 3, padding=1),
    nn.Conv2d(3, 4, 3, stride=2, padding=1),
    nn.Conv2d(3, 3, 3, padding=1, groups=3),
    nn.Conv2d(3, 6, 1, bias=False),
]:
    print(tuple(layer(x).shape), sum(p.numel() for p in layer.parameters()))
print(tuple(nn.MaxPool2d(2)(x).shape))
print(tuple(nn.AvgPool2d(2)(x).shape))
print(tuple(nn.AdaptiveAvgPool2d(1)(x).shape))
print(tuple(nn.Flatten()(x).shape))
