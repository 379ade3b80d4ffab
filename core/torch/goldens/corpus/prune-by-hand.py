import torch

# 絶対値の小さい半分を 0 にする（枝刈り）
w = torch.tensor([0.3, -0.05, 0.8, 0.01, -0.6, 0.2])
order = w.abs().tolist()
order.sort()
threshold = order[len(order) // 2]
mask = (w.abs() >= threshold).float()
print(mask.tolist())
print((w * mask).tolist() == [v * m for v, m in zip(w.tolist(), mask.tolist())])
print(f"残り {int(mask.sum().item())} / {w.numel()}")
