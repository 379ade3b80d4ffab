import torch
from torch import nn

conv = nn.Conv2d(3, 8, 3)
print(conv(torch.zeros(1, 3, 5, 5)).shape)
conv(torch.zeros(1, 1, 5, 5))
