import torch

# (N, H, W, C) を (N, C, H, W) に
x = torch.arange(12).float().reshape(1, 2, 2, 3)
y = x.permute(0, 3, 1, 2)
print(y.shape)
print(y[0, 0])
print(x.transpose(1, 2).shape)
