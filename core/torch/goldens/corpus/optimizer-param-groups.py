import torch
from torch import nn

# 層ごとに学習率を変える
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
for p in model.parameters():
    nn.init.constant_(p, 0.5)
optimizer = torch.optim.SGD([
    {"params": model[0].parameters(), "lr": 0.01},
    {"params": model[1].parameters()},
], lr=0.1)
for group in optimizer.param_groups:
    print(group["lr"], len(group["params"]))
loss = model(torch.tensor([[1.0, 2.0]])).sum()
loss.backward()
optimizer.step()
print(model[0].weight)
print(model[1].weight)
