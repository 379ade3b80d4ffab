import torch
from torch import nn

# 損失を記録し、最後に表にする
x = torch.linspace(-1, 1, 9).unsqueeze(1)
y = x ** 2
model = nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1))
with torch.no_grad():
    model[0].weight.copy_(torch.tensor([[1.0], [-1.0], [0.5], [-0.5]]))
    model[0].bias.copy_(torch.tensor([0.5, 0.5, -0.5, -0.5]))
    model[2].weight.copy_(torch.tensor([[0.3, 0.3, -0.2, -0.2]]))
    model[2].bias.zero_()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
history = {"epoch": [], "loss": []}
for epoch in range(1, 101):
    loss = nn.MSELoss()(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch % 25 == 0:
        history["epoch"].append(epoch)
        history["loss"].append(round(loss.item(), 5))
print("epoch   loss")
for e, l in zip(history["epoch"], history["loss"]):
    print(f"{e:5d}   {l:.5f}")
