import torch
from torch import nn


# 同じ形の層を繰り返す
class Deep(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, 2) for _ in range(depth)])

    def forward(self, x):
        for layer in self.layers:
            x = torch.tanh(layer(x))
        return x


model = Deep(3)
for p in model.parameters():
    nn.init.constant_(p, 0.1)
print(len(model.layers), sum(p.numel() for p in model.parameters()))
print([f"{v:.4f}" for v in model(torch.tensor([[1.0, 2.0]]))[0].tolist()])
