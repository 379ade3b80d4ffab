import torch
from torch import nn

logits = torch.zeros(2, 3)
print(nn.functional.cross_entropy(logits, torch.tensor([0, 2])).item() > 1)
nn.functional.cross_entropy(logits, torch.tensor([0, -1]))
