import torch
from torch import nn

# LogSoftmax と NLLLoss を合わせると CrossEntropyLoss
logits = torch.tensor([[1.0, 2.0, 0.5], [0.1, 0.2, 3.0]])
labels = torch.tensor([1, 2])
a = nn.NLLLoss()(nn.LogSoftmax(dim=1)(logits), labels)
b = nn.CrossEntropyLoss()(logits, labels)
print(f"{a.item():.5f} {b.item():.5f}")
