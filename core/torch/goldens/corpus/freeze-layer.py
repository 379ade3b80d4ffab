import torch
from torch import nn

# はじめの層を固定し、最後の層だけを学習する
model = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
for p in model.parameters():
    nn.init.constant_(p, 0.3)
for p in model[0].parameters():
    p.requires_grad = False
optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1)
loss = ((model(torch.tensor([[1.0, 1.0]])) - 2) ** 2).mean()
loss.backward()
optimizer.step()
print(model[0].weight.grad is None)
print([f"{v:.4f}" for v in model[0].weight.flatten().tolist()])
print([f"{v:.4f}" for v in model[2].weight.flatten().tolist()])
