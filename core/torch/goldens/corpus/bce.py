import torch
from torch import nn

# 2 クラス: シグモイドを先に掛けるか、損失に任せるか
logits = torch.tensor([0.5, -1.2, 2.0], requires_grad=True)
labels = torch.tensor([1.0, 0.0, 1.0])
a = nn.BCELoss()(torch.sigmoid(logits), labels)
b = nn.BCEWithLogitsLoss()(logits, labels)
print(f"{a.item():.5f} {b.item():.5f}")
b.backward()
print(logits.grad)
