import torch
from torch import nn

# 大きなミニバッチを 2 つに分けて、勾配をためる
x = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [2.0, 1.0]])
y = torch.tensor([[1.0], [2.0], [3.0], [4.0]])
model = nn.Linear(2, 1)
with torch.no_grad():
    model.weight.copy_(torch.tensor([[0.5, -0.5]]))
    model.bias.fill_(0.0)
criterion = nn.MSELoss()

criterion(model(x), y).backward()
whole = model.weight.grad.clone()
model.zero_grad()
for start in [0, 2]:
    loss = criterion(model(x[start:start + 2]), y[start:start + 2]) / 2
    loss.backward()
print(whole)
print(model.weight.grad)
