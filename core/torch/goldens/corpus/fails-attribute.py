import torch
from torch import nn

model = nn.Linear(2, 1)
print(model.in_features)
print(model.wieght)
