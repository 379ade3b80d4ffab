import torch
from torch import nn

# 学習のときはミニバッチの統計、評価のときは移動平均
norm = nn.BatchNorm2d(1)
x = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]], [[[5.0, 6.0], [7.0, 8.0]]]])
y = norm(x)
print(f"{y.min().item():.4f} {y.max().item():.4f}")
print(norm.running_mean, norm.running_var)
norm.eval()
z = norm(x)
print([f"{v:.4f}" for v in z.flatten().tolist()])
print(norm.running_mean.item())
