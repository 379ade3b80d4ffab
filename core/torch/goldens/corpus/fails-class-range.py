import torch
from torch import nn

criterion = nn.CrossEntropyLoss()
print(f"{criterion(torch.zeros(1, 3), torch.tensor([2])).item():.4f}")
criterion(torch.zeros(1, 3), torch.tensor([3]))
