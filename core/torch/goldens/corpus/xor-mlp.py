import torch
import torch.nn as nn

# XOR は 1 本の直線では分けられない
x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(2, 3)
        self.fc2 = nn.Linear(3, 1)

    def forward(self, x):
        h = torch.relu(self.fc1(x))
        return self.fc2(h)


model = Net()
with torch.no_grad():
    model.fc1.weight.copy_(torch.tensor([[-0.8, -0.8], [-0.7, -0.6], [0.4, 1.0]]))
    model.fc1.bias.copy_(torch.tensor([0.1, 0.1, -0.2]))
    model.fc2.weight.copy_(torch.tensor([[-1.0, -0.9, 0.6]]))
    model.fc2.bias.copy_(torch.tensor([0.2]))

optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
criterion = nn.MSELoss()
for step in range(100):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    if step % 20 == 0:
        print(f"{step:3d} {loss.item():.4f}")

with torch.no_grad():
    for row, value in zip(x.tolist(), model(x).tolist()):
        print(row, f"{value[0]:.2f}")
