import torch
from torch import nn


# 部品を作り、組み合わせる
class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc = nn.Linear(width, width)

    def forward(self, x):
        return x + torch.relu(self.fc(x))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = Block(2)
        self.two = Block(2)

    def forward(self, x):
        return self.two(self.one(x))


model = Net()
for p in model.parameters():
    with torch.no_grad():
        p.fill_(0.5)
print(list(model.state_dict().keys()))
print(model(torch.tensor([[1.0, -1.0]])))
