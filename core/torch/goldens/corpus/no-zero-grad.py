import torch
from torch import nn

# zero_grad を忘れると、勾配が足されていく
x = torch.tensor([[1.0], [2.0], [3.0]])
y = torch.tensor([[2.0], [4.0], [6.0]])


def train(clear):
    model = nn.Linear(1, 1)
    with torch.no_grad():
        model.weight.fill_(0.0)
        model.bias.fill_(0.0)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    losses = []
    for epoch in range(12):
        if clear:
            optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


print("消す  ", [f"{v:.3f}" for v in train(True)])
print("消さない", [f"{v:.3f}" for v in train(False)])
