import torch
from torch import nn

# step を backward より先に呼ぶと、最初の 1 歩は動かない
model = nn.Linear(1, 1)
nn.init.constant_(model.weight, 0.0)
nn.init.constant_(model.bias, 0.0)
x, y = torch.tensor([[1.0]]), torch.tensor([[2.0]])
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(4):
    loss = ((model(x) - y) ** 2).mean()
    optimizer.step()
    loss.backward()
    print(epoch, f"{model.weight.item():.3f}", f"{model.weight.grad.item():.3f}")
