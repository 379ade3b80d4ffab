import torch

# 標準化: 平均 0、標準偏差 1 に
x = torch.tensor([[1.0, 10.0], [2.0, 20.0], [3.0, 60.0]])
mean = x.mean(dim=0)
std = x.std(dim=0)
print(mean, std)
z = (x - mean) / std
print([f"{v:.4f}" for v in z.flatten().tolist()])
print(f"{x.var().item():.4f} {x.norm().item():.4f}")
