import torch
from torch import nn

# 2 クラスをロジスティック回帰で分ける
x = torch.tensor([[0.0, 0.5], [0.5, 0.2], [0.2, 0.1], [1.5, 1.2], [1.8, 1.0], [1.2, 1.7]])
y = torch.tensor([[0.0], [0.0], [0.0], [1.0], [1.0], [1.0]])
w = torch.zeros(2, 1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.5)

for epoch in range(200):
    p = torch.sigmoid(x @ w + b)
    loss = -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch % 50 == 0:
        print(epoch, f"{loss.item():.4f}")

print([round(v[0], 2) for v in p.tolist()])
print(((p > 0.5).float() == y).all().item())
