import torch
from torch import nn

model = nn.Linear(4, 2)
print(model(torch.zeros(1, 4)).shape)
print(model(torch.zeros(1, 3)).shape)
