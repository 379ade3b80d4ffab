import torch
from torch import nn

# 形が (4, 1) と (4,) だと、差は (4, 4) になる
output = torch.tensor([[1.0], [2.0], [3.0], [4.0]])
target = torch.tensor([1.0, 2.0, 3.0, 4.0])
print((output - target).shape)
wrong = ((output - target) ** 2).mean()
right = ((output.squeeze(1) - target) ** 2).mean()
print(f"誤り {wrong.item():.4f}")
print(f"正しい {right.item():.4f}")
print(nn.MSELoss()(output, target.view(4, 1)).item())
