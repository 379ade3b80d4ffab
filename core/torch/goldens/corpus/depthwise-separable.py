import torch
from torch import nn

# 深さ方向分離可能畳み込みと、ふつうの畳み込みの重みの数
channels, out = 8, 16
standard = nn.Conv2d(channels, out, 3, padding=1, bias=False)
separable = nn.Sequential(
    nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False),
    nn.Conv2d(channels, out, 1, bias=False),
)
x = torch.ones(1, channels, 4, 4)
print(standard(x).shape == separable(x).shape)
count = lambda m: sum(p.numel() for p in m.parameters())
print(count(standard), count(separable), f"{count(separable) / count(standard):.4f}")
