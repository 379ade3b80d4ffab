import torch
from torch import nn


# すべての層に同じ初期化を
def init(module):
    if isinstance(module, nn.Linear):
        nn.init.ones_(module.weight)
        nn.init.zeros_(module.bias)


model = nn.Sequential(nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 1))
model.apply(init)
print(f"{model(torch.tensor([[0.5, -0.5]])).item():.4f}")
for child in model.children():
    print(child)
