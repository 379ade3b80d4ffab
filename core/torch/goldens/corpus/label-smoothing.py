import torch
from torch import nn

# ラベル平滑化: 正解を少し低く、ほかを少し高く
logits = torch.tensor([[3.0, 0.5, -1.0], [0.2, 1.5, 0.1]])
labels = torch.tensor([0, 1])
for smoothing in [0.0, 0.1, 0.3]:
    criterion = nn.CrossEntropyLoss(label_smoothing=smoothing)
    print(smoothing, f"{criterion(logits, labels).item():.5f}")
